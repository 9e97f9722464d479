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
constexpr double kMs = static_cast<double>(kMinute);
}  // namespace

Duration::Duration(const plan::ServiceTime& t) : law_(t.law) {
    switch (law_) {
        case plan::Law::lognormal:
            nothing_ = t.median <= 0;
            if (nothing_) break;
            a_ = real_log(t.median * kMs);
            b_ = t.p90 > t.median ? real_log(t.p90 / t.median) / kZ90 : 0;
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

void Duration::ms(const Duration* const* of, const uint64_t* bits, double* times, size_t n) {
    SS_ASSERT(n <= kTogether);
    std::array<double, kTogether> u, z;
    const auto lognormal = [&](size_t i) {
        return of[i]->law_ == plan::Law::lognormal && !of[i]->nothing_;
    };
    for (size_t i = 0; i < n; ++i) u[i] = open_unit_of(bits[i]);
    for (size_t i = 0; i < n; ++i) z[i] = real::normal_middle(u[i] - 0.5);
    for (size_t i = 0; i < n; ++i)
        if (!(std::fabs(u[i] - 0.5) <= real::kMiddle)) z[i] = real::normal_tail(u[i]);
    for (size_t i = 0; i < n; ++i)
        times[i] = lognormal(i) ? real_exp(of[i]->a_ + of[i]->b_ * z[i]) : of[i]->ms(bits[i]);
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
