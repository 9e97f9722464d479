#include "words/words.h"

#include <gtest/gtest.h>

#include <set>

namespace ss::words {
namespace {

std::set<std::string> places(const std::string& sentence) {
    std::set<std::string> found;
    for (size_t i = 0; i + 2 < sentence.size(); ++i)
        if (sentence[i] == '{' && sentence[i + 2] == '}') found.insert(sentence.substr(i, 3));
    return found;
}

// Every sentence is there in both languages, and says the same things in both.
TEST(Words, EveryLanguageHasEverySentence) {
    const Book vi = load("vi"), en = load("en");
    ASSERT_GT(vi.size(), 200u);
    for (const auto& [rule, sentence] : vi) {
        const auto other = en.find(rule);
        ASSERT_NE(other, en.end()) << rule << " has no English sentence";
        EXPECT_EQ(places(sentence), places(other->second)) << rule;
        EXPECT_FALSE(sentence.empty()) << rule;
    }
    for (const auto& [rule, sentence] : en) EXPECT_TRUE(vi.contains(rule)) << rule;
}

TEST(Words, FillsPlaces) {
    EXPECT_EQ(fill("{1} of {0}, {0}{2}", {"a", "b"}), "b of a, a");
    EXPECT_EQ(fill("{x} {", {}), "{x} {");
    EXPECT_EQ(fill("{1*}, of {0}{2*}{1*", {"a", "b"}), "b, of a{1*");
    EXPECT_EQ(fill("lacks: {1*}.", {"a", "b", "c"}), "lacks: b; c.");
    EXPECT_EQ(parse("a.b: \"say \\\"{0}\\\"\"\n# c: \"d\"\n\nno").at("a.b"), "say \"{0}\"");
    EXPECT_EQ(say({}, "some.rule", {"7"}), "some.rule 7");
    EXPECT_TRUE(load("xx").empty());
}

}  // namespace
}  // namespace ss::words
