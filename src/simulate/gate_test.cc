// The gate's question: whoever is missed most, and whoever cannot be missed at all.
#include "simulate/gate.h"

#include <gtest/gtest.h>

#include "simulate/small_models.h"

namespace ss::simulate {
namespace {

using small::Office;

// Two receive; `checkers` check, twenty minutes each, what forty a day bring.
Office office(size_t checkers) {
    Office o;
    o.plan.demand.arrivals_per_day["*"] = 40;
    o.plan.demand.profile = {{8 * kHour, 0.25}, {9 * kHour, 0.25}, {10 * kHour, 0.25},
                             {14 * kHour, 0.25}};
    o.person("rosa", {"reception"});
    const Code people[] = {"cid", "cora", "cyril", "clara"};
    for (size_t i = 0; i < checkers; ++i) o.person(people[i], {"check"});
    plan::Procedure& p = o.procedure("copy", {{"check", "check"}});
    p.cases.front().limit = {1, org::LimitUnit::working_days};
    o.takes("copy/check", 20 * kMinute);
    o.plan.readiness.simulated_target = 0.9;
    o.plan.hash = sha256("small");
    return o;
}

std::optional<readiness::GateForecast> asked(const Office& o, unsigned threads = 1,
                                             const Code& unit = "u") {
    auto plan = std::make_shared<plan::Plan>(o.plan);
    plan->calendar.freeze();
    Setup setup = plain_case(plan, {unit}, small::kMonday).units.front();
    Options options;
    options.first_day = small::kMonday;
    options.days = 20;
    options.replications = 20;
    options.threads = threads;
    Diagnostics d;
    auto found = ask_gate(setup, options, {}, d);
    EXPECT_EQ(found.has_value(), !d.has_errors());
    return found;
}

TEST(AskGate, EnoughPeopleHoldWhoeverIsAway) {
    const auto f = asked(office(4));
    ASSERT_TRUE(f);
    EXPECT_TRUE(f->holds);
    EXPECT_TRUE(f->impossible.empty());
    EXPECT_GE(f->stressed.low, f->target);
    EXPECT_LE(f->stressed.mean, f->as_it_stands.mean);
    EXPECT_EQ(f->target, 9'000);
    EXPECT_EQ(f->load, 1'300);
    EXPECT_EQ(f->plan_hash, sha256("small"));
}

TEST(AskGate, WhoeverIsMissedMostCounts) {
    const auto f = asked(office(2));
    ASSERT_TRUE(f);
    EXPECT_GE(f->as_it_stands.low, 9'000) << "with both of them it can be done";
    EXPECT_FALSE(f->holds) << "one cannot check fifty-two a day";
    EXPECT_TRUE(f->officer == "cid" || f->officer == "cora") << f->officer;
    EXPECT_EQ(f->lane, "check");
    EXPECT_LT(f->stressed.high, f->target);
}

TEST(AskGate, NamesWhoIsTheOnlyOne) {
    const auto f = asked(office(1));
    ASSERT_TRUE(f);
    EXPECT_FALSE(f->holds);
    EXPECT_EQ(f->impossible, std::vector<Code>{"cid"});
    EXPECT_EQ(f->officer, "cid");
    EXPECT_LT(f->stressed.high, f->target);
}

TEST(AskGate, TheSameSeedTheSameBytes) {
    const auto one = asked(office(2)), two = asked(office(2), 3);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(readiness::json(*one), readiness::json(*two));
}

TEST(AskGate, NeedsPeopleOfItsOwnAndSomethingThatFallsDue) {
    Office o = office(2);
    o.plan.city.units["v"].code = "v";
    EXPECT_FALSE(asked(o, 1, "v")) << "others' people are no evidence";
    o.plan.demand.arrivals_per_day["*"] = 1e-9;
    EXPECT_FALSE(asked(o));
}

}  // namespace
}  // namespace ss::simulate
