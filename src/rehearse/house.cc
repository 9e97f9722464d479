#include "rehearse/house.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "rehearse/rehearsal.h"
#include "rehearse/report.h"

namespace ss::rehearse {

namespace {

constexpr double kFastest = 3600;
constexpr int64_t kLongestRest = 1000;  // ms

int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

RehearsalHouse::RehearsalHouse(Scenario scenario, std::shared_ptr<const plan::Plan> plan,
                               HouseOptions options)
    : options_(std::move(options)),
      scenario_(std::move(scenario)),
      plan_(plan),
      world_(scenario_, plan, options_.seed, options_.folder) {
    if (!options_.steady) options_.steady = steady_ms;
    speed_ = options_.speed;
}

Result<std::unique_ptr<RehearsalHouse>> RehearsalHouse::open(Scenario scenario,
                                                             std::shared_ptr<const plan::Plan> plan,
                                                             HouseOptions options) {
    if (!options.folder.empty()) SS_TRY(prepare_folder(options.folder, scenario));
    std::unique_ptr<RehearsalHouse> house(
        new RehearsalHouse(std::move(scenario), std::move(plan), std::move(options)));
    SS_TRY(house->world_.open());
    if (house->options_.sitter) SS_TRY(house->seat(*house->options_.sitter));
    house->ends_ = house->world_.at_clock(house->scenario_.ends);
    if (house->options_.from) {
        const Instant from = std::min(house->world_.at_clock(*house->options_.from), house->ends_);
        while (!SS_TRY(house->world_.advance(from, house->options_.turn))) continue;
    }
    SS_TRY(house->world_.commit());
    house->set_clock();
    return house;
}

Status RehearsalHouse::seat(const Sitter& sitter) {
    const Code& unit = scenario_.units.front();
    Unit& where = world_.unit(unit);
    if (!where.officers.contains(sitter.officer))
        SS_TRY(world_.enrol_person(where, sitter.officer, sitter.name, sitter.posts));
    return take_seat(unit, sitter.officer, sitter.login);
}

std::string RehearsalHouse::title(const std::string& language) const {
    return scenario_.title.get(language);
}

const office::Recorder* RehearsalHouse::find(const Code& unit) const {
    const auto& units = world_.units();
    const auto found = units.find(unit);
    return found == units.end() ? nullptr : found->second->recorder.get();
}

std::string RehearsalHouse::journal_file(const Code& unit) const {
    return options_.folder.empty() ? std::string() : options_.folder + "/journals/" + unit + ".db";
}

std::vector<readiness::Card> RehearsalHouse::judged_by() const {
    return cards_of(scenario_, *plan_, over_);
}

// --- the clock -------------------------------------------------------------------------------

void RehearsalHouse::set_clock() {
    base_ = world_.now();
    base_wall_ = options_.steady();
}

Instant RehearsalHouse::target() const {
    if (skip_) return *skip_;
    if (paused_ || over_) return world_.now();
    const auto passed = static_cast<double>(options_.steady() - base_wall_);
    return std::min(ends_, {base_.ms + static_cast<int64_t>(passed * speed_)});
}

serve::Clock RehearsalHouse::clock() const {
    return {skip_ ? world_.now() : std::max(world_.now(), target()), speed_, paused_, over_};
}

Result<int64_t> RehearsalHouse::run_due() {
    if (over_) return kLongestRest;
    const Instant until = target();
    if (!SS_TRY(world_.advance(until, options_.turn))) return 0;
    if (skip_) {
        skip_.reset();
        set_clock();
    }
    if (until >= ends_) {
        SS_TRY(end());
        return kLongestRest;
    }
    if (paused_) return kLongestRest;
    const Instant next = world_.next().value_or(ends_);
    const double rest = static_cast<double>(next.ms - world_.now().ms) / speed_;
    return std::clamp(static_cast<int64_t>(std::ceil(rest)), int64_t{1}, kLongestRest);
}

Status RehearsalHouse::open_still() const {
    if (over_) return Error{ErrorCode::conflict, "the rehearsal has ended"};
    return ok();
}

Status RehearsalHouse::pause() {
    SS_TRY(open_still());
    if (!paused_) {
        base_ = target();
        paused_ = true;
    }
    return ok();
}

Status RehearsalHouse::resume() {
    SS_TRY(open_still());
    if (paused_) {
        paused_ = false;
        set_clock();
    }
    return ok();
}

Status RehearsalHouse::set_speed(double speed) {
    SS_TRY(open_still());
    if (!(speed > 0) || speed > kFastest)
        return Error{ErrorCode::malformed, "a speed lies above 0 and up to 3600"};
    base_ = target();
    base_wall_ = options_.steady();
    speed_ = speed;
    return ok();
}

Status RehearsalHouse::skip_to(Instant at) {
    SS_TRY(open_still());
    if (at <= world_.now() || at > ends_)
        return Error{ErrorCode::malformed, "one skips to a later minute of the day"};
    skip_ = at;
    return ok();
}

// --- who asks --------------------------------------------------------------------------------

Result<office::Answer> RehearsalHouse::ask(const Code& unit, office::Envelope envelope) {
    SS_TRY(open_still());
    const auto found = world_.units().find(unit);
    if (found == world_.units().end())
        return Error{ErrorCode::unavailable, "no unit " + unit + " takes part"};
    // Time has passed since the last turn: what happened meanwhile comes first.
    if (!skip_) SS_TRY(world_.advance(target(), options_.turn));
    Unit& where = *found->second;
    if (where.officers.contains(envelope.by) && !where.taken.contains(envelope.by))
        world_.take_seat(where, envelope.by, envelope.by);
    return world_.ask_for_person(where, std::move(envelope));
}

std::vector<serve::Seat> RehearsalHouse::seats() const {
    std::vector<serve::Seat> all;
    for (const Code& code : scenario_.units) {
        const Unit& unit = *world_.units().at(code);
        for (const auto& [officer, player] : unit.officers) {
            serve::Seat seat;
            seat.unit = code;
            seat.officer = officer;
            seat.name = unit.state().org.officers.at(officer).name;
            seat.posts = org::posts_of(unit.state().org, officer, world_.now());
            if (const auto who = unit.taken.find(officer); who != unit.taken.end())
                seat.person = who->second;
            seat.here = org::present(unit.state().org, officer, world_.now());
            seat.busy = player.in_meeting || player.free_at > world_.now();
            all.push_back(std::move(seat));
        }
    }
    return all;
}

std::vector<serve::Card> RehearsalHouse::cards() const {
    std::vector<serve::Card> all;
    for (const Inject& inject : scenario_.injects) {
        serve::Card card;
        card.inject = inject.code;
        card.unit = inject.unit;
        card.kind = inject.kind;
        card.title = inject.title.get(plan_->city.languages.front());
        card.at = world_.at_clock(inject.at);
        card.given = world_.given(inject.code, inject.unit);
        for (const auto& given : world_.units().at(inject.unit)->state().injects)
            if (given.as.inject == inject.code) card.given_at = given.at;
        all.push_back(std::move(card));
    }
    return all;
}

Status RehearsalHouse::take_seat(const Code& unit, const Code& officer, const std::string& login) {
    SS_TRY(open_still());
    const auto found = world_.units().find(unit);
    if (found == world_.units().end() || !found->second->officers.contains(officer))
        return Error{ErrorCode::unavailable, "there is no seat " + officer + " in " + unit};
    const auto taken = found->second->taken.find(officer);
    if (taken != found->second->taken.end() && taken->second != login)
        return Error{ErrorCode::conflict, taken->second + " sits there"};
    world_.take_seat(*found->second, officer, login);
    return ok();
}

Status RehearsalHouse::give_back(const Code& unit, const Code& officer) {
    SS_TRY(open_still());
    const auto found = world_.units().find(unit);
    if (found == world_.units().end())
        return Error{ErrorCode::unavailable, "no unit " + unit + " takes part"};
    return world_.give_back(*found->second, officer);
}

Status RehearsalHouse::give(const Code& inject, const std::vector<Code>& units) {
    SS_TRY(open_still());
    return world_.give_card(inject, units);
}

Status RehearsalHouse::end() {
    SS_TRY(open_still());
    SS_TRY(world_.close());
    over_ = true;
    return options_.judge_later ? ok() : judge();
}

Status RehearsalHouse::judge() {
    if (options_.folder.empty()) return ok();
    SS_TRY(finish_folder(world_, scenario_, options_.seed, options_.folder));
    return write_report(options_.folder);
}

}  // namespace ss::rehearse
