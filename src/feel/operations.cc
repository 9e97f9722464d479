#include <algorithm>

#include "feel/evaluator.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

template <class T>
Value maybe(const std::optional<T>& v) {
    return v ? Value::of(*v) : Value();
}

// As a date and time, where it is one or a date (its midnight in UTC).
std::optional<DateTime> moment(const Value& v) {
    if (const auto* at = v.get<DateTime>()) return *at;
    if (const auto* d = v.get<Date>()) return DateTime{*d, {0, {0, ""}}};
    return std::nullopt;
}

Value add_months(const Value& a, int64_t months) {
    if (const auto* m = a.get<Months>()) {
        Months sum;
        if (__builtin_add_overflow(m->months, months, &sum.months)) return {};
        return Value::of(sum);
    }
    if (const auto* d = a.get<Date>()) return maybe(add(*d, Months{months}));
    if (const auto* at = a.get<DateTime>()) {
        const auto date = add(at->date, Months{months});
        return date ? Value::of(DateTime{*date, at->time}) : Value();
    }
    return {};
}

Value add_nanos(const Value& a, Int128 nanos) {
    if (const auto* n = a.get<Nanos>()) return maybe(bounded(n->nanos + nanos));
    if (const auto* d = a.get<Date>()) {
        const auto at = add(DateTime{*d, {}}, Nanos{nanos});
        return at ? Value::of(at->date) : Value();
    }
    if (const auto* at = a.get<DateTime>()) return maybe(add(*at, Nanos{nanos}));
    if (const auto* t = a.get<Time>()) return Value::of(add(*t, Nanos{nanos}));
    return {};
}

Value plus(const Value& a, const Value& b) {
    if (const auto* x = a.get<Number>(), *y = b.get<Number>(); x && y) return add(*x, *y);
    if (const auto* x = a.get<std::string>(), *y = b.get<std::string>(); x && y) return *x + *y;
    if (const auto* m = b.get<Months>()) return add_months(a, m->months);
    if (const auto* n = b.get<Nanos>()) return add_nanos(a, n->nanos);
    if (const auto* m = a.get<Months>()) return add_months(b, m->months);
    if (const auto* n = a.get<Nanos>()) return add_nanos(b, n->nanos);
    return {};
}

Value minus(const Value& a, const Value& b) {
    if (const auto* x = a.get<Number>(), *y = b.get<Number>(); x && y) return subtract(*x, *y);
    if (const auto* m = b.get<Months>())
        return m->months == INT64_MIN ? Value() : add_months(a, -m->months);
    if (const auto* n = b.get<Nanos>()) return add_nanos(a, -n->nanos);
    std::optional<Int128> nanos;
    if (const auto* x = a.get<Time>(), *y = b.get<Time>(); x && y) nanos = difference(*x, *y);
    if (const auto x = moment(a), y = moment(b); x && y) nanos = difference(*x, *y);
    return nanos ? maybe(bounded(*nanos)) : Value();
}

Value scaled(const Value& duration, const Number& factor, bool divided) {
    const auto change = [&](Number n) { return divided ? divide(n, factor) : multiply(n, factor); };
    if (const auto* m = duration.get<Months>()) {
        const MaybeNumber product = change(Number(m->months));
        const MaybeNumber whole = product ? round(*product, 0, Rounding::down) : product;
        const auto months = whole ? whole->integer() : std::nullopt;
        return months ? Value::of(Months{*months}) : Value();
    }
    if (const auto* n = duration.get<Nanos>()) {
        const MaybeNumber product = change(seconds_of(*n));
        return product ? maybe(nanos_of(*product)) : Value();
    }
    return {};
}

Value times(const Value& a, const Value& b) {
    const auto *x = a.get<Number>(), *y = b.get<Number>();
    if (x && y) return multiply(*x, *y);
    if (y) return scaled(a, *y, false);
    if (x) return scaled(b, *x, false);
    return {};
}

Value over(const Value& a, const Value& b) {
    const auto *x = a.get<Number>(), *y = b.get<Number>();
    if (x && y) return divide(*x, *y);
    if (y) return scaled(a, *y, true);
    if (const auto* m = a.get<Months>(), *n = b.get<Months>(); m && n)
        return divide(Number(m->months), Number(n->months));
    if (const auto* m = a.get<Nanos>(), *n = b.get<Nanos>(); m && n)
        return divide(seconds_of(*m), seconds_of(*n));
    return {};
}

Value of_date(const Date& date, const std::string& name) {
    const YearMonthDay d = civil(date);
    if (name == "year") return Number(d.year);
    if (name == "month") return Number(d.month);
    if (name == "day") return Number(d.day);
    if (name == "weekday") return Number(weekday(date));
    return {};
}

