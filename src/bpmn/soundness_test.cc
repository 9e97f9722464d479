#include "bpmn/soundness.h"

#include <gtest/gtest.h>

#include "bpmn/conditions.h"
#include "bpmn/testing.h"

namespace ss::bpmn {
namespace {

using testing::Sketch;

struct Verdict {
    SoundnessReport report;
    std::string codes;
    std::string texts;
};

Verdict judge(const Sketch& s, size_t budget = 200'000) {
    Diagnostics d;
    const auto p = s.load(d);
    Verdict v;
    if (p) v.report = sound(*p, d, budget);
    for (const auto& x : d.all()) {
        v.codes += x.code + " ";
        v.texts += to_text(x) + "\n";
    }
    return v;
}

// split -> a, b -> join -> end
Sketch diamond(const char* split, const char* join) {
    Sketch s;
    s.start("s");
    s.user("first", "justice", "ok,refuse");
    s.node(split, "Cổng chia", "",
           split == std::string("parallelGateway") ? "" : "default=\"Cổng chia-Nhánh B\"");
    s.user("Nhánh A");
    s.user("Nhánh B");
    s.node(join, "Gộp");
    s.user("last");
    s.end("e");
    s.flow("s", "first");
    s.flow("first", "Cổng chia");
    s.flow("Cổng chia", "Nhánh A",
           split == std::string("parallelGateway") ? "" : "=outcome = \"ok\"");
    s.flow("Cổng chia", "Nhánh B");
    s.flow("Nhánh A", "Gộp");
    s.flow("Nhánh B", "Gộp");
    s.flow("Gộp", "last");
    s.flow("last", "e");
    return s;
}

TEST(Sound, WhatMatches) {
    for (const auto& [split, join] : std::vector<std::pair<const char*, const char*>>{
             {"exclusiveGateway", "exclusiveGateway"},
             {"parallelGateway", "parallelGateway"},
             {"inclusiveGateway", "inclusiveGateway"},
             {"exclusiveGateway", "inclusiveGateway"},
             {"parallelGateway", "inclusiveGateway"}}) {
        const auto v = judge(diamond(split, join));
        EXPECT_TRUE(v.report.sound) << split << " " << join << "\n" << v.texts;
        EXPECT_TRUE(v.report.complete);
        EXPECT_EQ(v.codes, "");
    }
}

TEST(Sound, AnExclusiveSplitBeforeAParallelJoinIsRefusedWithItsPath) {
    const auto v = judge(diamond("exclusiveGateway", "parallelGateway"));
    EXPECT_FALSE(v.report.sound);
    EXPECT_EQ(v.codes, "bpmn.deadlock ");
    EXPECT_NE(
        v.texts.find("s -> first -> Cổng chia -> Nhánh A -> Gộp: waits here for ever; nothing "
                     "comes from Nhánh B"),
        std::string::npos)
        << v.texts;
    EXPECT_NE(v.texts.find("P.bpmn:9:"), std::string::npos) << v.texts;
}

TEST(Sound, AnInclusiveSplitBeforeAParallelJoinIsRefused) {
    EXPECT_EQ(judge(diamond("inclusiveGateway", "parallelGateway")).codes, "bpmn.deadlock ");
}

TEST(Sound, AParallelSplitBeforeAnExclusiveJoinIsNotSafe) {
    const auto v = judge(diamond("parallelGateway", "exclusiveGateway"));
    EXPECT_EQ(v.codes, "bpmn.not_safe ") << v.texts;
    EXPECT_NE(v.texts.find("two tokens come to last"), std::string::npos) << v.texts;
    // Behind an inclusive gateway the default is taken alone.
    EXPECT_TRUE(judge(diamond("inclusiveGateway", "exclusiveGateway")).report.sound);
    Sketch two = diamond("inclusiveGateway", "exclusiveGateway");
    two.user("Nhánh C");
    two.flow("Cổng chia", "Nhánh C", "=big");
    two.flow("Nhánh C", "Gộp");
    EXPECT_EQ(judge(two).codes, "bpmn.not_safe ");
}

TEST(Sound, AServiceRunTwiceInOneMomentIsSeen) {
    Sketch s;
    s.start("s");
    s.node("parallelGateway", "fork");
    s.service("number", "paper.number");
    s.service("first", "publish");
    s.flow("s", "fork");
    s.flow("fork", "first");
    s.flow("fork", "number");
    s.flow("first", "number");
    EXPECT_EQ(judge(s).codes, "bpmn.not_safe ");
}

TEST(Sound, AServiceRunTwiceSideBySideIsSeenThoughItNeverWaits) {
    Sketch s;
    s.start("s");
    s.node("parallelGateway", "fork");
    s.user("a");
    s.user("b");
    s.service("number", "paper.number");
    s.flow("s", "fork");
    s.flow("fork", "a");
    s.flow("fork", "b");
    s.flow("a", "number");
    s.flow("b", "number");
    EXPECT_EQ(judge(s).codes, "bpmn.not_safe ");
}

TEST(Sound, BranchesMayEndEachForItself) {
    Sketch s;
    s.start("s");
    s.node("parallelGateway", "fork");
    s.user("a");
    s.user("b");
    s.end("e");
    s.flow("s", "fork");
    s.flow("fork", "a");
    s.flow("fork", "b");
    s.flow("a", "e");
    s.flow("b", "e");
    EXPECT_TRUE(judge(s).report.sound);
}

TEST(Sound, ALoopThatMultipliesTokensIsSeen) {
    Sketch s;
    s.start("s");
    s.user("a");
    s.node("parallelGateway", "fork");
    s.user("b");
    s.end("e");
    s.flow("s", "a");
    s.flow("a", "fork");
    s.flow("fork", "a");
    s.flow("fork", "b");
    s.flow("b", "e");
    const auto v = judge(s);
    EXPECT_TRUE(v.report.complete);
    EXPECT_TRUE(v.codes.starts_with("bpmn.not_safe ")) << v.texts;
}

TEST(Sound, ALoopWithoutAWayOut) {
    Sketch s;
    s.start("s");
    s.user("a");
    s.user("b");
    s.flow("s", "a");
    s.flow("a", "b");
    s.flow("b", "a");
    const auto v = judge(s);
    EXPECT_EQ(v.codes, "bpmn.no_way_out ");
    EXPECT_NE(v.texts.find("s -> a: from here"), std::string::npos) << v.texts;
}

TEST(Sound, ALoopOfGatewaysAloneEndsTheSearch) {
    Sketch s;
    s.start("s");
    s.node("exclusiveGateway", "g", "", "default=\"g-h\"");
    s.node("exclusiveGateway", "h", "", "default=\"h-g\"");
    s.user("a");
    s.flow("s", "g");
    s.flow("g", "h");
    s.flow("g", "a", "=x");
    s.flow("h", "g");
    s.flow("h", "a", "=y");
    const auto v = judge(s);
    EXPECT_TRUE(v.report.complete && v.report.sound) << v.texts;
}

TEST(Sound, WhatCanNeverBeReached) {
    Sketch s;
    s.start("s");
    s.user("a");
    s.end("e");
    s.user("island");
    s.end("f");
    s.flow("s", "a");
    s.flow("a", "e");
    s.flow("island", "f");
    EXPECT_EQ(judge(s).codes, "bpmn.dead_node bpmn.dead_node ");
}

TEST(Sound, AnErrorNobodyCatches) {
    Sketch s;
    s.head("<bpmn:error id='E' errorCode='late'/>");
    s.start("s");
    s.user("a");
    s.node("endEvent", "err", "<bpmn:errorEventDefinition errorRef='E'/>");
    s.flow("s", "a");
    s.flow("a", "err");
    EXPECT_EQ(judge(s).codes, "bpmn.uncaught_error ");
}

TEST(Sound, EventsMayComeOrNot) {
    Sketch s;
    s.start("s");
    s.user("a");
    s.timer("boundaryEvent", "remind", "PT1H", "attachedToRef=\"a\" cancelActivity=\"false\"");
    s.timer("boundaryEvent", "late", "P1D", "attachedToRef=\"a\"");
    s.user("b");
    s.service("tell", "citizen.notify");
    s.end("e");
    s.flow("s", "a");
    s.flow("a", "e");
    s.flow("remind", "tell");
    s.flow("tell", "e");
    s.flow("late", "b");
    s.flow("b", "a");
    const auto v = judge(s);
    EXPECT_TRUE(v.report.sound && v.report.complete) << v.texts;
}

TEST(Sound, SeveralInstances) {
    for (const char* sequential : {"false", "true"}) {
        Sketch s;
        s.start("s");
        s.raw(
            "<bpmn:userTask id='a'><bpmn:extensionElements><zeebe:assignmentDefinition "
            "candidateGroups='r'/></bpmn:extensionElements>"
            "<bpmn:multiInstanceLoopCharacteristics isSequential='" +
            std::string(sequential) +
            "'><bpmn:loopCardinality>3</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>");
        s.flow("s", "a");
        const auto v = judge(s);
        EXPECT_TRUE(v.report.sound && v.report.complete) << v.texts;
    }
}

TEST(Sound, PastTheBudgetItSaysSo) {
    Sketch s;
    s.start("s");
    s.node("parallelGateway", "fork");
    s.node("parallelGateway", "join");
    s.flow("s", "fork");
    for (int i = 0; i < 12; ++i) {
        const std::string id = "t" + std::to_string(i);
        s.user(id);
        s.flow("fork", id);
        s.flow(id, "join");
    }
    EXPECT_EQ(judge(s).codes, "");
    const auto v = judge(s, 1'000);
    EXPECT_FALSE(v.report.complete);
    EXPECT_EQ(v.codes, "bpmn.too_complex ");
}

Sketch asks(const char* outcomes, const std::vector<const char*>& conditions,
            const char* attributes = "") {
    Sketch s;
    s.start("s");
    s.user("a", "justice", outcomes);
    s.node("exclusiveGateway", "g", "", attributes);
    s.flow("s", "a");
    s.flow("a", "g");
    for (size_t i = 0; i < conditions.size(); ++i) {
        const std::string id = "t" + std::to_string(i);
        s.user(id);
        s.flow("g", id, conditions[i]);
    }
    return s;
}

TEST(Sound, ConditionsAndOutcomesFit) {
    EXPECT_EQ(judge(asks("ok,refuse", {"=outcome = \"ok\"", "=outcome = \"refuse\""})).codes, "");
    EXPECT_EQ(judge(asks("ok,refuse", {"=outcome in (\"ok\", \"refuse\")", "=big"})).codes, "");
    EXPECT_EQ(judge(asks("ok", {"=big", "=not(big)"})).codes, "");
    EXPECT_EQ(judge(asks("ok,refuse", {"=outcome = \"ok\"", "=big"})).codes,
              "bpmn.not_exhaustive ");
    EXPECT_EQ(judge(asks("ok,refuse", {"=outcome = \"ok\"", ""}, "default=\"g-t1\"")).codes, "");
    const auto v = judge(asks("ok,refuse", {"=outcome = \"okay\"", ""}, "default=\"g-t1\""));
    EXPECT_EQ(v.codes, "bpmn.unknown_outcome ");
    EXPECT_FALSE(v.report.sound);
    EXPECT_NE(v.texts.find("offered there: \"ok\", \"refuse\""), std::string::npos) << v.texts;
}

TEST(Conditions, WhatTheyName) {
    using Set = std::set<std::string>;
    EXPECT_EQ(outcomes_named("=outcome = \"a\" and x"), Set{"a"});
    EXPECT_EQ(outcomes_named("=outcome != \"a\" or outcome in [\"b\", \"c\"]"),
              (Set{"a", "b", "c"}));
    EXPECT_EQ(outcomes_named("=my_outcome = \"a\""), Set{});
    EXPECT_EQ(outcomes_taken("= outcome=\"a\" or outcome = \"b\""), (Set{"a", "b"}));
    EXPECT_EQ(outcomes_taken("=outcome = \"a\" and x"), std::nullopt);
    EXPECT_EQ(outcomes_taken(""), std::nullopt);
}

}  // namespace
}  // namespace ss::bpmn
