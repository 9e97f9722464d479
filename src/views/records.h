// The records clerk: registers in and out, what is to be numbered, sealed, issued, registered,
// assigned, chased. A state clerk sees no Party paper, a Party clerk no state paper that was not
// sent to the Party: documents::may_see decides for every line.
#pragma once

#include "views/shared.h"

namespace ss::views {

struct IncomingLine {
    std::string abstract;
    Instant arrived;
    std::vector<std::string> asks;  // the one who looks may ask now
    std::optional<Instant> assign_by;
    Named body;  // addressed to
    Colour colour = Colour::green;
    LocalDate date;  // on the paper
    DocumentId document;
    std::optional<Instant> due;
    std::optional<Instant> finished;
    Named from;
    std::vector<Person> lead;  // who carries it now
    Named lead_post;
    int64_t number = 0;  // arrival number; 0: not registered
    bool overdue = false;
    bool recall_asked = false;
    Instant register_by;
    std::optional<Instant> registered;
    std::optional<DocumentId> reply;
    org::Side side = org::Side::state;
    documents::Arrival stage = documents::Arrival::arrived;
    std::vector<Named> support;
    std::string symbol;
    Named type;
    Named urgency;  // "": ordinary
};
struct AcknowledgedLine {
    Named recipient;
    documents::Status status = documents::Status::arrived;
};
struct SignatureLine {
    Instant at;
    std::string formula;
    std::string on_behalf_of;  // title after the formula
    Person signer;
};
struct OutgoingLine {
    std::string abstract;
    std::vector<AcknowledgedLine> acknowledged;
    std::vector<std::string> asks;  // the one who looks may ask now
    std::vector<Named> awaited;     // have not yet answered the recall
    Named body;
    Colour colour = Colour::green;
    std::optional<LocalDate> date;
    DocumentId document;
    std::optional<DossierId> dossier;  // whose result it is
    Instant drafted;
    Person drafter;
    std::optional<Instant> issue_by;
    std::optional<Instant> issued;
    documents::Kind kind = documents::Kind::paper;
    std::optional<MeetingId> meeting;
    int64_t number = 0;
    bool overdue = false;  // numbered and not issued in time
    bool recall_sent = false;
    std::vector<Named> recipients;
    std::string remarks;  // of the last check
    org::Side side = org::Side::state;
    std::optional<SignatureLine> signature;
    Named signer_post;
    documents::Stage stage = documents::Stage::draft;
    std::string symbol;  // "01/QĐ-UBND"; empty until numbered
    Named type;
    Named urgency;
};
// Registers hold the newest 500 entries, newest first; `q` looks in abstract, symbol and number.
struct RecordsView {
    std::vector<IncomingLine> chase;  // assigned and due soon or overdue
    std::vector<IncomingLine> incoming;
    std::vector<OutgoingLine> outgoing;
    std::string q;
    std::vector<IncomingLine> recalls;  // the sender wants it back
    int64_t secrets = 0;                // secret papers turned away
    std::vector<org::Side> sides;       // whose papers are shown
    std::vector<IncomingLine> to_assign;
    std::vector<OutgoingLine> to_check;
    std::vector<OutgoingLine> to_issue;
    std::vector<OutgoingLine> to_number;
    std::vector<IncomingLine> to_register;
    std::vector<OutgoingLine> to_seal;
    std::vector<OutgoingLine> to_sign;
};
// A paper that may stand to the one shown as its reply, its letter of correction, its replacement.
struct PaperChoice {
    std::string abstract;
    DocumentId document;
    std::string symbol;
};
// document: its number. The choices: what the one who looks may name now, newest first, 20 at most.
struct DocumentView {
    std::optional<IncomingLine> incoming;
    std::vector<PaperChoice> letters;
    std::optional<OutgoingLine> outgoing;
    std::vector<PaperChoice> replacements;
    std::vector<PaperChoice> replies;
    std::optional<SigningLine> signing;  // of the one who looks, where it waits for a signature
    std::vector<std::string> text;       // paragraphs
};

Result<RecordsView> records(const Looking&);
Result<DocumentView> document(const Looking&);

template <class V>
void fields(V& v, IncomingLine& t) {
    v("abstract", t.abstract)("arrived", t.arrived)("asks", t.asks)("assign_by", t.assign_by);
    v("body", t.body)("colour", t.colour)("date", t.date)("document", t.document)("due", t.due);
    v("finished", t.finished)("from", t.from)("lead", t.lead)("lead_post", t.lead_post);
    v("number", t.number)("overdue", t.overdue)("recall_asked", t.recall_asked);
    v("register_by", t.register_by)("registered", t.registered)("reply", t.reply)("side", t.side);
    v("stage", t.stage)("support", t.support)("symbol", t.symbol)("type", t.type);
    v("urgency", t.urgency);
}
template <class V>
void fields(V& v, AcknowledgedLine& t) {
    v("recipient", t.recipient)("status", t.status);
}
template <class V>
void fields(V& v, SignatureLine& t) {
    v("at", t.at)("formula", t.formula)("on_behalf_of", t.on_behalf_of)("signer", t.signer);
}
template <class V>
void fields(V& v, OutgoingLine& t) {
    v("abstract", t.abstract)("acknowledged", t.acknowledged)("asks", t.asks);
    v("awaited", t.awaited)("body", t.body)("colour", t.colour)("date", t.date);
    v("document", t.document)("dossier", t.dossier)("drafted", t.drafted)("drafter", t.drafter);
    v("issue_by", t.issue_by)("issued", t.issued)("kind", t.kind)("meeting", t.meeting);
    v("number", t.number)("overdue", t.overdue)("recall_sent", t.recall_sent);
    v("recipients", t.recipients)("remarks", t.remarks)("side", t.side)("signature", t.signature);
    v("signer_post", t.signer_post)("stage", t.stage)("symbol", t.symbol)("type", t.type);
    v("urgency", t.urgency);
}
template <class V>
void fields(V& v, RecordsView& t) {
    v("chase", t.chase)("incoming", t.incoming)("outgoing", t.outgoing)("q", t.q);
    v("recalls", t.recalls)("secrets", t.secrets)("sides", t.sides)("to_assign", t.to_assign);
    v("to_check", t.to_check)("to_issue", t.to_issue)("to_number", t.to_number);
    v("to_register", t.to_register)("to_seal", t.to_seal)("to_sign", t.to_sign);
}
template <class V>
void fields(V& v, PaperChoice& t) {
    v("abstract", t.abstract)("document", t.document)("symbol", t.symbol);
}
template <class V>
void fields(V& v, DocumentView& t) {
    v("incoming", t.incoming)("letters", t.letters)("outgoing", t.outgoing);
    v("replacements", t.replacements)("replies", t.replies)("signing", t.signing)("text", t.text);
}

}  // namespace ss::views
