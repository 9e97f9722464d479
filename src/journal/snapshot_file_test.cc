#include "journal/snapshot_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "journal/testing.h"

namespace ss::journal {
namespace {

using testing::must;

TEST(SnapshotFile, IsReplacedAsAWhole) {
    const testing::Folder folder;
    const std::string journal = folder.file("unit.db");
    EXPECT_EQ(must(read_snapshot(journal)), "");
    const std::string large(3u << 20, 'x');
    for (const std::string& text : {std::string("one"), large, std::string("two"), std::string()}) {
        ASSERT_TRUE(write_snapshot(journal, text).ok());
        EXPECT_EQ(must(read_snapshot(journal)), text);
    }
    EXPECT_FALSE(std::filesystem::exists(snapshot_path(journal) + ".new"));
    const auto mode = std::filesystem::status(snapshot_path(journal)).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(SnapshotFile, ThatCannotBeWrittenLeavesTheOneBefore) {
    const testing::Folder folder;
    const std::string journal = folder.file("unit.db");
    ASSERT_TRUE(write_snapshot(journal, "one").ok());
    std::filesystem::create_directory(snapshot_path(journal) + ".new");  // in the way
    EXPECT_EQ(write_snapshot(journal, "two").error().code, ErrorCode::io);
    EXPECT_EQ(must(read_snapshot(journal)), "one");
    EXPECT_EQ(write_snapshot(folder.file("nowhere/unit.db"), "x").error().code, ErrorCode::io);
}

}  // namespace
}  // namespace ss::journal
