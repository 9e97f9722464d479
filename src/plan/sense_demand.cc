// What demand.yaml can say and cannot mean: shares that do not add up, distributions that are none,
// parameters of steps, ways and variables the plan does not have.
#include <cmath>
#include <set>

#include "bpmn/program.h"
#include "plan/demand.h"
#include "plan/draft.h"

namespace ss::plan {

namespace {

constexpr const char* kFile = "demand.yaml";

using Say = DemandComplaint;

void shares(const Say& say, const std::string& key, double sum, bool empty) {
    if (empty || std::abs(sum - 1.0) <= 1e-6) return;
    say(key, "shares", "the shares of " + key + " add up to " + std::to_string(sum) + ", not to 1",
        "Change them so that they add up to 1.");
}

// `optional`: nothing written means that it does not happen.
void check_time(const Say& say, const std::string& path, const ServiceTime& t, bool optional) {
    const auto wrong = [&](const char* message, const char* advice) {
        say(path, "service", message, advice);
    };
    switch (t.law) {
        case Law::lognormal:
            if (t.median <= 0 && !optional)
                return wrong("a lognormal time without a median", "Write median and p90, above 0.");
            if (t.p90 < t.median)
                return wrong("p90 is shorter than the median",
                             "Nine of ten are done within p90: make it the longer.");
            return;
        case Law::exponential:
        case Law::constant:
            if (t.mean <= 0) wrong("this law needs a mean", "Write mean, above 0.");
            return;
        case Law::uniform:
        case Law::triangular:
            if (t.most <= 0 || t.least > t.most)
                return wrong("this law needs least and most, in this order",
                             "Write least and most.");
            if (t.law == Law::triangular && (t.mode < t.least || t.mode > t.most))
                wrong("the mode lies outside", "Write a mode between least and most.");
            return;
    }
}

// What the processes have, as "procedure/element" and as "called process/element".
struct Elements {
    std::set<std::string> steps, edges, outcomes, variables;
};

Elements elements_of(const Plan& plan) {
    Elements all;
    const auto walk = [&](const Code& owner, const bpmn::Program& p) {
        for (size_t n = 0; n < p.size(); ++n) {
            const auto& info = p.info(static_cast<bpmn::NodeIx>(n));
            if (p.node(static_cast<bpmn::NodeIx>(n)).type != bpmn::Type::user) continue;
            all.steps.insert(owner + "/" + info.id);
            all.outcomes.insert(info.outcomes.begin(), info.outcomes.end());
        }
        for (size_t e = 0; e < p.edges(); ++e)
            if (const auto& id = p.edge_id(static_cast<bpmn::EdgeIx>(e)); !id.empty())
                all.edges.insert(owner + "/" + id);
    };
    for (const auto& [code, procedure] : plan.procedures) {
        if (procedure.program) walk(code, *procedure.program);
        all.steps.insert(code + "/receive");
        all.steps.insert(code + "/return");
        for (const Variable& v : procedure.variables)
            if (v.type == "boolean" && !v.personal) all.variables.insert(v.code);
    }
    for (const auto& [id, program] : plan.shared) walk(id, *program);
    return all;
}

template <class Map>
void known(const Say& say, const char* key, const Map& map, const std::set<std::string>& there,
           const char* what, const char* advice) {
    for (const auto& [name, value] : map)
        if (!there.contains(name))
            say(std::string(key) + "/" + name, "unknown_parameter",
                "the plan has no " + std::string(what) + " \"" + name + "\"", advice);
}

// The shares of the ways out of one gateway are at most the whole.
void check_branches(const Plan& plan, const Say& say) {
    const auto gateways = [&](const Code& owner, const bpmn::Program& p) {
        for (size_t n = 0; n < p.size(); ++n) {
            const auto& node = p.node(static_cast<bpmn::NodeIx>(n));
            if (node.type != bpmn::Type::exclusive) continue;
            double sum = 0;
            std::string last;
            for (size_t i = 0; i < node.outs; ++i) {
                const auto& id = p.edge_id(static_cast<bpmn::EdgeIx>(node.first_out + i));
                const auto share = plan.demand.branches.find(owner + "/" + id);
                if (share == plan.demand.branches.end()) continue;
                sum += share->second;
                last = share->first;
            }
            if (sum > 1 + 1e-6)
                say("branches/" + last, "shares",
                    "the ways out of " + p.called(static_cast<bpmn::NodeIx>(n)) + " add up to " +
                        std::to_string(sum) + ", more than 1",
                    "Let them add up to 1 at most; the rest is shared out among the others.");
        }
    };
    for (const auto& [code, procedure] : plan.procedures)
        if (procedure.program) gateways(code, *procedure.program);
    for (const auto& [id, program] : plan.shared) gateways(id, *program);
}

void check_elements(const Plan& plan, const Say& say) {
    const Demand& m = plan.demand;
    if (m.steps.empty() && m.branches.empty() && m.outcomes.empty() && m.variables.empty()) return;
    const Elements there = elements_of(plan);
    known(say, "steps", m.steps, there.steps, "step",
          "Write it as procedure/step: 1.001193/verify, 1.001193/tail/sign, 1.001193/receive.");
    known(say, "branches", m.branches, there.edges, "way",
          "Write it as procedure/flow, by the id of the sequence flow.");
    known(say, "outcomes", m.outcomes, there.outcomes, "outcome",
          "Write one that a step of some procedure offers.");
    known(say, "variables", m.variables, there.variables, "yes/no variable",
          "Write one that a procedure.yaml declares, of type boolean and not personal.");
    check_branches(plan, say);
}

}  // namespace

void check_demand(const Plan& plan, const DemandComplaint& say) {
    const Demand& m = plan.demand;
    const auto sum = [](const auto& map) {
        double total = 0;
        for (const auto& [key, share] : map) total += share;
        return total;
    };
    shares(say, "profile", sum(m.profile), m.profile.empty());
    shares(say, "mix", sum(m.mix), m.mix.empty());
    shares(say, "channels", sum(m.channels), m.channels.empty());
    if (m.mix.contains("*"))
        say("mix/*", "unknown_procedure", "a mix names its procedures",
            "Put procedures in place of \"*\".");
    for (const auto& [kind, time] : m.service) check_time(say, "service/" + kind, time, true);
    for (const auto& [step, time] : m.steps) check_time(say, "steps/" + step, time, true);
    for (const auto& [unit, agency] : m.agencies)
        check_time(say, "agencies/" + unit + "/takes", agency.takes, false);
    check_time(say, "patience", m.patience, true);
    check_time(say, "comes_back", m.comes_back, true);
    check_time(say, "fetches", m.fetches, true);
    for (const auto& [month, factor] : m.season)
        if (month < 1 || month > 12)
            say("season", "season", "there is no month " + std::to_string(month),
                "Months go from 1 to 12.");
    if (m.outage_minutes.first > m.outage_minutes.second)
        say("outage_minutes", "order", "the least is more than the most", "Write [least, most].");
    check_elements(plan, say);
}

void check_demand(Draft& d) {
    check_demand(d.plan, [&d](const std::string& path, const char* what, std::string message,
                              const char* advice) {
        d.error(kFile, path, what, std::move(message), advice);
    });
    const Demand& m = d.plan.demand;
    const yaml::Source& s = d.source(kFile);
    for (const auto& [key, basis] : m.basis)
        if (!s.has(key))
            d.warning(kFile, "basis/" + key, "basis", "a basis for a key that is not here",
                      "Name a key of this file.");
}

}  // namespace ss::plan
