#include "serve/rates.h"

#include <algorithm>

namespace ss::serve {

bool Rates::take(const std::string& peer, Instant now) {
    const int64_t full = int64_t{a_minute_} * 1'000;
    auto i = buckets_.find(peer);
    if (i == buckets_.end()) {
        if (buckets_.size() >= kMost)
            std::erase_if(buckets_,
                          [&](const auto& b) { return now.ms - b.second.at.ms >= kMinute; });
        if (buckets_.size() >= kMost) return false;
        i = buckets_.emplace(peer, Bucket{full, now}).first;
    }
    Bucket& bucket = i->second;
    const int64_t passed = std::clamp<int64_t>(now.ms - bucket.at.ms, 0, kMinute);
    bucket.milli = std::min(full, bucket.milli + passed * full / kMinute);
    bucket.at = now;
    if (bucket.milli < 1'000) return false;
    bucket.milli -= 1'000;
    return true;
}

}  // namespace ss::serve
