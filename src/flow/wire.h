// The fields of everything in flow.h that is written: commands, facts, State.
#pragma once

#include "base/wire.h"
#include "flow/flow.h"

namespace ss::bpmn {

template <class V>
void fields(V& v, Token& t) {
    v("fired", t.fired)("frame", t.frame)("id", t.id)("node", t.node)("via", t.via);
}
template <class V>
void fields(V& v, Frame& t) {
    v("host", t.host)("id", t.id)("index", t.index)("scope", t.scope)("total", t.total);
}
template <class V>
void fields(V& v, Tokens& t) {
    v("frames", t.frames)("last", t.last)("tokens", t.tokens);
}

}  // namespace ss::bpmn

namespace ss::flow {

template <class V>
void fields(V& v, Take& t) {
    v("work", t.work);
}
template <class V>
void fields(V& v, Release& t) {
    v("work", t.work);
}
template <class V>
void fields(V& v, HandOver& t) {
    v("to", t.to)("work", t.work);
}
template <class V>
void fields(V& v, Complete& t) {
    v("data", t.data)("note", t.note)("outcome", t.outcome)("reasons", t.reasons)("work", t.work);
}
template <class V>
void fields(V& v, Started& t) {
    v("at", t.at)("data", t.data)("dossier", t.dossier)("procedure", t.procedure);
}
template <class V>
void fields(V& v, Advanced& t) {
    v("at", t.at)("data", t.data)("dossier", t.dossier)("elements", t.elements)("frames", t.frames)(
        "last", t.last)("passed", t.passed)("tokens", t.tokens);
}
template <class V>
void fields(V& v, Stuck& t) {
    v("at", t.at)("dossier", t.dossier)("node", t.node)("reason", t.reason);
}
template <class V>
void fields(V& v, WorkItem& t) {
    v("document", t.document)("dossier", t.dossier)("due", t.due)("kind", t.kind)("name", t.name)(
        "node", t.node)("offered", t.offered)("outcomes", t.outcomes)("procedure", t.procedure)(
        "role", t.role)("taken", t.taken)("taken_by", t.taken_by)("token", t.token)("work", t.work);
}
template <class V>
void fields(V& v, Offered& t) {
    v("at", t.at)("document", t.document)("dossier", t.dossier)("due", t.due)("kind", t.kind)(
        "name", t.name)("node", t.node)("outcomes", t.outcomes)("procedure", t.procedure)(
        "role", t.role)("token", t.token)("work", t.work);
}
template <class V>
void fields(V& v, Taken& t) {
    v("at", t.at)("by", t.by)("work", t.work);
}
template <class V>
void fields(V& v, Released& t) {
    v("at", t.at)("by", t.by)("work", t.work);
}
template <class V>
void fields(V& v, HandedOver& t) {
    v("at", t.at)("by", t.by)("to", t.to)("work", t.work);
}
template <class V>
void fields(V& v, Completed& t) {
    v("at", t.at)("by", t.by)("data", t.data)("dossier", t.dossier)("kind", t.kind)("node", t.node)(
        "note", t.note)("outcome", t.outcome)("reasons", t.reasons)("role", t.role)("work", t.work);
}
template <class V>
void fields(V& v, Cancelled& t) {
    v("at", t.at)("dossier", t.dossier)("work", t.work);
}
template <class V>
void fields(V& v, TimerArmed& t) {
    v("at", t.at)("dossier", t.dossier)("due", t.due)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, TimerFired& t) {
    v("at", t.at)("dossier", t.dossier)("due", t.due)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, MessageAwaited& t) {
    v("at", t.at)("dossier", t.dossier)("message", t.message)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, MessageDelivered& t) {
    v("at", t.at)("dossier", t.dossier)("message", t.message)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, ServiceCalled& t) {
    v("at", t.at)("by", t.by)("dossier", t.dossier)("node", t.node)("procedure", t.procedure)(
        "properties", t.properties)("reasons", t.reasons)("type", t.type);
}
template <class V>
void fields(V& v, Ended& t) {
    v("at", t.at)("dossier", t.dossier)("node", t.node)("outcome", t.outcome)("procedure",
                                                                              t.procedure);
}
template <class V>
void fields(V& v, Timer& t) {
    v("dossier", t.dossier)("due", t.due)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, Running& t) {
    v("by", t.by)("data", t.data)("elements", t.elements)("procedure", t.procedure)(
        "reasons", t.reasons)("since", t.since)("stuck", t.stuck)("timers", t.timers)(
        "tokens", t.tokens)("work", t.work);
}
template <class V>
void fields(V& v, Awaited& t) {
    v("dossier", t.dossier)("message", t.message)("node", t.node)("token", t.token);
}
template <class V>
void fields(V& v, State& t) {
    v("awaited", t.awaited)("last_work", t.last_work)("running", t.running)("timers", t.timers)(
        "work", t.work);
}

}  // namespace ss::flow
