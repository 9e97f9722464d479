#include "feel/number.h"

// The variant of the library that keeps nothing global: rounding and flags are arguments.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace ss::feel {

struct NumberOps {
    static BID_UINT128 raw(const Number& n) {
        BID_UINT128 r;
        r.w[0] = n.low_;
        r.w[1] = n.high_;
        return r;
    }
    static Number number(const BID_UINT128& r) { return Number(r.w[0], r.w[1]); }
    static MaybeNumber finite(const BID_UINT128& r) {
        if (!bid128_isFinite(r)) return std::nullopt;
        return number(r);
    }
};

namespace {

constexpr unsigned kEven = 0, kFloor = 1, kCeiling = 2, kZero = 3, kHalfUp = 4;
constexpr unsigned kInvalid = 1;         // the library's flag
constexpr size_t kDigits = 60;           // more than decimal128 holds; the rest only rounds
constexpr int64_t kExponents = 100'000;  // far past what decimal128 holds: infinite or zero

BID_UINT128 raw(const Number& n) {
    return NumberOps::raw(n);
}

struct Decimal {  // digits * 10^exponent
    bool negative = false;
    std::string digits;
    int64_t exponent = 0;
};

// The library writes "+1234E-2".
Decimal decimal(const Number& n) {
    char text[64];
    unsigned flags = 0;
    bid128_to_string(text, raw(n), &flags);
    const std::string_view view(text);
    Decimal d;
    d.negative = view.front() == '-';
    const size_t e = view.find('E');
    d.digits = view.substr(1, e - 1);
    d.exponent = std::strtoll(text + e + 1, nullptr, 10);
    return d;
}

BID_UINT128 library_number(const std::string& text) {
    std::string copy = text;  // the library takes a char*
    unsigned flags = 0;
    return bid128_from_string(copy.data(), kEven, &flags);
}

}  // namespace

Number::Number(int64_t n) : low_(0), high_(0) {
    *this = NumberOps::number(bid128_from_int64(n));
}

MaybeNumber Number::parse(std::string_view text) {
    std::string digits;
    int64_t exponent = 0;
    size_t i = 0;
    const bool minus = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++i;
    bool any = false, point = false, lost = false;
    for (; i < text.size() && (text[i] == '.' || (text[i] >= '0' && text[i] <= '9')); ++i) {
        if (text[i] == '.') {
            if (point) return std::nullopt;
            point = true;
            continue;
        }
        any = true;
        if (digits.size() < kDigits) {
            if (text[i] != '0' || !digits.empty()) digits += text[i];
            exponent -= point;
        } else {
            lost |= text[i] != '0';
            exponent += !point;
        }
    }
    if (!any || text[i - 1] == '.') return std::nullopt;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        const bool down = i + 1 < text.size() && text[i + 1] == '-';
        i += 1 + (i + 1 < text.size() && (text[i + 1] == '-' || text[i + 1] == '+'));
        int64_t e = 0;
        if (i == text.size()) return std::nullopt;
        for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
            e = std::min(e * 10 + (text[i] - '0'), kExponents);
        exponent += down ? -e : e;
    }
    if (i != text.size()) return std::nullopt;
    if (digits.empty()) return Number();
    if (lost) digits.back() = '1', digits += '1';  // never a tie, never exact
    if (lost) --exponent;
    return NumberOps::finite(
        library_number((minus ? "-" : "") + digits + "E" + std::to_string(exponent)));
}

std::string Number::text() const {
    Decimal d = decimal(*this);
    d.digits.erase(0, std::min(d.digits.find_first_not_of('0'), d.digits.size()));
    if (d.digits.empty()) return "0";
    while (d.digits.back() == '0' && d.exponent < 0) d.digits.pop_back(), ++d.exponent;
    if (d.exponent >= 0) {
        d.digits.append(static_cast<size_t>(d.exponent), '0');
    } else {
        const auto places = static_cast<size_t>(-d.exponent);
        if (d.digits.size() <= places) d.digits.insert(0, places + 1 - d.digits.size(), '0');
        d.digits.insert(d.digits.size() - places, ".");
    }
    return d.negative ? "-" + d.digits : d.digits;
}

