// BPSim 2.0 (and 1.0): the parameters of a simulation inside a BPMN file, as other tools write and
// read them. docs/formats/bpsim.md says what is taken, what is refused, and how it is mapped.
//
//     plan::Demand  --from_demand-->  BpsimScenario  --write_bpsim-->  bytes of the BPMN file
//                   <----apply------                 <--read_bpsim---
#pragma once

#include <cstdint>
#include <map>
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
};

// What was understood, by the id of the element it is about.
struct BpsimScenario {
    std::string id{kOwnScenario};
    std::string name;
    std::optional<int64_t> replications, seed;
    std::optional<LocalDate> start;
    int64_t start_of_day = 0;                        // ms since local midnight
    std::optional<int64_t> duration, warm_up;        // ms of the wall clock
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

// Dossiers a day from InterTriggerTimer, in a unit that is open so long; else from TriggerCount
// over Duration. nullopt: it says nothing of arrivals.
std::optional<double> arrivals_per_day(const BpsimScenario&, double open_minutes);
// By procedure, for one unit ("*": the others); the procedures not named come as often as before.
void apply_arrivals(const std::map<Code, double>& per_day, const Code& unit, plan::Demand&);

// What the demand says of the steps and ways of one process. `every_step`: a step of which it says
// nothing gets the time of its kind of work.
BpsimScenario from_demand(const plan::Demand&, const std::string& owner, const bpmn::Program&,
                          bool every_step = false);
void set_arrivals(BpsimScenario&, const bpmn::Program&, double per_day, double open_minutes);

// The file with this scenario in it, in place of one of the same id; every other byte as it was.
// malformed: the file is no BPMN.
Result<std::string> write_bpsim(std::string_view xml, const BpsimScenario&);

// A lognormal law by mean and standard deviation, and by median and 90th percentile.
struct MeanAndDeviation {
    double mean = 0, deviation = 0;
};
plan::ServiceTime lognormal(MeanAndDeviation);
MeanAndDeviation mean_and_deviation(const plan::ServiceTime& lognormal);
double mean_of(const plan::ServiceTime&);

}  // namespace ss::simulate
