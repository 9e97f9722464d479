#include "office/office.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "office/codec.h"
#include "office/scribe.h"
#include "plan/plan.h"

namespace ss::office {

namespace {

using No = std::optional<Refusal>;
// Due things per tick: each may bring about several facts.
constexpr size_t kDuePerTick = 16;
// What was done on paper during an outage is entered when it is over, not weeks later.
constexpr int64_t kBackEntryDays = 10;

void apply_one(State& s, const Opened& f) {
    s.unit = f.as.unit;
    s.mode = f.as.mode;
    s.plan = f.as.plan;
    s.lived_as = f.as.lived_as;
    s.held_on = f.as.held_on;
    s.forms = f.as.forms;
}
void apply_one(State& s, const MessageSent& f) {
    SS_ASSERT(f.message.number == s.messages_sent + 1);
    s.messages_sent = f.message.number;
    s.outbox[f.message.number] = f.message;
}
void apply_one(State&, const MessageReceived&) {}
void apply_one(State& s, const MessageDelivered& f) {
    s.outbox.erase(f.number);
}
void apply_one(State& s, const InjectGiven& f) {
    s.injects.push_back(f);
}
void apply_one(State& s, const Observed& f) {
    s.observations.push_back(f);
}
void apply_one(State& s, const GateRecorded& f) {
    s.waivers = f.as.waivers;
}
// The report reads them in the record; no rule of an office hangs on them.
void apply_one(State&, const PreparationReported&) {}
void apply_one(State&, const PreparationWaived&) {}
void apply_one(State&, const CorrectionPlanned&) {}

struct Asked {
    const State& state;
    const plan::Plan& plan;
    const Envelope& envelope;
    const Who& who;
    Scribe& scribe;
};

No decide_own(const Asked& a, const OpenUnit& c) {
    if (a.plan.unit(c.unit) == nullptr)
        return Refusal{RefusalCode::not_found, "unit.not_found", {c.unit}};
    if (c.plan != a.plan.hash) return Refusal{RefusalCode::invalid, "office.other_plan", {}};
    a.scribe.write(OwnFact{Opened{c, a.who.at}});
    return std::nullopt;
}

No decide_own(const Asked& a, const Tick&) {
    const State& s = a.state;
    const dossiers::Setting setting{a.plan, s.unit, s.org};
    dossiers::decide_due(s.dossiers, setting, a.who.at, kDuePerTick, a.scribe);
    flow::decide_due(s.flow, a.plan, a.who.at, kDuePerTick, a.scribe);
    documents::decide_due(s.documents, a.who.at, kDuePerTick, a.scribe);
    assignments::decide_due(s.assignments, a.who.at, kDuePerTick, a.scribe);
    return std::nullopt;
}

// A paper of another unit enters as if the courier had laid it on the clerk's desk.
No take_document(const Asked& a, const Message& m, const SendDocument& p) {
    documents::Arrive arrive;
    arrive.from = m.from;
    arrive.symbol = p.symbol;
    arrive.date = p.dated;
    arrive.type = p.type;
    const auto body = a.plan.documents.arrivals.find(p.side);
    if (body == a.plan.documents.arrivals.end())
        return Refusal{RefusalCode::invalid, "exchange.no_body", {p.side}};
    arrive.body = body->second;
    arrive.theirs = p.document;
    arrive.abstract = p.abstract;
    arrive.urgency = p.urgency;
    if (p.due.ms != 0) arrive.due = p.due;
    return documents::decide(a.state.documents, a.plan, a.state.org, arrive, a.who, a.scribe);
}

No take_status(const Asked& a, const Message& m, const DocumentStatus& p) {
    const auto take = [&](const documents::Command& command) {
        return documents::decide(a.state.documents, a.plan, a.state.org, command, a.who, a.scribe);
    };
    const auto all = names(documents::Status{});
    const auto found = std::find(all.begin(), all.end(), p.status);
    if (found == all.end()) return Refusal{RefusalCode::invalid, "exchange.status", {p.status}};
    const auto status = static_cast<documents::Status>(found - all.begin());
    if (status != documents::Status::recall_asked)
        return take(documents::Acknowledge{p.document, m.from, status});
    for (const auto& [id, incoming] : a.state.documents.incoming)
        if (incoming.theirs == p.document && incoming.from == m.from)
            return take(documents::AskRecall{id, m.from});
    return Refusal{RefusalCode::not_found,
                   "exchange.no_document",
                   {m.from, std::to_string(p.document.number)}};
}

No decide_own(const Asked& a, const ReceiveMessage& c) {
    const Message& m = c.message;
    if (m.to != a.state.unit)
        return Refusal{RefusalCode::invalid, "exchange.not_for_us", {m.from, m.to}};
    No refused;
    if (const auto* sent = std::get_if<SendDocument>(&m.payload))
        refused = take_document(a, m, *sent);
    else if (const auto* status = std::get_if<DocumentStatus>(&m.payload))
        refused = take_status(a, m, *status);
    if (refused) return refused;
    a.scribe.write(OwnFact{MessageReceived{m, a.who.at}});  // follow() does the rest
    return std::nullopt;
}

No decide_own(const Asked& a, const ConfirmMessage& c) {
    if (!a.state.outbox.contains(c.number))
        return Refusal{RefusalCode::not_found, "exchange.no_message", {std::to_string(c.number)}};
    a.scribe.write(OwnFact{MessageDelivered{c.number, a.who.at}});
    return std::nullopt;
}

No decide_own(const Asked& a, const GiveInject& c) {
    a.scribe.write(OwnFact{InjectGiven{c, a.who.at}});
    return std::nullopt;
}

bool too_long(std::initializer_list<const std::string*> texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [](const std::string* text) { return text->size() > limits::kText; });
}

No decide_own(const Asked& a, const Observe& c) {
    if (c.text.empty()) return Refusal{RefusalCode::incomplete, "observe.no_text", {}};
    if (too_long({&c.text, &c.about})) return Refusal{RefusalCode::limit, "text.length", {}};
    static const std::set<std::string_view> letters{"", "P", "S", "M", "U"};
    if (!letters.contains(c.rating))
        return Refusal{RefusalCode::invalid, "observe.rating", {c.rating}};
    if (!c.rating.empty() && c.about.empty() && c.seqs.empty())
        return Refusal{RefusalCode::incomplete, "observe.rates_nothing", {}};
    a.scribe.write(OwnFact{Observed{c, a.who.by, a.who.at}});
    return std::nullopt;
}

// The reason of an opening is written with it, and never afterwards.
No decide_own(const Asked& a, const RecordGate& c) {
    if (a.state.seq != 2) return Refusal{RefusalCode::wrong_order, "office.gate_late", {}};
    if (c.conclusion.empty() || c.runs.empty())
        return Refusal{RefusalCode::incomplete, "office.gate_empty", {}};
    for (const GateWaiver& w : c.waivers)
        if (w.reason.empty() || w.signed_by.empty() || w.post.empty())
            return Refusal{RefusalCode::incomplete, "office.waiver_unsigned", {w.of}};
    a.scribe.write(OwnFact{GateRecorded{c, a.who.at}});
    return std::nullopt;
}

No decide_own(const Asked& a, const ReportPreparation& c) {
    if (c.item.empty()) return Refusal{RefusalCode::incomplete, "preparation.no_item", {}};
    if (c.done && c.evidence.empty())
        return Refusal{RefusalCode::incomplete, "preparation.no_evidence", {}};
    if (too_long({&c.item, &c.evidence, &c.owner}))
        return Refusal{RefusalCode::limit, "text.length", {}};
    a.scribe.write(OwnFact{PreparationReported{c, a.who.by, a.who.at}});
    return std::nullopt;
}

No decide_own(const Asked& a, const WaivePreparation& c) {
    if (c.items.empty()) return Refusal{RefusalCode::incomplete, "preparation.no_item", {}};
    if (c.why.empty()) return Refusal{RefusalCode::incomplete, "preparation.no_reason", {}};
    if (too_long({&c.why}) || std::any_of(c.items.begin(), c.items.end(),
                                          [](const auto& item) { return too_long({&item}); }))
        return Refusal{RefusalCode::limit, "text.length", {}};
    a.scribe.write(OwnFact{PreparationWaived{c, a.who.by, a.who.at}});
    return std::nullopt;
}

No decide_own(const Asked& a, const PlanCorrection& c) {
    if (c.what.empty()) return Refusal{RefusalCode::incomplete, "correction.no_text", {}};
    if (c.owner.empty()) return Refusal{RefusalCode::incomplete, "correction.no_owner", {}};
    if (c.due.day <= 0) return Refusal{RefusalCode::incomplete, "correction.no_due", {}};
    if (too_long({&c.about, &c.what, &c.owner}))
        return Refusal{RefusalCode::limit, "text.length", {}};
    a.scribe.write(OwnFact{CorrectionPlanned{c, a.who.by, a.who.at}});
    return std::nullopt;
}

// Whether the outcome of a work item would be lawful in the rooms that hear of it.
No check_completion(const Asked& a, const flow::Complete& c) {
    const auto found = a.state.flow.work.find(c.work);
    if (found == a.state.flow.work.end()) return std::nullopt;  // the room says it
    const flow::WorkItem* work = &found->second;
    const auto* dossier = a.state.dossiers.find(work->dossier);
    if (dossier == nullptr) return std::nullopt;
    if (work->kind == "return")
        return Refusal{
            RefusalCode::wrong_stage, "work.by_return", {std::to_string(work->dossier.number)}};
    if (c.outcome == "supplement")
        if (auto refused = dossiers::may_ask_supplement(*dossier, c.reasons)) return refused;
    if (work->kind == "sign") {
        const auto* procedure = a.plan.procedure(dossier->procedure);
        for (const auto& result : procedure->results) {
            if (!work->document.empty() && work->document != result.type) continue;
            const auto signing =
                documents::may_sign_result(a.plan, a.state.org, a.who.by, result, a.who.at);
            if (const auto* refused = std::get_if<Refusal>(&signing)) return *refused;
        }
    }
    return std::nullopt;
}

No decide_one(const Asked& a, const OwnCommand& command) {
    return std::visit([&](const auto& c) { return decide_own(a, c); }, command);
}
No decide_one(const Asked& a, const org::Command& c) {
    return org::decide(a.state.org, a.plan.organization, c, a.who, a.scribe);
}
No decide_one(const Asked& a, const dossiers::Command& c) {
    const dossiers::Setting setting{a.plan, a.state.unit, a.state.org};
    return dossiers::decide(a.state.dossiers, setting, c, a.who, a.scribe);
}
No decide_one(const Asked& a, const flow::Command& c) {
    if (const auto* complete = std::get_if<flow::Complete>(&c))
        if (auto refused = check_completion(a, *complete)) return refused;
    return flow::decide(a.state.flow, a.plan, a.state.org, c, a.who, a.scribe);
}
No decide_one(const Asked& a, const documents::Command& c) {
    return documents::decide(a.state.documents, a.plan, a.state.org, c, a.who, a.scribe);
}
No decide_one(const Asked& a, const meetings::Command& c) {
    return meetings::decide(a.state.meetings, a.plan, a.state.org, a.state.unit, c, a.who,
                            a.scribe);
}
No decide_one(const Asked& a, const assignments::Command& c) {
    return assignments::decide(a.state.assignments, a.plan, a.state.org, c, a.who, a.scribe);
}
No decide_one(const Asked& a, const tickets::Command& c) {
    return tickets::decide(a.state.tickets, a.plan, c, a.who, a.scribe);
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit(
        [&]<class F>(const F& f) {
            if constexpr (std::is_same_v<F, OwnFact>)
                std::visit([&](const auto& own) { apply_one(*this, own); }, f);
            else if constexpr (std::is_same_v<F, org::Fact>) org.apply(f);
            else if constexpr (std::is_same_v<F, dossiers::Fact>) dossiers.apply(f);
            else if constexpr (std::is_same_v<F, flow::Fact>) flow.apply(f);
            else if constexpr (std::is_same_v<F, documents::Fact>) documents.apply(f);
            else if constexpr (std::is_same_v<F, meetings::Fact>) meetings.apply(f);
            else if constexpr (std::is_same_v<F, assignments::Fact>) assignments.apply(f);
            else tickets.apply(f);
        },
        fact);
}

Office::Office(std::shared_ptr<const plan::Plan> plan, State state)
    : plan_(std::move(plan)), state_(std::move(state)) {}
Office::~Office() = default;

void Office::remember(const std::string& request) {
    if (request.empty()) return;
    if (!state_.requests.emplace(request, state_.seq).second) return;
    state_.request_order.push_back(request);
    if (state_.request_order.size() > limits::kRecentRequests) {
        state_.requests.erase(state_.request_order.front());
        state_.request_order.pop_front();
    }
}

// Back-entry: of what can be done on paper, and no other day's.
static No check_happened(const Envelope& envelope) {
    const Command& c = envelope.command;
    if (std::holds_alternative<OwnCommand>(c) || std::holds_alternative<tickets::Command>(c))
        return Refusal{RefusalCode::invalid, "office.no_back_entry", {std::string(name_of(c))}};
    if (*envelope.happened > envelope.at)
        return Refusal{RefusalCode::invalid, "office.happened_later", {}};
    if (envelope.happened->ms < envelope.at.ms - kBackEntryDays * kDay)
        return Refusal{
            RefusalCode::invalid, "office.happened_long_ago", {std::to_string(kBackEntryDays)}};
    return std::nullopt;
}

std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const Envelope& envelope,
                              Scribe& scribe) {
    if (auto refused = may_ask(state, plan, envelope.by, envelope.command, envelope.at))
        return refused;
    if (envelope.happened)
        if (auto refused = check_happened(envelope)) return refused;
    const Who who{envelope.by, envelope.at, envelope.happened};
    const Asked asked{state, plan, envelope, who, scribe};
    return std::visit([&](const auto& c) { return decide_one(asked, c); }, envelope.command);
}

