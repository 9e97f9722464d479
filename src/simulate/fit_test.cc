// Practice fitted to times thrown by the law itself.
#include "simulate/fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "cast/officer.h"

namespace ss::simulate {
namespace {

// Kinds of work by median and 90th percentile; nothing else of a plan is asked.
plan::Plan plan_with(double k, double tau) {
    plan::Plan p;
    p.demand.service = {{"verify", {7, 15}}, {"certify", {5, 10}}, {"seal", {1, 2}}};
    p.demand.learning_factor = k;
    p.demand.learning_scale = tau;
    return p;
}

const std::vector<Code> kKinds{"verify", "certify", "seal"};

// So many officers do so many pieces of each kind, one after the other.
std::vector<Timed> thrown(const plan::Plan& plan, int officers, int pieces, uint64_t seed,
                          size_t kinds = 1) {
    const cast::Dice dice{seed, 0};
    std::vector<Timed> all;
    uint64_t citizen = 0;
    for (int who = 0; who < officers; ++who)
        for (size_t kind = 0; kind < kinds; ++kind) {
            cast::Officer officer;
            for (int n = 0; n < pieces; ++n) {
                const cast::Go go{++citizen, "p", kKinds[kind], kKinds[kind], 0};
                const auto ms = cast::service_ms(plan, dice, officer, go);
                cast::practise(officer, kKinds[kind], "p");
                all.push_back({kind, static_cast<double>(n),
                               static_cast<double>(ms) / static_cast<double>(kMinute)});
            }
        }
    return all;
}

TEST(Fit, FindsTheLawItWasThrownBy) {
    const auto plan = plan_with(2, 40);
    const Fit fit = fit_practice(thrown(plan, 10, 200, 1), 1);
    ASSERT_EQ(fit.curve.verdict, Verdict::fitted);
    EXPECT_EQ(fit.curve.n, 2000);
    EXPECT_NEAR(fit.curve.k, 2, 3 * fit.curve.k_error);
    EXPECT_NEAR(fit.curve.tau, 40, 3 * fit.curve.tau_error);
    EXPECT_LT(fit.curve.k_error, 0.2);
    EXPECT_LT(fit.curve.tau_error, 15);
    EXPECT_NEAR(fit.levels[0].median, 7, 3 * fit.levels[0].error);
    EXPECT_NEAR(fit.levels[0].p90(), 15, 1);
}

// A standard error is one: of many fits, about 19 in 20 lie within two of them. (Of 150 each, 137
// to 147 did; fewer than 25 of 30 would come once in thirty times.)
TEST(Fit, SaysHowFarItMayBeOff) {
    struct Truth {
        double k, tau;
        int officers, pieces;
    };
    for (const Truth& t : {Truth{2, 40, 10, 150}, Truth{3, 20, 5, 160}, Truth{1.8, 80, 5, 350}}) {
        const auto plan = plan_with(t.k, t.tau);
        int fits = 0, k = 0, tau = 0, median = 0;
        for (uint64_t seed = 1; seed <= 30; ++seed) {
            const Fit fit = fit_practice(thrown(plan, t.officers, t.pieces, seed), 1);
            if (fit.curve.verdict != Verdict::fitted) continue;
            ++fits;
            k += std::abs(fit.curve.k - t.k) < 2 * fit.curve.k_error;
            tau += std::abs(fit.curve.tau - t.tau) < 2 * fit.curve.tau_error;
            median += std::abs(fit.levels[0].median - 7) < 2 * fit.levels[0].error;
        }
        EXPECT_GE(fits, 28) << t.k << " " << t.tau;
        EXPECT_GE(k, fits * 5 / 6) << t.k << " " << t.tau;
        EXPECT_GE(tau, fits * 5 / 6) << t.k << " " << t.tau;
        EXPECT_GE(median, fits * 5 / 6) << t.k << " " << t.tau;
    }
}

// Several kinds together tell k and tau more exactly than one alone.
TEST(Fit, TakesKindsTogether) {
    const auto plan = plan_with(2, 40);
    const auto all = thrown(plan, 6, 120, 3, 3);
    const Fit fit = fit_practice(all, 3);
    ASSERT_EQ(fit.curve.verdict, Verdict::fitted);
    EXPECT_NEAR(fit.curve.k, 2, 3 * fit.curve.k_error);
    EXPECT_NEAR(fit.curve.tau, 40, 3 * fit.curve.tau_error);
    for (size_t kind = 0; kind < 3; ++kind) {
        const auto& truth = plan.demand.service.at(kKinds[kind]);
        EXPECT_NEAR(fit.levels[kind].median, truth.median, 3 * fit.levels[kind].error);
        EXPECT_NEAR(fit.levels[kind].p90(), truth.p90, 0.12 * truth.p90);
    }
    std::vector<Timed> one;
    for (const Timed& t : all)
        if (t.group == 0) one.push_back(t);
    EXPECT_LT(fit.curve.k_error, fit_practice(one, 1).curve.k_error);
}

// One in twenty forgets to press "done" and presses it hours later.
TEST(Fit, IsNotLedAstrayByTheForgetful) {
    const auto plan = plan_with(2, 40);
    auto all = thrown(plan, 10, 200, 5);
    const Fit clean = fit_practice(all, 1);
    for (size_t i = 0; i < all.size(); i += 20) all[i].minutes = 240;
    const Fit fit = fit_practice(all, 1);
    ASSERT_EQ(fit.curve.verdict, Verdict::fitted);
    EXPECT_NEAR(fit.curve.k, clean.curve.k, 0.15);
    EXPECT_NEAR(fit.levels[0].median, clean.levels[0].median, 0.1 * clean.levels[0].median);
}

TEST(Fit, SaysNothingOfTooFew) {
    const auto plan = plan_with(2, 40);
    const Fit few = fit_practice(thrown(plan, 2, 20, 1), 1);
    EXPECT_EQ(few.curve.verdict, Verdict::too_few);
    EXPECT_TRUE(few.levels.empty());
    EXPECT_EQ(fit_practice({}, 1).curve.verdict, Verdict::too_few);
    // Enough pieces, but nobody who has practised; and people whom practice gives nothing.
    EXPECT_EQ(fit_practice(thrown(plan, 100, 3, 1), 1).curve.verdict, Verdict::unclear);
    const Fit same = fit_practice(thrown(plan_with(1, 40), 10, 100, 1), 1);
    EXPECT_EQ(same.curve.verdict, Verdict::unclear);
    // The level can be told where practice cannot, if practice is taken from elsewhere.
    const auto levels = levels_under(thrown(plan, 2, 20, 1), 2, 2, 40);
    EXPECT_TRUE(levels[0].known());
    EXPECT_NEAR(levels[0].median, 7, 3 * levels[0].error);
    EXPECT_FALSE(levels[1].known());
}

// All the same to the minute: no division by nothing.
TEST(Fit, BearsTimesWithoutSpread) {
    std::vector<Timed> all;
    for (int n = 0; n < 100; ++n)
        all.push_back({0, static_cast<double>(n), 6 * (1 + std::exp(-n / 30.0))});
    const Fit fit = fit_practice(all, 1);
    ASSERT_EQ(fit.curve.verdict, Verdict::fitted);
    EXPECT_NEAR(fit.curve.k, 2, 0.02);
    EXPECT_NEAR(fit.curve.tau, 30, 0.5);
    EXPECT_NEAR(fit.levels[0].median, 6, 0.02);
}

}  // namespace
}  // namespace ss::simulate
