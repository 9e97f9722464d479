#include "simulate/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/real.h"

namespace ss::simulate {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

// Numbers for a test: the same always.
struct Numbers {
    uint64_t state = 1;
    double uniform() {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return (static_cast<double>(state >> 12) + 0.5) * 0x1p-52;
    }
    double normal() { return normal_quantile(uniform()); }
};

TEST(StudentT, TheQuantilesAreThoseOfTheTables) {
    // Whole degrees of freedom as printed (Abramowitz and Stegun, table 26.10) and to more digits;
    // broken ones and far tails computed elsewhere.
    const struct {
        double p, df, value;
    } rows[] = {
        {0.975, 1, 12.706204736},      {0.995, 1, 63.656741163},     {0.9, 2, 1.885618083},
        {0.975, 2, 4.302652730},       {0.975, 5, 2.570581836},      {0.995, 5, 4.032142984},
        {0.975, 10, 2.228138852},      {0.995, 10, 3.169272673},     {0.6, 10, 0.260184829},
        {0.975, 29, 2.045229642},      {0.975, 30, 2.042272456},     {0.9999, 30, 4.233985957},
        {0.975, 100, 1.983971519},     {0.975, 999, 1.962341461},    {0.975, 1000, 1.962339081},
        {0.9999, 1000, 3.732851604},   {0.975, 1e5, 1.959987708},    {0.975, 2.5, 3.574654842},
        {0.995, 0.3, 1406890.3435210}, {0.9999, 1, 3183.0987571185}, {0.6, 1, 0.324919696},
    };
    for (const auto& row : rows) {
        const double close = 5e-10 * std::max(1.0, row.value) + 1e-9;
        EXPECT_NEAR(student_t_quantile(row.p, row.df), row.value, close) << row.p << ' ' << row.df;
        EXPECT_NEAR(student_t_quantile(1 - row.p, row.df), -row.value, 1e-6 * row.value);
    }
    EXPECT_EQ(student_t_quantile(0.5, 3), 0);
}

TEST(StudentT, TheTailIsTheInverseOfTheQuantile) {
    for (double df = 0.7; df < 2000; df *= 1.3)
        for (double p = 0.501; p < 1; p += 0.0307)
            EXPECT_NEAR(student_t_tail(student_t_quantile(p, df), df), 1 - p, 1e-9)
                << p << ' ' << df;
    // One degree is Cauchy's law, two have a closed form.
    for (double t = 0; t < 50; t = t * 1.5 + 0.01) {
        EXPECT_NEAR(student_t_tail(t, 1), 0.5 - std::atan(t) / 3.14159265358979, 1e-13) << t;
        EXPECT_NEAR(student_t_tail(t, 2), 0.5 - t / std::sqrt(2 + t * t) / 2, 1e-13) << t;
    }
}

TEST(FigureOf, MeanAndHalfWidth) {
    const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};  // mean 5, sum of squares 32
    const Figure figure = figure_of(values);
    EXPECT_EQ(figure.n, 8);
    EXPECT_DOUBLE_EQ(figure.mean, 5);
    EXPECT_NEAR(figure.half, 2.364624252 * std::sqrt(32.0 / 7 / 8), 1e-8);
}

TEST(FigureOf, OneNumberHasNoIntervalAndNothingNoFigure) {
    EXPECT_EQ(figure_of({}).n, 0);
    EXPECT_FALSE(figure_of(std::vector<double>{kNothing, kNothing}).known());
    const Figure one = figure_of(std::vector<double>{kNothing, 3.5});
    EXPECT_EQ(one.n, 1);
    EXPECT_EQ(one.mean, 3.5);
    EXPECT_LT(one.half, 0);
    const Figure same = figure_of(std::vector<double>{7, kNothing, 7});
    EXPECT_EQ(same.n, 2);
    EXPECT_EQ(same.half, 0);
}

TEST(FigureOf, AFarMeanDoesNotDrownTheSpread) {
    EXPECT_NEAR(figure_of(std::vector<double>{1e9 + 1, 1e9 + 2, 1e9 + 3}).half,
                4.302652730 / std::sqrt(3.0), 1e-6);
}

