// Run folders read back and judged: nothing but the journals, the plan pinned in them and the
// scenario's copy. Whoever has the folder comes to the same report.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "readiness/judge.h"
#include "rehearse/scenario.h"

namespace ss::rehearse {

// The scenario's injects as the judge knows them; at the end of the day, what it expects of the day
// as a whole.
std::vector<readiness::Card> cards_of(const Scenario&, const plan::Plan&, bool over = true);

struct Judged {
    readiness::Report report;
    std::shared_ptr<const plan::Plan> plan;  // of the last run
};

// What must be ready before the day: the scenario's own list, and what `check` finds in the plan.
std::vector<readiness::Preparation> preparation_of(const Scenario&, const plan::Plan&);
// Of these what blocks and is open, by unit.
std::map<Code, std::vector<std::string>> open_items(const std::vector<readiness::Preparation>&);
bool failed_or_left(const readiness::InjectResult&);
// Of a finished run: the cards rated M or U, and those that were never given.
Result<std::vector<Code>> failed_injects(const std::string& folder);

// Folders in the order of the runs, oldest first; the report compares them. Errors: io (no finished
// run there), corrupt (a journal does not hold together, or is not the run's), malformed.
Result<Judged> judge_runs(const std::vector<std::string>& folders);

}  // namespace ss::rehearse
