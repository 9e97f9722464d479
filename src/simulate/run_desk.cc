// The desks: what waits in which lane, who takes what next, and when it is done. The same rules as
// rehearse/play_desk.cc: the earliest due first, the least loaded of those with the fewest roles.
// `inline` is what happens at every event: these files are compiled as one.
#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "simulate/run.h"

namespace ss::simulate {

namespace {

// A 4-ary heap over a vector: half as deep as a binary one, and children share a cache line.
template <class T>
void push_up(std::vector<T>& heap, const T& x) {
    size_t i = heap.size();
    heap.push_back(x);
    while (i > 0) {
        const size_t parent = (i - 1) / 4;
        if (!x.before(heap[parent])) break;
        heap[i] = heap[parent];
        i = parent;
    }
    heap[i] = x;
}

template <class T>
void pop_top(std::vector<T>& heap) {
    const T x = heap.back();
    heap.pop_back();
    const size_t n = heap.size();
    if (n == 0) return;
    size_t i = 0;
    for (;;) {
        size_t best = 4 * i + 1;
        if (best >= n) break;
        const size_t end = std::min(n, best + 4);
        for (size_t k = best + 1; k < end; ++k)
            if (heap[k].before(heap[best])) best = k;
        if (!heap[best].before(x)) break;
        heap[i] = heap[best];
        i = best;
    }
    heap[i] = x;
}

}  // namespace

void Run::Queue::clear() {
    Queue empty;
    empty.ring_.swap(ring_);
    empty.heap_.swap(heap_);
    empty.heap_.clear();
    *this = std::move(empty);
}

void Run::Queue::grow() {
    std::vector<Entry> wider(2 * ring_.size());
    for (size_t i = from_; i != to_; ++i)
        wider[i & (wider.size() - 1)] = ring_[i & (ring_.size() - 1)];
    ring_ = std::move(wider);
}

void Run::Queue::put_behind(const Entry& e) {
    if (from_ != to_ && e.before(ring_[(to_ - 1) & (ring_.size() - 1)])) return push_up(heap_, e);
    if (to_ - from_ == ring_.size()) grow();
    ring_[to_++ & (ring_.size() - 1)].is(e);
}

inline void Run::Queue::put(const Entry& e) {
    if (empty()) {
        first.is(e);
    } else if (!e.before(first)) {
        put_behind(e);
    } else {
        if (to_ - from_ == ring_.size()) grow();
        ring_[--from_ & (ring_.size() - 1)].is(first);
        first.is(e);
    }
}

inline bool Run::Queue::pop() {
    const Entry* next = from_ != to_ ? &ring_[from_ & (ring_.size() - 1)] : nullptr;
    if (!heap_.empty() && (next == nullptr || heap_.front().before(*next))) {
        first = heap_.front();
        pop_top(heap_);
    } else if (next != nullptr) {
        first.is(*next);
        ++from_;
    } else {
        first.job = nullptr;
        from_ = to_ = 0;  // so that a short queue stays where it was
        return true;
    }
    return false;
}

inline void Run::offer(Dossier& d, Job& job) {
    Place& p = *d.place;
    Queue& q = p.queues[job.step->lane];
    q.gone_less_come -= worked_;
    q.most = std::max(q.most, ++q.length);
    job.since_w = worked_;
    // Ranks are far apart from each other, due times within one near: one number orders both.
    const int64_t due = p.by_due ? job.due : job.since;
    q.put({due + (static_cast<int64_t>(job.rank) << 50), job.since, job.order, &job});
    p.waiting[q.lane / 64] |= q.bit();
    job.skill = job.step->skill;
    if (job.remaining < 0) throw_time(job, d);
    wake(p);
}

// The procedure went another way: nobody need begin it; who is at it works in vain.
void Run::drop(Place& p, Job& job) {
    job.dossier = nullptr;
    if (job.person != kNobody) return;
    Queue& q = p.queues[job.step->lane];
    q.gone_less_come += worked_;
    --q.length;
    ++q.dropped;
    ++q.tally->left;
    q.waits += worked_ - job.since_w;
}

// Among those free who may: few roles before many, then the least loaded today.
template <bool kFew>
inline Run::Worker* Run::choose(Place& p, const Queue& q) {
    const size_t words = kFew ? 1 : p.person_words;
    const uint64_t* able = q.able;
    const uint64_t* idle = p.idle.data();
    Worker* const workers = p.workers.data();
    Worker* best = nullptr;
    uint64_t least = std::numeric_limits<uint64_t>::max();
    size_t n = 0;
    for (size_t k = 0; k < words; ++k)
        for (uint64_t left = able[k] & idle[k]; left != 0; left &= left - 1, ++n) {
            Worker* w = workers + k * 64 + __builtin_ctzll(left);
            if (w->load >= least) continue;
            least = w->load;
            best = w;
        }
    if (n <= 1) p.free[q.lane / 64] &= ~q.bit();  // nobody will be left
    return best;
}

inline void Run::pop(Place& p, Queue& q) {
    if (q.pop()) p.waiting[q.lane / 64] &= ~q.bit();
}

// What is dropped lies in the queue until it comes up. False: nothing waits in it.
inline bool Run::clear_dropped(Place& p, Queue& q) {
    while (q.dropped > 0 && q.first.job->dropped()) {
        jobs_.give_back(*q.first.job);
        pop(p, q);
        --q.dropped;
    }
    return !q.empty();
}

// Of the lanes with work and people the one whose first piece goes before the others'.
template <bool kFew>
inline Run::Queue* Run::next_queue(Place& p) {
    Queue* best = nullptr;
    for (size_t word = 0; word < (kFew ? 1 : p.lane_words); ++word)
        for (uint64_t left = p.waiting[word] & p.free[word]; left != 0; left &= left - 1) {
            Queue& q = p.queues[word * 64 + static_cast<size_t>(__builtin_ctzll(left))];
            if (q.dropped > 0) [[unlikely]]
                if (!clear_dropped(p, q)) continue;
            if (best == nullptr || q.first.before(best->first)) best = &q;
        }
    return best;
}

template <bool kFew>
void Run::dispatch_in(Place& p) {
    for (Queue* q; (q = next_queue<kFew>(p)) != nullptr;) {
        Worker* w = choose<kFew>(p, *q);
        if (w != nullptr) begin(*w, *q);
    }
}

inline void Run::dispatch(Place& p) {
    p.few ? dispatch_in<true>(p) : dispatch_in<false>(p);
}

// The first of the lane, out of the queue; what has been waited goes to the accounts.
inline Run::Job& Run::take(Place& p, Queue& q) {
    Job& job = *q.first.job;
    --q.length;
    pop(p, q);
    const int64_t waited = worked_ - job.since_w;
    q.gone_less_come += worked_;
    q.waits += waited;
    if (job.remaining >= 0) [[unlikely]]
        return job;  // begun before; it waited for its person only
    StepTally& s = p.tally.steps[job.step->index];
    s.wait.add(waited);
    s.late += job.step->has_limit && job.due < now_;
    return job;
}

// One throw alone takes the processor as long as all the rest of a step, for nothing else can go
// on; many beside each other far less. So what will most likely be needed is thrown for those who
// come next, all at once.
void Run::throw_ahead(Place& p) const {
    const Model& m = *p.model;
    std::array<const cast::Duration*, kAhead * kUsual> of;
    std::array<uint64_t, kAhead * kUsual> bits;
    const uint64_t service = dice_.begin(cast::Purpose::service);
    const size_t first = p.next_arrival, end = std::min(first + kAhead, p.today.size());
    size_t n = 0;
    for (size_t i = first; i < end; ++i) {
        const cast::Arrival& a = p.today[i];
        Ahead& ahead = p.ahead[i - first];
        ahead.kind = &m.kind(m.procedure_of[a.procedure], a.channel, dice_, a.number);
        ahead.takes = &p.takes[n];
        const uint64_t of_citizen = cast::mixed(service ^ a.number);  // Dice::bits()
        for (const Usual& u : ahead.kind->usual) {
            of[n] = &u.step->takes;
            bits[n++] = cast::mixed(of_citizen ^ u.key);
        }
    }
    cast::Duration::ms({of.data(), n}, {bits.data(), n}, {p.takes.data(), n});
    p.ahead_from = first;
    p.ahead_to = end;
}

inline void Run::throw_time(Job& job, Dossier& d) const {
    const Step& step = *job.step;
    job.round = d.rounds;
    const auto& usual = d.kind->usual;
    for (size_t i = d.next_usual; i < usual.size(); ++i)
        if (usual[i].step == &step && usual[i].round == d.rounds) {
            job.takes = d.takes[i];
            d.next_usual = static_cast<uint16_t>(i + 1);
            return;
        }
    job.takes = step.takes.ms(
        dice_.bits(cast::Purpose::service, d.citizen, key_in_round(step.key, d.rounds)));
}

inline int64_t Run::work_of(const Worker& w, Job& job) {
    Dossier& d = *job.dossier;
    if (job.round != d.rounds) [[unlikely]]
        throw_time(job, d);
    const size_t n = w.practised[job.skill];
    if (n >= w.stretches) [[likely]]
        return cast::work_ms(job.takes * w.settled);
    return cast::work_ms(job.takes * w.stretch[n]);
}

// How long the citizen stood at the counter, be it before the doors opened.
void Run::count_wait(const Dossier& d) const {
    Place& p = *d.place;
    if (p.model->channel_of[d.channel] != dossiers::Channel::counter || d.supplement_asked) return;
    const bool same_day = now_ - d.came < 12 * kHour;
    const int64_t wait = same_day ? now_ - d.came : calendar().working_ms({d.came}, {now_});
    p.tally.procedures[d.procedure].wait.add(wait);
    p.tally.by_day.back().wait.add(wait / kMinute);
}

inline void Run::begin(Worker& w, Queue& q) {
    Place& p = *w.place;
    const Step& step = *q.first.job->step;
    int64_t takes = step.interruption;
    Job** link = &w.jobs;
    for (int n = 1;; ++n) {
        Job& job = take(p, q);
        job.person = w.person;
        if (job.remaining < 0) {
            job.remaining = work_of(w, job);
            if (step.is == Step::receives) count_wait(*job.dossier);
        }
        takes += job.remaining;
        if (log_ != nullptr) [[unlikely]]
            mark(Mark::What::begun, *job.dossier, job.step->index, w.person);
        *link = &job;
        link = &job.next;
        if (n >= step.batch) [[likely]]
            break;
        if (!clear_dropped(p, q) || q.first.job->step->kind != step.kind) break;
    }
    *link = nullptr;
    turn(w, Worker::busy);
    w.load += static_cast<uint64_t>(takes);
    w.queue = &q;
    w.begun = now_;
    w.begun_w = worked_;
    if (p.overtime || now_ + takes <= open_until_) [[likely]]
        push_end(now_ + takes, Order::desk, Happening::finish, w);
    else if (p.model->setup().shift_end == ShiftEnd::suspend)
        push_end(after_working(takes), Order::desk, Happening::finish, w);
    else push_end(open_until_, Order::due, Happening::shift_ends, w);
}

// What was worked at what a person has in hand: within the hours, and beyond them.
inline void Run::count_work(Worker& w) const {
    Place& p = *w.place;
    const int64_t in_hours = worked_ - w.begun_w;
    w.queue->busy_ms += in_hours;
    if (p.overtime) w.overtime_ms += now_ - w.begun - in_hours;
}

void Run::give_back(Worker& w) {
    Place& p = *w.place;
    count_work(w);
    int64_t done = p.overtime ? now_ - w.begun : worked_ - w.begun_w, left = 0;
    for (Job *j = w.jobs, *next = nullptr; j != nullptr; j = next) {
        Job& job = *j;
        next = job.next;
        const int64_t of_this = std::min(done, job.remaining);
        done -= of_this;
        left += job.remaining - of_this;
        if (!job.dropped()) p.tally.steps[job.step->index].service_ms += of_this;
        job.remaining = std::max<int64_t>(1, job.remaining - of_this);
        job.person = kNobody;
        if (job.dropped()) jobs_.give_back(job);
        else offer(*job.dossier, job);
    }
    w.jobs = nullptr;
    w.load -= std::min(w.load & kWorked, static_cast<uint64_t>(left));
    w.finish = 0;
    turn(w, w.on_duty ? Worker::duty : Worker::idle);
    wake(p);
}

inline void Run::finish(Worker& w, uint64_t event) {
    if (w.finish != event) [[unlikely]]
        return;  // it was taken from them meanwhile
    Place& p = *w.place;
    if (p.outage_until > now_)
        [[unlikely]]  // it lies on paper and is entered when the line is up again
        return push_end(p.outage_until + kBackEntry, Order::desk, Happening::finish, w);
    count_work(w);
    Job* j = w.jobs;
    w.jobs = nullptr;
    turn(w, w.on_duty ? Worker::duty : Worker::idle);
    while (j != nullptr) {
        Job& job = *j;
        j = job.next;
        const Step& step = *job.step;
        ++w.pieces;
        w.signatures += step.signs;
        Dossier* d = job.dossier;
        jobs_.give_back(job);
        if (d == nullptr) [[unlikely]]
            continue;
        StepTally& s = p.tally.steps[step.index];
        ++s.done;
        s.service_ms += job.remaining;
        done(w, step, *d, job);
        uint16_t& practised = w.practised[step.skill];
        if (practised < 0xffff) ++practised;
    }
    wake(p);
}

}  // namespace ss::simulate
