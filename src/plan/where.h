// Where a key stands, for who complains of a plan that has long been read.
#pragma once

#include <string>
#include <string_view>

#include "plan/plan.h"

namespace ss::plan {

// The line of "arrivals_per_day/my-thuong" in demand.yaml; of the nearest key above it where it is
// absent; 0 where the plan has no such file.
int line_of(const Plan& plan, const std::string& file, std::string_view path);

}  // namespace ss::plan
