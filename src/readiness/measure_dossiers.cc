// Dossiers and their work items: the lines, and rules R5 to R9, R15, R16 over them; R17 and R20.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

std::string joined(const std::vector<Code>& codes) {
    std::string out;
    for (const Code& c : codes) out += (out.empty() ? "" : ", ") + c;
    return out;
}

const plan::Component* component_of(const plan::Procedure& p, const Code& code) {
    for (const plan::Component& c : p.components)
        if (c.code == code) return &c;
    return nullptr;
}

}  // namespace

DossierLine& Pass::dossier(DossierId id) {
    DossierLine& d = t_.dossiers[id];
    d.id = id;
    if (d.seqs.empty() || d.seqs.back() != seq_) {
        d.seqs.push_back(seq_);
        if (officer()) ++d.officers[by_];
        d.entered_after = d.entered_after || (afterwards_ && officer());
    }
    return d;
}

void Pass::on(const dossiers::Presented& f) {
    DossierLine& d = dossier(f.dossier);
    d.procedure = f.as.procedure;
    d.channel = names(dossiers::Channel{})[static_cast<size_t>(f.as.channel)];
    d.presented = f.at;
    d.inject = inject_;
    d.data = f.as.data;
    for (const auto& g : f.as.given) d.given.insert(g.component);
}

void Pass::on(const dossiers::Received& f) {
    DossierLine& d = dossier(f.dossier);
    d.code = f.code;
    d.received = f.at;
    d.received_seq = seq_;
    d.due = f.due_at;
    d.transfer_at = f.transfer_at;
    d.after_cutoff = f.after_cutoff;
    d.receiver = f.by;
    d.fee = f.fee;
    d.forwarded = f.worker.has_value();
    d.required = {f.required.begin(), f.required.end()};
    const plan::Procedure* p = plan_.procedure(f.procedure);
    if (p == nullptr) return;
    in_lane(p->receiving_role);
    d.stood_in = d.stood_in || (officer() && stands_in(by_, p->receiving_role));
    std::vector<Code> missing;
    for (const Code& c : dossiers::missing_components(*p, d.data, d.given))
        if (d.required.contains(c)) missing.push_back(c);
    if (!missing.empty())
        d.troubles.push_back(
            {Rating::U, say("dossier.missing_accepted", {joined(missing)}), {seq_}, true});
    if (const auto gate = plan_.precedence.gates.find("dossier.receive");
        gate != plan_.precedence.gates.end())
        for (const Code& milestone : gate->second)
            if (!t_.org.reached(milestone))
                d.troubles.push_back(
                    {Rating::U, say("r14.slip_too_early", {milestone}), {seq_}, true});
    // R7: received after the cut-off, handed on with the next opening.
    const bool after = plan_.calendar.past_cutoff(f.at);
    if (after != f.after_cutoff)
        d.troubles.push_back({Rating::U, say("r7.cutoff", {clock_of(plan_, f.at)}), {seq_}, true});
}

void Pass::on(const dossiers::Accepted& f) {
    DossierLine& d = dossier(f.dossier);
    d.code = f.code;
    d.procedure = f.as.procedure;
    d.channel = names(dossiers::Channel{})[static_cast<size_t>(f.as.channel)];
    d.presented = d.received = d.transferred = f.received_at;
    d.received_seq = seq_;
    d.due = f.due_at;
    d.accepted = true;
    d.inject = inject_;
    d.data = f.as.data;
    for (const auto& g : f.as.given) d.given.insert(g.component);
    if (forwarded_ && *forwarded_ != f.received_at)
        d.troubles.push_back(
            {Rating::U,
             say("r19.two_clocks", {clock_of(plan_, *forwarded_), clock_of(plan_, f.received_at)}),
             {seq_},
             true});
}

