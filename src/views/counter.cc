#include "views/counter.h"

#include <algorithm>

#include "views/eyes.h"
#include "views/people.h"

namespace ss::views {

namespace {

CounterDossier dossier_of(Eyes& eyes, const dossiers::Dossier& d) {
    using dossiers::Stage;
    CounterDossier out;
    out.asks = eyes.asks(d);
    out.line = eyes.line(d);
    const auto* p = eyes.plan.procedure(d.procedure);
    if (p == nullptr) return out;
    const bool early = d.stage == Stage::presented || d.stage == Stage::incomplete;
    // Before it is received nobody has named the case and the fee: they follow from the data.
    const Code in_case = d.case_code.empty() ? dossiers::case_of(*p, d.data) : d.case_code;
    for (const plan::Case& c : p->cases)
        if (c.code == in_case) out.case_name = eyes.text(c.name);
    std::set<Code> there;
    for (const auto& [code, given] : d.given)
        if (given.originals + given.copies > 0) there.insert(code);
    const auto required = dossiers::required_components(*p, d.data);
    const auto missing = dossiers::missing_components(*p, d.data, there);
    for (const plan::Component& c : p->components) {
        if (std::ranges::find(required, c.code) != required.end())
            out.required.push_back(eyes.line(*p, c));
        if (std::ranges::find(missing, c.code) != missing.end())
            out.missing.push_back(eyes.line(*p, c));
    }
    if (early) {
        out.due_if_received_now = dossiers::due_of({eyes.plan, eyes.state.unit, eyes.state.org}, *p,
                                                   in_case, d.channel, eyes.now);
        out.line.fee = out.line.owed = dossiers::fee_of(*p, d.data, d.channel);
    }
    for (const WorkId id : flow::open_work(eyes.state.flow, d.id, "return")) out.work = id;
    return out;
}

void tickets_of(Eyes& eyes, CounterView& out) {
    const auto& tickets = eyes.state.tickets;
    out.purposes = tickets::purposes(eyes.plan);
    if (tickets.day != local_date(eyes.now, eyes.plan.calendar.offset)) return;  // yesterday's
    std::vector<std::tuple<bool, uint32_t, TicketId>> turns;
    for (const auto& [id, t] : tickets.tickets) turns.emplace_back(!t.priority, t.turn, id);
    std::ranges::sort(turns);
    for (const auto& [late, turn, id] : turns) {
        const auto& t = tickets.tickets.at(id);
        TicketLine line;
        line.ticket = id;
        line.number = t.number;
        line.purpose = t.purpose;
        line.priority = t.priority;
        line.since = t.taken_at;
        line.calls = t.calls;
        line.called = some(t.called_at);
        line.desk = t.desk;
        if (!t.by.empty()) line.by = eyes.person(t.by);
        (t.stage == tickets::Stage::called ? out.called : out.waiting).push_back(std::move(line));
    }
    std::ranges::stable_sort(out.called, {}, &TicketLine::called);
}

void dossiers_of(Eyes& eyes, CounterView& out) {
    using dossiers::Stage;
    for (const auto& [id, d] : eyes.state.dossiers.dossiers) {
        if (d.received_at.ms != 0 && eyes.today(d.received_at)) ++out.received_today;
        if (d.stage == Stage::returned && eyes.today(d.closed_at)) ++out.returned_today;
        const auto* p = eyes.plan.procedure(d.procedure);
        const bool mine = p == nullptr || p->receiving_role.empty() ||
                          eyes.my_roles().contains(p->receiving_role);
        if (!mine && !eyes.may("dossier.pay")) continue;
        if (mine && d.stage == Stage::presented) out.presented.push_back(dossier_of(eyes, d));
        if (mine && d.stage == Stage::incomplete) out.incomplete.push_back(dossier_of(eyes, d));
        if (mine && d.stage == Stage::resolved && !d.origin)
            out.ready.push_back(dossier_of(eyes, d));
        if (mine && d.stage == Stage::awaiting_supplement) out.supplement.push_back(eyes.line(d));
        if (d.fee > d.paid && d.stage >= Stage::received && d.stage <= Stage::resolved)
            out.fees_owed.push_back(dossier_of(eyes, d));
    }
    std::ranges::stable_sort(out.presented, {}, [](const auto& d) { return d.line.presented; });
}

}  // namespace

Result<CounterView> counter(const Looking& looking) {
    Eyes eyes(looking);
    CounterView out;
    const auto& calendar = eyes.plan.calendar;
    const LocalDate day = local_date(eyes.now, calendar.offset);
    out.open = calendar.open(eyes.now);
    out.opens_or_closes = next_change(eyes);
    out.transfer_cutoff = at_local(day, calendar.transfer_cutoff, calendar.offset);
    for (const auto& [code, p] : eyes.plan.procedures)
        if (p.receiving_role.empty() || eyes.my_roles().contains(p.receiving_role) ||
            eyes.may("dossier.guide"))
            out.guidance.push_back(eyes.procedure(code));
    tickets_of(eyes, out);
    dossiers_of(eyes, out);
    return out;
}

}  // namespace ss::views
