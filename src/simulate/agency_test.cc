// Agencies that are asked: who answers when, and that their account adds up.
#include <gtest/gtest.h>

#include "simulate/small_models.h"
#include "simulate/testing.h"
#include "simulate/theory.h"

namespace ss::simulate {
namespace {

using bpmn::testing::Sketch;
using small::at;
using small::exactly;
using small::Office;

// Received, asks, waits for the answer, resolved.
Sketch asking(const Code& agency) {
    Sketch s("T");
    s.start("start");
    s.service("ask", "exchange.send",
              Sketch::property("to", agency) + Sketch::property("message", "m"));
    s.message("intermediateCatchEvent", "answered", "exchange.answered");
    s.service("resolve", "dossier.resolve");
    s.end("end");
    s.flow("start", "ask");
    s.flow("ask", "answered");
    s.flow("answered", "resolve");
    s.flow("resolve", "end");
    return s;
}

struct Asked {
    std::vector<std::string> resolved;
    AgencyTally tally;
};
Asked lived(const Office& office, int64_t days, int64_t warm_up = 0) {
    Asked all;
    Diagnostics d;
    const auto model = office.model(d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    if (!model) return all;
    std::vector<Mark> log;
    Run run({model}, {1, 0});
    run.arrivals_by_hand({office.arrivals});
    run.log_to(&log);
    run.live({office.setup.first_day, days, warm_up, false, 0});
    for (const Mark& m : log)
        if (m.what == Mark::What::resolved) all.resolved.push_back(small::clock_of(m.at));
    run.each_agency([&](const Code& code, const AgencyTally& t) {
        EXPECT_EQ(code, "tax");
        all.tally = t;
    });
    return all;
}

// Asked at 16:01, 16:02 and so on, one minute on the way, one person, 25 minutes each.
Office afternoon() {
    Office office;
    office.add("T", asking("tax"));
    office.plan.calendar.transfer_cutoff = 24 * kHour;  // handed on the same day
    office.plan.demand.agencies["tax"] = {1, exactly(25 * kMinute), {}};
    for (const char* clock : {"16:00", "16:01", "16:02", "16:03", "16:04"})
        office.comes(at(0, clock));
    return office;
}

TEST(Agency, OneAfterTheOtherByHand) {
    const Asked all = lived(afternoon(), 1);
    // The third is in hand when the doors close at 17:00.
    EXPECT_EQ(all.resolved, (std::vector<std::string>{"Mon 16:27:00", "Mon 16:52:00"}));
    const AgencyTally& t = all.tally;
    EXPECT_EQ(t.people, 1);
    EXPECT_EQ(t.asked, 5);
    EXPECT_EQ(t.answered, 2);
    EXPECT_EQ(t.in_hand, 1);
    EXPECT_EQ(t.waiting, 2);
    EXPECT_EQ(t.at_day_end, std::vector<int64_t>{2});
    EXPECT_EQ(t.busy_ms, 58 * kMinute);  // 16:02 to 17:00
    EXPECT_EQ(t.wait.count(), 3);
    EXPECT_EQ(t.wait.sum(), (0 + 24 + 48) * kMinute);
    EXPECT_EQ(t.area, (0 + 24 + 48 + 55 + 54) * kMinute);
    EXPECT_EQ(t.there_ms, t.working_ms);
}

// Closed doors are no time: the third is done the next morning at 07:47.
TEST(Agency, WorksOnTheNextDay) {
    const Asked all = lived(afternoon(), 2);
    EXPECT_EQ(all.resolved,
              (std::vector<std::string>{"Mon 16:27:00", "Mon 16:52:00", "Tue 07:47:00",
                                        "Tue 08:12:00", "Tue 08:37:00"}));
    EXPECT_EQ(all.tally.answered, 5);
    EXPECT_EQ(all.tally.waiting + all.tally.in_hand, 0);
    EXPECT_EQ(all.tally.at_day_end, (std::vector<int64_t>{2, 0}));
    EXPECT_EQ(all.tally.busy_ms, 5 * 25 * kMinute);
    EXPECT_EQ(all.tally.wait.sum(), (0 + 24 + 48 + 72 + 96) * kMinute);
    EXPECT_EQ(all.tally.wait.sum(), all.tally.area);
}

// Of what was asked in the warm-up only what was left of it counts.
TEST(Agency, TheWarmUpIsLeftOut) {
    const AgencyTally t = lived(afternoon(), 2, 1).tally;
    EXPECT_EQ(t.asked, 0);
    EXPECT_EQ(t.answered, 3);
    EXPECT_EQ(t.busy_ms, 67 * kMinute);      // 07:30 to 08:37
    EXPECT_EQ(t.area, (17 + 42) * kMinute);  // both from 07:30 on
    EXPECT_EQ(t.wait.sum(), (72 + 96) * kMinute);
    EXPECT_EQ(t.at_day_end, std::vector<int64_t>{0});
}

TEST(Agency, WhereNobodySaysWhoAnswersNobodyWaits) {
    Office office = afternoon();
    office.plan.demand.agencies.clear();
    const Asked all = lived(office, 1);
    EXPECT_EQ(all.resolved.front(), "Mon 17:02:00");
    EXPECT_EQ(all.tally.people, 0);
    EXPECT_EQ(all.tally.asked, 5);
    EXPECT_EQ(all.tally.answered, 5);
    EXPECT_EQ(all.tally.wait.count(), 0);
}

testing::Toy toy(double load, int people) {
    testing::Toy t(24 * 60 * load);  // one a minute keeps one of them busy
    t.pool("reception", 40);
    t.procedure("T", asking("tax"), {});
    t.demand().agencies["*"] = {people, testing::constant(1), {}};
    return t;
}

// Pollaczek and Khinchine: a mean wait of load / (2 (1 - load)) times what one takes.
TEST(Agency, WaitsAsTheFormulaSays) {
    const Simulated r = testing::forecast(toy(0.8, 1), {31, 1, 20, 71});
    ASSERT_EQ(r.agencies.size(), 1u);
    const AgencyFigures& a = r.agencies.front();
    testing::expect_exact("M/D/1 agency mean wait", a.wait.mean, 2, 0.03);
    testing::expect_exact("M/D/1 agency mean number waiting", a.waiting, 1.6, 0.03);
    testing::expect_exact("M/D/1 agency utilisation", a.utilisation, 0.8, 0.01);
    EXPECT_FALSE(a.diverges);
}

TEST(Agency, AddsUpAndGrowsWhereMoreIsAskedThanAnswered) {
    const testing::Toy more = toy(1.3, 1);
    Options o;
    o.first_day = testing::kFirstDay;
    o.days = 20;
    o.replications = 4;
    std::string digest;
    for (const unsigned threads : {1u, 2u, 3u}) {
        o.threads = threads;
        Diagnostics d;
        const auto outcome = simulate(more.as_case(), o, {}, d);
        ASSERT_TRUE(outcome);
        if (digest.empty()) digest = outcome->result.digest;
        EXPECT_EQ(outcome->result.digest, digest);
        ASSERT_EQ(outcome->result.agencies.size(), 1u);
        const AgencyFigures& a = outcome->result.agencies.front();
        EXPECT_NEAR(a.asked.mean, a.answered.mean + a.waiting_at_end.mean + a.in_hand_at_end.mean,
                    1e-9);
        EXPECT_EQ(a.at_day_end.size(), 20u);
        EXPECT_NEAR(a.utilisation.mean, 1, 0.001);
        ASSERT_TRUE(a.diverges);
        EXPECT_LE(a.diverges->day, testing::kFirstDay.day + 2);
    }
}

// Units that ask the same people are run together: there is one queue.
TEST(Agency, IsOneForAllUnits) {
    Office office = afternoon();
    office.arrivals.clear();
    office.person("rita2", {"reception"}, "v");
    office.plan.city.units["v"].code = "v";
    auto plan = std::make_shared<plan::Plan>(office.plan);
    plan->calendar.freeze();
    Case c = plain_case(plan, {"u", "v"}, small::kMonday);
    EXPECT_TRUE(c.network);
    Diagnostics d;
    const auto groups = prepare(c, d);
    ASSERT_TRUE(groups);
    simulate::Run run(groups->front().models, {1, 0});
    for (const char* clock : {"16:00", "16:01"}) office.comes(at(0, clock));
    run.arrivals_by_hand({office.arrivals, office.arrivals});
    run.live({small::kMonday, 1, 0, false, 0});
    run.each_agency([&](const Code&, const AgencyTally& t) {
        EXPECT_EQ(t.people, 1);
        EXPECT_EQ(t.asked, 4);
        EXPECT_EQ(t.answered + t.in_hand + t.waiting, 4);
        EXPECT_EQ(t.waiting, 1);
    });
}

}  // namespace
}  // namespace ss::simulate
