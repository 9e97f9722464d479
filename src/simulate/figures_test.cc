#include "simulate/figures.h"

#include <gtest/gtest.h>

#include "simulate/testing.h"

namespace ss::simulate {
namespace {

using testing::exponential;

testing::Toy two_steps() {
    testing::Toy toy(100);
    toy.pool("reception", 1);
    toy.pool("desk", 2);
    toy.chain("A", {{"first", "desk", exponential(10)}, {"second", "desk", exponential(12)}});
    return toy;
}

TEST(Figures, EachStepHasItsWaitsAndTheLaneAllOfThem) {
    testing::measured(two_steps(), {3, 1, 3}, [](const Tally& t, const Model& m) {
        std::vector<Histogram> lanes(m.lanes.size());
        for (const Step& s : m.steps) lanes[s.lane].merge(t.steps[s.index].wait);
        for (size_t l = 0; l < lanes.size(); ++l) {
            EXPECT_EQ(t.lanes[l].begun, lanes[l].count());
            EXPECT_EQ(t.lanes[l].wait.sum(), lanes[l].sum());
            EXPECT_EQ(t.lanes[l].wait.quantile(0.9), lanes[l].quantile(0.9));
        }
        return std::vector<double>{};
    });
    const UnitFigures u = testing::forecast(two_steps(), {3, 1, 5}).units.front();
    ASSERT_EQ(u.steps.size(), 4u);  // with those at the counter
    for (const StepFigures& s : u.steps) {
        EXPECT_EQ(s.wait.p50.n, 5) << s.node;
        EXPECT_LE(s.wait.p50.mean, s.wait.p90.mean) << s.node;
        EXPECT_LE(s.wait.p90.mean, s.wait.p99.mean) << s.node;
        EXPECT_EQ(s.wait.p90.mean > 1, s.role == "desk") << s.node;
    }
}

TEST(Figures, APostIsItsPeopleTogether) {
    const UnitFigures u = testing::forecast(two_steps(), {3, 1, 5}).units.front();
    ASSERT_EQ(u.posts.size(), 2u);
    for (const PostFigures& post : u.posts) {
        int people = 0;
        double pieces = 0, busy = 0;
        for (const PersonFigures& p : u.people)
            if (p.main_post == post.post)
                ++people, pieces += p.pieces.mean, busy += p.utilisation.mean;
        EXPECT_EQ(post.people, people) << post.post;
        EXPECT_NEAR(post.pieces.mean, pieces, 1e-9) << post.post;
        EXPECT_NEAR(post.utilisation.mean, busy / people, 1e-9) << post.post;  // all as long there
        EXPECT_EQ(post.pieces.n, 5) << post.post;
    }
}

// Queues of hundreds of thousands have their bands too.
TEST(Figures, BandsReachToTheMostThatMayBeOpen) {
    for (const int64_t v : {0, 7, 8, 192, 5'650, 5'242'880}) {
        Coarse c;
        for (int i = 0; i < 10; ++i) c.add(v);
        c.add(8'000'000);
        const auto value = static_cast<double>(v);
        EXPECT_NEAR(static_cast<double>(c.quantile(0.5)), value, value * 0.13) << v;
    }
}

}  // namespace
}  // namespace ss::simulate
