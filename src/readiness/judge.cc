#include "readiness/judge.h"

#include <algorithm>
#include <span>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

using Met = GateCondition::Met;

const std::string& language(const plan::Plan& plan) {
    static const std::string none;
    return plan.city.languages.empty() ? none : plan.city.languages.front();
}

GateCondition condition(const Code& code, const UnitReport& u) {
    GateCondition c;
    c.code = code;
    bool seen = false;
    for (const TaskResult& t : u.tasks) seen = seen || (t.tier == 1 && t.counts() != Rating::none);
    if (code == "no-tier-1-u") {
        c.met = seen ? Met::yes : Met::not_yet;
        for (const TaskResult& t : u.tasks)
            if (t.tier == 1 && t.counts() == Rating::U) {
                c.met = Met::no;
                c.why.push_back(say("gate.task_u", {t.task, std::to_string(t.u)}));
            }
    } else if (code == "no-blocking-finding") {
        c.met = seen ? Met::yes : Met::not_yet;
        for (const Finding& f : u.findings)
            if (f.blocking && !f.closed) {
                c.met = Met::no;
                c.why.push_back(say("gate.finding", {f.code}));
            }
    } else if (code == "tier-1-coverage") {
        c.met = u.coverage.tier1.missing.empty() ? Met::yes : Met::no;
        for (const Code& task : u.coverage.tier1.missing)
            c.why.push_back(say("gate.not_seen", {task}));
    } else {
        c.why.push_back(say("gate.no_evidence"));
    }
    return c;
}

// Every tier-1 task P or S in two rehearsals with different people, one with the deputy.
void two_rehearsals(const std::vector<RunReport>& runs, GateCondition& c) {
    c.why.clear();
    c.met = Met::yes;
    for (const TaskResult& task : runs.back().units.front().tasks) {
        if (task.tier != 1) continue;
        std::set<std::set<Code>> people;
        int good = 0;
        bool deputy = false;
        for (const RunReport& run : runs)
            for (const TaskResult& t : run.units.front().tasks) {
                if (t.task != task.task || (t.counts() != Rating::P && t.counts() != Rating::S))
                    continue;
                ++good;
                std::set<Code> who;
                for (const size_t i : t.attempts) {
                    const Attempt& a = run.units.front().attempts[i];
                    if (!a.officer.empty()) who.insert(a.officer);
                    deputy = deputy || a.deputy;
                }
                people.insert(who);
            }
        const char* lacks = good < 2            ? "gate.once_only"
                            : people.size() < 2 ? "gate.same_people"
                            : !deputy           ? "gate.no_deputy"
                                                : nullptr;
        if (lacks == nullptr) continue;
        c.met = Met::not_yet;
        c.why.push_back(say(lacks, {task.task}));
    }
}

UnitReport one(const std::vector<Table>& tables, size_t index, const std::vector<Card>& cards,
               const std::vector<Preparation>& preparation, Rehearsed whom) {
    const Table& t = tables[index];
    UnitReport u;
    u.unit = t.record->unit;
    const plan::Unit* unit = t.plan->unit(u.unit);
    u.name = unit == nullptr ? u.unit : unit->name.get(language(*t.plan));
    u.head = t.record->head;
    u.entries = t.record->entries.size();
    u.facts = t.facts;
    u.refusals = t.refusals;
    u.injects = injects_of(tables, index, cards);
    u.attempts = attempts_of(t, u.injects);
    u.tasks = tasks_of(t, u.attempts);
    u.notes = t.notes;
    u.preparation = preparation_of(*t.record, preparation);
    u.corrections = corrections_of(*t.record);
    u.people = people_of(t, u.attempts);
    u.coverage = coverage_of(t, u.tasks);
    u.leadership = leadership_of(t, u.attempts);
    u.scorecard = scorecard_of(t);
    u.bars = bars_of(t, u.attempts);
    u.queue = queue_of(t);
    u.heat = heat_of(t);
    u.figures = figures_of(t);
    u.findings = findings_of(t, u);
    u.score = score_of(u.tasks);
    u.conditions = gate_of(*t.plan, u);
    if (index > 0 && whom == Rehearsed::first) return u;
    u.gate = conclude(u.conditions);
    u.colour = colour_of(*t.plan, u);
    return u;
}

