// What only a file can do: be locked, be the same twice, forget, run full.
#include <sys/resource.h>

#include <csignal>

#include "journal/journal.h"
#include "journal/sqlite_db.h"
#include "journal/testing.h"

namespace ss::journal {
namespace {

using namespace testing;

TEST(Sqlite, OneFileAtRest) {
    Folder folder;
    write_sample(*create(folder.file("unit.db")));
    EXPECT_EQ(folder.names(), std::vector<std::string>{"unit.db"});
    auto reader = must(sqlite_storage(folder.file("unit.db"), Open::read));
    EXPECT_EQ(must(reader->find_request("open")), 1u);
    EXPECT_EQ(folder.names(), std::vector<std::string>{"unit.db"}) << "a reader leaves no trace";
    EXPECT_FALSE(reader->append({}).ok());
}

TEST(Sqlite, TheSameAppendsGiveTheSameBytes) {
    Folder folder;
    const Hash one = write_sample(*create(folder.file("a.db")));
    const Hash two = write_sample(*create(folder.file("b.db")));
    EXPECT_EQ(one, two);
    EXPECT_GT(folder.bytes("a.db").size(), 100'000u);
    EXPECT_TRUE(folder.bytes("a.db") == folder.bytes("b.db"));
}

TEST(Sqlite, GroupsShowOnlyInTheChangeCounters) {
    Folder folder;
    write_sample(*create(folder.file("a.db")), 20, 3);
    write_sample(*create(folder.file("b.db")), 20, 1);
    std::string a = folder.bytes("a.db"), b = folder.bytes("b.db");
    for (std::string* file : {&a, &b}) {
        file->replace(24, 4, "....");  // docs/formats/journal.md
        file->replace(92, 4, "....");
    }
    EXPECT_TRUE(a == b);
}

TEST(Sqlite, AStopBetweenShowsOnlyInTheChangeCounters) {
    Folder folder;
    write_sample(*create(folder.file("a.db")));
    write_sample(*create(folder.file("b.db")));
    for (const char* name : {"a.db", "b.db"}) {
        auto storage = must(sqlite_storage(folder.file(name), Open::write));
        Journal journal = must(Journal::resume(*storage, {}));
        journal.add({99}, "x", body_of(99, "x"));
        ASSERT_TRUE(good(journal.commit()));
    }
    EXPECT_TRUE(folder.bytes("a.db") == folder.bytes("b.db"));
}

TEST(Sqlite, CreateAndWriteMindWhatIsThere) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    EXPECT_EQ(sqlite_storage(path, Open::write).error().code, ErrorCode::io);
    EXPECT_EQ(sqlite_storage(path, Open::read).error().code, ErrorCode::io);
    EXPECT_TRUE(folder.names().empty());
    write_sample(*create(path));
    const auto again = sqlite_storage(path, Open::create);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_TRUE(verify_file(path).value().good());
    write_bytes(folder.file("other.db"),
                "this is a letter, and no database at all" + fixed('.', 5000));
    EXPECT_EQ(sqlite_storage(folder.file("other.db"), Open::write).error().code,
              ErrorCode::corrupt);
    by_hand(folder.file("strange.db"), "CREATE TABLE entry(x)");
    EXPECT_EQ(sqlite_storage(folder.file("strange.db"), Open::write).error().code,
              ErrorCode::corrupt);
}

TEST(Sqlite, NamesWithOddCharactersOpen) {
    Folder folder;
    const std::string path = folder.file("phường 100% #1?.db");
    write_sample(*create(path));
    EXPECT_TRUE(verify_file(path).value().good());
}

TEST(Sqlite, ASecondWriterIsRefused) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    auto writer = create(path);
    write_sample(*writer);
    const auto second = sqlite_storage(path, Open::write);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_NE(second.error().message.find("another program writes"), std::string::npos);
    writer.reset();
    EXPECT_TRUE(sqlite_storage(path, Open::write).ok());
}

TEST(Sqlite, AReaderSeesWhatIsCommittedBesideTheWriter) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    auto writer = create(path);
    Journal journal(*writer);
    journal.add({1}, "a", body_of(1, "a"));
    ASSERT_TRUE(good(journal.commit()));
    auto reader = must(sqlite_storage(path, Open::read));
    EXPECT_EQ(must(reader->find_request("a")), 1u);
    journal.add({2}, "b", body_of(2, "b"));
    ASSERT_TRUE(good(journal.commit()));
    EXPECT_EQ(must(reader->find_request("b")), 2u);
    EXPECT_TRUE(verify_file(path).value().good()) << all_findings(verify_file(path).value());
}

