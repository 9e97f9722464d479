// Queue tickets at the counter: taken on arrival, called to a desk, over when the citizen has been
// served or has not come. Numbers begin anew each day, and yesterday's tickets are worth nothing.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/pen.h"
#include "base/refusal.h"
#include "base/time.h"

namespace ss::plan {
struct Plan;
}

namespace ss {
using TicketId = Id<struct TicketTag>;
}

namespace ss::tickets {

inline constexpr int kMostPerDay = 999;  // of one purpose: three digits are printed
inline constexpr int kMostCalls = 3;     // the first one, and twice again

enum class Stage : unsigned char { waiting, called };
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"waiting", "called"});
}

// --- commands --------------------------------------------------------------------------------

struct Take {  // by the citizen, or by an officer for him
    static constexpr std::string_view kWire = "ticket.take";
    bool priority = false;  // old, pregnant, disabled, with a small child
    Code purpose;           // one of purposes()
};
struct Call {  // the next one to this desk: priority first, then as they came
    static constexpr std::string_view kWire = "ticket.call";
    Code desk;                    // as its sign says: "3"
    std::optional<Code> purpose;  // of this purpose only
};
struct Finish {
    static constexpr std::string_view kWire = "ticket.finish";
    TicketId ticket;
};
struct Miss {  // called, and nobody came: waits again behind the others, until called three times
    static constexpr std::string_view kWire = "ticket.miss";
    TicketId ticket;
};
using Command = std::variant<Take, Call, Finish, Miss>;

// --- facts -----------------------------------------------------------------------------------

struct Taken {
    static constexpr std::string_view kWire = "ticket.taken";
    TicketId ticket;
    std::string number;  // "A012": letter of the purpose, number of the day
    Code purpose;
    bool priority = false;
    LocalDate day;
    Instant at;
};
struct Called {
    static constexpr std::string_view kWire = "ticket.called";
    TicketId ticket;
    std::string number;
    Code desk;
    Code by;
    Instant at;
};
struct Finished {
    static constexpr std::string_view kWire = "ticket.finished";
    TicketId ticket;
    Code by;
    Instant at;
};
struct Missed {
    static constexpr std::string_view kWire = "ticket.missed";
    TicketId ticket;
    bool over = false;  // for the last time
    Code by;
    Instant at;
};
using Fact = std::variant<Taken, Called, Finished, Missed>;

// --- state -----------------------------------------------------------------------------------

struct Ticket {
    std::string number;
    Code purpose;
    bool priority = false;
    Stage stage = Stage::waiting;
    Instant taken_at;
    uint32_t turn = 0;  // lower is called earlier
    int calls = 0;
    Instant called_at;  // the last time
    Code desk;
    Code by;  // the officer who called
};

struct State {
    LocalDate day;                       // of everything below
    std::map<TicketId, Ticket> tickets;  // waiting or called; the others are over
    std::map<Code, int> taken;           // today, by purpose
    uint32_t last_number = 0;            // over all days
    uint32_t last_turn = 0;

    void apply(const Fact&);

    const Ticket* find(TicketId id) const {
        const auto i = tickets.find(id);
        return i == tickets.end() ? nullptr : &i->second;
    }
};

[[nodiscard]] std::optional<Refusal> decide(const State&, const plan::Plan&, const Command&,
                                            const Who&, Pen<Fact>&);

// What one may come for: the fields of the plan's procedures, advice ("guidance") and fetching a
// result ("result"), in order of their codes; the first one's tickets begin with A.
std::vector<Code> purposes(const plan::Plan&);
// Who is called next on this day; zero: nobody waits. Empty purpose: any.
TicketId next(const State&, LocalDate day, const Code& purpose);
// How many of the same purpose are called before this one.
size_t ahead(const State&, TicketId);

}  // namespace ss::tickets
