// What the records of the units prove so far, for the city's board: score, Plan 02's colour and
// Decision 766's lines. A record is read from its file beside the writer and judged away from the
// loop, one at a time, only while somebody looks, and so seldom that judging takes no more than a
// tenth of one core. docs/decisions/judged-from-a-window.md says why.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "readiness/judge.h"
#include "serve/house.h"

namespace ss::serve {

// The newest entries count, as far as both of these reach; of a rehearsal all of its day.
inline constexpr uint64_t kJudgedEntries = 20'000;
inline constexpr uint64_t kJudgedOfRehearsal = 100'000;
inline constexpr int64_t kJudgedTime = 30 * kDay;

struct Judgement {
    Instant from, at;  // of the first and the last entry judged
    uint64_t seq = 0;
    bool whole = false;
    readiness::UnitReport report;  // without attempts, bars and the like
};

// One job: the units that are judged together, as they stand when it begins.
struct ToJudge {
    struct Unit {
        Code code;
        std::string file;
        uint64_t last = 0;  // entry that is committed
        std::shared_ptr<const plan::Plan> plan;
        org::State people;
    };
    std::vector<Unit> units;
    std::vector<readiness::Card> cards;
    office::Mode mode = office::Mode::live;
    uint64_t most = kJudgedEntries;
    int64_t longest = kJudgedTime;
};
// Slow: not on the loop. Errors: those of the journals.
Result<std::map<Code, Judgement>> judge(const ToJudge& job);

class Judges {
  public:
    using Background = std::function<void(std::function<void()>, std::function<void()>)>;

    const Judgement* find(const House& house, const Code& unit) const;
    // Somebody looks at the board of this house.
    void looked_at(House& house, Instant now);
    // Begins what is due, and returns ms until something may be. `told` is called on the loop for
    // each unit with a new judgement.
    int64_t run_due(Instant now, const Background& background,
                    const std::function<void(House&, const Code&)>& told);

  private:
    struct Of {
        Judgement judgement;
        Instant judged;  // when; zero: not yet
        uint64_t tried = 0;  // last entry when it was last tried
    };
    using Key = std::pair<const House*, Code>;
    std::vector<Code> due(House& house, Instant now, int64_t& again) const;
    ToJudge job(House& house, const std::vector<Code>& units) const;

    std::map<Key, Of> all_;
    std::map<House*, Instant> looked_;
    bool busy_ = false;
    Instant rests_until_;
};

}  // namespace ss::serve