TEST(PairedDifference, SharedLuckGoesOut) {
    Numbers numbers;
    std::vector<double> a, b;
    for (int i = 0; i < 30; ++i) {
        const double luck = 100 * numbers.normal();
        a.push_back(luck + 2);
        b.push_back(luck + 0.001 * numbers.normal());
    }
    a[3] = kNothing, b[9] = kNothing;
    const Figure gain = paired_difference(a, b);
    EXPECT_EQ(gain.n, 28);
    EXPECT_NEAR(gain.mean, 2, 0.001);
    EXPECT_LT(gain.half, 0.001);
    EXPECT_GT(figure_of(a).half, 10);
}

TEST(Wilson, AgreesWithPublishedIntervals) {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    const struct {
        int64_t hits, n;
        double low, high;
    } rows[] = {{81, 263, 0.2553, 0.3662},
                {15, 148, 0.0624, 0.1605},
                {0, 20, 0, 0.1611},
                {1, 29, 0.0061, 0.1718}};
    for (const auto& row : rows) {
        const Interval interval = wilson(row.hits, row.n);
        EXPECT_NEAR(interval.low, row.low, 5e-5);
        EXPECT_NEAR(interval.high, row.high, 5e-5);
    }
    EXPECT_EQ(wilson(20, 20).high, 1);
    EXPECT_EQ(wilson(0, 0).low, 0);
    EXPECT_EQ(wilson(0, 0).high, 1);
    EXPECT_LT(wilson(9, 10, 0.99).low, wilson(9, 10, 0.95).low);
    EXPECT_TRUE(wilson(9, 10).holds(0.9));
}

// As White wrote it down: for every cut the squared half width of the mean of the rest.
size_t mser5_by_definition(const std::vector<double>& series) {
    std::vector<double> y;
    for (size_t i = 0; i + 5 <= series.size(); i += 5)
        y.push_back((series[i] + series[i + 1] + series[i + 2] + series[i + 3] + series[i + 4]) /
                    5);
    size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (size_t d = 0; d <= y.size() / 2; ++d) {
        const auto kept = static_cast<double>(y.size() - d);
        double mean = 0, squares = 0;
        for (size_t i = d; i < y.size(); ++i) mean += y[i] / kept;
        for (size_t i = d; i < y.size(); ++i) squares += (y[i] - mean) * (y[i] - mean);
        if (squares / kept / kept < least) {
            least = squares / kept / kept;
            best = d;
        }
    }
    return best * 5;
}

TEST(Mser5, CutsAKnownBeginning) {
    std::vector<double> series(12, 50.0);
    for (int i = 0; i < 88; ++i) series.push_back(i % 2);
    const Truncation cut = mser5(series);
    EXPECT_EQ(cut.cut, 15u);  // 12, in whole batches
    EXPECT_TRUE(cut.settled);
}

TEST(Mser5, KeepsAllOfWhatIsSteady) {
    EXPECT_EQ(mser5(std::vector<double>(40, 3.0)).cut, 0u);
    EXPECT_TRUE(mser5(std::vector<double>(40, 3.0)).settled);
}

TEST(Mser5, SaysWhenTheRunIsTooShort) {
    std::vector<double> series;
    for (int i = 0; i < 100; ++i) series.push_back(i);  // still growing at the end
    EXPECT_FALSE(mser5(series).settled);
    EXPECT_EQ(mser5(series).cut, 50u);
    EXPECT_FALSE(mser5(std::vector<double>(9, 1.0)).settled);
    EXPECT_FALSE(mser5({}).settled);
}

TEST(Mser5, IsTheDefinition) {
    Numbers numbers;
    for (int round = 0; round < 50; ++round) {
        // A first-order autoregression that begins ten deviations off, 203 to 252 observations.
        std::vector<double> series;
        double state = 10;
        for (int i = 0; i < 203 + round; ++i)
            series.push_back(state = 0.9 * state + numbers.normal());
        EXPECT_EQ(mser5(series).cut, mser5_by_definition(series)) << round;
    }
}

