// For tests: a unit that is nothing but queues, so that a formula says how long they get. It never
// closes, every day is like every other, nobody is away, learns, errs or forgets a paper; what
// waits is served in the order in which it came.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/real.h"
#include "bpmn/testing.h"
#include "simulate/model.h"
#include "simulate/simulate.h"
#include "simulate/statistics.h"

namespace ss::simulate::testing {

inline const LocalDate kFirstDay = date_of({2025, 6, 23});  // a Monday

// Laws of plan::ServiceTime, in minutes.
inline plan::ServiceTime exponential(double mean) {
    return {0, 0, plan::Law::exponential, mean};
}
inline plan::ServiceTime constant(double mean) {
    return {0, 0, plan::Law::constant, mean};
}
inline plan::ServiceTime lognormal(double median, double p90) {
    return {median, p90};
}
inline plan::ServiceTime uniform(double least, double most) {
    return {0, 0, plan::Law::uniform, 0, least, most};
}
inline plan::ServiceTime triangular(double least, double mode, double most) {
    return {0, 0, plan::Law::triangular, 0, least, most, mode};
}
// The shortest piece of work there is: what is not to be looked at takes this long.
inline const plan::ServiceTime kNoTime = constant(1.0 / 60'000);

struct Task {
    Code id, pool;
    plan::ServiceTime takes;
};

class Toy {
  public:
    explicit Toy(double arrivals_per_day) {
        plan_.calendar.offset = 7 * kHour;
        hours({{0, 24 * kHour}});
        plan_.calendar.transfer_cutoff = 24 * kHour;
        plan::Demand& d = plan_.demand;
        d.arrivals_per_day = {{"*", arrivals_per_day}};
        d.weekday.fill(1);
        d.channels = {{"counter", 1}};
        for (int64_t i = 0; i < 48; ++i) d.profile.emplace_back(i * 30 * kMinute, 1.0 / 48);
        d.service = {{"receive", kNoTime}, {"return", kNoTime}};
        d.learning_factor = 1;
        d.mistake = d.absence = d.outage_per_day = d.token_failure = 0;
        setup.earliest_due_first = false;
    }

    // Open in these hours of every day only.
    void hours(const std::vector<org::Hours>& hours) {
        for (auto& day : plan_.calendar.week) day = hours;
    }
    // So many officers who do nothing but this role's work. Who receives is the pool "reception".
    void pool(const Code& role, int officers) {
        plan_.organization.roles[role].code = role;
        const Code post = "post-" + role;
        plan_.organization.posts[post].code = post;
        plan_.organization.posts[post].roles = {role};
        for (int i = 0; i < officers; ++i) {
            plan::RosterEntry entry;
            entry.officer = role + "-" + std::to_string(i);
            entry.posts = {post};
            plan_.rosters["toy"].officers[entry.officer] = entry;
        }
    }

    // A procedure that is over when it has been received (refused: nobody comes for a result), so
    // that the counter has one queue and no other work.
    void at_counter(const Code& code, const plan::ServiceTime& takes, double share = 1) {
        bpmn::testing::Sketch s(code);
        s.start("s");
        s.service("over", "dossier.refuse");
        s.end("e");
        s.flow("s", "over");
        s.flow("over", "e");
        procedure(code, s, {{"receive", "reception", takes}}, share);
    }
    // One task after the other. Receiving and handing back take no time, of many.
    void chain(const Code& code, const std::vector<Task>& tasks, double share = 1) {
        bpmn::testing::Sketch s(code);
        s.start("s");
        std::string before = "s";
        for (const Task& t : tasks) {
            s.user(t.id, t.pool);
            s.flow(before, t.id);
            before = t.id;
        }
        resolved(s, before);
        procedure(code, s, tasks, share);
    }
    static void resolved(bpmn::testing::Sketch& s, const std::string& after) {
        s.service("resolved", "dossier.resolve");
        s.end("e");
        s.flow(after, "resolved");
        s.flow("resolved", "e");
    }
    void procedure(const Code& code, const bpmn::testing::Sketch& sketch,
                   const std::vector<Task>& tasks, double share = 1) {
        Diagnostics d;
        plan::Procedure& p = plan_.procedures[code];
        p.code = code;
        p.receiving_role = "reception";
        p.channels = {"counter"};
        if (const auto program = sketch.load(d)) p.program = bpmn::link(program, {}, d);
        for (const auto& x : d.all())
            EXPECT_NE(x.severity, Severity::error) << to_text(x) << "\n" << sketch.xml();
        for (const Task& t : tasks) plan_.demand.steps[code + "/" + t.id] = t.takes;
        plan_.demand.mix[code] = share;
    }
    plan::Demand& demand() { return plan_.demand; }

    Case as_case() const {
        Setup s = setup;
        auto plan = std::make_shared<plan::Plan>(plan_);
        plan->calendar.freeze();
        s.plan = std::move(plan);
        s.unit = "toy";
        s.first_day = kFirstDay;
        Case c;
        c.units = {std::move(s)};
        return c;
    }
    std::shared_ptr<const Model> model() const { return group().models.front(); }
    Group group() const {
        Diagnostics d;
        auto groups = prepare(as_case(), d);
        for (const auto& x : d.all()) ADD_FAILURE() << to_text(x);
        return groups ? std::move(groups->front()) : Group{};
    }

    Setup setup;  // plan, unit and day left out

  private:
    plan::Plan plan_;
};

// Days from an empty unit on, the first of them not counted: so many that what is left of the
// emptiness is far below the interval.
struct Long {
    int64_t days = 2, warm_up = 1, runs = 20;
    uint64_t seed = 1;
};

// Through the forecast, as everybody gets it.
inline Simulated forecast(const Toy& toy, const Long& l) {
    Diagnostics d;
    Options o;
    o.first_day = kFirstDay;
    o.days = l.days;
    o.warm_up = l.warm_up;
    o.replications = l.runs;
    o.seed = l.seed;
    const auto outcome = simulate(toy.as_case(), o, {}, d);
    for (const auto& x : d.all()) ADD_FAILURE() << to_text(x);
    if (!outcome) return {};
    EXPECT_TRUE(outcome->result.identities_hold);
    return outcome->result;
}

// Run by run, for what a forecast does not show: values(tally, model) -> std::vector<double>.
template <class Values>
std::vector<Figure> measured(const Toy& toy, const Long& l, Values values) {
    const auto model = toy.model();
    Run run({model}, {});
    std::vector<std::vector<double>> columns;
    for (int64_t r = 0; r < l.runs; ++r) {
        run.again({l.seed, static_cast<uint64_t>(r)});
        run.live({kFirstDay, l.days, l.warm_up, false, 0});
        EXPECT_TRUE(run.tally(0).identity.holds());
        const std::vector<double> row = values(run.tally(0), *model);
        columns.resize(row.size());
        for (size_t i = 0; i < row.size(); ++i) columns[i].push_back(row[i]);
    }
    std::vector<Figure> figures;
    for (const auto& column : columns) figures.push_back(figure_of(column));
    return figures;
}

// How far the figure lies from the exact value, in standard deviations of a normal variable:
// Student's t of these replications, at the same probability.
inline double z_of(const Figure& f, double exact) {
    const auto df = static_cast<double>(f.n - 1);
    const double t = (f.mean - exact) / (f.half / student_t_quantile(0.975, df));
    const double tail = std::clamp(student_t_tail(std::abs(t), df), 1e-15, 0.5);
    return std::copysign(normal_quantile(1 - tail), t);
}

// Four standard deviations are passed once in 16,000 figures; seeds are fixed, so what passes
// passes always. `sharp`: the interval must be narrower than this share of the value, or the test
// would prove nothing.
inline void expect_exact(const std::string& what, const Figure& f, double exact, double sharp) {
    const double z = z_of(f, exact);
    std::printf("  %-44s exact %9.5f  simulated %9.5f +- %.5f  z %5.2f\n", what.c_str(), exact,
                f.mean, f.half, z);
    EXPECT_LT(std::abs(z), 4) << what;
    EXPECT_GT(f.half, 0) << what;
    EXPECT_LT(f.half, sharp * exact) << what;
}

}  // namespace ss::simulate::testing
