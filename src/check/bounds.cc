// The most facts one command may bring about in this plan, and how much of it nobody has verified.
#include "base/limits.h"
#include "bpmn/program.h"
#include "check/internal.h"
#include "feel/feel.h"

namespace ss::check {

using bpmn::NodeIx;
using bpmn::Type;

namespace {

// Facts of one step of a process, whatever way it goes: every node counted once, those inside an
// activity of several instances as often as there may be instances (at most kTokens rest anywhere).
size_t facts_of_step(const plan::Procedure& p) {
    const bpmn::Program& program = *p.program;
    std::vector<size_t> instances(program.scopes(), 1);
    for (bpmn::ScopeIx s = 0; s < program.scopes(); ++s) {
        const auto& scope = program.scope(s);
        if (scope.parent != bpmn::kNone) instances[s] = instances[scope.parent];
        if (scope.host == bpmn::kNone || program.node(scope.host).type != Type::multi) continue;
        size_t count = limits::kTokens;
        if (const auto e = program.node(scope.host).expression;
            e != bpmn::kNone && feel::names_used(program.expression(e)).empty())
            if (const auto value = feel::to_data(feel::evaluate(program.expression(e), Data{})))
                if (const auto* n = std::get_if<int64_t>(&*value))
                    count = static_cast<size_t>(
                        std::clamp<int64_t>(*n, 1, static_cast<int64_t>(limits::kTokens)));
        instances[s] = std::min(limits::kTokens, instances[s] * count);
    }
    size_t rests = 0, services = 0;
    for (NodeIx n = 0; n < program.size(); ++n) {
        const size_t times = instances[program.node(n).scope];
        // Offered, armed or awaited, and one for each event attached; the same again if cancelled.
        if (program.node(n).waits) rests += times * (1 + program.attached(n).size());
        if (program.info(n).service.empty()) continue;
        // Called; what follows: a result's number and its register, or one fact elsewhere.
        services += times * (1 + 3 * std::max<size_t>(1, p.results.size()));
    }
    constexpr size_t kAround = 6;  // work.completed, data changed, advanced, ended, stuck, resolved
    const size_t most_rests = std::min(rests, 3 * limits::kTokens);
    return kAround + most_rests + services + 4 * p.results.size();
}

// An item of a meeting ends: posts are taken, milestones reached, assignments given.
size_t facts_of_item(const plan::Plan& plan, const plan::AgendaItem& item) {
    size_t most = 0;
    for (const auto& [unit, roster] : plan.rosters) {
        size_t appointed = 0;
        for (const auto& [officer, entry] : roster.officers)
            for (const Code& post : entry.appointed_by_announcement)
                appointed += has(item.appoints, post) ? 1 : 0;
        most = std::max(most, appointed);
    }
    return 6 + most + item.reaches.size() + 2 * item.assigns.size();
}

}  // namespace

void check_fan_out(const Ground& g) {
    size_t worst = 0;
    std::string where, what;
    const auto count = [&](size_t facts, const std::string& at, const std::string& name,
                           const Code& procedure, int line) {
        if (facts > worst) worst = facts, where = at, what = name;
        if (facts <= limits::kFactsPerCommand) return;
        Finding& f = g.add("fan_out.too_wide", Severity::blocks,
                           {name, std::to_string(facts), std::to_string(limits::kFactsPerCommand)});
        f.procedure = procedure;
        f.file = at;
        f.line = line;
    };
    for (const auto& [code, p] : g.plan.procedures)
        if (p.program)
            count(facts_of_step(p), p.process_file, g.procedure_name(p), code, p.program->line());
    for (const auto& [code, m] : g.plan.meetings) {
        const std::string file = g.places.meeting_file(code);
        for (const auto& item : m.agenda)
            count(facts_of_item(g.plan, item), file, g.named(item.title, item.code), {},
                  g.places.line(file, {"agenda", item.code}));
    }
    // A paper issued to every unit, and the whole day begun with every milestone reached.
    count(2 + g.plan.city.units.size(), "city.yaml", g.named(g.plan.city.name, g.plan.city.code),
          {}, 0);
    count(2 + g.plan.precedence.milestones.size(), "precedence.yaml", "precedence", {}, 0);
    Finding& f = g.add("fan_out.bound", Severity::note,
                       {what, std::to_string(worst), std::to_string(limits::kFactsPerCommand)});
    f.file = where;
}

namespace {

struct Count {
    size_t all = 0, unverified = 0;
    void operator()(const plan::Basis& basis) { (*this)(basis.verified); }
    void operator()(bool verified) {
        ++all;
        if (!verified) ++unverified;
    }
};

Count of_procedure(const plan::Procedure& p) {
    Count count;
    count(p.verified);
    for (const auto& c : p.cases) count(c.basis);
    for (const auto& c : p.components) count(c.basis);
    for (const auto& f : p.fees) count(f.basis);
    for (const auto& b : p.legal_basis) count(b);
    return count;
}
Count of_meetings(const plan::Plan& plan) {
    Count count;
    for (const auto& [code, m] : plan.meetings) {
        count(m.basis), count(m.rules.basis), count(m.rules.majority.basis);
        for (const auto& item : m.agenda) count(item.basis);
    }
    return count;
}

}  // namespace

// Not a fault: what the city must look at before it relies on it.
void count_unverified(const Ground& g) {
    std::map<std::string, Count> counts;
    const auto& plan = g.plan;
    for (const auto& [code, u] : plan.city.units) counts["city.yaml"](u.basis);
    for (const auto& [code, p] : plan.organization.posts) counts["organization.yaml"](p.verified);
    for (const auto& rule : plan.organization.signing) counts["organization.yaml"](rule.verified);
    for (const auto& [code, t] : plan.documents.types) counts["documents.yaml"](t.basis);
    for (const auto& [code, s] : plan.documents.series) counts["documents.yaml"](s.basis);
    counts["meetings/"] = of_meetings(plan);
    for (const auto& [code, m] : plan.precedence.milestones) counts["precedence.yaml"](m.basis);
    for (const auto& [code, b] : plan.demand.basis) counts["demand.yaml"](b);
    for (const auto& [code, t] : plan.readiness.tasks) counts["readiness.yaml"](t.basis);
    for (const auto& [code, p] : plan.procedures) {
        const Count one = of_procedure(p);
        counts["procedures/"].all += one.all;
        counts["procedures/"].unverified += one.unverified;
    }
    for (const auto& [file, count] : counts) {
        if (count.unverified == 0) continue;
        Finding& f = g.add("law.unverified", Severity::note,
                           {std::to_string(count.unverified), std::to_string(count.all), file});
        f.file = file;
    }
}

}  // namespace ss::check
