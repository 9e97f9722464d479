// The office: one administrative unit as a state machine in memory, fed by envelopes. The same code
// serves, rehearses and is simulated; what differs is who hands it envelopes, and which clock
// stamped them. Start here; recorder.h joins it to a journal.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assignments/assignments.h"
#include "base/refusal.h"
#include "base/result.h"
#include "base/sealed.h"
#include "documents/documents.h"
#include "dossiers/dossiers.h"
#include "flow/flow.h"
#include "journal/journal.h"
#include "meetings/meetings.h"
#include "office/exchange.h"
#include "org/org.h"
#include "tickets/tickets.h"

namespace ss::office {

inline constexpr std::string_view kProgramVersion = "0.1.0";

enum class Mode : unsigned char { rehearsal, trial, live };
constexpr auto names(Mode) {
    return std::to_array<std::string_view>({"rehearsal", "trial", "live"});
}

// --- the office's own commands ---------------------------------------------------------------

struct OpenUnit {  // always the first: fixes unit, mode and plan for ever
    static constexpr std::string_view kWire = "unit.open";
    Code unit;
    Mode mode = Mode::rehearsal;
    Hash plan;
    std::string program;
    LocalDate lived_as;  // "today is 1 July"
    LocalDate held_on;
    Code forms;                     // form set: "2018"
    std::string scenario;           // empty: none
    std::vector<Code> established;  // milestones reached before the journal begins
};
struct Tick {  // time has passed: journalled like the rest
    static constexpr std::string_view kWire = "tick";
};
struct ReceiveMessage {
    static constexpr std::string_view kWire = "exchange.receive";
    Message message;
};
struct ConfirmMessage {  // the courier has brought it
    static constexpr std::string_view kWire = "exchange.confirm";
    uint32_t number = 0;
};
struct GiveInject {  // the director plays a card: on the record, so that the report can judge it
    static constexpr std::string_view kWire = "inject.give";
    Code inject;
    Code kind;
    std::string title;
    Code task;      // critical task it tests; empty: none
    Instant until;  // of an outage or absence; zero: none
    std::vector<Code> desks;
};
struct Observe {  // an evaluator's note, or a rating changed with a reason; both stay
    static constexpr std::string_view kWire = "observe.note";
    std::string about;  // critical task, inject or free words
    std::string text;
    std::vector<uint64_t> seqs;
    std::string rating;  // "", "P", "S", "M", "U"
};
struct GateRun {  // a rehearsal the gate was judged from
    Hash head;    // of the unit's journal there
    LocalDate held_on;
    Hash plan;
    Code scenario;
    uint64_t seed = 0;
};
struct GateCondition {
    Code code;  // of readiness.yaml: gate
    Code met;   // "yes", "no", "not_yet"
};
struct GateWaiver {  // signed on paper; a condition or finding that does not hold the unit up
    std::string of;  // a condition, or a finding: "people.single/leader"
    std::string post;
    std::string reason;
    std::string signed_by;
    LocalDate signed_on, until;
};
struct RecordGate {  // right after the opening: why the unit was opened
    static constexpr std::string_view kWire = "gate.record";
    Code conclusion;  // "go", "conditional"
    std::vector<GateCondition> conditions;
    std::vector<std::string> findings;  // blocking ones that are open, and waived
    std::vector<GateRun> runs;
    std::vector<GateWaiver> waivers;
};
// How something that must be ready before the day now stands: a line of the scenario's
// preparation, or a finding of `check`.
struct ReportPreparation {
    static constexpr std::string_view kWire = "preparation.report";
    std::string item;
    bool done = false;
    std::string evidence;  // what shows that it is done; or what is still lacking
    std::string owner;     // who sees to it
    std::optional<LocalDate> due;
};
struct WaivePreparation {  // the day begins although these are still open, and why
    static constexpr std::string_view kWire = "preparation.waive";
    std::vector<std::string> items;
    std::string why;
};
struct PlanCorrection {  // of the hot wash: what will be changed, by whom, until when
    static constexpr std::string_view kWire = "correction.plan";
    std::string about;  // inject, critical task or free words
    std::string what;
    std::string owner;
    LocalDate due;
};
using OwnCommand = std::variant<OpenUnit, Tick, ReceiveMessage, ConfirmMessage, GiveInject, Observe,
                                RecordGate, ReportPreparation, WaivePreparation, PlanCorrection>;

// --- its own facts -----------------------------------------------------------------------------

struct Opened {
    static constexpr std::string_view kWire = "unit.opened";
    OpenUnit as;
    Instant at;
};
struct MessageSent {
    static constexpr std::string_view kWire = "exchange.sent";
    Message message;
    Instant at;
};
struct MessageReceived {
    static constexpr std::string_view kWire = "exchange.received";
    Message message;
    Instant at;
};
struct MessageDelivered {
    static constexpr std::string_view kWire = "exchange.delivered";
    uint32_t number = 0;
    Instant at;
};
struct InjectGiven {
    static constexpr std::string_view kWire = "inject.given";
    GiveInject as;
    Instant at;
};
struct Observed {
    static constexpr std::string_view kWire = "observe.noted";
    Observe as;
    Code by;
    Instant at;
};
struct GateRecorded {
    static constexpr std::string_view kWire = "gate.recorded";
    RecordGate as;
    Instant at;
};
struct PreparationReported {
    static constexpr std::string_view kWire = "preparation.reported";
    ReportPreparation as;
    Code by;
    Instant at;
};
struct PreparationWaived {
    static constexpr std::string_view kWire = "preparation.waived";
    WaivePreparation as;
    Code by;
    Instant at;
};
struct CorrectionPlanned {
    static constexpr std::string_view kWire = "correction.planned";
    PlanCorrection as;
    Code by;
    Instant at;
};
using OwnFact =
    std::variant<Opened, MessageSent, MessageReceived, MessageDelivered, InjectGiven, Observed,
                 GateRecorded, PreparationReported, PreparationWaived, CorrectionPlanned>;

// --- all rooms together ------------------------------------------------------------------------

using Command =
    std::variant<OwnCommand, org::Command, dossiers::Command, flow::Command, documents::Command,
                 meetings::Command, assignments::Command, tickets::Command>;
using Fact = std::variant<OwnFact, org::Fact, dossiers::Fact, flow::Fact, documents::Fact,
                          meetings::Fact, assignments::Fact, tickets::Fact>;

std::string_view name_of(const Command& command);  // "dossier.receive"
std::string_view name_of(const Fact& fact);        // "dossier.received"

struct Envelope {
    Instant at;                       // stamped by the driver; never earlier than the one before
    Code by;                          // an officer, or kClock, kCitizen, kCourier, kDirector
    std::string request;              // idempotency key; empty for ticks
    std::optional<Instant> happened;  // back-entry after an outage: when it truly was
    Command command;
    std::vector<SealedValue> sealed;  // what the command names by hash
    // The bytes that dossier.attach names, encrypted, and the dossier's key if this is its first.
    std::vector<journal::Attachment> attachments = {};
    std::vector<journal::Key> keys = {};
};

struct Answer {
    uint64_t seq = 0;
    bool repeated = false;  // the request had been answered before: this is that answer
    std::vector<Fact> facts;
    std::optional<Refusal> refusal;
};

struct State {
    Instant now;
    uint64_t seq = 0;  // entries applied
    Code unit;
    Mode mode = Mode::rehearsal;
    Hash plan;
    LocalDate lived_as;
    LocalDate held_on;
    Code forms;
    std::map<std::string, uint64_t> requests;  // recent ones -> seq of the answer
    std::deque<std::string> request_order;     // oldest first
    org::State org;
    flow::State flow;
    dossiers::State dossiers;
    documents::State documents;
    meetings::State meetings;
    assignments::State assignments;
    tickets::State tickets;
    std::map<uint32_t, Message> outbox;
    uint32_t messages_sent = 0;
    std::vector<InjectGiven> injects;
    std::vector<Observed> observations;
    std::vector<GateWaiver> waivers;  // under which the unit was opened

