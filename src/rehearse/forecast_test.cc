// What becomes of a rehearsed office: its open dossiers, from where they stand.
#include "simulate/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "rehearse/world.h"
#include "serve/testing.h"
#include "simulate/page.h"

namespace ss::rehearse {
namespace {

std::shared_ptr<const plan::Plan> hue() {
    return serve::testing::plan_of("plans/hue-2025");
}

// A practice day without its cards: citizens come, and at the hour named everybody stops.
const office::State& office_at(int64_t ends) {
    static std::map<int64_t, std::unique_ptr<World>> worlds;
    static std::map<int64_t, Scenario> scenarios;
    auto& world = worlds[ends];
    if (world) return world->unit("my-thuong").state();
    Diagnostics d;
    Scenario& s = scenarios[ends];
    s = *load_scenario(SS_SOURCE_DIR "/scenarios/practice.yaml", d);
    s.injects.clear();
    s.agency_takes = {{"*", kHour}};
    s.acts.resize(1);
    s.acts.front().citizens_until = 24 * kHour;
    s.acts.front().citizens = 90;
    s.ends = ends;
    world = std::make_unique<World>(s, hue(), 5, "");
    EXPECT_TRUE(world->open().ok());
    EXPECT_TRUE(world->run({}, 0).ok());
    return world->unit("my-thuong").state();
}

simulate::Options few() {
    simulate::Options o;
    o.days = 4;
    o.replications = 20;
    o.threads = 2;
    return o;
}

simulate::Forecast forecast_of(const office::State& office, const simulate::Change& change = {}) {
    Diagnostics d;
    const auto f = simulate::forecast(office, hue(), change, few(), {}, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    return f ? *f : simulate::Forecast{};
}

std::set<uint32_t> open_in(const office::State& office) {
    using dossiers::Stage;
    std::set<uint32_t> open;
    for (const auto& [id, d] : office.dossiers.dossiers)
        if (d.stage == Stage::presented || d.stage == Stage::incomplete ||
            d.stage == Stage::received || d.stage == Stage::in_process ||
            d.stage == Stage::awaiting_supplement)
            open.insert(id.number);
    return open;
}

double expected_late(const simulate::Forecast& f) {
    double sum = 0;
    for (const auto& x : f.dossiers) sum += x.late.mean;
    return sum;
}

TEST(Forecast, EveryOpenDossierComesUpOnce) {
    for (const int64_t ends : {10 * kHour, 17 * kHour}) {
        const office::State& office = office_at(ends);
        const auto f = forecast_of(office);
        EXPECT_EQ(f.unit, "my-thuong");
        EXPECT_EQ(f.from, office.now);
        EXPECT_TRUE(f.result.identities_hold);
        std::set<uint32_t> told;
        for (const auto& x : f.dossiers) {
            EXPECT_TRUE(told.insert(x.dossier).second) << x.dossier << " twice";
            EXPECT_GE(x.late.mean, 0);
            EXPECT_LE(x.late.mean, 1);
            if (x.ready_p50) {
                EXPECT_GE(x.ready_p50, office.now);
            }
            if (x.ready_p90) {
                EXPECT_GE(x.ready_p90, x.ready_p50);
            }
        }
        EXPECT_EQ(told, open_in(office));
        EXPECT_GT(told.size(), 3u) << "or nothing would be seen";
    }
}

TEST(Forecast, TheMostEndangeredFirst) {
    const auto f = forecast_of(office_at(17 * kHour));
    for (size_t i = 1; i < f.dossiers.size(); ++i)
        EXPECT_TRUE(f.dossiers[i - 1].late.mean >= f.dossiers[i].late.mean ||
                    (!f.dossiers[i - 1].overdue && f.dossiers[i].overdue));
}

TEST(Forecast, TheChanceToBeLateHasAnInterval) {
    for (const auto& x : forecast_of(office_at(17 * kHour)).dossiers) {
        EXPECT_EQ(x.late.n, few().replications);
        EXPECT_GT(x.late.half, 0);  // be it 0 or 1 in all runs
        EXPECT_LT(x.late.half, 0.25);
    }
}

TEST(Forecast, WhatIsNotDoneWithinTheDaysHasNoDay) {
    const office::State& office = office_at(10 * kHour);
    simulate::Change away;
    for (const auto& [code, officer] : office.org.officers) away.absent.push_back(code);
    simulate::Findings found;
    found.forecast = forecast_of(office, away);
    size_t never = 0;
    for (const auto& x : found.forecast->dossiers) never += !x.ready_p90;
    EXPECT_GT(never, 0u);
    const std::string all =
        simulate::json(found) + simulate::html(found, *hue()) + simulate::text(found, *hue(), "vi");
    EXPECT_EQ(all.find("1970"), std::string::npos);
    EXPECT_NE(all.find("sau 0"), std::string::npos);
}

// When the doors have closed for good, the day is over and the days to come are asked for.
TEST(Forecast, AfterTheDoorsHaveClosedTheNextDayIsTheFirst) {
    const auto before = forecast_of(office_at(10 * kHour)),
               after = forecast_of(office_at(18 * kHour));
    const auto& today = before.result.units.front().days;
    const auto& then = after.result.units.front().days;
    ASSERT_EQ(today.size(), 4u);
    ASSERT_EQ(then.size(), 4u);
    EXPECT_EQ(then.front().date, today[1].date);
    EXPECT_GT(then.front().arrived.mean, 0);
}

TEST(Forecast, WhatIsPastItsLimitIsLate) {
    office::State office = office_at(10 * kHour);  // a copy: its limits are moved
    std::set<uint32_t> past;
    for (auto& [id, d] : office.dossiers.dossiers)
        if (d.stage == dossiers::Stage::in_process && past.size() < 3) {
            d.due_at = {office.now.ms - kHour};
            past.insert(id.number);
        }
    ASSERT_FALSE(past.empty());
    for (const auto& x : forecast_of(office).dossiers)
        if (past.contains(x.dossier)) {
            EXPECT_EQ(x.late.mean, 1) << x.dossier;
        }
}

TEST(Forecast, WithoutThoseWhoDoItItIsLater) {
    const office::State& office = office_at(10 * kHour);
    simulate::Change away;
    away.absent = {"dang-tuong-tuong"};  // one of two who certify
    const auto all = forecast_of(office), fewer = forecast_of(office, away);
    EXPECT_GE(expected_late(fewer), expected_late(all));
    EXPECT_LT(fewer.result.on_time.high(), all.result.on_time.low());
}

TEST(Forecast, WhoIsAwayInTheOfficeIsAway) {
    office::State office = office_at(10 * kHour);
    office.org.officers.at("dang-tuong-tuong").away_until = Instant{office.now.ms + 30 * kDay};
    simulate::Change away;
    away.absent = {"dang-tuong-tuong"};
    EXPECT_EQ(forecast_of(office).result.digest,
              forecast_of(office_at(10 * kHour), away).result.digest);
}

// What Friday looks like if he is ill.
TEST(Forecast, LeaveIsOfItsDays) {
    const office::State& office = office_at(10 * kHour);
    const LocalDate today = local_date(office.now, hue()->calendar.offset);
    simulate::Change ill, away;
    ill.leave = {{"dang-tuong-tuong", today, LocalDate{today.day + 30}}};
    away.absent = {"dang-tuong-tuong"};
    EXPECT_EQ(forecast_of(office, ill).result.digest, forecast_of(office, away).result.digest);
    ill.leave = {{"dang-tuong-tuong", LocalDate{today.day + 1}, {}}};
    const auto on_time = [&](const simulate::Change& c) {
        return forecast_of(office, c).result.on_time.mean;
    };
    EXPECT_GT(on_time({}), on_time(ill));
    EXPECT_GT(on_time(ill), on_time(away));
}

TEST(Forecast, TheSameSeedGivesTheSame) {
    const office::State& office = office_at(17 * kHour);
    const auto a = forecast_of(office), b = forecast_of(office);
    EXPECT_EQ(a.result.digest, b.result.digest);
    ASSERT_EQ(a.dossiers.size(), b.dossiers.size());
    for (size_t i = 0; i < a.dossiers.size(); ++i) {
        EXPECT_EQ(a.dossiers[i].dossier, b.dossiers[i].dossier);
        EXPECT_EQ(a.dossiers[i].ready_p90, b.dossiers[i].ready_p90);
    }
}

TEST(Forecast, SaysWhomItDoesNotKnow) {
    simulate::Change away;
    away.absent = {"nobody"};
    Diagnostics d;
    EXPECT_FALSE(simulate::forecast(office_at(10 * kHour), hue(), away, few(), {}, d));
    ASSERT_TRUE(d.has_errors());
    EXPECT_EQ(d.all().front().code, "whatif.unknown_officer");
}

}  // namespace
}  // namespace ss::rehearse
