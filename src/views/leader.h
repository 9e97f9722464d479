// The leader: what waits for a signature, with the paper in sight; what is late and why; who is
// away and who signs for whom.
#pragma once

#include "views/dossier.h"

namespace ss::views {

// One thing to sign: a step of kind `sign` (ask work.complete), or a paper (ask document.sign).
struct SignLine {
    std::string abstract;  // of the paper; of a result: what is granted to whom
    std::string applicant;
    std::string ask;   // "work.complete" or "document.sign"
    Named body;        // in whose name
    std::string code;  // of the dossier
    Colour colour = Colour::green;
    std::vector<Datum> data;  // of the dossier: what the paper will say
    std::optional<DocumentId> document;
    std::optional<DossierId> dossier;
    std::optional<Instant> due;
    std::vector<std::string> outcomes;  // of the step; a paper has "ok"
    std::string prepared_by;            // officer whose work it was before
    Named procedure;
    org::Side side = org::Side::state;
    SigningLine signing;  // of the one who looks
    Instant since;
    std::vector<std::string> text;  // paragraphs of the paper
    Named type;
    Named urgency;
    std::optional<WorkId> work;
};
struct LateLine {
    Instant due;
    Code kind;  // "dossier", "work", "paper", "incoming", "assignment"
    uint32_t number = 0;
    std::string title;  // code, symbol or title, and what it is
    Sentence why;
    std::vector<Person> with;  // where it lies
};
struct AwayLine {
    std::vector<Person> instead;  // who stands in now
    Person officer;
    std::vector<Named> roles;  // that are covered by nobody while they are away
    Instant until;
};
struct DelegationLine {
    std::string document;
    Instant from;
    Named from_post;
    bool in_force = false;
    Named to_post;
    std::vector<Named> types;  // empty: all the rule allows
    Instant until;
};
struct LeaderView {
    std::vector<AssignmentLine> assignments;  // given by me or in my body's name, open
    std::vector<AwayLine> away;
    std::vector<DelegationLine> delegations;
    std::vector<LateLine> late;
    Person me;
    std::vector<SignLine> sign;           // by urgency, then deadline
    std::vector<IncomingLine> to_assign;  // papers that wait for my instruction
    std::vector<OutgoingLine> to_check;   // drafts that wait for my word on the content
    std::vector<WorkLine> work;           // other steps of mine
};

Result<LeaderView> leader(const Looking&);

template <class V>
void fields(V& v, SignLine& t) {
    v("abstract", t.abstract)("applicant", t.applicant)("ask", t.ask)("body", t.body);
    v("code", t.code)("colour", t.colour)("data", t.data)("document", t.document);
    v("dossier", t.dossier)("due", t.due)("outcomes", t.outcomes)("prepared_by", t.prepared_by);
    v("procedure", t.procedure)("side", t.side)("signing", t.signing)("since", t.since);
    v("text", t.text)("type", t.type)("urgency", t.urgency)("work", t.work);
}
template <class V>
void fields(V& v, LateLine& t) {
    v("due", t.due)("kind", t.kind)("number", t.number)("title", t.title)("why", t.why);
    v("with", t.with);
}
template <class V>
void fields(V& v, AwayLine& t) {
    v("instead", t.instead)("officer", t.officer)("roles", t.roles)("until", t.until);
}
template <class V>
void fields(V& v, DelegationLine& t) {
    v("document", t.document)("from", t.from)("from_post", t.from_post)("in_force", t.in_force);
    v("to_post", t.to_post)("types", t.types)("until", t.until);
}
template <class V>
void fields(V& v, LeaderView& t) {
    v("assignments", t.assignments)("away", t.away)("delegations", t.delegations);
    v("late", t.late)("me", t.me)("sign", t.sign)("to_assign", t.to_assign);
    v("to_check", t.to_check)("work", t.work);
}

}  // namespace ss::views
