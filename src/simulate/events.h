// What is going to happen: the earliest first; at one instant by kind, then in the order in which
// it was asked for. The next hours are a sorted array (the best up to some sixty), what is farther
// off a heap.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace ss::simulate {

// As the office and a rehearsal have it: what is due goes before what comes, that before the desks.
enum class Order : uint64_t { due = 0, courier, citizen, desk };

enum class Happening : uint8_t {
    day,
    opens,
    closes,
    half_hour,
    arrival,
    comes,
    finish,
    shift_ends,
    transfer,
    timer,
    brings_papers,
    confirms,
    fetches,
    gives_up,
    agency_answers,
    forwarded,
    result_comes,
    refusal_comes,
    outage_begins,
    outage_ends,
    duty_begins,
    duty_ends,
};

struct Event {
    int64_t at = 0;
    uint64_t order = 0;  // Order, running number, Happening
    uint32_t a = 0, b = 0;

    Happening what() const { return static_cast<Happening>(order & 0xff); }
    bool before(const Event& o) const { return at != o.at ? at < o.at : order < o.order; }
};

inline uint64_t order_of(Order order, uint64_t running, Happening what) {
    return static_cast<uint64_t>(order) << 60 | running << 8 | static_cast<uint64_t>(what);
}

// Of an empty list the next one is at the end of all time.
class EventList {
  public:
    const Event& next() const { return near_[count_]; }

    void push(const Event& e) {
        if (e.at >= horizon_) return push_far(e);
        if (++count_ == near_.size()) near_.resize(2 * count_);
        // The earliest stands last; what is new is seldom far from it.
        Event* to = near_.data() + count_;
        for (; to[-1].at < e.at; --to) *to = to[-1];
        for (; to[-1].at == e.at && to[-1].order < e.order; --to) *to = to[-1];
        *to = e;
    }
    void pop() {
        if (--count_ == 0 && !far_.empty()) refill();
    }
    void clear() {
        count_ = 0;
        far_.clear();
        horizon_ = std::numeric_limits<int64_t>::min();
    }

  private:
    static constexpr int64_t kNear = 4 * 3'600'000;
    static bool later(const Event& x, const Event& y) { return y.before(x); }
    void push_far(const Event& e) {
        far_.push_back(e);
        std::push_heap(far_.begin(), far_.end(), later);
        if (count_ == 0) refill();
    }
    void refill() {
        horizon_ = far_.front().at + kNear;
        while (!far_.empty() && far_.front().at < horizon_) {
            std::pop_heap(far_.begin(), far_.end(), later);
            if (++count_ == near_.size()) near_.resize(2 * count_);
            near_[count_] = far_.back();
            far_.pop_back();
        }
        std::reverse(near_.begin() + 1, near_.begin() + static_cast<std::ptrdiff_t>(count_) + 1);
    }
    // near_[0] is the end of all time, near_[1 .. count_] what comes before horizon_.
    std::vector<Event> near_ =
        std::vector<Event>(64, Event{std::numeric_limits<int64_t>::max(), ~uint64_t{0}});
    size_t count_ = 0;
    std::vector<Event> far_;
    int64_t horizon_ = std::numeric_limits<int64_t>::min();
};

}  // namespace ss::simulate
