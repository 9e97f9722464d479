// The desks: who takes what next, how long it takes, and what is asked of the office at its end.
#include <algorithm>

#include "rehearse/world.h"

namespace ss::rehearse {

using cast::Job;
using cast::JobKind;

namespace {

// After a refusal the officer turns to other things for a while; somebody else may try meanwhile.
constexpr int64_t kAfterRefusal = 20 * kMinute;
// Entering afterwards what was done on paper.
constexpr int64_t kBackEntry = kMinute;

std::set<Code> given_codes(const dossiers::Dossier& d) {
    std::set<Code> codes;
    for (const auto& [code, g] : d.given)
        if (g.originals + g.copies > 0) codes.insert(code);
    return codes;
}

// What is missing, in words: the names of the components.
std::vector<std::string> reasons_for(const plan::Plan& plan, const plan::Procedure& procedure,
                                     const std::vector<Code>& missing) {
    std::vector<std::string> reasons;
    for (const auto& component : procedure.components)
        if (std::find(missing.begin(), missing.end(), component.code) != missing.end())
            reasons.push_back(component.name.get(plan.city.languages.front()));
    return reasons;
}

}  // namespace

// --- who takes what --------------------------------------------------------------------------

Status World::dispatch(Unit& unit) {
    refresh_people(unit);
    if (!plan_->calendar.open(now_)) {
        // Nothing is begun outside the hours; it goes on when the doors open again.
        const Instant opens = plan_->calendar.next_opening(now_);
        if (opens <= at_clock(scenario_.ends) && !unit.opening_planned) {
            unit.opening_planned = true;
            later(opens, kDeskEvent, [this, &unit]() -> Status {
                unit.opening_planned = false;
                return dispatch(unit);
            });
        }
        return ok();
    }
    const bool anyone = std::any_of(unit.officers.begin(), unit.officers.end(), [&](const auto& o) {
        return o.second.here && !o.second.in_meeting && o.second.free_at <= now_ &&
               !unit.taken.contains(o.first);
    });
    if (!anyone) return ok();
    std::vector<Job> jobs = cast::board(unit.state(), *plan_);
    add_reports(unit, jobs);
    lead(unit, jobs);
    for (Job& job : jobs) {
        if (unit.claimed.contains(job.key()) || left_to_person(unit, job)) continue;
        if (job.kind == JobKind::hand_back) {
            const auto guest = unit.guests.find({job.number});
            if (guest != unit.guests.end() &&
                (!guest->second.comes_back || *guest->second.comes_back > now_))
                continue;
        }
        if (cast::Officer* officer = choose(unit, job))
            SS_TRY(begin(unit, *officer, std::move(job)));
    }
    return ok();
}

bool World::may_do(Unit& unit, const cast::Officer& officer, const Job& job) {
    if (!officer.here || officer.in_meeting || officer.free_at > now_) return false;
    if (unit.taken.contains(officer.code)) return false;
    if (const auto wait = officer.not_before.find(job.key());
        wait != officer.not_before.end() && wait->second > now_)
        return false;
    if (!job.role.empty() && !officer.roles.contains(job.role)) return false;
    if (const auto wait = officer.role_not_before.find(job.role);
        job.kind == JobKind::work && wait != officer.role_not_before.end() && wait->second > now_)
        return false;
    if (outage_until(unit, officer.roles, nullptr)) return false;
    // Whose token is broken knows it and leaves what is to be signed to the others.
    if (job.skill == "sign" && unit.state().org.officers.at(officer.code).token_broken)
        return false;
    return !job.next || able(unit, job).contains(officer.code);
}

// In a practice whatever the person may do waits for him: colleagues at the next counter would
// have done it before he has looked.
bool World::left_to_person(Unit& unit, const Job& job) {
    if (!scenario_.practice) return false;
    return std::any_of(unit.taken.begin(), unit.taken.end(), [&](const auto& seat) {
        const auto found = unit.officers.find(seat.first);
        if (found == unit.officers.end() || !found->second.here) return false;
        if (!job.officer.empty() && job.officer != seat.first) return false;
        if (!job.role.empty() && !found->second.roles.contains(job.role)) return false;
        return !job.next || able(unit, job).contains(seat.first);
    });
}

// Whom the office would let do this paper or assignment: asked once for each of its stages, and
// again when people come, go or change posts.
const std::set<Code>& World::able(Unit& unit, const Job& job) {
    const auto [found, fresh] = unit.able.try_emplace({job.key(), job.skill});
    if (fresh)
        for (const auto& [code, officer] : unit.officers)
            if (cast::would_accept(unit.state(), *plan_, code, *job.next, now_))
                found->second.insert(code);
    return found->second;
}

cast::Officer* World::choose(Unit& unit, const Job& job) {
    // Whose matter it is comes first; among the others the one who has worked least today. People
    // with few roles go before those who are needed elsewhere too.
    cast::Officer* best = nullptr;
    std::tuple<bool, size_t, int64_t> best_key;
    std::vector<Code> holders;
    if (!job.post.empty()) holders = org::holders_of(unit.state().org, job.post, now_);
    for (auto& [code, officer] : unit.officers) {
        if (!may_do(unit, officer, job)) continue;
        if (const LocalDate day = local_date(now_, plan_->calendar.offset); day != officer.day) {
            officer.day = day;
            officer.worked = 0;
        }
        const bool other = !job.officer.empty()
                               ? code != job.officer
                               : std::find(holders.begin(), holders.end(), code) == holders.end();
        const std::tuple key{other, officer.roles.size(), officer.worked};
        if (best == nullptr || key < best_key) {
            best = &officer;
            best_key = key;
        }
    }
    return best;
}

// The dossier a job is about; none: a paper or an assignment.
DossierId World::dossier_of(const Unit& unit, const Job& job) const {
    if (job.kind == JobKind::receive || job.kind == JobKind::hand_back) return {job.number};
    if (job.kind != JobKind::work) return {};
    const auto item = unit.state().flow.work.find({job.number});
    return item == unit.state().flow.work.end() ? DossierId{} : item->second.dossier;
}

// As the dice know it: by who handed it in, wherever; a paper by its number.
cast::Go World::go_of(const Unit& unit, const Job& job) const {
    cast::Go go{job.number, job.procedure, job.skill, job.skill, 0};
    if (job.kind == JobKind::receive) go.node = "receive";
    if (job.kind == JobKind::hand_back) go.node = "return";
    const auto item = unit.state().flow.work.find({job.number});
    if (job.kind == JobKind::work && item != unit.state().flow.work.end())
        go.node = item->second.node;
    if (const Guest* guest = guest_of(unit, dossier_of(unit, job))) {
        go.citizen = guest->citizen.number;
        go.rounds = guest->rounds;
    }
    return go;
}

Status World::begin(Unit& unit, cast::Officer& officer, Job job) {
    double slower = 1;
    outage_until(unit, officer.roles, &slower);
    const cast::Go go = go_of(unit, job);
    const Guest* guest = guest_of(unit, dossier_of(unit, job));
    if (guest != nullptr && job.kind != JobKind::work) slower *= guest->citizen.patience;
    const auto takes = static_cast<int64_t>(
        static_cast<double>(cast::service_ms(*plan_, dice_, officer, go)) * slower);
    unit.claimed.insert(job.key());
    officer.free_at = {now_.ms + takes};
    officer.worked += takes;
    if (job.kind == JobKind::work) {
        const auto answer = SS_TRY(ask(unit, officer.code, flow::Command{flow::Take{{job.number}}},
                                       request_id(unit, officer.code)));
        if (answer.refusal) {
            unit.claimed.erase(job.key());
            officer.free_at = now_;
            officer.not_before[job.key()] = {now_.ms + kAfterRefusal};
            return ok();
        }
    }
    later(officer.free_at, kDeskEvent,
          [this, &unit, code = officer.code, job = std::move(job)]() -> Status {
              return finish(unit, code, job);
          });
    return ok();
}

// --- the end of a piece of work --------------------------------------------------------------

Status World::finish(Unit& unit, const Code& code, const Job& job) {
    cast::Officer& officer = unit.officers.at(code);
    if (unit.taken.contains(code)) {  // a person sits there now and goes on, or does not
        unit.claimed.erase(job.key());
        wake(unit);
        return ok();
    }
    // Whoever was called away leaves it lying: somebody else begins again.
    if (!org::present(unit.state().org, code, now_)) {
        unit.claimed.erase(job.key());
        wake(unit);
        return ok();
    }
    // The line is down: what was done stays on paper and is entered when it is up again.
    if (const auto until = outage_until(unit, officer.roles, nullptr)) {
        const Instant happened = now_;
        officer.free_at = {until->ms + kBackEntry};
        later(officer.free_at, kDeskEvent, [this, &unit, code, job, happened]() -> Status {
            back_entry_ = happened;
            const Status done = finish(unit, code, job);
            back_entry_.reset();
            return done;
        });
        return ok();
    }
    bool refused = false;
    switch (job.kind) {
        case JobKind::receive: SS_TRY(finish_receive(unit, officer, job, refused)); break;
        case JobKind::work: SS_TRY(finish_work(unit, officer, job, refused)); break;
        case JobKind::hand_back: SS_TRY(finish_hand_back(unit, officer, job, refused)); break;
        case JobKind::document:
        case JobKind::assignment: {
            const auto answer = SS_TRY(ask(unit, code, *job.next, request_id(unit, code)));
            refused = answer.refusal.has_value();
            break;
        }
    }
    unit.claimed.erase(job.key());
    if (refused) {
        officer.not_before[job.key()] = {now_.ms + kAfterRefusal};
        // A broken signature is broken for the next paper too.
        if (job.kind == JobKind::work)
            officer.role_not_before[job.role] = {now_.ms + kAfterRefusal};
    } else {
        cast::practise(officer, job.skill, job.procedure);
    }
    wake(unit);
    return ok();
}

Status World::finish_receive(Unit& unit, cast::Officer& officer, const Job& job, bool& refused) {
    const DossierId id{job.number};
    const auto* d = unit.state().dossiers.find(id);
    if (d == nullptr || d->stage != dossiers::Stage::presented) return ok();
    const auto& procedure = plan_->procedures.at(d->procedure);
    const std::set<Code> there = given_codes(*d);
    const auto missing = dossiers::missing_components(procedure, d->data, there);
    const bool slip = cast::slips(*plan_, dice_, officer, go_of(unit, job));
    dossiers::Command command;
    if (missing.empty() && slip && !there.empty() && !d->supplement_asked) {
        // A slip: asks for a paper that is there.
        command = dossiers::AskSupplement{
            id, {*there.begin()}, reasons_for(*plan_, procedure, {*there.begin()})};
    } else if (missing.empty() || slip) {
        // A slip: takes for granted what nobody has laid on the desk.
        dossiers::Receive receive{id, {there.begin(), there.end()}};
        for (const Code& code : missing) receive.seen.push_back(code);
        command = receive;
    } else if (!d->supplement_asked) {
        command = dossiers::AskSupplement{id, missing, reasons_for(*plan_, procedure, missing)};
    } else {
        command =
            dossiers::Refuse{id, reasons_for(*plan_, procedure, missing), scenario_.refusal_basis};
    }
    const auto answer =
        SS_TRY(ask(unit, officer.code, command, request_id(unit, officer.code), {}, back_entry_));
    refused = answer.refusal.has_value();
    if (Guest* guest = guest_of(unit, id);
        !refused && guest != nullptr && std::holds_alternative<dossiers::AskSupplement>(command))
        ++guest->rounds;
    return ok();
}

Status World::finish_work(Unit& unit, cast::Officer& officer, const Job& job, bool& refused) {
    const auto found = unit.state().flow.work.find({job.number});
    if (found == unit.state().flow.work.end()) return ok();  // the procedure went another way
    const flow::WorkItem& item = found->second;
    if (item.taken_by != officer.code) return ok();  // given back meanwhile
    const auto* d = unit.state().dossiers.find(item.dossier);
    const auto& procedure = plan_->procedures.at(item.procedure);
    flow::Complete complete;
    complete.work = item.work;
    const auto missing = dossiers::missing_components(procedure, d->data, given_codes(*d));
    const cast::Go go = go_of(unit, job);
    const double thrown =
        dice_.uniform(cast::Purpose::outcome, go.citizen, cast::key_of_go(go.node, go.rounds));
    const size_t ends = cast::Outcomes(procedure, plan_->demand, item.outcomes)
                            .of(thrown, !missing.empty(), !d->supplement_asked);
    complete.outcome = item.outcomes.empty() ? "ok" : item.outcomes[ends];
    if (complete.outcome == "supplement")
        complete.reasons = reasons_for(*plan_, procedure, missing);
    else if (complete.outcome == "refuse") complete.reasons = {scenario_.refusal_basis};
    const DossierId of = item.dossier;
    const auto answer = SS_TRY(ask(unit, officer.code, flow::Command{std::move(complete)},
                                   request_id(unit, officer.code), {}, back_entry_));
    refused = answer.refusal.has_value();
    if (Guest* guest = guest_of(unit, of); !refused && ends != 0 && guest != nullptr)
        ++guest->rounds;
    if (refused)  // gives it back, so that somebody else can do it
        SS_TRY(ask(unit, officer.code, flow::Command{flow::Release{{job.number}}},
                   request_id(unit, officer.code)));
    return ok();
}

Status World::finish_hand_back(Unit& unit, cast::Officer& officer, const Job& job, bool& refused) {
    const DossierId id{job.number};
    const auto* d = unit.state().dossiers.find(id);
    if (d == nullptr || d->stage != dossiers::Stage::resolved) return ok();
    if (d->paid < d->fee) {
        const dossiers::Pay pay{id, d->fee - d->paid,
                                d->channel == dossiers::Channel::online ? "online" : "cash"};
        const bool online = d->channel == dossiers::Channel::online;
        const auto paid = SS_TRY(ask(unit, online ? kCitizen : officer.code, dossiers::Command{pay},
                                     request_id(unit, online ? "citizen" : officer.code)));
        refused = paid.refusal.has_value();
        if (refused) return ok();
    }
    const auto answer = SS_TRY(ask(unit, officer.code, dossiers::Command{dossiers::Return{id}},
                                   request_id(unit, officer.code), {}, back_entry_));
    refused = answer.refusal.has_value();
    return ok();
}

// --- citizens --------------------------------------------------------------------------------

// The result is ready: when does the citizen come for it?
Status World::fetch(Unit& unit, DossierId id) {
    const auto found = unit.guests.find(id);
    if (found == unit.guests.end()) return ok();
    Guest& guest = found->second;
    const auto* d = unit.state().dossiers.find(id);
    guest.comes_back =
        cast::fetches(*plan_, dice_, guest.citizen.number, d->channel, d->presented_at, now_);
    if (d->channel == dossiers::Channel::counter)
        guest.comes_back = plan_->calendar.next_opening(*guest.comes_back);
    later(*guest.comes_back, kCitizenEvent, [this, &unit]() -> Status {
        wake(unit);
        return ok();
    });
    return ok();
}

Status World::citizen_comes(Unit& unit, cast::Citizen citizen, const CitizenDo* scripted,
                            const std::string& prefix) {
    // With the line down the dossier lies on the desk and is entered afterwards, with its true
    // time.
    const auto& procedure = plan_->procedures.at(citizen.present.procedure);
    const bool online = citizen.present.channel == dossiers::Channel::online;
    if (const auto until = outage_until(unit, {procedure.receiving_role}, nullptr);
        until && !online) {
        const Instant happened = now_;
        later({until->ms + kBackEntry}, kCitizenEvent,
              [this, &unit, citizen = std::move(citizen), scripted, prefix, happened]() -> Status {
                  return present(unit, citizen, scripted, prefix, happened);
              });
        return ok();
    }
    return present(unit, std::move(citizen), scripted, prefix, std::nullopt);
}

Status World::present(Unit& unit, cast::Citizen citizen, const CitizenDo* scripted,
                      const std::string& prefix, std::optional<Instant> happened) {
    const std::string request = request_id(unit, prefix);
    const DossierId next{unit.state().dossiers.last_number + 1};
    // Known before the facts are seen to: they speak of this citizen.
    unit.guests[next] = {citizen, scripted, std::nullopt};
    const auto send = [&] {
        return ask(unit, kCitizen, dossiers::Command{citizen.present}, request, citizen.sealed,
                   happened);
    };
    const auto answer = SS_TRY(send());
    if (answer.refusal) {
        unit.guests.erase(next);
        return ok();
    }
    if (scripted == nullptr) return ok();
    if (scripted->twice) SS_TRY(send());  // the same request again: answered, not repeated
    if (scripted->withdraws_after > 0)
        later({now_.ms + scripted->withdraws_after}, kCitizenEvent,
              [this, &unit, next]() -> Status {
                  SS_TRY(ask(unit, kCitizen, dossiers::Command{dossiers::Withdraw{next}},
                             request_id(unit, "citizen")));
                  return ok();
              });
    return ok();
}

Status World::open_doors(Unit& unit, const Act& act) {
    const Instant from = at_clock(act.starts);
    const Instant to =
        act.citizens_until > 0 ? at_clock(act.citizens_until) : at_clock(scenario_.ends);
    std::vector<Code> others;
    for (const auto& [code, other] : units_)
        if (code != unit.code) others.push_back(code);
    const cast::Arrivals arrivals(*plan_, unit.code, std::move(others));
    for (const cast::Visit& visit :
         cast::visits(*plan_, arrivals, scenario_.lived_as, act.citizens, from, to, dice_)) {
        later(visit.at, kCitizenEvent, [this, &unit, visit]() -> Status {
            return citizen_comes(unit, cast::make_citizen(*plan_, scenario_.names, dice_, visit),
                                 nullptr, "citizen");
        });
    }
    return ok();
}

}  // namespace ss::rehearse
