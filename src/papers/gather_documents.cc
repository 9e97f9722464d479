// Documents, result papers, minutes and the registers of the records office.
#include <algorithm>
#include <tuple>

#include "papers/gather.h"
#include "papers/parts.h"

namespace ss::papers {

namespace {

bool starts(const std::string& text, const std::string& with) {
    return !with.empty() && text.starts_with(with);
}

// "<word> 12." at the beginning: where the bold lead of an article ends; 0: it is none.
size_t lead_of(const std::string& text, const std::string& word) {
    if (!starts(text, word + " ")) return 0;
    size_t at = word.size() + 1;
    const size_t digits = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at > digits && at < text.size() && text[at] == '.' ? at + 1 : 0;
}

}  // namespace

Part Gather::part_of(const std::string& paragraph) const {
    for (const std::string& prefix : src.words.list("paper.basis"))
        if (starts(paragraph, prefix)) return {Part::Kind::basis, {}, paragraph};
    if (const size_t lead = lead_of(paragraph, src.words.get("paper.article")); lead > 0) {
        const size_t from = paragraph.find_first_not_of(' ', lead);
        return {Part::Kind::article, paragraph.substr(0, lead),
                from == std::string::npos ? "" : paragraph.substr(from)};
    }
    if (paragraph.size() < 160 && upper(paragraph) == paragraph)
        return {Part::Kind::centred, {}, paragraph};
    return {Part::Kind::text, {}, paragraph};
}

// "Resolution: Resolution of the first conference" would say it twice.
std::string Gather::abstract_of(const documents::Outgoing& d) const {
    const std::string type = type_name(d.type);
    const auto types = src.plan.documents.types.find(d.type);
    const bool named = types == src.plan.documents.types.end() || types->second.named;
    if (!named || !starts(d.abstract, type + " ")) return d.abstract;
    return sentence(d.abstract.substr(type.size() + 1));
}

// How the motion behind the paper was carried, from the record.
std::string Gather::passed_text(const documents::Outgoing& d) const {
    const meetings::Meeting* m = src.state.meetings.meeting(*d.from_meeting);
    const meetings::Item* item = m == nullptr ? nullptr : m->item(d.motion);
    if (item == nullptr || item->votes.empty()) return {};
    const meetings::Count& c = item->votes.back().count;
    return src.words.fill("paper.passed", {{"type", type_name(d.type)},
                                           {"meeting", meeting_name(m->kind)},
                                           {"date", src.words.date(local_date(m->begins, offset_))},
                                           {"agree", std::to_string(c.in_favour)},
                                           {"total", std::to_string(c.total)}});
}

// What the paper says: where its type resolves something, the issuing organ, the bases, the word
// of resolution and then articles; else its paragraphs as they are.
void Gather::add_body(Paper& p, const documents::Outgoing& d) const {
    const std::string resolves = "paper.resolves." + d.type;
    const bool articles = src.words.has(resolves);
    std::vector<Part> parts;
    for (const std::string& paragraph : d.text) parts.push_back(part_of(paragraph));
    if (parts.empty()) parts.push_back({Part::Kind::text, {}, src.words.get("paper.no_text")});
    if (articles && p.head.side == org::Side::state)
        p.parts.push_back({Part::Kind::centred, {}, upper(join(p.head.organ, " "))});
    for (Part& part : parts)
        if (part.kind == Part::Kind::basis) p.parts.push_back(part);
    const auto any = [&](Part::Kind kind) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](const Part& part) { return part.kind == kind; });
    };
    const bool resolved = any(Part::Kind::centred);  // the draft says it in its own words
    const bool numbered = resolved || any(Part::Kind::article);
    if (articles && !resolved)
        p.parts.push_back({Part::Kind::centred, {}, src.words.get(resolves)});
    int number = 0;
    for (Part& part : parts) {
        if (part.kind == Part::Kind::basis) continue;
        if (articles && !numbered && p.head.side == org::Side::state) {
            part.kind = Part::Kind::article;
            part.lead = src.words.get("paper.article") + " " + std::to_string(++number) + ".";
        }
        p.parts.push_back(std::move(part));
    }
    if (!d.from_meeting) return;
    const std::string passed = passed_text(d);
    if (!passed.empty()) p.parts.push_back({Part::Kind::text, {}, passed});
}

Paper Gather::paper_of(const documents::Outgoing& d) const {
    Paper p;
    p.head = head(d.body, d.symbol, d.date);
    const auto& types = src.plan.documents.types;
    const auto type = types.find(d.type);
    if (type == types.end() || type->second.named) p.title = type_name(d.type);
    p.abstract = abstract_of(d);
    if (const auto u = src.plan.documents.urgencies.find(d.urgency);
        u != src.plan.documents.urgencies.end())
        p.urgency = text(u->second.name);
    for (const Code& code : d.recipients) p.recipients.push_back(recipient(code));
    if (p.title.empty()) p.addressees = p.recipients;
    add_body(p, d);
    p.signature = signature(d);
    p.recipients.push_back(
        src.words.get(p.head.side == org::Side::party ? "paper.archive_party" : "paper.archive"));
    return p;
}

