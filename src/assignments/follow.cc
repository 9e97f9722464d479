// What passes without anyone asking for it here: deadlines, and what other rooms give.
#include "assignments/assignments.h"

namespace ss::assignments {

std::optional<Instant> next_due(const State& state) {
    if (state.deadlines.empty()) return std::nullopt;
    return Instant{state.deadlines.begin()->first.ms + 1};  // by 17:00 is kept at 17:00
}

void decide_due(const State& state, Instant at, size_t limit, Pen<Fact>& pen) {
    // apply() takes each away as it is written.
    for (; limit > 0 && !state.deadlines.empty() && state.deadlines.begin()->first < at; --limit) {
        const auto [due, assignment] = *state.deadlines.begin();
        pen.write(FellOverdue{assignment, due, at});
    }
}

AssignmentId give(const State& state, const Create& c, const Code& giver, const Code& giver_post,
                  Instant at, Pen<Fact>& pen) {
    const AssignmentId id{state.last + 1};
    pen.write(Created{id, c.title, c.body, giver, giver_post, c.owner_post, c.owner, c.support,
                      c.due, c.source, c.objective, at});
    return id;
}

Create from_template(const plan::Plan& plan, const plan::AssignmentTemplate& t, const Code& body,
                     const Source& source, Instant at) {
    const auto& languages = plan.city.languages;
    Create c;
    c.title = t.title.get(languages.empty() ? std::string() : languages.front());
    c.body = body;
    c.owner_post = t.owner_post;
    c.support = t.support_posts;
    c.due = plan.calendar.due(at, {t.due_working_days, org::LimitUnit::working_days});
    c.source = source;
    c.objective = t.objective;
    return c;
}

}  // namespace ss::assignments
