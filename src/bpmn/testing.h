// For tests: BPMN written in a line per element, as an editor would save it.
#pragma once

#include <string>
#include <string_view>

#include "bpmn/program.h"

namespace ss::bpmn::testing {

// Sketch s; s.start("s"); s.user("a", "justice"); s.end("e"); s.flow("s", "a"); s.flow("a", "e");
class Sketch {
  public:
    explicit Sketch(std::string id = "P") : id_(std::move(id)) {}

    void raw(std::string_view xml) { body_ += std::string(xml) + "\n"; }
    void node(std::string_view tag, std::string_view id, std::string_view inside = {},
              std::string_view attributes = {}) {
        raw("<bpmn:" + std::string(tag) + " id=\"" + std::string(id) + "\" name=\"" +
            std::string(id) + "\" " + std::string(attributes) + ">" + std::string(inside) +
            "</bpmn:" + std::string(tag) + ">");
    }
    void start(std::string_view id) { node("startEvent", id); }
    void end(std::string_view id) { node("endEvent", id); }
    void user(std::string_view id, std::string_view role = "justice",
              std::string_view outcomes = "ok", std::string_view more = {}) {
        node("userTask", id,
             "<bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups=\"" +
                 std::string(role) + "\"/><zeebe:properties>" + property("kind", "verify") +
                 property("outcomes", outcomes) + std::string(more) +
                 "</zeebe:properties></bpmn:extensionElements>");
    }
    void service(std::string_view id, std::string_view type, std::string_view properties = {}) {
        node("serviceTask", id,
             "<bpmn:extensionElements><zeebe:taskDefinition type=\"" + std::string(type) +
                 "\"/><zeebe:properties>" + std::string(properties) +
                 "</zeebe:properties></bpmn:extensionElements>");
    }
    void timer(std::string_view tag, std::string_view id, std::string_view duration,
               std::string_view attributes = {}) {
        node(tag, id,
             "<bpmn:timerEventDefinition><bpmn:timeDuration>" + std::string(duration) +
                 "</bpmn:timeDuration></bpmn:timerEventDefinition>",
             attributes);
    }
    void message(std::string_view tag, std::string_view id, std::string_view name,
                 std::string_view attributes = {}) {
        const std::string ref = "M_" + std::string(id);
        head_ += "<bpmn:message id=\"" + ref + "\" name=\"" + std::string(name) + "\"/>\n";
        node(tag, id, "<bpmn:messageEventDefinition messageRef=\"" + ref + "\"/>", attributes);
    }
    void flow(std::string_view from, std::string_view to, std::string_view condition = {}) {
        raw("<bpmn:sequenceFlow id=\"" + std::string(from) + "-" + std::string(to) +
            "\" sourceRef=\"" + std::string(from) + "\" targetRef=\"" + std::string(to) + "\">" +
            (condition.empty() ? ""
                               : "<bpmn:conditionExpression>" + std::string(condition) +
                                     "</bpmn:conditionExpression>") +
            "</bpmn:sequenceFlow>");
    }
    void head(std::string_view xml) { head_ += std::string(xml) + "\n"; }
    static std::string property(std::string_view name, std::string_view value) {
        return "<zeebe:property name=\"" + std::string(name) + "\" value=\"" + std::string(value) +
               "\"/>";
    }

    std::string xml() const {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
               "xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\">\n" +
               head_ + "<bpmn:process id=\"" + id_ + "\" isExecutable=\"true\">\n" + body_ +
               "</bpmn:process>\n</bpmn:definitions>\n";
    }
    ProgramPtr load(Diagnostics& d) const {
        auto all = bpmn::load(xml(), id_ + ".bpmn", d);
        return all.empty() ? nullptr : all.front();
    }

  private:
    std::string id_, head_, body_;
};

}  // namespace ss::bpmn::testing
