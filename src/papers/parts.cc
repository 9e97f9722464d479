#include "papers/parts.h"

namespace ss::papers {

std::string join(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const std::string& part : parts) {
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

Sheet blank(const Frame& frame, Page page, const std::string& title, const Head& head) {
    Sheet sheet;
    sheet.page = page;
    if (page == Page::a5) {
        sheet.top = 12, sheet.bottom = 13, sheet.left = 15, sheet.right = 12;
    } else if (page == Page::a4_landscape) {
        sheet.top = 20, sheet.bottom = 16, sheet.left = 20, sheet.right = 15;
    }
    sheet.watermark = frame.watermark;
    sheet.footer = frame.footer;
    sheet.offset = frame.offset;
    sheet.language = frame.words.has("language") ? frame.words.get("language") : "en";
    sheet.title = head.number.empty() ? title : title + " " + head.number;
    sheet.author = join(head.organ, " ");
    if (head.date) sheet.created = at_local(*head.date, 0, frame.offset);
    return sheet;
}

Paragraph centred(Span span, double size, double after) {
    Paragraph p;
    p.spans.push_back(std::move(span));
    p.align = Align::center;
    p.size = size;
    p.after = after;
    return p;
}

namespace {

std::string number_line(const Frame& frame, const Head& head, std::string_view key) {
    return frame.words.fill(key, {{"number", head.number.empty() ? "......" : head.number}});
}

std::string date_line(const Frame& frame, const Head& head) {
    if (head.date) return frame.words.place_date(frame.place, *head.date);
    return frame.words.fill("date.blank", {{"place", frame.place}});
}

void put_columns(Sheet& sheet, std::vector<Piece> left, std::vector<Piece> right, double share,
                 double after) {
    Columns columns;
    columns.columns = {{share, std::move(left)}, {1 - share, std::move(right)}};
    columns.gap = 1;
    columns.after = after;
    sheet.blocks.push_back(std::move(columns));
}

std::vector<Piece> organ_pieces(const Head& head, double size, double rule) {
    std::vector<Piece> pieces;
    for (const std::string& line : head.superiors)
        pieces.push_back(centred(plain(upper(line)), size));
    for (size_t i = 0; i < head.organ.size(); ++i) {
        Paragraph p = centred(bold(upper(head.organ[i])), size);
        if (i + 1 == head.organ.size()) p.rule = rule;
        pieces.push_back(std::move(p));
    }
    return pieces;
}

}  // namespace

namespace {

constexpr double kOrganShare = 0.41;

void put_names(Sheet& sheet, const Frame& frame, const Head& head, const Scale& scale) {
    Paragraph motto = centred(bold(frame.words.get("state.motto")), scale.small + 1);
    motto.rule = 1;
    put_columns(sheet, organ_pieces(head, scale.small, 0.4),
                {centred(bold(frame.words.get("state.country")), scale.small), motto}, kOrganShare,
                3);
}

}  // namespace

void put_organ(Sheet& sheet, const Frame& frame, const Head& head) {
    put_names(sheet, frame, head, kA4);
    sheet.blocks.push_back(Gap{10});
}

void put_head(Sheet& sheet, const Frame& frame, const Head& head, const Scale& scale,
              const std::string& under_number, const std::string& urgency) {
    put_names(sheet, frame, head, scale);
    std::vector<Piece> left{
        centred(plain(number_line(frame, head, "state.number")), scale.small + 1)};
    if (!under_number.empty()) left.push_back(centred(plain(under_number), scale.small));
    if (!urgency.empty()) {
        Stamp stamp;
        stamp.text = upper(urgency);
        stamp.size = scale.small + 1;
        left.push_back(std::move(stamp));
    }
    put_columns(sheet, std::move(left), {centred(italic(date_line(frame, head)), scale.small + 1)},
                kOrganShare, scale.small);
}

void put_party_head(Sheet& sheet, const Frame& frame, const Head& head,
                    const std::string& urgency) {
    std::vector<Piece> left;
    for (const std::string& line : head.superiors) left.push_back(centred(plain(upper(line)), 13));
    for (const std::string& line : head.organ) left.push_back(centred(bold(upper(line)), 13));
    left.push_back(centred(plain("*"), 13));
    left.push_back(centred(plain(number_line(frame, head, "party.number")), 14));
    if (!urgency.empty()) {
        Stamp stamp;
        stamp.text = upper(urgency);
        left.push_back(std::move(stamp));
    }
    Paragraph country = centred(bold(frame.words.get("party.country")), 15, 14);
    country.rule = 1;
    put_columns(sheet, std::move(left), {country, centred(italic(date_line(frame, head)), 14)},
                0.48, 16);
}

void put_title(Sheet& sheet, const std::string& title, const std::string& abstract, double size,
               double rule) {
    if (!title.empty()) {
        Paragraph p = centred(bold(upper(title)), size + 1, abstract.empty() ? 12 : 2);
        p.keep_with_next = true;
        sheet.blocks.push_back(std::move(p));
    }
    if (abstract.empty()) return;
    Paragraph p = centred(bold(abstract), size, 12);
    p.rule = rule;
    p.keep_with_next = true;
    sheet.blocks.push_back(std::move(p));
}

void put_line(Sheet& sheet, double size, std::vector<Span> spans, double indent) {
    Paragraph p;
    p.spans = std::move(spans);
    p.size = size;
    p.first_indent = indent;
    p.after = size / 4;
    sheet.blocks.push_back(std::move(p));
}

std::vector<Piece> signature_pieces(const Frame& frame, const Signature& s, const Scale& scale) {
    std::vector<Piece> pieces;
    for (const std::string& title : s.titles)
        pieces.push_back(centred(bold(upper(title)), scale.body));
    if (s.at) {
        Mark mark;
        mark.size = scale.tiny - 2;
        mark.lines.push_back(frame.words.fill("signature.by", {{"name", s.name}}));
        if (!s.organ.empty())
            mark.lines.push_back(frame.words.fill("signature.organ", {{"organ", s.organ}}));
        mark.lines.push_back(
            frame.words.fill("signature.at", {{"at", frame.words.stamp(*s.at, frame.offset)}}));
        pieces.push_back(Gap{scale.body * 0.6});
        pieces.push_back(std::move(mark));
        pieces.push_back(Gap{scale.body * 0.6});
    } else {
        pieces.push_back(Gap{scale.body * 4.5});
    }
    pieces.push_back(centred(bold(s.name), scale.body));
    return pieces;
}

std::vector<Piece> recipient_pieces(const Frame& frame, const std::vector<std::string>& recipients,
                                    const Scale& scale, org::Side side) {
    std::vector<Piece> pieces;
    if (recipients.empty()) return pieces;
    Paragraph lead;
    Span word = plain(frame.words.get("recipients"));
    word.bold = word.italic = side == org::Side::state;
    word.underline = side == org::Side::party;
    lead.spans.push_back(std::move(word));
    lead.align = Align::left;
    lead.size = side == org::Side::party ? scale.body : scale.small;
    lead.after = 1;
    pieces.push_back(std::move(lead));
    for (size_t i = 0; i < recipients.size(); ++i) {
        Paragraph p;
        p.spans.push_back(plain("- " + recipients[i] + (i + 1 == recipients.size() ? "." : ";")));
        p.align = Align::left;
        p.size = side == org::Side::party ? scale.small : scale.tiny;
        p.after = 0;
        pieces.push_back(std::move(p));
    }
    return pieces;
}

}  // namespace ss::papers
