// What one fact brings about in other rooms: the only place where the rooms meet. Its graph over
// kinds of fact stands in follow_graph.cc.
#include <algorithm>

#include "bpmn/program.h"
#include "office/scribe.h"
#include "plan/plan.h"

namespace ss::office {

namespace {

struct Following {
    const State& state;
    const plan::Plan& plan;
    const Envelope& envelope;
    Scribe& scribe;
    Instant at() const { return envelope.at; }
    const Code& by() const { return envelope.by; }
    const dossiers::Dossier* dossier(DossierId id) const { return state.dossiers.find(id); }
};

// A kind of fact without a line below brings about nothing.
template <class T>
void follow_one(const Following&, const T&) {}

// --- dossiers ----------------------------------------------------------------------------------

void follow_one(const Following& w, const dossiers::Transferred& f) {
    const auto* d = w.dossier(f.dossier);
    if (d->worker) {
        dossiers::Present as{d->procedure, d->applicant, d->channel,   {},
                             d->data,      d->personal,  d->return_by, std::nullopt};
        for (const auto& [code, given] : d->given) as.given.push_back(given);
        send(w.state, d->worker->unit,
             ForwardDossier{d->id, d->code, std::move(as), d->received_at}, w.at(), w.scribe);
        return;
    }
    flow::start(w.state.flow, w.plan, d->procedure, d->id, d->data, w.at(), w.scribe);
}

void follow_one(const Following& w, const dossiers::Accepted& f) {
    send(w.state, f.origin.unit, ForwardAccepted{f.origin.dossier, f.dossier}, w.at(), w.scribe);
}

void deliver(const Following& w, std::string_view message, DossierId dossier,
             const Data& data = {}) {
    flow::deliver(w.state.flow, w.plan, std::string(message), dossier, data, w.at(), w.scribe);
}

void follow_one(const Following& w, const dossiers::Supplemented& f) {
    deliver(w, "dossier.supplemented", f.dossier);
}
void follow_one(const Following& w, const dossiers::Confirmed& f) {
    deliver(w, "citizen.confirmed", f.dossier);
}
void follow_one(const Following& w, const dossiers::Paid& f) {
    deliver(w, "dossier.paid", f.dossier);
}
void follow_one(const Following& w, const dossiers::Withdrawn& f) {
    flow::abandon(w.state.flow, w.plan, f.dossier, w.at(), w.scribe);
}
void follow_one(const Following& w, const dossiers::Stopped& f) {
    flow::abandon(w.state.flow, w.plan, f.dossier, w.at(), w.scribe);
}

// The step that hands the result back is done by dossier.return, not by work.complete.
void finish_return(const Following& w, DossierId dossier) {
    flow::complete_kind(w.state.flow, w.plan, dossier, "return", w.by(), w.at(), w.scribe);
}

void follow_one(const Following& w, const dossiers::Resolved& f) {
    const auto* d = w.dossier(f.dossier);
    if (!d->origin) return;
    send(w.state, d->origin->unit, ForwardResult{d->origin->dossier, true, {}}, w.at(), w.scribe);
    // The result is handed back there: the step that returns it falls away here.
    finish_return(w, f.dossier);
}

void follow_one(const Following& w, const dossiers::Refused& f) {
    const auto* d = w.dossier(f.dossier);
    if (d->origin)
        send(w.state, d->origin->unit, ForwardResult{d->origin->dossier, false, f.reasons}, w.at(),
             w.scribe);
}

void follow_one(const Following& w, const dossiers::Returned& f) {
    documents::issue_results(w.state.documents, f.dossier, f.by, w.at(), w.scribe);
    finish_return(w, f.dossier);
}

void follow_one(const Following& w, const dossiers::Archived& f) {
    documents::archive_results(w.state.documents, f.dossier, w.at(), w.scribe);
}

// --- flow ----------------------------------------------------------------------------------------

// Result papers that a step signs, numbers or seals: all of the dossier's, or the one it names.
template <class Do>
void each_result(const Following& w, DossierId dossier, const Code& type, Do&& act) {
    const auto* procedure = w.plan.procedure(w.dossier(dossier)->procedure);
    for (const auto& result : procedure->results)
        if (type.empty() || type == result.type) act(result);
}

Code document_of(const Following& w, DossierId dossier, const Code& node) {
    const auto& program = *w.plan.procedure(w.dossier(dossier)->procedure)->program;
    const auto found = program.find(node);
    return found ? program.info(*found).document : Code{};
}

void follow_one(const Following& w, const flow::Completed& f) {
    if (!f.data.empty()) w.scribe.write(dossiers::Fact{dossiers::DataChanged{f.dossier, f.data}});
    if (f.outcome != "ok") return;
    if (f.kind == "sign")
        each_result(w, f.dossier, document_of(w, f.dossier, f.node), [&](const auto& result) {
            const auto signing =
                documents::may_sign_result(w.plan, w.state.org, f.by, result, w.at());
            if (const auto* lawful = std::get_if<org::Signing>(&signing))
                documents::result_signed(w.state.documents, w.plan, f.dossier, result, *lawful,
                                         w.at(), w.scribe);
        });
    if (f.kind == "seal")
        each_result(w, f.dossier, document_of(w, f.dossier, f.node), [&](const auto& result) {
            documents::seal_result(w.state.documents, w.plan, f.dossier, result, f.by, w.at(),
                                   w.scribe);
        });
}

void follow_one(const Following& w, const flow::ServiceCalled& f) {
    const auto property = [&](const char* name) {
        const auto found = f.properties.find(name);
        return found == f.properties.end() ? std::string() : found->second;
    };
    if (f.type == "dossier.ask_supplement") {
        dossiers::ask_supplement(w.state.dossiers, f.dossier, f.reasons, w.by(), w.at(), w.scribe);
    } else if (f.type == "dossier.refuse") {
        dossiers::refuse(w.state.dossiers, f.dossier, f.reasons, w.by(), w.at(), w.scribe);
    } else if (f.type == "dossier.resolve") {
        dossiers::resolve(w.state.dossiers, f.dossier, w.at(), w.scribe);
    } else if (f.type == "paper.number") {
        each_result(w, f.dossier, property("document"), [&](const auto& result) {
            documents::number_result(w.state.documents, w.plan, f.dossier, result, w.by(), w.at(),
                                     w.scribe);
        });
    } else if (f.type == "exchange.send") {
        const auto* d = w.dossier(f.dossier);
        send(w.state, property("to"), AskAgency{d->id, d->code, d->procedure, property("message")},
             w.at(), w.scribe);
    } else {  // citizen.notify, publish: told to the citizen, posted on the board
        const std::string message = property("message");
        w.scribe.write(dossiers::Fact{
            dossiers::Notified{f.dossier, message.empty() ? f.type : message, w.at()}});
    }
}

// --- meetings
// --------------------------------------------------------------------------------------

// Whoever waits for a post in the unit's roster takes it when the decision is announced.
void follow_one(const Following& w, const meetings::ItemAnnounced& f) {
    const auto roster = w.plan.rosters.find(w.state.unit);
    if (roster == w.plan.rosters.end()) return;
    for (const auto& [code, entry] : roster->second.officers) {
        if (!w.state.org.officers.contains(code)) continue;
        for (const Code& post : entry.appointed_by_announcement)
            if (std::find(f.appoints.begin(), f.appoints.end(), post) != f.appoints.end())
                w.scribe.write(org::Fact{org::Appointed{code, post, f.item, w.at(), std::nullopt}});
    }
}

const plan::MeetingKind& kind_of(const Following& w, MeetingId meeting) {
    return w.plan.meetings.at(w.state.meetings.meeting(meeting)->kind);
}

void follow_one(const Following& w, const meetings::ItemOver& f) {
    for (const Code& milestone : f.reaches)
        if (!w.state.org.reached(milestone))
            w.scribe.write(org::Fact{org::MilestoneReached{milestone, w.at()}});
    const auto& kind = kind_of(w, f.meeting);
    const Code chair =
        meetings::chair_of(*w.state.meetings.meeting(f.meeting), w.plan, w.state.org, w.at());
    for (const Code& code : f.assigns)
        for (const auto& assignment : kind.assignments)
            if (assignment.code == code)
                assignments::give(w.state.assignments,
                                  assignments::from_template(w.plan, assignment, kind.body,
                                                             {assignments::SourceKind::meeting,
                                                              std::nullopt, f.meeting, f.item},
                                                             w.at()),
                                  chair, kind.chair_post, w.at(), w.scribe);
}

void follow_one(const Following& w, const meetings::Carried& f) {
    const auto paper = meetings::paper_of(w.state.meetings, w.plan, f.meeting, f.item);
    if (!paper) return;
    documents::draft_from_motion(w.state.documents, w.plan,
                                 {f.meeting,
                                  f.item,
                                  paper->type,
                                  paper->body,
                                  paper->abstract,
                                  paper->text,
                                  {},
                                  paper->signer_post,
                                  paper->chair},
                                 w.at(), w.scribe);
}

void follow_one(const Following& w, const meetings::Directed& f) {
    assignments::Create create;
    create.title = f.text;
    create.body = kind_of(w, f.meeting).body;
    create.owner_post = f.to_post;
    create.due = f.due;
    create.source = {assignments::SourceKind::direction, std::nullopt, f.meeting, f.item};
    assignments::give(w.state.assignments, create, f.officer, f.officer_post, w.at(), w.scribe);
}

// --- documents and the exchange
// ----------------------------------------------------------------------

void follow_one(const Following& w, const documents::Issued& f) {
    const auto& d = w.state.documents.outgoing.at(f.document);
    for (const Code& recipient : f.recipients) {
        if (recipient == w.state.unit || w.plan.unit(recipient) == nullptr) continue;
        send(w.state, recipient,
             SendDocument{f.document,
                          d.symbol,
                          d.type,
                          std::string(names(d.side)[static_cast<size_t>(d.side)]),
                          d.abstract,
                          d.urgency,
                          d.date.value_or(LocalDate{}),
                          {}},
             w.at(), w.scribe);
    }
}

void follow_one(const Following& w, const documents::RecallSent& f) {
    for (const Code& unit : f.awaited)
        send(w.state, unit, DocumentStatus{f.document, "13"}, w.at(), w.scribe);
}

// The sender of an incoming paper hears what becomes of it, by the codes of QCVN 102.
void tell_sender(const Following& w, const documents::Fact& fact) {
    const auto receipt = documents::receipt_of(fact);
    if (!receipt) return;
    const auto found = w.state.documents.incoming.find(receipt->document);
    if (found == w.state.documents.incoming.end() || !found->second.theirs ||
        w.plan.unit(found->second.from) == nullptr)
        return;
    const auto status = names(receipt->status)[static_cast<size_t>(receipt->status)];
    send(w.state, found->second.from, DocumentStatus{found->second.theirs, Code(status)}, w.at(),
         w.scribe);
}

struct Taking {
    const Following& w;
    const Message& m;

