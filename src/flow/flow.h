// The running procedures: which dossier stands where, who has to do what until when, which timers
// run and which messages are awaited. Start here; how a process moves is bpmn/step.h.
//
// The office calls start() when a dossier has been received and handed on, deliver() when something
// a procedure waits for has happened elsewhere, decide_due() on a tick, abandon() when the dossier
// is withdrawn or stopped, complete_kind() for work that another room's command completes
// (dossier.return), and follows ServiceCalled into the other rooms. Those may not refuse; only the
// commands of officers may be refused.
//
// Every step is played on a copy of the tokens before the first fact is written. The facts of one
// step come in this order: what caused it, flow.advanced with all tokens as they now are, what is
// cancelled, offered, armed and awaited, services in the order called, flow.ended.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"
#include "base/value.h"
#include "bpmn/step.h"
#include "org/org.h"
#include "plan/plan.h"

namespace ss::flow {

using bpmn::Frame;
using bpmn::Token;

// Commands -------------------------------------------------------------------------------------
struct Take {
    static constexpr std::string_view kWire = "work.take";
    WorkId work;
};
struct Release {
    static constexpr std::string_view kWire = "work.release";
    WorkId work;
};
struct HandOver {
    static constexpr std::string_view kWire = "work.hand_over";
    WorkId work;
    Code to;
};
struct Complete {  // also of work nobody has taken
    static constexpr std::string_view kWire = "work.complete";
    WorkId work;
    std::string outcome;               // one of the work item's
    Data data;                         // merged into the dossier's: only the procedure's variables
    std::vector<std::string> reasons;  // at least one for supplement and refuse
    std::string note;
};
using Command = std::variant<Take, Release, HandOver, Complete>;

// Facts ----------------------------------------------------------------------------------------
struct Started {
    static constexpr std::string_view kWire = "flow.started";
    DossierId dossier;
    Code procedure;
    Data data;
    Instant at;
};
struct Advanced {
    static constexpr std::string_view kWire = "flow.advanced";
    DossierId dossier;
    std::vector<Token> tokens;  // all of them, as they now are
    std::vector<Frame> frames;
    uint32_t last = 0;
    Data data;                           // what has changed
    std::map<uint32_t, Value> elements;  // by frame: its element, of several instances; all
    std::vector<Code> passed;            // ids of nodes gone through or left, in order: for readers
    Instant at;
};
struct Stuck {  // no condition holds, a loop without end, too many tokens: somebody must look at it
    static constexpr std::string_view kWire = "flow.stuck";
    DossierId dossier;
    Code node;    // empty: not one place
    Code reason;  // "no_way", "endless", "too_many_tokens", "uncaught_error"
    Instant at;
};
struct WorkItem {
    WorkId work;
    DossierId dossier;
    Code procedure;
    uint32_t token = 0;
    Code node;
    std::string name;
    Code kind;
    Code role;
    Code document;  // type it signs or numbers; empty: none
    std::vector<std::string> outcomes;
    std::optional<Instant> due;  // the step's own limit, in working time since it was offered
    Instant offered;
    std::optional<Code> taken_by;
    std::optional<Instant> taken;
};
struct Offered {
    static constexpr std::string_view kWire = "work.offered";
    WorkId work;
    DossierId dossier;
    Code procedure;
    uint32_t token = 0;
    Code node;
    std::string name;
    Code kind;
    Code role;
    Code document;
    std::vector<std::string> outcomes;
    std::optional<Instant> due;
    Instant at;
};
struct Taken {
    static constexpr std::string_view kWire = "work.taken";
    WorkId work;
    Code by;
    Instant at;
};
struct Released {
    static constexpr std::string_view kWire = "work.released";
    WorkId work;
    Code by;
    Instant at;
};
struct HandedOver {
    static constexpr std::string_view kWire = "work.handed_over";
    WorkId work;
    Code by;
    Code to;
    Instant at;
};
struct Completed {
    static constexpr std::string_view kWire = "work.completed";
    WorkId work;
    DossierId dossier;
    Code node;
    Code kind;
    Code role;
    Code by;
    std::string outcome;
    Data data;
    std::vector<std::string> reasons;
    std::string note;
    Instant at;
};
struct Cancelled {  // the procedure went another way
    static constexpr std::string_view kWire = "work.cancelled";
    WorkId work;
    DossierId dossier;
    Instant at;
};
struct TimerArmed {
    static constexpr std::string_view kWire = "timer.armed";
    DossierId dossier;
    uint32_t token = 0;
    Code node;
    Instant due;
    Instant at;
};
struct TimerFired {
    static constexpr std::string_view kWire = "timer.fired";
    DossierId dossier;
    uint32_t token = 0;
    Code node;
    Instant due;
    Instant at;
};
struct MessageAwaited {
    static constexpr std::string_view kWire = "message.awaited";
    DossierId dossier;
    uint32_t token = 0;
    Code node;
    std::string message;
    Instant at;
};
struct MessageDelivered {
    static constexpr std::string_view kWire = "message.delivered";
    DossierId dossier;
    uint32_t token = 0;
    Code node;
    std::string message;
    Instant at;
};
struct ServiceCalled {
    static constexpr std::string_view kWire = "service.called";
    DossierId dossier;
    Code procedure;
    Code node;
    std::string type;                               // "dossier.ask_supplement"
    std::map<std::string, std::string> properties;  // FEEL ones evaluated
    std::vector<std::string> reasons;               // of the work item completed last
    Code by;                                        // who completed it; empty: nobody yet
    Instant at;
};
struct Ended {
    static constexpr std::string_view kWire = "flow.ended";
    DossierId dossier;
    Code procedure;
    Code node;            // end event passed last; empty: abandoned
    std::string outcome;  // of the work item completed last
    Instant at;
};
using Fact = std::variant<Started, Advanced, Stuck, Offered, Taken, Released, HandedOver, Completed,
                          Cancelled, TimerArmed, TimerFired, MessageAwaited, MessageDelivered,
                          ServiceCalled, Ended>;

// State ----------------------------------------------------------------------------------------
struct Timer {
    Instant due;
    DossierId dossier;
    uint32_t token = 0;
    Code node;
    auto operator<=>(const Timer&) const = default;
};
struct Running {
    Code procedure;
    bpmn::Tokens tokens;
    Data data;
    std::map<uint32_t, Value> elements;  // by frame
    std::vector<std::string> reasons;    // of the work item completed last
    Code by;
    Instant since;
    std::optional<Code> stuck;  // reason
    std::set<WorkId> work;      // open, of this dossier
    std::set<Timer> timers;     // of this dossier
};
struct Awaited {
    DossierId dossier;
    std::string message;
    uint32_t token = 0;
    Code node;
    auto operator<=>(const Awaited&) const = default;
};
struct State {
    std::map<DossierId, Running> running;
    std::map<WorkId, WorkItem> work;  // offered or taken
    std::set<Timer> timers;           // in the order in which they fire
    std::set<Awaited> awaited;
    uint32_t last_work = 0;

