#include "readiness/forecast.h"

#include <cmath>

#include "base/wire.h"
#include "plan/plan.h"
#include "readiness/pass.h"

namespace ss::readiness {

namespace {

bool is_share(const Proportion& p) {
    return 0 <= p.low && p.low <= p.mean && p.mean <= p.high && p.high <= kWhole;
}

// A lane of some papers only, "leader:QD", is called by its role.
Code role_of(const Code& lane) {
    return lane.substr(0, lane.find(':'));
}

std::string two(int n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

int64_t target_of(const plan::Plan& plan) {
    return std::llround(plan.readiness.simulated_target * kWhole);
}

std::string json(const GateForecast& f) {
    return wire::encode(f) + "\n";
}

Result<GateForecast> read_gate_forecast(std::string_view bytes) {
    if (bytes.ends_with('\n')) bytes.remove_suffix(1);
    const auto read = wire::decode<GateForecast>(bytes);
    const auto no = [](const std::string& why) { return Error{ErrorCode::malformed, why}; };
    const std::string again = "; write it anew: sansang simulate PLAN --units UNIT --gate --out FILE";
    if (!read.ok() || read.value().format != GateForecast{}.format)
        return no("it is no file of simulate --gate" + again);
    const GateForecast& f = read.value();
    if (!is_share(f.as_it_stands) || !is_share(f.stressed) || f.target < 0 || f.target > kWhole ||
        f.holds != (f.impossible.empty() && f.stressed.low >= f.target))
        return no("its figures contradict one another" + again);
    if (f.load != kGateLoad || f.days < kGateDays || f.replications < kGateReplications)
        return no("it answers another question than the gate's (+30 %, " +
                  std::to_string(kGateDays) + " days, " + std::to_string(kGateReplications) +
                  " replications at least)" + again);
    return f;
}

std::string share_text(int64_t n) {
    if (n % 100 == 0) return std::to_string(n / 100) + " %";
    return std::to_string(n / 100) + "." + two(static_cast<int>(n % 100)) + " %";
}

std::vector<Sentence> told(const GateForecast& f) {
    const auto interval = [&](const Proportion& p) {
        return std::vector<std::string>{share_text(p.mean), share_text(p.low), share_text(p.high),
                                        share_text(f.target)};
    };
    auto args = interval(f.stressed);
    args.push_back(std::to_string((f.load - 1'000) / 10));
    args.push_back(f.officer);
    args.push_back(role_of(f.lane));
    const bool enough = f.stressed.low >= f.target;
    std::vector<Sentence> all{
        say("gate.simulated.as_it_stands", interval(f.as_it_stands)),
        say(enough ? "gate.simulated.held" : "gate.simulated.missed", args)};
    if (!f.impossible.empty()) all.push_back(say("gate.simulated.impossible", f.impossible));
    return all;
}

Sentence cell_of(const GateForecast& f) {
    return say("gate.simulated.cell", {share_text(f.as_it_stands.mean), share_text(f.stressed.mean)});
}

Sentence provenance_of(const GateForecast& f) {
    const Ymd y = ymd_of(f.first_day);
    return say("gate.simulated.provenance",
               {std::to_string(f.days), two(y.day), two(y.month), std::to_string(y.year),
                std::to_string(f.replications), std::to_string(f.seed),
                hex(f.plan_hash).substr(0, 16), f.digest.substr(0, 16), f.program});
}

GateCondition simulated_on_time(const Report& r) {
    GateCondition c;
    c.code = kSimulatedOnTime;
    if (!r.forecast) {
        c.why.push_back(say("gate.no_evidence"));
        return c;
    }
    c.met = r.forecast->holds ? GateCondition::Met::yes : GateCondition::Met::no;
    const auto all = told(*r.forecast);
    c.why.assign(all.begin() + 1, all.end());  // as it stands is not what the gate asks
    return c;
}

Status take_forecast(Report& r, const plan::Plan& plan, GateForecast f) {
    const auto no = [](const std::string& why) { return Error{ErrorCode::conflict, why}; };
    if (r.runs.empty()) return no("there is no run that it could stand beside");
    const RunReport& last = r.runs.back();
    const Code& unit = last.units.front().unit;
    const std::string anew = "sansang simulate PLAN --units " + unit + " --gate --out FILE";
    if (f.unit != unit)
        return no("it is a forecast of " + f.unit + ", and " + unit + " was rehearsed: " + anew);
    if (f.plan_hash != last.plan)
        return no("it was simulated under plan " + hex(f.plan_hash).substr(0, 16) +
                  ", and the run is judged by plan " + hex(last.plan).substr(0, 16) +
                  ": simulate the plan that was rehearsed (" + anew +
                  "), or rehearse the plan as it is now");
    if (f.first_day != plan.city.go_live || f.target != target_of(plan))
        return no("it has another first day or target than the plan: " + anew);
    // Only dossiers are simulated: of meetings, papers and assignments nothing is known by it.
    for (FourColumns& c : r.columns)
        if (const auto task = plan.readiness.tasks.find(c.task);
            task != plan.readiness.tasks.end() && task->second.kind == "dossier")
            c.simulated = f.holds ? "held" : "missed";
    r.forecast = std::move(f);
    for (GateCondition& c : r.conditions)
        if (c.code == kSimulatedOnTime) c = simulated_on_time(r);
    r.gate = conclude(r.conditions);
    return ok();
}

}  // namespace ss::readiness
