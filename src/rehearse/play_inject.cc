// What the director's cards do to the day.
#include <algorithm>

#include "office/codec.h"
#include "rehearse/field_text.h"
#include "rehearse/world.h"

namespace ss::rehearse {

namespace {

// One inject being played. What it has brought, later lines of the same card can point to.
struct InjectPlay {
    World& world;
    Unit& unit;
    const Inject& inject;

    std::string request() { return world.request_id(unit, inject.code); }
    Code officer_of(const Code& officer, const Code& post) const;
    Code present_in(const Code& post) const;
    // Whom of these the cast plays: no card acts in the name of a person. Empty: nobody.
    Code player_of(const std::vector<Code>& officers) const {
        for (const Code& code : officers)
            if (!unit.taken.contains(code)) return code;
        return {};
    }
    Status give();
    Status citizens(const CitizenDo&);
    Status away(const AwayDo&);
    Status token(const TokenDo&);
    Status outage(const OutageDo&);
    Status document(const DocumentDo&);
    Status take_over(const TakeOverDo&);
    Status ask(const AskDo&);
    Status demand(const RequestDo&);
    int64_t latest(const std::string& of) const;
    uint32_t brought_by(const Code& other) const;
};

Code InjectPlay::present_in(const Code& post) const {
    const auto& org = unit.state().org;
    for (const Code& code : org::holders_of(org, post, world.now()))
        if (org::present(org, code, world.now())) return code;
    return {};
}

// A card given to another unit than it was written for means whoever holds that officer's posts.
Code InjectPlay::officer_of(const Code& officer, const Code& post) const {
    if (officer.empty()) return present_in(post);
    if (unit.officers.contains(officer)) return officer;
    for (const Inject& written : world.scenario().injects) {
        if (written.code != inject.code) continue;
        const auto& roster = world.plan().rosters.at(written.unit).officers;
        const auto entry = roster.find(officer);
        if (entry == roster.end()) return officer;  // nobody's code: refused, on the record
        for (const auto& posts : {entry->second.posts, entry->second.appointed_by_announcement})
            for (const Code& held : posts)
                if (const Code here = present_in(held); !here.empty()) return here;
    }
    return {};
}

Status InjectPlay::give() {
    office::GiveInject give;
    give.inject = inject.code;
    give.kind = inject.kind;
    give.title = inject.title.get(world.plan().city.languages.front());
    give.task = inject.task;
    if (inject.outage) {
        give.until = {world.now().ms + inject.outage->lasts};
        give.desks = inject.outage->roles;
    }
    if (inject.away) give.until = {world.now().ms + inject.away->lasts};
    SS_TRY(world.ask(unit, kDirector, office::OwnCommand{std::move(give)}, request()));
    return ok();
}

Status InjectPlay::citizens(const CitizenDo& c) {
    const int64_t gap = c.count > 1 ? c.over / c.count : 0;
    for (int64_t i = 0; i < c.count; ++i) {
        cast::Visit visit;
        visit.number = world.next_visitor();
        visit.at = {world.now().ms + i * gap};
        visit.procedure = c.procedure;
        visit.channel = c.channel;
        visit.applicant_kind = c.applicant_kind;
        visit.missing = c.missing;
        visit.forgetful = false;
        visit.data = c.data;
        visit.for_unit = c.for_unit;
        visit.patience = c.patience;
        world.later(visit.at, kCitizenEvent,
                    [&w = world, &u = unit, &script = c, code = inject.code, visit]() -> Status {
                        return w.citizen_comes(
                            u, cast::make_citizen(w.plan(), w.scenario().names, w.dice(), visit),
                            &script, code);
                    });
    }
    return ok();
}

Status InjectPlay::away(const AwayDo& a) {
    const Code officer = officer_of(a.officer, a.post);
    if (officer.empty()) return ok();
    const Instant until{world.now().ms + a.lasts};
    // Whoever leaves gives back what lies on the desk.
    std::vector<WorkId> taken;
    for (const auto& [id, item] : unit.state().flow.work)
        if (item.taken_by == officer && !unit.taken.contains(officer)) taken.push_back(id);
    for (const WorkId id : taken)
        SS_TRY(world.ask(unit, officer, flow::Command{flow::Release{id}}, request()));
    const std::string why = inject.title.get(world.plan().city.languages.front());
    SS_TRY(world.ask(unit, kDirector, org::Command{org::ReportAbsence{officer, until, why}},
                     request()));
    // Just before the absence runs out by itself.
    world.later({until.ms - 1}, kInjectEvent,
                [&w = world, &u = unit, officer, code = inject.code]() -> Status {
                    SS_TRY(w.ask(u, kDirector, org::Command{org::ReportReturn{officer}},
                                 w.request_id(u, code)));
                    return ok();
                });
    return ok();
}

Status InjectPlay::token(const TokenDo& t) {
    const Code officer = officer_of(t.officer, t.post);
    if (officer.empty()) return ok();
    const std::string why = inject.title.get(world.plan().city.languages.front());
    SS_TRY(world.ask(unit, kDirector, org::Command{org::BreakToken{officer, why}}, request()));
    if (t.renewed_after <= 0) return ok();
    const Instant valid{world.at_clock(0).ms + 365 * kDay};
    world.later({world.now().ms + t.renewed_after}, kInjectEvent,
                [&w = world, &u = unit, officer, valid, code = inject.code]() -> Status {
                    SS_TRY(w.ask(u, kDirector, org::Command{org::RenewToken{officer, valid}},
                                 w.request_id(u, code)));
                    return ok();
                });
    return ok();
}

Status InjectPlay::outage(const OutageDo& o) {
    const Instant until{world.now().ms + o.lasts};
    unit.outages.push_back({until, {o.roles.begin(), o.roles.end()}, o.paper, o.slower});
    world.later(until, kDeskEvent, [&w = world, &u = unit]() -> Status {
        w.wake(u);
        return ok();
    });
    return ok();
}

Status InjectPlay::document(const DocumentDo& d) {
    if (d.secret) {
        const auto& role = world.plan().documents.clerk_role;
        const auto clerks =
            org::workers(unit.state().org, world.plan().organization, role, world.now());
        const Code clerk = player_of(clerks);
        if (clerk.empty()) return ok();
        SS_TRY(world.ask(unit, clerk,
                         documents::Command{documents::ReportSecret{d.from, world.now()}},
                         request()));
        return ok();
    }
    documents::Arrive arrive;
    arrive.from = d.from;
    arrive.symbol = d.symbol;
    arrive.date = local_date(world.now(), world.plan().calendar.offset);
    arrive.type = d.type;
    arrive.body = d.body;
    arrive.abstract = d.abstract;
    arrive.urgency = d.urgency;
    if (d.due > 0) arrive.due = world.plan().calendar.after_working_ms(world.now(), d.due);
    const auto answer = SS_TRY(world.ask(unit, kDirector, documents::Command{arrive}, request()));
    if (answer.refusal) return ok();
    const DocumentId id{unit.state().documents.last};
    unit.brought[inject.code] = id.number;
    if (!d.asked_back) return ok();
    // The sender telephones; the clerk of that side puts it on the record.
    world.later({world.now().ms + 20 * kMinute}, kInjectEvent, [play = *this, id]() -> Status {
        const auto& from = play.inject.document->from;
        const auto& plan = play.world.plan();
        const bool party =
            plan.organization.bodies.at(play.inject.document->body).side == org::Side::party;
        const Code& role = party ? plan.documents.party_clerk_role : plan.documents.clerk_role;
        const auto clerks =
            org::workers(play.unit.state().org, plan.organization, role, play.world.now());
        const Code clerk = play.player_of(clerks);
        if (clerk.empty()) return ok();
        SS_TRY(play.world.ask(play.unit, clerk, documents::Command{documents::AskRecall{id, from}},
                              play.world.request_id(play.unit, play.inject.code)));
        return ok();
    });
    return ok();
}

Status InjectPlay::take_over(const TakeOverDo& t) {
    const auto& plan = world.plan();
    const auto desks = org::workers(unit.state().org, plan.organization,
                                    plan.procedures.at(t.procedure).receiving_role, world.now());
    const Code desk = player_of(desks);
    if (desk.empty()) return ok();
    for (int64_t i = 0; i < t.count; ++i) {
        cast::Visit visit;
        visit.number = world.next_visitor();
        visit.at = world.now();
        visit.procedure = t.procedure;
        visit.channel = "counter";
        visit.forgetful = false;
        visit.data = t.data;
        const cast::Citizen citizen =
            cast::make_citizen(plan, world.scenario().names, world.dice(), visit);
        dossiers::TakeOver command;
        command.old_code = t.old_code + (t.count > 1 ? "-" + std::to_string(i + 1) : "");
        command.from = t.from;
        command.procedure = t.procedure;
        command.applicant = citizen.present.applicant;
        command.given = citizen.present.given;
        command.data = citizen.present.data;
        command.received_at = plan.calendar.opening(t.received);
        command.due_at = plan.calendar.closing(t.due);
        const DossierId next{unit.state().dossiers.last_number + 1};
        unit.guests[next] = {citizen, nullptr, std::nullopt};
        const auto answer =
            SS_TRY(world.ask(unit, desk, dossiers::Command{command}, request(), citizen.sealed));
        if (answer.refusal) unit.guests.erase(next);
        else unit.brought[inject.code] = next.number;
    }
    return ok();
}

// The dossier or paper that another card has brought; 0: none yet.
uint32_t InjectPlay::brought_by(const Code& other) const {
    const auto came_by = [&](const Inject& i) -> uint32_t {
        if (i.code != other || !i.citizen) return 0;
        for (auto guest = unit.guests.rbegin(); guest != unit.guests.rend(); ++guest)
            if (guest->second.scripted == &*i.citizen) return guest->first.number;
        return 0;
    };
    for (const Inject& i : world.scenario().injects)
        if (const uint32_t number = came_by(i)) return number;
    for (const Inject& i : world.given_elsewhere())
        if (const uint32_t number = came_by(i)) return number;
    const auto found = unit.brought.find(other);
    return found == unit.brought.end() ? 0 : found->second;
}

int64_t InjectPlay::latest(const std::string& of) const {
    const auto& s = unit.state();
    if (of == "dossier") return s.dossiers.last_number;
    if (of == "document") return s.documents.last;
    if (of == "meeting") return s.meetings.last;
    if (of == "assignment") return s.assignments.last;
    return brought_by(of.substr(of.find(':') + 1));
}

Status InjectPlay::ask(const AskDo& a) {
    const Code officer = player_of({officer_of(a.officer, a.post)});
    if (officer.empty()) return ok();
    std::map<std::string, std::string> fields;
    for (const auto& [name, text] : a.with)
        fields[name] =
            field_text(text, world.now(), [&](const std::string& of) { return latest(of); });
    auto command = office::make_command(a.command, fields);
    if (!command.ok())
        return Error{ErrorCode::malformed,
                     "inject " + inject.code + ": " + command.error().message};
    const uint32_t last = unit.state().documents.last;
    SS_TRY(world.ask(unit, officer, std::move(command).value(), request()));
    if (unit.state().documents.last != last)
        unit.brought[inject.code] = unit.state().documents.last;
    return ok();
}

Status InjectPlay::demand(const RequestDo& r) {
    const Code officer = player_of({officer_of({}, r.by_post)});
    if (officer.empty()) return ok();
    assignments::Create create;
    create.title = r.title;
    const auto post = world.plan().organization.posts.find(r.by_post);
    create.body = post->second.body;
    create.owner_post = r.to_post;
    create.due = world.plan().calendar.after_working_ms(world.now(), r.due > 0 ? r.due : 8 * kHour);
    const auto answer = SS_TRY(world.ask(unit, officer, assignments::Command{create}, request()));
    if (!answer.refusal) unit.brought[inject.code] = unit.state().assignments.last;
    return ok();
}

Status play(World& world, const Inject& inject) {
    InjectPlay play{world, world.unit(inject.unit), inject};
    SS_TRY(play.give());
    if (inject.citizen) SS_TRY(play.citizens(*inject.citizen));
    if (inject.away) SS_TRY(play.away(*inject.away));
    if (inject.token) SS_TRY(play.token(*inject.token));
    if (inject.outage) SS_TRY(play.outage(*inject.outage));
    if (inject.document) SS_TRY(play.document(*inject.document));
    if (inject.take_over) SS_TRY(play.take_over(*inject.take_over));
    if (inject.ask) SS_TRY(play.ask(*inject.ask));
    if (inject.request) SS_TRY(play.demand(*inject.request));
    return ok();
}

}  // namespace

// A paper whose card says so goes to the post the leader has in mind, by the hand of whoever leads
// the body it was addressed to.
void World::lead(const Unit& unit, std::vector<cast::Job>& jobs) const {
    const auto take_lead = [&](const Inject& inject) {
        if (!inject.document || inject.document->lead_post.empty()) return;
        const auto brought = unit.brought.find(inject.code);
        if (brought == unit.brought.end() || inject.unit != unit.code) return;
        for (cast::Job& job : jobs) {
            if (job.kind != cast::JobKind::document || job.skill != "assign" ||
                job.number != brought->second)
                continue;
            auto assign = std::get<documents::Assign>(std::get<documents::Command>(*job.next));
            assign.lead_post = inject.document->lead_post;
            job.next = office::Command{documents::Command{std::move(assign)}};
            const auto body = plan_->organization.bodies.find(inject.document->body);
            if (body != plan_->organization.bodies.end()) job.post = body->second.head;
        }
    };
    for (const Inject& inject : scenario_.injects) take_lead(inject);
    for (const Inject& inject : elsewhere_) take_lead(inject);
}

// Where a deputy is to sit in the chair, those he stands in for are excused from the first minute:
// what follows is what the law has a deputy do when the head is away.
Status World::excuse_heads(Unit& unit) {
    for (const Player& player : scenario_.cast) {
        if (!player.deputy_in_chair || player.unit != unit.code) continue;
        for (const Code& head : heads_of(*plan_, unit.code, player.officer)) {
            org::ReportAbsence excuse{head, at_clock(24 * kHour),
                                      scenario_.title.get(plan_->city.languages.front())};
            SS_TRY(
                ask(unit, kDirector, org::Command{std::move(excuse)}, request_id(unit, "chair")));
        }
    }
    return ok();
}

Status World::plan_injects() {
    for (const Inject& inject : scenario_.injects)
        later(at_clock(inject.at), kInjectEvent, [this, &inject]() -> Status {
            if (!given_.insert({inject.code, inject.unit}).second) return ok();
            return play(*this, inject);
        });
    return ok();
}

Status World::give_card(const Code& code, const std::vector<Code>& units) {
    const auto card = std::find_if(scenario_.injects.begin(), scenario_.injects.end(),
                                   [&](const Inject& i) { return i.code == code; });
    if (card == scenario_.injects.end())
        return Error{ErrorCode::unavailable, "the scenario has no card " + code};
    for (const Code& where : units) {
        if (!units_.contains(where))
            return Error{ErrorCode::unavailable, "no unit " + where + " takes part"};
        if (given(code, where))
            return Error{ErrorCode::conflict, where + " has been given the card " + code};
    }
    for (const Code& where : units) {
        given_.insert({code, where});
        const Inject* inject = &*card;
        if (where != card->unit) {
            inject = &elsewhere_.emplace_back(*card);
            elsewhere_.back().unit = where;
        }
        later(now_, kInjectEvent, [this, inject] { return play(*this, *inject); });
    }
    return ok();
}

}  // namespace ss::rehearse