// A finding of an earlier run is closed where a later run's same inject rates P or S; one without
// an inject, where the same task of a later run does.
void close_retested(std::vector<RunReport>& runs) {
    for (size_t i = 0; i + 1 < runs.size(); ++i)
        for (Finding& f : runs[i].units.front().findings)
            for (size_t later = i + 1; later < runs.size(); ++later) {
                Rating rating = Rating::none;
                const UnitReport& u = runs[later].units.front();
                for (const InjectResult& r : u.injects)
                    if (!f.inject.empty() && r.inject == f.inject) rating = r.counts();
                for (const TaskResult& r : u.tasks)
                    if (f.inject.empty() && !f.task.empty() && r.task == f.task)
                        rating = r.counts();
                f.closed = f.closed || rating == Rating::P || rating == Rating::S;
            }
}

// The runs that count: the last three.
std::span<const RunReport> newest(const std::vector<RunReport>& runs) {
    constexpr size_t kLast = 3;
    return std::span(runs).last(std::min(kLast, runs.size()));
}

std::vector<FourColumns> columns_of(const std::vector<RunReport>& runs,
                                    const std::map<Code, std::string>& checked) {
    std::vector<FourColumns> out;
    for (const TaskResult& task : runs.back().units.front().tasks) {
        FourColumns c;
        c.task = task.task;
        if (const auto i = checked.find(task.task); i != checked.end()) c.checked = i->second;
        for (const RunReport& run : newest(runs))
            for (const TaskResult& t : run.units.front().tasks) {
                if (t.task != task.task || t.counts() == Rating::none) continue;
                c.rehearsed = worse(c.rehearsed, t.counts());
                ++c.runs;
            }
        out.push_back(std::move(c));
    }
    return out;
}

}  // namespace

std::vector<GateCondition> gate_of(const plan::Plan& plan, const UnitReport& u) {
    std::vector<GateCondition> out;
    for (const auto& [code, text] : plan.readiness.gate) out.push_back(condition(code, u));
    const auto order = [](const GateCondition& c) {  // what a rehearsal can show comes first
        const std::array<std::string_view, 4> first{"no-tier-1-u", "no-blocking-finding",
                                                    "tier-1-coverage", "two-rehearsals"};
        return std::find(first.begin(), first.end(), c.code) - first.begin();
    };
    std::stable_sort(out.begin(), out.end(), [&](const GateCondition& a, const GateCondition& b) {
        return order(a) < order(b);
    });
    return out;
}

// Go: everything holds. No-go: something unlawful or undone in tier 1, or a blocking finding.
// Without full coverage of tier 1 nothing can be said. Else what lacks evidence has to be waived.
Gate conclude(const std::vector<GateCondition>& conditions) {
    bool all = !conditions.empty(), failed = false, blind = false;
    for (const GateCondition& c : conditions) {
        all = all && c.met == Met::yes;
        const bool verdict = c.code == "no-tier-1-u" || c.code == "no-blocking-finding";
        failed = failed || (verdict && c.met == Met::no);
        blind = blind || (c.code == "tier-1-coverage" && c.met != Met::yes) ||
                (verdict && c.met == Met::not_yet);
    }
    if (failed) return Gate::no_go;
    if (blind || conditions.empty()) return Gate::not_yet;
    return all ? Gate::go : Gate::conditional;
}

// Plan 02: the worst blocking item decides.
Colour colour_of(const plan::Plan& plan, const UnitReport& u) {
    (void)plan;
    Colour colour = Colour::green;
    bool any = false;
    for (const TaskResult& t : u.tasks) {
        any = any || t.counts() != Rating::none;
        if (t.tier == 1 && t.counts() == Rating::U) return Colour::red;
        if (t.counts() != Rating::P && t.counts() != Rating::S) colour = Colour::yellow;
    }
    for (const Finding& f : u.findings)
        if (f.blocking && !f.closed) return Colour::red;
    return any ? colour : Colour::none;
}

