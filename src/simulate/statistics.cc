#include "simulate/statistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/real.h"

namespace ss::simulate {

namespace {

constexpr double kPi = 3.14159265358979323846;

// Gamma(a + 1/2) / Gamma(a): carried up to where the series in 1/a is exact, and back.
double gamma_ratio(double a) {
    double factor = 1;
    for (; a < 20; a += 1) factor *= a / (a + 0.5);
    const double x = 1 / a;
    const double c[] = {-1.0 / 8,        1.0 / 128,       5.0 / 1024,        -21.0 / 32768,
                        -399.0 / 262144, 869.0 / 4194304, 39325.0 / 33554432};
    double series = 0;
    for (size_t i = std::size(c); i-- > 0;) series = (series + c[i]) * x;
    return factor * std::sqrt(a) * (1 + series);
}

double density(double t, double df) {
    return gamma_ratio(df / 2) / std::sqrt(df * kPi) * std::pow(1 + t * t / df, -(df + 1) / 2);
}

// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
// Converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300;
    const auto safe = [](double v) { return std::fabs(v) < kTiny ? kTiny : v; };
    double c = 1, d = 1 / safe(1 - (a + b) * x / (a + 1)), h = d;
    for (int i = 1; i < 1000; ++i) {
        const double m = i;
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / safe(1 + even * d);
        c = safe(1 + even / c);
        h *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / safe(1 + odd * d);
        c = safe(1 + odd / c);
        h *= d * c;
        if (std::fabs(d * c - 1) < 1e-15) break;
    }
    return h;
}

// The normal quantile and its correction in powers of 1/df (Abramowitz and Stegun 26.7.5); for
// df >= 1000 what is left out is below 1e-9 for every p that a double tells from 1.
double near_normal_quantile(double p, double df) {
    const double z = normal_quantile(p), s = z * z;
    const double g1 = z * (s + 1) / 4;
    const double g2 = z * (3 + s * (16 + s * 5)) / 96;
    const double g3 = z * (-15 + s * (17 + s * (19 + s * 3))) / 384;
    const double g4 = z * (-945 + s * (-1920 + s * (1482 + s * (776 + s * 79)))) / 92160;
    return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
}

}  // namespace

double student_t_tail(double t, double df) {
    SS_ASSERT(t >= 0 && df > 0);
    // Half of I_x(a, 1/2); x and 1 - x each from its own quotient, so neither loses digits.
    const double a = df / 2, b = 0.5, x = df / (df + t * t), y = t * t / (df + t * t);
    if (t == 0) return 0.5;
    if (x == 0) return 0;
    const double front = std::exp(a * std::log(x)) * std::sqrt(y) * gamma_ratio(a) / std::sqrt(kPi);
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a / 2;
    return (1 - front * beta_fraction(b, a, y) / b) / 2;
}

double student_t_quantile(double p, double df) {
    SS_ASSERT(p > 0 && p < 1 && df > 0);
    if (p == 0.5) return 0;
    if (df >= 1000) return near_normal_quantile(p, df);
    const double tail = p < 0.5 ? p : 1 - p;
    // The tail is convex, and the normal quantile lies to the left of the one sought: Newton's
    // steps go right and never beyond.
    double t = -normal_quantile(tail);
    for (int i = 0; i < 500; ++i) {
        const double step = (student_t_tail(t, df) - tail) / density(t, df);
        t += step;
        if (!(step > 1e-12 * t)) break;
    }
    return p < 0.5 ? -t : t;
}

Figure figure_of(std::span<const double> values) {
    Figure figure;
    double sum = 0;
    for (const double v : values) {
        if (std::isnan(v)) continue;
        sum += v;
        ++figure.n;
    }
    if (figure.n == 0) return figure;
    const auto n = static_cast<double>(figure.n);
    figure.mean = sum / n;
    if (figure.n == 1) return figure;
    double squares = 0;
    for (const double v : values) {
        if (!std::isnan(v)) squares += (v - figure.mean) * (v - figure.mean);
    }
    figure.half = student_t_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1) / n);
    return figure;
}

