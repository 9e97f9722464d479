// Random sound processes, lived at random: the record gives the same State after every command,
// tokens stay below the limit, and everything comes to an end.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "base/limits.h"
#include "bpmn/soundness.h"
#include "flow/testing.h"

namespace ss::flow {
namespace {

using bpmn::testing::Sketch;
using testing::Town;

// Builds a process of nested blocks, each with one way in and one way out.
class Blocks {
  public:
    explicit Blocks(uint32_t seed) : dice_(seed) {}

    Sketch process() {
        sketch_.start("s");
        sketch_.end("e");
        const Block b = block(4);
        sketch_.flow("s", b.in);
        sketch_.flow(b.out, "e");
        return std::move(sketch_);
    }
    uint32_t roll(uint32_t sides) { return static_cast<uint32_t>(dice_() % sides); }

  private:
    struct Block {
        std::string in, out;
    };
    std::string id(const char* prefix) { return prefix + std::to_string(++last_); }

    Block task() {
        const auto a = id("task");
        sketch_.user(a, roll(2) ? "justice" : "reception", "ok,refuse");
        return {a, a};
    }
    Block automatic() {
        const auto a = id("service");
        sketch_.service(a, "citizen.notify");
        return {a, a};
    }
    Block wait() {
        const auto a = id("wait");
        if (roll(2)) sketch_.timer("intermediateCatchEvent", a, roll(2) ? "PT3H" : "P1D");
        else sketch_.message("intermediateCatchEvent", a, "m" + std::to_string(roll(2)));
        return {a, a};
    }
    Block sequence(int depth) {
        const Block a = block(depth - 1), b = block(depth - 1);
        sketch_.flow(a.out, b.in);
        return {a.in, b.out};
    }
    Block gateway(int depth, const char* kind) {
        const auto split = id("split"), join = id("join");
        const bool parallel = kind == std::string("parallelGateway");
        std::vector<Block> ways;
        for (uint32_t i = 0, n = 2 + roll(2); i < n; ++i) ways.push_back(block(depth - 1));
        sketch_.node(kind, split, "",
                     parallel ? "" : "default=\"" + split + "-" + ways.back().in + "\"");
        sketch_.node(roll(2) && !parallel ? "inclusiveGateway" : kind, join);
        for (size_t i = 0; i < ways.size(); ++i) {
            const bool open = parallel || i + 1 == ways.size();
            sketch_.flow(split, ways[i].in, open ? "" : i == 0 ? "=rest = \"1\"" : "=big");
            sketch_.flow(ways[i].out, join);
        }
        return {split, join};
    }
    Block loop(int depth) {
        const auto in = id("again"), out = id("enough");
        const Block b = block(depth - 1), again = task(), t = task();
        sketch_.node("exclusiveGateway", in);
        sketch_.node("exclusiveGateway", out, "", "default=\"" + out + "-" + t.in + "\"");
        sketch_.flow(in, b.in);
        sketch_.flow(b.out, again.in);
        sketch_.flow(again.out, out);  // so that the loop asks anew each time
        sketch_.flow(out, in, "=outcome = \"refuse\"");
        sketch_.flow(out, t.in);
        return {in, t.out};
    }
    Block guarded() {
        const auto a = id("guarded"), b = id("late"), c = id("remind"), join = id("join"),
                   told = id("told");
        sketch_.user(a, "justice", "ok,refuse");
        sketch_.timer("boundaryEvent", b, "P2D", "attachedToRef=\"" + a + "\"");
        sketch_.message("boundaryEvent", c, "m0",
                        "attachedToRef=\"" + a + "\" cancelActivity=\"false\"");
        sketch_.service(told, "citizen.notify");
        const Block late = task();
        sketch_.node("exclusiveGateway", join);
        sketch_.flow(a, join);
        sketch_.flow(b, late.in);
        sketch_.flow(late.out, join);
        sketch_.flow(c, told);
        return {a, join};
    }
    Block several() {
        const auto a = id("several");
        sketch_.raw("<bpmn:userTask id='" + a +
                    "'><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="
                    "'justice'/><zeebe:properties><zeebe:property name='outcomes' "
                    "value='ok,refuse'/></zeebe:properties></bpmn:extensionElements>"
                    "<bpmn:multiInstanceLoopCharacteristics "
                    "isSequential='" +
                    (roll(2) ? "true" : "false") + "'><bpmn:loopCardinality>" +
                    std::to_string(roll(4)) +
                    "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
                    "</bpmn:userTask>");
        return {a, a};
    }
    Block race() {
        const auto g = id("race"), a = id("timer"), b = id("message"), join = id("join");
        sketch_.node("eventBasedGateway", g);
        sketch_.timer("intermediateCatchEvent", a, "PT5H");
        sketch_.message("intermediateCatchEvent", b, "m1");
        sketch_.node("exclusiveGateway", join);
        for (const auto& [from, to] : {std::pair(g, a), {g, b}, {a, join}, {b, join}})
            sketch_.flow(from, to);
        return {g, join};
    }
    Block block(int depth) {
        if (depth <= 0) return roll(4) ? task() : roll(2) ? automatic() : wait();
        switch (roll(10)) {
            case 0: return gateway(depth, "exclusiveGateway");
            case 1: return gateway(depth, "parallelGateway");
            case 2: return gateway(depth, "inclusiveGateway");
            case 3: return loop(depth);
            case 4: return guarded();
            case 5: return several();
            case 6: return race();
            default: return sequence(depth);
        }
    }

