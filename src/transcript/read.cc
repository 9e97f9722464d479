// Reading a line that asks: the same fields as in telling, laid over a new command.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "office/wire.h"
#include "transcript/node.h"
#include "transcript/transcript.h"

namespace ss::transcript {

namespace {

template <class Id>
constexpr char letter() {
    if constexpr (std::is_same_v<Id, DossierId>) return 'D';
    else if constexpr (std::is_same_v<Id, WorkId>) return 'W';
    else if constexpr (std::is_same_v<Id, DocumentId>) return 'N';
    else if constexpr (std::is_same_v<Id, MeetingId>) return 'M';
    else if constexpr (std::is_same_v<Id, TicketId>) return 'T';
    else return 'A';
}

bool number_of(std::string_view text, int64_t& n) {
    const auto end = std::from_chars(text.data(), text.data() + text.size(), n);
    return !text.empty() && end.ec == std::errc{} && end.ptr == text.data() + text.size();
}

// HH:MM, HH:MM:SS or HH:MM:SS.mmm
std::optional<int64_t> time_in_day(std::string_view text) {
    const auto clock = parse_clock(text.substr(0, 5));
    if (!clock || text.size() == 5) return clock;
    int64_t seconds = 0, ms = 0;
    if (text.size() < 8 || text[5] != ':' || !number_of(text.substr(6, 2), seconds)) return {};
    if (text.size() > 8 &&
        (text.size() != 12 || text[8] != '.' || !number_of(text.substr(9), ms) || ms < 0))
        return {};
    if (seconds < 0 || seconds > 59) return {};
    return *clock + seconds * kSecond + ms;
}

std::optional<Instant> instant_of(std::string_view text, const Style& style) {
    if (text == "never") return Instant{};
    const size_t slash = text.find('/');
    int64_t day = 0;
    if (slash == std::string_view::npos || !text.starts_with('d') ||
        !number_of(text.substr(1, slash - 1), day) || day < -100'000 || day > 100'000)
        return {};
    const auto of_day = time_in_day(text.substr(slash + 1));
    if (!of_day) return {};
    return at_local({style.day.day + static_cast<int32_t>(day)}, *of_day, style.offset);
}

class Hearer {
  public:
    Hearer(const Style& style, std::string salt) : style_(style), salt_(std::move(salt)) {}
    bool good() const { return problem_.empty(); }
    const std::string& problem() const { return problem_; }
    bool fail(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
        return false;
    }
    template <class T>
    bool hear(const Node& node, T& value);
    template <class T>
    bool hear_fields(const std::vector<Node::Member>& keys, T& value);
    template <class... T>
    bool hear_named(std::string_view name, const std::vector<Node::Member>& keys,
                    std::variant<T...>& v);
    std::vector<SealedValue> sealed;

  private:
    struct Fields;
    bool is(const Node& node, Node::Kind kind, const char* what) {
        return node.kind == kind || fail("expected " + std::string(what) + shown(node));
    }
    static std::string shown(const Node& node) {
        return node.text.empty() ? "" : ", found " + in_words(node.text);
    }
    template <class T>
    bool hear_map(const Node& node, T& value);
    bool hear_sealed(const Node& node, Sealed& value);
    bool hear_value(const Node& node, Value& value);

