// The third reader of fields(): from a tree of JSON in any order into a struct. Fields left out are
// as in a new struct; a personal value is sealed on the way in. For .cc files only.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "base/wire.h"
#include "serve/json.h"

namespace ss::serve {

using Salt = std::function<std::string()>;  // 32 fresh random bytes

struct Taking {
    const Salt& salt;
    std::vector<SealedValue> sealed = {};
    std::string path = {};
    std::optional<Wrong> wrong = {};

    bool fail(std::string message) {
        if (!wrong) wrong = Wrong{path, std::move(message)};
        return false;
    }
    // Runs `inside` with the path one step longer.
    template <class Inside>
    bool at(std::string_view step, Inside inside) {
        const size_t length = path.size();
        if (!path.empty() && step.front() != '[') path += '.';
        path += step;
        const bool good = inside();
        if (good) path.resize(length);
        return good;
    }
};

template <class T>
bool take(Taking& t, const Json& json, T& value);

struct FieldTaker {
    Taking& taking;
    const Json::Object& all;
    std::vector<std::string_view> names = {};

    template <class T>
    FieldTaker& operator()(std::string_view name, T& value) {
        names.push_back(name);
        if (const Json* json = find(name))
            taking.at(name, [&] { return take(taking, *json, value); });
        return *this;
    }
    template <class T>
    FieldTaker& operator()(std::string_view name, std::optional<T>& value) {
        names.push_back(name);
        const Json* json = find(name);
        if (json == nullptr || std::holds_alternative<std::monostate>(json->is)) return *this;
        taking.at(name, [&] { return take(taking, *json, value.emplace()); });
        return *this;
    }
    bool finish() {
        if (taking.wrong) return false;
        for (const auto& [key, json] : all)
            if (std::find(names.begin(), names.end(), key) == names.end())
                return taking.fail("it has no field \"" + key.substr(0, limits::kCode) + "\"");
        return true;
    }

