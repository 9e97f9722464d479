// Days, times and durations of FEEL: reading, writing, adding. No time zone table: a zone whose
// offset changes with the season keeps its name and has no offset (docs/formats/feel.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feel/value.h"

namespace ss::feel {

inline constexpr int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr int64_t kNanosPerDay = 86'400 * kNanosPerSecond;
inline constexpr int64_t kLastYear = 999'999'999;

struct YearMonthDay {
    int64_t year = 1970;
    int month = 1, day = 1;
};
std::optional<Date> make_date(int64_t year, int64_t month, int64_t day);
YearMonthDay civil(Date date);
int weekday(Date date);  // 1 is Monday, 7 is Sunday

std::optional<Date> parse_date(std::string_view text);
std::optional<Time> parse_time(std::string_view text);
std::optional<DateTime> parse_date_time(std::string_view text);  // also a date alone: midnight
Value parse_duration(std::string_view text);                     // Months or Nanos, else null
std::optional<Zone> parse_zone(std::string_view text);           // "Z", "+07:00", "@Asia/Hanoi"

std::string to_text(const Date& date);
std::string to_text(const Time& time);
std::string to_text(const DateTime& at);
std::string to_text(const Months& months);
std::string to_text(const Nanos& nanos);

// Nanoseconds on one line: comparable where both have an offset, or neither.
std::optional<Int128> difference(const DateTime& a, const DateTime& b);
std::optional<Int128> difference(const Time& a, const Time& b);

std::optional<Date> add(const Date& date, const Months& months);
std::optional<DateTime> add(const DateTime& at, const Nanos& nanos);
Time add(const Time& time, const Nanos& nanos);
// Whole months from a to b, toward zero.
int64_t months_between(const DateTime& a, const DateTime& b);

// A duration of at most 10^18 seconds either way; longer ones are null.
std::optional<Nanos> bounded(Int128 nanos);
std::optional<Nanos> nanos_of(Number seconds);
Number seconds_of(Nanos nanos);

}  // namespace ss::feel
