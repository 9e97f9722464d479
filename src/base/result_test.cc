#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/diagnostics.h"

namespace ss {
namespace {

Result<int> half(int n) {
    if (n % 2 != 0) return Error{ErrorCode::malformed, std::to_string(n) + " is odd"};
    return n / 2;
}

Result<int> quarter(int n) {
    return SS_TRY(half(SS_TRY(half(n))));
}

Status both(int a, int b) {
    SS_TRY(half(a));
    SS_TRY(half(b));
    return ok();
}

TEST(ResultTest, TryYieldsOrLeaves) {
    EXPECT_EQ(quarter(12).value(), 3);
    EXPECT_EQ(quarter(7).error().message, "7 is odd");
    EXPECT_EQ(quarter(6).error().message, "3 is odd");
    EXPECT_TRUE(both(2, 4).ok());
    EXPECT_EQ(both(2, 3).error().message, "3 is odd");
}

Result<std::unique_ptr<int>> boxed(int n) {
    return std::make_unique<int>(SS_TRY(half(n)));
}

TEST(ResultTest, CarriesWhatCanOnlyBeMoved) {
    auto box = boxed(8);
    ASSERT_TRUE(box.ok());
    const std::unique_ptr<int> inside = std::move(box).value();
    EXPECT_EQ(*inside, 4);
    EXPECT_FALSE(boxed(9).ok());
}

TEST(ResultTest, AskingForTheWrongHalfIsABug) {
    EXPECT_DEATH((void)quarter(12).error(), "assertion failed");
    EXPECT_DEATH((void)quarter(7).value(), "assertion failed");
}

TEST(DiagnosticsTest, InTheOrderInWhichAPersonMends) {
    Diagnostics all;
    all.warning("b.second", "b.yaml", 2, "two", "");
    all.error("a.late", "a.yaml", 30, "thirty", "mend it");
    all.error("a.early", "a.yaml", 4, "four", "");
    all.error("a.file", "a.yaml", 0, "whole file", "");
    EXPECT_TRUE(all.has_errors());
    EXPECT_EQ(all.count(Severity::error), 3u);
    EXPECT_EQ(all.count(Severity::warning), 1u);
    all.sort();
    std::string text;
    for (const Diagnostic& d : all.all()) text += to_text(d) + "\n";
    EXPECT_EQ(text,
              "a.yaml: error a.file: whole file\n"
              "a.yaml:4: error a.early: four\n"
              "a.yaml:30: error a.late: thirty\n"
              "    mend it\n"
              "b.yaml:2: warning b.second: two\n");
    Diagnostics only;
    only.warning("x", "", 0, "m", "");
    EXPECT_FALSE(only.has_errors());
    EXPECT_EQ(to_text(only.all()[0]), "warning x: m");
}

}  // namespace
}  // namespace ss
