// Numbers, truth, conversion.
#include <algorithm>
#include <array>

#include "feel/builtins_impl.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

Value rounded(Call& c, Rounding rounding, bool needs_scale) {
    const Number* n = number_at(c, 0);
    const auto scale = given(c, 1)                        ? integer_at(c, 1)
                       : needs_scale || c.args.size() > 1 ? std::nullopt
                                                          : std::optional<int64_t>(0);
    if (!n || !scale) return {};
    return round(*n, *scale, rounding);
}
Value decimal(Call& c) {
    return rounded(c, Rounding::half_even, true);
}
Value floor(Call& c) {
    return rounded(c, Rounding::floor, false);
}
Value ceiling(Call& c) {
    return rounded(c, Rounding::ceiling, false);
}
Value round_up(Call& c) {
    return rounded(c, Rounding::up, true);
}
Value round_down(Call& c) {
    return rounded(c, Rounding::down, true);
}
Value round_half_up(Call& c) {
    return rounded(c, Rounding::half_up, true);
}
Value round_half_down(Call& c) {
    return rounded(c, Rounding::half_down, true);
}

Value absolute(Call& c) {
    const Value& v = plain(c, 0);
    if (const auto* n = v.get<Number>()) return n->negative() ? -*n : *n;
    if (const auto* m = v.get<Months>()) return m->months < 0 ? negate(v) : v;
    if (const auto* n = v.get<Nanos>()) return n->nanos < 0 ? negate(v) : v;
    return {};
}

Value modulo_of(Call& c) {
    const Number *a = number_at(c, 0), *b = number_at(c, 1);
    return a && b ? Value(modulo(*a, *b)) : Value();
}
Value sqrt(Call& c) {
    const Number* n = number_at(c, 0);
    return n ? Value(square_root(*n)) : Value();
}
Value log(Call& c) {
    const Number* n = number_at(c, 0);
    return n && !n->negative() ? Value(logarithm(*n)) : Value();
}
Value exp(Call& c) {
    const Number* n = number_at(c, 0);
    return n ? Value(exponential(*n)) : Value();
}

std::optional<bool> is_odd(const Call& c) {
    const Number* n = number_at(c, 0);
    if (!n) return std::nullopt;
    const MaybeNumber rest = modulo(*n, Number(2));
    if (!rest || !n->is_integer()) return std::nullopt;
    return *rest == Number(1);
}
Value odd(Call& c) {
    return to_value(is_odd(c));
}
Value even(Call& c) {
    const auto b = is_odd(c);
    return b ? Value(!*b) : Value();
}

Value negation(Call& c) {
    const bool* b = plain(c, 0).get<bool>();
    return b ? Value(!*b) : Value();
}

// Same kind and same value; times also written with the same zone.
Value is(Call& c) {
    const Value &a = argument(c, 0), &b = argument(c, 1);
    return a.kind() == b.kind() && to_text(a) == to_text(b);
}

Value string(Call& c) {
    return given(c, 0) ? Value(to_text(argument(c, 0))) : Value();
}

// "1 000,5" with the two separators told.
Value number(Call& c) {
    if (const Number* n = number_at(c, 0); n && c.args.size() == 1) return *n;
    const std::string* text = string_at(c, 0);
    if (!text) return {};
    const auto separator = [&](size_t i, std::string_view allowed) -> std::optional<std::string> {
        if (!given(c, i)) return "";
        const std::string* s = string_at(c, i);
        if (!s || s->size() != 1 || allowed.find((*s)[0]) == std::string_view::npos)
            return std::nullopt;
        return *s;
    };
    const auto grouping = separator(1, " ,."), point = separator(2, ".,");
    if (!grouping || !point || (!grouping->empty() && *grouping == *point)) return {};
    std::string digits;
    for (const char ch : *text) {
        if (!grouping->empty() && ch == (*grouping)[0]) continue;
        if (!point->empty() && ch == (*point)[0]) digits += '.';
        else if (!point->empty() && ch == '.') return {};
        else digits += ch;
    }
    return Number::parse(digits);
}

Value get_or_else(Call& c) {
    return given(c, 0) ? argument(c, 0) : argument(c, 1);
}

}  // namespace

std::span<const Builtin> number_builtins() {
    static constexpr std::array kTable{
        Builtin{"decimal", "n,scale", decimal},
        Builtin{"floor", "n,scale?", floor},
        Builtin{"ceiling", "n,scale?", ceiling},
        Builtin{"round up", "n,scale", round_up},
        Builtin{"round down", "n,scale", round_down},
        Builtin{"round half up", "n,scale", round_half_up},
        Builtin{"round half down", "n,scale", round_half_down},
        Builtin{"abs", "n|number", absolute},
        Builtin{"modulo", "dividend,divisor", modulo_of},
        Builtin{"sqrt", "number", sqrt},
        Builtin{"log", "number", log},
        Builtin{"exp", "number", exp},
        Builtin{"odd", "number", odd},
        Builtin{"even", "number", even},
        Builtin{"not", "negand", negation},
        Builtin{"is", "value1,value2", is},
        Builtin{"string", "from", string},
        Builtin{"number", "from,grouping separator?,decimal separator?", number},
        Builtin{"get or else", "value,default", get_or_else},
    };
    return kTable;
}

}  // namespace ss::feel
