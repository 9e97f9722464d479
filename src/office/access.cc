// Who may ask what. One table in the plan for officers; a short list each for those who are none.
#include <algorithm>
#include <array>

#include "office/office.h"
#include "plan/plan.h"

namespace ss::office {

namespace {

using Names = std::vector<std::string_view>;

bool has(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Names& asks_of(const Code& who) {
    static const Names none{};
    static const Names clock{Tick::kWire};
    static const Names citizen{dossiers::Present::kWire,  dossiers::Supplement::kWire,
                               dossiers::Confirm::kWire,  dossiers::Pay::kWire,
                               dossiers::Withdraw::kWire, dossiers::Rate::kWire,
                               dossiers::Attach::kWire,   dossiers::Complain::kWire,
                               documents::Arrive::kWire,  tickets::Take::kWire};
    static const Names courier{ReceiveMessage::kWire, ConfirmMessage::kWire};
    // Who sets a unit up. In a rehearsal and a trial the director also plays the cards.
    static const Names setting_up{OpenUnit::kWire, RecordGate::kWire, org::Enrol::kWire};
    if (who == kClock) return clock;
    if (who == kCitizen) return citizen;
    if (who == kCourier) return courier;
    if (who == kDirector) return setting_up;
    return none;
}

bool directs(std::string_view ask) {
    static const Names cards{GiveInject::kWire,         Observe::kWire,
                             ReportPreparation::kWire,  WaivePreparation::kWire,
                             PlanCorrection::kWire,
                             org::ReportAbsence::kWire, org::ReportReturn::kWire,
                             org::BreakToken::kWire,    org::RenewToken::kWire,
                             org::Appoint::kWire,       documents::Arrive::kWire};
    return has(cards, ask);
}

}  // namespace

std::optional<Refusal> may_ask(const State& state, const plan::Plan& plan, const Code& by,
                               const Command& command, Instant at) {
    const std::string ask(name_of(command));
    const Refusal not_entitled{RefusalCode::not_entitled, "office.not_entitled", {by, ask}};
    // The unit is opened once, before anything else.
    const bool opening = ask == OpenUnit::kWire;
    if (state.unit.empty() && !opening)
        return Refusal{RefusalCode::too_early, "office.not_open", {}};
    if (!state.unit.empty() && opening)
        return Refusal{RefusalCode::duplicate, "office.open_already", {state.unit}};

    if (by == kDirector) {
        const bool playing = state.mode != Mode::live && directs(ask);
        if (!playing && !has(asks_of(by), ask)) return not_entitled;
        return std::nullopt;
    }
    if (by == kClock || by == kCitizen || by == kCourier) {
        if (!has(asks_of(by), ask)) return not_entitled;
    } else if (!org::may_ask(state.org, plan.organization, by, ask, at)) {
        return not_entitled;
    }
    if (const auto gate = plan.precedence.gates.find(ask); gate != plan.precedence.gates.end())
        for (const Code& milestone : gate->second)
            if (!state.org.reached(milestone))
                return Refusal{RefusalCode::too_early, "precedence.missing", {ask, milestone}};
    return std::nullopt;
}

}  // namespace ss::office
