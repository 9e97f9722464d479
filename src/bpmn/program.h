// A procedure's process, frozen for running: flat arrays that refer to each other by index. Nothing
// in it changes after it is made; forty offices may share one. Made by load() from BPMN 2.0 XML,
// then link()ed: what its call activities call is copied in, so that one program is all a running
// dossier needs.
//
// Readers (plan, check, cast, papers): walk `size()` nodes; `info(n)` has what people want to know
// of a node, `node(n)` how it is wired.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace ss::feel {
class Expression;
}

namespace ss::bpmn {

using NodeIx = uint16_t;
using EdgeIx = uint16_t;
using ScopeIx = uint16_t;
using ExpressionIx = uint16_t;
inline constexpr uint16_t kNone = 0xffff;  // none of any of the above

enum class Type : uint8_t {
    start,
    end,
    throw_event,  // intermediate
    catch_event,  // intermediate
    boundary,
    task,     // abstract: nothing happens, the token goes on
    manual,   // the same
    user,     // becomes a work item
    service,  // the office does it itself
    send,     // the same
    script,   // FEEL, its result into a variable
    receive,  // waits for a message
    exclusive,
    parallel,
    inclusive,
    event_based,
    subprocess,
    call,   // linked: a sub-process whose inside is a copy of the called process
    multi,  // stands around an activity that has several instances
};
constexpr auto names(Type) {
    return std::to_array<std::string_view>(
        {"start", "end", "throw_event", "catch_event", "boundary", "task", "manual", "user",
         "service", "send", "script", "receive", "exclusive", "parallel", "inclusive",
         "event_based", "subprocess", "call", "multi"});
}

enum class Event : uint8_t { none, timer, message, error, terminate, link };
constexpr auto names(Event) {
    return std::to_array<std::string_view>(
        {"none", "timer", "message", "error", "terminate", "link"});
}

// How long, as ISO 8601 says it: P1D is a day, PT8H are hours; the two are not the same in working
// time. Which kind of time is counted, the place where it stands says.
struct Span {
    int64_t days = 0;
    int64_t ms = 0;
    bool operator==(const Span&) const = default;
};
std::optional<Span> parse_span(std::string_view text);  // PT4H, P1D, P2W, P1DT2H; not P1M, P1Y

enum class TimerKind : uint8_t { duration, date };

// The wiring: what the token game reads. 32 bytes.
struct Node {
    Type type = Type::task;
    Event event = Event::none;
    bool interrupting = true;    // boundary events
    bool sequential = false;     // multi: one instance after the other
    bool waits = false;          // a token rests here until something from outside happens
    bool joins = false;          // parallel and inclusive with more than one way in
    bool calendar_time = false;  // timers: every hour counts, not only working ones
    TimerKind timer = TimerKind::duration;
    ScopeIx scope = 0;                          // that it lies in
    ScopeIx inner = kNone;                      // subprocess, call, multi: the scope it opens
    uint16_t first_out = 0, outs = 0;           // edges [first_out, first_out + outs)
    uint16_t first_in = 0, ins = 0;             // in(n)
    uint16_t first_attached = 0, attached = 0;  // attached(n)
    EdgeIx default_edge = kNone;
    ExpressionIx expression = kNone;  // script; timer given in FEEL; multi: number or collection
    ExpressionIx completion = kNone;  // multi: no further instance once it holds
    uint16_t first_reach = kNone;     // joining inclusive: row of reach() for its first way in
};

struct Edge {
    NodeIx from = kNone, to = kNone;
    ExpressionIx condition = kNone;
    uint16_t slot = 0;  // which of the ways into `to` it is
};

struct Scope {
    NodeIx host = kNone;   // node that opens it; kNone: the process itself
    NodeIx start = kNone;  // where a token begins
    ScopeIx parent = kNone;
};

// What people want to know. Empty where it does not apply.
struct Info {
    std::string id;  // of the element; within a called process "CallActivity_1/Task_2"
    std::string name;
    std::string lane;                   // name of the lane it is drawn in
    std::string kind;                   // user: "verify", "sign", ...
    std::string role;                   // user: candidateGroups
    std::string document;               // user, service: document type it signs or numbers
    std::vector<std::string> outcomes;  // user; at least one
    std::optional<Span> limit;          // user: in working time
    std::string service;       // service, send, throwing message: zeebe:taskDefinition type
    std::string message;       // name of the message awaited
    std::string error;         // error code; empty at a boundary: any
    std::string variable;      // script: result; multi: name of the element variable
    std::optional<Span> span;  // timer with a constant duration
    std::string date;          // timer with a constant date, ISO 8601
    std::string called;        // call: id of the process it calls
    // All zeebe:property entries and task headers, also those above; a value with a leading "=" is
    // FEEL, its compiled form in `property_expressions`.
    std::map<std::string, std::string> properties;
    std::map<std::string, ExpressionIx> property_expressions;
    std::string file;
    int line = 0;
};

class Program {
  public:
    const std::string& id() const { return id_; }
    const std::string& name() const { return name_; }
    const std::string& file() const { return file_; }
    int line() const { return line_; }
    bool executable() const { return executable_; }
    bool linked() const { return linked_; }  // nothing left to call, or all of it copied in

