#include "journal/journal.h"

#include "journal/beside.h"
#include "journal/testing.h"

namespace ss::journal {
namespace {

using namespace testing;

// Every storage must behave alike, so the same tests run over each.
class AnyStorage : public ::testing::TestWithParam<const char*> {
  protected:
    std::unique_ptr<Storage> make() {
        if (GetParam() == std::string("memory")) return memory_storage();
        return create(folder_.file("unit.db"));
    }
    Folder folder_;
};
INSTANTIATE_TEST_SUITE_P(Storages, AnyStorage, ::testing::Values("memory", "sqlite"),
                         [](const auto& which) { return std::string(which.param); });

TEST_P(AnyStorage, StartsEmptyWithTheZeroHead) {
    auto storage = make();
    const Journal journal = must(Journal::resume(*storage, {}));
    EXPECT_TRUE(journal.head().zero());
    EXPECT_EQ(journal.last_seq(), 0u);
    EXPECT_EQ(must(storage->find_request("r")), 0u);
    EXPECT_FALSE(must(storage->find_attachment(Hash{})));
}

TEST_P(AnyStorage, ChainsEachEntryToTheOneBefore) {
    auto storage = make();
    Journal journal(*storage);
    const std::string first = body_of(1, "a"), second = body_of(2, "b");
    journal.add({1}, "a", first);
    const Hash one = journal.head();
    EXPECT_EQ(one, sha256(std::string(32, '\0'), first));
    journal.add({2}, "b", second);
    EXPECT_EQ(journal.head(), sha256(std::string(one.bytes.begin(), one.bytes.end()), second));
    ASSERT_TRUE(good(journal.commit()));

    std::vector<Entry> read;
    ASSERT_TRUE(good(storage->read(1, [&](const Entry& e) { return read.push_back(e), ok(); })));
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].seq, 1u);
    EXPECT_EQ(read[1].at.ms, 2);
    EXPECT_EQ(read[1].request, "b");
    EXPECT_EQ(read[1].body, second);
    EXPECT_EQ(read[1].beside, "");
    EXPECT_EQ(read[1].hash, journal.head());
}

TEST_P(AnyStorage, WritesNothingBeforeTheCommit) {
    auto storage = make();
    Journal journal(*storage);
    journal.add({1}, "a", body_of(1, "a"));
    EXPECT_EQ(journal.pending(), 1u);
    EXPECT_EQ(must(storage->find_request("a")), 0u);
    ASSERT_TRUE(good(journal.commit()));
    EXPECT_EQ(journal.pending(), 0u);
    EXPECT_EQ(must(storage->find_request("a")), 1u);
    EXPECT_TRUE(good(journal.commit()));  // nothing to do is no error
}

TEST_P(AnyStorage, ResumesWhereItStopped) {
    auto storage = make();
    const Hash head = write_sample(*storage);
    uint64_t replayed = 0;
    Journal again = must(Journal::resume(*storage, [&](const Entry& e) {
        EXPECT_EQ(e.seq, ++replayed);
        return ok();
    }));
    EXPECT_EQ(again.head(), head);
    EXPECT_EQ(again.last_seq(), replayed);
    again.add({999'999}, "later", body_of(999'999, "later"));
    ASSERT_TRUE(good(again.commit()));
    EXPECT_EQ(must(storage->find_request("later")), replayed + 1);
    EXPECT_TRUE(verify(*storage).good()) << all_findings(verify(*storage));
}

TEST_P(AnyStorage, ReplayMayStopWithAnError) {
    auto storage = make();
    write_sample(*storage);
    const auto stopped = Journal::resume(*storage, [](const Entry& e) -> Status {
        if (e.seq == 3) return Error{ErrorCode::malformed, "I do not know this"};
        return ok();
    });
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().message, "I do not know this");
}

TEST_P(AnyStorage, ReadsFromAnyEntryOn) {
    auto storage = make();
    write_sample(*storage);
    uint64_t expected = 7;
    ASSERT_TRUE(good(storage->read(7, [&](const Entry& e) {
        EXPECT_EQ(e.seq, expected++);
        return ok();
    })));
    EXPECT_GT(expected, 100u);
    ASSERT_TRUE(good(storage->read(1'000'000, [&](const Entry&) {
        ADD_FAILURE();
        return ok();
    })));
}