    void operator()(const ForwardDossier& p) const {
        const auto* procedure = w.plan.procedure(p.as.procedure);
        if (procedure == nullptr || !procedure->territory_free) {
            send(w.state, m.from, ForwardDeclined{p.dossier, "dossier.not_territory_free"}, w.at(),
                 w.scribe);
            return;
        }
        dossiers::accept(w.state.dossiers, {w.plan, w.state.unit, w.state.org}, p.as,
                         {m.from, p.dossier}, p.code, p.received_at, w.at(), w.scribe);
    }
    void operator()(const ForwardAccepted& p) const {
        if (w.dossier(p.dossier) != nullptr)
            w.scribe.write(
                dossiers::Fact{dossiers::WorkerNamed{p.dossier, {m.from, p.there}, w.at()}});
    }
    void operator()(const ForwardDeclined& p) const {
        dossiers::refuse(w.state.dossiers, p.dossier, {p.rule}, kCourier, w.at(), w.scribe);
    }
    void operator()(const ForwardResult& p) const {
        if (p.granted) dossiers::resolve(w.state.dossiers, p.dossier, w.at(), w.scribe);
        else dossiers::refuse(w.state.dossiers, p.dossier, p.reasons, kCourier, w.at(), w.scribe);
    }
    void operator()(const AgencyAnswer& p) const {
        deliver(w, "exchange.answered", p.dossier, {{"answer", p.answer}});
    }
    // Documents were taken when the message was decided on; agencies are asked, they do not ask.
    void operator()(const SendDocument&) const {}
    void operator()(const DocumentStatus&) const {}
    void operator()(const AskAgency&) const {}
};

void follow_one(const Following& w, const Opened& f) {
    for (const Code& milestone : f.as.established)
        w.scribe.write(org::Fact{org::MilestoneReached{milestone, w.at()}});
}

void follow_one(const Following& w, const MessageReceived& f) {
    std::visit(Taking{w, f.message}, f.message.payload);
}

}  // namespace

void send(const State& state, const Code& to, Payload payload, Instant at, Scribe& scribe) {
    Message message{state.unit, to, state.messages_sent + 1, std::move(payload)};
    scribe.write(OwnFact{MessageSent{std::move(message), at}});
}

void follow(const State& state, const plan::Plan& plan, const Envelope& envelope, const Fact& fact,
            Scribe& scribe) {
    const Following w{state, plan, envelope, scribe};
    if (const auto* d = std::get_if<documents::Fact>(&fact)) tell_sender(w, *d);
    std::visit(
        [&](const auto& room) { std::visit([&](const auto& f) { follow_one(w, f); }, room); },
        fact);
}

}  // namespace ss::office
