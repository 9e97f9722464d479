// Telling: one visitor over the fields of every struct.
#include <algorithm>
#include <map>

#include "office/codec.h"
#include "office/wire.h"
#include "transcript/node.h"
#include "transcript/transcript.h"

namespace ss::transcript {

namespace {

// The texts of a new struct's fields: what need not be told.
struct Blank {
    std::map<std::string_view, std::string> texts;
    template <class T>
    Blank& operator()(std::string_view name, T& value) {
        texts[name] = wire::encode(value);
        return *this;
    }
    template <class T>
    Blank& operator()(std::string_view, std::optional<T>&) {
        return *this;
    }
};

class Teller {
  public:
    explicit Teller(const Style& style) : style_(style) {}
    template <class T>
    std::string text(const T& value) const;
    // "k=v" of every field that is not as in a new struct, what has a number of its own first.
    template <class T>
    std::vector<std::pair<std::string_view, std::string>> told(const T& value) const;
    std::string sealed(const Sealed& s) const;

  private:
    struct Fields;
    template <class Range, class Each>
    static std::string joined(const Range& range, const char* open, const char* close, Each&& each);
    template <class... T>
    std::string variant(const std::variant<T...>& v) const;

    const Style& style_;
};

template <class T>
inline constexpr bool kNumbered = wire::detail::Is<T>::id;

struct Teller::Fields {
    const Teller& teller;
    const Blank& blank;
    std::vector<std::pair<std::string_view, std::string>> ids, others;
    template <class T>
    Fields& operator()(std::string_view name, T& value) {
        if (wire::encode(value) != blank.texts.at(name))
            (kNumbered<T> ? ids : others).emplace_back(name, teller.text(value));
        return *this;
    }
    template <class T>
    Fields& operator()(std::string_view name, std::optional<T>& value) {
        if (value) (kNumbered<T> ? ids : others).emplace_back(name, teller.text(*value));
        return *this;
    }
};

template <class T>
std::vector<std::pair<std::string_view, std::string>> Teller::told(const T& value) const {
    Blank blank;
    T fresh{};
    fields(blank, fresh);
    Fields all{*this, blank, {}, {}};
    fields(all, const_cast<T&>(value));  // only read
    all.ids.insert(all.ids.end(), all.others.begin(), all.others.end());
    return std::move(all.ids);
}

template <class Range, class Each>
std::string Teller::joined(const Range& range, const char* open, const char* close, Each&& each) {
    std::string out = open;
    for (const auto& item : range) {
        if (out.size() > 1) out += ", ";
        out += each(item);
    }
    return out + close;
}

template <class... T>
std::string Teller::variant(const std::variant<T...>& v) const {
    return std::visit(
        [&]<class A>(const A& a) -> std::string {
            if constexpr (wire::Named<A>) return "{" + std::string(A::kWire) + "=" + text(a) + "}";
            else return variant(a);
        },
        v);
}

template <class Id>
constexpr char letter() {
    if constexpr (std::is_same_v<Id, DossierId>) return 'D';
    else if constexpr (std::is_same_v<Id, WorkId>) return 'W';
    else if constexpr (std::is_same_v<Id, DocumentId>) return 'N';
    else if constexpr (std::is_same_v<Id, MeetingId>) return 'M';
    else if constexpr (std::is_same_v<Id, TicketId>) return 'T';
    else return 'A';
}

// A text that a reader would take for something else stands in quotes.
std::string text_value(const std::string& s) {
    const bool number = !s.empty() && s.find_first_not_of("-0123456789") == std::string::npos;
    return number || s == "true" || s == "false" || s == "null" ? in_quotes(s) : in_words(s);
}

std::string Teller::sealed(const Sealed& s) const {
    if (s.hash.zero()) return "~";
    if (style_.erased != nullptr && style_.erased->contains(s)) return "~erased";
    const std::string* open = style_.vault == nullptr ? nullptr : style_.vault->open(s);
    if (open == nullptr) return "~" + hex(s.hash).substr(0, 8);
    std::string word = *open;
    if (word.find('_') != std::string::npos) return "~" + in_quotes(word);
    std::replace(word.begin(), word.end(), ' ', '_');
    return in_words(word) == word ? "~" + word : "~" + in_quotes(*open);
}

template <class T>
std::string Teller::text(const T& value) const {
    using wire::detail::Is;
    if constexpr (std::is_same_v<T, bool>) {
        return value ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        return std::to_string(value);
    } else if constexpr (std::is_enum_v<T>) {
        return std::string(names(T{})[static_cast<size_t>(value) - static_cast<size_t>(T{})]);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return in_words(value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        return tell(value, style_);
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        return to_text(value);
    } else if constexpr (std::is_same_v<T, Hash>) {
        return hex(value);
    } else if constexpr (std::is_same_v<T, Sealed>) {
        return sealed(value);
    } else if constexpr (std::is_same_v<T, Value>) {
        if (const auto* b = std::get_if<bool>(&value)) return text(*b);
        if (const auto* n = std::get_if<int64_t>(&value)) return std::to_string(*n);
        if (const auto* s = std::get_if<std::string>(&value)) return text_value(*s);
        return "null";
    } else if constexpr (Is<T>::id) {
        return letter<T>() + std::to_string(value.number);
    } else if constexpr (Is<T>::vector || Is<T>::set) {
        return joined(value, "[", "]", [&](const auto& item) { return text(item); });
    } else if constexpr (Is<T>::map) {
        return joined(value, "{", "}",
                      [&](const auto& pair) { return text(pair.first) + "=" + text(pair.second); });
    } else if constexpr (Is<T>::variant) {
        return variant(value);
    } else if constexpr (requires { value.first, value.second; }) {
        return "[" + text(value.first) + ", " + text(value.second) + "]";
    } else {
        return joined(told(value), "{", "}",
                      [](const auto& f) { return std::string(f.first) + "=" + f.second; });
    }
}

// The name of the innermost struct and its fields, those left out that stand in the line above.
template <class... T>
std::string told_line(const std::variant<T...>& v, const Teller& teller,
                      const std::map<std::string_view, std::string>& above) {
    return std::visit(
        [&]<class A>(const A& a) -> std::string {
            if constexpr (wire::Named<A>) {
                std::string line(A::kWire);
                for (const auto& [name, text] : teller.told(a)) {
                    const auto same = above.find(name);
                    if (same != above.end() && same->second == text) continue;
                    line += " " + std::string(name) + "=" + text;
                }
                return line;
            } else {
                return told_line(a, teller, above);
            }
        },
        v);
}

}  // namespace

std::string tell(Instant at, const Style& style) {
    if (at.ms == 0) return "never";
    const LocalDate date = local_date(at, style.offset);
    const int64_t of_day = time_of_day(at, style.offset);
    std::string text = "d" + std::to_string(date.day - style.day.day) + "/" + clock_text(of_day);
    if (const int64_t rest = of_day % kMinute; rest != 0) {
        const std::string s = std::to_string(100'000 + rest);  // leading zeros
        text += ":" + s.substr(1, 2);
        if (rest % kSecond != 0) text += "." + s.substr(3);
    }
    return text;
}

std::string tell(const office::Command& command, const Style& style) {
    return told_line(command, Teller(style), {});
}

std::string tell(const office::Fact& fact, const office::Envelope& entry, const Style& style) {
    return told_line(fact, Teller(style), {{"at", tell(entry.at, style)}, {"by", entry.by}});
}

std::string tell(const Refusal& refusal) {
    const auto& codes = names(RefusalCode{});
    std::string line = "refused: " + std::string(codes[static_cast<size_t>(refusal.code)]) + " " +
                       in_words(refusal.rule);
    for (const std::string& arg : refusal.args) line += " " + in_words(arg);
    return line;
}

std::vector<std::string> tell(const office::Envelope& entry, const office::Answer& answer,
                              const Style& style) {
    std::string asked = tell(entry.command, style);
    if (entry.happened)
        asked.insert(std::min(asked.size(), asked.find(' ')),
                     " @happened=" + tell(*entry.happened, style));
    std::vector<std::string> lines{tell(entry.at, style) + " " + in_words(entry.by) + " " + asked};
    if (answer.repeated) lines.push_back("  answered before: " + std::to_string(answer.seq));
    if (answer.refusal) lines.push_back("  " + tell(*answer.refusal));
    for (const office::Fact& fact : answer.facts) lines.push_back("  " + tell(fact, entry, style));
    return lines;
}

}  // namespace ss::transcript
