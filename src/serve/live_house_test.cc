// The live house: one journal per unit, messages between them, backup and restore.
#include "serve/live_house.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "journal/sqlite_db.h"
#include "serve/backup.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::Folder;
using testing::plan_of;

const char* const kPlan = "plans/hue-2025";

class House_ : public ::testing::Test {
  protected:
    void found(const Code& unit, office::Mode mode = office::Mode::trial) {
        const auto done = LiveHouse::found(data.path(), mode, plan_of(kPlan), unit, now, {true});
        ASSERT_TRUE(done.ok()) << done.error().message;
    }
    std::unique_ptr<LiveHouse> open(office::Mode mode = office::Mode::trial) {
        auto opened = LiveHouse::open(data.path(), mode, [this] { return now; });
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
        return std::move(opened).value();
    }
    static office::Answer ask(LiveHouse& house, const Code& unit, const Code& by,
                              const std::string& request, office::Command command,
                              std::vector<SealedValue> sealed = {}) {
        auto answer =
            house.ask(unit, {{}, by, request, std::nullopt, std::move(command), std::move(sealed)});
        EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().message);
        return std::move(answer).value();
    }

    Folder data;
    Instant now = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);
};

TEST_F(House_, OpensEachUnitWithThePlanOfItsJournal) {
    found("my-thuong");
    found("duong-no");
    found("vy-da", office::Mode::live);
    const auto trial = open(), live = open(office::Mode::live);
    EXPECT_EQ(trial->units(), (std::vector<Code>{"duong-no", "my-thuong"}));
    EXPECT_EQ(live->units(), (std::vector<Code>{"vy-da"}));
    EXPECT_EQ(trial->code(), "trial");
    EXPECT_NE(trial->title("vi"), trial->title("en"));
    EXPECT_EQ(trial->find("my-thuong")->state().plan, plan_of(kPlan)->hash);
    EXPECT_EQ(trial->find("vy-da"), nullptr);
    EXPECT_FALSE(
        LiveHouse::found(data.path(), office::Mode::trial, plan_of(kPlan), "duong-no", now, {true})
            .ok())
        << "it is there";
    EXPECT_FALSE(
        LiveHouse::found(data.path(), office::Mode::trial, plan_of(kPlan), "nowhere", now, {true})
            .ok());
    const auto asked = trial->ask("nowhere", {});
    EXPECT_EQ(asked.error().code, ErrorCode::unavailable);
}

TEST_F(House_, RefusesAJournalOfAnotherModeOrUnit) {
    found("my-thuong");
    std::filesystem::create_directories(data / "live");
    std::filesystem::copy_file(data / "trial/my-thuong.db", data / "live/my-thuong.db");
    const auto wall = [this] { return now; };
    EXPECT_EQ(LiveHouse::open(data.path(), office::Mode::live, wall).error().code,
              ErrorCode::conflict);
    std::filesystem::rename(data / "trial/my-thuong.db", data / "trial/vy-da.db");
    EXPECT_EQ(LiveHouse::open(data.path(), office::Mode::trial, wall).error().code,
              ErrorCode::conflict);
}

TEST_F(House_, IsOneWritersAtATime) {
    found("my-thuong");
    const auto first = open();
    EXPECT_EQ(
        LiveHouse::open(data.path(), office::Mode::trial, [this] { return now; }).error().code,
        ErrorCode::conflict);
}

// --- opened beside the server --------------------------------------------------------------------

TEST_F(House_, FindsWithinSecondsWhatIsOpenedBesideIt) {
    found("my-thuong");
    const auto house = open();
    found("duong-no");
    // Neither one that is being made nor one that is damaged hinders the others.
    std::ofstream(data / "trial/vy-da.db.opening") << "half a journal";
    std::ofstream(data / "trial/hue-city.db") << "no journal";
    ASSERT_TRUE(house->run_due().ok());
    EXPECT_EQ(house->units().size(), 1u) << "it looks from time to time only";
    now.ms += 3 * kSecond;
    const auto again = house->run_due();
    ASSERT_TRUE(again.ok());
    EXPECT_LE(again.value(), 3 * kSecond);
    EXPECT_EQ(house->units(), (std::vector<Code>{"duong-no", "my-thuong"}));
    // It is this server's now.
    EXPECT_EQ(LiveHouse::alone(
                  data.path(), office::Mode::trial, "duong-no", [this] { return now; },
                  [](office::Recorder&, journal::Storage&) { return ok(); })
                  .error()
                  .code,
              ErrorCode::conflict);
    std::filesystem::remove(data / "trial/hue-city.db");
    found("hue-city");
    now.ms += 3 * kSecond;
    ASSERT_TRUE(house->run_due().ok());
    EXPECT_EQ(house->units().size(), 3u);
}

