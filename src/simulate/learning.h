// What rehearsals teach about practice: read from their journals, fitted, and put into a plan.
//
//     PracticeRecord record;
//     for (auto& journal : rehearsals) SS_TRY(record.add(*journal, *plan));  // oldest first
//     const Learned learned = learn(record, *plan);
//     auto parameters = apply(learned, changed.demand, changed.rosters.at("my-thuong"));
//
// A piece of work is what an office knows of it: work.taken until work.completed by the same
// officer. Left out of the times, each with its reason counted: what nobody took first, what was
// given back or handed over on the way, what was entered afterwards (an outage), and what lay over
// an opening of the doors, because nobody knows when it was gone on with. The counter (receive,
// return) has no beginning in the record: it counts as practice and gives no times. What a scenario
// says of its cast besides the roster (experience, clumsiness) is not in a journal and not known.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"
#include "plan/plan.h"
#include "simulate/fit.h"
#include "simulate/result.h"

namespace ss::simulate {

struct Piece {
    Code officer, kind, procedure;
    std::string key;     // what its time is filed under: "verify", or "1.001193/verify"
    double before = 0;   // of the same kind and procedure, with what the roster said at first
    double minutes = 0;  // of the wall clock
};
struct Untimed {
    int64_t not_taken = 0, given_back = 0, entered_afterwards = 0, over_an_opening = 0;
};
using Skill = std::pair<Code, Code>;  // kind of work, procedure

// Of one unit: officers are told apart by their codes alone.
class PracticeRecord {
  public:
    // People remember from one rehearsal to the next; a cast begins each day as the roster says.
    enum class Memory : unsigned char { people, cast };
    explicit PracticeRecord(Memory memory = Memory::people) : memory_(memory) {}

    // `plan`: that of the rehearsal. Errors: those of reading the journal; corrupt: an entry cannot
    // be read, or the first does not open a unit.
    Status add(journal::Storage& journal, const plan::Plan& plan);

    const std::vector<Piece>& pieces() const { return pieces_; }
    const Untimed& untimed() const { return untimed_; }
    // Done in the rehearsals, without what the roster said before.
    const std::map<Code, std::map<Skill, int64_t>>& done() const { return done_; }
    int64_t rehearsals() const { return rehearsals_; }

  private:
    class Reader;

    Memory memory_;
    std::vector<Piece> pieces_;
    Untimed untimed_;
    std::map<Code, std::map<Skill, int64_t>> done_;
    int64_t rehearsals_ = 0;
};

struct LearnedKind {
    Curve alone;  // of this kind by itself
    Level level;  // its practised, under the common curve; if that is unknown, under the plan's
};
struct LearnedOfficer {
    std::map<Skill, int64_t> done;
    // Of one number for all they do: what makes them on average as fast, over the mix of the plan,
    // as their practice of each kind and procedure does. Work never practised counts with none.
    double experience = 0;
};
struct Learned {
    Curve curve;                               // common to all kinds: what a plan can say
    std::map<std::string, LearnedKind> kinds;  // by Piece::key
    std::map<Code, LearnedOfficer> officers;
    int64_t pieces = 0, rehearsals = 0;
    Untimed untimed;
};

// `plan`: whose practice and mix stand in where the record says nothing.
Learned learn(const PracticeRecord& record, const plan::Plan& plan);

// Into a plan's demand and the roster of the unit: medians and 90th percentiles of what has enough
// pieces, learning_factor and learning_scale if they were fitted (then by the exponential law), and
// what each officer has practised besides what the roster said. What was changed, with its error:
// "service/verify", "learning_factor", "experience/vo-tuong-tuong".
std::vector<Parameter> apply(const Learned& learned, plan::Demand& demand, plan::Roster& roster);

}  // namespace ss::simulate
