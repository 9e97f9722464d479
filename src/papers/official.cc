// Papers of state organs and of the Party, minutes, certificates, registers.
#include <charconv>

#include "papers/parts.h"

namespace ss::papers {

namespace {

void put_part(Sheet& sheet, const Part& part, const Scale& s) {
    Paragraph p;
    p.size = s.body;
    p.first_indent = s.indent;
    p.spacing = 1.1;
    switch (part.kind) {
        case Part::Kind::basis: p.spans.push_back(italic(part.text)); break;
        case Part::Kind::heading:
            p.spans.push_back(bold(part.lead.empty() ? part.text : part.lead + " " + part.text));
            p.keep_with_next = true;
            p.before = 4;
            break;
        case Part::Kind::centred:
            p.spans.push_back(bold(part.text));
            p.align = Align::center;
            p.first_indent = 0;
            p.before = 4;
            p.keep_with_next = true;
            break;
        case Part::Kind::article:
        case Part::Kind::point:
        case Part::Kind::quote:
        case Part::Kind::text:
            if (!part.lead.empty()) p.spans.push_back(bold(part.lead + " "));
            p.spans.push_back(plain(part.text));
            break;
    }
    sheet.blocks.push_back(std::move(p));
}

void put_parts(Sheet& sheet, const std::vector<Part>& parts, const Scale& s) {
    for (const Part& part : parts) put_part(sheet, part, s);
    // A signature alone on a page could be put under anything.
    if (parts.empty() || sheet.blocks.empty()) return;
    if (auto* last = std::get_if<Paragraph>(&sheet.blocks.back())) last->keep_with_next = true;
}

void put_end(Sheet& sheet, const Frame& frame, const Paper& paper) {
    Columns columns;
    columns.columns.push_back(
        {0.46, recipient_pieces(frame, paper.recipients, kA4, paper.head.side)});
    columns.columns.push_back({0.54, signature_pieces(frame, paper.signature, kA4)});
    sheet.blocks.push_back(Gap{4});
    sheet.blocks.push_back(std::move(columns));
}

void put_addressees(Sheet& sheet, const Frame& frame, const std::vector<std::string>& to) {
    if (to.empty()) return;
    const std::string lead = frame.words.get("addressee");
    if (to.size() == 1) {
        Paragraph p = centred(plain(lead + " " + to.front() + "."), 14, 12);
        sheet.blocks.push_back(std::move(p));
        return;
    }
    Paragraph first;
    first.spans.push_back(plain(lead));
    first.indent = 25;
    first.after = 0;
    sheet.blocks.push_back(std::move(first));
    for (size_t i = 0; i < to.size(); ++i) {
        Paragraph p;
        p.spans.push_back(plain("- " + to[i] + (i + 1 == to.size() ? "." : ";")));
        p.indent = 47;
        p.align = Align::left;
        p.after = i + 1 == to.size() ? 12 : 0;
        sheet.blocks.push_back(std::move(p));
    }
}

void stamp_created(Sheet& sheet, const Paper& paper) {
    if (paper.signature.at) sheet.created = *paper.signature.at;
    sheet.subject = paper.abstract;
}

}  // namespace

Sheet decree30(const Frame& frame, const Paper& paper) {
    Sheet sheet = blank(frame, Page::a4, paper.title, paper.head);
    stamp_created(sheet, paper);
    put_head(sheet, frame, paper.head, kA4, {}, paper.urgency);
    put_title(sheet, paper.title, paper.abstract, 14, 0.35);
    put_addressees(sheet, frame, paper.addressees);
    put_parts(sheet, paper.parts, kA4);
    put_end(sheet, frame, paper);
    return sheet;
}

Sheet letter(const Frame& frame, const Paper& paper) {
    Sheet sheet = blank(frame, Page::a4, paper.abstract, paper.head);
    stamp_created(sheet, paper);
    const std::string about =
        paper.abstract.empty() ? "" : frame.words.fill("about", {{"abstract", paper.abstract}});
    put_head(sheet, frame, paper.head, kA4, about, paper.urgency);
    put_addressees(sheet, frame, paper.addressees);
    put_parts(sheet, paper.parts, kA4);
    put_end(sheet, frame, paper);
    return sheet;
}

Sheet party_paper(const Frame& frame, const Paper& paper) {
    Sheet sheet =
        blank(frame, Page::a4, paper.title.empty() ? paper.abstract : paper.title, paper.head);
    stamp_created(sheet, paper);
    put_party_head(sheet, frame, paper.head, paper.urgency);
    put_title(sheet, paper.title, paper.abstract, 15, 0.3);
    put_addressees(sheet, frame, paper.addressees);
    put_parts(sheet, paper.parts, kA4);
    put_end(sheet, frame, paper);
    return sheet;
}

Sheet paper(const Frame& frame, const Paper& paper) {
    if (paper.head.side == org::Side::party) return party_paper(frame, paper);
    return paper.title.empty() ? letter(frame, paper) : decree30(frame, paper);
}

namespace {

void put_votes(Sheet& sheet, const Frame& frame, const std::vector<Vote>& votes) {
    if (votes.empty()) return;
    put_part(sheet, {Part::Kind::heading, {}, frame.words.get("minutes.votes")}, kA4);
    Table table;
    table.size = 11;
    table.columns = {{0.06, Align::center}, {0.32, Align::left},   {0.09, Align::center},
                     {0.09, Align::center}, {0.09, Align::center}, {0.10, Align::center},
                     {0.10, Align::center}, {0.17, Align::center}};
    std::vector<Cell> header;
    for (const std::string& label : frame.words.list("minutes.vote_columns"))
        header.push_back(bold_cell(label));
    table.header.push_back(std::move(header));
    for (size_t i = 0; i < votes.size(); ++i) {
        const Vote& v = votes[i];
        Cell motion = cell(v.motion);
        if (!v.form.empty()) motion.spans.push_back(italic("\n" + v.form));
        if (!v.ballots.empty()) motion.spans.push_back(italic("\n" + v.ballots));
        Cell outcome = bold_cell(v.outcome);
        if (!v.paper.empty()) outcome.spans.push_back(plain("\n" + v.paper));
        table.rows.push_back({cell(std::to_string(i + 1)), std::move(motion),
                              cell(std::to_string(v.total)), cell(std::to_string(v.present)),
                              cell(std::to_string(v.agree)), cell(std::to_string(v.against)),
                              cell(std::to_string(v.abstain)), std::move(outcome)});
    }
    sheet.blocks.push_back(std::move(table));
}

void put_minutes_head(Sheet& sheet, const Frame& frame, const Minutes& m) {
    const Words& w = frame.words;
    const auto field = [&](std::string_view key, const std::string& value) {
        if (!value.empty())
            put_line(sheet, kA4.body, {plain(w.get(key) + " "), plain(value)}, kA4.indent);
    };
    field("minutes.opened", w.moment(m.opened, frame.offset));
    field("minutes.place", m.place);
    field("minutes.attendance", m.attendance);
    field("minutes.absent", join(m.absent, ", "));
    field("minutes.chair", m.chair);
    field("minutes.secretary", m.secretary);
}

}  // namespace

Sheet minutes(const Frame& frame, const Minutes& m) {
    const Words& w = frame.words;
    Sheet sheet = blank(frame, Page::a4, m.title, m.head);
    sheet.created = m.closed.value_or(m.opened);
    if (m.head.side == org::Side::party) {
        put_party_head(sheet, frame, m.head);
    } else {
        put_head(sheet, frame, m.head, kA4);
    }
    put_title(sheet, m.title, m.abstract, 14, 0.35);
    put_minutes_head(sheet, frame, m);
    put_part(sheet, {Part::Kind::heading, {}, w.get("minutes.course")}, kA4);
    for (const MinuteLine& line : m.lines) {
        std::vector<Span> spans{bold(clock_text(time_of_day(line.at, frame.offset)) + "  ")};
        if (!line.lead.empty()) spans.push_back(bold(line.lead + (line.text.empty() ? "" : " ")));
        spans.push_back(plain(line.text));
        put_line(sheet, kA4.body, std::move(spans), kA4.indent);
    }
    put_votes(sheet, frame, m.votes);
    Paragraph end;
    end.size = kA4.body;
    end.first_indent = kA4.indent;
    end.keep_with_next = true;
    end.spans.push_back(
        plain(m.closed ? w.fill("minutes.closed", {{"at", w.moment(*m.closed, frame.offset)}})
                       : w.get("minutes.open")));
    sheet.blocks.push_back(std::move(end));
    if (!m.journal_head.empty())
        put_line(sheet, 9, {italic(w.fill("minutes.head", {{"head", m.journal_head}}))});
    Columns hands;
    hands.columns.push_back(
        {1, signature_pieces(frame, {{m.secretary_title}, m.secretary, {}, {}}, kA4)});
    hands.columns.push_back({1, signature_pieces(frame, {{m.chair_title}, m.chair, {}, {}}, kA4)});
    sheet.blocks.push_back(std::move(hands));
    return sheet;
}

Sheet certificate(const Frame& frame, const Certificate& c) {
    Sheet sheet = blank(frame, Page::a4, c.title, c.head);
    if (c.signature.at) sheet.created = *c.signature.at;
    sheet.subject = c.code;
    put_head(sheet, frame, c.head, kA4);
    sheet.blocks.push_back(Gap{10});
    put_title(sheet, c.title, c.subtitle, 16, 0);
    for (const auto& [label, value] : c.fields)
        put_line(sheet, kA4.body,
                 {plain(label + ": "), bold(value.empty() ? frame.words.get("blank") : value)});
    for (const std::string& text : c.text) put_line(sheet, kA4.body, {plain(text)}, kA4.indent);
    Columns end;
    Column left;
    left.share = 0.46;
    if (!c.code.empty()) {
        Qr qr;
        qr.payload = c.code;
        left.pieces.push_back(std::move(qr));
        Paragraph code;
        code.spans.push_back(plain(frame.words.fill("form.code", {{"code", c.code}})));
        code.size = kA4.tiny;
        code.align = Align::left;
        left.pieces.push_back(std::move(code));
    }
    end.columns.push_back(std::move(left));
    end.columns.push_back({0.54, signature_pieces(frame, c.signature, kA4)});
    sheet.blocks.push_back(Gap{12});
    sheet.blocks.push_back(std::move(end));
    return sheet;
}

Sheet ledger(const Frame& frame, const Register& r) {
    const std::string key = "register." + r.name;
    const Words& w = frame.words;
    Sheet sheet = blank(frame, Page::a4_landscape, w.get(key + ".title"), r.head);
    if (r.head.side == org::Side::party) {
        put_party_head(sheet, frame, r.head);
    } else {
        put_organ(sheet, frame, r.head);
    }
    put_title(sheet, w.get(key + ".title"), r.period, 14, 0);
    Table table;
    table.size = 10;
    table.padding = 2.5;
    std::vector<Cell> header;
    for (int i = 0; w.has(key + ".columns." + std::to_string(i) + ".label"); ++i) {
        const std::string column = key + ".columns." + std::to_string(i);
        const std::string text = w.get(column + ".share");
        double share = 0;
        std::from_chars(text.data(), text.data() + text.size(), share);
        const bool left = w.has(column + ".align") && w.get(column + ".align") == "left";
        table.columns.push_back({share > 0 ? share : 1, left ? Align::left : Align::center});
        header.push_back(bold_cell(w.get(column + ".label")));
    }
    if (table.columns.empty()) table.columns.push_back({1, Align::left});
    table.header.push_back(std::move(header));
    for (const auto& row : r.rows) {
        std::vector<Cell> cells;
        for (const std::string& text : row) cells.push_back(cell(text));
        table.rows.push_back(std::move(cells));
    }
    if (r.rows.empty()) {
        Cell none = cell(w.get("register.empty"), Align::center);
        none.columns = static_cast<int>(table.columns.size());
        table.rows.push_back({std::move(none)});
    }
    sheet.blocks.push_back(std::move(table));
    return sheet;
}

}  // namespace ss::papers
