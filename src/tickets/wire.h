// The fields of every ticket command and fact, in canonical order: base/wire.h.
#pragma once

#include "base/wire.h"
#include "tickets/tickets.h"

namespace ss::tickets {

template <class V>
void fields(V& v, Take& c) {
    v("priority", c.priority)("purpose", c.purpose);
}
template <class V>
void fields(V& v, Call& c) {
    v("desk", c.desk)("purpose", c.purpose);
}
template <class V>
void fields(V& v, Finish& c) {
    v("ticket", c.ticket);
}
template <class V>
void fields(V& v, Miss& c) {
    v("ticket", c.ticket);
}

template <class V>
void fields(V& v, Taken& f) {
    v("at", f.at)("day", f.day)("number", f.number)("priority", f.priority)("purpose", f.purpose)(
        "ticket", f.ticket);
}
template <class V>
void fields(V& v, Called& f) {
    v("at", f.at)("by", f.by)("desk", f.desk)("number", f.number)("ticket", f.ticket);
}
template <class V>
void fields(V& v, Finished& f) {
    v("at", f.at)("by", f.by)("ticket", f.ticket);
}
template <class V>
void fields(V& v, Missed& f) {
    v("at", f.at)("by", f.by)("over", f.over)("ticket", f.ticket);
}

template <class V>
void fields(V& v, Ticket& t) {
    v("by", t.by)("called_at", t.called_at)("calls", t.calls)("desk", t.desk)("number", t.number)(
        "priority", t.priority)("purpose", t.purpose)("stage", t.stage)("taken_at", t.taken_at)(
        "turn", t.turn);
}
template <class V>
void fields(V& v, State& s) {
    v("day", s.day)("last_number", s.last_number)("last_turn", s.last_turn)("taken", s.taken)(
        "tickets", s.tickets);
}

}  // namespace ss::tickets
