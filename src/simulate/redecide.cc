#include "simulate/redecide.h"

#include <algorithm>

#include "office/codec.h"
#include "office/opening.h"
#include "office/recorder.h"
#include "simulate/told.h"
#include "simulate/twins.h"

namespace ss::simulate {

namespace {

using office::Fact;
using readiness::Sentence;

constexpr uint32_t kNowOnly = 0x8000'0000;  // marks a number that nothing had then

// What a dossier was promised and came to, then and now.
struct Life {
    Code procedure;
    std::string code;
    std::optional<Instant> due_then, due_now;
    bool late_then = false, late_now = false, had_result = false, has_result = false;
};

DossierId dossier_in(Fact& fact) {
    DossierId dossier;
    each_number(fact, [&](Thing thing, uint32_t& number) {
        if (thing == Thing::dossier) dossier = {number};
    });
    return dossier;
}

class Redecider {
  public:
    explicit Redecider(std::shared_ptr<const plan::Plan> plan)
        : plan_(std::move(plan)), then_(plan_), now_(plan_) {}

    Status entry(const journal::Entry& entry);
    Result<Redecided> result();

  private:
    using Facts = std::vector<Fact>;

    Status open(office::Envelope& envelope);
    Status pass_time(const office::Decoded& next);
    void decide(const office::Decoded& then, const office::Envelope& envelope);
    std::optional<Sentence> move(office::Command& command) const;
    Sentence why_out_of_reach(Thing thing, uint32_t number) const;
    void remember(const Facts& facts, bool now);
    void compare(const office::Decoded& then, const office::Answer& now);
    // What each side tells that the other does not; in whatever order it came about.
    struct Apart {
        std::vector<ToldFact> then, now;
    };
    Apart apart(const Facts& then, const Facts& now, DossierId about) const;
    std::string plain_then(Fact fact) const;
    ToldFact tell(Fact fact, bool now, DossierId about) const;
    std::string called(DossierId then) const;
    Difference difference(const office::Envelope& envelope) const;
    void put(Difference difference);

