// Journals that somebody has been at: with the sqlite3 command, or byte by byte.
#include "journal/verify.h"

#include <map>
#include <random>

#include "journal/sqlite_db.h"
#include "journal/sqlite_tables.h"
#include "journal/testing.h"

namespace ss::journal {
namespace {

using namespace testing;
using Kind = Finding::Kind;

class Verify : public ::testing::Test {
  protected:
    Verify() : path_(folder_.file("unit.db")) {
        auto storage = create(path_);
        head_ = write_sample(*storage);
        entries_ = must(Journal::resume(*storage, {})).last_seq();
    }
    Report check(const Check& c = {}) { return must(verify_file(path_, c)); }
    Folder folder_;
    std::string path_;
    Hash head_;
    uint64_t entries_ = 0;
};

TEST_F(Verify, AWholeJournalIsGood) {
    uint64_t replayed = 0;
    const Report report = check({.head = head_, .replay = [&](const Entry&) {
                                     ++replayed;
                                     return ok();
                                 }});
    EXPECT_TRUE(report.good()) << all_findings(report);
    EXPECT_TRUE(report.notes.empty()) << report.notes[0];
    EXPECT_EQ(report.head, head_);
    EXPECT_EQ(report.entries, entries_);
    EXPECT_EQ(replayed, entries_);
    EXPECT_EQ(report.sealed, 40u);
    EXPECT_EQ(report.erased, 8u);
    EXPECT_EQ(report.attachments, 20u);
    EXPECT_EQ(report.plan_files, 2u);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"unit.db"});
}

TEST_F(Verify, AnEmptyJournalIsGood) {
    create(folder_.file("new.db")).reset();
    const Report report = must(verify_file(folder_.file("new.db"), {.head = Hash{}}));
    EXPECT_TRUE(report.good()) << all_findings(report);
    EXPECT_EQ(report.entries, 0u);
    EXPECT_FALSE(verify_file(folder_.file("none.db")).ok());
}

TEST_F(Verify, WhatIsNoJournalIsNoFinding) {
    const auto code = [&](const std::string& name) {
        const auto read = verify_file(folder_.file(name));
        return read.ok() ? std::string("a report") : std::to_string(int(read.error().code));
    };
    const auto expected = [](ErrorCode c) { return std::to_string(int(c)); };
    EXPECT_EQ(code("none.db"), expected(ErrorCode::io));
    for (const std::string& bytes :
         {std::string(), std::string("x"), std::string(71, 'x'), std::string(10'000, '\0'),
          "Kính gửi Ủy ban nhân dân phường Mỹ Thượng" + fixed('.', 5000)}) {
        write_bytes(folder_.file("letter.txt"), bytes);
        EXPECT_EQ(code("letter.txt"), expected(ErrorCode::malformed)) << bytes.size();
    }
    by_hand(folder_.file("other.db"), "CREATE TABLE entry(x); PRAGMA user_version=1");
    EXPECT_EQ(code("other.db"), expected(ErrorCode::malformed)) << "a database of somebody else";
    // One damaged byte of its own marks does not make a journal something else.
    const std::string whole = folder_.bytes("unit.db");
    for (const size_t at : {0, 5, 15, 60, 68, 69, 70, 71}) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        write_bytes(path_, changed);
        EXPECT_FALSE(check().good()) << at;
    }
}

struct Tamper {
    const char* name;
    const char* sql;
    Kind kind;
    uint64_t seq;
    const char* text;
};

