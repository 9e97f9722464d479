// From tallies to figures. For simulate.cc only.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "simulate/growth.h"
#include "simulate/model.h"
#include "simulate/result.h"
#include "simulate/tally.h"

namespace ss::simulate {

// The unit's figures with every list in its length and every name, all figures unknown.
// `days` and `warm_up`: of the calendar.
UnitFigures shape_of(const Model& model, int64_t days, int64_t warm_up, bool detail);

// Walks all figures of a unit in one order, with what this run has for each; NaN: nothing.
using Put = std::function<void(Figure&, double)>;
void visit(UnitFigures& unit, const Tally& tally, const Model& model, size_t warm_up,
           const Put& put);
// The unit's own figures alone, without its lists.
void visit(UnitFigures& unit, const Tally& tally, const Put& put);

// A tally of this model in which nothing has been counted.
Tally blank_of(const Model& model);

// The same of times, minutes: `times(k)` for replication k.
Spread spread_of(size_t replications, const std::function<const Histogram&(size_t)>& times);

// What is added up over the replications as it is, not as figures.
struct Merged {
    std::vector<std::vector<SlotTally>> slots;  // lane, half-hour
    std::vector<std::vector<int64_t>> queue;    // lane, day: at its end
    std::vector<int64_t> open;                  // day
    int64_t arrived = 0, runs = 0;
    bool full = false;  // in one of them who came was no longer let in
    void add(const Tally& tally, const std::vector<int64_t>& open, bool with_slots);
};
void fill_bands(UnitFigures& unit, const Merged& merged, const Model& model);

// Of the working days that were counted: dossiers open at their ends.
std::vector<int64_t> open_by_day(const Tally& tally, const Model& model, size_t warm_up);
std::vector<Watched> watched_of(const Model& model);
// Which queues only grow, and since when. `demand`: of the watched lanes; `open`: Growth::open.
void fill_trends(UnitFigures& unit, const Merged& merged, const std::vector<Watched>& lanes,
                 const std::vector<Figure>& demand, const Figure& open,
                 const std::vector<LocalDate>& working_days);

// What the dossiers of a run asked of others, by code.
using AgencyTallies = std::map<Code, AgencyTally>;
std::vector<AgencyFigures> agency_figures(
    size_t replications, const std::function<const AgencyTallies&(size_t)>& tallies,
    const std::vector<LocalDate>& working_days);

}  // namespace ss::simulate
