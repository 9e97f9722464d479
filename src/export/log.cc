#include "export/log.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace ss::exports {

namespace {

// Which attributes of an event are, from then on, attributes of the object it is about.
struct Kept {
    std::string_view event;      // the beginning of its type
    std::string_view object;     // qualifier of the relation to the object
    std::string_view attribute;  // of the event
    std::string_view as;         // of the object
};
constexpr std::array kKept{
    Kept{"dossier.", "dossier", "code", "code"},
    Kept{"dossier.", "dossier", "old_code", "old_code"},
    Kept{"dossier.", "dossier", "procedure", "procedure"},
    Kept{"dossier.", "dossier", "case_code", "case"},
    Kept{"dossier.", "dossier", "channel", "channel"},
    Kept{"dossier.", "dossier", "received_at", "received"},
    Kept{"dossier.", "dossier", "due_at", "due"},
    Kept{"dossier.apologised", "dossier", "new_due", "due"},
    Kept{"dossier.", "dossier", "fee", "fee"},
    Kept{"work.", "work", "kind", "kind"},
    Kept{"work.", "work", "node", "node"},
    Kept{"work.offered", "work", "name", "name"},
    Kept{"work.", "work", "role", "role"},
    Kept{"work.", "work", "due", "due"},
    Kept{"work.offered", "work", "document", "document"},
    Kept{"document.", "document", "kind", "kind"},
    Kept{"document.", "document", "side", "side"},
    Kept{"document.", "document", "type", "type"},
    Kept{"document.", "document", "abstract", "abstract"},
    Kept{"document.", "document", "urgency", "urgency"},
    Kept{"document.", "document", "symbol", "symbol"},
    Kept{"document.", "document", "number", "number"},
    Kept{"document.", "document", "date", "date"},
    Kept{"document.", "document", "due", "due"},
    Kept{"document.", "document", "issue_by", "issue_by"},
    Kept{"meeting.convened", "meeting", "kind", "kind"},
    Kept{"meeting.convened", "meeting", "begins", "begins"},
    Kept{"assignment.", "assignment", "title", "title"},
    Kept{"assignment.", "assignment", "objective", "objective"},
    Kept{"assignment.", "assignment", "due", "due"},
    Kept{"assignment.", "assignment", "owner", "owner"},
    Kept{"officer.enrolled", "officer_code", "officer_name", "name"},
    Kept{"unit.opened", "in", "mode", "mode"},
    Kept{"unit.opened", "in", "lived_as", "lived_as"},
    Kept{"unit.opened", "in", "held_on", "held_on"},
    Kept{"unit.opened", "in", "forms", "forms"},
    Kept{"unit.opened", "in", "scenario", "scenario"},
    Kept{"unit.opened", "in", "plan", "plan"},
    Kept{"unit.opened", "in", "program", "program"},
    Kept{"inject.given", "inject", "kind", "kind"},
    Kept{"inject.given", "inject", "title", "title"},
    Kept{"inject.given", "inject", "task", "task"},
};

// Which objects of one event belong together from then on.
struct Linked {
    std::string_view event, from, to, as;
};
constexpr std::array kLinked{
    Linked{"dossier.", "dossier", "procedure", "follows"},
    Linked{"dossier.", "dossier", "worker_dossier", "worked on as"},
    Linked{"dossier.accepted", "dossier", "origin_dossier", "received as"},
    Linked{"work.", "work", "dossier", "of"},
    Linked{"work.", "work", "role", "offered to"},
    Linked{"document.", "document", "on_dossier", "about"},
    Linked{"document.", "document", "from_meeting", "from"},
    Linked{"document.", "document", "body", "of"},
    Linked{"document.arrived", "document", "theirs", "received as"},
    Linked{"meeting.convened", "meeting", "body", "of"},
    Linked{"assignment.", "assignment", "source_document", "from"},
    Linked{"assignment.", "assignment", "source_meeting", "from"},
    Linked{"officer.enrolled", "officer_code", "posts", "holds"},
    Linked{"officer.appointed", "officer", "post", "holds"},
};

Result<std::vector<std::string>> journals_of(const std::string& dir) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(dir) / "journals";
    std::error_code problem;
    std::vector<std::string> paths;
    for (fs::directory_iterator i(folder, problem), end; !problem && i != end; i.increment(problem))
        if (i->path().extension() == ".db") paths.push_back(i->path().string());
    if (problem) return Error{ErrorCode::io, folder.string() + ": " + problem.message()};
    if (paths.empty()) return Error{ErrorCode::io, folder.string() + ": no journals (*.db) there"};
    std::sort(paths.begin(), paths.end());
    return paths;
}

}  // namespace

