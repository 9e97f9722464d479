// OCEL 2.0 in JSON: objectTypes, eventTypes, objects, events; one object or event a line.
#include "base/wire.h"
#include "export/file.h"
#include "export/log.h"

namespace ss::exports {

namespace {

using wire::Writer;

void field(Writer& w, std::string_view name, std::string_view value, bool first = false) {
    w.raw(first ? "{" : ",");
    w.string(name);
    w.raw(":");
    w.string(value);
}

void value_of(Writer& w, const Scalar& s, Type declared) {
    w.raw(",\"value\":");
    if (declared == Type::boolean || declared == Type::integer) w.raw(text_of(s));
    else w.string(text_of(s));
}

template <class Range, class F>
void list(Writer& w, std::string_view name, const Range& range, F&& item) {
    w.raw(",");
    w.string(name);
    w.raw(":[");
    bool first = true;
    for (const auto& element : range) {
        if (!first) w.raw(",");
        first = false;
        item(element);
        w.raw("}");
    }
    w.raw("]");
}

std::string types_text(std::string_view name, const Catalogue::Types& types) {
    Writer w;
    w.string(name);
    w.raw(":[");
    bool first = true;
    for (const auto& [type, attributes] : types) {
        if (!first) w.raw(",");
        first = false;
        w.raw("\n");
        field(w, "name", type, true);
        list(w, "attributes", attributes, [&](const auto& a) {
            field(w, "name", a.first, true);
            field(w, "type", ocel_name(a.second));
        });
        w.raw("}");
    }
    w.raw("]");
    return w.take();
}

std::string object_text(const Catalogue& catalogue, const std::string& id, const Object& object) {
    const auto& types = catalogue.object_types.at(object.type);
    Writer w;
    field(w, "id", id, true);
    field(w, "type", object.type);
    list(w, "attributes", object.changes, [&](const Change& c) {
        field(w, "name", c.name, true);
        field(w, "time", iso(c.at));
        value_of(w, c.value, types.at(c.name));
    });
    list(w, "relationships", object.links, [&](const auto& link) {
        field(w, "objectId", link.first, true);
        field(w, "qualifier", link.second);
    });
    w.raw("}");
    return w.take();
}

std::string event_text(const Catalogue& catalogue, const Event& event) {
    const auto& types = catalogue.event_types.at(event.type);
    Writer w;
    field(w, "id", event.id, true);
    field(w, "type", event.type);
    field(w, "time", iso(event.at));
    list(w, "attributes", event.attributes, [&](const Attribute& a) {
        field(w, "name", a.name, true);
        value_of(w, a.value, types.at(a.name));
    });
    list(w, "relationships", event.relations, [&](const Relation& r) {
        field(w, "objectId", r.object, true);
        field(w, "qualifier", r.qualifier);
    });
    w.raw("}");
    return w.take();
}

}  // namespace

Status write_ocel_json(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                       const std::function<void()>& entry_done) {
    OutFile file = SS_TRY(OutFile::create(out));
    SS_TRY(file.write("{" + types_text("objectTypes", catalogue.object_types) + ",\n"));
    SS_TRY(file.write(types_text("eventTypes", catalogue.event_types) + ",\n\"objects\":["));
    bool first = true;
    for (const auto& [id, object] : catalogue.objects) {
        SS_TRY(file.write((first ? "\n" : ",\n") + object_text(catalogue, id, object)));
        first = false;
    }
    SS_TRY(file.write("],\n\"events\":["));
    first = true;
    SS_TRY(read_run(
        dir,
        [&](const Event& event) {
            const std::string text = (first ? "\n" : ",\n") + event_text(catalogue, event);
            first = false;
            return file.write(text);
        },
        entry_done));
    SS_TRY(file.write("]}\n"));
    return file.finish();
}

}  // namespace ss::exports
