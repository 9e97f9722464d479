// What an expression is about: FEEL's values. Immutable and cheap to copy; a list, context, range
// or function is shared. Anything that goes wrong in an evaluation is null.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "feel/number.h"

namespace ss::feel {

__extension__ typedef __int128 Int128;

// Years from -999,999,999 to 999,999,999, hence not base's LocalDate.
struct Date {
    int64_t day = 0;  // since 1970-01-01
    bool operator==(const Date&) const = default;
};
// None: local time. A zone's name is kept as written; only zones without summer time have an
// offset.
struct Zone {
    std::optional<int32_t> offset;  // seconds east of UTC
    std::string name;               // "Asia/Ho_Chi_Minh"; empty: only an offset, or none
    bool operator==(const Zone&) const = default;
};
struct Time {
    int64_t nanos = 0;  // since midnight
    Zone zone;
};
struct DateTime {
    Date date;
    Time time;
};
struct Months {  // years and months duration
    int64_t months = 0;
    bool operator==(const Months&) const = default;
};
struct Nanos {  // days and time duration
    Int128 nanos = 0;
    bool operator==(const Nanos&) const = default;
};

struct Value;
struct List;
struct Context;
struct Range;
struct Function;

enum class Kind : unsigned char {
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_time,
    months,
    nanos,
    list,
    context,
    range,
    function,
};

struct Value {
    std::variant<std::monostate, bool, Number, std::string, Date, Time, DateTime, Months, Nanos,
                 std::shared_ptr<const List>, std::shared_ptr<const Context>,
                 std::shared_ptr<const Range>, std::shared_ptr<const Function>>
        held;

    Value() = default;
    Value(bool b) : held(b) {}
    Value(Number n) : held(n) {}
    Value(const MaybeNumber& n) {
        if (n) held = *n;
    }
    Value(std::string s) : held(std::move(s)) {}
    Value(const char* s) : held(std::string(s)) {}
    template <class T>
    static Value of(T t) {
        Value v;
        v.held = std::move(t);
        return v;
    }

    Kind kind() const { return static_cast<Kind>(held.index()); }
    bool null() const { return kind() == Kind::null; }
    bool is(bool b) const {
        const bool* p = get<bool>();
        return p && *p == b;
    }
    template <class T>
    const T* get() const {
        return std::get_if<T>(&held);
    }
    const List* list() const;  // nullptr if it is none
    const Context* context() const;
    const Range* range() const;
    const Function* function() const;
};

using Entry = std::pair<std::string, Value>;
// `height` is how deep values nest: at most limits::kNesting, so that no walk overflows the stack.
// `weight` is how much a walk visits, shared parts counted each time: at most limits::kFeelSteps.
struct List {
    std::vector<Value> items;
    uint32_t height = 1;
    uint32_t weight = 1;
};
struct Context {
    std::vector<Entry> entries;  // in the order written; keys distinct
    uint32_t height = 1;
    uint32_t weight = 1;
    const Value* find(std::string_view key) const;
};
struct Range {
    Value low, high;  // null: open to that side
    bool low_closed = true, high_closed = true;
    uint32_t height = 1;
    uint32_t weight = 1;
};

struct Size {
    uint32_t height = 1, weight = 1;
    bool add(const Value& value);  // of a part; false: past the limits
};
uint32_t height(const Value& value);
uint32_t weight(const Value& value);
// Null where height or weight would pass the limit.
Value make_list(std::vector<Value> items);
Value make_context(std::vector<Entry> entries);
Value make_range(Value low, Value high, bool low_closed, bool high_closed);

// FEEL's comparisons. null (nullopt) where the two cannot be compared.
std::optional<bool> equal(const Value& a, const Value& b);
std::optional<bool> less(const Value& a, const Value& b);
std::optional<bool> includes(const Range& range, const Value& value);

// As FEEL would write it, except that a string has no quotes at the top: what string() gives.
std::string to_text(const Value& value);
std::string_view name_of(Kind kind);

}  // namespace ss::feel
