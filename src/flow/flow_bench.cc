// Steps a second of the token game on a procedure of six steps with an exclusive branch: alone, as
// the simulator plays it, and with facts and State, as the office does.
#include <benchmark/benchmark.h>

#include "bpmn/step.h"
#include "bpmn/testing.h"
#include "flow/testing.h"

namespace ss::flow {
namespace {

bpmn::testing::Sketch six_steps() {
    using bpmn::testing::Sketch;
    Sketch s;
    s.start("s");
    s.user("receive", "justice");
    s.user("verify", "justice", "ok,refuse", Sketch::property("limit", "PT4H"));
    s.node("exclusiveGateway", "which", "", "default=\"which-draft\"");
    s.user("explain", "justice");
    s.user("draft", "justice");
    s.user("seal", "justice");
    s.user("return", "reception");
    s.node("exclusiveGateway", "merge");
    s.end("e");
    s.flow("s", "receive");
    s.flow("receive", "verify");
    s.flow("verify", "which");
    s.flow("which", "explain", "=outcome = \"refuse\"");
    s.flow("which", "draft");
    s.flow("draft", "seal");
    s.flow("seal", "merge");
    s.flow("explain", "merge");
    s.flow("merge", "return");
    s.flow("return", "e");
    return s;
}

class Tally final : public bpmn::Sink {
  public:
    explicit Tally(const bpmn::Program& program) : p_(program) {}
    uint32_t waiting = 0;  // the token that came to rest last
    uint64_t luck = 88172645463325252u;

  private:
    bpmn::EdgeIx choose(bpmn::NodeIx gateway, uint32_t) override {
        luck ^= luck << 13, luck ^= luck >> 7, luck ^= luck << 17;
        const bpmn::Node& node = p_.node(gateway);
        return static_cast<bpmn::EdgeIx>(node.first_out + luck % node.outs);
    }
    bool takes(bpmn::EdgeIx, uint32_t) override { return true; }
    size_t count(bpmn::NodeIx, uint32_t) override { return 1; }
    bool enough(bpmn::NodeIx, uint32_t, size_t) override { return false; }
    void entered(const Token& token) override { waiting = token.id; }
    void left(const Token&, bool) override {}
    void passed(bpmn::NodeIx, uint32_t) override {}
    void opened(const Frame&) override {}
    void closed(const Frame&) override {}
    void uncaught(bpmn::NodeIx) override {}
    void stuck(const Token&) override {}

    const bpmn::Program& p_;
};

void step_alone(benchmark::State& bench) {
    Diagnostics d;
    const auto program = six_steps().load(d);
    Tally tally(*program);
    bpmn::Tokens tokens;
    for (auto _ : bench) {
        const bool over = tokens.over();
        if (over) tokens.last = 0;
        const auto kind = over ? bpmn::Move::Kind::begin : bpmn::Move::Kind::complete;
        const auto outcome =
            bpmn::step(*program, tokens, {kind, tally.waiting, bpmn::kNone}, tally);
        benchmark::DoNotOptimize(outcome);
    }
    bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(step_alone);

class Forget final : public Pen<Fact> {
  public:
    explicit Forget(State& state) : state_(state) {}
    void write(Fact fact) override { state_.apply(fact); }

  private:
    State& state_;
};

void command_with_facts(benchmark::State& bench) {
    testing::Town town(six_steps());
    Forget pen(town.state);
    for (auto _ : bench) {
        if (town.state.work.empty()) {
            start(town.state, *town.plan, "T", {1}, {}, town.now, pen);
            continue;
        }
        const WorkItem& w = town.state.work.begin()->second;
        const Complete c{w.work, "ok", {}, {}, ""};
        const Code by = w.role == "justice" ? "an" : "dung";
        const auto no = decide(town.state, *town.plan, town.org, c, {by, town.now, {}}, pen);
        benchmark::DoNotOptimize(no);
    }
    bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(command_with_facts);

}  // namespace
}  // namespace ss::flow
