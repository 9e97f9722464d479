// How fast the models of bench/README.md can go at all: one loop in plain C++, nothing that is not
// in the model. The simulator's events per second are told as a share of this one's, measured in
// the same run.
#pragma once

#include <cstdint>

namespace ss::bench {

struct CeilingResult {
    int64_t dossiers = 0;  // all arrived and all are done
    int64_t events = 0;    // arrivals and completions of service
    double mean_cycle_minutes = 0;
    double utilisation[3] = {};  // of each pool, from 0 to the last completion
    int64_t log_rows = 0;
    int64_t log_check = 0;  // sum over what was logged, so that no compiler leaves it out
};

// Workload (b): six steps, three pools, an exclusive choice. With `log` every finished step is
// written as a row (dossier, step, offered, begun, done) to a block of memory that is used again
// when full: what a log costs without the disk. The result is the same.
CeilingResult run_ceiling(uint64_t seed, int64_t dossiers, bool log);

// Workload (a): M/M/3.
CeilingResult run_ceiling_mm3(uint64_t seed, int64_t customers);

}  // namespace ss::bench
