#include "rehearse/world.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

namespace ss::rehearse {

namespace {

// A group of entries per transaction: nothing leaves an office before its commit, and between
// commits only the courier carries anything out.
constexpr size_t kGroup = 512;

// Events and ticks between two looks at the clock; ticks without an event between them.
constexpr size_t kSlice = 256;
constexpr size_t kTicks = 100'000;

constexpr int64_t kCourierTakes = kMinute;
constexpr int64_t kEraseTakes = 10 * kMinute;

}  // namespace

World::World(const Scenario& scenario, std::shared_ptr<const plan::Plan> plan, uint64_t seed,
             std::string folder)
    : scenario_(scenario), plan_(std::move(plan)), dice_{seed, 0}, folder_(std::move(folder)) {}

Instant World::at_clock(int64_t ms_of_day) const {
    return at_local(scenario_.lived_as, ms_of_day, plan_->calendar.offset);
}

void World::later(Instant at, int kind, std::function<Status()> act) {
    events_[{std::max(at, now_), kind, next_event_++}] = {std::move(act)};
}

std::string World::request_id(Unit& unit, const std::string& prefix) {
    return prefix + ":" + std::to_string(++unit.requests);
}

// --- opening ---------------------------------------------------------------------------------

Status World::open() {
    now_ = at_clock(scenario_.starts - 30 * kMinute);
    for (const Code& code : scenario_.units) SS_TRY(open_unit(code));
    SS_TRY(plan_acts());
    return plan_injects();
}

Status World::open_unit(const Code& code) {
    auto unit = std::make_unique<Unit>();
    unit->code = code;
    if (folder_.empty()) {
        unit->storage = journal::memory_storage();
    } else {
        unit->storage = SS_TRY(
            journal::sqlite_storage(folder_ + "/journals/" + code + ".db", journal::Open::create));
    }
    unit->recorder = SS_TRY(office::Recorder::open(plan_, *unit->storage));

    office::OpenUnit open;
    open.unit = code;
    open.mode = office::Mode::rehearsal;
    open.plan = plan_->hash;
    open.program = office::kProgramVersion;
    open.lived_as = scenario_.lived_as;
    open.held_on = scenario_.held_on;
    open.forms = scenario_.forms;
    open.scenario = scenario_.id;
    // Only the unit that is rehearsed goes through its first day; the others have had theirs.
    const bool established = scenario_.practice || code != scenario_.units.front();
    if (established)
        for (const auto& [milestone, what] : plan_->precedence.milestones)
            open.established.push_back(milestone);
    Unit& opened = *units_.emplace(code, std::move(unit)).first->second;
    SS_TRY(ask(opened, kDirector, office::OwnCommand{std::move(open)}, request_id(opened, "open")));
    return enrol(opened, established);
}

Status World::enrol(Unit& unit, bool established) {
    const auto roster = plan_->rosters.find(unit.code);
    if (roster == plan_->rosters.end())
        return Error{ErrorCode::malformed, "the plan has no roster of " + unit.code};
    for (const auto& [code, entry] : roster->second.officers) {
        org::Enrol enrol;
        enrol.officer = code;
        enrol.name = entry.name;
        enrol.posts = entry.posts;
        if (established)
            for (const Code& post : entry.appointed_by_announcement) enrol.posts.push_back(post);
        enrol.account = entry.account;
        enrol.substitutes = entry.substitutes;
        if (entry.signature) {
            const LocalDate until =
                entry.signature_until.value_or(LocalDate{scenario_.lived_as.day + 365});
            enrol.signature_until = at_local(until, 0, plan_->calendar.offset);
        }
        SS_TRY(ask(unit, kDirector, org::Command{std::move(enrol)}, request_id(unit, "enrol")));
        cast::Officer& officer = unit.officers[code];
        officer.code = code;
        officer.experience = entry.experience;
    }
    for (const Player& player : scenario_.cast) {
        const auto found = unit.officers.find(player.officer);
        if (player.unit != unit.code || found == unit.officers.end()) continue;
        if (player.experience) found->second.experience = *player.experience;
        if (player.mistakes) found->second.mistakes = *player.mistakes;
    }
    return excuse_heads(unit);
}

// --- the clock -------------------------------------------------------------------------------

Status World::run(const Progress& progress, double speed) {
    const Instant begins = now_, ends = at_clock(scenario_.ends);
    const auto started = std::chrono::steady_clock::now();
    for (bool over = false; !over;) {
        Instant until = ends;
        if (speed > 0) {
            const std::chrono::duration<double, std::milli> passed =
                std::chrono::steady_clock::now() - started;
            until = std::min(ends, {begins.ms + static_cast<int64_t>(passed.count() * speed)});
        }
        over = SS_TRY(advance(until, kSlice)) && until >= ends;
        if (progress) {
            const double span = static_cast<double>(std::max<int64_t>(1, ends.ms - begins.ms));
            progress(static_cast<double>(now_.ms - begins.ms) / span, now_, {});
        }
        if (speed > 0 && !over) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return commit();
}

// The earliest first, whatever unit it is in: how long a stretch is passed in one go changes
// nothing. What is due goes before what happens at the same instant.
Result<bool> World::advance(Instant until, size_t most) {
    for (size_t n = 0; n < most; ++n) {
        Instant at = until;
        const bool event = !events_.empty() && std::get<0>(events_.begin()->first) <= at;
        if (event) at = std::get<0>(events_.begin()->first);
        Unit* first = nullptr;
        for (auto& [code, unit] : units_) {
            const auto due = unit->recorder->office().next_due();
            if (!due || *due > at || (first != nullptr && *due == at)) continue;
            first = unit.get();
            at = *due;
        }
        if (first != nullptr) {
            SS_TRY(tick(*first, at));
        } else if (event) {
            ticks_ = 0;
            now_ = std::max(now_, at);
            auto next = events_.extract(events_.begin());
            SS_TRY(next.mapped().act());
        } else {
            now_ = std::max(now_, until);
            return true;
        }
        if (uncommitted_ >= kGroup) SS_TRY(commit());
    }
    return false;
}

Status World::tick(Unit& unit, Instant due) {
    if (++ticks_ > kTicks)
        return Error{ErrorCode::limit, unit.code + ": what is due stays due, however often told"};
    now_ = std::max(now_, due);
    SS_TRY(ask(unit, kClock, office::OwnCommand{office::Tick{}}));
    return ok();
}

std::optional<Instant> World::next() const {
    std::optional<Instant> at;
    const auto earlier = [&](Instant other) { at = at ? std::min(*at, other) : other; };
    if (!events_.empty()) earlier(std::get<0>(events_.begin()->first));
    for (const auto& [code, unit] : units_)
        if (const auto due = unit->recorder->office().next_due()) earlier(*due);
    return at;
}

Status World::commit() {
    for (auto& [code, unit] : units_) SS_TRY(unit->recorder->commit());
    uncommitted_ = 0;
    return ok();
}

Status World::close() {
    return commit();
}

// --- asking and seeing to it -----------------------------------------------------------------

Result<office::Answer> World::ask(Unit& unit, const Code& by, office::Command command,
                                  std::string request, std::vector<SealedValue> sealed,
                                  std::optional<Instant> happened) {
    office::Envelope envelope;
    envelope.at = now_;
    envelope.by = by;
    envelope.request = std::move(request);
    envelope.happened = happened;
    envelope.command = std::move(command);
    envelope.sealed = std::move(sealed);
    return submit(unit, std::move(envelope));
}

Result<office::Answer> World::submit(Unit& unit, office::Envelope envelope) {
    const Code by = envelope.by;
    office::Answer answer = SS_TRY(unit.recorder->submit(std::move(envelope)));
    ++uncommitted_;
    if (!answer.repeated) {
        if (on_answer) on_answer(unit.code, by, answer);
        SS_TRY(see_to(unit, answer));
    }
    return answer;
}

Status World::see_to(Unit& unit, const office::Answer& answer) {
    for (const office::Fact& fact : answer.facts) SS_TRY(see_fact(unit, fact));
    if (!answer.facts.empty()) wake(unit);
    return ok();
}

Status World::see_fact(Unit& unit, const office::Fact& fact) {
    if (std::holds_alternative<org::Fact>(fact)) unit.people_changed = true;
    if (const auto* own = std::get_if<office::OwnFact>(&fact)) {
        const auto* sent = std::get_if<office::MessageSent>(own);
        return sent == nullptr ? ok() : carry(unit, sent->message);
    }
    if (const auto* a = std::get_if<assignments::Fact>(&fact))
        if (const auto* f = std::get_if<assignments::Accepted>(a)) begin_duty(unit, f->assignment);
    const auto* d = std::get_if<dossiers::Fact>(&fact);
    if (d == nullptr) return ok();
    if (const auto* f = std::get_if<dossiers::Resolved>(d)) return fetch(unit, f->dossier);
    if (const auto* f = std::get_if<dossiers::SupplementAsked>(d)) bring_papers(unit, f->dossier);
    if (const auto* f = std::get_if<dossiers::Notified>(d)) confirm_draft(unit, f->dossier);
    if (const auto* f = std::get_if<dossiers::Returned>(d)) {
        rate_service(unit, f->dossier);
        wants_erased(unit, f->dossier);
    }
    if (const auto* f = std::get_if<dossiers::Withdrawn>(d)) wants_erased(unit, f->dossier);
    return ok();
}

// The card a citizen came by, in the unit it was written for or in another one.
const Inject* World::inject_of(const CitizenDo& scripted) const {
    for (const Inject& inject : scenario_.injects)
        if (inject.citizen && &*inject.citizen == &scripted) return &inject;
    for (const Inject& inject : elsewhere_)
        if (inject.citizen && &*inject.citizen == &scripted) return &inject;
    return nullptr;
}

// The citizen of a card asks that what is personal be erased; whoever may do so does.
void World::wants_erased(Unit& unit, DossierId id) {
    const auto guest = unit.guests.find(id);
    if (guest == unit.guests.end() || !guest->second.scripted || !guest->second.scripted->erase)
        return;
    const Inject* inject = inject_of(*guest->second.scripted);
    const std::string why = inject->title.get(plan_->city.languages.front());
    later({now_.ms + kEraseTakes}, kCitizenEvent, [this, &unit, id, why]() -> Status {
        for (const auto& [code, officer] : unit.officers) {
            if (unit.taken.contains(code) || !org::present(unit.state().org, code, now_) ||
                !org::may_ask(unit.state().org, plan_->organization, code,
                              std::string(dossiers::Erase::kWire), now_))
                continue;
            SS_TRY(ask(unit, code, dossiers::Command{dossiers::Erase{id, why}},
                       request_id(unit, code)));
            break;
        }
        return ok();
    });
}

// Whose dossier it is: somebody who came here, or who came to the unit that forwarded it.
Guest* World::guest_of(const Unit& here, DossierId id) const {
    Unit& unit = *units_.at(here.code);
    if (const auto guest = unit.guests.find(id); guest != unit.guests.end()) return &guest->second;
    const auto* dossier = unit.state().dossiers.find(id);
    if (dossier == nullptr || !dossier->origin) return nullptr;
    const auto there = units_.find(dossier->origin->unit);
    if (there == units_.end()) return nullptr;
    const auto guest = there->second->guests.find(dossier->origin->dossier);
    return guest == there->second->guests.end() ? nullptr : &guest->second;
}

// The citizen fetches what was forgotten and brings it to the unit that asks for it, also where
// another one received him: no message carries a supplement from unit to unit.
void World::bring_papers(Unit& unit, DossierId id) {
    const Guest* guest = guest_of(unit, id);
    if (guest == nullptr) return;
    const CitizenDo* scripted = guest->scripted;
    if (scripted != nullptr && scripted->supplements_after <= 0) return;  // not on this day
    Instant comes = scripted != nullptr
                        ? Instant{now_.ms + scripted->supplements_after}
                        : cast::brings_papers(*plan_, dice_, guest->citizen.number, now_);
    if (scripted == nullptr && guest->citizen.present.channel == dossiers::Channel::counter)
        comes = plan_->calendar.next_opening(comes);
    later(comes, kCitizenEvent, [this, &unit, id]() -> Status {
        const auto* dossier = unit.state().dossiers.find(id);
        std::vector<dossiers::Given> given = guest_of(unit, id)->citizen.forgotten;
        if (given.empty())  // asked for what had been brought: it is shown again
            for (const auto& [code, g] : dossier->given) given.push_back(g);
        SS_TRY(ask(unit, kCitizen, dossiers::Command{dossiers::Supplement{id, given}},
                   request_id(unit, "citizen")));
        return ok();
    });
}

// Who is sent a draft confirms it, or keeps silent: the procedure then goes on by itself.
void World::confirm_draft(Unit& unit, DossierId id) {
    const auto& awaited = unit.state().flow.awaited;
    const auto awaits = awaited.lower_bound(flow::Awaited{id, "citizen.confirmed", 0, {}});
    if (awaits == awaited.end() || awaits->dossier != id || awaits->message != "citizen.confirmed")
        return;
    const auto guest = unit.guests.find(id);
    const uint64_t key = guest == unit.guests.end() ? 0 : guest->second.citizen.number;
    const auto comes = cast::confirms(*plan_, dice_, key, now_);
    if (!comes) return;
    later(*comes, kCitizenEvent, [this, &unit, id]() -> Status {
        SS_TRY(ask(unit, kCitizen, dossiers::Command{dossiers::Confirm{id}},
                   request_id(unit, "citizen")));
        return ok();
    });
}

void World::rate_service(Unit& unit, DossierId id) {
    const auto guest = unit.guests.find(id);
    if (guest == unit.guests.end()) return;
    const auto* dossier = unit.state().dossiers.find(id);
    const uint64_t key = guest->second.citizen.number;
    int mark = guest->second.scripted != nullptr ? guest->second.scripted->rating : 0;
    if (mark == 0 && !dice_.chance(0.6, cast::Purpose::rating, key)) return;
    if (mark == 0) mark = dossier->overdue ? 2 : dossier->supplement_asked ? 4 : 5;
    later({now_.ms + kMinute}, kCitizenEvent, [this, &unit, id, mark]() -> Status {
        SS_TRY(ask(unit, kCitizen, dossiers::Command{dossiers::Rate{id, mark}},
                   request_id(unit, "citizen")));
        return ok();
    });
}

// --- between the units -----------------------------------------------------------------------

Status World::carry(Unit& from, const office::Message& message) {
    std::vector<SealedValue> sealed;
    for (const Sealed& hash : office::sealed_in(message))
        if (const SealedValue* value = from.recorder->vault().find(hash)) sealed.push_back(*value);
    const bool office_there = units_.contains(message.to);
    const bool agency = std::find(scenario_.agencies.begin(), scenario_.agencies.end(),
                                  message.to) != scenario_.agencies.end();
    later({now_.ms + kCourierTakes}, kCourierEvent,
          [this, &from, message, sealed, office_there, agency]() -> Status {
              SS_TRY(from.recorder->commit());  // a message leaves only when it is on the record
              if (office_there) SS_TRY(bring(message, sealed));
              else if (agency) SS_TRY(answer_of_agency(message));
              SS_TRY(ask(from, kCourier, office::OwnCommand{office::ConfirmMessage{message.number}},
                         request_id(from, "courier")));
              return ok();
          });
    return ok();
}

Status World::bring(const office::Message& message, const std::vector<SealedValue>& sealed) {
    Unit& to = unit(message.to);
    SS_TRY(ask(to, kCourier, office::OwnCommand{office::ReceiveMessage{message}},
               office::request_id(message), sealed));
    return ok();
}

// An agency runs no office of ours: it answers what it is asked after its time.
Status World::answer_of_agency(const office::Message& message) {
    const auto* asked = std::get_if<office::AskAgency>(&message.payload);
    if (asked == nullptr) return ok();
    auto takes = scenario_.agency_takes.find(message.to);
    if (takes == scenario_.agency_takes.end()) takes = scenario_.agency_takes.find("*");
    const int64_t ms = takes == scenario_.agency_takes.end() ? kHour : takes->second;
    office::Message answer{message.to, message.from, message.number,
                           office::AgencyAnswer{asked->dossier, "ok"}};
    later({now_.ms + ms}, kCourierEvent, [this, answer]() -> Status {
        Unit& to = unit(answer.to);
        SS_TRY(ask(to, kCourier, office::OwnCommand{office::ReceiveMessage{answer}},
                   answer.from + "@" + answer.to + "#" + std::to_string(answer.number)));
        return ok();
    });
    return ok();
}

// --- people ----------------------------------------------------------------------------------

void World::take_seat(Unit& unit, const Code& officer, const std::string& person) {
    unit.taken[officer] = person;
}

Status World::enrol_person(Unit& unit, const Code& officer, const std::string& name,
                           const std::vector<Code>& posts) {
    org::Enrol enrol;
    enrol.officer = officer;
    enrol.name = name;
    enrol.posts = posts;
    enrol.signature_until = Instant{now_.ms + 365 * kDay};
    const auto answer =
        SS_TRY(ask(unit, kDirector, org::Command{std::move(enrol)}, request_id(unit, "enrol")));
    if (answer.refusal)
        return Error{ErrorCode::unavailable, officer + " has no seat: " + answer.refusal->rule};
    unit.officers[officer].code = officer;
    return ok();
}

// What the person has left half done goes back into the lane, for whoever is free.
Status World::give_back(Unit& unit, const Code& officer) {
    if (unit.taken.erase(officer) == 0) return ok();
    std::vector<WorkId> left;
    for (const auto& [id, item] : unit.state().flow.work)
        if (item.taken_by == officer) left.push_back(id);
    for (const WorkId id : left)
        SS_TRY(ask(unit, officer, flow::Command{flow::Release{id}}, request_id(unit, officer)));
    unit.people_changed = true;
    wake(unit);
    return ok();
}

Result<office::Answer> World::ask_for_person(Unit& unit, office::Envelope envelope) {
    envelope.at = now_;
    return submit(unit, std::move(envelope));
}

Status World::waive(const Code& code, const std::vector<std::string>& items,
                    const std::string& why) {
    Unit& where = unit(code);
    SS_TRY(ask(where, kDirector, office::OwnCommand{office::WaivePreparation{items, why}},
               request_id(where, "waive")));
    return ok();
}

void World::refresh_people(Unit& unit) {
    if (!unit.people_changed) return;
    unit.people_changed = false;
    unit.able.clear();
    const auto& state = unit.state();
    for (auto& [code, officer] : unit.officers) {
        officer.roles = org::roles_of(state.org, plan_->organization, code, now_);
        officer.here = org::present(state.org, code, now_);
    }
}

std::optional<Instant> World::outage_until(const Unit& unit, const std::set<Code>& roles,
                                           double* slower) {
    std::optional<Instant> until;
    for (const Outage& outage : unit.outages) {
        if (outage.until <= now_) continue;
        const bool hit = outage.roles.empty() ||
                         std::any_of(roles.begin(), roles.end(),
                                     [&](const Code& r) { return outage.roles.contains(r); });
        if (!hit) continue;
        if (outage.slower > 0) {
            if (slower != nullptr) *slower = std::max(*slower, outage.slower);
        } else {
            until = until ? std::max(*until, outage.until) : outage.until;
        }
    }
    return until;
}

void World::wake(Unit& unit) {
    if (unit.dispatching) return;
    unit.dispatching = true;  // one round per instant is enough, after all that happens in it
    later(now_, kDeskEvent, [this, &unit]() -> Status {
        unit.dispatching = false;
        return dispatch(unit);
    });
}

}  // namespace ss::rehearse
