// A simulated officer: how long things take, how practice shortens them, and what goes wrong.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
    std::map<Code, int> practised;  // since, by kind of work and procedure
    Instant free_at;                // busy until then
    bool in_meeting = false;
    LocalDate day;       // that `worked` counts
    int64_t worked = 0;  // ms that day: the least loaded goes first
    std::map<std::pair<int, uint32_t>, Instant> not_before;  // jobs to leave alone for a while
    std::map<Code, Instant> role_not_before;                 // lanes, after a refusal in them
};

// One go at one piece of work, as the dice know it.
struct Go {
    uint64_t citizen = 0;  // number of who handed the dossier in
    Code procedure;
    Code node;       // of the process; "receive" and "return" at the counter
    Code kind;       // of work
    int rounds = 0;  // times the dossier has been sent back before
};

// What all throws about this go have as their second key.
uint64_t key_of_go(const Code& node, int rounds);

// How long this officer takes, in ms.
int64_t service_ms(const plan::Plan&, const Dice&, const Officer&, const Go&);
// Whether this attempt goes wrong: the more practised, the more rarely.
bool slips(const plan::Plan&, const Dice&, const Officer&, const Go&);
void practise(Officer&, const Code& kind, const Code& procedure);

// How a step may end: with its first outcome, unless something is missing and may be asked for, or
// the dice say otherwise. What `of` gives is an index into its outcomes.
class Outcomes {
  public:
    Outcomes() = default;
    Outcomes(const plan::Procedure&, const plan::Demand&, const std::vector<std::string>& outcomes);
    bool one_way() const { return supplement_ < 0 && shares_.empty(); }
    // `u`: a throw in [0, 1). `may_ask`: nothing has been asked for yet.
    size_t of(double u, bool missing, bool may_ask) const {
        if (missing && may_ask && supplement_ >= 0) return static_cast<size_t>(supplement_);
        for (const auto& [share, outcome] : shares_) {
            u -= share;
            if (u < 0) return outcome;
        }
        return 0;
    }
    // Those that come up at all.
    std::vector<size_t> possible() const;

  private:
    int supplement_ = -1;
    std::vector<std::pair<double, size_t>> shares_;
};

}  // namespace ss::cast
