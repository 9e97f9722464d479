// A simulated officer: how long things take, how practice shortens them, and what goes wrong.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/id.h"
#include "base/time.h"
#include "cast/dice.h"
#include "plan/plan.h"

namespace ss::cast {

struct Officer {
    Code code;
    std::set<Code> roles;           // as of the last change of people
    bool here = true;               // not away
    double experience = 0;          // dossiers practised before the day
    double mistakes = 1;            // factor on the plan's probability
    std::map<Code, int> practised;  // today, by kind of work and procedure
    Instant free_at;                // busy until then
    bool in_meeting = false;
    int64_t worked = 0;  // ms today: the least loaded goes first
    std::map<std::pair<int, uint32_t>, Instant> not_before;  // jobs to leave alone for a while
    std::map<Code, Instant> role_not_before;                 // lanes, after a refusal in them
};

// How long this officer takes, in ms: the plan's distribution for the kind of work, stretched while
// practice is short: s(n) = s(1 + (k - 1) e^(-n / tau)).
int64_t service_ms(const plan::Plan&, const Dice&, const Officer&, const Code& kind,
                   const Code& procedure, uint64_t visit);
// Whether this attempt goes wrong: the more practised, the more rarely.
bool slips(const plan::Plan&, const Dice&, const Officer&, const Code& kind, const Code& procedure,
           uint64_t visit);
void practise(Officer&, const Code& kind, const Code& procedure);

}  // namespace ss::cast
