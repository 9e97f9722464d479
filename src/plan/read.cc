// Each YAML file into its struct, through the lists of keys.h.
#include "plan/draft.h"
#include "plan/keys.h"

namespace ss::plan {

namespace {

// "meetings/council-first-session.yaml" -> "council-first-session"; "procedures/1.1/procedure.yaml"
// -> "1.1".
std::string name_in(const std::string& path) {
    const size_t from = path.find('/') + 1;
    return path.substr(from, path.starts_with("procedures/") ? path.find('/', from) - from
                                                             : path.rfind('.') - from);
}

void same_name(Draft& d, const std::string& file, const std::string& key, const Code& code) {
    if (code.empty() || code == name_in(file)) return;
    d.error(file, key, "file_name",
            "\"" + code + "\" stands in a file named for \"" + name_in(file) + "\"",
            "Let the " + key + " and the name in the path be the same.");
}

template <class T>
void merge(Draft& d, const std::string& file, const std::string& key, std::map<Code, T>& into,
           std::map<Code, T>& from) {
    for (auto& [code, value] : from)
        if (!into.emplace(code, value).second)
            d.error(file, key + "/" + code, "duplicate_code",
                    "\"" + code + "\" stands in documents.yaml and in results.yaml",
                    "Keep it in one of them.");
}

void read_documents(Draft& d, const std::string& file, const std::string& bytes) {
    Documents part;
    yaml::Source& s = d.source(file);
    yaml::read(bytes, s, part);
    Documents& all = d.plan.documents;
    merge(d, file, "types", all.types, part.types);
    merge(d, file, "series", all.series, part.series);
    merge(d, file, "urgencies", all.urgencies, part.urgencies);
    all.secrecies.insert(all.secrecies.end(), part.secrecies.begin(), part.secrecies.end());
    if (s.has("issue_within_days")) all.issue_within_days = part.issue_within_days;
    if (!part.clerk_role.empty()) all.clerk_role = part.clerk_role;
    if (!part.party_clerk_role.empty()) all.party_clerk_role = part.party_clerk_role;
    all.arrivals.merge(part.arrivals);
}

void read_procedure(Draft& d, const std::string& file, const std::string& bytes) {
    Procedure p;
    yaml::read(bytes, d.source(file), p);
    same_name(d, file, "code", p.code);
    const std::string name = name_in(file);
    p.code = name;  // one broken key must not hide the procedure from those that name it
    if (p.receiving_role.empty()) p.receiving_role = "reception";
    if (p.competent.empty()) p.competent = "unit";
    if (p.process_file.empty()) p.process_file = "procedures/" + name + "/process.bpmn";
    d.procedure_files.emplace(name, file);
    d.plan.procedures.emplace(name, std::move(p));
}

void read_meeting(Draft& d, const std::string& file, const std::string& bytes) {
    MeetingKind m;
    yaml::Source& s = d.source(file);
    yaml::read(bytes, s, m);
    same_name(d, file, "code", m.code);
    m.code = name_in(file);
    for (size_t i = 0; i < m.agenda.size(); ++i)
        if (!s.has("agenda/" + std::to_string(i) + "/majority"))
            m.agenda[i].majority = m.rules.majority;
    d.meeting_files.emplace(m.code, file);
    d.plan.meetings.emplace(m.code, std::move(m));
}

void read_roster(Draft& d, const std::string& file, const std::string& bytes) {
    Roster r;
    yaml::read(bytes, d.source(file), r);
    same_name(d, file, "unit", r.unit);
    r.unit = name_in(file);
    for (auto& [code, officer] : r.officers)
        for (const Code& announced : officer.appointed_by_announcement)
            std::erase(officer.posts, announced);
    d.roster_files.emplace(r.unit, file);
    d.plan.rosters.emplace(r.unit, std::move(r));
}

void read_rules(Draft& d, const std::string& file, const std::string& bytes) {
    RuleBook book;  // read again by whoever cites it: rules_of()
    yaml::read(bytes, d.source(file), book);
}

}  // namespace

std::vector<Rule> rules_of(const Plan& plan) {
    RuleBook book;
    const auto file = plan.files.find("rules.yaml");
    if (file == plan.files.end()) return {};
    Diagnostics told_when_it_was_loaded;
    yaml::Source source(file->first, told_when_it_was_loaded);
    if (!plan.city.languages.empty()) source.language = plan.city.languages.front();
    yaml::read(file->second, source, book);
    return std::move(book.rules);
}

namespace {

void read_head(Draft& d, const std::string& file, const std::string& bytes) {
    Head head;
    yaml::read(bytes, d.source(file), head);
    d.plan.id = head.id;
    d.plan.title = head.title;
    d.plan.date = head.date;
    for (const auto& [date, set] : head.forms) d.plan.forms.emplace(to_text(date), set);
}

void read_file(Draft& d, const std::string& file, const std::string& bytes) {
    yaml::Source& s = d.source(file);
    if (!d.plan.city.languages.empty()) s.language = d.plan.city.languages.front();
    switch (kind_of(file)) {
        case FileKind::plan: return read_head(d, file, bytes);
        case FileKind::organization: yaml::read(bytes, s, d.plan.organization); return;
        case FileKind::calendar: yaml::read(bytes, s, d.plan.calendar); return;
        case FileKind::documents: return read_documents(d, file, bytes);
        case FileKind::precedence: yaml::read(bytes, s, d.plan.precedence); return;
        case FileKind::rules: return read_rules(d, file, bytes);
        case FileKind::demand: yaml::read(bytes, s, d.plan.demand); return;
        case FileKind::readiness: yaml::read(bytes, s, d.plan.readiness); return;
        case FileKind::meeting: return read_meeting(d, file, bytes);
        case FileKind::procedure: return read_procedure(d, file, bytes);
        case FileKind::roster: return read_roster(d, file, bytes);
        case FileKind::form: (void)yaml::parse(bytes, s); return;  // papers/ knows its words
        case FileKind::unknown:
            s.error({}, "unknown_file", "nothing reads this file",
                    "Move it where docs/formats/plan.md says, or out of the plan.");
            return;
        case FileKind::city:
        case FileKind::process:
        case FileKind::kept:
        case FileKind::aside: return;
    }
}

// The languages come first: a plain text is in the first of them, in city.yaml too.
void read_city(Draft& d) {
    const auto i = d.plan.files.find("city.yaml");
    if (i == d.plan.files.end()) return;
    Diagnostics unheard;
    yaml::Source probe("city.yaml", unheard);
    City languages;
    yaml::read(i->second, probe, languages);
    yaml::Source& s = d.source("city.yaml");
    if (!languages.languages.empty()) s.language = languages.languages.front();
    yaml::read(i->second, s, d.plan.city);
}

}  // namespace

void read_files(Draft& d) {
    for (const char* name :
         {"plan.yaml", "city.yaml", "organization.yaml", "calendar.yaml", "documents.yaml"})
        if (!d.plan.files.contains(name))
            d.source(name).error({}, "missing_file", "the plan has no " + std::string(name),
                                 "Write it; docs/formats/plan.md says what it holds.");
    read_city(d);
    for (const auto& [file, bytes] : d.plan.files) read_file(d, file, bytes);
}

}  // namespace ss::plan
