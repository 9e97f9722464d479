// Every situation the running procedure of a dossier can be in, and what each move makes of it:
// found by the office's own steps (flow/run.h), each played once and remembered. So the fast
// executor knows no BPMN and no FEEL, and cannot mean anything else by them.
//
// Found when first needed, by whichever thread needs it; what has been found never changes.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "bpmn/program.h"
#include "flow/flow.h"
#include "flow/run.h"
#include "plan/plan.h"

namespace ss::simulate {

struct Passage;

// One thing a dossier waits for.
struct Wait {
    enum class Kind : uint8_t { work, timer, message };
    Kind kind = Kind::work;
    bool handed_back = false;  // work of kind "return": done when the dossier is handed back
    uint16_t first_move = 0;   // work: one move per outcome; else one
    uint32_t step = 0;         // work: into Situations::steps()
    bpmn::NodeIx node = bpmn::kNone;
    uint32_t token = 0;    // as the situation numbers them
    flow::TimerRule rule;  // timer
    std::string message;   // message
};

struct Situation {
    uint16_t procedure = 0;  // into Situations::procedures()
    bool over = false;
    bool awaits_confirmation = false, awaits_agency = false;
    std::vector<Wait> waits;  // in order of their tokens
    std::unique_ptr<std::atomic<const Passage*>[]> moves;
    uint16_t move_count = 0;
    flow::State state;  // of one dossier, its ids made the least
};

// What a procedure asks of the rest of the office.
enum class Service : uint8_t { ask_supplement, refuse, resolve, ask_agency, notify, other };
struct Call {
    Service service = Service::other;
    const Code* agency = nullptr;  // whom ask_agency asks
};

// What one move makes of a situation.
struct Passage {
    const Situation* to = nullptr;
    // One new piece of work, and that is all there is in `to`: its step and its first move.
    bool plain = false;
    bool stuck = false;  // no way on: the dossier stays where it is for ever
    // Not a passage yet: the dice choose among the edges of a gateway, then go on with `ways`.
    bool fork = false;
    uint16_t first_move = 0;
    uint32_t step = 0;
    std::vector<int16_t> from;   // for each wait of `to`: which it was before; -1: it is new
    std::vector<uint16_t> gone;  // waits before that are no more, the moved one left out
    std::vector<Call> calls;     // in order
    uint64_t gateway = 0;        // fork: key of the dice
    std::vector<double> shares;  // of the edges
    std::unique_ptr<std::atomic<const Passage*>[]> ways;
    std::vector<bpmn::EdgeIx> edges;   // of the ways
    std::vector<bpmn::EdgeIx> before;  // ways chosen on the way here
    Data data;                         // where it all begins
};

// A step that people do.
struct StepOf {
    uint16_t procedure = 0;
    bpmn::NodeIx node = bpmn::kNone;
    Code id;  // "verify", "tail/sign"
    std::string name;
    Code kind, role, document;
    std::vector<std::string> outcomes;
    std::optional<bpmn::Span> limit;
};

class Situations {
  public:
    explicit Situations(const plan::Plan& plan);

    const plan::Plan& plan() const { return plan_; }
    const std::vector<Code>& procedures() const { return procedures_; }
    const std::vector<StepOf>& steps() const { return steps_; }
    // Open variables on which anything in this procedure hangs: its flow, its limit, its papers.
    const std::vector<const plan::Variable*>& variables(uint16_t procedure) const {
        return variables_[procedure];
    }

    // Where the procedure begins with this data (only what variables() names counts); a fork with
    // one move is possible, therefore a passage. Thread-safe.
    const Passage& begin(uint16_t procedure, const Data& data);
    uint16_t index_of(const Code& procedure) const;
    // The situation of a dossier of a living office, and which of its waits each work item, timer
    // and awaited message is.
    struct Found {
        const Situation* situation = nullptr;
        std::vector<WorkId> work;                 // by wait; none: no work
        std::vector<std::optional<Instant>> due;  // by wait; none: no timer
    };
    Found of(const flow::State& state, DossierId dossier);
    // What the move makes of it; forks are followed by `choose(gateway, shares)`.
    const Passage& passage(const Situation& s, uint16_t move) {
        const Passage* found = s.moves[move].load(std::memory_order_acquire);
        return found != nullptr ? *found : explore(s, move);
    }
    // The i-th way of a fork: `s` and `move` as it was got by, or nullptr at the beginning.
    const Passage& way(const Situation* s, uint16_t procedure, uint16_t move, const Passage& fork,
                       size_t i);

  private:
    class Explorer;
    const Passage& explore(const Situation& s, uint16_t move);
    // With the lock held:
    const Passage& begin_by(uint16_t procedure, const Data& data, std::vector<bpmn::EdgeIx> chosen);
    const Passage& explore_by(const Situation& s, uint16_t move, std::vector<bpmn::EdgeIx> chosen);
    std::unique_ptr<Passage> passage_of(uint16_t procedure, const Situation* before, size_t moved,
                                        Explorer& played, std::vector<bpmn::EdgeIx> chosen);
    const Situation& intern(uint16_t procedure, flow::State state);

    const plan::Plan& plan_;
    std::vector<Code> procedures_;
    std::set<Code> agencies_;  // found so far; calls point to them
    std::vector<StepOf> steps_;
    std::vector<std::map<bpmn::NodeIx, uint32_t>> step_of_;              // by procedure
    std::vector<std::vector<const plan::Variable*>> variables_;          // by procedure
    std::vector<std::map<bpmn::NodeIx, std::vector<double>>> branches_;  // gateway -> shares
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Situation>> all_;  // by canonical bytes
    std::vector<std::unique_ptr<Passage>> passages_;
    std::map<std::pair<uint16_t, std::string>, const Passage*> begins_;
};

}  // namespace ss::simulate
