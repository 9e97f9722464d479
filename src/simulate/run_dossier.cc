// What becomes of a dossier: from the citizen's coming to the result handed back. The same rules as
// the rooms dossiers, flow and office/follow.cc, and the same citizens as rehearse/world.cc.
#include <algorithm>
#include <memory>

#include "base/assert.h"
#include "simulate/run.h"

namespace ss::simulate {

namespace {

// At one instant what is due goes by kind, dossier and wait, as an office's tick has it.
uint64_t due_order(bool timer, uint32_t dossier, uint64_t wait) {
    return (uint64_t{timer} << 44) | (uint64_t{dossier} << 8) | wait;
}

}  // namespace

// No dossier stays where it was: references are worth nothing afterwards.
inline Run::Dossier& Run::new_dossier(Place& p) {
    Dossier* d = dossiers_.again();
    if (d != nullptr) {
        const uint32_t index = d->index;
        std::construct_at(d);
        d->index = index;
    } else {
        d = &dossiers_.make();
        d->index = static_cast<uint32_t>(dossiers_.size() - 1);
    }
    d->place = &p;
    d->serial = ++ids_;
    return *d;
}

inline Run::Job& Run::new_job() {
    Job* job = jobs_.again();
    if (job == nullptr) return jobs_.make();
    job->remaining = -1;  // who asked for it fills in the rest
    job->next = nullptr;
    job->person = kNobody;
    return *job;
}

inline int64_t Run::at_counter(const Dossier& d, Instant at) const {
    const bool counter = d.place->model->channel_of[d.channel] == dossiers::Channel::counter;
    if (!counter || (is_open_ && at.ms >= now_ && at.ms < open_until_)) return at.ms;
    return calendar().next_opening(at).ms;
}

// --- coming ------------------------------------------------------------------------------------

inline void Run::arrive(Place& p) {
    if (p.next_arrival >= p.ahead_to) throw_ahead(p);
    const Ahead& ahead = p.ahead[p.next_arrival - p.ahead_from];
    const cast::Arrival a = p.today[p.next_arrival++];
    const auto place = static_cast<uint16_t>(p.index);
    if (p.next_arrival < p.today.size())
        push_rare(coming_, p.today[p.next_arrival].at.ms,
                  order_of(Order::citizen, place, Happening::arrival), whom_of(&p));
    if (dossiers_.size() >= kMostOpen && !dossiers_.any_free()) {
        p.tally.full = true;
        return;
    }
    Dossier& d = new_dossier(p);
    d.citizen = a.number;
    d.came = now_;
    d.procedure = p.model->procedure_of[a.procedure];
    d.channel = a.channel;
    d.kind = ahead.kind;
    std::copy_n(ahead.takes, kUsual, d.takes.begin());
    d.next_usual = 0;
    // For a unit that is not run together with this one, another of its own stands in.
    const bool ours = a.elsewhere == 0 || a.elsewhere - 1u == place || a.elsewhere > places_.size();
    d.elsewhere = ours ? kNone : a.elsewhere - 1u;
    d.counted = now_ >= counts_from_;
    ++p.tally.arrived;
    ++p.tally.procedures[d.procedure].arrived;
    ++p.tally.by_day.back().arrived;
    ++p.tally.identity.came;
    ++p.open;
    ++p.tally.events;
    mark(Mark::What::came, d);
    const int64_t at = at_counter(d, {now_});
    if (at <= now_) comes(d);
    else later(d, at, Order::citizen, Happening::comes);
}

// Stands at the counter, or sends it. With the line down it lies on the desk and is entered
// afterwards, with its true time.
inline void Run::comes(Dossier& d) {
    Place& p = *d.place;
    if (d.presented == 0) d.presented = now_;
    if (p.outage_until > now_ && p.model->channel_of[d.channel] != dossiers::Channel::online) {
        later(d, p.outage_until + kBackEntry, Order::citizen, Happening::comes);
        return;
    }
    present(d);
}

inline void Run::present(Dossier& d) {
    Place& p = *d.place;
    const Model& m = *p.model;
    d.number = ++p.dossiers;
    const auto& required = d.kind->required;
    if (!required.empty() &&
        dice_.chance(m.forgets(d.channel), cast::Purpose::missing, d.citizen)) {
        const uint64_t which = dice_.below(required.size(), cast::Purpose::missing, d.citizen, 1);
        d.missing = required[which];
        d.brought_nothing = required.size() == 1;
    }
    if (required.empty()) d.brought_nothing = true;
    mark(Mark::What::presented, d);
    put_reception(d);
    if (!m.patience.nothing() && m.channel_of[d.channel] == dossiers::Channel::counter) {
        const double stays = m.patience.ms(dice_.bits(cast::Purpose::patience, d.citizen, 0));
        // However little: whoever finds somebody free does not go.
        later(d, now_ + std::max<int64_t>(1, static_cast<int64_t>(stays)), Order::citizen,
              Happening::gives_up);
    }
}

inline void Run::put_at_counter(Dossier& d, uint32_t step, int64_t since, uint64_t order) {
    Place& p = *d.place;
    Job& job = new_job();
    job.dossier = &d;
    job.step = &p.steps[step];
    job.rank = static_cast<int16_t>(job.step->rank);
    job.due = job.since = since;
    job.order = order;
    d.reception = &job;
    offer(d, job);
}

inline void Run::put_reception(Dossier& d) {
    d.stage = Stage::presented;
    put_at_counter(d, d.place->model->receive_step(d.procedure), d.presented, d.number);
}

// Unless they have been called, be it to be told that something is missing.
void Run::gives_up(Dossier& d) {
    if (d.stage != Stage::presented || d.reception == nullptr || d.supplement_asked) return;
    if (d.reception->person != kNobody || d.reception->remaining >= 0) return;
    Place& p = *d.place;
    drop(p, *d.reception);
    d.reception = nullptr;
    mark(Mark::What::gave_up, d);
    if (d.counted) {
        ++p.tally.gave_up;
        ++p.tally.procedures[d.procedure].gave_up;
    }
    --p.open;
    ++p.tally.identity.gone;
    close(d);
}

// Comes with what was missing.
void Run::brings(Dossier& d) {
    d.missing = false;
    d.brought_nothing = false;
    ++d.place->tally.events;
    mark(Mark::What::supplemented, d);
    if (d.stage == Stage::incomplete) {
        put_reception(d);
        return;
    }
    if (d.stage != Stage::asked) return;
    // Basis: 61/2018/NĐ-CP art. 19.3: after a full supplement the time is counted from zero.
    d.stage = Stage::running;
    d.due = due(d.kind->limit);
    d.clock = true;
    deliver(d, "dossier.supplemented");
}

// --- at the counter ----------------------------------------------------------------------------

// `job` has been given back; its address is what its wait is found by.
inline void Run::done(const Worker& w, const Step& step, Dossier& d, const Job& job) {
    Place& p = *w.place;
    ++p.tally.events;
    mark(Mark::What::done, d, step.index, w.person);
    if (step.is == Step::receives) {
        d.reception = nullptr;
        return receive(w, d, step);
    }
    if (step.is == Step::returns) return returned(d);
    size_t outcome = 0;
    if (!step.one_way)
        outcome = step.ends.of(cast::unit_of(dice_.bits(cast::Purpose::outcome, d.citizen,
                                                        key_in_round(step.key, d.rounds))),
                               d.missing, !d.supplement_asked);
    if (step.apology && d.counted) [[unlikely]] {
        ++p.tally.apologies;
        ++p.tally.procedures[d.procedure].apologised;
    }
    if (!d.one_piece) [[unlikely]] {
        const int wait = find_wait(d, [&](const Wait& x, const Slot& slot) {
            return x.kind == Wait::Kind::work && slot.job == &job;
        });
        SS_ASSERT(wait >= 0);
        d.first_move = d.at->waits[static_cast<size_t>(wait)].first_move;
    }
    move(d, static_cast<uint16_t>(d.first_move + outcome));
    if (outcome != 0 && d.rounds < kMostRounds) ++d.rounds;
}

inline void Run::receive(const Worker& w, Dossier& d, const Step& step) {
    Place& p = *w.place;
    const Person& who = p.model->people[w.person];
    const size_t n = std::min<size_t>(w.practised[step.skill], who.green->size() - 1);
    const double odds = p.model->plan().demand.mistake * (*who.green)[n];
    const bool slip =
        odds > 0 && cast::unit_of(dice_.bits(cast::Purpose::mistake, d.citizen,
                                             key_in_round(step.key, d.rounds))) < odds;
    // A slip asks for a paper that is there, or takes for granted what nobody has brought.
    if (!d.missing && slip && !d.brought_nothing && !d.supplement_asked) ask_at_reception(d);
    else if (!d.missing || slip) received(p, d);
    else if (!d.supplement_asked) ask_at_reception(d);
    else refuse(d);
}

void Run::ask_at_reception(Dossier& d) {
    d.supplement_asked = true;
    d.stage = Stage::incomplete;
    if (d.rounds < kMostRounds) ++d.rounds;
    ask_papers(d);
}

void Run::ask_papers(Dossier& d) {
    if (d.counted && !d.forwarded) ++d.place->tally.procedures[d.procedure].supplemented;
    mark(Mark::What::asked, d);
    const Instant at = cast::brings_papers(d.place->model->plan(), dice_, d.citizen, {now_});
    later(d, at_counter(d, at), Order::citizen, Happening::brings_papers);
}

inline void Run::received(Place& p, Dossier& d) {
    d.after_cutoff = past_cutoff();
    d.due = due(d.kind->limit);
    d.clock = true;
    d.received_w = worked_;
    if (d.counted) ++p.tally.procedures[d.procedure].received;
    mark(Mark::What::received, d);
    d.stage = Stage::transfer;
    if (!d.after_cutoff) return start(d);
    // Basis: 61/2018/NĐ-CP art. 18: received after 15:00, handed on when the next day begins.
    const int64_t at =
        calendar().opening(calendar().next_working_day(local_date({now_}, calendar().offset))).ms;
    events_.push(at, order_of(Order::due, due_order(false, d.number, 0), Happening::transfer),
                 whom_of(d.index, d.serial));
}

// --- the procedure -----------------------------------------------------------------------------

inline void Run::start(Dossier& d) {
    d.stage = Stage::running;
    if (d.elsewhere != kNone && !d.forwarded) {
        later(d, now_ + kCourierTakes, Order::courier, Happening::forwarded);
        return;
    }
    follow(d, d.place->model->begin(*d.kind, d.procedure, d.after_cutoff), 0);
}

// Another unit works on it; both clocks began when it was received.
void Run::forward(const Dossier& d) {
    Place& p = places_[d.elsewhere];
    Dossier& o = new_dossier(p);
    o.citizen = d.citizen;
    o.kind = d.kind;
    o.came = o.presented = now_;
    o.due = d.due;
    o.received_w = d.received_w;
    o.number = ++p.dossiers;
    o.procedure = d.procedure;
    o.channel = d.channel;
    o.missing = d.missing;
    o.supplement_asked = d.supplement_asked;
    o.forwarded = o.clock = true;
    o.rounds = d.rounds;
    o.after_cutoff = d.after_cutoff;
    o.elsewhere = d.index;
    o.standing = d.serial;
    ++p.tally.identity.came;
    ++p.open;
    start(o);
}

inline void Run::move(Dossier& d, uint16_t m) {
    follow(d, situations_->passage(*d.at, m), m);
}

inline void Run::follow(Dossier& d, const Passage& found, uint16_t m) {
    const Passage* passage = &found;
    const Situation* before = d.at;
    while (passage->fork) {
        double u = cast::unit_of(
            dice_.bits(cast::Purpose::branch, d.citizen, key_in_round(passage->gateway, d.rounds)));
        size_t way = 0;
        while (way + 1 < passage->shares.size() && (u -= passage->shares[way]) >= 0) ++way;
        passage = &situations_->way(before, d.procedure, m, *passage, way);
        // It may lead back: what comes up once more is thrown anew, the gateway among it.
        if (d.rounds < kMostRounds) ++d.rounds;
    }
    d.one_piece = passage->plain;
    if (passage->plain) {
        d.at = passage->to;
        d.first_move = passage->first_move;
        if (put_work(d, passage->step) == nullptr) move(d, d.first_move);
        return;
    }
    Place& p = *d.place;
    if (passage->stuck) {
        ++p.tally.stuck;
        if (before != nullptr) return;
    }
    const Situation& to = *passage->to;
    for (const uint16_t gone : passage->gone)
        if (before->waits[gone].kind == Wait::Kind::work && d.slots[gone].job != nullptr)
            drop(p, *d.slots[gone].job);
    std::array<Slot, kWaits> slots;
    const size_t n = to.waits.size();
    SS_ASSERT(n <= kWaits);
    for (size_t w = 0; w < n; ++w)
        slots[w] = passage->from[w] >= 0 ? d.slots[static_cast<size_t>(passage->from[w])] : Slot{};
    std::copy_n(slots.begin(), n, d.slots.begin());
    d.at = &to;
    bool alone = false;
    for (size_t w = 0; w < n; ++w) {
        if (passage->from[w] >= 0) continue;
        const Wait& wait = to.waits[w];
        if (wait.kind == Wait::Kind::work) {
            if (wait.handed_back) {
                ++p.works;
                continue;
            }
            Job* job = put_work(d, wait.step);
            d.slots[w] = {job, 0, job == nullptr};
            alone = alone || job == nullptr;
        } else if (wait.kind == Wait::Kind::timer) {
            arm(d, static_cast<uint16_t>(w), wait);
        }
    }
    const uint32_t serial = d.serial;
    for (const Call& c : passage->calls) call(d, c);
    if (alone && d.serial == serial) auto_complete(d);
    if (d.serial == serial && d.at == &to && to.over && d.stage == Stage::over) close(d);
}

// Steps that have been taken out are over as soon as they begin.
void Run::auto_complete(Dossier& d) {
    const int wait = find_wait(d, [](const Wait&, const Slot& slot) { return slot.alone; });
    if (wait >= 0) move(d, d.at->waits[static_cast<size_t>(wait)].first_move);
}

// nullptr: it has been taken out, and is over as soon as it begins.
inline Run::Job* Run::put_work(Dossier& d, uint32_t of) {
    Place& p = *d.place;
    const uint32_t number = ++p.works;
    const Step& step = p.work_steps[of];
    if (step.removed) [[unlikely]]
        return nullptr;
    Job& job = new_job();
    job.dossier = &d;
    job.step = &step;
    job.rank = static_cast<int16_t>(step.rank);
    job.since = now_;
    job.due = step.has_limit ? span_over(step.limit_days, step.limit_ms, false) : now_;
    job.order = uint64_t{1} << 32 | number;
    if (log_ != nullptr) [[unlikely]]
        mark(Mark::What::offered, d, step.index);
    offer(d, job);
    return &job;
}

void Run::arm(Dossier& d, uint16_t wait, const Wait& w) {
    const uint32_t id = ++ids_;
    d.slots[wait] = {nullptr, id, false};
    const int64_t due = w.rule.at
                            ? w.rule.at->ms
                            : span_over(w.rule.span.days, w.rule.span.ms, w.rule.calendar_time);
    events_.push(std::max(due, now_),
                 order_of(Order::due, due_order(true, d.number, wait), Happening::timer),
                 whom_of(d.index, id));
}

void Run::timer(Dossier& d, uint32_t id) {
    if (d.stage == Stage::free) return;
    const int wait = find_wait(d, [&](const Wait& x, const Slot& slot) {
        return x.kind == Wait::Kind::timer && slot.timer == id;
    });
    if (wait < 0) return;  // disarmed
    ++d.place->tally.events;
    move(d, d.at->waits[static_cast<size_t>(wait)].first_move);
}

// To everything that awaits it now, each once.
inline void Run::deliver(Dossier& d, std::string_view message) {
    if (d.at == nullptr) return;
    size_t times = 0;
    for (const Wait& w : d.at->waits)
        times += w.kind == Wait::Kind::message && w.message == message;
    if (times == 0) return;
    ++d.place->tally.events;
    const uint32_t serial = d.serial;
    for (; times > 0 && d.serial == serial && d.at != nullptr; --times) {
        const auto& waits = d.at->waits;
        const auto found = std::find_if(waits.begin(), waits.end(), [&](const Wait& w) {
            return w.kind == Wait::Kind::message && w.message == message;
        });
        if (found == waits.end()) return;
        move(d, found->first_move);
    }
}

inline void Run::call(Dossier& d, const Call& c) {
    switch (c.service) {
        case Service::ask_supplement:
            if (d.stage != Stage::running) return;
            d.stage = Stage::asked;
            d.supplement_asked = true;
            if (d.clock && now_ > d.due) ++d.place->tally.overdue;
            d.clock = false;
            return ask_papers(d);
        case Service::refuse: return refuse(d);
        case Service::resolve: return resolve(d);
        case Service::ask_agency: return ask_agency(d, *c.agency);
        case Service::notify:
            if (d.at->awaits_confirmation)
                if (const auto at =
                        cast::confirms(d.place->model->plan(), dice_, d.citizen, {now_}))
                    later(d, at->ms, Order::citizen, Happening::confirms);
            return;
        case Service::other: return;
    }
}

// --- the end -----------------------------------------------------------------------------------

// No longer open: in time or late.
inline void Run::settle(Dossier& d, bool resolved) {
    Place& p = *d.place;
    --p.open;
    ++p.tally.identity.gone;
    const bool had_clock = d.clock;
    const bool late = had_clock && now_ > d.due;
    if (late) ++p.tally.overdue;
    d.clock = false;
    if (d.standing != kNone && !d.forwarded) became_[d.standing] = {now_, late};
    if (!d.counted || d.forwarded) return;
    DayTally& day = p.tally.by_day.back();
    ProcedureTally& t = p.tally.procedures[d.procedure];
    if (resolved) {
        ++p.tally.resolved;
        ++t.resolved;
        ++day.resolved;
        const int64_t cycle = worked_ - d.received_w;
        t.cycle.add(cycle);
    } else {
        ++t.refused;
    }
    if (!had_clock) return;  // refused at the counter: no limit ran
    ++p.tally.settled;
    ++t.settled;
    ++day.settled;
    if (late) return;
    ++p.tally.on_time;
    ++t.on_time;
    ++day.on_time;
}

inline void Run::resolve(Dossier& d) {
    if (d.stage >= Stage::resolved || d.stage == Stage::free) return;
    settle(d, true);
    d.stage = Stage::resolved;
    d.resolved = now_;
    mark(Mark::What::resolved, d);
    if (d.forwarded) {
        push(now_ + kCourierTakes, Order::courier, Happening::result_comes,
             whom_of(d.elsewhere, d.standing));
        d.stage = Stage::over;
        finish_returns(d);
        return;
    }
    const Instant at = cast::fetches(d.place->model->plan(), dice_, d.citizen,
                                     d.place->model->channel_of[d.channel], {d.presented}, {now_});
    const int64_t comes = at_counter(d, at);
    if (comes <= now_) hand_back(d);
    else later(d, comes, Order::citizen, Happening::fetches);
}

void Run::refuse(Dossier& d) {
    if (d.stage >= Stage::resolved || d.stage == Stage::free) return;
    settle(d, false);
    d.stage = Stage::over;
    mark(Mark::What::refused, d);
    if (d.forwarded)
        push(now_ + kCourierTakes, Order::courier, Happening::refusal_comes,
             whom_of(d.elsewhere, d.standing));
    if (d.at == nullptr || d.at->over) close(d);
}

// The citizen stands at the counter for the result.
inline void Run::hand_back(Dossier& d) {
    put_at_counter(d, d.place->model->return_step(d.procedure), d.resolved,
                   uint64_t{2} << 32 | d.number);
}

inline void Run::returned(Dossier& d) {
    d.stage = Stage::over;
    if (d.counted) ++d.place->tally.returned;
    mark(Mark::What::returned, d);
    deliver(d, "dossier.paid");
    finish_returns(d);
}

// The step that hands the result back is over.
inline void Run::finish_returns(Dossier& d) {
    const uint32_t serial = d.serial;
    while (d.serial == serial && d.at != nullptr && !d.at->over) {
        const auto& waits = d.at->waits;
        const auto found =
            std::find_if(waits.begin(), waits.end(), [](const Wait& w) { return w.handed_back; });
        if (found == waits.end()) return;
        move(d, found->first_move);
    }
    if (d.serial == serial && (d.at == nullptr || d.at->over)) close(d);
}

inline void Run::close(Dossier& d) {
    if (d.stage == Stage::free) return;
    d.stage = Stage::free;
    d.serial = ++ids_;
    d.at = nullptr;
    d.clock = false;
    dossiers_.give_back(d);
}

}  // namespace ss::simulate
