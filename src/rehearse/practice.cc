#include "rehearse/practice.h"

#include <algorithm>

#include "rehearse/house.h"

namespace ss::rehearse {

namespace {

// What waits at the desk when the official sits down is what came in so long.
constexpr int64_t kBefore = 45 * kMinute;
// Events at a time: live offices run on the same thread.
constexpr size_t kTurn = 40;

int64_t doors_open(const Scenario& scenario) {
    for (const Act& act : scenario.acts)
        if (act.meeting.empty()) return act.starts;
    return scenario.starts;
}

}  // namespace

Result<serve::PracticeHouse> open_practice(Scenario scenario, const serve::Learner& who,
                                           const Code& code, const std::string& folder) {
    const auto* unit = who.plan->unit(who.unit);
    if (unit == nullptr || !who.plan->rosters.contains(who.unit))
        return Error{ErrorCode::unavailable, "the plan has no people for " + who.unit};
    move_to(scenario, who.unit);
    Diagnostics complaints;
    check_scenario(scenario, *who.plan, complaints);
    if (complaints.has_errors()) {
        complaints.sort();
        return Error{ErrorCode::malformed, to_text(complaints.all().front())};
    }
    HouseOptions options;
    options.code = code;
    options.folder = folder;
    const Hash dice = sha256(code);  // other citizens each time
    for (size_t i = 0; i < 6; ++i)
        options.seed = options.seed << 8 | dice.bytes[i];
    options.from = doors_open(scenario) + kBefore;
    options.turn = kTurn;
    options.sitter = Sitter{who.officer, who.login, who.name, who.posts};
    options.judge_later = true;
    auto house = SS_TRY(RehearsalHouse::open(std::move(scenario), who.plan, std::move(options)));
    RehearsalHouse* raw = house.get();
    return serve::PracticeHouse{std::move(house), [raw] { return raw->judge(); }};
}

}  // namespace ss::rehearse
