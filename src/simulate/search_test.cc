// Where Mỹ Thượng breaks, and what mends it: of few days, so that it is soon known.
#include "simulate/search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulate/search_runs.h"

namespace ss::simulate {
namespace {

std::shared_ptr<const plan::Plan> hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics d;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", d);
    }();
    return plan;
}

Search searched(uint64_t seed, const std::map<Code, double>& costs = {}, unsigned threads = 2,
                bool remedies = true) {
    Setup unit;
    unit.plan = hue();
    unit.unit = "my-thuong";
    unit.first_day = hue()->city.go_live;
    SearchOptions o;
    o.run.first_day = unit.first_day;
    o.run.days = 4;
    o.run.replications = 6;
    o.run.seed = seed;
    o.run.threads = threads;
    o.target = 0.9;
    o.most_moves = 2;
    o.costs = costs;
    o.remedies = remedies;
    Diagnostics d;
    const auto s = search(unit, o, {}, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    return s ? *s : Search{};
}

const Search& once() {
    static const Search s = searched(1);
    return s;
}

std::string told(const Search& s) {
    std::string all;
    for (const BreakingPoint& b : s.breaks) {
        all += b.what + " " + std::to_string(b.at) + " " + std::to_string(b.holds) + " " +
               std::to_string(b.on_time.mean) + " " + b.lane;
        for (const Code& p : b.people) all += " " + p;
        all += "\n";
    }
    for (const auto* list : {&s.remedies, &s.pareto})
        for (const Remedy& r : *list) {
            for (const Move& m : r.moves) all += m.kind + " " + m.text.get("en") + "; ";
            all += std::to_string(r.cost) + " " + std::to_string(r.on_time.mean) + "\n";
        }
    return all;
}

TEST(Search, FindsWhereItBreaks) {
    const Search& s = once();
    EXPECT_EQ(s.unit, "my-thuong");
    EXPECT_EQ(s.target, 0.9);
    EXPECT_GE(s.on_time_now.mean, 0.9);
    ASSERT_EQ(s.breaks.size(), 3u);
    const auto& roster = hue()->rosters.at("my-thuong").officers;
    for (const BreakingPoint& b : s.breaks) {
        SCOPED_TRACE(b.what);
        ASSERT_TRUE(b.found);
        EXPECT_LT(b.on_time.mean, 0.9);
        EXPECT_LT(b.holds, b.at);
        ASSERT_FALSE(b.lane.empty());
        EXPECT_TRUE(hue()->organization.roles.contains(b.lane.substr(0, b.lane.find(':'))))
            << b.lane;
        EXPECT_FALSE(b.people.empty());
        for (const Code& p : b.people) EXPECT_TRUE(roster.contains(p)) << p;
    }
    EXPECT_EQ(s.breaks[0].what, "load");
    EXPECT_LE(s.breaks[0].at - s.breaks[0].holds, 0.02 + 1e-9);
    EXPECT_EQ(s.breaks[1].what, "absence");
    EXPECT_EQ(s.breaks[1].people.size(), static_cast<size_t>(s.breaks[1].at))
        << "those who are away";
    EXPECT_EQ(s.breaks[2].what, "outage");
    EXPECT_LE(s.breaks[2].at - s.breaks[2].holds, 0.25 + 1e-9);
}

TEST(Search, WhatRestoresGoesFirstTheCheapestOfIt) {
    const Search& s = once();
    ASSERT_FALSE(s.remedies.empty());
    EXPECT_TRUE(s.remedies.front().restores);
    for (size_t i = 0; i < s.remedies.size(); ++i) {
        const Remedy& r = s.remedies[i];
        EXPECT_FALSE(r.moves.empty());
        EXPECT_EQ(r.restores, r.on_time.low() >= s.target);
        double cost = 0;
        for (const Move& m : r.moves) {
            cost += m.cost;
            EXPECT_FALSE(m.text.get("vi").empty() || m.text.get("en").empty()) << m.kind;
        }
        EXPECT_NEAR(r.cost, cost, 1e-9);
        if (i == 0) continue;
        const Remedy& before = s.remedies[i - 1];
        EXPECT_TRUE(before.restores || !r.restores);
        if (r.restores && before.restores) {
            EXPECT_LE(before.cost, r.cost);
        }
        if (!r.restores && !before.restores) {
            EXPECT_GE(before.on_time.mean, r.on_time.mean);
        }
    }
    EXPECT_FALSE(s.load.empty()) << "sought under the load that breaks it";
}

TEST(Search, NoRemedyHasAPartThatWouldDo) {
    const auto names = [](const Remedy& r) {
        std::set<std::string> all;
        for (const Move& m : r.moves) all.insert(m.kind + m.text.get("en"));
        return all;
    };
    const Search& s = once();
    for (const Remedy& part : s.remedies)
        for (const Remedy& whole : s.remedies) {
            const auto a = names(part), b = names(whole);
            if (a.size() >= b.size() || !part.restores) continue;
            EXPECT_FALSE(std::includes(b.begin(), b.end(), a.begin(), a.end()));
        }
}

TEST(Search, WhoPaysMoreWaitsLess) {
    const auto& all = once().pareto;
    ASSERT_FALSE(all.empty());
    EXPECT_TRUE(all.front().moves.empty()) << "nothing changed, for nothing";
    for (size_t i = 1; i < all.size(); ++i) {
        EXPECT_GE(all[i].cost, all[i - 1].cost);
        EXPECT_LT(all[i].wait.mean, all[i - 1].wait.mean);
    }
}

TEST(Search, TheSameSeedGivesTheSameAnswer) {
    EXPECT_EQ(told(searched(1, {}, 1)), told(once()));
    const Search other = searched(2, {}, 2, false);
    EXPECT_NE(other.on_time_now.mean, once().on_time_now.mean);
}

TEST(Search, CostsThatAreWrittenHold) {
    const Search s = searched(1, {{"helper", 50}, {"newcomer", 0.5}});
    for (const Remedy& r : s.remedies)
        for (const Move& m : r.moves) {
            if (m.kind == "helper") {
                EXPECT_EQ(m.cost, 50);
            }
            if (m.kind == "newcomer") {
                EXPECT_EQ(m.cost, 0.5);
            }
        }
    ASSERT_FALSE(s.remedies.empty());
    EXPECT_EQ(s.remedies.front().moves.front().kind, "newcomer");
    for (const auto& [kind, cost] : usual_costs()) EXPECT_GT(cost, 0) << kind;
}

TEST(Search, SaysWhatCannotBeRun) {
    simulate::Setup unit;
    unit.plan = hue();
    unit.unit = "phu-xuan";  // nobody's roster
    unit.first_day = hue()->city.go_live;
    Diagnostics d;
    EXPECT_FALSE(search(unit, {}, {}, d));
    EXPECT_TRUE(d.has_errors());
}

}  // namespace
}  // namespace ss::simulate
