// What can be written down and cannot be meant: shares that do not add up, orders that bite their
// own tail, fractions no meeting can reach, numbers without a number.
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "plan/draft.h"
#include "plan/roster.h"

namespace ss::plan {

namespace {

// Finds one cycle and complains of it where it closes.
class Cycles {
  public:
    using Next = std::function<std::vector<Code>(const Code&)>;
    Cycles(Draft& d, std::string file, std::string prefix, std::string suffix, Next next)
        : d_(d),
          file_(std::move(file)),
          prefix_(std::move(prefix)),
          suffix_(std::move(suffix)),
          next_(std::move(next)) {}

    void visit(const Code& code) {
        if (const auto i = std::find(path_.begin(), path_.end(), code); i != path_.end()) {
            std::string round;
            for (auto j = i; j != path_.end(); ++j) round += *j + " → ";
            d_.error(file_, prefix_ + path_.back() + suffix_, "cycle",
                     round + code + " is a circle", "Take one of these steps out.");
            return;
        }
        if (!done_.insert(code).second) return;
        path_.push_back(code);
        for (const Code& n : next_(code)) visit(n);
        path_.pop_back();
    }

  private:
    Draft& d_;
    std::string file_, prefix_, suffix_;
    Next next_;
    std::vector<Code> path_;
    std::set<Code> done_;
};

template <class T, class F>
void no_cycles(Draft& d, const std::string& file, const std::string& prefix,
               const std::string& suffix, const std::map<Code, T>& map, F next) {
    Cycles cycles(d, file, prefix, suffix, [&](const Code& code) {
        const auto i = map.find(code);
        return i == map.end() ? std::vector<Code>{} : next(i->second);
    });
    for (const auto& [code, value] : map) cycles.visit(code);
}

std::vector<Code> one(const Code& code) {
    return code.empty() ? std::vector<Code>{} : std::vector{code};
}

void check_organization(Draft& d) {
    const std::string file = "organization.yaml";
    const org::Organization& o = d.plan.organization;
    no_cycles(d, file, "bodies/", "/parent", o.bodies,
              [](const org::Body& b) { return one(b.parent); });
    for (const auto& [code, role] : o.roles)  // two roles may well deputise each other
        if (role.deputised_by == code)
            d.error(file, "roles/" + code + "/deputised_by", "substitute",
                    "\"" + code + "\" stands in for itself", "Name another role.");
    for (const auto& [code, post] : o.posts)
        for (const Code& other : post.substitutes)
            if (other == code)
                d.error(file, "posts/" + code + "/substitutes", "substitute",
                        "\"" + code + "\" stands in for itself", "Name another post.");
    for (size_t i = 0; i < o.signing.size(); ++i) {
        const org::SigningRule& rule = o.signing[i];
        const std::string path = "signing/" + std::to_string(i);
        const std::string formula = org::formula_kind(rule.formula);
        if ((formula == "KT." || formula == "TL." || formula == "TUQ.") &&
            rule.on_behalf_of.empty())
            d.error(file, path, "signing", rule.formula + " without the post it is signed for",
                    "Add on_behalf_of.");
        if (formula == "TUQ." && !rule.needs_delegation)
            d.error(file, path, "signing", "TUQ. without a delegation",
                    "Add needs_delegation: true (Law 72/2025 art. 14).");
        if (rule.only_when_away && rule.on_behalf_of.empty())
            d.error(file, path, "signing", "only_when_away says nothing of whom",
                    "Add on_behalf_of.");
    }
    for (const auto& [ask, roles] : o.access)
        if (ask.find('.') == std::string::npos)
            d.error(file, "access/" + ask, "ask", "\"" + ask + "\" is nothing that can be asked",
                    "Write it like dossier.receive.");
}

void check_calendar(Draft& d) {
    const auto ascending = [&](const std::vector<org::Hours>& hours, const std::string& path) {
        for (size_t i = 1; i < hours.size(); ++i)
            if (hours[i].from < hours[i - 1].to)
                d.error("calendar.yaml", path, "order", "these hours overlap or go backwards",
                        "Write them in ascending order.");
    };
    static constexpr const char* kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday"};
    const org::Calendar& c = d.plan.calendar;
    bool any = false;
    for (size_t i = 0; i < 7; ++i) {
        ascending(c.week[i], "week/" + std::string(kDays[i]));
        any = any || !c.week[i].empty();
    }
    for (const auto& [date, hours] : c.special) ascending(hours, "special/" + to_text(date));
    if (!any && d.source("calendar.yaml").has("week"))
        d.error("calendar.yaml", "week", "week", "no day of the week is a working day",
                "Give hours to at least one day.");
}

void check_city(Draft& d) {
    const std::string file = "city.yaml";
    if (d.plan.city.languages.empty() && d.source(file).has("languages"))
        d.error(file, "languages", "languages", "a plan has at least one language", "Name it.");
    for (const auto& [code, unit] : d.plan.city.units) {
        const std::string& t = unit.dossier_code;
        if (t.empty() && (unit.kind == "agency" || unit.kind.empty())) continue;
        const bool date = t.find("{yymmdd}") != t.npos || t.find("{yyyymmdd}") != t.npos;
        const size_t serial = t.find("{serial:");
        const bool numbered = serial != t.npos && serial + 9 < t.size() && t[serial + 8] >= '1' &&
                              t[serial + 8] <= '9' && t[serial + 9] == '}';
        if (!date || !numbered)
            d.error(file, "units/" + code + "/dossier_code", "dossier_code",
                    "the code of a dossier needs a date and a serial number",
                    "Write it like H57.34.12-{yymmdd}-{serial:4}.");
    }
    for (const auto& [date, set] : d.plan.forms)
        if (date > to_text(d.plan.city.go_live) && d.plan.forms.size() == 1)
            d.warning("plan.yaml", "forms", "forms", "no form set is in force on go-live",
                      "Give one an earlier date.");
}

void check_documents(Draft& d) {
    const Documents& all = d.plan.documents;
    for (const auto& [code, s] : all.series) {
        const std::string file =
            d.source("documents.yaml").has("series/" + code) ? "documents.yaml" : "results.yaml";
        if (s.symbol.find("{number}") == std::string::npos)
            d.error(file, "series/" + code + "/symbol", "symbol", "a symbol without {number}",
                    "Write it like {number}/{type}-{notation}.");
        for (const Code& type : s.types) {
            const auto i = all.types.find(type);
            if (i != all.types.end() && i->second.side != s.side)
                d.error(file, "series/" + code + "/types", "side",
                        "\"" + type + "\" is not of the side of this series",
                        "State and party papers are numbered apart.");
        }
    }
    if (all.clerk_role.empty())
        d.error("documents.yaml", "", "missing_key", "\"clerk_role\" is missing here",
                "Name the role that keeps seal and registers.");
}

template <class T>
void no_twins(Draft& d, const std::string& file, const std::string& key,
              const std::vector<T>& list) {
    std::set<Code> seen;
    for (size_t i = 0; i < list.size(); ++i)
        if (!seen.insert(list[i].code).second)
            d.error(file, key + "/" + std::to_string(i) + "/code", "duplicate_code",
                    "\"" + list[i].code + "\" stands in " + key + " twice",
                    "Give it its own code.");
}

bool feel_name(const std::string& t) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !t.empty() && letter(t[0]) && std::all_of(t.begin(), t.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9');
    });
}

