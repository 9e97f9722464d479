#include "rehearse/house.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>

#include "readiness/names.h"
#include "rehearse/rehearsal.h"
#include "rehearse/report.h"
#include "words/words.h"

namespace ss::rehearse {

namespace {

constexpr double kFastest = 3600;
constexpr int64_t kLongestRest = 1000;  // ms

int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// What is still taken when the day is over.
bool of_the_hot_wash(const office::Command& command) {
    const auto* own = std::get_if<office::OwnCommand>(&command);
    return own != nullptr && (std::holds_alternative<office::Observe>(*own) ||
                              std::holds_alternative<office::PlanCorrection>(*own));
}

// What a shell takes as one word.
std::string quoted(const std::string& text) {
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::strchr("/._-", c) != nullptr;
    };
    if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string letter(readiness::Rating rating) {
    return std::string(names(rating)[static_cast<size_t>(rating)]);
}

}  // namespace

RehearsalHouse::RehearsalHouse(Scenario scenario, std::shared_ptr<const plan::Plan> plan,
                               HouseOptions options)
    : options_(std::move(options)),
      scenario_(std::move(scenario)),
      plan_(plan),
      world_(scenario_, plan, options_.seed, options_.folder),
      so_far_(scenario_, plan) {
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
    SS_TRY(house->look());
    house->waits_ = house->paused_ = !open_items(house->so_far_.preparation()).empty();
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
        SS_TRY(stop());
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

Status RehearsalHouse::begun() const {
    if (!waits_) return ok();
    size_t open = 0;
    for (const auto& [unit, items] : open_items(so_far_.preparation())) open += items.size();
    if (open == 0) return ok();
    return Error{ErrorCode::conflict, std::to_string(open) + " defects block and are open"};
}

Status RehearsalHouse::pause() {
    SS_TRY(open_still());
    if (!paused_) {
        base_ = target();
        paused_ = true;
    }
    return ok();
}

Status RehearsalHouse::resume(const std::string& despite) {
    SS_TRY(open_still());
    SS_TRY(look());
    if (waits_ && !despite.empty())
        for (const auto& [unit, items] : open_items(so_far_.preparation()))
            SS_TRY(world_.waive(unit, items, despite));
    else SS_TRY(begun());
    waits_ = false;
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
    SS_TRY(begun());
    if (at <= world_.now() || at > ends_)
        return Error{ErrorCode::malformed, "one skips to a later minute of the day"};
    skip_ = at;
    return ok();
}

// --- who asks --------------------------------------------------------------------------------

Result<office::Answer> RehearsalHouse::ask(const Code& unit, office::Envelope envelope) {
    const auto found = world_.units().find(unit);
    if (found == world_.units().end())
        return Error{ErrorCode::unavailable, "no unit " + unit + " takes part"};
    if (over_ && !closed_ && of_the_hot_wash(envelope.command))
        return world_.ask_for_person(*found->second, std::move(envelope));
    SS_TRY(open_still());
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

Status RehearsalHouse::look() {
    return so_far_.look(world_, options_.steady, over_);
}

serve::Card RehearsalHouse::card_of(const Inject& inject) const {
    serve::Card card;
    card.inject = inject.code;
    card.unit = inject.unit;
    card.kind = inject.kind;
    card.title = inject.title.get(plan_->city.languages.front());
    card.at = world_.at_clock(inject.at);
    for (const auto& given : world_.units().at(inject.unit)->state().injects)
        if (given.as.inject == inject.code) card.given = true, card.given_at = given.at;
    const readiness::InjectResult* result = so_far_.find(inject.code, inject.unit);
    if (!card.given || result == nullptr) return card;
    card.rating = letter(result->rating);
    card.changed = letter(result->changed);
    card.changed_why = result->changed_why;
    card.changed_by = result->changed_by;
    for (const auto& [expected, seen] : result->expectations)
        if (!seen.met)
            card.missing.push_back(!expected.text.empty()
                                       ? expected.text
                                       : expected.fact + expected.refused + expected.never);
    return card;
}

std::vector<serve::Card> RehearsalHouse::cards() const {
    std::vector<serve::Card> all;
    for (const Inject& inject : scenario_.injects) all.push_back(card_of(inject));
    for (const Inject& inject : world_.given_elsewhere()) all.push_back(card_of(inject));
    return all;
}

std::vector<serve::Note> RehearsalHouse::notes() const {
    std::vector<serve::Note> all;
    for (const auto& [unit, note] : so_far_.notes())
        all.push_back(
            {unit, note.seq, note.at, note.by, note.about, note.text, letter(note.rating)});
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

Status RehearsalHouse::stop() {
    SS_TRY(open_still());
    SS_TRY(world_.commit());
    over_ = true;
    paused_ = false;
    so_far_.want_findings();
    return ok();
}

Status RehearsalHouse::end() {
    if (closed_) return Error{ErrorCode::conflict, "the rehearsal has been closed"};
    if (!over_) SS_TRY(stop());
    SS_TRY(world_.close());
    closed_ = true;
    return options_.judge_later ? ok() : judge();
}

Status RehearsalHouse::judge() {
    if (options_.folder.empty()) return ok();
    SS_TRY(finish_folder(world_, scenario_, options_.seed, options_.folder));
    return write_report(options_.folder);
}

// --- before and after the day ----------------------------------------------------------------

std::vector<serve::Preparation> RehearsalHouse::preparation() const {
    std::vector<serve::Preparation> all;
    const std::string& language = plan_->city.languages.front();
    for (const auto& p : so_far_.preparation()) {
        const auto post = plan_->organization.posts.find(p.owner);
        const std::string owner =
            post == plan_->organization.posts.end() ? p.owner : post->second.title.get(language);
        all.push_back({p.unit, p.item, p.area, p.title, owner, p.due, p.blocking, p.done,
                       p.evidence, p.waived});
    }
    return all;
}

std::vector<serve::Finding> RehearsalHouse::findings(const std::string& language) const {
    std::vector<serve::Finding> all;
    if (!over_) return all;
    const words::Book book = words::load(language);
    const readiness::Namer namer(*plan_, language, book);
    for (const auto& report : so_far_.reports())
        for (const auto& f : report.findings)
            all.push_back({report.unit, f.code, f.blocking, namer.say(f.what),
                           f.proposal.rule.empty() ? "" : namer.say(f.proposal), f.inject, f.task,
                           f.seqs});
    return all;
}

std::vector<serve::Correction> RehearsalHouse::corrections() const {
    std::vector<serve::Correction> all;
    for (const auto& [unit, c] : so_far_.corrections())
        all.push_back({unit, c.seq, c.by, c.about, c.what, c.owner, c.due});
    return all;
}

std::vector<std::string> RehearsalHouse::earlier_runs() const {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    if (options_.folder.empty()) return names;
    const fs::path own = fs::absolute(options_.folder).lexically_normal();
    std::error_code trouble;
    for (fs::directory_iterator i(own.parent_path(), trouble), end; i != end && !trouble;
         i.increment(trouble)) {
        if (i->path().filename() == own.filename()) continue;
        const auto summary = read_summary(i->path().string());
        if (summary.ok() && summary.value().scenario == scenario_.id)
            names.push_back(i->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Status RehearsalHouse::compare_with(const std::string& earlier) {
    const auto names = earlier_runs();
    if (std::find(names.begin(), names.end(), earlier) == names.end() || !closed_)
        return Error{ErrorCode::unavailable, "no run " + earlier + " lies beside this one"};
    const auto beside = std::filesystem::absolute(options_.folder).lexically_normal();
    return write_comparison((beside.parent_path() / earlier).string(), options_.folder,
                            "compare-" + earlier + ".html");
}

std::string RehearsalHouse::retest() const {
    if (!closed_ || options_.folder.empty()) return {};
    const bool failed = std::any_of(
        so_far_.reports().begin(), so_far_.reports().end(), [](const readiness::UnitReport& u) {
            return std::any_of(u.injects.begin(), u.injects.end(), failed_or_left);
        });
    if (!failed) return {};
    return "sansang serve --rehearse " + quoted(scenario_.file) + " --only failed --of " +
           quoted(options_.folder) + " --run " + quoted(options_.folder + "-2");
}

}  // namespace ss::rehearse
