// What a forecast says: figures with their intervals, for each unit, procedure, step, lane and
// person. Plain data: simulate() makes it, text.cc, json.cc and html.cc show it. Times in minutes
// of working time unless said otherwise; shares in [0, 1].
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "org/organization.h"

namespace ss::simulate {

// The mean over the replications and the half width of its 95 % interval (Student's t). With one
// replication `half` is unknown: negative. `n` counts replications in which there was anything.
struct Figure {
    double mean = 0;
    double half = -1;
    int64_t n = 0;
    bool known() const { return n > 0; }
    double low() const { return half < 0 ? mean : mean - half; }
    double high() const { return half < 0 ? mean : mean + half; }
};

struct Spread {
    Figure mean, p50, p90, p95, p99;
};

// One half-hour of the day: how many wait, over days and replications.
struct SlotOfDay {
    int64_t from = 0;  // ms since local midnight
    double mean = 0, p10 = 0, p90 = 0, most = 0;
};

struct ProcedureFigures {
    Code procedure;
    Figure arrived, received, resolved;  // dossiers in a run
    Figure on_time;                      // share of what fell due or was resolved, in its limit
    Figure supplemented, refused, gave_up, apologised;  // shares of what arrived
    Spread wait;   // from taking one's place to the counter; minutes of the wall clock when open
    Spread cycle;  // from receipt to the result
};

struct StepFigures {
    Code procedure, node;  // node "receive" and "return": at the counter
    std::string name;
    Code kind, role;
    Figure done;     // in a run
    Spread wait;     // from offered to begun
    Figure service;  // mean minutes of work
    Figure late;     // share begun after the step's own limit had run out; unknown: it has none
};

// Whether what waits keeps growing. Decided only where an interval lies on one side; `steady` only
// where there were days enough to see it.
enum class Trend : uint8_t { unclear, steady, grows };
inline const char* name_of(Trend t) {
    return t == Trend::grows ? "grows" : t == Trend::steady ? "steady" : "unclear";
}

struct LaneFigures {  // who waits for whom: a role, where need be only some of its work
    Code lane;        // "leader", "leader:QD"
    Code role;
    int people = 0;        // who may do it with nobody away
    Figure waiting;        // mean number of pieces waiting while open
    Figure most;           // largest number in a run
    Figure utilisation;    // share of its people's hours it takes
    Figure share_of_wait;  // its share of all waiting in the unit
    Spread wait;
    std::vector<SlotOfDay> by_half_hour;
    std::optional<LocalDate> diverges;  // it grows: the day from which it only grew, in the mean
    // What its people's hours would have to hold for the queue not to grow, as a share of what they
    // hold: 1, less what was left idle, plus the work it grew by. `n`: days of the later half.
    Figure demand;
    Trend trend = Trend::unclear;
};

struct PersonFigures {
    Code officer;
    std::vector<Code> posts;
    Figure utilisation;  // busy / hours present and open
    Figure overtime;     // minutes a day beyond the hours
    Figure signatures;   // a day
    Figure pieces;       // of work a day
    Figure away;         // days in a run
    Code main_post;      // of several: the one that brings most of the work
};

struct PostFigures {  // those whose main post it is, together
    Code post;
    int people = 0;
    Figure utilisation;                         // busy / hours present and open
    Figure overtime, signatures, pieces, away;  // as of a person
};

struct DayFigures {
    LocalDate date;
    Figure arrived, resolved, open;  // open: at the end of the day
    Figure on_time;
    Figure wait_p90;  // of citizens at the counter
};

struct UnitFigures {
    Code unit;
    bool staff_assumed = false;  // no roster of its own: another's people were lent
    bool synthetic = false;
    Figure arrived, resolved, open_at_end, on_time, overdue, apologies, gave_up, returned;
    Spread wait, cycle;  // wait: of citizens at the counter, wall clock
    std::vector<ProcedureFigures> procedures;
    std::vector<StepFigures> steps;
    std::vector<LaneFigures> lanes;
    std::vector<PersonFigures> people;
    std::vector<PostFigures> posts;
    std::vector<DayFigures> days;
    std::vector<SlotOfDay> counter_by_half_hour;  // citizens waiting at the counter
    std::optional<LocalDate> diverges;            // the day from which open dossiers only grew
    Trend trend = Trend::unclear;                 // of all its lanes, and of the open dossiers
};

struct DayEnd {
    LocalDate date;
    double waiting = 0;  // mean over the runs
};
// Who is asked by dossiers (a department of the city, the tax office): one for all units that are
// run together; of made-up units, each of which asks one of its own, the sum.
struct AgencyFigures {
    Code agency;
    int64_t people = 0;  // who answer there; 0: the plan does not say, and nobody waits
    Figure asked, answered, waiting_at_end, in_hand_at_end;  // in a run
    Figure waiting;                                          // mean number while open
    Figure utilisation;                                      // share of its people's hours
    Figure demand;  // the same of what is asked: above 1 more than they can answer
    Spread wait;    // from asked to begun
    std::vector<DayEnd> at_day_end;
    std::optional<LocalDate> diverges;  // the day from which its queue only grew
};

struct Days {  // the last included
    LocalDate first, last;
};
struct Leave {  // away on these days, the last included
    Code officer;
    LocalDate from;
    std::optional<LocalDate> to;  // nothing: that one day
    LocalDate last() const { return to.value_or(from); }
    bool on(LocalDate day) const { return from <= day && day <= last(); }
};

// Where a parameter comes from.
struct Parameter {
    Code key;           // "service", "learning_factor"
    std::string value;  // as a person reads it
    Code source;        // "sourced", "derived", "assumed", "fitted", "bpsim"
    std::string basis;
};

struct Simulated {
    std::string program;  // version
    Code plan;
    std::string plan_hash;
    std::string variant;  // name; empty: as the plan stands
    uint64_t seed = 1;
    int64_t days = 0;  // working days simulated
    LocalDate first_day;
    int64_t replications = 0;
    int64_t warm_up = 0;  // days left out at the beginning
    // What of the first unit is otherwise than in the plan, by the command line or the variant.
    double load = 1;           // factor on arrivals
    std::vector<Code> absent;  // every day
    std::vector<Leave> leave;
    bool identities_hold = true;  // Little's law and the conservation of person-minutes, exactly
    std::string digest;  // of all tallies: the same seed gives the same, however many threads
    double target = 0;   // on-time share asked for
    Figure on_time, arrived, events;
    Spread wait, cycle;
    std::vector<UnitFigures> units;
    std::vector<AgencyFigures> agencies;
    std::vector<Parameter> parameters;
};

// Variants beside one another, over the same luck.
struct Compared {
    std::string name, description;
    Simulated result;
    Figure on_time_gain;  // against the first, run by run with the same dice
    Figure wait_gain;     // minutes of mean cycle time saved
    bool tie = false;     // the interval of the gain holds zero
};
struct Comparison {
    std::vector<Compared> variants;
};

struct BreakingPoint {
    Code what;                      // "load", "absence", "outage"
    double at = 0;                  // factor on arrivals; people away; hours without software a day
    double holds = 0;               // the largest tried at which the target is still met
    bool found = true;              // false: not within what was searched
    Figure on_time;                 // at `at`
    Code lane;                      // the first bottleneck there
    std::vector<Code> people;       // who is left to work in that lane
    std::vector<Code> absent = {};  // who is away there
    // As the unit stands the mean lies under the target and its interval holds it: then `at` is
    // where the whole interval lies under it, and nothing holds for sure.
    bool undecided = false;
};

struct Move {   // one small change
    Code kind;  // "deputy", "officer", "newcomer", "split", "earlier", "batch", "step", "limit"
    org::Text text;   // said to people
    double cost = 0;  // person-days a month
};
struct Remedy {
    std::vector<Move> moves;
    double cost = 0;
    Figure on_time;
    Figure wait;            // mean cycle time
    bool restores = false;  // the interval lies at or above the target
    bool tie = false;       // not to be told from the one before it
    bool perhaps = false;   // the interval holds the target: it may be enough
};
struct Search {
    Code unit;
    double target = 0;
    Figure on_time_now;
    std::vector<BreakingPoint> breaks;
    // Ranked: those that restore, the cheapest first; then those that may, then the others, the
    // better first and of ties the cheaper.
    std::vector<Remedy> remedies;
    std::vector<Remedy> pareto;  // staff against waiting: no other is better in both
    org::Text load;  // under which it was sought: "+30 %, one person fewer"; empty: as it is
};

struct DossierForecast {  // --from: one open dossier
    uint32_t dossier = 0;
    std::string code;
    Code procedure, stage;
    std::optional<Instant> due;  // nothing: not received yet
    bool overdue = false;        // already
    Figure late;                 // probability
    // By then it is done with this probability; nothing: not within the days.
    std::optional<Instant> ready_p50, ready_p90;
    std::string stands_at;  // names of the steps it waits at
};
struct Forecast {
    Code unit;
    Instant from;
    std::vector<DossierForecast> dossiers;  // the most endangered first, the overdue last
    Simulated result;
};

}  // namespace ss::simulate
