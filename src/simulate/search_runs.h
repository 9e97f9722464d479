// One unit under changes, simulated over the same dice again and again. For search*.cc and gate.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulate/change.h"
#include "simulate/search.h"

namespace ss::simulate {

struct Tried {
    std::vector<double> on_time, cycle;  // by replication
    UnitFigures figures;
    std::string digest;
    bool identities_hold = true;
    double share() const;  // mean on-time
};

class Runs {
  public:
    Runs(const Setup& unit, const SearchOptions& options, const Progress& progress);

    // nullopt: with this change it cannot be run at all (nobody left for a step).
    std::optional<Tried> with(const Change& change, bool detail = false);
    // So many runs are expected now, after which this share of everything is done.
    void phase(double until, size_t expected);
    size_t tried() const { return tried_; }
    const Setup& unit() const { return unit_; }
    double target() const { return target_; }
    Options options;
    Figure stands;  // on-time share of the unit as it stands

  private:
    const Setup& unit_;
    const Progress& progress_;
    double target_;
    size_t tried_ = 0;
    double done_ = 0, each_ = 0, until_ = 0;  // shares of everything: so far, of a run, at most
};

// Several changes at once.
Change both(const Change& a, const Change& b);

// The lane whose pieces wait longest in sum; none: nothing waits.
const LaneFigures* bottleneck(const UnitFigures& unit);
// The unit made ready with a change; nullptr: it cannot be run.
std::shared_ptr<const Model> model_with(const Setup& unit, const Change& change);
// Officers who may work in the lane with everybody there who is not away every day.
std::vector<Code> people_of(const Model& model, const Code& lane);

BreakingPoint break_by_load(Runs& runs);
BreakingPoint break_by_absence(Runs& runs, const Tried& now);  // as it stands, with detail
BreakingPoint break_by_outage(Runs& runs);

struct Candidate {
    Move move;
    Change change;
};
// What might help where it hurts: for the lanes that hold most of the waiting.
std::vector<Candidate> candidates(const Runs& runs, const Tried& now,
                                  const std::map<Code, double>& costs);

}  // namespace ss::simulate