namespace {

std::vector<Table> tables_of(const std::vector<UnitRecord>& units) {
    std::vector<Table> tables;
    tables.reserve(units.size());
    for (const UnitRecord& u : units) tables.push_back(measure(u));
    return tables;
}

// A card the director gave to more units than it was written for is judged in each of them.
std::vector<Card> with_given_elsewhere(const std::vector<Table>& tables, std::vector<Card> cards) {
    const size_t written = cards.size();
    for (const Table& t : tables)
        for (const auto& [inject, given] : t.injects) {
            const auto here = std::find_if(cards.begin(), cards.end(), [&](const Card& c) {
                return c.inject == inject && c.unit == t.record->unit;
            });
            if (here != cards.end()) continue;
            const auto last = cards.begin() + static_cast<std::ptrdiff_t>(written);
            const auto card = std::find_if(cards.begin(), last,
                                           [&](const Card& c) { return c.inject == inject; });
            if (card == last) continue;
            Card elsewhere = *card;
            elsewhere.unit = t.record->unit;
            cards.push_back(std::move(elsewhere));
        }
    return cards;
}

}  // namespace

std::vector<std::vector<InjectResult>> judge_injects(const std::vector<UnitRecord>& units,
                                                     const std::vector<Card>& cards) {
    const auto tables = tables_of(units);
    const auto all = with_given_elsewhere(tables, cards);
    std::vector<std::vector<InjectResult>> out;
    for (size_t i = 0; i < tables.size(); ++i) out.push_back(injects_of(tables, i, all));
    return out;
}

std::vector<UnitReport> judge(const std::vector<UnitRecord>& units,
                              const std::vector<Card>& written,
                              const std::vector<Preparation>& preparation, Rehearsed whom) {
    const auto tables = tables_of(units);
    const auto cards = with_given_elsewhere(tables, written);
    std::vector<UnitReport> out;
    for (size_t i = 0; i < tables.size(); ++i)
        out.push_back(one(tables, i, cards, preparation, whom));
    return out;
}

Report compare(std::vector<RunReport> runs, const plan::Plan& plan,
               const std::map<Code, std::string>& checked) {
    Report r;
    runs.erase(std::remove_if(runs.begin(), runs.end(),
                              [](const RunReport& run) { return run.units.empty(); }),
               runs.end());
    if (runs.empty()) return r;
    close_retested(runs);
    UnitReport& last = runs.back().units.front();
    const auto unseen_only_here = [&](const Finding& f) {
        return f.what.rule == "coverage.tier1" &&
               std::any_of(runs.begin(), runs.end(), [&](const RunReport& run) {
                   const auto& tasks = run.units.front().tasks;
                   return std::any_of(tasks.begin(), tasks.end(), [&](const TaskResult& t) {
                       return t.task == f.task && t.counts() != Rating::none;
                   });
               });
    };
    // An earlier run's blocking finding stays open until it is tested again.
    for (const RunReport& run : runs)
        for (const Finding& f : run.units.front().findings)
            if (!f.closed && !unseen_only_here(f) && (&run == &runs.back() || f.blocking)) {
                const bool told = std::any_of(
                    r.open_findings.begin(), r.open_findings.end(), [&](const Finding& x) {
                        return x.what.rule == f.what.rule && x.task == f.task &&
                               x.inject == f.inject && x.role == f.role;
                    });
                if (!told) r.open_findings.push_back(f);
            }
    UnitReport over = last;  // the same questions, asked of all runs
    over.findings = r.open_findings;
    r.columns = columns_of(runs, checked);
    for (TaskResult& t : over.tasks) {
        for (const FourColumns& c : r.columns)
            if (c.task == t.task) t.rating = c.rehearsed, t.changed = Rating::none;
        for (const RunReport& run : newest(runs))  // as often as in the worst of them
            for (const TaskResult& other : run.units.front().tasks)
                if (other.task == t.task) t.u = std::max(t.u, other.u);
    }
    over.coverage.tier1.missing.clear();  // what another run has seen has been seen
    for (const TaskResult& t : over.tasks)
        if (t.tier == 1 && t.rating == Rating::none) over.coverage.tier1.missing.push_back(t.task);
    r.conditions = gate_of(plan, over);
    for (GateCondition& c : r.conditions)
        if (c.code == "two-rehearsals") two_rehearsals(runs, c);
    r.gate = conclude(r.conditions);
    r.runs = std::move(runs);
    return r;
}

}  // namespace ss::readiness
