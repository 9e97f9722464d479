// What is known exactly about queues, for tests to hold a simulation against. Tests only.
//
// Rates are per unit of time and times in that same unit, whichever it is. "Wait" is from arriving
// to the beginning of service; "sojourn" is wait and service. A queue that does not settle
// (utilisation 1 or more) waits infinity. Exact up to rounding unless said otherwise.
//
// Sources, by short name below:
//   Erlang 1917          the loss and delay formulas (Brockmeyer, Halstroem, Jensen 1948)
//   Garnett et al. 2002  Designing a call center with impatient customers, MSOM 4 (Erlang A)
//   Pollaczek 1930, Khinchine 1932   the M/G/1 queue
//   Cobham 1954          Priority assignment in waiting line problems, Operations Research 2
//   Burke 1956, Jackson 1957   output of a queue; networks of waiting lines
//   Eick et al. 1993     The physics of the M_t/G/inf queue, Operations Research 41
//   Stephens 1970        Use of the Kolmogorov-Smirnov statistics without tables, JRSS B 32
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/real.h"
#include "simulate/statistics.h"  // student_t_quantile

namespace ss::simulate::theory {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// --- Service times -------------------------------------------------------------------------

// A service time by its mean and its squared coefficient of variation (variance / mean^2), all
// that the mean wait of an M/G/1 queue asks for.
struct Service {
    double mean = 1, scv = 1;
    double second_moment() const { return mean * mean * (1 + scv); }
};
inline Service exponential(double mean) {
    return {mean, 1};
}
inline Service deterministic(double mean) {
    return {mean, 0};
}
// Lognormal by median and 90th percentile, as the plans give it; p90 <= median: always the median.
inline Service lognormal(double median, double p90) {
    const double sigma = p90 > median ? std::log(p90 / median) / normal_quantile(0.9) : 0;
    return {median * std::exp(sigma * sigma / 2), std::expm1(sigma * sigma)};
}

// --- Erlang's formulas: `load` is arrival rate / service rate of one server ------------------

// M/M/c/c (and M/G/c/c): the probability that an arrival finds all servers busy and is lost.
inline double erlang_b(double load, int servers) {
    double b = 1;
    for (int n = 1; n <= servers; ++n) b = load * b / (n + load * b);
    return b;
}

// M/M/c: the probability that an arrival has to wait.
inline double erlang_c(double load, int servers) {
    if (load >= servers) return 1;
    const double b = erlang_b(load, servers);
    return b / (1 - load / servers * (1 - b));
}

// M/M/c: the mean wait of all, those who need not wait included.
inline double wait_mmc(double arrival_rate, double service_rate, int servers) {
    const double spare = servers * service_rate - arrival_rate;
    return spare <= 0 ? kNever : erlang_c(arrival_rate / service_rate, servers) / spare;
}

// M/M/c, first come first served: the probability to wait longer than t.
inline double waits_longer_mmc(double arrival_rate, double service_rate, int servers, double t) {
    const double spare = servers * service_rate - arrival_rate;
    return spare <= 0 ? 1 : erlang_c(arrival_rate / service_rate, servers) * std::exp(-spare * t);
}

inline double sojourn_mmc(double arrival_rate, double service_rate, int servers) {
    return wait_mmc(arrival_rate, service_rate, servers) + 1 / service_rate;
}

// --- Erlang A: M/M/c+M, everybody gives up waiting after an exponential patience (Garnett et al.)

struct Impatient {
    double abandons = 0;     // probability that an arrival gives up
    double wait = 0;         // mean time in the queue, of those served and those who gave up
    double queue = 0;        // mean number waiting
    double waits = 0;        // probability that an arrival does not begin at once
    double utilisation = 0;  // of the servers
};
inline Impatient erlang_a(double arrival_rate, double service_rate, int servers,
                          double patience_rate) {
    // Birth and death: the probabilities of n customers, each from the one before, scaled by the
    // largest so that none overflows; up to where they no longer count.
    std::vector<double> p = {1};
    double sum = 1;
    for (size_t n = 1; n < 1'000'000; ++n) {
        const double busy = std::min(static_cast<double>(n), static_cast<double>(servers));
        const double leave = busy * service_rate + (static_cast<double>(n) - busy) * patience_rate;
        p.push_back(p.back() * arrival_rate / leave);
        sum += p.back();
        if (sum > 1e200) {
            for (double& x : p) x /= sum;
            sum = 1;
        }
        if (leave > arrival_rate && p.back() < 1e-18 * sum) break;
    }
    Impatient result;
    for (size_t n = 0; n < p.size(); ++n) {
        const double share = p[n] / sum, beyond = static_cast<double>(n) - servers;
        if (beyond >= 0) result.waits += share;
        result.queue += share * std::max(0.0, beyond);
        result.utilisation += share * std::min(1.0, static_cast<double>(n) / servers);
    }
    result.abandons = patience_rate * result.queue / arrival_rate;
    result.wait = result.queue / arrival_rate;  // Little
    return result;
}

// --- M/G/1 (Pollaczek, Khinchine) --------------------------------------------------------------

inline double wait_mg1(double arrival_rate, Service service) {
    const double spare = 1 - arrival_rate * service.mean;
    return spare <= 0 ? kNever : arrival_rate * service.second_moment() / 2 / spare;
}

// --- Priorities, the first class before the second; nobody is interrupted (Cobham) -------------

struct Class {
    double arrival_rate = 0;
    Service service;
};

// W_k = work / ((1 - sigma_(k-1)) (1 - sigma_k)), sigma_k the load of classes 1..k.
inline std::vector<double> cobham(std::span<const double> loads, double work) {
    std::vector<double> waits;
    double before = 0;
    for (const double load : loads) {
        const double with = before + load;
        waits.push_back(with >= 1 ? kNever : work / (1 - before) / (1 - with));
        before = with;
    }
    return waits;
}

// M/G/1: the mean wait of each class.
inline std::vector<double> waits_by_priority_mg1(std::span<const Class> classes) {
    std::vector<double> loads;
    double work = 0;  // what is left of the service an arrival finds going on
    for (const Class& c : classes) {
        loads.push_back(c.arrival_rate * c.service.mean);
        work += c.arrival_rate * c.service.second_moment() / 2;
    }
    return cobham(loads, work);
}

// M/M/c, all classes with one service rate: the mean wait of each.
inline std::vector<double> waits_by_priority_mmc(std::span<const double> arrival_rates,
                                                 double service_rate, int servers) {
    std::vector<double> loads;
    double sum = 0;
    for (const double rate : arrival_rates) {
        loads.push_back(rate / service_rate / servers);
        sum += rate;
    }
    return cobham(loads, erlang_c(sum / service_rate, servers) / (servers * service_rate));
}

// --- Networks ----------------------------------------------------------------------------------

// An M/M/c station of an open network: `route[j]` is the probability to go on to station j, what
// is missing to 1 to leave.
struct Station {
    double arrival_rate = 0;  // from outside
    double service_rate = 1;
    int servers = 1;
    std::vector<double> route;
};
struct Network {
    std::vector<double> flow;         // arrivals at each station, from wherever
    std::vector<double> utilisation;  // of each
    std::vector<double> number;       // mean number at each, in service and waiting
    double sojourn = 0;               // mean time from entering the network to leaving it
};

// Solves flow = outside + flow * route, by elimination. Everybody must be able to leave.
inline std::vector<double> traffic(std::span<const Station> stations) {
    const size_t n = stations.size();
    std::vector<std::vector<double>> m(n, std::vector<double>(n + 1));
    for (size_t i = 0; i < n; ++i) {
        m[i][i] = 1;
        m[i][n] = stations[i].arrival_rate;
        for (size_t j = 0; j < n; ++j)
            if (i < stations[j].route.size()) m[i][j] -= stations[j].route[i];
    }
    // Diagonally dominant by columns: needs no exchange of rows.
    for (size_t k = 0; k < n; ++k) {
        for (size_t i = 0; i < n; ++i) {
            if (i == k) continue;
            const double factor = m[i][k] / m[k][k];
            for (size_t j = k; j <= n; ++j) m[i][j] -= factor * m[k][j];
        }
    }
    std::vector<double> flow;
    for (size_t i = 0; i < n; ++i) flow.push_back(m[i][n] / m[i][i]);
    return flow;
}

// Product form: every station is as an M/M/c queue of its own (Jackson).
inline Network jackson(std::span<const Station> stations) {
    Network network;
    network.flow = traffic(stations);
    double outside = 0, number = 0;
    for (size_t i = 0; i < stations.size(); ++i) {
        const Station& s = stations[i];
        const double flow = network.flow[i];
        network.utilisation.push_back(flow / s.service_rate / s.servers);
        network.number.push_back(flow * sojourn_mmc(flow, s.service_rate, s.servers));
        number += network.number.back();
        outside += s.arrival_rate;
    }
    network.sojourn = number / outside;
    return network;
}

// M/M/c stations one after another: what leaves one is Poisson again (Burke).
inline double sojourn_tandem(double arrival_rate, std::span<const Station> stations) {
    double sum = 0;
    for (const Station& s : stations) sum += sojourn_mmc(arrival_rate, s.service_rate, s.servers);
    return sum;
}

// --- M_t/M/inf: arrivals whose rate changes, servers for all (Eick et al.) ---------------------

struct Rate {
    double from = 0;  // holds until the next one's; the last for ever
    double rate = 0;
};

// The mean number in service at time t; none before the first `from`. The number is Poisson with
// this mean. Each piece of m' = rate - m * service_rate is solved exactly.
inline double number_mt_m_inf(std::span<const Rate> rates, double service_rate, double t) {
    double number = 0;
    for (size_t i = 0; i < rates.size() && rates[i].from < t; ++i) {
        const double to = i + 1 < rates.size() ? std::min(t, rates[i + 1].from) : t;
        const double settled = rates[i].rate / service_rate;
        number = settled + (number - settled) * std::exp(-service_rate * (to - rates[i].from));
    }
    return number;
}

// --- Tests of samples --------------------------------------------------------------------------

// Kolmogorov-Smirnov: the largest distance between the sample's distribution and `distribution`, a
// continuous one (double -> probability to be at or below).
template <class Distribution>
double ks_statistic(std::vector<double> sample, Distribution distribution) {
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double most = 0;
    for (size_t i = 0; i < sample.size(); ++i) {
        const double f = distribution(sample[i]), k = static_cast<double>(i);
        most = std::max({most, f - k / n, (k + 1) / n - f});
    }
    return most;
}

// Kolmogorov's limit law: the probability that sqrt(n) D is above x.
inline double kolmogorov_tail(double x) {
    if (x < 0.3) return 1;  // all but 1e-5
    double sum = 0;
    for (int k = 1; k < 100; ++k) sum += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
    return sum;
}

// What D exceeds with probability alpha if the distribution is the right one; Stephens's
// correction for few, for alpha from 0.01 to 0.1 within 1.5 % of the exact value from n = 5 on and
// within 0.5 % from n = 10 on.
inline double ks_critical(int64_t n, double alpha) {
    double low = 0.3, high = 5;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (kolmogorov_tail(middle) > alpha ? low : high) = middle;
    }
    const double root = std::sqrt(static_cast<double>(n));
    return low / (root + 0.12 + 0.11 / root);
}

// How often of n an event of probability p comes, but for alpha (half of it on either side): that
// many 95 % intervals of n runs should hold the truth. Exact binomial quantiles.
struct Band {
    int64_t low = 0, high = 0;
    bool holds(int64_t k) const { return low <= k && k <= high; }
};
inline Band coverage_band(int64_t n, double p, double alpha) {
    Band band{-1, -1};
    double sum = 0;
    const auto m = static_cast<double>(n);
    for (int64_t k = 0; k <= n && band.high < 0; ++k) {
        const auto x = static_cast<double>(k);
        sum += std::exp(std::lgamma(m + 1) - std::lgamma(x + 1) - std::lgamma(m - x + 1) +
                        x * std::log(p) + (m - x) * std::log1p(-p));
        if (band.low < 0 && sum >= alpha / 2) band.low = k;
        if (sum >= 1 - alpha / 2) band.high = k;
    }
    return {band.low, band.high < 0 ? n : band.high};
}

}  // namespace ss::simulate::theory
