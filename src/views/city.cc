#include "views/city.h"

#include <algorithm>

#include "views/eyes.h"

namespace ss::views {

namespace {

using dossiers::Stage;

constexpr size_t kWorst = 20, kLate = 40;

bool over(const dossiers::Dossier& d) {
    return d.stage >= Stage::returned;
}

void count_dossiers(const Eyes& eyes, CityView& out) {
    int64_t finished = 0, in_time = 0, asked = 0, received = 0;
    std::vector<const dossiers::Dossier*> open;
    for (const auto& [id, d] : eyes.state.dossiers.dossiers) {
        if (d.received_at.ms != 0) {
            ++received;
            if (eyes.today(d.received_at)) ++out.received_today;
        }
        if (d.supplement_asked) ++asked;
        if (d.stage == Stage::returned && eyes.today(d.closed_at)) ++out.returned_today;
        if (d.stage == Stage::presented) ++out.waiting_at_counter;
        if (d.resolved_at.ms != 0 && d.due_at.ms != 0) {
            ++finished;
            if (d.resolved_at <= d.due_at && !d.overdue) ++in_time;
        }
        if (over(d) || d.received_at.ms == 0) continue;
        ++out.in_process;
        if (d.overdue) ++out.overdue;
        open.push_back(&d);
    }
    if (finished > 0) out.on_time = in_time * 1000 / finished;
    if (received > 0) out.supplement_rate = std::min<int64_t>(1000, asked * 1000 / received);
    std::ranges::stable_sort(open, {}, [](const auto* d) {
        return std::pair(!d->overdue, d->due_at.ms == 0 ? INT64_MAX : d->due_at.ms);
    });
    for (const auto* d : open) {
        if (out.worst.size() == kWorst) break;
        const DossierLine line = eyes.line(*d);
        CityDossier worst{line.code,  line.colour, line.dossier, line.due, line.procedure,
                          line.stage, {}};
        for (const WorkId id : flow::open_work(eyes.state.flow, d->id))
            worst.steps.push_back(eyes.state.flow.work.at(id).name);
        out.worst.push_back(std::move(worst));
    }
}

void count_work(Eyes& eyes, CityView& out) {
    std::map<Code, QueueLine> queues;
    std::map<Code, SignerLoad> signers;
    const auto load = [&](const Person& person, bool late) {
        SignerLoad& load_of = signers[person.code];
        load_of.officer = person;
        ++load_of.waiting;
        if (late) ++load_of.overdue;
    };
    for (const auto& [id, item] : eyes.state.flow.work) {
        QueueLine& queue = queues[item.role];
        const bool late = item.due && eyes.now > *item.due;
        ++queue.waiting;
        if (late) ++queue.overdue;
        if (!queue.oldest || item.offered < *queue.oldest) queue.oldest = item.offered;
        if (item.kind != "sign") continue;
        if (item.taken_by) load(eyes.person(*item.taken_by), late);
        else
            for (const Person& person : eyes.workers(item.role)) load(person, late);
    }
    for (const auto& [id, d] : eyes.state.documents.outgoing)
        if (d.kind == documents::Kind::paper && d.stage == documents::Stage::checked)
            for (const Person& person : eyes.holders(d.signer_post)) load(person, false);
    for (auto& [role, queue] : queues) {
        queue.role = eyes.role(role);
        queue.people = static_cast<int64_t>(eyes.workers(role).size());
        out.queues.push_back(std::move(queue));
    }
    for (auto& [code, one] : signers) out.signers.push_back(std::move(one));
    std::ranges::stable_sort(out.queues, std::ranges::greater{}, &QueueLine::waiting);
    std::ranges::stable_sort(out.signers, std::ranges::greater{}, &SignerLoad::waiting);
    for (const auto& [id, running] : eyes.state.flow.running)
        if (running.stuck) ++out.stuck;
}

void count_rest(const Eyes& eyes, CityView& out) {
    using documents::Arrival;
    for (const auto& [id, a] : eyes.state.assignments.assignments) {
        if (a.stage >= assignments::Stage::done) continue;
        ++out.assignments_open;
        if (eyes.now > a.due) ++out.assignments_late;
    }
    for (const auto& [id, d] : eyes.state.documents.incoming) {
        const bool late = (d.stage == Arrival::arrived && eyes.now > d.register_by) ||
                          (d.stage == Arrival::registered && eyes.now > d.assign_by) ||
                          (d.stage == Arrival::assigned && d.due && eyes.now > *d.due);
        if (late) ++out.documents_late;
    }
    for (const auto& [id, d] : eyes.state.documents.outgoing)
        if (d.fell_unissued && !d.issued) ++out.documents_late;
    out.injects = static_cast<int64_t>(eyes.state.injects.size());
    for (const auto& [id, m] : eyes.state.meetings.meetings)
        if (m.stage == meetings::Stage::open) ++out.meetings_open;
    for (const auto& [code, milestone] : eyes.plan.precedence.milestones) {
        ++out.milestones;
        if (eyes.state.org.reached(code)) ++out.milestones_reached;
    }
}

std::string type_and_symbol(const Eyes& eyes, const Code& type, const std::string& symbol,
                            org::Side side) {
    // What the Party writes stays behind its wall: that it is late is enough.
    if (side == org::Side::party || symbol.empty()) return eyes.type(type).name;
    return eyes.type(type).name + " " + symbol;
}

void late_papers(Eyes& eyes, CityView& out) {
    using documents::Arrival;
    const auto clerks = [&](org::Side side) {
        return side == org::Side::party ? eyes.plan.documents.party_clerk_role
                                        : eyes.plan.documents.clerk_role;
    };
    for (const auto& [id, d] : eyes.state.documents.incoming) {
        CityLate late{std::nullopt, "incoming", {}, type_and_symbol(eyes, d.type, d.symbol, d.side),
                      {}};
        const bool clerk = d.stage == Arrival::arrived || d.stage == Arrival::registered;
        if (d.stage == Arrival::arrived) late.due = d.register_by;
        else if (d.stage == Arrival::registered) late.due = d.assign_by;
        else if (d.stage == Arrival::assigned) late.due = d.due;
        if (!late.due || eyes.now <= *late.due) continue;
        late.post = clerk ? eyes.role(clerks(d.side)).name : eyes.post(d.lead_post).name;
        if (!clerk && !d.lead.empty()) late.who = {eyes.person(d.lead, d.lead_post)};
        out.late.push_back(std::move(late));
    }
    for (const auto& [id, d] : eyes.state.documents.outgoing)
        if (d.fell_unissued && !d.issued)
            out.late.push_back({d.issue_by, "outgoing", eyes.role(clerks(d.side)).name,
                                type_and_symbol(eyes, d.type, d.symbol, d.side), {}});
}

// Who is late on what: the papers, the assignments, and the steps of dossiers.
void list_late(Eyes& eyes, CityView& out) {
    for (const auto& [id, a] : eyes.state.assignments.assignments) {
        if (a.stage >= assignments::Stage::done || eyes.now <= a.due) continue;
        CityLate late{a.due, "assignment", eyes.post(a.owner_post).name, a.title, {}};
        late.who = a.owner.empty() ? eyes.holders(a.owner_post)
                                   : std::vector<Person>{eyes.person(a.owner, a.owner_post)};
        out.late.push_back(std::move(late));
    }
    late_papers(eyes, out);
    for (const auto& [id, item] : eyes.state.flow.work) {
        if (!item.due || eyes.now <= *item.due) continue;
        const auto* d = eyes.dossier(item.dossier);
        CityLate late{item.due, "step", eyes.role(item.role).name, item.name, {}};
        if (d != nullptr && !d->code.empty()) late.what = d->code + ": " + item.name;
        if (item.taken_by) late.who = {eyes.person(*item.taken_by)};
        out.late.push_back(std::move(late));
    }
    std::ranges::stable_sort(out.late, {}, [](const CityLate& l) {
        return l.due ? l.due->ms : INT64_MAX;
    });
    if (out.late.size() > kLate) out.late.resize(kLate);
}

// Red: dossiers are overdue, stuck, or nobody is there for a queue. Amber: papers or assignments
// are late, or steps.
Colour colour_of(const CityView& v) {
    const bool nobody = std::ranges::any_of(v.queues, [](const auto& q) { return q.people == 0; });
    if (v.overdue > 0 || v.stuck > 0 || nobody) return Colour::red;
    const bool slow = std::ranges::any_of(v.queues, [](const auto& q) { return q.overdue > 0; });
    return slow || v.documents_late > 0 || v.assignments_late > 0 ? Colour::amber : Colour::green;
}

}  // namespace

Result<CityView> city(const Looking& looking) {
    // Whatever the one who asks holds: a board across units shows no personal value.
    Looking blind = looking;
    blind.vault = nullptr;
    Eyes eyes(blind);
    CityView out;
    out.mode = eyes.state.mode;
    out.now = eyes.now;
    out.unit = eyes.unit(eyes.state.unit);
    count_dossiers(eyes, out);
    count_work(eyes, out);
    count_rest(eyes, out);
    list_late(eyes, out);
    out.colour = colour_of(out);
    return out;
}

}  // namespace ss::views