    size_t size() const { return nodes_.size(); }
    const Node& node(NodeIx n) const { return nodes_[n]; }
    const Info& info(NodeIx n) const { return info_[n]; }
    std::optional<NodeIx> find(std::string_view id) const;
    // "Thẩm định" (verify), or the id where it has no name: for complaints.
    std::string called(NodeIx n) const;

    const Edge& edge(EdgeIx e) const { return edges_[e]; }
    const std::string& edge_name(EdgeIx e) const { return edge_names_[e]; }
    const std::string& edge_id(EdgeIx e) const { return edge_ids_[e]; }  // of its sequence flow
    int edge_line(EdgeIx e) const { return edge_lines_[e]; }
    size_t edges() const { return edges_.size(); }
    std::span<const EdgeIx> in(NodeIx n) const {
        return std::span(ins_).subspan(nodes_[n].first_in, nodes_[n].ins);
    }
    // Boundary events of an activity; of an event-based gateway the events it waits for.
    std::span<const NodeIx> attached(NodeIx n) const {
        return std::span(attached_).subspan(nodes_[n].first_attached, nodes_[n].attached);
    }
    size_t scopes() const { return scopes_.size(); }
    const Scope& scope(ScopeIx s) const { return scopes_[s]; }

    const feel::Expression& expression(ExpressionIx e) const { return *expressions_[e]; }
    size_t expressions() const { return expressions_.size(); }

    // Whether a token resting at `from` may still come to the joining inclusive gateway by its
    // slot-th way in without passing the gateway before.
    bool reaches(NodeIx join, size_t slot, NodeIx from) const {
        const size_t row = nodes_[join].first_reach + slot;
        return (reach_[row * reach_words_ + from / 64u] >> (from % 64u)) & 1u;
    }

  private:
    friend class Compiler;
    std::string id_, name_, file_;
    int line_ = 0;
    bool executable_ = true;
    bool linked_ = true;
    std::vector<Node> nodes_;
    std::vector<Info> info_;
    std::vector<Edge> edges_;
    std::vector<std::string> edge_names_, edge_ids_;
    std::vector<int> edge_lines_;
    std::vector<EdgeIx> ins_;
    std::vector<NodeIx> attached_;
    std::vector<Scope> scopes_;
    std::vector<std::shared_ptr<const feel::Expression>> expressions_;
    std::vector<uint64_t> reach_;
    size_t reach_words_ = 0;
};

using ProgramPtr = std::shared_ptr<const Program>;

// The processes of one BPMN file, in the order of the file. Every complaint goes to `diagnostics`
// with `file` and line; a process with an error in it is left out of the answer.
std::vector<ProgramPtr> load(std::string_view xml, const std::string& file,
                             Diagnostics& diagnostics);

// Copies in what the call activities call. `shared` by process id. nullptr: something called is not
// there, calls itself, or the whole grows past limits::kNodes (complaints say which). The plan
// calls this once for each procedure, after every file has been loaded; what it gets is what runs.
ProgramPtr link(const ProgramPtr& program, const std::map<std::string, ProgramPtr>& shared,
                Diagnostics& diagnostics);

}  // namespace ss::bpmn
