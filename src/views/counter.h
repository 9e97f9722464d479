// The counter: who waits, what was handed in, what may be handed back, what is owed.
#pragma once

#include "views/procedures.h"

namespace ss::views {

// A queue ticket: waiting, or called to a desk.
struct TicketLine {
    std::optional<Person> by;  // who has called it
    std::optional<Instant> called;
    int calls = 0;
    Code desk;
    std::string number;  // as printed: "A012"
    bool priority = false;
    Code purpose;  // "civil-status", "guidance", "result"
    Instant since;
    TicketId ticket;
};
struct CounterDossier {
    std::vector<std::string> asks;  // the one who looks may ask now: "dossier.receive"
    std::string case_name;
    std::optional<Instant> due_if_received_now;
    DossierLine line;
    std::vector<ComponentLine> missing;
    std::vector<ComponentLine> required;
    std::optional<WorkId> work;  // its open step of kind `return`
};
struct CounterView {
    std::vector<TicketLine> called;
    std::vector<CounterDossier> fees_owed;
    std::vector<Named> guidance;  // procedures received here; view `procedure` has the rest
    std::vector<CounterDossier> incomplete;  // handed back: come again with what was missing
    bool open = false;                       // the counter is open now
    std::optional<Instant> opens_or_closes;  // the next change
    std::vector<CounterDossier> presented;   // in the order in which they came
    std::vector<Code> purposes;              // of tickets
    std::vector<CounterDossier> ready;       // results to hand back
    int64_t received_today = 0;
    int64_t returned_today = 0;
    std::vector<DossierLine> supplement;  // found wanting in verification: the clock stands still
    Instant transfer_cutoff;          // of today: received later is handed on the next working day
    std::vector<TicketLine> waiting;  // in the order in which they are called
};

Result<CounterView> counter(const Looking&);

template <class V>
void fields(V& v, TicketLine& t) {
    v("by", t.by)("called", t.called)("calls", t.calls)("desk", t.desk)("number", t.number);
    v("priority", t.priority)("purpose", t.purpose)("since", t.since)("ticket", t.ticket);
}
template <class V>
void fields(V& v, CounterDossier& t) {
    v("asks", t.asks)("case_name", t.case_name)("due_if_received_now", t.due_if_received_now);
    v("line", t.line)("missing", t.missing)("required", t.required)("work", t.work);
}
template <class V>
void fields(V& v, CounterView& t) {
    v("called", t.called)("fees_owed", t.fees_owed)("guidance", t.guidance);
    v("incomplete", t.incomplete)("open", t.open)("opens_or_closes", t.opens_or_closes);
    v("presented", t.presented)("purposes", t.purposes)("ready", t.ready)("received_today",
                                                                          t.received_today);
    v("returned_today", t.returned_today)("supplement", t.supplement);
    v("transfer_cutoff", t.transfer_cutoff)("waiting", t.waiting);
}

}  // namespace ss::views
