// Starting from a snapshot comes to the same as starting from the first entry, or is not done.
#include <gtest/gtest.h>

#include <random>

#include "office/codec.h"
#include "office/testing.h"

namespace ss::office {
namespace {

template <class T>
T must(Result<T> result) {
    if (!result.ok()) ADD_FAILURE() << result.error().message;
    return std::move(result).value();
}

std::unique_ptr<Recorder> start(journal::Storage& storage, std::string_view snapshot) {
    return must(Recorder::open(minimal(), storage, nullptr, snapshot));
}

// The morning, with a snapshot after each of its entries.
struct Lived {
    std::unique_ptr<journal::Storage> storage = journal::memory_storage();
    std::vector<std::string> snapshots;
    Hash digest, head;
    uint64_t last = 0;
    Lived() {
        const auto recorder = recorder_on(*storage);
        for (const Envelope& envelope : morning()) {
            EXPECT_TRUE(recorder->submit(envelope).ok());
            EXPECT_TRUE(recorder->commit().ok());
            snapshots.push_back(must(recorder->snapshot()));
        }
        digest = recorder->office().digest();
        head = recorder->head();
        last = recorder->last_seq();
    }
};

TEST(Snapshot, AndTheEntriesAfterItGiveTheSameState) {
    const Lived lived;
    for (size_t i = 0; i < lived.snapshots.size(); ++i) {
        const auto again = start(*lived.storage, lived.snapshots[i]);
        EXPECT_EQ(again->start().snapshot, i + 1);
        EXPECT_EQ(again->start().replayed, lived.last - i - 1);
        EXPECT_EQ(again->start().passed_over, "");
        EXPECT_EQ(again->office().digest(), lived.digest);
        EXPECT_EQ(again->head(), lived.head);
        EXPECT_EQ(again->last_seq(), lived.last);
        EXPECT_EQ(again->vault().size(), 1u);
        EXPECT_EQ(must(again->snapshot()), lived.snapshots.back());
        // It answers as if it had never stopped: what was asked before, and what was not.
        EXPECT_TRUE(must(again->submit(morning().back())).repeated);
    }
}

TEST(Snapshot, ReadsBackToTheSame) {
    for (const std::string& text : Lived().snapshots) {
        const Snapshot snapshot = must(decode_snapshot(text));
        EXPECT_EQ(encode(snapshot), text);
        EXPECT_EQ(snapshot.seq, snapshot.state.seq);
    }
}

// Whatever is wrong with it, everything is replayed and the reason is told.
TEST(Snapshot, ThatDoesNotFitIsPassedOver) {
    const Lived lived;
    const std::string good = lived.snapshots[4];
    const auto with = [&](auto&& change) {
        Snapshot snapshot = must(decode_snapshot(good));
        change(snapshot);
        return encode(snapshot);
    };
    std::string flipped = good;
    flipped[good.size() / 2] ^= 1;
    const std::pair<std::string, std::string> wrong[] = {
        {good.substr(0, good.size() - 1), "not whole"},
        {good.substr(0, good.size() / 2), "not whole"},
        {good + "x", "not whole"},
        {flipped, "not whole"},
        {"\n", "not whole"},
        {"{}\n" + hex(sha256("{}\n")) + "\n", "is missing"},
        {with([](Snapshot& s) { s.program = "0.0.9"; }), "version 0.0.9"},
        {with([](Snapshot& s) { s.plan = sha256("another"); }), "another plan"},
        {with([](Snapshot& s) { s.head = sha256("another"); }), "another journal"},
        {with([](Snapshot& s) { s.seq = s.state.seq = 3; }), "another journal"},
        {with([](Snapshot& s) { s.seq = 5'000, s.state.seq = 5'000; }), "no entry 5000"},
        {with([](Snapshot& s) { s.seq = 4; }), "after which entry"},
        {with([](Snapshot& s) { s.seq = s.state.seq = 0; }), "after which entry"},
    };
    for (const auto& [text, why] : wrong) {
        const auto again = start(*lived.storage, text);
        EXPECT_EQ(again->start().snapshot, 0u) << why;
        EXPECT_EQ(again->start().replayed, lived.last) << why;
        EXPECT_NE(again->start().passed_over.find(why), std::string::npos)
            << again->start().passed_over;
        EXPECT_EQ(again->office().digest(), lived.digest) << why;
    }
    EXPECT_EQ(start(*lived.storage, "")->start().passed_over, "");
}

TEST(Snapshot, DoesNotHideAChangedEntryAfterIt) {
    const auto whole = journal::memory_storage(), changed = journal::memory_storage();
    std::string snapshot;
    {
        const auto recorder = recorder_on(*whole);
        for (const Envelope& envelope : morning()) {
            ASSERT_TRUE(recorder->submit(envelope).ok());
            ASSERT_TRUE(recorder->commit().ok());
            if (recorder->last_seq() == 5) snapshot = must(recorder->snapshot());
        }
    }
    ASSERT_TRUE(whole
                    ->read(1,
                           [&](const journal::Entry& entry) {
                               journal::Entry copy = entry;
                               if (entry.seq == 7) copy.body.back() = ' ';
                               return changed->append({{copy, {}}});
                           })
                    .ok());
    const auto again = Recorder::open(minimal(), *changed, nullptr, snapshot);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, ErrorCode::corrupt);
}

TEST(Snapshot, IsOfWhatHasBeenCommittedOnly) {
    const auto storage = journal::memory_storage();
    const auto recorder = recorder_on(*storage);
    ASSERT_TRUE(recorder->submit(open_unit(*minimal())).ok());
    EXPECT_EQ(recorder->snapshot().error().code, ErrorCode::conflict);
    ASSERT_TRUE(recorder->commit().ok());
    EXPECT_TRUE(recorder->snapshot().ok());
}

// --- attachments -------------------------------------------------------------------------------

constexpr std::string_view kPlain = "%PDF-1.7 the form of an invented citizen";

Envelope attach(const Recorder& recorder, const journal::Key& key, std::string_view plain,
                char salt = 's') {
    dossiers::Attach command;
    command.dossier = {1};
    command.component = "form";
    command.bytes = static_cast<int64_t>(plain.size());
    Envelope envelope{clock(8, 10), kCitizen, std::string("a") + salt, {}, {}, {}};
    envelope.attachments = {journal::encrypt(key, std::string(journal::kNonceBytes, salt),
                                             std::string(journal::kSaltBytes, salt), plain)};
    command.hash = envelope.attachments.front().hash;
    envelope.command = dossiers::Command{command};
    if (recorder.key({1}) == nullptr) envelope.keys = {key};
    return envelope;
}

struct Attaching : ::testing::Test {
    std::unique_ptr<journal::Storage> storage = journal::memory_storage();
    std::unique_ptr<Recorder> recorder = recorder_on(*storage);
    journal::Key key{"village/D1", std::string(journal::kKeyBytes, 'k')};
    Attaching() {
        for (const Envelope& envelope : morning()) {
            EXPECT_TRUE(recorder->submit(envelope).ok());
            if (envelope.request == "p1") break;  // presented
        }
        EXPECT_TRUE(recorder->commit().ok());
    }
    Answer ask(const Envelope& envelope) {
        Answer answer = must(recorder->submit(envelope));
        EXPECT_TRUE(recorder->commit().ok());
        return answer;
    }
};

TEST_F(Attaching, ReadsBackUntilTheDossierIsErased) {
    const Envelope first = attach(*recorder, key, kPlain);
    const Hash hash = first.attachments.front().hash;
    EXPECT_EQ(must(recorder->attachment(hash)), std::nullopt);
    EXPECT_EQ(recorder->key({1}), nullptr);
    ASSERT_FALSE(ask(first).refusal);
    EXPECT_EQ(must(recorder->attachment(hash)), kPlain);
    const Envelope second = attach(*recorder, *recorder->key({1}), "another", 't');
    EXPECT_TRUE(second.keys.empty());
    ASSERT_FALSE(ask(second).refusal);

    recorder = start(*storage, must(recorder->snapshot()));
    ASSERT_EQ(recorder->start().replayed, 0u);
    EXPECT_EQ(must(recorder->attachment(hash)), kPlain);
    EXPECT_EQ(recorder->state().dossiers.find({1})->attachments.size(), 2u);

    dossiers::Erase erase{{1}, "On request"};
    ASSERT_FALSE(ask({clock(9), "bob", "e", {}, dossiers::Command{erase}, {}}).refusal);
    for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(recorder->attachment(hash).error().code, ErrorCode::unavailable);
        EXPECT_EQ(recorder->key({1}), nullptr);
        EXPECT_TRUE(recorder->state().dossiers.find({1})->attachments.empty());
        recorder = start(*storage, {});
    }
    const Answer late = ask(attach(*recorder, key, "late", 'l'));
    ASSERT_TRUE(late.refusal);
    EXPECT_EQ(late.refusal->rule, "dossier.erased");
}

