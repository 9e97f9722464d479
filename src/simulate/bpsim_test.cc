#include "simulate/bpsim.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/limits.h"
#include "bpmn/program.h"
#include "office/testing.h"

namespace ss::simulate {
namespace {

using plan::Law;
using plan::ServiceTime;

std::string told(const Diagnostics& d) {
    std::string all;
    for (const auto& x : d.all()) all += to_text(x) + "\n";
    return all;
}

// A process with a choice, as a modeller for simulation would save it.
std::string file_with(const std::string& data, const std::string& ns = "2.0") {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<semantic:definitions xmlns:semantic="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:sim="http://www.bpsim.org/schemas/)" +
           ns +
           R"(" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">
  <semantic:resource id="clerks" name="Clerks"/>
  <semantic:process id="loan" isExecutable="true">
    <semantic:startEvent id="begin"/>
    <semantic:userTask id="look"><semantic:extensionElements><zeebe:assignmentDefinition candidateGroups="r"/></semantic:extensionElements></semantic:userTask>
    <semantic:exclusiveGateway id="choice" default="no"/>
    <semantic:userTask id="grant"><semantic:extensionElements><zeebe:assignmentDefinition candidateGroups="r"/></semantic:extensionElements></semantic:userTask>
    <semantic:endEvent id="over"/>
    <semantic:sequenceFlow id="a" sourceRef="begin" targetRef="look"/>
    <semantic:sequenceFlow id="b" sourceRef="look" targetRef="choice"/>
    <semantic:sequenceFlow id="yes" sourceRef="choice" targetRef="grant"><semantic:conditionExpression>=outcome = "ok"</semantic:conditionExpression></semantic:sequenceFlow>
    <semantic:sequenceFlow id="no" sourceRef="choice" targetRef="over"/>
    <semantic:sequenceFlow id="c" sourceRef="grant" targetRef="over"/>
  </semantic:process>
)" + data + "</semantic:definitions>\n";
}
std::string in_relationship(const std::string& scenarios) {
    return "<semantic:relationship type=\"BPSimData\"><semantic:extensionElements>\n"
           "<sim:BPSimData>\n" +
           scenarios +
           "\n</sim:BPSimData>\n</semantic:extensionElements>"
           "<semantic:source>loan</semantic:source><semantic:target>loan</semantic:target>"
           "</semantic:relationship>\n";
}
std::string with(const std::string& elements, const std::string& parameters = "") {
    return file_with(
        in_relationship("<sim:Scenario id=\"s1\">\n" + parameters + elements + "</sim:Scenario>"));
}
std::string of(const std::string& id, const std::string& inside) {
    return "<sim:ElementParameters elementRef=\"" + id + "\">" + inside +
           "</sim:ElementParameters>\n";
}
std::string takes(const std::string& value, const std::string& id = "look") {
    return of(id, "<sim:TimeParameters><sim:ProcessingTime>" + value +
                      "</sim:ProcessingTime></sim:TimeParameters>");
}

BpsimScenario read(const std::string& xml) {
    Diagnostics d;
    const auto s = read_bpsim(xml, "x.bpmn", d);
    EXPECT_TRUE(s) << told(d);
    return s.value_or(BpsimScenario{});
}
std::string write(const std::string& xml, const BpsimScenario& s) {
    auto written = write_bpsim(xml, s);
    EXPECT_TRUE(written.ok());
    return written.ok() ? std::move(written).value() : "";
}

void same(const ServiceTime& a, const ServiceTime& b, const std::string& what) {
    EXPECT_EQ(a.law, b.law) << what;
    const auto near = [&](double x, double y) { EXPECT_NEAR(x, y, 1e-9 * std::abs(y)) << what; };
    near(a.median, b.median);
    near(a.p90, b.p90);
    near(a.mean, b.mean);
    near(a.least, b.least);
    near(a.most, b.most);
    near(a.mode, b.mode);
}
void same(const BpsimScenario& a, const BpsimScenario& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.replications, b.replications);
    EXPECT_EQ(a.seed, b.seed);
    EXPECT_EQ(a.start, b.start);
    EXPECT_EQ(a.start_of_day, b.start_of_day);
    EXPECT_EQ(a.duration, b.duration);
    EXPECT_EQ(a.warm_up, b.warm_up);
    ASSERT_EQ(a.times.size(), b.times.size());
    for (const auto& [id, t] : a.times) same(t, b.times.at(id), id);
    EXPECT_EQ(a.probabilities, b.probabilities);
    ASSERT_EQ(a.triggers.size(), b.triggers.size());
    for (const auto& [id, t] : a.triggers) {
        EXPECT_EQ(t.count, b.triggers.at(id).count);
        ASSERT_EQ(t.every.has_value(), b.triggers.at(id).every.has_value());
        if (t.every) same(*t.every, *b.triggers.at(id).every, id);
    }
    EXPECT_EQ(a.quantities, b.quantities);
    EXPECT_EQ(a.selections, b.selections);
    EXPECT_EQ(a.priorities, b.priorities);
}

