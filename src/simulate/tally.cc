#include "simulate/tally.h"

#include <algorithm>
#include <bit>

#include "cast/dice.h"

namespace ss::simulate {

// 0 to 7 each for itself, then four to the octave.
size_t Coarse::bucket(int64_t v) {
    if (v < 8) return v < 0 ? 0 : static_cast<size_t>(v);
    const auto u = static_cast<uint64_t>(v);
    const auto octave = static_cast<size_t>(std::bit_width(u)) - 4;  // 8..15: 0
    const size_t at = 8 + octave * 4 + ((u >> (octave + 1)) & 3);
    return at < kBuckets ? at : kBuckets - 1;
}

int64_t Coarse::quantile(double p) const {
    if (n_ == 0) return 0;
    const double wanted = p * static_cast<double>(n_);
    int64_t sum = 0;
    for (size_t i = 0; i < kBuckets; ++i) {
        sum += counts_[i];
        if (static_cast<double>(sum) < wanted || sum == 0) continue;
        if (i < 8) return static_cast<int64_t>(i);
        const size_t octave = (i - 8) / 4, quarter = (i - 8) % 4;
        const int64_t low = static_cast<int64_t>((4 + quarter) << (octave + 1));
        const int64_t value = low + (int64_t{1} << octave);
        return value < most_ ? value : most_;
    }
    return most_;
}

void Coarse::merge(const Coarse& o) {
    for (size_t i = 0; i < kBuckets; ++i) counts_[i] += o.counts_[i];
    n_ += o.n_;
    most_ = o.most_ > most_ ? o.most_ : most_;
}

void AgencyTally::merge(const AgencyTally& o) {
    people += o.people;
    asked += o.asked;
    answered += o.answered;
    waiting += o.waiting;
    in_hand += o.in_hand;
    area += o.area;
    asked_ms += o.asked_ms;
    busy_ms += o.busy_ms;
    there_ms += o.there_ms;
    working_ms = std::max(working_ms, o.working_ms);
    wait.merge(o.wait);
    at_day_end.resize(std::max(at_day_end.size(), o.at_day_end.size()));
    for (size_t d = 0; d < o.at_day_end.size(); ++d) at_day_end[d] += o.at_day_end[d];
}

namespace {

class Hasher {
  public:
    void operator()(int64_t v) { h_ = cast::mixed(h_ ^ static_cast<uint64_t>(v)); }
    void operator()(const Histogram& t) {
        for (const int64_t v : {t.count(), t.sum(), t.least(), t.most()}) (*this)(v);
        for (const double p : {0.1, 0.5, 0.9, 0.99})
            (*this)(static_cast<int64_t>(t.quantile(p) * 1024));
    }
    uint64_t value() const { return h_; }

  private:
    uint64_t h_ = 0;
};

}  // namespace

uint64_t AgencyTally::hash() const {
    Hasher add;
    for (const int64_t v :
         {people, asked, answered, waiting, in_hand, area, asked_ms, busy_ms, there_ms, working_ms})
        add(v);
    add(wait);
    for (const int64_t v : at_day_end) add(v);
    return add.value();
}

uint64_t Tally::hash() const {
    Hasher add;
    for (const int64_t v : {events, days, working_ms, arrived, resolved, returned, settled, on_time,
                            overdue, apologies, gave_up, open, stuck})
        add(v);
    add(wait);
    add(cycle);
    for (const auto& p : procedures) {
        for (const int64_t v : {p.arrived, p.received, p.resolved, p.settled, p.on_time,
                                p.supplemented, p.refused, p.gave_up, p.apologised})
            add(v);
        add(p.wait);
        add(p.cycle);
    }
    for (const auto& s : steps)
        for (const int64_t v : {s.done, s.wait.count(), s.wait.sum(), s.service_ms, s.late}) add(v);
    for (const auto& l : lanes) {
        for (const int64_t v : {l.begun, l.left, l.area, l.most, l.busy_ms}) add(v);
        add(l.wait);
        for (const auto& s : l.slots) add(s.area);
        for (const int64_t v : l.at_day_end) add(v);
    }
    for (const auto& p : people) {
        for (const int64_t v : p.ms) add(v);
        for (const int64_t v : {p.overtime_ms, p.pieces, p.signatures, p.days_away}) add(v);
    }
    for (const auto& d : by_day)
        for (const int64_t v : {d.arrived, d.resolved, d.settled, d.on_time, d.open}) add(v);
    return add.value();
}

}  // namespace ss::simulate
