// Strict YAML: one document, no duplicate or unknown key, no anchor, alias, tag or merge, and the
// type comes from the reader. Every complaint has its line and column, and none is the last.
//
// A struct is described once, by its list of keys, beside the struct's namespace:
//
//     template <class V> void keys(V& v, Body& t) {
//         v("name", t.name, need, "As printed on papers.")("head", t.head, Ref{"post"});
//     }
//
// That list is the reader (MapReader below) and the JSON Schema (schema.h). No yaml-cpp here.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/id.h"
#include "base/time.h"
#include "base/value.h"

namespace ss::plan::yaml {

struct Place {
    int line = 0, column = 0;  // 1-based
};

struct Node {
    enum class Kind : unsigned char { null, scalar, list, map };
    Kind kind = Kind::null;
    bool quoted = false;  // of a scalar
    Place place;
    std::string text;                // of a scalar, as written
    std::vector<std::string> names;  // of a map: keys, in the order written
    std::vector<Place> name_places;
    std::vector<Node> items;  // of a list; of a map, beside names

    const Node* find(std::string_view name) const;
};

// What a key may say about itself, in any order after the field.
struct Need {};
inline constexpr Need need;
struct Ref {  // the value is a code that must exist: the kind of thing it names
    std::string_view kind;
};
struct KeyRef {  // of a map: its keys are such codes
    std::string_view kind;
};
struct IsCode {};  // short, without spaces
inline constexpr IsCode is_code;
struct Feel {};  // an expression
inline constexpr Feel feel;
struct Range {
    double least, most;
};
struct OneOf {
    OneOf(std::initializer_list<std::string_view> w) : words(w) {}
    std::vector<std::string_view> words;
};
struct KeyOneOf : OneOf {  // of a map: its keys
    using OneOf::OneOf;
};

struct Options {
    bool required = false, is_feel = false, is_code = false;
    std::string_view ref, key_ref, help;
    std::optional<Range> range;
    std::vector<std::string_view> words, key_words;
    void set(Need) { required = true; }
    void set(Feel) { is_feel = true; }
    void set(IsCode) { is_code = true; }
    void set(Ref r) { ref = r.kind; }
    void set(KeyRef r) { key_ref = r.kind; }
    void set(Range r) { range = r; }
    void set(const OneOf& o) { words = o.words; }
    void set(const KeyOneOf& o) { key_words = o.words; }
    void set(std::string_view text) { help = text; }
};
template <class... O>
Options options_of(const O&... o) {
    Options all;
    (all.set(o), ...);
    return all;
}

// How an int64_t of milliseconds is written.
struct Duration {
    int64_t& ms;  // PT30M: hours, minutes and seconds of working time
};
struct Span {
    int64_t& ms;  // PT30M or P2D: time that passes, days of 24 hours
};
struct Clock {
    int64_t& ms;  // "07:30"
};
struct Offset {
    int64_t& ms;  // "+07:00"
};

// A code that stands somewhere and must exist, or a FEEL text: kept with its place for later.
struct Mention {
    std::string file, path;
    Place place;
    std::string kind;  // of Ref; "feel" for an expression
    std::string text;
};

// One file being read.
class Source {
  public:
    Source(std::string file, Diagnostics& diagnostics)
        : file_(std::move(file)), diagnostics_(diagnostics) {}

    // `what` without the family: "unknown_key".
    void error(Place at, std::string_view what, std::string message, std::string advice);
    void warning(Place at, std::string_view what, std::string message, std::string advice);
    const std::string& file() const { return file_; }
    // Where "cases/0/when" stands in this file; the nearest mapping above it where it is absent.
    Place place(std::string path) const;
    bool has(const std::string& path) const { return places_.contains(path); }
    const std::vector<Mention>& mentions() const { return mentions_; }

    std::string language = "en";  // of a plain text where a translated one may stand
    std::string family = "plan";  // of the codes: "plan.unknown_key"

    // For readers of values.
    void enter(std::string_view step, Place at);
    void leave();
    void mention(Place at, std::string_view kind, const std::string& text);
    // "wrong type" in one form: what was expected, and how it is written.
    void wrong(const Node& node, const std::string& expected, const std::string& example);