TEST(HistogramOfTimes, QuantilesAreCloseAndTheRestExact) {
    Numbers numbers;
    Histogram histogram;
    std::vector<int64_t> times;
    int64_t sum = 0;
    for (int i = 0; i < 20'000; ++i) {  // 1 ms to 40 years
        times.push_back(static_cast<int64_t>(std::exp(numbers.uniform() * 27.8)));
        histogram.add(times.back());
        sum += times.back();
    }
    std::sort(times.begin(), times.end());
    for (double p = 0; p <= 1; p += 1.0 / 1024) {
        const auto rank = static_cast<size_t>(std::max(1.0, std::ceil(p * 20'000)));
        const auto exact = static_cast<double>(times[rank - 1]);
        EXPECT_NEAR(histogram.quantile(p), exact, 0.008 * exact) << p;
    }
    EXPECT_EQ(histogram.count(), 20'000);
    EXPECT_EQ(histogram.sum(), sum);
    EXPECT_EQ(histogram.mean(), static_cast<double>(sum) / 20'000);
    EXPECT_EQ(histogram.least(), times.front());
    EXPECT_EQ(histogram.most(), times.back());
    EXPECT_EQ(histogram.quantile(1), static_cast<double>(times.back()));
}

TEST(HistogramOfTimes, EveryTimeLiesInItsBucket) {
    for (int64_t ms = 0; ms < int64_t{1} << 42; ms = ms + 1 + ms / 97) {
        Histogram histogram;
        histogram.add(0), histogram.add(ms), histogram.add(int64_t{1} << 42);
        EXPECT_NEAR(histogram.quantile(0.5), static_cast<double>(ms),
                    0.0079 * static_cast<double>(ms));
    }
    for (int64_t ms = 0; ms < 128; ++ms) {
        Histogram histogram;
        histogram.add(0), histogram.add(ms), histogram.add(1000);
        EXPECT_EQ(histogram.quantile(0.5), static_cast<double>(ms));
    }
}

TEST(HistogramOfTimes, WhatIsLongerThanAllIsCountedInTheLast) {
    Histogram histogram;
    const int64_t ages = int64_t{1} << 50;
    histogram.add(ages);
    EXPECT_EQ(histogram.most(), ages);
    EXPECT_EQ(histogram.mean(), static_cast<double>(ages));
    EXPECT_EQ(histogram.quantile(0.5), static_cast<double>(ages));  // never less than the least
}

TEST(HistogramOfTimes, TheOrderOfMergingDoesNotMatter) {
    Numbers numbers;
    Histogram parts[5], whole;
    for (int i = 0; i < 5'000; ++i) {
        const auto ms = static_cast<int64_t>(std::exp(numbers.uniform() * 5 * (i % 5 + 1)));
        parts[i % 5].add(ms);
        whole.add(ms);
    }
    Histogram forward, backward;
    for (int i = 0; i < 5; ++i) forward.merge(parts[i]), backward.merge(parts[4 - i]);
    forward.merge(Histogram{});
    for (double p = 0; p <= 1; p += 0.01) {
        EXPECT_EQ(forward.quantile(p), whole.quantile(p));
        EXPECT_EQ(backward.quantile(p), whole.quantile(p));
    }
    EXPECT_EQ(forward.sum(), whole.sum());
    EXPECT_EQ(backward.count(), whole.count());
    EXPECT_EQ(backward.least(), whole.least());
    EXPECT_EQ(forward.most(), whole.most());
}

TEST(HistogramOfTimes, ClearedIsNew) {
    Histogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), 0);
    EXPECT_EQ(histogram.mean(), 0);
    EXPECT_EQ(histogram.least(), 0);
    for (int64_t ms = 1; ms < int64_t{1} << 40; ms *= 3) histogram.add(ms);
    histogram.clear();
    EXPECT_EQ(histogram.count(), 0);
    EXPECT_EQ(histogram.quantile(1), 0);
    histogram.add(77);
    EXPECT_EQ(histogram.quantile(0.01), 77);
    EXPECT_EQ(histogram.quantile(1), 77);
    EXPECT_EQ(histogram.mean(), 77);
}

}  // namespace
}  // namespace ss::simulate
