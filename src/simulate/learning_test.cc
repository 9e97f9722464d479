// Practice read from journals written by hand, and put into a plan. What real rehearsals teach is
// rehearse/learning_test.cc.
#include "simulate/learning.h"

#include <gtest/gtest.h>

#include "cast/officer.h"
#include "office/codec.h"

namespace ss::simulate {
namespace {

std::shared_ptr<const plan::Plan> hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
    }();
    return plan;
}

const Code kProcedure = "1.001193", kOfficer = "vo-tuong-tuong";

// A journal in which only what is said to have happened has: no office decided any of it.
class Told {
  public:
    Told() : storage_(journal::memory_storage()), journal_(*storage_) {
        office::OpenUnit open;
        open.unit = "my-thuong";
        write(office::OwnCommand{open}, {});
    }
    Told& at(int hour, int minute, int day = 2) {
        now_ = at_local(date_of({2025, 7, day}), hour * kHour + minute * kMinute,
                        hue()->calendar.offset);
        return *this;
    }
    uint32_t offered(const Code& kind = "verify") {
        flow::Offered f;
        f.work = {++works_};
        f.dossier = {works_};
        f.procedure = kProcedure;
        f.kind = f.node = kind;
        f.at = now_;
        fact(flow::Fact{f});
        return works_;
    }
    void taken(uint32_t work, const Code& by = kOfficer) {
        fact(flow::Fact{flow::Taken{{work}, by, now_}});
    }
    void released(uint32_t work) { fact(flow::Fact{flow::Released{{work}, kOfficer, now_}}); }
    void completed(uint32_t work, const Code& by = kOfficer, bool afterwards = false) {
        flow::Completed f;
        f.work = {work};
        f.dossier = {work};
        f.by = by;
        f.at = now_;
        fact(flow::Fact{f}, afterwards);
    }
    void received(uint32_t dossier, const Code& by) {
        dossiers::Received f;
        f.dossier = {dossier};
        f.procedure = kProcedure;
        f.by = by;
        fact(dossiers::Fact{f});
    }
    Status into(PracticeRecord& record, const plan::Plan& plan = *hue()) {
        EXPECT_TRUE(journal_.commit().ok());
        return record.add(*storage_, plan);
    }

  private:
    void fact(office::Fact fact, bool afterwards = false) {
        write(office::OwnCommand{office::Tick{}}, {std::move(fact)}, afterwards);
    }
    void write(office::Command command, std::vector<office::Fact> facts, bool afterwards = false) {
        office::Envelope envelope{now_, kClock, {}, {}, std::move(command), {}};
        if (afterwards) envelope.happened = now_;
        office::Answer answer;
        answer.facts = std::move(facts);
        journal_.add(now_, {}, office::encode(envelope, answer));
    }

    std::unique_ptr<journal::Storage> storage_;
    journal::Journal journal_;
    Instant now_;
    uint32_t works_ = 0;
};

TEST(PracticeRecord, TimesWhatOneOfficerTookAndFinished) {
    Told told;
    const uint32_t first = told.at(8, 0).offered();
    told.at(8, 5).taken(first);
    told.at(8, 17).completed(first);
    const uint32_t second = told.at(9, 0).offered();
    told.taken(second);
    told.at(9, 10).completed(second);
    told.received(9, kOfficer);
    told.received(10, kCitizen);  // nobody of the office
    PracticeRecord record;
    ASSERT_TRUE(told.into(record).ok());
    ASSERT_EQ(record.pieces().size(), 2u);
    EXPECT_EQ(record.pieces()[0].minutes, 12);
    EXPECT_EQ(record.pieces()[1].minutes, 10);
    EXPECT_EQ(record.pieces()[1].before - record.pieces()[0].before, 1);
    EXPECT_EQ(record.pieces()[0].before,
              hue()->rosters.at("my-thuong").officers.contains(kOfficer)
                  ? hue()->rosters.at("my-thuong").officers.at(kOfficer).experience
                  : 0);
    EXPECT_EQ(record.pieces()[0].key, "verify");
    ASSERT_EQ(record.done().size(), 1u);
    EXPECT_EQ(record.done().at(kOfficer).at({"verify", kProcedure}), 2);
    EXPECT_EQ(record.done().at(kOfficer).at({"receive", kProcedure}), 1);
}

TEST(PracticeRecord, LeavesOutTimesThatAreNone) {
    Told told;
    const uint32_t untaken = told.at(8, 0).offered();
    told.at(8, 30).completed(untaken);
    const uint32_t back = told.offered();
    told.taken(back);
    told.at(8, 40).released(back);
    told.at(8, 50).taken(back);
    told.at(9, 0).completed(back);
    const uint32_t other = told.offered();
    told.taken(other, "somebody");
    told.at(9, 10).completed(other);
    const uint32_t late = told.offered();
    told.taken(late);
    told.at(9, 20).completed(late, kOfficer, true);
    const uint32_t lunch = told.at(11, 20).offered();
    told.taken(lunch);
    told.at(11, 50).completed(lunch);  // finished though the doors had closed: a time
    const uint32_t lain = told.at(16, 50).offered();
    told.taken(lain);
    told.at(7, 20, 3).completed(lain);
    const uint32_t handed = told.offered("return");
    told.completed(handed);
    PracticeRecord record;
    ASSERT_TRUE(told.into(record).ok());
    ASSERT_EQ(record.pieces().size(), 1u);
    EXPECT_EQ(record.pieces()[0].minutes, 30);
    EXPECT_EQ(record.untimed().not_taken, 2);
    EXPECT_EQ(record.untimed().given_back, 1);
    EXPECT_EQ(record.untimed().entered_afterwards, 1);
    EXPECT_EQ(record.untimed().over_an_opening, 1);
    EXPECT_EQ(record.done().at(kOfficer).at({"verify", kProcedure}), 6);  // practice all the same
    EXPECT_EQ(record.done().at(kOfficer).at({"return", kProcedure}), 1);
}

