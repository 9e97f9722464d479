#include "assignments/assignments.h"
#include "base/assert.h"

namespace ss::assignments {

namespace {

Assignment& find(State& s, AssignmentId id) {
    const auto i = s.assignments.find(id);
    SS_ASSERT(i != s.assignments.end());
    return i->second;
}

void apply_one(State& s, const Created& f) {
    SS_ASSERT(f.assignment.number == s.last + 1);
    s.last = f.assignment.number;
    Assignment& a = s.assignments[f.assignment];
    a.title = f.title;
    a.body = f.body;
    a.giver = f.giver;
    a.giver_post = f.giver_post;
    a.owner_post = f.owner_post;
    a.owner = f.owner;
    a.support = f.support;
    a.created = f.at;
    a.due = f.due;
    a.source = f.source;
    a.objective = f.objective;
    s.deadlines.emplace(f.due, f.assignment);
}
void apply_one(State& s, const Accepted& f) {
    Assignment& a = find(s, f.assignment);
    SS_ASSERT(a.stage == Stage::given);
    a.stage = Stage::accepted;
}
void apply_one(State& s, const Reported& f) {
    Assignment& a = find(s, f.assignment);
    SS_ASSERT(a.stage == Stage::accepted);
    a.progress.push_back({f.at, f.by, f.progress});
    if (!f.done) return;
    a.stage = Stage::done;
    a.done = f.at;
    s.deadlines.erase({a.due, f.assignment});
}
void apply_one(State& s, const Extended& f) {
    Assignment& a = find(s, f.assignment);
    SS_ASSERT(a.stage < Stage::done && !a.extended);
    s.deadlines.erase({a.due, f.assignment});
    a.extended = true;
    a.due = f.due;
    s.deadlines.emplace(f.due, f.assignment);
}
void apply_one(State& s, const Closed& f) {
    Assignment& a = find(s, f.assignment);
    SS_ASSERT(a.stage == Stage::done);
    a.stage = Stage::closed;
    a.closed = f.at;
}
void apply_one(State& s, const FellOverdue& f) {
    find(s, f.assignment).overdue = true;
    s.deadlines.erase({f.due, f.assignment});
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([this](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::assignments
