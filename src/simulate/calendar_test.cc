// Calendars, and everything that is of time but not of chance: small offices whose hours can be
// worked out with a pencil.
#include "simulate/small_models.h"

namespace ss::simulate {
namespace {

using small::at;
using small::exactly;
using small::live;
using small::Lived;
using small::Office;
using Lines = std::vector<std::string>;
using What = Mark::What;

// One desk for what has been received; receiving takes a minute.
Office one_desk(int64_t takes, ShiftEnd rule) {
    Office o;
    o.procedure("T", {{"verify", "desk"}});
    o.takes("T/verify", takes);
    o.person("an", {"desk"});
    o.setup.shift_end = rule;
    return o;
}

TEST(ShiftEnd, OvertimeWorksThroughTheBreak) {
    Office o = one_desk(3 * kHour, ShiftEnd::overtime);
    o.comes(at(0, "10:59"));
    o.comes(at(0, "11:00"));
    const Lived lived = live(o, 2);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 11:00:00 1 begun an", "Mon 14:00:00 1 done an",
                                           "Mon 14:00:00 2 begun an", "Mon 17:00:00 2 done an"}));
    EXPECT_EQ(lived.tally.people[0].overtime_ms, 2 * kHour);
}

TEST(ShiftEnd, OvertimeInTheEvening) {
    Office o = one_desk(3 * kHour, ShiftEnd::overtime);
    o.comes(at(0, "16:29"));
    o.comes(at(0, "16:30"));
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    const Lived lived = live(o, 2);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 16:30:00 1 begun an", "Mon 19:30:00 1 done an",
                                           "Tue 07:30:00 2 begun an", "Tue 10:30:00 2 done an"}));
    EXPECT_EQ(lived.tally.people[0].overtime_ms, 150 * kMinute);
    EXPECT_EQ(lived.tally.people[0].ms[1], 30 * kMinute + 3 * kHour);
}

TEST(ShiftEnd, SuspendedItLiesUntilTheDoorsOpen) {
    Office o = one_desk(3 * kHour, ShiftEnd::suspend);
    o.comes(at(0, "10:59"));
    o.comes(at(0, "11:00"));
    const Lived lived = live(o, 2);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 11:00:00 1 begun an", "Mon 16:00:00 1 done an",
                                           "Mon 16:00:00 2 begun an", "Tue 09:30:00 2 done an"}));
    // A break is no work, and nobody has stayed longer.
    EXPECT_EQ(lived.tally.people[0].overtime_ms, 0);
    EXPECT_EQ(lived.tally.people[0].ms[1], 6 * kHour);
}

TEST(ShiftEnd, SuspendedOverAWeekend) {
    Office o = one_desk(20 * kHour, ShiftEnd::suspend);
    o.comes(at(3, "14:59"));  // 2 h on Thursday, 7.5 on Friday, 7.5 on Monday, 3 on Tuesday
    EXPECT_EQ(live(o, 10).desk("verify"),
              (Lines{"Thu 15:00:00 1 begun an", "Tue 10:30:00 1 done an"}));
}

TEST(ShiftEnd, SuspendedUntilExactlyTheEndOfADay) {
    Office o = one_desk(4 * kHour, ShiftEnd::suspend);
    o.comes(at(0, "10:59"));
    EXPECT_EQ(live(o, 2).desk("verify"),
              (Lines{"Mon 11:00:00 1 begun an", "Mon 17:00:00 1 done an"}));
}

TEST(ShiftEnd, HandedOverToWhoIsFree) {
    Office o = one_desk(3 * kHour, ShiftEnd::hand_over);
    o.person("binh", {"desk"});
    o.comes(at(0, "10:59"));
    const Lived lived = live(o, 2);
    // 30 minutes are done. Who has done less today goes on.
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 11:00:00 1 begun an", "Mon 13:30:00 1 begun binh",
                                           "Mon 16:00:00 1 done binh"}));
    EXPECT_EQ(lived.tally.people[0].ms[1], 30 * kMinute);
    EXPECT_EQ(lived.tally.people[1].ms[1], 150 * kMinute);
    EXPECT_EQ(lived.tally.lanes[lived.model->steps.back().lane].busy_ms, 3 * kHour);
    EXPECT_EQ(lived.tally.steps.back().service_ms, 3 * kHour);
    EXPECT_EQ(lived.tally.steps.back().wait.count(), 1);
}

TEST(ShiftEnd, HandedOverKeepsItsPlaceInTheLane) {
    Office o = one_desk(3 * kHour, ShiftEnd::hand_over);
    o.comes(at(0, "10:59"));
    o.comes(at(0, "11:00"));
    EXPECT_EQ(
        live(o, 2).desk("verify"),
        (Lines{"Mon 11:00:00 1 begun an", "Mon 13:30:00 1 begun an", "Mon 16:00:00 1 done an",
               "Mon 16:00:00 2 begun an", "Tue 07:30:00 2 begun an", "Tue 09:30:00 2 done an"}));
}

TEST(ShiftEnd, DoneWhenTheDoorsCloseIsDone) {
    for (const ShiftEnd rule : {ShiftEnd::overtime, ShiftEnd::suspend, ShiftEnd::hand_over}) {
        Office o = one_desk(30 * kMinute, rule);
        o.comes(at(0, "10:59"));
        EXPECT_EQ(live(o, 1).desk("verify"),
                  (Lines{"Mon 11:00:00 1 begun an", "Mon 11:30:00 1 done an"}));
    }
}