TEST(PracticeRecord, RefusesWhatIsNoJournalOfAnOffice) {
    const auto storage = journal::memory_storage();
    journal::Journal journal(*storage);
    const office::Envelope tick{{}, kClock, {}, {}, office::OwnCommand{office::Tick{}}, {}};
    journal.add({}, {}, office::encode(tick, {}));
    ASSERT_TRUE(journal.commit().ok());
    PracticeRecord record;
    const Status read = record.add(*storage, *hue());
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
    EXPECT_EQ(record.rehearsals(), 0);
}

// Officers who do `pieces` verifications each, thrown by the cast's own law.
void practise(Told& told, int officers, int pieces, const plan::Plan& plan) {
    uint64_t citizen = 0;
    int day = 2, minute = 0;
    for (int who = 0; who < officers; ++who) {
        cast::Officer officer;
        officer.code = "o" + std::to_string(who);
        for (int n = 0; n < pieces; ++n) {
            const cast::Go go{++citizen, kProcedure, "verify", "verify", 0};
            const auto ms = cast::service_ms(plan, {3, 0}, officer, go);
            cast::practise(officer, "verify", kProcedure);
            const auto takes = static_cast<int>((ms + kMinute / 2) / kMinute);
            if (7 * 60 + minute + takes > 11 * 60) {
                ++day;
                minute = 0;
            }
            told.at(7, minute, day);
            const uint32_t work = told.offered();
            told.taken(work, officer.code);
            minute += std::max(1, takes);
            told.at(7, minute, day).completed(work, officer.code);
        }
    }
}

TEST(Learned, GoesIntoAPlan) {
    plan::Plan truth = *hue();
    truth.demand.service["verify"] = {20, 30};
    truth.demand.learning_factor = 3;
    truth.demand.learning_scale = 15;
    Told told;
    practise(told, 8, 90, truth);
    PracticeRecord record;
    ASSERT_TRUE(told.into(record).ok());
    const Learned learned = learn(record, *hue());
    ASSERT_EQ(learned.curve.verdict, Verdict::fitted);
    EXPECT_NEAR(learned.curve.k, 3, 3 * learned.curve.k_error);
    EXPECT_NEAR(learned.curve.tau, 15, 3 * learned.curve.tau_error);
    EXPECT_EQ(learned.kinds.at("verify").alone.n, learned.pieces);
    plan::Demand demand = hue()->demand;
    demand.learning = plan::Practice::power;
    plan::Roster roster;
    roster.officers["o1"].experience = 5;
    roster.officers["absent"].experience = 7;
    const auto changed = apply(learned, demand, roster);
    EXPECT_EQ(demand.learning, plan::Practice::exponential);
    EXPECT_NEAR(demand.service.at("verify").median, 20, 1.5);
    EXPECT_NEAR(demand.service.at("verify").p90, 30, 3);
    EXPECT_EQ(demand.service.at("sign").median, hue()->demand.service.at("sign").median);
    EXPECT_NEAR(demand.learning_factor, 3, 0.5);
    EXPECT_NEAR(roster.officers.at("o1").experience, 95, 1);  // all of one kind and procedure
    EXPECT_EQ(roster.officers.at("absent").experience, 7);
    std::vector<Code> keys;
    for (const Parameter& p : changed) {
        keys.push_back(p.key);
        EXPECT_EQ(p.source, "fitted");
    }
    EXPECT_EQ(keys, (std::vector<Code>{"service/verify", "learning_factor", "learning_scale",
                                       "experience/o1"}));
    EXPECT_NE(changed[1].value.find(" ± "), std::string::npos);
    EXPECT_EQ(changed[1].basis, std::to_string(learned.pieces) + " pieces of 1 rehearsal");
}

TEST(Learned, LeavesThePlanAloneWhereThereIsTooLittle) {
    Told told;
    practise(told, 1, 8, *hue());
    PracticeRecord record;
    ASSERT_TRUE(told.into(record).ok());
    const Learned learned = learn(record, *hue());
    EXPECT_EQ(learned.curve.verdict, Verdict::too_few);
    plan::Demand demand = hue()->demand;
    plan::Roster roster;
    EXPECT_TRUE(apply(learned, demand, roster).empty());
    EXPECT_EQ(demand.service.at("verify").median, hue()->demand.service.at("verify").median);
    EXPECT_EQ(demand.learning_factor, hue()->demand.learning_factor);
    EXPECT_TRUE(learn(PracticeRecord(), *hue()).kinds.empty());
}

// A step with a time of its own is filed by itself.
TEST(Learned, KeepsStepsApartThatThePlanKeepsApart) {
    auto plan = std::make_shared<plan::Plan>(*hue());
    const std::string step = kProcedure + "/verify";
    plan->demand.steps[step] = {30, 40};
    Told told;
    practise(told, 1, 20, *hue());
    PracticeRecord record;
    ASSERT_TRUE(told.into(record, *plan).ok());
    EXPECT_EQ(record.pieces().front().key, step);
    plan::Demand demand = plan->demand;
    plan::Roster roster;
    const auto changed = apply(learn(record, *plan), demand, roster);
    ASSERT_EQ(changed.size(), 1u);
    EXPECT_EQ(changed[0].key, "steps/" + step);
    EXPECT_LT(demand.steps.at(step).median, 20);
    EXPECT_EQ(demand.service.at("verify").median, hue()->demand.service.at("verify").median);
}

}  // namespace
}  // namespace ss::simulate