// The sample: entry 1 opens; dossier i is received in entry 2 + 5 i + (orders before it), its four
// works follow; dossier 4 is received in entry 22 and erased in entry 27.
constexpr Tamper kTampers[] = {
    {"body", "UPDATE entry SET body=replace(body,'cc-tiep-nhan','cc-thu-ngan') WHERE seq=9",
     Kind::entry, 9, "entry 9 has been changed: its hash does not fit it"},
    {"hash", "UPDATE entry SET hash=zeroblob(32) WHERE seq=9", Kind::entry, 9,
     "entry 9 has been changed: its hash does not fit it"},
    {"last hash", "UPDATE entry SET hash=zeroblob(32) WHERE seq=(SELECT max(seq) FROM entry)",
     Kind::entry, 105, "entry 105 has been changed: its hash does not fit it"},
    {"at", "UPDATE entry SET at=at+1 WHERE seq=9", Kind::entry, 9,
     "entry 9: its column \"at\" is not the time in its body"},
    {"request", "UPDATE entry SET request='other' WHERE seq=1", Kind::entry, 1,
     "entry 1: its column \"request\" is not the request in its body"},
    {"beside", "UPDATE entry SET beside='' WHERE seq=2", Kind::entry, 2,
     "entry 2 has been changed: its hash does not fit it"},
    {"one entry gone", "DELETE FROM entry WHERE seq=9", Kind::gap, 9, "entry 9 is missing"},
    {"entries gone", "DELETE FROM entry WHERE seq BETWEEN 3 AND 6", Kind::gap, 3,
     "entries 3 to 6 are missing"},
    {"the first gone", "DELETE FROM entry WHERE seq=1", Kind::gap, 1, "entry 1 is missing"},
    {"entry moved", "UPDATE entry SET seq=1000 WHERE seq=9", Kind::gap, 9, "entry 9 is missing"},
    {"value", "UPDATE sealed SET value=CAST('Lê Ví Dụ' AS BLOB) WHERE seq=2 AND n=1", Kind::sealed,
     2, "sealed value 1 of entry 2 has been changed: it does not fit its hash"},
    {"salt", "UPDATE sealed SET salt=randomblob(32) WHERE seq=2 AND n=0", Kind::sealed, 2,
     "sealed value 0 of entry 2 has been changed: it does not fit its hash"},
    {"value and hash", "UPDATE sealed SET hash=randomblob(32) WHERE seq=2 AND n=0", Kind::sealed, 2,
     "sealed value 0 of entry 2 is not the one that the entry names"},
    {"erased unasked", "UPDATE sealed SET salt=zeroblob(32),value=zeroblob(2) WHERE seq=2 AND n=0",
     Kind::sealed, 2, "sealed value 0 of entry 2 was erased, and no entry orders it"},
    {"brought back",
     "UPDATE sealed SET salt=CAST('s' AS BLOB),value=CAST('v' AS BLOB) WHERE seq=22 AND n=0",
     Kind::sealed, 22,
     "sealed value 0 of entry 22 is still there, though entry 27 orders it erased"},
    {"sealed row gone", "DELETE FROM sealed WHERE seq=7 AND n=0", Kind::sealed, 7,
     "sealed value 0 of entry 7 is missing"},
    {"all sealed rows gone", "DELETE FROM sealed", Kind::sealed, 2,
     "sealed value 0 of entry 2 is missing"},
    {"refiled", "UPDATE sealed SET seq=3 WHERE seq=2 AND n=0", Kind::sealed, 2,
     "sealed value 0 of entry 2 is filed under another entry"},
    {"a row too many",
     "INSERT INTO sealed SELECT 999,seq,n,randomblob(32),salt,value FROM sealed WHERE id=1",
     Kind::sealed, 0, "there is a sealed value that no entry names"},
    {"key", "UPDATE key SET bytes=randomblob(32) WHERE name='my-thuong/D0'", Kind::key, 2,
     "key 0 of entry 2 has been changed: it does not fit its hash"},
    {"key erased unasked", "UPDATE key SET bytes=zeroblob(32) WHERE name='my-thuong/D0'", Kind::key,
     2, "key 0 of entry 2 was erased, and no entry orders it"},
    {"key renamed", "UPDATE key SET name='D999' WHERE name='my-thuong/D0'", Kind::key, 2,
     "key 0 of entry 2 is not the one that the entry names"},
    {"attachment", "UPDATE attachment SET bytes=randomblob(3000) WHERE id=1", Kind::attachment, 2,
     "attachment 0 of entry 2 has been changed: its bytes do not fit their hash"},
    {"attachment of an erased dossier", "UPDATE attachment SET bytes=randomblob(3000) WHERE id=5",
     Kind::attachment, 22,
     "attachment 0 of entry 22 has been changed: its bytes do not fit their hash"},
    {"attachment gone", "DELETE FROM attachment WHERE id=20", Kind::attachment, 100,
     "attachment 0 of entry 100 is missing"},
    {"plan file", "UPDATE plan_file SET bytes=CAST('name: Hà Nội' AS BLOB) WHERE id=1",
     Kind::plan_file, 1,
     "plan file 0 of entry 1 (city.yaml) has been changed: its bytes do not fit their hash"},
    {"plan file renamed", "UPDATE plan_file SET path='x.yaml' WHERE id=1", Kind::plan_file, 1,
     "plan file 0 of entry 1 is not the one that the entry names"},
    {"a trigger", "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM sealed; END",
     Kind::page, 0, "there is something that no journal has"},
    {"a view in place of a table",
     "ALTER TABLE entry RENAME TO real; CREATE VIEW entry AS SELECT * FROM real", Kind::page, 0,
     "there is something that no journal has"},
};