// Half done by who is loaded with little: the half that is not done does not count as their load.
TEST(ShiftEnd, TheLeastLoadedByWhatTheyHaveDone) {
    Office o = one_desk(3 * kHour, ShiftEnd::hand_over);
    o.takes("T/verify", 2 * kHour);
    o.procedure("U", {{"verify", "desk"}});
    o.takes("U/verify", 3 * kHour);
    o.person("binh", {"desk"});
    o.comes(at(0, "08:59"), 0);  // an 9-11
    o.comes(at(0, "10:59"), 1);  // binh 11-11:30
    EXPECT_EQ(
        live(o, 1).desk("verify"),
        (Lines{"Mon 09:00:00 1 begun an", "Mon 11:00:00 1 done an", "Mon 11:00:00 2 begun binh",
               "Mon 13:30:00 2 begun binh", "Mon 16:00:00 2 done binh"}));
}

// --- somebody is away the next day --------------------------------------------------------------

// A seed with which these of the office's people, and nobody else, are away on these days.
cast::Dice dice_with(const Office& o, const std::vector<std::pair<Code, int>>& away, int days) {
    for (uint64_t seed = 1; seed < 100'000; ++seed) {
        const cast::Dice dice{seed, 0};
        bool as_wanted = true;
        for (const auto& [code, entry] : o.plan.rosters.at("u").officers)
            for (int day = 0; day < days && as_wanted; ++day) {
                const bool is =
                    dice.chance(o.plan.demand.absence, cast::Purpose::absence, cast::key_of(code),
                                static_cast<uint64_t>(small::kMonday.day + day));
                const bool wanted =
                    std::find(away.begin(), away.end(), std::pair{code, day}) != away.end();
                as_wanted = is == wanted;
            }
        if (as_wanted) return dice;
    }
    ADD_FAILURE() << "no such luck";
    return {};
}

TEST(Absence, WhatWasSuspendedGoesToAnother) {
    Office o = one_desk(3 * kHour, ShiftEnd::suspend);
    o.person("binh", {"desk"});
    o.plan.demand.absence = 0.3;
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "16:29"));
    const auto dice = dice_with(o, {{"an", 1}, {"an", 2}}, 3);
    const Lived lived = live(o, 3, dice);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 16:30:00 1 begun an", "Tue 07:30:00 1 begun binh",
                                           "Tue 10:00:00 1 done binh"}));
    EXPECT_EQ(lived.tally.people[0].days_away, 2);
    EXPECT_EQ(lived.tally.people[0].ms[2], 15 * kHour);
    EXPECT_EQ(lived.tally.people[1].days_away, 0);
}

TEST(Absence, WithNobodyElseItWaits) {
    for (const ShiftEnd rule : {ShiftEnd::suspend, ShiftEnd::hand_over}) {
        Office o = one_desk(3 * kHour, rule);
        o.plan.demand.absence = 0.3;
        o.plan.calendar.transfer_cutoff = 24 * kHour;
        o.comes(at(0, "16:29"));
        EXPECT_EQ(live(o, 3, dice_with(o, {{"an", 1}}, 3)).desk("verify"),
                  (Lines{"Mon 16:30:00 1 begun an", "Wed 07:30:00 1 begun an",
                         "Wed 10:00:00 1 done an"}));
    }
}

TEST(Absence, HandedOverAtTheDoorTakenUpByAnother) {
    Office o = one_desk(3 * kHour, ShiftEnd::hand_over);
    o.person("binh", {"desk"});
    o.plan.demand.absence = 0.3;
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "16:29"));
    EXPECT_EQ(live(o, 2, dice_with(o, {{"an", 1}}, 2)).desk("verify"),
              (Lines{"Mon 16:30:00 1 begun an", "Tue 07:30:00 1 begun binh",
                     "Tue 10:00:00 1 done binh"}));
}

TEST(Absence, OvertimeIsOverBeforeAnybodyIsAway) {
    Office o = one_desk(3 * kHour, ShiftEnd::overtime);
    o.plan.demand.absence = 0.3;
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "16:29"));
    EXPECT_EQ(live(o, 2, dice_with(o, {{"an", 1}}, 2)).desk("verify"),
              (Lines{"Mon 16:30:00 1 begun an", "Mon 19:30:00 1 done an"}));
}

// Into the small hours: what has been done at night is done.
TEST(Absence, OvertimePastMidnight) {
    Office o = one_desk(10 * kHour, ShiftEnd::overtime);
    o.plan.demand.absence = 0.3;
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "16:29"));  // seven and a half hours until midnight
    const Lived lived = live(o, 3, dice_with(o, {{"an", 1}}, 3));
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 16:30:00 1 begun an", "Wed 07:30:00 1 begun an",
                                           "Wed 10:00:00 1 done an"}));
    EXPECT_EQ(lived.tally.people[0].overtime_ms, 7 * kHour);
}

// --- the cut-off --------------------------------------------------------------------------------

Lines received_at(const std::string& clock, int day) {
    Office o = one_desk(kMinute, ShiftEnd::overtime);
    o.comes({at(day, clock).ms - kMinute});
    return live(o, 8).lines({What::received, What::offered});
}

