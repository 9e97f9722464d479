// Dice by counter: the same key always gives the same throw, whatever was thrown before. So
// variants share their luck, and any dossier can be replayed alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace ss::cast {

enum class Purpose : uint32_t {
    arrivals = 1,
    procedure,
    channel,
    data,
    papers,
    missing,
    name,
    salt,
    patience,
    service,
    mistake,
    absence,
    pick_up,
    supplement,
    confirm,
    rating,
    outcome,
    vote,
    delay,
    token
};

struct Dice {
    uint64_t seed = 1;
    uint64_t replication = 0;

    uint64_t bits(Purpose purpose, uint64_t a, uint64_t b = 0) const;
    double uniform(Purpose purpose, uint64_t a, uint64_t b = 0) const;  // [0, 1)
    bool chance(double probability, Purpose purpose, uint64_t a, uint64_t b = 0) const {
        return uniform(purpose, a, b) < probability;
    }
    uint64_t below(uint64_t n, Purpose purpose, uint64_t a, uint64_t b = 0) const;  // [0, n)
    double normal(Purpose purpose, uint64_t a, uint64_t b = 0) const;
    // By its median and its 90th percentile.
    double lognormal(double median, double p90, Purpose purpose, uint64_t a, uint64_t b = 0) const;
};

uint64_t key_of(std::string_view text);  // a code as a key

}  // namespace ss::cast
