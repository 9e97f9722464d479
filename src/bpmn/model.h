// BPMN 2.0 XML as it is written, before it becomes a Program: every element with its line. Only
// this room sees it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"

namespace ss::bpmn {

struct Written {  // a text with the line it stands on
    std::string text;
    int line = 0;
    bool empty() const { return text.empty(); }
};

struct EventDefinition {
    std::string tag;   // "timerEventDefinition"
    std::string ref;   // messageRef, errorRef
    std::string name;  // of a link
    Written duration, date, cycle;
    int line = 0;
};

struct Loop {  // multiInstanceLoopCharacteristics
    bool sequential = false;
    Written cardinality;  // FEEL or a number
    Written collection;   // zeebe:loopCharacteristics inputCollection
    std::string element;  // and inputElement
    Written completion;
    int line = 0;
};

struct SequenceFlow {
    std::string id, name, source, target;
    Written condition;
    int line = 0;
};

struct Body;

struct FlowNode {
    std::string tag;  // "userTask", without prefix
    std::string id, name, lane;
    int line = 0;
    std::vector<EventDefinition> events;
    std::string attached_to;   // boundary events
    bool interrupting = true;  // cancelActivity
    std::string default_flow;
    std::string message_ref;  // receive and send tasks
    std::optional<Loop> loop;
    // zeebe:
    std::string service;   // taskDefinition type
    std::string role;      // assignmentDefinition candidateGroups
    std::string called;    // calledElement processId
    std::string decision;  // calledDecision decisionId
    Written script;        // script expression
    std::string result_variable;
    std::vector<std::pair<std::string, Written>> properties;  // and task headers
    std::vector<Body> inside;                                 // one, of a sub-process
};

struct Body {
    std::vector<FlowNode> nodes;
    std::vector<SequenceFlow> flows;
};

struct Process {
    std::string id, name;
    bool executable = false;
    int line = 0;
    Body body;
    bool broken = false;  // has an element that cannot be run
};

struct Model {
    std::string file;
    std::vector<Process> processes;
    std::map<std::string, std::string> messages;  // id -> name
    std::map<std::string, std::string> errors;    // id -> code
};

// Reads the file, complaining of everything that is not BPMN and of everything that cannot be run.
// nullopt: not XML, no BPMN, or past a limit.
std::optional<Model> parse(std::string_view xml, const std::string& file, Diagnostics& diagnostics);

}  // namespace ss::bpmn