bool Number::is_integer() const {
    unsigned flags = 0;
    return bid128_quiet_equal(raw(*this), bid128_round_integral_zero(raw(*this), &flags), &flags) !=
           0;
}

std::optional<int64_t> Number::integer() const {
    unsigned flags = 0;
    const int64_t n = bid128_to_int64_xint(raw(*this), &flags);
    if ((flags & kInvalid) || !is_integer()) return std::nullopt;
    return n;
}

int64_t Number::truncated() const {
    unsigned flags = 0;
    const int64_t n = bid128_to_int64_int(raw(*this), &flags);
    if (!(flags & kInvalid)) return n;
    return negative() ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}

bool Number::negative() const {
    return bid128_isSigned(raw(*this)) != 0 && bid128_isZero(raw(*this)) == 0;
}

std::strong_ordering Number::operator<=>(const Number& other) const {
    unsigned flags = 0;
    if (bid128_quiet_equal(raw(*this), raw(other), &flags)) return std::strong_ordering::equal;
    return bid128_quiet_less(raw(*this), raw(other), &flags) ? std::strong_ordering::less
                                                             : std::strong_ordering::greater;
}

Number Number::operator-() const {
    return NumberOps::number(bid128_negate(raw(*this)));
}

MaybeNumber add(Number a, Number b) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_add(raw(a), raw(b), kEven, &flags));
}
MaybeNumber subtract(Number a, Number b) {
    return add(a, -b);
}
MaybeNumber multiply(Number a, Number b) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_mul(raw(a), raw(b), kEven, &flags));
}
MaybeNumber divide(Number a, Number b) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_div(raw(a), raw(b), kEven, &flags));
}

// Small whole exponents by squaring: exact where the answer has at most 34 digits.
MaybeNumber power(Number a, Number b) {
    const auto whole = b.integer();
    if (!whole || *whole > 999 || *whole < -999) {
        unsigned flags = 0;
        return NumberOps::finite(bid128_pow(raw(a), raw(b), kEven, &flags));
    }
    MaybeNumber result = Number(1), base = a;
    for (int64_t n = std::abs(*whole); n > 0; n >>= 1) {
        if (n & 1) result = multiply(*result, *base);
        if (n > 1) base = multiply(*base, *base);
        if (!result || !base) return std::nullopt;
    }
    return *whole < 0 ? divide(Number(1), *result) : result;
}

MaybeNumber modulo(Number a, Number b) {
    unsigned flags = 0;
    const MaybeNumber rest = NumberOps::finite(bid128_fmod(raw(a), raw(b), &flags));
    if (!rest || *rest == Number() || rest->negative() == b.negative()) return rest;
    return add(*rest, b);
}

MaybeNumber square_root(Number a) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_sqrt(raw(a), kEven, &flags));
}
MaybeNumber exponential(Number a) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_exp(raw(a), kEven, &flags));
}
MaybeNumber logarithm(Number a) {
    unsigned flags = 0;
    return NumberOps::finite(bid128_log(raw(a), kEven, &flags));
}

MaybeNumber round(Number a, int64_t scale, Rounding rounding) {
    if (scale < -6111 || scale > 6176) return std::nullopt;
    if (decimal(a).exponent >= -scale) return a;
    const BID_UINT128 unit = library_number("1E" + std::to_string(-scale));
    const auto quantize = [&](unsigned mode) {
        unsigned flags = 0;
        return NumberOps::finite(bid128_quantize(raw(a), unit, mode, &flags));
    };
    const unsigned away = a.negative() ? kFloor : kCeiling;
    switch (rounding) {
        case Rounding::half_even: return quantize(kEven);
        case Rounding::floor: return quantize(kFloor);
        case Rounding::ceiling: return quantize(kCeiling);
        case Rounding::half_up: return quantize(kHalfUp);
        case Rounding::down: return quantize(kZero);
        case Rounding::up: return quantize(away);
        case Rounding::half_down: break;
    }
    const MaybeNumber down = quantize(kZero);
    if (!down) return down;
    const MaybeNumber rest = subtract(a, *down);
    if (!rest) return rest;
    const Number half = NumberOps::number(library_number("5E" + std::to_string(-scale - 1)));
    const Number size = rest->negative() ? -*rest : *rest;
    return size > half ? quantize(away) : down;
}

}  // namespace ss::feel
