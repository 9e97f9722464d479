// Model to draft: every element gets its meaning, or a complaint.
#include "bpmn/compile.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/limits.h"
#include "base/time.h"
#include "feel/feel.h"

namespace ss::bpmn {

namespace {

constexpr auto kKinds = std::to_array<std::string_view>(
    {"verify", "register", "draft", "check", "sign", "seal", "consult", "visit", "council",
     "publish", "digitise", "return", "answer", "forward", "certify", "print"});
constexpr auto kUserProperties =
    std::to_array<std::string_view>({"kind", "limit", "outcomes", "document"});
constexpr size_t kAttachedMost = 15;  // bits of Token::fired

std::string joined(const auto& list) {
    std::string all;
    for (const auto& word : list) all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
}

Type type_of(const std::string& tag) {
    static constexpr std::pair<std::string_view, Type> kTypes[] = {
        {"startEvent", Type::start},
        {"endEvent", Type::end},
        {"intermediateThrowEvent", Type::throw_event},
        {"intermediateCatchEvent", Type::catch_event},
        {"boundaryEvent", Type::boundary},
        {"task", Type::task},
        {"manualTask", Type::manual},
        {"userTask", Type::user},
        {"serviceTask", Type::service},
        {"businessRuleTask", Type::service},
        {"sendTask", Type::send},
        {"receiveTask", Type::receive},
        {"scriptTask", Type::script},
        {"exclusiveGateway", Type::exclusive},
        {"parallelGateway", Type::parallel},
        {"inclusiveGateway", Type::inclusive},
        {"eventBasedGateway", Type::event_based},
        {"subProcess", Type::subprocess},
        {"callActivity", Type::call},
    };
    for (const auto& [name, type] : kTypes)
        if (name == tag) return type;
    return Type::task;
}

bool activity(Type t) {
    switch (t) {
        case Type::task:
        case Type::manual:
        case Type::user:
        case Type::service:
        case Type::send:
        case Type::script:
        case Type::receive:
        case Type::subprocess:
        case Type::call:
        case Type::multi: return true;
        default: return false;
    }
}

class Builder {
  public:
    Builder(const Model& model, const Process& process, Diagnostics& diagnostics)
        : model_(model), process_(process), diagnostics_(diagnostics) {}

    std::optional<Draft> build() {
        d_.id = process_.id;
        d_.name = process_.name;
        d_.file = model_.file;
        d_.line = process_.line;
        d_.executable = process_.executable;
        d_.scopes.push_back({});
        body(process_.body, 0, process_.line, "process \"" + process_.id + "\"");
        if (!good_) return std::nullopt;
        return std::move(d_);
    }

  private:
    using Names = std::map<std::string, NodeIx>;  // id -> node where edges begin and end

    void error(std::string code, int line, std::string message, std::string advice) {
        diagnostics_.error(std::move(code), model_.file, line, std::move(message),
                           std::move(advice));
        good_ = false;
    }
    static std::string named(const FlowNode& f) {
        return "\"" + f.id + "\"" + (f.name.empty() ? "" : " (" + f.name + ")");
    }
    ExpressionIx expression(const Written& text) {
        if (d_.expressions.size() >= kExpressionsMost) {
            error("bpmn.too_many", text.line, "the process has more than 32768 expressions",
                  "split it");
            return kNone;
        }
        auto compiled = feel::compile(text.text, model_.file, text.line, diagnostics_);
        if (!compiled) {
            good_ = false;
            return kNone;
        }
        d_.expressions.push_back(std::move(compiled));
        return static_cast<ExpressionIx>(d_.expressions.size() - 1);
    }

