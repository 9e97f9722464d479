// What the tests of this room share.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "plan/plan.h"
#include "serve/testing.h"

namespace ss::opening::testing {

inline const std::string kHeader =
    "old_code,from,procedure,received,due,applicant_kind,name,owner";

inline std::string texts(const Diagnostics& complaints) {
    std::string all;
    for (const Diagnostic& d : complaints.all()) all += to_text(d) + "\n";
    return all;
}

inline const std::shared_ptr<const plan::Plan>& minimal() {
    static const std::shared_ptr<const plan::Plan> plan =
        serve::testing::plan_of("tests/plans/minimal");
    return plan;
}

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

}  // namespace ss::opening::testing
