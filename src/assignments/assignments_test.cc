#include "assignments/assignments.h"

#include <gtest/gtest.h>

#include <random>

#include "assignments/wire.h"
#include "base/limits.h"

namespace ss::assignments {
namespace {

constexpr int64_t kOffset = 7 * kHour;

// 2025-06-23, a Monday, is day 0.
Instant at(int day, int hour) {
    return at_local({date_of({2025, 6, 23}).day + day}, hour * kHour, kOffset);
}

template <class T>
T reread(const T& value) {
    const std::string text = wire::encode(value);
    auto back = wire::decode<T>(text);
    SS_ASSERT(back.ok() && wire::encode(back.value()) == text);
    return std::move(back).value();
}

// One state body and one Party body, with people who are plainly invented.
class World {
  public:
    plan::Plan plan;
    org::State people;
    State state;
    std::vector<Fact> facts;

    World() {
        plan.city.languages = {"en"};
        plan.calendar.offset = kOffset;
        for (int day = 0; day < 5; ++day) plan.calendar.week[day] = {{7 * kHour, 17 * kHour}};
        plan.organization.bodies["ubnd"] = {
            "ubnd", {}, org::Side::state, true, true, "chair", "UBND", {}, {}};
        plan.organization.bodies["party"] = {
            "party", {}, org::Side::party, true, true, "secretary", "DU", {}, {}};
        plan.readiness.objectives["opening"].code = "opening";
        add("chair", "ubnd");
        add("vice-chair", "ubnd");
        add("head", "ubnd");
        add("deputy", "ubnd");
        add("observer", "ubnd");
        add("secretary", "party");
        add("administrator", "ubnd");
        plan.organization.posts["head"].substitutes = {"deputy"};
        plan.organization.posts["chair"].substitutes = {"vice-chair"};
        plan.organization.posts["administrator"].administrator = true;
    }
    void add(const Code& code, const Code& body) {
        org::Post post;
        post.code = code;
        post.body = body;
        plan.organization.posts[code] = post;
        org::Officer o;
        o.code = "o-" + code;
        o.name = "Tran Thi Thu";
        o.account = true;
        people.apply(org::Enrolled{o, {code}, at(-30, 8)});
    }
    std::string ask(const Code& by, Instant now, const Command& command) {
        Scribe pen{*this, {}};
        const auto refusal = decide(state, plan, people, reread(command), Who{by, now, {}}, pen);
        if (!refusal) return pen.told;
        return pen.told.empty() ? refusal->rule : "refused after a fact";
    }
    template <class Do>
    std::string follow(Do&& act) {
        Scribe pen{*this, {}};
        act(static_cast<Pen<Fact>&>(pen));
        return pen.told;
    }
    std::string tick(Instant now) {
        return follow([&](Pen<Fact>& pen) { decide_due(state, now, 100, pen); });
    }
    AssignmentId last() const { return {state.last}; }
    const Assignment& got() const { return state.assignments.at(last()); }
    bool replays() const {
        State again;
        for (const Fact& fact : facts) again.apply(reread(fact));
        const std::string lived = wire::encode(state);
        const auto back = wire::decode<State>(lived);
        return wire::encode(again) == lived && back.ok() && wire::encode(back.value()) == lived;
    }

