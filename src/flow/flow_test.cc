#include <gtest/gtest.h>

#include "base/limits.h"
#include "flow/testing.h"

namespace ss::flow {
namespace {

using bpmn::testing::Sketch;
using testing::at;
using testing::clock;
using testing::Town;

// verify -(ok)-> sign -> resolve -> end; -(supplement)-> ask, wait, verify; -(refuse)-> refuse,
// end.
Sketch counter() {
    Sketch s;
    s.start("s");
    s.user("verify", "justice", "ok,supplement,refuse", Sketch::property("limit", "PT4H"));
    s.node("exclusiveGateway", "which", "", "default=\"which-sign\"");
    s.service("ask", "dossier.ask_supplement");
    s.message("intermediateCatchEvent", "wait", "dossier.supplemented");
    s.service("no", "dossier.refuse");
    s.end("refused");
    s.user("sign", "leader");
    s.service("resolve", "dossier.resolve");
    s.end("granted");
    s.flow("s", "verify");
    s.flow("verify", "which");
    s.flow("which", "ask", "=outcome = \"supplement\"");
    s.flow("ask", "wait");
    s.flow("wait", "verify");
    s.flow("which", "no", "=outcome = \"refuse\"");
    s.flow("no", "refused");
    s.flow("which", "sign");
    s.flow("sign", "resolve");
    s.flow("resolve", "granted");
    return s;
}

TEST(Flow, FromReceptionToResult) {
    Town t(counter());
    EXPECT_EQ(t.start(), "offer 1 verify");
    EXPECT_EQ(t.state.work.at({1}).due, at(0, clock("14:00")));
    EXPECT_EQ(t.complete("an", {1}, "supplement", {}, {"thiếu giấy chứng sinh"}),
              "done verify, await dossier.supplemented, call dossier.ask_supplement");
    const auto& called = std::get<ServiceCalled>(t.all.back());
    EXPECT_EQ(called.reasons, std::vector<std::string>{"thiếu giấy chứng sinh"});
    EXPECT_EQ(called.by, "an");
    EXPECT_EQ(t.deliver("dossier.paid"), "");
    EXPECT_EQ(t.deliver("dossier.supplemented"), "got dossier.supplemented, offer 2 verify");
    EXPECT_EQ(t.complete("binh", {2}), "done verify, offer 3 sign");
    EXPECT_EQ(t.complete("chi", {3}), "done sign, call dossier.resolve, end granted");
    EXPECT_TRUE(t.state.running.empty());
    EXPECT_TRUE(t.state.work.empty());
    EXPECT_TRUE(t.replays());
}

TEST(Flow, RefusesWhatAnOfficerMayNot) {
    Town t(counter());
    t.start();
    const auto refused = [&](const Code& by, const Command& c) {
        const size_t before = t.all.size();
        t.ask(by, c);
        EXPECT_EQ(t.all.size() > before, t.refused.empty());
        return t.refused;
    };
    EXPECT_EQ(refused("an", Take{{9}}), "work.not_found");
    EXPECT_EQ(refused("dung", Take{{1}}), "work.not_your_role");
    EXPECT_EQ(refused("nobody", Take{{1}}), "work.not_your_role");
    EXPECT_EQ(refused("an", Release{{1}}), "work.not_taken");
    EXPECT_EQ(refused("an", Take{{1}}), "");
    EXPECT_EQ(refused("an", Take{{1}}), "work.yours_already");
    EXPECT_EQ(refused("binh", Take{{1}}), "work.taken_by_other");
    EXPECT_EQ(refused("binh", Release{{1}}), "work.taken_by_other");
    EXPECT_EQ(refused("binh", Complete{{1}, "ok", {}, {}, ""}), "work.taken_by_other");
    EXPECT_EQ(refused("an", HandOver{{1}, "an"}), "work.to_yourself");
    EXPECT_EQ(refused("an", HandOver{{1}, "zoe"}), "work.no_such_officer");
    EXPECT_EQ(refused("an", HandOver{{1}, "dung"}), "work.not_their_role");
    EXPECT_EQ(refused("an", HandOver{{1}, "binh"}), "");
    EXPECT_EQ(t.state.work.at({1}).taken_by, "binh");
    EXPECT_EQ(refused("binh", Release{{1}}), "");
    EXPECT_EQ(refused("an", Complete{{1}, "maybe", {}, {}, ""}), "work.no_such_outcome");
    EXPECT_EQ(refused("an", Complete{{1}, "refuse", {}, {}, ""}), "work.no_reason");
    EXPECT_EQ(refused("an", Complete{{1}, "supplement", {}, {""}, ""}), "work.no_reason");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {{"citizen", std::string("x")}}, {}, ""}),
              "work.no_such_variable");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {{"other", true}}, {}, ""}),
              "work.no_such_variable");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {{"big", int64_t{1}}}, {}, ""}), "work.wrong_type");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {{"copies", true}}, {}, ""}), "work.wrong_type");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {{"colour", std::string("blue")}}, {}, ""}),
              "work.no_such_choice");
    EXPECT_EQ(
        refused("an", Complete{{1}, "ok", {{"rest", std::string(limits::kText + 1, 'x')}}, {}, ""}),
        "work.too_long");
    EXPECT_EQ(refused("an", Complete{{1}, "ok", {}, {}, std::string(limits::kText + 1, 'x')}),
              "work.too_long");
    Data many;
    for (size_t i = 0; i <= limits::kData; ++i) many["v" + std::to_string(i)] = true;
    EXPECT_EQ(refused("an", Complete{{1}, "ok", many, {}, ""}), "work.too_much_data");
    EXPECT_EQ(refused("an", Complete{{1},
                                     "ok",
                                     {{"colour", std::string("red")},
                                      {"copies", int64_t{2}},
                                      {"rest", std::string(limits::kText, 'x')}},
                                     {},
                                     std::string(limits::kText, 'x')}),
              "");
    EXPECT_EQ(t.state.running.at({1}).data.at("copies"), Value(int64_t{2}));
    t.org.officers["chi"].token_broken = true;
    EXPECT_EQ(refused("chi", Complete{{2}, "ok", {}, {}, ""}), "work.no_signature");
    EXPECT_TRUE(t.replays());
}

