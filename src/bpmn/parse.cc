// XML to model.
#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "base/limits.h"
#include "bpmn/model.h"
#include "bpmn/xml.h"

namespace ss::bpmn {

namespace {

using xml::each;
using xml::kBpmn;
using xml::local;
using xml::tag;
using xml::uri;

constexpr std::string_view kZeebe = "http://camunda.org/schema/zeebe/1.0";

template <size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Drawn or told, without a meaning for what runs.
constexpr auto kDescriptive = std::to_array<std::string_view>({"documentation",
                                                               "extensionElements",
                                                               "incoming",
                                                               "outgoing",
                                                               "laneSet",
                                                               "textAnnotation",
                                                               "association",
                                                               "group",
                                                               "dataObject",
                                                               "dataObjectReference",
                                                               "dataStoreReference",
                                                               "dataInputAssociation",
                                                               "dataOutputAssociation",
                                                               "ioSpecification",
                                                               "property",
                                                               "auditing",
                                                               "monitoring",
                                                               "category",
                                                               "supportedInterfaceRef",
                                                               "humanPerformer",
                                                               "potentialOwner",
                                                               "performer",
                                                               "resourceRole",
                                                               "rendering",
                                                               "dataOutput",
                                                               "dataInput",
                                                               "outputSet",
                                                               "inputSet",
                                                               "artifact",
                                                               "correlationSubscription"});
constexpr auto kNodes = std::to_array<std::string_view>(
    {"startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent",
     "task", "manualTask", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask",
     "businessRuleTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
     "eventBasedGateway", "subProcess", "callActivity"});
constexpr auto kEvents = std::to_array<std::string_view>(
    {"timerEventDefinition", "messageEventDefinition", "errorEventDefinition",
     "terminateEventDefinition", "linkEventDefinition"});
// At the top of the file: nothing in them is run by itself.
constexpr auto kTop = std::to_array<std::string_view>({"process",
                                                       "collaboration",
                                                       "message",
                                                       "error",
                                                       "signal",
                                                       "escalation",
                                                       "itemDefinition",
                                                       "dataStore",
                                                       "category",
                                                       "extensionElements",
                                                       "documentation",
                                                       "import",
                                                       "interface",
                                                       "resource",
                                                       "relationship",
                                                       "extension",
                                                       "correlationProperty",
                                                       "endPoint",
                                                       "partnerEntity",
                                                       "partnerRole",
                                                       "globalTask",
                                                       "globalUserTask",
                                                       "globalManualTask",
                                                       "globalScriptTask",
                                                       "globalBusinessRuleTask",
                                                       "eventDefinition",
                                                       "timerEventDefinition",
                                                       "messageEventDefinition"});
// Written by Camunda Modeler; of no consequence here.
constexpr auto kZeebeIgnored = std::to_array<std::string_view>(
    {"userTask", "userTaskForm", "formDefinition", "versionTag", "subscription", "modelerTemplate",
     "properties", "taskHeaders"});

class Parser {
  public:
    Parser(std::string_view xml, const std::string& file, Diagnostics& diagnostics)
        : xml_(xml), diagnostics_(diagnostics), lines_(xml) {
        model_.file = file;
    }

    std::optional<Model> run();

  private:
    int line(const pugi::xml_node& n) const { return lines_.of(n); }
    void error(std::string code, const pugi::xml_node& n, std::string message, std::string advice) {
        diagnostics_.error(std::move(code), model_.file, line(n), std::move(message),
                           std::move(advice));
        broken_ = true;
    }
    void unsupported(const pugi::xml_node& n, std::string advice) {
        error("bpmn.unsupported", n, "<" + tag(n) + "> " + quoted(n) + " cannot be run",
              std::move(advice));
    }

