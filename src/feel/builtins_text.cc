// Texts, and contexts.
#include <algorithm>
#include <array>

#include "feel/builtins_impl.h"

namespace ss::feel {

namespace {

// The letters of Latin (Vietnamese among them), Greek and Cyrillic; no locale is asked.
uint32_t upper(uint32_t c) {
    if (c >= 'a' && c <= 'z') return c - 32;
    if ((c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) ||
        (c >= 0x430 && c <= 0x44f))
        return c - 32;
    if (c >= 0x450 && c <= 0x45f) return c - 80;
    if (c == 0xff) return 0x178;
    if (c == 0x1b0 || c == 0x180 + 0x21) return c - 1;
    const bool odd_is_lower = (c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177) ||
                              (c >= 0x1e00 && c <= 0x1e95) || (c >= 0x1ea0 && c <= 0x1eff);
    if (odd_is_lower && c != 0x131 && c % 2 == 1) return c - 1;
    const bool even_is_lower = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    if (even_is_lower && c % 2 == 0) return c - 1;
    return c;
}

uint32_t lower(uint32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) ||
        (c >= 0x410 && c <= 0x42f))
        return c + 32;
    if (c >= 0x400 && c <= 0x40f) return c + 80;
    if (c == 0x178) return 0xff;
    if (upper(c + 1) == c && c >= 0x100) return c + 1;
    return c;
}

Value changed(Call& c, uint32_t (*change)(uint32_t)) {
    const std::string* s = string_at(c, 0);
    if (!s) return {};
    auto points = code_points(*s);
    std::transform(points.begin(), points.end(), points.begin(), change);
    return utf8(points);
}
Value upper_case(Call& c) {
    return changed(c, upper);
}
Value lower_case(Call& c) {
    return changed(c, lower);
}

Value substring(Call& c) {
    const std::string* s = string_at(c, 0);
    const Number* start = number_at(c, 1);
    if (!s || !start || start->truncated() == 0) return {};
    const auto points = code_points(*s);
    const auto size = static_cast<int64_t>(points.size());
    const int64_t at = start->truncated();
    const int64_t first = at > 0 ? at - 1 : size + at;
    int64_t count = size;
    if (given(c, 2)) {
        const Number* n = number_at(c, 2);
        if (!n || n->truncated() < 1) return {};
        count = n->truncated();
    } else if (c.args.size() > 2) {
        return {};
    }
    if (first < 0 || first >= size) return first < 0 ? Value() : Value("");
    return utf8(std::span(points).subspan(static_cast<size_t>(first),
                                          static_cast<size_t>(std::min(count, size - first))));
}

Value string_length(Call& c) {
    const std::string* s = string_at(c, 0);
    return s ? Value(Number(static_cast<int64_t>(code_points(*s).size()))) : Value();
}

// before, after: around the first place where `match` stands.
Value substring_before(Call& c) {
    const std::string *s = string_at(c, 0), *match = string_at(c, 1);
    if (!s || !match) return {};
    const size_t at = s->find(*match);
    return at == std::string::npos ? Value("") : Value(s->substr(0, at));
}
Value substring_after(Call& c) {
    const std::string *s = string_at(c, 0), *match = string_at(c, 1);
    if (!s || !match) return {};
    const size_t at = s->find(*match);
    return at == std::string::npos ? Value("") : Value(s->substr(at + match->size()));
}

Value contains(Call& c) {
    const std::string *s = string_at(c, 0), *match = string_at(c, 1);
    return s && match ? Value(s->find(*match) != std::string::npos) : Value();
}
Value starts_with(Call& c) {
    const std::string *s = string_at(c, 0), *match = string_at(c, 1);
    return s && match ? Value(s->starts_with(*match)) : Value();
}
Value ends_with(Call& c) {
    const std::string *s = string_at(c, 0), *match = string_at(c, 1);
    return s && match ? Value(s->ends_with(*match)) : Value();
}

Value string_join(Call& c) {
    const auto items = list_at(c, 0);
    if (!items) return {};
    std::string parts[3];  // delimiter, prefix, suffix
    for (size_t i = 0; i < 3; ++i) {
        if (!given(c, i + 1)) continue;
        const std::string* s = string_at(c, i + 1);
        if (!s) return {};
        parts[i] = *s;
    }
    std::string joined = parts[1];
    bool first = true;
    for (const Value& item : *items) {
        if (item.null()) continue;
        const auto* s = item.get<std::string>();
        if (!s || !c.evaluator.charge(1 + (s->size() + parts[0].size()) / 32)) return {};
        if (!first) joined += parts[0];
        first = false;
        joined += *s;
    }
    return joined + parts[2];
}