    void apply(const Fact&);
};

// Refuses, before the first fact: work.not_found, work.not_your_role, work.taken_by_other, ...
// (words/*.yaml, block "flow").
[[nodiscard]] std::optional<Refusal> decide(const State&, const plan::Plan&, const org::State&,
                                            const Command&, const Who&, Pen<Fact>&);

// The procedure must be in the plan, and the dossier not running yet.
void start(const State&, const plan::Plan&, const Code& procedure, DossierId, const Data&,
           Instant at, Pen<Fact>&);
// To everything in the dossier that awaits the message, each once. False: nothing does.
bool deliver(const State&, const plan::Plan&, const std::string& message, DossierId, const Data&,
             Instant at, Pen<Fact>&);
// Fires what is due, oldest first, at most `limit`. How many.
size_t decide_due(const State&, const plan::Plan&, Instant now, size_t limit, Pen<Fact>&);
std::optional<Instant> next_due(const State&);
// Ends the dossier's procedure wherever it stands. Nothing, if it is not running.
void abandon(const State&, const plan::Plan&, DossierId, Instant at, Pen<Fact>&);
// Completes the dossier's open work items of this kind with their first outcome, in the name of
// another room's command, which has checked who may. Nothing, if there is none.
void complete_kind(const State&, const plan::Plan&, DossierId, const Code& kind, const Code& by,
                   Instant at, Pen<Fact>&);

// Open work items of a dossier, of this kind or (empty) of any, in order of their numbers.
std::vector<WorkId> open_work(const State&, DossierId, const Code& kind = {});
// What the officer may take or has taken, the earliest due first.
std::vector<WorkId> work_of(const State&, const org::State&, const org::Organization&,
                            const Code& officer, Instant at);

}  // namespace ss::flow
