#include "cast/arrivals.h"

#include <gtest/gtest.h>

namespace ss::cast {
namespace {

LocalDate july(int day) {
    return date_of({2025, 7, day});
}

plan::Plan ward() {
    plan::Plan p;
    p.city.go_live = july(1);
    p.calendar.offset = 7 * kHour;
    plan::Procedure copy;
    copy.code = "copy";
    copy.channels = {"counter"};
    p.procedures["copy"] = copy;
    p.demand.arrivals_per_day["*"] = 200;
    for (double& factor : p.demand.weekday) factor = 1;
    p.demand.ramp = {{1, 1.0}, {2, 1.2}, {14, 4.0}, {15, 0.5}};
    p.demand.profile = {{8 * kHour, 0.5}, {9 * kHour, 0.5}};
    p.demand.mix = {{"copy", 1.0}};
    p.demand.channels = {{"counter", 1.0}};
    return p;
}

TEST(Arrivals, TheRampHoldsUntilTheNextDayItNames) {
    const plan::Plan p = ward();
    for (const auto& [day, factor] : std::vector<std::pair<int, double>>{
             {1, 1.0}, {2, 1.2}, {13, 1.2}, {14, 4.0}, {15, 0.5}, {31, 0.5}})
        EXPECT_EQ(ramp_on(p, july(day)), factor) << day;
    EXPECT_EQ(ramp_on(p, date_of({2025, 6, 30})), 1.0);
    EXPECT_EQ(ramp_on(plan::Plan{}, july(3)), 1.0);
}

TEST(Arrivals, FollowTheRampUnlessTheActSaysHowMany) {
    const plan::Plan p = ward();
    const auto on = [&](int day, double per_day) {
        std::vector<Arrival> all;
        Arrivals(p, "ward").day(july(day), Dice{}, per_day, 1, all);
        return all.size();
    };
    EXPECT_GT(on(14, 0), 3 * on(1, 0));
    EXPECT_LT(on(15, 0), on(1, 0));
    for (const int day : {1, 14}) EXPECT_NEAR(static_cast<double>(on(day, 50)), 50, 21) << day;
}

}  // namespace
}  // namespace ss::cast