Value get_value(Call& c) {
    const Context* m = argument(c, 0).context();
    if (!m) return {};
    if (const std::string* key = string_at(c, 1)) {
        const Value* found = m->find(*key);
        return found ? *found : Value();
    }
    const List* keys = argument(c, 1).list();
    if (!keys || keys->items.empty()) return {};
    Value at = argument(c, 0);
    for (const Value& key : keys->items) {
        const Context* in = at.context();
        const auto* k = key.get<std::string>();
        const Value* found = in && k ? in->find(*k) : nullptr;
        if (!found) return {};
        at = Value(*found);
    }
    return at;
}

Value entry_of(const std::string& key, const Value& value) {
    std::vector<Entry> pair;
    pair.emplace_back("key", Value(key));
    pair.emplace_back("value", value);
    return make_context(std::move(pair));
}

Value get_entries(Call& c) {
    const Context* m = argument(c, 0).context();
    if (!m) return {};
    std::vector<Value> all;
    for (const auto& [key, value] : m->entries) all.push_back(entry_of(key, value));
    return make_list(std::move(all));
}

void put(std::vector<Entry>& entries, const std::string& key, const Value& value) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& e) { return e.first == key; });
    if (found == entries.end()) entries.emplace_back(key, value);
    else found->second = value;
}

Value context(Call& c) {
    const auto items = list_at(c, 0);
    if (!items) return {};
    std::vector<Entry> entries;
    for (const Value& item : *items) {
        const Context* pair = item.context();
        const Value* key = pair ? pair->find("key") : nullptr;
        const Value* value = pair ? pair->find("value") : nullptr;
        const std::string* k = key ? key->get<std::string>() : nullptr;
        if (!k || !value || !c.evaluator.charge(1 + entries.size() / 8)) return {};
        for (const Entry& e : entries)
            if (e.first == *k) return {};
        entries.emplace_back(*k, *value);
    }
    return make_context(std::move(entries));
}

Value context_put(Call& c) {
    const Context* m = argument(c, 0).context();
    if (!m) return {};
    std::vector<Entry> entries = m->entries;
    if (const std::string* key = string_at(c, 1)) {
        put(entries, *key, argument(c, 2));
        return make_context(std::move(entries));
    }
    const List* keys = argument(c, 1).list();
    const auto* first = keys && !keys->items.empty() ? keys->items[0].get<std::string>() : nullptr;
    if (!first) return {};
    Value value = argument(c, 2);
    if (keys->items.size() > 1) {
        const Value* old = m->find(*first);
        std::vector<Value> rest(keys->items.begin() + 1, keys->items.end());
        std::vector<Value> args{old && old->context() ? *old : make_context({}),
                                make_list(std::move(rest)), value};
        Call inner{args, c.evaluator};
        if (!c.evaluator.charge(entries.size())) return {};
        value = context_put(inner);
        if (value.null()) return {};
    }
    put(entries, *first, value);
    return make_context(std::move(entries));
}

Value context_merge(Call& c) {
    const auto items = list_at(c, 0);
    if (!items) return {};
    std::vector<Entry> entries;
    for (const Value& item : *items) {
        const Context* m = item.context();
        if (!m) return {};
        for (const auto& [key, value] : m->entries) {
            if (!c.evaluator.charge(1 + entries.size() / 8)) return {};
            put(entries, key, value);
        }
    }
    return make_context(std::move(entries));
}

}  // namespace

std::span<const Builtin> text_builtins() {
    static constexpr std::array kTable{
        Builtin{"substring", "string,start position,length?", substring},
        Builtin{"string length", "string", string_length},
        Builtin{"upper case", "string", upper_case},
        Builtin{"lower case", "string", lower_case},
        Builtin{"substring before", "string,match", substring_before},
        Builtin{"substring after", "string,match", substring_after},
        Builtin{"contains", "string,match", contains},
        Builtin{"starts with", "string,match", starts_with},
        Builtin{"ends with", "string,match", ends_with},
        Builtin{"string join", "list,delimiter?,prefix?,suffix?", string_join},
        Builtin{"get value", "m,key|context,keys", get_value},
        Builtin{"get entries", "m", get_entries},
        Builtin{"context", "entries", context},
        Builtin{"context put", "context,key,value|context,keys,value", context_put},
        Builtin{"context merge", "contexts", context_merge},
    };
    return kTable;
}

}  // namespace ss::feel