TEST_P(AnyStorage, KeepsAndErasesWhatLiesBeside) {
    auto storage = make();
    write_sample(*storage);
    std::vector<SealedRow> sealed;
    ASSERT_TRUE(
        good(storage->read_sealed([&](const SealedRow& r) { return sealed.push_back(r), ok(); })));
    ASSERT_EQ(sealed.size(), 40u);
    for (size_t i = 0; i < sealed.size(); ++i) {
        EXPECT_EQ(sealed[i].n, i % 2);
        EXPECT_EQ(sealed[i].hash, sample_sealed(static_cast<int>(i)).sealed().hash);
        EXPECT_EQ(sealed[i].erased(), i / 2 % 5 == 4);
        EXPECT_EQ(sealed[i].value,
                  sealed[i].erased() ? "" : sample_sealed(static_cast<int>(i)).value);
    }
    std::vector<Key> keys;
    ASSERT_TRUE(good(storage->read_keys([&](const Key& k) { return keys.push_back(k), ok(); })));
    ASSERT_EQ(keys.size(), 20u);
    EXPECT_EQ(keys[0].bytes, sample_key(0).bytes);
    EXPECT_EQ(keys[4].bytes, "");
    std::vector<Attachment> attachments;
    ASSERT_TRUE(good(storage->read_attachments(
        [&](const Attachment& a) { return attachments.push_back(a), ok(); })));
    ASSERT_EQ(attachments.size(), 20u);
    const auto found = must(storage->find_attachment(attachments[3].hash));
    ASSERT_TRUE(found);
    EXPECT_EQ(must(decrypt(keys[3], *found)).substr(0, 17), "scan of dossier 3");
    EXPECT_EQ(decrypt(keys[4], attachments[4]).error().code, ErrorCode::unavailable);
    std::vector<PlanFile> files;
    ASSERT_TRUE(good(
        storage->read_plan_files([&](const PlanFile& f) { return files.push_back(f), ok(); })));
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].path, "city.yaml");
    EXPECT_EQ(files[0].bytes, "name: Huế\n");
}

TEST_P(AnyStorage, ErasingChangesNoHashOfTheChain) {
    auto storage = make();
    Journal journal(*storage);
    Beside in, out;
    in.sealed = {sample_sealed(1)};
    journal.add({1}, "a", body_of(1, "a"), in);
    ASSERT_TRUE(good(journal.commit()));
    const Hash before = journal.head();
    out.erase_sealed = {sample_sealed(1).sealed().hash};
    journal.add({2}, "b", body_of(2, "b"), out);
    ASSERT_TRUE(good(journal.commit()));
    std::vector<Hash> hashes;
    ASSERT_TRUE(
        good(storage->read(1, [&](const Entry& e) { return hashes.push_back(e.hash), ok(); })));
    EXPECT_EQ(hashes[0], before);
    EXPECT_TRUE(verify(*storage).good());
}

TEST_P(AnyStorage, RefusesAGroupThatRepeatsARequestAsAWhole) {
    auto storage = make();
    Journal journal(*storage);
    journal.add({1}, "a", body_of(1, "a"));
    ASSERT_TRUE(good(journal.commit()));
    journal.add({2}, "b", body_of(2, "b"));
    journal.add({3}, "a", body_of(3, "a"));
    EXPECT_FALSE(journal.commit().ok());
    EXPECT_EQ(must(storage->find_request("b")), 0u);
    EXPECT_EQ(must(Journal::resume(*storage, {})).last_seq(), 1u);
}

TEST_P(AnyStorage, TakesRequestsThatAreEmptyAgainAndAgain) {
    auto storage = make();
    Journal journal(*storage);
    for (int64_t at = 1; at <= 5; ++at) journal.add({at}, "", body_of(at, ""));
    EXPECT_TRUE(good(journal.commit()));
    EXPECT_EQ(must(storage->find_request("")), 0u);
}

TEST_P(AnyStorage, TakesNoMoreAfterAFailedCommit) {
    struct Case {
        const char* name;
        Faults faults;
        uint64_t kept;  // entries after reopening
    };
    const Case cases[] = {
        {"before the durable point", {.appends_until_failure = 1}, 2},
        {"after it: the answer is lost, the entry is not",
         {.appends_until_failure = 1, .written_all_the_same = true},
         5},
        {"a torn tail", {.appends_until_failure = 1, .written_of_group = 2}, 4},
        {"disk full", {.appends_until_failure = 1, .disk_full = true}, 2},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        Folder folder;
        auto storage =
            GetParam() == std::string("memory") ? memory_storage() : create(folder.file("unit.db"));
        Faults faults = c.faults;
        auto faulty = faulty_storage(*storage, faults);
        Journal journal(*faulty);
        journal.add({1}, "1", body_of(1, "1"));
        journal.add({2}, "2", body_of(2, "2"));
        ASSERT_TRUE(good(journal.commit()));
        for (int64_t at = 3; at <= 5; ++at)
            journal.add({at}, std::to_string(at), body_of(at, std::to_string(at)));
        const auto failed = journal.commit();
        ASSERT_FALSE(failed.ok());
        EXPECT_EQ(failed.error().code, ErrorCode::io);
        if (c.faults.disk_full) {
            EXPECT_EQ(failed.error().message, "the disk is full");
        }
        EXPECT_TRUE(journal.failed());
        faults = {};
        EXPECT_FALSE(journal.commit().ok()) << "healed, but the tail is unknown";
        // What was answered is there; what was not may be there, and the chain is whole.
        EXPECT_EQ(must(Journal::resume(*storage, {})).last_seq(), c.kept);
        EXPECT_TRUE(verify(*storage).good());
    }
}

