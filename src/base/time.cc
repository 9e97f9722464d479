#include "base/time.h"

#include <cstdio>

#include "base/assert.h"

namespace ss {

// Howard Hinnant's civil-calendar arithmetic: eras of 400 years, years that begin in March.
LocalDate date_of(Ymd v) {
    const int y = v.year - (v.month <= 2);
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (v.month + (v.month > 2 ? -3 : 9)) + 2) / 5 + v.day - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return {era * 146097 + doe - 719468};
}

Ymd ymd_of(LocalDate date) {
    const int z = date.day + 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int doe = z - era * 146097;
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int mp = (5 * doy + 2) / 153;
    const int month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int weekday(LocalDate date) { return ((date.day + 3) % 7 + 7) % 7; }

LocalDate local_date(Instant at, int64_t offset) {
    const int64_t t = at.ms + offset;
    return {static_cast<int32_t>(t >= 0 ? t / kDay : (t - kDay + 1) / kDay)};
}

int64_t time_of_day(Instant at, int64_t offset) {
    return at.ms + offset - int64_t{local_date(at, offset).day} * kDay;
}

Instant at_local(LocalDate date, int64_t ms_of_day, int64_t offset) {
    return {int64_t{date.day} * kDay + ms_of_day - offset};
}

namespace {

// Digits only, as many as asked for; std::stoi would take signs and spaces.
std::optional<int> digits(std::string_view text) {
    if (text.empty() || text.size() > 9) return std::nullopt;
    int n = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        n = n * 10 + (c - '0');
    }
    return n;
}

}  // namespace

std::optional<LocalDate> parse_date(std::string_view t) {
    if (t.size() != 10 || t[4] != '-' || t[7] != '-') return std::nullopt;
    const auto y = digits(t.substr(0, 4)), m = digits(t.substr(5, 2)), d = digits(t.substr(8, 2));
    if (!y || !m || !d || *m < 1 || *m > 12 || *d < 1) return std::nullopt;
    const LocalDate date = date_of({*y, *m, *d});
    if (ymd_of(date).day != *d) return std::nullopt;  // 2025-02-30
    return date;
}

std::optional<int64_t> parse_clock(std::string_view t) {
    if (t.size() != 5 || t[2] != ':') return std::nullopt;
    const auto h = digits(t.substr(0, 2)), m = digits(t.substr(3, 2));
    if (!h || !m || *h > 24 || *m > 59 || (*h == 24 && *m != 0)) return std::nullopt;
    return *h * kHour + *m * kMinute;
}

std::optional<int64_t> parse_duration(std::string_view t) {
    if (t.size() < 3 || t[0] != 'P') return std::nullopt;
    t.remove_prefix(1);
    int64_t total = 0;
    bool clock = false, any = false;
    std::string_view order = "DHMS";  // each unit at most once, in this order
    while (!t.empty()) {
        if (t[0] == 'T' && !clock) {
            clock = true;
            t.remove_prefix(1);
            any = false;
            continue;
        }
        const size_t n = t.find_first_not_of("0123456789");
        if (n == 0 || n == std::string_view::npos) return std::nullopt;
        const auto value = digits(t.substr(0, n));
        const size_t unit = order.find(t[n]);
        if (!value || unit == std::string_view::npos || (t[n] == 'D') == clock) return std::nullopt;
        total += *value * (t[n] == 'D' ? kDay : t[n] == 'H' ? kHour : t[n] == 'M' ? kMinute : kSecond);
        order.remove_prefix(unit + 1);
        t.remove_prefix(n + 1);
        any = true;
    }
    if (!any) return std::nullopt;
    return total;
}

std::string to_text(LocalDate date) {
    const Ymd v = ymd_of(date);
    char b[48];
    std::snprintf(b, sizeof b, "%04d-%02d-%02d", v.year, v.month, v.day);
    return b;
}

std::string clock_text(int64_t ms) {
    char b[32];
    std::snprintf(b, sizeof b, "%02d:%02d", static_cast<int>(ms / kHour),
                  static_cast<int>(ms / kMinute % 60));
    return b;
}

std::string to_text(Instant at, int64_t offset) {
    const int64_t ms = time_of_day(at, offset);
    char b[16];
    std::snprintf(b, sizeof b, ":%02d", static_cast<int>(ms / kSecond % 60));
    return to_text(local_date(at, offset)) + "T" + clock_text(ms) + b;
}

}  // namespace ss
