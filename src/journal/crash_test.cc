// A writer that is killed at any moment has lost nothing that it answered.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "journal/journal.h"
#include "journal/testing.h"

namespace ss::journal {
namespace {

using namespace testing;

std::string request_of(uint64_t seq) {
    return "r" + std::to_string(seq);
}

// In the child: appends groups of one to five until it is killed, and tells the last seq of each
// group through the pipe once it is durable. Uses nothing of the test's own.
[[noreturn]] void write_until_killed(const std::string& path, int answers, unsigned seed) {
    std::minstd_rand dice(seed);
    auto storage = sqlite_storage(path, Open::write);
    if (!storage.ok()) _exit(1);
    auto journal = Journal::resume(*storage.value(), {});
    if (!journal.ok()) _exit(2);
    Journal& j = journal.value();
    for (;;) {
        for (auto group = 1 + dice() % 5; group > 0; --group) {
            const uint64_t seq = j.last_seq() + 1;
            const auto at = static_cast<int64_t>(seq);
            Beside beside;
            beside.sealed = {sample_sealed(static_cast<int>(seq))};
            if (seq % 7 == 0)
                beside.erase_sealed = {sample_sealed(static_cast<int>(seq - 1)).sealed().hash};
            j.add({at}, request_of(seq), body_of(at, request_of(seq), fixed('x', dice() % 3000)),
                  beside);
        }
        if (!j.commit().ok()) _exit(3);
        const uint64_t answered = j.last_seq();
        if (::write(answers, &answered, sizeof answered) != sizeof answered) _exit(4);
    }
}

// Lets a child write until it has answered `groups` times and some microseconds more, kills it, and
// returns the last seq that it answered.
uint64_t write_and_kill(const std::string& path, unsigned seed, int groups, useconds_t more) {
    int pipe_ends[2];
    EXPECT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        write_until_killed(path, pipe_ends[1], seed);
    }
    close(pipe_ends[1]);
    uint64_t answered = 0, one = 0;
    for (; groups > 0 && ::read(pipe_ends[0], &one, sizeof one) == sizeof one; --groups)
        answered = one;
    EXPECT_EQ(groups, 0) << "the writer stopped by itself";
    usleep(more);  // not to wait for something: to kill it in the middle of the next group
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer left with " << WEXITSTATUS(status);
    while (::read(pipe_ends[0], &one, sizeof one) == sizeof one) answered = one;
    close(pipe_ends[0]);
    return answered;
}

TEST(Crash, KilledAtAnyMomentNothingAnsweredIsLost) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    create(path).reset();
    std::mt19937 dice(7);
    for (unsigned round = 0; round < 30; ++round) {
        SCOPED_TRACE(round);
        const uint64_t answered = write_and_kill(path, round + 1, static_cast<int>(dice() % 12),
                                                 static_cast<useconds_t>(dice() % 6000));
        // A reader sees it as it lies there, before any writer has put it in order.
        const Report left = must(verify_file(path));
        EXPECT_TRUE(left.good()) << all_findings(left);
        EXPECT_GE(left.entries, answered);
        auto storage = must(sqlite_storage(path, Open::write));
        uint64_t found = 0;
        const Journal journal = must(Journal::resume(*storage, [&](const Entry& e) -> Status {
            EXPECT_EQ(e.seq, ++found);
            EXPECT_EQ(e.request, request_of(e.seq));
            return ok();
        }));
        EXPECT_GE(journal.last_seq(), answered);
        EXPECT_EQ(journal.head(), left.head);
    }
    const Report report = must(verify_file(path));
    EXPECT_TRUE(report.good()) << all_findings(report);
    EXPECT_GT(report.entries, 100u);
    EXPECT_EQ(folder.names(), std::vector<std::string>{"unit.db"});
}

// Whether nothing of an unfinished commit stands at the end: a page that ends one, or no page.
bool ends_a_commit(const std::string& log) {
    constexpr size_t kHeader = 32, kFrame = 24 + 4096;
    if (log.size() < kHeader + 24) return true;
    const size_t rest = (log.size() - kHeader) % kFrame;
    const size_t last = log.size() - rest - kFrame;
    return rest < 24 && log.substr(last + 4, 4) != std::string(4, '\0');
}

