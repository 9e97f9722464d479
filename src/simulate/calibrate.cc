#include "simulate/calibrate.h"

#include <cmath>
#include <set>

#include "cast/arrivals.h"

namespace ss::simulate {

namespace {

std::vector<Code> units_of(const plan::Plan& plan, const Counted& what) {
    if (!what.units.empty()) return what.units;
    std::vector<Code> all;
    for (const auto& [code, unit] : plan.city.units)
        if (unit.kind == "ward" || unit.kind == "commune") all.push_back(code);
    return all;
}

}  // namespace

Expected expected(const plan::Plan& plan, const Counted& what) {
    std::vector<cast::Arrivals> units;
    for (const Code& unit : units_of(plan, what)) units.emplace_back(plan, unit);
    double sum = 0, squares = 0;
    for (LocalDate day = what.first; day <= what.last; ++day.day) {
        if (!plan.calendar.working_day(day)) continue;
        double of_day = 0;
        for (const auto& unit : units) of_day += unit.expected(day);
        sum += of_day;
        squares += of_day * of_day;
    }
    return {sum, sum > 0 ? squares / (sum * sum) : 0};
}

std::optional<LevelFit> fit_level(const plan::Plan& plan, std::span<const Counted> counted) {
    double seen = 0, sum = 0, squares = 0;
    for (const Counted& c : counted) {
        const Expected e = expected(plan, c);
        seen += c.dossiers;
        sum += e.dossiers;
        squares += e.concentration * e.dossiers * e.dossiers;
    }
    if (seen <= 0 || sum <= 0) return std::nullopt;
    return LevelFit{seen / sum, seen, squares / (sum * sum)};
}

Predicted predict(const plan::Plan& plan, const LevelFit& fit, const Counted& what,
                  double day_to_day) {
    const Expected e = expected(plan, what);
    Predicted p;
    p.mean = fit.factor * e.dossiers;
    const double chance = p.mean + p.mean * p.mean / fit.dossiers;
    const double of_days =
        p.mean * p.mean * day_to_day * day_to_day * (e.concentration + fit.concentration);
    const double z = 1.959963984540054;
    const auto around = [&](double variance) {
        const double half = z * std::sqrt(variance);
        return Interval{std::max(0.0, p.mean - half), p.mean + half};
    };
    p.chance = around(chance);
    p.days = around(chance + of_days);
    return p;
}

}  // namespace ss::simulate