TEST(Flow, StandsInForWhoIsAwayOnlyByRole) {
    Town t(counter());
    t.start();
    t.org.officers["binh"].away_until = at(3, 0);
    t.ask("an", HandOver{{1}, "binh"});
    EXPECT_EQ(t.refused, "work.not_their_role");
}

TEST(Flow, ABoundaryTimerInterruptsOrDoesNot) {
    Sketch s;
    s.start("s");
    s.user("visit", "justice");
    s.timer("boundaryEvent", "remind", "PT2H", "attachedToRef=\"visit\" cancelActivity=\"false\"");
    s.timer("boundaryEvent", "late", "P1D", "attachedToRef=\"visit\"");
    s.service("tell", "citizen.notify",
              Sketch::property("message", "=&quot;later &quot; + colour"));
    s.end("told");
    s.end("done");
    s.user("lead", "leader");
    s.flow("s", "visit");
    s.flow("visit", "done");
    s.flow("remind", "tell");
    s.flow("tell", "told");
    s.flow("late", "lead");
    Town t(s);
    EXPECT_EQ(t.start({{"colour", std::string("red")}}), "offer 1 visit, arm remind, arm late");
    EXPECT_EQ(next_due(t.state), at(0, clock("10:00")));
    EXPECT_EQ(t.tick(), "");
    t.now = at(0, clock("10:00"));
    EXPECT_EQ(t.tick(), "fire remind, call citizen.notify");
    EXPECT_EQ(std::get<ServiceCalled>(t.all.back()).properties.at("message"), "later red");
    EXPECT_EQ(t.state.work.size(), 1u);
    EXPECT_EQ(next_due(t.state), at(1, clock("17:00")));
    t.now = at(2, clock("08:00"));
    EXPECT_EQ(t.tick(), "fire late, cancel 1, offer 2 lead");
    EXPECT_EQ(next_due(t.state), std::nullopt);
    EXPECT_TRUE(t.replays());
}

TEST(Flow, CalendarTimeCountsTheNight) {
    Sketch s;
    s.start("s");
    s.node("intermediateCatchEvent", "wait",
           "<bpmn:extensionElements><zeebe:properties>" + Sketch::property("time", "calendar") +
               "</zeebe:properties></bpmn:extensionElements><bpmn:timerEventDefinition>"
               "<bpmn:timeDuration>P1DT12H</bpmn:timeDuration></bpmn:timerEventDefinition>");
    s.flow("s", "wait");
    Town t(s);
    t.start();
    EXPECT_EQ(next_due(t.state), at(1, clock("20:00")));
}

