// JSON Schema (2020-12) out of the same fields() that write and read canonical JSON (base/wire.h).
//
//     Schemas all("#/$defs/");
//     std::string ref = all.of<Dossier>();      // {"$ref":"#/$defs/DossiersDossier"}
//     all.defs();                               // what it names, by name
//
// Names: a command or fact is called by its wire name ("dossier.receive" -> DossierReceive),
// anything else by room and type (ss::dossiers::Applicant -> DossiersApplicant); types of ss itself
// and of the views stand alone (Refusal, Counter). Two types of one name are a bug.
//
// Formats of plain integers: "ms-since-1970" (Instant), "days-since-1970" (LocalDate), "id".
#pragma once

#include <cctype>
#include <map>
#include <string>
#include <string_view>

#include "base/wire.h"

namespace ss::wire {

class Schemas;

namespace detail {

// "ss::dossiers::Applicant", as g++ and clang write it into the name of a function.
template <class T>
constexpr std::string_view type_name() {
    constexpr std::string_view here = __PRETTY_FUNCTION__;
    constexpr size_t from = here.find("T = ") + 4;
    return here.substr(from, here.find_first_of(";]", from) - from);
}

// "dossier.ask_supplement" -> "DossierAskSupplement"
inline std::string in_capitals(std::string_view text) {
    std::string out;
    bool capital = true;
    for (const char c : text) {
        if (c == '.' || c == '_' || c == ':' || c == '-') {
            capital = true;
            continue;
        }
        out += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        capital = false;
    }
    return out;
}

template <class T>
std::string schema_name() {
    if constexpr (Named<T>) {
        return in_capitals(T::kWire);
    } else {
        std::string_view name = type_name<T>();
        for (const std::string_view home : {"ss::", "views::"})
            if (name.starts_with(home)) name.remove_prefix(home.size());
        return in_capitals(name);
    }
}

}  // namespace detail

class Schemas {
  public:
    // `prefix` of every reference: "#/$defs/", "#/components/schemas/".
    explicit Schemas(std::string prefix) : prefix_(std::move(prefix)) {}

    // The schema that stands where a T stands: a reference, or the thing itself where it is short.
    template <class T>
    std::string of();
    const std::map<std::string, std::string>& defs() const { return defs_; }
    // Names something that is no type of its own: a variant, an answer.
    std::string put(const std::string& name, std::string schema) {
        defs_[name] = std::move(schema);
        return ref(name);
    }
    std::string ref(std::string_view name) const {
        return "{\"$ref\":\"" + prefix_ + std::string(name) + "\"}";
    }

  private:
    template <class T>
    std::string named(std::string (Schemas::*make)());
    template <class T>
    std::string structure();
    template <class T>
    std::string enumeration();
    std::string sealed();
    template <class T>
    std::string plain();
    template <class... T>
    void alternatives(const std::variant<T...>*, std::string& out);

    std::string prefix_;
    std::map<std::string, std::string> defs_;
    std::map<std::string, std::string_view> types_;  // whose name it is
};

struct FieldSchema {
    Schemas& all;
    std::string properties;
    std::string required;
    std::string_view last;

    template <class T>
    FieldSchema& operator()(std::string_view name, T&) {
        add(required, '"' + std::string(name) + '"');
        return property<T>(name);
    }
    template <class T>
    FieldSchema& operator()(std::string_view name, std::optional<T>&) {
        return property<T>(name);
    }

