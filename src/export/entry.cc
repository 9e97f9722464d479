// An entry's facts as events. The lists of fields that write a fact to the journal serve here too:
// each field becomes an attribute, a relation, or both. A sealed value becomes true or false.
#include <algorithm>
#include <array>
#include <type_traits>

#include "export/log.h"
#include "office/codec.h"
#include "office/wire.h"

namespace ss::exports {

namespace {

template <class T>
struct Is : wire::detail::Is<T> {
    static constexpr bool optional = false;
};
template <class T>
struct Is<std::optional<T>> : wire::detail::Is<void> {
    static constexpr bool optional = true;
};

template <class... Names>
bool one_of(std::string_view name, Names... names) {
    return ((name == names) || ...);
}

// --- a value as JSON text, sealed values as true or false ---------------------------------------

template <class T>
void json(wire::Writer& w, T& value);

struct JsonFields {
    wire::Writer& w;
    bool first = true;
    template <class T>
    JsonFields& operator()(std::string_view name, T& value) {
        w.key(name, first);
        json(w, value);
        return *this;
    }
    template <class T>
    JsonFields& operator()(std::string_view name, std::optional<T>& value) {
        if (value) (*this)(name, *value);
        return *this;
    }
};

template <class T>
concept Struct = requires(JsonFields& v, T& t) {
    fields(v, t);
};

template <class Range, class F>
void json_list(wire::Writer& w, Range& range, F&& item) {
    w.raw("[");
    bool first = true;
    for (auto& element : range) {
        if (!first) w.raw(",");
        first = false;
        item(element);
    }
    w.raw("]");
}

template <class T>
void json(wire::Writer& w, T& value) {
    using Plain = std::remove_const_t<T>;
    auto& v = const_cast<Plain&>(value);  // fields() takes what it could change; nothing does
    if constexpr (std::is_same_v<Plain, Sealed>) {
        w.raw(v.hash.zero() ? "false" : "true");
    } else if constexpr (std::is_same_v<Plain, Instant>) {
        w.string(iso(v));
    } else if constexpr (std::is_same_v<Plain, LocalDate>) {
        w.string(to_text(v));
    } else if constexpr (std::is_same_v<Plain, Value>) {
        wire::write(w, v);
    } else if constexpr (Is<Plain>::vector || Is<Plain>::set) {
        json_list(w, v, [&](auto& item) { json(w, item); });
    } else if constexpr (Is<Plain>::map) {
        if constexpr (wire::detail::kTextKey<typename Plain::key_type>) {
            bool first = true;
            for (auto& [key, item] : v) {
                w.key(key, first);
                json(w, item);
            }
            w.raw(first ? "{}" : "}");
        } else {
            json_list(w, v, [&](auto& pair) {
                w.raw("[");
                json(w, pair.first);
                w.raw(",");
                json(w, pair.second);
                w.raw("]");
            });
        }
    } else if constexpr (Is<Plain>::variant) {
        std::visit([&](auto& alternative) { json(w, alternative); }, v);
    } else if constexpr (Struct<Plain>) {
        JsonFields f{w};
        fields(f, v);
        w.raw(f.first ? "{}" : "}");
    } else {
        wire::write(w, v);
    }
}

template <class T>
std::string json_text(T& value) {
    wire::Writer w;
    json(w, value);
    return w.take();
}

// --- a fact's fields as attributes and relations ------------------------------------------------

// What the code in a field names; "": nothing that is an object.
std::string_view named_by(std::string_view event, std::string_view name) {
    if (one_of(name, "by", "officer", "officer_code", "convener", "chair", "mover", "taken_by",
               "received_by", "giver", "owner", "lead", "members", "guests", "tellers",
               "candidates", "elected", "present", "count_tellers", "count_elected"))
        return "officer";
    if (name == "to" && event.starts_with("work.")) return "officer";
    if (one_of(name, "post", "posts", "owner_post", "giver_post", "officer_post", "to_post",
               "signer_post", "lead_post", "delegation_from_post", "delegation_to_post",
               "on_behalf_of", "appoints"))
        return "post";
    if (name == "support") return "post";
    if (one_of(name, "body", "drafting_body")) return "body";
    if (name == "procedure") return "procedure";
    if (name == "role") return "role";
    if (one_of(name, "unit", "for_unit")) return "unit";
    if (name == "inject") return "inject";
    return "";
}

template <class Tag>
constexpr std::string_view numbered(Id<Tag>*) {
    if constexpr (std::is_same_v<Tag, DossierTag>) return "dossier";
    else if constexpr (std::is_same_v<Tag, WorkTag>) return "work";
    else if constexpr (std::is_same_v<Tag, DocumentTag>) return "document";
    else if constexpr (std::is_same_v<Tag, MeetingTag>) return "meeting";
    else if constexpr (std::is_same_v<Tag, TicketTag>) return "ticket";
    else return "assignment";
}

bool outsider(const Code& by) {
    return by == kClock || by == kCitizen || by == kCourier || by == kDirector;
}

// Whose numbers a message's ids are: what a unit says of its own papers, or of the other's.
template <class M>
constexpr bool kOfReceiver =
    std::is_same_v<M, office::ForwardAccepted> || std::is_same_v<M, office::ForwardDeclined> ||
    std::is_same_v<M, office::ForwardResult> || std::is_same_v<M, office::DocumentStatus> ||
    std::is_same_v<M, office::AgencyAnswer>;

struct Walker {
    Event& event;
    Code unit;  // whose numbers the ids are
    bool attributes = true;
    std::string prefix;  // of nested structs
    Code sender;         // whose number of a paper `theirs` is; "from" comes before it

