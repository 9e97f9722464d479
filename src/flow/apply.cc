#include "base/assert.h"
#include "flow/flow.h"

namespace ss::flow {

namespace {

Running& running(State& s, DossierId dossier) {
    const auto i = s.running.find(dossier);
    SS_ASSERT(i != s.running.end());
    return i->second;
}
WorkItem& work(State& s, WorkId id) {
    const auto i = s.work.find(id);
    SS_ASSERT(i != s.work.end());
    return i->second;
}
void close_work(State& s, WorkId id) {
    running(s, work(s, id).dossier).work.erase(id);
    s.work.erase(id);
}

void apply_one(State& s, const Started& f) {
    Running r;
    r.procedure = f.procedure;
    r.data = f.data;
    r.since = f.at;
    SS_ASSERT(s.running.emplace(f.dossier, std::move(r)).second);
}

// What waited with a token that is gone waits no longer.
void apply_one(State& s, const Advanced& f) {
    Running& r = running(s, f.dossier);
    r.tokens = {f.tokens, f.frames, f.last};
    r.elements = f.elements;
    for (const auto& [name, value] : f.data) r.data[name] = value;
    r.stuck.reset();
    std::erase_if(r.timers, [&](const Timer& t) {
        if (r.tokens.find(t.token) != nullptr) return false;
        SS_ASSERT(s.timers.erase(t) == 1);
        return true;
    });
    const auto gone = [&](const Awaited& a) {
        return a.dossier == f.dossier && r.tokens.find(a.token) == nullptr;
    };
    for (auto i = s.awaited.lower_bound({f.dossier, {}, 0, {}});
         i != s.awaited.end() && i->dossier == f.dossier;)
        i = gone(*i) ? s.awaited.erase(i) : std::next(i);
}

void apply_one(State& s, const Stuck& f) {
    running(s, f.dossier).stuck = f.reason;
}

void apply_one(State& s, const Offered& f) {
    WorkItem w;
    w.work = f.work;
    w.dossier = f.dossier;
    w.procedure = f.procedure;
    w.token = f.token;
    w.node = f.node;
    w.name = f.name;
    w.kind = f.kind;
    w.role = f.role;
    w.document = f.document;
    w.outcomes = f.outcomes;
    w.due = f.due;
    w.offered = f.at;
    SS_ASSERT(f.work.number == s.last_work + 1);
    s.last_work = f.work.number;
    s.work.emplace(f.work, std::move(w));
    running(s, f.dossier).work.insert(f.work);
}

void apply_one(State& s, const Taken& f) {
    WorkItem& w = work(s, f.work);
    w.taken_by = f.by;
    w.taken = f.at;
}
void apply_one(State& s, const Released& f) {
    WorkItem& w = work(s, f.work);
    w.taken_by.reset();
    w.taken.reset();
}
void apply_one(State& s, const HandedOver& f) {
    WorkItem& w = work(s, f.work);
    w.taken_by = f.to;
    w.taken = f.at;
}
void apply_one(State& s, const Completed& f) {
    Running& r = running(s, f.dossier);
    r.reasons = f.reasons;
    r.by = f.by;
    close_work(s, f.work);
}
void apply_one(State& s, const Cancelled& f) {
    close_work(s, f.work);
}

void apply_one(State& s, const TimerArmed& f) {
    const Timer timer{f.due, f.dossier, f.token, f.node};
    SS_ASSERT(s.timers.insert(timer).second);
    running(s, f.dossier).timers.insert(timer);
}
void apply_one(State& s, const TimerFired& f) {
    const Timer timer{f.due, f.dossier, f.token, f.node};
    SS_ASSERT(s.timers.erase(timer) == 1);
    running(s, f.dossier).timers.erase(timer);
}
void apply_one(State& s, const MessageAwaited& f) {
    SS_ASSERT(s.awaited.insert({f.dossier, f.message, f.token, f.node}).second);
}
void apply_one(State& s, const MessageDelivered& f) {
    SS_ASSERT(s.awaited.erase({f.dossier, f.message, f.token, f.node}) == 1);
}
void apply_one(State&, const ServiceCalled&) {}  // for the office to follow
void apply_one(State& s, const Ended& f) {
    SS_ASSERT(s.running.erase(f.dossier) == 1);
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([&](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::flow
