// A rehearsed morning with its meetings, papers and dossiers: wherever a snapshot is taken, it and
// the entries after it give the same State as all entries from the first.
#include <gtest/gtest.h>

#include <random>

#include "office/codec.h"
#include "plan/plan.h"
#include "rehearse/world.h"

namespace ss::rehearse {
namespace {

TEST(Snapshot, WhereverItIsTakenTheDayComesToTheSame) {
    Diagnostics diagnostics;
    const std::shared_ptr<const plan::Plan> plan =
        plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
    auto scenario =
        load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", diagnostics);
    ASSERT_TRUE(plan && scenario);
    scenario->ends = 14 * kHour;
    World world(*scenario, plan, 5, "");
    ASSERT_TRUE(world.open().ok());
    ASSERT_TRUE(world.run({}, 0).ok());
    ASSERT_TRUE(world.close().ok());
    std::mt19937 dice(7);
    for (const auto& [code, unit] : world.units()) {
        const uint64_t last = unit->recorder->last_seq();
        std::set<uint64_t> cuts{1, last};
        for (int i = 0; i < 12; ++i)
            cuts.insert(std::uniform_int_distribution<uint64_t>(1, last)(dice));
        office::Office office(plan);
        std::map<uint64_t, std::string> snapshots;
        const auto replay = [&](const journal::Entry& entry) -> Status {
            office.apply(SS_TRY(office::decode_outcome(entry.body)));
            if (cuts.contains(entry.seq))
                snapshots[entry.seq] = office::encode(
                    office::Snapshot{entry.hash, plan->hash, std::string(office::kProgramVersion),
                                     entry.seq, office.state()});
            return ok();
        };
        ASSERT_TRUE(unit->storage->read(1, replay).ok());
        ASSERT_EQ(snapshots.size(), cuts.size());
        for (const auto& [seq, text] : snapshots) {
            const auto again = office::Recorder::open(plan, *unit->storage, nullptr, text);
            ASSERT_TRUE(again.ok()) << again.error().message;
            const auto& recorder = *again.value();
            EXPECT_EQ(recorder.start().snapshot, seq) << recorder.start().passed_over;
            EXPECT_EQ(recorder.start().replayed, last - seq);
            EXPECT_EQ(recorder.office().digest(), unit->recorder->office().digest()) << seq;
            EXPECT_EQ(recorder.head(), unit->recorder->head());
        }
    }
}

}  // namespace
}  // namespace ss::rehearse