    std::mt19937 dice_;
    Sketch sketch_;
    int last_ = 0;
};

// One thing that may happen now, chosen at random.
std::string live(Town& t, Blocks& dice) {
    std::vector<std::function<std::string()>> all;
    for (const auto& [id, w] : t.state.work)
        all.push_back([&, work = id, by = w.role == "justice" ? "an" : "dung"] {
            const WorkItem item = t.state.work.at(work);
            const bool yes = item.outcomes.size() < 2 || dice.roll(3) != 0;
            return t.complete(
                by, work, yes ? "ok" : "refuse",
                {{"rest", std::to_string(1 + dice.roll(2))}, {"big", dice.roll(2) == 0}},
                yes ? std::vector<std::string>{} : std::vector<std::string>{"vì sao"});
        });
    for (const Awaited& a : t.state.awaited)
        all.push_back([&, message = a.message] { return t.deliver(message); });
    if (const auto due = next_due(t.state))
        all.push_back([&, due] {
            t.now = std::max(t.now, *due);
            return t.tick();
        });
    if (all.empty()) return "nothing";
    return all[dice.roll(static_cast<uint32_t>(all.size()))]();
}

TEST(Random, SoundProcessesLivedAtRandom) {
    size_t most = 0, lived = 0, complete = 0;
    for (uint32_t seed = 1; seed <= 80; ++seed) {
        Blocks blocks(seed);
        Town t(blocks.process());
        const auto& program = *t.plan->procedure("T")->program;
        Diagnostics d;
        const auto report = bpmn::sound(program, d, 5'000);
        ASSERT_TRUE(report.sound) << "seed " << seed << ": " << to_text(d.all().front());
        complete += report.complete;
        for (int run = 0; run < 3; ++run) {
            State again;
            size_t told = 0;
            if (t.start({{"rest", std::string("1")}}).empty() && t.state.running.empty()) continue;
            for (int moves = 0; !t.state.running.empty(); ++moves) {
                ASSERT_LT(moves, 3'000) << "seed " << seed;
                const std::string what = live(t, blocks);
                ASSERT_NE(what, "nothing") << "seed " << seed << ": waits for ever";
                ASSERT_EQ(t.refused, "") << "seed " << seed;
                for (; told < t.all.size(); ++told) {
                    const auto fact = wire::decode<Fact>(wire::encode(t.all[told]));
                    ASSERT_TRUE(fact.ok()) << fact.error().message;
                    again.apply(fact.value());
                }
                ASSERT_EQ(wire::encode(again), wire::encode(t.state)) << "seed " << seed;
                if (!t.state.running.empty())
                    most = std::max(most, t.state.running.begin()->second.tokens.tokens.size());
                ++lived;
            }
            t.all.clear();
            t.state = State{};
        }
    }
    EXPECT_LE(most, limits::kTokens);
    EXPECT_GT(most, 4u);  // or nothing was tried
    EXPECT_GT(lived, 1'000u);
    EXPECT_GT(complete, 60u);
}

}  // namespace
}  // namespace ss::flow
