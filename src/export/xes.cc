// XES: one trace per dossier, with every fact that concerns it or its work; all the rest in one
// trace per unit, named after it. Work items carry their life cycle, so that a miner sees who had
// what when.
#include "export/file.h"
#include "export/log.h"

namespace ss::exports {

namespace {

// What XML 1.0 cannot hold at all becomes U+FFFD.
std::string escaped(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool never =
            text.substr(i, 3) == "\xef\xbf\xbe" || text.substr(i, 3) == "\xef\xbf\xbf";
        if (never) {
            out += "\xef\xbf\xbd";
            i += 2;
        } else if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\n') out += "&#10;";
        else if (c == '\t') out += "&#9;";
        else if (c == '\r') out += "&#13;";
        else if (static_cast<unsigned char>(c) < 0x20) out += "\xef\xbf\xbd";
        else out += c;
    }
    return out;
}

void element(std::string& out, std::string_view indent, std::string_view kind, std::string_view key,
             std::string_view value) {
    out += indent;
    out += '<';
    out += kind;
    out += " key=\"" + escaped(key) + "\" value=\"" + escaped(value) + "\"/>\n";
}

void element(std::string& out, std::string_view indent, std::string_view key, const Scalar& value) {
    static constexpr std::string_view kKinds[] = {"boolean", "int", "string", "date"};
    element(out, indent, kKinds[static_cast<size_t>(type_of(value))], key, text_of(value));
}

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
    <string key="kind" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
    <string key="lifecycle:transition" value="complete"/>
    <string key="fact" value=""/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
  <classifier name="Fact" keys="fact"/>
  <string key="lifecycle:model" value="standard"/>
)";

// In the standard life cycle of XES; facts that are over at once are complete.
std::string_view transition(std::string_view fact) {
    if (fact == "work.offered") return "schedule";
    if (fact == "work.taken") return "start";
    if (fact == "work.released") return "withdraw";
    if (fact == "work.handed_over") return "reassign";
    if (fact == "work.cancelled") return "ate_abort";
    return "complete";
}

const Scalar* last(const Object& object, std::string_view name) {
    const Scalar* found = nullptr;
    for (const Change& c : object.changes)
        if (c.name == name) found = &c.value;
    return found;
}

const std::string* linked(const Object& object, std::string_view qualifier) {
    for (const auto& [target, q] : object.links)
        if (q == qualifier) return &target;
    return nullptr;
}

struct Writer {
    const Catalogue& catalogue;
    std::map<std::string, std::string> traces;  // object -> its events

    const Object& object(const std::string& id) const { return catalogue.objects.at(id); }

    // The dossier an event belongs to, directly, by its work or by its paper; else the unit.
    std::string trace_of(const Event& event) const {
        if (const Relation* r = event.related("dossier")) return r->object;
        if (const Relation* r = event.related("on_dossier")) return r->object;
        if (const Relation* r = event.related("work"))
            if (const std::string* dossier = linked(object(r->object), "of")) return *dossier;
        if (const Relation* r = event.related("document"))
            if (const std::string* dossier = linked(object(r->object), "about")) return *dossier;
        return event.related("in")->object;
    }

    void add(const Event& event) {
        static constexpr std::string_view kIndent = "      ";
        std::string& out = traces[trace_of(event)];
        const Relation* work = event.type.starts_with("work.") ? event.related("work") : nullptr;
        const Scalar* node = work ? last(object(work->object), "node") : nullptr;
        out += "    <event>\n";
        element(out, kIndent, "string", "concept:name", node ? text_of(*node) : event.type);
        if (work) element(out, kIndent, "string", "concept:instance", work->object);
        element(out, kIndent, "date", "time:timestamp", iso(event.at));
        element(out, kIndent, "string", "lifecycle:transition", transition(event.type));
        const Attribute* who = event.find("by");
        if (!who) who = event.find("asked_by");
        element(out, kIndent, "string", "org:resource", text_of(who->value));
        const Scalar* role = work ? last(object(work->object), "role") : nullptr;
        if (role) element(out, kIndent, "string", "org:role", text_of(*role));
        element(out, kIndent, "string", "org:group", event.related("in")->object);
        element(out, kIndent, "string", "fact", event.type);
        for (const Attribute& a : event.attributes) element(out, kIndent, a.name, a.value);
        for (const Relation& r : event.relations)
            if (r.type == "dossier" || r.type == "work" || r.type == "document" ||
                r.type == "meeting" || r.type == "assignment")
                element(out, kIndent, "string", "object:" + r.qualifier, r.object);
        out += "    </event>\n";
    }

    std::string trace_head(const std::string& id) const {
        const Object& o = object(id);
        std::string out = "  <trace>\n";
        element(out, "    ", "string", "concept:name", id);
        element(out, "    ", "string", "kind", o.type);
        std::map<std::string, const Scalar*> values;
        for (const Change& c : o.changes) values[c.name] = &c.value;
        for (const auto& [name, value] : values) element(out, "    ", name, *value);
        return out;
    }
};

}  // namespace

Status write_xes(const std::string& dir, const Catalogue& catalogue, const std::string& out,
                 const std::function<void()>& entry_done) {
    OutFile file = SS_TRY(OutFile::create(out));
    SS_TRY(file.write(kHead));
    Writer writer{catalogue, {}};
    SS_TRY(read_run(
        dir,
        [&](const Event& event) {
            writer.add(event);
            return ok();
        },
        entry_done));
    for (const auto& [id, events] : writer.traces) {
        SS_TRY(file.write(writer.trace_head(id)));
        SS_TRY(file.write(events));
        SS_TRY(file.write("  </trace>\n"));
    }
    SS_TRY(file.write("</log>\n"));
    return file.finish();
}

}  // namespace ss::exports
