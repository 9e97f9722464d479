#include "cast/dice.h"

#include <cmath>

namespace ss::cast {

namespace {

// The finisher of splitmix64: every input bit reaches every output bit.
uint64_t mix(uint64_t z) {
    z += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

constexpr double kZ90 = 1.2815515655446004;  // the 90th percentile of the standard normal

}  // namespace

uint64_t Dice::bits(Purpose purpose, uint64_t a, uint64_t b) const {
    uint64_t h = mix(seed);
    h = mix(h ^ replication);
    h = mix(h ^ static_cast<uint64_t>(purpose));
    h = mix(h ^ a);
    return mix(h ^ b);
}

double Dice::uniform(Purpose purpose, uint64_t a, uint64_t b) const {
    return static_cast<double>(bits(purpose, a, b) >> 11) * 0x1p-53;
}

uint64_t Dice::below(uint64_t n, Purpose purpose, uint64_t a, uint64_t b) const {
    return n == 0 ? 0 : static_cast<uint64_t>(uniform(purpose, a, b) * static_cast<double>(n));
}

double Dice::normal(Purpose purpose, uint64_t a, uint64_t b) const {
    // Box and Muller, with the second half of the key for the angle.
    const double u = 1.0 - uniform(purpose, a, b);
    const double v = uniform(purpose, a, b ^ 0x8000000000000000ull);
    return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586 * v);
}

double Dice::lognormal(double median, double p90, Purpose purpose, uint64_t a, uint64_t b) const {
    if (median <= 0) return 0;
    const double sigma = p90 > median ? std::log(p90 / median) / kZ90 : 0;
    return median * std::exp(sigma * normal(purpose, a, b));
}

uint64_t key_of(std::string_view text) {
    uint64_t h = 0xcbf29ce484222325ull;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return h;
}

}  // namespace ss::cast
