// People among the cast: seats taken and given back, the clock, the cards, the end.
#include "rehearse/house.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "office/codec.h"
#include "plan/plan.h"
#include "rehearse/rehearsal.h"
#include "rehearse/report.h"

namespace ss::rehearse {
namespace {

namespace fs = std::filesystem;

const std::shared_ptr<const plan::Plan>& hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return std::shared_ptr<const plan::Plan>(
            plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics));
    }();
    return plan;
}

Scenario the_day() {
    Diagnostics diagnostics;
    return *load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", diagnostics);
}

// A house whose machine clock the test moves.
struct Rehearsal {
    explicit Rehearsal(double speed, std::optional<int64_t> from = {}, std::string folder = {}) {
        HouseOptions options;
        options.code = "test";
        options.folder = std::move(folder);
        options.seed = 7;
        options.speed = speed;
        options.from = from;
        options.steady = [this] { return wall; };
        auto opened = RehearsalHouse::open(the_day(), hue(), options);
        EXPECT_TRUE(opened.ok());
        house = std::move(opened).value();
        house->on_answer([this](const Code& unit, const Code& by, const office::Answer&) {
            if (unit == "my-thuong") ++asked[by];
        });
    }
    // Wall time passes; the house runs its turns as the server would.
    void pass(int64_t ms) {
        wall += ms;
        while (true) {
            const auto again = house->run_due();
            ASSERT_TRUE(again.ok()) << again.error().message;
            if (again.value() > 0) break;
        }
        ASSERT_TRUE(house->commit().ok());
    }
    const office::State& state() const { return house->find("my-thuong")->state(); }
    Result<office::Answer> ask(const Code& by, office::Command command) {
        office::Envelope envelope;
        envelope.by = by;
        envelope.request = "person:" + std::to_string(++requests);
        envelope.command = std::move(command);
        return house->ask("my-thuong", std::move(envelope));
    }
    int64_t wall = 1'000'000;
    int requests = 0;
    std::map<Code, int> asked;
    std::unique_ptr<RehearsalHouse> house;
};

std::string temporary(const std::string& name) {
    const auto folder = fs::temp_directory_path() / ("sansang-house-" + name);
    fs::remove_all(folder);
    return folder.string();
}

// Whoever receives most dossiers on an ordinary run of the day.
Code busiest_desk(const Rehearsal& r) {
    Code best;
    for (const auto& [id, d] : r.state().dossiers.dossiers)
        if (!d.received_by.empty()) best = d.received_by;
    return best;
}

TEST(House, WithNobodyInItIsTheSameDayByteForByte) {
    Scenario scenario = the_day();
    World world(scenario, hue(), 7, "");
    ASSERT_TRUE(world.open().ok());
    ASSERT_TRUE(world.run({}, 0).ok());
    ASSERT_TRUE(world.close().ok());

    Rehearsal r(60);
    for (int i = 0; i < 2000 && !r.house->clock().over; ++i) r.pass(997);
    ASSERT_TRUE(r.house->clock().over);
    for (const Code& unit : scenario.units)
        EXPECT_EQ(hex(r.house->find(unit)->head()), hex(world.unit(unit).recorder->head())) << unit;
}

TEST(House, LeavesATakenSeatAloneUntilItIsGivenBack) {
    Rehearsal r(60, 14 * kHour);
    const Code desk = busiest_desk(r);
    ASSERT_FALSE(desk.empty());
    ASSERT_TRUE(r.house->director()->take_seat("my-thuong", desk, "person").ok());
    r.asked.clear();
    r.pass(60 * 1000);  // an hour
    EXPECT_EQ(r.asked[desk], 0);
    EXPECT_GT(r.asked.size(), 3u);  // the others went on
    ASSERT_TRUE(r.house->director()->give_back("my-thuong", desk).ok());
    r.pass(30 * 1000);
    EXPECT_GT(r.asked[desk], 0);
}

TEST(House, GivesTheSeatToWhoAsksFirst) {
    Rehearsal r(1, 14 * kHour);
    const Code desk = busiest_desk(r);
    const auto guided = r.ask(desk, dossiers::Command{dossiers::Guide{"2.000815"}});
    ASSERT_TRUE(guided.ok());
    const auto seats = r.house->director()->seats();
    const auto seat = std::find_if(seats.begin(), seats.end(), [&](const serve::Seat& s) {
        return s.unit == "my-thuong" && s.officer == desk;
    });
    ASSERT_NE(seat, seats.end());
    EXPECT_EQ(seat->person, desk);
    EXPECT_EQ(r.house->director()->take_seat("my-thuong", desk, "other").error().code,
              ErrorCode::conflict);
    EXPECT_EQ(r.house->director()->take_seat("my-thuong", "nobody", "p").error().code,
              ErrorCode::unavailable);
}

