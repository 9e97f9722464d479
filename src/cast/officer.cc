#include "cast/officer.h"

#include <algorithm>
#include <cmath>

namespace ss::cast {

namespace {

Code skill(const Code& kind, const Code& procedure) {
    return kind + "/" + procedure;
}

// 1 for a beginner, towards 0 with practice.
double greenness(const plan::Demand& demand, const Officer& officer, const Code& kind,
                 const Code& procedure) {
    const auto found = officer.practised.find(skill(kind, procedure));
    const double n = officer.experience + (found == officer.practised.end() ? 0 : found->second);
    return std::exp(-n / std::max(1.0, demand.learning_scale));
}

uint64_t key(const Officer& officer, const Code& kind) {
    return key_of(officer.code) ^ key_of(kind);
}

}  // namespace

int64_t service_ms(const plan::Plan& plan, const Dice& dice, const Officer& officer,
                   const Code& kind, const Code& procedure, uint64_t visit) {
    const auto& demand = plan.demand;
    auto found = demand.service.find(kind);
    if (found == demand.service.end()) found = demand.service.find("*");
    const plan::ServiceTime time =
        found == demand.service.end() ? plan::ServiceTime{6, 12} : found->second;
    const double minutes =
        dice.lognormal(time.median, time.p90, Purpose::service, visit, key(officer, kind));
    const double stretch =
        1 + (demand.learning_factor - 1) * greenness(demand, officer, kind, procedure);
    return std::max<int64_t>(kSecond, static_cast<int64_t>(minutes * stretch * kMinute));
}

bool slips(const plan::Plan& plan, const Dice& dice, const Officer& officer, const Code& kind,
           const Code& procedure, uint64_t visit) {
    const double odds =
        plan.demand.mistake * officer.mistakes * greenness(plan.demand, officer, kind, procedure);
    return dice.chance(odds, Purpose::mistake, visit, key(officer, kind));
}

void practise(Officer& officer, const Code& kind, const Code& procedure) {
    ++officer.practised[skill(kind, procedure)];
}

}  // namespace ss::cast