TEST_F(House_, MakesAWholeJournalOrNone) {
    const auto count = [&] {
        size_t n = 0;
        for (const auto& entry : std::filesystem::directory_iterator(data / "trial"))
            n += entry.is_regular_file();
        return n;
    };
    Founding founding{true};
    founding.more = [&](office::Recorder&) -> Status {
        EXPECT_GE(count(), 1u) << "under another name";
        EXPECT_FALSE(std::filesystem::exists(data / "trial/my-thuong.db"));
        // Nobody else opens anything there meanwhile.
        EXPECT_EQ(
            LiveHouse::found(data.path(), office::Mode::trial, plan_of(kPlan), "vy-da", now, {true})
                .error()
                .code,
            ErrorCode::conflict);
        return Error{ErrorCode::malformed, "something is wrong"};
    };
    EXPECT_EQ(LiveHouse::found(data.path(), office::Mode::trial, plan_of(kPlan), "my-thuong", now,
                               founding)
                  .error()
                  .code,
              ErrorCode::malformed);
    EXPECT_EQ(count(), 0u);
    // What a killed one has left is in nobody's way.
    std::ofstream(data / "trial/my-thuong.db.opening") << "half a journal";
    found("my-thuong");
    EXPECT_EQ(count(), 1u);
}

TEST_F(House_, WritesWhyAUnitWasOpenedOnceAndAtOnce) {
    office::RecordGate gate;
    gate.conclusion = "conditional";
    gate.runs.push_back({sha256("head"), {}, {}, "a-day", 7});
    Founding founding{true, gate};
    founding.gate->waivers.push_back({"restore", "", "Later", "Somebody", {}, {}});
    const auto make = [&] {
        return LiveHouse::found(data.path(), office::Mode::live, plan_of(kPlan), "vy-da", now,
                                founding);
    };
    EXPECT_EQ(make().error().message, "gate: office.waiver_unsigned");
    founding.gate->waivers[0].post = "Chair";
    founding.gate->runs.clear();
    EXPECT_EQ(make().error().message, "gate: office.gate_empty");
    founding.gate = gate;
    ASSERT_TRUE(make().ok());
    const auto house = open(office::Mode::live);
    const auto late = ask(*house, "vy-da", kDirector, "g", office::OwnCommand{gate});
    ASSERT_TRUE(late.refusal);
    EXPECT_EQ(late.refusal->rule, "office.gate_late");
    const Code officer = house->find("vy-da")->state().org.officers.begin()->first;
    const auto other = ask(*house, "vy-da", officer, "h", office::OwnCommand{gate});
    ASSERT_TRUE(other.refusal);
    EXPECT_EQ(other.refusal->rule, "office.not_entitled");
}

TEST_F(House_, LetsTimePassAndSaysWhenItIsDue) {
    found("my-thuong");
    const auto house = open();
    size_t ticks = 0;
    house->on_answer([&](const Code&, const Code& by, const office::Answer&) {
        if (by == kClock) ++ticks;
    });
    const auto wait = house->run_due();
    ASSERT_TRUE(wait.ok());
    EXPECT_GE(wait.value(), 0);
    EXPECT_LE(wait.value(), kHour);
    now.ms += 400 * kDay;  // e-signatures and assignments have run out meanwhile
    while (house->run_due().value() == 0) ASSERT_TRUE(house->commit().ok());
    ASSERT_TRUE(house->commit().ok());
    const auto due = house->find("my-thuong")->office().next_due();
    EXPECT_TRUE(!due || *due > now) << ticks;
}

