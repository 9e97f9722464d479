// Which units are run, and with whose people.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/real.h"
#include "simulate/simulate.h"

namespace ss::simulate {

namespace {

double arrivals_of(const plan::Plan& plan, const Code& unit) {
    const auto& rates = plan.demand.arrivals_per_day;
    auto found = rates.find(unit);
    if (found == rates.end()) found = rates.find("*");
    return found == rates.end() ? 0 : found->second;
}

// The wards and communes with people of their own.
std::vector<Code> staffed(const plan::Plan& plan) {
    std::vector<Code> units;
    for (const auto& [code, roster] : plan.rosters) {
        const plan::Unit* unit = plan.unit(code);
        if (unit != nullptr && (unit->kind == "ward" || unit->kind == "commune"))
            units.push_back(code);
    }
    return units;
}

Code most_like(const plan::Plan& plan, double arrivals) {
    Code best;
    double distance = 0;
    for (const Code& code : staffed(plan)) {
        const double d = std::abs(arrivals_of(plan, code) - arrivals);
        if (!best.empty() && d >= distance) continue;
        best = code;
        distance = d;
    }
    return best;
}

// Visitors a day that one roster of the plan can see to: above it the people are doubled.
constexpr double kOneRoster = 90;

int rosters_for(double arrivals) {
    return std::max(1, static_cast<int>(std::ceil(arrivals / kOneRoster)));
}

}  // namespace

Case plain_case(std::shared_ptr<const plan::Plan> plan, const std::vector<Code>& units,
                LocalDate first_day) {
    Case c;
    const auto situations = std::make_shared<Situations>(*plan);
    for (const Code& unit : units) {
        Setup s;
        s.plan = plan;
        s.situations = situations;
        s.unit = unit;
        s.first_day = first_day;
        const bool own = plan->rosters.contains(unit);
        if (!own) {
            const double arrivals = arrivals_of(*plan, unit);
            s.staff_of = most_like(*plan, arrivals);
            s.staff_times = rosters_for(arrivals);
        }
        c.staff_assumed.push_back(!own);
        c.units.push_back(std::move(s));
    }
    // What one receives for another binds them together, and whom they ask who has a queue of his
    // own; else each is run for itself.
    c.network = (plan->demand.elsewhere > 0 || !plan->demand.agencies.empty()) && units.size() > 1;
    if (c.network)
        for (Setup& s : c.units) s.network = units;
    return c;
}

Case country_case(std::shared_ptr<const plan::Plan> plan, size_t units, LocalDate first_day,
                  uint64_t seed) {
    // Mean and spread of 4.4 million dossiers in 3,321 units from 1 July to 19 August 2025: 37 a
    // working day, a few units with ten times as many.
    constexpr double kMedian = 26, kSigma = 0.84;
    Case c;
    const auto situations = std::make_shared<Situations>(*plan);
    const double usual = arrivals_of(*plan, "*");
    const cast::Dice dice{seed, 0};
    for (size_t i = 0; i < units; ++i) {
        const double z = normal_quantile(cast::open_unit_of(dice.bits(cast::Purpose::data, i)));
        const double arrivals = kMedian * real_exp(kSigma * z);
        char code[32];
        std::snprintf(code, sizeof code, "made-up-%04zu", i + 1);
        Setup s;
        s.plan = plan;
        s.situations = situations;
        s.unit = code;
        s.first_day = first_day;
        s.staff_of = most_like(*plan, arrivals);
        s.staff_times = rosters_for(arrivals);
        s.size = usual > 0 ? arrivals / usual : 1;
        c.units.push_back(std::move(s));
    }
    c.synthetic.assign(units, true);
    c.staff_assumed.assign(units, true);
    return c;
}

}  // namespace ss::simulate