TEST(CutOff, UntilThreeItIsHandedOnTheSameDay) {
    EXPECT_EQ(received_at("14:59:59.999", 0),
              (Lines{"Mon 14:59:59.999 1 received", "Mon 14:59:59.999 1 offered T/verify"}));
    EXPECT_EQ(received_at("15:00:00.000", 0),
              (Lines{"Mon 15:00:00 1 received", "Mon 15:00:00 1 offered T/verify"}));
    EXPECT_EQ(received_at("15:00:00.001", 0),
              (Lines{"Mon 15:00:00.001 1 received", "Tue 07:30:00 1 offered T/verify"}));
    EXPECT_EQ(received_at("15:00:00.001", 4),
              (Lines{"Fri 15:00:00.001 1 received", "Mon 07:30:00 1 offered T/verify"}));
}

TEST(CutOff, InTheBreakIsTheSameDayAfterClosingIsNot) {
    EXPECT_EQ(received_at("11:30:30", 0),
              (Lines{"Mon 11:30:30 1 received", "Mon 11:30:30 1 offered T/verify"}));
    Office o = one_desk(kMinute, ShiftEnd::overtime);
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "16:59"));  // received when the doors close
    EXPECT_EQ(live(o, 2).lines({What::received, What::offered}),
              (Lines{"Mon 17:00:00 1 received", "Tue 07:30:00 1 offered T/verify"}));
}

// What is handed on in the morning goes by when it was received, before whoever comes that day.
TEST(CutOff, InTheMorningInTheOrderOfReceipt) {
    Office o = one_desk(kMinute, ShiftEnd::overtime);
    o.takes("T/receive", 1);
    o.comes(at(0, "16:00"));
    o.comes(at(0, "16:01"));
    o.comes(at(1, "07:30"));
    EXPECT_EQ(
        live(o, 2).desk("verify"),
        (Lines{"Tue 07:30:00 1 begun an", "Tue 07:31:00 1 done an", "Tue 07:31:00 2 begun an",
               "Tue 07:32:00 2 done an", "Tue 07:32:00 3 begun an", "Tue 07:33:00 3 done an"}));
}

// --- several in one go --------------------------------------------------------------------------

Office signing(int batch, double interruption) {
    Office o;
    o.procedure("T", {{"sign", "leader", "sign"}});
    o.takes("T/sign", 10 * kMinute);
    o.person("chi", {"leader"});
    o.plan.demand.batch["sign"] = batch;
    o.plan.demand.interruption = interruption;
    for (int i = 0; i < 5; ++i) o.comes({at(0, "07:59").ms + i * kMinute});
    return o;
}

TEST(Batch, SeveralAreDoneTogether) {
    const Lived lived = live(signing(3, 0), 1);
    EXPECT_EQ(lived.desk("sign"), (Lines{"Mon 08:00:00 1 begun chi", "Mon 08:10:00 1 done chi",
                                         "Mon 08:10:00 2 begun chi", "Mon 08:10:00 3 begun chi",
                                         "Mon 08:10:00 4 begun chi", "Mon 08:40:00 2 done chi",
                                         "Mon 08:40:00 3 done chi", "Mon 08:40:00 4 done chi",
                                         "Mon 08:40:00 5 begun chi", "Mon 08:50:00 5 done chi"}));
    EXPECT_EQ(lived.tally.steps.back().service_ms, 50 * kMinute);
}

TEST(Batch, EachGoIsOneInterruption) {
    EXPECT_EQ(
        live(signing(3, 5), 1).desk("sign"),
        (Lines{"Mon 08:00:00 1 begun chi", "Mon 08:15:00 1 done chi", "Mon 08:15:00 2 begun chi",
               "Mon 08:15:00 3 begun chi", "Mon 08:15:00 4 begun chi", "Mon 08:50:00 2 done chi",
               "Mon 08:50:00 3 done chi", "Mon 08:50:00 4 done chi", "Mon 08:50:00 5 begun chi",
               "Mon 09:05:00 5 done chi"}));
    const Lived single = live(signing(1, 5), 1);
    EXPECT_EQ(single.desk("sign").back(), "Mon 09:15:00 5 done chi");
}

TEST(Batch, OnlyWhatIsOfTheSameKind) {
    Office o;
    o.procedure("T", {{"sign", "leader", "sign"}});
    o.procedure("U", {{"read", "leader", "verify"}});
    o.plan.demand.service["*"] = exactly(10 * kMinute);
    o.takes("T/receive", kMinute);
    o.takes("U/receive", kMinute);
    o.person("chi", {"leader"});
    o.plan.demand.batch["sign"] = 3;
    for (const uint16_t procedure : std::vector<uint16_t>{0, 0, 1, 0})
        o.comes({at(0, "07:59").ms + static_cast<int64_t>(o.arrivals.size()) * kMinute}, procedure);
    const Lived lived = live(o, 1);
    EXPECT_EQ(lived.desk("sign"), (Lines{"Mon 08:00:00 1 begun chi", "Mon 08:10:00 1 done chi",
                                         "Mon 08:10:00 2 begun chi", "Mon 08:20:00 2 done chi",
                                         "Mon 08:30:00 4 begun chi", "Mon 08:40:00 4 done chi"}));
    EXPECT_EQ(lived.desk("read"), (Lines{"Mon 08:20:00 3 begun chi", "Mon 08:30:00 3 done chi"}));
}