void Pass::on(const dossiers::TakenOver& f) {
    DossierLine& d = dossier(f.dossier);
    d.code = f.code;
    d.procedure = f.as.procedure;
    d.channel = "counter";
    d.presented = d.received = d.transferred = f.at;
    d.received_seq = seq_;
    d.due = f.as.due_at;
    d.taken_over = true;
    d.receiver = f.by;
    d.inject = inject_;
    d.data = f.as.data;
    for (const auto& g : f.as.given) d.given.insert(g.component);
    if (const plan::Procedure* p = plan_.procedure(d.procedure)) in_lane(p->receiving_role);
    // R20: one old code leads to one new one.
    const auto [known, fresh] = old_codes_.try_emplace(f.as.old_code, f.dossier);
    if (f.as.old_code.empty() || f.code.empty() || !fresh)
        d.troubles.push_back({Rating::U, say("r20.mapping", {f.as.old_code}), {seq_}, true});
}

void Pass::on(const dossiers::Transferred& f) {
    DossierLine& d = dossier(f.dossier);
    d.transferred = f.at;
    if (d.transfer_at.ms != 0 && f.at < d.transfer_at)
        d.troubles.push_back({Rating::U,
                              say("r7.handed_on_early",
                                  {day_clock_of(plan_, f.at), day_clock_of(plan_, d.transfer_at)}),
                              {seq_},
                              true});
}

void Pass::on(const dossiers::SupplementAsked& f) {
    DossierLine& d = dossier(f.dossier);
    const plan::Procedure* p = plan_.procedure(d.procedure);
    std::vector<Code> beyond, there;
    std::set<Code> missing;
    if (p != nullptr) {
        const auto all = dossiers::missing_components(*p, d.data, d.given);
        missing = {all.begin(), all.end()};
    }
    for (const Code& c : f.missing) {
        const plan::Component* known = p == nullptr ? nullptr : component_of(*p, c);
        if (known == nullptr || known->from_database) beyond.push_back(c);
        else if (!missing.contains(c)) there.push_back(c);
        missing.erase(c);
    }
    if (!beyond.empty())
        d.troubles.push_back(
            {Rating::U, say("r15.beyond_the_law", {joined(beyond)}), {seq_}, true});
    if (!there.empty())
        d.troubles.push_back(
            {Rating::S, say("dossier.asked_needlessly", {joined(there)}), {seq_}, false});
    if (!f.in_verification && !missing.empty())
        d.troubles.push_back(
            {Rating::S,
             say("r6.not_all", {joined(std::vector<Code>(missing.begin(), missing.end()))}),
             {seq_},
             true});
    if (!d.supplements.empty())
        d.troubles.push_back({Rating::U, say("r6.twice"), {d.supplements.back().seq, seq_}, true});
    if (f.in_verification && d.received.ms != 0 &&
        f.at > plan_.calendar.due(d.received, {3, org::LimitUnit::working_days}))
        d.troubles.push_back(
            {Rating::U, say("r6.too_late", {day_clock_of(plan_, f.at)}), {seq_}, true});
    d.supplements.push_back({seq_, f.at, f.missing, f.reasons.size(), f.in_verification});
}

void Pass::on(const dossiers::Supplemented& f) {
    DossierLine& d = dossier(f.dossier);
    d.supplemented = true;
    for (const auto& g : f.given) d.given.insert(g.component);
    if (d.received.ms == 0) return;
    if (f.due_at.ms != 0) d.due = f.due_at;
    // R6: the clock begins anew.
    if (d.due && d.overdue.ms == 0 && f.due_at.ms == 0)
        d.troubles.push_back({Rating::M, say("r6.clock"), {seq_}, true});
}

void Pass::on(const dossiers::Refused& f) {
    DossierLine& d = dossier(f.dossier);
    d.ended = f.at;
    d.end = "refused";
    if (f.reasons.empty())
        d.troubles.push_back({Rating::U, say("r5.refused_without_reason"), {seq_}, true});
}

