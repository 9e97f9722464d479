#include "feel/value.h"

#include <algorithm>

#include "base/limits.h"
#include "feel/ast.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

template <class T>
const T* shared(const Value& v) {
    const auto* p = v.get<std::shared_ptr<const T>>();
    return p ? p->get() : nullptr;
}

constexpr uint32_t kTooHeavy = static_cast<uint32_t>(limits::kFeelSteps);

std::optional<bool> equal_lists(const List& a, const List& b) {
    if (a.items.size() != b.items.size()) return false;
    for (size_t i = 0; i < a.items.size(); ++i)
        if (equal(a.items[i], b.items[i]) != true) return false;
    return true;
}

std::optional<bool> equal_contexts(const Context& a, const Context& b) {
    if (a.entries.size() != b.entries.size()) return false;
    for (const auto& [key, value] : a.entries) {
        const Value* other = b.find(key);
        if (!other || equal(value, *other) != true) return false;
    }
    return true;
}

// Negative, zero or positive; nullopt where the two have no order.
template <class T>
std::optional<Int128> order(const T& a, const T& b) {
    return difference(a, b);
}
std::optional<Int128> order(const Number& a, const Number& b) {
    return a < b ? -1 : a > b;
}
std::optional<Int128> order(const std::string& a, const std::string& b) {
    return a < b ? -1 : a > b;  // by byte: for UTF-8 that is by code point
}
std::optional<Int128> order(const Date& a, const Date& b) {
    return a.day - b.day;
}
std::optional<Int128> order(const Months& a, const Months& b) {
    return Int128{a.months} - b.months;
}
std::optional<Int128> order(const Nanos& a, const Nanos& b) {
    return a.nanos - b.nanos;
}

std::optional<Int128> order(const Value& a, const Value& b) {
    if (a.held.index() != b.held.index()) return std::nullopt;
    switch (a.kind()) {
        case Kind::number: return order(*a.get<Number>(), *b.get<Number>());
        case Kind::string: return order(*a.get<std::string>(), *b.get<std::string>());
        case Kind::date: return order(*a.get<Date>(), *b.get<Date>());
        case Kind::time: return order(*a.get<Time>(), *b.get<Time>());
        case Kind::date_time: return order(*a.get<DateTime>(), *b.get<DateTime>());
        case Kind::months: return order(*a.get<Months>(), *b.get<Months>());
        case Kind::nanos: return order(*a.get<Nanos>(), *b.get<Nanos>());
        default: return std::nullopt;
    }
}

std::string quoted(const std::string& s) {
    std::string out = "\"";
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string inner_text(const Value& v) {
    const auto* s = v.get<std::string>();
    return s ? quoted(*s) : to_text(v);
}

std::string list_text(const List& list) {
    std::string out = "[";
    for (size_t i = 0; i < list.items.size(); ++i)
        out += (i ? ", " : "") + inner_text(list.items[i]);
    return out + "]";
}

std::string context_text(const Context& context) {
    std::string out = "{";
    for (size_t i = 0; i < context.entries.size(); ++i) {
        const std::string& key = context.entries[i].first;
        const bool plain = std::all_of(key.begin(), key.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ' ' ||
                   (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
        });
        out += (i ? ", " : "") + (plain && !key.empty() ? key : quoted(key)) + ": " +
               inner_text(context.entries[i].second);
    }
    return out + "}";
}

std::string range_text(const Range& r) {
    if (r.low.null() && !r.high.null() && !r.low_closed)
        return (r.high_closed ? "<=" : "<") + inner_text(r.high);
    if (r.high.null() && !r.low.null() && !r.high_closed)
        return (r.low_closed ? ">=" : ">") + inner_text(r.low);
    return (r.low_closed ? "[" : "(") + inner_text(r.low) + ".." + inner_text(r.high) +
           (r.high_closed ? "]" : ")");
}

}  // namespace

const List* Value::list() const {
    return shared<List>(*this);
}
const Context* Value::context() const {
    return shared<Context>(*this);
}
const Range* Value::range() const {
    return shared<Range>(*this);
}
const Function* Value::function() const {
    return shared<Function>(*this);
}

const Value* Context::find(std::string_view key) const {
    for (const auto& [k, v] : entries)
        if (k == key) return &v;
    return nullptr;
}

uint32_t height(const Value& value) {
    if (const List* l = value.list()) return l->height;
    if (const Context* c = value.context()) return c->height;
    if (const Range* r = value.range()) return r->height;
    if (const Function* f = value.function()) return f->height;
    return 0;
}

