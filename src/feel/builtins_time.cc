// Days, times, durations.
#include <array>

#include "feel/builtins_impl.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

template <class T>
Value maybe(const std::optional<T>& v) {
    return v ? Value::of(*v) : Value();
}

std::optional<Date> date_at(const Call& c, size_t i) {
    const Value& v = plain(c, i);
    if (const auto* d = v.get<Date>()) return *d;
    if (const auto* at = v.get<DateTime>()) return at->date;
    return std::nullopt;
}

Value date(Call& c) {
    if (c.args.size() == 3) {
        const auto year = integer_at(c, 0), month = integer_at(c, 1), day = integer_at(c, 2);
        return year && month && day ? maybe(make_date(*year, *month, *day)) : Value();
    }
    if (const std::string* s = string_at(c, 0)) return maybe(parse_date(*s));
    return maybe(date_at(c, 0));
}

// time(hour, minute, second, offset)
Value time_of_parts(Call& c) {
    const auto hour = integer_at(c, 0), minute = integer_at(c, 1);
    const Number* second = number_at(c, 2);
    if (!hour || !minute || !second || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59)
        return {};
    const auto nanos = nanos_of(*second);
    if (!nanos || nanos->nanos < 0 || nanos->nanos >= Int128{60} * kNanosPerSecond) return {};
    Time t{(*hour * 60 + *minute) * 60 * kNanosPerSecond + static_cast<int64_t>(nanos->nanos), {}};
    if (given(c, 3)) {
        const auto* offset = plain(c, 3).get<Nanos>();
        if (!offset) return {};
        const Int128 seconds = offset->nanos / kNanosPerSecond;
        if (seconds > 14 * 3600 || seconds < -14 * 3600) return {};
        t.zone.offset = static_cast<int32_t>(seconds);
    }
    return Value::of(t);
}

Value time(Call& c) {
    if (c.args.size() > 1) return time_of_parts(c);
    const Value& v = plain(c, 0);
    if (const auto* s = v.get<std::string>()) return maybe(parse_time(*s));
    if (const auto* at = v.get<DateTime>()) return Value::of(at->time);
    if (v.get<Date>()) return Value::of(Time{0, {0, ""}});
    return v.get<Time>() ? v : Value();
}

Value date_and_time(Call& c) {
    if (c.args.size() == 2) {
        const auto day = date_at(c, 0);
        const auto* t = plain(c, 1).get<Time>();
        return day && t ? Value::of(DateTime{*day, *t}) : Value();
    }
    const Value& v = plain(c, 0);
    if (const auto* s = v.get<std::string>()) return maybe(parse_date_time(*s));
    if (const auto* d = v.get<Date>()) return Value::of(DateTime{*d, {}});
    return v.get<DateTime>() ? v : Value();
}

Value duration(Call& c) {
    const Value& v = plain(c, 0);
    if (const auto* s = v.get<std::string>()) return parse_duration(*s);
    return v.get<Nanos>() || v.get<Months>() ? v : Value();
}

Value years_and_months(Call& c) {
    const auto moment = [&](size_t i) -> std::optional<DateTime> {
        if (const auto* at = plain(c, i).get<DateTime>()) return *at;
        if (const auto* d = plain(c, i).get<Date>()) return DateTime{*d, {}};
        return std::nullopt;
    };
    const auto from = moment(0), to = moment(1);
    return from && to ? Value::of(Months{months_between(*from, *to)}) : Value();
}

int64_t day_of_year_of(Date d) {
    return d.day - make_date(civil(d).year, 1, 1)->day + 1;
}

Value day_of_year(Call& c) {
    const auto d = date_at(c, 0);
    return d && civil(*d).year > -kLastYear ? Value(Number(day_of_year_of(*d))) : Value();
}

Value day_of_week(Call& c) {
    static constexpr std::array<const char*, 7> kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};
    const auto d = date_at(c, 0);
    return d ? Value(kDays[static_cast<size_t>(weekday(*d) - 1)]) : Value();
}

Value month_of_year(Call& c) {
    static constexpr std::array<const char*, 12> kMonths{
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    const auto d = date_at(c, 0);
    return d ? Value(kMonths[static_cast<size_t>(civil(*d).month - 1)]) : Value();
}

// ISO 8601: the week that holds the year's first Thursday is its first.
Value week_of_year(Call& c) {
    const auto d = date_at(c, 0);
    if (!d || civil(*d).year <= -kLastYear || civil(*d).year >= kLastYear) return {};
    const Date thursday{d->day + 4 - weekday(*d)};
    return Number((day_of_year_of(thursday) - 1) / 7 + 1);
}

}  // namespace

std::span<const Builtin> time_builtins() {
    static constexpr std::array kTable{
        Builtin{"date", "from|year,month,day", date},
        Builtin{"time", "from|hour,minute,second,offset?", time},
        Builtin{"date and time", "from|date,time", date_and_time},
        Builtin{"duration", "from", duration},
        Builtin{"years and months duration", "from,to", years_and_months},
        Builtin{"day of year", "date", day_of_year},
        Builtin{"day of week", "date", day_of_week},
        Builtin{"month of year", "date", month_of_year},
        Builtin{"week of year", "date", week_of_year},
    };
    return kTable;
}

}  // namespace ss::feel
