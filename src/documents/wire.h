// How the commands, the facts and the State of this room are written: keys in ascending order.
// A paper with a mark of secrecy is written without its texts, and one that brings them is not
// taken: nothing of it can reach a journal.
// Included by the office's wire and by tests only.
#pragma once

#include "base/wire.h"
#include "documents/documents.h"

namespace ss::documents {

// A reader meets the mark after the texts, so it complains at the end.
template <class V>
void no_secret(V& v, const Code& secrecy, bool texts) {
    if constexpr (requires { v.r.fail(std::string()); }) {
        if (!secrecy.empty() && texts) v.r.fail("a secret paper has no text here");
    }
}

template <class V>
void fields(V& v, Draft& f) {
    std::string no_abstract;
    std::vector<std::string> no_text;
    const bool open = f.secrecy.empty();  // a reader does not know yet, and begins with an open one
    v("abstract", open ? f.abstract : no_abstract)("body", f.body);
    v("drafting_body", f.drafting_body)("on_dossier", f.on_dossier)("recipients", f.recipients);
    v("secrecy", f.secrecy)("side", f.side)("signer_post", f.signer_post);
    v("text", open ? f.text : no_text)("type", f.type)("urgency", f.urgency);
    no_secret(v, f.secrecy, !f.abstract.empty() || !f.text.empty());
}

template <class V>
void fields(V& v, Revise& f) {
    v("abstract", f.abstract)("document", f.document)("recipients", f.recipients)("text", f.text);
}

template <class V>
void fields(V& v, MakeCheck& f) {
    v("check", f.check)("document", f.document)("ok", f.ok)("remarks", f.remarks);
}

template <class V>
void fields(V& v, Sign& f) {
    v("document", f.document);
}

template <class V>
void fields(V& v, Number& f) {
    v("document", f.document);
}

template <class V>
void fields(V& v, Seal& f) {
    v("document", f.document);
}

template <class V>
void fields(V& v, Issue& f) {
    v("document", f.document)("recipients", f.recipients);
}

template <class V>
void fields(V& v, Acknowledge& f) {
    v("document", f.document)("from", f.from)("status", f.status);
}

template <class V>
void fields(V& v, Recall& f) {
    v("document", f.document)("reason", f.reason);
}

template <class V>
void fields(V& v, Correct& f) {
    v("document", f.document)("letter", f.letter);
}

template <class V>
void fields(V& v, Replace& f) {
    v("by", f.by)("document", f.document);
}

template <class V>
void fields(V& v, Arrive& f) {
    std::string no_abstract, no_symbol;
    const bool open = f.secrecy.empty();
    v("abstract", open ? f.abstract : no_abstract)("body", f.body)("date", f.date)("due", f.due);
    v("from", f.from)("secrecy", f.secrecy)("symbol", open ? f.symbol : no_symbol);
    v("theirs", f.theirs)("type", f.type)("urgency", f.urgency);
    no_secret(v, f.secrecy, !f.abstract.empty() || !f.symbol.empty());
}

template <class V>
void fields(V& v, TurnBack& f) {
    v("document", f.document)("reason", f.reason);
}

template <class V>
void fields(V& v, Register& f) {
    v("document", f.document);
}

template <class V>
void fields(V& v, Assign& f) {
    v("document", f.document)("due", f.due)("lead", f.lead)("lead_post", f.lead_post)("support",
                                                                                      f.support);
}

template <class V>
void fields(V& v, Answer& f) {
    v("document", f.document)("reply", f.reply);
}

template <class V>
void fields(V& v, Finish& f) {
    v("document", f.document)("remarks", f.remarks);
}

template <class V>
void fields(V& v, AskRecall& f) {
    v("document", f.document)("from", f.from);
}

template <class V>
void fields(V& v, AnswerRecall& f) {
    v("agree", f.agree)("document", f.document);
}

template <class V>
void fields(V& v, ReportSecret& f) {
    v("brought", f.brought)("from", f.from);
}

template <class V>
void fields(V& v, Drafted& f) {
    v("abstract", f.abstract)("at", f.at)("body", f.body)("by", f.by)("document", f.document)(
        "drafting_body", f.drafting_body)("from_meeting", f.from_meeting)("kind", f.kind)(
        "motion", f.motion)("on_dossier", f.on_dossier)("recipients", f.recipients)("side", f.side)(
        "signer_post", f.signer_post)("text", f.text)("type", f.type)("urgency", f.urgency);
}

template <class V>
void fields(V& v, Revised& f) {
    v("abstract", f.abstract)("at", f.at)("by", f.by)("document", f.document)(
        "recipients", f.recipients)("text", f.text);
}

template <class V>
void fields(V& v, Checked& f) {
    v("at", f.at)("by", f.by)("check", f.check)("document", f.document)("ok", f.ok)("remarks",
                                                                                    f.remarks);
}

template <class V>
void fields(V& v, Signed& f) {
    v("at", f.at)("basis", f.basis)("document", f.document)("formula", f.formula)(
        "officer", f.officer)("on_behalf_of", f.on_behalf_of)("post", f.post);
}

template <class V>
void fields(V& v, Numbered& f) {
    v("at", f.at)("by", f.by)("date", f.date)("document", f.document)("issue_by", f.issue_by)(
        "number", f.number)("run", f.run)("symbol", f.symbol);
}

template <class V>
void fields(V& v, SealedIt& f) {
    v("at", f.at)("by", f.by)("document", f.document);
}

template <class V>
void fields(V& v, Issued& f) {
    v("at", f.at)("by", f.by)("document", f.document)("recipients", f.recipients);
}

template <class V>
void fields(V& v, Acknowledged& f) {
    v("at", f.at)("document", f.document)("from", f.from)("status", f.status);
}

template <class V>
void fields(V& v, RecallSent& f) {
    v("at", f.at)("awaited", f.awaited)("by", f.by)("document", f.document)("reason", f.reason);
}

template <class V>
void fields(V& v, Recalled& f) {
    v("at", f.at)("document", f.document);
}

template <class V>
void fields(V& v, Corrected& f) {
    v("at", f.at)("by", f.by)("document", f.document)("letter", f.letter);
}

template <class V>
void fields(V& v, Replaced& f) {
    v("at", f.at)("by", f.by)("document", f.document)("replacement", f.replacement);
}

template <class V>
void fields(V& v, Archived& f) {
    v("at", f.at)("document", f.document);
}

template <class V>
void fields(V& v, FellUnissued& f) {
    v("at", f.at)("document", f.document)("issue_by", f.issue_by);
}

template <class V>
void fields(V& v, Arrived& f) {
    v("abstract", f.abstract)("at", f.at)("body", f.body)("by", f.by)("date", f.date)(
        "document", f.document)("due", f.due)("from", f.from)("register_by", f.register_by)(
        "side", f.side)("symbol", f.symbol)("theirs", f.theirs)("type", f.type)("urgency",
                                                                                f.urgency);
}

template <class V>
void fields(V& v, TurnedBack& f) {
    v("at", f.at)("by", f.by)("document", f.document)("reason", f.reason);
}

template <class V>
void fields(V& v, Registered& f) {
    v("assign_by", f.assign_by)("at", f.at)("by", f.by)("document", f.document)("late", f.late)(
        "number", f.number)("run", f.run);
}

template <class V>
void fields(V& v, Assigned& f) {
    v("at", f.at)("by", f.by)("document", f.document)("due", f.due)("late", f.late)("lead", f.lead)(
        "lead_post", f.lead_post)("support", f.support);
}

template <class V>
void fields(V& v, Answered& f) {
    v("at", f.at)("by", f.by)("document", f.document)("late", f.late)("reply", f.reply);
}

template <class V>
void fields(V& v, Finished& f) {
    v("at", f.at)("by", f.by)("document", f.document)("late", f.late)("remarks", f.remarks);
}

template <class V>
void fields(V& v, RecallAsked& f) {
    v("at", f.at)("document", f.document);
}

template <class V>
void fields(V& v, RecallAnswered& f) {
    v("agree", f.agree)("at", f.at)("by", f.by)("document", f.document);
}

template <class V>
void fields(V& v, FellUnregistered& f) {
    v("at", f.at)("document", f.document)("register_by", f.register_by);
}

template <class V>
void fields(V& v, FellUnassigned& f) {
    v("assign_by", f.assign_by)("at", f.at)("document", f.document);
}

template <class V>
void fields(V& v, FellOverdue& f) {
    v("at", f.at)("document", f.document)("due", f.due);
}

template <class V>
void fields(V& v, SecretReported& f) {
    v("at", f.at)("brought", f.brought)("by", f.by)("from", f.from);
}

template <class V>
void fields(V& v, Signature& f) {
    v("at", f.at)("basis", f.basis)("formula", f.formula)("officer", f.officer)(
        "on_behalf_of", f.on_behalf_of)("post", f.post);
}

template <class V>
void fields(V& v, Outgoing& f) {
    v("abstract", f.abstract)("acknowledged", f.acknowledged)("awaited", f.awaited)("body", f.body)(
        "corrected_by", f.corrected_by)("date", f.date)("drafted", f.drafted)("drafter", f.drafter)(
        "drafting_body", f.drafting_body)("fell_unissued", f.fell_unissued)(
        "from_meeting", f.from_meeting)("issue_by", f.issue_by)("issued", f.issued)("kind", f.kind)(
        "motion", f.motion)("number", f.number)("on_dossier", f.on_dossier)(
        "recall_refused", f.recall_refused)("recall_sent", f.recall_sent)(
        "recipients", f.recipients)("remarks", f.remarks)("replaced_by", f.replaced_by)(
        "side", f.side)("signature", f.signature)("signer_post", f.signer_post)("stage", f.stage)(
        "symbol", f.symbol)("text", f.text)("type", f.type)("urgency", f.urgency);
}

template <class V>
void fields(V& v, Incoming& f) {
    v("abstract", f.abstract)("arrived", f.arrived)("assign_by", f.assign_by)("body", f.body)(
        "date", f.date)("due", f.due)("finished", f.finished)("from", f.from)("lead", f.lead)(
        "lead_post", f.lead_post)("number", f.number)("overdue", f.overdue)(
        "recall_asked", f.recall_asked)("register_by", f.register_by)("registered", f.registered)(
        "reply", f.reply)("side", f.side)("stage", f.stage)("support", f.support)(
        "symbol", f.symbol)("theirs", f.theirs)("type", f.type)("urgency", f.urgency);
}

template <class V>
void fields(V& v, State& f) {
    v("deadlines", f.deadlines)("incoming", f.incoming)("known", f.known)("last", f.last)(
        "outgoing", f.outgoing)("results", f.results)("runs", f.runs)("secrets", f.secrets);
}

}  // namespace ss::documents