uint32_t weight(const Value& value) {
    if (const List* l = value.list()) return l->weight;
    if (const Context* c = value.context()) return c->weight;
    if (const Range* r = value.range()) return r->weight;
    if (const Function* f = value.function()) return f->weight;
    if (const auto* s = value.get<std::string>())
        return 1 + static_cast<uint32_t>(std::min(s->size() / 32, limits::kFeelSteps));
    return 1;
}

bool Size::add(const Value& value) {
    height = std::max(height, feel::height(value) + 1);
    weight += std::min(feel::weight(value), kTooHeavy - std::min(kTooHeavy, weight));
    return height <= limits::kNesting && weight < kTooHeavy;
}

Value make_list(std::vector<Value> items) {
    Size size;
    for (const Value& item : items)
        if (!size.add(item)) return {};
    return Value::of(
        std::make_shared<const List>(List{std::move(items), size.height, size.weight}));
}

Value make_context(std::vector<Entry> entries) {
    Size size;
    for (const Entry& entry : entries)
        if (!size.add(entry.second)) return {};
    return Value::of(
        std::make_shared<const Context>(Context{std::move(entries), size.height, size.weight}));
}

Value make_range(Value low, Value high, bool low_closed, bool high_closed) {
    Size size;
    if (!size.add(low) || !size.add(high)) return {};
    return Value::of(std::make_shared<const Range>(
        Range{std::move(low), std::move(high), low_closed, high_closed, size.height, size.weight}));
}

std::optional<bool> equal(const Value& a, const Value& b) {
    if (a.null() || b.null()) return a.null() && b.null();
    if (a.held.index() != b.held.index()) return std::nullopt;
    switch (a.kind()) {
        case Kind::boolean: return *a.get<bool>() == *b.get<bool>();
        case Kind::list: return equal_lists(*a.list(), *b.list());
        case Kind::context: return equal_contexts(*a.context(), *b.context());
        case Kind::range: {
            const Range &x = *a.range(), &y = *b.range();
            return x.low_closed == y.low_closed && x.high_closed == y.high_closed &&
                   equal(x.low, y.low) == true && equal(x.high, y.high) == true;
        }
        case Kind::function: return a.function() == b.function();
        default: break;
    }
    const auto difference = order(a, b);
    if (!difference)
        return a.kind() == Kind::time || a.kind() == Kind::date_time ? std::optional<bool>(false)
                                                                     : std::nullopt;
    return *difference == 0;
}

std::optional<bool> less(const Value& a, const Value& b) {
    const auto difference = order(a, b);
    if (!difference) return std::nullopt;
    return *difference < 0;
}

std::optional<bool> includes(const Range& range, const Value& value) {
    if (value.null()) return std::nullopt;
    bool inside = true;
    if (!range.low.null()) {
        const auto d = order(range.low, value);
        if (!d) return std::nullopt;
        inside = inside && (*d < 0 || (*d == 0 && range.low_closed));
    }
    if (!range.high.null()) {
        const auto d = order(value, range.high);
        if (!d) return std::nullopt;
        inside = inside && (*d < 0 || (*d == 0 && range.high_closed));
    }
    if (range.low.null() && range.high.null()) return std::nullopt;
    return inside;
}

std::string to_text(const Value& value) {
    switch (value.kind()) {
        case Kind::null: return "null";
        case Kind::boolean: return *value.get<bool>() ? "true" : "false";
        case Kind::number: return value.get<Number>()->text();
        case Kind::string: return *value.get<std::string>();
        case Kind::date: return to_text(*value.get<Date>());
        case Kind::time: return to_text(*value.get<Time>());
        case Kind::date_time: return to_text(*value.get<DateTime>());
        case Kind::months: return to_text(*value.get<Months>());
        case Kind::nanos: return to_text(*value.get<Nanos>());
        case Kind::list: return list_text(*value.list());
        case Kind::context: return context_text(*value.context());
        case Kind::range: return range_text(*value.range());
        case Kind::function: return "function";
    }
    return "";
}

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::null: return "Null";
        case Kind::boolean: return "boolean";
        case Kind::number: return "number";
        case Kind::string: return "string";
        case Kind::date: return "date";
        case Kind::time: return "time";
        case Kind::date_time: return "date and time";
        case Kind::months: return "years and months duration";
        case Kind::nanos: return "days and time duration";
        case Kind::list: return "list";
        case Kind::context: return "context";
        case Kind::range: return "range";
        case Kind::function: return "function";
    }
    return "";
}

}  // namespace ss::feel