std::string_view ocel_name(Type type) {
    switch (type) {
        case Type::boolean: return "boolean";
        case Type::integer: return "integer";
        case Type::string: return "string";
        case Type::time: return "time";
    }
    return "";
}

std::string iso(Instant at) {
    const int64_t ms = ((at.ms % 1000) + 1000) % 1000;
    std::string digits = std::to_string(ms);
    return to_text(Instant{at.ms - ms}, 0) + "." + std::string(3 - digits.size(), '0') + digits +
           "Z";
}

std::string text_of(const Scalar& s) {
    switch (type_of(s)) {
        case Type::boolean: return *std::get_if<bool>(&s) ? "true" : "false";
        case Type::integer: return std::to_string(*std::get_if<int64_t>(&s));
        case Type::string: return *std::get_if<std::string>(&s);
        case Type::time: return iso(*std::get_if<Instant>(&s));
    }
    return "";
}

Status read_run(const std::string& dir, const std::function<Status(const Event&)>& visit,
                const std::function<void()>& entry_done) {
    const std::vector<std::string> paths = SS_TRY(journals_of(dir));
    for (const std::string& path : paths) {
        std::string unit = std::filesystem::path(path).stem().string();
        const auto storage = SS_TRY(journal::sqlite_storage(path, journal::Open::read));
        const auto entry = [&](const journal::Entry& e) -> Status {
            for (const Event& event : SS_TRY(events_of(e, unit))) SS_TRY(visit(event));
            entry_done();
            return ok();
        };
        auto read = journal::Journal::resume(*storage, entry);
        if (!read.ok()) {
            Error error = std::move(read).error();
            error.message = path + ": " + error.message;
            return error;
        }
    }
    return ok();
}

void Catalogue::change(const std::string& id, Instant at, const std::string& name,
                       const Scalar& value) {
    Object& object = objects.at(id);
    const auto [type, fresh] = object_types[object.type].try_emplace(name, type_of(value));
    if (!fresh && type->second != type_of(value)) type->second = Type::string;
    for (auto i = object.changes.rbegin(); i != object.changes.rend(); ++i)
        if (i->name == name) {
            if (i->value == value) return;
            break;
        }
    object.changes.push_back({at, name, value});
}

void Catalogue::link_to_unit(Object& object, const std::string& unit, Instant at) {
    const std::string id = "unit/" + unit;
    const auto [found, fresh] = objects.try_emplace(id);
    if (fresh) {
        found->second.type = "unit";
        found->second.first = at;
        object_types.try_emplace("unit");
    }
    object.links.insert({id, "in"});
}

void Catalogue::add(const Event& event) {
    ++events;
    auto& attributes = event_types[event.type];
    for (const Attribute& a : event.attributes) {
        const auto [type, fresh] = attributes.try_emplace(a.name, type_of(a.value));
        if (!fresh && type->second != type_of(a.value)) type->second = Type::string;
    }
    for (const Relation& r : event.relations) {
        const auto [object, fresh] = objects.try_emplace(r.object);
        if (!fresh) continue;
        object->second.type = r.type;
        object->second.first = event.at;
        object_types.try_emplace(r.type);
        if (const size_t slash = r.object.find('/');
            r.object.compare(slash + 1, r.type.size(), r.type) == 0)
            link_to_unit(object->second, r.object.substr(0, slash), event.at);
    }
    for (const Kept& k : kKept) {
        if (!event.type.starts_with(k.event)) continue;
        const Relation* about = event.related(k.object);
        const Attribute* value = event.find(k.attribute);
        if (about && value) change(about->object, event.at, std::string(k.as), value->value);
    }
    for (const Linked& l : kLinked) {
        if (!event.type.starts_with(l.event)) continue;
        const Relation* from = event.related(l.from);
        for (const Relation& to : event.relations)
            if (from && to.qualifier == l.to)
                objects.at(from->object).links.insert({to.object, std::string(l.as)});
    }
}

}  // namespace ss::exports
