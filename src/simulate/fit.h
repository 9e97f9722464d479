// Practice fitted to times of work: how long the practised take, and how fast people become it.
//
// The law is that of cast/duration.h: the n-th piece of the same work takes
//     s_inf * (1 + (k - 1) e^(-n / tau))
// times a lognormal factor with median 1. Fitted on logarithms by least squares with Huber's loss
// (1.345 standard deviations: a forgotten "done" counts little), every group of work with its own
// s_inf and spread, k and tau common to all that are fitted together. No dice, no clock: the same
// times give the same fit.
//
// Sources: Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35
// (1964); Huber, "Robust Statistics" (1981), 7.6 for the standard errors. They are those of many
// pieces that do not depend on each other; from some 800 pieces on, two of them on either side hold
// the truth in 91 to 98 of 100 fits (fit_test.cc).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ss::simulate {

struct Timed {  // one piece of work
    size_t group = 0;
    double before = 0;   // pieces of the same work its officer had done
    double minutes = 0;  // > 0
};

enum class Verdict : unsigned char {
    fitted,
    too_few,  // fewer than kFewest pieces: nothing is said
    unclear,  // they do not tell practice from chance: an error as large as what was fitted
};
constexpr auto names(Verdict) {
    return std::to_array<std::string_view>({"fitted", "too_few", "unclear"});
}

inline constexpr int64_t kFewest = 50;       // pieces for a curve
inline constexpr int64_t kFewestLevel = 10;  // pieces for a median

struct Curve {
    double k = 1, k_error = 0;      // within [1, 5]; standard error
    double tau = 0, tau_error = 0;  // pieces, within [5, 500]
    int64_t n = 0;
    Verdict verdict = Verdict::too_few;
};
struct Level {  // of one group, at the end of practice
    int64_t n = 0;
    double median = 0, error = 0;  // minutes, and its standard error
    double spread = 0;             // standard deviation of the logarithm
    bool known() const { return n >= kFewestLevel; }
    double p90() const;  // minutes
};
struct Fit {
    Curve curve;
    std::vector<Level> levels;  // by group, under `curve` if it is fitted; else left empty
};

Fit fit_practice(std::span<const Timed> all, size_t groups);
// The levels where k and tau are given: their own error is not in the levels'.
std::vector<Level> levels_under(std::span<const Timed> all, size_t groups, double k, double tau);

}  // namespace ss::simulate
