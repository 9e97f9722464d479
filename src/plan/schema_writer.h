// Writes a JSON Schema from a list of keys: the other reader of keys.h. Used by schema_of() and by
// rooms that read YAML of their own with yaml.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/values.h"
#include "plan/yaml.h"

namespace ss::plan::yaml {

// JSON in the order in which it is put together.
struct Json {
    std::string text;                // a leaf, as JSON; else
    std::vector<std::string> names;  // an object: names of its items; or
    std::vector<Json> items;
    bool is_list = false;  // a list

    static Json leaf(std::string t);
    static Json string(std::string_view t);
    static Json list(std::vector<Json> all);
    Json& set(std::string key, Json value);
    Json& put(std::string key, std::string_view word);
    std::string print(size_t indent = 0) const;
};

Json schema_text(const Options& o);
Json schema_number(bool whole, const Options& o);
Json schema_pattern(std::string_view pattern);
Json schema_words(const std::vector<std::string_view>& words);
Json schema_map(Json values, const Options& o, bool dates);

inline Json schema_value(bool*, const Options&) {
    return Json{}.put("type", "boolean");
}
inline Json schema_value(int*, const Options& o) {
    return schema_number(true, o);
}
inline Json schema_value(int64_t*, const Options& o) {
    return schema_number(true, o);
}
inline Json schema_value(double*, const Options& o) {
    return schema_number(false, o);
}
inline Json schema_value(std::string*, const Options& o) {
    return schema_text(o);
}
Json schema_value(LocalDate*, const Options&);
Json schema_value(Value*, const Options&);
Json schema_value(Duration*, const Options&);
Json schema_value(Span*, const Options&);
Json schema_value(Clock*, const Options&);
Json schema_value(Offset*, const Options&);
Json schema_value(org::Text*, const Options&);
Json schema_value(org::Limit*, const Options&);
Json schema_value(org::Hours*, const Options&);
Json schema_value(Basis*, const Options&);
Json schema_value(BasisText*, const Options&);
Json schema_value(Verified*, const Options&);
Json schema_value(Week*, const Options&);
Json schema_value(std::vector<std::pair<int64_t, double>>*, const Options&);
Json schema_value(std::vector<std::pair<int, double>>*, const Options&);

template <class T>
requires std::is_enum_v<T> Json schema_value(T*, const Options&) {
    const auto& all = names(T{});
    return schema_words({all.begin(), all.end()});
}

template <class T>
Json schema_value(std::optional<T>*, const Options&);
template <class T>
Json schema_value(std::vector<T>*, const Options&);
template <class T>
Json schema_value(std::set<T>*, const Options&);
template <class K, class T>
Json schema_value(std::map<K, T>*, const Options&);
template <class A, class B>
Json schema_value(std::pair<A, B>*, const Options&);
template <class T, size_t N>
Json schema_value(std::array<T, N>*, const Options&);

class SchemaWriter {
  public:
    template <class T, class... O>
    SchemaWriter& operator()(std::string_view name, T&&, const O&... options) {
        const Options all = options_of(options...);
        Json value = schema_value(static_cast<std::remove_cvref_t<T>*>(nullptr), all);
        if (!all.help.empty()) value.put("description", all.help);
        properties_.set(std::string(name), std::move(value));
        if (all.required) required_.push_back(Json::string(name));
        return *this;
    }
    Json done() {
        Json out = Json{}.put("type", "object");
        out.set("additionalProperties", Json::leaf("false"));
        if (!required_.empty()) out.set("required", Json::list(std::move(required_)));
        out.set("properties", std::move(properties_));
        return out;
    }

  private:
    Json properties_;
    std::vector<Json> required_;
};

template <class T>
concept Told = requires(SchemaWriter& v, T& t) {
    keys(v, t);
};

template <Told T>
Json schema_value(T*, const Options&) {
    T value{};
    SchemaWriter v;
    keys(v, value);
    return v.done();
}

template <class T>
Json schema_value(std::optional<T>*, const Options& o) {
    return schema_value(static_cast<T*>(nullptr), o);
}
template <class T>
Json schema_value(std::vector<T>*, const Options& o) {
    return Json{}.put("type", "array").set("items", schema_value(static_cast<T*>(nullptr), o));
}
template <class T>
Json schema_value(std::set<T>*, const Options& o) {
    return schema_value(static_cast<std::vector<T>*>(nullptr), o)
        .set("uniqueItems", Json::leaf("true"));
}
template <class K, class T>
Json schema_value(std::map<K, T>*, const Options& o) {
    return schema_map(schema_value(static_cast<T*>(nullptr), o), o, std::is_same_v<K, LocalDate>);
}
template <class A, class B>
Json schema_value(std::pair<A, B>*, const Options& o) {
    return schema_value(static_cast<std::vector<A>*>(nullptr), o)
        .set("minItems", Json::leaf("2"))
        .set("maxItems", Json::leaf("2"));
}
template <class T, size_t N>
Json schema_value(std::array<T, N>*, const Options& o) {
    return schema_value(static_cast<std::vector<T>*>(nullptr), o)
        .set("minItems", Json::leaf(std::to_string(N)))
        .set("maxItems", Json::leaf(std::to_string(N)));
}

// The whole file: the schema of T with its head.
template <class T>
std::string schema_text_of(std::string_view title) {
    Json body = schema_value(static_cast<T*>(nullptr), Options{});
    Json out = Json{}.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    out.put("title", title);
    for (size_t i = 0; i < body.items.size(); ++i) out.set(body.names[i], std::move(body.items[i]));
    return out.print() + "\n";
}

}  // namespace ss::plan::yaml
