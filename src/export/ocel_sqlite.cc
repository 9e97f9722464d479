// OCEL 2.0 in SQLite: event, object, event_object, object_object, the two maps of types to tables,
// and a table per type. An object's first row holds the first value of every field, whenever that
// was set (so other tools find them there); every later row names the field that changed.
#include <cstdio>

#include "export/file.h"
#include "export/log.h"
#include "journal/sqlite_db.h"

namespace ss::exports {

namespace {

using journal::Statement;

std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string_view column_type(Type type) {
    switch (type) {
        case Type::boolean: return "BOOLEAN";
        case Type::integer: return "INTEGER";
        case Type::string: return "TEXT";
        case Type::time: return "TIMESTAMP";
    }
    return "";
}

// "dossier.received" -> "dossier_received", each once.
std::map<std::string, std::string> table_names(const Catalogue::Types& types) {
    std::map<std::string, std::string> names;
    std::set<std::string> taken;
    for (const auto& [type, attributes] : types) {
        std::string name;
        for (const char c : type) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            name += plain ? c : '_';
        }
        while (!taken.insert(name).second) name += '_';
        names[type] = name;
    }
    return names;
}

constexpr const char* kTables = R"(
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id),
    ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id), ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id), ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
)";

// The insert into one type's table, and where each attribute stands in it.
struct TypeTable {
    Statement insert;
    std::map<std::string, int> places;
    int columns = 0;
};

class Base {
  public:
    static Result<Base> create(const std::string& path, const Catalogue& catalogue) {
        sqlite3* handle = nullptr;
        const int code = sqlite3_open(path.c_str(), &handle);
        journal::Db db(handle);
        if (code != SQLITE_OK) return journal::fault(db.get(), "creating " + path);
        Base base(std::move(db), catalogue);
        SS_TRY(base.make_tables());
        return base;
    }

    Status add(const std::string& id, const Object& object) {
        SS_TRY(row(object_, {id, object.type}));
        SS_TRY(typed(object_types_.at(object.type), object.type, id, object));
        return ok();
    }
    Status link(const std::string& id, const Object& object) {
        for (const auto& [target, qualifier] : object.links)
            SS_TRY(row(object_object_, {id, target, qualifier}));
        return ok();
    }
    Status add(const Event& event) {
        SS_TRY(row(event_, {event.id, event.type}));
        TypeTable& t = event_types_.at(event.type);
        const auto& types = catalogue_->event_types.at(event.type);
        const std::string at = iso(event.at);
        std::vector<std::string> texts(event.attributes.size());
        t.insert.bind_text(1, event.id);
        t.insert.bind_text(2, at);
        for (size_t i = 0; i < event.attributes.size(); ++i) {
            const Attribute& a = event.attributes[i];
            bind(t, t.places.at(a.name), a.value, types.at(a.name), texts[i]);
        }
        SS_TRY(run(t));
        for (const Relation& r : event.relations)
            SS_TRY(row(event_object_, {event.id, r.object, r.qualifier}));
        return ok();
    }
    Status finish() { return journal::execute(db_.get(), "COMMIT"); }

  private:
    Base(journal::Db db, const Catalogue& catalogue) : db_(std::move(db)), catalogue_(&catalogue) {}