TEST_F(Verify, NamesWhatAPersonChanged) {
    const std::string whole = folder_.bytes("unit.db");
    for (const Tamper& t : kTampers) {
        SCOPED_TRACE(t.name);
        write_bytes(path_, whole);
        by_hand(path_, t.sql);
        const Report report = check();
        ASSERT_FALSE(report.good());
        EXPECT_EQ(name_of(report.findings[0].kind), name_of(t.kind));
        EXPECT_EQ(report.findings[0].seq, t.seq);
        EXPECT_NE(report.findings[0].text.find(t.text), std::string::npos)
            << report.findings[0].text;
    }
}

TEST_F(Verify, OneChangeIsOneFinding) {
    by_hand(path_, "UPDATE entry SET hash=zeroblob(32) WHERE seq=9");
    EXPECT_EQ(check().findings.size(), 1u) << all_findings(check());
}

TEST_F(Verify, AReplayThatComesToSomethingElseIsNamed) {
    const Report report = check({.replay = [](const Entry& e) -> Status {
        if (e.seq == 5) return Error{ErrorCode::corrupt, "the digest is another"};
        EXPECT_LT(e.seq, 5u);
        return ok();
    }});
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].kind, Kind::replay);
    EXPECT_EQ(report.findings[0].seq, 5u);
}

TEST_F(Verify, TheHeadShowsACutTail) {
    // Even where everything beside the last entries has been cut with them.
    by_hand(path_,
            "DELETE FROM entry WHERE seq>=100; DELETE FROM sealed WHERE seq>=100;"
            "DELETE FROM key WHERE id=20; DELETE FROM attachment WHERE id=20");
    Report report = check({.pages = false});
    EXPECT_TRUE(report.good()) << all_findings(report);
    report = check({.head = head_, .pages = false});
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].kind, Kind::tail);
    EXPECT_EQ(report.findings[0].seq, 99u);
    EXPECT_NE(report.findings[0].text.find("ends at entry 99 with head " + hex(report.head)),
              std::string::npos);
}

TEST_F(Verify, AnOlderHeadShowsGrowth) {
    {
        auto storage = must(sqlite_storage(path_, Open::write));
        Journal journal = must(Journal::resume(*storage, {}));
        journal.add({1}, "later", body_of(1, "later"));
        ASSERT_TRUE(good(journal.commit()));
    }
    const Report report = check({.head = head_});
    EXPECT_TRUE(report.good()) << all_findings(report);
    ASSERT_EQ(report.notes.size(), 1u);
    EXPECT_EQ(report.notes[0], "the head given is that of entry " + std::to_string(entries_) +
                                   "; the journal has grown by 1 since");
}

