#include "cast/officer.h"

#include <algorithm>

#include "cast/duration.h"

namespace ss::cast {

namespace {

Code skill(const Code& kind, const Code& procedure) {
    return kind + "/" + procedure;
}

double practised(const Officer& officer, const Go& go) {
    const auto found = officer.practised.find(skill(go.kind, go.procedure));
    return officer.experience + (found == officer.practised.end() ? 0 : found->second);
}

}  // namespace

uint64_t key_of_go(const Code& node, int rounds) {
    return key_of(node) + static_cast<uint64_t>(rounds) * 0x9e3779b97f4a7c15ull;
}

int64_t service_ms(const plan::Plan& plan, const Dice& dice, const Officer& officer, const Go& go) {
    const Duration duration(time_of(plan, go.procedure, go.node, go.kind));
    return work_ms(duration, dice.bits(Purpose::service, go.citizen, key_of_go(go.node, go.rounds)),
                   stretch(plan.demand, practised(officer, go)));
}

bool slips(const plan::Plan& plan, const Dice& dice, const Officer& officer, const Go& go) {
    const double odds =
        plan.demand.mistake * officer.mistakes * greenness(plan.demand, practised(officer, go));
    return dice.chance(odds, Purpose::mistake, go.citizen, key_of_go(go.node, go.rounds));
}

void practise(Officer& officer, const Code& kind, const Code& procedure) {
    ++officer.practised[skill(kind, procedure)];
}

size_t outcome_of(const plan::Procedure& procedure, const plan::Demand& demand, const Dice& dice,
                  const Go& go, const std::vector<std::string>& outcomes, bool missing,
                  bool may_ask) {
    const auto at = [&](std::string_view outcome) {
        return static_cast<size_t>(std::find(outcomes.begin(), outcomes.end(), outcome) -
                                   outcomes.begin());
    };
    if (missing && may_ask && at("supplement") < outcomes.size()) return at("supplement");
    // One throw is shared out among what else may come of it; the rest is the first outcome.
    double left = dice.uniform(Purpose::outcome, go.citizen, key_of_go(go.node, go.rounds));
    if (at("refuse") < outcomes.size() && !procedure.components.empty()) {
        left -= demand.refusal;
        if (left < 0) return at("refuse");
    }
    for (size_t i = 1; i < outcomes.size(); ++i) {
        const auto share = demand.outcomes.find(outcomes[i]);
        if (share == demand.outcomes.end() || outcomes[i] == "refuse" ||
            outcomes[i] == "supplement")
            continue;
        left -= share->second;
        if (left < 0) return i;
    }
    return 0;
}

}  // namespace ss::cast
