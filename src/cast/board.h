// What there is to do in an office just now, as its desks see it: the board from which simulated
// officers take their next piece of work. Reads State, changes nothing.
#pragma once

#include <optional>
#include <vector>

#include "office/office.h"

namespace ss::cast {

enum class JobKind : unsigned char { receive, work, hand_back, document, assignment };

struct Job {
    JobKind kind = JobKind::receive;
    uint32_t number = 0;  // of the dossier, work item, document or assignment
    Code skill;           // kind of work, for service times: "receive", "verify", "sign"
    Code role;            // who may; empty: whoever the office would not refuse
    Code post;            // whose matter it is first; empty: nobody's in particular
    Code officer;         // the one person whose matter it is before all; empty: nobody's
    Code procedure;       // empty: none
    int rank = 0;         // urgent papers before dossiers before the rest; lower goes first
    Instant due;
    Instant since;
    // What a paper or an assignment waits for; nothing for dossiers, whose end the player decides.
    std::optional<office::Command> next;

    std::pair<int, uint32_t> key() const { return {static_cast<int>(kind), number}; }
};

// In the order in which they should be done: rank, due, since, number.
std::vector<Job> board(const office::State&, const plan::Plan&);

// Would the office let this officer do it? Asked without leaving a trace in the record.
bool would_accept(const office::State&, const plan::Plan&, const Code& officer,
                  const office::Command&, Instant at);

}  // namespace ss::cast
