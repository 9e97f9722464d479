#include "views/records.h"

#include <algorithm>

#include "base/text.h"
#include "views/eyes.h"

namespace ss::views {

namespace {

constexpr size_t kRegister = 500;  // entries shown of one register

bool seals(const Eyes& eyes, const Code& body) {
    const auto i = eyes.plan.organization.bodies.find(body);
    return i != eyes.plan.organization.bodies.end() && i->second.has_seal;
}

// The parts of `q`, folded, all stand somewhere in the text.
bool fits(const std::string& q, const std::string& text) {
    const std::string folded = fold(text);
    for (size_t at = 0; at < q.size();) {
        const size_t end = std::min(q.find(' ', at), q.size());
        if (folded.find(q.substr(at, end - at)) == std::string::npos) return false;
        at = end + 1;
    }
    return true;
}

void incoming(Eyes& eyes, const std::string& q, RecordsView& out) {
    using documents::Arrival;
    const auto& all = eyes.state.documents.incoming;
    for (auto i = all.rbegin(); i != all.rend(); ++i) {
        const auto& [id, d] = *i;
        if (!eyes.sees(id)) continue;
        const bool waits = d.stage == Arrival::arrived || d.stage == Arrival::registered ||
                           d.stage == Arrival::assigned;
        const bool shown =
            out.incoming.size() < kRegister &&
            (q.empty() || fits(q, d.abstract + " " + d.symbol + " " + std::to_string(d.number)));
        if (!waits && !shown) continue;
        const IncomingLine line = eyes.line(id, d);
        if (d.recall_asked && waits) out.recalls.push_back(line);
        else if (d.stage == Arrival::arrived) out.to_register.push_back(line);
        else if (d.stage == Arrival::registered) out.to_assign.push_back(line);
        else if (d.stage == Arrival::assigned && line.colour != Colour::green)
            out.chase.push_back(line);
        if (shown) out.incoming.push_back(line);
    }
}

void outgoing(Eyes& eyes, const std::string& q, RecordsView& out) {
    using documents::Stage;
    const auto& all = eyes.state.documents.outgoing;
    for (auto i = all.rbegin(); i != all.rend(); ++i) {
        const auto& [id, d] = *i;
        if (!eyes.sees(id)) continue;
        const bool waits = d.kind == documents::Kind::paper && d.stage < Stage::issued;
        const bool shown =
            out.outgoing.size() < kRegister && (q.empty() || fits(q, d.abstract + " " + d.symbol));
        if (!waits && !shown) continue;
        const OutgoingLine line = eyes.line(id, d);
        if (waits) {
            if (d.stage < Stage::checked) out.to_check.push_back(line);
            else if (d.stage == Stage::checked) out.to_sign.push_back(line);
            else if (d.stage == Stage::signed_) out.to_number.push_back(line);
            else if (d.stage == Stage::numbered && seals(eyes, d.body)) out.to_seal.push_back(line);
            else out.to_issue.push_back(line);
        }
        if (shown) out.outgoing.push_back(line);
    }
}

// Issued papers that a command may name, as the rooms' own rules say.
template <class Command>
std::vector<PaperChoice> choices(Eyes& eyes, Command command, DocumentId Command::*named) {
    constexpr size_t kMost = 20;
    std::vector<PaperChoice> out;
    const auto& all = eyes.state.documents.outgoing;
    for (auto i = all.rbegin(); i != all.rend() && out.size() < kMost; ++i) {
        const auto& [id, d] = *i;
        if (d.kind != documents::Kind::paper || d.stage != documents::Stage::issued) continue;
        command.*named = id;
        if (eyes.sees(id) && eyes.would(documents::Command{command}))
            out.push_back({d.abstract, id, d.symbol});
    }
    return out;
}

// The most urgent first, then what came first.
template <class Line>
void by_urgency(const Eyes& eyes, std::vector<Line>& lines) {
    const auto rank = [&](const Line& line) {
        const auto i = eyes.plan.documents.urgencies.find(line.urgency.code);
        return i == eyes.plan.documents.urgencies.end() ? 0 : -i->second.rank;
    };
    std::ranges::stable_sort(lines, [&](const Line& a, const Line& b) {
        return std::pair(rank(a), a.document) < std::pair(rank(b), b.document);
    });
}

}  // namespace

IncomingLine Eyes::line(DocumentId id, const documents::Incoming& d) {
    using documents::Arrival;
    IncomingLine out;
    out.abstract = d.abstract;
    out.arrived = d.arrived;
    out.asks = asks(id, d);
    if (d.stage == Arrival::registered) out.assign_by = some(d.assign_by);
    out.body = body(d.body);
    out.date = d.date;
    out.document = id;
    out.due = d.due;
    out.finished = d.finished;
    out.from = recipient(d.from);
    if (!d.lead.empty()) out.lead = {person(d.lead, d.lead_post)};
    else if (!d.lead_post.empty()) out.lead = holders(d.lead_post);
    if (!d.lead_post.empty()) out.lead_post = post(d.lead_post);
    out.number = d.number;
    out.recall_asked = d.recall_asked;
    out.register_by = d.register_by;
    out.registered = d.registered;
    out.reply = d.reply;
    out.side = d.side;
    out.stage = d.stage;
    for (const Code& code : d.support) out.support.push_back(post(code));
    out.symbol = d.symbol;
    out.type = type(d.type);
    if (!d.urgency.empty()) out.urgency = urgency(d.urgency);
    std::optional<Instant> next;  // the deadline that counts now
    if (d.stage == Arrival::arrived) next = some(d.register_by);
    else if (d.stage == Arrival::registered) next = some(d.assign_by);
    else if (d.stage == Arrival::assigned) next = d.due;
    out.overdue = d.overdue || (next && now > *next);
    out.colour = colour(d.registered.value_or(d.arrived), next, out.overdue);
    return out;
}

OutgoingLine Eyes::line(DocumentId id, const documents::Outgoing& d) {
    OutgoingLine out;
    out.abstract = d.abstract;
    for (const auto& [code, status] : d.acknowledged)
        out.acknowledged.push_back({recipient(code), status});
    out.asks = asks(id, d);
    for (const Code& code : d.awaited) out.awaited.push_back(recipient(code));
    out.body = body(d.body);
    out.date = d.date;
    out.document = id;
    out.dossier = d.on_dossier;
    out.drafted = d.drafted;
    out.drafter = person(d.drafter);
    out.issue_by = d.issue_by;
    out.issued = d.issued;
    out.kind = d.kind;
    out.meeting = d.from_meeting;
    out.number = d.number;
    out.overdue = d.fell_unissued && !d.issued;
    out.recall_sent = d.recall_sent;
    for (const Code& code : d.recipients) out.recipients.push_back(recipient(code));
    out.remarks = d.remarks;
    out.side = d.side;
    if (d.signature)
        out.signature = SignatureLine{
            d.signature->at, d.signature->formula,
            d.signature->on_behalf_of.empty() ? "" : post(d.signature->on_behalf_of).name,
            person(d.signature->officer, d.signature->post)};
    if (!d.signer_post.empty()) out.signer_post = post(d.signer_post);
    out.stage = d.stage;
    out.symbol = d.symbol;
    out.type = type(d.type);
    if (!d.urgency.empty()) out.urgency = urgency(d.urgency);
    out.colour = colour(d.signature ? d.signature->at : d.drafted,
                        d.issued ? std::optional<Instant>{} : d.issue_by, out.overdue);
    return out;
}

Result<RecordsView> records(const Looking& looking) {
    Eyes eyes(looking);
    RecordsView out;
    out.q = text_param(looking, "q");
    const std::string q = fold(out.q);
    const auto sides =
        org::sides_of(eyes.state.org, eyes.plan.organization, looking.officer, eyes.now);
    out.sides.assign(sides.begin(), sides.end());
    incoming(eyes, q, out);
    outgoing(eyes, q, out);
    out.secrets = eyes.state.documents.secrets;
    for (auto* lines : {&out.chase, &out.recalls, &out.to_assign, &out.to_register})
        by_urgency(eyes, *lines);
    for (auto* lines : {&out.to_check, &out.to_issue, &out.to_number, &out.to_seal, &out.to_sign})
        by_urgency(eyes, *lines);
    return out;
}

Result<DocumentView> document(const Looking& looking) {
    Eyes eyes(looking);
    const DocumentId id{SS_TRY(number_param(looking, "document"))};
    // Who may not see it does not learn that it is there.
    if (!eyes.sees(id)) return no_such("document");
    DocumentView out;
    const auto& all = eyes.state.documents;
    if (const auto i = all.incoming.find(id); i != all.incoming.end()) {
        out.incoming = eyes.line(id, i->second);
        if (i->second.stage == documents::Arrival::assigned)
            out.replies = choices(eyes, documents::Answer{id, {}}, &documents::Answer::reply);
    }
    if (const auto i = all.outgoing.find(id); i != all.outgoing.end()) {
        out.outgoing = eyes.line(id, i->second);
        out.text = i->second.text;
        if (i->second.stage >= documents::Stage::issued) {
            out.letters = choices(eyes, documents::Correct{id, {}}, &documents::Correct::letter);
            out.replacements = choices(eyes, documents::Replace{id, {}}, &documents::Replace::by);
        }
        if (i->second.stage == documents::Stage::checked)
            out.signing = eyes.signing(i->second.body, i->second.type);
    }
    return out;
}

}  // namespace ss::views
