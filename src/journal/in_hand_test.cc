#include "journal/in_hand.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "journal/testing.h"

namespace ss::journal {
namespace {

using namespace testing;

TEST(InHandFile, WhatIsNotedOutlivesTheOneWhoNotedIt) {
    Folder folder;
    const std::string path = folder.file("unit.db.hand");
    EXPECT_EQ(must(must(in_hand_file(path))->left()), "") << "made";
    for (const std::string& body : {std::string("{\"at\":1}"), std::string(limits::kBody, 'x'),
                                    std::string("shorter"), std::string("y")}) {
        ASSERT_TRUE(must(in_hand_file(path))->note(body).ok());
        EXPECT_EQ(must(must(in_hand_file(path))->left()), body);
    }
    ASSERT_TRUE(must(in_hand_file(path))->clear().ok());
    EXPECT_EQ(must(must(in_hand_file(path))->left()), "");
    const auto longer = must(in_hand_file(path))->note(std::string(limits::kBody + 1, 'x'));
    ASSERT_FALSE(longer.ok());
    EXPECT_EQ(longer.error().code, ErrorCode::limit);
    EXPECT_FALSE(in_hand_file(folder.file("no/such/folder")).ok());
}

TEST(InHandFile, ATornNoteIsNone) {
    Folder folder;
    const std::string path = folder.file("unit.db.hand");
    ASSERT_TRUE(must(in_hand_file(path))->note("{\"at\":1,\"by\":\"lan\"}").ok());
    const std::string whole = folder.bytes("unit.db.hand");
    for (size_t length = 0; length < whole.size(); ++length) {
        write_bytes(path, whole.substr(0, length));
        EXPECT_EQ(must(must(in_hand_file(path))->left()), "") << length;
    }
    for (size_t at = 0; at < whole.size(); ++at) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x41);
        write_bytes(path, changed);
        EXPECT_EQ(must(must(in_hand_file(path))->left()), "") << at;
    }
}

}  // namespace
}  // namespace ss::journal
