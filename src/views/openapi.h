// The contract of HTTP as OpenAPI 3.1: paths from one table, everything else out of fields().
// schemas/openapi.json is what it says; `UPDATE=1 views_test --gtest_filter='Openapi.*'` writes it.
#pragma once

#include <string>

namespace ss::views {

// Pretty-printed JSON, keys in ascending order, with a new line at its end.
std::string openapi();

}  // namespace ss::views
