// JSON from outside as a tree: any order of keys, nothing else forgiven. Floats, doubled keys,
// bytes that are not UTF-8 and everything past the limits are refused with the path of the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace ss::serve {

struct Json {
    struct Member;
    using List = std::vector<Json>;
    using Object = std::vector<Member>;  // in ascending order of the keys
    std::variant<std::monostate, bool, int64_t, std::string, List, Object> is;

    const Json* find(std::string_view key) const;  // nullptr: no object, or not in it
    const Object* object() const { return std::get_if<Object>(&is); }
    const List* list() const { return std::get_if<List>(&is); }
    const std::string* text() const { return std::get_if<std::string>(&is); }
    const int64_t* number() const { return std::get_if<int64_t>(&is); }
};

struct Json::Member {
    std::string first;
    Json second;
};

// What is wrong with a request, and where: "command.dossier.present.given[2].copies".
struct Wrong {
    std::string at;
    std::string message;
};

inline constexpr size_t kJsonDepth = 24;
inline constexpr size_t kJsonValues = 200'000;  // in one text

// Texts are normalised to NFC. Never throws, never reads past the end.
std::variant<Json, Wrong> parse_json(std::string_view text);

std::string quoted(std::string_view text);  // as a JSON text

}  // namespace ss::serve
