// Personal data is sealed: commands, facts and refusals carry only a salted hash; the value lies
// beside the journal and can be erased without touching a byte of it.
#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"

namespace ss {

// In a command or fact, in place of a personal value. All zero: there is no value.
struct Sealed {
    Hash hash;
    auto operator<=>(const Sealed&) const = default;
};

// Travels in the envelope beside the command. The salt (32 bytes) comes from the driver.
struct SealedValue {
    std::string salt;
    std::string value;
    Sealed sealed() const { return {sha256(salt, value)}; }
};

// Where views and papers look values up. nullptr: erased, or never known here.
class Vault {
  public:
    virtual const std::string* open(const Sealed& sealed) const = 0;

  protected:
    ~Vault() = default;
};

}  // namespace ss