// Half of a batch done when the doors close: its first are done as far as there was time.
TEST(Batch, HandedOverInItsOrder) {
    Office o = signing(3, 0);
    o.setup.shift_end = ShiftEnd::hand_over;
    for (cast::Arrival& a : o.arrivals) a.at.ms += 195 * kMinute;  // 11:14 on
    // 11:15 the first until 11:25; of the next three five minutes are done, all of the first's.
    const Lived lived = live(o, 1);
    EXPECT_EQ(
        lived.desk("sign"),
        (Lines{"Mon 11:15:00 1 begun chi", "Mon 11:25:00 1 done chi", "Mon 11:25:00 2 begun chi",
               "Mon 11:25:00 3 begun chi", "Mon 11:25:00 4 begun chi", "Mon 13:30:00 2 begun chi",
               "Mon 13:30:00 3 begun chi", "Mon 13:30:00 4 begun chi", "Mon 13:55:00 2 done chi",
               "Mon 13:55:00 3 done chi", "Mon 13:55:00 4 done chi", "Mon 13:55:00 5 begun chi",
               "Mon 14:05:00 5 done chi"}));
    EXPECT_EQ(lived.tally.steps.back().service_ms, 50 * kMinute);
}

// --- patience -----------------------------------------------------------------------------------

Office impatient(int64_t receiving) {
    Office o;
    o.procedure("T", {});
    o.takes("T/receive", receiving);
    o.plan.demand.patience = exactly(10 * kMinute);
    o.comes(at(0, "08:00"));
    o.comes(at(0, "08:05"));
    return o;
}

TEST(Patience, GivesUpExactlyThen) {
    const Lived lived = live(impatient(20 * kMinute), 1);
    EXPECT_EQ(lived.lines({What::received, What::gave_up}),
              (Lines{"Mon 08:15:00 2 gave up", "Mon 08:20:00 1 received"}));
    EXPECT_EQ(lived.tally.gave_up, 1);
    EXPECT_EQ(lived.tally.open, 0);
    // Who is called at the same instant has gone; a millisecond before is in time.
    EXPECT_EQ(live(impatient(15 * kMinute), 1).lines({What::gave_up}),
              (Lines{"Mon 08:15:00 2 gave up"}));
    EXPECT_EQ(live(impatient(15 * kMinute - 1), 1).lines({What::received}),
              (Lines{"Mon 08:14:59.999 1 received", "Mon 08:29:59.998 2 received"}));
}

TEST(Patience, RunsInTheBreakToo) {
    Office o = impatient(20 * kMinute);
    o.arrivals[0].at = at(0, "11:15");
    o.arrivals[1].at = at(0, "11:25");
    o.setup.shift_end = ShiftEnd::suspend;
    EXPECT_EQ(live(o, 1).lines({What::received, What::gave_up}),
              (Lines{"Mon 11:35:00 2 gave up", "Mon 13:35:00 1 received"}));
}

// Called, sent back to the queue by a break, and called again: a citizen waits once.
TEST(Patience, WhoHasBeenCalledStays) {
    Office o = impatient(20 * kMinute);
    o.arrivals.resize(1);
    o.arrivals[0].at = at(0, "11:25");
    o.setup.shift_end = ShiftEnd::hand_over;
    const Lived lived = live(o, 1);
    EXPECT_EQ(lived.desk("receive"),
              (Lines{"Mon 11:25:00 1 begun rita", "Mon 13:30:00 1 begun rita",
                     "Mon 13:45:00 1 done rita"}));
    EXPECT_EQ(lived.tally.wait.count(), 1);
    EXPECT_EQ(lived.tally.wait.sum(), 0);
}

// Comes again with what was missing: the patience of the first time is over.
TEST(Patience, OfTheFirstVisitEndsWithIt) {
    Office o = impatient(5 * kMinute);
    plan::Component paper;
    paper.code = "paper";
    o.plan.procedures["T"].components = {paper};
    o.plan.demand.supplement["counter"] = 1;
    o.plan.demand.comes_back = exactly(6 * kMinute);
    o.plan.demand.patience = exactly(15 * kMinute);
    o.arrivals.resize(1);
    o.comes(at(0, "08:10"));  // 08:10-08:15 with the second one
    // Asked at 08:05, back at 08:11, called at 08:15, a quarter of an hour after 08:00.
    const Lived lived = live(o, 1);
    EXPECT_EQ(lived.lines({What::supplemented, What::received, What::gave_up}),
              (Lines{"Mon 08:11:00 1 supplemented", "Mon 08:20:00 1 received",
                     "Mon 08:21:00 2 supplemented", "Mon 08:26:00 2 received"}));
}

// --- the line is down ---------------------------------------------------------------------------

// The line of the unit is down once on Monday, for half an hour: when, the dice say.
Instant outage_begins(const Office& o, const cast::Dice& dice) {
    const auto day = static_cast<uint64_t>(small::kMonday.day);
    const double when = dice.uniform(cast::Purpose::outage, cast::key_of("u") ^ 4, day);
    const double open = static_cast<double>(7 * kHour + 30 * kMinute);
    return o.plan.calendar.after_working_ms(at(0, "07:30"), static_cast<int64_t>(when * open));
}