void check_variable(Draft& d, const std::string& file, const std::string& path, const Variable& v) {
    static const std::set<std::string> taken{"channel", "received_after_cutoff", "outcome",
                                             "answer"};
    if (!feel_name(v.code) || taken.contains(v.code))
        d.error(file, path + "/code", "variable", "\"" + v.code + "\" cannot name a variable",
                "Use letters, digits and _; not channel, received_after_cutoff, outcome, answer.");
    const bool fits = std::holds_alternative<std::monostate>(v.initial) ||
                      (v.type == "boolean" && std::holds_alternative<bool>(v.initial)) ||
                      (v.type == "number" && std::holds_alternative<int64_t>(v.initial)) ||
                      (v.type == "string" && std::holds_alternative<std::string>(v.initial));
    if (!fits)
        d.error(file, path + "/initial", "initial", "the initial value is not a " + v.type,
                "Write a value of the variable's type; quote texts.");
    if (v.personal && !std::holds_alternative<std::monostate>(v.initial))
        d.error(file, path + "/initial", "initial", "a personal variable has an initial value",
                "Take it out: personal values are sealed.");
    const auto* text = std::get_if<std::string>(&v.initial);
    if (!v.choices.empty() && v.type != "string")
        d.error(file, path + "/choices", "choices", "choices of a " + v.type, "Make it a string.");
    else if (!v.choices.empty() && text && !text->empty() &&
             std::find(v.choices.begin(), v.choices.end(), *text) == v.choices.end())
        d.error(file, path + "/initial", "initial", "the initial value is none of the choices",
                "Add it to choices.");
}