  private:
    std::string file_;
    Diagnostics& diagnostics_;
    std::string path_;
    std::vector<size_t> steps_;  // length of path_ before each step
    std::map<std::string, Place> places_;
    std::vector<Mention> mentions_;
};

// The whole text as a tree; nothing where it is not YAML or breaks a rule of form.
std::optional<Node> parse(std::string_view text, Source& source);

// The word of `known` nearest to `word`, if near enough to have been meant; else empty.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

// Values ------------------------------------------------------------------------------------------
void read_value(Source&, const Node&, bool&, const Options&);
void read_value(Source&, const Node&, int&, const Options&);
void read_value(Source&, const Node&, int64_t&, const Options&);
void read_value(Source&, const Node&, double&, const Options&);
void read_value(Source&, const Node&, std::string&, const Options&);
void read_value(Source&, const Node&, LocalDate&, const Options&);
void read_value(Source&, const Node&, Value&, const Options&);
void read_value(Source&, const Node&, Duration, const Options&);
void read_value(Source&, const Node&, Span, const Options&);
void read_value(Source&, const Node&, Clock, const Options&);
void read_value(Source&, const Node&, Offset, const Options&);
// A key of a map as its type: text, date.
bool read_key(Source&, const std::string& text, Place, std::string&, const Options&);
bool read_key(Source&, const std::string& text, Place, LocalDate&, const Options&);
// The index of a word among `words`, or -1 with a complaint.
int read_word(Source&, const Node&, const std::string_view* words, size_t count);
// The node as a map or list, or a complaint and false. A missing value ("key:") is neither.
bool want_map(Source&, const Node&);
bool want_list(Source&, const Node&);
void complain_missing(Source&, const Node& map, std::string_view name);
void complain_unknown(Source&, const Node& map, const std::vector<std::string_view>& known);

template <class T>
requires std::is_enum_v<T>
void read_value(Source& s, const Node& node, T& value, const Options&) {
    const auto& all = names(T{});
    const int i = read_word(s, node, all.data(), all.size());
    if (i >= 0) value = static_cast<T>(static_cast<size_t>(i) + static_cast<size_t>(T{}));
}

// Declared before they are defined, so that they find one another.
template <class T>
void read_value(Source&, const Node&, std::optional<T>&, const Options&);
template <class T>
void read_value(Source&, const Node&, std::vector<T>&, const Options&);
template <class T>
void read_value(Source&, const Node&, std::set<T>&, const Options&);
template <class K, class T>
void read_value(Source&, const Node&, std::map<K, T>&, const Options&);
template <class A, class B>
void read_value(Source&, const Node&, std::pair<A, B>&, const Options&);
template <class T, size_t N>
void read_value(Source&, const Node&, std::array<T, N>&, const Options&);

class MapReader {
  public:
    MapReader(Source& source, const Node& node) : source_(source), node_(node) {}

    template <class T, class... O>
    MapReader& operator()(std::string_view name, T&& value, const O&... options) {
        known_.push_back(name);
        const Options all = options_of(options...);
        if (const Node* child = node_.find(name)) {
            source_.enter(name, child->place);
            read_value(source_, *child, std::forward<T>(value), all);
            source_.leave();
        } else if (all.required) {
            complain_missing(source_, node_, name);
        }
        return *this;
    }
    // Keys that are not in the list of this struct are somebody else's: say nothing about them.
    void also(std::string_view name) { known_.push_back(name); }
    void finish() { complain_unknown(source_, node_, known_); }

  private:
    Source& source_;
    const Node& node_;
    std::vector<std::string_view> known_;
};

template <class T>
concept Keyed = requires(MapReader& v, T& t) {
    keys(v, t);
};

template <Keyed T>
void read_value(Source& s, const Node& node, T& value, const Options&) {
    if (!want_map(s, node)) return;
    MapReader r(s, node);
    keys(r, value);
    r.finish();
}

template <class T>
void read_value(Source& s, const Node& node, std::optional<T>& value, const Options& o) {
    read_value(s, node, value.emplace(), o);
}

template <class T>
void read_value(Source& s, const Node& node, std::vector<T>& value, const Options& o) {
    if (!want_list(s, node)) return;
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
        s.enter(std::to_string(i), node.items[i].place);
        read_value(s, node.items[i], value.emplace_back(), o);
        s.leave();
    }
}

template <class T>
void read_value(Source& s, const Node& node, std::set<T>& value, const Options& o) {
    if (!want_list(s, node)) return;
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
        T item{};
        s.enter(std::to_string(i), node.items[i].place);
        read_value(s, node.items[i], item, o);
        if (!value.insert(std::move(item)).second)
            s.error(node.items[i].place, "duplicate_value", "this value stands here twice",
                    "Take one of them out.");
        s.leave();
    }
}

// In a map by code the key is the code; a struct that has one gets it.
template <class K, class T>
void set_code(const K& key, T& value) {
    if constexpr (std::is_same_v<K, std::string> && requires { value.code = key; })
        value.code = key;
    else if constexpr (std::is_same_v<K, std::string> && requires { value.officer = key; })
        value.officer = key;
}

template <class K, class T>
void read_value(Source& s, const Node& node, std::map<K, T>& value, const Options& o) {
    if (!want_map(s, node)) return;
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
        K key{};
        s.enter(node.names[i], node.name_places[i]);
        if (read_key(s, node.names[i], node.name_places[i], key, o)) {
            T& item = value[key];
            set_code(key, item);
            read_value(s, node.items[i], item, o);
        }
        s.leave();
    }
}

template <class A, class B>
void read_value(Source& s, const Node& node, std::pair<A, B>& value, const Options& o) {
    if (!want_list(s, node)) return;
    if (node.items.size() != 2) {
        s.wrong(node, "two values", "[20, 90]");
        return;
    }
    read_value(s, node.items[0], value.first, o);
    read_value(s, node.items[1], value.second, o);
}

template <class T, size_t N>
void read_value(Source& s, const Node& node, std::array<T, N>& value, const Options& o) {
    if (!want_list(s, node)) return;
    if (node.items.size() != N) {
        s.wrong(node, std::to_string(N) + " values", "[1, 2, ...]");
        return;
    }
    for (size_t i = 0; i < N; ++i) read_value(s, node.items[i], value[i], o);
}

// A whole file into one struct. False where the text is no YAML at all.
template <class T>
bool read(std::string_view text, Source& source, T& value) {
    const auto root = parse(text, source);
    if (!root) return false;
    source.enter("", root->place);
    read_value(source, *root, value, Options{});
    source.leave();
    return true;
}

// A flat mapping of texts (words/*.yaml): key -> sentence.
std::map<std::string, std::string> read_words(std::string_view text, Source& source);

}  // namespace ss::plan::yaml
