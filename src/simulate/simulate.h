// Forecasts: many virtual days of one or many units, with intervals. Start here.
//
//     Diagnostics d;
//     const auto c = simulate::plain_case(plan, {"my-thuong"}, first_day);
//     const auto outcome =
//         simulate::simulate(c, {.first_day = first_day, .days = 20}, {}, d);
//
// All replications of all units are spread over the cores; the same seed gives the same digest with
// any number of them. Variants simulated with one seed share their luck: the same citizens come at
// the same minute with the same papers.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulate/model.h"
#include "simulate/result.h"
#include "simulate/run.h"

namespace ss::simulate {

struct Options {
    LocalDate first_day;
    int64_t days = 20;         // working days
    int64_t warm_up = 0;       // of them left out; -1: as many as MSER-5 says
    int64_t replications = 0;  // 0: until the interval of on-time is narrow enough
    double narrow = 0.01;      // its half width
    int64_t most_replications = 200;
    uint64_t seed = 1;
    unsigned threads = 0;  // 0: all cores
    bool detail = true;    // procedures, steps, lanes, people, days; else units only
};

struct Case {
    std::string name, description;
    std::vector<Setup> units;
    bool network = false;  // they forward to each other or ask the same agency: run together
    std::vector<bool> staff_assumed, synthetic;  // by unit; empty: none
    // Of a living office: what stands there before the first event, what became of it after the
    // last. Called from several threads, each with its own run.
    std::function<void(Run&)> before;
    std::function<void(const Run&, int64_t replication)> after;
};

// With what the dice made of it, run by run: for comparing variants.
struct Outcome {
    Simulated result;
    std::vector<double> on_time, cycle;  // by replication; NaN: nothing to measure
    bool full =
        false;  // so many dossiers were open at once that those who came then were not let in
};

// done in [0, 1]; what is being done.
using Progress = std::function<void(double done, const std::string& what)>;

// nullopt: something cannot be run; all complaints are in `diagnostics`.
std::optional<Outcome> simulate(const Case&, const Options&, const Progress&, Diagnostics&);

// The same with models that are there already, for searches: one network or one unit each.
struct Group {
    std::vector<std::shared_ptr<const Model>> models;  // empty: made when lived, then let go
    std::vector<size_t> units;                         // into the case's
    std::shared_ptr<Situations> situations;            // for models to be made
};
std::optional<std::vector<Group>> prepare(const Case&, Diagnostics&);
Outcome simulate(const Case&, const std::vector<Group>&, const Options&, const Progress&);

// The calendar days in which so many working days lie, from the first on.
int64_t calendar_days(const org::Calendar&, LocalDate first, int64_t working_days);
Days days_lived(const plan::Plan&, const Options&);

// The units as the plan has them. Whose roster is not there borrows that of the unit most like it
// by arrivals (staff_assumed).
Case plain_case(std::shared_ptr<const plan::Plan> plan, const std::vector<Code>& units,
                LocalDate first_day);
// The country: so many units made up by the dice, alike in kind to those of the plan; plainly
// synthetic.
Case country_case(std::shared_ptr<const plan::Plan> plan, size_t units, LocalDate first_day,
                  uint64_t seed);

}  // namespace ss::simulate
