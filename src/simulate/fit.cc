#include "simulate/fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/real.h"

namespace ss::simulate {

namespace {

constexpr double kHuber = 1.345;
constexpr double kToDeviation = 1.4826;  // of the median absolute deviation, for a normal law
constexpr double kLeastK = 1, kMostK = 5, kLeastTau = 5, kMostTau = 500;
constexpr double kLeastSpread = 1e-3;  // times that are all alike are told by this alone

double median_of(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The times of one group, as logarithms.
struct Group {
    std::vector<double> before, logs;
    std::vector<double> counts;  // every `before` that there is, once
    std::vector<size_t> which;   // of each time, into counts
    double spread = 1;           // given to the loss
};

std::vector<Group> grouped(std::span<const Timed> all, size_t groups) {
    std::vector<Group> out(groups);
    for (const Timed& t : all) {
        if (t.minutes <= 0) continue;
        out[t.group].before.push_back(t.before);
        out[t.group].logs.push_back(real_log(t.minutes));
    }
    for (Group& g : out) {
        g.counts = g.before;
        std::sort(g.counts.begin(), g.counts.end());
        g.counts.erase(std::unique(g.counts.begin(), g.counts.end()), g.counts.end());
        for (const double b : g.before)
            g.which.push_back(static_cast<size_t>(
                std::lower_bound(g.counts.begin(), g.counts.end(), b) - g.counts.begin()));
    }
    return out;
}

// What is left of the logarithms when practice is taken out.
std::vector<double> unpractised(const Group& g, double k, double tau) {
    std::vector<double> stretched, left(g.logs.size());
    for (const double n : g.counts) stretched.push_back(real_log(1 + (k - 1) * real_exp(-n / tau)));
    for (size_t i = 0; i < left.size(); ++i) left[i] = g.logs[i] - stretched[g.which[i]];
    return left;
}

double deviation_of(std::vector<double> left, double centre) {
    for (double& x : left) x = std::abs(x - centre);
    return std::max(kLeastSpread, kToDeviation * median_of(std::move(left)));
}

// Huber's centre: the mean in which what lies far out counts only by its direction. From wherever
// it is sought, it is the same: its loss has one valley.
double centre_of(const std::vector<double>& left, double spread, double from) {
    double centre = from;
    for (int round = 0; round < 50; ++round) {
        double sum = 0, weights = 0;
        for (const double x : left) {
            const double z = std::abs(x - centre) / spread;
            const double w = z <= kHuber ? 1 : kHuber / z;
            sum += w * x;
            weights += w;
        }
        const double next = sum / weights;
        if (std::abs(next - centre) < 1e-7 * spread) return next;
        centre = next;
    }
    return centre;
}

struct Located {
    double centre = 0, spread = kLeastSpread;
};
// Both together (Huber's proposal 2): less thrown about than the median deviation it begins with.
Located located(const std::vector<double>& left) {
    constexpr double kMeanSquare = 0.7102;  // of a normal variable, cut off at 1.345
    Located at{median_of(left), 0};
    at.spread = deviation_of(left, at.centre);
    for (int round = 0; round < 30; ++round) {
        at.centre = centre_of(left, at.spread, at.centre);
        double sum = 0;
        for (const double x : left) {
            const double z = std::clamp((x - at.centre) / at.spread, -kHuber, kHuber);
            sum += z * z;
        }
        const double factor = std::sqrt(sum / static_cast<double>(left.size()) / kMeanSquare);
        at.spread = std::max(kLeastSpread, at.spread * factor);
        if (std::abs(factor - 1) < 1e-6) break;
    }
    return at;
}

// The loss at (k, tau), every group at its own best level. `plain`: absolute differences, which
// need no spread.
double loss(const std::vector<Group>& groups, double k, double tau, bool plain) {
    double sum = 0;
    for (const Group& g : groups) {
        if (g.logs.empty()) continue;
        const std::vector<double> left = unpractised(g, k, tau);
        const double middle = median_of(left);
        const double centre = plain ? middle : centre_of(left, g.spread, middle);
        for (const double x : left) {
            const double z = std::abs(x - centre) / g.spread;
            sum += plain ? z : z <= kHuber ? z * z / 2 : kHuber * (z - kHuber / 2);
        }
    }
    return sum;
}

struct Point {
    double k = 1, log_tau = 0;
};

// The least loss within the bounds: a grid over all of them, then ever finer ones around the best.
// Slower than following a slope, and it cannot end in the wrong valley.
Point least(const std::vector<Group>& groups, bool plain) {
    const int rounds = plain ? 3 : 8;
    constexpr int kSteps = 12;
    double k_low = kLeastK, k_high = kMostK;
    double tau_low = real_log(kLeastTau), tau_high = real_log(kMostTau);
    Point best;
    for (int round = 0; round < rounds; ++round) {
        const double k_step = (k_high - k_low) / kSteps, tau_step = (tau_high - tau_low) / kSteps;
        double lowest = std::numeric_limits<double>::infinity();
        for (int i = 0; i <= kSteps; ++i)
            for (int j = 0; j <= kSteps; ++j) {
                const Point p{k_low + i * k_step, tau_low + j * tau_step};
                const double here = loss(groups, p.k, real_exp(p.log_tau), plain);
                if (here >= lowest) continue;
                lowest = here;
                best = p;
            }
        k_low = std::max(kLeastK, best.k - 2 * k_step);
        k_high = std::min(kMostK, best.k + 2 * k_step);
        tau_low = std::max(real_log(kLeastTau), best.log_tau - 2 * tau_step);
        tau_high = std::min(real_log(kMostTau), best.log_tau + 2 * tau_step);
    }
    return best;
}

// Of the standard errors: how much of the pull of the far ones Huber's loss lets through.
struct Pull {
    double square = 0, within = 0, n = 0;
    void add(double z) {
        const double pull = std::clamp(z, -kHuber, kHuber);
        square += pull * pull;
        within += std::abs(z) <= kHuber;
        ++n;
    }
    double variance() const { return within > 0 ? square * n / (within * within) : 1; }
};

// How the logarithm moves with k and tau; and the mean of that over a group.
struct Slope {
    double k = 0, tau = 0;
};
Slope slope(double before, double k, double tau) {
    const double e = real_exp(-before / tau), g = 1 + (k - 1) * e;
    return {e / g, (k - 1) * e * before / (tau * tau) / g};
}

struct Errors {
    double kk = 0, kt = 0, tt = 0;  // of the estimates: variances and covariance
    double pull = 1;
    bool known = false;
    std::vector<Slope> means;  // by group
};

Errors errors_at(const std::vector<Group>& groups, double k, double tau) {
    Errors e;
    Pull pull;
    double kk = 0, kt = 0, tt = 0;  // information, with the levels of the groups taken out
    for (const Group& g : groups) {
        Slope& mean = e.means.emplace_back();
        if (g.logs.empty()) continue;
        const auto n = static_cast<double>(g.logs.size());
        for (const double b : g.before) {
            const Slope s = slope(b, k, tau);
            mean.k += s.k / n;
            mean.tau += s.tau / n;
        }
        const std::vector<double> left = unpractised(g, k, tau);
        const double centre = centre_of(left, g.spread, median_of(left));
        for (size_t i = 0; i < left.size(); ++i) {
            const Slope s = slope(g.before[i], k, tau);
            const double dk = (s.k - mean.k) / g.spread, dt = (s.tau - mean.tau) / g.spread;
            kk += dk * dk;
            kt += dk * dt;
            tt += dt * dt;
            pull.add((left[i] - centre) / g.spread);
        }
    }
    const double det = kk * tt - kt * kt;
    e.pull = pull.variance();
    e.known = det > 1e-12 * kk * tt && det > 0;
    if (!e.known) return e;
    e.kk = e.pull * tt / det;
    e.kt = -e.pull * kt / det;
    e.tt = e.pull * kk / det;
    return e;
}

std::vector<Level> levels_of(const std::vector<Group>& groups, double k, double tau,
                             const Errors* errors) {
    std::vector<Level> levels;
    for (size_t i = 0; i < groups.size(); ++i) {
        const Group& g = groups[i];
        Level& l = levels.emplace_back();
        l.n = static_cast<int64_t>(g.logs.size());
        if (g.logs.empty()) continue;
        const std::vector<double> left = unpractised(g, k, tau);
        const auto [centre, spread] = located(left);
        l.spread = spread;
        Pull pull;
        for (const double x : left) pull.add((x - centre) / l.spread);
        double variance = pull.variance() * l.spread * l.spread / static_cast<double>(l.n);
        if (errors != nullptr && errors->known) {
            const Slope& m = errors->means[i];
            variance +=
                m.k * m.k * errors->kk + 2 * m.k * m.tau * errors->kt + m.tau * m.tau * errors->tt;
        }
        l.median = real_exp(centre);
        l.error = l.median * std::sqrt(variance);
    }
    return levels;
}

}  // namespace

double Level::p90() const {
    return median * real_exp(spread * normal_quantile(0.9));
}

Fit fit_practice(std::span<const Timed> all, size_t groups) {
    std::vector<Group> by_group = grouped(all, groups);
    Fit fit;
    for (const Group& g : by_group) fit.curve.n += static_cast<int64_t>(g.logs.size());
    if (fit.curve.n < kFewest) return fit;
    // How far the times spread shows only once practice is taken out; until then, roughly.
    for (Group& g : by_group)
        if (!g.logs.empty()) g.spread = deviation_of(g.logs, median_of(g.logs));
    const Point rough = least(by_group, true);
    for (Group& g : by_group) {
        if (g.logs.empty()) continue;
        const auto left = unpractised(g, rough.k, real_exp(rough.log_tau));
        g.spread = located(left).spread;
    }
    const Point best = least(by_group, false);
    Curve& c = fit.curve;
    c.k = best.k;
    c.tau = real_exp(best.log_tau);
    const Errors errors = errors_at(by_group, c.k, c.tau);
    c.k_error = std::sqrt(errors.kk);
    c.tau_error = std::sqrt(errors.tt);
    const bool at_bound =
        c.k > kMostK - 0.02 || c.tau < kLeastTau * 1.01 || c.tau > kMostTau / 1.01;
    const bool clear =
        errors.known && !at_bound && c.k - 1 > 2 * c.k_error && c.tau > 2 * c.tau_error;
    c.verdict = clear ? Verdict::fitted : Verdict::unclear;
    if (clear) fit.levels = levels_of(by_group, c.k, c.tau, &errors);
    return fit;
}

std::vector<Level> levels_under(std::span<const Timed> all, size_t groups, double k, double tau) {
    return levels_of(grouped(all, groups), k, tau, nullptr);
}

}  // namespace ss::simulate
