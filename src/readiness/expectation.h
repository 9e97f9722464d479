// What should happen, said in the record's own words and judged from facts alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "base/value.h"

namespace ss::readiness {

// "A supplement notice for this citizen's dossier within 30 minutes, and no slip."
struct Expectation {
    std::string fact;     // wire name of a fact: "dossier.supplement_asked"; or
    std::string refused;  // wire name of a command that must be refused; or
    std::string never;    // wire name of a fact that must not come
    Code unit;            // where to look; empty: the inject's unit
    bool own = true;      // only facts about what the inject brought (its dossier, document...)
    Data where;           // fields the fact, or the refusal ("rule"), must have
    int64_t within = 0;   // ms after the inject; 0: before the day ends
    int64_t count = 1;    // at least so many
    Code role;            // by an officer who may work in this role; empty: anyone
    std::string text;     // the same in words, for the report (first language of the plan)
};

struct ExpectationResult {
    bool met = false;
    std::vector<uint64_t> seqs;  // evidence: entries that meet or break it
    int64_t took = 0;            // ms from the inject to the last fact that was needed
};

}  // namespace ss::readiness
