// Papers out and in: the lines, and rules R3, R10, R11, R12 over them.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

template <class Line>
void note(Line& line, uint64_t seq) {
    if (line.seqs.empty() || line.seqs.back() != seq) line.seqs.push_back(seq);
}

std::string name_of(const PaperLine& p) {
    return p.symbol.empty() ? p.type + " #" + std::to_string(p.id.number) : p.symbol;
}

}  // namespace

void Pass::on(const documents::Drafted& f) {
    PaperLine& p = t_.papers[f.document];
    p.id = f.document;
    p.kind = f.kind;
    p.side = f.side;
    p.type = f.type;
    p.body = f.body;
    p.abstract = f.abstract;
    p.drafter = f.by;
    p.dossier = f.on_dossier;
    p.meeting = f.from_meeting;
    p.motion = f.motion;
    p.drafted = f.at;
    p.inject = inject_;
    note(p, seq_);
}
void Pass::on(const documents::Checked& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    if (f.ok) {
        p.checked = f.at;
        return;
    }
    ++p.sent_back;
    p.troubles.push_back({Rating::S, say("paper.sent_back"), {seq_}, false});
}

// R3: who signs, and by which formula, is asked of the law again at that moment.
void Pass::on(const documents::Signed& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.signer = f.officer;
    p.signed_at = f.at;
    if (t_.record->people) return;
    const auto lawful = org::signing(t_.org, plan_.organization, f.officer, p.body, p.type, f.at);
    const auto* signing = std::get_if<org::Signing>(&lawful);
    if (signing == nullptr)
        p.troubles.push_back(
            {Rating::U, say("r3.not_entitled", {name_of(p), f.officer}), {seq_}, true});
    else if (signing->formula != f.formula || signing->on_behalf_of != f.on_behalf_of)
        p.troubles.push_back({Rating::U,
                              say("r3.formula", {name_of(p), f.formula, signing->formula}),
                              {seq_},
                              true});
    const bool stands_in = org::formula_kind(f.formula) == "KT.";
    if (p.dossier)
        if (const auto d = t_.dossiers.find(*p.dossier); d != t_.dossiers.end())
            d->second.stood_in = d->second.stood_in || stands_in;
}

void Pass::on(const documents::Numbered& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.numbered = f.at;
    p.number = f.number;
    p.run = f.run;
    p.symbol = f.symbol;
    p.issue_by = f.issue_by;
    p.clerk = f.by;
    in_lane(p.side == org::Side::party ? plan_.documents.party_clerk_role
                                       : plan_.documents.clerk_role);
    if (p.signed_at.ms == 0)
        p.troubles.push_back({Rating::U, say("r10.number_first", {p.symbol}), {seq_}, true});
    int64_t last = 0;
    for (const auto& [id, other] : t_.papers) {
        if (id == f.document || other.run != f.run) continue;
        last = std::max(last, other.number);
        if (other.number == f.number)
            p.troubles.push_back(
                {Rating::U, say("r10.number_twice", {p.symbol}), {other.seqs.back(), seq_}, true});
    }
    const bool first_seen = last == 0 && t_.record->people.has_value();  // of a run begun before
    if (f.number != last + 1 && !first_seen)
        p.troubles.push_back(
            {Rating::U, say("r10.number_gap", {p.symbol, std::to_string(last + 1)}), {seq_}, true});
}
void Pass::on(const documents::SealedIt& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.sealed = f.at;
    if (p.signed_at.ms == 0)
        p.troubles.push_back({Rating::U, say("r10.sealed_unsigned", {name_of(p)}), {seq_}, true});
}
void Pass::on(const documents::Issued& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.issued = f.at;
    if (p.number == 0 || p.signed_at.ms == 0)
        p.troubles.push_back({Rating::U, say("r10.issued_unready", {name_of(p)}), {seq_}, true});
    if (p.issue_by && f.at > *p.issue_by)
        p.troubles.push_back({Rating::M,
                              say("r10.issued_late", {p.symbol, day_clock_of(plan_, *p.issue_by)}),
                              {seq_},
                              true});
}
void Pass::on(const documents::RecallSent& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.recalled = true;
    p.troubles.push_back({Rating::M, say("paper.recalled", {name_of(p)}), {seq_}, false});
}
void Pass::on(const documents::Recalled& f) {
    note(t_.papers[f.document], seq_);
}
void Pass::on(const documents::Corrected& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.corrected = true;
    p.troubles.push_back({Rating::S, say("paper.corrected", {name_of(p)}), {seq_}, false});
}
void Pass::on(const documents::Replaced& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.replaced = true;
    p.troubles.push_back({Rating::M, say("paper.replaced", {name_of(p)}), {seq_}, false});
}
void Pass::on(const documents::FellUnissued& f) {
    PaperLine& p = t_.papers[f.document];
    note(p, seq_);
    p.fell_unissued = true;
}

