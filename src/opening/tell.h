// What `sansang open` and `sansang take-over` print: for people in one language, or as JSON
// (docs/formats/opening.md). No personal value stands in either.
#pragma once

#include <string>
#include <vector>

#include "opening/opening.h"

namespace ss::opening {

struct Telling {
    const Decision& decision;
    const readiness::Report& report;
    const plan::Plan& plan;  // that is opened
    std::string plan_rehearsed;         // hash of the plan of the last run
    std::vector<std::string> changed;   // files that differ from it
    int64_t check_blocks = 0;           // findings of `check` that block
    bool established = true;
};

std::string gate_text(const Telling& t, const std::string& language);
// What came of it: the journal, and the dossiers taken over.
std::string opened_text(const Opened& opened, const plan::Plan& plan, const std::string& language);

// `opened` nullptr: the gate has said no, or nothing was to be opened.
std::string opening_json(const Telling& t, const Opened* opened, const std::string& language);
std::string take_over_json(const Opened& opened, const std::string& language);

}  // namespace ss::opening
