#include "rehearse/scenario.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include "base/limits.h"
#include "base/wire.h"
#include "office/codec.h"
#include "office/names.h"
#include "plan/plan.h"
#include "rehearse/field_text.h"
#include "rehearse/scenario_keys.h"

namespace ss::rehearse {

namespace {

int parts_of(const Inject& i) {
    return i.citizen.has_value() + i.away.has_value() + i.token.has_value() + i.outage.has_value() +
           i.document.has_value() + i.take_over.has_value() + i.ask.has_value() +
           i.late.has_value() + i.request.has_value();
}

void complain(Diagnostics& out, const Scenario& s, const std::string& path, const char* code,
              std::string message, std::string advice) {
    const auto place = s.places.find(path);
    out.error(std::string("scenario.") + code, s.file, place == s.places.end() ? 1 : place->second,
              std::move(message), std::move(advice));
}

// Misspelt, it would never come: as an expectation always unmet, as a prohibition always kept.
void check_expectation(const Scenario& s, const std::string& path, const std::string& of,
                       const readiness::Expectation& e, Diagnostics& out) {
    if (e.fact.empty() + e.refused.empty() + e.never.empty() != 2)
        complain(out, s, path, "expectation",
                 "an expectation of " + of + " names not exactly one of fact, refused, never",
                 "Say in one expectation one thing that must, or must not, come.");
    for (const std::string& fact : {e.fact, e.never})
        if (!fact.empty() && !office::is_fact(fact))
            complain(out, s, path, "unknown_fact", "no fact is called " + fact,
                     "journal tell prints the facts of a day that was played; the pages of "
                     "docs/commands show what each command brings about.");
    if (!e.refused.empty() && !office::make_command(e.refused, {}).ok())
        complain(out, s, path, "unknown_command", "no command is called " + e.refused,
                 "docs/commands/README.md lists them all.");
}

// The command can be made as it stands here: not only on the day, when half of it has been played.
void check_ask(const Scenario& s, const std::string& path, const AskDo& ask, Diagnostics& out) {
    if (!office::make_command(ask.command, {}).ok()) {
        complain(out, s, path, "unknown_command", "no command is called " + ask.command,
                 "docs/commands/README.md lists them all.");
        return;
    }
    std::map<std::string, std::string> fields;
    for (const auto& [name, text] : ask.with)
        fields[name] = field_text(text, Instant{1}, [](const std::string&) { return 1; });
    const auto made = office::make_command(ask.command, fields);
    if (!made.ok())
        complain(out, s, path, "command_field", ask.command + ": " + made.error().message,
                 "docs/commands/" + ask.command + ".md lists its fields.");
}

void check_shape(Scenario& s, Diagnostics& out) {
    std::set<Code> codes;
    for (size_t i = 0; i < s.injects.size(); ++i) {
        Inject& inject = s.injects[i];
        const std::string path = "injects/" + std::to_string(i);
        if (inject.unit.empty() && !s.units.empty()) inject.unit = s.units.front();
        if (!codes.insert(inject.code).second)
            complain(out, s, path, "duplicate_inject", "there are two injects " + inject.code,
                     "Give each its own code.");
        if (parts_of(inject) > 1)
            complain(out, s, path, "two_deeds", "inject " + inject.code + " does several things",
                     "Write one inject for each, at the same minute.");
        if (inject.at < s.starts - 30 * kMinute || inject.at > s.ends)
            complain(out, s, path, "outside_day", "inject " + inject.code + " lies outside the day",
                     "Its minute must lie between `starts` and `ends`.");
        for (const auto& e : inject.expect) check_expectation(s, path, inject.code, e, out);
        if (inject.ask) check_ask(s, path, *inject.ask, out);
    }
    for (const auto& e : s.expect) check_expectation(s, "expect", "the day", e, out);
    std::set<Code> ready;
    for (size_t i = 0; i < s.preparation.size(); ++i) {
        PreparationDo& p = s.preparation[i];
        if (p.unit.empty() && !s.units.empty()) p.unit = s.units.front();
        if (!ready.insert(p.unit + "/" + p.code).second)
            complain(out, s, "preparation/" + std::to_string(i), "duplicate_preparation",
                     "there are two lines " + p.code + " of the preparation of " + p.unit,
                     "Give each its own code.");
    }
    for (Act& act : s.acts)
        if (act.unit.empty() && !s.units.empty()) act.unit = s.units.front();
    for (size_t i = 0; i < s.assignments.size(); ++i) {
        ReportDo& report = s.assignments[i];
        if (report.unit.empty() && !s.units.empty()) report.unit = s.units.front();
        if (report.progress.empty() && report.done.empty())
            complain(out, s, "assignments/" + std::to_string(i), "nothing_reported",
                     "nothing is reported on " + report.of, "Write `progress`, `done` or both.");
    }
    if (s.units.empty())
        complain(out, s, "", "no_unit", "no unit plays", "Name at least one under `units`.");
    if (s.practice && s.units.size() > 1)
        complain(out, s, "", "practice_units", "a practice is played at one unit",
                 "Name one under `units`; it stands for the unit of whoever practises.");
    if (s.ends <= s.starts)
        complain(out, s, "", "day", "the day ends before it starts", "Mend `starts` and `ends`.");
}

struct Known {
    std::set<std::string> names;
    std::string where;
};

template <class T>
std::set<std::string> codes_of(const std::map<Code, T>& map) {
    std::set<std::string> all;
    for (const auto& [code, value] : map) all.insert(code);
    return all;
}

}  // namespace

std::string field_text(const std::string& text, Instant now,
                       const std::function<int64_t(const std::string& of)>& latest) {
    for (const char* of : {"dossier", "document", "meeting", "assignment"})
        if (text == std::string("$") + of ||
            (text.starts_with(std::string("$") + of + ":") && std::string_view(of) != "meeting"))
            return std::to_string(latest(text.substr(1)));
    if (text == "$now") return std::to_string(now.ms);
    if (text.starts_with("+P"))
        if (const auto span = parse_duration(std::string_view(text).substr(1)))
            return std::to_string(now.ms + *span);
    int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool plain = !text.empty() && end.ptr == text.data() + text.size();
    if (plain || text == "true" || text == "false" || text.starts_with("[") ||
        text.starts_with("{"))
        return text;
    return wire::encode(text);
}

std::optional<Scenario> parse_scenario(std::string bytes, const std::string& file,
                                       Diagnostics& diagnostics) {
    const size_t before = diagnostics.count(Severity::error);
    Scenario s;
    s.file = file;
    plan::yaml::Source source(file, diagnostics);
    source.language = "vi";
    source.family = "scenario";
    if (bytes.size() > limits::kFile) {
        diagnostics.error("scenario.too_large", file, 0, "the file is larger than 16 MB",
                          "Split it.");
        return std::nullopt;
    }
    if (!plan::yaml::read(bytes, source, s)) return std::nullopt;
    for (const auto& m : source.mentions()) s.mentions.push_back({m.kind, m.text, m.place.line});
    const auto note = [&](const std::string& list, size_t count) {
        for (size_t i = 0; i < count; ++i) {
            const std::string path = list + "/" + std::to_string(i);
            s.places[path] = source.place(path).line;
        }
    };
    note("injects", s.injects.size());
    note("acts", s.acts.size());
    note("assignments", s.assignments.size());
    note("cast", s.cast.size());
    note("units", s.units.size());
    note("preparation", s.preparation.size());
    for (const char* key : {"plan", "expect", "agency_takes"})
        s.places[key] = source.place(key).line;
    for (const auto& [agency, text] : s.agency_durations) {
        const auto ms = parse_duration(text);
        if (ms) s.agency_takes[agency] = *ms;
        else
            complain(diagnostics, s, "agency_takes", "duration", text + " is no duration",
                     "Write PT45M or PT2H.");
    }
    if (s.seed_text > 0) s.seed = static_cast<uint64_t>(s.seed_text);
    s.hash = sha256(bytes);
    s.bytes = std::move(bytes);
    check_shape(s, diagnostics);
    if (diagnostics.count(Severity::error) > before) return std::nullopt;
    return s;
}

std::optional<Scenario> load_scenario(const std::string& path, Diagnostics& diagnostics) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        diagnostics.error("scenario.not_found", path, 0, "the file cannot be read",
                          "Name a scenario file, for example scenarios/my-thuong-2025-06-23.yaml.");
        return std::nullopt;
    }
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return parse_scenario(std::move(bytes).str(), path, diagnostics);
}

