#include "bpmn/step.h"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.h"
#include "bpmn/testing.h"

namespace ss::bpmn {
namespace {

using testing::Sketch;

// Plays a program by the ids of its nodes; conditions hold by the target's id.
class Player final : public Sink {
  public:
    explicit Player(const Sketch& sketch) {
        Diagnostics d;
        program = sketch.load(d);
        EXPECT_TRUE(program) << (d.all().empty() ? "" : to_text(d.all()[0]));
    }
    std::string begin() { return move({Move::Kind::begin, 0, kNone}); }
    std::string done(const std::string& id) {
        return move({Move::Kind::complete, token(id), kNone});
    }
    std::string event(const std::string& id, const std::string& on) {
        return move({Move::Kind::trigger, token(on), *program->find(id)});
    }
    std::string move(Move m) {
        outcome = step(*program, tokens, m, *this);
        std::string all;
        std::multiset<std::string> at;
        for (const Token& t : tokens.tokens) at.insert(program->info(t.node).id);
        for (const auto& id : at) all += (all.empty() ? "" : " ") + id;
        return tokens.over() ? "over" : all;
    }
    uint32_t token(const std::string& id) const {
        for (const Token& t : tokens.tokens)
            if (program->info(t.node).id == id) return t.id;
        return 0;
    }

    ProgramPtr program;
    Tokens tokens;
    Outcome outcome = Outcome::ok;
    std::set<std::string> chosen;  // targets whose conditions hold
    size_t instances = 2;
    bool is_enough = false;
    std::string gone;  // ids of what was cancelled
    bool was_stuck = false;

