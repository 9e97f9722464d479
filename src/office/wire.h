// The fields of the office's own commands, facts and State: base/wire.h.
#pragma once

#include "assignments/wire.h"
#include "base/wire.h"
#include "documents/wire.h"
#include "dossiers/wire.h"
#include "flow/wire.h"
#include "meetings/wire.h"
#include "office/office.h"
#include "org/wire.h"
#include "tickets/wire.h"

namespace ss::office {

template <class V>
void fields(V& v, ForwardDossier& m) {
    v("as", m.as)("code", m.code)("dossier", m.dossier)("received_at", m.received_at);
}
template <class V>
void fields(V& v, ForwardAccepted& m) {
    v("dossier", m.dossier)("there", m.there);
}
template <class V>
void fields(V& v, ForwardDeclined& m) {
    v("dossier", m.dossier)("rule", m.rule);
}
template <class V>
void fields(V& v, ForwardResult& m) {
    v("dossier", m.dossier)("granted", m.granted)("reasons", m.reasons);
}
template <class V>
void fields(V& v, SendDocument& m) {
    v("abstract", m.abstract)("dated", m.dated)("document", m.document)("due", m.due)(
        "side", m.side)("symbol", m.symbol)("type", m.type)("urgency", m.urgency);
}
template <class V>
void fields(V& v, DocumentStatus& m) {
    v("document", m.document)("status", m.status);
}
template <class V>
void fields(V& v, AskAgency& m) {
    v("code", m.code)("dossier", m.dossier)("message", m.message)("procedure", m.procedure);
}
template <class V>
void fields(V& v, AgencyAnswer& m) {
    v("answer", m.answer)("dossier", m.dossier);
}
template <class V>
void fields(V& v, Message& m) {
    v("from", m.from)("number", m.number)("payload", m.payload)("to", m.to);
}

template <class V>
void fields(V& v, OpenUnit& c) {
    v("established", c.established)("forms", c.forms)("held_on", c.held_on)("lived_as", c.lived_as)(
        "mode", c.mode)("plan", c.plan)("program", c.program)("scenario", c.scenario)("unit",
                                                                                      c.unit);
}
template <class V>
void fields(V& v, Tick&) {
    (void)v;
}
template <class V>
void fields(V& v, ReceiveMessage& c) {
    v("message", c.message);
}
template <class V>
void fields(V& v, ConfirmMessage& c) {
    v("number", c.number);
}
template <class V>
void fields(V& v, GiveInject& c) {
    v("desks", c.desks)("inject", c.inject)("kind", c.kind)("task", c.task)("title", c.title)(
        "until", c.until);
}
template <class V>
void fields(V& v, Observe& c) {
    v("about", c.about)("rating", c.rating)("seqs", c.seqs)("text", c.text);
}
template <class V>
void fields(V& v, GateRun& r) {
    v("head", r.head)("held_on", r.held_on)("plan", r.plan)("scenario", r.scenario)("seed", r.seed);
}
template <class V>
void fields(V& v, GateCondition& c) {
    v("code", c.code)("met", c.met);
}
template <class V>
void fields(V& v, GateWaiver& w) {
    v("of", w.of)("post", w.post)("reason", w.reason)("signed_by", w.signed_by)(
        "signed_on", w.signed_on)("until", w.until);
}
template <class V>
void fields(V& v, RecordGate& c) {
    v("conclusion", c.conclusion)("conditions", c.conditions)("findings", c.findings)(
        "runs", c.runs)("waivers", c.waivers);
}
template <class V>
void fields(V& v, ReportPreparation& c) {
    v("done", c.done)("due", c.due)("evidence", c.evidence)("item", c.item)("owner", c.owner);
}
template <class V>
void fields(V& v, WaivePreparation& c) {
    v("items", c.items)("why", c.why);
}
template <class V>
void fields(V& v, PlanCorrection& c) {
    v("about", c.about)("due", c.due)("owner", c.owner)("what", c.what);
}

template <class V>
void fields(V& v, Opened& f) {
    v("as", f.as)("at", f.at);
}
template <class V>
void fields(V& v, MessageSent& f) {
    v("at", f.at)("message", f.message);
}
template <class V>
void fields(V& v, MessageReceived& f) {
    v("at", f.at)("message", f.message);
}
template <class V>
void fields(V& v, MessageDelivered& f) {
    v("at", f.at)("number", f.number);
}
template <class V>
void fields(V& v, InjectGiven& f) {
    v("as", f.as)("at", f.at);
}
template <class V>
void fields(V& v, Observed& f) {
    v("as", f.as)("at", f.at)("by", f.by);
}
template <class V>
void fields(V& v, GateRecorded& f) {
    v("as", f.as)("at", f.at);
}
template <class V>
void fields(V& v, PreparationReported& f) {
    v("as", f.as)("at", f.at)("by", f.by);
}
template <class V>
void fields(V& v, PreparationWaived& f) {
    v("as", f.as)("at", f.at)("by", f.by);
}
template <class V>
void fields(V& v, CorrectionPlanned& f) {
    v("as", f.as)("at", f.at)("by", f.by);
}

template <class V>
void fields(V& v, State& s) {
    v("assignments", s.assignments)("documents", s.documents)("dossiers", s.dossiers)(
        "flow", s.flow)("forms", s.forms)("held_on", s.held_on)("injects", s.injects)(
        "lived_as", s.lived_as)("meetings", s.meetings)("messages_sent", s.messages_sent)(
        "mode", s.mode)("now", s.now)("observations", s.observations)("org", s.org)(
        "outbox", s.outbox)("plan", s.plan)("request_order", s.request_order)(
        "requests", s.requests)("seq", s.seq)("tickets", s.tickets)("unit", s.unit)("waivers",
                                                                                    s.waivers);
}

}  // namespace ss::office
