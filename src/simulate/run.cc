#include "simulate/run.h"

#include <algorithm>

#include "base/assert.h"

namespace ss::simulate {

namespace {

constexpr int64_t kHalfHour = 30 * kMinute;

int64_t working_ms_of(const std::vector<org::Hours>& hours) {
    int64_t ms = 0;
    for (const org::Hours& h : hours) ms += h.to - h.from;
    return ms;
}

}  // namespace

Run::Run(std::vector<std::shared_ptr<const Model>> models, cast::Dice dice) {
    places_.resize(models.size());
    for (size_t i = 0; i < models.size(); ++i) {
        places_[i].model = std::move(models[i]);
        places_[i].index = static_cast<uint32_t>(i);
    }
    situations_ = &places_.front().model->situations();
    again(dice);
}
Run::~Run() = default;

void Run::again(cast::Dice dice) {
    dice_ = dice;
    reset();
}

void Run::reset() {
    dossiers_.clear();
    jobs_.clear();
    events_.clear();
    hours_.clear();
    coming_.clear();
    rare_ = coming_.next();
    running_ = ids_ = 0;
    now_ = worked_ = open_from_ = open_until_ = 0;
    is_open_ = false;
    day_ = 0;
    agencies_.clear();
    woken_.resize(places_.size() + 1);
    only_ = places_.size() == 1 ? &places_.front() : nullptr;
    how_many_woken_ = 0;
    became_.clear();
    for (Place& p : places_) reset(p);
}

void Run::reset(Place& p) {
    const Model& m = *p.model;
    p.lane_words = (m.lanes.size() + 63) / 64;
    SS_ASSERT(p.lane_words <= kLaneWords);
    p.person_words = (m.people.size() + 63) / 64;
    p.few = p.lane_words == 1 && p.person_words == 1;
    p.able.assign(m.lanes.size() * p.person_words, 0);
    p.may.assign(m.people.size() * p.lane_words, 0);
    p.idle.assign(p.person_words, 0);
    p.waiting = p.free = {};
    p.queues.resize(m.lanes.size());
    for (size_t l = 0; l < m.lanes.size(); ++l) {
        p.queues[l].clear();
        p.queues[l].lane = static_cast<uint16_t>(l);
        p.queues[l].able = p.able.data() + l * p.person_words;
    }
    p.practised.assign(m.people.size() * m.skills, 0);
    p.workers.assign(m.people.size(), {});
    for (size_t i = 0; i < m.people.size(); ++i) {
        Worker& w = p.workers[i];
        w.place = &p;
        w.person = static_cast<uint16_t>(i);
        w.may = p.may.data() + i * p.lane_words;
        w.practised = p.practised.data() + i * m.skills;
        w.stretch = m.people[i].stretch->data();
        w.stretches = m.people[i].stretch->size() - 1;
        w.settled = m.people[i].stretch->back();
    }
    p.away_before.clear();
    p.staffing = {};
    p.outage_until = 0;
    p.dossiers = p.works = 0;
    p.open = 0;
    p.woken = false;
    p.by_due = m.setup().earliest_due_first;
    p.overtime = m.setup().shift_end == ShiftEnd::overtime;
    p.steps = m.steps.data();
    p.work_steps = p.steps + m.work_step(0);
    p.tally.full = false;
    p.tally.identity = {};
    count_from_now(p);
}

// What has been counted so far was the warm-up, or the run before.
void Run::count_from_now(Place& p) {
    const Model& m = *p.model;
    Tally& t = p.tally;
    const auto clear = [](Histogram& h) { h.clear(); };
    t.events = t.days = t.working_ms = 0;
    t.arrived = t.resolved = t.returned = t.settled = t.on_time = t.overdue = 0;
    t.apologies = t.gave_up = t.open = t.stuck = 0;
    clear(t.wait);
    clear(t.cycle);
    t.procedures.resize(m.situations().procedures().size());
    for (ProcedureTally& x : t.procedures) {
        Histogram wait = std::move(x.wait), cycle = std::move(x.cycle);
        clear(wait);
        clear(cycle);
        x = {};
        x.wait = std::move(wait);
        x.cycle = std::move(cycle);
    }
    t.steps.resize(m.steps.size());
    for (StepTally& x : t.steps) {
        x.done = x.service_ms = x.late = 0;
        clear(x.wait);
    }
    t.lanes.resize(m.lanes.size());
    for (LaneTally& x : t.lanes) {
        x.begun = x.left = x.area = x.most = x.busy_ms = 0;
        clear(x.wait);
        x.slots.assign(48, {});
        x.at_day_end.clear();
    }
    t.people.assign(m.people.size(), {});
    t.by_day.assign(1, {});
    t.worked_at_day_end.clear();
    counts_from_ = now_;
    for (size_t l = 0; l < p.queues.size(); ++l) {
        Queue& q = p.queues[l];
        q.tally = &t.lanes[l];
        q.area_before = q.area_at_slot = q.area(worked_);
        q.busy_before = q.busy_ms;
        q.most = 0;
    }
    p.ms_before.clear();
    for (size_t i = 0; i < p.workers.size(); ++i) {
        turn(p.workers[i], p.workers[i].state);
        p.ms_before.push_back(p.workers[i].ms);
        p.workers[i].pieces = p.workers[i].signatures = p.workers[i].overtime_ms = 0;
    }
}

// --- the clock ---------------------------------------------------------------------------------

void Run::live(const Span& span) {
    span_ = span;
    const int64_t offset = calendar().offset;
    if (now_ == 0) go_to(at_local(span.first, 0, offset).ms);
    const int64_t end =
        at_local({span.first.day + static_cast<int32_t>(span.days + span.after_days)}, 0, offset)
            .ms;
    begin_day(local_date({now_}, offset));
    for (int64_t at = next_at(); at < end; at = next_at()) {
        go_to(at);
        do {
            Event e;
            if (rare_.before(events_.next())) {
                e.is(rare_);
                pop_rare();
                happen(e);
                continue;
            }
            e.is(events_.next());
            events_.pop();
            if (e.what() == Happening::finish) finish(e.at_address<Worker>(), e.order);
            else happen(e);
        } while (next_at() == now_);
        if (only_ != nullptr) {
            if (is_open_ && only_->outage_until <= now_) dispatch(*only_);
            continue;
        }
        for (size_t i = 0; i < how_many_woken_; ++i) {
            Place& p = *woken_[i];
            p.woken = false;
            if (is_open_ && p.outage_until <= now_) dispatch(p);
        }
        how_many_woken_ = 0;
    }
    go_to(end);
    if (is_open_ && open_until_ <= now_) set_open(false);
    for (Place& p : places_) close_accounts(p);
    for (auto& [code, desk] : agencies_) close_account(desk);
}

void Run::happen(const Event& e) {
    switch (e.what()) {
        case Happening::day: return begin_day(local_date({now_}, calendar().offset));
        case Happening::opens: return set_open(true);
        case Happening::closes: return set_open(false);
        case Happening::half_hour: return half_hour();
        case Happening::arrival: return arrive(e.at_address<Place>());
        case Happening::timer: return timer(dossiers_[e.a()], e.b());
        case Happening::shift_ends:
        case Happening::duty_begins:
        case Happening::duty_ends: return happen_to_people(e);
        case Happening::outage_begins: {
            Place& p = places_[e.b()];
            p.outage_until = std::max<int64_t>(p.outage_until, now_ + e.a());
            return push(p.outage_until, Order::courier, Happening::outage_ends, whom_of(&p));
        }
        case Happening::outage_ends: return wake(e.at_address<Place>());
        default:
            // Of a dossier that is no more, its place taken by another one: nothing.
            if (dossiers_[e.a()].serial == e.b()) happen_to_dossier(e);
    }
}

void Run::happen_to_dossier(const Event& e) {
    Dossier& d = dossiers_[e.a()];
    switch (e.what()) {
        case Happening::comes: return comes(d);
        case Happening::transfer: return start(d);
        case Happening::brings_papers: return brings(d);
        case Happening::confirms: return deliver(d, "citizen.confirmed");
        case Happening::fetches: return hand_back(d);
        case Happening::gives_up: return gives_up(d);
        case Happening::agency_answers: return deliver(d, "exchange.answered");
        case Happening::forwarded: return forward(d);
        case Happening::result_comes: return resolve(d);
        case Happening::refusal_comes: return refuse(d);
        default: SS_ASSERT(false);
    }
}

void Run::happen_to_people(const Event& e) {
    auto& w = e.at_address<Worker>();
    switch (e.what()) {
        case Happening::shift_ends:
            // The doors close on what is half done: it goes back, with what is left of it.
            if (w.finish == e.order) give_back(w);
            return;
        case Happening::duty_begins:
            w.on_duty = true;
            if (w.state == Worker::idle) turn(w, Worker::duty);
            return;
        case Happening::duty_ends:
            w.on_duty = false;
            if (w.state == Worker::duty) turn(w, Worker::idle);
            return wake(*w.place);
        default: SS_ASSERT(false);
    }
}

// A half-hour of the day is over, or the doors close within it.
void Run::half_hour() {
    const int64_t last = time_of_day({now_ - 1}, calendar().offset);
    const auto slot = static_cast<size_t>(last / kHalfHour);
    const int64_t ms = std::min(last % kHalfHour + 1, now_ - open_from_);
    for (Place& p : places_)
        for (size_t l = 0; l < p.queues.size(); ++l) {
            Queue& q = p.queues[l];
            const int64_t area = q.area(worked_) - q.area_at_slot;
            SlotTally& s = p.tally.lanes[l].slots[slot];
            s.area += area;
            s.ms += ms;
            s.tenths.add(ms > 0 ? (area * 10 + ms / 2) / ms : 0);
            q.area_at_slot += area;
        }
}

void Run::set_open(bool open) {
    // Where hours begin when others end, the others end first.
    if (open && is_open_ && open_until_ <= now_) set_open(false);
    if (open == is_open_ || (!open && now_ < open_until_)) return;
    if (open) {
        is_open_ = true;
        open_from_ = now_;
        worked_less_now_ = worked_ - now_;
        for (const org::Hours& h : calendar().hours(local_date({now_}, calendar().offset))) {
            const Instant to =
                at_local(local_date({now_}, calendar().offset), h.to, calendar().offset);
            if (to.ms > now_) {
                open_until_ = to.ms;
                break;
            }
        }
        // The latest first: so each is put where the list ends.
        push_hour(open_until_, Happening::closes);
        const int64_t last = open_until_ - 1 - (open_until_ - 1) % kHalfHour;
        for (int64_t t = last; t > now_; t -= kHalfHour) push_hour(t, Happening::half_hour);
        for (Place& p : places_) wake(p);
        return;
    }
    half_hour();
    is_open_ = false;
    if (calendar().closing(local_date({now_ - 1}, calendar().offset)).ms == now_) {
        for (Place& p : places_) end_day(p);
        for (auto& [code, desk] : agencies_) end_day(desk);
    }
}

// --- days --------------------------------------------------------------------------------------

void Run::begin_day(LocalDate day) {
    const int64_t offset = calendar().offset;
    if (is_open_ && open_until_ <= now_) set_open(false);  // at midnight
    push_hour(at_local({day.day + 1}, 0, offset).ms, Happening::day);
    day_ = static_cast<size_t>(day.day - span_.first.day);
    if (span_.warm_up > 0 && static_cast<int64_t>(day_) == span_.warm_up) {
        for (Place& p : places_) count_from_now(p);
        for (auto& [code, desk] : agencies_) count_from_now(desk);
    }
    const auto& hours = calendar().hours(day);
    cutoff_ = at_local(day, calendar().transfer_cutoff, offset).ms;
    due_.fill(0);
    for (const org::Hours& h : hours)
        if (const int64_t at = at_local(day, h.from, offset).ms; at >= now_)
            push_hour(at, Happening::opens);
        else if (at_local(day, h.to, offset).ms > now_) set_open(true);
    for (Place& p : places_) begin_day_of(p, day);
}

void Run::begin_day_of(Place& p, LocalDate day) {
    const auto& hours = calendar().hours(day);
    const auto warm_up = static_cast<size_t>(span_.warm_up);
    p.tally.by_day.resize(day_ >= warm_up ? day_ - warm_up + 1 : 1);
    for (Worker& w : p.workers) w.load &= ~kWorked;
    if (hours.empty()) return;
    ++p.tally.days;
    p.tally.working_ms += working_ms_of(hours);
    set_staffing(p, day);
    plan_outages(p, day);
    for (Worker& w : p.workers)
        for (const org::Hours& h : p.model->people[w.person].duties) {
            push(at_local(day, h.from, calendar().offset).ms, Order::due, Happening::duty_begins,
                 whom_of(&w));
            push(at_local(day, h.to, calendar().offset).ms, Order::due, Happening::duty_ends,
                 whom_of(&w));
        }
    const bool over =
        span_.arrivals_only_first_day ? day_ > 0 : static_cast<int64_t>(day_) >= span_.days;
    if (!over) plan_arrivals(p, day);
}

void Run::plan_arrivals(Place& p, LocalDate day) {
    const Setup& setup = p.model->setup();
    const uint32_t place = p.index;
    p.today.clear();
    p.ahead_to = 0;
    if (by_hand_.empty())
        p.model->arrivals->day(day, dice_, setup.arrivals, setup.load * setup.size, p.today);
    else
        for (const cast::Arrival& a : by_hand_[place])
            if (local_date(a.at, calendar().offset) == day) p.today.push_back(a);
    p.next_arrival = 0;
    while (p.next_arrival < p.today.size() && p.today[p.next_arrival].at.ms < now_)
        ++p.next_arrival;
    if (p.next_arrival < p.today.size())
        push_rare(coming_, p.today[p.next_arrival].at.ms,
                  order_of(Order::citizen, place, Happening::arrival), whom_of(&p));
}

// Who is away today, whose signature does not work: by the dice, and by name.
void Run::set_staffing(Place& p, LocalDate day) {
    const Model& m = *p.model;
    const auto& demand = m.plan().demand;
    const size_t n = m.people.size();
    const auto today = static_cast<uint64_t>(day.day);
    const int64_t begins = std::max(now_, calendar().opening(day).ms);
    const Instant midnight = at_local(day, 0, calendar().offset);
    p.away.assign(2 * n, false);
    for (size_t i = 0; i < n; ++i) {
        const Person& person = m.people[i];
        const bool chance = m.setup().chance_absence;
        // Whole days: who comes back after the doors have opened is there the next day.
        const auto until = m.setup().away_until.find(person.code);
        const auto& leave = m.setup().leave;
        const bool gone = (until != m.setup().away_until.end() && until->second.ms > begins) ||
                          std::any_of(leave.begin(), leave.end(), [&](const Leave& l) {
                              return l.officer == person.code && l.on(day);
                          });
        p.away[i] =
            gone || m.setup().absent.contains(person.code) ||
            (chance && demand.absence > 0 &&
             cast::unit_of(dice_.bits(cast::Purpose::absence, person.key, today)) < demand.absence);
        const bool ran_out = person.signs && person.signs_until <= midnight;
        p.away[n + i] = ran_out || (chance && person.signs && demand.token_failure > 0 &&
                                    cast::unit_of(dice_.bits(cast::Purpose::token, person.key,
                                                             today)) < demand.token_failure);
    }
    for (size_t i = 0; i < n; ++i)
        if (p.away[i]) ++p.tally.people[i].days_away;
    if (p.away == p.away_before) return;
    p.away_before = p.away;
    m.staffing(p.away, p.staffing);
    for (size_t i = 0; i < n; ++i)
        p.workers[i].load =
            uint64_t{p.staffing.roles[i]} << kLoadRole | (p.workers[i].load & kWorked);
    for (size_t i = 0; i < n; ++i) {
        Worker& w = p.workers[i];
        const bool away = p.away[i];
        if (away && w.state == Worker::busy) give_back(w);
        if (away && w.state != Worker::away) turn(w, Worker::away);
        if (!away && w.state == Worker::away) turn(w, w.on_duty ? Worker::duty : Worker::idle);
    }
    set_masks(p);
}

void Run::plan_outages(Place& p, LocalDate day) {
    const Setup& setup = p.model->setup();
    const auto& demand = p.model->plan().demand;
    const uint64_t key = cast::key_of(setup.unit);
    const auto today = static_cast<uint64_t>(day.day);
    const Instant opens = calendar().opening(day);
    const int64_t open_ms = working_ms_of(calendar().hours(day));
    const auto put = [&](uint64_t n, double ms) {
        const double when = cast::unit_of(dice_.bits(cast::Purpose::outage, key ^ n, today)) *
                            static_cast<double>(open_ms);
        const Instant at = calendar().after_working_ms(opens, static_cast<int64_t>(when));
        push(std::max(at.ms, now_), Order::courier, Happening::outage_begins,
             whom_of(static_cast<uint32_t>(ms), p.index));
    };
    if (setup.chance_outage && demand.outage_per_day > 0 &&
        cast::unit_of(dice_.bits(cast::Purpose::outage, key ^ 2, today)) < demand.outage_per_day) {
        const auto [least, most] = demand.outage_minutes;
        const double minutes = least + (most - least) * cast::unit_of(dice_.bits(
                                                            cast::Purpose::outage, key ^ 3, today));
        put(4, minutes * static_cast<double>(kMinute));
    }
    if (setup.outage_hours > 0) put(5, setup.outage_hours * static_cast<double>(kHour));
}

void Run::end_day(Place& p) {
    p.tally.by_day.back().open = p.open;
    for (size_t l = 0; l < p.queues.size(); ++l)
        p.tally.lanes[l].at_day_end.push_back(p.queues[l].length);
    p.tally.worked_at_day_end.push_back(worked_);
    for (const Worker& w : p.workers)
        p.tally.people[w.person].idle_at_day_end.push_back(
            w.ms[Worker::idle] + (w.state == Worker::idle ? worked_ - w.since_w : 0));
}

// --- people ------------------------------------------------------------------------------------

// Who may do what today, bit by bit.
void Run::set_masks(Place& p) {
    std::fill(p.able.begin(), p.able.end(), 0);
    std::fill(p.may.begin(), p.may.end(), 0);
    for (size_t l = 0; l < p.queues.size(); ++l)
        for (const uint16_t i : p.staffing.able[l]) {
            p.able[l * p.person_words + i / 64] |= uint64_t{1} << (i % 64);
            p.may[i * p.lane_words + l / 64] |= uint64_t{1} << (l % 64);
        }
    p.idle.assign(p.person_words, 0);
    p.free = {};
    for (const Worker& w : p.workers)
        if (w.state == Worker::idle) set_idle(w);
}

inline void Run::turn(Worker& w, Worker::State state) {
    w.ms[w.state] += worked_ - w.since_w;
    w.since_w = worked_;
    w.state = state;
    if (state == Worker::idle) set_idle(w);
    else w.place->idle[w.person / 64] &= ~(uint64_t{1} << (w.person % 64));
}

// As Calendar::past_cutoff and due; while the doors are open the answers of a day are kept.
inline bool Run::past_cutoff() const {
    return is_open_ ? now_ > cutoff_ : calendar().past_cutoff({now_});
}

inline int64_t Run::due(const org::Limit& limit) {
    const bool kept = is_open_ && now_ <= cutoff_ && limit.unit == org::LimitUnit::working_days &&
                      limit.quantity >= 0 && limit.quantity < static_cast<int64_t>(due_.size());
    if (!kept) return calendar().due({now_}, limit).ms;
    int64_t& known = due_[static_cast<size_t>(limit.quantity)];
    if (known == 0) known = calendar().due({now_}, limit).ms;
    return known;
}

int64_t Run::after_working(int64_t ms) const {
    if (is_open_ && now_ + ms <= open_until_) return now_ + ms;
    return calendar().after_working_ms({now_}, ms).ms;
}

int64_t Run::span_over(int64_t days, int64_t ms, bool calendar_time) const {
    if (days == 0 && !calendar_time) return ms > 0 ? after_working(ms) : now_;
    return flow::span_over(calendar(), {now_}, {days, ms}, calendar_time).ms;
}

// At the end: what is still waiting, still being done, still open.
void Run::close_accounts(Place& p) {
    Tally& t = p.tally;
    for (const Step& s : p.model->steps) t.lanes[s.lane].wait.merge(t.steps[s.index].wait);
    for (size_t l = 0; l < p.queues.size(); ++l) {
        Queue& q = p.queues[l];
        t.lanes[l].area = q.area(worked_) - q.area_before;
        t.lanes[l].busy_ms = q.busy_ms - q.busy_before;
        t.lanes[l].begun = t.lanes[l].wait.count();
        t.lanes[l].most = q.most;
        t.identity.area += q.area(worked_);
        t.identity.waits += q.waits;
        t.identity.busy_work += q.busy_ms;
        q.each([&](const Entry& e) {
            if (!e.job->dropped()) t.identity.waits += worked_ - e.job->since_w;
        });
    }
    for (size_t i = 0; i < p.workers.size(); ++i) {
        Worker& x = p.workers[i];
        if (x.state == Worker::busy) t.identity.busy_work += worked_ - x.begun_w;
        turn(x, x.state);
        t.identity.busy_people += x.ms[Worker::busy];
        for (size_t s = 0; s < x.ms.size(); ++s) t.people[i].ms[s] = x.ms[s] - p.ms_before[i][s];
        t.people[i].pieces = x.pieces;
        t.people[i].signatures = x.signatures;
        t.people[i].overtime_ms = x.overtime_ms;
    }
    t.open = p.open;
    t.identity.gone += p.open;
    for (const ProcedureTally& x : t.procedures) {
        t.wait.merge(x.wait);
        t.cycle.merge(x.cycle);
    }
    for (size_t i = 0; i < dossiers_.size(); ++i) {
        const Dossier& d = dossiers_[i];
        if (d.place != &p || d.stage == Stage::free || !d.clock || d.due >= now_) continue;
        ++t.overdue;
        if (d.standing != kNone && !d.forwarded) became_[d.standing].late = true;
        if (!d.counted || d.forwarded) continue;
        ++t.settled;
        ++t.procedures[d.procedure].settled;
    }
}

}  // namespace ss::simulate
