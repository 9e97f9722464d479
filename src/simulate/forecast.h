// The forecast of a living or rehearsed office: what Friday will look like, from where everything
// stands now.
#pragma once

#include "office/office.h"
#include "simulate/change.h"
#include "simulate/result.h"
#include "simulate/simulate.h"

namespace ss::simulate {

// Every open dossier where it stands, its work, timers and promised dates; the people who are away
// for as long as they are. `change` may send more of them away. The options' first day is the
// office's own. Work somebody has begun is begun anew, and first: what is left of it nobody knows.
std::optional<Forecast> forecast(const office::State& office,
                                 std::shared_ptr<const plan::Plan> plan, const Change& change,
                                 Options options, const Progress&, Diagnostics&);

}  // namespace ss::simulate