  private:
    const Json* find(std::string_view name) const {
        if (taking.wrong) return nullptr;
        for (const auto& [key, json] : all)
            if (key == name) return &json;
        return nullptr;
    }
};

inline bool take_text(Taking& t, const Json& json, std::string& value) {
    const std::string* text = json.text();
    if (text == nullptr) return t.fail("a text is expected");
    if (text->size() > limits::kText) return t.fail("the text is too long");
    value = *text;
    return true;
}

inline bool take_sealed(Taking& t, const Json& json, Sealed& value) {
    value = {};
    if (const std::string* none = json.text(); none != nullptr && none->empty()) return true;
    const Json* text = json.find("seal");
    if (text == nullptr || text->text() == nullptr || json.object()->size() != 1)
        return t.fail("a personal value is written {\"seal\": \"...\"}");
    if (text->text()->empty()) return true;
    if (text->text()->size() > limits::kSealedValue) return t.fail("the text is too long");
    if (t.sealed.size() >= limits::kSealedValues) return t.fail("too many personal values");
    value = t.sealed.emplace_back(t.salt(), *text->text()).sealed();
    return true;
}

inline bool take_value(Taking& t, const Json& json, Value& value) {
    if (const bool* b = std::get_if<bool>(&json.is)) return value = *b, true;
    if (const int64_t* n = json.number()) return value = *n, true;
    if (std::holds_alternative<std::monostate>(json.is)) return value = std::monostate{}, true;
    return take_text(t, json, value.emplace<std::string>());
}

template <class T>
bool take_number(Taking& t, const Json& json, T& value) {
    const int64_t* n = json.number();
    if (n == nullptr) return t.fail("a whole number is expected");
    value = static_cast<T>(*n);
    const bool fits = static_cast<int64_t>(value) == *n && (std::is_signed_v<T> || *n >= 0);
    return fits || t.fail("a number out of range");
}

template <class T>
bool take_word(Taking& t, const Json& json, T& value) {
    const auto& all = names(T{});
    if (const std::string* name = json.text())
        for (size_t i = 0; i < all.size(); ++i)
            if (all[i] == *name) {
                value = static_cast<T>(i + static_cast<size_t>(T{}));
                return true;
            }
    return t.fail("none of the words that may stand here");
}

template <class Item>
bool take_items(Taking& t, const Json& json, Item item) {
    const Json::List* list = json.list();
    if (list == nullptr) return t.fail("a list is expected");
    if (list->size() > limits::kList) return t.fail("the list is too long");
    for (size_t i = 0; i < list->size(); ++i)
        if (!t.at('[' + std::to_string(i) + ']', [&] { return item((*list)[i]); })) return false;
    return true;
}

template <class T>
bool take_map(Taking& t, const Json& json, T& value) {
    value.clear();
    if constexpr (wire::detail::kTextKey<typename T::key_type>) {
        const Json::Object* all = json.object();
        if (all == nullptr) return t.fail("an object is expected");
        if (all->size() > limits::kList) return t.fail("too many keys");
        for (const auto& [key, item] : *all) {
            if (key.empty() || key.size() > limits::kCode) return t.fail("a key of no such length");
            if (!t.at(key, [&] { return take(t, item, value[key]); })) return false;
        }
        return true;
    } else {
        return take_items(t, json, [&](const Json& pair) {
            typename T::key_type key{};
            if (pair.list() == nullptr || pair.list()->size() != 2)
                return t.fail("a pair is expected");
            if (!take(t, (*pair.list())[0], key)) return false;
            const auto [place, fresh] = value.try_emplace(std::move(key));
            return (fresh || t.fail("it is there twice")) &&
                   take(t, (*pair.list())[1], place->second);
        });
    }
}

// The alternative of that name. False without a complaint: none has it.
template <class... T>
bool take_named(Taking& t, const std::string& name, const Json& json, std::variant<T...>& v) {
    bool found = false;
    const auto attempt = [&]<class A>(std::type_identity<A>) {
        if (found) return;
        if constexpr (wire::Named<A>) {
            if (name != A::kWire) return;
            found = true;
            t.at(name, [&] { return take(t, json, v.template emplace<A>()); });
        } else {
            A inner;
            found = take_named(t, name, json, inner);
            if (found) v.template emplace<A>(std::move(inner));
        }
    };
    (attempt(std::type_identity<T>{}), ...);
    return found;
}

template <class... T>
bool take_variant(Taking& t, const Json& json, std::variant<T...>& v) {
    const Json::Object* all = json.object();
    if (all == nullptr || all->size() != 1) return t.fail("{\"name\": {...}} is expected");
    const auto& [name, what] = all->front();
    if (!take_named(t, name, what, v))
        return t.fail("nothing is called \"" + name.substr(0, limits::kCode) + "\"");
    return !t.wrong;
}

template <class T>
bool take(Taking& t, const Json& json, T& value) {
    using wire::detail::Is;
    if constexpr (std::is_same_v<T, bool>) {
        const bool* b = std::get_if<bool>(&json.is);
        if (b == nullptr) return t.fail("true or false is expected");
        value = *b;
        return true;
    } else if constexpr (std::is_integral_v<T>) {
        return take_number(t, json, value);
    } else if constexpr (std::is_enum_v<T>) {
        return take_word(t, json, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return take_text(t, json, value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        return take_number(t, json, value.ms);
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        return take_number(t, json, value.day);
    } else if constexpr (std::is_same_v<T, Hash>) {
        const auto hash = json.text() == nullptr ? std::nullopt : parse_hex(*json.text());
        if (!hash) return t.fail("a hash of 64 hexadecimal digits is expected");
        value = *hash;
        return true;
    } else if constexpr (std::is_same_v<T, Sealed>) {
        return take_sealed(t, json, value);
    } else if constexpr (std::is_same_v<T, Value>) {
        return take_value(t, json, value);
    } else if constexpr (Is<T>::id) {
        return take_number(t, json, value.number);
    } else if constexpr (Is<T>::vector) {
        value.clear();
        return take_items(t, json,
                          [&](const Json& item) { return take(t, item, value.emplace_back()); });
    } else if constexpr (Is<T>::set) {
        value.clear();
        return take_items(t, json, [&](const Json& json_item) {
            typename T::value_type item{};
            return take(t, json_item, item) &&
                   (value.insert(std::move(item)).second || t.fail("it is there twice"));
        });
    } else if constexpr (Is<T>::map) {
        return take_map(t, json, value);
    } else if constexpr (Is<T>::variant) {
        return take_variant(t, json, value);
    } else if constexpr (requires { value.first, value.second; }) {
        if (json.list() == nullptr || json.list()->size() != 2) return t.fail("a pair is expected");
        return take(t, (*json.list())[0], value.first) && take(t, (*json.list())[1], value.second);
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return std::holds_alternative<std::monostate>(json.is) || t.fail("null is expected");
    } else {
        const Json::Object* all = json.object();
        if (all == nullptr) return t.fail("an object is expected");
        FieldTaker f{t, *all};
        fields(f, value);
        return f.finish();
    }
}

// A body that holds nothing personal.
template <class T>
std::variant<T, Wrong> read_json(std::string_view body) {
    auto json = parse_json(body);
    if (Wrong* wrong = std::get_if<Wrong>(&json)) return std::move(*wrong);
    const Salt none = [] { return std::string(); };
    Taking t{none};
    T value{};
    if (!take(t, std::get<Json>(json), value)) return std::move(*t.wrong);
    return value;
}

}  // namespace ss::serve
