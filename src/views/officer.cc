#include "views/officer.h"

#include <algorithm>

#include "views/eyes.h"

namespace ss::views {

namespace {

bool leads(Eyes& eyes, const documents::Incoming& d) {
    if (!d.lead.empty()) return d.lead == eyes.look.officer;
    return !d.lead_post.empty() && eyes.fills(d.lead_post);
}

void papers_of(Eyes& eyes, OfficerView& out) {
    for (const auto& [id, d] : eyes.state.documents.incoming)
        if (d.stage == documents::Arrival::assigned && leads(eyes, d) && eyes.sees(id))
            out.papers.push_back(eyes.line(id, d));
    for (const auto& [id, d] : eyes.state.documents.outgoing)
        if (d.kind == documents::Kind::paper && d.stage < documents::Stage::issued &&
            d.drafter == eyes.look.officer && eyes.sees(id))
            out.drafts.push_back(eyes.line(id, d));
    std::ranges::stable_sort(out.papers, {},
                             [](const IncomingLine& p) { return p.due.value_or(p.arrived); });
}

void assignments_of_mine(Eyes& eyes, OfficerView& out) {
    for (const auto& [id, a] : eyes.state.assignments.assignments)
        if (a.stage < assignments::Stage::done &&
            assignments::owns(a, eyes.plan, eyes.state.org, eyes.look.officer, eyes.now))
            out.assignments.push_back(eyes.line(id, a));
    std::ranges::stable_sort(out.assignments, {}, &AssignmentLine::due);
}

void count(const Eyes& eyes, OfficerView& out) {
    const Instant closing =
        eyes.plan.calendar.closing(local_date(eyes.now, eyes.plan.calendar.offset));
    const auto add = [&](std::optional<Instant> due, bool late) {
        if (late) ++out.late;
        else if (due && *due <= closing) ++out.today;
    };
    for (const auto& w : out.work) add(w.due ? w.due : w.dossier_due, w.colour == Colour::red);
    for (const auto& p : out.papers) add(p.due, p.overdue);
    for (const auto& a : out.assignments) add(a.due, a.late);
}

}  // namespace

Result<OfficerView> officer(const Looking& looking) {
    Eyes eyes(looking);
    const auto known = eyes.state.org.officers.find(looking.officer);
    if (known == eyes.state.org.officers.end()) return no_such("officer");
    OfficerView out;
    out.me = eyes.person(looking.officer);
    if (known->second.away_until && *known->second.away_until > eyes.now)
        out.away_until = known->second.away_until;
    out.signature_until = known->second.signature_until;
    out.token_broken = known->second.token_broken;
    std::set<Code> own;
    for (const Code& code : eyes.my_posts()) {
        out.posts.push_back(eyes.post(code));
        const auto post = eyes.plan.organization.posts.find(code);
        if (post != eyes.plan.organization.posts.end())
            own.insert(post->second.roles.begin(), post->second.roles.end());
    }
    for (const Code& code : eyes.my_roles()) {
        out.roles.push_back(eyes.role(code));
        if (!own.contains(code)) out.standing_in.push_back(eyes.role(code));
    }
    std::set<DossierId> waiting;
    for (const WorkId id : flow::work_of(eyes.state.flow, eyes.state.org, eyes.plan.organization,
                                         looking.officer, eyes.now)) {
        const auto& item = eyes.state.flow.work.at(id);
        out.work.push_back(eyes.line(item));
        const auto* d = eyes.dossier(item.dossier);
        if (d != nullptr && waiting.insert(d->id).second) out.waiting.push_back(eyes.line(*d));
    }
    std::ranges::stable_sort(out.waiting, {},
                             [](const DossierLine& d) { return d.received.value_or(d.presented); });
    papers_of(eyes, out);
    assignments_of_mine(eyes, out);
    count(eyes, out);
    return out;
}

}  // namespace ss::views
