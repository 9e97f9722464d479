// Second factors: RFC 6238 over RFC 4226, and the alphabet of RFC 4648.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "serve/accounts.h"

namespace ss::serve {

std::string totp(std::string_view secret, uint64_t step) {
    std::array<unsigned char, 8> counter{};
    for (size_t i = 0; i < 8; ++i) counter[7 - i] = static_cast<unsigned char>(step >> (8 * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    const auto* made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
                            counter.data(), counter.size(), mac.data(), &length);
    SS_ASSERT(made != nullptr && length == 20);
    const size_t from = mac[19] & 15u;
    const uint32_t number = (mac[from] & 0x7Fu) << 24 | static_cast<uint32_t>(mac[from + 1]) << 16 |
                            static_cast<uint32_t>(mac[from + 2]) << 8 | mac[from + 3];
    const std::string digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::string random_totp_secret() {
    std::string secret(20, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string base32(std::string_view bytes) {
    static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    uint32_t held = 0;
    int bits = 0;
    for (const char c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) out += kLetters[held >> (bits - 5) & 31];
        held &= (1u << bits) - 1;
    }
    if (bits > 0) out += kLetters[held << (5 - bits) & 31];
    return out;
}

}  // namespace ss::serve
