// One dossier: all a clerk needs to go on with it.
#pragma once

#include "views/diagram.h"
#include "views/procedures.h"
#include "views/records.h"

namespace ss::views {

struct DossierComponent {
    ComponentLine component;
    int copies_given = 0;
    bool missing = false;
    int originals_given = 0;
    bool required = false;  // in this dossier
};
struct Datum {
    Code code;
    std::string name;
    bool personal = false;
    Code type;
    Value value;  // of a personal one: the text, or "" where it may not be seen
};
// Times of the promise. Durations in ms of working time.
struct DossierClock {
    std::optional<Instant> apology_by;  // the last moment for an apology (Decree 61/2018 art. 19.9)
    std::optional<Instant> due;
    std::optional<LimitLine> limit;
    int64_t passed = 0;
    std::optional<Instant> received;
    std::optional<int64_t> remaining;  // negative: late by so much
    bool stopped = false;              // waits for a supplement
    std::optional<Instant> transfer;   // when it is handed on, if that is still to come
};
struct WaitingFor {
    std::optional<Instant> due;  // of a timer
    std::string message;         // "dossier.supplemented"; empty: a timer
    std::string name;            // of the step
    Code node;
};
struct HistoryLine {
    Instant at;
    Person by;                       // code "citizen", "clock", "courier": nobody of the office
    std::optional<Instant> entered;  // back-entry: when it was written down
    Code kind;                       // wire name of the fact: "work.completed"; "refused"
    std::string note;                // reasons, remarks
    std::string outcome;
    std::optional<Sentence> refusal;  // of kind "refused": what was asked in vain, and why
    uint64_t seq = 0;                 // 0: not known, told from State
    std::string step;                 // name of a step, symbol of a paper, amount
};
struct AttachmentLine {
    Instant at;
    Person by;  // code "citizen": handed in online
    int64_t bytes = 0;
    Named component;
    Hash hash;
    dossiers::Media media = dossiers::Media::pdf;
};
struct ComplaintLine {
    Instant at;
    std::string text;  // "" where it may not be seen
};
struct ElsewhereLine {
    DossierId dossier;
    Named unit;
};
struct DossierView {
    Citizen applicant;
    bool apologised = false;
    std::vector<std::string> asks;  // the one who looks may ask now
    std::vector<AttachmentLine> attachments;
    std::string case_name;
    DossierClock clock;
    std::vector<ComplaintLine> complaints;
    std::vector<DossierComponent> components;
    std::vector<Datum> data;
    DiagramView diagram;  // without xml: view `diagram` has it
    bool erased = false;  // personal values and attachments are gone
    std::vector<FeeLine> fees;
    std::vector<HistoryLine> history;  // what State still knows, oldest first
    DossierLine line;
    std::string old_code;
    std::optional<ElsewhereLine> origin;  // received there for us
    int64_t paid = 0;
    std::vector<OutgoingLine> papers;
    std::vector<Code> prints;  // forms that can be printed: "slip", "supplement", "refusal", ...
    std::optional<Person> received_by;
    Code return_by;
    bool supplement_asked = false;
    std::vector<WaitingFor> waiting_for;
    std::vector<WorkLine> work;           // open steps
    std::optional<ElsewhereLine> worker;  // worked on there
};

// dossier: its number, or code: its code.
Result<DossierView> dossier(const Looking&);

// An entry of the journal, for a history that State alone cannot tell.
struct Noted {
    uint64_t seq = 0;
    Instant at;
    Code by;
    std::optional<Instant> happened;
    std::string ask;                 // wire name of the command
    std::optional<DossierId> about;  // dossier named by the command, for refusals
    const std::vector<office::Fact>* facts = nullptr;
    const Refusal* refusal = nullptr;
};
// What these entries tell of the dossier, in their order. Nothing personal.
std::vector<HistoryLine> history(const Looking&, DossierId, const std::vector<Noted>&);

template <class V>
void fields(V& v, DossierComponent& t) {
    v("component", t.component)("copies_given", t.copies_given)("missing", t.missing);
    v("originals_given", t.originals_given)("required", t.required);
}
template <class V>
void fields(V& v, Datum& t) {
    v("code", t.code)("name", t.name)("personal", t.personal)("type", t.type)("value", t.value);
}
template <class V>
void fields(V& v, DossierClock& t) {
    v("apology_by", t.apology_by)("due", t.due)("limit", t.limit)("passed", t.passed);
    v("received", t.received)("remaining", t.remaining)("stopped", t.stopped);
    v("transfer", t.transfer);
}
template <class V>
void fields(V& v, WaitingFor& t) {
    v("due", t.due)("message", t.message)("name", t.name)("node", t.node);
}
template <class V>
void fields(V& v, HistoryLine& t) {
    v("at", t.at)("by", t.by)("entered", t.entered)("kind", t.kind)("note", t.note);
    v("outcome", t.outcome)("refusal", t.refusal)("seq", t.seq)("step", t.step);
}
template <class V>
void fields(V& v, AttachmentLine& t) {
    v("at", t.at)("by", t.by)("bytes", t.bytes)("component", t.component)("hash", t.hash);
    v("media", t.media);
}
template <class V>
void fields(V& v, ComplaintLine& t) {
    v("at", t.at)("text", t.text);
}
template <class V>
void fields(V& v, ElsewhereLine& t) {
    v("dossier", t.dossier)("unit", t.unit);
}
template <class V>
void fields(V& v, DossierView& t) {
    v("apologised", t.apologised)("applicant", t.applicant)("asks", t.asks)("attachments",
                                                                            t.attachments);
    v("case_name", t.case_name)("clock", t.clock)("complaints", t.complaints);
    v("components", t.components)("data", t.data);
    v("diagram", t.diagram)("erased", t.erased)("fees", t.fees)("history", t.history)("line",
                                                                                      t.line);
    v("old_code", t.old_code)("origin", t.origin)("paid", t.paid)("papers", t.papers)("prints", t.prints);
    v("received_by", t.received_by)("return_by", t.return_by);
    v("supplement_asked", t.supplement_asked)("waiting_for", t.waiting_for)("work", t.work);
    v("worker", t.worker);
}

}  // namespace ss::views
