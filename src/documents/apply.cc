#include "base/assert.h"
#include "documents/internal.h"

namespace ss::documents {

namespace {

Outgoing& out(State& s, DocumentId document) {
    const auto i = s.outgoing.find(document);
    SS_ASSERT(i != s.outgoing.end());
    return i->second;
}

Incoming& in(State& s, DocumentId document) {
    const auto i = s.incoming.find(document);
    SS_ASSERT(i != s.incoming.end());
    return i->second;
}

// Numbers have no gap: the next one, or a bug.
void count(State& s, const Code& run, int64_t number) {
    int64_t& last = s.runs[run];
    SS_ASSERT(number == last + 1);
    last = number;
}

void new_id(State& s, DocumentId document) {
    SS_ASSERT(document.number == s.last + 1);
    s.last = document.number;
}

void apply_one(State& s, const Drafted& f) {
    new_id(s, f.document);
    Outgoing& p = s.outgoing[f.document];
    p.stage = f.from_meeting           ? Stage::checked_content
              : f.kind == Kind::result ? Stage::checked
                                       : Stage::draft;
    p.kind = f.kind;
    p.side = f.side;
    p.type = f.type;
    p.body = f.body;
    p.drafting_body = f.drafting_body;
    p.abstract = f.abstract;
    p.text = f.text;
    p.urgency = f.urgency;
    p.recipients = f.recipients;
    p.signer_post = f.signer_post;
    p.on_dossier = f.on_dossier;
    p.from_meeting = f.from_meeting;
    p.motion = f.motion;
    p.drafter = f.by;
    if (f.kind == Kind::result && f.on_dossier) s.results[*f.on_dossier].push_back(f.document);
    p.drafted = f.at;
}
void apply_one(State& s, const Revised& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage < Stage::signed_);
    p.stage = p.from_meeting ? Stage::checked_content : Stage::draft;
    p.abstract = f.abstract;
    p.text = f.text;
    p.recipients = f.recipients;
}
void apply_one(State& s, const Checked& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage < Stage::checked);
    const Stage before = p.from_meeting ? Stage::checked_content : Stage::draft;
    p.stage = !f.ok ? before : f.check == Check::content ? Stage::checked_content : Stage::checked;
    p.remarks = f.remarks;
}
void apply_one(State& s, const Signed& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::checked);
    p.stage = Stage::signed_;
    p.signature = Signature{f.officer, f.post, f.formula, f.on_behalf_of, f.basis, f.at};
}
void apply_one(State& s, const Numbered& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::signed_);
    count(s, f.run, f.number);
    p.stage = Stage::numbered;
    p.number = f.number;
    p.symbol = f.symbol;
    p.date = f.date;
    p.issue_by = f.issue_by;
    if (f.issue_by) s.deadlines.emplace(*f.issue_by, f.document);
}
void apply_one(State& s, const SealedIt& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::numbered);
    p.stage = Stage::sealed;
}
void apply_one(State& s, const Issued& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::numbered || p.stage == Stage::sealed);
    p.stage = Stage::issued;
    p.recipients = f.recipients;
    p.issued = f.at;
    if (p.issue_by) s.deadlines.erase({*p.issue_by, f.document});
}
void apply_one(State& s, const Acknowledged& f) {
    Outgoing& p = out(s, f.document);
    p.acknowledged[f.from] = f.status;
    if (f.status == Status::recall_agreed || f.status == Status::recall_refused)
        p.awaited.erase(f.from);
    if (f.status == Status::recall_refused) p.recall_refused = true;
}
void apply_one(State& s, const RecallSent& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::issued && !p.recall_sent);
    p.recall_sent = true;
    p.awaited = {f.awaited.begin(), f.awaited.end()};
}
void apply_one(State& s, const Recalled& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.recall_sent && p.awaited.empty());
    // A replacement may have come while the answers were awaited: that is the last word.
    if (p.stage == Stage::issued) p.stage = Stage::recalled;
}
void apply_one(State& s, const Corrected& f) {
    out(s, f.document).corrected_by = f.letter;
}
void apply_one(State& s, const Replaced& f) {
    Outgoing& p = out(s, f.document);
    SS_ASSERT(p.stage == Stage::issued || p.stage == Stage::recalled);
    p.stage = Stage::replaced;
    p.replaced_by = f.replacement;
}
void apply_one(State& s, const Archived& f) {
    const Outgoing& p = out(s, f.document);
    if (p.issue_by) s.deadlines.erase({*p.issue_by, f.document});
    if (p.on_dossier) {
        const auto of = s.results.find(*p.on_dossier);
        SS_ASSERT(of != s.results.end());
        std::erase(of->second, f.document);
        if (of->second.empty()) s.results.erase(of);
    }
    s.outgoing.erase(f.document);
}
void apply_one(State& s, const FellUnissued& f) {
    out(s, f.document).fell_unissued = true;
    s.deadlines.erase({f.issue_by, f.document});
}

