// How much more, how many away, how long without software: until the target is missed.
#include <algorithm>
#include <set>

#include "simulate/search_runs.h"
#include "simulate/statistics.h"

namespace ss::simulate {

const LaneFigures* bottleneck(const UnitFigures& unit) {
    const LaneFigures* most = nullptr;
    for (const LaneFigures& l : unit.lanes)
        if (l.share_of_wait.known() &&
            (most == nullptr || l.share_of_wait.mean > most->share_of_wait.mean))
            most = &l;
    return most;
}

std::vector<Code> people_of(const Model& model, const Code& lane) {
    const Staffing all = model.everybody();
    std::vector<Code> people;
    for (size_t l = 0; l < model.lanes.size(); ++l)
        if (model.lanes[l].code == lane)
            for (const uint16_t p : all.able[l]) people.push_back(model.people[p].code);
    return people;
}

namespace {

// What it looks like where it has broken: the share, and who is waited for first.
void describe(Runs& runs, const Change& change, BreakingPoint& b) {
    const auto tried = runs.with(change, true);
    if (!tried) return;
    b.on_time = figure_of(tried->on_time);
    if (const LaneFigures* lane = bottleneck(tried->figures)) b.lane = lane->lane;
    Diagnostics unheard;
    Case c;
    c.units = {changed(runs.unit(), change, unheard)};
    if (const auto groups = prepare(c, unheard); groups && !b.lane.empty() && b.people.empty())
        b.people = people_of(*groups->front().models.front(), b.lane);
}

// From where it holds to where it does not, by halves, to within `near`.
template <class Fails>
void narrow_down(double& holds, double& breaks, double near, const Fails& fails) {
    while (breaks - holds > near) {
        const double middle = (holds + breaks) / 2;
        (fails(middle) ? breaks : holds) = middle;
    }
}

template <class Make>
BreakingPoint break_by(Runs& runs, const char* what, double none, std::vector<double> tries,
                       double near, const Make& make) {
    BreakingPoint b;
    b.what = what;
    const auto fails = [&](double x) {
        const auto tried = runs.with(make(x));
        return !tried || !(tried->share() >= runs.target());
    };
    double holds = none, breaks = -1;
    if (fails(none)) {
        breaks = none;
    } else {
        for (const double x : tries) {
            if (fails(x)) {
                breaks = x;
                break;
            }
            holds = x;
        }
    }
    b.found = breaks >= 0;
    if (b.found && breaks > none) narrow_down(holds, breaks, near, fails);
    b.holds = b.found && breaks <= none ? none : holds;
    b.at = b.found ? breaks : holds;
    if (b.found) describe(runs, make(b.at), b);
    return b;
}

}  // namespace

BreakingPoint break_by_load(Runs& runs) {
    return break_by(runs, "load", 1, {1.25, 1.5, 2, 3, 4, 6, 8}, 0.02, [](double load) {
        Change c;
        c.load = load;
        return c;
    });
}

BreakingPoint break_by_outage(Runs& runs) {
    return break_by(runs, "outage", 0, {0.5, 1, 2, 3, 4, 6}, 0.25, [](double hours) {
        Change c;
        c.outage_hours = hours;
        return c;
    });
}

// One after the other, each time whoever is missed most.
BreakingPoint break_by_absence(Runs& runs) {
    constexpr size_t kMost = 4;
    BreakingPoint b;
    b.what = "absence";
    b.found = false;
    auto now = runs.with({}, true);
    if (!now || !(now->share() >= runs.target())) {
        b.found = true;
        describe(runs, {}, b);
        return b;
    }
    Change away;
    for (size_t k = 1; k <= kMost; ++k) {
        // Of each lane the one who does most there: whose absence could matter.
        std::vector<const PersonFigures*> people;
        for (const PersonFigures& p : now->figures.people) people.push_back(&p);
        std::stable_sort(people.begin(), people.end(), [](const auto* x, const auto* y) {
            return x->utilisation.mean > y->utilisation.mean;
        });
        if (people.size() > 8) people.resize(8);
        Code worst;
        double least = 2;
        for (const PersonFigures* p : people) {
            Change c = away;
            c.absent.push_back(p->officer);
            const auto tried = runs.with(c);
            const double share = tried ? tried->share() : 0;
            if (share >= least) continue;
            least = share;
            worst = p->officer;
        }
        if (worst.empty()) break;
        away.absent.push_back(worst);
        b.people = away.absent;
        if (!(least >= runs.target())) {
            b.found = true;
            b.at = static_cast<double>(k);
            b.holds = static_cast<double>(k - 1);
            describe(runs, away, b);
            return b;
        }
        b.holds = b.at = static_cast<double>(k);
        now = runs.with(away, true);
        if (!now) break;
    }
    return b;
}

}  // namespace ss::simulate
