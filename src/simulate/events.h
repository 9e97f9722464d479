// What is going to happen: the earliest first; at one instant by kind, then in the order in which
// it was asked for. What comes within a working day is a sorted array (the best up to some
// sixty), what is farther off a heap.
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
    uint64_t whom = 0;   // an address, or two numbers

    template <class T>
    T& at_address() const {
        return *reinterpret_cast<T*>(whom);
    }
    uint32_t a() const { return static_cast<uint32_t>(whom); }
    uint32_t b() const { return static_cast<uint32_t>(whom >> 32); }
    // Number by number: a wide load of what has just been stored in parts makes the processor wait.
    void is(const Event& o) { is(o.at, o.order, o.whom); }
    void is(int64_t t, uint64_t o, uint64_t w) {
        at = t;
        order = o;
        whom = w;
    }
    Happening what() const { return static_cast<Happening>(order & 0xff); }
    bool before(const Event& o) const { return at != o.at ? at < o.at : order < o.order; }
};

inline uint64_t whom_of(uint32_t a, uint32_t b) {
    return a | uint64_t{b} << 32;
}
template <class T>
uint64_t whom_of(T* address) {
    return reinterpret_cast<uint64_t>(address);
}
inline uint64_t order_of(Order order, uint64_t running, Happening what) {
    return static_cast<uint64_t>(order) << 60 | running << 8 | static_cast<uint64_t>(what);
}

// Of an empty list the next one is at the end of all time.
class EventList {
  public:
    EventList() { clear(); }
    EventList(const EventList&) = delete;

    const Event& next() const { return *next_; }

    void push(int64_t at, uint64_t order, uint64_t whom) {
        if (at >= horizon_) [[unlikely]]
            return push_far({at, order, whom});
        if (++next_ == end_) [[unlikely]]
            grow();
        // The earliest stands last; what is new is seldom far from it.
        Event* to = next_;
        for (; to[-1].at < at; --to) to->is(to[-1]);
        for (; to[-1].at == at && to[-1].order < order; --to) to->is(to[-1]);
        to->is(at, order, whom);
    }
    void pop() {
        if (--next_ == near_.data()) [[unlikely]]
            if (!far_.empty()) refill();
    }
    void clear() {
        next_ = near_.data();
        end_ = next_ + near_.size();
        far_.clear();
        horizon_ = std::numeric_limits<int64_t>::min();
    }

  private:
    static constexpr int64_t kNear = 10 * 3'600'000;
    static bool later(const Event& x, const Event& y) { return y.before(x); }
    [[gnu::noinline]] void grow() {
        const auto count = next_ - near_.data();
        near_.resize(2 * near_.size());
        next_ = near_.data() + count;
        end_ = near_.data() + near_.size();
    }
    [[gnu::noinline]] void push_far(const Event& e) {
        far_.push_back(e);
        std::push_heap(far_.begin(), far_.end(), later);
        if (next_ == near_.data()) refill();
    }
    [[gnu::noinline]] void refill() {
        horizon_ = far_.front().at + kNear;
        while (!far_.empty() && far_.front().at < horizon_) {
            std::pop_heap(far_.begin(), far_.end(), later);
            if (++next_ == end_) grow();
            *next_ = far_.back();
            far_.pop_back();
        }
        std::reverse(near_.data() + 1, next_ + 1);
    }
    // near_[0] is the end of all time; behind it, up to `next_`, what comes before horizon_.
    std::vector<Event> near_ =
        std::vector<Event>(64, Event{std::numeric_limits<int64_t>::max(), ~uint64_t{0}});
    Event *next_ = nullptr, *end_ = nullptr;
    std::vector<Event> far_;
    int64_t horizon_ = 0;
};

}  // namespace ss::simulate
