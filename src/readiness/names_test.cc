// Codes of the real plan in sentences that officials read.
#include "readiness/names.h"

#include <gtest/gtest.h>

#include "base/diagnostics.h"
#include "plan/plan.h"

namespace ss::readiness {
namespace {

TEST(Names, StepsAndRulesAreCalledAsPeopleCallThem) {
    Diagnostics diagnostics;
    const auto plan = plan::load(std::string(SS_SOURCE_DIR) + "/plans/hue-2025", diagnostics);
    ASSERT_TRUE(plan);
    const words::Book book = words::load("vi");
    const Namer namer(*plan, "vi", book);
    for (const char* step : {"certify", "verify"}) EXPECT_NE(namer.name(step), step);
    EXPECT_EQ(namer.name("tail/digitise").find('/'), std::string::npos);
    // A list that is left out is one gap.
    const std::string missing = namer.name("dossier.components_missing");
    EXPECT_NE(missing.find("thiếu: …."), std::string::npos) << missing;
    EXPECT_EQ(namer.name("nobody knows it"), "nobody knows it");
}

}  // namespace
}  // namespace ss::readiness
