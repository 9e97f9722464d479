#include "plan/values.h"

namespace ss::plan::yaml {

void read_value(Source& s, const Node& node, org::Text& value, const Options& o) {
    if (node.kind == Node::Kind::scalar) {
        std::string text;
        read_value(s, node, text, Options{});
        if (text.empty() && o.required)
            s.error(node.place, "empty_text", "the text is empty", "Write it.");
        value.in = {{s.language, text}};
    } else if (node.kind == Node::Kind::map) {
        read_value(s, node, value.in, Options{});
        for (size_t i = 0; i < node.names.size(); ++i)
            s.mention(node.name_places[i], "language", node.names[i]);
        if (!value.in.contains(s.language))
            s.error(node.place, "missing_language",
                    "the text is missing in the plan's first language, \"" + s.language + "\"",
                    "Add \"" + s.language + ": ...\".");
    } else {
        s.wrong(node, "a text, or one for each language", "{vi: ..., en: ...}");
    }
}

namespace {

struct LimitKeys {
    org::Limit& limit;
};
template <class V>
void keys(V& v, LimitKeys& t) {
    v("quantity", t.limit.quantity, need, Range{0, 3650})("unit", t.limit.unit, need);
}

struct HoursKeys {
    org::Hours& hours;
};
template <class V>
void keys(V& v, HoursKeys& t) {
    v("from", Clock{t.hours.from}, need)("to", Clock{t.hours.to}, need);
}

struct BasisKeys {
    BasisText basis;
};
template <class V>
void keys(V& v, BasisKeys& t) {
    v("text", t.basis.text, need)("verified", Verified{t.basis.verified});
}

Node word(const Node& whole, std::string text) {
    Node n = whole;
    n.text = std::move(text);
    n.quoted = false;
    return n;
}

}  // namespace

void read_value(Source& s, const Node& node, org::Limit& value, const Options&) {
    if (node.kind == Node::Kind::map) {
        LimitKeys inner{value};
        return read_value(s, node, inner, Options{});
    }
    const size_t space = node.text.find(' ');
    if (node.kind != Node::Kind::scalar || space == std::string::npos)
        return s.wrong(node, "a limit", "3 working_days, or {quantity: 3, unit: working_days}");
    read_value(s, word(node, node.text.substr(0, space)), value.quantity,
               options_of(Range{0, 3650}));
    read_value(s, word(node, node.text.substr(space + 1)), value.unit, Options{});
}

void read_value(Source& s, const Node& node, org::Hours& value, const Options&) {
    if (node.kind == Node::Kind::map) {
        HoursKeys inner{value};
        read_value(s, node, inner, Options{});
    } else {
        const std::string& t = node.text;
        const auto from =
            t.size() == 11 && t[5] == '-' ? parse_clock(t.substr(0, 5)) : std::nullopt;
        const auto to = t.size() == 11 ? parse_clock(t.substr(6)) : std::nullopt;
        if (!from || !to) return s.wrong(node, "hours", "\"07:30-11:30\"");
        value = {*from, *to};
    }
    if (value.from >= value.to)
        s.error(node.place, "hours", "these hours end before they begin",
                "Put the earlier time first.");
}

void read_value(Source& s, const Node& node, BasisText value, const Options&) {
    if (node.kind == Node::Kind::map) {
        BasisKeys inner{value};
        read_value(s, node, inner, Options{});
    } else {
        read_value(s, node, value.text, Options{});
    }
}

void read_value(Source& s, const Node& node, Basis& value, const Options& o) {
    read_value(s, node, BasisText{value.text, value.verified}, o);
}

void read_value(Source& s, const Node& node, Verified value, const Options&) {
    static constexpr std::string_view kWords[] = {"unverified", "source"};
    const int i = read_word(s, node, kWords, 2);
    if (i >= 0) value.verified = i == 1;
}

namespace {

struct WeekKeys {
    std::vector<org::Hours>* days;
};
template <class V>
void keys(V& v, WeekKeys& t) {
    v("monday", t.days[0])("tuesday", t.days[1])("wednesday", t.days[2])("thursday", t.days[3])(
        "friday", t.days[4])("saturday", t.days[5])("sunday", t.days[6]);
}

}  // namespace

void read_value(Source& s, const Node& node, Week value, const Options&) {
    WeekKeys inner{value.days};
    read_value(s, node, inner, Options{});
}

void read_value(Source& s, const Node& node, std::vector<std::pair<int64_t, double>>& value,
                const Options&) {
    if (!want_map(s, node)) return;
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
        const auto clock = parse_clock(node.names[i]);
        if (!clock) {
            s.error(node.name_places[i], "type",
                    "expected a time of day as the key, found \"" + node.names[i] + "\"",
                    "Write it like this: \"07:30\"");
            continue;
        }
        value.emplace_back(*clock, 0);
        read_value(s, node.items[i], value.back().second, options_of(Range{0, 1}));
        if (value.size() > 1 && value[value.size() - 2].first >= *clock)
            s.error(node.name_places[i], "order", "this time is not after the one before it",
                    "Write the times in ascending order.");
    }
}

void read_value(Source& s, const Node& node, std::vector<std::pair<int, double>>& value,
                const Options&) {
    if (!want_map(s, node)) return;
    value.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
        Node name;
        name.kind = Node::Kind::scalar;
        name.place = node.name_places[i];
        name.text = node.names[i];
        auto& item = value.emplace_back(0, 0);
        read_value(s, name, item.first, options_of(Range{1, 3650}));
        read_value(s, node.items[i], item.second, options_of(Range{0, 100}));
        if (value.size() > 1 && value[value.size() - 2].first >= item.first)
            s.error(name.place, "order", "this day is not after the one before it",
                    "Write the days in ascending order.");
    }
}

}  // namespace ss::plan::yaml
