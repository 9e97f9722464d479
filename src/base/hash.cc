#include "base/hash.h"

#include <sodium.h>

namespace ss {

namespace {
const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
}  // namespace

Hash sha256(std::string_view bytes) {
    Hash hash;
    crypto_hash_sha256(hash.bytes.data(), octets(bytes), bytes.size());
    return hash;
}

Hash sha256(std::string_view first, std::string_view second) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, octets(first), first.size());
    crypto_hash_sha256_update(&state, octets(second), second.size());
    Hash hash;
    crypto_hash_sha256_final(&state, hash.bytes.data());
    return hash;
}

std::string hex(const Hash& hash) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out(64, '0');
    for (size_t i = 0; i < 32; ++i) {
        out[2 * i] = kDigits[hash.bytes[i] >> 4];
        out[2 * i + 1] = kDigits[hash.bytes[i] & 15];
    }
    return out;
}

std::optional<Hash> parse_hex(std::string_view text) {
    if (text.size() != 64) return std::nullopt;
    Hash hash;
    for (size_t i = 0; i < 64; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return std::nullopt;
        hash.bytes[i / 2] = static_cast<uint8_t>(hash.bytes[i / 2] << 4 | digit);
    }
    return hash;
}

}  // namespace ss
