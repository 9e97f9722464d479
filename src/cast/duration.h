// How long something takes: a plan's distribution made ready for throwing, and what practice adds.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/real.h"
#include "cast/dice.h"
#include "plan/plan.h"

namespace ss::cast {

class Duration {
  public:
    Duration() = default;
    explicit Duration(const plan::ServiceTime& time);

    bool nothing() const { return nothing_; }  // nothing was written: it does not happen
    double ms(uint64_t bits) const;            // one throw
    // One throw each, at most kTogether: as by ms(bits), but side by side: none waits for another.
    static constexpr size_t kTogether = 128;
    static void ms(std::span<const Duration* const> of, std::span<const uint64_t> bits,
                   std::span<double> times);
    double mean_ms() const;

  private:
    plan::Law law_ = plan::Law::constant;
    bool nothing_ = true;
    bool together_ =
        false;  // lognormal, and nowhere out of real_exp's reach: mu_ and sigma_ are set
    double mu_ = 0, sigma_ = 0;
    double a_ = 0, b_ = 0, c_ = 0;
};

inline double Duration::ms(uint64_t bits) const {
    if (nothing_) return 0;
    switch (law_) {
        case plan::Law::lognormal: return real_exp(a_ + b_ * normal_quantile(open_unit_of(bits)));
        case plan::Law::exponential: return -a_ * real_log(open_unit_of(bits));
        case plan::Law::constant: return a_;
        case plan::Law::uniform: return a_ + (b_ - a_) * unit_of(bits);
        case plan::Law::triangular: {
            const double u = unit_of(bits), whole = b_ - a_;
            if (whole <= 0) return a_;
            return u * whole < c_ - a_ ? a_ + std::sqrt(u * whole * (c_ - a_))
                                       : b_ - std::sqrt((1 - u) * whole * (b_ - c_));
        }
    }
    return 0;
}

// How many times as long as for the practised it takes whoever has done `n` before:
// 1 + (k - 1) e^(-n / tau), or k (1 + n)^-b with one half of k left at n = tau.
double stretch(const plan::Demand& demand, double n);
// 1 for a beginner, towards 0 with practice: what mistakes go by.
double greenness(const plan::Demand& demand, double n);

// A piece of work: a throw, stretched; at least a millisecond.
inline int64_t work_ms(double ms) {
    return ms < 1 ? 1 : static_cast<int64_t>(ms);
}
inline int64_t work_ms(const Duration& duration, uint64_t bits, double stretched) {
    return work_ms(duration.ms(bits) * stretched);
}

// What the plan says of this step (as "procedure/node", or by the called process it is drawn in),
// of this kind of work, of any work.
const plan::ServiceTime& time_of(const plan::Plan& plan, const Code& procedure, const Code& node,
                                 const Code& kind);
// "1.001193/tail/sign" and "sign-and-return/sign": what parameters of an element are filed under.
std::vector<std::string> keys_of(const plan::Plan& plan, const Code& procedure,
                                 const Code& element);

}  // namespace ss::cast