TEST_F(Verify, ACopyByVacuumIsGoodAndSaysSo) {
    by_hand(path_, "VACUUM INTO '" + folder_.file("copy.db") + "'");
    by_hand(folder_.file("copy.db"), "PRAGMA journal_mode=WAL");
    const Report report = must(verify_file(folder_.file("copy.db"), {.head = head_}));
    EXPECT_TRUE(report.good()) << all_findings(report);
}

TEST_F(Verify, FilesThatAreNoWholeJournals) {
    const std::string whole = folder_.bytes("unit.db");
    const std::pair<const char*, std::string> files[] = {
        {"only a header", whole.substr(0, 100)},
        {"one page", whole.substr(0, 4096)},
        {"half", whole.substr(0, whole.size() / 2)},
        {"a page short", whole.substr(0, whole.size() - 4096)},
        {"a byte short", whole.substr(0, whole.size() - 1)},
        {"a byte long", whole + "x"},
        {"a page long", whole + std::string(4096, 'x')},
        {"pages swapped", whole.substr(0, 8 * 4096) + whole.substr(9 * 4096, 4096) +
                              whole.substr(8 * 4096, 4096) + whole.substr(10 * 4096)},
    };
    for (const auto& [name, bytes] : files) {
        SCOPED_TRACE(name);
        write_bytes(path_, bytes);
        const Report report = check({.head = head_});
        ASSERT_FALSE(report.good());
        EXPECT_FALSE(report.findings[0].text.empty());
    }
}

// Everything that rows say, as one text.
std::string meaning_of(const std::string& path) {
    auto storage = sqlite_storage(path, Open::read);
    if (!storage.ok()) return "unreadable";
    Storage& s = *storage.value();
    std::string all;
    const auto add = [&](std::string_view text) { all.append(text).push_back('\n'); };
    const auto read = s.read(1, [&](const Entry& e) {
        add(std::to_string(e.seq) + "@" + std::to_string(e.at.ms) + hex(e.hash));
        add(e.request), add(e.body), add(e.beside);
        return ok();
    });
    const auto sealed = s.read_sealed([&](const SealedRow& r) {
        add(std::to_string(r.seq) + "/" + std::to_string(r.n) + hex(r.hash));
        add(r.salt), add(r.value);
        return ok();
    });
    const auto keys = s.read_keys([&](const Key& k) { return add(k.id), add(k.bytes), ok(); });
    const auto attachments = s.read_attachments(
        [&](const Attachment& a) { return add(hex(a.hash)), add(a.key_id), add(a.bytes), ok(); });
    const auto files = s.read_plan_files(
        [&](const PlanFile& f) { return add(hex(f.plan)), add(f.path), add(f.bytes), ok(); });
    for (const Status* status : {&read, &sealed, &keys, &attachments, &files})
        if (!status->ok()) add(status->error().message);
    return all;
}

// Any byte of the file: named, or one of the four that say which SQLite wrote last.
TEST_F(Verify, EveryChangedByteIsNamed) {
    const std::string whole = folder_.bytes("unit.db");
    const std::string meaning = meaning_of(path_);
    std::mt19937 dice(20250623);
    std::vector<size_t> places;
    for (size_t i = 0; i < 112; ++i) places.push_back(i);  // all of the header
    for (int i = 0; i < 300; ++i) places.push_back(dice() % whole.size());
    std::map<std::string_view, int> named;
    for (const size_t at : places) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1 + dice() % 255));
        write_bytes(path_, changed);
        const Report report = check({.head = head_});
        if (report.good()) {
            EXPECT_TRUE(at >= 96 && at < 100) << "byte " << at << " is not named";
            EXPECT_EQ(meaning_of(path_), meaning) << at;
            ++named["nothing: the SQLite version in the header"];
        } else {
            ++named[name_of(report.findings[0].kind)];
        }
    }
    for (const auto& [kind, count] : named) RecordProperty(std::string(kind), count);
    EXPECT_GT(named["entry"], 30);
    EXPECT_GT(named["attachment"], 30);
    EXPECT_GT(named["page"], 30);
}

}  // namespace
}  // namespace ss::journal