void apply_one(State& s, const Arrived& f) {
    new_id(s, f.document);
    Incoming& p = s.incoming[f.document];
    p.side = f.side;
    p.from = f.from;
    p.symbol = f.symbol;
    p.date = f.date;
    p.type = f.type;
    p.body = f.body;
    p.abstract = f.abstract;
    p.urgency = f.urgency;
    p.arrived = f.at;
    p.register_by = f.register_by;
    p.due = f.due;
    p.theirs = f.theirs;
    if (f.theirs) s.known[known_by_number(f.from, f.theirs)] = f.document;
    if (!f.symbol.empty()) s.known[known_by_symbol(f.from, f.symbol, f.date)] = f.document;
    s.deadlines.emplace(f.register_by, f.document);
}
// What was turned back may come again, put right.
void apply_one(State& s, const TurnedBack& f) {
    Incoming& p = in(s, f.document);
    p.stage = Arrival::turned_back;
    s.deadlines.erase({p.register_by, f.document});
    s.known.erase(known_by_number(p.from, p.theirs));
    s.known.erase(known_by_symbol(p.from, p.symbol, p.date));
}
void apply_one(State& s, const Registered& f) {
    Incoming& p = in(s, f.document);
    SS_ASSERT(p.stage == Arrival::arrived);
    count(s, f.run, f.number);
    p.stage = Arrival::registered;
    p.number = f.number;
    p.registered = f.at;
    p.assign_by = f.assign_by;
    s.deadlines.erase({p.register_by, f.document});
    s.deadlines.emplace(f.assign_by, f.document);
}
void apply_one(State& s, const Assigned& f) {
    Incoming& p = in(s, f.document);
    SS_ASSERT(p.stage == Arrival::registered || p.stage == Arrival::assigned);
    s.deadlines.erase({p.assign_by, f.document});
    if (p.stage == Arrival::assigned && p.due) s.deadlines.erase({*p.due, f.document});
    p.stage = Arrival::assigned;
    p.lead_post = f.lead_post;
    p.lead = f.lead;
    p.support = f.support;
    p.due = f.due;
    p.overdue = false;
    s.deadlines.emplace(f.due, f.document);
}
void finish(State& s, DocumentId document, Instant at) {
    Incoming& p = in(s, document);
    SS_ASSERT(p.stage == Arrival::assigned && p.due);
    s.deadlines.erase({*p.due, document});
    p.stage = Arrival::finished;
    p.finished = at;
}
void apply_one(State& s, const Answered& f) {
    finish(s, f.document, f.at);
    in(s, f.document).reply = f.reply;
}
void apply_one(State& s, const Finished& f) {
    finish(s, f.document, f.at);
}
void apply_one(State& s, const RecallAsked& f) {
    in(s, f.document).recall_asked = true;
}
void apply_one(State& s, const RecallAnswered& f) {
    Incoming& p = in(s, f.document);
    p.recall_asked = false;
    if (!f.agree) return;
    s.deadlines.erase({p.register_by, f.document});
    s.deadlines.erase({p.assign_by, f.document});
    if (p.due) s.deadlines.erase({*p.due, f.document});
    p.stage = Arrival::cancelled;
}
void apply_one(State& s, const FellUnregistered& f) {
    s.deadlines.erase({f.register_by, f.document});
}
void apply_one(State& s, const FellUnassigned& f) {
    s.deadlines.erase({f.assign_by, f.document});
}
void apply_one(State& s, const FellOverdue& f) {
    in(s, f.document).overdue = true;
    s.deadlines.erase({f.due, f.document});
}
void apply_one(State& s, const SecretReported&) {
    ++s.secrets;
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([this](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::documents
