#include "base/assert.h"
#include "tickets/tickets.h"

namespace ss::tickets {

namespace {

Ticket& must(State& s, TicketId id) {
    const auto found = s.tickets.find(id);
    SS_ASSERT(found != s.tickets.end());
    return found->second;
}

void apply_one(State& s, const Taken& f) {
    SS_ASSERT(f.ticket.number == s.last_number + 1);
    if (s.day != f.day) {  // whoever still waited yesterday has gone home
        s.tickets.clear();
        s.taken.clear();
        s.last_turn = 0;
        s.day = f.day;
    }
    s.last_number = f.ticket.number;
    ++s.taken[f.purpose];
    Ticket& t = s.tickets[f.ticket];
    t.number = f.number;
    t.purpose = f.purpose;
    t.priority = f.priority;
    t.taken_at = f.at;
    t.turn = ++s.last_turn;
}

void apply_one(State& s, const Called& f) {
    Ticket& t = must(s, f.ticket);
    t.stage = Stage::called;
    t.called_at = f.at;
    t.desk = f.desk;
    t.by = f.by;
    ++t.calls;
}

void apply_one(State& s, const Finished& f) {
    s.tickets.erase(f.ticket);
}

void apply_one(State& s, const Missed& f) {
    if (f.over) {
        s.tickets.erase(f.ticket);
        return;
    }
    Ticket& t = must(s, f.ticket);
    t.stage = Stage::waiting;
    t.desk.clear();
    t.by.clear();
    t.turn = ++s.last_turn;
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([this](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::tickets