Certificate Gather::certificate_of(const documents::Outgoing& d) const {
    const Words& w = src.words;
    Certificate c;
    c.head = head(d.body, d.symbol, d.date);
    c.title = type_name(d.type);
    const dossiers::Dossier* dossier =
        d.on_dossier ? src.state.dossiers.find(*d.on_dossier) : nullptr;
    if (dossier != nullptr) {
        const Person who = person(dossier->applicant);
        c.code = dossier->code;
        c.fields = {{w.get("certificate.for"), who.name},
                    {w.get("certificate.identity"), who.identity},
                    {w.get("certificate.address"), who.address},
                    {w.get("certificate.procedure"), procedure_name(dossier->procedure)},
                    {w.get("certificate.received"), stamp(dossier->received_at)}};
    }
    for (const std::string& line : w.list("certificate.text")) c.text.push_back(line);
    c.signature = signature(d);
    return c;
}

void Gather::add_documents() {
    size_t results = 0;
    for (const auto& [id, d] : src.state.documents.outgoing) {
        if (d.stage < documents::Stage::numbered) continue;  // a draft is not a paper yet
        const documents::Outgoing* document = &d;
        About about;
        about.document = id;
        const std::string name = d.symbol.empty() ? std::to_string(id.number) : d.symbol;
        if (d.kind == documents::Kind::paper) {
            if (!wanted("document-", name)) continue;
            add("document-" + name, about,
                [this, document] { return paper(frame(), paper_of(*document)); });
        } else if (wanted("result-", {}) && ++results <= options_.most_slips) {
            if (d.on_dossier) about.dossier = *d.on_dossier;
            add("result-" + d.type + "-" + name, about,
                [this, document] { return certificate(frame(), certificate_of(*document)); });
        }
    }
    if (results > options_.most_slips) left_out_ += results - options_.most_slips;
}

std::string Gather::item_title(const Code& kind, const Code& item) const {
    const auto i = src.plan.meetings.find(kind);
    if (i != src.plan.meetings.end())
        for (const plan::AgendaItem& a : i->second.agenda)
            if (a.code == item) return text(a.title);
    return item;
}

std::string Gather::symbol_of_motion(MeetingId meeting, const Code& item) const {
    for (const auto& [id, d] : src.state.documents.outgoing)
        if (d.from_meeting == meeting && d.motion == item) return d.symbol;
    return {};
}

Vote Gather::vote_of(const meetings::Item& item, const meetings::Ballot& ballot,
                     const meetings::Minutes& m) const {
    const Words& w = src.words;
    const meetings::Count& c = ballot.count;
    Vote v;
    v.motion = item_title(m.kind, item.code);
    v.total = c.total;
    v.present = c.present;
    v.agree = c.in_favour;
    v.against = c.against;
    v.abstain = c.abstained;
    v.form = w.get("minutes.form." + std::string(names(c.form)[static_cast<size_t>(c.form)]));
    const bool carried = ballot.result == meetings::Result::carried;
    v.outcome = w.get(carried ? "minutes.carried" : "minutes.rejected");
    if (carried) v.paper = symbol_of_motion(m.meeting, item.code);
    if (c.form == plan::VoteForm::secret)
        v.ballots = w.fill("minutes.ballots", {{"issued", std::to_string(c.issued)},
                                               {"collected", std::to_string(c.collected)},
                                               {"valid", std::to_string(c.valid)},
                                               {"invalid", std::to_string(c.invalid)}});
    return v;
}

