#include "meetings/meetings.h"

#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "meetings/testing.h"

namespace ss::meetings {
namespace {

using namespace ss::meetings::testing;

struct Row {
    Code by;
    Command command;
    std::string expected;
};

void run(World& w, const std::vector<Row>& rows) {
    for (size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(w.ask(rows[i].by, rows[i].command), rows[i].expected) << "row " << i;
}

Move move(const World& w, const Code& item) {
    Move m;
    m.meeting = w.id();
    m.item = item;
    m.mover = "d3";
    m.text = {"Article 1."};
    if (item == "rules") m.annex = Annex{1, 2, plan::MajorityBase::total, 3, 5, true};
    return m;
}

Vote hands(const World& w, const Code& item, int64_t yes, int64_t no, int64_t abstained) {
    Vote v;
    v.meeting = w.id();
    v.item = item;
    v.in_favour = yes;
    v.against = no;
    v.abstained = abstained;
    return v;
}

// The session, open, with so many delegates and the city's observer.
void open_session(World& w, int present = 8) {
    ASSERT_EQ(w.ask("clerk", Convene{"session", "d0", at(0, 9), {"agenda"}}), "meeting.convened");
    w.now = at(0, 9);
    ASSERT_EQ(w.ask("clerk", CallRoll{w.id(), delegates(0, present, {"city", "gov"}), 10}),
              "meeting.roll_called");
    ASSERT_EQ(w.ask("d0", Open{w.id()}), "meeting.opened");
}

void open_workshop(World& w, int present = 10) {
    w.appoint("d1", "council-chair");
    ASSERT_EQ(w.ask("d1", Convene{"workshop", "d1", w.now, {}}), "meeting.convened");
    ASSERT_EQ(w.ask("d1", CallRoll{w.id(), delegates(0, present, {"city"}), 0}),
              "meeting.roll_called");
    ASSERT_EQ(w.ask("d1", Open{w.id()}), "meeting.opened");
}

void take(World& w, const Code& chair, const Code& item) {
    ASSERT_EQ(w.ask(chair, TakeItem{w.id(), item}), "item.taken");
    Move m = move(w, item);
    if (item == "election") m.candidates = {"d4", "d5"};
    ASSERT_EQ(w.ask(chair, m), "motion.moved");
}

TEST(Meetings, ConveningHasItsConditions) {
    World w;
    w.plan.meetings["session"].invite_days = 2;
    run(w,
        {{"clerk", Convene{"congress", "d0", at(3, 9), {}}, "meeting.unknown_kind"},
         {"party", Convene{"session", "d0", at(3, 9), {}}, "meeting.other_side"},
         {"admin", Convene{"session", "d0", at(3, 9), {}}, "meeting.other_side"},
         {"clerk", Convene{"session", "d3", at(3, 9), {}}, "meeting.not_convener"},
         {"clerk", Convene{"session", "d0", at(0, 7), {}}, "meeting.begins_past"},
         {"clerk", Convene{"session", "d0", at(1, 9), {}}, "meeting.short_notice"},
         {"clerk", Convene{"session", "d0", at(3, 9), std::vector<std::string>(limits::kList + 1)},
          "meeting.too_many"},
         {"clerk", Convene{"session", "d0", at(3, 9), {std::string(limits::kText + 1, 'x')}},
          "meeting.too_long"},
         {"clerk", Convene{"session", "d0", at(2, 7), {"agenda"}}, "meeting.convened"},
         {"clerk", Convene{"session", "d0", at(3, 9), {}}, "meeting.convened_already"},
         {"clerk", Open{MeetingId{9}}, "meeting.unknown"}});
}

TEST(Meetings, WithoutAQuorumItDoesNotOpenAndTheRollIsCalledAgain) {
    World w;
    w.ask("clerk", Convene{"session", "d0", at(0, 9), {}});
    const MeetingId m = w.id();
    run(w, {{"d0", Open{m}, "meeting.roll_first"},
            {"d3", CallRoll{m, delegates(0, 6), 10}, "meeting.not_chair"},
            {"clerk", CallRoll{m, delegates(0, 6), 12}, "meeting.total_differs"},
            {"clerk", CallRoll{m, delegates(0, 6, {"party"}), 10}, "meeting.not_member"},
            {"clerk", CallRoll{m, delegates(0, 6, {"d0"}), 10}, "meeting.named_twice"},
            {"clerk", CallRoll{m, delegates(0, 6, {"city"}), 10}, "meeting.roll_called"},
            {"clerk", Open{m}, "meeting.not_chair"},
            {"d0", Open{m}, "meeting.no_quorum"},
            {"d0", TakeItem{m, "opening"}, "meeting.not_open"},
            {"d9", Return{m, "d9"}, "meeting.returned"},
            {"d0", Open{m}, "meeting.opened"},
            {"d0", Open{m}, "meeting.open_already"}});
    EXPECT_EQ(w.meeting().rolls[0].needed, 7) << "two thirds of ten";
    EXPECT_EQ(w.meeting().sittings[0].present, 7) << "the guest does not count";
    EXPECT_TRUE(w.replays());
}

TEST(Meetings, WhoHoldsPostsThatExcludeOneAnotherHasNoSeat) {
    World w;
    w.ask("clerk", Convene{"session", "d0", at(0, 9), {}});
    w.appoint("d5", "government-chair");
    EXPECT_EQ(w.ask("clerk", CallRoll{w.id(), delegates(0, 8), 10}), "meeting.incompatible");
    EXPECT_EQ(w.ask("clerk", CallRoll{w.id(), delegates(0, 5), 10}), "meeting.roll_called");
    EXPECT_EQ(w.ask("clerk", Return{w.id(), "d5"}), "meeting.incompatible");
}

TEST(Meetings, TheStatutoryOrderIsKept) {
    World w;
    open_session(w);
    const MeetingId m = w.id();
    run(w, {{"d0", TakeItem{m, "rules"}, "meeting.item_before"},
            {"d0", TakeItem{m, "feast"}, "meeting.unknown_item"},
            {"d0", Speak{m, "d3", 5, "early"}, "meeting.nothing_in_hand"},
            {"d1", TakeItem{m, "opening"}, "meeting.not_chair"},
            {"d0", TakeItem{m, "opening"}, "item.taken"},
            {"d0", TakeItem{m, "opening"}, "meeting.item_taken"},
            {"d0", move(w, "opening"), "meeting.no_vote_here"},
            {"d0", move(w, "rules"), "meeting.not_in_hand"},
            // The convener presides until the appointments have been announced.
            {"d0", TakeItem{m, "appointments"}, "item.over item.taken item.announced item.over"},
            {"d0", TakeItem{m, "rules"}, "meeting.not_chair"},
            {"d1", TakeItem{m, "divisions"}, "meeting.item_before"},
            {"d1", TakeItem{m, "rules"}, "item.taken"},
            {"d1", TakeItem{m, "divisions"}, "meeting.item_in_hand"},
            {"d1", EndItem{m, "rules"}, "meeting.needs_vote"},
            {"d1", hands(w, "rules", 8, 0, 0), "meeting.not_moved"},
            {"d1", Close{m}, "meeting.item_in_hand"},
            {"d1", move(w, "rules"), "motion.moved"},
            {"d1", hands(w, "rules", 6, 1, 1), "motion.carried meeting.rules_adopted item.over"},
            {"d1", hands(w, "rules", 6, 1, 1), "meeting.voted_already"},
            {"d1", Close{m}, "meeting.item_open"},
            {"d1", TakeItem{m, "divisions"}, "item.taken"}});
    EXPECT_EQ(w.meeting().item("rules")->chair, "d1");
    EXPECT_EQ(w.meeting().item("opening")->chair, "d0");
    EXPECT_EQ(next_item(w.meeting(), w.plan.meetings["session"]), "divisions");
    EXPECT_TRUE(w.replays());
}

TEST(Meetings, AnItemWaitsForItsMilestones) {
    World w;
    w.plan.meetings["session"].agenda[3].after = {"opening"};
    open_session(w);
    run(w, {{"d0", TakeItem{w.id(), "opening"}, "item.taken"},
            {"d0", TakeItem{w.id(), "divisions"}, "meeting.precedence"}});
    w.people.apply(org::MilestoneReached{"council-has-rules", w.now});
    EXPECT_EQ(w.ask("d0", TakeItem{w.id(), "divisions"}), "item.over item.taken");
}

TEST(Meetings, WhatMayComeMayNotComeTooLate) {
    World w;
    open_session(w);
    auto& agenda = w.plan.meetings["session"].agenda;
    agenda.insert(agenda.begin() + 1, item("greeting", "speech"));
    agenda[1].required = false;
    run(w,
        {{"d0", TakeItem{w.id(), "opening"}, "item.taken"},
         {"d0", TakeItem{w.id(), "appointments"}, "item.over item.taken item.announced item.over"},
         {"d1", TakeItem{w.id(), "greeting"}, "meeting.item_passed"}});
}

// The divisions are founded by a named vote, by the rules just adopted.
void vote_by_name(World& w) {
    const MeetingId m = w.id();
    take(w, "clerk", "divisions");
    Vote named;
    named.meeting = m;
    named.item = "divisions";
    for (int i = 0; i < 6; ++i) named.named["d" + std::to_string(i)] = Choice::in_favour;
    named.named["d6"] = Choice::against;
    Vote wrong = named;
    wrong.in_favour = 5;
    Vote guest = named;
    guest.named["city"] = Choice::in_favour;
    run(w, {{"clerk", hands(w, "divisions", 8, 0, 0), "meeting.names_required"},
            {"clerk", wrong, "meeting.names_differ"},
            {"clerk", guest, "meeting.voice_only"},
            {"clerk", named, "motion.carried item.over"}});
    EXPECT_EQ(w.count().form, plan::VoteForm::named);
    EXPECT_EQ(w.count().in_favour, 6);
    EXPECT_EQ(w.count().numerator * 5, w.count().denominator * 3) << "by the rules adopted";
    EXPECT_EQ(std::get<ItemOver>(w.facts.back()).assigns, std::vector<Code>{"set-up"});
}

// From the opening to the minutes, with all that a session has.
TEST(Meetings, AWholeSession) {
    World w;
    open_session(w);
    const MeetingId m = w.id();
    w.ask("d0", TakeItem{m, "opening"});
    w.ask("d0", TakeItem{m, "appointments"});
    take(w, "d1", "rules");
    run(w,
        {{"clerk", Speak{m, "gov", 7, "agrees"}, "meeting.spoken"},
         {"clerk", Speak{m, "d9", 7, "from home"}, "meeting.absent"},
         {"clerk", Speak{m, "gov", -1, ""}, "meeting.minutes"},
         {"clerk", Amend{m, "rules", "d4", "Article 2.", 8, 0, 0}, "motion.amended"},
         {"clerk", Amend{m, "rules", "d4", "Article 3.", 5, 2, 1}, "motion.amended"},
         {"clerk", Amend{m, "rules", "gov", "Article 4.", 8, 0, 0}, "meeting.voice_only"},
         {"clerk", Amend{m, "rules", "d4", "", 8, 0, 0}, "meeting.no_text"},
         {"clerk", Amend{m, "rules", "d4", "x", 8, 1, 0}, "meeting.more_votes_than_present"},
         {"clerk", hands(w, "rules", 7, 1, 0), "motion.carried meeting.rules_adopted item.over"}});
    const auto paper = paper_of(w.state, w.plan, m, "rules");
    ASSERT_TRUE(paper.has_value());
    EXPECT_EQ(paper->type, "NQ");
    EXPECT_EQ(paper->abstract, "on the rules of the council");
    EXPECT_EQ(paper->text, (std::vector<std::string>{"Article 1.", "Article 2."}))
        << "with the amendment accepted, without the one rejected (five of ten)";
    EXPECT_EQ(paper->chair, "d1");
    vote_by_name(w);
    EXPECT_EQ(paper_of(w.state, w.plan, m, "divisions"), std::nullopt);
    take(w, "clerk", "confidence");
    run(w,
        {{"clerk", IssueBallots{m, "confidence", 8}, "ballots.issued"},
         {"d1", Adjourn{m, at(1, 8), "night"}, "meeting.ballots_out"},
         {"clerk", Tally{m, "confidence", {"d4"}, 8, 8, 7, 1, {{"in_favour", 6}, {"against", 1}}},
          "motion.carried item.over"}});
    run(w,
        {{"clerk", TakeItem{m, "removal"}, "meeting.item_passed"},
         {"clerk", TakeItem{m, "directions"}, "item.taken"},
         {"city", Direct{m, "city", "Open the centre", "government-chair", at(5, 17)},
          "meeting.directed"},
         {"d1", Direct{m, "d1", "Publish the rules", "secretary", at(5, 17)}, "meeting.directed"},
         {"d3", Direct{m, "d3", "x", "secretary", at(5, 17)}, "meeting.may_not_direct"},
         {"city", Direct{m, "city", "", "secretary", at(5, 17)}, "meeting.no_text"},
         {"city", Direct{m, "city", "x", "administrator", at(5, 17)}, "meeting.unknown_post"},
         {"city", Direct{m, "city", "x", "secretary", w.now}, "meeting.due_past"},
         {"d1", Close{m}, "meeting.item_open"},
         {"d1", TakeItem{m, "closing"}, "item.over item.taken"},
         {"clerk", Close{m}, "meeting.not_chair"},
         {"clerk", SignMinutes{m}, "meeting.not_closed"},
         {"d1", Close{m}, "item.over meeting.closed"},
         {"d1", Close{m}, "meeting.closed_already"},
         {"d3", SignMinutes{m}, "meeting.not_minutes_signer"},
         {"d1", SignMinutes{m}, "minutes.signed"},
         {"d1", SignMinutes{m}, "meeting.minutes_signed_already"},
         {"clerk", SignMinutes{m}, "minutes.signed"},
         {"clerk", CallRoll{m, {"d0"}, 0}, "meeting.closed_already"}});
    const auto record = minutes(w.state, m);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->chair, "d1");
    EXPECT_EQ(record->total, 10);
    EXPECT_EQ(record->rolls.front().members.size(), 8u);
    std::vector<Code> order;
    for (const Item& i : record->items) order.push_back(i.code);
    EXPECT_EQ(order, (std::vector<Code>{"opening", "appointments", "rules", "divisions",
                                        "confidence", "directions", "closing"}));
    EXPECT_EQ(record->items[2].speeches.size(), 1u);
    EXPECT_EQ(record->items[2].amendments.size(), 2u);
    EXPECT_EQ(record->items[2].votes.front().count.needed, 7);
    EXPECT_EQ(record->items[4].votes.front().count.needed, 5) << "half, by the rules adopted";
    EXPECT_EQ(record->directions.front().to_post, "government-chair");
    EXPECT_EQ(record->signatures.size(), 2u);
    EXPECT_EQ(minutes(w.state, MeetingId{9}), std::nullopt);
    EXPECT_TRUE(may_see(w.state, w.plan, w.people, "d9", m, w.now));
    EXPECT_FALSE(may_see(w.state, w.plan, w.people, "party", m, w.now));
    EXPECT_FALSE(may_see(w.state, w.plan, w.people, "admin", m, w.now));
    EXPECT_TRUE(w.replays());
}

TEST(Meetings, TheQuorumIsCountedAtEveryVote) {
    World w;
    open_workshop(w, 8);
    take(w, "d1", "hands");
    run(w, {{"d7", Leave{w.id(), "d7"}, "meeting.left"},
            {"d7", Leave{w.id(), "d7"}, "meeting.absent"},
            {"d6", Leave{w.id(), "d5"}, "meeting.not_chair"},
            {"clerk", Leave{w.id(), "d6"}, "meeting.left"},
            {"d1", hands(w, "hands", 6, 0, 0), "meeting.no_quorum"},
            {"d1", Amend{w.id(), "hands", "d4", "x", 6, 0, 0}, "meeting.no_quorum"},
            {"clerk", Return{w.id(), "d6"}, "meeting.returned"},
            {"clerk", Return{w.id(), "d6"}, "meeting.present_already"},
            {"d1", hands(w, "hands", 6, 2, 0), "meeting.more_votes_than_present"},
            {"d1", hands(w, "hands", 6, -1, 0), "meeting.no_count"},
            {"d1", hands(w, "hands", 6, 1, 0), "motion.carried item.over"}});
    EXPECT_EQ(w.count().present, 7);
    EXPECT_EQ(w.count().base_count, 10);
    EXPECT_EQ(w.meeting().movements.size(), 3u);
}

// Law 72/2025 art. 49.2.b: six of ten are left, fewer than two thirds. A third of the ten may sit,
// and every decision, a special one too, needs more than two thirds of the six.
TEST(Meetings, ABodyThatIsShortWorksOnByTheLawsOwnRules) {
    World w;
    auto& rules = w.plan.meetings["workshop"].rules;
    rules.when_short.emplace();
    rules.when_short->majority = {plan::MajorityBase::existing, 2, 3, false, false, {}};
    EXPECT_FALSE(is_short(rules, 7, 10)) << "seven are two thirds of ten";
    EXPECT_TRUE(is_short(rules, 6, 10));
    for (const char* gone : {"d6", "d7", "d8", "d9"})
        w.people.apply(org::Released{gone, "delegate", at(-1, 8)});
    open_workshop(w, 6);
    take(w, "d1", "hands");
    EXPECT_EQ(w.ask("d1", hands(w, "hands", 4, 2, 0)), "motion.lost item.over");
    EXPECT_EQ(w.count().base_count, 6);
    take(w, "d1", "present");
    EXPECT_EQ(w.ask("d1", hands(w, "present", 5, 1, 0)), "motion.carried item.over");
    EXPECT_EQ(w.count().base, plan::MajorityBase::existing);
    EXPECT_EQ(w.count().needed, 4);
}

// {item, for, against, abstained, outcome}: ten members by law, eight in the room.
TEST(Meetings, MajoritiesByTheirBase) {
    struct Case {
        Code item;
        int64_t yes, no, abstained;
        std::string expected;
    };
    const std::vector<Case> cases{
        {"hands", 5, 0, 3, "motion.lost item.over"},  // five of ten are not more than half
        {"hands", 6, 2, 0, "motion.carried item.over"},
        {"hands", 0, 0, 0, "motion.lost item.over"},
        {"present", 5, 3, 0, "motion.carried item.over"},
        {"present", 4, 4, 0, "motion.lost item.over"},
        {"existing", 6, 2, 0, "motion.lost item.over"},  // nine sit: more than six is asked
        {"existing", 7, 1, 0, "motion.carried item.over"},
        {"tie", 4, 4, 0, "meeting.chair_choice"},
        {"tie", 4, 3, 1, "motion.lost item.over"},
        {"hands", 4, 4, 0, "motion.lost item.over"},  // no casting vote there
    };
    for (const Case& c : cases) {
        World w;
        w.people.apply(org::Released{"d9", "delegate", w.now});
        open_workshop(w, 8);
        take(w, "d1", c.item);
        EXPECT_EQ(w.ask("d1", hands(w, c.item, c.yes, c.no, c.abstained)), c.expected)
            << c.item << ' ' << c.yes << ':' << c.no;
    }
}

TEST(Meetings, ASpecialMajorityOutlivesTheAdoptedRules) {
    World w;
    auto& agenda = w.plan.meetings["workshop"].agenda;
    agenda.push_back(session().agenda[2]);
    agenda.push_back(session().agenda[4]);
    open_workshop(w);
    take(w, "d1", "rules");
    EXPECT_EQ(w.ask("d1", hands(w, "rules", 6, 4, 0)),
              "motion.carried meeting.rules_adopted item.over");
    take(w, "d1", "hands");
    EXPECT_EQ(w.ask("d1", hands(w, "hands", 6, 4, 0)), "motion.carried item.over")
        << "at least three fifths";
    take(w, "d1", "removal");
    EXPECT_EQ(w.ask("d1", hands(w, "removal", 6, 4, 0)), "motion.lost item.over");
    // What was lost may be put again, right away.
    EXPECT_EQ(w.ask("d1", TakeItem{w.id(), "removal"}), "item.taken");
    EXPECT_EQ(w.ask("d1", hands(w, "removal", 7, 3, 0)), "meeting.not_moved");
    EXPECT_EQ(w.ask("d1", move(w, "removal")), "motion.moved");
    EXPECT_EQ(w.ask("d1", hands(w, "removal", 7, 3, 0)), "motion.carried item.over");
    EXPECT_EQ(w.meeting().item("removal")->votes.size(), 2u);
    EXPECT_EQ(rules_in_force(w.state, w.plan.meetings["session"], 10, 10).quorum_denominator, 2)
        << "for every later meeting of the body";
    EXPECT_TRUE(w.replays());
}

TEST(Meetings, ATieFollowsWhoPresidesWhereThePlanSaysSo) {
    World w;
    open_workshop(w, 8);
    take(w, "d1", "tie");
    Vote vote = hands(w, "tie", 4, 4, 0);
    vote.chair_choice = Choice::against;
    EXPECT_EQ(w.ask("d1", vote), "motion.lost item.over");
    EXPECT_EQ(w.count().tie_broken, Choice::against);
    ASSERT_EQ(w.ask("d1", TakeItem{w.id(), "tie"}), "item.taken");
    ASSERT_EQ(w.ask("d1", move(w, "tie")), "motion.moved");
    Vote named;
    named.meeting = w.id();
    named.item = "tie";
    for (int i = 0; i < 8; ++i)
        named.named["d" + std::to_string(i)] = i < 4 ? Choice::in_favour : Choice::against;
    EXPECT_EQ(w.ask("d1", named), "motion.carried item.over") << "his own name tells";
}

TEST(Meetings, TheRulesOfTheBodyMayNotAskForLessThanTheLaw) {
    World w;
    w.plan.meetings["workshop"].agenda.push_back(session().agenda[2]);
    open_workshop(w);
    ASSERT_EQ(w.ask("d1", TakeItem{w.id(), "rules"}), "item.taken");
    const auto with = [&](Annex annex) {
        Move m = move(w, "rules");
        m.annex = annex;
        return w.ask("d1", m);
    };
    using enum plan::MajorityBase;
    EXPECT_EQ(with({2, 3, total, 1, 2, true}), "meeting.annex_below_law") << "half is not more";
    EXPECT_EQ(with({2, 3, total, 2, 5, false}), "meeting.annex_below_law");
    EXPECT_EQ(with({2, 3, present, 1, 2, false}), "meeting.annex_below_law");
    EXPECT_EQ(with({2, 3, total, 3, 2, false}), "meeting.annex_no_share");
    EXPECT_EQ(with({0, 3, total, 1, 2, false}), "meeting.annex_no_share");
    EXPECT_EQ(with({2, 0, total, 1, 2, false}), "meeting.annex_no_share");
    EXPECT_EQ(with({2, 3, total, 1, 1, false}), "meeting.annex_no_share") << "never reached";
    EXPECT_EQ(with({1, 3, total, 1, 2, false}), "motion.moved");
    Move m = move(w, "rules");
    m.annex.reset();
    EXPECT_EQ(w.ask("d1", m), "meeting.annex_missing");
    m = move(w, "rules");
    m.candidates = {"d4"};
    EXPECT_EQ(w.ask("d1", m), "meeting.no_election");
    m = move(w, "rules");
    m.mover = "d77";
    EXPECT_EQ(w.ask("d1", m), "meeting.absent");
}

TEST(Meetings, ASecretBallotAddsUp) {
    World w;
    open_workshop(w, 9);
    take(w, "d1", "secret");
    const MeetingId m = w.id();
    const std::map<Code, int64_t> sums{{"in_favour", 6}, {"against", 1}};
    const auto tally = [&](std::vector<Code> tellers, int64_t issued, int64_t collected,
                           int64_t valid, int64_t invalid, std::map<Code, int64_t> by) {
        return Tally{m,     "secret", std::move(tellers), issued, collected,
                     valid, invalid,  std::move(by)};
    };
    run(w, {{"d1", hands(w, "secret", 9, 0, 0), "meeting.secret_required"},
            {"d1", tally({"d4"}, 9, 9, 9, 0, sums), "meeting.ballots_first"},
            {"d1", IssueBallots{m, "secret", 10}, "meeting.ballots_and_present"},
            {"d1", IssueBallots{m, "secret", 0}, "meeting.ballots_and_present"},
            {"d1", IssueBallots{m, "secret", 9}, "ballots.issued"},
            {"d1", IssueBallots{m, "secret", 9}, "meeting.ballots_out"},
            {"d1", move(w, "secret"), "meeting.ballots_out"},
            {"d8", Leave{m, "d8"}, "meeting.left"},
            {"d1", tally({}, 9, 8, 7, 1, sums), "meeting.no_tellers"},
            {"d1", tally({"d4", "d4"}, 9, 8, 7, 1, sums), "meeting.named_twice"},
            {"d1", tally({"d1"}, 9, 8, 7, 1, sums), "meeting.teller_is_chair"},
            {"d1", tally({"city"}, 9, 8, 7, 1, sums), "meeting.voice_only"},
            {"d1", tally({"d8"}, 9, 8, 7, 1, sums), "meeting.absent"},
            {"d1", tally({"d4"}, 8, 8, 7, 1, sums), "meeting.ballots_issued_differ"},
            {"d1", tally({"d4"}, 9, 10, 9, 1, sums), "meeting.ballots_collected"},
            {"d1", tally({"d4"}, 9, 8, 7, 2, sums), "meeting.ballots_valid"},
            {"d1", tally({"d4"}, 9, 8, 9, -1, sums), "meeting.ballots_valid"},
            {"d1", tally({"d4"}, 9, 8, 7, 1, {{"in_favour", 6}}), "meeting.sums"},
            {"d1", tally({"d4"}, 9, 8, 7, 1, {{"in_favour", 8}, {"against", -1}}), "meeting.sums"},
            {"d1", tally({"d4"}, 9, 8, 7, 1, {{"d4", 7}}), "meeting.unknown_choice"},
            {"d1", tally({"d4", "d5"}, 9, 8, 7, 1, sums), "motion.carried item.over"}});
    EXPECT_EQ(w.count().invalid, 1);
    EXPECT_EQ(w.count().present, 9) << "as the ballots were handed out";
    EXPECT_TRUE(w.count().named.empty());
    EXPECT_EQ(w.ask("d1", TakeItem{m, "hands"}), "item.taken");
    EXPECT_EQ(w.ask("d1", move(w, "hands")), "motion.moved");
    EXPECT_EQ(w.ask("d1", IssueBallots{m, "hands", 8}), "meeting.not_secret");
    EXPECT_TRUE(w.replays());
}

TEST(Meetings, AnElectionNamesWhoHasTheMajority) {
    World w;
    open_workshop(w);
    const MeetingId m = w.id();
    ASSERT_EQ(w.ask("d1", TakeItem{m, "election"}), "item.taken");
    Move candidates = move(w, "election");
    EXPECT_EQ(w.ask("d1", candidates), "meeting.no_candidates");
    candidates.candidates = {"d4", "nobody"};
    EXPECT_EQ(w.ask("d1", candidates), "meeting.unknown_officer");
    candidates.candidates = {"d4", "d5"};
    EXPECT_EQ(w.ask("d1", candidates), "motion.moved");
    run(w, {{"d1", hands(w, "election", 9, 0, 0), "meeting.secret_required"},
            {"d1", IssueBallots{m, "election", 10}, "ballots.issued"},
            {"d1", Tally{m, "election", {"d5"}, 10, 10, 10, 0, {{"d4", 7}, {"d5", 3}}},
             "meeting.teller_is_candidate"},
            {"d1", Tally{m, "election", {"d6"}, 10, 10, 10, 0, {{"d4", 11}}}, "meeting.sums"},
            {"d1", Tally{m, "election", {"d6"}, 10, 10, 10, 0, {{"d4", 7}, {"d5", 3}}},
             "motion.carried item.over"}});
    EXPECT_EQ(w.count().elected, std::vector<Code>{"d4"});
}

TEST(Meetings, AdjournedItBeginsAgainWithARollCall) {
    World w;
    open_workshop(w);
    const MeetingId m = w.id();
    take(w, "d1", "hands");
    run(w, {{"d1", Adjourn{m, at(0, 7), "x"}, "meeting.begins_past"},
            {"clerk", Adjourn{m, at(1, 8), "x"}, "meeting.not_chair"},
            {"d1", Adjourn{m, at(1, 8), "nightfall"}, "meeting.adjourned"},
            {"d1", Adjourn{m, at(1, 8), "x"}, "meeting.adjourned_already"},
            {"d1", hands(w, "hands", 8, 0, 0), "meeting.not_open"},
            {"d1", Open{m}, "meeting.roll_first"}});
    w.now = at(1, 8);
    // The Chair is away: the deputy the plan names for his post presides.
    run(w, {{"clerk", CallRoll{m, delegates(2, 10), 0}, "meeting.roll_called"},
            {"d1", Open{m}, "meeting.not_chair"},
            {"d2", Open{m}, "meeting.opened"},
            {"d2", hands(w, "hands", 8, 0, 0), "motion.carried item.over"},
            {"d2", Close{m}, "meeting.closed"}});
    EXPECT_EQ(w.meeting().sittings.size(), 2u);
    EXPECT_EQ(w.meeting().sittings[0].reason, "nightfall");
    EXPECT_EQ(minutes(w.state, m)->chair, "d2");
    EXPECT_EQ(w.ask("clerk", Convene{"workshop", "d1", at(2, 8), {}}), "meeting.convened");
}

TEST(Meetings, NobodyPresidesWhereNeitherChairNorDeputyIsThere) {
    World w;
    w.appoint("d1", "council-chair");
    w.ask("d1", Convene{"workshop", "d1", w.now, {}});
    w.ask("clerk", CallRoll{w.id(), delegates(3, 10), 0});
    EXPECT_EQ(w.ask("d3", Open{w.id()}), "meeting.no_chair");
}

TEST(Meetings, NobodySitsAboveTheLawfulTotal) {
    World w;
    w.plan.rosters["here"].members["council"] = 3;
    w.ask("clerk", Convene{"session", "d0", at(0, 9), {}});
    EXPECT_EQ(w.ask("clerk", CallRoll{w.id(), delegates(0, 4), 0}), "meeting.more_than_total");
    EXPECT_EQ(w.ask("clerk", CallRoll{w.id(), delegates(0, 3), 0}), "meeting.roll_called");
    EXPECT_EQ(w.ask("clerk", Return{w.id(), "d5"}), "meeting.more_than_total");
    w.plan.rosters.clear();
    const auto& kind = w.plan.meetings["session"];
    EXPECT_EQ(lawful_total(w.plan, w.people, "here", kind, w.now), 10) << "the holders";
}

TEST(Meetings, LimitsHoldAtAndPastThem) {
    World w;
    open_workshop(w);
    ASSERT_EQ(w.ask("d1", TakeItem{w.id(), "hands"}), "item.taken");
    Move m = move(w, "hands");
    m.text.assign(limits::kList, "x");
    EXPECT_EQ(w.ask("d1", m), "motion.moved");
    m.text.push_back("x");
    EXPECT_EQ(w.ask("d1", m), "meeting.too_many");
    m.text = {std::string(limits::kText, 'x')};
    EXPECT_EQ(w.ask("d1", m), "motion.moved");
    m.text[0] += 'x';
    EXPECT_EQ(w.ask("d1", m), "meeting.too_long");
    CallRoll roll{w.id(), std::vector<Code>(limits::kMembers + 1, "d0"), 0};
    EXPECT_EQ(w.ask("clerk", roll), "meeting.too_many");
}

// Any numbers at all: what is carried or lost adds up, and nothing is refused after its first fact.
TEST(Meetings, WhateverIsCountedTheNumbersFit) {
    for (uint32_t seed = 1; seed <= 300; ++seed) {
        World w;
        std::mt19937 dice(seed);
        const auto upto = [&](uint32_t n) { return static_cast<int64_t>(dice() % n); };
        open_workshop(w, static_cast<int>(7 + upto(4)));
        const MeetingId m = w.id();
        const std::vector<Code> items{"hands", "tie", "present", "existing", "secret"};
        for (int step = 0; step < 40; ++step) {
            const Code& code = items[static_cast<size_t>(upto(5))];
            const Code officer = "d" + std::to_string(upto(10));
            Vote vote = hands(w, code, upto(8), upto(5), upto(4));
            if (upto(2) > 0) vote.chair_choice = static_cast<Choice>(upto(3));
            const int64_t valid = upto(11);
            Tally tally{m,        code,  {officer}, upto(11),
                        upto(11), valid, upto(3),   {{"in_favour", upto(9)}, {"against", upto(3)}}};
            if (upto(2) > 0) tally.sums["in_favour"] = valid - tally.sums["against"];
            if (upto(2) > 0) tally.collected = tally.valid + tally.invalid;
            const std::vector<Command> all{TakeItem{m, code},
                                           move(w, code),
                                           vote,
                                           vote,
                                           IssueBallots{m, code, upto(11)},
                                           tally,
                                           tally,
                                           Leave{m, officer},
                                           Return{m, officer},
                                           EndItem{m, code},
                                           Amend{m, code, officer, "x", upto(8), upto(4), 0}};
            EXPECT_NE(w.ask("d1", all[static_cast<size_t>(upto(11))]), "refused after a fact");
        }
        const auto check = [](const Count& c, bool carried) {
            EXPECT_GE(c.present, c.needed);
            EXPECT_LE(c.in_favour + c.against + c.abstained, c.present);
            EXPECT_LE(c.collected, c.issued);
            EXPECT_LE(c.issued, c.present);
            EXPECT_EQ(c.valid + c.invalid, c.collected);
            const int64_t have = c.in_favour * c.denominator, want = c.base_count * c.numerator;
            EXPECT_EQ(carried, have > want || c.tie_broken == Choice::in_favour);
        };
        for (const Fact& fact : w.facts) {
            if (const auto* f = std::get_if<Carried>(&fact)) check(f->count, true);
            if (const auto* f = std::get_if<Lost>(&fact)) check(f->count, false);
        }
        EXPECT_TRUE(w.replays()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace ss::meetings
