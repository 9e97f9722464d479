// The desks: what waits in which lane, who takes what next, and when it is done. The same rules as
// rehearse/play_desk.cc: the earliest due first, the least loaded of those with the fewest roles.
#include <algorithm>

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

// The waiting so far goes to the account.
void Run::flush(Place&, Queue& q) {
    const int64_t w = work_clock();
    const int64_t more = q.length * (w - q.since_w);
    q.area += more;
    q.slot_area += more;
    q.all_area += more;
    q.since_w = w;
}

void Run::offer(Place& p, uint32_t j) {
    Job& job = jobs_[j];
    const uint16_t lane = p.model->steps[job.step].lane;
    Queue& q = p.queues[lane];
    flush(p, q);
    ++q.length;
    LaneTally& t = p.tally.lanes[lane];
    t.most = std::max(t.most, q.length);
    job.since_w = work_clock();
    const bool by_due = p.model->setup().earliest_due_first;
    // Ranks are far apart from each other, due times within one near: one number orders both.
    const int64_t due = by_due ? job.due : job.since;
    push_up(q.heap, {due + (static_cast<int64_t>(job.rank) << 50), job.since, job.order, j});
    p.waiting[lane / 64] |= uint64_t{1} << (lane % 64);
    wake(p);
}

// The procedure went another way: nobody need begin it; who is at it works in vain.
void Run::drop(Place& p, uint32_t j) {
    Job& job = jobs_[j];
    job.dropped = true;
    job.dossier = kNone;
    if (job.person != kNobody) return;
    const uint16_t lane = p.model->steps[job.step].lane;
    Queue& q = p.queues[lane];
    flush(p, q);
    --q.length;
    ++p.tally.lanes[lane].left;
    p.tally.identity.waits += work_clock() - job.since_w;
}

// Among those free who may: few roles before many, then the least loaded today.
uint16_t Run::choose(Place& p, uint16_t lane) const {
    uint16_t best = kNobody;
    int left = p.queues[lane].idle;
    for (const uint16_t i : p.staffing.able[lane]) {
        const Worker& w = p.workers[i];
        if (w.state != Worker::idle) continue;
        if (best == kNobody || p.staffing.roles[i] < p.staffing.roles[best] ||
            (p.staffing.roles[i] == p.staffing.roles[best] && w.worked < p.workers[best].worked))
            best = i;
        if (--left == 0) break;
    }
    return best;
}

// What is dropped lies in the heap until it comes up. False: nothing waits in the lane.
bool Run::clear_dropped(Place& p, uint16_t lane) {
    Queue& q = p.queues[lane];
    while (!q.heap.empty() && jobs_[q.heap.front().job].dropped) {
        free_job(q.heap.front().job);
        pop_top(q.heap);
    }
    if (!q.heap.empty()) return true;
    p.waiting[lane / 64] &= ~(uint64_t{1} << (lane % 64));
    return false;
}

void Run::dispatch(Place& p) {
    for (;;) {
        uint16_t best = kNobody;
        for (size_t word = 0; word < p.lane_words; ++word)
            for (uint64_t left = p.waiting[word] & p.free[word]; left != 0; left &= left - 1) {
                const auto lane =
                    static_cast<uint16_t>(word * 64 + static_cast<size_t>(__builtin_ctzll(left)));
                if (!clear_dropped(p, lane)) continue;
                if (best == kNobody ||
                    p.queues[lane].heap.front().before(p.queues[best].heap.front()))
                    best = lane;
            }
        if (best == kNobody) return;
        const uint16_t person = choose(p, best);
        SS_ASSERT(person != kNobody);
        begin(p, person, best);
    }
}

// The first of the lane, out of the queue.
uint32_t Run::take(Place& p, uint16_t lane) {
    Queue& q = p.queues[lane];
    const uint32_t j = q.heap.front().job;
    flush(p, q);
    --q.length;
    pop_top(q.heap);
    if (q.heap.empty()) p.waiting[lane / 64] &= ~(uint64_t{1} << (lane % 64));
    Job& job = jobs_[j];
    const int64_t waited = work_clock() - job.since_w;
    p.tally.identity.waits += waited;
    if (job.remaining >= 0) return j;  // begun before; it waited for its person only
    LaneTally& t = p.tally.lanes[lane];
    ++t.begun;
    t.wait.add(waited);
    StepTally& s = p.tally.steps[job.step];
    ++s.begun;
    s.wait_ms += waited;
    const Step& step = p.model->steps[job.step];
    if (step.has_limit && job.due < now_) ++s.late;
    return j;
}

int64_t Run::work_of(Place& p, uint16_t person, const Job& job) {
    const Step& step = p.model->steps[job.step];
    const Dossier& d = dossiers_[job.dossier];
    const Person& who = p.model->people[person];
    const size_t n = std::min<size_t>(p.practised[person * p.model->skills + step.skill],
                                      who.stretch->size() - 1);
    const uint64_t thrown =
        bits(cast::Purpose::service, d.citizen,
             step.key + static_cast<uint64_t>(d.rounds) * 0x9e3779b97f4a7c15ull);
    return cast::work_ms(step.takes, thrown, (*who.stretch)[n]);
}

