// Canonical JSON, written and read by one list of fields per struct.
//
//     template <class V> void fields(V& v, Received& f) { v("at", f.at)("dossier", f.dossier); }
//
// stands in the room's wire.cc (in the struct's namespace, keys in ascending order) and gives the
// writer, the reader, the JSON Schema and the digest of a State. A struct that is a command or fact
// has `static constexpr std::string_view kWire = "dossier.received";`; an enum has, beside it,
//     constexpr auto names(Stage) { return std::to_array<std::string_view>({"received", ...}); }
//
// Canonical: no white space, keys sorted by byte, integers only, UTF-8 raw, shortest escapes; an
// empty optional is left out, everything else is always written. The reader takes nothing else, so
// read(write(x)) == x and write(read(t)) == t, byte for byte.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/assert.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/limits.h"
#include "base/refusal.h"
#include "base/result.h"
#include "base/sealed.h"
#include "base/time.h"
#include "base/value.h"

namespace ss::wire {

class Writer {
  public:
    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }
    void raw(std::string_view t) { out_ += t; }
    void integer(int64_t n);
    void string(std::string_view t);
    void key(std::string_view k, bool& first) {
        out_ += first ? '{' : ',';
        first = false;
        string(k);
        out_ += ':';
    }

  private:
    std::string out_;
};

// Never throws and never reads past the end; after the first complaint everything fails quietly.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}
    bool good() const { return problem_.empty(); }
    bool fail(std::string problem);
    const std::string& problem() const { return problem_; }
    size_t at() const { return at_; }
    bool finished() const { return at_ == text_.size(); }

    bool peek(char c) const { return good() && at_ < text_.size() && text_[at_] == c; }
    bool take(char c);  // the character, or a complaint
    bool take_if(char c) { return peek(c) && (++at_, true); }
    bool integer(int64_t& n);
    bool string(std::string& s);          // strict UTF-8, shortest escapes only
    bool literal(std::string_view word);  // true, false, null
    bool skip();   // one value, whatever it is: only brackets and texts are looked at
    bool enter();  // one level of nesting deeper
    void leave() { --depth_; }

  private:
    std::string_view text_;
    size_t at_ = 0;
    size_t depth_ = 0;
    std::string problem_;
};

template <class T>
concept Named = requires {
    std::string_view{T::kWire};
};

template <class T>
inline constexpr bool kAlways = true;  // whether a value is written at all
template <class T>
inline constexpr bool kAlways<std::optional<T>> = false;

// --- writing ---------------------------------------------------------------------------------

template <class T>
void write(Writer& w, const T& value);

struct FieldWriter {
    Writer& w;
    bool first = true;
    std::string_view last;
    template <class T>
    FieldWriter& operator()(std::string_view name, T& value) {
        if (!last.empty()) SS_ASSERT(last < name);  // canonical JSON sorts its keys
        last = name;
        w.key(name, first);
        write(w, value);
        return *this;
    }
    template <class T>
    FieldWriter& operator()(std::string_view name, std::optional<T>& value) {
        if (value) (*this)(name, *value);
        return *this;
    }
};

namespace detail {
template <class T>
struct Is {
    static constexpr bool id = false, vector = false, map = false, set = false, variant = false,
                          array = false;
};
template <class T>
struct Is<Id<T>> : Is<void> {
    static constexpr bool id = true;
};
template <class T>
struct Is<std::vector<T>> : Is<void> {
    static constexpr bool vector = true;
};
template <class T>
struct Is<std::deque<T>> : Is<void> {
    static constexpr bool vector = true;
};
template <class K, class V, class C>
struct Is<std::map<K, V, C>> : Is<void> {
    static constexpr bool map = true;
};
template <class K>
struct Is<std::set<K>> : Is<void> {
    static constexpr bool set = true;
};
template <class... T>
struct Is<std::variant<T...>> : Is<void> {
    static constexpr bool variant = true;
};
template <class K>
inline constexpr bool kTextKey = std::is_same_v<K, std::string>;
}  // namespace detail

// {"dossier.received":{...}}; a variant of variants is written as the innermost one.
template <class... T>
void write_variant(Writer& w, const std::variant<T...>& v) {
    std::visit(
        [&]<class A>(const A& a) {
            if constexpr (Named<A>) {
                bool first = true;
                w.key(A::kWire, first);
                write(w, a);
                w.raw("}");
            } else {
                write_variant(w, a);
            }
        },
        v);
}

