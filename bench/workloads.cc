#include "workloads.h"

#include <cstdio>
#include <cstdlib>

#include "bpmn/testing.h"

namespace ss::bench {

namespace {

using simulate::Case;
using simulate::Setup;

// Online: whatever the hour, and the result is handed back as soon as it is there. At the counter
// there would be the citizen's way back before the last step, which the models do not have.
plan::Plan open_always(double gap_ms) {
    plan::Plan p;
    p.calendar.offset = 7 * kHour;
    for (auto& day : p.calendar.week) day = {{0, 24 * kHour}};
    p.calendar.transfer_cutoff = 24 * kHour;
    plan::Demand& d = p.demand;
    d.arrivals_per_day = {{"*", static_cast<double>(kDay) / gap_ms}};
    d.weekday.fill(1);
    d.channels = {{"online", 1}};
    for (int64_t i = 0; i < 48; ++i) d.profile.emplace_back(i * 30 * kMinute, 1.0 / 48);
    d.learning_factor = 1;
    d.mistake = d.absence = d.outage_per_day = d.token_failure = 0;
    return p;
}

void pool(plan::Plan& p, const Code& role, int people) {
    p.organization.roles[role].code = role;
    const Code post = "post-" + role;
    p.organization.posts[post].code = post;
    p.organization.posts[post].roles = {role};
    for (int i = 0; i < people; ++i) {
        plan::RosterEntry entry;
        entry.officer = role + "-" + std::to_string(i);
        entry.posts = {post};
        p.rosters["toy"].officers[entry.officer] = entry;
    }
}

void put(plan::Plan& p, const bpmn::testing::Sketch& sketch) {
    Diagnostics d;
    plan::Procedure& procedure = p.procedures["P"];
    procedure.code = "P";
    procedure.receiving_role = "reception";
    procedure.channels = {"online"};
    procedure.program = bpmn::link(sketch.load(d), {}, d);
    p.demand.mix["P"] = 1;
    if (!d.has_errors()) return;
    for (const auto& x : d.all()) std::fprintf(stderr, "%s\n", to_text(x).c_str());
    std::exit(2);
}

Case case_of(plan::Plan plan) {
    plan.calendar.freeze();
    Setup s;
    s.plan = std::make_shared<plan::Plan>(std::move(plan));
    s.unit = "toy";
    s.first_day = date_of({2025, 6, 23});
    s.earliest_due_first = false;
    Case c;
    c.units = {std::move(s)};
    return c;
}

}  // namespace

Case mm3() {
    plan::Plan p = open_always(250'000);
    pool(p, "reception", 3);
    bpmn::testing::Sketch s("P");
    s.start("s");
    s.service("over", "dossier.refuse");
    s.end("e");
    s.flow("s", "over");
    s.flow("over", "e");
    put(p, s);
    p.demand.steps["P/receive"] = {0, 0, plan::Law::exponential, 10};
    return case_of(std::move(p));
}

Case procedure() {
    plan::Plan p = open_always(693'211);
    pool(p, "reception", 3);
    pool(p, "specialist", 4);
    pool(p, "leader", 1);
    bpmn::testing::Sketch s("P");
    s.start("s");
    s.user("s2", "specialist");
    s.node("exclusiveGateway", "choice");
    s.user("s3", "specialist");
    s.user("s4", "leader");
    s.user("s5", "specialist");
    s.service("resolved", "dossier.resolve");
    s.end("e");
    s.flow("s", "s2");
    s.flow("s2", "choice");
    s.flow("choice", "s3", "=outcome = \"ok\"");
    s.flow("choice", "s4", "=outcome = \"ok\"");
    s.flow("s3", "s4");
    s.flow("s4", "s5");
    s.flow("s5", "resolved");
    s.flow("resolved", "e");
    put(p, s);
    auto& d = p.demand;
    d.steps = {{"P/receive", {8, 20}}, {"P/s2", {12, 30}}, {"P/s3", {15, 45}},
               {"P/s4", {6, 15}},      {"P/s5", {5, 12}},  {"P/return", {4, 10}}};
    d.branches = {{"P/choice-s3", 0.7}, {"P/choice-s4", 0.3}};
    return case_of(std::move(p));
}

std::shared_ptr<const plan::Plan> hue(double visitors) {
    Diagnostics d;
    const auto plan = plan::load("plans/hue-2025", d);
    if (plan == nullptr) {
        std::fprintf(stderr, "run it at the root of the project: plans/hue-2025 is not here\n");
        std::exit(2);
    }
    if (visitors <= 0) return plan;
    auto copy = std::make_shared<plan::Plan>(*plan);
    copy->demand.arrivals_per_day = {{"*", visitors}};
    return copy;
}

}  // namespace ss::bench
