// A value or an Error. Our own and not std::expected: g++ 12 has that only under -std=c++23, and
// clang 14 (clang-tidy, libFuzzer) not at all.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "base/assert.h"

namespace ss {

// A code exists only where some caller acts on it; everything else is told in the message.
enum class ErrorCode : uint8_t { io = 1, corrupt, malformed, limit, conflict, unavailable };

struct [[nodiscard]] Error {
    ErrorCode code;
    std::string message;
};

template <class T = std::monostate>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return held_.index() == 0; }

    T& value() & {
        SS_ASSERT(ok());
        return *std::get_if<0>(&held_);
    }
    const T& value() const& {
        SS_ASSERT(ok());
        return *std::get_if<0>(&held_);
    }
    T&& value() && {
        SS_ASSERT(ok());
        return std::move(*std::get_if<0>(&held_));
    }
    const Error& error() const& {
        SS_ASSERT(!ok());
        return *std::get_if<1>(&held_);
    }
    Error&& error() && {
        SS_ASSERT(!ok());
        return std::move(*std::get_if<1>(&held_));
    }

  private:
    std::variant<T, Error> held_;
};

using Status = Result<>;
inline Status ok() {
    return std::monostate{};
}

}  // namespace ss

#define SS_JOIN_(a, b) a##b
#define SS_JOIN(a, b) SS_JOIN_(a, b)
#define SS_TRY_AS(name, expression)                     \
    __extension__({                                     \
        auto&& name = (expression);                     \
        if (!name.ok()) return std::move(name).error(); \
        std::move(name).value();                        \
    })

// Yields the value, or leaves the function with the error. May stand inside another one.
#define SS_TRY(expression) SS_TRY_AS(SS_JOIN(ss_try_, __COUNTER__), expression)
