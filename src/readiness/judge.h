// From the record to the report. Start here: what goes in, and the two functions.
//
//     entries ──one pass──> Table (measures.h) ──> attempts ──> tasks, injects, findings, coverage,
//     leadership, scorecard, gate: every one a projection of the same table
//
// Facts only: nothing is judged that is not in a journal. The same journals give the same report.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "office/codec.h"
#include "org/org.h"
#include "plan/plan.h"
#include "readiness/report.h"

namespace ss::readiness {

// An inject as written, with what should come of it. rehearse/report.h makes it of a scenario.
struct Card {
    Code inject;  // "I07"; entries it caused have requests "I07:12"
    Code kind;
    Code unit;
    std::string title;
    Code task;   // critical task it tests; empty: the one that selects its kind
    Instant at;  // as planned; the record's inject.given counts where there is one
    std::vector<Expectation> expectations;
    bool whole_day = false;  // expectations of the day: given without an inject.given
};

struct RecordEntry {
    uint64_t seq = 0;
    office::Decoded entry;
};

// One unit's journal of one run. `plan` is the one pinned in it.
struct UnitRecord {
    Code unit;
    std::shared_ptr<const plan::Plan> plan;
    std::vector<RecordEntry> entries;  // oldest first, without a gap
    Hash head;
    // Of a record that does not begin with the opening of the unit: who holds what at its end. Then
    // only what began in it is judged, and nothing that asks who held what on an earlier day (R3).
    std::optional<org::State> people = {};
};

// Whose readiness a record is asked about: those beside the first only play along, unless all do
// their day at the same hour. Whoever plays along gets neither gate nor colour.
enum class Rehearsed : unsigned char { first, all };

// All units of one run, the rehearsed one first: what an inject brings may cross to another unit.
// `preparation`: what was to be ready, as written; the record says what became of it.
std::vector<UnitReport> judge(const std::vector<UnitRecord>& units, const std::vector<Card>& cards,
                              const std::vector<Preparation>& preparation = {},
                              Rehearsed whom = Rehearsed::first);
// As the record so far has it, of that unit.
std::vector<Preparation> preparation_of(const UnitRecord& unit,
                                        const std::vector<Preparation>& written);
std::vector<Correction> corrections_of(const UnitRecord& unit);

// Only the injects, unit by unit in the same order: what may be asked again and again during a day.
std::vector<std::vector<InjectResult>> judge_injects(const std::vector<UnitRecord>& units,
                                                     const std::vector<Card>& cards);
Note note_of(uint64_t seq, const std::string& request, const office::Observed& fact);

// Several runs of the same scenario, oldest first. A task's rating over runs is the worst of its
// last three; a finding closes when a later run's same inject rates P or S. `checked`: by critical
// task "ok" or "blocked", of the static check; empty: not checked.
Report compare(std::vector<RunReport> runs, const plan::Plan& plan,
               const std::map<Code, std::string>& checked = {});

// Bounds of a share at 95 % (Wilson), per mille; {0, 0} where n is 0.
std::pair<int64_t, int64_t> wilson(int64_t good, int64_t n);
// The p-th of a hundred: the smallest value that so many lie at or below. 0 of nothing.
int64_t percentile(std::vector<int64_t> values, int p);

}  // namespace ss::readiness
