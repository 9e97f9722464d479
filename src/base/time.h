// Time enters as data: only drivers (floor 7 and above) read a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ss {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

inline constexpr int64_t kSecond = 1'000, kMinute = 60 * kSecond, kHour = 60 * kMinute,
                         kDay = 24 * kHour;

// A day of the proleptic Gregorian calendar, counted from 1970-01-01 (day 0, a Thursday).
struct LocalDate {
    int32_t day = 0;
    auto operator<=>(const LocalDate&) const = default;
};

struct Ymd {
    int year = 1970, month = 1, day = 1;
};

LocalDate date_of(Ymd ymd);
Ymd ymd_of(LocalDate date);
int weekday(LocalDate date);  // 0 is Monday, 6 is Sunday.

// `offset` is the plan's UTC offset in ms. There is no summer time anywhere in the core.
LocalDate local_date(Instant at, int64_t offset);
int64_t time_of_day(Instant at, int64_t offset);                     // ms since local midnight
Instant at_local(LocalDate date, int64_t ms_of_day, int64_t offset);

std::optional<LocalDate> parse_date(std::string_view text);          // 2025-06-23
std::optional<int64_t> parse_clock(std::string_view text);           // 07:30 -> ms since midnight
// ISO 8601 durations with one meaning in ms: PT4H, PT30M, P2D (24 hours each), P1DT2H. Not P1M.
std::optional<int64_t> parse_duration(std::string_view text);
std::string to_text(LocalDate date);                                 // 2025-06-23
std::string clock_text(int64_t ms_of_day);                           // 07:30
std::string to_text(Instant at, int64_t offset);                     // 2025-06-23T07:30:00

}  // namespace ss