std::optional<Refusal> Office::decide(const Envelope& envelope, Scribe& scribe) {
    return office::decide(state_, *plan_, envelope, scribe);
}

Answer Office::handle(const Envelope& envelope) {
    SS_ASSERT(envelope.at >= state_.now);
    state_.now = envelope.at;
    ++state_.seq;
    remember(envelope.request);

    Scribe scribe(state_);
    Answer answer;
    answer.seq = state_.seq;
    if (auto refusal = decide(envelope, scribe)) {
        SS_ASSERT(scribe.facts.empty());
        answer.refusal = std::move(refusal);
        return answer;
    }
    for (size_t i = 0; i < scribe.facts.size(); ++i) {  // grows while it is walked; bounded
        const Fact fact = scribe.facts[i];
        follow(state_, *plan_, envelope, fact, scribe);
    }
    answer.facts = std::move(scribe.facts);
    return answer;
}

void Office::apply(const Outcome& outcome) {
    state_.now = outcome.at;
    ++state_.seq;
    remember(outcome.request);
    for (const Fact& fact : outcome.facts) state_.apply(fact);
}

std::optional<Instant> Office::next_due() const {
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at) next = next ? std::min(*next, *at) : *at;
    };
    consider(dossiers::next_due(state_.dossiers));
    consider(flow::next_due(state_.flow));
    consider(documents::next_due(state_.documents));
    consider(assignments::next_due(state_.assignments));
    return next;
}

Hash Office::digest() const {
    return sha256(encode(state_));
}

}  // namespace ss::office
