#include "views/openapi.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "views/views.h"

namespace ss::views {

const std::string kFile = std::string(SS_SOURCE_DIR) + "/schemas/openapi.json";

// The text between each `before` and the next quotation mark.
std::set<std::string> all_between(const std::string& text, const std::string& before) {
    std::set<std::string> found;
    for (size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
        const size_t from = at + before.size();
        found.insert(text.substr(from, text.find('"', from) - from));
    }
    return found;
}

TEST(Openapi, TheFileCheckedInIsCurrent) {
    const std::string now = openapi();
    if (std::getenv("UPDATE") != nullptr) std::ofstream(kFile, std::ios::binary) << now;
    std::ifstream in(kFile, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    EXPECT_TRUE(out.str() == now) << "UPDATE=1 writes it anew";
}

TEST(Openapi, EveryReferenceLeadsSomewhere) {
    const std::string now = openapi();
    const auto names = all_between(now, "\"#/components/schemas/");
    EXPECT_GT(names.size(), 200u);
    for (const auto& name : names)
        EXPECT_NE(now.find("\n      \"" + name + "\": {"), std::string::npos) << name;
}

TEST(Openapi, TellsEveryViewUnderItsType) {
    const std::string now = openapi();
    for (const auto& [name, kind] : all()) {
        EXPECT_NE(now.find("/view/" + std::string(name) + "\": {"), std::string::npos) << name;
        EXPECT_NE(now.find("\n      \"" + std::string(kind.type) + "\": {"), std::string::npos)
            << name;
        EXPECT_EQ(kind.schema().find("{\"$defs\":{"), 0u);
    }
}

}  // namespace ss::views
