// One seed, one result: with any number of threads, alone or among others, today and on another
// machine; and variants meet the same citizens.
#include <gtest/gtest.h>

#include "simulate/simulate.h"
#include "simulate/small_models.h"

namespace ss::simulate {
namespace {

using small::at;
using small::exactly;
using small::Office;
using What = Mark::What;

const LocalDate kFirst = date_of({2025, 7, 1});

std::shared_ptr<const plan::Plan> hue(const std::function<void(plan::Plan&)>& change = {}) {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
    }();
    if (!change) return plan;
    auto copy = std::make_shared<plan::Plan>(*plan);
    change(*copy);
    return copy;
}

Simulated result_of(const Case& c, const Options& options) {
    Diagnostics d;
    const auto outcome = simulate(c, options, {}, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    return outcome ? outcome->result : Simulated{};
}

Options few_days(uint64_t seed, unsigned threads = 1) {
    Options o;
    o.first_day = kFirst;
    o.days = 3;
    o.replications = 5;
    o.seed = seed;
    o.threads = threads;
    return o;
}

// --- threads and seeds --------------------------------------------------------------------------

TEST(Determinism, AsManyThreadsAsThereMayBe) {
    const Case one = plain_case(hue(), {"my-thuong"}, kFirst);
    const Case several = plain_case(hue(), {"my-thuong", "vy-da", "an-cuu"}, kFirst);
    const Case network = plain_case(hue([](plan::Plan& p) { p.demand.elsewhere = 0.2; }),
                                    {"my-thuong", "vy-da"}, kFirst);
    EXPECT_TRUE(network.network);
    for (const Case* c : std::vector<const Case*>{&one, &several, &network}) {
        const Simulated first = result_of(*c, few_days(1, 1));
        EXPECT_TRUE(first.identities_hold);
        EXPECT_EQ(first.digest.size(), 64u);
        for (const unsigned threads : {2u, 3u, 7u}) {
            const Simulated again = result_of(*c, few_days(1, threads));
            EXPECT_EQ(first.digest, again.digest) << threads;
            EXPECT_EQ(first.on_time.mean, again.on_time.mean);
            EXPECT_EQ(first.wait.p90.mean, again.wait.p90.mean);
        }
        EXPECT_NE(first.digest, result_of(*c, few_days(2, 2)).digest);
    }
}

TEST(Determinism, MoreReplicationsBeginWithTheSame) {
    const Case c = plain_case(hue(), {"my-thuong"}, kFirst);
    Diagnostics d;
    Options o = few_days(3, 2);
    const auto few = simulate(c, o, {}, d);
    o.replications = 9;
    const auto more = simulate(c, o, {}, d);
    ASSERT_TRUE(few && more);
    for (size_t i = 0; i < few->on_time.size(); ++i) {
        EXPECT_EQ(few->on_time[i], more->on_time[i]);
        EXPECT_EQ(few->cycle[i], more->cycle[i]);
    }
}

TEST(Determinism, AReplicationAloneIsWhatItIsAmongOthers) {
    const Case c = plain_case(hue(), {"my-thuong"}, kFirst);
    Diagnostics d;
    const auto groups = prepare(c, d);
    ASSERT_TRUE(groups);
    const Span span{kFirst, 7, 2, false, 0};
    const auto& models = groups->front().models;
    simulate::Run all(models, {5, 0});
    std::vector<uint64_t> hashes;
    for (uint64_t r = 0; r < 20; ++r) {
        all.again({5, r});
        all.live(span);
        hashes.push_back(all.tally(0).hash());
    }
    for (const uint64_t r : {uint64_t{7}, uint64_t{19}, uint64_t{0}}) {
        simulate::Run alone(models, {5, r});
        alone.live(span);
        EXPECT_EQ(alone.tally(0).hash(), hashes[r]) << r;
        all.again({5, r});  // in another order
        all.live(span);
        EXPECT_EQ(all.tally(0).hash(), hashes[r]) << r;
    }
    std::sort(hashes.begin(), hashes.end());
    EXPECT_EQ(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

// --- the same luck ------------------------------------------------------------------------------

struct Day {
    std::vector<Mark> came, presented;
};

Day day_of(const std::function<void(simulate::Setup&)>& change) {
    Case c = plain_case(hue(), {"my-thuong"}, kFirst);
    change(c.units.front());
    Diagnostics d;
    const auto groups = prepare(c, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    Day day;
    if (!groups) return day;
    std::vector<Mark> log;
    simulate::Run run(groups->front().models, {9, 4});
    run.log_to(&log);
    run.live({kFirst, 5, 0, false, 0});
    for (const Mark& m : log)
        if (m.what == What::came) day.came.push_back(m);
        else if (m.what == What::presented) day.presented.push_back(m);
    return day;
}

TEST(Luck, TheSameCitizensAtTheSameMinuteInEveryVariant) {
    const Day plain = day_of([](simulate::Setup&) {});
    EXPECT_GT(plain.came.size(), 100u);
    const std::vector<std::function<void(simulate::Setup&)>> variants{
        [](simulate::Setup& s) { s.staff_times = 2; },
        [](simulate::Setup& s) { s.shift_end = ShiftEnd::suspend; },
        [](simulate::Setup& s) { s.earliest_due_first = false; },
        [](simulate::Setup& s) { s.staff_of = "vy-da"; },
        [](simulate::Setup& s) { s.priority = {{"1.001193", -1}}; },
        [](simulate::Setup& s) { s.chance_absence = false; },
    };
    for (const auto& variant : variants) {
        const Day other = day_of(variant);
        ASSERT_EQ(plain.came.size(), other.came.size());
        for (size_t i = 0; i < plain.came.size(); ++i)
            ASSERT_EQ(plain.came[i].at, other.came[i].at);
        ASSERT_EQ(plain.presented.size(), other.presented.size());
        for (size_t i = 0; i < plain.presented.size(); ++i) {
            ASSERT_EQ(plain.presented[i].at, other.presented[i].at);
            ASSERT_EQ(plain.presented[i].dossier, other.presented[i].dossier);
        }
    }
    // More citizens are others: what comes more is no luck that could be shared.
    EXPECT_GT(day_of([](simulate::Setup& s) { s.load = 1.5; }).came.size(), plain.came.size());
}

// --- on another machine -------------------------------------------------------------------------

// Every distribution, every chance, a network of two. What another compiler, library or processor
// computes otherwise, even in the last bit of one number, shows here. It changes when the rules of
// the run change: then the new number belongs here, with a reason in the message of the commit.
TEST(Golden, ASmallDayIsTheSameEverywhere) {
    Office o;
    o.procedure("A",
                {{"a1", "desk"}, {"a2", "desk", "verify", "ok,again"}, {"a3", "chief", "sign"}});
    o.procedure("B", {{"b1", "desk", "verify", "ok", "big"}, {"b2", "chief", "sign"}});
    for (const char* who : {"an", "binh", "chi"}) o.person(who, {"desk"});
    o.person("dung", {"chief"});
    plan::Demand& d = o.plan.demand;
    d.service.clear();
    d.service["receive"] = {4, 9};
    d.service["*"] = {0, 0, plan::Law::exponential, 8};
    d.steps["A/a1"] = {0, 0, plan::Law::triangular, 0, 2, 40, 5};
    d.steps["A/a2"] = {0, 0, plan::Law::uniform, 0, 3, 9};
    d.mix = {{"A", 0.7}, {"B", 0.3}};
    d.channels = {{"counter", 0.6}, {"online", 0.4}};
    d.profile = {{7 * kHour, 0.2}, {8 * kHour, 0.5}, {14 * kHour, 0.3}};
    d.before_opening = 0.1;
    d.variables["big"] = 0.4;
    d.outcomes["again"] = 0.2;
    d.learning_factor = 2;
    d.absence = 0.1;
    d.outage_per_day = 0.5;
    d.patience = {0, 0, plan::Law::exponential, 40};
    d.fetches = {60, 200};
    o.setup.arrivals = 60;
    o.setup.shift_end = ShiftEnd::hand_over;
    Diagnostics diagnostics;
    const auto model = o.model(diagnostics);
    ASSERT_TRUE(model);
    std::vector<Mark> log;
    simulate::Run run({model}, {2025, 7});
    run.log_to(&log);
    run.live({small::kMonday, 12, 0, false, 0});
    uint64_t h = 0;
    for (const Mark& m : log)
        for (const uint64_t v : {static_cast<uint64_t>(m.at), uint64_t{m.dossier}, uint64_t{m.step},
                                 uint64_t{m.person}, static_cast<uint64_t>(m.what)})
            h = cast::mixed(h ^ v);
    EXPECT_GT(log.size(), 2'000u);
    EXPECT_EQ(h, 1534520961400063864u);
}

// --- more people --------------------------------------------------------------------------------

TEST(StaffTimes, TheSameRosterTwice) {
    Case c = plain_case(hue(), {"my-thuong"}, kFirst);
    Diagnostics d;
    const auto once = prepare(c, d);
    c.units.front().staff_times = 2;
    const auto twice = prepare(c, d);
    ASSERT_TRUE(once && twice);
    const Model& a = *once->front().models.front();
    const Model& b = *twice->front().models.front();
    ASSERT_EQ(b.people.size(), 2 * a.people.size());
    for (size_t i = 0; i < a.people.size(); ++i) {
        EXPECT_EQ(b.people[2 * i].code, a.people[i].code);
        EXPECT_EQ(b.people[2 * i + 1].code, a.people[i].code + "#2");
        EXPECT_EQ(b.people[2 * i + 1].posts, a.people[i].posts);
        EXPECT_NE(b.people[2 * i + 1].key, a.people[i].key);  // away on other days
    }
    ASSERT_EQ(a.lanes.size(), b.lanes.size());
    for (size_t l = 0; l < a.lanes.size(); ++l)
        EXPECT_EQ(b.lanes[l].people, 2 * a.lanes[l].people) << a.lanes[l].code;
    c.units.front().load = 2;
    EXPECT_TRUE(result_of(c, few_days(1)).identities_hold);
}

// --- wards that work for each other -------------------------------------------------------------

TEST(Network, WhatIsForwardedComesBack) {
    Office o;
    o.procedure("T", {{"verify", "desk"}}).territory_free = true;
    o.person("an", {"desk"});
    o.person("vy", {"reception"}, "v");
    o.person("xa", {"desk"}, "v");
    o.plan.city.units["v"].code = "v";
    o.takes("T/verify", 10 * kMinute);
    o.setup.network = {"u", "v"};
    Diagnostics d;
    const auto here = o.model(d);
    Office other = o;
    other.setup.unit = "v";
    const auto there = other.model(d);
    ASSERT_TRUE(here && there);
    o.comes(at(0, "08:00"));
    o.comes(at(0, "08:05"));
    o.arrivals[0].elsewhere = 2;  // v's
    o.arrivals[1].elsewhere = 1;  // u's own after all
    std::vector<Mark> log;
    simulate::Run run({here, there}, {1, 0});
    run.arrivals_by_hand({o.arrivals, {}});
    run.log_to(&log);
    run.live({small::kMonday, 1, 0, false, 0});
    std::vector<std::string> told;
    for (const Mark& m : log)
        told.push_back(small::clock_of(m.at) + (m.place == 0 ? " u" : " v") +
                       std::to_string(m.dossier) + " " + std::string(small::word_of(m.what)));
    EXPECT_EQ(
        told,
        (std::vector<std::string>{
            "Mon 08:00:00 u0 came",     "Mon 08:00:00 u1 presented", "Mon 08:00:00 u1 begun",
            "Mon 08:01:00 u1 done",     "Mon 08:01:00 u1 received",  "Mon 08:02:00 v1 offered",
            "Mon 08:02:00 v1 begun",    "Mon 08:05:00 u0 came",      "Mon 08:05:00 u2 presented",
            "Mon 08:05:00 u2 begun",    "Mon 08:06:00 u2 done",      "Mon 08:06:00 u2 received",
            "Mon 08:06:00 u2 offered",  "Mon 08:06:00 u2 begun",     "Mon 08:12:00 v1 done",
            "Mon 08:12:00 v1 resolved", "Mon 08:13:00 u1 resolved",  "Mon 08:14:00 u1 begun",
            "Mon 08:15:00 u1 done",     "Mon 08:15:00 u1 returned",  "Mon 08:16:00 u2 done",
            "Mon 08:16:00 u2 resolved", "Mon 08:17:00 u2 begun",     "Mon 08:18:00 u2 done",
            "Mon 08:18:00 u2 returned"}));
    EXPECT_EQ(run.tally(0).resolved, 2);
    EXPECT_EQ(run.tally(1).resolved, 0);  // it is counted where it was handed in
    for (const size_t place : {size_t{0}, size_t{1}}) {
        EXPECT_TRUE(run.tally(place).identity.holds());
        EXPECT_EQ(run.tally(place).open, 0);
    }
}

TEST(Network, OfWhomNobodyElseIsRunEveryDossierIsOurs) {
    Office o;
    o.procedure("T", {{"verify", "desk"}}).territory_free = true;
    o.person("an", {"desk"});
    o.setup.network = {"u", "v"};
    o.comes(at(0, "08:00"));
    o.arrivals[0].elsewhere = 2;
    EXPECT_EQ(small::live(o, 1).desk("verify").size(), 2u);
}

TEST(Network, TwoWardsOfThePlan) {
    const auto plan = hue([](plan::Plan& p) {
        p.demand.elsewhere = 0.4;
        p.demand.mix.erase("1.013949");  // waits for a payment that nobody makes
        for (auto& [code, procedure] : p.procedures) procedure.territory_free = true;
    });
    const Case c = plain_case(plan, {"my-thuong", "vy-da"}, kFirst);
    Diagnostics d;
    const auto groups = prepare(c, d);
    ASSERT_TRUE(groups);
    ASSERT_EQ(groups->size(), 1u);
    simulate::Run run(groups->front().models, {1, 0});
    std::vector<Mark> log;
    run.log_to(&log);
    run.live({kFirst, 3, 0, false, 180});
    std::map<std::pair<uint16_t, uint32_t>, std::set<What>> seen;
    for (const Mark& m : log)
        if (m.what != What::came) seen[{m.place, m.dossier}].insert(m.what);
    int64_t forwarded[2]{}, ended[2]{};
    for (const auto& [dossier, marks] : seen) {
        const bool received_there = !marks.contains(What::presented);
        if (!received_there) continue;
        ++forwarded[dossier.first];
        ended[dossier.first] += marks.contains(What::resolved) || marks.contains(What::refused);
    }
    for (const size_t place : {size_t{0}, size_t{1}}) {
        EXPECT_GT(forwarded[place], 10);
        EXPECT_EQ(forwarded[place], ended[place]);
        const Tally& t = run.tally(place);
        EXPECT_TRUE(t.identity.holds());
        EXPECT_EQ(t.open, 0);
        EXPECT_EQ(t.identity.came, t.arrived + forwarded[place]);
    }
}

// --- whose people -------------------------------------------------------------------------------

TEST(Cases, WhoHasNoRosterBorrowsThatOfTheMostAlike) {
    const Case c = plain_case(hue(), {"my-thuong", "phu-xuan", "huong-an"}, kFirst);
    ASSERT_EQ(c.units.size(), 3u);
    EXPECT_EQ(c.staff_assumed, (std::vector<bool>{false, true, true}));
    EXPECT_EQ(c.units[0].staff_of, "");
    EXPECT_EQ(c.units[1].staff_of, "vy-da");     // 110 a day: nearest to its 56
    EXPECT_EQ(c.units[1].staff_times, 2);        // and more than one roster sees to
    EXPECT_EQ(c.units[2].staff_of, "duong-no");  // 34 a day: nearest to its 30
    EXPECT_EQ(c.units[2].staff_times, 1);
    EXPECT_FALSE(c.network);
    const Simulated r = result_of(c, few_days(1));
    ASSERT_EQ(r.units.size(), 3u);
    EXPECT_TRUE(r.identities_hold);
    EXPECT_FALSE(r.units[0].staff_assumed);
    EXPECT_TRUE(r.units[1].staff_assumed);
    EXPECT_GT(r.units[1].arrived.mean, r.units[2].arrived.mean);
}

TEST(Cases, ACountryOfFiftyRuns) {
    const Case c = country_case(hue(), 50, kFirst, 1);
    ASSERT_EQ(c.units.size(), 50u);
    EXPECT_EQ(c.units[49].unit, "made-up-0050");
    Options o = few_days(1, 2);
    o.days = 2;
    o.replications = 1;
    o.detail = false;
    const Simulated r = result_of(c, o);
    ASSERT_EQ(r.units.size(), 50u);
    EXPECT_TRUE(r.identities_hold);
    for (const UnitFigures& u : r.units) EXPECT_TRUE(u.synthetic && u.staff_assumed);
    EXPECT_GT(r.arrived.mean, 50 * 2 * 20);
    EXPECT_LT(r.arrived.mean, 50 * 2 * 90);
    EXPECT_EQ(r.digest, result_of(country_case(hue(), 50, kFirst, 1), o).digest);
    EXPECT_NE(r.digest, result_of(country_case(hue(), 50, kFirst, 2), o).digest);
}

// Models that are made when they are lived, several rounds of it, tell what those made beforehand
// do.
TEST(Cases, ModelsThatAreLetGoTellTheSame) {
    const Case c = country_case(hue(), 12, kFirst, 1);
    Options o = few_days(1, 3);
    o.replications = 0;
    o.narrow = 0.001;
    o.most_replications = 20;
    o.detail = false;
    Diagnostics d;
    const auto groups = prepare(c, d);
    ASSERT_TRUE(groups);
    const Simulated r = result_of(c, o), kept = simulate(c, *groups, o, {}).result;
    EXPECT_EQ(r.replications, 20);
    EXPECT_EQ(r.digest, kept.digest);
    for (size_t u = 0; u < 12; ++u) {
        EXPECT_EQ(r.units[u].unit, c.units[u].unit);
        EXPECT_EQ(r.units[u].on_time.mean, kept.units[u].on_time.mean);
        EXPECT_EQ(r.units[u].cycle.p99.half, kept.units[u].cycle.p99.half);
        EXPECT_EQ(r.units[u].diverges, kept.units[u].diverges);
    }
    // What is wrong with each of them is told before any of them is run.
    Case wrong = c;
    for (auto& s : wrong.units)
        s.plan = hue([](plan::Plan& p) { p.demand.arrivals_per_day.clear(); });
    EXPECT_FALSE(simulate(wrong, o, {}, d));
    EXPECT_EQ(d.count(Severity::error), 12u);
}

}  // namespace
}  // namespace ss::simulate
