// The office and its journal: replay, determinism, what a failed disk may not lose, who may ask.
#include "office/office.h"

#include <gtest/gtest.h>

#include <set>

#include "journal/journal.h"
#include "office/codec.h"
#include "office/recorder.h"
#include "office/testing.h"
#include "office/wire.h"
#include "plan/plan.h"

namespace ss::office {
namespace {

// --- truth 1: State is its journal -------------------------------------------------------------

TEST(Office, ReplayGivesTheSameDigestAfterEveryEntry) {
    const auto storage = journal::memory_storage();
    auto lived = recorder_on(*storage);
    for (const Envelope& envelope : morning()) {
        ASSERT_TRUE(lived->submit(envelope).ok());
        ASSERT_TRUE(lived->commit().ok());
        const auto replayed = recorder_on(*storage);
        ASSERT_EQ(replayed->office().digest(), lived->office().digest()) << lived->last_seq();
        ASSERT_EQ(replayed->vault().size(), lived->vault().size());
        ASSERT_EQ(replayed->head(), lived->head());
    }
    EXPECT_EQ(lived->state().flow.work.size(), 1u);
}

TEST(Office, EveryStateDiffersInItsDigest) {
    Office office(minimal());
    std::set<Hash> digests{office.digest()};
    for (const Envelope& envelope : morning()) {
        office.handle(envelope);
        EXPECT_TRUE(digests.insert(office.digest()).second) << "the digest does not see a change";
    }
}

// --- truth 2: the clock makes no difference ----------------------------------------------------

TEST(Office, TheSameEnvelopesGiveTheSameJournal) {
    const auto one = journal::memory_storage(), two = journal::memory_storage();
    auto at_once = recorder_on(*one), each = recorder_on(*two);
    for (const Envelope& envelope : morning()) {
        ASSERT_TRUE(at_once->submit(envelope).ok());
        ASSERT_TRUE(each->submit(envelope).ok());
        ASSERT_TRUE(each->commit().ok());  // however the commits are grouped
    }
    ASSERT_TRUE(at_once->commit().ok());
    EXPECT_EQ(bodies(*one), bodies(*two));
    EXPECT_EQ(at_once->head(), each->head());
}

TEST(Office, ACommandDecidedAgainGivesTheSameFacts) {
    const auto storage = journal::memory_storage();
    auto lived = recorder_on(*storage);
    for (const Envelope& envelope : morning()) ASSERT_TRUE(lived->submit(envelope).ok());
    ASSERT_TRUE(lived->commit().ok());
    Office again(minimal());
    for (const auto& body : bodies(*storage)) {
        const auto decoded = decode(body);
        ASSERT_TRUE(decoded.ok()) << decoded.error().message;
        EXPECT_EQ(encode(decoded.value().envelope, again.handle(decoded.value().envelope)), body);
    }
    EXPECT_EQ(again.digest(), lived->office().digest());
}

TEST(Recorder, TimeNeverGoesBack) {
    const auto storage = journal::memory_storage();
    auto recorder = recorder_on(*storage);
    auto all = morning();
    all.back().at = clock(6);  // a clock that was set back
    for (const Envelope& envelope : all) ASSERT_TRUE(recorder->submit(envelope).ok());
    EXPECT_EQ(recorder->state().now, clock(8, 3));
}

// --- truth 3: trial never touches live ---------------------------------------------------------

TEST(Office, TheFirstEntryFixesUnitModeAndPlan) {
    Office office(minimal());
    Envelope live = open_unit(*minimal());
    auto& command = std::get<OpenUnit>(std::get<OwnCommand>(live.command));
    command.plan = sha256("another plan");
    EXPECT_EQ(office.handle(live).refusal->rule, "office.other_plan");
    command.plan = minimal()->hash;
    command.mode = Mode::trial;
    EXPECT_FALSE(office.handle(live).refusal);
    command.mode = Mode::live;
    EXPECT_EQ(office.handle(live).refusal->rule, "office.open_already");
    EXPECT_EQ(office.state().mode, Mode::trial);
}

// --- truth 5: what was answered is not lost, what was not answered never was -------------------

TEST(Recorder, AFailedCommitDiscardsTheStateAndStopsWriting) {
    const auto disk = journal::memory_storage();
    journal::Faults faults;
    const auto storage = journal::faulty_storage(*disk, faults);
    auto recorder = recorder_on(*storage);
    const auto all = morning();
    for (size_t i = 0; i + 1 < all.size(); ++i) ASSERT_TRUE(recorder->submit(all[i]).ok());
    ASSERT_TRUE(recorder->commit().ok());
    const Hash answered = recorder->office().digest();

    ASSERT_TRUE(recorder->submit(all.back()).ok());
    faults.appends_until_failure = 0;
    faults.disk_full = true;
    EXPECT_FALSE(recorder->commit().ok());
    EXPECT_TRUE(recorder->failed());
    EXPECT_TRUE(recorder->state().unit.empty());
    EXPECT_EQ(recorder->vault().size(), 0u);
    EXPECT_FALSE(recorder->submit(all.back()).ok());
    EXPECT_FALSE(recorder->commit().ok());

    const auto after = recorder_on(*disk);
    EXPECT_EQ(after->office().digest(), answered);
    const auto again = after->submit(all.back());  // asked again, it is answered for the first time
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again.value().repeated);
    EXPECT_FALSE(again.value().refusal);
}

TEST(Recorder, AnAnswerLostOnTheWayIsGivenAgain) {
    const auto disk = journal::memory_storage();
    journal::Faults faults;
    const auto storage = journal::faulty_storage(*disk, faults);
    auto recorder = recorder_on(*storage);
    const auto all = morning();
    for (size_t i = 0; i + 1 < all.size(); ++i) ASSERT_TRUE(recorder->submit(all[i]).ok());
    ASSERT_TRUE(recorder->commit().ok());
    ASSERT_TRUE(recorder->submit(all.back()).ok());
    faults.appends_until_failure = 0;
    faults.written_all_the_same = true;
    EXPECT_FALSE(recorder->commit().ok());  // nobody heard of it, and yet it is on the disk

    const auto after = recorder_on(*disk);
    const auto again = after->submit(all.back());
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().repeated);
    EXPECT_FALSE(again.value().facts.empty());
    EXPECT_EQ(after->last_seq(), all.size());
}