Minutes Gather::minutes_of(MeetingId id) const {
    const Words& w = src.words;
    Minutes out;
    const auto found = meetings::minutes(src.state.meetings, id);
    if (!found) return out;
    const meetings::Minutes& m = *found;
    out.head = head(m.body, {}, local_date(m.begins, offset_));
    out.title = w.get("minutes.title");
    out.abstract = meeting_name(m.kind);
    out.opened = m.sittings.empty() ? m.begins : m.sittings.front().opened;
    out.closed = m.closed;
    int64_t present = 0;
    if (!m.rolls.empty()) present = static_cast<int64_t>(m.rolls.back().members.size());
    out.attendance = w.fill("minutes.attendance_text", {{"present", std::to_string(present)},
                                                        {"total", std::to_string(m.total)}});
    out.chair = officer_name(m.chair);
    out.chair_title = w.get("minutes.chair_title");
    out.secretary_title = w.get("minutes.secretary_title");
    for (const meetings::Signature& s : m.signatures)
        if (s.officer != m.chair) out.secretary = officer_name(s.officer);
    out.journal_head = hex(src.head);
    for (const meetings::Roll& roll : m.rolls)
        out.lines.push_back(
            {roll.at, w.get("minutes.roll"),
             w.fill("minutes.roll_text", {{"present", std::to_string(roll.members.size())},
                                          {"total", std::to_string(roll.total)},
                                          {"needed", std::to_string(roll.needed)},
                                          {"guests", std::to_string(roll.guests.size())}})});
    for (const meetings::Item& item : m.items) {
        out.lines.push_back({item.taken, item_title(m.kind, item.code) + ".", {}});
        for (const meetings::Speech& s : item.speeches) {
            const bool said = !s.gist.empty() && s.gist != item_title(m.kind, item.code);
            out.lines.push_back(
                {s.at, officer_name(s.officer) + ":",
                 said ? s.gist
                      : w.fill("minutes.spoke", {{"minutes", std::to_string(s.minutes)}})});
        }
        for (const meetings::Amendment& a : item.amendments)
            out.lines.push_back(
                {a.at, w.fill("minutes.amendment", {{"name", officer_name(a.mover)}}),
                 a.text + " (" + w.get(a.accepted ? "minutes.carried" : "minutes.rejected") + ")"});
        for (const meetings::Ballot& b : item.votes) out.votes.push_back(vote_of(item, b, m));
    }
    for (const meetings::Direction& d : m.directions)
        out.lines.push_back(
            {d.at, w.fill("minutes.direction", {{"name", officer_name(d.officer)}}),
             w.fill("minutes.direction_text",
                    {{"text", d.text}, {"post", post_title(d.to_post)}, {"due", stamp(d.due)}})});
    std::stable_sort(out.lines.begin(), out.lines.end(),
                     [](const MinuteLine& a, const MinuteLine& b) { return a.at < b.at; });
    return out;
}

void Gather::add_meetings() {
    for (const auto& [id, m] : src.state.meetings.meetings) {
        if (m.rolls.empty()) continue;  // called, not held
        About about;
        about.meeting = id;
        add("minutes-" + m.kind, about,
            [this, meeting = id] { return minutes(frame(), minutes_of(meeting)); });
    }
}

Register Gather::outgoing_register(org::Side side) const {
    Register r;
    r.head = head(src.words.get(side == org::Side::party ? "records.party" : "records.state"), {},
                  local_date(src.state.now, offset_));
    r.name = "outgoing";
    r.period = src.words.date(local_date(src.state.now, offset_));
    std::vector<const documents::Outgoing*> order;
    for (const auto& [id, d] : src.state.documents.outgoing)
        if (d.side == side && d.stage >= documents::Stage::numbered) order.push_back(&d);
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
        return std::tie(a->kind, a->body, a->type, a->number) <
               std::tie(b->kind, b->body, b->type, b->number);
    });
    for (const documents::Outgoing* one : order) {
        const documents::Outgoing& d = *one;
        std::vector<std::string> recipients;
        for (const Code& code : d.recipients) recipients.push_back(recipient(code));
        std::string note;
        const std::string stage(names(d.stage)[static_cast<size_t>(d.stage)]);
        if (src.words.has("paper_stage." + stage)) note = src.words.get("paper_stage." + stage);
        std::string name = type_name(d.type);
        if (!d.abstract.empty()) name += ": " + abstract_of(d);
        r.rows.push_back({d.symbol, d.date ? src.words.short_date(*d.date) : "", name,
                          d.signature ? officer_name(d.signature->officer) : "",
                          join(recipients, "; "), body_name(d.drafting_body), "01", note});
    }
    return r;
}

Register Gather::incoming_register(org::Side side) const {
    Register r;
    r.head = head(src.words.get(side == org::Side::party ? "records.party" : "records.state"), {},
                  local_date(src.state.now, offset_));
    r.name = "incoming";
    r.period = src.words.date(local_date(src.state.now, offset_));
    for (const auto& [id, d] : src.state.documents.incoming) {
        if (d.side != side || !d.registered) continue;
        std::string note;
        if (const auto u = src.plan.documents.urgencies.find(d.urgency);
            u != src.plan.documents.urgencies.end())
            note = text(u->second.name);
        if (d.overdue) note += (note.empty() ? "" : "; ") + src.words.get("control.late");
        r.rows.push_back({day(d.arrived), std::to_string(d.number), recipient(d.from), d.symbol,
                          src.words.short_date(d.date),
                          d.type.empty() ? d.abstract : type_name(d.type) + ": " + d.abstract,
                          d.lead.empty() ? post_title(d.lead_post) : officer_name(d.lead),
                          day(*d.registered), "", note});
    }
    return r;
}

void Gather::add_registers() {
    add("register-dossiers", {}, [this] { return ledger(frame(), dossier_register()); });
    for (const org::Side side : {org::Side::state, org::Side::party}) {
        const std::string name(names(side)[static_cast<size_t>(side)]);
        About about;
        about.side = side;
        add("register-outgoing-" + name, about,
            [this, side] { return ledger(frame(), outgoing_register(side)); });
        add("register-incoming-" + name, about,
            [this, side] { return ledger(frame(), incoming_register(side)); });
    }
}

}  // namespace ss::papers