// The first conference waits for a chair who is a person, and goes on by his word.
TEST(House, WaitsForAPersonInTheChair) {
    const Scenario day = the_day();
    const auto act = std::find_if(day.acts.begin(), day.acts.end(), [](const Act& a) {
        return a.unit == "my-thuong" && !a.meeting.empty();
    });
    ASSERT_NE(act, day.acts.end());
    Rehearsal r(60, act->starts - kMinute);
    ASSERT_EQ(r.state().meetings.last, 1u);
    const auto meeting = [&]() -> const meetings::Meeting& {
        return *r.state().meetings.meeting({1});
    };
    const Code chair = meetings::chair_of(meeting(), *hue(), r.state().org, r.state().now);
    ASSERT_FALSE(chair.empty());
    ASSERT_TRUE(r.house->director()->take_seat("my-thuong", chair, "person").ok());
    r.pass(30 * 1000);  // half an hour
    EXPECT_EQ(meeting().stage, meetings::Stage::convened);
    for (int i = 0; i < 5 && meeting().stage == meetings::Stage::convened; ++i) {
        const auto opened = r.ask(chair, meetings::Command{meetings::Open{{1}}});
        ASSERT_TRUE(opened.ok());
        if (opened.value().refusal) r.pass(10 * 1000);  // no quorum yet: those who are late come
    }
    EXPECT_EQ(meeting().stage, meetings::Stage::open);
    ASSERT_TRUE(r.house->director()->give_back("my-thuong", chair).ok());
    r.pass(150 * 1000);
    EXPECT_EQ(meeting().stage, meetings::Stage::closed);
}

TEST(House, StandsStillSkipsAndChangesItsSpeed) {
    Rehearsal r(1, 9 * kHour);
    const Instant nine = r.house->clock().now;
    r.pass(60 * 1000);
    EXPECT_EQ(r.house->clock().now.ms, nine.ms + kMinute);
    ASSERT_TRUE(r.house->pause().ok());
    r.pass(60 * 1000);
    EXPECT_EQ(r.house->clock().now.ms, nine.ms + kMinute);
    EXPECT_TRUE(r.house->clock().paused);
    ASSERT_TRUE(r.house->resume().ok());
    ASSERT_TRUE(r.house->set_speed(10).ok());
    r.pass(6 * 1000);
    EXPECT_EQ(r.house->clock().now.ms, nine.ms + 2 * kMinute);
    EXPECT_FALSE(r.house->set_speed(0).ok());
    EXPECT_FALSE(r.house->skip_to(nine).ok());
    ASSERT_TRUE(r.house->skip_to({nine.ms + kHour}).ok());
    r.pass(0);
    EXPECT_EQ(r.house->clock().now.ms, nine.ms + kHour);
}

TEST(House, GivesACardNowAndOnlyOnce) {
    Rehearsal r(60, 14 * kHour);
    const auto cards = r.house->director()->cards();
    const auto card = std::find_if(cards.begin(), cards.end(), [](const serve::Card& c) {
        return !c.given && c.unit == "my-thuong";
    });
    ASSERT_NE(card, cards.end());
    ASSERT_TRUE(r.house->director()->give(card->inject, {"my-thuong", "duong-no"}).ok());
    EXPECT_EQ(r.house->director()->give(card->inject, {"my-thuong"}).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(r.house->director()->give("no-such-card", {"my-thuong"}).error().code,
              ErrorCode::unavailable);
    while (!r.house->clock().over) r.pass(10 * 1000);
    for (const Code unit : {"my-thuong", "duong-no"}) {
        const auto& given = r.house->find(unit)->state().injects;
        EXPECT_EQ(std::count_if(given.begin(), given.end(),
                                [&](const auto& g) { return g.as.inject == card->inject; }),
                  1)
            << unit;
    }
}

TEST(House, EndsWithAReportAndTakesNothingMore) {
    const std::string folder = temporary("end");
    {
        Rehearsal r(60, 10 * kHour, folder);
        EXPECT_EQ(r.house->director()->report_folder(), "");
        ASSERT_TRUE(r.house->director()->end().ok());
        EXPECT_EQ(r.house->director()->report_folder(), folder);
        EXPECT_EQ(r.ask("anybody", dossiers::Command{dossiers::Guide{"2.000815"}}).error().code,
                  ErrorCode::conflict);
    }
    EXPECT_TRUE(fs::exists(folder + "/report.html"));
    EXPECT_TRUE(judge_runs({folder}).ok());
    fs::remove_all(folder);
}

}  // namespace
}  // namespace ss::rehearse
