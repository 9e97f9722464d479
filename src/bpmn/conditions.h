// What the conditions behind a gateway say about outcomes: does every outcome of the work before it
// have a way on, and is every outcome named one that is offered there? Only this room sees it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "bpmn/program.h"

namespace ss::bpmn {

// Outcomes named in a condition: outcome = "a", outcome in ("a", "b"), outcome != "a".
std::set<std::string> outcomes_named(std::string_view condition);
// Those for which it holds, where it is nothing but outcome = "a" or outcome in (...), joined by
// `or`; else nullopt.
std::optional<std::set<std::string>> outcomes_taken(std::string_view condition);

// False: there was an error. bpmn.unknown_outcome (error), bpmn.not_exhaustive (warning).
bool check_conditions(const Program& program, Diagnostics& diagnostics);

}  // namespace ss::bpmn