  private:
    EdgeIx choose(NodeIx n, uint32_t frame) override {
        const Node& node = program->node(n);
        for (size_t i = 0; i < node.outs; ++i)
            if (takes(static_cast<EdgeIx>(node.first_out + i), frame))
                return static_cast<EdgeIx>(node.first_out + i);
        return node.default_edge;
    }
    bool takes(EdgeIx e, uint32_t) override {
        return chosen.contains(program->info(program->edge(e).to).id);
    }
    size_t count(NodeIx, uint32_t) override { return instances; }
    bool enough(NodeIx, uint32_t, size_t) override { return is_enough; }
    void entered(const Token&) override {}
    void left(const Token& t, bool done) override {
        if (!done) gone += program->info(t.node).id + " ";
    }
    void passed(NodeIx, uint32_t) override {}
    void opened(const Frame&) override {}
    void closed(const Frame&) override {}
    void uncaught(NodeIx) override { gone += "uncaught "; }
    void stuck(const Token&) override { was_stuck = true; }
};

TEST(Step, AParallelJoinWaitsForEveryWay) {
    Sketch s;
    s.start("s");
    s.node("parallelGateway", "fork");
    for (const char* id : {"a", "b", "c"}) s.user(id);
    s.node("parallelGateway", "join");
    s.user("d");
    s.flow("s", "fork");
    for (const char* id : {"a", "b", "c"}) {
        s.flow("fork", id);
        s.flow(id, "join");
    }
    s.flow("join", "d");
    Player p(s);
    EXPECT_EQ(p.begin(), "a b c");
    EXPECT_EQ(p.done("b"), "a c join");
    EXPECT_EQ(p.done("a"), "c join join");
    EXPECT_EQ(p.done("c"), "d");
    EXPECT_EQ(p.done("d"), "over");
    EXPECT_EQ(p.done("d"), "over");
    EXPECT_EQ(p.outcome, Outcome::no_such);
}

Sketch inclusive() {
    Sketch s;
    s.start("s");
    s.node("inclusiveGateway", "fork", "", "default=\"fork-c\"");
    for (const char* id : {"a", "b", "c"}) s.user(id);
    s.node("inclusiveGateway", "join");
    s.user("d");
    s.flow("s", "fork");
    for (const char* id : {"a", "b", "c"}) {
        s.flow("fork", id, id == std::string("c") ? "" : "=x");
        s.flow(id, "join");
    }
    s.flow("join", "d");
    return s;
}

TEST(Step, AnInclusiveJoinWaitsForWhatCanStillCome) {
    Player two(inclusive());
    two.chosen = {"a", "b"};
    EXPECT_EQ(two.begin(), "a b");
    EXPECT_EQ(two.done("a"), "b join");
    EXPECT_EQ(two.done("b"), "d");
    Player one(inclusive());
    one.chosen = {"b"};
    EXPECT_EQ(one.begin(), "b");
    EXPECT_EQ(one.done("b"), "d");
    Player none(inclusive());
    EXPECT_EQ(none.begin(), "c");
    EXPECT_EQ(none.done("c"), "d");
}

// One branch may leave before the join: then the join must not wait for it.
TEST(Step, AnInclusiveJoinFiresWhenABranchEndsElsewhere) {
    Sketch s = inclusive();
    s.node("exclusiveGateway", "x", "", "default=\"x-e\"");
    s.user("late");
    s.end("e");
    s.timer("boundaryEvent", "out", "P1D", "attachedToRef=\"a\"");
    s.flow("out", "x");
    s.flow("x", "late", "=y");
    s.flow("x", "e");
    s.flow("late", "join");
    Player p(s);
    p.chosen = {"a", "b"};
    EXPECT_EQ(p.begin(), "a b");
    EXPECT_EQ(p.done("b"), "a join");
    EXPECT_EQ(p.event("out", "a"), "d");  // a's token has ended: nothing more can come

    Player q(s);
    q.chosen = {"a", "b", "late"};
    q.begin();
    q.done("b");
    EXPECT_EQ(q.event("out", "a"), "join late");  // it may still come, round the back
    EXPECT_EQ(q.done("late"), "d");
}

// The join lies in a loop: a token beyond it that could come round does not hold it up, as it
// would have to pass the join's own output first.
TEST(Step, AnInclusiveJoinInALoop) {
    Sketch s;
    s.start("s");
    s.node("inclusiveGateway", "join");
    s.user("a");
    s.node("exclusiveGateway", "again", "", "default=\"again-e\"");
    s.end("e");
    s.flow("s", "join");
    s.flow("join", "a");
    s.flow("a", "again");
    s.flow("again", "join", "=x");
    s.flow("again", "e");
    Player p(s);
    EXPECT_EQ(p.begin(), "a");
    p.chosen = {"join"};
    EXPECT_EQ(p.done("a"), "a");
    p.chosen = {};
    EXPECT_EQ(p.done("a"), "over");
}

TEST(Step, AnExclusiveGatewayWithNoWayOnKeepsItsToken) {
    Sketch s;
    s.start("s");
    s.node("exclusiveGateway", "g");
    s.user("a");
    s.user("b");
    s.flow("s", "g");
    s.flow("g", "a", "=x");
    s.flow("g", "b", "=y");
    Player p(s);
    EXPECT_EQ(p.begin(), "g");
    EXPECT_TRUE(p.was_stuck);
}

TEST(Step, ATimerOnASubProcessTakesAllOutOfIt) {
    Sketch s;
    s.start("s");
    s.node("subProcess", "sub",
           "<bpmn:startEvent id='t'/><bpmn:parallelGateway id='f'/><bpmn:userTask id='a'>"
           "<bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups='r'/>"
           "</bpmn:extensionElements></bpmn:userTask><bpmn:userTask id='b'><bpmn:extensionElements>"
           "<zeebe:assignmentDefinition candidateGroups='r'/></bpmn:extensionElements>"
           "</bpmn:userTask><bpmn:sequenceFlow id='1' sourceRef='t' targetRef='f'/>"
           "<bpmn:sequenceFlow id='2' sourceRef='f' targetRef='a'/>"
           "<bpmn:sequenceFlow id='3' sourceRef='f' targetRef='b'/>");
    s.timer("boundaryEvent", "late", "P1D", "attachedToRef=\"sub\"");
    s.timer("boundaryEvent", "soon", "PT1H", "attachedToRef=\"sub\" cancelActivity=\"false\"");
    for (const char* id : {"x", "y", "z"}) s.user(id);
    s.flow("s", "sub");
    s.flow("sub", "x");
    s.flow("late", "y");
    s.flow("soon", "z");
    Player p(s);
    EXPECT_EQ(p.begin(), "a b sub");
    EXPECT_EQ(p.done("a"), "b sub");
    EXPECT_EQ(p.event("soon", "sub"), "b sub z");
    EXPECT_EQ(p.event("soon", "sub"), "b sub z");  // once for each time the activity runs
    EXPECT_EQ(p.outcome, Outcome::no_such);
    EXPECT_EQ(p.event("late", "sub"), "y z");
    EXPECT_EQ(p.gone, "b sub ");
    Player q(s);
    q.begin();
    q.done("a");
    EXPECT_EQ(q.done("b"), "x");
}

TEST(Step, AnErrorGoesOutwardToWhoCatchesIt) {
    Sketch s;
    s.head("<bpmn:error id='E' errorCode='late'/><bpmn:error id='O' errorCode='other'/>");
    s.start("s");
    s.node("subProcess", "outer",
           "<bpmn:startEvent id='t'/><bpmn:subProcess id='inner'><bpmn:startEvent id='u'/>"
           "<bpmn:endEvent id='err'><bpmn:errorEventDefinition errorRef='E'/></bpmn:endEvent>"
           "<bpmn:sequenceFlow id='1' sourceRef='u' targetRef='err'/></bpmn:subProcess>"
           "<bpmn:boundaryEvent id='wrong' attachedToRef='inner'><bpmn:errorEventDefinition "
           "errorRef='O'/></bpmn:boundaryEvent>"
           "<bpmn:sequenceFlow id='2' sourceRef='t' targetRef='inner'/>");
    s.node("boundaryEvent", "right", "<bpmn:errorEventDefinition errorRef='E'/>",
           "attachedToRef=\"outer\"");
    s.user("a");
    s.flow("s", "outer");
    s.flow("right", "a");
    Player p(s);
    EXPECT_EQ(p.begin(), "a");
    EXPECT_EQ(p.gone, "inner outer ");
}

TEST(Step, TerminateEndsItsScopeOnly) {
    Sketch s;
    s.start("s");
    s.node("subProcess", "sub",
           "<bpmn:startEvent id='t'/><bpmn:parallelGateway id='f'/>"
           "<bpmn:userTask id='a'><bpmn:extensionElements><zeebe:assignmentDefinition "
           "candidateGroups='r'/></bpmn:extensionElements></bpmn:userTask>"
           "<bpmn:endEvent id='all'><bpmn:terminateEventDefinition/></bpmn:endEvent>"
           "<bpmn:sequenceFlow id='1' sourceRef='t' targetRef='f'/>"
           "<bpmn:sequenceFlow id='2' sourceRef='f' targetRef='a'/>"
           "<bpmn:sequenceFlow id='3' sourceRef='f' targetRef='all'/>");
    s.user("b");
    s.flow("s", "sub");
    s.flow("sub", "b");
    Player p(s);
    EXPECT_EQ(p.begin(), "b");
    EXPECT_EQ(p.gone, "a ");
}

Sketch several(bool sequential) {
    Sketch s;
    s.start("s");
    s.raw(
        "<bpmn:userTask id='a'><bpmn:extensionElements><zeebe:assignmentDefinition "
        "candidateGroups='r'/></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics" +
        std::string(sequential ? " isSequential='true'" : "") +
        "><bpmn:loopCardinality>=n</bpmn:loopCardinality><bpmn:completionCondition>=enough"
        "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>");
    s.user("b");
    s.flow("s", "a");
    s.flow("a", "b");
    return s;
}

TEST(Step, SeveralInstancesSideBySide) {
    Player p(several(false));
    p.instances = 3;
    EXPECT_EQ(p.begin(), "a a a a#several");
    EXPECT_EQ(p.done("a"), "a a a#several");
    EXPECT_EQ(p.done("a"), "a a#several");
    EXPECT_EQ(p.done("a"), "b");
    Player enough(several(false));
    enough.begin();
    enough.is_enough = true;
    EXPECT_EQ(enough.done("a"), "b");
    EXPECT_EQ(enough.gone, "a ");
    Player none(several(false));
    none.instances = 0;
    EXPECT_EQ(none.begin(), "b");
}

TEST(Step, SeveralInstancesOneAfterTheOther) {
    Player p(several(true));
    EXPECT_EQ(p.begin(), "a a#several");
    EXPECT_EQ(p.done("a"), "a a#several");
    EXPECT_EQ(p.done("a"), "b");
    Player enough(several(true));
    enough.begin();
    enough.is_enough = true;
    EXPECT_EQ(enough.done("a"), "b");
}

TEST(Step, ALinkLeadsOnAtTheSameLevel) {
    Sketch s;
    s.start("s");
    s.node("intermediateThrowEvent", "from", "<bpmn:linkEventDefinition name='L'/>");
    s.node("intermediateCatchEvent", "to", "<bpmn:linkEventDefinition name='L'/>");
    s.user("a");
    s.flow("s", "from");
    s.flow("to", "a");
    Player p(s);
    EXPECT_EQ(p.begin(), "a");
}

TEST(Step, TokensUpToTheLimit) {
    for (const size_t n : {limits::kTokens - 1, limits::kTokens}) {  // and one that waits outside
        Player p(several(false));
        p.instances = n;
        p.begin();
        EXPECT_EQ(p.outcome, n < limits::kTokens ? Outcome::ok : Outcome::too_many_tokens);
        if (n < limits::kTokens) {
            EXPECT_EQ(p.tokens.tokens.size(), limits::kTokens);
        }
    }
}

TEST(Step, ALoopInWhichNothingWaitsIsStopped) {
    Sketch s;
    s.start("s");
    s.node("exclusiveGateway", "g");
    s.service("again", "publish");
    s.flow("s", "g");
    s.flow("g", "again");
    s.flow("again", "g");
    Player p(s);
    p.begin();
    EXPECT_EQ(p.outcome, Outcome::endless);
}

}  // namespace
}  // namespace ss::bpmn
