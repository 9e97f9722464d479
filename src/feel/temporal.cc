#include "feel/temporal.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ss::feel {

namespace {

// Past 2 * kLastYear years; its nanoseconds are far below 2^127.
constexpr int64_t kMostSeconds = 1'000'000'000'000'000'000;

// A walk over a text; every take() leaves it where it was when it fails.
struct Cursor {
    std::string_view text;
    size_t at = 0;
    bool end() const { return at == text.size(); }
    char peek() const { return end() ? '\0' : text[at]; }
    bool take(char c) { return peek() == c && !end() && (++at, true); }
    bool digit() const { return peek() >= '0' && peek() <= '9'; }
    std::optional<int64_t> number(size_t least, size_t most) {
        const size_t start = at;
        int64_t n = 0;
        while (digit() && at - start < most) n = n * 10 + (text[at++] - '0');
        if (at - start >= least) return n;
        at = start;
        return std::nullopt;
    }
    // ".25": nanoseconds; digits past the ninth are dropped.
    std::optional<int64_t> fraction() {
        if (!take('.')) return 0;
        if (!digit()) return std::nullopt;
        int64_t nanos = 0, unit = kNanosPerSecond / 10;
        for (; digit(); ++at, unit /= 10) nanos += (text[at] - '0') * unit;
        return nanos;
    }
};

int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}
Int128 floor_div(Int128 a, Int128 b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

int64_t days_of(int64_t year, int64_t month, int64_t day) {
    const int64_t y = year - (month <= 2);
    const int64_t era = floor_div(y, int64_t{400});
    const int64_t of_era = y - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

int64_t month_length(int64_t year, int64_t month) {
    static constexpr std::array<int, 12> kLengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kLengths[static_cast<size_t>(month - 1)];
}

std::string padded(int64_t n, size_t width) {
    std::string digits = std::to_string(std::abs(n));
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return n < 0 ? "-" + digits : digits;
}

std::string fraction_text(int64_t nanos) {
    if (nanos == 0) return "";
    std::string digits = padded(nanos, 9);
    while (digits.back() == '0') digits.pop_back();
    return "." + digits;
}

std::optional<Date> read_date(Cursor& c) {
    const bool minus = c.take('-');
    const size_t start = c.at;
    const auto year = c.number(4, 9);
    if (!year || (c.at - start > 4 && c.text[start] == '0')) return std::nullopt;
    if (!c.take('-')) return std::nullopt;
    const auto month = c.number(2, 2);
    if (!month || !c.take('-')) return std::nullopt;
    const auto day = c.number(2, 2);
    if (!day) return std::nullopt;
    return make_date(minus ? -*year : *year, *month, *day);
}

// Regions of the IANA names; which places they hold is not checked.
bool zone_name(std::string_view name) {
    static constexpr std::array<std::string_view, 11> kRegions{
        "Africa/",    "America/", "Antarctica/", "Arctic/",  "Asia/", "Atlantic/",
        "Australia/", "Europe/",  "Indian/",     "Pacific/", "Etc/"};
    if (name == "UTC" || name == "GMT") return true;
    const bool known = std::any_of(kRegions.begin(), kRegions.end(), [&](std::string_view r) {
        return name.starts_with(r) && name.size() > r.size();
    });
    return known && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '/' || c == '_' || c == '-' || c == '+';
           });
}

std::optional<int32_t> zone_offset(std::string_view name) {
    if (name == "UTC" || name == "GMT" || name == "Etc/UTC" || name == "Etc/GMT") return 0;
    if (name == "Asia/Ho_Chi_Minh" || name == "Asia/Saigon" || name == "Asia/Bangkok" ||
        name == "Asia/Vientiane" || name == "Asia/Phnom_Penh" || name == "Asia/Jakarta")
        return 7 * 3600;
    return std::nullopt;
}

std::optional<Time> read_time(Cursor& c) {
    const auto hour = c.number(2, 2);
    if (!hour || *hour > 23 || !c.take(':')) return std::nullopt;
    const auto minute = c.number(2, 2);
    if (!minute || *minute > 59 || !c.take(':')) return std::nullopt;
    const auto second = c.number(2, 2);
    if (!second || *second > 59) return std::nullopt;
    const auto nanos = c.fraction();
    if (!nanos) return std::nullopt;
    const auto zone = parse_zone(c.text.substr(c.at));
    if (!zone) return std::nullopt;
    c.at = c.text.size();
    return Time{((*hour * 60 + *minute) * 60 + *second) * kNanosPerSecond + *nanos, *zone};
}

bool comparable(const Zone& a, const Zone& b) {
    if (a.offset || b.offset) return a.offset && b.offset;
    return a.name == b.name;
}

Int128 line(const DateTime& at) {
    return Int128{at.date.day} * kNanosPerDay + at.time.nanos -
           Int128{at.time.zone.offset.value_or(0)} * kNanosPerSecond;
}

