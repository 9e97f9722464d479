#include "papers/words.h"

#include <glib.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>

#include "base/limits.h"
#include "base/text.h"

namespace ss::papers {

namespace {

std::string two(int n) {
    char text[8];
    std::snprintf(text, sizeof text, "%02d", n % 100);
    return text;
}

// Decree 30/2020/NĐ-CP art. 8: days under 10 and the months 1 and 2 have a zero before them.
Words::Places places_of(LocalDate date, int64_t ms_of_day) {
    const Ymd d = ymd_of(date);
    return {{"day", two(d.day)},
            {"month", d.month < 3 ? two(d.month) : std::to_string(d.month)},
            {"mm", two(d.month)},
            {"year", std::to_string(d.year)},
            {"hour", two(static_cast<int>(ms_of_day / kHour))},
            {"minute", two(static_cast<int>(ms_of_day / kMinute % 60))}};
}

std::string mapped(std::string_view text, bool all) {
    std::string out;
    bool first = true;
    for (const char *p = text.data(), *end = p + text.size(); p < end;) {
        const gunichar c = g_utf8_get_char_validated(p, end - p);
        if (c >= 0x110000) return std::string(text);  // not UTF-8: leave it as it is
        char bytes[8];
        const gint n = g_unichar_to_utf8(all || first ? g_unichar_toupper(c) : c, bytes);
        out.append(bytes, static_cast<size_t>(n));
        p = g_utf8_next_char(p);
        first = false;
    }
    return out;
}

void flatten(const YAML::Node& node, const std::string& key, size_t depth,
             std::map<std::string, std::string>& out) {
    if (depth > limits::kNesting) return;
    if (node.IsMap()) {
        for (const auto& pair : node) {
            const auto name = pair.first.as<std::string>("");
            flatten(pair.second, key.empty() ? name : key + "." + name, depth + 1, out);
        }
    } else if (node.IsSequence()) {
        for (size_t i = 0; i < node.size(); ++i)
            flatten(node[i], key + "." + std::to_string(i), depth + 1, out);
    } else if (node.IsScalar()) {
        out[key] = nfc(node.as<std::string>(""));
    }
}

Status read(const std::string& path, const std::string& bytes, Words& words) {
    if (!utf8_valid(bytes)) return Error{ErrorCode::malformed, path + ": not UTF-8"};
    try {
        flatten(YAML::Load(bytes), "", 0, words.all);
    } catch (const YAML::Exception& e) {
        return Error{ErrorCode::malformed,
                     path + ":" + std::to_string(e.mark.line + 1) + ": " + e.msg};
    }
    return ok();
}

// A form set gives its titles per language under "forms": they replace the common ones.
void adopt_titles(Words& words) {
    const std::string language = words.has("language") ? words.get("language") : "en";
    const std::string head = "forms.", tail = ".title." + language;
    std::map<std::string, std::string> titles;
    for (const auto& [key, text] : words.all)
        if (key.starts_with(head) && key.ends_with(tail))
            titles[key.substr(head.size(), key.size() - head.size() - tail.size()) + ".title"] =
                text;
    for (const auto& [key, text] : titles) words.all[key] = text;
}

}  // namespace

std::string Words::get(std::string_view key) const {
    const auto i = all.find(std::string(key));
    return i == all.end() ? "[" + std::string(key) + "]" : i->second;
}

std::vector<std::string> Words::list(std::string_view key) const {
    std::vector<std::string> out;
    for (int n = 0;; ++n) {
        const auto i = all.find(std::string(key) + "." + std::to_string(n));
        if (i == all.end()) return out;
        out.push_back(i->second);
    }
}

std::string fill(std::string text, const Words::Places& places) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find('{', at);
        const size_t close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) return out + text.substr(at);
        out += text.substr(at, open - at);
        const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
        bool found = false;
        for (const auto& [place, value] : places) {
            if (place != name) continue;
            out += value;
            found = true;
            break;
        }
        if (!found) out += text.substr(open, close - open + 1);
        at = close + 1;
    }
    return out;
}

std::string Words::fill(std::string_view key, const Places& places) const {
    return papers::fill(get(key), places);
}

std::string Words::date(LocalDate date) const {
    return fill("date.long", places_of(date, 0));
}
std::string Words::short_date(LocalDate date) const {
    return fill("date.short", places_of(date, 0));
}
std::string Words::moment(Instant at, int64_t offset) const {
    return fill("date.moment", places_of(local_date(at, offset), time_of_day(at, offset)));
}
std::string Words::stamp(Instant at, int64_t offset) const {
    return fill("date.stamp", places_of(local_date(at, offset), time_of_day(at, offset)));
}
std::string Words::place_date(std::string_view place, LocalDate date) const {
    Places places = places_of(date, 0);
    places.emplace_back("place", place);
    return fill("date.place", places);
}

std::string upper(std::string_view text) {
    return mapped(text, true);
}
std::string sentence(std::string_view text) {
    return mapped(text, false);
}

std::string amount(int64_t value, std::string_view separator) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, separator);
    }
    return value < 0 ? "-" + digits : digits;
}

Result<Words> words_of(const std::map<std::string, std::string>& files, const std::string& set) {
    const auto common = files.find("forms/words.yaml");
    if (common == files.end())
        return Error{ErrorCode::unavailable, "the plan has no forms/words.yaml: no papers"};
    Words words;
    SS_TRY(read(common->first, common->second, words));
    if (const auto own = files.find("forms/" + set + ".yaml"); own != files.end())
        SS_TRY(read(own->first, own->second, words));
    adopt_titles(words);
    return words;
}

}  // namespace ss::papers
