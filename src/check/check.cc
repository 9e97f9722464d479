#include "check/check.h"

#include <tuple>

#include "check/internal.h"
#include "plan/yaml.h"

namespace ss::check {

// --- places --------------------------------------------------------------------------------------

struct Places::Tree {
    std::optional<plan::yaml::Node> root;
};

int Places::line(const std::string& file, const std::vector<std::string>& path) {
    auto& tree = trees_[file];
    if (!tree) {
        auto fresh = std::make_shared<Tree>();
        if (const auto bytes = plan_.files.find(file); bytes != plan_.files.end()) {
            Diagnostics ignored;  // the loader has complained already
            plan::yaml::Source source(file, ignored);
            fresh->root = plan::yaml::parse(bytes->second, source);
        }
        tree = std::move(fresh);
    }
    if (!tree->root) return 0;
    const plan::yaml::Node* node = &*tree->root;
    int line = 0;
    for (const std::string& step : path) {
        if (node->kind == plan::yaml::Node::Kind::list) {
            const auto wanted = std::find_if(node->items.begin(), node->items.end(),
                                             [&](const plan::yaml::Node& item) {
                                                 const auto* code = item.find("code");
                                                 return code != nullptr && code->text == step;
                                             });
            if (wanted == node->items.end()) return line;
            node = &*wanted;
            line = node->place.line;
            continue;
        }
        const auto i = std::find(node->names.begin(), node->names.end(), step);
        if (i == node->names.end()) return line;
        const auto index = static_cast<size_t>(i - node->names.begin());
        line = node->name_places[index].line;
        node = &node->items[index];
    }
    return line;
}

std::string Places::roster_file(const Code& unit) const {
    return "units/" + unit + ".yaml";
}
std::string Places::meeting_file(const Code& meeting) const {
    return "meetings/" + meeting + ".yaml";
}
std::string Places::procedure_file(const Code& procedure) const {
    return "procedures/" + procedure + "/procedure.yaml";
}

// --- ground --------------------------------------------------------------------------------------

namespace {

template <class Map>
const typename Map::mapped_type* find(const Map& map, const Code& code) {
    const auto i = map.find(code);
    return i == map.end() ? nullptr : &i->second;
}

}  // namespace

std::string Ground::role_name(const Code& role) const {
    const auto* r = find(plan.organization.roles, role);
    return r == nullptr ? role : named(r->name, role);
}
std::string Ground::post_name(const Code& post) const {
    const auto* p = find(plan.organization.posts, post);
    if (p == nullptr) return post;
    return named(p->title, post) + " (" + post + ")";
}
std::string Ground::body_name(const Code& body) const {
    const auto* b = find(plan.organization.bodies, body);
    return b == nullptr ? body : named(b->name, body);
}
std::string Ground::type_name(const Code& type) const {
    const auto* t = find(plan.documents.types, type);
    return t == nullptr ? type : named(t->name, type) + " (" + type + ")";
}

Finding& Ground::add(std::string_view code, Severity severity,
                     std::vector<std::string> args) const {
    Finding& f = findings.emplace_back();
    f.code = code;
    f.severity = severity;
    f.args = std::move(args);
    return f;
}

Finding& Unit::add(std::string_view code, Severity severity, std::vector<std::string> args,
                   const Code& officer) const {
    Finding& f = g.add(code, severity, std::move(args));
    f.unit = roster.unit;
    f.officer = officer;
    f.file = file_;
    f.line = officer.empty() ? g.places.line(file_, {"officers"})
                             : g.places.line(file_, {"officers", officer});
    return f;
}

std::string Unit::officer_name(const Code& officer) const {
    const auto* o = find(roster.officers, officer);
    return o == nullptr || o->name.empty() ? officer : o->name;
}

Unit unit_of(const Ground& g, const plan::Roster& roster) {
    const auto& calendar = g.plan.calendar;
    LocalDate day = g.plan.city.go_live;
    if (!calendar.working_day(day)) day = calendar.next_working_day(day);
    const plan::Unit* unit = g.plan.unit(roster.unit);
    Unit u{g, roster, {}, calendar.opening(day), true, !roster.members.empty(), {}};
    u.runs_procedures = unit == nullptr || (unit->kind != "city" && unit->kind != "agency");
    u.file_ = g.places.roster_file(roster.unit);
    for (const auto& [code, entry] : roster.officers) {
        org::Officer& o = u.people.officers[code];
        o.code = code;
        o.name = entry.name;
        o.account = entry.account;
        o.substitutes = entry.substitutes;
        if (entry.signature)
            o.signature_until = entry.signature_until
                                    ? at_local(*entry.signature_until, 0, calendar.offset)
                                    : Instant{u.at.ms + 365 * kDay};
        std::set<Code> posts(entry.posts.begin(), entry.posts.end());
        posts.insert(entry.appointed_by_announcement.begin(),
                     entry.appointed_by_announcement.end());
        for (const Code& post : posts) u.people.mandates[post].push_back({code, {}, std::nullopt});
        u.first_day = u.first_day || !entry.appointed_by_announcement.empty();
    }
    return u;
}

bool can_log_in(const Unit& u, const Code& officer) {
    const auto* o = find(u.people.officers, officer);
    return o != nullptr && o->account;
}

bool can_sign(const Unit& u, const Code& officer) {
    const auto* o = find(u.people.officers, officer);
    return o != nullptr && o->signature_until && *o->signature_until > u.at;
}

// --- all of it -----------------------------------------------------------------------------------

namespace {

auto order(const Finding& f) {
    return std::tie(f.unit, f.severity, f.code, f.file, f.line, f.procedure, f.role, f.officer,
                    f.args);
}

}  // namespace

std::vector<Finding> check(const plan::Plan& plan, const std::vector<Code>& units,
                           const Progress& progress) {
    std::vector<Finding> findings;
    Places places(plan);
    const Ground g{plan, places, findings,
                   plan.city.languages.empty() ? "en" : plan.city.languages.front()};
    const double steps = static_cast<double>(plan.procedures.size() + plan.rosters.size() + 1);
    double done = 0;
    std::set<std::string> said;
    for (const auto& [code, p] : plan.procedures) {
        if (progress) progress(done++ / steps, code);
        check_soundness(g, p, said);
        check_limits(g, p);
        check_published(g, p);
    }
    check_precedence(g);
    check_delegations(g);
    check_fan_out(g);
    count_unverified(g);
    for (const auto& [code, roster] : plan.rosters) {
        if (progress) progress(done++ / steps, code);
        if (!units.empty() && !has(units, code)) continue;
        const Unit u = unit_of(g, roster);
        check_lanes(u);
        check_signers(u);
        check_posts(u);
        check_meetings(u);
    }
    std::sort(findings.begin(), findings.end(),
              [](const Finding& a, const Finding& b) { return order(a) < order(b); });
    return findings;
}

bool blocks(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& f) { return f.severity == Severity::blocks; });
}

}  // namespace ss::check