    void put(std::string name, Scalar value) {
        if (attributes && !event.find(name))
            event.attributes.push_back({std::move(name), std::move(value)});
    }
    void relate(std::string_view type, const std::string& code, std::string qualifier) {
        const bool citywide = type == "unit" || type == "procedure" || type == "inject";
        const std::string kind(type);
        event.relations.push_back({citywide ? kind + "/" + code : unit + "/" + kind + "/" + code,
                                   kind, std::move(qualifier)});
    }
    void name(const std::string& field, const std::string& code) {
        const std::string_view type = named_by(event.type, field);
        if (type.empty() || code.empty() || (type == "officer" && outsider(code))) return;
        relate(type, code, field);
    }

    template <class T>
    Walker& operator()(std::string_view field, std::optional<T>& value) {
        return value ? (*this)(field, *value) : *this;
    }
    template <class T>
    Walker& operator()(std::string_view field, T& value) {
        visit(prefix + std::string(field), field, value);
        return *this;
    }

    template <class T>
    void visit(const std::string& full, std::string_view field, T& v) {
        if constexpr (std::is_same_v<T, bool>) {
            put(full, v);
        } else if constexpr (std::is_integral_v<T>) {
            put(full, static_cast<int64_t>(v));
        } else if constexpr (std::is_enum_v<T>) {
            put(full, std::string(names(T{})[static_cast<size_t>(v) - static_cast<size_t>(T{})]));
        } else if constexpr (std::is_same_v<T, std::string>) {
            name(full, v);
            if (full == "from") sender = v;
            if (!v.empty()) put(full, v);
        } else if constexpr (std::is_same_v<T, Instant>) {
            if (v.ms != 0 && full != "at") put(full, v);
        } else if constexpr (std::is_same_v<T, LocalDate>) {
            if (v.day != 0) put(full, to_text(v));
        } else if constexpr (std::is_same_v<T, Hash>) {
            if (!v.zero()) put(full, hex(v));
        } else if constexpr (std::is_same_v<T, Sealed>) {
            put(full + "_given", !v.hash.zero());
        } else if constexpr (Is<T>::id) {
            if (!v) return;
            const Code home = unit;
            if (full == "theirs") unit = sender;
            relate(numbered(static_cast<T*>(nullptr)), std::to_string(v.number), full);
            unit = home;
        } else if constexpr (Is<T>::vector || Is<T>::set) {
            list(full, v);
        } else if constexpr (Is<T>::map) {
            if (!v.empty()) put(full, json_text(v));
        } else if constexpr (std::is_same_v<T, dossiers::Elsewhere>) {
            elsewhere(full, v);
        } else if constexpr (std::is_same_v<T, office::Message>) {
            message(v);
        } else if constexpr (Is<T>::variant || !Struct<T>) {
            put(full, json_text(v));
        } else {
            nested(full, field, v);
        }
    }

    template <class T>
    void list(const std::string& full, T& v) {
        using Item = typename T::value_type;
        if (v.empty()) return;
        if constexpr (std::is_same_v<Item, std::string>)
            for (const std::string& code : v) name(full, code);
        if constexpr (Is<Item>::id)
            for (const auto& id : v)
                relate(numbered(static_cast<Item*>(nullptr)), std::to_string(id.number), full);
        put(full, json_text(v));
    }

