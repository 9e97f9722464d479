// The fields of every dossier command and fact, in canonical order: base/wire.h.
#pragma once

#include "base/wire.h"
#include "dossiers/dossiers.h"
#include "org/wire.h"

namespace ss::dossiers {

template <class V>
void fields(V& v, Applicant& a) {
    v("address", a.address)("contact", a.contact)("identity", a.identity)("kind", a.kind)("name",
                                                                                          a.name);
}
template <class V>
void fields(V& v, Given& g) {
    v("component", g.component)("copies", g.copies)("originals", g.originals);
}
template <class V>
void fields(V& v, Elsewhere& e) {
    v("dossier", e.dossier)("unit", e.unit);
}
template <class V>
void fields(V& v, Attachment& a) {
    v("at", a.at)("by", a.by)("bytes", a.bytes)("component", a.component)("hash", a.hash)("media",
                                                                                          a.media);
}
template <class V>
void fields(V& v, Complaint& c) {
    v("at", c.at)("text", c.text);
}
template <class V>
void fields(V& v, Dossier& d) {
    v("apologised", d.apologised)("applicant", d.applicant)("attachments", d.attachments)(
        "case_code", d.case_code)("channel", d.channel)("closed_at", d.closed_at)("code", d.code)(
        "complaints", d.complaints)("data", d.data)("due_at", d.due_at)("erased", d.erased)(
        "fee", d.fee)("given", d.given)("id", d.id)("mark", d.mark)("old_code", d.old_code)(
        "origin", d.origin)("overdue", d.overdue)("paid", d.paid)("personal", d.personal)(
        "presented_at", d.presented_at)("procedure", d.procedure)("received_at", d.received_at)(
        "received_by", d.received_by)("resolved_at", d.resolved_at)("return_by", d.return_by)(
        "stage", d.stage)("supplement_asked", d.supplement_asked)("transfer_at", d.transfer_at)(
        "worker", d.worker);
}

template <class V>
void fields(V& v, Guide& c) {
    v("procedure", c.procedure);
}
template <class V>
void fields(V& v, Present& c) {
    v("applicant", c.applicant)("channel", c.channel)("data", c.data)("for_unit", c.for_unit)(
        "given", c.given)("personal", c.personal)("procedure", c.procedure)("return_by",
                                                                            c.return_by);
}
template <class V>
void fields(V& v, Receive& c) {
    v("dossier", c.dossier)("seen", c.seen);
}
template <class V>
void fields(V& v, AskSupplement& c) {
    v("dossier", c.dossier)("missing", c.missing)("reasons", c.reasons);
}
template <class V>
void fields(V& v, Refuse& c) {
    v("basis", c.basis)("dossier", c.dossier)("reasons", c.reasons);
}
template <class V>
void fields(V& v, Supplement& c) {
    v("dossier", c.dossier)("given", c.given);
}
template <class V>
void fields(V& v, Confirm& c) {
    v("dossier", c.dossier);
}
template <class V>
void fields(V& v, Apologise& c) {
    v("dossier", c.dossier)("new_due", c.new_due)("reason", c.reason);
}
template <class V>
void fields(V& v, Pay& c) {
    v("amount", c.amount)("dossier", c.dossier)("means", c.means);
}
template <class V>
void fields(V& v, Return& c) {
    v("dossier", c.dossier);
}
template <class V>
void fields(V& v, Withdraw& c) {
    v("dossier", c.dossier);
}
template <class V>
void fields(V& v, Stop& c) {
    v("dossier", c.dossier)("reason", c.reason);
}
template <class V>
void fields(V& v, TakeOver& c) {
    v("applicant", c.applicant)("data", c.data)("due_at", c.due_at)("from", c.from)(
        "given", c.given)("old_code", c.old_code)("procedure", c.procedure)("received_at",
                                                                            c.received_at);
}
template <class V>
void fields(V& v, Rate& c) {
    v("dossier", c.dossier)("mark", c.mark);
}
template <class V>
void fields(V& v, Attach& c) {
    v("bytes", c.bytes)("component", c.component)("dossier", c.dossier)("hash", c.hash)("media",
                                                                                        c.media);
}
template <class V>
void fields(V& v, Complain& c) {
    v("dossier", c.dossier)("text", c.text);
}
template <class V>
void fields(V& v, Erase& c) {
    v("dossier", c.dossier)("reason", c.reason);
}

template <class V>
void fields(V& v, Guided& f) {
    v("at", f.at)("by", f.by)("procedure", f.procedure);
}
template <class V>
void fields(V& v, Presented& f) {
    v("as", f.as)("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Received& f) {
    v("after_cutoff", f.after_cutoff)("at", f.at)("by", f.by)("case_code", f.case_code)(
        "code", f.code)("dossier", f.dossier)("due_at", f.due_at)("fee", f.fee)(
        "procedure", f.procedure)("required", f.required)("seen", f.seen)(
        "serial_day", f.serial_day)("transfer_at", f.transfer_at)("worker", f.worker);
}
template <class V>
void fields(V& v, Accepted& f) {
    v("as", f.as)("at", f.at)("case_code", f.case_code)("code", f.code)("dossier", f.dossier)(
        "due_at", f.due_at)("origin", f.origin)("received_at", f.received_at);
}
template <class V>
void fields(V& v, Transferred& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, SupplementAsked& f) {
    v("at", f.at)("by", f.by)("dossier", f.dossier)("in_verification", f.in_verification)(
        "missing", f.missing)("reasons", f.reasons);
}
template <class V>
void fields(V& v, Supplemented& f) {
    v("at", f.at)("dossier", f.dossier)("due_at", f.due_at)("given", f.given);
}
template <class V>
void fields(V& v, Refused& f) {
    v("at", f.at)("basis", f.basis)("by", f.by)("dossier", f.dossier)("reasons", f.reasons);
}
template <class V>
void fields(V& v, Confirmed& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Apologised& f) {
    v("at", f.at)("by", f.by)("dossier", f.dossier)("new_due", f.new_due)("old_due", f.old_due)(
        "reason", f.reason);
}
template <class V>
void fields(V& v, Paid& f) {
    v("amount", f.amount)("at", f.at)("by", f.by)("dossier", f.dossier)("means", f.means);
}
template <class V>
void fields(V& v, FellOverdue& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Resolved& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Returned& f) {
    v("at", f.at)("by", f.by)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Withdrawn& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, Stopped& f) {
    v("at", f.at)("by", f.by)("dossier", f.dossier)("reason", f.reason);
}
template <class V>
void fields(V& v, TakenOver& f) {
    v("as", f.as)("at", f.at)("by", f.by)("case_code", f.case_code)("code", f.code)(
        "dossier", f.dossier)("serial_day", f.serial_day);
}
template <class V>
void fields(V& v, WorkerNamed& f) {
    v("at", f.at)("dossier", f.dossier)("worker", f.worker);
}
template <class V>
void fields(V& v, Notified& f) {
    v("at", f.at)("dossier", f.dossier)("message", f.message);
}
template <class V>
void fields(V& v, Rated& f) {
    v("at", f.at)("dossier", f.dossier)("mark", f.mark);
}
template <class V>
void fields(V& v, Attached& f) {
    v("at", f.at)("by", f.by)("bytes", f.bytes)("component", f.component)("dossier", f.dossier)(
        "hash", f.hash)("media", f.media);
}
template <class V>
void fields(V& v, Complained& f) {
    v("at", f.at)("dossier", f.dossier)("text", f.text);
}
template <class V>
void fields(V& v, Erased& f) {
    v("at", f.at)("by", f.by)("dossier", f.dossier)("reason", f.reason)("sealed", f.sealed);
}
template <class V>
void fields(V& v, Archived& f) {
    v("at", f.at)("dossier", f.dossier);
}
template <class V>
void fields(V& v, DataChanged& f) {
    v("data", f.data)("dossier", f.dossier);
}
template <class V>
void fields(V& v, State& s) {
    v("closed", s.closed)("dossiers", s.dossiers)("due", s.due)("last_number", s.last_number)(
        "serial", s.serial)("serial_day", s.serial_day)("transfers", s.transfers);
}

}  // namespace ss::dossiers