Figure paired_difference(std::span<const double> a, std::span<const double> b) {
    SS_ASSERT(a.size() == b.size());
    std::vector<double> differences(a.size());
    for (size_t i = 0; i < a.size(); ++i) differences[i] = a[i] - b[i];  // NaN stays NaN
    return figure_of(differences);
}

Interval wilson(int64_t hits, int64_t n, double confidence) {
    SS_ASSERT(hits >= 0 && hits <= n && confidence > 0 && confidence < 1);
    if (n == 0) return {0, 1};
    const auto m = static_cast<double>(n);
    const double p = static_cast<double>(hits) / m;
    const double z = normal_quantile(0.5 + confidence / 2), w = z * z / m;
    const double middle = (p + w / 2) / (1 + w);
    const double half = std::sqrt(w * (p * (1 - p) + w / 4)) / (1 + w);
    // At the ends the formula gives the end itself, but for the last bit.
    return {hits == 0 ? 0 : middle - half, hits == n ? 1 : middle + half};
}

Truncation mser5(std::span<const double> series) {
    constexpr size_t kBatch = 5;
    const size_t batches = series.size() / kBatch, limit = batches / 2;
    if (batches < 2) return {};
    // From the end on, Welford's mean and sum of squares of the batches kept.
    double mean = 0, squares = 0, least = std::numeric_limits<double>::infinity();
    size_t best = limit;
    for (size_t d = batches; d-- > 0;) {
        double batch = 0;
        for (size_t i = 0; i < kBatch; ++i) batch += series[d * kBatch + i];
        batch /= kBatch;
        const auto kept = static_cast<double>(batches - d);
        const double off = batch - mean;
        mean += off / kept;
        squares += off * (batch - mean);
        // Beyond the half too few are left to trust their variance. Of equals the earliest.
        if (d <= limit && squares / (kept * kept) <= least) {
            least = squares / (kept * kept);
            best = d;
        }
    }
    return {best * kBatch, best < limit};
}

double Histogram::mean() const {
    return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

double Histogram::middle(size_t bucket) {
    if (bucket < 2 * kPerOctave) return static_cast<double>(bucket);
    const size_t shift = bucket / kPerOctave - 1;
    const uint64_t from = (bucket % kPerOctave + kPerOctave) << shift;
    return static_cast<double>(from) + (static_cast<double>(uint64_t{1} << shift) - 1) / 2;
}

double Histogram::quantile(double p) const {
    SS_ASSERT(p >= 0 && p <= 1);
    if (count_ == 0) return 0;
    const auto rank = std::clamp<int64_t>(
        static_cast<int64_t>(std::ceil(p * static_cast<double>(count_))), 1, count_);
    if (rank == count_) return static_cast<double>(most_);
    int64_t below = 0;
    for (size_t i = begin(); i < end(); ++i) {
        below += buckets_[i];
        if (below >= rank)
            return std::clamp(middle(i), static_cast<double>(least_), static_cast<double>(most_));
    }
    return static_cast<double>(most_);
}

void Histogram::make_room() {
    if (!buckets_) buckets_ = std::make_unique<uint32_t[]>(kPerOctave * kOctaves);
}

void Histogram::begin_counting() {
    SS_ASSERT(count_ == 0);
    make_room();
}

void Histogram::swap(Histogram& other) noexcept {
    std::swap(count_, other.count_);
    std::swap(sum_, other.sum_);
    std::swap(least_, other.least_);
    std::swap(most_, other.most_);
    buckets_.swap(other.buckets_);
}

void Histogram::merge(const Histogram& other) {
    if (other.count_ == 0) return;
    make_room();
    SS_ASSERT(count_ + other.count_ <= std::numeric_limits<uint32_t>::max());
    for (size_t i = other.begin(); i < other.end(); ++i) buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    const bool over = __builtin_add_overflow(sum_, other.sum_, &sum_);
    SS_ASSERT(!over);
    least_ = std::min(least_, other.least_);
    most_ = std::max(most_, other.most_);
}

void Histogram::clear() {
    for (size_t i = begin(); i < end(); ++i) buckets_[i] = 0;
    count_ = sum_ = most_ = 0;
    least_ = std::numeric_limits<int64_t>::max();
}

}  // namespace ss::simulate