    static std::string quoted(const pugi::xml_node& n) {
        const std::string id = n.attribute("id").value();
        const std::string name = name_of(n);
        if (id.empty()) return name.empty() ? "without an id" : "\"" + name + "\"";
        return name.empty() ? "\"" + id + "\"" : "\"" + id + "\" (" + name + ")";
    }
    // Editors break long names over lines.
    static std::string name_of(const pugi::xml_node& n) {
        std::string name;
        for (const char c : std::string_view(n.attribute("name").value())) {
            const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
            if (!space) name += c;
            else if (!name.empty() && name.back() != ' ') name += ' ';
        }
        if (name.ends_with(' ')) name.pop_back();
        return name;
    }
    Written text(const pugi::xml_node& n) const {
        std::string t;
        for (const auto& child : n.children())
            if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
                t += child.value();
        const auto first = t.find_first_not_of(" \t\r\n");
        if (first == t.npos) return {};
        // Where the text itself begins, not its element.
        const auto breaks =
            std::count(t.begin(), t.begin() + static_cast<std::ptrdiff_t>(first), '\n');
        const auto last = t.find_last_not_of(" \t\r\n");
        return {t.substr(first, last - first + 1), line(n) + static_cast<int>(breaks)};
    }
    static bool truth(const pugi::xml_attribute& a, bool otherwise) {
        const std::string_view v = a.value();
        return v.empty() ? otherwise : v == "true" || v == "1";
    }
    void top(const pugi::xml_node& definitions);
    void process(const pugi::xml_node& n);
    void body(const pugi::xml_node& n, Body& body, size_t depth);
    void lanes(const pugi::xml_node& n, std::map<std::string, std::string>& of);
    void flow(const pugi::xml_node& n, Body& body);
    void node(const pugi::xml_node& n, const std::string& kind, Body& body, size_t depth);
    void extension(const pugi::xml_node& n, FlowNode& node);
    void event(const pugi::xml_node& n, const std::string& kind, FlowNode& node);
    void loop(const pugi::xml_node& n, FlowNode& node);