    // "as" is the command within the fact, whose fields are the fact's own.
    template <class T>
    void nested(const std::string& full, std::string_view field, T& v) {
        const std::string outer = prefix;
        if (field != "as") prefix = full + "_";
        fields(*this, v);
        prefix = outer;
    }

    void elsewhere(const std::string& full, dossiers::Elsewhere& v) {
        if (v.unit.empty()) return;
        put(full + "_unit", v.unit);
        relate("unit", v.unit, full + "_unit");
        if (!v.dossier) return;
        const Code home = std::exchange(unit, v.unit);
        relate("dossier", std::to_string(v.dossier.number), full + "_dossier");
        unit = home;
    }

    void message(office::Message& m) {
        put("message_from", m.from);
        put("message_to", m.to);
        put("message_number", static_cast<int64_t>(m.number));
        relate("unit", m.from, "message_from");
        relate("unit", m.to, "message_to");
        std::visit(
            [&]<class M>(M& payload) {
                put("message", std::string(M::kWire));
                const Code home = std::exchange(unit, kOfReceiver<M> ? m.to : m.from);
                const std::string outer = std::exchange(prefix, "message_");
                fields(*this, payload);
                prefix = outer;
                unit = home;
            },
            m.payload);
    }
};

template <class... T, class F>
void innermost(std::variant<T...>& v, F&& f) {
    std::visit(
        [&]<class A>(A& a) {
            if constexpr (wire::Named<A>) f(a);
            else innermost(a, f);
        },
        v);
}

template <class A>
Instant time_of(const A& fact, Instant entry) {
    if constexpr (requires {
                      { fact.at } -> std::convertible_to<Instant>;
                  })
        return fact.at;
    else return entry;
}

void finish(Event& e) {
    std::sort(e.relations.begin(), e.relations.end());
    e.relations.erase(std::unique(e.relations.begin(), e.relations.end()), e.relations.end());
}

}  // namespace

const Attribute* Event::find(std::string_view name) const {
    for (const Attribute& a : attributes)
        if (a.name == name) return &a;
    return nullptr;
}

const Relation* Event::related(std::string_view qualifier) const {
    for (const Relation& r : relations)
        if (r.qualifier == qualifier) return &r;
    return nullptr;
}

Result<std::vector<Event>> events_of(const journal::Entry& entry, std::string& unit) {
    auto decoded = office::decode(entry.body);
    if (!decoded.ok()) {
        Error error = std::move(decoded).error();
        error.message = "entry " + std::to_string(entry.seq) + ": " + error.message;
        return error;
    }
    auto [envelope, answer] = std::move(decoded).value();
    innermost(envelope.command, [&]<class A>(A& command) {
        if constexpr (std::is_same_v<A, office::OpenUnit>) unit = command.unit;
    });
    std::vector<Event> events;
    const auto begin = [&](std::string type, Instant at) -> Event& {
        Event& e = events.emplace_back();
        e.id = unit + "/" + std::to_string(entry.seq) + "/" + std::to_string(events.size() - 1);
        e.type = std::move(type);
        e.at = at;
        e.attributes = {{"seq", static_cast<int64_t>(entry.seq)},
                        {"entered", envelope.at},
                        {"asked_by", envelope.by},
                        {"command", std::string(office::name_of(envelope.command))}};
        if (!envelope.request.empty()) e.attributes.push_back({"request", envelope.request});
        if (envelope.happened) e.attributes.push_back({"happened", *envelope.happened});
        e.relations.push_back({"unit/" + unit, "unit", "in"});
        if (!outsider(envelope.by))
            e.relations.push_back({unit + "/officer/" + envelope.by, "officer", "asked_by"});
        return e;
    };
    for (office::Fact& fact : answer.facts)
        innermost(fact, [&]<class A>(A& one) {
            Walker w{begin(std::string(A::kWire), time_of(one, envelope.at)), unit, true, "", ""};
            fields(w, one);
            finish(w.event);
        });
    if (answer.refusal) {
        Event& e = begin("refused", envelope.at);
        const Refusal& r = *answer.refusal;
        e.attributes.push_back(
            {"code", std::string(names(RefusalCode{})[static_cast<size_t>(r.code)])});
        e.attributes.push_back({"rule", r.rule});
        e.attributes.push_back({"args", json_text(r.args)});
        innermost(envelope.command, [&](auto& command) {
            e.attributes.push_back({"asked", json_text(command)});
            Walker w{e, unit, false, "", ""};
            fields(w, command);
        });
        finish(e);
    }
    return events;
}

}  // namespace ss::exports
