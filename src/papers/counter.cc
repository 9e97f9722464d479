// The forms of the one-stop shop: slip, notices, control sheet.
#include "papers/parts.h"

namespace ss::papers {

namespace {

constexpr Scale kS = kA5;

std::string or_blank(const Frame& frame, const std::string& value) {
    return value.empty() ? frame.words.get("blank") : value;
}

// Fields of a form stand at the left: justified, a short second line would tear the first apart.
void put_row(Sheet& sheet, double size, std::vector<Span> spans, double indent = 0) {
    put_line(sheet, size, std::move(spans), indent);
    std::get<Paragraph>(sheet.blocks.back()).align = Align::left;
}

void put_field(Sheet& sheet, const Frame& frame, std::string_view key, const std::string& value,
               bool strong = false) {
    if (!frame.words.has(key)) return;  // this form set does not ask for it
    Span v = plain(or_blank(frame, value));
    v.bold = strong;
    put_row(sheet, kS.body, {plain(frame.words.get(key) + " "), v});
}

// Title on the left of the QR code: the dossier's code, or the page where it is followed.
void put_title_with_code(Sheet& sheet, const Frame& frame, const std::string& title,
                         const std::string& code, const Follow& follow) {
    Columns columns;
    Column left, right;
    // An address makes a finer pattern, which wants more room to be read by a telephone.
    left.share = follow.address.empty() ? 0.84 : 0.78;
    right.share = 1 - left.share;
    left.pieces.push_back(centred(bold(upper(title)), kS.body + 1.5, 2));
    left.pieces.push_back(centred(
        plain(frame.words.fill("form.code", {{"code", or_blank(frame, code)}})), kS.body, 2));
    if (!follow.code.empty())
        left.pieces.push_back(centred(
            plain(frame.words.fill("form.follow", {{"code", follow.code}})), kS.body, 2));
    const std::string& payload = follow.address.empty() ? code : follow.address;
    if (!payload.empty()) {
        Qr qr;
        qr.payload = payload;
        qr.side = follow.address.empty() ? 17 : 24;
        qr.align = Align::right;
        right.pieces.push_back(std::move(qr));
    }
    columns.columns = {std::move(left), std::move(right)};
    columns.gap = 2;
    columns.after = 2;
    sheet.blocks.push_back(std::move(columns));
}

void put_applicant(Sheet& sheet, const Frame& frame, std::string_view form, const Person& p) {
    const std::string key(form);
    put_field(sheet, frame, key + ".applicant", p.name, true);
    put_field(sheet, frame, key + ".identity", p.identity);
    put_field(sheet, frame, key + ".address", p.address);
    put_field(sheet, frame, key + ".contact", p.contact);
}

void put_components(Sheet& sheet, const Frame& frame, const std::vector<Enclosure>& papers) {
    put_row(sheet, kS.body, {plain(frame.words.get("slip.components"))});
    Table table;
    table.size = kS.body - 1;
    table.padding = 2;
    table.after = 4;
    table.columns = {
        {0.07, Align::center}, {0.69, Align::left}, {0.12, Align::center}, {0.12, Align::center}};
    std::vector<Cell> header;
    for (const std::string& label : frame.words.list("slip.component_columns"))
        header.push_back(bold_cell(label));
    table.header.push_back(std::move(header));
    for (size_t i = 0; i < papers.size(); ++i)
        table.rows.push_back({cell(std::to_string(i + 1)), cell(papers[i].name),
                              cell(std::to_string(papers[i].originals)),
                              cell(std::to_string(papers[i].copies))});
    sheet.blocks.push_back(std::move(table));
}

Column hand(const Frame& frame, std::string_view title, std::string_view hint,
            const std::string& name) {
    Column column;
    column.pieces.push_back(centred(bold(upper(frame.words.get(title))), kS.small));
    column.pieces.push_back(centred(italic(frame.words.get(hint)), kS.tiny));
    column.pieces.push_back(Gap{30});
    column.pieces.push_back(centred(bold(name), kS.small + 0.5));
    return column;
}

void put_hands(Sheet& sheet, const Frame& frame, const std::string& applicant,
               const std::string& receiver) {
    Columns columns;
    columns.columns = {hand(frame, "slip.submitter", "slip.sign_hint", applicant),
                       hand(frame, "slip.receiver", "slip.sign_hint", receiver)};
    sheet.blocks.push_back(std::move(columns));
}

void put_hotline(Sheet& sheet, const Frame& frame, const std::string& hotline) {
    if (hotline.empty()) return;
    put_row(sheet, kS.tiny, {italic(frame.words.fill("form.hotline", {{"hotline", hotline}}))});
}

Sheet begin(const Frame& frame, std::string_view form, const Head& head, const std::string& code,
            const Follow& follow = {}) {
    const std::string title = frame.words.get(std::string(form) + ".title");
    Sheet sheet = blank(frame, Page::a5, title, head);
    sheet.subject = code;
    sheet.one_page = form != "control";
    const std::string number = "forms." + std::string(form) + ".number";
    if (frame.words.has(number)) {
        put_row(sheet, kS.tiny,
                {italic(frame.words.fill("form.number", {{"number", frame.words.get(number)}}))});
        std::get<Paragraph>(sheet.blocks.back()).align = Align::right;
    }
    put_head(sheet, frame, head, kS);
    put_title_with_code(sheet, frame, title, code, follow);
    return sheet;
}

void put_list(Sheet& sheet, const std::vector<std::string>& items) {
    for (size_t i = 0; i < items.size(); ++i)
        put_row(sheet, kS.body, {plain(std::to_string(i + 1) + ". " + items[i])}, 5);
}

void put_signature(Sheet& sheet, const Frame& frame, const Notice& n) {
    if (n.signature.titles.empty()) return put_hands(sheet, frame, n.applicant.name, n.receiver);
    Columns columns;
    columns.columns.push_back({0.45, {}});
    columns.columns.push_back({0.55, signature_pieces(frame, n.signature, kS)});
    sheet.blocks.push_back(std::move(columns));
}

Words::Places moments(const Frame& frame, const Notice& n) {
    const auto text = [&](const std::optional<Instant>& at) {
        return at ? frame.words.moment(*at, frame.offset) : frame.words.get("blank");
    };
    return {{"received", text(n.received)},     {"old_due", text(n.old_due)},
            {"new_due", text(n.new_due)},       {"code", n.code},
            {"procedure", n.procedure},         {"reason", or_blank(frame, n.reason)},
            {"basis", or_blank(frame, n.basis)}};
}

}  // namespace

Sheet slip(const Frame& frame, const Slip& s) {
    const Words& w = frame.words;
    Sheet sheet = begin(frame, "slip", s.head, s.code, s.follow);
    sheet.created = s.received;
    put_field(sheet, frame, "slip.at", join(s.head.organ, " "));
    put_applicant(sheet, frame, "slip", s.applicant);
    put_field(sheet, frame, "slip.request", s.procedure, true);
    put_components(sheet, frame, s.papers);
    put_field(sheet, frame, "slip.sets", w.get("slip.one_set"));
    put_field(sheet, frame, "slip.limit", s.limit);
    put_field(sheet, frame, "slip.fee", s.fee.empty() ? w.get("slip.free") : s.fee);
    put_field(sheet, frame, "slip.received", w.moment(s.received, frame.offset), true);
    put_field(sheet, frame, "slip.due", w.moment(s.due, frame.offset), true);
    put_field(sheet, frame, "slip.return_by", s.return_by);
    if (w.has("slip.register"))
        put_row(sheet, kS.body,
                {plain(w.fill("slip.register",
                              {{"book", s.register_book}, {"serial", s.register_serial}}))});
    sheet.blocks.push_back(Gap{4});
    put_hands(sheet, frame, s.applicant.name, s.receiver);
    put_hotline(sheet, frame, s.hotline);
    return sheet;
}

Sheet supplement_notice(const Frame& frame, const Notice& n) {
    Sheet sheet = begin(frame, "supplement", n.head, n.code, n.follow);
    put_applicant(sheet, frame, "supplement", n.applicant);
    put_field(sheet, frame, "supplement.request", n.procedure, true);
    put_row(sheet, kS.body, {plain(frame.words.get("supplement.items"))});
    put_list(sheet, n.items);
    if (!n.reason.empty()) put_field(sheet, frame, "supplement.reason", n.reason);
    put_row(sheet, kS.body, {plain(frame.words.get("supplement.once"))});
    sheet.blocks.push_back(Gap{4});
    put_signature(sheet, frame, n);
    put_hotline(sheet, frame, n.hotline);
    return sheet;
}

Sheet refusal_notice(const Frame& frame, const Notice& n) {
    Sheet sheet = begin(frame, "refusal", n.head, n.code, n.follow);
    put_applicant(sheet, frame, "refusal", n.applicant);
    put_field(sheet, frame, "refusal.request", n.procedure, true);
    put_row(sheet, kS.body, {plain(frame.words.get("refusal.items"))});
    put_list(sheet, n.items);
    if (!n.basis.empty()) put_field(sheet, frame, "refusal.basis", n.basis);
    put_row(sheet, kS.body, {plain(frame.words.get("refusal.closing"))});
    sheet.blocks.push_back(Gap{4});
    put_signature(sheet, frame, n);
    put_hotline(sheet, frame, n.hotline);
    return sheet;
}

Sheet apology(const Frame& frame, const Notice& n) {
    Sheet sheet = begin(frame, "apology", n.head, n.code, n.follow);
    put_row(sheet, kS.body, {bold(frame.words.fill("apology.to", {{"name", n.applicant.name}}))});
    for (const std::string& line : frame.words.list("apology.text"))
        put_row(sheet, kS.body, {plain(fill(line, moments(frame, n)))}, 7);
    sheet.blocks.push_back(Gap{4});
    put_signature(sheet, frame, n);
    put_hotline(sheet, frame, n.hotline);
    return sheet;
}

Sheet stop_notice(const Frame& frame, const Notice& n) {
    Sheet sheet = begin(frame, "stop", n.head, n.code, n.follow);
    put_row(sheet, kS.body, {bold(frame.words.fill("stop.to", {{"name", n.applicant.name}}))});
    for (const std::string& line : frame.words.list("stop.text"))
        put_row(sheet, kS.body, {plain(fill(line, moments(frame, n)))}, 7);
    sheet.blocks.push_back(Gap{4});
    put_signature(sheet, frame, n);
    put_hotline(sheet, frame, n.hotline);
    return sheet;
}

Sheet control_sheet(const Frame& frame, const ControlSheet& c) {
    const Words& w = frame.words;
    Sheet sheet = begin(frame, "control", c.head, c.code);
    sheet.created = c.received;
    put_field(sheet, frame, "control.request", c.procedure, true);
    put_field(sheet, frame, "control.received", w.moment(c.received, frame.offset));
    put_field(sheet, frame, "control.due", w.moment(c.due, frame.offset), true);
    Table table;
    table.size = kS.body - 1.5;
    table.padding = 2;
    table.columns = {{0.25, Align::left},
                     {0.18, Align::center},
                     {0.33, Align::left},
                     {0.14, Align::center},
                     {0.12, Align::left}};
    std::vector<Cell> header;
    for (const std::string& label : w.list("control.columns")) header.push_back(bold_cell(label));
    table.header.push_back(std::move(header));
    for (const Handover& h : c.rows) {
        Cell hands = cell(w.get("control.giver") + " ");
        hands.spans.push_back(bold(h.from));
        if (!h.from_officer.empty()) hands.spans.push_back(plain("\n" + h.from_officer));
        Cell work = cell(w.get("control.taker") + " ");
        work.spans.push_back(bold(h.to));
        if (!h.to_officer.empty()) work.spans.push_back(plain("\n" + h.to_officer));
        if (!h.work.empty()) work.spans.push_back(italic("\n" + h.work));
        table.rows.push_back({std::move(hands), cell(w.stamp(h.at, frame.offset)), std::move(work),
                              cell(h.standing), cell(h.note)});
    }
    sheet.blocks.push_back(std::move(table));
    return sheet;
}

}  // namespace ss::papers
