// The readiness report: what a run proved, from its record alone. Built by judge.h out of journals;
// printed by text.cc, html.cc and json.cc. HSEEP's shape: tasks rated P, S, M, U by rule, findings
// with evidence, a gate; four columns that are never merged.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/id.h"
#include "base/time.h"
#include "readiness/expectation.h"
#include "readiness/forecast.h"

namespace ss::readiness {

// Performed; performed with some, with major challenges; unable to be performed (HSEEP).
enum class Rating : unsigned char { none, P, S, M, U };
constexpr auto names(Rating) {
    return std::to_array<std::string_view>({"", "P", "S", "M", "U"});
}
enum class Colour : unsigned char { none, green, yellow, red };  // Plan 02-KH/BCĐTW
constexpr auto names(Colour) {
    return std::to_array<std::string_view>({"", "green", "yellow", "red"});
}

// One sentence: a key of words/*.yaml and what fills its places.
struct Sentence {
    std::string rule;
    std::vector<std::string> args;
};

// A rating by rule, and an evaluator's other opinion with its reason; both stay.
struct Rated {
    Rating rating = Rating::none;  // by rule; none: open and still in time
    Rating changed = Rating::none;
    std::string changed_why, changed_by;
    Rating counts() const { return changed == Rating::none ? rating : changed; }
};

struct Attempt : Rated {
    Code task;
    Code unit;
    Code officer;  // who carried it most; empty: nobody yet
    Code role;
    std::string subject;  // "H57.34-250701-0007", "01-NQ/ĐU", "I12"
    Code variety;         // kind of case: procedure, document type, inject kind
    Code inject;          // that tested it; empty: an ordinary one
    Instant from, until;  // until zero: not over when the day ended
    std::optional<Instant> due;
    std::vector<Sentence> why;
    std::vector<uint64_t> seqs;  // evidence
    bool deputy = false;         // carried by somebody standing in
};

// What somebody observed, wrote down, and perhaps rated otherwise.
struct Note {
    uint64_t seq = 0;
    Instant at;
    Code by;            // officer; of those who direct or evaluate, the login
    std::string about;  // critical task, inject, name of an attempt, officer, "help", or nothing
    std::string text;
    Rating rating = Rating::none;
    std::vector<uint64_t> seqs;  // entries it is about
};

// Something that must be ready before the day: a line of the scenario, or a finding of `check`.
struct Preparation {
    std::string item;  // code; of a finding "R2.no_substitute@organization.yaml:120"
    Code unit;
    Code area;  // "accounts", "network", ...; of a finding "check"
    std::string title;
    std::string owner;  // post, or who was named since
    std::optional<LocalDate> due;
    bool blocking = false;
    bool done = false;
    std::string evidence;  // what shows it; or where it stands in the plan
    std::string waived;    // why the day began with it open; empty: it did not
    std::vector<uint64_t> seqs;
};

struct Correction {  // decided in the hot wash
    uint64_t seq = 0;
    Instant at;
    Code by;
    std::string about, what, owner;
    LocalDate due;
};

struct Person {  // one officer of the unit; it says something about the seat, not about merit
    Code officer;
    int64_t acts = 0;  // commands that were answered
    int p = 0, s = 0, m = 0, u = 0, open = 0;
};

struct TaskResult : Rated {  // U if any attempt was U, else by the share against the target
    Code task;
    int tier = 2;
    int n = 0, p = 0, s = 0, m = 0, u = 0, open = 0;
    int64_t share = 0, target = 0;  // per mille of rated attempts that were P or S
    int64_t low = 0, high = 0;      // Wilson bounds of the share, 95 %, per mille
    std::vector<size_t> attempts;   // indices into UnitReport::attempts
};

struct InjectResult : Rated {
    Code inject, kind, task, unit;
    std::string title;
    Instant at;
    bool given = false;
    std::vector<std::pair<Expectation, ExpectationResult>> expectations;
    std::vector<uint64_t> seqs;
};

// Category after HSEEP's planning, organisation, equipment, training, exercise; FMEA 1 to 10 each.
struct Finding {
    Code code;      // "F03"
    Code category;  // "people", "organisation", "training", "equipment", "law"
    bool blocking = false;
    int severity = 1, occurrence = 1, detection = 1;
    Sentence what;
    Sentence proposal;  // the adjustment
    Code task, inject, role, officer;
    std::vector<uint64_t> seqs;
    bool closed = false;  // its inject was re-run in a later run and rated P or S
    int risk() const { return severity * occurrence * detection; }
};

struct GateCondition {
    Code code;  // of readiness.yaml: gate
    enum class Met : unsigned char { yes, no, not_yet } met = Met::not_yet;
    std::vector<Sentence> why;
};
enum class Gate : unsigned char { not_yet, go, conditional, no_go };
constexpr auto names(Gate) {
    return std::to_array<std::string_view>({"not_yet", "go", "conditional", "no_go"});
}

struct Share {  // observed of expected
    int64_t observed = 0, expected = 0;
    std::vector<Code> missing;  // what was not seen
};
struct Coverage {
    Share tasks, tier1, lanes, people, varieties;
    // Case mix: by procedure, per mille of dossiers seen and expected by the plan's demand.
    std::map<Code, std::pair<int64_t, int64_t>> mix;
};

struct Leadership {
    int64_t decisions = 0;
    int64_t latency_p50 = 0, latency_p90 = 0;  // ms of working time from "ready to sign" to signed
    int64_t directives = 0, directives_owned = 0, directives_on_time = 0;  // assignments
    int64_t delegated = 0, delegated_in_time = 0;  // papers assigned on, and within their time
    int64_t reopened = 0;                          // papers sent back, replaced or corrected
    int64_t meetings = 0, meetings_lawful = 0;
};

struct ScoreLine {  // one of Decision 766's six
    Code line;
    int64_t points = 0, most = 0;  // thousandths of a point
    bool measured = true;          // false: the day gives no evidence; not counted
    Sentence how;
};

// What the timeline of the day draws.
struct Bar {
    Code lane;  // role or officer
    std::string label;
    Instant from, until;
    Rating rating = Rating::none;
    Code kind;  // "work", "receive", "meeting", "paper", "away", "outage"
    uint64_t seq = 0;
};
// Waiting and lateness at one step of one procedure, for the heat of its diagram.
struct StepHeat {
    Code node;
    int64_t items = 0, open = 0, overdue = 0;
    int64_t wait_p50 = 0, wait_p90 = 0;  // ms from offered to taken
    int64_t work_p50 = 0;                // ms from taken to completed
};
struct QueuePoint {
    Instant at;
    int64_t waiting = 0;  // dossiers presented and not yet received
};

struct UnitReport {
    Code unit;
    std::string name;
    Hash head;
    uint64_t entries = 0, facts = 0, refusals = 0;
    Colour colour = Colour::none;
    Gate gate = Gate::not_yet;
    int64_t score = 0;  // per mille of weighted tasks that hold
    std::vector<GateCondition> conditions;
    std::vector<Attempt> attempts;
    std::vector<TaskResult> tasks;
    std::vector<InjectResult> injects;
    std::vector<Finding> findings;
    std::vector<Note> notes;
    std::vector<Preparation> preparation;
    std::vector<Correction> corrections;
    std::vector<Person> people;
    Coverage coverage;
    Leadership leadership;
    std::vector<ScoreLine> scorecard;
    std::vector<Bar> bars;
    std::vector<QueuePoint> queue;
    std::map<Code, std::vector<StepHeat>> heat;  // by procedure
    std::map<std::string, int64_t> figures;  // dossiers received, returned, on time, wait p50...
};

struct RunReport {
    std::string folder;  // as named on the command line
    Code scenario;
    std::string title;
    uint64_t seed = 0;
    LocalDate held_on, lived_as;
    Hash plan;
    std::vector<UnitReport> units;  // the rehearsed one first
};

// The four columns of one critical task over all runs. Empty text: no evidence, "not yet".
struct FourColumns {
    Code task;
    std::string checked;              // "", "ok", "blocked"
    std::string simulated;            // "", "held", "missed": of the whole unit, see Report::forecast
    Rating rehearsed = Rating::none;  // the worst of the last three runs
    int runs = 0;
    std::string lived;
};

struct Report {
    std::vector<RunReport> runs;
    std::vector<FourColumns> columns;  // of the first unit
    Gate gate = Gate::not_yet;         // over all runs
    std::vector<GateCondition> conditions;
    std::vector<Finding> open_findings;  // of the last run, less those closed by a re-test
    std::optional<GateForecast> forecast = {};  // take_forecast() put it there
};

}  // namespace ss::readiness
