// Dice by counter: the same key always gives the same throw, whatever was thrown before. So
// variants share their luck, and any dossier can be replayed alone.
#pragma once

#include <array>
#include <cstddef>
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

class Dice {
  public:
    Dice(uint64_t seed = 1, uint64_t replication = 0) {
        const uint64_t all = mixed(mixed(seed) ^ replication);
        for (size_t p = 0; p < begin_.size(); ++p) begin_[p] = mixed(all ^ p);
    }
    // What all throws for one purpose begin with; bits(p, a, b) is mixed(mixed(begin(p) ^ a) ^ b).
    uint64_t begin(Purpose purpose) const { return begin_[static_cast<size_t>(purpose)]; }
    uint64_t bits(Purpose purpose, uint64_t a, uint64_t b = 0) const {
        return mixed(mixed(begin(purpose) ^ a) ^ b);
    }
    double uniform(Purpose purpose, uint64_t a, uint64_t b = 0) const {  // [0, 1)
        return unit_of(bits(purpose, a, b));
    }
    bool chance(double probability, Purpose purpose, uint64_t a, uint64_t b = 0) const {
        return uniform(purpose, a, b) < probability;
    }
    uint64_t below(uint64_t n, Purpose purpose, uint64_t a, uint64_t b = 0) const {  // [0, n)
        return n == 0 ? 0 : static_cast<uint64_t>(uniform(purpose, a, b) * static_cast<double>(n));
    }

  private:
    std::array<uint64_t, static_cast<size_t>(Purpose::size)> begin_;
};

uint64_t key_of(std::string_view text);  // a code as a key

}  // namespace ss::cast