namespace {

// What an assignment can come from on this day: a template, a direction, a card.
std::set<Code> assignments_given(const Scenario& s, const plan::Plan& plan) {
    std::set<Code> given;
    for (const Act& act : s.acts) {
        if (const auto kind = plan.meetings.find(act.meeting); kind != plan.meetings.end())
            for (const auto& template_ : kind->second.assignments) given.insert(template_.code);
        for (const ActItem& item : act.items)
            if (!item.direction.empty()) given.insert(item.item);
    }
    for (const Inject& inject : s.injects)
        if (inject.request) given.insert(inject.code);
    return given;
}

void check_reports(const Scenario& s, const plan::Plan& plan, Diagnostics& diagnostics) {
    const std::set<Code> given = assignments_given(s, plan);
    const std::vector<std::string_view> all(given.begin(), given.end());
    for (size_t i = 0; i < s.assignments.size(); ++i) {
        const ReportDo& report = s.assignments[i];
        if (given.contains(report.of)) continue;
        const std::string guess = plan::yaml::nearest(report.of, all);
        diagnostics.error("scenario.unknown_assignment", s.file,
                          s.places.at("assignments/" + std::to_string(i)),
                          "nobody gives an assignment \"" + report.of + "\"",
                          (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                              "Name a template of a meeting that is held, an agenda item with a "
                              "direction, or an inject with a request.");
    }
}

// What an act says, it says at an item its meeting has.
void check_items(const Scenario& s, const plan::Plan& plan, Diagnostics& diagnostics) {
    for (size_t i = 0; i < s.acts.size(); ++i) {
        const auto kind = plan.meetings.find(s.acts[i].meeting);
        if (kind == plan.meetings.end()) continue;
        std::vector<std::string_view> all;
        for (const auto& item : kind->second.agenda) all.push_back(item.code);
        for (const ActItem& item : s.acts[i].items) {
            if (std::find(all.begin(), all.end(), item.item) != all.end()) continue;
            const std::string guess = plan::yaml::nearest(item.item, all);
            const auto place = s.places.find("acts/" + std::to_string(i));
            diagnostics.error("scenario.unknown_item", s.file,
                              place == s.places.end() ? 1 : place->second,
                              kind->first + " has no agenda item \"" + item.item + "\"",
                              (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                                  "Name an item of meetings/" + kind->first + ".yaml.");
        }
    }
}

}  // namespace

void move_to(Scenario& s, const Code& unit) {
    const Code from = s.units.front();
    const auto move = [&](Code& code) {
        if (code == from) code = unit;
    };
    move(s.units.front());
    for (Act& act : s.acts) move(act.unit);
    for (Inject& inject : s.injects) {
        move(inject.unit);
        for (auto& e : inject.expect) move(e.unit);
    }
    for (ReportDo& report : s.assignments) move(report.unit);
    for (Player& player : s.cast) move(player.unit);
    for (auto& e : s.expect) move(e.unit);
}

std::vector<Code> heads_of(const plan::Plan& plan, const Code& unit, const Code& deputy) {
    std::vector<Code> heads;
    const auto roster = plan.rosters.find(unit);
    if (roster == plan.rosters.end()) return heads;
    const auto& officers = roster->second.officers;
    const auto holds = [&](const Code& officer, const Code& post) {
        const auto found = officers.find(officer);
        if (found == officers.end()) return false;
        const auto& [posts, later] =
            std::tie(found->second.posts, found->second.appointed_by_announcement);
        return std::find(posts.begin(), posts.end(), post) != posts.end() ||
               std::find(later.begin(), later.end(), post) != later.end();
    };
    for (const auto& [code, entry] : officers) {
        if (entry.substitutes.empty() || entry.substitutes.front() != deputy) continue;
        for (const auto& [name, body] : plan.organization.bodies) {
            const auto post = plan.organization.posts.find(body.head);
            if (post == plan.organization.posts.end() || !holds(code, body.head)) continue;
            const auto& others = post->second.substitutes;
            if (std::none_of(others.begin(), others.end(),
                             [&](const Code& other) { return holds(deputy, other); }))
                continue;
            heads.push_back(code);
            break;
        }
    }
    return heads;
}

namespace {

// Whoever is named stands on the roster of the unit.
void check_people(const Scenario& s, const plan::Plan& plan, Diagnostics& out) {
    const auto on_roster = [&](const std::string& path, const Code& unit, const Code& officer) {
        const auto roster = plan.rosters.find(unit);
        if (officer.empty() || roster == plan.rosters.end()) return false;
        if (roster->second.officers.contains(officer)) return true;
        std::vector<std::string_view> all;
        for (const auto& [code, entry] : roster->second.officers) all.push_back(code);
        const std::string guess = plan::yaml::nearest(officer, all);
        complain(out, s, path, "unknown_officer", unit + " has no officer \"" + officer + "\"",
                 (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                     "Name one of units/" + unit + ".yaml.");
        return false;
    };
    for (size_t i = 0; i < s.cast.size(); ++i) {
        const Player& player = s.cast[i];
        const std::string path = "cast/" + std::to_string(i);
        if (on_roster(path, player.unit, player.officer) && player.deputy_in_chair &&
            heads_of(plan, player.unit, player.officer).empty())
            complain(out, s, path, "nobody_excused", player.officer + " sits in nobody's chair",
                     "Name him first under `substitutes` of the head in units/" + player.unit +
                         ".yaml, or leave `deputy_in_chair` out.");
    }
    for (size_t i = 0; i < s.injects.size(); ++i) {
        const Inject& inject = s.injects[i];
        const std::string path = "injects/" + std::to_string(i);
        if (inject.away) on_roster(path, inject.unit, inject.away->officer);
        if (inject.token) on_roster(path, inject.unit, inject.token->officer);
        if (inject.ask) on_roster(path, inject.unit, inject.ask->officer);
    }
}

// The cards an ask points to: "$dossier:I07".
std::set<Code> pointed_to(const Inject& inject) {
    std::set<Code> codes;
    if (!inject.ask) return codes;
    for (const auto& [field, text] : inject.ask->with)
        if (const size_t colon = text.find(':'); text.starts_with("$") && colon != text.npos)
            codes.insert(text.substr(colon + 1));
    return codes;
}

}  // namespace

Status keep_only(Scenario& s, const std::vector<Code>& injects) {
    std::set<Code> keep(injects.begin(), injects.end());
    std::string unknown;
    for (const Code& code : keep)
        if (code != kWholeDay && std::none_of(s.injects.begin(), s.injects.end(),
                                              [&](const Inject& i) { return i.code == code; }))
            unknown += (unknown.empty() ? "" : ", ") + code;
    if (!unknown.empty())
        return Error{ErrorCode::malformed, s.file + " has no card " + unknown +
                                               ": re-test with the scenario of that run"};
    for (size_t before = 0; before != keep.size();) {
        before = keep.size();
        for (const Inject& inject : s.injects)
            if (keep.contains(inject.code)) keep.merge(pointed_to(inject));
    }
    std::erase_if(s.injects, [&](const Inject& i) { return !keep.contains(i.code); });
    if (!keep.contains(Code(kWholeDay))) s.expect.clear();
    s.only.assign(keep.begin(), keep.end());
    return ok();
}

void check_scenario(const Scenario& s, const plan::Plan& plan, Diagnostics& diagnostics) {
    check_people(s, plan, diagnostics);
    check_reports(s, plan, diagnostics);
    check_items(s, plan, diagnostics);
    const std::map<std::string, Known> known = {
        {"unit", {codes_of(plan.city.units), "units of city.yaml"}},
        {"procedure", {codes_of(plan.procedures), "procedures/"}},
        {"post", {codes_of(plan.organization.posts), "posts of organization.yaml"}},
        {"role", {codes_of(plan.organization.roles), "roles of organization.yaml"}},
        {"body", {codes_of(plan.organization.bodies), "bodies of organization.yaml"}},
        {"type", {codes_of(plan.documents.types), "types of documents.yaml"}},
        {"meeting", {codes_of(plan.meetings), "meetings/"}},
        {"task", {codes_of(plan.readiness.tasks), "tasks of readiness.yaml"}},
    };
    for (const auto& m : s.mentions) {
        const auto kind = known.find(m.kind);
        if (kind == known.end() || kind->second.names.contains(m.text)) continue;
        const std::vector<std::string_view> all(kind->second.names.begin(),
                                                kind->second.names.end());
        const std::string guess = plan::yaml::nearest(m.text, all);
        diagnostics.error("scenario.unknown_" + m.kind, s.file, m.line,
                          "the plan has no " + m.kind + " \"" + m.text + "\"",
                          (guess.empty() ? "" : "Did you mean \"" + guess + "\"? ") +
                              "It must stand among the " + kind->second.where + ".");
    }
    for (size_t i = 0; i < s.units.size(); ++i)
        if (!plan.rosters.contains(s.units[i]))
            complain(diagnostics, s, "units/" + std::to_string(i), "no_roster",
                     "the plan has no people for " + s.units[i],
                     "Write units/" + s.units[i] + ".yaml, or leave the unit out.");
    for (const Inject& inject : s.injects) {
        const auto check = [&](const Code& procedure, const std::vector<Code>& components) {
            const auto* p = plan.procedure(procedure);
            if (p == nullptr) return;
            for (const Code& code : components)
                if (std::none_of(p->components.begin(), p->components.end(),
                                 [&](const auto& c) { return c.code == code; }))
                    diagnostics.error("scenario.unknown_component", s.file, s.line_of(inject.code),
                                      procedure + " has no component \"" + code + "\"",
                                      "Name one of its components in procedure.yaml.");
        };
        if (inject.citizen) check(inject.citizen->procedure, inject.citizen->missing);
        if (std::find(s.units.begin(), s.units.end(), inject.unit) == s.units.end())
            diagnostics.error("scenario.unit_not_playing", s.file, s.line_of(inject.code),
                              inject.unit + " does not play", "Add it to `units`.");
    }
}

int Scenario::line_of(const Code& inject) const {
    for (size_t i = 0; i < injects.size(); ++i)
        if (injects[i].code == inject) {
            const auto found = places.find("injects/" + std::to_string(i));
            return found == places.end() ? 0 : found->second;
        }
    return 0;
}

}  // namespace ss::rehearse
