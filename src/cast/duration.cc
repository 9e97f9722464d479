#include "cast/duration.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/assert.h"
#include "base/real.h"
#include "base/time.h"
#include "bpmn/program.h"
#include "cast/dice.h"

namespace ss::cast {

namespace {
constexpr double kZ90 = 1.2815515655446004;  // the 90th percentile of the standard normal
constexpr double kMostNormal = 9;            // above every normal_quantile(open_unit_of(...))
constexpr double kMs = static_cast<double>(kMinute);
}  // namespace

Duration::Duration(const plan::ServiceTime& t) : law_(t.law) {
    switch (law_) {
        case plan::Law::lognormal:
            nothing_ = t.median <= 0;
            if (nothing_) break;
            a_ = real_log(t.median * kMs);
            b_ = t.p90 > t.median ? real_log(t.p90 / t.median) / kZ90 : 0;
            together_ = std::fabs(a_) + kMostNormal * b_ < 700;
            if (together_) mu_ = a_, sigma_ = b_;
            break;
        case plan::Law::exponential:
        case plan::Law::constant:
            nothing_ = t.mean <= 0;
            a_ = t.mean * kMs;
            break;
        case plan::Law::uniform:
        case plan::Law::triangular:
            nothing_ = t.most <= 0;
            a_ = t.least * kMs;
            b_ = t.most * kMs;
            c_ = t.mode * kMs;
            break;
    }
}

void Duration::ms(std::span<const Duration* const> of, std::span<const uint64_t> bits,
                  std::span<double> times) {
    using real::Two, real::TwoBits;
    const size_t n = of.size();
    SS_ASSERT(n <= kTogether && bits.size() == n && times.size() == n);
    // As if all were lognormal, two by two; the ends of the law and other laws afterwards.
    std::array<double, kTogether + 1> z;
    std::array<uint8_t, kTogether + 1> ends;
    size_t at_end = 0;
    for (size_t i = 0; i < n; i += 2) {
        const size_t j = std::min(i + 1, n - 1);
        // open_unit_of(bits) - 0.5, and as exact: the bits of f behind those of 1 are 1 + f.
        const TwoBits one = (TwoBits{bits[i], bits[j]} >> 12) | std::bit_cast<uint64_t>(1.0);
        const Two q = (std::bit_cast<Two>(one) - 1.5) + 0x1p-53;
        const Two middle = real::normal_middle(q);
        z[i] = middle[0];
        z[i + 1] = middle[1];
        ends[at_end] = static_cast<uint8_t>(i);
        at_end += !(std::fabs(q[0]) <= real::kMiddle);
        ends[at_end] = static_cast<uint8_t>(j);
        at_end += !(std::fabs(q[1]) <= real::kMiddle);
    }
    for (size_t k = 0; k < at_end; k += 2) {
        const size_t i = ends[k], j = ends[std::min(k + 1, at_end - 1)];
        const Two tail = real::normal_tail(Two{open_unit_of(bits[i]), open_unit_of(bits[j])});
        z[i] = tail[0];
        z[j] = tail[1];
    }
    for (size_t i = 0; i < n; i += 2) {
        const size_t j = std::min(i + 1, n - 1);
        const Two mu = {of[i]->mu_, of[j]->mu_}, sigma = {of[i]->sigma_, of[j]->sigma_};
        const Two t = real_exp(mu + sigma * Two{z[i], z[j]});
        times[j] = t[1];
        times[i] = t[0];
    }
    for (size_t i = 0; i < n; ++i)
        if (!of[i]->together_) times[i] = of[i]->ms(bits[i]);
}

double Duration::mean_ms() const {
    if (nothing_) return 0;
    switch (law_) {
        case plan::Law::lognormal: return real_exp(a_ + b_ * b_ / 2);
        case plan::Law::exponential:
        case plan::Law::constant: return a_;
        case plan::Law::uniform: return (a_ + b_) / 2;
        case plan::Law::triangular: return (a_ + b_ + c_) / 3;
    }
    return 0;
}

double greenness(const plan::Demand& demand, double n) {
    return real_exp(-n / std::max(1.0, demand.learning_scale));
}

double stretch(const plan::Demand& demand, double n) {
    if (demand.learning == plan::Practice::exponential)
        return 1 + (demand.learning_factor - 1) * greenness(demand, n);
    // k (1 + n)^-b, never below 1: at n = tau half of the way is gone.
    const double k = demand.learning_factor, tau = std::max(1.0, demand.learning_scale);
    if (k <= 1) return 1;
    const double b = real_log(2 * k / (1 + k)) / real_log(1 + tau);
    return std::max(1.0, k * real_exp(-b * real_log(1 + n)));
}

std::vector<std::string> keys_of(const plan::Plan& plan, const Code& procedure,
                                 const Code& element) {
    std::vector<std::string> keys{procedure + "/" + element};
    const auto* p = plan.procedure(procedure);
    const size_t inner = element.rfind('/');
    if (p == nullptr || !p->program || inner == std::string::npos) return keys;
    const auto host = p->program->find(element.substr(0, inner));
    if (host && !p->program->info(*host).called.empty())
        keys.push_back(p->program->info(*host).called + element.substr(inner));
    return keys;
}

const plan::ServiceTime& time_of(const plan::Plan& plan, const Code& procedure, const Code& node,
                                 const Code& kind) {
    static const plan::ServiceTime usual{6, 12};
    const plan::Demand& demand = plan.demand;
    if (!demand.steps.empty())
        for (const std::string& key : keys_of(plan, procedure, node))
            if (const auto own = demand.steps.find(key); own != demand.steps.end())
                return own->second;
    auto found = demand.service.find(kind);
    if (found == demand.service.end()) found = demand.service.find("*");
    return found == demand.service.end() ? usual : found->second;
}

}  // namespace ss::cast
