// What is going to happen: the earliest first; at one instant by kind, then in the order in which
// it was asked for. The next hours are a sorted array (the best up to some sixty), what is farther
// off a heap.
#pragma once

#include <algorithm>
#include <cstdint>
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

class EventList {
  public:
    bool empty() const { return near_.empty(); }
    const Event& next() const { return near_.back(); }
    size_t size() const { return near_.size() + far_.size(); }

    void push(const Event& e) {
        if (e.at >= horizon_ && !near_.empty()) {
            far_.push_back(e);
            std::push_heap(far_.begin(), far_.end(), later);
            return;
        }
        if (near_.empty()) horizon_ = e.at + kNear;
        // The earliest stands last; what is new is seldom far from it.
        near_.push_back(e);
        size_t i = near_.size() - 1;
        for (; i > 0 && near_[i - 1].before(e); --i) near_[i] = near_[i - 1];
        near_[i] = e;
        if (far_.empty() || far_.front().at >= horizon_) return;
        refill();
    }
    void pop() {
        near_.pop_back();
        if (near_.empty() && !far_.empty()) {
            horizon_ = far_.front().at + kNear;
            refill();
        }
    }

  private:
    static constexpr int64_t kNear = 4 * 3'600'000;
    static bool later(const Event& x, const Event& y) { return y.before(x); }
    void refill() {
        while (!far_.empty() && far_.front().at < horizon_) {
            std::pop_heap(far_.begin(), far_.end(), later);
            const Event e = far_.back();
            far_.pop_back();
            near_.push_back(e);
        }
        std::sort(near_.begin(), near_.end(), later);
    }
    std::vector<Event> near_, far_;
    int64_t horizon_ = 0;
};

}  // namespace ss::simulate
