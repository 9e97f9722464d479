// A plan's demand held against what really came: its level fitted to known counts, other counts
// predicted from it. And where every parameter comes from.
//
// The plan says how a unit's days differ from each other (weekday, ramp, season) and how units
// differ from each other (arrivals_per_day); one factor on all of it is fitted. Exact: what is
// expected of a Poisson process, no dice.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/diagnostics.h"
#include "base/time.h"
#include "plan/plan.h"
#include "simulate/result.h"
#include "simulate/statistics.h"

namespace ss::simulate {

// So many dossiers came to these units from the first day to the last, both included.
struct Counted {
    std::vector<Code> units;  // empty: every ward and commune of the plan
    LocalDate first, last;
    double dossiers = 0;
};

// What the plan expects of that, and how its days weigh: sum of squares over the square of the sum.
struct Expected {
    double dossiers = 0;
    double concentration = 0;  // one day: 1; n equal days: 1/n
};
Expected expected(const plan::Plan& plan, const Counted& what);

struct LevelFit {
    double factor = 1;  // on arrivals_per_day of all units
    double dossiers = 0, concentration = 0;
};
// nullopt: nothing was counted, or the plan expects nobody there.
std::optional<LevelFit> fit_level(const plan::Plan& plan, std::span<const Counted> counted);

struct Predicted {
    double mean = 0;
    Interval chance;  // 95 %: a Poisson process, and the fit's own error
    Interval days;    // the same when days also vary, alike for all units, by `day_to_day`
    double off(double counted) const { return counted > 0 ? mean / counted - 1 : 0; }
};
// `day_to_day`: coefficient of variation of a day against what the plan says of it; assumed by
// whoever asks. Days of the fit and of what is predicted count as different days.
Predicted predict(const plan::Plan& plan, const LevelFit& fit, const Counted& what,
                  double day_to_day);

// Every key of demand.yaml in a fixed order, and where it comes from: "derived"
// and "fitted" if its basis begins so, else "sourced" if somebody has read it there, else
// "assumed". What is neither in the file nor does anything is left out. A row of `fitted` stands in
// place of the key's own ("learning_factor") or after it ("service/verify"); those of no key
// ("experience/vo-tuong-tuong") come last.
std::vector<Parameter> parameters_of(const plan::Plan& plan,
                                     const std::vector<Parameter>& fitted = {});

// A warning for each kind of work of which the plan does not say how long it takes.
void say_assumed(const plan::Plan& plan, Diagnostics&);

}  // namespace ss::simulate