TEST_P(AnyStorage, TellsWhichEntryTheDiskRefuses) {
    auto storage = make();
    write_sample(*storage);
    Faults faults{.unreadable_seq = 12};
    auto faulty = faulty_storage(*storage, faults);
    const auto resumed = Journal::resume(*faulty, {});
    ASSERT_FALSE(resumed.ok());
    EXPECT_EQ(resumed.error().message, "entry 12 cannot be read from the disk");
    const Report report = verify(*faulty);
    EXPECT_EQ(report.entries, 11u);
    ASSERT_FALSE(report.good());
    EXPECT_EQ(report.findings[0].kind, Finding::Kind::page);
}

TEST(Journal, StopsOverABodyThatSaysAnotherTime) {
    auto storage = memory_storage();
    Journal journal(*storage);
    EXPECT_DEATH(journal.add({1}, "a", body_of(2, "a")), "assertion failed");
    EXPECT_DEATH(journal.add({1}, "a", body_of(1, "b")), "assertion failed");
    EXPECT_DEATH(journal.add({1}, "", "not JSON"), "assertion failed");
}

TEST(Journal, StampOfBodies) {
    struct Case {
        const char* body;
        bool good;
        int64_t at;
        const char* request;
    };
    const Case cases[] = {
        {R"({"at":5,"request":"r"})", true, 5, "r"},
        {R"({"at":-5})", true, -5, ""},
        {R"({"at":5,"command":{"at":6,"request":"inner"},"request":"r\"1"})", true, 5, "r\"1"},
        {R"({"a":[{"at":1},"}"],"at":7,"z":null})", true, 7, ""},
        {R"({"request":"r"})", false, 0, ""},
        {R"({"at":"5"})", false, 0, ""},
        {R"({"at":5,"request":6})", false, 0, ""},
        {R"({"at":5)", false, 0, ""},
        {R"({"at":5}x)", false, 0, ""},
        {R"({"at":5,"x":[1)", false, 0, ""},
        {R"({"at":5,"x":"1\)", false, 0, ""},
        {R"([])", false, 0, ""},
        {R"({})", false, 0, ""},
        {"", false, 0, ""},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.body);
        const auto stamp = stamp_of(c.body);
        ASSERT_EQ(stamp.ok(), c.good);
        if (!c.good) continue;
        EXPECT_EQ(stamp.value().at.ms, c.at);
        EXPECT_EQ(stamp.value().request, c.request);
    }
}

TEST(Journal, ManifestNamesEverythingByHash) {
    Beside beside;
    EXPECT_EQ(manifest_of(beside), "");
    beside.sealed = {sample_sealed(1)};
    EXPECT_EQ(manifest_of(beside),
              "{\"sealed\":[\"" + hex(sample_sealed(1).sealed().hash) + "\"]}");
    beside.keys = {sample_key(1)};
    beside.attachments = {{sha256("plain"), "k", "cipher"}};
    beside.plan_files = {{sha256("plan"), "a.yaml", "bytes"}};
    beside.erase_keys = {"k"};
    beside.erase_sealed = {sha256("v")};
    const std::string text = manifest_of(beside);
    EXPECT_EQ(text.find("Nguyễn"), std::string::npos);
    EXPECT_EQ(text.find(sample_key(1).bytes), std::string::npos);
    const Manifest m = must(read_manifest(text));
    EXPECT_EQ(m.attachments->at(0).cipher, sha256("cipher"));
    EXPECT_EQ(m.plan_files->at(0).hash, sha256("bytes"));
    EXPECT_EQ(m.keys->at(0).hash, sha256(sample_key(1).bytes));
    EXPECT_EQ(*m.erased_keys, std::vector<std::string>{"k"});
    EXPECT_FALSE(read_manifest("{\"sealed\":[\"zz\"]}").ok());
}

TEST(Attachments, OpenWithTheirKeyAlone) {
    const Key key = sample_key(1), other = sample_key(2);
    const std::string nonce = fixed('n', kNonceBytes), salt = fixed('s', kSaltBytes);
    for (const std::string& plain : {std::string(), std::string("x"), std::string(100'000, 'p')}) {
        const Attachment a = encrypt(key, nonce, salt, plain);
        EXPECT_EQ(must(decrypt(key, a)), plain);
        EXPECT_EQ(decrypt(other, a).error().code, ErrorCode::corrupt);
        EXPECT_NE(a.hash, sha256(plain)) << "an unsalted hash would betray a guessed content";
        if (plain.size() > 50) {
            EXPECT_EQ(a.bytes.find(plain.substr(0, 50)), std::string::npos);
        }
        for (const size_t at : {size_t{0}, kNonceBytes, a.bytes.size() - 1}) {
            Attachment changed = a;
            changed.bytes[at] = static_cast<char>(changed.bytes[at] ^ 1);
            EXPECT_EQ(decrypt(key, changed).error().code, ErrorCode::corrupt);
        }
    }
    EXPECT_EQ(decrypt(key, {{}, key.id, "short"}).error().code, ErrorCode::corrupt);
    EXPECT_EQ(encrypt(key, nonce, salt, "p").bytes, encrypt(key, nonce, salt, "p").bytes);
}

}  // namespace
}  // namespace ss::journal
