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
    token,
    branch,
    outage,
    elsewhere,
    agency,
    early,
    size
};

// The finisher of splitmix64: every input bit reaches every output bit.
inline uint64_t mixed(uint64_t z) {
    z += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}
// In [0, 1).
inline double unit_of(uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53;
}
// In (0, 1).
inline double open_unit_of(uint64_t bits) {
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

struct Dice {
    uint64_t seed = 1;
    uint64_t replication = 0;

    // What all throws for one purpose begin with; bits(p, a, b) is mixed(mixed(begin(p) ^ a) ^ b).
    uint64_t begin(Purpose purpose) const {
        return mixed(mixed(mixed(seed) ^ replication) ^ static_cast<uint64_t>(purpose));
    }
    uint64_t bits(Purpose purpose, uint64_t a, uint64_t b = 0) const {
        return mixed(mixed(begin(purpose) ^ a) ^ b);
    }
    double uniform(Purpose purpose, uint64_t a, uint64_t b = 0) const {  // [0, 1)
        return unit_of(bits(purpose, a, b));
    }
    bool chance(double probability, Purpose purpose, uint64_t a, uint64_t b = 0) const {
        return uniform(purpose, a, b) < probability;
    }
    uint64_t below(uint64_t n, Purpose purpose, uint64_t a, uint64_t b = 0) const;  // [0, n)
};

uint64_t key_of(std::string_view text);  // a code as a key

}  // namespace ss::cast