    const Style& style_;
    std::string salt_;
    std::string problem_;
};

struct Hearer::Fields {
    Hearer& hearer;
    const std::vector<Node::Member>& keys;
    size_t used = 0;
    std::string names;
    const Node* find(std::string_view name) {
        names += (names.empty() ? "" : ", ") + std::string(name);
        for (const auto& [key, node] : keys)
            if (key == name) return ++used, &node;
        return nullptr;
    }
    template <class T>
    Fields& operator()(std::string_view name, T& value) {
        if (const Node* node = find(name); node != nullptr && !hearer.hear(*node, value))
            hearer.problem_ = std::string(name) + ": " + hearer.problem_;
        return *this;
    }
    template <class T>
    Fields& operator()(std::string_view name, std::optional<T>& value) {
        if (const Node* node = find(name); node != nullptr && !hearer.hear(*node, value.emplace()))
            hearer.problem_ = std::string(name) + ": " + hearer.problem_;
        return *this;
    }
};

template <class T>
bool Hearer::hear_fields(const std::vector<Node::Member>& keys, T& value) {
    Fields all{*this, keys, 0, {}};
    fields(all, value);
    if (!good() || all.used == keys.size()) return good();
    return fail("a field is unknown or written twice; there are: " +
                (all.names.empty() ? "none" : all.names));
}

template <class... T>
bool Hearer::hear_named(std::string_view name,
                        const std::vector<Node::Member>& keys,
                        std::variant<T...>& v) {
    bool found = false;
    const auto attempt = [&]<class A>(std::type_identity<A>) {
        if (found) return;
        if constexpr (wire::Named<A>) {
            if (name != A::kWire) return;
            found = true;
            hear_fields(keys, v.template emplace<A>());
        } else {
            A inner;
            found = hear_named(name, keys, inner);
            if (found) v.template emplace<A>(std::move(inner));
        }
    };
    (attempt(std::type_identity<T>{}), ...);
    return found;
}

bool Hearer::hear_sealed(const Node& node, Sealed& value) {
    if (!is(node, Node::Kind::sealed, "a sealed value (~Like_this)")) return false;
    SealedValue sealed_value;
    const Hash salt = sha256(salt_, std::to_string(sealed.size()));
    sealed_value.salt.assign(reinterpret_cast<const char*>(salt.bytes.data()), salt.bytes.size());
    sealed_value.value = node.text;
    value = sealed_value.sealed();
    sealed.push_back(std::move(sealed_value));
    return true;
}

bool Hearer::hear_value(const Node& node, Value& value) {
    int64_t n = 0;
    if (node.kind == Node::Kind::quoted) value = node.text;
    else if (node.kind != Node::Kind::word) return fail("expected a number, a word, true or false");
    else if (node.text == "true" || node.text == "false") value = node.text == "true";
    else if (node.text == "null") value = std::monostate{};
    else if (number_of(node.text, n)) value = n;
    else value = node.text;
    return true;
}

template <class T>
bool Hearer::hear_map(const Node& node, T& value) {
    if (!is(node, Node::Kind::map, "{key=value}")) return false;
    for (const auto& [text, inner] : node.keys) {
        typename T::key_type key{};
        Node named;
        named.text = text;
        if (!hear(named, key) || !hear(inner, value[key])) return false;
    }
    return true;
}

template <class T>
bool Hearer::hear(const Node& node, T& value) {
    using wire::detail::Is;
    const bool text = node.kind == Node::Kind::word || node.kind == Node::Kind::quoted;
    if constexpr (std::is_same_v<T, bool>) {
        value = node.text == "true";
        return value || node.text == "false" || fail("expected true or false" + shown(node));
    } else if constexpr (std::is_integral_v<T> || Is<T>::id) {
        int64_t n = 0;
        std::string_view digits = node.text;
        if constexpr (Is<T>::id) {
            if (!digits.starts_with(letter<T>()))
                return fail(std::string("expected a number after ") + letter<T>() + shown(node));
            digits.remove_prefix(1);
        }
        using Number = decltype([] {
            if constexpr (Is<T>::id) return uint32_t{};
            else return T{};
        }());
        if (!text || !number_of(digits, n) || static_cast<int64_t>(static_cast<Number>(n)) != n)
            return fail("expected a number" + shown(node));
        if constexpr (Is<T>::id) value.number = static_cast<uint32_t>(n);
        else value = static_cast<T>(n);
        return true;
    } else if constexpr (std::is_enum_v<T>) {
        const auto& all = names(T{});
        const auto found = std::find(all.begin(), all.end(), node.text);
        if (found == all.end()) return fail("none of the values that may stand here" + shown(node));
        value = static_cast<T>(static_cast<size_t>(found - all.begin()) + static_cast<size_t>(T{}));
        return true;
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = node.text;
        return (text && utf8_valid(value)) || fail("expected a text");
    } else if constexpr (std::is_same_v<T, Instant>) {
        const auto at = instant_of(node.text, style_);
        if (at) value = *at;
        return at.has_value() || fail("expected a time (d0/08:00)" + shown(node));
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        const auto date = parse_date(node.text);
        if (date) value = *date;
        return date.has_value() || fail("expected a date (2025-07-01)" + shown(node));
    } else if constexpr (std::is_same_v<T, Hash>) {
        const auto hash = parse_hex(node.text);
        if (hash) value = *hash;
        return hash.has_value() || fail("expected a hash" + shown(node));
    } else if constexpr (std::is_same_v<T, Sealed>) {
        return hear_sealed(node, value);
    } else if constexpr (std::is_same_v<T, Value>) {
        return hear_value(node, value);
    } else if constexpr (Is<T>::vector) {
        if (!is(node, Node::Kind::list, "[a, list]")) return false;
        for (const Node& item : node.items)
            if (!hear(item, value.emplace_back())) return false;
        return true;
    } else if constexpr (Is<T>::map) {
        return hear_map(node, value);
    } else if constexpr (Is<T>::variant) {
        if (!is(node, Node::Kind::map, "{kind={...}}") || node.keys.size() != 1 ||
            node.keys[0].second.kind != Node::Kind::map)
            return fail("expected {kind={...}}");
        const auto& [name, inner] = node.keys[0];
        return (hear_named(name, inner.keys, value) || fail("unknown kind " + name)) && good();
    } else {
        return is(node, Node::Kind::map, "{key=value}") && hear_fields(node.keys, value);
    }
}

Error malformed(const std::string& problem) {
    return Error{ErrorCode::malformed, problem};
}

}  // namespace

Result<office::Envelope> read_line(std::string_view line, const Style& style,
                                   const std::string& salt) {
    Scanner scan(line);
    office::Envelope entry;
    std::string at, name;
    std::vector<Node::Member> keys;
    if (scan.word(at)) {
        const auto instant = instant_of(at, style);
        if (!instant) return malformed(at + " is no time: write d0/08:12");
        entry.at = *instant;
    }
    scan.word(entry.by);
    const auto read_keys = [&] {
        while (scan.good() && !scan.end()) {
            auto& [key, node] = keys.emplace_back();
            if (!scan.key(key) || !scan.value(node)) return;
        }
    };
    Hearer hearer(style, salt);
    scan.word(name);
    if (!scan.good()) return malformed(scan.problem());
    read_keys();
    if (!scan.good()) return malformed(scan.problem());
    // What belongs to the envelope and not to the command.
    std::erase_if(keys, [&](const auto& pair) {
        if (pair.first == "@request") entry.request = pair.second.text;
        else if (pair.first == "@happened") hearer.hear(pair.second, entry.happened.emplace());
        else return false;
        return true;
    });
    const bool known = hearer.hear_named(name, keys, entry.command);
    if (!hearer.good()) return malformed(name + ": " + hearer.problem());
    if (!known) return malformed("no command is called " + name);
    entry.sealed = std::move(hearer.sealed);
    return entry;
}

}  // namespace ss::transcript