// Of every size that matters: in a page, over several, and shorter than anything else in its row.
TEST(Sqlite, WhatIsErasedIsInNoByteOfAnyFile) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    auto storage = create(path);
    Journal journal(*storage);
    std::vector<SealedValue> values;
    for (int i = 0; i < 300; ++i) {
        const std::string mark = "<Trần Thị Thử " + std::to_string(1000 + i) + ">";
        std::string salt = "[salt " + std::to_string(1000 + i) + "]";
        salt.resize(kSaltBytes, '.');
        std::string value = mark;
        for (int k = 0; k < i % 7 * 30; ++k) value += mark;
        values.push_back({salt, value.substr(0, 4000)});
    }
    const auto marks_left = [&](size_t i) {
        const std::string all = folder.all_bytes();
        return all.find("Thử " + std::to_string(1000 + i) + ">") != std::string::npos ||
               all.find("[salt " + std::to_string(1000 + i)) != std::string::npos;
    };
    for (size_t i = 0; i < values.size(); ++i) {
        Beside in;
        in.sealed = {values[i]};
        in.keys = {{"D" + std::to_string(i), "{key " + std::to_string(1000 + i) + fixed('k', 23)}};
        const std::string request = "r" + std::to_string(i);
        journal.add({0}, request, body_of(0, request), in);
        if (i % 10 == 9) {
            ASSERT_TRUE(good(journal.commit()));
        }
    }
    EXPECT_TRUE(marks_left(7));
    // Erased in an order of its own, while the journal goes on.
    for (size_t k = 0; k < values.size(); ++k) {
        const size_t i = k * 7 % values.size();
        Beside out;
        out.erase_sealed = {values[i].sealed().hash};
        out.erase_keys = {"D" + std::to_string(i)};
        const std::string request = "e" + std::to_string(i);
        journal.add({1}, request, body_of(1, request), out);
        ASSERT_TRUE(good(journal.commit()));
        if (k % 30 == 0) {
            EXPECT_FALSE(marks_left(i)) << i;
            EXPECT_EQ(folder.all_bytes().find("{key " + std::to_string(1000 + i)),
                      std::string::npos);
        }
    }
    EXPECT_EQ(folder.all_bytes().find("Thử"), std::string::npos);
    EXPECT_EQ(folder.all_bytes().find("[salt"), std::string::npos);
    EXPECT_EQ(folder.all_bytes().find("{key"), std::string::npos);
    EXPECT_TRUE(verify(*storage).good()) << all_findings(verify(*storage));
    storage.reset();
    EXPECT_EQ(folder.all_bytes().find("Thử"), std::string::npos);
    EXPECT_TRUE(verify_file(path).value().good());
}

TEST(Sqlite, ErasedInTheGroupThatBroughtIt) {
    Folder folder;
    auto storage = create(folder.file("unit.db"));
    Journal journal(*storage);
    Beside in, out;
    in.sealed = {sample_sealed(1)};
    out.erase_sealed = {sample_sealed(1).sealed().hash};
    journal.add({1}, "a", body_of(1, "a"), in);
    journal.add({2}, "b", body_of(2, "b"), out);
    ASSERT_TRUE(good(journal.commit()));
    EXPECT_EQ(folder.all_bytes().find("Nguyễn"), std::string::npos);
    EXPECT_TRUE(verify(*storage).good());
}

// A reader in the middle of the log keeps it from being emptied; the next append makes good.
TEST(Sqlite, AReaderOnlyDelaysTheErasing) {
    Folder folder;
    const std::string path = folder.file("unit.db");
    auto storage = create(path);
    Journal journal(*storage);
    Beside in, out;
    in.sealed = {sample_sealed(1)};
    journal.add({1}, "a", body_of(1, "a"), in);
    ASSERT_TRUE(good(journal.commit()));
    out.erase_sealed = {sample_sealed(1).sealed().hash};
    {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        const Db reader(raw);
        ASSERT_TRUE(good(execute(raw, "BEGIN; SELECT count(*) FROM sealed")));
        journal.add({2}, "b", body_of(2, "b"), out);
        ASSERT_TRUE(good(journal.commit()));
    }
    journal.add({3}, "c", body_of(3, "c"));
    ASSERT_TRUE(good(journal.commit()));
    EXPECT_EQ(folder.all_bytes().find("Nguyễn"), std::string::npos);
}

// While it lives no file of this process grows beyond `bytes`: a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit now{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

TEST(Sqlite, AFullDiskStopsTheWritingAndLosesNothingAnswered) {
    for (const rlim_t limit : {60'000u, 200'000u, 777'777u, 2'000'000u}) {
        SCOPED_TRACE(limit);
        Folder folder;
        const std::string path = folder.file("unit.db");
        auto storage = create(path);
        Journal journal(*storage);
        uint64_t answered = 0;
        std::string complaint;
        {
            const FullDisk full(limit);
            for (int64_t at = 1; at < 10'000 && !journal.failed(); ++at) {
                const std::string request = std::to_string(at);
                Beside in;
                in.sealed = {sample_sealed(static_cast<int>(at))};
                journal.add({at}, request, body_of(at, request, fixed('x', 2000)), in);
                const auto done = journal.commit();
                if (done.ok()) answered = journal.last_seq();
                else complaint = done.error().message;
            }
            EXPECT_TRUE(journal.failed());
            EXPECT_FALSE(complaint.empty());
            EXPECT_FALSE(journal.commit().ok());
            storage.reset();  // cannot empty its log now: nothing is lost by that
        }
        auto again = must(sqlite_storage(path, Open::write));
        Journal resumed = must(Journal::resume(*again, {}));
        EXPECT_EQ(resumed.last_seq(), answered);
        EXPECT_TRUE(verify(*again).good()) << all_findings(verify(*again));
        resumed.add({99'999}, "later", body_of(99'999, "later"));
        EXPECT_TRUE(good(resumed.commit())) << "there is room again";
    }
}

}  // namespace
}  // namespace ss::journal
