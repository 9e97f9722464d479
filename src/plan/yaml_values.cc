// The values that may stand in strict YAML, each read in one way only.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "plan/yaml.h"

namespace ss::plan::yaml {

namespace {

std::string join(const std::vector<std::string_view>& words) {
    std::string out;
    for (const auto w : words) out += (out.empty() ? "" : ", ") + std::string(w);
    return out;
}

// -12 but not +12, 012, 1e3, 1_000.
std::optional<int64_t> whole(std::string_view t) {
    const std::string_view digits = !t.empty() && t[0] == '-' ? t.substr(1) : t;
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    int64_t n = 0;
    const auto [end, problem] = std::from_chars(t.data(), t.data() + t.size(), n);
    if (problem != std::errc{} || end != t.data() + t.size()) return std::nullopt;
    return n;
}

bool code_is_right(Source& s, Place at, const std::string& text) {
    const bool bad = text.empty() || text.size() > limits::kCode ||
                     std::any_of(text.begin(), text.end(), [](char c) {
                         return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '"';
                     });
    if (bad)
        s.error(at, "code", "\"" + text.substr(0, 80) + "\" cannot be a code",
                "A code has 1 to 64 bytes and no space, \"/\" or quotation mark.");
    return !bad;
}

void in_range(Source& s, const Node& node, double n, const Options& o) {
    if (!o.range || (n >= o.range->least && n <= o.range->most)) return;
    const auto text = [](double d) {
        std::string t = std::to_string(d);
        t.erase(t.find_last_not_of('0') + 1);
        if (t.back() == '.') t.pop_back();
        return t;
    };
    s.error(node.place, "value", node.text + " is out of range",
            "It must be from " + text(o.range->least) + " to " + text(o.range->most) + ".");
}

bool among(Source& s, Place at, const std::string& text,
           const std::vector<std::string_view>& words) {
    if (words.empty() || std::find(words.begin(), words.end(), text) != words.end()) return true;
    const std::string guess = nearest(text, words);
    s.error(
        at, "value", "\"" + text.substr(0, 80) + "\" may not stand here",
        (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") + "One of: " + join(words) + ".");
    return false;
}

bool scalar(Source& s, const Node& node, const std::string& expected, const std::string& example) {
    if (node.kind == Node::Kind::scalar) return true;
    s.wrong(node, expected, example);
    return false;
}

}  // namespace

void read_value(Source& s, const Node& node, bool& value, const Options&) {
    if (node.kind == Node::Kind::scalar && !node.quoted && node.text == "true") value = true;
    else if (node.kind == Node::Kind::scalar && !node.quoted && node.text == "false") value = false;
    else s.wrong(node, "yes or no", "true, or: false");
}

void read_value(Source& s, const Node& node, int64_t& value, const Options& o) {
    const auto n =
        node.kind == Node::Kind::scalar && !node.quoted ? whole(node.text) : std::nullopt;
    if (!n) return s.wrong(node, "a whole number", "12000");
    value = *n;
    in_range(s, node, static_cast<double>(*n), o);
}

void read_value(Source& s, const Node& node, int& value, const Options& o) {
    int64_t n = value;
    read_value(s, node, n, o);
    if (n < -1'000'000'000 || n > 1'000'000'000) return s.wrong(node, "a smaller number", "12");
    value = static_cast<int>(n);
}

void read_value(Source& s, const Node& node, double& value, const Options& o) {
    const bool plain = node.kind == Node::Kind::scalar && !node.quoted &&
                       node.text.find_first_not_of("-0123456789.") == std::string::npos;
    double n = 0;
    const char* end = node.text.data() + node.text.size();
    const auto r = std::from_chars(node.text.data(), end, n);
    if (!plain || r.ec != std::errc{} || r.ptr != end || !std::isfinite(n))
        return s.wrong(node, "a number", "0.35");
    value = n;
    in_range(s, node, n, o);
}

void read_value(Source& s, const Node& node, std::string& value, const Options& o) {
    if (!scalar(s, node, "a text", "\"text\"")) return;
    if (!node.quoted && (node.text == "true" || node.text == "false"))
        return s.wrong(node, "a text", "\"" + node.text + "\" (quoted)");
    if (node.text.size() > limits::kText)
        return s.error(node.place, "limit", "the text is longer than 4000 bytes", "Shorten it.");
    value = node.text;
    if (o.is_feel && !value.empty()) s.mention(node.place, "feel", value);
    if (!among(s, node.place, value, o.words)) return;
    if (o.ref.empty() && !o.is_code) return;
    if (value.empty() && !o.required) return;  // "": none
    if (code_is_right(s, node.place, value) && !o.ref.empty()) s.mention(node.place, o.ref, value);
}

void read_value(Source& s, const Node& node, LocalDate& value, const Options&) {
    const auto date = node.kind == Node::Kind::scalar ? parse_date(node.text) : std::nullopt;
    if (!date) return s.wrong(node, "a date", "2025-07-01");
    value = *date;
}

void read_value(Source& s, const Node& node, Value& value, const Options&) {
    if (node.kind == Node::Kind::null) {
        value = std::monostate{};
    } else if (scalar(s, node, "a text, a whole number, true or false", "\"text\"")) {
        if (node.quoted) value = node.text;
        else if (node.text == "true" || node.text == "false") value = node.text == "true";
        else if (const auto n = whole(node.text)) value = *n;
        else value = node.text;
    }
}

void read_value(Source& s, const Node& node, Duration value, const Options&) {
    const bool days = node.text.size() > 1 && node.text[0] == 'P' && node.text[1] != 'T';
    const auto ms =
        node.kind == Node::Kind::scalar && !days ? parse_duration(node.text) : std::nullopt;
    if (!ms) return s.wrong(node, "a duration of working time in hours and minutes", "PT1H30M");
    value.ms = *ms;
}

void read_value(Source& s, const Node& node, Span value, const Options&) {
    const auto ms = node.kind == Node::Kind::scalar ? parse_duration(node.text) : std::nullopt;
    if (!ms) return s.wrong(node, "a duration", "PT30M, or P2D");
    value.ms = *ms;
}

void read_value(Source& s, const Node& node, Clock value, const Options&) {
    const auto ms = node.kind == Node::Kind::scalar ? parse_clock(node.text) : std::nullopt;
    if (!ms) return s.wrong(node, "a time of day", "\"07:30\"");
    value.ms = *ms;
}

void read_value(Source& s, const Node& node, Offset value, const Options&) {
    const std::string& t = node.text;
    const bool sign =
        node.kind == Node::Kind::scalar && t.size() == 6 && (t[0] == '+' || t[0] == '-');
    const auto ms = sign ? parse_clock(std::string_view(t).substr(1)) : std::nullopt;
    if (!ms || *ms > 14 * kHour) return s.wrong(node, "an offset from UTC", "\"+07:00\"");
    value.ms = t[0] == '-' ? -*ms : *ms;
}

bool read_key(Source& s, const std::string& text, Place at, std::string& key, const Options& o) {
    key = text;
    if (!among(s, at, text, o.key_words)) return false;
    if (o.key_ref.empty()) {
        if (text.empty() || text.size() > limits::kText)
            return s.error(at, "key", "an empty or overlong key", "Give it a short name."), false;
        return true;
    }
    if (text == "*") return true;  // "the others", where a table says so
    if (!code_is_right(s, at, text)) return false;
    s.mention(at, o.key_ref, text);
    return true;
}

bool read_key(Source& s, const std::string& text, Place at, LocalDate& key, const Options&) {
    const auto date = parse_date(text);
    if (!date) {
        s.error(at, "type", "expected a date as the key, found \"" + text.substr(0, 60) + "\"",
                "Write it like this: 2025-07-01");
        return false;
    }
    key = *date;
    return true;
}

int read_word(Source& s, const Node& node, const std::string_view* words, size_t count) {
    const std::vector<std::string_view> known(words, words + count);
    if (!scalar(s, node, "a word", std::string(known.front()))) return -1;
    if (!among(s, node.place, node.text, known)) return -1;
    return static_cast<int>(std::find(known.begin(), known.end(), node.text) - known.begin());
}

bool want_map(Source& s, const Node& node) {
    if (node.kind == Node::Kind::map) return true;
    s.wrong(node, "a mapping", "\"key: value\" on lines of their own; {} for none");
    return false;
}

bool want_list(Source& s, const Node& node) {
    if (node.kind == Node::Kind::list) return true;
    s.wrong(node, "a list", "[a, b], or lines that begin with \"- \"; [] for none");
    return false;
}

void complain_missing(Source& s, const Node& map, std::string_view name) {
    s.error(map.place, "missing_key", "\"" + std::string(name) + "\" is missing here",
            "Add the key \"" + std::string(name) + "\".");
}

void complain_unknown(Source& s, const Node& map, const std::vector<std::string_view>& known) {
    for (size_t i = 0; i < map.names.size(); ++i) {
        if (std::find(known.begin(), known.end(), map.names[i]) != known.end()) continue;
        const std::string guess = nearest(map.names[i], known);
        s.error(map.name_places[i], "unknown_key", "nothing reads the key \"" + map.names[i] + "\"",
                (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                    "Keys that may stand here: " + join(known) + ".");
    }
}

}  // namespace ss::plan::yaml
