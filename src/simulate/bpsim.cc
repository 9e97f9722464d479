// Between the demand of a plan and a scenario of BPSim.
#include "simulate/bpsim.h"

#include <cmath>

#include "base/real.h"
#include "bpmn/program.h"
#include "simulate/bpsim_value.h"

namespace ss::simulate {

namespace {

using plan::Law;
using plan::ServiceTime;

// e^x - 1 and log(1 + x) for x >= 0, also where x is next to nothing.
double expm1(double x) {
    return x < 1e-5 ? x + x * x / 2 + x * x * x / 6 : real_exp(x) - 1;
}
double log1p(double x) {
    return x < 1e-5 ? x - x * x / 2 + x * x * x / 3 : real_log(1 + x);
}

bool says_something(const ServiceTime& t) {
    return t.law != Law::lognormal || t.median > 0;
}

// BPSim can say it, and reads it back.
bool within_limits(const ServiceTime& t) {
    if (t.law != Law::lognormal) return mean_of(t) > 0 && t.most <= bpsim::kMostMinutes;
    const auto m = mean_and_deviation(t);
    return m.mean <= bpsim::kMostMinutes && m.deviation <= bpsim::kMostMinutes;
}

// The step is drawn in this file: not in a process that it calls.
bool drawn_here(const std::string& id) {
    return id.find('/') == std::string::npos;
}

}  // namespace

ServiceTime lognormal(MeanAndDeviation m) {
    const double ratio = m.deviation / m.mean;
    const double variance = log1p(ratio * ratio);
    const double median = m.mean * real_exp(-variance / 2);
    return {.median = median, .p90 = median * real_exp(normal_quantile(0.9) * std::sqrt(variance))};
}

MeanAndDeviation mean_and_deviation(const ServiceTime& t) {
    const double sigma = real_log(t.p90 / t.median) / normal_quantile(0.9);
    const double mean = t.median * real_exp(std::min(sigma * sigma / 2, 300.0));
    return {mean, mean * std::sqrt(expm1(std::min(sigma * sigma, 600.0)))};
}

double mean_of(const ServiceTime& t) {
    switch (t.law) {
        case Law::lognormal: return t.median > 0 ? mean_and_deviation(t).mean : 0;
        case Law::exponential:
        case Law::constant: return t.mean;
        case Law::uniform: return (t.least + t.most) / 2;
        case Law::triangular: return (t.least + t.mode + t.most) / 3;
    }
    return 0;
}

std::vector<std::string> apply(const BpsimScenario& scenario, const std::string& owner,
                               plan::Demand& demand) {
    std::vector<std::string> keys;
    for (const auto& [id, time] : scenario.times) {
        demand.steps[owner + "/" + id] = time;
        keys.push_back("steps/" + owner + "/" + id);
    }
    for (const auto& [id, share] : scenario.probabilities) {
        demand.branches[owner + "/" + id] = share;
        keys.push_back("branches/" + owner + "/" + id);
    }
    return keys;
}

std::optional<double> arrivals_per_day(const BpsimTrigger& trigger, double open_minutes,
                                       double days) {
    if (trigger.every) return open_minutes / mean_of(*trigger.every);
    if (trigger.count && days > 0) return static_cast<double>(*trigger.count) / days;
    return std::nullopt;
}

void apply_arrivals(const std::map<Code, double>& shares, plan::Demand& demand) {
    if (demand.arrivals_per_day.empty()) demand.arrivals_per_day["*"] = 1;
    for (const auto& [procedure, share] : shares) demand.mix[procedure] = share;
    double all = 0;
    for (const auto& [procedure, share] : demand.mix) all += share;
    if (all <= 0) return;
    for (auto& [unit, arrivals] : demand.arrivals_per_day) arrivals *= all;
    for (auto& [procedure, share] : demand.mix) share /= all;
}

BpsimScenario from_demand(const plan::Demand& demand, const std::string& owner,
                          const bpmn::Program& program, bool every_step) {
    BpsimScenario out;
    std::map<std::string, std::string> kinds;  // user task -> its kind of work
    for (size_t n = 0; n < program.size(); ++n) {
        const auto& info = program.info(static_cast<bpmn::NodeIx>(n));
        if (program.node(static_cast<bpmn::NodeIx>(n)).type == bpmn::Type::user &&
            drawn_here(info.id))
            kinds[info.id] = info.kind;
    }
    std::set<std::string> flows;
    for (size_t e = 0; e < program.edges(); ++e)
        flows.insert(program.edge_id(static_cast<bpmn::EdgeIx>(e)));

    const std::string prefix = owner + "/";
    for (const auto& [key, time] : demand.steps) {
        if (!key.starts_with(prefix)) continue;
        const std::string id = key.substr(prefix.size());
        if (kinds.contains(id) && says_something(time) && within_limits(time)) out.times[id] = time;
        else out.left_out.push_back("steps/" + key);
    }
    for (const auto& [key, share] : demand.branches) {
        if (!key.starts_with(prefix)) continue;
        const std::string id = key.substr(prefix.size());
        if (flows.contains(id) && drawn_here(id)) out.probabilities[id] = share;
        else out.left_out.push_back("branches/" + key);
    }
    for (const auto& [id, kind] : kinds) {
        if (!every_step || out.times.contains(id)) continue;
        auto time = demand.service.find(kind);
        if (time == demand.service.end()) time = demand.service.find("*");
        if (time == demand.service.end()) continue;
        if (says_something(time->second) && within_limits(time->second))
            out.times[id] = time->second;
    }
    return out;
}

void set_arrivals(BpsimScenario& scenario, const bpmn::Program& program, double per_day,
                  double open_minutes) {
    if (per_day <= 0 || program.scopes() == 0) return;
    const auto& start = program.info(program.scope(0).start).id;
    scenario.triggers[start].every =
        ServiceTime{.law = Law::exponential, .mean = open_minutes / per_day};
}

}  // namespace ss::simulate
