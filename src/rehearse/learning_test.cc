// What a real rehearsal teaches: days played by the cast, their journals read, the cast's own law
// found again.
#include "simulate/learning.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/plan.h"
#include "rehearse/rehearsal.h"
#include "serve/testing.h"
#include "simulate/simulate.h"

namespace ss::rehearse {
namespace {

using simulate::Learned;
using simulate::PracticeRecord;
using simulate::Verdict;

std::shared_ptr<const plan::Plan> hue() {
    return serve::testing::plan_of("plans/hue-2025");
}

// Practice day without its cards: the doors open, so many citizens, days until all is done.
Scenario open_doors(double citizens, int days) {
    Diagnostics diagnostics;
    auto s = load_scenario(SS_SOURCE_DIR "/scenarios/practice.yaml", diagnostics);
    s->injects.clear();
    s->agency_takes = {{"*", kHour}};
    s->acts.resize(1);
    s->acts.front().citizens_until = 24 * kHour;
    s->acts.front().citizens = citizens;
    s->ends = days * 24 * kHour;
    return *s;
}

void rehearse(PracticeRecord& record, const Scenario& scenario,
              std::shared_ptr<const plan::Plan> plan, uint64_t seed) {
    const serve::testing::Folder folder;
    const auto played = play(scenario, plan, seed, folder / "run", 0, {});
    ASSERT_TRUE(played.ok()) << played.error().message;
    auto journal =
        journal::sqlite_storage(folder / "run/journals/my-thuong.db", journal::Open::read);
    ASSERT_TRUE(journal.ok());
    const auto read = record.add(*journal.value(), *plan);
    ASSERT_TRUE(read.ok()) << read.error().message;
}

// The plan with a steeper practice than it has, and nobody practised: so that there is something
// to be found that no other number would give.
std::shared_ptr<const plan::Plan> with_practice(double k, double tau) {
    auto copy = std::make_shared<plan::Plan>(*hue());
    copy->demand.learning_factor = k;
    copy->demand.learning_scale = tau;
    for (auto& [unit, roster] : copy->rosters)
        for (auto& [code, entry] : roster.officers) entry.experience = 0;
    return copy;
}

TEST(Learning, FindsTheCastsOwnLawInTheJournals) {
    const auto plan = with_practice(2.5, 25);
    PracticeRecord record(PracticeRecord::Memory::cast);
    for (const uint64_t seed : {1, 2, 3, 4}) rehearse(record, open_doors(250, 8), plan, seed);
    const Learned learned = simulate::learn(record, *plan);
    EXPECT_EQ(learned.rehearsals, 4);
    EXPECT_GT(learned.pieces, 3000);
    ASSERT_EQ(learned.curve.verdict, Verdict::fitted);
    EXPECT_NEAR(learned.curve.k, 2.5, 3 * learned.curve.k_error);
    EXPECT_NEAR(learned.curve.tau, 25, 3 * learned.curve.tau_error);
    std::string table;
    for (const auto& [key, kind] : learned.kinds) {
        if (kind.level.n < 100) continue;
        const auto& truth = plan->demand.service.at(key);
        EXPECT_NEAR(kind.level.median, truth.median, 3.5 * kind.level.error) << key;
        char line[160];
        std::snprintf(line, sizeof line, "  %-10s %5ld  %.2f +- %.2f (%.2f)  p90 %.2f (%.2f)\n",
                      key.c_str(), static_cast<long>(kind.level.n), kind.level.median,
                      kind.level.error, truth.median, kind.level.p90(), truth.p90);
        table += line;
    }
    std::printf("k %.2f +- %.2f (2.5), tau %.1f +- %.1f (25), %ld pieces\n%s", learned.curve.k,
                learned.curve.k_error, learned.curve.tau, learned.curve.tau_error,
                static_cast<long>(learned.pieces), table.c_str());
}

// One ordinary practice day as the scenario has it, with its cards.
TEST(Learning, SaysOfOneDayOnlyWhatItShows) {
    Diagnostics diagnostics;
    const auto scenario = load_scenario(SS_SOURCE_DIR "/scenarios/practice.yaml", diagnostics);
    ASSERT_TRUE(scenario);
    PracticeRecord record;
    rehearse(record, *scenario, hue(), 8);
    const Learned learned = simulate::learn(record, *hue());
    EXPECT_GT(learned.pieces, 100);
    // One day of a practised cast: medians, and no curve that nobody could have seen.
    EXPECT_NE(learned.curve.verdict, Verdict::too_few);
    if (learned.curve.verdict == Verdict::fitted) {
        EXPECT_NEAR(learned.curve.k, 2, 3 * learned.curve.k_error);
    }
    plan::Demand demand = hue()->demand;
    plan::Roster roster = hue()->rosters.at("my-thuong");
    const auto changed = simulate::apply(learned, demand, roster);
    EXPECT_FALSE(changed.empty());
    for (const auto& p : changed) {
        EXPECT_EQ(p.source, "fitted");
        EXPECT_FALSE(p.value.empty());
        EXPECT_NE(p.basis.find("1 rehearsal"), std::string::npos) << p.basis;
    }
    int more = 0;
    for (const auto& [code, entry] : roster.officers) {
        const double before = hue()->rosters.at("my-thuong").officers.at(code).experience;
        EXPECT_GE(entry.experience, before) << code;
        more += entry.experience > before;
    }
    EXPECT_GE(more, 5);
    EXPECT_EQ(record.done().count("citizen"), 0u);
}

// Who has rehearsed a week opens with shorter queues: what was learned goes into the forecast.
TEST(Learning, ShowsInTheForecastOfTheFirstDay) {
    const auto plan = with_practice(2, 40);
    PracticeRecord record(PracticeRecord::Memory::cast);
    for (const uint64_t seed : {1, 2, 3, 4, 5}) rehearse(record, open_doors(120, 5), plan, seed);
    auto practised = std::make_shared<plan::Plan>(*plan);
    const auto changed = simulate::apply(simulate::learn(record, *plan), practised->demand,
                                         practised->rosters.at("my-thuong"));
    EXPECT_TRUE(std::any_of(changed.begin(), changed.end(),
                            [](const auto& p) { return p.key == "learning_factor"; }));
    const auto wait = [](std::shared_ptr<const plan::Plan> of) {
        const LocalDate opening = of->city.go_live;
        simulate::Case c = simulate::plain_case(of, {"my-thuong"}, opening);
        c.units.front().arrivals = 220;
        Diagnostics diagnostics;
        const auto outcome = simulate::simulate(
            c, {.first_day = opening, .days = 1, .replications = 20, .threads = 2}, {},
            diagnostics);
        EXPECT_TRUE(outcome);
        return outcome->result.units.front().wait.mean;
    };
    const simulate::Figure before = wait(plan), after = wait(practised);
    std::printf(
        "a first day of 220: %.0f +- %.0f minutes unpractised, %.0f +- %.0f after five days "
        "rehearsed\n",
        before.mean, before.half, after.mean, after.half);
    EXPECT_LT(after.high(), before.low());
}

// People remember, a cast does not: the second day of the same people begins where the first ended.
TEST(Learning, CountsOnFromOneRehearsalToTheNext) {
    const auto plan = with_practice(2, 40);
    PracticeRecord people, cast(PracticeRecord::Memory::cast);
    for (const uint64_t seed : {1, 2}) {
        rehearse(people, open_doors(60, 3), plan, seed);
        rehearse(cast, open_doors(60, 3), plan, seed);
    }
    const auto most = [](const PracticeRecord& record) {
        double n = 0;
        for (const auto& p : record.pieces()) n = std::max(n, p.before);
        return n;
    };
    EXPECT_EQ(people.pieces().size(), cast.pieces().size());
    EXPECT_GT(most(people), 1.5 * most(cast));
    EXPECT_EQ(people.done(), cast.done());
}

}  // namespace
}  // namespace ss::rehearse
