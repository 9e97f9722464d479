// Journals written by earlier versions of the program lie in tests/journals/<version>/ and are read
// for ever: told.txt says of each the head, the number of entries and the digest of the State they
// add up to. A State that has gained a field has another digest: see why, then SS_UPDATE=1. A
// journal itself is never written anew: what breaks one needs a new kind of fact, not an edit.
#include <gtest/gtest.h>

#include "journal/verify.h"
#include "transcript/record.h"
#include "transcript/testing.h"

namespace ss::transcript {
namespace {

namespace fs = std::filesystem;

// "name entries head digest" of one journal; its findings as failures.
std::string told_of(const fs::path& file) {
    const std::string name = file.filename().string();
    auto storage = journal::sqlite_storage(file.string(), journal::Open::read);
    if (!storage.ok()) return name + ": " + storage.error().message;
    Replay replay(*storage.value());
    journal::Check check;
    check.replay = [&](const journal::Entry& entry) { return replay(entry); };
    const journal::Report report = journal::verify(*storage.value(), check);
    for (const auto& finding : report.findings) ADD_FAILURE() << name << ": " << finding.text;
    EXPECT_EQ(replay.skipped(), "") << name;
    if (replay.office() == nullptr) return name + ": empty";
    size_t lines = 0;
    const auto told =
        tell_journal(*storage.value(), 1, report.entries, [&](const std::string&) { ++lines; });
    EXPECT_TRUE(told.ok()) << name;
    EXPECT_GT(lines, report.entries) << name;
    return name + " " + std::to_string(report.entries) + " " + hex(report.head) + " " +
           hex(replay.office()->digest());
}

// What this version leaves for the next: a journal of each kind, where there is none yet.
void capture() {
    const std::string folder =
        testing::kRoot + "tests/journals/" + std::string(office::kProgramVersion) + "/";
    fs::create_directories(folder);
    for (const std::string name :
         {"assignment", "back_entry", "delegation", "document_incoming", "document_order",
          "dossier_complain", "dossier_erase", "dossier_receive", "dossier_take_over",
          "inject_and_note", "live_unit", "meeting_order", "ticket_queue"}) {
        if (fs::exists(folder + name + ".db")) continue;
        const auto script = testing::script_of(testing::kFolder + name + ".txt");
        ASSERT_TRUE(script) << name;
        const auto played = testing::play_file(*script, testing::plan_of(script->plan),
                                               folder + name + ".db", false);
        EXPECT_TRUE(played.ok()) << name;
    }
}

TEST(OldJournals, AreReplayedForEver) {
    if (testing::updating()) capture();
    size_t journals = 0;
    for (const auto& version : fs::directory_iterator(testing::kRoot + "tests/journals")) {
        if (!version.is_directory()) continue;
        std::vector<fs::path> files;
        for (const auto& file : fs::directory_iterator(version))
            if (file.path().extension() == ".db") files.push_back(file.path());
        std::sort(files.begin(), files.end());
        std::string told;
        for (const fs::path& file : files) told += told_of(file) + "\n";
        const std::string path = (version.path() / "told.txt").string();
        if (testing::updating()) testing::write(path, told);
        EXPECT_EQ(testing::bytes_of(path), told) << version.path();
        journals += files.size();
    }
    EXPECT_GE(journals, 8u);
}

// The same record as another version would have left it: only the first entry names it.
std::unique_ptr<journal::Storage> by_version(journal::Storage& own, const std::string& version) {
    auto other = journal::memory_storage();
    journal::Journal journal(*other);
    std::vector<journal::PlanFile> files;
    EXPECT_TRUE(own.read_plan_files([&](const auto& f) { return files.push_back(f), ok(); }).ok());
    EXPECT_TRUE(own.read(1, [&](const journal::Entry& e) {
        std::string body = e.body;
        const std::string mine = "\"program\":\"" + std::string(office::kProgramVersion) + "\"";
        const std::string theirs = "\"program\":\"" + version + "\"";
        for (size_t at = 0; (at = body.find(mine, at)) != std::string::npos; at += theirs.size())
            body.replace(at, mine.size(), theirs);
        journal::Beside beside;
        if (e.seq == 1) beside.plan_files = files;
        journal.add(e.at, e.request, std::move(body), std::move(beside));
        return ok();
    }).ok());
    EXPECT_TRUE(journal.commit().ok());
    return other;
}

// It was decided by other rules: what happened is replayed, and nobody asks whether it was right.
TEST(OldJournals, OfAnotherVersionAreReplayedFactByFact) {
    const auto script = testing::script_of(testing::kFolder + "dossier_receive.txt");
    ASSERT_TRUE(script);
    const auto own = journal::memory_storage();
    const auto played = play(
        *script, testing::plan_of(script->plan),
        [&]() -> Result<journal::Storage*> { return own.get(); }, false);
    ASSERT_TRUE(played.ok());
    for (const std::string& version : {std::string(office::kProgramVersion), std::string("0.0.1")}) {
        const auto storage = by_version(*own, version);
        Replay replay(*storage);
        ASSERT_TRUE(storage->read(1, [&](const journal::Entry& e) { return replay(e); }).ok());
        EXPECT_EQ(replay.decided_by(), version == office::kProgramVersion ? "" : version);
        uint64_t entries = 0;
        ASSERT_TRUE(own->read(1, [&](const auto& e) { return entries = e.seq, ok(); }).ok());
        EXPECT_GT(entries, 5u);
        EXPECT_EQ(replay.office()->state().seq, entries);
    }
}

}  // namespace
}  // namespace ss::transcript
