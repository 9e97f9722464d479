// How often an address may ask: a bucket per address, refilled by the minute.
#pragma once

#include <map>
#include <string>

#include "base/time.h"

namespace ss::serve {

class Rates {
  public:
    explicit Rates(int a_minute) : a_minute_(a_minute) {}
    // False: too often. An address not seen for a minute is forgotten.
    bool take(const std::string& peer, Instant now);
    size_t size() const { return buckets_.size(); }

    static constexpr size_t kMost = 20'000;  // addresses; past it, strangers wait

  private:
    struct Bucket {
        int64_t milli = 0;  // thousandths of a question still free
        Instant at;
    };
    int a_minute_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace ss::serve
