// What is counted while days go by. Integers only: the same whatever the order of adding up, and
// therefore the same digest with any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "simulate/statistics.h"

namespace ss::simulate {

// Counts of numbers, coarse above eight: for bands. Up to 2^23: tenths of the most dossiers that
// may be open at once.
class Coarse {
  public:
    static constexpr size_t kBuckets = 88;
    void add(int64_t v) {
        ++counts_[bucket(v)];
        ++n_;
        most_ = v > most_ ? v : most_;
    }
    int64_t quantile(double p) const;  // 0 when empty
    int64_t count() const { return n_; }
    int64_t most() const { return most_; }
    void merge(const Coarse& o);
    void clear() { *this = {}; }

  private:
    static size_t bucket(int64_t v);
    int64_t n_ = 0, most_ = 0;
    std::array<uint32_t, kBuckets> counts_{};
};

struct ProcedureTally {
    int64_t arrived = 0, received = 0, resolved = 0, settled = 0, on_time = 0;
    int64_t supplemented = 0, refused = 0, gave_up = 0, apologised = 0, stuck = 0;
    Histogram wait, cycle;  // ms: of citizens at the counter by the clock; of dossiers, working
};
struct alignas(64) StepTally {  // one cache line: looked up at every step
    int64_t done = 0, service_ms = 0, late = 0;
    Histogram wait;  // working ms, of what was begun
};
struct SlotTally {  // of a half-hour of the day
    int64_t area = 0, ms = 0;
    Coarse tenths;  // mean of each such half-hour, in tenths of a piece
};
struct LaneTally {
    int64_t begun = 0, left = 0;  // left: cancelled or given up while waiting
    int64_t area = 0, most = 0;   // waiting pieces x working ms
    int64_t busy_ms = 0;          // of its people on its work, working time
    Histogram wait;               // of its steps, when the run is over
    std::vector<SlotTally> slots;
    std::vector<int64_t> at_day_end;
};
struct PersonTally {
    std::array<int64_t, 4> ms{};  // working time by state: idle, busy, away, elsewhere on duty
    int64_t overtime_ms = 0, pieces = 0, signatures = 0, days_away = 0;
    std::vector<int64_t> idle_at_day_end;  // ms since the first day, with nothing to do
};
struct DayTally {
    int64_t arrived = 0, resolved = 0, settled = 0, on_time = 0, open = 0;
    Coarse wait;  // minutes, of citizens at the counter
};
struct Identity {                            // two ways of counting the same, from the first day on
    int64_t area = 0, waits = 0;             // Little's law, all lanes: pieces x ms against waits
    int64_t busy_people = 0, busy_work = 0;  // person-minutes: by people, by work
    int64_t came = 0, gone = 0;              // dossiers: came against gone and still there
    bool holds() const { return area == waits && busy_people == busy_work && came == gone; }
};

// Of an agency that is asked, by all places of a run together. Where nobody says how many answer
// there (`people` 0), each is answered after a while and nobody waits.
struct AgencyTally {
    int64_t people = 0;
    int64_t asked = 0, answered = 0;
    int64_t waiting = 0, in_hand = 0;  // at the end
    int64_t area = 0;                  // waiting x working ms
    int64_t asked_ms = 0, busy_ms = 0, there_ms = 0, working_ms = 0;
    Histogram wait;  // working ms, of what has been begun
    std::vector<int64_t> at_day_end;
    void merge(const AgencyTally& o);  // of places run apart: each asks one of its own
    uint64_t hash() const;
};

struct Tally {
    int64_t events = 0;
    int64_t days = 0, working_ms = 0;  // counted: the warm-up left out
    int64_t arrived = 0, resolved = 0, returned = 0, settled = 0, on_time = 0, overdue = 0,
            apologies = 0, gave_up = 0, open = 0, stuck = 0;
    std::vector<ProcedureTally> procedures;
    std::vector<StepTally> steps;
    std::vector<LaneTally> lanes;
    std::vector<PersonTally> people;
    std::vector<DayTally> by_day;
    std::vector<int64_t> worked_at_day_end;  // working ms since the first day; of working days
    Identity identity;
    bool full = false;      // stopped: more open dossiers than there is room for
    Histogram wait, cycle;  // of all procedures, when the run is over

    uint64_t hash() const;  // of every number
};

}  // namespace ss::simulate
