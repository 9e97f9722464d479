#include "org/calendar.h"

#include <gtest/gtest.h>

namespace ss::org {
namespace {

constexpr int64_t kOffset = 7 * kHour;

// The office hours of a Hue ward in summer, the holidays around New Year and 2 September 2025.
Calendar hue() {
    Calendar c;
    c.offset = kOffset;
    for (size_t day = 0; day < 5; ++day)
        c.week[day] = {{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute},
                       {13 * kHour + 30 * kMinute, 17 * kHour}};
    for (const char* day : {"2025-01-01", "2025-09-01", "2025-09-02"})
        c.holidays[*parse_date(day)] = "holiday";
    c.special[*parse_date("2025-06-28")] = {{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute}};
    return c;
}

Instant at(std::string_view text) {  // "2025-06-27 15:10"
    return at_local(*parse_date(text.substr(0, 10)), *parse_clock(text.substr(11)), kOffset);
}
std::string text(Instant t) {
    std::string s = to_text(t, kOffset).substr(0, 16);
    s[10] = ' ';
    return s;
}

// Every test runs over the plain calendar and over the frozen one.
class CalendarTest : public testing::TestWithParam<bool> {
  protected:
    CalendarTest() {
        if (GetParam()) calendar.freeze();
    }
    Calendar calendar = hue();
};
INSTANTIATE_TEST_SUITE_P(PlainAndFrozen, CalendarTest, testing::Bool());

struct Due {
    const char* from;
    int64_t quantity;
    LimitUnit unit;
    const char* due;
};

TEST_P(CalendarTest, Due) {
    using enum LimitUnit;
    const Due table[] = {
        // 27 June 2025 is a Friday; the Saturday after it is a working half day.
        {"2025-06-26 10:00", 0, working_days, "2025-06-26 17:00"},
        {"2025-06-26 10:00", 1, working_days, "2025-06-27 17:00"},
        {"2025-06-26 15:00", 1, working_days, "2025-06-27 17:00"},  // at the cut-off: still today
        {"2025-06-26 15:01", 1, working_days, "2025-06-28 11:30"},
        {"2025-06-27 15:10", 0, working_days, "2025-06-28 11:30"},
        {"2025-06-27 15:10", 1, working_days, "2025-06-30 17:00"},
        {"2025-07-04 15:10", 1, working_days, "2025-07-08 17:00"},  // Friday, weekend, Monday
        {"2025-07-05 09:00", 1, working_days, "2025-07-08 17:00"},  // Saturday
        {"2025-07-04 12:00", 1, working_days, "2025-07-07 17:00"},  // lunch: still Friday
        {"2025-07-04 06:00", 1, working_days, "2025-07-07 17:00"},  // before opening: still Friday
        {"2025-07-04 17:30", 1, working_days, "2025-07-08 17:00"},
        // 2 September 2025: Monday and Tuesday closed.
        {"2025-08-29 09:00", 1, working_days, "2025-09-03 17:00"},
        {"2025-08-29 15:01", 1, working_days, "2025-09-04 17:00"},
        {"2025-08-29 09:00", 3, working_days, "2025-09-05 17:00"},
        // New Year: a Wednesday.
        {"2024-12-31 09:00", 1, working_days, "2025-01-02 17:00"},
        {"2024-12-31 16:00", 1, working_days, "2025-01-03 17:00"},
        {"2025-07-01 09:00", 20, working_days, "2025-07-29 17:00"},
        // Days of the calendar: the same clock time, or the next opening.
        {"2025-07-01 09:00", 3, days, "2025-07-04 09:00"},
        {"2025-07-01 09:00", 4, days, "2025-07-07 07:30"},
        {"2025-07-01 15:30", 1, days, "2025-07-03 07:30"},
        {"2025-08-02 09:00", 30, days, "2025-09-03 07:30"},
        // Hours of work.
        {"2025-07-01 10:30", 2, working_hours, "2025-07-01 14:30"},
        {"2025-07-01 11:45", 2, working_hours, "2025-07-01 15:30"},
        {"2025-07-01 15:00", 2, working_hours, "2025-07-01 17:00"},
        {"2025-07-01 15:01", 2, working_hours, "2025-07-02 09:30"},
        {"2025-07-04 14:30", 8, working_hours, "2025-07-07 15:00"},
        {"2025-07-01 09:00", 24, hours, "2025-07-02 09:00"},
        {"2025-07-04 09:00", 24, hours, "2025-07-07 07:30"},
    };
    for (const Due& row : table)
        EXPECT_EQ(text(calendar.due(at(row.from), {row.quantity, row.unit})), row.due)
            << row.from << " + " << row.quantity << " "
            << names(row.unit)[static_cast<size_t>(row.unit)];
}

TEST_P(CalendarTest, PastCutoffMeansAnotherDay) {
    const std::pair<const char*, bool> table[] = {
        {"2025-07-01 06:00", false}, {"2025-07-01 07:30", false}, {"2025-07-01 12:00", false},
        {"2025-07-01 15:00", false}, {"2025-07-01 15:01", true},  {"2025-07-01 20:00", true},
        {"2025-07-05 09:00", true},  {"2025-09-02 09:00", true},  {"2025-06-28 09:00", false},
        {"2025-06-28 12:00", true},
    };
    for (const auto& [when, past] : table) EXPECT_EQ(calendar.past_cutoff(at(when)), past) << when;
}

TEST_P(CalendarTest, OpenAndNextOpening) {
    struct {
        const char* when;
        bool open;
        const char* next;
    } table[] = {
        {"2025-07-01 07:29", false, "2025-07-01 07:30"},
        {"2025-07-01 07:30", true, "2025-07-01 07:30"},
        {"2025-07-01 11:29", true, "2025-07-01 11:29"},
        {"2025-07-01 11:30", false, "2025-07-01 13:30"},
        {"2025-07-01 17:00", false, "2025-07-02 07:30"},
        {"2025-06-28 08:00", true, "2025-06-28 08:00"},
        {"2025-06-28 11:30", false, "2025-06-30 07:30"},
        {"2025-08-30 08:00", false, "2025-09-03 07:30"},
    };
    for (const auto& row : table) {
        EXPECT_EQ(calendar.open(at(row.when)), row.open) << row.when;
        EXPECT_EQ(text(calendar.next_opening(at(row.when))), row.next) << row.when;
    }
}

TEST_P(CalendarTest, DayBefore) {
    const std::pair<const char*, const char*> table[] = {
        {"2025-07-04 17:00", "2025-07-03 17:00"}, {"2025-07-07 17:00", "2025-07-04 17:00"},
        {"2025-09-03 10:00", "2025-08-29 10:00"}, {"2025-06-30 17:00", "2025-06-28 11:30"},
        {"2025-07-04 12:00", "2025-07-03 11:30"}, {"2025-07-04 07:00", "2025-07-03 07:30"},
    };
    for (const auto& [due, before] : table)
        EXPECT_EQ(text(calendar.day_before(at(due))), before) << due;
}

TEST_P(CalendarTest, WorkingTime) {
    EXPECT_EQ(calendar.working_ms(at("2025-07-01 09:00"), at("2025-07-01 10:00")), kHour);
    EXPECT_EQ(calendar.working_ms(at("2025-07-01 11:00"), at("2025-07-01 14:00")), kHour);
    EXPECT_EQ(calendar.working_ms(at("2025-07-04 16:00"), at("2025-07-07 08:30")), 2 * kHour);
    EXPECT_EQ(calendar.working_ms(at("2025-07-05 00:00"), at("2025-07-07 00:00")), 0);
    EXPECT_EQ(calendar.working_ms(at("2025-07-02 09:00"), at("2025-07-01 09:00")), 0);
    EXPECT_EQ(text(calendar.after_working_ms(at("2025-07-01 17:00"), 1)), "2025-07-02 07:30");
    EXPECT_EQ(text(calendar.after_working_ms(at("2025-07-01 09:00"), 0)), "2025-07-01 09:00");
    EXPECT_EQ(text(calendar.after_working_ms(at("2025-07-01 07:30"), 4 * kHour)),
              "2025-07-01 11:30");
}

// The same few steps or day by day: the answers are the same, inside the table and beyond its ends.
TEST(Calendar, FrozenAnswersAsPlain) {
    const Calendar plain = hue();
    Calendar frozen = hue();
    frozen.freeze();
    uint64_t dice = 7;
    const auto roll = [&](uint64_t sides) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int64_t>((dice >> 33) % sides);
    };
    const int64_t starts[] = {date_of({2025, 1, 1}).day, date_of({2019, 12, 1}).day,
                              date_of({2045, 12, 1}).day};
    for (int i = 0; i < 3'000; ++i) {
        const Instant a{(starts[i % 3] + roll(300)) * kDay + roll(static_cast<uint64_t>(kDay))};
        const Instant b{a.ms + roll(static_cast<uint64_t>(60 * kDay))};
        ASSERT_EQ(plain.working_ms(a, b), frozen.working_ms(a, b)) << text(a);
        const int64_t ms = plain.working_ms(a, b);
        const Instant end = frozen.after_working_ms(a, ms);
        ASSERT_EQ(plain.after_working_ms(a, ms), end) << text(a);
        ASSERT_EQ(plain.working_ms(a, end), ms);  // the inverse
        ASSERT_LE(end, b);                        // and the earliest such instant
        for (size_t unit = 0; unit < names(LimitUnit{}).size(); ++unit) {
            const Limit limit{roll(40), static_cast<LimitUnit>(unit)};
            ASSERT_EQ(plain.due(a, limit), frozen.due(a, limit)) << text(a);
            ASSERT_GE(plain.due(a, limit), a);
            ASSERT_EQ(plain.day_before(b), frozen.day_before(b));
        }
        ASSERT_EQ(plain.next_opening(a), frozen.next_opening(a));
        ASSERT_EQ(plain.past_cutoff(a), frozen.past_cutoff(a));
    }
}

TEST(Calendar, NeverWalksForEver) {
    const Calendar closed;
    EXPECT_FALSE(closed.open({0}));
    EXPECT_GT(closed.next_working_day({0}).day, 1'000);
    EXPECT_GT(closed.after_working_ms({0}, 1).ms, 0);
}

}  // namespace
}  // namespace ss::org