  private:
    struct Scribe final : Pen<Fact> {
        World& world;
        std::string told;
        Scribe(World& w, std::string t) : world(w), told(std::move(t)) {}
        void write(Fact fact) override {
            if (!told.empty()) told += ' ';
            told += std::visit([](const auto& f) { return std::string(f.kWire); }, fact);
            world.state.apply(fact);
            world.facts.push_back(std::move(fact));
        }
    };
};

Create roster() {
    Create c;
    c.title = "Set the duty roster";
    c.body = "ubnd";
    c.owner_post = "head";
    c.support = {"deputy"};
    c.due = at(4, 17);
    return c;
}

struct Row {
    Code by;
    Instant now;
    Command command;
    std::string expected;
};

void run(World& w, const std::vector<Row>& rows) {
    for (size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(w.ask(rows[i].by, rows[i].now, rows[i].command), rows[i].expected) << "row " << i;
}

TEST(Assignments, FromTheGiverToTheClosing) {
    World w;
    const Instant now = at(0, 8);
    ASSERT_EQ(w.ask("o-chair", now, roster()), "assignment.created");
    const AssignmentId a = w.last();
    EXPECT_EQ(w.got().giver_post, "chair");
    run(w, {{"o-head", now, Report{a, "begun", false}, "assignment.not_accepted"},
            {"o-deputy", now, Accept{a}, "assignment.not_owner"},
            {"o-head", now, Accept{a}, "assignment.accepted"},
            {"o-head", now, Accept{a}, "assignment.accepted_already"},
            {"o-head", now, Report{a, "", false}, "assignment.no_progress"},
            {"o-head", now, Report{a, "begun", false}, "assignment.reported"},
            {"o-chair", now, Close{a, ""}, "assignment.not_done"},
            {"o-head", now, Extend{a, at(7, 17), "more desks"}, "assignment.not_giver"},
            {"o-chair", now, Extend{a, at(4, 16), "x"}, "assignment.extended_shorter"},
            {"o-chair", now, Extend{a, at(7, 17), ""}, "assignment.no_reason"},
            {"o-chair", at(4, 17), Extend{a, at(7, 17), "x"}, "assignment.extended_late"},
            {"o-chair", now, Extend{a, at(7, 17), "more desks"}, "assignment.extended"},
            {"o-chair", now, Extend{a, at(8, 17), "again"}, "assignment.extended_once"},
            {"o-head", at(7, 16), Report{a, "done", true}, "assignment.reported"},
            {"o-head", at(7, 16), Report{a, "done", true}, "assignment.done_already"},
            {"o-head", at(7, 16), Close{a, ""}, "assignment.not_giver"},
            {"o-chair", at(7, 16), Close{a, "good"}, "assignment.closed"},
            {"o-chair", at(7, 16), Close{a, "good"}, "assignment.closed_already"},
            {"o-chair", at(7, 16), Close{AssignmentId{9}, ""}, "assignment.unknown"}});
    EXPECT_EQ(next_due(w.state), std::nullopt);
    EXPECT_FALSE(w.got().overdue);
    EXPECT_EQ(w.got().progress.size(), 2u);
    EXPECT_TRUE(w.replays());
}

TEST(Assignments, RefusesWhatIsWrong) {
    World w;
    const Instant now = at(0, 8);
    const auto with = [](auto&& change) {
        Create c = roster();
        change(c);
        return c;
    };
    run(w,
        {{"o-secretary", now, roster(), "assignment.other_side"},
         {"o-administrator", now, roster(), "assignment.other_side"},
         {"o-chair", now, with([](Create& c) { c.body = "x"; }), "assignment.unknown_body"},
         {"o-chair", now, with([](Create& c) { c.title = ""; }), "assignment.no_title"},
         {"o-chair", now, with([](Create& c) { c.owner_post = "x"; }), "assignment.unknown_post"},
         {"o-chair", now, with([](Create& c) { c.owner_post = "administrator"; }),
          "assignment.unknown_post"},
         {"o-chair", now, with([](Create& c) { c.support = {"x"}; }), "assignment.unknown_post"},
         {"o-chair", now, with([](Create& c) { c.owner = "o-deputy"; }),
          "assignment.owner_without_post"},
         {"o-chair", now, with([](Create& c) { c.due = at(0, 8); }), "assignment.due_past"},
         {"o-chair", now, with([](Create& c) { c.objective = "x"; }),
          "assignment.unknown_objective"},
         {"o-chair", now, with([](Create& c) { c.objective = "opening"; }), "assignment.created"},
         {"o-chair", now, with([](Create& c) { c.title.assign(limits::kText, 'x'); }),
          "assignment.created"},
         {"o-chair", now, with([](Create& c) { c.title.assign(limits::kText + 1, 'x'); }),
          "assignment.too_long"},
         {"o-chair", now, with([](Create& c) { c.support.assign(limits::kList, "deputy"); }),
          "assignment.created"},
         {"o-chair", now, with([](Create& c) { c.support.assign(limits::kList + 1, "deputy"); }),
          "assignment.too_many"}});
}

TEST(Assignments, FallsOverdueOnceAndALateReportSaysSo) {
    World w;
    w.ask("o-chair", at(0, 8), roster());
    const AssignmentId a = w.last();
    w.ask("o-head", at(0, 9), Accept{a});
    EXPECT_EQ(next_due(w.state), Instant{at(4, 17).ms + 1});
    EXPECT_EQ(w.tick(at(4, 17)), "") << "kept at its very instant";
    EXPECT_EQ(w.tick({at(4, 17).ms + 1}), "assignment.fell_overdue");
    EXPECT_EQ(w.tick(at(5, 17)), "");
    EXPECT_EQ(w.ask("o-head", at(7, 8), Report{a, "done", true}), "assignment.reported");
    EXPECT_TRUE(std::get<Reported>(w.facts.back()).late);
    EXPECT_TRUE(w.got().overdue);
    EXPECT_TRUE(w.replays());
}

TEST(Assignments, WhoStandsInOwnsItWhileTheOwnerIsAway) {
    World w;
    const Instant now = at(0, 8);
    w.ask("o-chair", now, roster());
    const AssignmentId a = w.last();
    w.people.apply(org::WentAway{"o-head", now, at(2, 8), "ill"});
    w.people.apply(org::WentAway{"o-chair", now, at(2, 8), "on duty"});
    EXPECT_EQ(w.ask("o-deputy", at(1, 8), Accept{a}), "assignment.accepted");
    EXPECT_EQ(w.ask("o-vice-chair", at(1, 8), Extend{a, at(9, 8), "storm"}), "assignment.extended");
    EXPECT_EQ(w.ask("o-deputy", at(2, 9), Report{a, "x", true}), "assignment.not_owner");
    Create named = roster();
    named.owner = "o-head";
    w.ask("o-vice-chair", at(1, 8), named);
    EXPECT_TRUE(owns(w.got(), w.plan, w.people, "o-deputy", at(1, 8)));
    EXPECT_FALSE(owns(w.got(), w.plan, w.people, "o-deputy", at(3, 8)));
}

TEST(Assignments, ResolutionsAndDirectionsGiveThem) {
    World w;
    const plan::AssignmentTemplate t{
        "set-up", {{{"en", "Set up the centre"}}}, "head", {"deputy"}, 3, "opening"};
    const Create create =
        from_template(w.plan, t, "ubnd",
                      {SourceKind::meeting, std::nullopt, MeetingId{1}, "divisions"}, at(0, 9));
    EXPECT_EQ(create.title, "Set up the centre");
    EXPECT_EQ(create.due, at(3, 17)) << "three working days";
    EXPECT_EQ(w.follow([&](Pen<Fact>& pen) {
        give(w.state, create, "o-observer", "observer", at(0, 9), pen);
    }),
              "assignment.created");
    EXPECT_EQ(w.got().source.item, "divisions");
    w.ask("o-head", at(0, 10), Accept{w.last()});
    w.ask("o-head", at(0, 11), Report{w.last(), "done", true});
    EXPECT_EQ(w.ask("o-chair", at(0, 12), Close{w.last(), ""}), "assignment.not_giver");
    EXPECT_EQ(w.ask("o-observer", at(0, 12), Close{w.last(), ""}), "assignment.closed");
    EXPECT_TRUE(w.replays());
}

TEST(Assignments, APartysAssignmentIsSeenOnItsSideAndByItsOwner) {
    World w;
    Create c = roster();
    c.body = "party";
    ASSERT_EQ(w.ask("o-secretary", at(0, 8), c), "assignment.created");
    const auto sees = [&](const Code& officer) {
        return may_see(w.state, w.plan, w.people, officer, w.last(), at(0, 8));
    };
    EXPECT_TRUE(sees("o-secretary"));
    EXPECT_TRUE(sees("o-head"));
    EXPECT_TRUE(sees("o-deputy")) << "in support";
    EXPECT_FALSE(sees("o-chair"));
    EXPECT_FALSE(sees("o-administrator"));
    EXPECT_FALSE(may_see(w.state, w.plan, w.people, "o-chair", AssignmentId{9}, at(0, 8)));
}

// In any order: each is overdue at most once and extended at most once; the record replays.
TEST(Assignments, WhateverIsAskedTheRecordReplays) {
    for (uint32_t seed = 1; seed <= 50; ++seed) {
        World w;
        std::mt19937 dice(seed);
        const auto upto = [&](uint32_t n) { return static_cast<uint32_t>(dice() % n); };
        const std::vector<Code> officers{"o-chair", "o-head", "o-head", "o-deputy", "o-secretary"};
        for (int step = 0; step < 200; ++step) {
            const Instant now{at(0, 8).ms + step * kHour};
            const AssignmentId a{upto(w.state.last + 1) + 1};
            Create create = roster();
            create.due = {now.ms + (1 + upto(48)) * kHour};
            const std::vector<Command> all{create, Accept{a}, Report{a, "x", upto(3) == 0},
                                           Extend{a, {now.ms + upto(90) * kHour}, "x"},
                                           Close{a, ""}};
            EXPECT_NE(w.ask(officers[upto(5)], now, all[upto(5)]), "refused after a fact");
            w.tick(now);
            const auto due = next_due(w.state);
            EXPECT_TRUE(!due || *due > now);
        }
        std::map<AssignmentId, int> extended;
        std::set<std::pair<AssignmentId, Instant>> overdue;
        for (const Fact& fact : w.facts) {
            if (const auto* f = std::get_if<Extended>(&fact)) {
                EXPECT_EQ(++extended[f->assignment], 1);
            }
            if (const auto* f = std::get_if<FellOverdue>(&fact)) {
                EXPECT_TRUE(overdue.emplace(f->assignment, f->due).second);
            }
        }
        EXPECT_TRUE(w.replays()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace ss::assignments
