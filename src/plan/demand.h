// For whoever lays other values over a loaded plan's demand: what the loader would say of them.
#pragma once

#include <functional>
#include <string>

#include "plan/plan.h"

namespace ss::plan {

// What a demand says and cannot mean: shares that do not add up, times that are none, steps that
// are not there. `path` within demand.yaml: "service/sign".
using DemandComplaint = std::function<void(const std::string& path, const char* what,
                                           std::string message, const char* advice)>;
void check_demand(const Plan& plan, const DemandComplaint& say);

}  // namespace ss::plan