// A dossier received in one ward for the other arrives there, with its sealed values, exactly once.
TEST_F(House_, CarriesMessagesBetweenItsUnits) {
    found("my-thuong");
    found("duong-no");
    std::string code;  // a procedure that any ward may receive
    for (const auto& [c, p] : plan_of(kPlan)->procedures)
        if (p.territory_free && p.channels.contains("counter") && code.empty()) code = c;
    ASSERT_FALSE(code.empty());
    const plan::Procedure& procedure = *plan_of(kPlan)->procedure(code);
    const SealedValue name{std::string(32, 's'), "Tran Thi Thu"};
    auto house = open();
    dossiers::Present present;
    present.procedure = code;
    present.applicant.kind = *procedure.applicants.begin();
    present.applicant.name = name.sealed();
    present.return_by = "counter";
    present.for_unit = "duong-no";
    dossiers::Receive receive{{1}, {}};
    for (const plan::Component& c : procedure.components) {
        present.given.push_back({c.code, 1, 1});
        receive.seen.push_back(c.code);
    }
    const auto filed = ask(*house, "my-thuong", kCitizen, "p", dossiers::Command{present}, {name});
    ASSERT_FALSE(filed.refusal) << filed.refusal->rule;
    Code clerk;
    const auto& home = *house->find("my-thuong");
    for (const auto& [officer, is] : home.state().org.officers)
        if (org::may_ask(home.state().org, plan_of(kPlan)->organization, officer, "dossier.receive",
                         now) &&
            org::works_in(home.state().org, plan_of(kPlan)->organization, officer,
                          procedure.receiving_role, now))
            clerk = officer;
    const auto received = ask(*house, "my-thuong", clerk, "r", dossiers::Command{receive});
    ASSERT_FALSE(received.refusal) << received.refusal->rule;
    ASSERT_EQ(home.state().outbox.size(), 1u);
    const uint64_t before = house->find("duong-no")->last_seq();
    ASSERT_TRUE(house->run_due().ok());
    EXPECT_EQ(house->find("duong-no")->last_seq(), before)
        << "a message leaves only when it is on the record";
    ASSERT_TRUE(house->commit().ok());
    for (int i = 0; i < 4; ++i) {  // there, and the answer back
        ASSERT_TRUE(house->run_due().ok());
        ASSERT_TRUE(house->commit().ok());
    }
    const auto& there = *house->find("duong-no");
    ASSERT_EQ(there.state().dossiers.dossiers.size(), 1u);
    EXPECT_EQ(*there.vault().open(name.sealed()), name.value);
    EXPECT_TRUE(home.state().outbox.empty());
    EXPECT_TRUE(there.state().outbox.empty());
    ASSERT_TRUE(home.state().dossiers.find({1})->worker.has_value());
    const Hash head = there.head(), home_head = home.head();
    house = nullptr;
    house = open();
    EXPECT_GT(house->find("duong-no")->start().snapshot, 0u) << "started from a snapshot";
    ASSERT_TRUE(house->run_due().ok());
    EXPECT_EQ(house->find("duong-no")->head(), head);
    EXPECT_EQ(house->find("my-thuong")->head(), home_head);
}

// kill -9 between a commit and the next: what was answered stays, what was not is as if never
// asked.
TEST_F(House_, KeepsWhatItAnsweredWhenItIsKilled) {
    found("my-thuong");
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto house = open();
        ask(*house, "my-thuong", kCitizen, "kept", dossiers::Command{dossiers::Present{}});
        if (!house->commit().ok()) _exit(1);
        ask(*house, "my-thuong", kCitizen, "lost", dossiers::Command{dossiers::Present{}});
        kill(getpid(), SIGKILL);
    }
    int how = 0;
    ASSERT_EQ(waitpid(child, &how, 0), child);
    ASSERT_TRUE(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
    const auto house = open();
    const dossiers::Command present{dossiers::Present{}};
    EXPECT_TRUE(ask(*house, "my-thuong", kCitizen, "kept", present).repeated);
    EXPECT_FALSE(ask(*house, "my-thuong", kCitizen, "lost", present).repeated);
}

