// How much more, how many away, how long without software: until the target is missed.
#include <algorithm>

#include "simulate/search_runs.h"
#include "simulate/statistics.h"
#include "simulate/tell.h"

namespace ss::simulate {

const LaneFigures* bottleneck(const UnitFigures& unit) {
    const LaneFigures* most = nullptr;
    for (const LaneFigures& l : unit.lanes)
        if (l.share_of_wait.known() &&
            (most == nullptr || l.share_of_wait.mean > most->share_of_wait.mean))
            most = &l;
    return most;
}

std::shared_ptr<const Model> model_with(const Setup& unit, const Change& change) {
    Diagnostics unheard;
    Case c;
    c.units = {changed(unit, change, unheard)};
    const auto groups = prepare(c, unheard);
    return groups ? groups->front().models.front() : nullptr;
}

std::vector<Code> people_of(const Model& model, const Code& lane) {
    std::vector<bool> away(2 * model.people.size(), false);
    for (size_t p = 0; p < model.people.size(); ++p)
        away[p] = model.setup().absent.contains(model.people[p].code);
    Staffing there;
    model.staffing(away, there);
    std::vector<Code> people;
    for (size_t l = 0; l < model.lanes.size(); ++l)
        if (model.lanes[l].code == lane)
            for (const uint16_t p : there.able[l]) people.push_back(model.people[p].code);
    return people;
}

namespace {

// When it counts as broken. As a rule when the mean lies under the target. Where it does so as the
// unit stands, and its interval holds the target, only when the whole interval lies under it: else
// the search would call missed what the verdict leaves open.
class Broken {
  public:
    Broken(double target, const Figure& f) : target_(target) {
        missed_now_ = standing(f, target) == Standing::fails || !f.known();
        undecided_ = !missed_now_ && f.mean < target;
    }
    bool now() const { return missed_now_; }
    bool undecided() const { return undecided_; }
    bool operator()(const std::optional<Tried>& tried) const {
        if (!tried) return true;
        const Figure f = figure_of(tried->on_time);
        return !f.known() || (undecided_ ? f.high() : f.mean) < target_;
    }

  private:
    double target_;
    bool missed_now_, undecided_;
};

// What it looks like at `at`: the share, and who is waited for first.
void describe(Runs& runs, const Change& change, BreakingPoint& b) {
    const auto tried = runs.with(change, true);
    if (!tried) return;
    b.on_time = figure_of(tried->on_time);
    if (const LaneFigures* lane = bottleneck(tried->figures)) b.lane = lane->lane;
    if (const auto model = model_with(runs.unit(), change); model && !b.lane.empty())
        b.people = people_of(*model, b.lane);
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
BreakingPoint break_by(Runs& runs, const char* what, double none, const std::vector<double>& tries,
                       double near, const Make& make) {
    const Broken broken(runs.target(), runs.stands);
    const auto fails = [&](double x) { return broken(runs.with(make(x))); };
    BreakingPoint b;
    b.what = what;
    b.undecided = broken.undecided();
    double holds = none, breaks = broken.now() ? none : -1;
    for (size_t i = 0; i < tries.size() && breaks < 0; ++i)
        (fails(tries[i]) ? breaks : holds) = tries[i];
    b.found = breaks >= 0;
    if (b.found && breaks > none) narrow_down(holds, breaks, near, fails);
    b.holds = b.undecided ? none : holds;
    b.at = b.found ? breaks : holds;
    describe(runs, make(b.at), b);
    if (broken.now()) b.on_time = runs.stands;
    return b;
}

// Whose absence could matter: the busiest, and whoever is one of few in a lane that has work,
// however idle.
std::vector<Code> worth_missing(const Model& model, const UnitFigures& figures) {
    constexpr size_t kBusiest = 8, kFew = 3;
    std::vector<Code> all;
    for (const PersonFigures* p : most_loaded(figures))
        if (all.size() < kBusiest && !model.setup().absent.contains(p->officer))
            all.push_back(p->officer);
    for (const LaneFigures& lane : figures.lanes) {
        if (!lane.utilisation.known() || lane.utilisation.mean <= 0) continue;
        const auto people = people_of(model, lane.lane);
        if (people.size() > kFew) continue;
        for (const Code& officer : people)
            if (std::find(all.begin(), all.end(), officer) == all.end()) all.push_back(officer);
    }
    return all;
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
BreakingPoint break_by_absence(Runs& runs, const Tried& now) {
    constexpr size_t kMost = 4;
    const Broken broken(runs.target(), runs.stands);
    BreakingPoint b;
    b.what = "absence";
    b.undecided = broken.undecided();
    b.found = broken.now();
    Change away;
    std::optional<Tried> worst = now;
    while (!b.found && away.absent.size() < kMost && worst) {
        const auto model = model_with(runs.unit(), away);
        if (model == nullptr) break;
        const UnitFigures before = std::move(worst->figures);
        Code missed;
        double least = 2;
        for (const Code& officer : worth_missing(*model, before)) {
            Change c = away;
            c.absent.push_back(officer);
            auto tried = runs.with(c, true);
            const double share = tried ? tried->share() : 0;
            if (share >= least) continue;
            least = share;
            missed = officer;
            worst = std::move(tried);
        }
        if (missed.empty()) break;
        away.absent.push_back(missed);
        b.found = broken(worst);
        if (!b.found && !b.undecided) b.holds = static_cast<double>(away.absent.size());
    }
    b.at = static_cast<double>(away.absent.size());
    b.absent = away.absent;
    describe(runs, away, b);
    if (broken.now()) b.on_time = runs.stands;
    return b;
}

}  // namespace ss::simulate