void Pass::on(const documents::Arrived& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    a.id = f.document;
    a.from = f.from;
    a.type = f.type;
    a.urgency = f.urgency;
    a.symbol = f.symbol;
    a.arrived = f.at;
    a.register_by = f.register_by;
    a.due = f.due;
    a.inject = inject_;
    note(a, seq_);
}
void Pass::on(const documents::TurnedBack& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.turned_back = true;
    a.ended = f.at;
}
void Pass::on(const documents::Registered& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.registered = f.at;
    a.assign_by = f.assign_by;
    a.clerk = f.by;
    a.late_registered = f.at > a.register_by;
    in_lane(plan_.documents.clerk_role);
    if (a.late_registered)
        a.troubles.push_back(
            {Rating::M,
             say("r11.registered_late", {a.symbol, day_clock_of(plan_, a.register_by)}),
             {seq_},
             true});
}
void Pass::on(const documents::Assigned& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.assigned = f.at;
    a.lead = f.lead;
    a.due = f.due;
    a.late_assigned = f.at > a.assign_by;
    if (a.registered.ms == 0)
        a.troubles.push_back({Rating::U, say("r11.unregistered", {a.symbol}), {seq_}, true});
    if (a.late_assigned)
        a.troubles.push_back(
            {Rating::M,
             say("r11.assigned_late", {a.symbol, day_clock_of(plan_, a.assign_by)}),
             {seq_},
             true});
}
void Pass::on(const documents::Answered& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.finished = a.ended = f.at;
    a.late_finished = a.due && f.at > *a.due;
}
void Pass::on(const documents::Finished& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.finished = a.ended = f.at;
    a.late_finished = a.due && f.at > *a.due;
}
void Pass::on(const documents::RecallAnswered& f) {
    if (const auto a = t_.arrivals.find(f.document); a != t_.arrivals.end()) {
        note(a->second, seq_);
        if (f.agree) a->second.ended = f.at;
    }
}
void Pass::on(const documents::FellUnregistered& f) {
    note(t_.arrivals[f.document], seq_);
}
void Pass::on(const documents::FellUnassigned& f) {
    note(t_.arrivals[f.document], seq_);
}
void Pass::on(const documents::FellOverdue& f) {
    ArrivalLine& a = t_.arrivals[f.document];
    note(a, seq_);
    a.overdue = true;
}
void Pass::on(const documents::SecretReported& f) {
    (void)f;
    in_lane(plan_.documents.clerk_role);
}

namespace {

void outgoing(const Table& t, PaperLine& p) {
    if (p.issue_by && p.issued.ms == 0 && !p.recalled && t.last > *p.issue_by)
        p.troubles.push_back({Rating::U,
                              say("r10.not_issued", {p.symbol, day_clock_of(*t.plan, *p.issue_by)}),
                              p.seqs, true});
}

void incoming(const Table& t, ArrivalLine& a) {
    if (a.ended.ms != 0 && a.registered.ms == 0) return;  // turned back, or asked back
    const plan::Plan& plan = *t.plan;
    if (a.registered.ms == 0 && a.ended.ms == 0 && t.last > a.register_by)
        a.troubles.push_back(
            {Rating::U, say("r11.not_registered", {a.symbol, day_clock_of(plan, a.register_by)}),
             a.seqs, true});
    if (a.registered.ms != 0 && a.assigned.ms == 0 && a.ended.ms == 0 && t.last > a.assign_by)
        a.troubles.push_back({Rating::U,
                              say("r11.not_assigned", {a.symbol, day_clock_of(plan, a.assign_by)}),
                              a.seqs, true});
    if (a.late_finished)
        a.troubles.push_back({Rating::M,
                              say("paper.answered_late", {a.symbol, day_clock_of(plan, *a.due)}),
                              a.seqs, false});
    if (a.assigned.ms != 0 && a.ended.ms == 0 && a.due && t.last > *a.due)
        a.troubles.push_back({Rating::U,
                              say("paper.not_answered", {a.symbol, day_clock_of(plan, *a.due)}),
                              a.seqs, false});
    // R12: a more urgent paper does not wait behind this one.
    const auto rank = [&](const Code& urgency) {
        const auto u = plan.documents.urgencies.find(urgency);
        return u == plan.documents.urgencies.end() ? 0 : u->second.rank;
    };
    for (const auto& [id, other] : t.arrivals)
        if (rank(other.urgency) > rank(a.urgency) && other.arrived < a.registered &&
            (other.registered.ms == 0 ? other.ended.ms == 0 : other.registered > a.registered))
            a.troubles.push_back({Rating::M,
                                  say("r12.urgent_waited", {other.symbol, a.symbol}),
                                  {other.seqs.front(), a.seqs.back()},
                                  true});
}

}  // namespace

void check_papers(Table& t) {
    for (auto& [id, p] : t.papers) outgoing(t, p);
    for (auto& [id, a] : t.arrivals) incoming(t, a);
    for (const RefusedTry& r : t.refused) {
        if (!r.inject.empty() || r.by == kCourier || r.by == kClock) continue;
        for (const DocumentId id : r.refs.documents) {
            const Trouble trouble{Rating::S, {r.refusal.rule, r.refusal.args}, {r.seq}, false};
            if (const auto p = t.papers.find(id); p != t.papers.end())
                p->second.troubles.push_back(trouble);
            else if (const auto a = t.arrivals.find(id); a != t.arrivals.end())
                a->second.troubles.push_back(trouble);
        }
    }
}

}  // namespace ss::readiness
