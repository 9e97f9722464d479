// The gate's question asked of one unit: on time at 30 % more load and one person fewer.
#pragma once

#include <optional>

#include "readiness/forecast.h"
#include "simulate/simulate.h"

namespace ss::simulate {

// Of each lane whoever does most there is away in turn; whoever is missed most counts. The options'
// replications 0: as many as the gate asks. nullopt: it cannot be run, nothing falls due, or people
// are not the unit's own; complaints in `diagnostics`.
std::optional<readiness::GateForecast> ask_gate(const Setup& unit, Options, const Progress&,
                                                Diagnostics& diagnostics);

}  // namespace ss::simulate
