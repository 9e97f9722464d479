// Who comes on one day, when, with what, and with which paper forgotten: the plan's demand as
// people. All of it follows from the dice.
#pragma once

#include <vector>

#include "base/sealed.h"
#include "base/time.h"
#include "cast/dice.h"
#include "dossiers/dossiers.h"
#include "plan/plan.h"

namespace ss::cast {

struct NameList {  // plainly invented
    std::vector<std::string> family, middle, given;
};

struct Citizen {
    uint64_t number = 0;
    Instant at;
    dossiers::Present present;  // as it is handed in, what is missing left out
    std::vector<SealedValue> sealed;
    std::vector<dossiers::Given> forgotten;  // brought afterwards
    double patience = 1;                     // how many times as long as others at the desk
};

struct Visit {            // what is fixed beforehand; everything else is thrown
    uint64_t number = 0;  // key of the dice: unique in the run
    Instant at;
    Code procedure;
    std::string channel;
    std::string applicant_kind;  // empty: thrown
    std::vector<Code> missing;   // components certainly forgotten
    bool forgetful = true;       // may forget others
    Data data;
    Code for_unit;
    double patience = 1;
};

Citizen make_citizen(const plan::Plan&, const NameList&, const Dice&, const Visit&);

// The factor on demand on this day: that of the last day named in `ramp`, counted from 1 at
// go-live; 1 before it.
double ramp_on(const plan::Plan&, LocalDate day);

// The day's arrivals at one unit, in order of time. `per_day` 0: as the plan's demand says.
std::vector<Visit> arrivals(const plan::Plan&, const Code& unit, LocalDate day, double per_day,
                            Instant from, Instant to, uint64_t first_number, const Dice&);

}  // namespace ss::cast
