// BPSim 2.0 (and 1.0): the parameters of a simulation inside a BPMN file, as other tools write and
// read them. docs/formats/bpsim.md says what is taken, what is refused, and how it is mapped.
//
//     plan::Demand  --from_demand-->  BpsimScenario  --write_bpsim-->  bytes of the BPMN file
//                   <----apply------                 <--read_bpsim---
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "base/time.h"
#include "plan/plan.h"

namespace ss::simulate {

inline constexpr std::string_view kOwnScenario = "sansang";  // id of the scenario that we write

struct BpsimTrigger {                        // of a start event
    std::optional<plan::ServiceTime> every;  // InterTriggerTimer: minutes of opening hours
    std::optional<int64_t> count;            // TriggerCount
    int line = 0;
};

// What was understood, by the id of the element it is about.
struct BpsimScenario {
    std::string id{kOwnScenario};
    std::string name;
    std::optional<int64_t> replications, seed;
    std::optional<LocalDate> start;
    int64_t start_of_day = 0;                        // ms since local midnight
    std::optional<int64_t> duration, warm_up;        // ms of the wall clock
    int line = 0;                                    // of these
    std::map<std::string, plan::ServiceTime> times;  // user task -> minutes of work
    std::map<std::string, double> probabilities;     // sequence flow
    std::map<std::string, BpsimTrigger> triggers;    // start event
    std::map<std::string, int64_t> quantities;       // resource, lane: kept, not simulated
    std::map<std::string, std::string> selections;   // task -> expression: kept, not simulated
    std::map<std::string, double> priorities;        // task: kept, not simulated
    std::vector<std::string> left_out;  // keys of the demand that BPSim cannot say in this file
};

// nullopt without a complaint: the file has no BPSimData. With one: what is wrong and where. What
// is in order but not simulated is a warning each. Reads the scenario kOwnScenario if it is there,
// else the first.
std::optional<BpsimScenario> read_bpsim(std::string_view xml, const std::string& file,
                                        Diagnostics& diagnostics);

// `owner`: code of the procedure whose file it was, or id of the shared process. What the scenario
// gives replaces what the demand says of the same step or way; the rest stays. The keys that it has
// set: "steps/1.001193/verify", "branches/1.001193/flow_6".
std::vector<std::string> apply(const BpsimScenario&, const std::string& owner, plan::Demand&);

// Dossiers on a day whose factors are 1, from InterTriggerTimer, in a unit that is open so long;
// else from TriggerCount over so many such days. nullopt: it says neither.
std::optional<double> arrivals_per_day(const BpsimTrigger&, double open_minutes, double days);
// By procedure: how many come for each visitor whom the demand had before (where it had none: a
// day, in every unit). Procedures that are not named come as often as before.
void apply_arrivals(const std::map<Code, double>& shares, plan::Demand&);

// What the demand says of the steps and ways of one process. `every_step`: a step of which it says
// nothing gets the time of its kind of work.
BpsimScenario from_demand(const plan::Demand&, const std::string& owner, const bpmn::Program&,
                          bool every_step = false);
void set_arrivals(BpsimScenario&, const bpmn::Program&, double per_day, double open_minutes);

// The file with this scenario in it, in place of one of the same id; every other byte as it was.
// malformed: the file is no BPMN.
Result<std::string> write_bpsim(std::string_view xml, const BpsimScenario&);

// --- all the BPMN files of a plan ---------------------------------------------------------------

// The plan with what its files say, and what they say of the run (only that of `run` is of use).
struct BpsimOfPlan {
    std::shared_ptr<const plan::Plan> plan;
    std::vector<std::string> keys;  // of the demand that they have set
    BpsimScenario run;
};
// `unit`: whose arrivals they say, unless a scenario's name is the code of another; "*": those of
// an ordinary unit. `first_day`: of the days that they count arrivals in, unless they say it.
BpsimOfPlan with_bpsim(std::shared_ptr<const plan::Plan>, const Code& unit, LocalDate first_day,
                       Diagnostics&);
// The files, by path, with all that BPSim can say; what it cannot is a warning each.
Result<std::map<std::string, std::string>> written_bpsim(const plan::Plan&, const Code& unit,
                                                         const BpsimScenario& run, Diagnostics&);

// A lognormal law by mean and standard deviation, and by median and 90th percentile.
struct MeanAndDeviation {
    double mean = 0, deviation = 0;
};
plan::ServiceTime lognormal(MeanAndDeviation);
MeanAndDeviation mean_and_deviation(const plan::ServiceTime& lognormal);
double mean_of(const plan::ServiceTime&);

}  // namespace ss::simulate
