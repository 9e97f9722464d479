// What stands in a living office, taken over as it is.
#include "base/assert.h"
#include "simulate/run.h"

namespace ss::simulate {

void Run::stand(size_t place, const Standing& s) {
    Place& p = places_[place];
    const Model& m = *p.model;
    Dossier& d = new_dossier(p);
    d.standing = static_cast<uint32_t>(became_.size());
    became_.emplace_back();
    // The dice know a dossier of the office by its number.
    d.citizen = cast::mixed(cast::key_of(m.setup().unit) ^ s.number);
    d.kind = &m.kind_of(s.procedure, s.data);
    d.number = s.number;
    p.dossiers = std::max(p.dossiers, s.number);
    d.procedure = s.procedure;
    d.channel = s.channel;
    d.came = d.presented = s.presented.ms;
    d.due = s.due.ms;
    d.missing = s.missing;
    d.supplement_asked = s.asked;
    // From its receipt on, which lies before the beginning of this run.
    if (s.received.ms > 0) d.received_w = worked_ - calendar().working_ms(s.received, {now_});
    d.counted = s.stage != Standing::Stage::resolved;  // else its result was counted in its day
    if (d.counted) ++p.tally.arrived;
    ++p.tally.identity.came;
    ++p.open;
    switch (s.stage) {
        case Standing::Stage::presented: return put_reception(d);
        case Standing::Stage::incomplete: d.stage = Stage::incomplete; return ask_papers(d);
        case Standing::Stage::transfer:
            d.stage = Stage::transfer;
            d.clock = true;
            later(d, std::max(now_, s.transfer_at.ms), Order::due, Happening::transfer);
            return;
        case Standing::Stage::running:
        case Standing::Stage::asked: stand_in_process(d, s); return;
        case Standing::Stage::resolved:
            settle(d, true);
            d.stage = Stage::resolved;
            d.resolved = now_;
            stand_in_process(d, s);
            later(d, at_counter(d, {now_}), Order::citizen, Happening::fetches);
            return;
    }
}

void Run::stand_in_process(Dossier& d, const Standing& s) {
    Place& p = *d.place;
    const Model& m = *p.model;
    d.clock = s.stage == Standing::Stage::running;
    if (s.stage != Standing::Stage::resolved)
        d.stage = s.stage == Standing::Stage::asked ? Stage::asked : Stage::running;
    d.at = s.found.situation;
    if (d.at == nullptr) return;
    SS_ASSERT(d.at->waits.size() <= kWaits);
    for (size_t w = 0; w < d.at->waits.size(); ++w) {
        const Wait& wait = d.at->waits[w];
        d.slots[w] = {};
        if (wait.kind == Wait::Kind::timer && s.found.due[w]) {
            const uint32_t id = ++ids_;
            d.slots[w].timer = id;
            push(std::max(now_, s.found.due[w]->ms), Order::due, Happening::timer,
                 whom_of(d.index, id));
        }
        if (wait.kind != Wait::Kind::work || wait.handed_back) continue;
        Job& job = new_job();
        job.dossier = &d;
        job.step = &m.steps[m.work_step(wait.step)];
        // What somebody has begun is gone on with before anything else.
        job.rank = static_cast<int16_t>(job.step->rank - (s.taken[w] ? 1 : 0));
        job.since = s.offered[w].value_or(Instant{now_}).ms;
        job.due = s.work_due[w].value_or(Instant{job.since}).ms;
        job.order = uint64_t{1} << 32 | ++p.works;
        d.slots[w].job = &job;
        offer(d, job);
    }
    if (s.stage == Standing::Stage::asked) ask_papers(d);
    if (d.at->awaits_agency) later(d, now_ + kHour, Order::courier, Happening::agency_answers);
}

}  // namespace ss::simulate
