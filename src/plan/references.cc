// Every code that stands somewhere must exist where it points.
#include <set>

#include "plan/draft.h"

namespace ss::plan {

namespace {

using Names = std::set<std::string>;

template <class T>
Names names_of(const std::map<Code, T>& map) {
    Names all;
    for (const auto& [code, value] : map) all.insert(code);
    return all;
}

template <class T>
Names codes_of(const std::vector<T>& list) {
    Names all;
    for (const auto& item : list) all.insert(item.code);
    return all;
}

struct Kind {
    Names names;
    std::string where;  // they are written
};

std::map<std::string, Kind> kinds_of(const Plan& p) {
    const org::Organization& o = p.organization;
    return {
        {"body", {names_of(o.bodies), "bodies of organization.yaml"}},
        {"post", {names_of(o.posts), "posts of organization.yaml"}},
        {"role", {names_of(o.roles), "roles of organization.yaml"}},
        {"type", {names_of(p.documents.types), "types of documents.yaml or results.yaml"}},
        {"series", {names_of(p.documents.series), "series of documents.yaml or results.yaml"}},
        {"unit", {names_of(p.city.units), "units of city.yaml"}},
        {"milestone", {names_of(p.precedence.milestones), "milestones of precedence.yaml"}},
        {"procedure", {names_of(p.procedures), "procedures/"}},
        {"objective", {names_of(p.readiness.objectives), "objectives of readiness.yaml"}},
        {"language",
         {Names(p.city.languages.begin(), p.city.languages.end()), "languages of city.yaml"}},
    };
}

void look_up(yaml::Source& s, yaml::Place at, const std::string& kind, const Kind& known,
             const std::string& code) {
    if (known.names.contains(code)) return;
    const std::string guess = yaml::nearest(code, {known.names.begin(), known.names.end()});
    s.error(at, "unknown_" + kind, "there is no " + kind + " \"" + code + "\"",
            (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") + "It must stand among the " +
                known.where + ".");
}

void look_up_all(Draft& d, const std::string& file, const std::string& path,
                 const std::string& kind, const Kind& known, const std::vector<Code>& codes) {
    for (size_t i = 0; i < codes.size(); ++i)
        look_up(d.source(file), d.source(file).place(path + "/" + std::to_string(i)), kind, known,
                codes[i]);
}

// What is known only within one file.
void check_procedure(Draft& d, const Procedure& p, const std::map<std::string, Kind>& kinds) {
    const std::string& file = d.procedure_files.at(p.code);
    const Kind components{codes_of(p.components), "components of this procedure"};
    for (size_t i = 0; i < p.components.size(); ++i)
        look_up_all(d, file, "components/" + std::to_string(i) + "/alternatives", "component",
                    components, p.components[i].alternatives);
    yaml::Source& s = d.source(file);
    if (p.competent != "unit")
        look_up(s, s.place("competent"), "unit", kinds.at("unit"), p.competent);
    if (!s.has("receiving_role"))
        look_up(s, s.place(""), "role", kinds.at("role"), p.receiving_role);
}

void check_meeting(Draft& d, const MeetingKind& m) {
    const std::string& file = d.meeting_files.at(m.code);
    const Kind items{codes_of(m.agenda), "agenda of this meeting"};
    const Kind assignments{codes_of(m.assignments), "assignments of this meeting"};
    for (size_t i = 0; i < m.agenda.size(); ++i) {
        const std::string path = "agenda/" + std::to_string(i);
        look_up_all(d, file, path + "/after", "item", items, m.agenda[i].after);
        look_up_all(d, file, path + "/assigns", "assignment", assignments, m.agenda[i].assigns);
    }
}

void check_tasks(Draft& d, const std::map<std::string, Kind>& kinds) {
    Kind items{{}, "agendas of meetings/"}, assignments{{}, "assignments of meetings/"};
    for (const auto& [code, m] : d.plan.meetings) {
        items.names.insert(code);
        items.names.merge(codes_of(m.agenda));
        assignments.names.merge(codes_of(m.assignments));
    }
    for (const auto& [code, task] : d.plan.readiness.tasks) {
        const std::string path = "tasks/" + code + "/selects";
        const auto check = [&, &selects = task.selects](const std::string& kind,
                                                        const Kind& known) {
            look_up_all(d, "readiness.yaml", path, kind, known, selects);
        };
        if (task.kind == "dossier") check("procedure", kinds.at("procedure"));
        else if (task.kind == "document") check("type", kinds.at("type"));
        else if (task.kind == "meeting") check("item", items);
        else if (task.kind == "assignment") check("assignment", assignments);
    }
}

void check_roster(Draft& d, const Roster& r) {
    const Kind officers{names_of(r.officers), "officers of this unit"};
    for (const auto& [code, officer] : r.officers)
        look_up_all(d, d.roster_files.at(r.unit), "officers/" + code + "/substitutes", "officer",
                    officers, officer.substitutes);
}

}  // namespace

void check_references(Draft& d) {
    const auto kinds = kinds_of(d.plan);
    // Complaints are written through sources: gather first, complain after.
    std::vector<yaml::Mention> mentions;
    for (const auto& [file, source] : d.sources)
        mentions.insert(mentions.end(), source.mentions().begin(), source.mentions().end());
    for (const yaml::Mention& m : mentions) {
        const auto kind = kinds.find(m.kind);
        if (kind == kinds.end() || m.text == "*") continue;
        look_up(d.source(m.file), m.place, m.kind, kind->second, m.text);
    }
    for (const auto& [code, p] : d.plan.procedures) check_procedure(d, p, kinds);
    for (const auto& [code, m] : d.plan.meetings) check_meeting(d, m);
    for (const auto& [code, r] : d.plan.rosters) check_roster(d, r);
    check_tasks(d, kinds);
}

}  // namespace ss::plan
