#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/limits.h"
#include "base/time.h"
#include "bpmn/model.h"
#include "bpmn/testing.h"

namespace ss::bpmn {
namespace {

using testing::Sketch;

std::string codes(const Diagnostics& d) {
    std::string all;
    for (const auto& x : d.all())
        if (x.severity == Severity::error) all += x.code + "@" + std::to_string(x.line) + " ";
    return all;
}
std::string texts(const Diagnostics& d) {
    std::string all;
    for (const auto& x : d.all()) all += to_text(x) + "\n";
    return all;
}
std::string read(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

TEST(Load, ReadsWhatATaskSays) {
    Sketch s;
    s.start("s");
    s.user("a", "justice", "ok, supplement ,refuse",
           Sketch::property("limit", "P1DT4H") + Sketch::property("document", "GKS"));
    s.end("e");
    s.raw(
        "<bpmn:laneSet id=\"L\"><bpmn:lane id=\"L1\" name=\"Tư pháp\">"
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>");
    s.flow("s", "a");
    s.flow("a", "e");
    Diagnostics d;
    const auto p = s.load(d);
    ASSERT_TRUE(p) << texts(d);
    EXPECT_TRUE(d.all().empty()) << texts(d);
    const Info& a = p->info(*p->find("a"));
    EXPECT_EQ(a.role, "justice");
    EXPECT_EQ(a.kind, "verify");
    EXPECT_EQ(a.lane, "Tư pháp");
    EXPECT_EQ(a.document, "GKS");
    EXPECT_EQ(a.outcomes, (std::vector<std::string>{"ok", "supplement", "refuse"}));
    EXPECT_EQ(a.limit, (Span{1, 4 * kHour}));
    EXPECT_EQ(a.line, 5);
    EXPECT_TRUE(p->linked());
}

TEST(Load, AnyPrefixDoes) {
    std::string xml = [] {
        Sketch s;
        s.start("s");
        s.user("a");
        s.flow("s", "a");
        return s.xml();
    }();
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (size_t at = 0; (at = xml.find(from, at)) != xml.npos; at += to.size())
            xml.replace(at, from.size(), to);
    };
    replace("xmlns:bpmn=", "xmlns=");
    replace("bpmn:", "");
    replace("zeebe:", "z:");
    replace("xmlns:zeebe=", "xmlns:z=");
    Diagnostics d;
    EXPECT_EQ(load(xml, "f", d).size(), 1u) << texts(d);
}

TEST(Load, Spans) {
    EXPECT_EQ(parse_span("PT4H"), (Span{0, 4 * kHour}));
    EXPECT_EQ(parse_span("P2W"), (Span{14, 0}));
    EXPECT_EQ(parse_span("P10D"), (Span{10, 0}));
    for (const char* bad : {"", "P", "PT", "P1M", "P1Y", "4H", "P-1D", "P1DT", "PxD", "P999999D"})
        EXPECT_FALSE(parse_span(bad)) << bad;
}

struct Bad {
    const char* name;
    const char* body;
    const char* codes;  // with lines; the body's first line is 4
};
class Refuses : public ::testing::TestWithParam<Bad> {};

TEST_P(Refuses, WithLineAndCode) {
    Sketch s;
    s.raw(GetParam().body);
    Diagnostics d;
    EXPECT_EQ(s.load(d), nullptr);
    EXPECT_EQ(codes(d), GetParam().codes) << texts(d);
}

#define START "<bpmn:startEvent id='s'/>"
#define Z(x) "<bpmn:extensionElements>" x "</bpmn:extensionElements>"
INSTANTIATE_TEST_SUITE_P(
    All, Refuses,
    ::testing::Values(
        Bad{"no_start", "<bpmn:task id='a'/>", "bpmn.start@3 "},
        Bad{"two_starts", START "\n<bpmn:startEvent id='t'/>", "bpmn.start@5 "},
        Bad{"same_id", START "\n<bpmn:task id='a'/>\n<bpmn:task id='a'/>", "bpmn.same_id@6 "},
        Bad{"no_role", START "\n<bpmn:userTask id='a'/>", "bpmn.no_role@5 "},
        Bad{"person",
            START "\n<bpmn:userTask id='a'>\n" Z("<zeebe:assignmentDefinition assignee='An' "
                                                 "candidateGroups='r'/>") "</bpmn:userTask>",
            "bpmn.assigned_to_person@6 "},
        Bad{"unknown_property",
            START "<bpmn:userTask id='a'>" Z(
                "<zeebe:assignmentDefinition candidateGroups='r'/><zeebe:properties>\n"
                "<zeebe:property name='limt' value='P1D'/></zeebe:properties>") "</bpmn:userTask>",
            "bpmn.unknown_property@5 "},
        Bad{"unknown_kind",
            START "<bpmn:userTask id='a'>" Z(
                "<zeebe:assignmentDefinition candidateGroups='r'/><zeebe:properties>\n"
                "<zeebe:property name='kind' value='sing'/></zeebe:properties>") "</bpmn:userTask>",
            "bpmn.unknown_kind@5 "},
        Bad{"limit",
            START "<bpmn:userTask id='a'>" Z("<zeebe:assignmentDefinition "
                                             "candidateGroups='r'/><zeebe:properties>\n"
                                             "<zeebe:property name='limit' value='2 "
                                             "days'/></zeebe:properties>") "</bpmn:userTask>",
            "bpmn.limit@5 "},
        Bad{"no_service", START "<bpmn:serviceTask id='a'/>", "bpmn.no_service@4 "},
        Bad{"decision",
            START
            "<bpmn:businessRuleTask id='a'>" Z("<zeebe:calledDecision decisionId='d' "
                                               "resultVariable='r'/>") "</bpmn:businessRuleTask>",
            "bpmn.unsupported@4 "},
        Bad{"transaction", START "\n<bpmn:transaction id='t'/>", "bpmn.unsupported@5 "},
        Bad{"ad_hoc", START "\n<bpmn:adHocSubProcess id='t'/>", "bpmn.unsupported@5 "},
        Bad{"complex", START "\n<bpmn:complexGateway id='t'/>", "bpmn.unsupported@5 "},
        Bad{"event_subprocess",
            START "\n<bpmn:subProcess id='t' triggeredByEvent='true'>"
                  "<bpmn:startEvent id='u'/>"
                  "</bpmn:subProcess>",
            "bpmn.unsupported@5 "},
        Bad{"compensation",
            START "\n<bpmn:endEvent id='t'><bpmn:compensateEventDefinition/>"
                  "</bpmn:endEvent>",
            "bpmn.unsupported@5 "},
        Bad{"signal", START "\n<bpmn:endEvent id='t'><bpmn:signalEventDefinition/></bpmn:endEvent>",
            "bpmn.unsupported@5 "},
        Bad{"standard_loop",
            START "\n<bpmn:task id='t'><bpmn:standardLoopCharacteristics/></bpmn:task>",
            "bpmn.unsupported@5 "},
        Bad{"timer_start",
            "<bpmn:startEvent id='s'><bpmn:timerEventDefinition><bpmn:timeDuration>"
            "P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>",
            "bpmn.unsupported@4 "},
        Bad{"cycle",
            START "<bpmn:intermediateCatchEvent id='c'><bpmn:timerEventDefinition>\n"
                  "<bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"
                  "</bpmn:intermediateCatchEvent>",
            "bpmn.unsupported@5 "},
        Bad{"bad_timer",
            START "<bpmn:intermediateCatchEvent id='c'><bpmn:timerEventDefinition>\n"
                  "<bpmn:timeDuration>P1M</bpmn:timeDuration>"
                  "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
            "bpmn.timer@5 "},
        Bad{"no_message", START "<bpmn:receiveTask id='c'/>", "bpmn.no_message@4 "},
        Bad{"no_condition",
            START "\n<bpmn:exclusiveGateway id='g'/><bpmn:task id='a'/>"
                  "<bpmn:sequenceFlow id='f' sourceRef='g' targetRef='a'/>"
                  "<bpmn:sequenceFlow id='h' sourceRef='g' targetRef='a'/>",
            "bpmn.no_condition@5 "},
        Bad{"parallel_condition",
            START "\n<bpmn:parallelGateway id='g'/><bpmn:task id='a'/>"
                  "<bpmn:sequenceFlow id='f' sourceRef='g' targetRef='a'><bpmn:conditionExpression>"
                  "=x</bpmn:conditionExpression></bpmn:sequenceFlow>",
            "bpmn.condition@5 "},
        Bad{"dangling", START "\n<bpmn:sequenceFlow id='f' sourceRef='s' targetRef='nowhere'/>",
            "bpmn.flow@5 "},
        Bad{"out_of_end",
            START "\n<bpmn:endEvent id='e'/>\n<bpmn:task id='a'/>"
                  "<bpmn:sequenceFlow id='f' sourceRef='e' targetRef='a'/>",
            "bpmn.flow@6 "},
        Bad{"attached_nowhere",
            START "\n<bpmn:boundaryEvent id='b' attachedToRef='x'>"
                  "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>"
                  "</bpmn:timerEventDefinition></bpmn:boundaryEvent>",
            "bpmn.attached@5 "},
        Bad{"attached_to_instant",
            START "<bpmn:task id='x'/>\n<bpmn:boundaryEvent id='b' "
                  "attachedToRef='x'><bpmn:timerEventDefinition><bpmn:timeDuration>P1D"
                  "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
            "bpmn.attached@5 "},
        Bad{"event_gateway",
            START "<bpmn:eventBasedGateway id='g'/><bpmn:task id='a'/>\n"
                  "<bpmn:sequenceFlow id='f' sourceRef='g' targetRef='a'/>",
            "bpmn.event_gateway@5 "},
        Bad{"no_cardinality",
            START "<bpmn:task id='a'>\n<bpmn:multiInstanceLoopCharacteristics/>"
                  "</bpmn:task>",
            "bpmn.no_cardinality@5 "},
        Bad{"script",
            START "<bpmn:scriptTask id='a' scriptFormat='groovy'><bpmn:script>x++"
                  "</bpmn:script></bpmn:scriptTask>",
            "bpmn.script@4 bpmn.script@4 "},
        Bad{"call", START "<bpmn:callActivity id='a'/>", "bpmn.call@4 "},
        Bad{"io_mapping", START "<bpmn:task id='a'>\n" Z("<zeebe:ioMapping/>") "</bpmn:task>",
            "bpmn.unsupported@5 "},
        Bad{"default", START "\n<bpmn:exclusiveGateway id='g' default='x'/>", "bpmn.default@5 "},
        Bad{"link",
            START "\n<bpmn:intermediateThrowEvent id='l'><bpmn:linkEventDefinition "
                  "name='A'/></bpmn:intermediateThrowEvent>",
            "bpmn.link@5 "},
        Bad{"several_faults", START "\n<bpmn:userTask id='a'/>\n<bpmn:transaction id='b'/>",
            "bpmn.unsupported@6 bpmn.no_role@5 "}),
    [](const auto& one) { return one.param.name; });

TEST(Load, NotXmlNotBpmnNotSafe) {
    const auto refused = [](std::string_view xml) {
        Diagnostics d;
        EXPECT_TRUE(load(xml, "f.bpmn", d).empty());
        return codes(d);
    };
    EXPECT_EQ(refused(""), "bpmn.not_xml@1 ");
    EXPECT_EQ(refused("<a>\n\n<b></a>"), "bpmn.not_xml@3 ");
    EXPECT_EQ(refused("<html/>"), "bpmn.not_bpmn@1 ");
    EXPECT_EQ(refused("\n<!DOCTYPE a [<!ENTITY x \"y\">]><a/>"), "bpmn.not_xml@2 ");
    EXPECT_EQ(refused("\xff<a/>"), "bpmn.not_xml@0 ");
    EXPECT_EQ(refused(std::string(limits::kFile + 1, ' ')), "bpmn.not_xml@0 ");
}

TEST(Load, NodesUpToTheLimit) {
    for (const size_t extra : {size_t{0}, size_t{1}}) {
        Sketch s;
        s.start("s");
        for (size_t i = 1; i < limits::kNodes + extra; ++i)
            s.raw("<bpmn:task id='t" + std::to_string(i) + "'/>");
        Diagnostics d;
        EXPECT_EQ(s.load(d) != nullptr, extra == 0);
        EXPECT_EQ(codes(d), extra ? "bpmn.too_many@4100 " : "");
    }
}

TEST(Load, NestingUpToTheLimit) {
    for (const size_t depth : {limits::kNesting, limits::kNesting + 1}) {
        std::string open, close;
        for (size_t i = 0; i < depth; ++i) {
            open += "<bpmn:startEvent id='s" + std::to_string(i) + "'/><bpmn:subProcess id='p" +
                    std::to_string(i) + "'>";
            close += "</bpmn:subProcess>";
        }
        Sketch s;
        s.raw(open + "<bpmn:startEvent id='s'/>" + close);
        Diagnostics d;
        EXPECT_EQ(s.load(d) != nullptr, depth == limits::kNesting) << texts(d);
    }
}

TEST(Link, CopiesInWhatIsCalled) {
    Sketch tail("tail");
    tail.start("s");
    tail.user("sign", "leader");
    tail.end("e");
    tail.flow("s", "sign");
    tail.flow("sign", "e");
    Sketch main("main");
    main.start("s");
    for (const char* id : {"c1", "c2"})
        main.node("callActivity", id, Z("<zeebe:calledElement processId='tail'/>"));
    main.flow("s", "c1");
    main.flow("c1", "c2");
    Diagnostics d;
    const auto t = tail.load(d), m = main.load(d);
    ASSERT_TRUE(t && m) << texts(d);
    EXPECT_FALSE(m->linked());
    const auto linked = link(m, {{"tail", t}}, d);
    ASSERT_TRUE(linked) << texts(d);
    EXPECT_TRUE(linked->linked());
    EXPECT_EQ(linked->size(), 9u);
    const auto sign = linked->find("c2/sign");
    ASSERT_TRUE(sign);
    EXPECT_EQ(linked->info(*sign).role, "leader");
    EXPECT_EQ(linked->info(*sign).file, "tail.bpmn");
    EXPECT_EQ(linked->scope(linked->node(*sign).scope).host, linked->find("c2"));
    EXPECT_EQ(link(t, {}, d), t);

    EXPECT_EQ(link(m, {}, d), nullptr);
    EXPECT_EQ(codes(d), "bpmn.call@5 bpmn.call@6 ");
}

TEST(Link, RefusesACircleOfCalls) {
    const auto calls = [](const char* id, const char* other) {
        Sketch s(id);
        s.start("s");
        s.node("callActivity", "c",
               Z("<zeebe:calledElement processId='" + std::string(other) + "'/>"));
        s.flow("s", "c");
        return s;
    };
    Diagnostics d;
    const auto a = calls("a", "b").load(d), b = calls("b", "a").load(d);
    EXPECT_EQ(link(a, {{"a", a}, {"b", b}}, d), nullptr);
    ASSERT_EQ(d.all().size(), 1u);
    EXPECT_NE(d.all()[0].message.find("a -> b -> a"), std::string::npos) << texts(d);
}

TEST(Link, AGreatTreeOfCallsEndsSoon) {
    Diagnostics d;
    std::map<std::string, ProgramPtr> shared;
    for (int i = 0; i < 40; ++i) {
        Sketch s("p" + std::to_string(i));
        s.start("s");
        for (const char* id : {"c", "d"})
            s.node("callActivity", id,
                   Z("<zeebe:calledElement processId='p" + std::to_string(i + 1) + "'/>"));
        s.flow("s", "c");
        s.flow("c", "d");
        shared["p" + std::to_string(i)] = s.load(d);
    }
    shared["p40"] = shared["p0"];
    Sketch leaf("p40");
    leaf.start("s");
    shared["p40"] = leaf.load(d);
    EXPECT_EQ(link(shared["p0"], shared, d), nullptr);
    EXPECT_TRUE(codes(d).starts_with("bpmn.too_many@")) << codes(d);
}

// Others' real BPMN: it loads, or every complaint names its place.
TEST(Load, OthersFiles) {
    size_t files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(SS_SOURCE_DIR) + "/tests/bpmn")) {
        if (entry.path().extension() != ".bpmn") continue;
        ++files;
        Diagnostics d;
        const auto programs = load(read(entry.path()), entry.path().filename(), d);
        EXPECT_TRUE(!programs.empty() || d.has_errors()) << entry.path();
        for (const auto& x : d.all()) {
            EXPECT_GT(x.line, 0) << to_text(x);
            EXPECT_FALSE(x.advice.empty()) << to_text(x);
        }
    }
    EXPECT_GE(files, 2u);
    Diagnostics d;
    const auto a1 = load(read(std::string(SS_SOURCE_DIR) + "/tests/bpmn/A.1.0.bpmn"), "A.1.0", d);
    ASSERT_EQ(a1.size(), 1u) << texts(d);
    EXPECT_EQ(a1[0]->size(), 5u);
}

}  // namespace
}  // namespace ss::bpmn