void check_procedure(Draft& d, const Procedure& p) {
    const std::string& file = d.procedure_files.at(p.code);
    no_twins(d, file, "components", p.components);
    no_twins(d, file, "cases", p.cases);
    no_twins(d, file, "variables", p.variables);
    for (size_t i = 0; i < p.variables.size(); ++i)
        check_variable(d, file, "variables/" + std::to_string(i), p.variables[i]);
    for (size_t i = 0; i + 1 < p.cases.size(); ++i)
        if (p.cases[i].when.empty())
            d.error(file, "cases/" + std::to_string(i), "case_order",
                    "a case without `when` hides those after it",
                    "Put it last, or give it a `when`.");
    if (p.cases.empty() ? d.source(file).has("cases") : !p.cases.back().when.empty())
        d.error(file, "cases", "case_order", "no case is left for what fits none of them",
                "Let the last case have no `when`.");
    for (size_t i = 0; i < p.cases.size(); ++i)
        for (const auto& [channel, limit] : p.cases[i].channel_limits)
            if (!p.channels.contains(channel))
                d.error(file, "cases/" + std::to_string(i) + "/channel_limits", "channel",
                        "the procedure has no channel \"" + channel + "\"", "Add it to channels.");
    if (p.channels.empty() && d.source(file).has("channels"))
        d.error(file, "channels", "channel", "nobody can hand anything in", "Name a channel.");
}

}  // namespace

void check_sense(Draft& d) {
    check_city(d);
    check_organization(d);
    check_calendar(d);
    check_documents(d);
    no_cycles(d, "precedence.yaml", "milestones/", "/requires", d.plan.precedence.milestones,
              [](const Milestone& m) { return m.requires_; });
    for (const auto& [code, p] : d.plan.procedures) check_procedure(d, p);
    for (const auto& [code, r] : d.plan.rosters)
        check_roster(d.plan.organization, r,
                     [&](const std::string& path, const char* what, std::string message,
                         const char* advice) {
                         d.error(d.roster_files.at(r.unit), path, what, std::move(message), advice);
                     });
}

// Meetings ----------------------------------------------------------------------------------------

namespace {

void check_majority(Draft& d, const std::string& file, const std::string& path, const Majority& m) {
    const bool whole = m.numerator == m.denominator && m.at_least;
    if (m.numerator > m.denominator || (m.numerator == m.denominator && !whole))
        d.error(file, path, "majority", "no vote can carry this: more than everybody",
                "Use a fraction below 1, or 1 with at_least: true.");
    else if (m.numerator * 2 < m.denominator)
        d.error(file, path, "majority", "less than half would carry this", "Use at least 1/2.");
}

void check_item(Draft& d, const std::string& file, const std::string& path,
                const AgendaItem& item) {
    const bool motion = item.kind == "motion" || item.kind == "election";
    if (motion) check_majority(d, file, path + "/majority", item.majority);
    if (!item.paper.empty() && (item.abstract.empty() || item.signer_post.empty()))
        d.error(file, path, "paper", "a paper without an abstract or a signer",
                "Add abstract and signer_post.");
    if (item.adopts_rules && !motion)
        d.error(file, path, "adopts_rules", "only what is voted on can adopt rules",
                "Let the kind be motion.");
}

}  // namespace

void check_meetings(Draft& d) {
    for (const auto& [code, m] : d.plan.meetings) {
        const std::string& file = d.meeting_files.at(code);
        no_twins(d, file, "agenda", m.agenda);
        no_twins(d, file, "assignments", m.assignments);
        if (m.rules.quorum_numerator > m.rules.quorum_denominator)
            d.error(file, "rules/quorum_numerator", "quorum", "a quorum of more than everybody",
                    "Use a fraction of at most 1.");
        check_majority(d, file, "rules/majority", m.rules.majority);
        if (!m.chair_from.empty() && m.convener_post.empty())
            d.error(file, "chair_from", "chair", "nobody presides until the chair does",
                    "Add convener_post.");
        if (m.agenda.empty() && d.source(file).has("agenda"))
            d.error(file, "agenda", "agenda", "a meeting without an agenda", "Write its items.");
        std::map<Code, std::vector<Code>> after;
        for (size_t i = 0; i < m.agenda.size(); ++i) {
            check_item(d, file, "agenda/" + std::to_string(i), m.agenda[i]);
            after[m.agenda[i].code] = m.agenda[i].after;
        }
        Cycles cycles(d, file, "agenda", "", [&](const Code& c) {
            const auto i = after.find(c);
            return i == after.end() ? std::vector<Code>{} : i->second;
        });
        for (const auto& [item, before] : after) cycles.visit(item);
    }
}

}  // namespace ss::plan
