// What becomes of a dossier: from the citizen's coming to the result handed back. The same rules as
// the rooms dossiers, flow and office/follow.cc, and the same citizens as rehearse/world.cc.
#include <algorithm>

#include "base/assert.h"
#include "simulate/run.h"

namespace ss::simulate {

namespace {

constexpr int64_t kCourierTakes = kMinute, kAgencyTakes = kHour;

// At one instant what is due goes by kind, dossier and wait, as an office's tick has it.
uint64_t due_order(bool timer, uint32_t dossier, uint64_t wait) {
    return (uint64_t{timer} << 44) | (uint64_t{dossier} << 8) | wait;
}

}  // namespace

uint32_t Run::new_dossier(uint16_t place) {
    uint32_t d = free_dossiers_;
    if (d != kNone) {
        free_dossiers_ = dossiers_[d].next_free;
        dossiers_[d] = {};
    } else {
        d = static_cast<uint32_t>(dossiers_.size());
        dossiers_.emplace_back();
    }
    dossiers_[d].place = place;
    dossiers_[d].serial = ++ids_;
    return d;
}

uint32_t Run::new_job() {
    uint32_t j = free_jobs_;
    if (j != kNone) {
        free_jobs_ = jobs_[j].next;
        Job& job = jobs_[j];  // who asked for it fills in the rest
        job.remaining = -1;
        job.next = kNone;
        job.person = kNobody;
        job.dropped = false;
        return j;
    }
    jobs_.emplace_back();
    return static_cast<uint32_t>(jobs_.size() - 1);
}

int64_t Run::at_counter(const Dossier& d, Instant at) const {
    const bool counter =
        places_[d.place].model->channel_of[d.channel] == dossiers::Channel::counter;
    if (!counter || (is_open_ && at.ms >= now_ && at.ms < open_until_)) return at.ms;
    return calendar().next_opening(at).ms;
}

// --- coming ------------------------------------------------------------------------------------

void Run::arrive(Place& p) {
    const cast::Arrival a = p.today[p.next_arrival++];
    const auto place = static_cast<uint16_t>(p.index);
    if (p.next_arrival < p.today.size())
        events_.push({p.today[p.next_arrival].at.ms,
                      order_of(Order::citizen, place, Happening::arrival), place, 0});
    if (dossiers_.size() >= kMostOpen && free_dossiers_ == kNone) {
        p.tally.full = true;
        return;
    }
    const uint32_t i = new_dossier(place);
    Dossier& d = dossiers_[i];
    d.citizen = a.number;
    d.came = now_;
    d.procedure = p.model->procedure_of[a.procedure];
    d.channel = a.channel;
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
    if (at <= now_) comes(i);
    else later(i, at, Order::citizen, Happening::comes);
}

// Stands at the counter, or sends it. With the line down it lies on the desk and is entered
// afterwards, with its true time.
void Run::comes(uint32_t i) {
    Dossier& d = dossiers_[i];
    Place& p = place_of(d);
    if (d.presented == 0) d.presented = now_;
    if (p.outage_until > now_ && p.model->channel_of[d.channel] != dossiers::Channel::online) {
        later(i, p.outage_until + kBackEntry, Order::citizen, Happening::comes);
        return;
    }
    present(i);
}

void Run::present(uint32_t i) {
    Dossier& d = dossiers_[i];
    Place& p = place_of(d);
    const Model& m = *p.model;
    d.number = ++p.dossiers;
    d.kind = &m.kind(d.procedure, d.channel, dice_, d.citizen);
    const auto& required = d.kind->required;
    if (!required.empty() &&
        dice_.chance(m.forgets(d.channel), cast::Purpose::missing, d.citizen)) {
        const uint64_t which = dice_.below(required.size(), cast::Purpose::missing, d.citizen, 1);
        d.missing = required[which];
        d.brought_nothing = required.size() == 1;
    }
    if (required.empty()) d.brought_nothing = true;
    mark(Mark::What::presented, d);
    put_reception(i);
    if (!m.patience.nothing() && m.channel_of[d.channel] == dossiers::Channel::counter) {
        const double stays = m.patience.ms(bits(cast::Purpose::patience, d.citizen, 0));
        // However little: whoever finds somebody free does not go.
        later(i, now_ + std::max<int64_t>(1, static_cast<int64_t>(stays)), Order::citizen,
              Happening::gives_up);
    }
}

void Run::put_reception(uint32_t i) {
    const uint32_t j = new_job();
    Dossier& d = dossiers_[i];
    Job& job = jobs_[j];
    job.dossier = i;
    job.step = place_of(d).model->receive_step(d.procedure);
    job.rank = static_cast<int16_t>(place_of(d).model->steps[job.step].rank);
    job.due = job.since = d.presented;
    job.order = d.number;
    d.stage = Stage::presented;
    d.reception = j;
    offer(place_of(d), j);
}

// Unless they have been called, be it to be told that something is missing.
void Run::gives_up(uint32_t i) {
    Dossier& d = dossiers_[i];
    if (d.stage != Stage::presented || d.reception == kNone || d.supplement_asked) return;
    if (jobs_[d.reception].person != kNobody || jobs_[d.reception].remaining >= 0) return;
    Place& p = place_of(d);
    drop(p, d.reception);
    d.reception = kNone;
    mark(Mark::What::gave_up, d);
    if (d.counted) {
        ++p.tally.gave_up;
        ++p.tally.procedures[d.procedure].gave_up;
    }
    --p.open;
    ++p.tally.identity.gone;
    close(i);
}

// Comes with what was missing.
void Run::brings(uint32_t i) {
    Dossier& d = dossiers_[i];
    d.missing = false;
    d.brought_nothing = false;
    ++place_of(d).tally.events;
    mark(Mark::What::supplemented, d);
    if (d.stage == Stage::incomplete) {
        put_reception(i);
        return;
    }
    if (d.stage != Stage::asked) return;
    // Basis: 61/2018/NĐ-CP art. 19.3: after a full supplement the time is counted from zero.
    d.stage = Stage::running;
    d.due = due(d.kind->limit);
    d.clock = true;
    deliver(i, "dossier.supplemented");
}

// --- at the counter ----------------------------------------------------------------------------

void Run::done(Place& p, uint16_t person, const Job& job, uint32_t j) {
    const Model& m = *p.model;
    const Step& step = m.steps[job.step];
    Dossier& d = dossiers_[job.dossier];
    ++p.tally.events;
    mark(Mark::What::done, d, job.step, person);
    if (job.step < m.return_step(0)) {
        d.reception = kNone;
        return receive(p, person, job.dossier, step);
    }
    if (job.step < m.work_step(0)) return returned(job.dossier);
    const int16_t wait = wait_with(d, j, Wait::Kind::work);
    SS_ASSERT(wait >= 0);
    size_t outcome = 0;
    if (!step.one_way)
        outcome = step.ends.of(
            cast::unit_of(bits(cast::Purpose::outcome, d.citizen,
                               step.key + static_cast<uint64_t>(d.rounds) * 0x9e3779b97f4a7c15ull)),
            d.missing, !d.supplement_asked);
    if (step.apology && d.counted) {
        ++p.tally.apologies;
        ++p.tally.procedures[d.procedure].apologised;
    }
    const auto first = d.at->waits[static_cast<size_t>(wait)].first_move;
    move(job.dossier, static_cast<uint16_t>(first + outcome));
    if (outcome != 0 && dossiers_[job.dossier].rounds < kMostRounds)
        ++dossiers_[job.dossier].rounds;
}

void Run::receive(Place& p, uint16_t person, uint32_t i, const Step& step) {
    Dossier& d = dossiers_[i];
    const Person& who = p.model->people[person];
    const size_t n =
        std::min<size_t>(p.practised[person * p.model->skills + step.skill], who.green->size() - 1);
    const double odds = p.model->plan().demand.mistake * (*who.green)[n];
    const bool slip = odds > 0 && cast::unit_of(bits(cast::Purpose::mistake, d.citizen,
                                                     step.key + static_cast<uint64_t>(d.rounds) *
                                                                    0x9e3779b97f4a7c15ull)) < odds;
    // A slip asks for a paper that is there, or takes for granted what nobody has brought.
    if (!d.missing && slip && !d.brought_nothing && !d.supplement_asked) ask_at_reception(i);
    else if (!d.missing || slip) received(p, i);
    else if (!d.supplement_asked) ask_at_reception(i);
    else refuse(i);
}

void Run::ask_at_reception(uint32_t i) {
    Dossier& d = dossiers_[i];
    d.supplement_asked = true;
    d.stage = Stage::incomplete;
    if (d.rounds < kMostRounds) ++d.rounds;
    ask_papers(i);
}

void Run::ask_papers(uint32_t i) {
    Dossier& d = dossiers_[i];
    if (d.counted && !d.forwarded) ++place_of(d).tally.procedures[d.procedure].supplemented;
    mark(Mark::What::asked, d);
    const Instant at = cast::brings_papers(place_of(d).model->plan(), dice_, d.citizen, {now_});
    later(i, at_counter(d, at), Order::citizen, Happening::brings_papers);
}

void Run::received(Place& p, uint32_t i) {
    Dossier& d = dossiers_[i];
    d.after_cutoff = past_cutoff();
    d.due = due(d.kind->limit);
    d.clock = true;
    d.received_w = work_clock();
    if (d.counted) ++p.tally.procedures[d.procedure].received;
    mark(Mark::What::received, d);
    d.stage = Stage::transfer;
    if (!d.after_cutoff) return start(i);
    // Basis: 61/2018/NĐ-CP art. 18: received after 15:00, handed on when the next day begins.
    const int64_t at =
        calendar().opening(calendar().next_working_day(local_date({now_}, calendar().offset))).ms;
    events_.push({at, order_of(Order::due, due_order(false, d.number, 0), Happening::transfer), i,
                  d.serial});
}

// --- the procedure -----------------------------------------------------------------------------

void Run::start(uint32_t i) {
    Dossier& d = dossiers_[i];
    d.stage = Stage::running;
    if (d.elsewhere != kNone && !d.forwarded) {
        later(i, now_ + kCourierTakes, Order::courier, Happening::forwarded);
        return;
    }
    follow(i, place_of(d).model->begin(*d.kind, d.procedure, d.after_cutoff), 0);
}

// Another unit works on it; both clocks began when it was received.
void Run::forward(uint32_t i) {
    const auto there = static_cast<uint16_t>(dossiers_[i].elsewhere);
    const uint32_t other = new_dossier(there);
    Dossier& d = dossiers_[i];
    Dossier& o = dossiers_[other];
    Place& p = places_[there];
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
    o.elsewhere = i;
    o.standing = d.serial;
    ++p.tally.identity.came;
    ++p.open;
    start(other);
}

void Run::move(uint32_t i, uint16_t m) {
    follow(i, situations().passage(*dossiers_[i].at, m), m);
}

void Run::follow(uint32_t i, const Passage& found, uint16_t m) {
    const Passage* passage = &found;
    const Situation* before = dossiers_[i].at;
    while (passage->fork) {
        Dossier& d = dossiers_[i];
        double u = cast::unit_of(
            bits(cast::Purpose::branch, d.citizen,
                 passage->gateway + static_cast<uint64_t>(d.rounds) * 0x9e3779b97f4a7c15ull));
        size_t way = 0;
        while (way + 1 < passage->shares.size() && (u -= passage->shares[way]) >= 0) ++way;
        passage = &situations().way(before, d.procedure, m, *passage, way);
        // It may lead back: what comes up once more is thrown anew, the gateway among it.
        if (d.rounds < kMostRounds) ++d.rounds;
    }
    Dossier& d = dossiers_[i];
    Place& p = place_of(d);
    if (passage->stuck) {
        ++p.tally.stuck;
        if (before != nullptr) return;
    }
    const Situation& to = *passage->to;
    for (const uint16_t gone : passage->gone)
        if (before->waits[gone].kind == Wait::Kind::work && d.slots[gone] < kAlone)
            drop(p, d.slots[gone]);
    std::array<uint32_t, kWaits> slots;
    const size_t n = to.waits.size();
    SS_ASSERT(n <= kWaits);
    for (size_t w = 0; w < n; ++w)
        slots[w] = passage->from[w] >= 0 ? d.slots[static_cast<size_t>(passage->from[w])] : kNone;
    std::copy_n(slots.begin(), n, d.slots.begin());
    d.at = &to;
    bool alone = false;
    for (size_t w = 0; w < n; ++w) {
        if (passage->from[w] >= 0) continue;
        const Wait& wait = to.waits[w];
        if (wait.kind == Wait::Kind::work) {
            put_work(i, static_cast<uint16_t>(w), wait);
            alone = alone || dossiers_[i].slots[w] == kAlone;
        } else if (wait.kind == Wait::Kind::timer) {
            arm(i, static_cast<uint16_t>(w), wait);
        }
    }
    const uint32_t serial = dossiers_[i].serial;
    for (const Call& c : passage->calls) call(i, c);
    if (alone && dossiers_[i].serial == serial) auto_complete(i);
    if (dossiers_[i].serial == serial && dossiers_[i].at == &to && to.over &&
        dossiers_[i].stage == Stage::over)
        close(i);
}

// Steps that have been taken out are over as soon as they begin.
void Run::auto_complete(uint32_t i) {
    const Dossier& d = dossiers_[i];
    for (size_t w = 0; w < d.at->waits.size(); ++w)
        if (d.at->waits[w].kind == Wait::Kind::work && d.slots[w] == kAlone)
            return move(i, d.at->waits[w].first_move);
}

void Run::put_work(uint32_t i, uint16_t wait, const Wait& w) {
    Place& p = place_of(dossiers_[i]);
    const uint32_t number = ++p.works;
    dossiers_[i].slots[wait] = kNone;
    if (w.handed_back) return;
    const uint32_t index = p.model->work_step(w.step);
    const Step& step = p.model->steps[index];
    if (step.removed) {
        dossiers_[i].slots[wait] = kAlone;
        return;
    }
    const uint32_t j = new_job();
    Job& job = jobs_[j];
    job.dossier = i;
    job.step = index;
    job.rank = static_cast<int16_t>(step.rank);
    job.since = now_;
    job.due = step.has_limit ? span_over(step.limit_days, step.limit_ms, false) : now_;
    job.order = uint64_t{1} << 32 | number;
    dossiers_[i].slots[wait] = j;
    if (log_ != nullptr) mark(Mark::What::offered, dossiers_[i], index);
    offer(p, j);
}

void Run::arm(uint32_t i, uint16_t wait, const Wait& w) {
    const uint32_t id = ++ids_;
    Dossier& d = dossiers_[i];
    d.slots[wait] = id;
    const int64_t due = w.rule.at
                            ? w.rule.at->ms
                            : span_over(w.rule.span.days, w.rule.span.ms, w.rule.calendar_time);
    events_.push({std::max(due, now_),
                  order_of(Order::due, due_order(true, d.number, wait), Happening::timer), i, id});
}

int16_t Run::wait_with(const Dossier& d, uint32_t slot, Wait::Kind kind) const {
    if (d.at == nullptr) return -1;
    for (size_t w = 0; w < d.at->waits.size(); ++w)
        if (d.slots[w] == slot && d.at->waits[w].kind == kind) return static_cast<int16_t>(w);
    return -1;
}

void Run::timer(uint32_t i, uint32_t id) {
    const Dossier& d = dossiers_[i];
    if (d.stage == Stage::free) return;
    const int16_t wait = wait_with(d, id, Wait::Kind::timer);
    if (wait < 0) return;  // disarmed
    ++place_of(d).tally.events;
    move(i, d.at->waits[static_cast<size_t>(wait)].first_move);
}

// To everything that awaits it now, each once.
void Run::deliver(uint32_t i, std::string_view message) {
    const Dossier& d = dossiers_[i];
    if (d.at == nullptr) return;
    ++place_of(d).tally.events;
    size_t times = 0;
    for (const Wait& w : d.at->waits)
        times += w.kind == Wait::Kind::message && w.message == message;
    const uint32_t serial = d.serial;
    for (; times > 0 && dossiers_[i].serial == serial && dossiers_[i].at != nullptr; --times) {
        const auto& waits = dossiers_[i].at->waits;
        const auto found = std::find_if(waits.begin(), waits.end(), [&](const Wait& w) {
            return w.kind == Wait::Kind::message && w.message == message;
        });
        if (found == waits.end()) return;
        move(i, found->first_move);
    }
}

void Run::call(uint32_t i, const Call& c) {
    Dossier& d = dossiers_[i];
    switch (c.service) {
        case Service::ask_supplement:
            if (d.stage != Stage::running) return;
            d.stage = Stage::asked;
            d.supplement_asked = true;
            if (d.clock && now_ > d.due) ++place_of(d).tally.overdue;
            d.clock = false;
            return ask_papers(i);
        case Service::refuse: return refuse(i);
        case Service::resolve: return resolve(i);
        case Service::ask_agency: return ask_agency(i, c.agency);
        case Service::notify:
            if (d.at->awaits_confirmation)
                if (const auto at =
                        cast::confirms(place_of(d).model->plan(), dice_, d.citizen, {now_}))
                    later(i, at->ms, Order::citizen, Happening::confirms);
            return;
        case Service::other: return;
    }
}

void Run::ask_agency(uint32_t i, uint16_t agency) {
    const auto& demand = place_of(dossiers_[i]).model->plan().demand;
    while (agencies_.size() <= agency) {
        AgencyDesk desk;
        const Code& code = situations().agencies()[agencies_.size()];
        auto found = demand.agencies.find(code);
        if (found == demand.agencies.end()) found = demand.agencies.find("*");
        if (found != demand.agencies.end()) {
            desk.takes = cast::Duration(found->second.takes);
            desk.free_at.assign(static_cast<size_t>(found->second.servers), 0);
        }
        agencies_.push_back(std::move(desk));
    }
    AgencyDesk& desk = agencies_[agency];
    const int64_t asked = now_ + kCourierTakes;
    int64_t answered = asked + kAgencyTakes;
    if (!desk.free_at.empty()) {  // in the order in which they were asked, in working time
        auto& free = *std::min_element(desk.free_at.begin(), desk.free_at.end());
        const Dossier& d = dossiers_[i];
        const double takes = desk.takes.ms(bits(cast::Purpose::agency, d.citizen, d.rounds));
        answered = free = calendar()
                              .after_working_ms({std::max(asked, free)},
                                                std::max<int64_t>(1, static_cast<int64_t>(takes)))
                              .ms;
    }
    later(i, answered, Order::courier, Happening::agency_answers);
}

// --- the end -----------------------------------------------------------------------------------

// No longer open: in time or late.
void Run::settle(Dossier& d, bool resolved) {
    Place& p = place_of(d);
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
        const int64_t cycle = work_clock() - d.received_w;
        p.tally.cycle.add(cycle);
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

void Run::resolve(uint32_t i) {
    Dossier& d = dossiers_[i];
    if (d.stage >= Stage::resolved || d.stage == Stage::free) return;
    settle(d, true);
    d.stage = Stage::resolved;
    d.resolved = now_;
    mark(Mark::What::resolved, d);
    if (d.forwarded) {
        push(now_ + kCourierTakes, Order::courier, Happening::result_comes, d.elsewhere,
             d.standing);
        d.stage = Stage::over;
        finish_returns(i);
        return;
    }
    const Instant at =
        cast::fetches(place_of(d).model->plan(), dice_, d.citizen,
                      place_of(d).model->channel_of[d.channel], {d.presented}, {now_});
    later(i, at_counter(d, at), Order::citizen, Happening::fetches);
}

void Run::refuse(uint32_t i) {
    Dossier& d = dossiers_[i];
    if (d.stage >= Stage::resolved || d.stage == Stage::free) return;
    settle(d, false);
    d.stage = Stage::over;
    mark(Mark::What::refused, d);
    if (d.forwarded)
        push(now_ + kCourierTakes, Order::courier, Happening::refusal_comes, d.elsewhere,
             d.standing);
    if (d.at == nullptr || d.at->over) close(i);
}

// The citizen stands at the counter for the result.
void Run::hand_back(uint32_t i) {
    const uint32_t j = new_job();
    Dossier& d = dossiers_[i];
    Job& job = jobs_[j];
    job.dossier = i;
    job.step = place_of(d).model->return_step(d.procedure);
    job.rank = static_cast<int16_t>(place_of(d).model->steps[job.step].rank);
    job.due = job.since = d.resolved;
    job.order = uint64_t{2} << 32 | d.number;
    offer(place_of(d), j);
}

void Run::returned(uint32_t i) {
    Dossier& d = dossiers_[i];
    d.stage = Stage::over;
    if (d.counted) ++place_of(d).tally.returned;
    mark(Mark::What::returned, d);
    deliver(i, "dossier.paid");
    finish_returns(i);
}

// The step that hands the result back is over.
void Run::finish_returns(uint32_t i) {
    const uint32_t serial = dossiers_[i].serial;
    while (dossiers_[i].serial == serial && dossiers_[i].at != nullptr && !dossiers_[i].at->over) {
        const auto& waits = dossiers_[i].at->waits;
        const auto found =
            std::find_if(waits.begin(), waits.end(), [](const Wait& w) { return w.handed_back; });
        if (found == waits.end()) return;
        move(i, found->first_move);
    }
    if (dossiers_[i].serial == serial && (dossiers_[i].at == nullptr || dossiers_[i].at->over))
        close(i);
}

void Run::close(uint32_t i) {
    Dossier& d = dossiers_[i];
    if (d.stage == Stage::free) return;
    d.stage = Stage::free;
    d.serial = ++ids_;
    d.at = nullptr;
    d.clock = false;
    d.next_free = free_dossiers_;
    free_dossiers_ = i;
}

}  // namespace ss::simulate