    Status make_tables() {
        for (const char* sql : {"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "BEGIN"})
            SS_TRY(journal::execute(db_.get(), sql));
        SS_TRY(journal::execute(db_.get(), kTables));
        event_ = SS_TRY(prepare("event", 2));
        object_ = SS_TRY(prepare("object", 2));
        event_object_ = SS_TRY(prepare("event_object", 3));
        object_object_ = SS_TRY(prepare("object_object", 3));
        SS_TRY(make_types("event", catalogue_->event_types, event_types_));
        return make_types("object", catalogue_->object_types, object_types_);
    }

    Result<Statement> prepare(std::string_view table, int columns) {
        std::string sql = "INSERT INTO " + quoted(table) + " VALUES (?";
        for (int i = 1; i < columns; ++i) sql += ",?";
        return Statement::prepare(db_.get(), sql + ")");
    }

    Status make_types(const std::string& kind, const Catalogue::Types& types,
                      std::map<std::string, TypeTable>& tables) {
        Statement map = SS_TRY(prepare(kind + "_map_type", 2));
        for (const auto& [type, name] : table_names(types)) {
            SS_TRY(row(map, {type, name}));
            TypeTable& t = tables[type];
            std::string sql = "CREATE TABLE " + quoted(kind + "_" + name) +
                              " (ocel_id TEXT NOT NULL REFERENCES " + kind +
                              " (ocel_id), ocel_time TIMESTAMP NOT NULL";
            t.columns = 2;
            if (kind == "object") sql += ", ocel_changed_field TEXT", ++t.columns;
            for (const auto& [attribute, of] : types.at(type)) {
                sql += ", " + quoted(attribute) + " " + std::string(column_type(of));
                t.places[attribute] = ++t.columns;
            }
            SS_TRY(journal::execute(db_.get(), sql + ")"));
            t.insert = SS_TRY(prepare(kind + "_" + name, t.columns));
        }
        return ok();
    }

    Status row(Statement& s, const std::vector<std::string>& texts) {
        int place = 0;
        for (const std::string& text : texts) s.bind_text(++place, text);
        return s.run();
    }

    // `text` keeps the bytes alive until the statement has run.
    void bind(TypeTable& t, int place, const Scalar& value, Type declared, std::string& text) {
        if (declared == Type::integer) return t.insert.bind(place, *std::get_if<int64_t>(&value));
        if (declared == Type::boolean)
            return t.insert.bind(place, int64_t{*std::get_if<bool>(&value)});
        text = text_of(value);
        t.insert.bind_text(place, text);
    }

    Status run(TypeTable& t) {
        SS_TRY(t.insert.run());
        t.insert.unbind();
        return ok();
    }

    Status typed(TypeTable& t, const std::string& type, const std::string& id,
                 const Object& object) {
        const auto& types = catalogue_->object_types.at(type);
        std::vector<std::string> texts(object.changes.size());
        std::set<std::string> begun;
        const std::string first = iso(object.first);
        t.insert.bind_text(1, id);
        t.insert.bind_text(2, first);
        std::vector<const Change*> later;
        for (size_t i = 0; i < object.changes.size(); ++i) {
            const Change& c = object.changes[i];
            if (begun.insert(c.name).second)
                bind(t, t.places.at(c.name), c.value, types.at(c.name), texts[i]);
            else later.push_back(&c);
        }
        SS_TRY(run(t));
        for (const Change* c : later) {
            const std::string at = iso(c->at);
            std::string text;
            t.insert.bind_text(1, id);
            t.insert.bind_text(2, at);
            t.insert.bind_text(3, c->name);
            bind(t, t.places.at(c->name), c->value, types.at(c->name), text);
            SS_TRY(run(t));
        }
        return ok();
    }

    journal::Db db_;
    const Catalogue* catalogue_;
    Statement event_, object_, event_object_, object_object_;
    std::map<std::string, TypeTable> event_types_, object_types_;
};

Status fill(const std::string& path, const std::string& dir, const Catalogue& catalogue,
            const std::function<void()>& entry_done) {
    Base base = SS_TRY(Base::create(path, catalogue));
    for (const auto& [id, object] : catalogue.objects) SS_TRY(base.add(id, object));
    for (const auto& [id, object] : catalogue.objects) SS_TRY(base.link(id, object));
    SS_TRY(read_run(
        dir, [&](const Event& event) { return base.add(event); }, entry_done));
    return base.finish();
}

}  // namespace

Status write_ocel_sqlite(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                         const std::function<void()>& entry_done) {
    const std::string part = part_of(out);
    std::remove(part.c_str());
    const Status filled = fill(part, dir, catalogue, entry_done);
    if (!filled.ok()) {
        std::remove(part.c_str());
        return filled;
    }
    return take_place(out);
}

}  // namespace ss::exports
