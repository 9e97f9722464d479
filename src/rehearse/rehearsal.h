// One rehearsal from scenario to folder: DIR/journals/<unit>.db, scenario.yaml, run.json.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "rehearse/scenario.h"
#include "rehearse/world.h"

namespace ss::rehearse {

struct UnitSummary {
    Code unit;
    uint64_t entries = 0;
    uint64_t facts = 0;
    uint64_t refusals = 0;
    Hash head;
};
struct Summary {
    Code scenario;
    uint64_t seed = 0;
    std::vector<UnitSummary> units;  // the rehearsed one first
    std::optional<std::vector<Code>> only;  // a re-test of these cards
    uint64_t unseed = 0;             // one more throw at the end: equal days have equal ones
};

// Plays the day into `folder`, which must not hold journals yet; `folder` empty: in memory only.
// On an error nothing half-written stays: the journals of an unfinished day are marked by the
// missing run.json.
// `despite`: why it is played although something of its preparation is open; on the record then.
Result<Summary> play(const Scenario&, std::shared_ptr<const plan::Plan>, uint64_t seed,
                     const std::string& folder, double speed, const Progress&,
                     const std::string& despite = {});

// The two ends of play(), for whoever drives the world himself. Errors: conflict (the folder holds
// a run), io.
Status prepare_folder(const std::string& folder, const Scenario&);
Result<Summary> finish_folder(World&, const Scenario&, uint64_t seed, const std::string& folder);

// report.json and report.html beside the journals, from the journals alone.
Status write_report(const std::string& folder, std::string* text = nullptr);

// `earlier` beside the run in `folder`, as a page of that name there.
Status write_comparison(const std::string& earlier, const std::string& folder,
                        const std::string& name);

// run.json, as report and export read it.
std::string to_json(const Summary&);
Result<Summary> read_summary(const std::string& folder);

}  // namespace ss::rehearse
