#include "plan/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ss::plan {
namespace {

// The committed files are what the lists of keys say.
TEST(Schema, CommittedFilesAreCurrent) {
    for (const auto kind : schema_kinds()) {
        const std::string path = SS_SOURCE_DIR "/schemas/" + std::string(kind) + ".schema.json";
        const std::string made = schema_of(kind);
        if (std::getenv("SS_WRITE") != nullptr) std::ofstream(path, std::ios::binary) << made;
        std::ifstream in(path, std::ios::binary);
        const std::string kept(std::istreambuf_iterator<char>(in), {});
        EXPECT_EQ(kept, made) << path << ": write it anew with SS_WRITE=1";
    }
    EXPECT_EQ(schema_of("nothing"), "");
}

TEST(Schema, SaysWhatTheReaderWants) {
    const std::string s = schema_of("roster");
    for (const char* part :
         {"\"additionalProperties\": false", "\"required\": [\"unit\", \"officers\"]",
          "\"required\": [\"name\", \"posts\"]", "\"appointed_by_announcement\": {",
          "\"maximum\": 500", "https://json-schema.org/draft/2020-12/schema"})
        EXPECT_NE(s.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace ss::plan