template <class T>
void write(Writer& w, const T& value) {
    using detail::Is;
    if constexpr (std::is_same_v<T, bool>) {
        w.raw(value ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
        w.integer(static_cast<int64_t>(value));
    } else if constexpr (std::is_enum_v<T>) {
        w.string(names(T{})[static_cast<size_t>(value) - static_cast<size_t>(T{})]);
    } else if constexpr (std::is_same_v<T, std::string>) {
        w.string(value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        w.integer(value.ms);
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        w.integer(value.day);
    } else if constexpr (std::is_same_v<T, Hash>) {
        w.string(hex(value));
    } else if constexpr (std::is_same_v<T, Sealed>) {
        w.string(value.hash.zero() ? "" : hex(value.hash));
    } else if constexpr (std::is_same_v<T, Value>) {
        if (const auto* b = std::get_if<bool>(&value)) write(w, *b);
        else if (const auto* n = std::get_if<int64_t>(&value)) w.integer(*n);
        else if (const auto* s = std::get_if<std::string>(&value)) w.string(*s);
        else w.raw("null");
    } else if constexpr (Is<T>::id) {
        w.integer(value.number);
    } else if constexpr (Is<T>::vector || Is<T>::set) {
        w.raw("[");
        bool first = true;
        for (const auto& item : value) {
            if (!first) w.raw(",");
            first = false;
            write(w, item);
        }
        w.raw("]");
    } else if constexpr (Is<T>::map) {
        if constexpr (detail::kTextKey<typename T::key_type>) {
            bool first = true;
            for (const auto& [k, v] : value) {
                w.key(k, first);
                write(w, v);
            }
            w.raw(first ? "{}" : "}");
        } else {
            w.raw("[");
            bool first = true;
            for (const auto& [k, v] : value) {
                w.raw(first ? "[" : ",[");
                first = false;
                write(w, k);
                w.raw(",");
                write(w, v);
                w.raw("]");
            }
            w.raw("]");
        }
    } else if constexpr (Is<T>::variant) {
        write_variant(w, value);
    } else if constexpr (requires { value.first, value.second; }) {
        w.raw("[");
        write(w, value.first);
        w.raw(",");
        write(w, value.second);
        w.raw("]");
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        w.raw("null");
    } else {
        FieldWriter f{w, true, {}};
        fields(f, const_cast<T&>(value));  // the writer only reads
        w.raw(f.first ? "{}" : "}");
    }
}

// --- reading ---------------------------------------------------------------------------------

template <class T>
bool read(Reader& r, T& value);

struct FieldReader {
    Reader& r;
    bool first = true;
    std::string pending;  // a key that has been read and not yet been used
    bool have = false;
    bool closed = false;

    // Reads the next key, or sees the closing brace.
    void next() {
        if (have || closed || !r.good()) return;
        if (r.take_if('}')) {
            closed = true;
            return;
        }
        if (!first && !r.take(',')) return;
        first = false;
        std::string key;
        if (!r.string(key) || !r.take(':')) return;
        if (!pending.empty() && key <= pending) {
            r.fail("key \"" + key + "\" is out of order or doubled");
            return;
        }
        pending = std::move(key);
        have = true;
    }
    template <class T>
    FieldReader& operator()(std::string_view name, T& value) {
        next();
        if (!r.good()) return *this;
        if (!have || pending != name) {
            r.fail("\"" + std::string(name) + "\" is missing" +
                   (have ? " before \"" + pending + "\"" : ""));
            return *this;
        }
        have = false;
        read(r, value);
        return *this;
    }
    template <class T>
    FieldReader& operator()(std::string_view name, std::optional<T>& value) {
        next();
        value.reset();
        if (!r.good() || !have || pending != name) return *this;
        have = false;
        read(r, value.emplace());
        return *this;
    }
    bool finish() {
        next();
        if (r.good() && have) return r.fail("unknown key \"" + pending + "\"");
        return r.good();
    }
};

// The alternative that has this wire name, read into v. False without a complaint: none has it.
template <class... T>
bool read_named(Reader& r, std::string_view name, std::variant<T...>& v) {
    bool found = false;
    const auto attempt = [&]<class A>(std::type_identity<A>) {
        if (found) return;
        if constexpr (Named<A>) {
            if (name != A::kWire) return;
            found = true;
            read(r, v.template emplace<A>());
        } else {
            A inner;
            found = read_named(r, name, inner);
            if (found) v.template emplace<A>(std::move(inner));
        }
    };
    (attempt(std::type_identity<T>{}), ...);
    return found;
}

template <class... T>
bool read_variant(Reader& r, std::variant<T...>& v) {
    std::string name;
    if (!r.enter() || !r.take('{') || !r.string(name) || !r.take(':')) return false;
    if (!read_named(r, name, v)) return r.fail("unknown kind \"" + name + "\"");
    r.leave();
    return r.take('}');
}

template <class Item>
bool read_list(Reader& r, Item&& item) {
    if (!r.enter() || !r.take('[')) return false;
    if (!r.take_if(']')) {
        do {
            if (!item()) return false;
        } while (r.take_if(','));
        if (!r.take(']')) return false;
    }
    r.leave();
    return r.good();
}

template <class T>
bool read(Reader& r, T& value) {
    using detail::Is;
    if constexpr (std::is_same_v<T, bool>) {
        value = r.peek('t');
        return r.literal(value ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
        int64_t n = 0;
        if (!r.integer(n)) return false;
        value = static_cast<T>(n);
        return static_cast<int64_t>(value) == n || r.fail("a number out of range");
    } else if constexpr (std::is_enum_v<T>) {
        std::string name;
        if (!r.string(name)) return false;
        const auto& all = names(T{});
        for (size_t i = 0; i < all.size(); ++i)
            if (all[i] == name) {
                value = static_cast<T>(i + static_cast<size_t>(T{}));
                return true;
            }
        return r.fail("\"" + name + "\" is none of the values that may stand here");
    } else if constexpr (std::is_same_v<T, std::string>) {
        return r.string(value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        return r.integer(value.ms);
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        return read(r, value.day);
    } else if constexpr (std::is_same_v<T, Hash> || std::is_same_v<T, Sealed>) {
        std::string text;
        if (!r.string(text)) return false;
        if constexpr (std::is_same_v<T, Sealed>)
            if (text.empty()) return value = {}, true;
        const auto hash = parse_hex(text);
        if (!hash) return r.fail("not a hash of 64 hexadecimal digits");
        if constexpr (std::is_same_v<T, Sealed>)
            if (hash->zero()) return r.fail("\"\" is how no sealed value is written");
        if constexpr (std::is_same_v<T, Sealed>) value = {*hash};
        else value = *hash;
        return true;
    } else if constexpr (std::is_same_v<T, Value>) {
        if (r.peek('"')) return r.string(value.template emplace<std::string>());
        if (r.peek('t') || r.peek('f')) return read(r, value.template emplace<bool>());
        if (r.peek('n')) return value = {}, r.literal("null");
        return r.integer(value.template emplace<int64_t>());
    } else if constexpr (Is<T>::id) {
        return read(r, value.number);
    } else if constexpr (Is<T>::vector) {
        value.clear();
        return read_list(r, [&] { return read(r, value.emplace_back()); });
    } else if constexpr (Is<T>::set) {
        value.clear();
        return read_list(r, [&] {
            typename T::value_type item;
            if (!read(r, item)) return false;
            if (!value.empty() && !(*value.rbegin() < item)) return r.fail("a set out of order");
            value.insert(value.end(), std::move(item));
            return true;
        });
    } else if constexpr (Is<T>::map) {
        value.clear();
        const auto put = [&](typename T::key_type key) {
            if (!value.empty() && !(value.rbegin()->first < key))
                return r.fail("keys out of order or doubled");
            return read(
                r,
                value.emplace_hint(value.end(), std::move(key), typename T::mapped_type{})->second);
        };
        if constexpr (detail::kTextKey<typename T::key_type>) {
            if (!r.enter() || !r.take('{')) return false;
            if (!r.take_if('}')) {
                do {
                    std::string key;
                    if (!r.string(key) || !r.take(':') || !put(std::move(key))) return false;
                } while (r.take_if(','));
                if (!r.take('}')) return false;
            }
            r.leave();
            return r.good();
        } else {
            return read_list(r, [&] {
                typename T::key_type key;
                return r.take('[') && read(r, key) && r.take(',') && put(std::move(key)) &&
                       r.take(']');
            });
        }
    } else if constexpr (Is<T>::variant) {
        return read_variant(r, value);
    } else if constexpr (requires { value.first, value.second; }) {
        return r.take('[') && read(r, value.first) && r.take(',') && read(r, value.second) &&
               r.take(']');
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return r.literal("null");
    } else {
        if (!r.enter() || !r.take('{')) return false;
        FieldReader f{r, true, {}, false, false};
        fields(f, value);
        if (!f.finish()) return false;
        r.leave();
        return r.good();
    }
}

// --- whole texts -----------------------------------------------------------------------------

template <class T>
std::string encode(const T& value) {
    Writer w;
    write(w, value);
    return w.take();
}

template <class T>
Result<T> decode(std::string_view text) {
    if (text.size() > limits::kBody) return Error{ErrorCode::limit, "longer than the limit"};
    Reader r(text);
    T value{};
    if (read(r, value) && !r.finished()) r.fail("something follows the end");
    if (!r.good())
        return Error{ErrorCode::malformed,
                     "at byte " + std::to_string(r.at()) + ": " + r.problem()};
    return value;
}

}  // namespace ss::wire

namespace ss {

constexpr auto names(RefusalCode) {
    return std::to_array<std::string_view>(
        {"none", "not_found", "wrong_stage", "not_entitled", "incomplete", "out_of_hours",
         "too_early", "no_quorum", "wrong_order", "duplicate", "invalid", "limit", "secret"});
}
template <class V>
void fields(V& v, Refusal& r) {
    v("args", r.args)("code", r.code)("rule", r.rule);
}

}  // namespace ss
