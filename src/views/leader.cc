#include "views/leader.h"

#include <algorithm>

#include "views/eyes.h"
#include "views/sheet.h"

namespace ss::views {

namespace {

int rank_of(const Eyes& eyes, const Code& urgency) {
    const auto i = eyes.plan.documents.urgencies.find(urgency);
    return i == eyes.plan.documents.urgencies.end() ? 0 : i->second.rank;
}

SignLine sign_line(Eyes& eyes, const flow::WorkItem& item) {
    const WorkLine work = eyes.line(item);
    SignLine out;
    out.ask = flow::Complete::kWire;
    out.applicant = work.applicant;
    out.code = work.code;
    out.colour = work.colour;
    out.dossier = item.dossier;
    out.due = work.due ? work.due : work.dossier_due;
    out.outcomes = work.outcomes;
    out.procedure = work.procedure;
    out.since = work.since;
    out.work = work.work;
    if (const auto running = eyes.state.flow.running.find(item.dossier);
        running != eyes.state.flow.running.end() && !running->second.by.empty())
        out.prepared_by = eyes.person(running->second.by).name;
    const auto* p = eyes.plan.procedure(item.procedure);
    const auto* d = eyes.dossier(item.dossier);
    if (d != nullptr) out.data = data_of(eyes, *d);
    if (p == nullptr) return out;
    for (const plan::ResultPaper& result : p->results) {
        if (!item.document.empty() && item.document != result.type) continue;
        out.abstract = eyes.text(result.name);
        out.body = eyes.body(result.body);
        out.type = eyes.type(result.type);
        out.signing = eyes.signing(result.body, result.type);
        break;
    }
    return out;
}

SignLine sign_line(Eyes& eyes, DocumentId id, const documents::Outgoing& d) {
    SignLine out;
    out.ask = documents::Sign::kWire;
    out.abstract = d.abstract;
    out.body = eyes.body(d.body);
    out.document = id;
    out.outcomes = {"ok"};
    out.prepared_by = eyes.person(d.drafter).name;
    out.side = d.side;
    out.signing = eyes.signing(d.body, d.type);
    out.since = d.drafted;
    out.text = d.text;
    out.type = eyes.type(d.type);
    if (!d.urgency.empty()) out.urgency = eyes.urgency(d.urgency);
    return out;
}

void to_sign(Eyes& eyes, LeaderView& out) {
    for (const WorkId id : flow::work_of(eyes.state.flow, eyes.state.org, eyes.plan.organization,
                                         eyes.look.officer, eyes.now)) {
        const auto& item = eyes.state.flow.work.at(id);
        if (item.kind == "sign") out.sign.push_back(sign_line(eyes, item));
        else out.work.push_back(eyes.line(item));
    }
    for (const auto& [id, d] : eyes.state.documents.outgoing) {
        if (d.kind != documents::Kind::paper || !eyes.sees(id)) continue;
        if (d.stage == documents::Stage::checked &&
            (eyes.fills(d.signer_post) || !eyes.signing(d.body, d.type).refusal))
            out.sign.push_back(sign_line(eyes, id, d));
        if (d.stage < documents::Stage::checked) {
            const OutgoingLine line = eyes.line(id, d);
            if (std::ranges::find(line.asks, documents::MakeCheck::kWire) != line.asks.end())
                out.to_check.push_back(line);
        }
    }
    for (const auto& [id, d] : eyes.state.documents.incoming) {
        if (d.stage != documents::Arrival::registered || !eyes.sees(id)) continue;
        const IncomingLine line = eyes.line(id, d);
        if (std::ranges::find(line.asks, documents::Assign::kWire) != line.asks.end())
            out.to_assign.push_back(line);
    }
    const auto key = [&](const SignLine& s) {
        return std::tuple(-rank_of(eyes, s.urgency.code), s.due.value_or(Instant{INT64_MAX}),
                          s.since);
    };
    std::ranges::stable_sort(out.sign, {}, key);
}

void late_dossiers(Eyes& eyes, LeaderView& out) {
    for (const auto& [id, d] : eyes.state.dossiers.dossiers) {
        if (d.stage != dossiers::Stage::received && d.stage != dossiers::Stage::in_process)
            continue;
        if (!d.overdue && (d.due_at.ms == 0 || eyes.now <= d.due_at)) continue;
        LateLine line;
        line.due = d.due_at;
        line.kind = "dossier";
        line.number = id.number;
        line.title = d.code + " " + eyes.procedure(d.procedure).name;
        std::string step;
        for (const WorkId work : flow::open_work(eyes.state.flow, id)) {
            const auto& item = eyes.state.flow.work.at(work);
            if (step.empty()) step = item.name;
            const auto who = item.taken_by ? std::vector<Person>{eyes.person(*item.taken_by)}
                                           : eyes.workers(item.role);
            line.with.insert(line.with.end(), who.begin(), who.end());
        }
        const bool nobody = !step.empty() && line.with.empty();
        line.why = step.empty() ? eyes.say("late.waits", {})
                   : nobody     ? eyes.say("late.nobody", {step})
                                : eyes.say("late.step", {step});
        out.late.push_back(std::move(line));
    }
}

void late_papers(Eyes& eyes, LeaderView& out) {
    for (const auto& [id, d] : eyes.state.documents.incoming) {
        if (!eyes.sees(id)) continue;
        const IncomingLine line = eyes.line(id, d);
        const bool over = d.stage != documents::Arrival::arrived &&
                          d.stage != documents::Arrival::registered &&
                          d.stage != documents::Arrival::assigned;
        if (!line.overdue || over) continue;
        const bool arrived = d.stage == documents::Arrival::arrived;
        const bool registered = d.stage == documents::Arrival::registered;
        const char* why = arrived      ? "late.unregistered"
                          : registered ? "late.unassigned"
                                       : "late.unanswered";
        const Instant due = arrived      ? d.register_by
                            : registered ? d.assign_by
                                         : d.due.value_or(d.arrived);
        out.late.push_back({due, "incoming", id.number, d.symbol + " " + d.abstract,
                            eyes.say(why, {}), line.lead});
    }
    for (const auto& [id, d] : eyes.state.documents.outgoing)
        if (d.kind == documents::Kind::paper && d.fell_unissued && !d.issued && eyes.sees(id))
            out.late.push_back({d.issue_by.value_or(d.drafted),
                                "paper",
                                id.number,
                                d.symbol + " " + d.abstract,
                                eyes.say("late.unissued", {}),
                                {}});
}

void assigned(Eyes& eyes, LeaderView& out) {
    for (const auto& [id, a] : eyes.state.assignments.assignments) {
        if (a.stage == assignments::Stage::closed ||
            !assignments::may_see(eyes.state.assignments, eyes.plan, eyes.state.org,
                                  eyes.look.officer, id, eyes.now))
            continue;
        const auto line = eyes.line(id, a);
        if (a.giver == eyes.look.officer || (!a.giver_post.empty() && eyes.fills(a.giver_post)))
            out.assignments.push_back(line);
        if (line.late && a.stage < assignments::Stage::done)
            out.late.push_back({a.due, "assignment", id.number, a.title,
                                eyes.say(a.stage == assignments::Stage::given ? "late.not_accepted"
                                                                              : "late.not_reported",
                                         {}),
                                line.owners});
    }
    std::ranges::stable_sort(out.assignments, {}, &AssignmentLine::due);
}

void people(Eyes& eyes, LeaderView& out) {
    for (const auto& [code, officer] : eyes.state.org.officers) {
        if (!officer.away_until || *officer.away_until <= eyes.now) continue;
        AwayLine line;
        line.officer = eyes.person(code);
        line.until = *officer.away_until;
        std::set<Code> roles;
        for (const Code& held : org::posts_of(eyes.state.org, code, eyes.now)) {
            const auto post = eyes.plan.organization.posts.find(held);
            if (post == eyes.plan.organization.posts.end()) continue;
            roles.insert(post->second.roles.begin(), post->second.roles.end());
        }
        for (const Code& role : roles) {
            const auto& there = eyes.workers(role);
            if (there.empty()) line.roles.push_back(eyes.role(role));
            for (const Person& person : there)
                if (std::ranges::find(line.instead, person.code, &Person::code) ==
                    line.instead.end())
                    line.instead.push_back(person);
        }
        out.away.push_back(std::move(line));
    }
    for (const auto& d : eyes.state.org.delegations) {
        DelegationLine line;
        line.document = d.document;
        line.from = d.from;
        line.from_post = eyes.post(d.from_post);
        line.in_force = d.from <= eyes.now && eyes.now < d.until;
        line.to_post = eyes.post(d.to_post);
        for (const Code& type : d.types) line.types.push_back(eyes.type(type));
        line.until = d.until;
        out.delegations.push_back(std::move(line));
    }
}

}  // namespace

Result<LeaderView> leader(const Looking& looking) {
    Eyes eyes(looking);
    if (!eyes.state.org.officers.contains(looking.officer)) return no_such("officer");
    LeaderView out;
    out.me = eyes.person(looking.officer);
    to_sign(eyes, out);
    late_dossiers(eyes, out);
    late_papers(eyes, out);
    assigned(eyes, out);
    std::ranges::stable_sort(out.late, {}, &LateLine::due);
    people(eyes, out);
    return out;
}

}  // namespace ss::views