Value of_time(const Time& time, const std::string& name) {
    const int64_t s = time.nanos / kNanosPerSecond;
    if (name == "hour") return Number(s / 3600);
    if (name == "minute") return Number(s / 60 % 60);
    if (name == "second") return Number(s % 60);
    if (name == "time offset" && time.zone.offset)
        return Value::of(Nanos{Int128{*time.zone.offset} * kNanosPerSecond});
    if (name == "timezone" && !time.zone.name.empty()) return time.zone.name;
    return {};
}

Value of_nanos(const Nanos& n, const std::string& name) {
    const auto whole = [&](Int128 unit) { return static_cast<int64_t>(n.nanos / unit); };
    if (name == "days") return Number(whole(kNanosPerDay));
    if (name == "hours") return Number(whole(3600 * kNanosPerSecond) % 24);
    if (name == "minutes") return Number(whole(60 * kNanosPerSecond) % 60);
    if (name == "seconds") return Number(whole(kNanosPerSecond) % 60);
    return {};
}

Value of_range(const Range& r, const std::string& name) {
    if (name == "start") return r.low;
    if (name == "end") return r.high;
    if (name == "start included") return r.low_closed;
    if (name == "end included") return r.high_closed;
    return {};
}

}  // namespace

Value operate(Op op, const Value& a, const Value& b) {
    switch (op) {
        case Op::add: return plus(a, b);
        case Op::subtract: return minus(a, b);
        case Op::multiply: return times(a, b);
        case Op::divide: return over(a, b);
        case Op::power:
            if (const auto* x = a.get<Number>(), *y = b.get<Number>(); x && y) return power(*x, *y);
            return {};
        default: return {};
    }
}

Value negate(const Value& v) {
    if (const auto* n = v.get<Number>()) return -*n;
    if (const auto* m = v.get<Months>(); m && m->months != INT64_MIN)
        return Value::of(Months{-m->months});
    if (const auto* n = v.get<Nanos>()) return Value::of(Nanos{-n->nanos});
    return {};
}

Value property(const Value& v, const std::string& name) {
    if (const auto* d = v.get<Date>()) return of_date(*d, name);
    if (const auto* t = v.get<Time>()) return of_time(*t, name);
    if (const auto* at = v.get<DateTime>()) {
        Value found = of_date(at->date, name);
        return found.null() ? of_time(at->time, name) : found;
    }
    if (const auto* n = v.get<Nanos>()) return of_nanos(*n, name);
    if (const auto* m = v.get<Months>()) {
        if (name == "years") return Number(m->months / 12);
        if (name == "months") return Number(m->months % 12);
    }
    if (const Range* r = v.range()) return of_range(*r, name);
    return {};
}

std::optional<bool> both(std::optional<bool> a, std::optional<bool> b) {
    if (a == false || b == false) return false;
    return a && b ? std::optional<bool>(true) : std::nullopt;
}

std::optional<bool> either(std::optional<bool> a, std::optional<bool> b) {
    if (a == true || b == true) return true;
    return a && b ? std::optional<bool>(false) : std::nullopt;
}

std::optional<bool> matches(const Value& input, const Value& test) {
    if (const Range* r = test.range())
        return input.range() ? equal(input, test) : includes(*r, input);
    const List* tests = test.list();
    if (!tests) return equal(input, test);
    if (input.list() && equal(input, test) == true) return true;
    std::optional<bool> any = false;
    for (const Value& t : tests->items)
        any = either(any, t.range() ? includes(*t.range(), input) : equal(input, t));
    return any == true;
}

bool instance(const Expression& home, uint32_t type, const Value& v) {
    const Type& t = home.types[type];
    if (t.any) return !v.null();
    if (v.kind() != t.kind) return false;
    if (const List* l = v.list(); l && !t.parts.empty())
        return std::all_of(l->items.begin(), l->items.end(), [&](const Value& item) {
            return item.null() || instance(home, t.parts[0], item);
        });
    if (const Range* r = v.range(); r && !t.parts.empty())
        return (r->low.null() || instance(home, t.parts[0], r->low)) &&
               (r->high.null() || instance(home, t.parts[0], r->high));
    if (const Context* c = v.context())
        for (size_t i = 0; i < t.names.size(); ++i) {
            const Value* entry = c->find(t.names[i]);
            if (!entry || (!entry->null() && !instance(home, t.parts[i], *entry))) return false;
        }
    return true;
}

}  // namespace ss::feel