void Pass::on(const dossiers::Apologised& f) {
    DossierLine& d = dossier(f.dossier);
    if (!d.apologies.empty())
        d.troubles.push_back({Rating::U, say("r8.twice"), {d.apologies.back().seq, seq_}, true});
    if (f.at > plan_.calendar.day_before(f.old_due))
        d.troubles.push_back(
            {Rating::U,
             say("r8.too_late", {day_clock_of(plan_, f.at), day_clock_of(plan_, f.old_due)}),
             {seq_},
             true});
    if (f.reason.empty() || f.new_due <= f.old_due)
        d.troubles.push_back({Rating::U, say("r8.incomplete"), {seq_}, true});
    d.apologies.push_back({seq_, f.at, f.old_due, f.new_due});
    d.due = f.new_due;
}

void Pass::on(const dossiers::Paid& f) {
    DossierLine& d = dossier(f.dossier);
    d.paid += f.amount;
    d.means = f.means;
}
void Pass::on(const dossiers::FellOverdue& f) {
    DossierLine& d = dossier(f.dossier);
    d.overdue = f.at;
    d.overdue_seq = seq_;
}
void Pass::on(const dossiers::Resolved& f) {
    dossier(f.dossier).resolved = f.at;
}
void Pass::on(const dossiers::Returned& f) {
    DossierLine& d = dossier(f.dossier);
    d.ended = f.at;
    d.end = "returned";
}
void Pass::on(const dossiers::Withdrawn& f) {
    DossierLine& d = dossier(f.dossier);
    d.ended = f.at;
    d.end = "withdrawn";
}
void Pass::on(const dossiers::Stopped& f) {
    DossierLine& d = dossier(f.dossier);
    d.ended = f.at;
    d.end = "stopped";
}
void Pass::on(const dossiers::Rated& f) {
    dossier(f.dossier).mark = f.mark;
}
void Pass::on(const dossiers::Notified& f) {
    DossierLine& d = dossier(f.dossier);
    d.draft_shown = d.draft_shown || f.message == "draft";
}
void Pass::on(const dossiers::DataChanged& f) {
    DossierLine& d = dossier(f.dossier);
    for (const auto& [key, value] : f.data) d.data[key] = value;
}

void Pass::on(const flow::Offered& f) {
    WorkLine& w = t_.works[f.work];
    w.id = f.work;
    w.dossier = f.dossier;
    w.procedure = f.procedure;
    w.node = f.node;
    w.kind = f.kind;
    w.role = f.role;
    w.offered = f.at;
    w.due = f.due;
    w.offered_seq = seq_;
    // R17: whom one consults answers by a day.
    if (f.kind == "consult" && !f.due)
        t_.dossiers[f.dossier].troubles.push_back(
            {Rating::S, say("r17.no_deadline", {f.node}), {seq_}, true});
}
void Pass::on(const flow::Taken& f) {
    WorkLine& w = t_.works[f.work];
    w.taken = f.at;
    w.by = f.by;
    in_lane(w.role);
    DossierLine& d = dossier(w.dossier);
    if (d.owned.ms == 0) d.owned = f.at;
}
void Pass::on(const flow::Released& f) {
    WorkLine& w = t_.works[f.work];
    w.taken = {};
    ++w.handovers;
}
void Pass::on(const flow::HandedOver& f) {
    WorkLine& w = t_.works[f.work];
    w.by = f.to;
    ++w.handovers;
}
void Pass::on(const flow::Completed& f) {
    WorkLine& w = t_.works[f.work];
    DossierLine& d = dossier(f.dossier);
    w.completed = f.at;
    w.completed_seq = seq_;
    w.by = f.by;
    w.outcome = f.outcome;
    if (w.taken.ms == 0) w.taken = f.at;
    if (d.owned.ms == 0) d.owned = f.at;
    in_lane(f.role);
    d.stood_in = d.stood_in || (officer() && stands_in(f.by, f.role));
    d.digitised = d.digitised || f.kind == "digitise";
    // R9: what is handed on is received, and times increase.
    if (w.offered_seq == 0 || w.taken < w.offered || f.at < w.taken)
        d.troubles.push_back({Rating::U, say("r9.gap", {f.node}), {w.offered_seq, seq_}, true});
    if (f.outcome == "rework" || f.outcome == "again")
        d.troubles.push_back({Rating::S, say("dossier.done_again", {f.node}), {seq_}, false});
}
void Pass::on(const flow::Cancelled& f) {
    t_.works[f.work].cancelled = true;
}
void Pass::on(const flow::Stuck& f) {
    dossier(f.dossier).troubles.push_back(
        {Rating::U, say("dossier.stuck", {f.node, f.reason}), {seq_}, false});
}

