#include "cast/duration.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace ss::cast {
namespace {

// A law of each kind, with those that real_exp could not reach and those of which nothing is said.
std::vector<Duration> laws() {
    using plan::Law;
    return {
        Duration({8, 20}),
        Duration({15, 45}),
        Duration({5, 5}),
        Duration({1e-303, 1e-302}),
        Duration({.median = 6, .p90 = 12, .law = Law::exponential, .mean = 10}),
        Duration({.law = Law::constant, .mean = 7}),
        Duration({.law = Law::uniform, .least = 2, .most = 9}),
        Duration({.law = Law::triangular, .least = 2, .most = 9, .mode = 3}),
        Duration({0, 0}),
        Duration(),
    };
}

TEST(Duration, ThrownTogetherIsThrownAsAlone) {
    const std::vector<Duration> all = laws();
    for (size_t n = 0; n <= Duration::kTogether; ++n) {
        std::vector<const Duration*> of;
        std::vector<uint64_t> bits;
        for (size_t i = 0; i < n; ++i) {
            of.push_back(&all[mixed(n * 1000 + i) % all.size()]);
            bits.push_back(mixed(i ^ (n << 32)));
        }
        // The ends of the law, and the ends of those.
        if (n > 3) bits[1] = 0, bits[3] = ~uint64_t{0};
        if (n > 5) bits[4] = uint64_t{1} << 20, bits[5] = uint64_t{1} << 60;
        std::vector<double> times(n, -1);
        Duration::ms(of, bits, times);
        for (size_t i = 0; i < n; ++i) EXPECT_EQ(times[i], of[i]->ms(bits[i])) << n << " " << i;
    }
}

}  // namespace
}  // namespace ss::cast