TEST_F(Attaching, RefusedLeavesNothingBesideTheJournal) {
    Envelope envelope = attach(*recorder, key, kPlain);
    std::get<dossiers::Attach>(std::get<dossiers::Command>(envelope.command)).component = "none";
    ASSERT_TRUE(ask(envelope).refusal);
    EXPECT_EQ(recorder->key({1}), nullptr);
    EXPECT_EQ(must(recorder->attachment(envelope.attachments.front().hash)), std::nullopt);
}

TEST_F(Attaching, TakesExactlyTheBytesTheCommandNames) {
    const uint64_t before = recorder->last_seq();
    const auto wrong = [&](auto&& change) {
        Envelope envelope = attach(*recorder, key, kPlain);
        change(envelope, std::get<dossiers::Attach>(std::get<dossiers::Command>(envelope.command)));
        const auto answer = recorder->submit(envelope);
        EXPECT_FALSE(answer.ok());
        return answer.ok() ? ErrorCode::io : answer.error().code;
    };
    using A = dossiers::Attach;
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.attachments.clear(); }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.attachments.push_back(e.attachments[0]); }),
              ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope&, A& a) { a.hash = sha256("x"); }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope&, A& a) { ++a.bytes; }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope&, A& a) { a.bytes = -1; }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope&, A& a) { a.dossier = {2}; }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.attachments[0].key_id = "x"; }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.keys.clear(); }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.keys[0].id = "x"; }), ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.keys[0].bytes.assign(journal::kKeyBytes, '\0'); }),
              ErrorCode::malformed);
    EXPECT_EQ(wrong([](Envelope& e, A&) { e.command = dossiers::Command{dossiers::Guide{}}; }),
              ErrorCode::malformed);
    EXPECT_EQ(recorder->last_seq(), before);
    ASSERT_FALSE(ask(attach(*recorder, key, kPlain)).refusal);
    EXPECT_EQ(wrong([&](Envelope& e, A&) { e.keys = {key}; }), ErrorCode::conflict);
}

TEST_F(Attaching, HasALimitOfSoMany) {
    for (size_t i = 0; i <= dossiers::kMostAttachments; ++i) {
        const journal::Key* known = recorder->key({1});
        const auto answer =
            ask(attach(*recorder, known == nullptr ? key : *known, "x", static_cast<char>(i)));
        const std::string rule = answer.refusal ? answer.refusal->rule : "";
        EXPECT_EQ(rule, i == dossiers::kMostAttachments ? "dossier.attachments" : "") << i;
    }
}

}  // namespace
}  // namespace ss::office
