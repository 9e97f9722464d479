// Canonical JSON of this room: see base/wire.h.
#pragma once

#include "base/wire.h"
#include "org/org.h"

namespace ss::org {

template <class V>
void fields(V& v, Mandate& t) {
    v("from", t.from)("officer", t.officer)("until", t.until);
}
template <class V>
void fields(V& v, Delegation& t) {
    v("document", t.document)("from", t.from)("from_post", t.from_post)("to_post", t.to_post);
    v("types", t.types)("until", t.until);
}
template <class V>
void fields(V& v, Officer& t) {
    v("account", t.account)("away_until", t.away_until)("code", t.code)("name", t.name);
    v("signature_until", t.signature_until)("substitutes", t.substitutes);
    v("token_broken", t.token_broken);
}

template <class V>
void fields(V& v, Enrol& t) {
    v("account", t.account)("name", t.name)("officer", t.officer)("posts", t.posts);
    v("signature_until", t.signature_until)("substitutes", t.substitutes);
}
template <class V>
void fields(V& v, Appoint& t) {
    v("decision", t.decision)("officer", t.officer)("post", t.post)("until", t.until);
}
template <class V>
void fields(V& v, Release& t) {
    v("officer", t.officer)("post", t.post)("reason", t.reason);
}
template <class V>
void fields(V& v, ReportAbsence& t) {
    v("officer", t.officer)("reason", t.reason)("until", t.until);
}
template <class V>
void fields(V& v, ReportReturn& t) {
    v("officer", t.officer);
}
template <class V>
void fields(V& v, BreakToken& t) {
    v("officer", t.officer)("reason", t.reason);
}
template <class V>
void fields(V& v, RenewToken& t) {
    v("officer", t.officer)("until", t.until);
}
template <class V>
void fields(V& v, Delegate& t) {
    v("delegation", t.delegation);
}

template <class V>
void fields(V& v, Enrolled& t) {
    v("at", t.at)("officer", t.officer)("posts", t.posts);
}
template <class V>
void fields(V& v, Appointed& t) {
    v("at", t.at)("decision", t.decision)("officer", t.officer)("post", t.post)("until", t.until);
}
template <class V>
void fields(V& v, Released& t) {
    v("at", t.at)("officer", t.officer)("post", t.post);
}
template <class V>
void fields(V& v, WentAway& t) {
    v("at", t.at)("officer", t.officer)("reason", t.reason)("until", t.until);
}
template <class V>
void fields(V& v, CameBack& t) {
    v("at", t.at)("officer", t.officer);
}
template <class V>
void fields(V& v, TokenBroke& t) {
    v("at", t.at)("officer", t.officer)("reason", t.reason);
}
template <class V>
void fields(V& v, TokenRenewed& t) {
    v("at", t.at)("officer", t.officer)("until", t.until);
}
template <class V>
void fields(V& v, Delegated& t) {
    v("at", t.at)("delegation", t.delegation);
}
template <class V>
void fields(V& v, MilestoneReached& t) {
    v("at", t.at)("milestone", t.milestone);
}

template <class V>
void fields(V& v, State& t) {
    v("delegations", t.delegations)("mandates", t.mandates)("milestones", t.milestones);
    v("officers", t.officers);
}

}  // namespace ss::org
