// Every view of every unit, for everybody, when the trial day is over.
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/plan.h"
#include "rehearse/world.h"
#include "views/city.h"
#include "views/meetings.h"
#include "views/testing.h"

namespace ss::rehearse {
namespace {

struct Day {
    Day() {
        Diagnostics diagnostics;
        plan = plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
        scenario = load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", diagnostics);
        world = std::make_unique<World>(*scenario, plan, 7, "");
        EXPECT_TRUE(world->open().ok());
        EXPECT_TRUE(world->run({}, 0).ok());
        EXPECT_TRUE(world->close().ok());
    }
    const office::State& state() const { return world->unit("my-thuong").state(); }
    views::Looking looking(const Code& officer, std::map<std::string, std::string> params = {}) {
        return {state(),          *plan, &world->unit("my-thuong").recorder->vault(),
                officer,          "vi",  state().now,
                std::move(params)};
    }
    std::shared_ptr<const plan::Plan> plan;
    std::optional<Scenario> scenario;
    std::unique_ptr<World> world;
};

Day& day() {
    static Day one;
    return one;
}

TEST(Views, AreThereForEverybodyAndTellNobodyWhatIsPersonal) {
    for (const auto& [code, unit] : day().world->units()) {
        std::set<std::string> personal;
        ASSERT_TRUE(unit->storage
                        ->read_sealed([&](const journal::SealedRow& row) -> Status {
                            // Short ones ("2", "no") stand everywhere.
                            if (row.value.size() >= 6) personal.insert(row.value);
                            return ok();
                        })
                        .ok());
        const auto& state = unit->state();
        if (!state.dossiers.dossiers.empty()) {
            EXPECT_GT(personal.size(), 10U) << code;
        }
        // One of each kind of desk: the others hold posts like theirs.
        std::set<Code> who{""};
        for (const char* post : {"cc-tiep-nhan", "chu-tich-ubnd", "van-thu", "van-thu-dang-uy"})
            for (const Code& officer : org::holders_of(state.org, post, state.now))
                who.insert(officer);
        const auto made = views::testing::make_all(state, *day().plan, &unit->recorder->vault(),
                                                   personal, {who.begin(), who.end()});
        EXPECT_GT(made.views, 50U) << code;
        EXPECT_LT(made.unavailable, made.views);
    }
}

TEST(Views, CountWhatTheDayBroughtForTheCity) {
    const auto made = views::city(day().looking(""));
    ASSERT_TRUE(made.ok());
    const auto& v = made.value();
    int64_t received = 0, returned = 0;
    for (const auto& [id, d] : day().state().dossiers.dossiers) {
        received += d.received_at.ms != 0;
        returned += d.stage == dossiers::Stage::returned;
    }
    EXPECT_GT(received, 20);
    EXPECT_LE(v.received_today, received);
    EXPECT_EQ(v.returned_today, returned);
    EXPECT_EQ(v.milestones_reached, static_cast<int64_t>(day().state().org.milestones.size()));
    ASSERT_TRUE(v.on_time.has_value());
    EXPECT_GE(*v.on_time, 0);
    EXPECT_LE(*v.on_time, 1000);
}

TEST(Views, TellTheMinutesOfEachMeetingInTheOrderOfTime) {
    ASSERT_FALSE(day().state().meetings.meetings.empty());
    for (const auto& [id, m] : day().state().meetings.meetings) {
        const auto made =
            views::meeting(day().looking(m.convener, {{"meeting", std::to_string(id.number)}}));
        ASSERT_TRUE(made.ok());
        const auto& v = made.value();
        EXPECT_TRUE(std::ranges::is_sorted(v.minutes, {}, &views::MinuteLine::at));
        size_t voted = 0, wanted = 0;
        for (const auto& line : v.minutes) voted += line.kind == "voted";
        for (const auto& item : m.items) wanted += item.votes.size();
        EXPECT_EQ(voted, wanted);
        EXPECT_GT(v.line.quorum.total, 0);
    }
}

}  // namespace
}  // namespace ss::rehearse