    void apply(const Fact& fact);
};

// What replay needs of an entry.
struct Outcome {
    Instant at;
    std::string request;
    std::vector<Fact> facts;
};

class Office {
  public:
    explicit Office(std::shared_ptr<const plan::Plan> plan, State state = {});
    ~Office();

    // Decides, applies and follows. Stamps nothing: `at` must not lie before state().now.
    Answer handle(const Envelope& envelope);
    // Replay: restores clock, request and facts of one entry.
    void apply(const Outcome& outcome);
    std::optional<Instant> next_due() const;

    const State& state() const { return state_; }
    const plan::Plan& plan() const { return *plan_; }
    std::shared_ptr<const plan::Plan> shared_plan() const { return plan_; }
    Hash digest() const;  // of the whole State

  private:
    std::optional<Refusal> decide(const Envelope& envelope, class Scribe& scribe);
    void remember(const std::string& request);

    std::shared_ptr<const plan::Plan> plan_;
    State state_;
};

// May `by` ask this at all, now? By the plan's table of access; clock, citizen, courier and
// director each have a short list of their own.
std::optional<Refusal> may_ask(const State&, const plan::Plan&, const Code& by,
                               const Command& command, Instant at);

// Which kinds of fact a kind of fact may bring about: the graph follow() keeps to. It has no cycle.
const std::map<std::string_view, std::vector<std::string_view>>& follow_graph();

}  // namespace ss::office