struct Down {
    Office office = one_desk(10 * kMinute, ShiftEnd::overtime);
    cast::Dice dice{3, 0};
    int64_t from = 0, to = 0;
    Down() {
        office.plan.demand.outage_per_day = 1;
        office.plan.demand.outage_minutes = {30, 30};
        office.plan.demand.channels = {{"counter", 0.5}, {"online", 0.5}};
        from = outage_begins(office, dice).ms;
        to = from + 30 * kMinute;
        // In the morning or the afternoon, with an hour before and after it.
        EXPECT_TRUE((from > at(0, "08:30").ms && to < at(0, "10:30").ms) ||
                    (from > at(0, "14:00").ms && to < at(0, "14:50").ms))
            << small::clock_of(from);
    }
    Lines line(const Lived& lived, What what) const { return lived.lines({what}); }
    std::string said(int64_t ms, const std::string& rest) const {
        return small::clock_of(ms) + " " + rest;
    }
};

TEST(Outage, WhatIsBeingDoneIsEnteredAMinuteAfterwards) {
    Down d;
    d.office.comes({d.from - 6 * kMinute});  // verify from -5 to +5
    d.office.comes({d.from - 5 * kMinute});  // waits for the desk
    EXPECT_EQ(
        live(d.office, 1, d.dice).desk("verify"),
        (Lines{d.said(d.from - 5 * kMinute, "1 begun an"), d.said(d.to + kMinute, "1 done an"),
               d.said(d.to + kMinute, "2 begun an"), d.said(d.to + 11 * kMinute, "2 done an")}));
}

TEST(Outage, NobodyBeginsAnything) {
    Down d;
    d.office.comes({d.from - kMinute});        // received as the line goes down: on paper
    d.office.comes({d.from + kMinute}, 0, 1);  // online: it is there, and waits
    d.office.comes({d.from + 2 * kMinute});    // at the counter: entered afterwards
    const Lived lived = live(d.office, 1, d.dice);
    EXPECT_EQ(d.line(lived, What::presented), (Lines{d.said(d.from - kMinute, "1 presented"),
                                                     d.said(d.from + kMinute, "2 presented"),
                                                     d.said(d.to + kMinute, "3 presented")}));
    EXPECT_EQ(
        lived.desk("receive"),
        (Lines{d.said(d.from - kMinute, "1 begun rita"), d.said(d.to + kMinute, "1 done rita"),
               d.said(d.to + kMinute, "2 begun rita"), d.said(d.to + 2 * kMinute, "2 done rita"),
               d.said(d.to + 2 * kMinute, "3 begun rita"),
               d.said(d.to + 3 * kMinute, "3 done rita")}));
}

// --- other duties -------------------------------------------------------------------------------

Office with_duty(const std::vector<std::pair<const char*, const char*>>& spans) {
    Office o = one_desk(30 * kMinute, ShiftEnd::overtime);
    for (const auto& [from, to] : spans)
        o.plan.demand.duties["desk"].push_back({*parse_clock(from), *parse_clock(to)});
    o.comes(at(0, "08:49"));
    o.comes(at(0, "08:50"));
    return o;
}

TEST(Duties, WhatIsBegunIsDoneThenTheyAreElsewhere) {
    const Lived lived = live(with_duty({{"09:00", "10:00"}}), 1);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 08:50:00 1 begun an", "Mon 09:20:00 1 done an",
                                           "Mon 10:00:00 2 begun an", "Mon 10:30:00 2 done an"}));
    EXPECT_EQ(lived.tally.people[0].ms[3], 40 * kMinute);
}

TEST(Duties, SpansMayTouchOverlapAndComeInAnyOrder) {
    const Lines until_eleven{"Mon 08:50:00 1 begun an", "Mon 09:20:00 1 done an",
                             "Mon 11:00:00 2 begun an", "Mon 11:30:00 2 done an"};
    EXPECT_EQ(live(with_duty({{"09:00", "10:00"}, {"10:00", "11:00"}}), 1).desk("verify"),
              until_eleven);
    EXPECT_EQ(live(with_duty({{"10:00", "11:00"}, {"09:00", "10:00"}}), 1).desk("verify"),
              until_eleven);
    EXPECT_EQ(live(with_duty({{"09:00", "10:00"}, {"08:00", "11:00"}}), 1).desk("verify").back(),
              "Mon 14:00:00 2 done an");
    EXPECT_EQ(live(with_duty({{"09:00", "11:00"}, {"09:30", "10:00"}}), 1).desk("verify"),
              until_eleven);
}

// --- hours that end where others begin ----------------------------------------------------------

TEST(Hours, SpansMayTouch) {
    for (const ShiftEnd rule : {ShiftEnd::overtime, ShiftEnd::suspend}) {
        Office o = one_desk(3 * kHour, rule);
        o.plan.calendar.week[0] = {{*parse_clock("07:30"), *parse_clock("11:30")},
                                   {*parse_clock("11:30"), *parse_clock("17:00")}};
        o.comes(at(0, "10:59"));
        o.comes(at(0, "11:00"));
        const Lived lived = live(o, 1);
        EXPECT_EQ(lived.desk("verify"),
                  (Lines{"Mon 11:00:00 1 begun an", "Mon 14:00:00 1 done an",
                         "Mon 14:00:00 2 begun an", "Mon 17:00:00 2 done an"}));
        EXPECT_EQ(lived.tally.people[0].overtime_ms, 0);
        EXPECT_EQ(lived.tally.people[0].ms[0] + lived.tally.people[0].ms[1],
                  9 * kHour + 30 * kMinute);
    }
}

