// The papers of a run, printed once the day has been played.
#pragma once

#include <memory>
#include <string>

#include "plan/plan.h"

namespace ss::cli {

// DIR/papers/*.pdf of this unit, out of DIR/journals/<unit>.db; false: complained. A plan
// without forms prints no papers, and says so.
bool print_papers(std::shared_ptr<const plan::Plan> plan, const std::string& run, const Code& unit,
                  bool quiet);

}  // namespace ss::cli
