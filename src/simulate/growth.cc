#include "simulate/growth.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ss::simulate {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kWeek = 5;            // working days: Mondays are not like Fridays
constexpr size_t kEnough = 2 * kWeek;  // for a half in whole weeks

// How many days at the end are looked at: half of them, in whole weeks. The first day's end is
// needed to begin with.
size_t later_half(size_t days) {
    if (days < 2) return 0;
    return std::min(days - 1, std::max(kWeek, days / kEnough * kWeek));
}

double real(int64_t v) {
    return static_cast<double>(v);
}

Daily demand_of(const Tally& t, const Watched& watched) {
    Daily demand;
    const LaneTally& lane = t.lanes[watched.lane];
    const size_t days = lane.at_day_end.size();
    // Nothing was ever begun: a minute each stands for work nobody has seen.
    const double takes = lane.begun > 0 ? real(lane.busy_ms) / real(lane.begun) : real(kMinute);
    for (size_t d = days - later_half(days); d < days; ++d) {
        int64_t idle = 0;
        for (const uint16_t p : watched.people)
            idle += t.people[p].idle_at_day_end[d] - t.people[p].idle_at_day_end[d - 1];
        const double hours = real(t.worked_at_day_end[d] - t.worked_at_day_end[d - 1]) *
                             real(static_cast<int64_t>(watched.people.size()));
        const double grown = real(lane.at_day_end[d] - lane.at_day_end[d - 1]) * takes;
        if (hours > 0) demand.add(1 + (grown - real(idle)) / hours);
    }
    return demand;
}

}  // namespace

Figure Daily::figure() const {
    Figure f;
    f.n = days;
    if (days == 0) return f;
    const double n = real(days);
    f.mean = sum / n;
    if (days == 1) return f;
    const double variance = std::max(0.0, squares - sum * f.mean) / (n - 1);
    f.half = student_t_quantile(0.975, n - 1) * std::sqrt(variance / n);
    return f;
}

Growth growth_of(const Tally& t, const std::vector<Watched>& lanes,
                 const std::vector<int64_t>& open) {
    Growth g;
    for (const Watched& w : lanes) g.demand.push_back(demand_of(t, w));
    g.open = kNothing;
    if (open.size() < kEnough) return g;
    const size_t last = open.size() - 1, half = later_half(open.size());
    const size_t middle = last - half, first = middle - std::min(middle, half);
    g.open =
        real(open[last] - open[middle]) - (std::sqrt(2.0) - 1) * real(open[middle] - open[first]);
    return g;
}

Trend trend_of_demand(const Figure& demand, size_t days) {
    if (!demand.known() || demand.half < 0) return Trend::unclear;
    if (demand.low() > 1) return Trend::grows;
    return demand.high() < 1 && days >= kEnough ? Trend::steady : Trend::unclear;
}

Trend trend_of_open(const Figure& open, size_t days) {
    if (!open.known() || open.half < 0 || days < kEnough) return Trend::unclear;
    return open.low() > 0 ? Trend::grows : Trend::steady;
}

size_t lowest(const std::vector<double>& series) {
    size_t low = 0;
    for (size_t i = 0; i < series.size(); ++i)
        if (series[i] <= series[low]) low = i;
    return low;
}

}  // namespace ss::simulate
