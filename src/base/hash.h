#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ss {

// SHA-256.
struct Hash {
    std::array<uint8_t, 32> bytes{};
    auto operator<=>(const Hash&) const = default;
    bool zero() const { return *this == Hash{}; }
};

Hash sha256(std::string_view bytes);
Hash sha256(std::string_view first, std::string_view second);  // of the two joined
std::string hex(const Hash& hash);                             // 64 lower-case digits
std::optional<Hash> parse_hex(std::string_view text);

}  // namespace ss
