// A bug at a request stops the process, once: the next process sets that request aside.
#include "journal/in_hand.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "office/codec.h"
#include "office/testing.h"

namespace ss::office {
namespace {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "in-hand-XXXXXX").string();
        path = mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const char* name) const { return (path / name).string(); }
};

template <class T>
T must(Result<T> result) {
    if (!result.ok()) ADD_FAILURE() << result.error().message;
    return std::move(result).value();
}

// The bug: the permit's process is not there when a received dossier should start it.
std::shared_ptr<const plan::Plan> broken() {
    auto plan = std::make_shared<plan::Plan>(*minimal());
    for (auto& [code, procedure] : plan->procedures) procedure.program = nullptr;
    return plan;
}

struct Desk {
    std::unique_ptr<journal::Storage> storage;
    std::unique_ptr<journal::InHand> note;
    std::unique_ptr<Recorder> recorder;
    Desk(const Folder& folder, journal::Open open, std::shared_ptr<const plan::Plan> plan)
        : storage(must(journal::sqlite_storage(folder.file("unit.db"), open))),
          note(must(journal::in_hand_file(folder.file("unit.db.hand")))),
          recorder(must(Recorder::open(std::move(plan), *storage, note.get()))) {}
    Answer ask(const Envelope& envelope) { return must(recorder->submit(envelope)); }
};

// Runs `act` in a process of its own and says what ended it: 0, or the signal.
template <class Act>
int ended_by(Act&& act) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        if (freopen("/dev/null", "w", stderr) == nullptr) _exit(3);
        act();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

Envelope receive(const std::string& request) {
    return {clock(8, 2), "cid", request, {}, dossiers::Command{dossiers::Receive{{1}, {"form"}}},
            {}};
}

// Everything of the morning up to the dossier that is to be received; what it answers is durable.
void until_received(Desk& desk) {
    for (const Envelope& envelope : morning()) {
        if (envelope.request == "r2") break;
        desk.ask(envelope);
    }
    if (!desk.recorder->commit().ok()) std::abort();
}

TEST(InHand, ARequestThatStopsTheProcessIsSetAside) {
    Folder folder;
    ASSERT_EQ(ended_by([&] {
                  Desk desk(folder, journal::Open::create, broken());
                  until_received(desk);
                  desk.ask({clock(8, 2),
                            "cid",
                            "lost",
                            {},
                            OwnCommand{Observe{"", "hm", {}, ""}},
                            {}});  // in the same group, not yet durable, not yet answered
                  desk.ask(receive("r2"));
              }),
              SIGABRT);
    Hash lived;
    uint64_t entries = 0;
    {
        Desk desk(folder, journal::Open::write, broken());
        entries = desk.recorder->last_seq();
        std::string last;
        ASSERT_TRUE(desk.storage
                        ->read(entries,
                               [&](const journal::Entry& e) {
                                   last = e.body;
                                   return ok();
                               })
                        .ok());
        const Decoded entered = must(decode(last));
        EXPECT_EQ(entered.envelope.request, "r2");
        EXPECT_EQ(entered.envelope.by, "cid");
        EXPECT_EQ(name_of(entered.envelope.command), "dossier.receive");
        EXPECT_EQ(desk.recorder->state().now, clock(8, 2));

        const Answer again = desk.ask(receive("r2"));
        EXPECT_TRUE(again.repeated);
        ASSERT_TRUE(again.refusal);
        EXPECT_EQ(again.refusal->rule, kSetAside);
        EXPECT_FALSE(
            desk.ask({clock(8, 3), "cid", "lost", {}, OwnCommand{Observe{"", "hm", {}, ""}}, {}})
                .repeated)
            << "what was never answered may be asked again";
        ASSERT_TRUE(desk.recorder->commit().ok());
        lived = desk.recorder->office().digest();
    }
    Desk mended(folder, journal::Open::write, minimal());
    EXPECT_EQ(mended.recorder->last_seq(), entries + 1) << "set aside once";
    EXPECT_EQ(mended.recorder->office().digest(), lived);
    EXPECT_FALSE(mended.ask(receive("r3")).refusal) << "asked anew, once the bug is mended";
}

TEST(InHand, WhatWasDecidedIsNotSetAside) {
    Folder folder;
    const auto stopped_after = [&](auto&& act) {
        return ended_by([&] {
            Desk desk(folder, journal::Open::create, minimal());
            until_received(desk);
            act(desk);
            std::abort();
        });
    };
    // Decided, not durable, not answered: asked again it is answered for the first time.
    ASSERT_EQ(stopped_after([](Desk& desk) { desk.ask(receive("r2")); }), SIGABRT);
    Desk desk(folder, journal::Open::write, minimal());
    const Answer first = desk.ask(receive("r2"));
    EXPECT_FALSE(first.repeated);
    EXPECT_FALSE(first.refusal);
}

TEST(InHand, ANoteOfWhatTheJournalKnowsIsPassedOver) {
    Folder folder;
    std::string body;
    {
        Desk desk(folder, journal::Open::create, minimal());
        until_received(desk);
        const Answer answer = desk.ask(receive("r2"));
        ASSERT_FALSE(answer.refusal);
        ASSERT_TRUE(desk.recorder->commit().ok());
        body = encode(receive("r2"), Answer{0, false, {}, Refusal{}});
        ASSERT_TRUE(desk.note->note(body).ok());  // as if stopped before it was cleared
    }
    Desk desk(folder, journal::Open::write, minimal());
    EXPECT_FALSE(desk.ask(receive("r2")).refusal);
    EXPECT_EQ(must(desk.note->left()), "");

    // A note older than the journal: somebody has gone on without it.
    Envelope old = receive("r9");
    old.at = clock(8, 1);
    ASSERT_TRUE(desk.note->note(encode(old, Answer{0, false, {}, Refusal{}})).ok());
    const uint64_t before = desk.recorder->last_seq();
    desk.recorder = must(Recorder::open(minimal(), *desk.storage, desk.note.get()));
    EXPECT_EQ(desk.recorder->last_seq(), before);
    EXPECT_FALSE(desk.ask(receive("r9")).repeated);
}

// Counts; keeps nothing.
struct Counting final : journal::InHand {
    int notes = 0, clears = 0;
    Status note(std::string_view) override { return ++notes, ok(); }
    Status clear() override { return ++clears, ok(); }
    Result<std::string> left() override { return std::string(); }
};

TEST(InHand, IsNotedOnceForEachRequestThatSomebodyWaitsFor) {
    const auto storage = journal::memory_storage();
    Counting counting;
    auto recorder = must(Recorder::open(minimal(), *storage, &counting));
    int requests = 0;
    for (const Envelope& envelope : morning()) {
        ASSERT_TRUE(recorder->submit(envelope).ok());
        EXPECT_EQ(counting.notes, ++requests);
        ASSERT_TRUE(recorder->submit(envelope).ok());  // answered again: nothing is decided
        EXPECT_EQ(counting.notes, requests);
        EXPECT_EQ(counting.clears, requests);
    }
    ASSERT_TRUE(recorder->submit({clock(9), kClock, {}, {}, OwnCommand{Tick{}}, {}}).ok());
    EXPECT_EQ(counting.notes, requests);
}

}  // namespace
}  // namespace ss::office