// In the style of the specification's examples.
const std::string kForeign =
    "<sim:Scenario id=\"s1\" name=\"As &quot;is&quot;\" author=\"A. Nobody\" version=\"1.0\">\n"
    "<sim:ScenarioParameters replication=\"30\" seed=\"7\" baseTimeUnit=\"hour\">"
    "<sim:Start><sim:DateTimeParameter value=\"2025-07-01T07:30:00\"/></sim:Start>"
    "<sim:Duration><sim:DurationParameter value=\"P0Y0M30DT0H0M0S\"/></sim:Duration>"
    "<sim:Warmup><sim:DurationParameter value=\"PT90.5S\"/></sim:Warmup>"
    "</sim:ScenarioParameters>\n" +
    of("begin",
       "<sim:ControlParameters><sim:InterTriggerTimer><sim:NegativeExponentialDistribution "
       "mean=\"24\" timeUnit=\"min\"/></sim:InterTriggerTimer>"
       "<sim:TriggerCount><sim:NumericParameter value=\"600\"/></sim:TriggerCount>"
       "</sim:ControlParameters>") +
    of("look",
       "<sim:TimeParameters><sim:ProcessingTime><sim:TriangularDistribution min=\"0.25\" "
       "mode=\"0.5\" max=\"1\"/></sim:ProcessingTime></sim:TimeParameters>"
       "<sim:ResourceParameters><sim:Selection><sim:ExpressionParameter "
       "value=\"bpsim:getResource('clerks',1)\"/></sim:Selection></sim:ResourceParameters>"
       "<sim:PriorityParameters><sim:Priority><sim:NumericParameter value=\"2\"/></sim:Priority>"
       "</sim:PriorityParameters>") +
    takes("<sim:DurationParameter value=\"PT1H30M\"/>", "grant") +
    of("clerks",
       "<sim:ResourceParameters><sim:Quantity><sim:NumericParameter value=\"3\"/></sim:Quantity>"
       "</sim:ResourceParameters>") +
    of("yes",
       "<sim:ControlParameters><sim:Probability><sim:FloatingParameter value=\"0.7\"/>"
       "</sim:Probability></sim:ControlParameters>") +
    of("no",
       "<sim:ControlParameters><sim:Probability><sim:FloatingParameter value=\"0.3\"/>"
       "</sim:Probability></sim:ControlParameters>") +
    "</sim:Scenario>";