TEST(Flow, TimersFireOldestFirstAndAtMostSoMany) {
    Sketch s;
    s.start("s");
    s.timer("intermediateCatchEvent", "wait", "PT1H");
    s.flow("s", "wait");
    Town t(s);
    for (uint32_t n : {3u, 1u, 2u}) t.start({}, {n});
    t.now = at(0, clock("09:00"));
    testing::Record record(t.state);
    EXPECT_EQ(decide_due(t.state, *t.plan, t.now, 2, record), 2u);
    EXPECT_EQ(std::get<TimerFired>(record.facts[0]).dossier, DossierId{1});
    EXPECT_EQ(t.state.running.size(), 1u);
    EXPECT_TRUE(t.state.running.contains({3}));
}

TEST(Flow, AnEventGatewayTakesTheFirst) {
    Sketch s;
    s.start("s");
    s.node("eventBasedGateway", "g");
    s.message("intermediateCatchEvent", "answer", "exchange.answered");
    s.timer("intermediateCatchEvent", "late", "P3D");
    s.user("a");
    s.user("b");
    s.flow("s", "g");
    s.flow("g", "answer");
    s.flow("g", "late");
    s.flow("answer", "a");
    s.flow("late", "b");
    Town t(s);
    EXPECT_EQ(t.start(), "await exchange.answered, arm late");
    EXPECT_EQ(t.deliver("exchange.answered", {{"answer", std::string("yes")}}),
              "got exchange.answered, offer 1 a");
    EXPECT_EQ(t.state.running.at({1}).data.at("answer"), Value(std::string("yes")));
    EXPECT_TRUE(t.state.timers.empty());
    EXPECT_TRUE(t.replays());
}

TEST(Flow, SeveralInstancesOverAList) {
    Sketch s;
    s.start("s");
    s.raw(
        "<bpmn:sendTask id='ask'><bpmn:extensionElements><zeebe:taskDefinition "
        "type='exchange.send'/><zeebe:properties><zeebe:property name='to' value='=agency'/>"
        "<zeebe:property name='nr' value='=loopCounter'/></zeebe:properties>"
        "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        "<zeebe:loopCharacteristics inputCollection='=[\"tax\", \"land-office\"]' "
        "inputElement='agency'/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
        "</bpmn:sendTask>");
    s.end("e");
    s.flow("s", "ask");
    s.flow("ask", "e");
    Town t(s);
    EXPECT_EQ(t.start(), "call exchange.send, call exchange.send, end e");
    const auto n = t.all.size();
    EXPECT_EQ(std::get<ServiceCalled>(t.all[n - 3]).properties.at("to"), "tax");
    EXPECT_EQ(std::get<ServiceCalled>(t.all[n - 2]).properties.at("to"), "land-office");
    EXPECT_EQ(std::get<ServiceCalled>(t.all[n - 2]).properties.at("nr"), "2");
}

TEST(Flow, AScriptSetsAVariable) {
    Sketch s;
    s.start("s");
    s.node("scriptTask", "fee",
           "<bpmn:extensionElements><zeebe:script expression=\"=copies * 2000\" "
           "resultVariable=\"fee\"/></bpmn:extensionElements>");
    s.user("pay");
    s.flow("s", "fee");
    s.flow("fee", "pay");
    Town t(s);
    t.start({{"copies", int64_t{3}}});
    EXPECT_EQ(t.state.running.at({1}).data.at("fee"), Value(int64_t{6000}));
    EXPECT_TRUE(t.replays());
}

TEST(Flow, ACallRunsTheSharedProcess) {
    Sketch tail("tail");
    tail.start("s");
    tail.user("sign", "leader");
    tail.end("e");
    tail.flow("s", "sign");
    tail.flow("sign", "e");
    Sketch s;
    s.start("s");
    s.node("callActivity", "c",
           "<bpmn:extensionElements><zeebe:calledElement "
           "processId=\"tail\"/></bpmn:extensionElements>");
    s.message("boundaryEvent", "gone", "dossier.withdrawn", "attachedToRef=\"c\"");
    s.end("e");
    s.end("withdrawn");
    s.flow("s", "c");
    s.flow("c", "e");
    s.flow("gone", "withdrawn");
    Town t(s, {tail});
    EXPECT_EQ(t.start(), "await dossier.withdrawn, offer 1 c/sign");
    EXPECT_EQ(t.complete("chi", {1}), "done c/sign, end e");
    EXPECT_EQ(t.start(), "await dossier.withdrawn, offer 2 c/sign");
    EXPECT_EQ(t.deliver("dossier.withdrawn"), "got dossier.withdrawn, cancel 2, end withdrawn");
    EXPECT_TRUE(t.replays());
}

