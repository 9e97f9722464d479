// Members at their own devices: the queue of speakers, and an open vote every member answers.
#include <gtest/gtest.h>

#include "meetings/testing.h"

namespace ss::meetings {
namespace {

using namespace testing;

struct Line {
    Code by;
    Command command;
    std::string told;
};
void run(World& w, const std::vector<Line>& lines) {
    for (const auto& [by, command, told] : lines) {
        w.now = {w.now.ms + kMinute};
        EXPECT_EQ(w.ask(by, command), told)
            << by << ": "
            << std::visit([](const auto& c) { return std::string(c.kWire); }, command);
    }
}

// The workshop is open with d0 to d(n-1) and the city's observer; nothing is in hand.
MeetingId opened(World& w, int members) {
    w.appoint("d1", "council-chair");
    w.people.apply(org::MilestoneReached{"council-has-a-chair", w.now});
    EXPECT_EQ(w.ask("d1", Convene{"workshop", "d1", w.now, {}}), "meeting.convened");
    const MeetingId m = w.id();
    run(w, {{"d1", CallRoll{m, delegates(0, members, {"city"}), 0}, "meeting.roll_called"},
            {"d1", Open{m}, "meeting.opened"}});
    return m;
}
Move draft(MeetingId m, const Code& item) {
    Move c;
    c.meeting = m;
    c.item = item;
    c.mover = "d1";
    c.text = {"Article 1."};
    return c;
}
Vote told(MeetingId m, const Code& item, int64_t in_favour = 0) {
    Vote c;
    c.meeting = m;
    c.item = item;
    c.in_favour = in_favour;
    return c;
}
using enum Choice;

TEST(Floor, WhoAsksWaitsUntilHeSpeaks) {
    World w;
    const MeetingId m = opened(w, 9);
    run(w, {{"d1", TakeItem{m, "hands"}, "item.taken"},
            {"d4", AskFloor{m, false}, "floor.asked"},
            {"city", AskFloor{m, false}, "floor.asked"},
            {"d5", AskFloor{m, false}, "floor.asked"},
            {"d4", AskFloor{m, false}, "meeting.floor_asked"},
            {"d6", AskFloor{m, true}, "meeting.floor_not_asked"},
            {"d9", AskFloor{m, false}, "meeting.absent"}});
    EXPECT_EQ(w.meeting().floor, (std::vector<Code>{"d4", "city", "d5"}));
    run(w, {{"d4", AskFloor{m, true}, "floor.asked"},
            {"d1", Speak{m, "city", 3, "agrees"}, "meeting.spoken"}});
    EXPECT_EQ(w.meeting().floor, std::vector<Code>{"d5"});
    run(w, {{"d5", Leave{m, "d5"}, "meeting.left"}});
    EXPECT_TRUE(w.meeting().floor.empty());
    run(w, {{"d6", AskFloor{m, false}, "floor.asked"},
            {"d1", EndItem{m, "hands"}, "item.over"},
            {"d1", TakeItem{m, "tie"}, "item.taken"}});
    EXPECT_TRUE(w.meeting().floor.empty()) << "he asked to speak to the item before";
    EXPECT_TRUE(w.replays());
}

TEST(Floor, EveryMemberCountsOnce) {
    World w;
    const MeetingId m = opened(w, 9);
    run(w, {{"d1", TakeItem{m, "hands"}, "item.taken"},
            {"d1", OpenPoll{m, "hands"}, "meeting.not_moved"},
            {"d1", draft(m, "hands"), "motion.moved"},
            {"d4", OpenPoll{m, "hands"}, "meeting.not_chair"},
            {"d4", Cast{m, "hands", in_favour}, "meeting.poll_not_open"},
            {"d1", OpenPoll{m, "hands"}, "poll.opened"},
            {"d1", OpenPoll{m, "hands"}, "meeting.poll_open"},
            {"d1", draft(m, "hands"), "meeting.poll_open"},
            {"d1", EndItem{m, "hands"}, "meeting.needs_vote"},
            {"d1", Amend{m, "hands", "d4", "Article 2.", 8, 0, 0}, "meeting.poll_open"},
            {"d1", Adjourn{m, at(1, 8), "night"}, "meeting.poll_open"},
            {"d1", told(m, "hands"), "meeting.poll_empty"},
            {"city", Cast{m, "hands", in_favour}, "meeting.voice_only"},
            {"d9", Cast{m, "hands", in_favour}, "meeting.absent"},
            {"d4", Cast{m, "tie", in_favour}, "meeting.poll_not_open"}});
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(w.ask("d" + std::to_string(i), Cast{m, "hands", in_favour}), "choice.cast");
    run(w, {{"d3", Cast{m, "hands", in_favour}, "meeting.cast_already"},
            {"d3", Cast{m, "hands", against}, "choice.cast"},
            {"d7", Leave{m, "d7"}, "meeting.left"},
            {"d1", told(m, "hands"), "motion.carried item.over"},
            {"d3", Cast{m, "hands", abstained}, "meeting.poll_not_open"}});
    EXPECT_EQ(w.count().form, plan::VoteForm::named);
    EXPECT_EQ(w.count().in_favour, 6) << "d7 left before the result was told, d3 changed his mind";
    EXPECT_EQ(w.count().against, 1);
    EXPECT_EQ(w.count().named.size(), 7U) << "d8 chose nothing";
    EXPECT_TRUE(w.replays());
}

TEST(Floor, HandsAreCountedWhereTheDevicesFail) {
    World w;
    const MeetingId m = opened(w, 9);
    run(w, {{"d1", TakeItem{m, "hands"}, "item.taken"},
            {"d1", draft(m, "hands"), "motion.moved"},
            {"d1", OpenPoll{m, "hands"}, "poll.opened"},
            {"d4", Cast{m, "hands", against}, "choice.cast"},
            {"d1", told(m, "hands", 8), "motion.carried item.over"}});
    EXPECT_EQ(w.count().form, plan::VoteForm::show_of_hands);
    EXPECT_TRUE(w.count().named.empty());
}

TEST(Floor, ASecretBallotStaysOnPaper) {
    World w;
    const MeetingId m = opened(w, 9);
    run(w, {{"d1", TakeItem{m, "secret"}, "item.taken"},
            {"d1", draft(m, "secret"), "motion.moved"},
            {"d1", OpenPoll{m, "secret"}, "meeting.secret_required"},
            {"d4", Cast{m, "secret", in_favour}, "meeting.poll_not_open"}});
}

TEST(Floor, WhoeverWasNamedToCountEntersTheTally) {
    World w;
    const MeetingId m = opened(w, 9);
    const std::map<Code, int64_t> sums{{"in_favour", 6}, {"against", 2}};
    const auto tally = [&](std::vector<Code> tellers) {
        return Tally{m, "secret", std::move(tellers), 9, 9, 8, 1, sums};
    };
    run(w, {{"d1", TakeItem{m, "secret"}, "item.taken"},
            {"d1", NameTellers{m, "secret", {"d4"}}, "meeting.not_moved"},
            {"d1", draft(m, "secret"), "motion.moved"},
            {"d4", NameTellers{m, "secret", {"d4"}}, "meeting.not_chair"},
            {"d1", NameTellers{m, "secret", {}}, "meeting.no_tellers"},
            {"d1", NameTellers{m, "secret", {"d1"}}, "meeting.teller_is_chair"},
            {"d1", NameTellers{m, "secret", {"city"}}, "meeting.voice_only"},
            {"d1", NameTellers{m, "secret", {"d4", "d4"}}, "meeting.named_twice"},
            {"d4", tally({"d4"}), "meeting.not_chair"},
            {"d1", NameTellers{m, "secret", {"d4", "d5"}}, "tellers.named"},
            {"d4", tally({}), "meeting.ballots_first"},
            {"d1", IssueBallots{m, "secret", 9}, "ballots.issued"},
            {"d6", tally({"d6"}), "meeting.not_chair"},
            {"d4", tally({"d4"}), "meeting.tellers_differ"},
            {"d4", tally({}), "motion.carried item.over"}});
    EXPECT_EQ(w.count().tellers, (std::vector<Code>{"d4", "d5"}));
    EXPECT_TRUE(w.meeting().item("secret")->tellers.empty());
    run(w, {{"d1", TakeItem{m, "hands"}, "item.taken"},
            {"d1", draft(m, "hands"), "motion.moved"},
            {"d1", NameTellers{m, "hands", {"d4"}}, "meeting.not_secret"}});
    EXPECT_TRUE(w.replays());
}

}  // namespace
}  // namespace ss::meetings
