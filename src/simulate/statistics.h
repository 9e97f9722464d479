// What a simulation makes of its numbers: means with intervals, where the warm-up ends, and a
// histogram of times. Nothing here is thrown or read from a clock; the same numbers give the same
// figures.
//
// Sources: Student, "The probable error of a mean", Biometrika 6 (1908); Wilson, "Probable
// inference", JASA 22 (1927); White, "An effective truncation heuristic for bias reduction in
// simulation output", Simulation 69 (1997), with White, Cobb and Spratt, WSC (2000).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "base/assert.h"
#include "simulate/result.h"

namespace ss::simulate {

// The value Student's t with `df` degrees of freedom is below with probability p. 0 < p < 1,
// df > 0, not necessarily whole. Error below 1e-6, relative where the value is above 1.
double student_t_quantile(double p, double df);
// The probability that Student's t is above t, for t >= 0.
double student_t_tail(double t, double df);

// One number for each replication, NaN for one in which there was nothing to measure; those are
// left out. Mean and half width of the 95 % interval.
Figure figure_of(std::span<const double> values);

// Figure of a[i] - b[i]: two variants over the same dice, so the luck they share goes out. A pair
// with a NaN on either side is left out. Both of one length.
Figure paired_difference(std::span<const double> a, std::span<const double> b);

struct Interval {
    double low = 0, high = 0;
    bool holds(double x) const { return low <= x && x <= high; }
};
// The share behind `hits` of `n`, by Wilson's score; never outside [0, 1]. n == 0: [0, 1].
Interval wilson(int64_t hits, int64_t n, double confidence = 0.95);

// MSER-5: how many observations at the beginning to leave out so that the mean of the rest is told
// most exactly. `cut` is a multiple of 5 and at most half of them. Not settled: the best cut is at
// that limit, or there are fewer than 10 observations; the run is too short to say.
struct Truncation {
    size_t cut = 0;
    bool settled = false;
};
Truncation mser5(std::span<const double> series);

// Times in ms, kept in buckets: 64 to the octave from 64 ms on (below, one for each ms), up to
// 2^42 ms (139 years; what is longer is counted in the last). A quantile is off by less than 0.8 %
// of itself; count, mean, least and most are exact. Its 10 kB are taken with the first time added
// and kept by clear(); clear(), merge() and quantile() look only at those between the least and the
// most.
class Histogram {
  public:
    Histogram() = default;
    Histogram(const Histogram& other) { merge(other); }
    Histogram(Histogram&& other) noexcept { swap(other); }
    Histogram& operator=(Histogram other) noexcept {
        swap(other);
        return *this;
    }
    ~Histogram() = default;

    void add(int64_t ms) {
        // One question for both: the first is still to come, or there are too many.
        if (static_cast<uint64_t>(count_) - 1 >= std::numeric_limits<uint32_t>::max() - 1)
            [[unlikely]]
            begin_counting();
        SS_ASSERT(ms >= 0);
        ++buckets_[bucket(ms)];
        ++count_;
        const bool over = __builtin_add_overflow(sum_, ms, &sum_);
        SS_ASSERT(!over);
        if (ms < least_) least_ = ms;
        if (ms > most_) most_ = ms;
    }

    int64_t count() const { return count_; }  // at most 2^32 - 1
    int64_t sum() const { return sum_; }
    double mean() const;  // 0 when empty, like all that follow
    int64_t least() const { return count_ ? least_ : 0; }
    int64_t most() const { return count_ ? most_ : 0; }
    // The smallest time that at least p of all do not exceed, in ms; 0 <= p <= 1.
    double quantile(double p) const;

    void merge(const Histogram& other);  // in whatever order: integers only
    void clear();

  private:
    static constexpr size_t kPerOctave = 64, kOctaves = 37;  // 2^6 .. 2^42, and all below 2^6
    static constexpr int64_t kLongest = (int64_t{1} << 42) - 1;

    static size_t bucket(int64_t ms) {
        const auto v = static_cast<uint64_t>(ms < kLongest ? ms : kLongest);
        // Leaves the 7 highest bits, the first of them 1; nothing is shifted below kPerOctave.
        const auto shift = static_cast<size_t>(std::bit_width(v | kPerOctave)) - 7;
        return shift * kPerOctave + (v >> shift);
    }
    static double middle(size_t bucket);
    void make_room();
    void begin_counting();
    void swap(Histogram& other) noexcept;
    size_t begin() const { return count_ == 0 ? 0 : bucket(least_); }  // of what was counted
    size_t end() const { return count_ == 0 ? 0 : bucket(most_) + 1; }

    int64_t count_ = 0, sum_ = 0;
    int64_t least_ = std::numeric_limits<int64_t>::max(), most_ = 0;
    std::unique_ptr<uint32_t[]> buckets_;
};

}  // namespace ss::simulate
