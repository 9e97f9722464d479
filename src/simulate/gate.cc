#include "simulate/gate.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/hash.h"
#include "office/office.h"
#include "simulate/search_runs.h"
#include "simulate/statistics.h"

namespace ss::simulate {

namespace {

using readiness::GateForecast;
using readiness::kWhole;
using readiness::Proportion;

// Outwards, so that what is written never promises more than what was found. One replication has
// no interval: then it is all from nothing to everything.
Proportion proportion(const std::vector<double>& on_time) {
    const Figure f = figure_of(on_time);
    if (!f.known()) return {};
    const auto clamped = [](double x) {
        return std::clamp<int64_t>(static_cast<int64_t>(x), 0, kWhole);
    };
    if (f.half < 0) return {0, clamped(std::round(f.mean * kWhole)), kWhole};
    return {clamped(std::floor(f.low() * kWhole)), clamped(std::round(f.mean * kWhole)),
            clamped(std::ceil(f.high() * kWhole))};
}

// The most loaded of each lane.
std::set<Code> candidates_of(const Model& model, const UnitFigures& figures) {
    std::map<Code, double> load;
    for (const PersonFigures& p : figures.people) load[p.officer] = p.utilisation.mean;
    std::set<Code> all;
    for (const LaneFigures& lane : figures.lanes) {
        const auto people = people_of(model, lane.lane);
        const auto most =
            std::max_element(people.begin(), people.end(),
                             [&](const Code& a, const Code& b) { return load[a] < load[b]; });
        if (most != people.end()) all.insert(*most);
    }
    return all;
}

// Those without whom work that comes up has nobody left: it would wait for ever, and what waits for
// ever is not always late within the days that are looked at. Whoever stands in then is heeded.
std::vector<Code> indispensable(const Model& model, const UnitFigures& figures) {
    std::set<Code> used;
    for (const LaneFigures& lane : figures.lanes)
        if (lane.utilisation.known() && lane.utilisation.mean > 0) used.insert(lane.lane);
    std::vector<Code> all;
    std::vector<bool> away(2 * model.people.size(), false);
    Staffing day;
    for (size_t p = 0; p < model.people.size(); ++p) {
        away[p] = true;
        model.staffing(away, day);
        const auto& able = day.able;
        away[p] = false;
        for (size_t l = 0; l < able.size(); ++l)
            if (able[l].empty() && used.contains(model.lanes[l].code)) {
                all.push_back(model.people[p].code);
                break;
            }
    }
    return all;
}

struct Asking {
    Runs& runs;
    GateForecast& f;
    std::string digests;  // of all runs, in their order
    bool sound = true;

    std::optional<Tried> with(const Change& change) {
        auto tried = runs.with(change, true);
        digests += (change.absent.empty() ? "" : change.absent.front()) + " " +
                   (tried ? tried->digest : "nobody") + "\n";
        sound = sound && (!tried || tried->identities_hold);
        return tried;
    }
    // Whoever is away, and it gets worse than with anybody before.
    void away(const Code& officer, bool& first) {
        Change change;
        change.load = static_cast<double>(f.load) / 1000;
        change.absent = {officer};
        const auto tried = with(change);
        const Proportion p = tried ? proportion(tried->on_time) : Proportion{};
        if (!first && p.low >= f.stressed.low) return;
        first = false;
        f.stressed = p;
        f.officer = officer;
        f.lane.clear();
        const LaneFigures* lane = tried ? bottleneck(tried->figures) : nullptr;
        if (lane != nullptr) f.lane = lane->lane;
    }
};

bool can_be_asked(const Setup& unit, Diagnostics& d) {
    if (unit.plan->rosters.contains(unit.unit)) return true;
    d.error("forecast.no_roster", "units", 0, unit.unit + " has no people of its own in the plan",
            "Write units/" + unit.unit + ".yaml: other people's forecast is no evidence.");
    return false;
}

}  // namespace

std::optional<GateForecast> ask_gate(const Setup& unit, Options options, const Progress& progress,
                                     Diagnostics& d) {
    if (!can_be_asked(unit, d)) return std::nullopt;
    Case plain;
    plain.units = {unit};
    const auto groups = prepare(plain, d);
    if (!groups) return std::nullopt;
    if (options.replications <= 0) options.replications = readiness::kGateReplications;
    SearchOptions search;
    search.run = options;
    Runs runs(unit, search, progress);
    GateForecast f;
    Asking ask{runs, f, {}};
    runs.phase(0.1, 2);
    const auto now = ask.with({});
    Change more;
    more.load = static_cast<double>(f.load) / 1000;
    const auto loaded = ask.with(more);
    if (!now || !loaded || !figure_of(now->on_time).known()) {
        d.error("forecast.nothing_due", "demand.yaml", 0, "no dossier falls due in these days",
                "Simulate more days, or write who comes in demand.yaml.");
        return std::nullopt;
    }
    f.as_it_stands = proportion(now->on_time);
    bool first = true;
    const Model& model = *groups->front().models.front();
    f.impossible = indispensable(model, loaded->figures);
    const auto candidates = candidates_of(model, loaded->figures);
    runs.phase(1, candidates.size());
    for (const Code& officer : candidates) ask.away(officer, first);
    if (!ask.sound) {
        d.error("forecast.unsound", "", 0, "the runs contradict Little's law or lose work",
                "This is a fault of the program: nothing of it may be used. Report it.");
        return std::nullopt;
    }
    f.target = readiness::target_of(*unit.plan);
    f.holds = f.impossible.empty() && f.stressed.low >= f.target;
    f.days = options.days;
    f.replications = options.replications;
    f.first_day = options.first_day;
    f.seed = options.seed;
    f.digest = hex(sha256(ask.digests));
    f.plan = unit.plan->id;
    f.unit = unit.unit;
    f.plan_hash = unit.plan->hash;
    f.program = office::kProgramVersion;
    return f;
}

}  // namespace ss::simulate
