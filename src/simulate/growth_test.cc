#include "simulate/growth.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "simulate/testing.h"

namespace ss::simulate {
namespace {

using testing::exponential;

// Three officers at the counter, so busy; `days` from an empty office on.
UnitFigures counter(double busy, int64_t days, uint64_t seed, int64_t runs = 10) {
    constexpr double kMinutes = 24 * 60, kTakes = 20;
    testing::Toy toy(busy * 3 * kMinutes / kTakes);
    toy.pool("reception", 3);
    toy.at_counter("T", exponential(kTakes));
    return testing::forecast(toy, {days, 0, runs, seed}).units.front();
}

// One in 40 forecasts of a lane loaded exactly to the full is called growing, of one below it next
// to none; and who keeps up is seen to.
TEST(Growth, KeepsQuietWherePeopleKeepUp) {
    for (const double busy : {0.8, 0.9, 0.95})
        for (uint64_t seed = 1; seed <= 20; ++seed) {
            const UnitFigures u = counter(busy, 40, seed);
            EXPECT_FALSE(u.diverges) << busy << " " << seed;
            EXPECT_EQ(u.lanes.front().trend, Trend::steady) << busy << " " << seed;
            EXPECT_EQ(u.trend, Trend::steady) << busy << " " << seed;
        }
    for (const int64_t runs : {1, 2, 10}) {
        int full = 0;
        for (uint64_t seed = 1001; seed <= 1200; ++seed)
            full += counter(1, 20, seed, runs).lanes.front().trend == Trend::grows;
        std::printf("loaded to the full, %2d runs: %d of 200 called growing\n",
                    static_cast<int>(runs), full);
        EXPECT_LE(full, 11);  // 5 expected
    }
}

TEST(Growth, IsSeenBySlowQueuesAndInFewDays) {
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        const UnitFigures slow = counter(1.05, 40, seed);
        ASSERT_EQ(slow.lanes.front().trend, Trend::grows) << seed;
        EXPECT_NEAR(slow.lanes.front().demand.mean, 1.05, 0.02) << seed;
        EXPECT_LE(*slow.diverges, LocalDate{testing::kFirstDay.day + 12}) << seed;
        EXPECT_EQ(counter(1.5, 4, seed, 3).trend, Trend::grows) << seed;
        EXPECT_EQ(counter(0.8, 4, seed, 3).trend, Trend::unclear) << seed;
        EXPECT_EQ(counter(1.5, 20, seed, 1).trend, Trend::grows) << seed;
    }
}

// Two lanes of one unit: the small one that drowns is not hidden by the large one that does not.
TEST(Growth, OfASmallLaneBesideALargeOne) {
    testing::Toy toy(300);
    toy.pool("reception", 1);
    toy.pool("many", 3);
    toy.pool("one", 1);
    toy.chain("A", {{"a", "many", exponential(10)}}, 0.95);
    toy.chain("B", {{"b", "one", exponential(110)}}, 0.05);
    const UnitFigures u = testing::forecast(toy, {40, 0, 10}).units.front();
    ASSERT_TRUE(u.diverges);
    for (const LaneFigures& l : u.lanes)
        EXPECT_EQ(l.trend, l.lane == "one" ? Trend::grows : Trend::steady) << l.lane;
    EXPECT_EQ(u.trend, Trend::grows);
}

// At a load of exactly 1 a queue grows with the root of time.
TEST(Growth, OpenDossiersGrowByMoreThanTheRootOfTime) {
    std::vector<int64_t> root, line, flat;
    for (int64_t d = 1; d <= 40; ++d) {
        root.push_back(static_cast<int64_t>(std::sqrt(static_cast<double>(d)) * 1000));
        line.push_back(d * 100);
        flat.push_back(500);
    }
    EXPECT_NEAR(growth_of({}, {}, root).open, 0, 420);  // the first day's end is not zero
    EXPECT_NEAR(growth_of({}, {}, line).open, 2000 - 0.41421356 * 1900, 1e-3);
    EXPECT_EQ(growth_of({}, {}, flat).open, 0);
    EXPECT_TRUE(std::isnan(growth_of({}, {}, {1, 2, 3}).open));
    EXPECT_EQ(trend_of_open({100, 20, 10}, 40), Trend::grows);
    EXPECT_EQ(trend_of_open({100, 120, 10}, 40), Trend::steady);
    EXPECT_EQ(trend_of_open({100, -1, 1}, 40), Trend::unclear);
}

TEST(Growth, BeganAfterTheLastLow) {
    EXPECT_EQ(lowest({3, 1, 4, 1, 5, 9}), 3u);
    EXPECT_EQ(lowest({7, 8, 9}), 0u);
}

}  // namespace
}  // namespace ss::simulate
