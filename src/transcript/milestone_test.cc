// The first milestone: receive, erase, restart, verify, decide again; and the name of the citizen
// in no byte of anything that was produced.
#include <gtest/gtest.h>

#include "export/export.h"
#include "journal/verify.h"
#include "office/codec.h"
#include "transcript/record.h"
#include "transcript/testing.h"

namespace ss::transcript {
namespace {

class Erased : public ::testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_.file("journals"));
        script_ = testing::script_of(testing::kFolder + "dossier_erase.txt");
        ASSERT_TRUE(script_);
        plan_ = testing::plan_of(script_->plan);
        ASSERT_TRUE(plan_);
    }
    std::string journal() const { return folder_.file("journals/village.db"); }
    // Of every file below the folder.
    std::string all_bytes() const {
        std::string all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.file("")))
            if (entry.is_regular_file()) all += testing::bytes_of(entry.path().string());
        return all;
    }
    static void expect_no_name(const std::string& bytes, const char* where) {
        for (const char* name : {"Trần Thị Thử", "Trần_Thị_Thử", "Trần", "Thị Thử"})
            EXPECT_EQ(bytes.find(name), std::string::npos) << name << " stands in " << where;
    }
    // Until the line that erases it, or to the end.
    void play(bool to_the_end) {
        Script script = *script_;
        if (!to_the_end)
            std::erase_if(script.parts, [](const auto& part) {
                return part.line.find("dossier.erase") != std::string::npos;
            });
        const auto played = testing::play_file(script, plan_, journal(), true);
        ASSERT_TRUE(played.ok()) << played.error().message;
        head_ = played.value().head;
        digest_ = played.value().digest;
    }

    testing::Folder folder_;
    std::optional<Script> script_;
    std::shared_ptr<const plan::Plan> plan_;
    Hash head_, digest_;
};

TEST_F(Erased, BeforeItTheNameIsThere) {  // or the search below would prove nothing
    play(false);
    EXPECT_NE(all_bytes().find("Trần Thị Thử"), std::string::npos);
}

TEST_F(Erased, AfterItTheNameIsInNoByte) {
    play(true);
    expect_no_name(all_bytes(), "the journal");
    {
        auto storage = journal::sqlite_storage(journal(), journal::Open::write);
        ASSERT_TRUE(storage.ok());
        auto restarted = office::Recorder::open(plan_, *storage.value());
        ASSERT_TRUE(restarted.ok());
        EXPECT_EQ(restarted.value()->office().digest(), digest_);
        EXPECT_EQ(restarted.value()->vault().size(), 0u);
        expect_no_name(office::encode(restarted.value()->state()), "the State");
        expect_no_name(all_bytes(), "the journal in use");  // its log beside it too
    }
    std::string told;
    {
        auto storage = journal::sqlite_storage(journal(), journal::Open::read);
        ASSERT_TRUE(storage.ok());
        Replay replay(*storage.value());
        journal::Check check;
        check.head = head_;
        check.replay = [&](const journal::Entry& entry) { return replay(entry); };
        const auto report = journal::verify(*storage.value(), check);
        for (const auto& finding : report.findings) ADD_FAILURE() << finding.text;
        EXPECT_EQ(replay.skipped(), "");
        EXPECT_EQ(report.erased, 1u);
        EXPECT_EQ(report.head, head_);
        const auto done = tell_journal(*storage.value(), 1, UINT64_MAX,
                                       [&](const std::string& line) { told += line + "\n"; });
        ASSERT_TRUE(done.ok()) << done.error().message;
    }
    EXPECT_NE(told.find("name=~erased"), std::string::npos) << told;
    expect_no_name(told, "the told journal");
    for (const auto& [format, name] : {std::pair(exports::Format::ocel_json, "log.json"),
                                       std::pair(exports::Format::ocel_sqlite, "log.sqlite"),
                                       std::pair(exports::Format::xes, "log.xes")}) {
        const auto done = exports::export_run(folder_.file(""), format, folder_.file(name));
        ASSERT_TRUE(done.ok()) << done.error().message;
        EXPECT_GT(std::filesystem::file_size(folder_.file(name)), 1000u);
    }
    expect_no_name(all_bytes(), "a file that was written");
}

