#include "base/time.h"

#include <gtest/gtest.h>

#include <string>

namespace ss {
namespace {

constexpr int64_t kVietnam = 7 * kHour;

TEST(Time, DatesOfTheCalendar) {
    struct Case {
        Ymd ymd;
        int day;
        int weekday;  // 0 is Monday
        const char* text;
    };
    const Case cases[] = {
        {{1970, 1, 1}, 0, 3, "1970-01-01"},       {{1969, 12, 31}, -1, 2, "1969-12-31"},
        {{2000, 2, 29}, 11016, 1, "2000-02-29"},  {{2025, 6, 23}, 20262, 0, "2025-06-23"},
        {{2025, 7, 1}, 20270, 1, "2025-07-01"},   {{2024, 12, 31}, 20088, 1, "2024-12-31"},
        {{1900, 3, 1}, -25508, 3, "1900-03-01"},  {{1600, 1, 1}, -135140, 5, "1600-01-01"},
        {{2400, 2, 29}, 157113, 1, "2400-02-29"}, {{1, 1, 1}, -719162, 0, "0001-01-01"},
        {{0, 3, 1}, -719468, 2, "0000-03-01"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(date_of(c.ymd).day, c.day);
        const Ymd back = ymd_of({c.day});
        EXPECT_EQ(back.year, c.ymd.year);
        EXPECT_EQ(back.month, c.ymd.month);
        EXPECT_EQ(back.day, c.ymd.day);
        EXPECT_EQ(weekday({c.day}), c.weekday);
        EXPECT_EQ(to_text(LocalDate{c.day}), c.text);
        EXPECT_EQ(parse_date(c.text), LocalDate{c.day});
    }
}

TEST(Time, EveryDayOfSixCenturiesGoesThereAndBack) {
    Ymd before = ymd_of({-130'000});
    for (int day = -129'999; day < 90'000; ++day) {
        const Ymd v = ymd_of({day});
        ASSERT_EQ(date_of(v).day, day);
        // Each is the next day, the next month's first, or the next year's.
        const bool next_day =
            v.year == before.year && v.month == before.month && v.day == before.day + 1;
        const bool next_month =
            v.year == before.year && v.month == before.month + 1 && v.day == 1 && before.day >= 28;
        const bool next_year = v.year == before.year + 1 && v.month == 1 && v.day == 1 &&
                               before.month == 12 && before.day == 31;
        ASSERT_TRUE(next_day || next_month || next_year) << to_text(LocalDate{day});
        ASSERT_EQ(weekday({day}), (weekday({day - 1}) + 1) % 7);
        before = v;
    }
}

TEST(Time, DatesThatAreNone) {
    for (const char* text :
         {"", "2025-6-23", "2025-06-31", "2025-02-29", "2100-02-29", "2025-00-01", "2025-13-01",
          "2025-01-00", "2025/01/01", "2025-01-1x", "+025-01-01", " 025-01-01", "2025-01-011",
          "20250-1-01", "2025-01-32", "-001-01-01"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Time, LocalDaysBeginSevenHoursEarlier) {
    struct Case {
        const char* date;
        int64_t ms_of_day;
        int64_t utc_ms;
        const char* text;
    };
    const Case cases[] = {
        {"2025-07-01", 0, 1751302800'000, "2025-07-01T00:00:00"},
        {"2025-06-30", kDay - 1, 1751302799'999, "2025-06-30T23:59:59"},
        {"2025-06-23", 7 * kHour + 30 * kMinute, 1750638600'000, "2025-06-23T07:30:00"},
        {"1970-01-01", 0, -7 * kHour, "1970-01-01T00:00:00"},
        {"1970-01-01", 7 * kHour, 0, "1970-01-01T07:00:00"},
        {"1969-12-31", kDay - 1, -7 * kHour - 1, "1969-12-31T23:59:59"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.text);
        const Instant at{c.utc_ms};
        const auto date = parse_date(c.date);
        ASSERT_TRUE(date);
        EXPECT_EQ(at_local(*date, c.ms_of_day, kVietnam), at);
        EXPECT_EQ(local_date(at, kVietnam), *date);
        EXPECT_EQ(time_of_day(at, kVietnam), c.ms_of_day);
        EXPECT_EQ(to_text(at, kVietnam), c.text);
    }
}

TEST(Time, Clocks) {
    struct Case {
        const char* text;
        int64_t ms;
    };
    for (const Case& c : {Case{"00:00", 0}, Case{"07:30", 27'000'000}, Case{"15:00", 54'000'000},
                          Case{"23:59", kDay - kMinute}, Case{"24:00", kDay}}) {
        EXPECT_EQ(parse_clock(c.text), c.ms) << c.text;
        EXPECT_EQ(clock_text(c.ms), c.text);
    }
    for (const char* text : {"", "7:30", "07:60", "24:01", "25:00", "07-30", "07:3 ", "+7:30",
                             "07:30:00", " 7:30", "-1:00"})
        EXPECT_FALSE(parse_clock(text)) << text;
}

TEST(Time, Durations) {
    struct Case {
        const char* text;
        int64_t ms;
    };
    const Case cases[] = {
        {"PT4H", 4 * kHour},
        {"PT30M", 30 * kMinute},
        {"PT15S", 15 * kSecond},
        {"P2D", 2 * kDay},
        {"P1DT2H", kDay + 2 * kHour},
        {"P1DT2H3M4S", kDay + 2 * kHour + 3 * kMinute + 4 * kSecond},
        {"PT0S", 0},
        {"PT90M", 90 * kMinute},
        {"P0D", 0},
        {"PT007M", 7 * kMinute},
        {"P999999999D", 999'999'999 * kDay},
    };
    for (const Case& c : cases) EXPECT_EQ(parse_duration(c.text), c.ms) << c.text;
    for (const char* text : {"",      "P",       "PT",   "P1",   "1D",           "P1M",    "P1Y",
                             "P1W",   "PT1D",    "P1H",  "P1DT", "PT1H1H",       "PT1M1H", "P1D1D",
                             "PTT1H", "PT1HT1M", "P-1D", "-P1D", "P+1D",         "PT1.5H", "PT1,5H",
                             "pt1h",  "P1D ",    " P1D", "PTH",  "P9999999999D", "P1DT1D"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace ss
