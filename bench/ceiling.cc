#include "ceiling.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/real.h"

namespace ss::bench {

namespace {

constexpr double kMinuteMs = 60'000;

// The finisher of splitmix64, as in cast/dice.cc.
uint64_t mix(uint64_t z) {
    z += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

enum Purpose : uint64_t { kArrivals = 1, kChoice = 2, kService = 11 };  // kService + step

// One kind of throw; for each dossier a number in (0, 1), neither end included.
struct Stream {
    uint64_t key;
    Stream(uint64_t seed, uint64_t purpose) : key(mix(mix(seed) ^ purpose)) {}
    double uniform(int64_t dossier) const {
        const uint64_t bits = mix(key ^ static_cast<uint64_t>(dossier));
        return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
    }
};

int64_t whole(double ms) {
    return static_cast<int64_t>(ms + 0.5);
}

struct Procedure {  // workload (b)
    static constexpr int kSteps = 6, kPools = 3;
    static constexpr int kPeople[kPools] = {3, 4, 1};  // reception, specialist, leader
    static constexpr int kPool[kSteps] = {0, 1, 1, 2, 1, 0};
    static constexpr double kGap = 693'211;  // ms
    static constexpr double kMedian[kSteps] = {8, 12, 15, 6, 5, 4};
    static constexpr double kP90[kSteps] = {20, 30, 45, 15, 12, 10};
    static constexpr int kChoiceAfter = 1, kSkipTo = 3;
    static constexpr double kNoSkip = 0.7;

    double mu[kSteps], sigma[kSteps];
    Procedure() {
        for (int s = 0; s < kSteps; ++s) {
            mu[s] = real_log(kMedian[s] * kMinuteMs);
            sigma[s] = real_log(kP90[s] / kMedian[s]) / normal_quantile(0.9);
        }
    }
    // One service time for each u.
    template <size_t N>
    void services(int step, const double (&u)[N], int64_t (&times)[N]) const {
        // The quantile has one formula for the middle and another one for the ends. Each kind after
        // the other, or else every seventh throw is a branch guessed wrong.
        size_t order[N], middle = 0, end = N;
        for (size_t i = 0; i < N; ++i) {
            const bool is_middle = std::fabs(u[i] - 0.5) <= 0.425;
            order[middle] = order[end - 1] = i;
            middle += is_middle;
            end -= !is_middle;
        }
        double z[N];
        for (const size_t i : order) z[i] = normal_quantile(u[i]);
        for (size_t i = 0; i < N; ++i) times[i] = whole(real_exp(mu[step] + sigma[step] * z[i]));
    }
};

struct Mm3 {  // workload (a)
    static constexpr int kSteps = 1, kPools = 1;
    static constexpr int kPeople[kPools] = {3};
    static constexpr int kPool[kSteps] = {0};
    static constexpr double kGap = 250'000, kMeanService = 600'000;  // ms
    static constexpr int kChoiceAfter = -1, kSkipTo = 0;
    static constexpr double kNoSkip = 1;
    template <size_t N>
    static void services(int, const double (&u)[N], int64_t (&times)[N]) {
        for (size_t i = 0; i < N; ++i) times[i] = whole(-kMeanService * real_log(u[i]));
    }
};

// First in, first out; grows, never shrinks.
template <class T>
class Queue {
  public:
    bool empty() const { return head_ == tail_; }
    void push(const T& item) {
        if (tail_ - head_ == ring_.size()) grow();
        ring_[tail_++ & (ring_.size() - 1)] = item;
    }
    T pop() { return ring_[head_++ & (ring_.size() - 1)]; }

  private:
    void grow() {
        std::vector<T> wider(ring_.size() * 2);
        for (size_t i = head_; i != tail_; ++i)
            wider[i & (wider.size() - 1)] = ring_[i & (ring_.size() - 1)];
        ring_ = std::move(wider);
    }
    std::vector<T> ring_ = std::vector<T>(64);
    size_t head_ = 0, tail_ = 0;
};

template <class Model, bool kLog>
class Loop {
  public:
    Loop(uint64_t seed, int64_t dossiers)
        : dossiers_(dossiers),
          arrivals_(seed, kArrivals),
          choice_(seed, kChoice),
          visits_(kWindow) {
        for (int s = 0; s < Model::kSteps; ++s)
            services_.push_back(Stream(seed, kService + static_cast<uint64_t>(s)));
        for (int p = 0; p < Model::kPools; ++p) free_[p] = Model::kPeople[p];
        SS_ASSERT(dossiers >= 0 && dossiers < INT32_MAX);
    }

    CeilingResult run() {
        CeilingResult result;
        if (dossiers_ > 0) schedule(visit(0).arrival, 0, kArrives);
        while (pending_ > 0) {
            const Event event = events_[--pending_];
            now_ = event.at;
            if (event.step == kArrives) arrive(event.dossier);
            else complete(event.dossier, event.step);
            ++result.events;
        }
        SS_ASSERT(done_ == dossiers_);
        result.dossiers = done_;
        if (done_ > 0)
            result.mean_cycle_minutes =
                static_cast<double>(cycle_) / static_cast<double>(done_) / kMinuteMs;
        for (int p = 0; p < Model::kPools && now_ > 0; ++p)
            result.utilisation[p] =
                static_cast<double>(busy_[p]) / static_cast<double>(now_) / Model::kPeople[p];
        result.log_rows = log_rows_;
        result.log_check = log_check_;
        return result;
    }

  private:
    static constexpr int kArrives = -1;
    static constexpr size_t kWindow = 4096, kAhead = 64;

    struct Event {
        int64_t at;
        int32_t dossier, step;
    };
    struct Piece {
        int32_t dossier, step;
    };
    struct Row {
        int64_t dossier, step, offered, begun, done;
    };
    // All that is thrown for one dossier: it depends on nothing but its number, so it is thrown a
    // block ahead, where the processor can work on several at a time.
    struct Visit {
        int64_t arrival = 0;
        int32_t after_choice = 0;
        bool open = false;
        std::array<int64_t, Model::kSteps> service{};
        std::array<int64_t, kLog ? Model::kSteps : 0> offered{}, begun{};
    };

    Visit& visit(int64_t dossier) {
        if (dossier == thrown_) throw_ahead();
        return visits_[static_cast<size_t>(dossier) % kWindow];
    }

    void throw_ahead() {
        Visit* block = &visits_[static_cast<size_t>(thrown_) % kWindow];
        for (size_t i = 0; i < kAhead; ++i) {
            SS_ASSERT(!block[i].open);  // else more than kWindow arrived while one was open
            const int64_t dossier = thrown_ + static_cast<int64_t>(i);
            last_arrival_ += whole(-Model::kGap * real_log(arrivals_.uniform(dossier)));
            block[i].arrival = last_arrival_;
            if constexpr (Model::kChoiceAfter >= 0)
                block[i].after_choice = choice_.uniform(dossier) < Model::kNoSkip
                                            ? Model::kChoiceAfter + 1
                                            : Model::kSkipTo;
        }
        double u[kAhead];
        int64_t times[kAhead];
        for (int s = 0; s < Model::kSteps; ++s) {
            const auto step = static_cast<size_t>(s);
            for (size_t i = 0; i < kAhead; ++i)
                u[i] = services_[step].uniform(thrown_ + static_cast<int64_t>(i));
            model_.services(s, u, times);
            for (size_t i = 0; i < kAhead; ++i) block[i].service[step] = times[i];
        }
        thrown_ += kAhead;
    }

    // The next event is the last of the array; of those at one time, the one scheduled first. There
    // are never more than the people and one arrival: so few that a sorted array beats every heap.
    void schedule(int64_t at, int32_t dossier, int32_t step) {
        SS_ASSERT(pending_ < events_.size());
        size_t i = pending_++;
        for (; i > 0 && events_[i - 1].at <= at; --i) events_[i] = events_[i - 1];
        events_[i] = {at, dossier, step};
    }

    void begin(int32_t dossier, int32_t step) {
        Visit& v = visits_[static_cast<size_t>(dossier) % kWindow];
        const int64_t service = v.service[static_cast<size_t>(step)];
        if constexpr (kLog) v.begun[static_cast<size_t>(step)] = now_;
        busy_[Model::kPool[step]] += service;
        schedule(now_ + service, dossier, step);
    }

    void offer(int32_t dossier, int32_t step) {
        const int pool = Model::kPool[step];
        if constexpr (kLog)
            visits_[static_cast<size_t>(dossier) % kWindow].offered[static_cast<size_t>(step)] =
                now_;
        if (free_[pool] == 0) return queues_[pool].push({dossier, step});
        --free_[pool];
        begin(dossier, step);
    }

    void arrive(int32_t dossier) {
        visits_[static_cast<size_t>(dossier) % kWindow].open = true;
        if (dossier + 1 < dossiers_) schedule(visit(dossier + 1).arrival, dossier + 1, kArrives);
        offer(dossier, 0);
    }

    void complete(int32_t dossier, int32_t step) {
        Visit& v = visits_[static_cast<size_t>(dossier) % kWindow];
        if constexpr (kLog) write(v, dossier, step);
        const int pool = Model::kPool[step];
        if (queues_[pool].empty()) {
            ++free_[pool];
        } else {
            const Piece next = queues_[pool].pop();
            begin(next.dossier, next.step);
        }
        const int32_t next = step == Model::kChoiceAfter ? v.after_choice : step + 1;
        if (next < Model::kSteps) return offer(dossier, next);
        cycle_ += now_ - v.arrival;
        ++done_;
        v.open = false;
    }

    void write(const Visit& v, int32_t dossier, int32_t step) {
        const auto s = static_cast<size_t>(step);
        block_[static_cast<size_t>(log_rows_++) % block_.size()] = {dossier, step, v.offered[s],
                                                                    v.begun[s], now_};
        if (static_cast<size_t>(log_rows_) % block_.size() == 0)
            log_check_ += block_[block_.size() / 2].done;  // here a writer would take it
    }

    const Model model_{};
    const int64_t dossiers_;
    const Stream arrivals_, choice_;
    std::vector<Stream> services_;
    std::vector<Visit> visits_;  // a ring, by dossier
    int64_t thrown_ = 0, last_arrival_ = 0;
    std::array<Event, 64> events_{};
    size_t pending_ = 0;
    Queue<Piece> queues_[Model::kPools];
    int free_[Model::kPools];
    int64_t now_ = 0, done_ = 0, cycle_ = 0, busy_[Model::kPools] = {};
    std::vector<Row> block_ = std::vector<Row>(kLog ? 4096 : 1);
    int64_t log_rows_ = 0, log_check_ = 0;
};

}  // namespace

CeilingResult run_ceiling(uint64_t seed, int64_t dossiers, bool log) {
    return log ? Loop<Procedure, true>(seed, dossiers).run()
               : Loop<Procedure, false>(seed, dossiers).run();
}

CeilingResult run_ceiling_mm3(uint64_t seed, int64_t customers) {
    return Loop<Mm3, false>(seed, customers).run();
}

}  // namespace ss::bench