  private:
    template <class T>
    FieldSchema& property(std::string_view name) {
        if (!last.empty()) SS_ASSERT(last < name);
        last = name;
        add(properties, '"' + std::string(name) + "\":" + all.of<T>());
        return *this;
    }
    static void add(std::string& list, const std::string& item) {
        if (!list.empty()) list += ',';
        list += item;
    }
};

template <class T>
std::string Schemas::named(std::string (Schemas::*make)()) {
    std::string name = detail::schema_name<T>();
    const auto [i, fresh] = types_.emplace(name, detail::type_name<T>());
    SS_ASSERT(i->second == detail::type_name<T>());
    if (fresh) {
        defs_[name] = "{}";  // a type may lead back to itself
        defs_[name] = (this->*make)();
    }
    return ref(name);
}

template <class T>
std::string Schemas::structure() {
    T value{};
    FieldSchema f{*this, {}, {}, {}};
    fields(f, value);
    return "{\"additionalProperties\":false,\"properties\":{" + f.properties + "},\"required\":[" +
           f.required + "],\"type\":\"object\"}";
}

template <class T>
std::string Schemas::enumeration() {
    std::string out;
    for (const std::string_view name : names(T{}))
        out += (out.empty() ? "\"" : ",\"") + std::string(name) + '"';
    return "{\"enum\":[" + out + "],\"type\":\"string\"}";
}

// In a command from outside: {"seal": "the value"}, which the server seals; elsewhere the hash.
inline std::string Schemas::sealed() {
    return "{\"oneOf\":[{\"pattern\":\"^([0-9a-f]{64})?$\",\"type\":\"string\"},"
           "{\"additionalProperties\":false,\"properties\":{\"seal\":{\"type\":\"string\"}},"
           "\"required\":[\"seal\"],\"type\":\"object\"}]}";
}

template <class... T>
void Schemas::alternatives(const std::variant<T...>*, std::string& out) {
    const auto one = [&]<class A>(std::type_identity<A>) {
        if constexpr (Named<A>) {
            const std::string name(A::kWire);
            out += (out.empty() ? "" : ",") +
                   ("{\"additionalProperties\":false,\"properties\":{\"" + name + "\":" + of<A>() +
                    "},\"required\":[\"" + name + "\"],\"type\":\"object\"}");
        } else {
            alternatives(static_cast<const A*>(nullptr), out);
        }
    };
    (one(std::type_identity<T>{}), ...);
}

template <class T>
std::string Schemas::plain() {
    using detail::Is;
    if constexpr (Is<T>::id) {
        return "{\"format\":\"id\",\"minimum\":0,\"type\":\"integer\"}";
    } else if constexpr (Is<T>::vector) {
        return "{\"items\":" + of<typename T::value_type>() + ",\"type\":\"array\"}";
    } else if constexpr (Is<T>::set) {
        return "{\"items\":" + of<typename T::value_type>() +
               ",\"type\":\"array\",\"uniqueItems\":true}";
    } else if constexpr (Is<T>::map) {
        if constexpr (detail::kTextKey<typename T::key_type>)
            return "{\"additionalProperties\":" + of<typename T::mapped_type>() +
                   ",\"type\":\"object\"}";
        else
            return "{\"items\":{\"items\":false,\"minItems\":2,\"prefixItems\":[" +
                   of<typename T::key_type>() + "," + of<typename T::mapped_type>() +
                   "],\"type\":\"array\"},\"type\":\"array\"}";
    } else if constexpr (Is<T>::variant) {
        std::string all;
        alternatives(static_cast<const T*>(nullptr), all);
        return "{\"oneOf\":[" + all + "]}";
    } else {  // a pair
        return "{\"items\":false,\"minItems\":2,\"prefixItems\":[" + of<typename T::first_type>() +
               "," + of<typename T::second_type>() + "],\"type\":\"array\"}";
    }
}

template <class T>
std::string Schemas::of() {
    using detail::Is;
    if constexpr (std::is_same_v<T, bool>) {
        return "{\"type\":\"boolean\"}";
    } else if constexpr (std::is_integral_v<T>) {
        return std::is_unsigned_v<T> ? "{\"minimum\":0,\"type\":\"integer\"}"
                                     : "{\"type\":\"integer\"}";
    } else if constexpr (std::is_enum_v<T>) {
        return named<T>(&Schemas::enumeration<T>);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return "{\"type\":\"string\"}";
    } else if constexpr (std::is_same_v<T, Instant>) {
        return "{\"format\":\"ms-since-1970\",\"type\":\"integer\"}";
    } else if constexpr (std::is_same_v<T, LocalDate>) {
        return "{\"format\":\"days-since-1970\",\"type\":\"integer\"}";
    } else if constexpr (std::is_same_v<T, Hash>) {
        return "{\"pattern\":\"^[0-9a-f]{64}$\",\"type\":\"string\"}";
    } else if constexpr (std::is_same_v<T, Sealed>) {
        return named<T>(&Schemas::sealed);
    } else if constexpr (std::is_same_v<T, Value>) {
        return "{\"type\":[\"null\",\"boolean\",\"integer\",\"string\"]}";
    } else if constexpr (Is<T>::id || Is<T>::vector || Is<T>::set || Is<T>::map || Is<T>::variant ||
                         requires(T t) { t.first, t.second; }) {
        return plain<T>();
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return "{\"type\":\"null\"}";
    } else {
        return named<T>(&Schemas::structure<T>);
    }
}

// A whole schema document of one type.
template <class T>
std::string schema_document() {
    Schemas all("#/$defs/");
    const std::string ref = all.of<T>();
    std::string defs;
    for (const auto& [name, schema] : all.defs())
        defs += (defs.empty() ? "\"" : ",\"") + name + "\":" + schema;
    return "{\"$defs\":{" + defs + "}," + ref.substr(1, ref.size() - 2) +
           ",\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"}";
}

}  // namespace ss::wire
