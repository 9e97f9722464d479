// Where it breaks, and the smallest change that mends it. Every candidate is simulated over the
// same dice, so that differences are the change's and not the luck's.
#pragma once

#include <map>
#include <optional>

#include "simulate/change.h"
#include "simulate/result.h"
#include "simulate/simulate.h"

namespace ss::simulate {

struct SearchOptions {
    Options run;                   // days, seed, threads; replications 0: 20
    double target = 0;             // on-time share; 0: the plan's
    double stress_load = 1;        // under which remedies are sought: factor on arrivals
    size_t most_moves = 3;         // in one remedy
    std::map<Code, double> costs;  // of moves, in place of the usual
    bool remedies = true;
    Figure stands;  // on-time share as it stands, where more runs have told it; else its own are
};

// Person-days a month that a move takes, where nothing else is said: assumed, and said so.
const std::map<Code, double>& usual_costs();

// nullopt: something cannot be run; complaints in `diagnostics`.
std::optional<Search> search(const Setup& unit, const SearchOptions&, const Progress&,
                             Diagnostics& diagnostics);

}  // namespace ss::simulate