    void body(const Body& b, ScopeIx scope, int line, const std::string& where);
    NodeIx add(const FlowNode& f, ScopeIx scope);
    NodeIx put(Node node, Info info);
    NodeIx wrap_many(const FlowNode& f, ScopeIx scope);
    void describe(const FlowNode& f, Node& node, Info& info);
    void properties(const FlowNode& f, const Node& node, Info& info);
    void user(const FlowNode& f, Info& info);
    void event(const FlowNode& f, Node& node, Info& info);
    void timer(const FlowNode& f, const EventDefinition& e, Node& node, Info& info);
    void message(const FlowNode& f, const std::string& ref, Info& info, int line);
    void flows(const Body& b, const Names& names);
    void attach(const Body& b, const Names& names);
    void event_gateways(const Body& b, const Names& names);
    void drop_event_ways();
    void links(const Body& b, const Names& names);
    void check_ways(const Body& b, const Names& names);
    void start(const Body& b, const Names& names, ScopeIx scope, int line,
               const std::string& where);

    const Model& model_;
    const Process& process_;
    Diagnostics& diagnostics_;
    Draft d_;
    std::set<std::string> ids_;
    bool good_ = true;
};

NodeIx Builder::put(Node node, Info info) {
    d_.nodes.push_back(node);
    d_.info.push_back(std::move(info));
    d_.attached.emplace_back();
    return static_cast<NodeIx>(d_.nodes.size() - 1);
}

void Builder::body(const Body& b, ScopeIx scope, int line, const std::string& where) {
    Names names;
    for (const FlowNode& f : b.nodes) {
        if (!ids_.insert(f.id).second)
            error("bpmn.same_id", f.line, "the id " + named(f) + " is used twice",
                  "give it another");
        names[f.id] = f.loop ? wrap_many(f, scope) : add(f, scope);
    }
    if (!good_ && b.nodes.empty()) return;
    attach(b, names);
    flows(b, names);
    links(b, names);
    event_gateways(b, names);
    check_ways(b, names);
    start(b, names, scope, line, where);
}

NodeIx Builder::add(const FlowNode& f, ScopeIx scope) {
    Node node;
    Info info;
    node.type = type_of(f.tag);
    node.scope = scope;
    info.id = f.id;
    info.name = f.name;
    info.lane = f.lane;
    info.file = model_.file;
    info.line = f.line;
    describe(f, node, info);
    const NodeIx n = put(node, std::move(info));
    if (node.type == Type::subprocess && !f.inside.empty()) {
        const auto inner = static_cast<ScopeIx>(d_.scopes.size());
        d_.scopes.push_back({n, kNone, scope});
        d_.nodes[n].inner = inner;
        body(f.inside.front(), inner, f.line, "sub-process " + named(f));
    }
    return n;
}

// An activity with several instances lies alone in a scope of its own, which a `multi` opens as
// often as there are instances. Edges and boundary events are the multi's.
NodeIx Builder::wrap_many(const FlowNode& f, ScopeIx scope) {
    const Loop& loop = *f.loop;
    Node node;
    node.type = Type::multi;
    node.scope = scope;
    node.sequential = loop.sequential;
    node.waits = true;
    Info info;
    info.id = f.id + "#several";
    info.name = f.name;
    info.lane = f.lane;
    info.variable = loop.element;
    info.file = model_.file;
    info.line = f.line;
    if (!activity(type_of(f.tag)))
        error("bpmn.not_several", loop.line, named(f) + " cannot have several instances",
              "only tasks, sub-processes and call activities can");
    if (!loop.collection.empty()) node.expression = expression(loop.collection);
    else if (!loop.cardinality.empty()) node.expression = expression(loop.cardinality);
    else
        error("bpmn.no_cardinality", loop.line, named(f) + " does not say how many instances",
              "give a loopCardinality or a zeebe inputCollection");
    if (!loop.completion.empty()) node.completion = expression(loop.completion);
    const NodeIx multi = put(node, std::move(info));
    const auto inner = static_cast<ScopeIx>(d_.scopes.size());
    d_.scopes.push_back({multi, kNone, scope});
    d_.nodes[multi].inner = inner;
    const NodeIx one = add(f, inner);
    d_.scopes[inner].start = one;
    return multi;
}

void Builder::describe(const FlowNode& f, Node& node, Info& info) {
    event(f, node, info);
    switch (node.type) {
        case Type::user: user(f, info); break;
        case Type::service:
        case Type::send:
            info.service = f.service;
            if (!f.decision.empty())
                error("bpmn.unsupported", f.line,
                      named(f) + " calls the decision \"" + f.decision +
                          "\": decision tables cannot be called yet",
                      "use a script task with a FEEL expression, or a gateway");
            else if (f.service.empty())
                error("bpmn.no_service", f.line,
                      named(f) + " does not say what the office is to do",
                      "give a zeebe:taskDefinition type, such as dossier.resolve");
            break;
        case Type::script:
            if (f.script.empty() || !f.script.text.starts_with('='))
                error("bpmn.script", f.line, named(f) + " has no FEEL expression",
                      "give a zeebe:script with expression=\"= ...\" and resultVariable");
            else node.expression = expression(f.script);
            if (f.result_variable.empty())
                error("bpmn.script", f.line, named(f) + " has no resultVariable", "give one");
            info.variable = f.result_variable;
            break;
        case Type::receive: message(f, f.message_ref, info, f.line); break;
        case Type::call:
            info.called = f.called;
            if (f.called.empty() || f.called.starts_with('='))
                error("bpmn.call", f.line, named(f) + " does not say which process it calls",
                      "give zeebe:calledElement processId; it must be constant");
            break;
        default: break;
    }
    switch (node.type) {
        case Type::user:
        case Type::receive:
        case Type::catch_event:
        case Type::event_based:
        case Type::subprocess:
        case Type::call: node.waits = true; break;
        default: break;
    }
    properties(f, node, info);
}

void Builder::properties(const FlowNode& f, const Node& node, Info& info) {
    const bool free = !info.service.empty();  // they are what it is told
    for (const auto& [key, value] : f.properties) {
        if (!info.properties.emplace(key, value.text).second)
            error("bpmn.same_property", value.line,
                  named(f) + " has the property \"" + key + "\" twice", "keep one");
        const bool user =
            node.type == Type::user &&
            std::find(kUserProperties.begin(), kUserProperties.end(), key) != kUserProperties.end();
        const bool time = node.event == Event::timer && key == "time";
        if (!free && !user && !time)
            error("bpmn.unknown_property", value.line,
                  named(f) + " has the property \"" + key + "\", which means nothing there",
                  node.type == Type::user ? "known: " + joined(kUserProperties) : "remove it");
        if (free && value.text.starts_with('=')) info.property_expressions[key] = expression(value);
    }
    if (const auto i = info.properties.find("document"); i != info.properties.end())
        info.document = i->second;
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> all;
    for (size_t at = 0; at <= text.size();) {
        const size_t comma = std::min(text.find(',', at), text.size());
        size_t from = at, to = comma;
        while (from < to && text[from] == ' ') ++from;
        while (to > from && text[to - 1] == ' ') --to;
        all.push_back(text.substr(from, to - from));
        at = comma + 1;
    }
    return all;
}

void Builder::user(const FlowNode& f, Info& info) {
    info.role = f.role;
    if (f.role.empty() || f.role.starts_with('=') || f.role.find(',') != std::string::npos)
        error("bpmn.no_role", f.line, named(f) + " does not say who does it",
              "give one role in zeebe:assignmentDefinition candidateGroups");
    info.outcomes = {"ok"};
    bool kind = false;
    for (const auto& [key, value] : f.properties) {
        if (key == "kind") {
            kind = true;
            info.kind = value.text;
            if (std::find(kKinds.begin(), kKinds.end(), info.kind) == kKinds.end())
                error("bpmn.unknown_kind", value.line,
                      named(f) + " is of the unknown kind \"" + value.text + "\"",
                      "known: " + joined(kKinds));
        } else if (key == "limit") {
            info.limit = parse_span(value.text);
            if (!info.limit)
                error("bpmn.limit", value.line,
                      named(f) + " has the limit \"" + value.text + "\", which is no duration",
                      "write PT4H for four working hours, P1D for one working day");
        } else if (key == "outcomes") {
            info.outcomes = words(value.text);
            std::set<std::string> seen;
            for (const std::string& o : info.outcomes)
                if (o.empty() || o.size() > limits::kCode || !seen.insert(o).second)
                    error("bpmn.outcomes", value.line,
                          named(f) + " has the outcomes \"" + value.text + "\"",
                          "write different words with commas between them: ok,supplement,refuse");
        }
    }
    if (!kind)
        diagnostics_.warning("bpmn.no_kind", model_.file, f.line,
                             named(f) + " does not say what kind of work it is",
                             "give the zeebe:property kind: " + joined(kKinds));
}

void Builder::event(const FlowNode& f, Node& node, Info& info) {
    static constexpr std::pair<std::string_view, Event> kEvents[] = {
        {"timerEventDefinition", Event::timer},         {"messageEventDefinition", Event::message},
        {"errorEventDefinition", Event::error},         {"linkEventDefinition", Event::link},
        {"terminateEventDefinition", Event::terminate},
    };
    if (f.events.size() > 1)
        error("bpmn.unsupported", f.line, named(f) + " has several event definitions", "keep one");
    const EventDefinition* e = f.events.empty() ? nullptr : &f.events.front();
    node.interrupting = f.interrupting;
    if (e) {
        for (const auto& [tag, event] : kEvents)
            if (tag == e->tag) node.event = event;
        if (node.event == Event::none) return;  // the parser has complained
    }
    const Event is = node.event;
    const auto only = [&](std::initializer_list<Event> allowed, const char* advice) {
        if (std::find(allowed.begin(), allowed.end(), is) == allowed.end())
            error("bpmn.unsupported", f.line,
                  "<" + f.tag + "> " + named(f) + " cannot be a " +
                      std::string(names(is)[static_cast<size_t>(is)]) + " event",
                  advice);
    };
    switch (node.type) {
        case Type::start:
            only({Event::none, Event::message}, "a process begins when the dossier is handed on");
            break;
        case Type::end:
            only({Event::none, Event::message, Event::error, Event::terminate},
                 "use a plain end, an error, terminate or a message");
            break;
        case Type::throw_event:
            only({Event::none, Event::message, Event::link},
                 "use a plain event, a message or a link");
            break;
        case Type::catch_event:
            only({Event::timer, Event::message, Event::link}, "wait for a timer or a message");
            break;
        case Type::boundary:
            only({Event::timer, Event::message, Event::error},
                 "use a timer, a message or an error");
            if (is == Event::error) node.interrupting = true;
            break;
        default: break;
    }
    if (is == Event::timer) timer(f, *e, node, info);
    if (is == Event::error) {
        const auto i = model_.errors.find(e->ref);
        info.error = i == model_.errors.end() ? "" : i->second;
        if (node.type == Type::end && info.error.empty())
            error("bpmn.no_error", e->line, named(f) + " throws an error without a code",
                  "refer to an <error> with an errorCode");
    }
    if (is == Event::message && node.type != Type::start) {
        if (node.type == Type::end || node.type == Type::throw_event) {
            info.service = f.service;
            if (f.service.empty())
                error("bpmn.no_service", f.line, named(f) + " does not say what sends the message",
                      "give a zeebe:taskDefinition type, such as exchange.send");
        } else {
            message(f, e->ref, info, e->line);
        }
    }
    // Both ends of a link are passed; links() draws the edge between them.
    if (is == Event::link) {
        info.message = e->name.empty() ? f.name : e->name;
        if (node.type == Type::catch_event) node.type = Type::throw_event;
    }
}

void Builder::timer(const FlowNode& f, const EventDefinition& e, Node& node, Info& info) {
    for (const auto& [key, value] : f.properties) {
        if (key != "time") continue;
        node.calendar_time = value.text == "calendar";
        if (value.text != "calendar" && value.text != "working")
            error("bpmn.time", value.line, named(f) + " counts \"" + value.text + "\" time",
                  "write calendar or working");
    }
    if (!e.cycle.empty())
        return error("bpmn.unsupported", e.cycle.line,
                     "<timeCycle> in " + named(f) + " cannot be run", "use a timeDuration");
    const Written& text = e.date.empty() ? e.duration : e.date;
    node.timer = e.date.empty() ? TimerKind::duration : TimerKind::date;
    if (text.empty())
        error("bpmn.timer", e.line, named(f) + " does not say when",
              "give a timeDuration, such as P1D");
    else if (text.text.starts_with('=')) node.expression = expression(text);
    else if (node.timer == TimerKind::date) info.date = text.text;
    else if (info.span = parse_span(text.text); !info.span)
        error("bpmn.timer", text.line,
              named(f) + " waits for \"" + text.text + "\", which is no duration",
              "write PT4H for four hours, P1D for one day");
}

void Builder::message(const FlowNode& f, const std::string& ref, Info& info, int line) {
    const auto i = model_.messages.find(ref);
    info.message = i == model_.messages.end() ? "" : i->second;
    if (info.message.empty() || info.message.starts_with('='))
        error("bpmn.no_message", line, named(f) + " waits for a message without a name",
              "refer to a <message> with a constant name, such as dossier.supplemented");
}

void Builder::attach(const Body& b, const Names& names) {
    for (const FlowNode& f : b.nodes) {
        if (f.tag != "boundaryEvent") continue;
        const auto host = names.find(f.attached_to);
        if (host == names.end() || !activity(d_.nodes[host->second].type)) {
            error("bpmn.attached", f.line,
                  named(f) + " is attached to \"" + f.attached_to + "\", which is no activity here",
                  "attach it to a task or sub-process at the same level");
            continue;
        }
        const Node& node = d_.nodes[host->second];
        if (!node.waits)
            error("bpmn.attached", f.line,
                  named(f) + " is attached to \"" + f.attached_to + "\", where nothing ever waits",
                  "attach it to a user or receive task, a sub-process or a call activity");
        auto& list = d_.attached[host->second];
        list.push_back(names.at(f.id));
        if (list.size() > kAttachedMost)
            error("bpmn.attached", f.line,
                  "more than 15 events are attached to \"" + f.attached_to + "\"", "attach fewer");
    }
}

void Builder::flows(const Body& b, const Names& names) {
    std::map<std::string, std::string> default_of;  // flow -> node
    for (const FlowNode& f : b.nodes)
        if (!f.default_flow.empty()) default_of[f.default_flow] = f.id;
    for (const SequenceFlow& s : b.flows) {
        if (d_.ways.size() >= kWaysMost)
            return error("bpmn.too_many", s.line, "the process has more than 16384 flows",
                         "split it");
        const auto from = names.find(s.source), to = names.find(s.target);
        if (from == names.end() || to == names.end()) {
            error("bpmn.flow", s.line,
                  "the flow \"" + s.id + "\" joins \"" + s.source + "\" and \"" + s.target +
                      "\", which are not both at this level",
                  "draw it again");
            continue;
        }
        if (d_.nodes[to->second].type == Type::start || d_.nodes[to->second].type == Type::boundary)
            error("bpmn.flow", s.line,
                  "the flow \"" + s.id + "\" leads into \"" + s.target +
                      "\", where only a beginning can be",
                  "draw it to an activity");
        if (d_.nodes[from->second].type == Type::end)
            error("bpmn.flow", s.line,
                  "the flow \"" + s.id + "\" leaves the end \"" + s.source + "\"",
                  "remove it, or make the end an intermediate event");
        Draft::Way way;
        way.edge.from = from->second;
        way.edge.to = to->second;
        way.name = s.name;
        way.line = s.line;
        way.id = s.id;
        if (!s.condition.empty()) way.edge.condition = expression(s.condition);
        d_.ways.push_back(std::move(way));
        if (const auto i = default_of.find(s.id); i != default_of.end() && i->second == s.source)
            d_.nodes[from->second].default_edge = static_cast<EdgeIx>(d_.ways.size() - 1);
    }
    for (const FlowNode& f : b.nodes) {
        const auto n = names.at(f.id);
        if (!f.default_flow.empty() && d_.nodes[n].default_edge == kNone)
            error("bpmn.default", f.line,
                  named(f) + " has the default \"" + f.default_flow + "\", which does not leave it",
                  "choose a flow that does");
    }
}

void Builder::links(const Body& b, const Names& names) {
    std::map<std::string, NodeIx> targets;
    for (const FlowNode& f : b.nodes) {
        const NodeIx n = names.at(f.id);
        if (d_.nodes[n].event == Event::link && f.tag == "intermediateCatchEvent" &&
            !targets.emplace(d_.info[n].message, n).second)
            error("bpmn.link", f.line, "two link events catch \"" + d_.info[n].message + "\"",
                  "keep one");
    }
    for (const FlowNode& f : b.nodes) {
        const NodeIx n = names.at(f.id);
        if (d_.nodes[n].event != Event::link || f.tag != "intermediateThrowEvent") continue;
        const auto to = targets.find(d_.info[n].message);
        if (to == targets.end())
            error("bpmn.link", f.line,
                  named(f) + " links to \"" + d_.info[n].message + "\", which nothing catches",
                  "draw an intermediate link catch event of this name at the same level");
        else d_.ways.push_back({{n, to->second, kNone, 0}, d_.info[n].message, f.line});
    }
}

// The events behind an event-based gateway are awaited together, as boundary events are: they are
// attached to the gateway, and the edges to them go.
void Builder::event_gateways(const Body& b, const Names& names) {
    bool gone = false;
    for (const FlowNode& f : b.nodes) {
        const NodeIx n = names.at(f.id);
        if (d_.nodes[n].type != Type::event_based) continue;
        gone = true;
        for (const Draft::Way& w : d_.ways) {
            if (w.edge.from != n) continue;
            const Node& to = d_.nodes[w.edge.to];
            const auto ways_in = std::count_if(d_.ways.begin(), d_.ways.end(), [&](const auto& o) {
                return o.edge.to == w.edge.to;
            });
            const bool event =
                (to.type == Type::catch_event || to.type == Type::receive) && ways_in == 1;
            if (!event)
                error(
                    "bpmn.event_gateway", w.line,
                    named(f) + " leads to \"" + d_.info[w.edge.to].id +
                        "\", which is no event of its own",
                    "behind an event-based gateway stand timers, messages and receive tasks, each "
                    "with one way in");
            d_.attached[n].push_back(w.edge.to);
        }
        if (d_.attached[n].empty() || d_.attached[n].size() > kAttachedMost)
            error("bpmn.event_gateway", f.line,
                  named(f) + " waits for no event, or for more than 15",
                  "draw the events behind it");
    }
    if (gone) drop_event_ways();
}

void Builder::drop_event_ways() {
    std::vector<EdgeIx> now(d_.ways.size(), kNone);
    std::vector<Draft::Way> kept;
    for (size_t i = 0; i < d_.ways.size(); ++i) {
        if (d_.nodes[d_.ways[i].edge.from].type == Type::event_based) continue;
        now[i] = static_cast<EdgeIx>(kept.size());
        kept.push_back(std::move(d_.ways[i]));
    }
    d_.ways = std::move(kept);
    for (Node& node : d_.nodes)
        if (node.default_edge != kNone) node.default_edge = now[node.default_edge];
}

void Builder::check_ways(const Body& b, const Names& names) {
    for (const FlowNode& f : b.nodes) {
        const NodeIx n = names.at(f.id);
        const Type type = d_.nodes[n].type;
        size_t outs = 0, bare = 0, conditional = 0;
        for (size_t i = 0; i < d_.ways.size(); ++i) {
            const Edge& e = d_.ways[i].edge;
            if (e.from != n) continue;
            ++outs;
            if (e.condition != kNone) ++conditional;
            else if (i != d_.nodes[n].default_edge) ++bare;
        }
        const bool decides = type == Type::exclusive || type == Type::inclusive;
        if (decides && outs > 1 && bare > 0)
            error(
                "bpmn.no_condition", f.line,
                named(f) + " has " + std::to_string(bare) + " way(s) out without a condition",
                "give each a FEEL condition, such as =outcome = \"ok\", and make one the default");
        if (!decides && !activity(type) && conditional > 0)
            error("bpmn.condition", f.line,
                  named(f) + " has conditions on its ways out, but takes all",
                  "use an exclusive or inclusive gateway");
        if (activity(type) && outs > 0 && conditional == outs)
            error("bpmn.no_condition", f.line, named(f) + " has only conditional ways out",
                  "make one of them the default, or use a gateway");
    }
}

void Builder::start(const Body& b, const Names& names, ScopeIx scope, int line,
                    const std::string& where) {
    std::vector<const FlowNode*> starts;
    for (const FlowNode& f : b.nodes)
        if (f.tag == "startEvent") starts.push_back(&f);
    if (starts.size() == 1) {
        d_.scopes[scope].start = names.at(starts.front()->id);
        if (scope != 0 && !starts.front()->events.empty())
            error("bpmn.start", starts.front()->line,
                  "a sub-process begins with a plain start event", "remove the event definition");
        return;
    }
    error("bpmn.start", starts.empty() ? line : starts[1]->line,
          where + (starts.empty() ? " has no start event" : " has several start events"),
          "draw exactly one");
}

}  // namespace

std::optional<Span> parse_span(std::string_view text) {
    if (text.size() < 3 || text.size() > 32 || text[0] != 'P') return std::nullopt;
    const auto t = std::min(text.find('T'), text.size());
    Span span;
    std::string_view date = text.substr(1, t - 1);
    if (!date.empty()) {
        const char unit = date.back();
        date.remove_suffix(1);
        if (date.empty() || date.size() > 5 || (unit != 'D' && unit != 'W')) return std::nullopt;
        for (const char c : date) {
            if (c < '0' || c > '9') return std::nullopt;
            span.days = span.days * 10 + (c - '0');
        }
        if (unit == 'W') span.days *= 7;
    }
    if (t < text.size()) {
        const auto ms = parse_duration("P" + std::string(text.substr(t)));
        if (!ms || *ms < 0) return std::nullopt;
        span.ms = *ms;
    }
    return span;
}

std::optional<Draft> compile(const Model& model, const Process& process, Diagnostics& diagnostics) {
    auto draft = Builder(model, process, diagnostics).build();
    if (process.broken) return std::nullopt;
    return draft;
}

std::vector<ProgramPtr> load(std::string_view xml, const std::string& file,
                             Diagnostics& diagnostics) {
    std::vector<ProgramPtr> programs;
    const auto model = parse(xml, file, diagnostics);
    if (!model) return programs;
    for (const Process& process : model->processes) {
        auto draft = compile(*model, process, diagnostics);
        if (!process.executable)
            diagnostics.add({Severity::note, "bpmn.not_executable", file, process.line, 0,
                             "process \"" + process.id + "\" is not marked as executable",
                             "tick Executable in the editor"});
        if (draft) programs.push_back(Compiler::freeze(std::move(*draft)));
    }
    return programs;
}

}  // namespace ss::bpmn
