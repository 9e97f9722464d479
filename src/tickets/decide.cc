#include <algorithm>
#include <set>
#include <tuple>

#include "base/limits.h"
#include "plan/plan.h"
#include "tickets/tickets.h"

namespace ss::tickets {

namespace {

using No = std::optional<Refusal>;
constexpr auto kYes = std::nullopt;
constexpr size_t kLetters = 26;

struct Asked {
    const State& state;
    const plan::Plan& plan;
    const Who& who;
    Pen<Fact>& pen;
    LocalDate today() const { return local_date(who.at, plan.calendar.offset); }
};

Refusal no(RefusalCode code, std::string rule, std::vector<std::string> args = {}) {
    return {code, std::move(rule), std::move(args)};
}

// "A012"; after the 26th purpose two letters: "AA012".
std::string number_of(size_t purpose, int n) {
    std::string text;
    if (purpose >= kLetters) text += static_cast<char>('A' + purpose / kLetters - 1);
    text += static_cast<char>('A' + purpose % kLetters);
    const std::string digits = std::to_string(n);
    return text + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

No decide_one(const Asked& a, const Take& c) {
    const auto all = purposes(a.plan);
    const auto found = std::lower_bound(all.begin(), all.end(), c.purpose);
    if (found == all.end() || *found != c.purpose)
        return no(RefusalCode::not_found, "ticket.no_purpose", {c.purpose});
    const LocalDate day = a.today();
    // The first ones come before the doors open.
    if (!a.plan.calendar.working_day(day) || a.who.at >= a.plan.calendar.closing(day))
        return no(RefusalCode::out_of_hours, "ticket.closed");
    int taken = 0;
    if (const auto of = a.state.taken.find(c.purpose);
        a.state.day == day && of != a.state.taken.end())
        taken = of->second;
    if (taken >= kMostPerDay)
        return no(RefusalCode::limit, "ticket.no_more_today", {std::to_string(kMostPerDay)});
    a.pen.write(Taken{{a.state.last_number + 1},
                      number_of(static_cast<size_t>(found - all.begin()), taken + 1),
                      c.purpose,
                      c.priority,
                      day,
                      a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Call& c) {
    if (c.desk.empty()) return no(RefusalCode::incomplete, "ticket.no_desk");
    if (c.desk.size() > limits::kCode) return no(RefusalCode::limit, "text.length");
    const LocalDate day = a.today();
    if (a.state.day == day)
        for (const auto& [id, t] : a.state.tickets)
            if (t.stage == Stage::called && t.desk == c.desk)
                return no(RefusalCode::wrong_stage, "ticket.desk_busy", {c.desk, t.number});
    const TicketId ticket = next(a.state, day, c.purpose.value_or(Code{}));
    if (!ticket) return no(RefusalCode::not_found, "ticket.nobody_waiting");
    a.pen.write(Called{ticket, a.state.find(ticket)->number, c.desk, a.who.by, a.who.at});
    return kYes;
}

// A ticket of today that has been called and not yet dealt with.
No not_called(const Asked& a, TicketId id) {
    const Ticket* t = a.state.day == a.today() ? a.state.find(id) : nullptr;
    if (t == nullptr)
        return no(RefusalCode::not_found, "ticket.not_found", {std::to_string(id.number)});
    if (t->stage != Stage::called)
        return no(RefusalCode::wrong_stage, "ticket.not_called", {t->number});
    return kYes;
}

No decide_one(const Asked& a, const Finish& c) {
    if (auto refused = not_called(a, c.ticket)) return refused;
    a.pen.write(Finished{c.ticket, a.who.by, a.who.at});
    return kYes;
}

No decide_one(const Asked& a, const Miss& c) {
    if (auto refused = not_called(a, c.ticket)) return refused;
    const bool over = a.state.find(c.ticket)->calls >= kMostCalls;
    a.pen.write(Missed{c.ticket, over, a.who.by, a.who.at});
    return kYes;
}

auto rank(const Ticket& t) {
    return std::tuple(!t.priority, t.turn);
}

}  // namespace

No decide(const State& state, const plan::Plan& plan, const Command& command, const Who& who,
          Pen<Fact>& pen) {
    const Asked asked{state, plan, who, pen};
    return std::visit([&](const auto& c) { return decide_one(asked, c); }, command);
}

std::vector<Code> purposes(const plan::Plan& plan) {
    std::set<Code> all{"guidance", "result"};
    for (const auto& [code, procedure] : plan.procedures)
        if (!procedure.field.empty()) all.insert(procedure.field);
    return {all.begin(), all.end()};
}

TicketId next(const State& s, LocalDate day, const Code& purpose) {
    if (s.day != day) return {};
    const Ticket* first = nullptr;
    TicketId found;
    for (const auto& [id, t] : s.tickets) {
        if (t.stage != Stage::waiting || (!purpose.empty() && t.purpose != purpose)) continue;
        if (first != nullptr && rank(*first) < rank(t)) continue;
        first = &t;
        found = id;
    }
    return found;
}

size_t ahead(const State& s, TicketId id) {
    const Ticket* own = s.find(id);
    if (own == nullptr || own->stage != Stage::waiting) return 0;
    return static_cast<size_t>(
        std::count_if(s.tickets.begin(), s.tickets.end(), [&](const auto& other) {
            const Ticket& t = other.second;
            return t.stage == Stage::waiting && t.purpose == own->purpose && rank(t) < rank(*own);
        }));
}

}  // namespace ss::tickets