TEST(Flow, WhatHasNoWayOnIsRefusedOrTold) {
    Sketch s;
    s.start("s");
    s.user("a");
    s.node("exclusiveGateway", "g");
    s.user("b");
    s.user("c");
    s.flow("s", "a");
    s.flow("a", "g");
    s.flow("g", "b", "=big");
    s.flow("g", "c", "=not(big)");
    Town t(s);
    t.start();
    EXPECT_EQ(t.complete("an", {1}), "");
    EXPECT_EQ(t.refused, "work.no_way_on");
    EXPECT_EQ(t.complete("an", {1}, "ok", {{"big", true}}), "done a, offer 2 b");

    Sketch timer;
    timer.start("s");
    timer.timer("intermediateCatchEvent", "wait", "PT1H");
    timer.node("exclusiveGateway", "g");
    timer.user("b");
    timer.user("c");
    timer.flow("s", "wait");
    timer.flow("wait", "g");
    timer.flow("g", "b", "=big");
    timer.flow("g", "c", "=not(big)");
    Town u(timer);
    u.start();
    u.now = at(0, clock("10:00"));
    EXPECT_EQ(u.tick(), "fire wait, stuck no_way");
    EXPECT_EQ(u.state.running.at({1}).stuck, "no_way");
    EXPECT_TRUE(u.replays());
    EXPECT_EQ(u.did([&](Pen<Fact>& pen) { abandon(u.state, *u.plan, {1}, u.now, pen); }), "end ");
}

TEST(Flow, TooManyTokensAreRefused) {
    for (const size_t branches : {limits::kTokens - 1, limits::kTokens}) {
        Sketch s;
        s.start("s");
        s.user("first");
        s.raw(
            "<bpmn:userTask id='a'><bpmn:extensionElements><zeebe:assignmentDefinition "
            "candidateGroups='justice'/></bpmn:extensionElements>"
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>" +
            std::to_string(branches) +
            "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>");
        s.flow("s", "first");
        s.flow("first", "a");
        Town t(s);
        t.start();
        t.complete("an", {1});
        EXPECT_EQ(t.refused, branches < limits::kTokens ? "" : "work.no_way_on");
        EXPECT_TRUE(t.replays());
    }
}

TEST(Flow, OtherRoomsCompleteAndAbandon) {
    Town t(counter());
    t.start();
    EXPECT_EQ(t.did([&](Pen<Fact>& pen) {
        complete_kind(t.state, *t.plan, {1}, "verify", "dung", t.now, pen);
    }),
              "done verify, offer 2 sign");
    EXPECT_EQ(work_of(t.state, t.org, t.plan->organization, "chi", t.now),
              std::vector<WorkId>{{2}});
    EXPECT_EQ(work_of(t.state, t.org, t.plan->organization, "an", t.now), std::vector<WorkId>{});
    EXPECT_EQ(t.did([&](Pen<Fact>& pen) { abandon(t.state, *t.plan, {1}, t.now, pen); }),
              "cancel 2, end ");
    EXPECT_EQ(t.did([&](Pen<Fact>& pen) { abandon(t.state, *t.plan, {1}, t.now, pen); }), "");
    EXPECT_TRUE(t.replays());
}

TEST(Flow, CommandsSurviveTheWire) {
    for (const Command& c :
         {Command{Take{{1}}}, Command{Release{{1}}}, Command{HandOver{{1}, "an"}},
          Command{Complete{{1}, "ok", {{"x", true}}, {"r"}, "n"}}}) {
        const auto text = wire::encode(c);
        const auto again = wire::decode<Command>(text);
        ASSERT_TRUE(again.ok()) << text;
        EXPECT_EQ(wire::encode(again.value()), text);
    }
}

}  // namespace
}  // namespace ss::flow
