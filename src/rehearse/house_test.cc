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
    explicit Rehearsal(double speed, std::optional<int64_t> from = {}, std::string folder = {},
                       const Scenario& scenario = the_day()) {
        HouseOptions options;
        options.code = "test";
        options.folder = std::move(folder);
        options.seed = 7;
        options.speed = speed;
        options.from = from;
        options.steady = [this] { return wall; };
        auto opened = RehearsalHouse::open(scenario, hue(), options);
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

// A director or evaluator writes something down, under a login.
Result<office::Answer> write_down(Rehearsal& r, const Code& unit, const std::string& login,
                                  office::OwnCommand command) {
    office::Envelope envelope;
    envelope.by = kDirector;
    envelope.request = login + "/" + std::to_string(++r.requests);
    envelope.command = std::move(command);
    auto answer = r.house->ask(unit, std::move(envelope));
    EXPECT_TRUE(r.house->commit().ok());
    return answer;
}

// Nothing but an empty morning, for what does not hang on the day.
Scenario empty_morning() {
    Scenario s = the_day();
    s.injects.clear();
    s.acts.clear();
    s.assignments.clear();
    s.expect.clear();
    s.ends = 9 * kHour;
    return s;
}

const serve::Card* card_of(const std::vector<serve::Card>& cards, const Code& inject,
                           const Code& unit) {
    const auto found = std::find_if(cards.begin(), cards.end(), [&](const serve::Card& c) {
        return c.inject == inject && c.unit == unit;
    });
    return found == cards.end() ? nullptr : &*found;
}

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
    ASSERT_TRUE(r.house->resume("").ok());
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

// The ratings a director sees during the day are those of the report, and the notes are everybody's.
TEST(House, RatesTheCardsAsTheDayGoes) {
    const std::string folder = temporary("ratings");
    Rehearsal r(60, 9 * kHour, folder);
    serve::Director& director = *r.house->director();
    ASSERT_TRUE(director.look().ok());
    const auto cards = director.cards();
    const auto rated = std::find_if(cards.begin(), cards.end(),
                                    [](const serve::Card& c) { return !c.rating.empty(); });
    ASSERT_NE(rated, cards.end());
    EXPECT_EQ(std::count_if(cards.begin(), cards.end(),
                            [](const serve::Card& c) { return !c.given && !c.rating.empty(); }),
              0);
    const auto said = write_down(r, rated->unit, "evaluator-2",
                                 office::Observe{rated->inject, "Too much prompting", {}, "M"});
    ASSERT_TRUE(said.ok());
    EXPECT_FALSE(said.value().refusal);
    ASSERT_TRUE(director.look().ok());
    ASSERT_EQ(director.notes().size(), 1U);  // at once...
    EXPECT_EQ(director.notes().front().by, "evaluator-2");
    r.wall += 60'000;  // ...the ratings after a while
    ASSERT_TRUE(director.look().ok());
    const auto again = director.cards();
    const serve::Card* changed = card_of(again, rated->inject, rated->unit);
    EXPECT_EQ(changed->rating, rated->rating);
    EXPECT_EQ(changed->changed, "M");
    EXPECT_EQ(changed->changed_why, "Too much prompting");
    ASSERT_TRUE(director.end().ok());
    r.wall += 60'000;
    ASSERT_TRUE(director.look().ok());
    const auto judged = judge_runs({folder});
    ASSERT_TRUE(judged.ok()) << judged.error().message;
    const auto last = director.cards();
    for (const auto& unit : judged.value().report.runs.front().units)
        for (const auto& inject : unit.injects) {
            if (inject.inject == kWholeDay) continue;
            const serve::Card* card = card_of(last, inject.inject, unit.unit);
            ASSERT_NE(card, nullptr) << inject.inject;
            EXPECT_EQ(card->rating, names(inject.rating)[static_cast<size_t>(inject.rating)]);
        }
    fs::remove_all(folder);
}

TEST(House, JudgesACardInEveryUnitItWasGivenTo) {
    Scenario s = empty_morning();
    for (const Inject& inject : the_day().injects)
        if (inject.kind == "staff-absent") s.injects.push_back(inject);
    ASSERT_FALSE(s.injects.empty());
    s.injects.resize(1);
    s.units = {"my-thuong", "duong-no", "vy-da"};
    s.injects.front().at = 8 * kHour + 50 * kMinute;
    s.injects.front().expect = {{"officer.went_away", "", "", "", true, {}, 0, 1, "", ""}};
    Rehearsal r(60, 8 * kHour, {}, s);
    serve::Director& director = *r.house->director();
    const Code code = s.injects.front().code;
    ASSERT_TRUE(director.give(code, s.units).ok());
    r.pass(60 * 1000);
    ASSERT_TRUE(director.look().ok());
    const auto cards = director.cards();
    for (const Code& unit : s.units) {
        const serve::Card* card = card_of(cards, code, unit);
        ASSERT_NE(card, nullptr) << unit;
        EXPECT_TRUE(card->given) << unit;
        EXPECT_EQ(card->rating, "P") << unit;  // whoever holds that officer's posts there
    }
}

TEST(House, TakesNotesAndCorrectionsWhenTheDayIsOver) {
    const std::string folder = temporary("wash");
    Rehearsal r(60, 8 * kHour, folder, empty_morning());
    serve::Director& director = *r.house->director();
    const office::PlanCorrection plan{"I12", "A second token", "Head of office",
                                      date_of({2025, 6, 27})};
    ASSERT_TRUE(director.stop().ok());
    EXPECT_TRUE(r.house->clock().over);
    EXPECT_EQ(director.report_folder(), "");
    EXPECT_EQ(r.ask("ho-on-tap", dossiers::Command{dossiers::Guide{"2.000815"}}).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(director.give("I12", {"my-thuong"}).error().code, ErrorCode::conflict);
    const auto noted = write_down(r, "my-thuong", "boss", office::Observe{"", "Calm", {}, ""});
    ASSERT_TRUE(noted.ok());
    const auto planned = write_down(r, "my-thuong", "boss", plan);
    ASSERT_TRUE(planned.ok());
    EXPECT_FALSE(planned.value().refusal);
    ASSERT_TRUE(director.look().ok());
    ASSERT_EQ(director.corrections().size(), 1U);
    ASSERT_TRUE(director.end().ok());
    EXPECT_EQ(director.end().error().code, ErrorCode::conflict);
    EXPECT_EQ(write_down(r, "my-thuong", "boss", plan).error().code, ErrorCode::conflict);
    const auto judged = judge_runs({folder});
    ASSERT_TRUE(judged.ok()) << judged.error().message;
    const auto& unit = judged.value().report.runs.front().units.front();
    ASSERT_EQ(unit.corrections.size(), 1U);
    EXPECT_EQ(unit.corrections.front().owner, "Head of office");
    ASSERT_EQ(unit.notes.size(), 1U);
    fs::remove_all(folder);
}

TEST(House, DoesNotBeginUnaskedWhileSomethingBlocks) {
    Scenario s = empty_morning();
    s.preparation = {{"accounts", "my-thuong", "accounts", {}, "", {}, true, ""},
                     {"banner", "my-thuong", "premises", {}, "", {}, false, ""},
                     {"network", "duong-no", "network", {}, "", {}, true, "minutes of 20 June"}};
    Rehearsal r(60, 8 * kHour, {}, s);
    serve::Director& director = *r.house->director();
    EXPECT_TRUE(r.house->clock().paused);
    EXPECT_EQ(director.resume("").error().code, ErrorCode::conflict);
    EXPECT_EQ(director.skip_to({r.house->clock().now.ms + kMinute}).error().code,
              ErrorCode::conflict);
    const auto no_evidence = write_down(r, "my-thuong", "boss",
                                        office::ReportPreparation{"accounts", true, "", "", {}});
    EXPECT_EQ(no_evidence.value().refusal->rule, "preparation.no_evidence");
    Rehearsal other(60, 8 * kHour, {}, s);
    ASSERT_TRUE(other.house->director()->resume("the city waits").ok());
    EXPECT_FALSE(other.house->clock().paused);
    ASSERT_TRUE(other.house->commit().ok());
    ASSERT_TRUE(other.house->director()->look().ok());
    const auto waived = other.house->director()->preparation();
    EXPECT_EQ(waived.front().waived, "the city waits");
    ASSERT_FALSE(write_down(r, "my-thuong", "boss",
                            office::ReportPreparation{"accounts", true, "tried, 41 of 41", "", {}})
                     .value()
                     .refusal);
    ASSERT_TRUE(director.resume("").ok());
    EXPECT_FALSE(r.house->clock().paused);
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