TEST(Hours, RoundTheClockEveryDayHasItsEnd) {
    Office o = one_desk(50 * kHour, ShiftEnd::suspend);
    for (auto& day : o.plan.calendar.week) day = {{0, 24 * kHour}};
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.comes(at(0, "22:00"));
    o.comes(at(0, "22:00"));
    const Lived lived = live(o, 4);
    EXPECT_EQ(lived.desk("verify"), (Lines{"Mon 22:01:00 1 begun an", "Thu 00:01:00 1 done an",
                                           "Thu 00:01:00 2 begun an"}));
    EXPECT_EQ(lived.tally.people[0].ms[0] + lived.tally.people[0].ms[1], 96 * kHour);
    const auto& lane = lived.tally.lanes[lived.model->steps.back().lane];
    EXPECT_EQ(lane.at_day_end, (std::vector<int64_t>{1, 1, 1, 0}));
    ASSERT_EQ(lived.tally.by_day.size(), 4u);
    EXPECT_EQ(lived.tally.by_day[0].open, 2);
    EXPECT_EQ(lived.tally.by_day[3].open, 1);
}

// Hours that do not end with a half-hour: the mean queue of the last one is over what was open.
TEST(Hours, AHalfHourCountsAsLongAsItIsOpen) {
    Office o = one_desk(10 * kHour, ShiftEnd::suspend);
    o.plan.calendar.week[0] = {{*parse_clock("07:30"), *parse_clock("08:40")}};
    for (int i = 0; i < 2; ++i) o.comes(at(0, "07:30"));
    const Lived lived = live(o, 1);
    const auto& slots = lived.tally.lanes[lived.model->steps.back().lane].slots;
    EXPECT_EQ(slots[15].ms, 30 * kMinute);
    EXPECT_EQ(slots[16].ms, 30 * kMinute);
    EXPECT_EQ(slots[17].ms, 10 * kMinute);
    EXPECT_EQ(slots[16].area, 30 * kMinute);
    EXPECT_EQ(slots[17].area, 10 * kMinute);
}

// --- the same days, told otherwise --------------------------------------------------------------

// Three procedures over four roles, with ways that lead back and ways past; a hundred citizens a
// day in working time, whom the dice make. `crowd`: several people to a role.
Office busy(int64_t scale, bool with_result, bool crowd) {
    Office o;
    const small::Step lies{"lies", "shelf"};
    o.procedure(
        "A", {lies, {"a1", "desk"}, {"a2", "desk", "verify", "ok,again"}, {"a3", "chief", "sign"}},
        with_result);
    o.procedure("B", {lies, {"b1", "back", "verify", "ok", "big"}, {"b2", "chief", "sign"}},
                with_result);
    o.procedure("C", {lies, {"c1", "back"}, {"c2", "desk"}}, with_result, "desk");
    // Longer than citizens stay for a result: all fetch it, in working time, some other hour.
    for (const char* step : {"A/lies", "B/lies", "C/lies"}) o.takes(step, 46 * kMinute * scale);
    for (int i = 0; i < 40; ++i) o.person("shelf" + std::to_string(i), {"shelf"});
    const std::vector<std::pair<std::string, int64_t>> minutes{
        {"A/receive", 2}, {"B/receive", 3}, {"C/receive", 1}, {"A/a1", 5},  {"A/a2", 7},
        {"A/a3", 2},      {"B/b1", 61},     {"B/b2", 3},      {"C/c1", 11}, {"C/c2", 9}};
    for (const auto& [step, m] : minutes) o.takes(step, m * kMinute * scale);
    o.plan.demand.outcomes["again"] = 0.3;
    o.plan.demand.variables["big"] = 0.2;
    o.plan.demand.service["return"] = exactly(2 * kMinute * scale);
    o.plan.demand.fetches = exactly(50 * kMinute * scale);
    o.plan.demand.batch["sign"] = 3;
    o.plan.demand.interruption = static_cast<double>(scale);
    o.plan.calendar.transfer_cutoff = 24 * kHour;
    o.setup.limits = {{"A/a1", 40 * kMinute * scale}, {"C/c1", 90 * kMinute * scale}};
    o.setup.shift_end = ShiftEnd::suspend;
    for (const char* role : {"desk", "back", "chief"})
        for (int i = 0; i < (crowd ? 3 : 1); ++i) {
            const std::string n = std::to_string(i);
            o.person(std::string(role) + n, {role});
        }
    return o;
}

// So many ms of working time from the beginning on, odd ones: never when doors open or close.
std::vector<int64_t> moments(uint64_t seed, size_t n, int64_t within) {
    std::vector<int64_t> all;
    const cast::Dice dice{seed, 0};
    for (size_t i = 0; i < n; ++i)
        all.push_back(static_cast<int64_t>(dice.below(static_cast<uint64_t>(within / 2),
                                                      cast::Purpose::arrivals, i)) *
                          2 +
                      1);
    std::sort(all.begin(), all.end());
    return all;
}

Instant beginning(const Office& o) {
    return o.plan.calendar.next_opening(at(0, "00:00"));
}