std::string to_text(const Zone& zone) {
    if (!zone.name.empty()) return "@" + zone.name;
    if (!zone.offset) return "";
    if (*zone.offset == 0) return "Z";
    const int64_t size = std::abs(*zone.offset);
    std::string text =
        (*zone.offset < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2);
    return size % 60 ? text + ":" + padded(size % 60, 2) : text;
}

}  // namespace

std::optional<Date> make_date(int64_t year, int64_t month, int64_t day) {
    if (year < -kLastYear || year > kLastYear || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return std::nullopt;
    return Date{days_of(year, month, day)};
}

YearMonthDay civil(Date date) {
    const int64_t z = date.day + 719'468;
    const int64_t era = floor_div(z, int64_t{146'097});
    const int64_t doe = z - era * 146'097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;
    const int64_t month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2), static_cast<int>(month),
            static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

int weekday(Date date) {
    return static_cast<int>(date.day + 3 - floor_div(date.day + 3, int64_t{7}) * 7) + 1;
}

std::optional<Zone> parse_zone(std::string_view text) {
    if (text.empty()) return Zone{};
    if (text == "Z" || text == "z") return Zone{0, ""};
    if (text[0] == '@') {
        const std::string_view name = text.substr(1);
        if (!zone_name(name)) return std::nullopt;
        return Zone{zone_offset(name), std::string(name)};
    }
    Cursor c{text};
    const bool minus = c.take('-');
    if (!minus && !c.take('+')) return std::nullopt;
    const auto hour = c.number(2, 2);
    if (!hour || !c.take(':')) return std::nullopt;
    const auto minute = c.number(2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    int64_t second = 0;
    if (c.take(':')) {
        const auto s = c.number(2, 2);
        if (!s || *s > 59) return std::nullopt;
        second = *s;
    }
    const int64_t offset = (*hour * 60 + *minute) * 60 + second;
    if (!c.end() || offset > 14 * 3600) return std::nullopt;
    return Zone{static_cast<int32_t>(minus ? -offset : offset), ""};
}

std::optional<Date> parse_date(std::string_view text) {
    Cursor c{text};
    const auto date = read_date(c);
    return c.end() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
    Cursor c{text};
    c.take('T');
    return read_time(c);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Cursor c{text};
    const auto date = read_date(c);
    if (!date) return std::nullopt;
    if (c.end()) return DateTime{*date, {}};
    if (!c.take('T')) return std::nullopt;
    const auto time = read_time(c);
    if (!time) return std::nullopt;
    return DateTime{*date, *time};
}

Value parse_duration(std::string_view text) {
    Cursor c{text};
    const bool minus = c.take('-');
    if (!c.take('P') || c.end()) return {};
    Int128 months = 0, nanos = 0;
    bool has_months = false, has_time = false, in_time = false;
    std::string_view units = "YMD";  // in this order, each at most once
    while (!c.end()) {
        if (!in_time && c.take('T')) {
            in_time = true;
            units = "HMS";
            if (c.end()) return {};
            continue;
        }
        const auto n = c.number(1, 15);
        if (!n) return {};
        const bool point = c.peek() == '.';
        const auto rest = c.fraction();
        if (!rest || c.end()) return {};
        const size_t unit = units.find(c.peek());
        if (unit == std::string_view::npos || (point && c.peek() != 'S')) return {};
        const char u = c.text[c.at++];
        units.remove_prefix(unit + 1);
        const Int128 whole{*n};
        if (u == 'Y') months += whole * 12;
        else if (u == 'M' && !in_time) months += whole;
        else if (u == 'D') nanos += whole * kNanosPerDay;
        else if (u == 'H') nanos += whole * 3600 * kNanosPerSecond;
        else if (u == 'M') nanos += whole * 60 * kNanosPerSecond;
        else nanos += whole * kNanosPerSecond + *rest;
        (u == 'Y' || (u == 'M' && !in_time) ? has_months : has_time) = true;
    }
    if (has_months == has_time) return {};  // a mixed one has no fixed length
    if (has_time) {
        const auto size = bounded(minus ? -nanos : nanos);
        return size ? Value::of(*size) : Value();
    }
    const auto size = static_cast<int64_t>(months);
    return Value::of(Months{minus ? -size : size});
}

std::string to_text(const Date& date) {
    const YearMonthDay d = civil(date);
    return padded(d.year, 4) + "-" + padded(d.month, 2) + "-" + padded(d.day, 2);
}

std::string to_text(const Time& time) {
    const int64_t s = time.nanos / kNanosPerSecond;
    return padded(s / 3600, 2) + ":" + padded(s / 60 % 60, 2) + ":" + padded(s % 60, 2) +
           fraction_text(time.nanos % kNanosPerSecond) + to_text(time.zone);
}

std::string to_text(const DateTime& at) {
    return to_text(at.date) + "T" + to_text(at.time);
}

std::string to_text(const Months& m) {
    const int64_t size = std::abs(m.months);
    std::string text = m.months < 0 ? "-P" : "P";
    if (size / 12) text += std::to_string(size / 12) + "Y";
    if (size % 12 || size == 0) text += std::to_string(size % 12) + "M";
    return text;
}

std::string to_text(const Nanos& n) {
    const Int128 size = n.nanos < 0 ? -n.nanos : n.nanos;
    if (size == 0) return "PT0S";
    std::string text = n.nanos < 0 ? "-P" : "P";
    const auto days = static_cast<int64_t>(size / kNanosPerDay);
    const auto rest = static_cast<int64_t>(size % kNanosPerDay);
    const int64_t s = rest / kNanosPerSecond;
    if (days) text += std::to_string(days) + "D";
    if (rest) text += "T";
    if (s / 3600) text += std::to_string(s / 3600) + "H";
    if (s / 60 % 60) text += std::to_string(s / 60 % 60) + "M";
    if (s % 60 || rest % kNanosPerSecond)
        text += std::to_string(s % 60) + fraction_text(rest % kNanosPerSecond) + "S";
    return text;
}

std::optional<Int128> difference(const DateTime& a, const DateTime& b) {
    if (!comparable(a.time.zone, b.time.zone)) return std::nullopt;
    return line(a) - line(b);
}

std::optional<Int128> difference(const Time& a, const Time& b) {
    return difference(DateTime{{}, a}, DateTime{{}, b});
}

std::optional<Date> add(const Date& date, const Months& months) {
    const YearMonthDay d = civil(date);
    int64_t total = 0;
    if (__builtin_add_overflow(d.year * 12 + d.month - 1, months.months, &total))
        return std::nullopt;
    const int64_t year = floor_div(total, int64_t{12});
    if (year < -kLastYear || year > kLastYear) return std::nullopt;
    const int64_t month = total - year * 12 + 1;
    return make_date(year, month, std::min<int64_t>(d.day, month_length(year, month)));
}

std::optional<DateTime> add(const DateTime& at, const Nanos& nanos) {
    Int128 total = 0;
    if (__builtin_add_overflow(Int128{at.date.day} * kNanosPerDay + at.time.nanos, nanos.nanos,
                               &total))
        return std::nullopt;
    const Int128 day = floor_div(total, Int128{kNanosPerDay});
    if (day < days_of(-kLastYear, 1, 1) || day > days_of(kLastYear, 12, 31)) return std::nullopt;
    return DateTime{{static_cast<int64_t>(day)},
                    {static_cast<int64_t>(total - day * kNanosPerDay), at.time.zone}};
}

Time add(const Time& time, const Nanos& nanos) {
    const Int128 total = time.nanos + nanos.nanos % kNanosPerDay;
    const Int128 day = floor_div(total, Int128{kNanosPerDay});
    return {static_cast<int64_t>(total - day * kNanosPerDay), time.zone};
}

int64_t months_between(const DateTime& a, const DateTime& b) {
    const YearMonthDay from = civil(a.date), to = civil(b.date);
    int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    const auto rest = [](const YearMonthDay& d, const DateTime& t) {
        return Int128{d.day} * kNanosPerDay + t.time.nanos;
    };
    if (months > 0 && rest(to, b) < rest(from, a)) --months;
    if (months < 0 && rest(to, b) > rest(from, a)) ++months;
    return months;
}

std::optional<Nanos> bounded(Int128 nanos) {
    if (nanos > Int128{kMostSeconds} * kNanosPerSecond ||
        nanos < -Int128{kMostSeconds} * kNanosPerSecond)
        return std::nullopt;
    return Nanos{nanos};
}

std::optional<Nanos> nanos_of(Number seconds) {
    const int64_t whole = seconds.truncated();
    if (whole > kMostSeconds || whole < -kMostSeconds) return std::nullopt;
    const MaybeNumber rest = subtract(seconds, Number(whole));
    const MaybeNumber nanos = rest ? multiply(*rest, Number(kNanosPerSecond)) : rest;
    if (!nanos) return std::nullopt;
    const MaybeNumber rounded = round(*nanos, 0, Rounding::half_even);
    if (!rounded) return std::nullopt;
    return Nanos{Int128{whole} * kNanosPerSecond + rounded->truncated()};
}

Number seconds_of(Nanos n) {
    const auto whole = static_cast<int64_t>(n.nanos / kNanosPerSecond);
    const auto rest = static_cast<int64_t>(n.nanos % kNanosPerSecond);
    if (rest == 0) return Number(whole);
    const MaybeNumber part = divide(Number(rest), Number(kNanosPerSecond));
    return *add(Number(whole), *part);
}

}  // namespace ss::feel