TEST(Bpsim, ReadsWhatAnotherToolHasWritten) {
    Diagnostics d;
    const auto s = read_bpsim(file_with(in_relationship(kForeign)), "loan.bpmn", d);
    ASSERT_TRUE(s) << told(d);
    EXPECT_EQ(s->name, "As \"is\"");
    EXPECT_EQ(s->replications, 30);
    EXPECT_EQ(s->seed, 7);
    EXPECT_EQ(s->start, parse_date("2025-07-01"));
    EXPECT_EQ(s->start_of_day, 7 * kHour + 30 * kMinute);
    EXPECT_EQ(s->duration, 30 * kDay);
    EXPECT_EQ(s->warm_up, 90'500);
    EXPECT_EQ(s->triggers.at("begin").count, 600);
    same(*s->triggers.at("begin").every, {.law = Law::exponential, .mean = 24}, "begin");
    same(s->times.at("look"), {.law = Law::triangular, .least = 15, .most = 60, .mode = 30},
         "look");
    same(s->times.at("grant"), {.law = Law::constant, .mean = 90}, "grant");
    EXPECT_EQ(s->probabilities.at("yes"), 0.7);
    EXPECT_EQ(s->quantities.at("clerks"), 3);
    EXPECT_EQ(s->selections.at("look"), "bpsim:getResource('clerks',1)");
    EXPECT_EQ(s->priorities.at("look"), 2);
    EXPECT_EQ(d.count(Severity::warning), 3u) << told(d);  // quantity, selection, priority
}

TEST(Bpsim, WhatWasReadIsWrittenAndReadTheSame) {
    const std::string xml = file_with(in_relationship(kForeign));
    const BpsimScenario s = read(xml);
    const std::string once = write(xml, s);
    same(read(once), s);
    EXPECT_EQ(write(once, s), once);
    // Also where there was nothing before, and in the namespace of version 1.0.
    const std::string fresh = write(file_with(""), s);
    same(read(fresh), s);
    EXPECT_EQ(write(fresh, s), fresh);
    const std::string old = file_with(in_relationship(kForeign), "1.0");
    same(read(old), s);
    same(read(write(old, s)), s);
    Diagnostics d;
    EXPECT_EQ(bpmn::load(fresh, "loan.bpmn", d).size(), 1u);
    EXPECT_FALSE(d.has_errors()) << told(d);
}

// The bytes outside what is written stay, whatever they are.
TEST(Bpsim, LeavesTheRestOfTheFileAsItWas) {
    const std::string odd =
        "  <!-- a comment with </semantic:definitions> in it -->\n  <?tool <x> ?>\n"
        "  <semantic:category id='k' name=\"1 > 0\"><semantic:documentation><![CDATA[</a>]]>"
        "</semantic:documentation></semantic:category>\n";
    BpsimScenario s;
    s.times["look"] = {.law = Law::constant, .mean = 5};
    const std::string before = file_with(odd);
    const std::string after = write(before, s);
    const size_t at = after.find("  <semantic:relationship");
    ASSERT_NE(at, std::string::npos);
    const std::string end = "</semantic:relationship>\n";
    EXPECT_EQ(after.substr(0, at) + after.substr(after.find(end) + end.size()), before);

    // A second scenario goes beside the one of another maker.
    const std::string theirs = file_with(odd + in_relationship(kForeign));
    const std::string both = write(theirs, s);
    const size_t own = both.find("<bpsim:Scenario");
    ASSERT_NE(own, std::string::npos);
    const std::string close = "</bpsim:Scenario>\n";
    std::string without = both;
    without.erase(own, both.find(close) + close.size() - own);
    EXPECT_EQ(without.size(), theirs.size() + 2) << without;  // the indentation of ours
    EXPECT_NE(both.find(kForeign), std::string::npos);
    same(read(both), s);
    for (const std::string& empty :
         {std::string("<sim:BPSimData/>"), std::string("<sim:BPSimData></sim:BPSimData>")})
        same(read(write(file_with("<semantic:extensionElements>" + empty +
                                  "</semantic:extensionElements>\n"),
                        s)),
             s);
}

TEST(Bpsim, FromThePlanAndBackIsTheSame) {
    plan::Demand demand;
    demand.steps = {{"permit/verify", {8, 25}},
                    {"permit/sign", {.law = Law::exponential, .mean = 1.0 / 3}},
                    {"permit/seal", {.law = Law::uniform, .least = 0.1, .most = 7}},
                    {"permit/return", {.law = Law::triangular, .least = 1, .most = 9, .mode = 2.7}},
                    {"other/verify", {1, 2}}};
    demand.branches = {
        {"permit/lacking", 0.1}, {"permit/unlawful", 0.02}, {"permit/complete", 0.88}};
    const auto& permit = *office::minimal()->procedure("permit");
    const std::string& xml = office::minimal()->files.at(permit.process_file);
    const BpsimScenario s = from_demand(demand, "permit", *permit.program);
    EXPECT_TRUE(s.left_out.empty());
    plan::Demand back;
    const auto keys = apply(read(write(xml, s)), "permit", back);
    EXPECT_EQ(keys.size(), 7u);
    EXPECT_EQ(keys.front(), "steps/permit/return");
    EXPECT_EQ(back.branches, demand.branches);
    ASSERT_EQ(back.steps.size(), 4u);
    for (const auto& [key, time] : back.steps) same(time, demand.steps.at(key), key);
}

TEST(Bpsim, NamesWhatItCannotSayInThisFile) {
    plan::Demand demand;
    demand.service = {{"verify", {8, 25}}, {"*", {10, 20}}};
    demand.steps = {{"permit/receive", {5, 9}},    // at the counter: not drawn
                    {"permit/tail/sign", {5, 9}},  // in a process that is called
                    {"permit/sign", {1, 1e9}}};    // no mean that anybody could write
    demand.branches = {{"permit/tail/f", 0.5}};
    const auto& permit = *office::minimal()->procedure("permit");
    const BpsimScenario s = from_demand(demand, "permit", *permit.program, true);
    EXPECT_EQ(s.left_out,
              (std::vector<std::string>{"steps/permit/receive", "steps/permit/sign",
                                        "steps/permit/tail/sign", "branches/permit/tail/f"}));
    same(s.times.at("verify"), {8, 25}, "verify");  // by its kind of work
    same(s.times.at("seal"), {10, 20}, "seal");
}

TEST(Bpsim, LognormalLawsKeepMedianAndP90) {
    for (const ServiceTime t :
         {ServiceTime{8, 25}, {10, 10}, {1, 1 + 1e-10}, {3, 3.001}, {0.001, 900}, {1e5, 2e5}})
        same(lognormal(mean_and_deviation(t)), t, std::to_string(t.p90));
    const auto m = mean_and_deviation({std::exp(1.0), std::exp(1 + 1.2815515655446004)});
    EXPECT_NEAR(m.mean, std::exp(1.5), 1e-9);
    EXPECT_NEAR(m.deviation, std::exp(1.5) * std::sqrt(std::exp(1.0) - 1), 1e-9);
}

TEST(Bpsim, LawsThatAreTheSameAsOurs) {
    struct Case {
        const char* value;
        ServiceTime time;
    };
    for (const Case& c : std::vector<Case>{
             {"<sim:FloatingParameter value=\" 7.5 \"/>", {.law = Law::constant, .mean = 7.5}},
             {"<sim:NumericParameter value=\"2\" timeUnit=\"hour\"/>",
              {.law = Law::constant, .mean = 120}},
             {"<sim:NumericParameter value=\"90\" timeUnit=\"s\"/>",
              {.law = Law::constant, .mean = 1.5}},
             {"<sim:NumericParameter value=\"120000\" timeUnit=\"ms\"/>",
              {.law = Law::constant, .mean = 2}},
             {"<sim:UniformDistribution min=\"1\" max=\"3\"/>",
              {.law = Law::uniform, .least = 1, .most = 3}},
             {"<sim:ErlangDistribution mean=\"4\" k=\"1\"/>", {.law = Law::exponential, .mean = 4}},
             {"<sim:GammaDistribution shape=\"1\" scale=\"4\"/>",
              {.law = Law::exponential, .mean = 4}},
             {"<sim:WeibullDistribution shape=\"1.0\" scale=\"4\"/>",
              {.law = Law::exponential, .mean = 4}}})
        same(read(with(takes(c.value))).times.at("look"), c.time, c.value);
}

TEST(Bpsim, ArrivalsADay) {
    BpsimScenario s;
    EXPECT_FALSE(arrivals_per_day({}, 480, 30));
    set_arrivals(s, *office::minimal()->procedure("permit")->program, 12, 480);
    EXPECT_EQ(s.triggers.at("start").every->mean, 40);
    EXPECT_NEAR(*arrivals_per_day(s.triggers.at("start"), 480, 0), 12, 1e-12);
    EXPECT_FALSE(arrivals_per_day({{}, 600}, 480, 0));
    EXPECT_NEAR(*arrivals_per_day({{}, 600}, 480, 30), 20, 1e-12);

    plan::Demand demand;
    demand.arrivals_per_day = {{"*", 10}, {"village", 20}};
    demand.mix = {{"a", 0.6}, {"b", 0.4}};
    apply_arrivals({{"b", 0.9}}, demand);
    EXPECT_NEAR(demand.arrivals_per_day.at("village"), 30, 1e-12);
    EXPECT_NEAR(demand.arrivals_per_day.at("*"), 15, 1e-12);
    EXPECT_NEAR(demand.mix.at("a"), 0.4, 1e-12);
    EXPECT_NEAR(demand.mix.at("b"), 0.6, 1e-12);

    plan::Demand none;
    apply_arrivals({{"a", 3}, {"b", 1}}, none);
    EXPECT_EQ(none.arrivals_per_day.at("*"), 4);
    EXPECT_EQ(none.mix.at("a"), 0.75);
}

std::string control(const std::string& id, const std::string& inside) {
    return of(id, "<sim:ControlParameters>" + inside + "</sim:ControlParameters>");
}
std::string share(const std::string& id, const std::string& value) {
    return control(
        id, "<sim:Probability><sim:FloatingParameter value=\"" + value + "\"/></sim:Probability>");
}

struct Wrong {
    std::string xml;
    std::string code;
    std::string message;
};
const std::vector<Wrong>& wrong_values() {
    static const std::vector<Wrong> all{
        {with(takes("<sim:FloatingParameter value=\"-3\"/>")), "range", "value is -3"},
        {with(takes("<sim:FloatingParameter value=\"0\"/>")), "range", "0 minutes"},
        {with(takes("<sim:FloatingParameter value=\"1e10\"/>")), "range", "1e+10"},
        {with(takes("<sim:FloatingParameter value=\"seven\"/>")), "number", "\"seven\""},
        {with(takes("<sim:FloatingParameter value=\"NaN\"/>")), "number", "no number"},
        {with(takes("<sim:FloatingParameter/>")), "number", "is missing"},
        {with(takes("<sim:FloatingParameter value=\"1\" timeUnit=\"day\"/>")), "unit", "\"day\""},
        {with(takes("<sim:DurationParameter value=\"P1D\"/>")), "unit", "\"P1D\""},
        {with(takes("<sim:DurationParameter value=\"P1M\"/>")), "number", "\"P1M\""},
        {with(takes("<sim:DurationParameter value=\"-PT1M\"/>")), "number", "\"-PT1M\""},
        {with(takes("<sim:LogNormalDistribution mean=\"0\" standardDeviation=\"1\"/>")), "range",
         "mean is 0"},
        {with(takes("<sim:LogNormalDistribution mean=\"1\" standardDeviation=\"-1\"/>")), "range",
         "standardDeviation is -1"},
        {with(takes("<sim:NegativeExponentialDistribution mean=\"-2\"/>")), "range", "mean is -2"},
        {with(takes("<sim:UniformDistribution min=\"5\" max=\"2\"/>")), "range", "order"},
        {with(takes("<sim:TriangularDistribution min=\"1\" mode=\"9\" max=\"2\"/>")), "range",
         "order"},
        {with(takes("<sim:NormalDistribution mean=\"10\" standardDeviation=\"2\"/>")),
         "distribution", "NormalDistribution"},
        {with(takes("<sim:TruncatedNormalDistribution mean=\"10\" standardDeviation=\"2\" "
                    "min=\"1\" max=\"20\"/>")),
         "distribution", "TruncatedNormal"},
        {with(takes("<sim:ErlangDistribution mean=\"10\" k=\"4\"/>")), "distribution", "Erlang"},
        {with(takes("<sim:GammaDistribution shape=\"4\" scale=\"2\"/>")), "distribution", "Gamma"},
        {with(takes("<sim:WeibullDistribution shape=\"2\" scale=\"2\"/>")), "distribution",
         "Weibull"},
        {with(takes("<sim:BetaDistribution shape=\"2\" scale=\"2\"/>")), "distribution", "Beta"},
        {with(takes("<sim:PoissonDistribution mean=\"2\"/>")), "distribution", "Poisson"},
        {with(takes("<sim:BinomialDistribution probability=\"0.5\" trials=\"4\"/>")),
         "distribution", "Binomial"},
        {with(takes("<sim:UserDistribution/>")), "distribution", "User"},
    };
    return all;
}
const std::vector<Wrong>& wrong_scenarios() {
    static const std::vector<Wrong> all{
        {with(takes("<sim:ExpressionParameter value=\"3 * 4\"/>")), "value", "ExpressionParameter"},
        {with(takes("<sim:StringParameter value=\"long\"/>")), "value", "StringParameter"},
        {with(takes("<sim:FloatingParameter value=\"1\"/><sim:FloatingParameter value=\"2\"/>")),
         "several", "several values"},
        {with(takes("")), "no_value", "has no value"},
        {with(takes("<sim:Minutes value=\"1\"/>")), "unknown", "<Minutes>"},
        {with(takes("<sim:FloatingParameter value=\"1\"/>") +
              takes("<sim:FloatingParameter value=\"2\"/>")),
         "twice", "is given twice"},
        {with(takes("<sim:FloatingParameter value=\"1\"/>", "nobody")), "unknown_element",
         "\"nobody\""},
        {with(of("look", "<sim:Colour/>")), "unknown", "<Colour>"},
        {with(of("look", "<sim:TimeParameters><sim:TeaTime/></sim:TimeParameters>")), "unknown",
         "<TeaTime>"},
        {with(share("yes", "1.5") + share("no", "0")), "range", "value is 1.5"},
        {with(share("yes", "-0.1")), "range", "value is -0.1"},
        {with(share("yes", "0.7") + share("no", "0.7")), "shares", "\"choice\" add up to 1.4"},
        {with(share("yes", "0.2") + share("no", "0.2")), "shares", "add up to 0.4"},
        {with(control("begin",
                      "<sim:TriggerCount><sim:FloatingParameter value=\"2.5\"/>"
                      "</sim:TriggerCount>")),
         "number", "2.5"},
        {with(control("begin",
                      "<sim:TriggerCount><sim:NumericParameter value=\"-1\"/>"
                      "</sim:TriggerCount>")),
         "range", "-1"},
        {with(control("begin", "<sim:Luck/>")), "unknown", "<Luck>"},
        {with(control("begin",
                      "<sim:TriggerCount><sim:NumericParameter value=\"1\"/>"
                      "</sim:TriggerCount><sim:TriggerCount><sim:NumericParameter "
                      "value=\"2\"/></sim:TriggerCount>")),
         "twice", "TriggerCount"},
        {with("", "<sim:ScenarioParameters replication=\"0\"/>"), "range", "replication is 0"},
        {with("", "<sim:ScenarioParameters seed=\"x\"/>"), "number", "seed"},
        {with(takes("<sim:FloatingParameter value=\"1\"/>"),
              "<sim:ScenarioParameters baseTimeUnit=\"year\"/>"),
         "unit", "baseTimeUnit"},
        {with("",
              "<sim:ScenarioParameters><sim:Start><sim:DateTimeParameter value=\"today\"/>"
              "</sim:Start></sim:ScenarioParameters>"),
         "value", "\"today\""},
        {with("",
              "<sim:ScenarioParameters><sim:Duration><sim:DurationParameter value=\"P1Y\"/>"
              "</sim:Duration></sim:ScenarioParameters>"),
         "number", "\"P1Y\""},
        {with("<sim:Surprise/>"), "unknown", "<Surprise>"},
        {file_with(in_relationship("<sim:Scenario id=\"a\" inherits=\"b\"/>")), "inherits", ""},
        {file_with(in_relationship("")), "no_value", "no scenario"},
        {file_with(in_relationship("<sim:Scene/>")), "unknown", "<Scene>"},
        {file_with(in_relationship("<sim:Scenario id=\"a\"/>"), "3.0"), "version", "schemas/3.0"},
    };
    return all;
}

// Everything with its code, on the line of the element it is about.
TEST(Bpsim, ComplainsWithLineCodeAndAdvice) {
    const auto complains = [](const Wrong& c) {
        Diagnostics d;
        EXPECT_FALSE(read_bpsim(c.xml, "x.bpmn", d)) << c.code << " " << c.message;
        ASSERT_FALSE(d.all().empty()) << c.code << " " << c.message;
        const Diagnostic& first = d.all().front();
        EXPECT_EQ(first.code, "bpsim." + c.code) << to_text(first);
        EXPECT_EQ(first.severity, Severity::error);
        EXPECT_EQ(first.file, "x.bpmn");
        EXPECT_GE(first.line, 18) << to_text(first);
        EXPECT_NE(first.message.find(c.message), std::string::npos) << to_text(first);
        EXPECT_FALSE(first.advice.empty()) << to_text(first);
    };
    for (const Wrong& c : wrong_values()) complains(c);
    for (const Wrong& c : wrong_scenarios()) complains(c);
}

TEST(Bpsim, SaysWhatToWriteInPlaceOfANormalLaw) {
    Diagnostics d;
    read_bpsim(with(takes("<sim:ErlangDistribution mean=\"10\" k=\"4\"/>")), "x.bpmn", d);
    EXPECT_NE(told(d).find("<LogNormalDistribution mean=\"10\" standardDeviation=\"5\"/>"),
              std::string::npos)
        << told(d);
}

// In order, but of no consequence here: named, and the rest is read.
TEST(Bpsim, NamesWhatIsNotSimulated) {
    const std::string one = "<sim:FloatingParameter value=\"1\"/>";
    const auto time = [&](const std::string& name) {
        return of("look", "<sim:TimeParameters><sim:" + name + ">" + one + "</sim:" + name +
                              "></sim:TimeParameters>");
    };
    for (const std::string& xml :
         {with(time("SetUpTime")), with(time("WaitTime")), with(time("LagTime")),
          with(takes(one, "over")), with(share("look", "0.5")),
          with(control("over", "<sim:InterTriggerTimer>" + one + "</sim:InterTriggerTimer>")),
          with(control("yes", "<sim:Condition>" + one + "</sim:Condition>")),
          with(of("look", "<sim:CostParameters/>")), with(of("look", "<sim:PropertyParameters/>")),
          with(of("look", "<sim:VendorExtension/>")),
          with("<sim:Calendar id=\"c\">BEGIN:VCALENDAR</sim:Calendar>"),
          with(takes("<sim:FloatingParameter value=\"1\" validFor=\"c\"/>")),
          with(takes("<sim:ResultRequest>mean</sim:ResultRequest>")),
          with("",
               "<sim:ScenarioParameters><sim:Start><sim:DateTimeParameter "
               "value=\"2025-07-01T08:00:00Z\"/></sim:Start></sim:ScenarioParameters>"),
          file_with(in_relationship("<sim:Scenario id=\"a\"/><sim:Scenario id=\"b\"/>")),
          file_with(in_relationship("<sim:Scenario id=\"a\"/><sim:Scenario id=\"b\" "
                                    "result=\"a\"/>")),
          file_with(in_relationship("<sim:Scenario id=\"a\"/>") + in_relationship(""))}) {
        Diagnostics d;
        EXPECT_TRUE(read_bpsim(xml, "x.bpmn", d)) << told(d);
        ASSERT_EQ(d.all().size(), 1u) << told(d) << xml;
        EXPECT_EQ(d.all().front().code, "bpsim.not_used");
        EXPECT_EQ(d.all().front().severity, Severity::warning);
        EXPECT_GE(d.all().front().line, 18);
        EXPECT_FALSE(d.all().front().advice.empty());
    }
}

TEST(Bpsim, ReadsNothingThatIsNoBpmn) {
    const std::string good = file_with(in_relationship(kForeign));
    Diagnostics none;
    EXPECT_FALSE(read_bpsim(file_with(""), "x.bpmn", none));
    EXPECT_TRUE(none.all().empty()) << told(none);
    for (const auto& [xml, code] : std::vector<std::pair<std::string, std::string>>{
             {"", "bpmn.not_xml"},
             {"<a>", "bpmn.not_xml"},
             {"<a/>", "bpsim.not_bpmn"},
             {"\xff", "bpmn.not_xml"},
             {"<!DOCTYPE x [<!ENTITY e \"e\">]>" + good.substr(good.find("<semantic")),
              "bpmn.not_xml"},
             {std::string(limits::kFile + 1, ' '), "bpmn.not_xml"}}) {
        Diagnostics d;
        EXPECT_FALSE(read_bpsim(xml, "x.bpmn", d));
        ASSERT_EQ(d.all().size(), 1u);
        EXPECT_EQ(d.all().front().code, code);
        EXPECT_FALSE(write_bpsim(xml, {}).ok());
    }
    std::string many;
    for (size_t i = 0; i < 8 * limits::kNodes + 2; ++i) many += of("look", "");
    Diagnostics d;
    EXPECT_FALSE(read_bpsim(with(many), "x.bpmn", d));
    ASSERT_EQ(d.all().size(), 1u);
    EXPECT_EQ(d.all().front().code, "bpsim.too_many");
}

// The plan takes files with BPSim in them as they are, of ours or of another maker.
TEST(Bpsim, ThePlanLoadsAnnotatedProcesses) {
    auto files = office::minimal()->files;
    std::string& xml = files.at(office::minimal()->procedure("permit")->process_file);
    BpsimScenario s;
    s.times["verify"] = {8, 25};
    s.probabilities = {{"lacking", 0.1}, {"unlawful", 0.1}, {"complete", 0.8}};
    s.quantities["verify"] = 2;
    xml = write(xml, s);
    Diagnostics d;
    EXPECT_TRUE(plan::load_files(files, d));
    EXPECT_TRUE(d.all().empty()) << told(d);
}

TEST(Bpsim, EveryProcessOfHueIsAnnotatedAndLoads) {
    const auto hue = office::plan_of("plans/hue-2025");
    ASSERT_TRUE(hue);
    auto files = hue->files;
    const auto annotate = [&](const std::string& owner, const bpmn::Program& program,
                              const std::string& file) {
        const BpsimScenario s = from_demand(hue->demand, owner, program, true);
        files.at(file) = write(files.at(file), s);
        if (!s.times.empty()) same(read(files.at(file)), s);
    };
    for (const auto& [code, p] : hue->procedures) annotate(code, *p.program, p.process_file);
    for (const auto& [id, program] : hue->shared) annotate(id, *program, program->file());
    Diagnostics d, before;
    EXPECT_TRUE(plan::load_files(files, d));
    EXPECT_TRUE(plan::load_files(hue->files, before));
    EXPECT_EQ(told(d), told(before));
}

// --- all the files of a plan ---------------------------------------------------------------------

using Files = std::map<std::string, std::string>;

const Files& hue_files() {
    static const Files files = [] {
        Diagnostics d;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", d)->files;
    }();
    return files;
}
std::shared_ptr<const plan::Plan> plan_of(const Files& files) {
    Diagnostics d;
    auto plan = plan::load_files(files, d);
    EXPECT_TRUE(plan) << told(d);
    return plan;
}
// Without a key of demand.yaml, and what is indented below it.
Files without(Files files, const std::string& key) {
    std::string& text = files.at("demand.yaml");
    const size_t begin = text.find("\n" + key + ":") + 1;
    size_t end = text.find('\n', begin) + 1;
    while (text[end] == ' ') end = text.find('\n', end) + 1;
    text.erase(begin, end - begin);
    return files;
}
// With a scenario that says this of the run, and the start event of certified copies.
Files triggered(Files files, const std::string& run, const std::string& trigger) {
    std::string& xml = files.at("procedures/2.000815/process.bpmn");
    const size_t at = xml.rfind("</bpmn:definitions>");
    xml.insert(
        at,
        R"(<bpmn:extensionElements><bpsim:BPSimData xmlns:bpsim="http://www.bpsim.org/schemas/2.0"><bpsim:Scenario id="s">)" +
            run + R"(<bpsim:ElementParameters elementRef="received"><bpsim:ControlParameters>)" +
            trigger +
            "</bpsim:ControlParameters></bpsim:ElementParameters></bpsim:Scenario></"
            "bpsim:BPSimData></bpmn:extensionElements>\n");
    return files;
}
constexpr const char* kEveryTwoMinutes =
    R"(<bpsim:InterTriggerTimer><bpsim:NegativeExponentialDistribution mean="2"/></bpsim:InterTriggerTimer>)";
constexpr const char* kMinutes = "<bpsim:ScenarioParameters baseTimeUnit=\"min\"/>";
const LocalDate kGoLive = date_of({2025, 7, 1});

TEST(BpsimOfPlan, WhatIsWrittenIsReadBackTheSameForEveryUnit) {
    const auto plan = plan_of(hue_files());
    BpsimScenario run;
    run.replications = 7;
    run.seed = 99;
    Diagnostics d;
    const auto written = written_bpsim(*plan, "my-thuong", run, d);
    ASSERT_TRUE(written.ok());
    Files files = hue_files();
    for (const auto& [path, bytes] : written.value()) files.at(path) = bytes;
    for (const char* unit : {"my-thuong", "duong-no", "*"}) {
        const auto again = with_bpsim(plan_of(files), unit, kGoLive, d);
        EXPECT_EQ(again.plan->demand.arrivals_per_day, plan->demand.arrivals_per_day);
        EXPECT_EQ(again.plan->demand.mix, plan->demand.mix);
        EXPECT_EQ(again.run.replications, 7);
        EXPECT_EQ(again.run.seed, 99);
    }
    // And where the plan says nothing of it.
    const auto only =
        with_bpsim(plan_of(without(without(without(files, "arrivals_per_day"), "mix"), "basis")),
                   "my-thuong", kGoLive, d);
    EXPECT_NEAR(only.plan->demand.arrivals_per_day.at("*"), 54, 1e-9);
    for (const auto& [code, share] : plan->demand.mix)
        EXPECT_NEAR(only.plan->demand.mix.at(code), share, 1e-9) << code;
    EXPECT_EQ(told(d), "");
}

TEST(BpsimOfPlan, TheArrivalsOfOneProcedureAreTakenAndTheOthersStay) {
    const auto plan = plan_of(hue_files());
    Diagnostics d;
    const auto found = with_bpsim(plan_of(triggered(hue_files(), kMinutes, kEveryTwoMinutes)),
                                  "my-thuong", kGoLive, d);
    EXPECT_EQ(told(d), "");
    const plan::Demand& m = found.plan->demand;
    const double others = 54 * (1 - plan->demand.mix.at("2.000815"));
    EXPECT_NEAR(m.arrivals_per_day.at("my-thuong"), 480 / 2.0 + others, 1e-9);
    EXPECT_NEAR(m.arrivals_per_day.at("*") / m.arrivals_per_day.at("my-thuong"), 39.0 / 54, 1e-9);
    EXPECT_NEAR(m.mix.at("1.001193") * m.arrivals_per_day.at("my-thuong"), 54 * 0.05, 1e-9);
    EXPECT_EQ(found.keys, (std::vector<std::string>{"arrivals_per_day/*", "mix/2.000815"}));
}

TEST(BpsimOfPlan, SaysWhatIsNotTakenAndWhere) {
    struct Case {
        Files files;
        std::string code, file, says;
    };
    const std::string count =
        "<bpsim:TriggerCount><bpsim:NumericParameter value=\"5\"/></bpsim:TriggerCount>";
    for (
        const Case& c : std::vector<Case>{
            {triggered(hue_files(), kMinutes,
                       "<bpsim:InterTriggerTimer><bpsim:NumericParameter "
                       "value=\"2\"/></bpsim:InterTriggerTimer>"),
             "bpsim.not_used", "procedures/2.000815/process.bpmn", "The law of InterTriggerTimer"},
            {triggered(hue_files(), kMinutes, count), "bpsim.not_used",
             "procedures/2.000815/process.bpmn", "needs the Duration"},
            {triggered(
                 hue_files(),
                 R"(<bpsim:ScenarioParameters baseTimeUnit="min"><bpsim:Start><bpsim:DateTimeParameter value="2025-07-01T07:30:00"/></bpsim:Start></bpsim:ScenarioParameters>)",
                 kEveryTwoMinutes),
             "bpsim.not_used", "procedures/2.000815/process.bpmn", "time of day of Start"},
            {triggered(without(hue_files(), "arrivals_per_day"), kMinutes, kEveryTwoMinutes),
             "bpsim.arrivals", "demand.yaml", "1.001193"}}) {
        Diagnostics d;
        with_bpsim(plan_of(c.files), "my-thuong", kGoLive, d);
        ASSERT_EQ(d.all().size(), 1u) << told(d);
        EXPECT_EQ(d.all()[0].code, c.code);
        EXPECT_EQ(d.all()[0].file, c.file);
        EXPECT_GT(d.all()[0].line, 0);
        EXPECT_NE(told(d).find(c.says), std::string::npos) << told(d);
    }
}

}  // namespace
}  // namespace ss::simulate