void come_at(Office& o, const std::vector<int64_t>& working, uint64_t seed) {
    for (const int64_t w : working)
        o.comes(o.plan.calendar.after_working_ms(beginning(o), w),
                static_cast<uint16_t>(
                    cast::Dice{seed, 0}.below(3, cast::Purpose::procedure, o.arrivals.size())));
}

// In working time from the beginning on; sorted, for at one instant an opening may come between.
Lines in_working_time(const Office& o, const Lived& lived, int64_t scale = 1, bool people = true) {
    Lines all;
    for (const Mark& m : lived.log) {
        const int64_t w = o.plan.calendar.working_ms(beginning(o), {m.at}) * 2 / scale;
        all.push_back(std::to_string(1'000'000'000'000 + w) + " " + std::to_string(m.dossier) +
                      " " + lived.what_of(m, people));
    }
    std::sort(all.begin(), all.end());
    return all;
}

void expect_same(const Lines& a, const Lines& b) {
    EXPECT_GT(a.size(), 100u);
    size_t i = 0;
    while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
    if (i == a.size() && i == b.size()) return;
    ADD_FAILURE() << "they part at " << i << " of " << a.size() << " and " << b.size() << ": "
                  << (i < a.size() ? a[i] : "-") << " | " << (i < b.size() ? b[i] : "-");
}

constexpr int64_t kWeeks = 8 * (7 * kHour + 30 * kMinute);  // of which something is seen

// Time that is not worked is as if it were not there.
TEST(Warp, RoundTheClockOrByTheCalendar) {
    for (const uint64_t seed : {1, 2, 3})
        for (const bool crowd : {false, true}) {
            Office by_calendar = busy(1, true, crowd), round_the_clock = by_calendar;
            for (auto& day : round_the_clock.plan.calendar.week) day = {{0, 24 * kHour}};
            const auto when = moments(seed, crowd ? 700 : 240, kWeeks);
            come_at(by_calendar, when, seed);
            come_at(round_the_clock, when, seed);
            const Lived a = live(by_calendar, 40), b = live(round_the_clock, 40);
            EXPECT_EQ(a.tally.open, 0);
            // Who takes what of several hangs on who has done least that day.
            expect_same(in_working_time(by_calendar, a, 1, false),
                        in_working_time(round_the_clock, b, 1, false));
        }
}

TEST(Warp, AHolidayShiftsNothing) {
    for (const uint64_t seed : {4, 5}) {
        Office plain = busy(1, true, true), other = plain;
        other.plan.calendar.holidays[{small::kMonday.day + 1}] = "a holiday";
        other.plan.calendar.holidays[{small::kMonday.day + 4}] = "another one";
        other.plan.calendar.special[{small::kMonday.day + 5}] = {
            {*parse_clock("07:30"), *parse_clock("11:30")},
            {*parse_clock("13:30"), *parse_clock("17:00")}};
        const auto when = moments(seed, 700, kWeeks);
        come_at(plain, when, seed);
        come_at(other, when, seed);
        expect_same(in_working_time(plain, live(plain, 40)),
                    in_working_time(other, live(other, 40)));
    }
}

TEST(Warp, TwiceAsFastIsOverInHalfTheTime) {
    for (const uint64_t seed : {6, 7}) {
        Office slow = busy(2, false, true), fast = busy(1, false, true);
        for (Office* o : {&slow, &fast})
            for (auto& day : o->plan.calendar.week) day = {{0, 24 * kHour}};
        auto when = moments(seed, 700, kWeeks);
        come_at(fast, when, seed);
        for (int64_t& w : when) w *= 2;
        come_at(slow, when, seed);
        const Lived a = live(slow, 60), b = live(fast, 60);
        expect_same(in_working_time(slow, a, 2, false), in_working_time(fast, b, 1, false));
        EXPECT_EQ(a.tally.people[0].pieces + a.tally.people[1].pieces + a.tally.people[2].pieces,
                  b.tally.people[0].pieces + b.tally.people[1].pieces + b.tally.people[2].pieces);
    }
}

// The same roles and people under other names: same order of codes, then another one.
TEST(Names, MeanNothing) {
    const auto when = moments(8, 700, kWeeks);
    Office o = busy(1, true, true);
    come_at(o, when, 8);
    const Lived plain = live(o, 40);
    const auto renamed = [&](const Code& prefix, bool turned) {
        Office other = o;
        auto& officers = other.plan.rosters["u"].officers;
        officers.clear();
        const auto& before = o.plan.rosters["u"].officers;
        size_t n = 0;
        for (const auto& [code, entry] : before) {
            const size_t as = turned ? before.size() - n : n;
            ++n;
            other.person(prefix + std::to_string(100 + as), entry.posts);
        }
        return live(other, 40);
    };
    const Lived other = renamed("x", false);
    ASSERT_EQ(plain.log.size(), other.log.size());
    for (size_t i = 0; i < plain.log.size(); ++i) {
        ASSERT_EQ(plain.log[i].at, other.log[i].at);
        ASSERT_EQ(plain.log[i].dossier, other.log[i].dossier);
        ASSERT_EQ(plain.log[i].person, other.log[i].person);
    }
    // In another order others of the same role are chosen, at the same times.
    expect_same(in_working_time(o, plain, 1, false),
                in_working_time(o, renamed("y", true), 1, false));
}

