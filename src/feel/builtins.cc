#include "feel/builtins.h"

#include <algorithm>
#include <string>

#include "feel/builtins_impl.h"
#include "feel/lexer.h"

namespace ss::feel {

namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const size_t end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view bare(std::string_view parameter) {
    if (parameter.ends_with("...")) parameter.remove_suffix(3);
    if (parameter.ends_with("?")) parameter.remove_suffix(1);
    return parameter;
}

bool alternative_takes(std::string_view params, size_t count) {
    size_t least = 0, most = 0;
    bool many = false;
    if (!params.empty())
        for (const std::string_view p : split(params, ',')) {
            many = many || p.ends_with("...");
            least += !p.ends_with("?") && !p.ends_with("...");
            ++most;
        }
    return count >= least && (many ? count > 0 : count <= most);
}

std::vector<Builtin> all() {
    std::vector<Builtin> table;
    for (const auto part : {number_builtins(), text_builtins(), pattern_builtins(), list_builtins(),
                            time_builtins(), range_builtins()})
        table.insert(table.end(), part.begin(), part.end());
    std::sort(table.begin(), table.end(),
              [](const Builtin& a, const Builtin& b) { return a.name < b.name; });
    return table;
}

}  // namespace

std::span<const Builtin> builtins() {
    static const std::vector<Builtin> kTable = all();
    return kTable;
}

uint32_t find_builtin(std::string_view name) {
    const auto table = builtins();
    const auto found =
        std::lower_bound(table.begin(), table.end(), name,
                         [](const Builtin& b, std::string_view n) { return b.name < n; });
    if (found == table.end() || found->name != name) return kNone;
    return static_cast<uint32_t>(found - table.begin());
}

bool takes(const Builtin& b, size_t count) {
    const auto alternatives = split(b.params, '|');
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](std::string_view params) { return alternative_takes(params, count); });
}

std::vector<size_t> places(const Builtin& b, std::span<const std::string> names) {
    for (const std::string_view params : split(b.params, '|')) {
        const auto all_params = split(params, ',');
        std::vector<size_t> where;
        for (const std::string& name : names) {
            const auto found = std::find_if(all_params.begin(), all_params.end(),
                                            [&](std::string_view p) { return bare(p) == name; });
            if (found == all_params.end()) break;
            const auto place = static_cast<size_t>(found - all_params.begin());
            if (std::find(where.begin(), where.end(), place) != where.end()) break;
            where.push_back(place);
        }
        if (where.size() == names.size()) return where;
    }
    return {};
}

const Value& argument(const Call& c, size_t i) {
    static const Value kNull;
    return i < c.args.size() ? c.args[i] : kNull;
}

const Value& plain(const Call& c, size_t i) {
    const Value& v = argument(c, i);
    const List* l = v.list();
    return l && l->items.size() == 1 ? l->items[0] : v;
}

bool given(const Call& c, size_t i) {
    return !argument(c, i).null();
}
const Number* number_at(const Call& c, size_t i) {
    return plain(c, i).get<Number>();
}
const std::string* string_at(const Call& c, size_t i) {
    return plain(c, i).get<std::string>();
}

std::optional<int64_t> integer_at(const Call& c, size_t i) {
    const Number* n = number_at(c, i);
    return n ? n->integer() : std::nullopt;
}

std::optional<std::vector<Value>> list_at(const Call& c, size_t i) {
    const Value& v = argument(c, i);
    if (v.null()) return std::nullopt;
    if (const List* l = v.list()) return l->items;
    return std::vector<Value>{v};
}

std::optional<std::vector<Value>> items_of(const Call& c) {
    if (c.args.size() == 1) return list_at(c, 0);
    return c.args;
}

std::vector<uint32_t> code_points(const std::string& text) {
    std::vector<uint32_t> points;
    for (size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        uint32_t point = size == 1 ? lead : lead & (0xffu >> (size + 1));
        for (size_t k = 1; k < size && i + k < text.size(); ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
        points.push_back(point);
        i += size;
    }
    return points;
}

std::string utf8(std::span<const uint32_t> points) {
    std::string text;
    for (const uint32_t p : points) append_utf8(text, p);
    return text;
}

}  // namespace ss::feel
