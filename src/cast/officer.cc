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

Outcomes::Outcomes(const plan::Procedure& procedure, const plan::Demand& demand,
                   const std::vector<std::string>& outcomes) {
    for (size_t i = 0; i < outcomes.size(); ++i) {
        const std::string& outcome = outcomes[i];
        if (outcome == "supplement") {
            supplement_ = static_cast<int>(i);
        } else if (outcome == "refuse") {
            if (!procedure.components.empty() && demand.refusal > 0)
                shares_.insert(shares_.begin(), {demand.refusal, i});
        } else if (i > 0) {
            const auto share = demand.outcomes.find(outcome);
            if (share != demand.outcomes.end() && share->second > 0)
                shares_.emplace_back(share->second, i);
        }
    }
}

std::vector<size_t> Outcomes::possible() const {
    std::vector<size_t> all;
    double left = 1;
    for (const auto& [share, outcome] : shares_) {
        all.push_back(outcome);
        left -= share;
    }
    if (left > 1e-12) all.push_back(0);
    if (supplement_ > 0) all.push_back(static_cast<size_t>(supplement_));
    return all;
}

}  // namespace ss::cast
