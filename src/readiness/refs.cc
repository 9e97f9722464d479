// Reads any command or fact through the lists of fields that write it to the journal.
#include <boost/json.hpp>
#include <type_traits>

#include "office/wire.h"
#include "readiness/measures.h"

namespace ss::readiness {

namespace {

struct Collect {
    Refs& refs;

    template <class T>
    Collect& operator()(std::string_view field, T& value) {
        if (field != "theirs") visit(value);  // the sender's number of a paper
        return *this;
    }
    template <class T>
    Collect& operator()(std::string_view, std::optional<T>& value) {
        if (value) visit(*value);
        return *this;
    }
    template <class T>
    void visit(T& v) {
        if constexpr (std::is_same_v<T, DossierId>) {
            if (v) refs.dossiers.insert(v);
        } else if constexpr (std::is_same_v<T, DocumentId>) {
            if (v) refs.documents.insert(v);
        } else if constexpr (std::is_same_v<T, MeetingId>) {
            if (v) refs.meetings.insert(v);
        } else if constexpr (std::is_same_v<T, AssignmentId>) {
            if (v) refs.assignments.insert(v);
        } else if constexpr (std::is_same_v<T, WorkId>) {
            if (v) refs.works.insert(v);
        } else if constexpr (std::is_same_v<T, assignments::Source>) {
            if (v.document) refs.documents.insert(*v.document);
            if (v.meeting) refs.meetings.insert(*v.meeting);
        }
        // Numbers inside messages are another unit's as often as ours: expect.cc looks at those.
    }
};

template <class... T, class F>
void innermost(const std::variant<T...>& v, F&& f) {
    std::visit(
        [&]<class A>(const A& a) {
            if constexpr (wire::Named<A>) f(a);
            else innermost(a, f);
        },
        v);
}

template <class V>
Refs collect(const V& variant) {
    Refs refs;
    innermost(variant, [&]<class A>(const A& a) {
        Collect c{refs};
        fields(c, const_cast<A&>(a));  // takes what it could change; nothing does
    });
    return refs;
}

bool same(const boost::json::value& v, const Value& wanted) {
    if (v.is_array()) {
        for (const auto& item : v.as_array())
            if (same(item, wanted)) return true;
        return false;
    }
    if (std::holds_alternative<std::monostate>(wanted)) return v.is_null();
    if (const auto* b = std::get_if<bool>(&wanted)) return v.is_bool() && v.as_bool() == *b;
    if (const auto* n = std::get_if<int64_t>(&wanted)) return v.is_int64() && v.as_int64() == *n;
    const auto* text = std::get_if<std::string>(&wanted);
    if (v.is_string()) return std::string_view(v.as_string()) == *text;
    if (v.is_object()) return v.as_object().contains(*text);  // a map has it as a key
    return v.is_int64() && std::to_string(v.as_int64()) == *text;
}

}  // namespace

void Refs::add(const Refs& other) {
    dossiers.insert(other.dossiers.begin(), other.dossiers.end());
    documents.insert(other.documents.begin(), other.documents.end());
    meetings.insert(other.meetings.begin(), other.meetings.end());
    assignments.insert(other.assignments.begin(), other.assignments.end());
    works.insert(other.works.begin(), other.works.end());
}

bool Refs::touches(const Refs& other) const {
    const auto meet = [](const auto& a, const auto& b) {
        for (const auto& x : a)
            if (b.contains(x)) return true;
        return false;
    };
    return meet(dossiers, other.dossiers) || meet(documents, other.documents) ||
           meet(meetings, other.meetings) || meet(assignments, other.assignments) ||
           meet(works, other.works);
}

Refs refs_of(const office::Command& command) {
    return collect(command);
}
Refs refs_of(const office::Fact& fact) {
    return collect(fact);
}

// {"dossier.received":{"code":...}}: the name around it is passed over. What "as" holds is also
// found without it: a fact's command is part of the fact.
bool has_field(const std::string& json, const std::string& path, const Value& wanted) {
    boost::system::error_code trouble;
    boost::json::value root = boost::json::parse(json, trouble);
    if (trouble || !root.is_object() || root.as_object().empty()) return false;
    const boost::json::value* at = &root.as_object().begin()->value();
    const auto step = [](const boost::json::value* v, std::string_view key) {
        if (!v->is_object()) return static_cast<const boost::json::value*>(nullptr);
        const auto* found = v->as_object().if_contains(key);
        if (found == nullptr)
            if (const auto* as = v->as_object().if_contains("as"); as != nullptr && as->is_object())
                found = as->as_object().if_contains(key);
        return found;
    };
    // A name may itself hold dots ("1.001193" as a key of a map): the longest that fits.
    std::string_view rest = path;
    while (!rest.empty()) {
        if (const auto* whole = step(at, rest)) return same(*whole, wanted);
        const size_t dot = rest.find('.');
        if (dot == std::string_view::npos) break;
        const auto* next = step(at, rest.substr(0, dot));
        if (next == nullptr) break;
        at = next;
        rest.remove_prefix(dot + 1);
    }
    // An empty optional is left out: it equals nothing.
    return std::holds_alternative<std::monostate>(wanted);
}

}  // namespace ss::readiness
