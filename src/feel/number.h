// A FEEL number: IEEE 754-2008 decimal128, 34 digits, rounded half to even. Never binary floating
// point: 0.1 + 0.2 = 0.3. Whatever has no finite answer (1/0, overflow) is no Number: std::nullopt.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ss::feel {

class Number {
  public:
    Number() : Number(int64_t{0}) {}
    Number(int64_t n);
    static std::optional<Number> parse(std::string_view digits);  // 12, -1.50, .5, 1e3

    std::string text() const;                // plain digits, no exponent, no trailing zeros
    std::optional<int64_t> integer() const;  // only if it is one, and fits
    int64_t truncated() const;               // toward zero; clamped to the range of int64_t
    bool is_integer() const;
    bool negative() const;

    std::strong_ordering operator<=>(const Number& other) const;
    bool operator==(const Number& other) const { return (*this <=> other) == 0; }
    Number operator-() const;

  private:
    friend struct NumberOps;
    Number(uint64_t low, uint64_t high) : low_(low), high_(high) {}
    uint64_t low_, high_;  // the library's BID_UINT128, little end first
};

using MaybeNumber = std::optional<Number>;

MaybeNumber add(Number a, Number b);
MaybeNumber subtract(Number a, Number b);
MaybeNumber multiply(Number a, Number b);
MaybeNumber divide(Number a, Number b);
MaybeNumber power(Number a, Number b);
MaybeNumber modulo(Number a, Number b);  // the sign of b, as FEEL has it
MaybeNumber square_root(Number a);
MaybeNumber exponential(Number a);
MaybeNumber logarithm(Number a);  // natural

enum class Rounding : unsigned char { half_even, down, up, floor, ceiling, half_up, half_down };
// To `scale` digits after the point (negative: before it). `up` is away from zero, `down` toward.
MaybeNumber round(Number a, int64_t scale, Rounding rounding);

}  // namespace ss::feel
