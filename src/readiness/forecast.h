// What `sansang simulate --gate` found, as evidence beside the rehearsals: a small file that says
// under which plan, for which unit and from which dice. docs/formats/gate-forecast.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace ss::plan {
struct Plan;
}

namespace ss::readiness {

struct GateCondition;
struct Report;
struct Sentence;

inline constexpr std::string_view kSimulatedOnTime = "simulated-on-time";  // of readiness.yaml: gate
// The question of the gate. A shorter look is no answer to it: queues need weeks to show.
inline constexpr int64_t kGateLoad = 1'300;  // per mille of the plan's arrivals
inline constexpr int64_t kGateDays = 20, kGateReplications = 40;  // at least

inline constexpr int64_t kWhole = 10'000;  // shares are parts of it

// The mean over the replications and its 95 % interval, rounded outwards.
struct Proportion {
    int64_t low = 0, mean = 0, high = 0;
};

struct GateForecast {
    Proportion as_it_stands;  // on time, with the plan's arrivals and nobody away
    Proportion stressed;      // with more load and `officer` away
    Code officer;             // whoever is missed most
    Code lane;                // where most of the waiting is then
    std::vector<Code> impossible;  // officers without whom some step has nobody left
    bool holds = false;            // stressed.low reaches the target, and nobody is indispensable
    int64_t target = 0;            // the plan's
    int64_t load = kGateLoad;
    int64_t days = 0, replications = 0;
    LocalDate first_day;
    uint64_t seed = 1;
    std::string digest;  // of every run of it: plan, seed and version give the same again
    Code plan, unit;
    Hash plan_hash;
    std::string program;  // version
    std::string format = "sansang-gate-forecast-1";
};

template <class V>
void fields(V& v, Proportion& p) {
    v("high", p.high)("low", p.low)("mean", p.mean);
}
template <class V>
void fields(V& v, GateForecast& f) {
    v("as_it_stands", f.as_it_stands)("days", f.days)("digest", f.digest)(
        "first_day", f.first_day)("format", f.format)("holds", f.holds)(
        "impossible", f.impossible)("lane", f.lane)("load", f.load)("officer", f.officer)(
        "plan", f.plan)("plan_hash", f.plan_hash)("program", f.program)(
        "replications", f.replications)("seed", f.seed)("stressed", f.stressed)(
        "target", f.target)("unit", f.unit);
}

int64_t target_of(const plan::Plan&);   // of kWhole
std::string json(const GateForecast&);  // canonical; ends with a newline
// malformed: it is no such file, or its figures contradict what it concludes.
Result<GateForecast> read_gate_forecast(std::string_view bytes);

// "94.96 %", as an argument of a sentence; Namer puts the language's decimal mark.
std::string share_text(int64_t share);
// As it stands; under load with one person fewer; who is indispensable, if anybody.
std::vector<Sentence> told(const GateForecast&);
Sentence cell_of(const GateForecast&);        // the two shares, for a column
Sentence provenance_of(const GateForecast&);  // days, seed, plan, digest

// Adds the column and the condition, and concludes anew. Errors: conflict (another plan, target or
// unit than the last run's), with what to do.
Status take_forecast(Report&, const plan::Plan&, GateForecast);
// The condition kSimulatedOnTime as the report's forecast answers it; none: no evidence.
GateCondition simulated_on_time(const Report&);

}  // namespace ss::readiness
