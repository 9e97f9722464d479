// The formulas against numbers others have printed, before a simulation is held against them.
#include "simulate/theory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ss::simulate::theory {
namespace {

TEST(Theory, ErlangsFormulasAreThoseOfTheTables) {
    // Loss: the classic tables give the load at which 1 % are lost (ITU Teletraffic Handbook).
    EXPECT_NEAR(erlang_b(4.461, 10), 0.01, 1e-5);
    EXPECT_NEAR(erlang_b(12.03, 20), 0.01, 1e-4);
    EXPECT_NEAR(erlang_b(84.06, 100), 0.01, 1e-5);
    EXPECT_NEAR(erlang_b(10, 10), 0.2146, 5e-5);
    // Delay: two servers at half load, 1/3 wait; one server, its utilisation.
    EXPECT_NEAR(erlang_c(1, 2), 1.0 / 3, 1e-15);
    EXPECT_NEAR(erlang_c(0.7, 1), 0.7, 1e-15);
    EXPECT_EQ(erlang_c(3, 3), 1);
    // Gross and Harris, Fundamentals of Queueing Theory, the eye clinic: 6 an hour, three doctors,
    // 20 minutes each: 8/9 wait on average, 8 min 53 s.
    EXPECT_NEAR(6 * wait_mmc(6, 3, 3), 8.0 / 9, 1e-14);
    EXPECT_NEAR(60 * sojourn_mmc(6, 3, 3), 28.89, 0.005);
    // Hillier and Lieberman, Introduction to Operations Research, the county hospital with one and
    // with two doctors: 2 patients an hour, 3 treated.
    EXPECT_NEAR(wait_mmc(2, 3, 1), 2.0 / 3, 1e-15);
    EXPECT_NEAR(wait_mmc(2, 3, 2), 1.0 / 24, 1e-15);
    EXPECT_NEAR(waits_longer_mmc(2, 3, 2, 0.5), 0.022, 1e-3);
    EXPECT_NEAR(waits_longer_mmc(2, 3, 2, 1), 0.003, 5e-4);
    EXPECT_EQ(wait_mmc(3, 3, 1), kNever);
}

TEST(Theory, ErlangAIsThePublishedCallCentre) {
    // Garnett, Mandelbaum and Reiman, the first example: 48 calls a minute of one minute, 50
    // agents; without patience 20.8 s wait, with two minutes of it 3.1 % abandon.
    EXPECT_NEAR(60 * wait_mmc(48, 1, 50), 20.8, 0.05);
    const Impatient centre = erlang_a(48, 1, 50, 0.5);
    EXPECT_NEAR(centre.abandons, 0.031, 5e-4);
    EXPECT_NEAR(60 * centre.wait, 3.7, 0.05);
    EXPECT_NEAR(centre.utilisation, 0.93, 5e-3);
    EXPECT_NEAR(centre.queue, 3, 0.1);
}

TEST(Theory, ErlangALiesBetweenLossAndDelay) {
    // Nobody gives up: Erlang C. At once: Erlang B. As fast as service: M/M/inf, Poisson.
    EXPECT_NEAR(erlang_a(2.4, 1, 3, 1e-9).wait, wait_mmc(2.4, 1, 3), 1e-6);
    EXPECT_NEAR(erlang_a(2.4, 1, 3, 1e-9).waits, erlang_c(2.4, 3), 1e-6);
    EXPECT_NEAR(erlang_a(2.4, 1, 3, 1e9).abandons, erlang_b(2.4, 3), 1e-6);
    EXPECT_NEAR(erlang_a(2.4, 1, 3, 1).queue + 3 * erlang_a(2.4, 1, 3, 1).utilisation, 2.4, 1e-12);
    // Overloaded by half, a third must go; many of them, and no overflow.
    EXPECT_NEAR(erlang_a(1500, 1, 1000, 0.1).abandons, 1.0 / 3, 1e-6);
}

TEST(Theory, PollaczekAndKhinchine) {
    // At utilisation 0.8: 3.2 wait on average, half as many where every service takes the same.
    EXPECT_NEAR(0.8 * wait_mg1(0.8, exponential(1)), 3.2, 1e-14);
    EXPECT_NEAR(0.8 * wait_mg1(0.8, deterministic(1)), 1.6, 1e-14);
    EXPECT_NEAR(wait_mg1(0.8, exponential(1)), wait_mmc(0.8, 1, 1), 1e-14);
    EXPECT_EQ(wait_mg1(1, deterministic(1)), kNever);
    // Median 10, 90th percentile 30: sigma = ln 3 / 1.2816, mean = 10 exp(sigma^2 / 2).
    const Service service = lognormal(10, 30);
    const double sigma = 1.0986122886681098 / 1.2815515655446004;
    EXPECT_NEAR(service.mean, 10 * std::exp(sigma * sigma / 2), 1e-12);
    EXPECT_NEAR(service.scv, std::exp(sigma * sigma) - 1, 1e-12);
    EXPECT_NEAR(wait_mg1(0.8 / service.mean, service), 2 * service.mean * (1 + service.scv), 1e-10);
    EXPECT_EQ(lognormal(10, 10).scv, 0);
}

TEST(Theory, CobhamIsThePublishedHospital) {
    // Hillier and Lieberman, the county hospital by urgency, without interruption, in hours.
    const std::vector<double> rates = {0.2, 0.6, 1.2};
    const auto one = waits_by_priority_mmc(rates, 3, 1);
    EXPECT_NEAR(one[0], 0.238, 5e-4);
    EXPECT_NEAR(one[1], 0.325, 5e-4);
    EXPECT_NEAR(one[2], 10.0 / 11, 1e-14);  // 1 / (4.5 * 11/15 * 1/3), by its formula
    const auto two = waits_by_priority_mmc(rates, 3, 2);
    EXPECT_NEAR(two[0], 0.029, 5e-4);
    EXPECT_NEAR(two[1], 0.033, 5e-4);
    EXPECT_NEAR(two[2], 0.048, 5e-4);
    std::vector<Class> classes;
    for (const double rate : rates) classes.push_back({rate, exponential(1.0 / 3)});
    const auto same = waits_by_priority_mg1(classes);
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(same[i], one[i], 1e-14);
}

TEST(Theory, PrioritiesMoveWaitingAboutAndKeepItsSum) {
    // Kleinrock's conservation law: the loads times the waits sum up as without priorities.
    const std::vector<Class> classes = {
        {0.1, lognormal(1, 3)}, {0.2, deterministic(1.5)}, {0.1, exponential(2)}};
    const auto waits = waits_by_priority_mg1(classes);
    double kept = 0, load = 0, work = 0;
    for (size_t i = 0; i < classes.size(); ++i) {
        const double rho = classes[i].arrival_rate * classes[i].service.mean;
        kept += rho * waits[i];
        load += rho;
        work += classes[i].arrival_rate * classes[i].service.second_moment() / 2;
    }
    EXPECT_NEAR(kept, load * work / (1 - load), 1e-14);
    EXPECT_LT(waits[0], waits[1]);
    const std::vector<double> rates = {2, 2};
    EXPECT_EQ(waits_by_priority_mmc(rates, 3, 1)[1], kNever);  // the second class drowns alone
    EXPECT_LT(waits_by_priority_mmc(rates, 3, 1)[0], kNever);
}

TEST(Theory, JacksonIsThePublishedNetwork) {
    // Hillier and Lieberman, three facilities: flows 5, 10, 7.5; on average 1, 4/3 and 3 there;
    // 2/3 of an hour in all.
    const std::vector<Station> stations = {
        {1, 10, 1, {0, 0.6, 0.3}}, {4, 10, 2, {0.1, 0, 0.3}}, {3, 10, 1, {0.4, 0.4, 0}}};
    const Network network = jackson(stations);
    const double flow[] = {5, 10, 7.5}, utilisation[] = {0.5, 0.5, 0.75},
                 number[] = {1, 4.0 / 3, 3};
    for (size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(network.flow[i], flow[i], 1e-12);
        EXPECT_NEAR(network.utilisation[i], utilisation[i], 1e-12);
        EXPECT_NEAR(network.number[i], number[i], 1e-12);
    }
    EXPECT_NEAR(network.sojourn, 2.0 / 3, 1e-12);
}

TEST(Theory, ATandemIsANetworkInARow) {
    const std::vector<Station> row = {{2, 3, 1, {0, 1}}, {0, 1.5, 2, {0, 0, 1}}, {0, 5, 1, {}}};
    EXPECT_NEAR(sojourn_tandem(2, row), jackson(row).sojourn, 1e-13);
    EXPECT_NEAR(sojourn_tandem(2, std::vector<Station>{{0, 3, 1, {}}, {0, 5, 1, {}}}), 1 + 1.0 / 3,
                1e-14);
}

TEST(Theory, TheRateThatChangesIsFollowedAsPublished) {
    // Eick, Massey and Whitt: rate 10 + 5 sin t and services of mean 1 settle to
    // 10 + 5 (sin t - cos t) / 2.
    std::vector<Rate> rates;
    const double step = 0.001;
    for (int i = 0; i < 40'000; ++i)
        rates.push_back({i * step, 10 + 5 * std::sin((i + 0.5) * step)});
    for (double t = 25; t < 40; t += 0.7)
        EXPECT_NEAR(number_mt_m_inf(rates, 1, t), 10 + 2.5 * (std::sin(t) - std::cos(t)), 1e-5);
    // From nothing towards rate / service rate; then nobody comes any more.
    const std::vector<Rate> morning = {{8, 12}, {12, 0}};
    EXPECT_EQ(number_mt_m_inf(morning, 2, 8), 0);
    EXPECT_NEAR(number_mt_m_inf(morning, 2, 9), 6 * (1 - std::exp(-2)), 1e-14);
    EXPECT_NEAR(number_mt_m_inf(morning, 2, 13), 6 * (1 - std::exp(-8)) * std::exp(-2), 1e-14);
}

TEST(Theory, KolmogorovAndSmirnov) {
    // Exact critical values (Miller, JASA 51, 1956).
    const struct {
        int64_t n;
        double alpha, value;
    } rows[] = {{5, 0.1, 0.50945},   {5, 0.05, 0.56328},  {10, 0.1, 0.36866},
                {10, 0.05, 0.40925}, {10, 0.01, 0.48893}, {50, 0.1, 0.16959},
                {50, 0.05, 0.18841}, {50, 0.01, 0.22604}, {100, 0.05, 0.13403}};
    for (const auto& row : rows)
        EXPECT_NEAR(ks_critical(row.n, row.alpha), row.value, 0.005 * row.value) << row.n;
    EXPECT_NEAR(ks_critical(5, 0.01), 0.66853, 0.01);
    EXPECT_NEAR(1000 * ks_critical(1'000'000, 0.05), 1.3581, 5e-4);
    const auto uniform = [](double x) { return x; };
    EXPECT_NEAR(ks_statistic({0.5}, uniform), 0.5, 1e-15);
    EXPECT_NEAR(ks_statistic({0.9, 0.1, 0.4, 0.3}, uniform), 0.35, 1e-15);
}

TEST(Theory, TheBandOfCoverageIsBinomial) {
    const Band usual = coverage_band(1000, 0.95, 0.05), wide = coverage_band(1000, 0.95, 0.001);
    EXPECT_EQ(usual.low, 936);
    EXPECT_EQ(usual.high, 963);
    EXPECT_EQ(wide.low, 926);
    EXPECT_EQ(wide.high, 971);
    EXPECT_TRUE(wide.holds(950));
    EXPECT_FALSE(wide.holds(925));
    const Band coin = coverage_band(10, 0.5, 0.05);  // tables: 2 to 8
    EXPECT_EQ(coin.low, 2);
    EXPECT_EQ(coin.high, 8);
}

}  // namespace
}  // namespace ss::simulate::theory
