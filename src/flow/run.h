// One step of one dossier's procedure: played on a copy, then written down. Only this room sees it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bpmn/step.h"
#include "feel/feel.h"
#include "flow/flow.h"

namespace ss::flow {

// The program a dossier runs by. The plan has it: a plan without it does not load.
const bpmn::Program& program_of(const plan::Plan& plan, const Code& procedure);

// When a span that begins at `from` is over.
Instant span_over(const org::Calendar& calendar, Instant from, bpmn::Span span, bool calendar_time);

// Takes an exclusive gateway's decision out of the hands of its conditions: for those who know only
// how often each way is taken. nullopt: let the conditions decide.
class Chooser {
  public:
    virtual std::optional<bpmn::EdgeIx> choose(bpmn::NodeIx gateway) = 0;

  protected:
    ~Chooser() = default;
};

// When a timer runs out: so much time from when it is armed, or at an instant.
struct TimerRule {
    bpmn::Span span;
    bool calendar_time = false;
    std::optional<Instant> at;
    Instant due(const org::Calendar& calendar, Instant from) const {
        return at ? *at : span_over(calendar, from, span, calendar_time);
    }
};

// What a step asks for and brings about. Keeps everything until write() turns it into facts.
class Stepper final : public bpmn::Sink {
  public:
    // The dossier must be running. `state` may change only by what write() writes.
    Stepper(const State& state, const plan::Plan& plan, DossierId dossier,
            Chooser* chooser = nullptr);

    void set(const Data& changes);  // before play()
    void play(const bpmn::Move& move);
    // Empty: all is well. Else "no_way", "endless", "too_many_tokens", "uncaught_error", "no_such".
    const Code& trouble() const { return trouble_; }
    const Code& where() const { return where_; }  // the node that is in trouble; may be empty

    // flow.advanced and what follows from it. After a step that was not possible, flow.stuck only.
    void write(Instant at, Pen<Fact>& pen) const;
    // Nothing: the plan's text says no time.
    std::optional<TimerRule> timer_rule(const Token& token, bpmn::NodeIx event) const;

  private:
    struct Service {
        bpmn::NodeIx node;
        std::map<std::string, std::string> properties;
    };
    class Names;  // what an expression sees

    bpmn::EdgeIx choose(bpmn::NodeIx gateway, uint32_t frame) override;
    bool takes(bpmn::EdgeIx edge, uint32_t frame) override;
    size_t count(bpmn::NodeIx multi, uint32_t frame) override;
    bool enough(bpmn::NodeIx multi, uint32_t frame, size_t done) override;
    void entered(const Token& token) override;
    void left(const Token& token, bool done) override;
    void passed(bpmn::NodeIx node, uint32_t frame) override;
    void opened(const Frame& frame) override;
    void closed(const Frame& frame) override;
    void uncaught(bpmn::NodeIx end) override;
    void stuck(const Token& token) override;

    feel::Value evaluate(bpmn::ExpressionIx expression, uint32_t frame) const;
    void run_script(bpmn::NodeIx node, uint32_t frame);
    void call_service(bpmn::NodeIx node, uint32_t frame);
    void trouble_at(bpmn::NodeIx node, const char* reason);

    void cancel_left_work(Instant at, Pen<Fact>& pen) const;
    void offer(const Token& token, Instant at, Pen<Fact>& pen) const;
    void await(const Token& token, bpmn::NodeIx event, Instant at, Pen<Fact>& pen) const;

    const State& state_;
    const plan::Plan& plan_;
    const DossierId dossier_;
    const Running& running_;
    Chooser* const chooser_;
    const bpmn::Program& program_;
    bpmn::Tokens tokens_;
    Data data_, changes_;
    std::map<uint32_t, Value> elements_;
    std::vector<Code> passed_;
    std::vector<uint32_t> rested_;  // ids of tokens that came to rest, in order
    std::vector<Service> services_;
    Code last_end_;
    Code trouble_, where_;
    bool possible_ = true;
};

}  // namespace ss::flow
