// Between the journal and the formats: events with plain attributes, and what they relate to.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "export/export.h"
#include "journal/journal.h"

namespace ss::exports {

using Scalar = std::variant<bool, int64_t, std::string, Instant>;
enum class Type : unsigned char { boolean, integer, string, time };
inline Type type_of(const Scalar& s) {
    return static_cast<Type>(s.index());
}
std::string_view ocel_name(Type type);

std::string iso(Instant at);  // 2025-06-23T01:00:00.000Z
std::string text_of(const Scalar& s);

struct Attribute {
    std::string name;
    Scalar value;
};

// Object ids: "my-thuong/dossier/12", "unit/my-thuong", "procedure/1.001193".
struct Relation {
    std::string object;
    std::string type;       // "dossier"
    std::string qualifier;  // the field that names it: "dossier", "by"
    auto operator<=>(const Relation&) const = default;
};

struct Event {
    std::string id;    // "my-thuong/412/0": unit, seq, place among the facts of the entry
    std::string type;  // wire name of the fact; "refused"
    Instant at;
    std::vector<Attribute> attributes;  // each name once
    std::vector<Relation> relations;    // sorted, each once

    const Attribute* find(std::string_view name) const;
    const Relation* related(std::string_view qualifier) const;
};

// The events of one entry: one per fact, or one "refused". `unit` as the first entry fixed it.
Result<std::vector<Event>> events_of(const journal::Entry& entry, std::string& unit);

// All events of a run, journal by journal, oldest first.
Status read_run(const std::string& dir, const std::function<Status(const Event&)>& visit,
                const std::function<void()>& entry_done);

// What pass one learns: types with their attributes, and objects as they changed.
struct Change {
    Instant at;
    std::string name;
    Scalar value;
};
struct Object {
    std::string type;
    Instant first;                                        // when the record first names it
    std::vector<Change> changes;                          // in order of time
    std::set<std::pair<std::string, std::string>> links;  // object, qualifier
};
class Catalogue {
  public:
    void add(const Event& event);

    using Types = std::map<std::string, std::map<std::string, Type>>;
    Types event_types, object_types;
    std::map<std::string, Object> objects;
    uint64_t events = 0, entries = 0;

  private:
    void link_to_unit(Object& object, const std::string& unit, Instant at);
    void change(const std::string& object, Instant at, const std::string& name,
                const Scalar& value);
};

Status write_ocel_json(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                       const std::function<void()>& entry_done);
Status write_ocel_sqlite(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                         const std::function<void()>& entry_done);
Status write_xes(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                 const std::function<void()>& entry_done);

}  // namespace ss::exports
