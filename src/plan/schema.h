// JSON Schema (2020-12) of each kind of YAML file, told by the lists of keys that also read them.
// schemas/*.schema.json are what this says; a test compares them, and
// `SS_WRITE=1 plan_test --gtest_filter='Schema.*'` writes them anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ss::plan {

// "plan", "city", "organization", "calendar", "documents", "precedence", "rules", "demand",
// "readiness", "meeting", "procedure", "roster".
const std::vector<std::string_view>& schema_kinds();
std::string schema_of(std::string_view kind);  // JSON text; empty: there is no such kind

}  // namespace ss::plan