// One pool, or one label for each of its steps worked by the same people.
TEST(Names, APoolSplitByLabel) {
    Office one;
    one.procedure("T", {{"x", "pool"}, {"y", "pool"}});
    Office two;
    two.procedure("T", {{"x", "px"}, {"y", "py"}});
    const auto when = moments(9, 200, kWeeks / 4);
    for (Office* o : {&one, &two}) {
        o->takes("T/x", 13 * kMinute);
        o->takes("T/y", 4 * kMinute);
        for (const char* code : {"an", "binh", "chi"})
            o->person(code, o == &one ? std::vector<Code>{"pool"} : std::vector<Code>{"px", "py"});
        for (const int64_t w : when) o->comes(o->plan.calendar.after_working_ms(beginning(*o), w));
    }
    const Lived plain = live(one, 20);
    EXPECT_EQ(plain.lines(), live(two, 20).lines());
    // The same by a split of the setup that names all of them.
    one.setup.splits["T/y"] = {"an", "binh", "chi"};
    EXPECT_EQ(plain.lines(), live(one, 20).lines());
}

// Whoever never works is not there.
TEST(Names, WhoNeverWorksIsAsIfNotInTheRoster) {
    const auto when = moments(10, 500, kWeeks);
    Office o = busy(1, true, true);
    o.setup.shift_end = ShiftEnd::overtime;
    come_at(o, when, 10);
    const Lived plain = live(o, 40);
    for (const char* code : {"aa", "desk1x", "zz"}) {
        Office away = o;
        away.person(code, {"desk", "chief"});
        away.setup.absent = {code};
        const Lived absent = live(away, 40);
        EXPECT_EQ(plain.lines(), absent.lines()) << code;
        const auto who = std::find_if(absent.model->people.begin(), absent.model->people.end(),
                                      [&](const Person& p) { return p.code == code; });
        const auto& t =
            absent.tally.people[static_cast<size_t>(who - absent.model->people.begin())];
        EXPECT_EQ(t.days_away, 30);
        EXPECT_EQ(t.pieces, 0);

        Office elsewhere = o;
        elsewhere.person(code, {"desk", "chief", "other"});
        elsewhere.plan.demand.duties["other"] = {{0, 24 * kHour}};
        EXPECT_EQ(plain.lines(), live(elsewhere, 40).lines()) << code;
    }
}

// Leave is absence on its days and nothing on the others.
TEST(Names, WhoIsOnLeaveIsAwayOnThoseDays) {
    Office o = busy(1, true, true);
    o.setup.shift_end = ShiftEnd::overtime;
    come_at(o, moments(10, 500, kWeeks), 10);
    const Code code = "desk0";
    const LocalDate first = o.setup.first_day;
    Office absent = o, on_leave = o, some_days = o;
    absent.setup.absent = {code};
    on_leave.setup.leave = {{code, first, LocalDate{first.day + 39}}};
    const Lived away = live(absent, 40);
    EXPECT_EQ(away.lines(), live(on_leave, 40).lines());
    EXPECT_NE(away.lines(), live(o, 40).lines());

    const LocalDate monday{first.day + 7}, tuesday{first.day + 8};
    some_days.setup.leave = {{code, monday, tuesday}};
    const Lived lived = live(some_days, 40);
    const auto& people = lived.model->people;
    const auto who =
        std::find_if(people.begin(), people.end(), [&](const Person& p) { return p.code == code; });
    ASSERT_NE(who, people.end());
    const auto person = static_cast<uint16_t>(who - people.begin());
    EXPECT_EQ(lived.tally.people[person].days_away, 2);
    std::set<LocalDate> begun;
    for (const Mark& m : lived.log)
        if (m.what == Mark::What::begun && m.person == person)
            begun.insert(local_date({m.at}, o.plan.calendar.offset));
    EXPECT_FALSE(begun.contains(monday) || begun.contains(tuesday));
    EXPECT_TRUE(begun.contains(LocalDate{monday.day - 3}) &&
                begun.contains(LocalDate{tuesday.day + 1}));
}

// What a living office had before the forecast began.
TEST(Standing, ItsTimeCountsFromItsReceiptAndItsResultOnce) {
    Office o = one_desk(30 * kMinute, ShiftEnd::overtime);
    Diagnostics d;
    const auto model = o.model(d);
    ASSERT_TRUE(model);
    simulate::Run run({model}, {1, 0});
    run.arrivals_by_hand({{}});
    run.begin_at(at(0, "10:00"));
    simulate::Run::Standing s;
    s.stage = simulate::Run::Standing::Stage::transfer;
    s.number = 1;
    s.presented = s.received = at(0, "08:00");
    s.transfer_at = at(0, "10:00");
    s.due = at(3, "17:00");
    s.data["channel"] = std::string("counter");
    run.stand(0, s);
    s.stage = simulate::Run::Standing::Stage::resolved;  // before the forecast began: no result of
                                                         // its days
    s.number = 2;
    run.stand(0, s);
    run.live({small::kMonday, 2, 0, false, 0});
    const Tally& t = run.tally(0);
    EXPECT_TRUE(t.identity.holds());
    EXPECT_EQ(t.arrived, 1);
    EXPECT_EQ(t.resolved, 1);
    EXPECT_EQ(t.on_time, 1);
    EXPECT_EQ(t.cycle.sum(), 2 * kHour + 30 * kMinute);
    EXPECT_EQ(small::clock_of(run.became()[0].settled), "Mon 10:30:00");
}

}  // namespace
}  // namespace ss::simulate