void Run::begin(Place& p, uint16_t person, uint16_t lane) {
    const Model& m = *p.model;
    Worker& w = p.workers[person];
    uint32_t j = take(p, lane);
    const Step& step = m.steps[jobs_[j].step];
    int64_t takes = 0;
    w.jobs = kNone;
    uint32_t last = kNone;
    for (int n = 0;;) {
        Job& job = jobs_[j];
        job.person = person;
        job.next = kNone;
        const bool fresh = job.remaining < 0;
        const int64_t one = fresh ? work_of(p, person, job) : job.remaining;
        job.remaining = one;
        takes += one;
        if (log_ != nullptr) mark(Mark::What::begun, dossiers_[job.dossier], job.step, person);
        if (last == kNone) w.jobs = j;
        else jobs_[last].next = j;
        last = j;
        const Dossier& d = dossiers_[job.dossier];
        if (fresh && job.order >> 32 == 0 &&
            m.channel_of[d.channel] == dossiers::Channel::counter && !d.supplement_asked) {
            // From when the citizen came, be it before the doors opened.
            const bool same_day = now_ - d.came < 12 * kHour;
            const int64_t wait = same_day ? now_ - d.came : calendar().working_ms({d.came}, {now_});
            p.tally.wait.add(wait);
            p.tally.procedures[d.procedure].wait.add(wait);
            p.tally.by_day.back().wait.add(wait / kMinute);
        }
        if (++n >= step.batch || !clear_dropped(p, lane) ||
            m.steps[jobs_[p.queues[lane].heap.front().job].step].kind != step.kind)
            break;
        j = take(p, lane);
    }
    takes += static_cast<int64_t>(step.interruption);
    turn(p, person, Worker::busy);
    w.worked += takes;
    w.lane = lane;
    w.begun = now_;
    w.begun_w = work_clock();
    w.finish = ++ids_;
    const auto who = p.index << 16 | person;
    const bool over = now_ + takes > open_until_;
    switch (m.setup().shift_end) {
        case ShiftEnd::suspend:
            if (over) {
                push(after_working(takes), Order::desk, Happening::finish, w.finish, who);
                return;
            }
            break;
        case ShiftEnd::hand_over:
            if (over) {
                push(open_until_, Order::due, Happening::shift_ends, w.finish, who);
                return;
            }
            break;
        case ShiftEnd::overtime: break;
    }
    push(now_ + takes, Order::desk, Happening::finish, w.finish, who);
}

// The doors close on what is half done: it goes back, with what is left of it.
void Run::shift_ends(Place& p, uint16_t person, uint32_t event) {
    if (p.workers[person].finish == event) give_back(p, person);
}

// What was worked at what a person has in hand: within the hours, and beyond them.
void Run::count_work(Place& p, uint16_t person) {
    const Worker& w = p.workers[person];
    const int64_t in_hours = work_clock() - w.begun_w;
    p.tally.identity.busy_work += in_hours;
    p.tally.lanes[w.lane].busy_ms += in_hours;
    if (p.model->setup().shift_end == ShiftEnd::overtime)
        p.tally.people[person].overtime_ms += now_ - w.begun - in_hours;
}

void Run::give_back(Place& p, uint16_t person) {
    Worker& w = p.workers[person];
    count_work(p, person);
    const bool overtime = p.model->setup().shift_end == ShiftEnd::overtime;
    int64_t done = overtime ? now_ - w.begun : work_clock() - w.begun_w, left = 0;
    for (uint32_t j = w.jobs; j != kNone;) {
        const uint32_t next = jobs_[j].next;
        Job& job = jobs_[j];
        const int64_t of_this = std::min(done, job.remaining);
        done -= of_this;
        left += job.remaining - of_this;
        if (!job.dropped) p.tally.steps[job.step].service_ms += of_this;
        job.remaining = std::max<int64_t>(1, job.remaining - of_this);
        job.person = kNobody;
        if (job.dropped) free_job(j);
        else offer(p, j);
        j = next;
    }
    w.jobs = kNone;
    w.worked = std::max<int64_t>(0, w.worked - left);
    w.finish = ++ids_;
    turn(p, person, w.on_duty ? Worker::duty : Worker::idle);
    wake(p);
}

void Run::finish(Place& p, uint16_t person, uint32_t event) {
    Worker& w = p.workers[person];
    if (w.finish != event) return;  // it was taken from them meanwhile
    const auto who = p.index << 16 | person;
    if (p.outage_until > now_) {  // it lies on paper and is entered when the line is up again
        push(p.outage_until + kBackEntry, Order::desk, Happening::finish, event, who);
        return;
    }
    PersonTally& t = p.tally.people[person];
    count_work(p, person);
    const uint32_t first = w.jobs;
    w.jobs = kNone;
    turn(p, person, w.on_duty ? Worker::duty : Worker::idle);
    for (uint32_t j = first; j != kNone;) {
        const Job job = jobs_[j];
        const Step& step = p.model->steps[job.step];
        ++t.pieces;
        if (step.signs) ++t.signatures;
        free_job(j);
        if (!job.dropped) {
            StepTally& s = p.tally.steps[job.step];
            ++s.done;
            s.service_ms += job.remaining;
            done(p, person, job, j);
            uint16_t& practised = p.practised[person * p.model->skills + step.skill];
            if (practised < 0xffff) ++practised;
        }
        j = job.next;
    }
    wake(p);
}

}  // namespace ss::simulate