// What a power cut leaves of the log: any number of its bytes. A prefix of the groups stays.
TEST(Crash, ATornLogKeepsWholeGroups) {
    Folder folder, torn;
    const std::string path = folder.file("unit.db");
    auto storage = create(path);
    Journal journal(*storage);
    std::vector<uint64_t> groups = {0};
    for (int64_t at = 1; at <= 30; ++at) {
        const std::string request = std::to_string(at);
        journal.add({at}, request, body_of(at, request, fixed('x', 700)));
        if (at % 3 == 0) {
            ASSERT_TRUE(good(journal.commit()));
            groups.push_back(journal.last_seq());
        }
    }
    const std::string db = folder.bytes("unit.db"), log = folder.bytes("unit.db-wal");
    ASSERT_GT(log.size(), 10'000u);
    std::mt19937 dice(11);
    uint64_t least = 99, most = 0;
    for (int round = 0; round < 60; ++round) {
        SCOPED_TRACE(round);
        const size_t size = round == 0 ? log.size() : dice() % log.size();
        write_bytes(torn.file("unit.db"), db);
        write_bytes(torn.file("unit.db-wal"), log.substr(0, size));
        std::filesystem::remove(torn.file("unit.db-shm"));
        auto again = sqlite_storage(torn.file("unit.db"), Open::write);
        if (!again.ok()) {  // torn before the tables themselves were on the disk
            EXPECT_EQ(again.error().code, ErrorCode::corrupt);
            continue;
        }
        const uint64_t last = must(Journal::resume(*again.value(), {})).last_seq();
        EXPECT_TRUE(std::find(groups.begin(), groups.end(), last) != groups.end()) << last;
        EXPECT_TRUE(verify(*again.value()).good());
        const bool cut = !again.value()->notes().empty();
        EXPECT_EQ(cut, !ends_a_commit(log.substr(0, size))) << size;
        least = std::min(least, last), most = std::max(most, last);
    }
    EXPECT_EQ(most, 30u);
    EXPECT_LT(least, 15u);
}

TEST(Crash, ALogDamagedInTheMiddleIsRefused) {
    Folder folder, bad;
    auto storage = create(folder.file("unit.db"));
    Journal journal(*storage);
    for (int64_t at = 1; at <= 20; ++at) {
        const std::string request = std::to_string(at);
        journal.add({at}, request, body_of(at, request, fixed('x', 700)));
        ASSERT_TRUE(good(journal.commit()));
    }
    const std::string db = folder.bytes("unit.db"), log = folder.bytes("unit.db-wal");
    const std::string path = bad.file("unit.db");
    write_bytes(path, db);
    // Far from the end: answered commits would be lost without a word.
    for (const size_t at : {size_t{2}, size_t{17}, size_t{40}, log.size() / 3, log.size() / 2}) {
        std::string changed = log;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        write_bytes(path + "-wal", changed);
        const auto refused = sqlite_storage(path, Open::write);
        ASSERT_FALSE(refused.ok()) << at;
        EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
        EXPECT_NE(refused.error().message.find("-wal is damaged"), std::string::npos);
        EXPECT_TRUE(bad.bytes("unit.db-wal") == changed) << "evidence must stay as it was: " << at;
        const Report report = must(verify_file(path));
        ASSERT_FALSE(report.good());
        EXPECT_EQ(report.findings[0].kind, Finding::Kind::page);
    }
    // In the last commit: it cannot be told from one that was never finished, so the head tells.
    std::string changed = log;
    changed[log.size() - 100] = static_cast<char>(changed[log.size() - 100] ^ 0x10);
    write_bytes(path + "-wal", changed);
    Report report = must(verify_file(path));
    EXPECT_TRUE(report.good()) << all_findings(report);
    EXPECT_EQ(report.entries, 19u);
    ASSERT_EQ(report.notes.size(), 1u);
    EXPECT_NE(report.notes[0].find("never answered"), std::string::npos);
    report = must(verify_file(path, {.head = journal.head()}));
    ASSERT_FALSE(report.good());
    EXPECT_EQ(report.findings[0].kind, Finding::Kind::tail);
}

}  // namespace
}  // namespace ss::journal