TEST_F(House_, BacksUpWhileItRunsAndRestores) {
    found("my-thuong");
    found("vy-da", office::Mode::live);
    {
        auto accounts = std::move(Accounts::open(data / "accounts.db")).value();
        ASSERT_TRUE(
            accounts
                ->add({"clerk", AccountKind::city, "", "", "", false, false}, testing::cheap_hash())
                .ok());
    }
    std::filesystem::create_directory(data / "in-flight");
    std::ofstream(data / "in-flight/my-thuong-1.csv") << "Without an owner";
    const auto house = open();
    ask(*house, "my-thuong", kCitizen, "t", dossiers::Command{dossiers::Present{}});
    ASSERT_TRUE(house->commit().ok());
    const Folder other;
    const auto copied = backup(data.path(), other / "backup");
    ASSERT_TRUE(copied.ok()) << copied.error().message;
    ASSERT_EQ(copied.value().size(), 2u);
    EXPECT_EQ(copied.value()[1].name, "trial/my-thuong.db");
    EXPECT_EQ(copied.value()[1].head, house->find("my-thuong")->head());
    EXPECT_EQ(backup(data.path(), other / "backup").error().code, ErrorCode::conflict);
    // What comes after it is not in it.
    ask(*house, "my-thuong", kCitizen, "u", dossiers::Command{dossiers::Present{}});
    ASSERT_TRUE(house->commit().ok());

    ASSERT_FALSE(restore(other / "backup", data.path()).ok()) << "there is data already";
    const auto restored = restore(other / "backup", other / "data");
    ASSERT_TRUE(restored.ok()) << restored.error().message;
    std::string left;
    std::getline(std::ifstream(other / "data/in-flight/my-thuong-1.csv"), left);
    EXPECT_EQ(left, "Without an owner");
    const auto again = std::move(LiveHouse::open(other / "data", office::Mode::trial, [this] {
                           return now;
                       })).value();
    EXPECT_EQ(again->find("my-thuong")->head(), copied.value()[1].head);
    EXPECT_TRUE(std::move(Accounts::open(other / "data/accounts.db")).value()->find("clerk"));
}

// In the process that serves them: its own hold on the accounts outlives the copying.
TEST_F(House_, BacksUpWithoutLettingGoOfTheAccounts) {
    constexpr off_t kReserved = 0x40000001;  // the byte SQLite locks while it means to write
    found("my-thuong");
    const std::string path = data / "accounts.db";
    ASSERT_TRUE(Accounts::open(path).ok());
    const auto held = [&] {  // as another program sees it
        const pid_t child = fork();
        if (child == 0) {
            struct flock lock{};
            lock.l_type = F_WRLCK;
            lock.l_whence = SEEK_SET;
            lock.l_start = kReserved;
            lock.l_len = 1;
            const int fd = ::open(path.c_str(), O_RDWR);
            _exit(fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
        }
        int how = 0;
        return waitpid(child, &how, 0) == child && WIFEXITED(how) && WEXITSTATUS(how) == 0;
    };
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
    const journal::Db writer(raw);
    EXPECT_FALSE(held());
    ASSERT_TRUE(journal::execute(raw, "BEGIN IMMEDIATE").ok());
    ASSERT_TRUE(held());
    const Folder other;
    const auto copied = backup(data.path(), other / "backup");
    ASSERT_TRUE(copied.ok()) << copied.error().message;
    EXPECT_TRUE(held()) << "two programs could write at once";
}

TEST_F(House_, RestoresNoBackupThatWasTouched) {
    found("my-thuong");
    const Folder other;
    ASSERT_TRUE(backup(data.path(), other / "backup").ok());
    const std::string file = other / "backup/trial/my-thuong.db";
    std::ifstream in(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const size_t at = bytes.find("my-thuong", 8192);
    ASSERT_NE(at, bytes.npos);
    bytes[at] = 'n';
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    const auto restored = restore(other / "backup", other / "data");
    EXPECT_FALSE(restored.ok());
    EXPECT_FALSE(std::filesystem::exists(other / "data/trial/my-thuong.db"));
    std::filesystem::remove(other / "backup/manifest.txt");
    EXPECT_EQ(restore(other / "backup", other / "data").error().code, ErrorCode::io);
    EXPECT_FALSE(backup(other / "nowhere", other / "b2").ok());
}

}  // namespace
}  // namespace ss::serve