// R16: the draft waits for the citizen one day at most; silence means yes.
void Pass::on(const flow::MessageAwaited& f) {
    if (f.message == "citizen.confirmed") confirming_[f.dossier] = f.at;
    if (f.message != "exchange.answered") return;
    DossierLine& d = t_.dossiers[f.dossier];
    endless_[f.dossier] = d.troubles.size();
    d.troubles.push_back({Rating::S, say("r17.no_deadline", {f.node}), {seq_}, true});
}
// R17: a wait for another's word has its end, if a timer is armed with it.
void Pass::on(const flow::TimerArmed& f) {
    const auto wait = endless_.find(f.dossier);
    if (wait == endless_.end()) return;
    auto& troubles = t_.dossiers[f.dossier].troubles;
    const auto at = troubles.begin() + static_cast<std::ptrdiff_t>(wait->second);
    if (at->seqs.front() == seq_) troubles.erase(at);
    endless_.erase(wait);
}
void Pass::on(const flow::MessageDelivered& f) {
    if (f.message == "citizen.confirmed") confirming_.erase(f.dossier);
}
void Pass::on(const flow::TimerFired& f) {
    const auto since = confirming_.find(f.dossier);
    if (since == confirming_.end()) return;
    if (f.at > plan_.calendar.due(since->second, {1, org::LimitUnit::working_days}))
        dossier(f.dossier).troubles.push_back(
            {Rating::M,
             say("r16.waited_too_long", {day_clock_of(plan_, since->second)}),
             {seq_},
             true});
    confirming_.erase(since);
}