TEST(Recorder, ARepeatedRequestIsAnsweredFromTheIndexToo) {
    const auto storage = journal::memory_storage();
    auto recorder = recorder_on(*storage);
    const auto all = morning();
    for (const Envelope& envelope : all) ASSERT_TRUE(recorder->submit(envelope).ok());
    for (size_t i = 0; i < limits::kRecentRequests; ++i) {
        Envelope other{clock(10),
                       "bob",
                       "x" + std::to_string(i),
                       {},
                       dossiers::Command{dossiers::Guide{"permit"}},
                       {}};
        ASSERT_TRUE(recorder->submit(std::move(other)).ok());
        if (i % 512 != 0) continue;
        ASSERT_TRUE(recorder->commit().ok());
    }
    ASSERT_TRUE(recorder->commit().ok());
    EXPECT_FALSE(recorder->state().requests.contains("c1"));  // fell out of the State
    const auto before = recorder->last_seq();
    const auto again = recorder->submit(all.back());
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().repeated);
    EXPECT_EQ(again.value().seq, all.size());
    EXPECT_EQ(recorder->last_seq(), before);
}

TEST(Recorder, SealedValuesHaveLimits) {
    const auto storage = journal::memory_storage();
    auto recorder = recorder_on(*storage);
    Envelope envelope = open_unit(*minimal());
    envelope.sealed.assign(limits::kSealedValues, {std::string(32, 's'), "v"});
    envelope.sealed[0].value.assign(limits::kSealedValue, 'v');
    EXPECT_TRUE(recorder->submit(envelope).ok());
    envelope.sealed.push_back({std::string(32, 's'), "v"});
    EXPECT_EQ(recorder->submit(envelope).error().code, ErrorCode::limit);
    envelope.sealed = {{std::string(32, 's'), std::string(limits::kSealedValue + 1, 'v')}};
    EXPECT_EQ(recorder->submit(envelope).error().code, ErrorCode::limit);
    envelope.sealed = {{"short salt", "v"}};
    EXPECT_EQ(recorder->submit(envelope).error().code, ErrorCode::limit);
    envelope.sealed = {};
    envelope.request.assign(limits::kCode + 1, 'r');
    EXPECT_EQ(recorder->submit(envelope).error().code, ErrorCode::limit);
}

// --- every kind of command and fact ------------------------------------------------------------

template <class... T, class Each>
void each_kind(const std::variant<T...>*, Each&& each) {
    const auto visit = [&]<class A>(std::type_identity<A>) {
        if constexpr (wire::Named<A>) each(A{});
        else each_kind(static_cast<const A*>(nullptr), each);
    };
    (visit(std::type_identity<T>{}), ...);
}

