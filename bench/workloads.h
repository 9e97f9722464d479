// The models of README.md as plans, for the simulator of this project.
#pragma once

#include <memory>

#include "simulate/simulate.h"

namespace ss::bench {

simulate::Case mm3();        // workload (a): at the counter, over when received
simulate::Case procedure();  // workload (b): through the whole executor
// The plan in plans/hue-2025, read once. `visitors` a day on average in every unit; 0: as it says.
std::shared_ptr<const plan::Plan> hue(double visitors = 0);

}  // namespace ss::bench