namespace {

// R5: each reception ends in a slip, a supplement notice or a refusal.
void answered(const Table& t, DossierLine& d) {
    const bool answered = d.received.ms != 0 || !d.supplements.empty() || !d.end.empty();
    if (answered) return;
    const auto& calendar = t.plan->calendar;
    const LocalDate day = local_date(d.presented, calendar.offset);
    const bool over = d.channel == "counter"
                          ? calendar.working_day(day) && t.last >= calendar.closing(day)
                          : t.working(d.presented, t.last) > 8 * kHour;
    if (over)
        d.troubles.push_back(
            {Rating::U, say("r5.unanswered", {clock_of(*t.plan, d.presented)}), d.seqs, true});
}

// Design §7.2: worked on while an earlier-due item of the same lane waited and then fell overdue.
void overtaken(Table& t) {
    std::vector<const WorkLine*> waited;
    for (const auto& [id, w] : t.works) {
        const auto d = t.dossiers.find(w.dossier);
        if (d != t.dossiers.end() && d->second.overdue.ms != 0 && !w.cancelled)
            waited.push_back(&w);
    }
    for (const WorkLine* late : waited) {
        const DossierLine& victim = t.dossiers.at(late->dossier);
        for (const auto& [id, w] : t.works) {
            if (w.dossier == late->dossier || w.role != late->role || w.completed.ms == 0) continue;
            DossierLine& d = t.dossiers.at(w.dossier);
            const Instant end = late->taken.ms == 0 ? victim.overdue : late->taken;
            const bool first = w.taken >= late->offered && w.taken < end &&
                               w.taken < victim.overdue && w.completed.ms != 0;
            if (!first || !d.due || !victim.due || *d.due <= *victim.due) continue;
            d.troubles.push_back({Rating::M,
                                  say("dossier.made_late", {victim.code}),
                                  {w.completed_seq, victim.overdue_seq},
                                  false});
        }
    }
}

// R9: what was handed on has been received, at the latest when the step should have been done.
// R17: who is silent when asked for a word stops nobody.
void handed_on(Table& t) {
    for (const auto& [id, w] : t.works) {
        const auto d = t.dossiers.find(w.dossier);
        if (d == t.dossiers.end() || w.cancelled || w.completed.ms != 0 || !w.due ||
            t.last <= *w.due || d->second.ended.ms != 0)
            continue;
        if (w.kind == "consult")
            d->second.troubles.push_back(
                {Rating::M, say("r17.silence", {w.node}), {w.offered_seq}, true});
        else if (w.taken.ms == 0)
            d->second.troubles.push_back(
                {Rating::M, say("r9.not_received", {w.node}), {w.offered_seq}, true});
    }
}

// R20: a dossier in flight has an owner within a day's work, and keeps the day it was promised for.
void in_flight(const Table& t, DossierLine& d) {
    if (!d.taken_over) return;
    const Instant until = d.owned.ms != 0 ? d.owned : d.ended.ms != 0 ? d.ended : t.last;
    if (t.working(d.received, until) > 8 * kHour)
        d.troubles.push_back({Rating::M, say("r20.nobody_owns"), {d.received_seq}, true});
    if (!d.apologies.empty())
        d.troubles.push_back({Rating::M,
                              say("r20.date_moved", {day_clock_of(*t.plan, *d.due)}),
                              {d.apologies.front().seq},
                              true});
}

void finished(const Table& t, DossierLine& d) {
    const plan::Plan& plan = *t.plan;
    const Instant done = d.end == "returned" && d.resolved.ms != 0 ? d.resolved : d.ended;
    const bool open = done.ms == 0 && d.resolved.ms == 0;
    if (d.due && open && t.last > *d.due)
        d.troubles.push_back(
            {Rating::U, say("dossier.not_done", {day_clock_of(plan, *d.due)}), d.seqs, false});
    const Instant ready = d.resolved.ms != 0 ? d.resolved : done;
    if (d.due && !open && ready > *d.due && d.end != "withdrawn") {
        d.troubles.push_back(
            {Rating::M,
             say("dossier.late", {day_clock_of(plan, ready), day_clock_of(plan, *d.due)}),
             {d.seqs.back()},
             false});
    }
    if (d.overdue.ms != 0 && d.apologies.empty())
        d.troubles.push_back({Rating::M, say("r8.no_apology"), {d.overdue_seq}, true});
    if (!d.apologies.empty())
        d.troubles.push_back({Rating::S,
                              say("dossier.postponed", {day_clock_of(plan, *d.due)}),
                              {d.apologies.front().seq},
                              false});
    if (d.entered_after)
        d.troubles.push_back({Rating::S, say("dossier.entered_after"), {d.seqs.front()}, false});
    // R16: no civil-status result of an online dossier without the draft shown to the citizen.
    if (d.channel == "online" && d.end == "returned") {
        const plan::Procedure* p = plan.procedure(d.procedure);
        const auto file = p == nullptr ? plan.files.end() : plan.files.find(p->process_file);
        const bool shows =
            file != plan.files.end() && file->second.find("citizen.confirmed") != std::string::npos;
        if (shows && !d.draft_shown)
            d.troubles.push_back({Rating::U, say("r16.no_draft"), {d.seqs.back()}, true});
    }
}

}  // namespace

void check_dossiers(Table& t) {
    overtaken(t);
    handed_on(t);
    for (auto& [id, d] : t.dossiers) {
        answered(t, d);
        in_flight(t, d);
        finished(t, d);
        for (const RefusedTry& r : t.refused)
            if (r.refs.dossiers.contains(id) && r.inject.empty() && r.by != kCitizen &&
                r.by != kClock && r.by != kCourier)
                d.troubles.push_back({Rating::S, {r.refusal.rule, r.refusal.args}, {r.seq}, false});
    }
}

}  // namespace ss::readiness