TEST(Wire, EveryCommandReadsBack) {
    std::set<std::string> names;
    each_kind(static_cast<const Command*>(nullptr), [&](const auto& blank) {
        const std::string name(blank.kWire);
        EXPECT_TRUE(names.insert(name).second) << name << " names two commands";
        const auto made = make_command(name, {});
        ASSERT_TRUE(made.ok()) << name << ": " << made.error().message;
        EXPECT_EQ(name_of(made.value()), name);
        EXPECT_EQ(encode(made.value()), "{\"" + name + "\":" + wire::encode(blank) + "}");
    });
    EXPECT_GT(names.size(), 60u);
}

TEST(Wire, EveryFactReadsBack) {
    std::set<std::string> names;
    each_kind(static_cast<const Fact*>(nullptr), [&](const auto& blank) {
        const std::string name(blank.kWire);
        EXPECT_TRUE(names.insert(name).second) << name << " names two facts";
        const std::string text = "{\"" + name + "\":" + wire::encode(blank) + "}";
        const auto read = decode_fact(text);
        ASSERT_TRUE(read.ok()) << name << ": " << read.error().message;
        EXPECT_EQ(name_of(read.value()), name);
        EXPECT_EQ(encode(read.value()), text);
    });
    EXPECT_GT(names.size(), 80u);
}

TEST(Wire, AnEntryHasFactsOrARefusal) {
    EXPECT_FALSE(decode(R"({"at":0,"by":"a","command":{"tick":{}},"request":""})").ok());
    EXPECT_FALSE(decode(R"({"at":0,"by":"a","command":{"tick":{}},"facts":[],"refusal":)"
                        R"({"args":[],"code":"invalid","rule":"r"},"request":""})")
                     .ok());
    EXPECT_TRUE(decode(R"({"at":0,"by":"a","command":{"tick":{}},"facts":[],"request":""})").ok());
}

// --- who may ask -------------------------------------------------------------------------------

TEST(Access, EveryAskOfEveryOfficerIsAsThePlansTableSays) {
    const auto plan = plan_of("plans/hue-2025");
    ASSERT_TRUE(plan);
    Office office(plan);
    for (const Envelope& envelope : opened(*plan, "my-thuong"))
        ASSERT_FALSE(office.handle(envelope).refusal);
    size_t allowed = 0, refused = 0;
    for (const auto& [officer, entry] : plan->rosters.at("my-thuong").officers) {
        std::set<Code> roles;
        for (const auto& posts : {entry.posts, entry.appointed_by_announcement})
            for (const Code& post : posts)
                for (const Code& role : plan->organization.posts.at(post).roles) roles.insert(role);
        each_kind(static_cast<const Command*>(nullptr), [&](const auto& blank) {
            const std::string ask(blank.kWire);
            const auto made = make_command(ask, {});
            ASSERT_TRUE(made.ok());
            bool may = false;
            if (const auto row = plan->organization.access.find(ask);
                row != plan->organization.access.end() && entry.account)
                for (const Code& role : row->second)
                    may = may || role == "*" || roles.contains(role);
            if (ask == OpenUnit::kWire) may = false;
            const auto said =
                may_ask(office.state(), *plan, officer, made.value(), office.state().now);
            EXPECT_EQ(!said, may) << officer << " asks " << ask;
            ++(may ? allowed : refused);
        });
    }
    EXPECT_GT(allowed, 100u);
    EXPECT_GT(refused, 1000u);
}

TEST(Access, ThoseWhoAreNoOfficersHaveShortLists) {
    Office office(minimal());
    for (const Envelope& envelope : opened(*minimal())) office.handle(envelope);
    const std::map<Code, std::set<std::string>> lists = {
        {kClock, {"tick"}},
        {kCourier, {"exchange.receive", "exchange.confirm"}},
        {kCitizen,
         {"dossier.present", "dossier.supplement", "dossier.confirm", "dossier.pay",
          "dossier.withdraw", "dossier.rate", "dossier.attach", "dossier.complain",
          "document.arrive", "ticket.take"}},
        {"nobody", {}},
    };
    each_kind(static_cast<const Command*>(nullptr), [&](const auto& blank) {
        const std::string ask(blank.kWire);
        if (ask == OpenUnit::kWire) return;
        const auto made = make_command(ask, {});
        ASSERT_TRUE(made.ok());
        for (const auto& [who, list] : lists)
            EXPECT_EQ(!may_ask(office.state(), *minimal(), who, made.value(), clock(8)),
                      list.contains(ask))
                << who << " asks " << ask;
    });
}

}  // namespace
}  // namespace ss::office