    std::shared_ptr<const plan::Plan> plan_;
    // Then, what happened is replayed and nothing decided: the State of another plan needs none.
    office::Office then_, now_;
    Twins twins_;
    std::map<DossierId, Life> lives_;  // by number then
    uint64_t seq_ = 0;                 // of the entry at hand
    Redecided out_;
};

Status Redecider::open(office::Envelope& envelope) {
    const auto* opening = office::opening_of(envelope.command);
    if (opening == nullptr)
        return Error{ErrorCode::corrupt, "the first entry does not open a unit"};
    if (plan_->unit(opening->unit) == nullptr)
        return Error{ErrorCode::conflict, "the plan has no unit \"" + opening->unit + "\""};
    if (opening->program != office::kProgramVersion) out_.decided_by = opening->program;
    out_.unit = opening->unit;
    out_.plan_then = hex(opening->plan);
    out_.plan_now = hex(plan_->hash);
    office::OpenUnit changed = *opening;
    changed.plan = plan_->hash;
    envelope.command = office::OwnCommand{std::move(changed)};
    return ok();
}

Status Redecider::entry(const journal::Entry& entry) {
    const office::Decoded then = SS_TRY(office::decode(entry.body));
    office::Envelope envelope = then.envelope;
    if (++seq_ == 1) SS_TRY(open(envelope));
    if (envelope.at < then_.state().now)
        return Error{ErrorCode::corrupt, "entry " + std::to_string(entry.seq) +
                                             ": its time lies before the entry above it"};
    ++out_.entries;
    SS_TRY(pass_time(then));
    const office::Outcome outcome{envelope.at, envelope.request, then.answer.facts};
    then_.apply(outcome);
    twins_.then(seq_, then.answer.facts);
    remember(then.answer.facts, false);
    const auto& refusal = then.answer.refusal;
    if (refusal && refusal->rule == office::kSetAside) {  // to decide it stopped the process
        now_.apply(outcome);
        ++out_.same;
    } else {
        decide(then, envelope);
    }
    return ok();
}

// A tick of the journal came when something was due then. What is due at another time now gets a
// tick of its own; what was due then as well waits for the recorded one.
Status Redecider::pass_time(const office::Decoded& next) {
    const bool tick = next.envelope.by == kClock;
    for (int rounds = 0; rounds < 10'000; ++rounds) {
        const auto due = now_.next_due();
        if (!due || due > next.envelope.at || (tick && due == next.envelope.at)) return ok();
        if (due == then_.next_due()) return ok();
        const office::Envelope envelope{std::max(*due, now_.state().now),   kClock, {}, {},
                                        office::OwnCommand{office::Tick{}}, {}};
        const auto answer = now_.handle(envelope);
        twins_.now(seq_, answer.facts);
        remember(answer.facts, true);
        Difference d = difference(envelope);
        d.kind = Differs::by_time;
        d.after.facts = apart({}, answer.facts, d.dossier).now;
        if (d.after.facts.empty()) continue;
        put(std::move(d));
    }
    return Error{ErrorCode::limit, "time does not pass: the same things are due again and again"};
}

void Redecider::decide(const office::Decoded& then, const office::Envelope& envelope) {
    office::Envelope moved = envelope;
    if (const auto why = move(moved.command)) {
        Difference d = difference(then.envelope);
        d.kind = Differs::out_of_reach;
        d.before.refusal = then.answer.refusal;
        d.before.facts = apart(then.answer.facts, {}, d.dossier).then;
        d.after.facts = {{*why, {}}};
        return put(std::move(d));
    }
    const auto answer = now_.handle(moved);
    twins_.now(seq_, answer.facts);
    remember(answer.facts, true);
    compare(then, answer);
}

// The numbers of the command become those of now; why it cannot be asked, if so. What was never
// there then stays unknown now: someone had asked for a number that does not exist.
std::optional<Sentence> Redecider::move(office::Command& command) const {
    std::optional<Sentence> why;
    each_number(command, [&](Thing thing, uint32_t& number) {
        if (const auto now = twins_.now_of(thing, number)) number = *now;
        else if (twins_.was(thing, number)) why = why ? why : why_out_of_reach(thing, number);
        else if (twins_.is(thing, number)) number |= kNowOnly;
    });
    return why;
}

Sentence Redecider::why_out_of_reach(Thing thing, uint32_t number) const {
    if (thing != Thing::work)
        return {"redecide.gone." + std::string(names(Thing{})[static_cast<size_t>(thing)]), {}};
    const DossierId then = twins_.dossier_of({number});
    const auto now = twins_.now_of(Thing::dossier, then.number);
    if (!now) return {"redecide.gone.dossier", {}};
    std::string steps;
    for (const WorkId work : flow::open_work(now_.state().flow, {*now})) {
        const auto& item = now_.state().flow.work.at(work);
        steps += (steps.empty() ? "" : ", ") + (item.name.empty() ? item.node : item.name);
    }
    if (!steps.empty()) return {"redecide.gone.stands_at", {steps}};
    return {"redecide.gone.work", {}};
}

void Redecider::remember(const Facts& facts, bool now) {
    const auto life_of = [&](DossierId id) -> Life* {
        if (now) id = {twins_.then_of(Thing::dossier, id.number).value_or(0)};
        return id ? &lives_[id] : nullptr;
    };
    const auto one = [&]<class F>(const F& f) {
        if constexpr (requires { f.dossier; }) {
            Life* life = life_of(f.dossier);
            if (life == nullptr) return;
            auto& due = now ? life->due_now : life->due_then;
            if constexpr (std::is_same_v<F, dossiers::Presented>) {
                if (!now) life->procedure = f.as.procedure;
            } else if constexpr (std::is_same_v<F, dossiers::Received>) {
                if (!now) life->code = f.code;
                due = f.due_at;
            } else if constexpr (std::is_same_v<F, dossiers::Accepted> ||
                                 std::is_same_v<F, dossiers::TakenOver>) {
                if (!now) life->code = f.code;
                if (!now) life->procedure = f.as.procedure;
                if constexpr (std::is_same_v<F, dossiers::Accepted>) due = f.due_at;
                else due = f.as.due_at;
            } else if constexpr (std::is_same_v<F, dossiers::Supplemented>) {
                if (f.due_at.ms != 0) due = f.due_at;
            } else if constexpr (std::is_same_v<F, dossiers::FellOverdue>) {
                (now ? life->late_now : life->late_then) = true;
            } else if constexpr (std::is_same_v<F, dossiers::Resolved>) {
                (now ? life->has_result : life->had_result) = true;
            }
        }
    };
    for (const Fact& fact : facts)
        if (const auto* d = std::get_if<dossiers::Fact>(&fact)) std::visit(one, *d);
}

// A fact of now, by the numbers of then.
std::string Redecider::plain_then(Fact fact) const {
    each_number(fact, [&](Thing thing, uint32_t& number) {
        number = twins_.then_of(thing, number).value_or(number | kNowOnly);
    });
    return plain(std::move(fact)).value_or("");
}

std::string Redecider::called(DossierId then) const {
    const auto life = lives_.find(then);
    const bool coded = life != lives_.end() && !life->second.code.empty();
    return coded ? life->second.code : "D" + std::to_string(then.number);
}

ToldFact Redecider::tell(Fact fact, bool now, DossierId about) const {
    ToldFact told{simulate::told(fact, plan_->calendar.offset), {}};
    const DossierId dossier = dossier_in(fact);
    if (!dossier) return told;
    const auto then = now ? twins_.then_of(Thing::dossier, dossier.number) : dossier.number;
    if (!then) told.of = "D" + std::to_string(dossier.number);
    else if (DossierId{*then} != about) told.of = called({*then});
    return told;
}

Redecider::Apart Redecider::apart(const Facts& then, const Facts& now, DossierId about) const {
    std::multimap<std::string, const Fact*> left;
    for (const Fact& fact : then)
        if (auto text = plain(fact)) left.emplace(std::move(*text), &fact);
    Apart out;
    for (const Fact& fact : now) {
        const std::string text = plain_then(fact);
        if (text.empty()) continue;
        const auto same = left.find(text);
        if (same != left.end()) left.erase(same);
        else out.now.push_back(tell(fact, true, about));
    }
    for (const Fact& fact : then)  // in the order of the entry
        for (const auto& [text, mine] : left)
            if (mine == &fact) out.then.push_back(tell(fact, false, about));
    return out;
}

void Redecider::compare(const office::Decoded& then, const office::Answer& now) {
    const auto &refused_then = then.answer.refusal, &refused_now = now.refusal;
    Difference d = difference(then.envelope);
    auto [before, after] = apart(then.answer.facts, now.facts, d.dossier);
    if (refused_then && refused_now) {
        if (same_refusal(*refused_then, *refused_now)) return void(++out_.same);
        d.kind = Differs::other_refusal;
    } else if (refused_now) {
        d.kind = Differs::refused_now;
    } else if (refused_then) {
        d.kind = Differs::accepted_now;
    } else {
        if (before.empty() && after.empty()) return void(++out_.same);
        d.kind = Differs::other_facts;
    }
    if (!refused_then || !refused_now || refused_then->rule != refused_now->rule) {
        if (refused_now) ++out_.refusals_gained[refused_now->rule];
        if (refused_then) ++out_.refusals_lost[refused_then->rule];
    }
    d.before = {std::move(before), refused_then};
    d.after = {std::move(after), refused_now};
    put(std::move(d));
}

Difference Redecider::difference(const office::Envelope& envelope) const {
    Difference d;
    d.seq = seq_;
    d.at = envelope.at;
    d.by = envelope.by;
    d.ask = office::name_of(envelope.command);
    office::Command command = envelope.command;
    each_number(command, [&](Thing thing, uint32_t& number) {
        if (thing == Thing::dossier) d.dossier = {number};
        if (thing == Thing::work) d.dossier = twins_.dossier_of({number});
    });
    if (const auto life = lives_.find(d.dossier); life != lives_.end())
        d.subject = life->second.code;
    return d;
}

void Redecider::put(Difference difference) {
    ++out_.by_kind[std::string(names(Differs{})[static_cast<size_t>(difference.kind)])];
    out_.differences.push_back(std::move(difference));
}

Result<Redecided> Redecider::result() {
    if (out_.entries == 0) return Error{ErrorCode::corrupt, "the journal has no entry"};
    for (const auto& [id, life] : lives_) {
        ByProcedure& p = out_.procedures[life.procedure];
        p.late_then += life.late_then;
        p.late_now += life.late_now;
        p.unfinished += life.had_result && !life.has_result;
        if (!life.due_then || !life.due_now) continue;
        ++p.promised;
        const auto &then = *life.due_then, &now = *life.due_now;
        if (now < then) {
            ++p.earlier;
            p.earlier_ms += plan_->calendar.working_ms(now, then);
        } else if (then < now) {
            ++p.later;
            p.later_ms += plan_->calendar.working_ms(then, now);
        }
    }
    for (size_t i = 0; i < names(Thing{}).size(); ++i) {
        const auto thing = static_cast<Thing>(i);
        if (twins_.count_then(thing) + twins_.count_now(thing) == 0) continue;
        out_.followed[std::string(names(Thing{})[i])] = {
            twins_.count_then(thing), twins_.count_now(thing), twins_.count_both(thing)};
    }
    return std::move(out_);
}

}  // namespace

Result<Redecided> redecide(journal::Storage& journal, std::shared_ptr<const plan::Plan> plan) {
    Redecider redecider(std::move(plan));
    SS_TRY(journal.read(1, [&](const journal::Entry& entry) { return redecider.entry(entry); }));
    return redecider.result();
}

}  // namespace ss::simulate