// A told journal is a script, and plays to the same entries.
TEST(Telling, AToldJournalPlaysAgain) {
    const auto script = testing::script_of(testing::kFolder + "dossier_receive.txt");
    ASSERT_TRUE(script);
    const auto plan = testing::plan_of(script->plan);
    const auto storage = journal::memory_storage();
    const auto first = play(
        *script, plan, [&]() -> Result<journal::Storage*> { return storage.get(); }, false);
    ASSERT_TRUE(first.ok());
    std::string told = "plan " + script->plan + "\n";
    ASSERT_TRUE(tell_journal(*storage, 1, UINT64_MAX, [&](const std::string& line) {
                    told += line + "\n";
                }).ok());
    Diagnostics diagnostics;
    const auto again = read_script("told", told, diagnostics);
    ASSERT_TRUE(again) << told;
    const auto second = testing::play_memory(*again, plan, false);
    ASSERT_TRUE(second.ok());
    for (const auto& complaint : second.value().complaints) ADD_FAILURE() << complaint;
    EXPECT_EQ(second.value().entries, first.value().entries);
}

// Chain and hashes are whole, and yet the entry says what its command did not bring about.
TEST(Replaying, NamesTheEntryThatIsNotComeToAgain) {
    const auto script = testing::script_of(testing::kFolder + "dossier_receive.txt");
    ASSERT_TRUE(script);
    const auto plan = testing::plan_of(script->plan);
    const auto storage = journal::memory_storage(), forged = journal::memory_storage();
    ASSERT_TRUE(
        play(
            *script, plan, [&]() -> Result<journal::Storage*> { return storage.get(); }, false)
            .ok());
    std::vector<journal::PlanFile> files;
    ASSERT_TRUE(storage
                    ->read_plan_files([&](const journal::PlanFile& f) {
                        files.push_back(f);
                        return ok();
                    })
                    .ok());
    journal::Journal writer(*forged);
    uint64_t changed = 0;
    const auto copied = storage->read(1, [&](const journal::Entry& entry) {
        std::string body = entry.body;
        if (const auto fee = body.find("\"fee\":22000"); fee != std::string::npos) {
            body.replace(fee, 11, "\"fee\":12000");
            changed = changed == 0 ? entry.seq : changed;
        }
        journal::Beside beside;
        if (entry.seq == 1) beside.plan_files = files;
        writer.add(entry.at, entry.request, body, beside);
        return ok();
    });
    ASSERT_TRUE(copied.ok() && writer.commit().ok());
    ASSERT_NE(changed, 0u);
    Replay replay(*forged);
    journal::Check check;
    check.replay = [&](const journal::Entry& entry) { return replay(entry); };
    const auto report = journal::verify(*forged, check);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].kind, journal::Finding::Kind::replay);
    EXPECT_EQ(report.findings[0].seq, changed);
}

// What stopped the program once must not stop the proof of its journal.
TEST(Replaying, TakesARequestThatWasSetAsideAsItIs) {
    const auto script = testing::script_of(testing::kFolder + "dossier_receive.txt");
    ASSERT_TRUE(script);
    const auto plan = testing::plan_of(script->plan);
    const auto storage = journal::memory_storage();
    const auto disk = [&]() -> Result<journal::Storage*> { return storage.get(); };
    ASSERT_TRUE(play(*script, plan, disk, false).ok());
    auto resumed = journal::Journal::resume(*storage, {});
    ASSERT_TRUE(resumed.ok());
    journal::Journal& writer = resumed.value();
    const Instant at = at_local({script->lived_as.day + 30}, 8 * kHour, plan->calendar.offset);
    for (const std::string& rule : {std::string(office::kSetAside), std::string("office.other")}) {
        const office::Envelope note{
            at, kDirector, "r-" + rule, {}, office::OwnCommand{office::Observe{"", "x", {}, ""}},
            {}};
        office::Answer aside;
        aside.refusal = Refusal{RefusalCode::invalid, rule, {}};
        writer.add(at, note.request, office::encode(note, aside));
    }
    ASSERT_TRUE(writer.commit().ok());
    Replay replay(*storage);
    journal::Check check;
    check.replay = [&](const journal::Entry& entry) { return replay(entry); };
    const auto report = journal::verify(*storage, check);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].seq, writer.last_seq()) << "any other refusal is decided again";
}

}  // namespace
}  // namespace ss::transcript
