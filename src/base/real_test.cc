#include "base/real.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ss {
namespace {

TEST(Real, LogarithmAndExponentialAgreeWithTheLibrary) {
    for (double x = 1e-12; x < 1e12; x *= 1.00937) {
        EXPECT_NEAR(real_log(x), std::log(x), 1e-15 * std::max(1.0, std::fabs(std::log(x)))) << x;
    }
    for (double x = -690; x < 690; x += 0.0937) {
        EXPECT_NEAR(real_exp(x) / std::exp(x), 1, 1e-15) << x;
    }
    EXPECT_EQ(real_log(1), 0);
    EXPECT_EQ(real_exp(0), 1);
    EXPECT_EQ(real_exp(-1e9), 0);
}

TEST(Real, TheNormalQuantileIsTheInverseOfTheDistribution) {
    for (double z = -7; z <= 7; z += 0.013) {
        const double p = 0.5 * std::erfc(-z / std::sqrt(2.0));
        // In the upper tail p itself is coarse: one unit in its last place is this much of z.
        const double coarse = 2.3e-16 / (0.3989422804014327 * std::exp(-z * z / 2));
        EXPECT_NEAR(normal_quantile(p), z, 1e-13 + (z > 0 ? coarse : 0)) << z;
    }
    EXPECT_EQ(normal_quantile(0.5), 0);
    EXPECT_NEAR(normal_quantile(0.9), 1.2815515655446004, 1e-15);
}

// The very bits: another compiler or library would show here first.
TEST(Real, TheBitsAreFixed) {
    EXPECT_EQ(real_log(0.3), -1.2039728043259361);
    EXPECT_EQ(real_exp(0.3), 1.3498588075760032);
    EXPECT_EQ(normal_quantile(0.3), -0.52440051270804067);
    EXPECT_EQ(normal_quantile(1e-9), -5.9978070150076865);
}

// Two at once are what each is alone, to the last bit.
TEST(Real, TwoAtOnceAreAsEachAlone) {
    const auto same = [](real::Two two, double a, double b) {
        EXPECT_EQ(two[0], a);
        EXPECT_EQ(two[1], b);
    };
    double x = 1e-300, p = 1e-17;
    for (int i = 0; i < 5000; ++i) {
        const double y = 1 / x, q = 1 - p, far = (i - 2500) * 0.27;
        same(real_log(real::Two{x, y}), real_log(x), real_log(y));
        same(real_exp(real::Two{far, -far}), real_exp(far), real_exp(-far));
        same(real::normal_middle(real::Two{p - 0.5, 0.5 - p}), real::normal_middle(p - 0.5),
             real::normal_middle(0.5 - p));
        same(real::normal_tail(real::Two{p, q < 1 ? q : 0.9}), real::normal_tail(p),
             real::normal_tail(q < 1 ? q : 0.9));
        x *= 1.2;
        p = p < 0.4 ? p * 1.0077 : p;
    }
    same(real_exp(real::Two{-0.0, 0.0}), 1, 1);
}

}  // namespace
}  // namespace ss