    std::string_view xml_;
    Diagnostics& diagnostics_;
    xml::Lines lines_;
    Model model_;
    size_t nodes_ = 0;
    bool broken_ = false;
};

std::optional<Model> Parser::run() {
    pugi::xml_document document;
    if (!xml::open(document, xml_, model_.file, lines_, diagnostics_)) return std::nullopt;
    const auto root = document.document_element();
    if (tag(root) != "definitions" || uri(root) != kBpmn) {
        error("bpmn.not_bpmn", root, "<" + std::string(root.name()) + "> is not BPMN 2.0",
              "the root must be <definitions> of " + std::string(kBpmn));
        return std::nullopt;
    }
    top(root);
    return std::move(model_);
}

void Parser::top(const pugi::xml_node& definitions) {
    each(definitions, kBpmn, [&](const auto& n, const std::string& kind) {
        if (kind == "message")
            model_.messages[n.attribute("id").value()] = n.attribute("name").value();
        if (kind == "error") {
            const std::string code = n.attribute("errorCode").value();
            model_.errors[n.attribute("id").value()] =
                code.empty() ? n.attribute("name").value() : code;
        }
        if (!among(kind, kTop))
            unsupported(n, "only processes and collaborations can be run; remove it");
    });
    each(definitions, kBpmn, [&](const auto& n, const std::string& kind) {
        if (kind == "process") process(n);
    });
    if (model_.processes.empty())
        error("bpmn.no_process", definitions, "there is no process with steps in it",
              "draw a process and save the file again");
}

void Parser::process(const pugi::xml_node& n) {
    Process p;
    p.id = n.attribute("id").value();
    p.name = name_of(n);
    p.line = line(n);
    p.executable = truth(n.attribute("isExecutable"), false);
    broken_ = false;
    if (p.id.empty()) error("bpmn.no_id", n, "a process has no id", "give it one");
    body(n, p.body, 0);
    p.broken = broken_;
    if (!p.body.nodes.empty() || broken_) model_.processes.push_back(std::move(p));
}

void Parser::body(const pugi::xml_node& n, Body& body, size_t depth) {
    if (depth > limits::kNesting)
        return error("bpmn.too_deep", n, "sub-processes are nested too deep", "at most 64 levels");
    each(n, kBpmn, [&](const auto& child, const std::string& kind) {
        if (kind == "sequenceFlow") flow(child, body);
        else if (among(kind, kNodes)) node(child, kind, body, depth);
        else if (among(kind, kDescriptive) || kind == "multiInstanceLoopCharacteristics") return;
        else if (kind == "transaction" || kind == "adHocSubProcess")
            unsupported(child, "use an embedded sub-process");
        else if (kind == "complexGateway")
            unsupported(child, "use exclusive, parallel or inclusive gateways");
        else if (kind == "standardLoopCharacteristics")
            unsupported(child, "draw the loop with an exclusive gateway, or use several instances");
        else unsupported(child, "remove it");
    });
    std::map<std::string, std::string> lane_of;
    each(n, kBpmn, [&](const auto& child, const std::string& kind) {
        if (kind == "laneSet") lanes(child, lane_of);
    });
    for (FlowNode& node : body.nodes)
        if (const auto i = lane_of.find(node.id); i != lane_of.end()) node.lane = i->second;
}

void Parser::lanes(const pugi::xml_node& n, std::map<std::string, std::string>& of) {
    // Lanes nest as sub-processes do not: one text per level is enough, so walk them by hand.
    std::vector<pugi::xml_node> open{n};
    while (!open.empty()) {
        const auto set = open.back();
        open.pop_back();
        each(set, kBpmn, [&](const auto& lane, const std::string& kind) {
            if (kind != "lane") return;
            each(lane, kBpmn, [&](const auto& child, const std::string& what) {
                if (what == "flowNodeRef") of[local(text(child).text)] = name_of(lane);
                if (what == "childLaneSet") open.push_back(child);
            });
        });
    }
}

void Parser::flow(const pugi::xml_node& n, Body& body) {
    SequenceFlow f;
    f.id = n.attribute("id").value();
    f.name = name_of(n);
    f.source = local(n.attribute("sourceRef").value());
    f.target = local(n.attribute("targetRef").value());
    f.line = line(n);
    each(n, kBpmn, [&](const auto& child, const std::string& kind) {
        if (kind == "conditionExpression") f.condition = text(child);
    });
    body.flows.push_back(std::move(f));
}

void Parser::node(const pugi::xml_node& n, const std::string& kind, Body& body, size_t depth) {
    if (++nodes_ > limits::kNodes) {
        if (nodes_ == limits::kNodes + 1)
            error("bpmn.too_many", n, "the file has more than 4096 elements", "split the process");
        return;
    }
    FlowNode f;
    f.tag = kind;
    f.id = n.attribute("id").value();
    f.name = name_of(n);
    f.line = line(n);
    f.attached_to = local(n.attribute("attachedToRef").value());
    f.interrupting = truth(n.attribute("cancelActivity"), true);
    f.default_flow = n.attribute("default").value();
    f.message_ref = local(n.attribute("messageRef").value());
    f.called = local(n.attribute("calledElement").value());
    if (f.id.empty()) error("bpmn.no_id", n, "<" + kind + "> has no id", "give it one");
    if (truth(n.attribute("triggeredByEvent"), false))
        unsupported(n,
                    "event sub-processes: use a boundary event on a sub-process around the steps");
    if (truth(n.attribute("isForCompensation"), false))
        unsupported(n, "compensation: draw the way back as steps of their own");
    each(n, kBpmn, [&](const auto& child, const std::string& what) {
        if (what == "multiInstanceLoopCharacteristics") loop(child, f);
        else if (what == "extensionElements") extension(child, f);
        else if (what.ends_with("EventDefinition") || what == "eventDefinitionRef")
            event(child, what, f);
        else if (what == "script") f.script = text(child);
        else if (what == "standardLoopCharacteristics")
            unsupported(child, "draw the loop of " + quoted(n) + " with an exclusive gateway");
        else if (kind != "subProcess" && !among(what, kDescriptive))
            unsupported(child, "remove it");
    });
    if (kind == "subProcess") this->body(n, f.inside.emplace_back(), depth + 1);
    body.nodes.push_back(std::move(f));
}

void Parser::event(const pugi::xml_node& n, const std::string& kind, FlowNode& node) {
    if (!among(kind, kEvents))
        unsupported(
            n, "in \"" + node.id + "\"; timers, messages, errors, links and terminate can be used");
    EventDefinition e;
    e.tag = kind;
    e.line = line(n);
    e.name = name_of(n);
    for (const char* attribute : {"messageRef", "errorRef"})
        if (const auto a = n.attribute(attribute)) e.ref = local(a.value());
    each(n, kBpmn, [&](const auto& child, const std::string& what) {
        if (what == "timeDuration") e.duration = text(child);
        if (what == "timeDate") e.date = text(child);
        if (what == "timeCycle") e.cycle = text(child);
        if (what == "extensionElements") extension(child, node);
    });
    node.events.push_back(std::move(e));
}

void Parser::loop(const pugi::xml_node& n, FlowNode& node) {
    Loop loop;
    loop.sequential = truth(n.attribute("isSequential"), false);
    loop.line = line(n);
    each(n, kBpmn, [&](const auto& child, const std::string& kind) {
        if (kind == "loopCardinality") loop.cardinality = text(child);
        else if (kind == "completionCondition") loop.completion = text(child);
        else if (kind == "loopDataOutputRef" || kind == "complexBehaviorDefinition")
            unsupported(child, "several instances of \"" + node.id + "\" collect no output here");
        else if (kind == "extensionElements")
            each(child, kZeebe, [&](const auto& z, const std::string& what) {
                if (what != "loopCharacteristics")
                    return unsupported(z, "in \"" + node.id + "\": remove this zeebe: extension");
                loop.collection = {z.attribute("inputCollection").value(), line(z)};
                loop.element = z.attribute("inputElement").value();
                if (z.attribute("outputCollection") || z.attribute("outputElement"))
                    unsupported(z, "a dossier's data holds no lists: remove outputCollection");
            });
    });
    node.loop = std::move(loop);
}

void Parser::extension(const pugi::xml_node& n, FlowNode& node) {
    const auto entry = [&](const pugi::xml_node& e, const char* key) {
        node.properties.push_back(
            {e.attribute(key).value(), {e.attribute("value").value(), line(e)}});
    };
    each(n, kZeebe, [&](const auto& z, const std::string& kind) {
        if (kind == "taskDefinition") node.service = z.attribute("type").value();
        else if (kind == "assignmentDefinition") {
            node.role = z.attribute("candidateGroups").value();
            for (const char* other : {"assignee", "candidateUsers"})
                if (z.attribute(other))
                    error("bpmn.assigned_to_person", z,
                          "\"" + node.id + "\" names a person (" + other + ")",
                          "name a role in candidateGroups: people change, roles stay");
        } else if (kind == "calledElement") {
            node.called = z.attribute("processId").value();
        } else if (kind == "calledDecision") {
            node.decision = z.attribute("decisionId").value();
            node.result_variable = z.attribute("resultVariable").value();
        } else if (kind == "script") {
            node.script = {z.attribute("expression").value(), line(z)};
            node.result_variable = z.attribute("resultVariable").value();
        } else if (kind == "properties" || kind == "taskHeaders") {
            each(z, kZeebe, [&](const auto& p, const std::string& what) {
                entry(p, what == "header" ? "key" : "name");
            });
        } else if (kind == "ioMapping") {
            unsupported(z, "in \"" + node.id +
                               "\": every step reads and writes the dossier's own variables");
        } else if (!among(kind, kZeebeIgnored)) {
            unsupported(z, "in \"" + node.id + "\": remove this zeebe: extension");
        }
    });
}

}  // namespace

std::optional<Model> parse(std::string_view xml, const std::string& file,
                           Diagnostics& diagnostics) {
    return Parser(xml, file, diagnostics).run();
}

}  // namespace ss::bpmn
