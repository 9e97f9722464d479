#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace ss {

// What kind of "no". The rule says which no; the code is what a caller can act on.
enum class RefusalCode : uint8_t {
    not_found = 1,   // no such dossier, document, meeting...
    wrong_stage,     // it exists, but not at the point where this can be done
    not_entitled,    // this officer, post or formula may not
    incomplete,      // something the law asks for is missing
    out_of_hours,    // the counter is closed, the term has run out
    too_early,       // something else must exist first (precedence of the first day)
    no_quorum,       // too few members present
    wrong_order,     // the statutory order is another
    duplicate,       // done already, or may be done only once
    invalid,         // the values contradict each other or the plan
    limit,           // larger than a limit of the program
    secret,          // may not enter an ordinary system at all
};

// The rule's answer, kept in the journal. `rule` is the key of a sentence in words/*.yaml, `args`
// fill its places {0}, {1}... No personal value ever stands in either.
struct Refusal {
    RefusalCode code = RefusalCode::invalid;
    std::string rule;
    std::vector<std::string> args;
    bool operator==(const Refusal&) const = default;
};

// Who asks, and when. `by` is the officer's code; kClock, kCitizen... are not officers.
struct Who {
    Code by;
    Instant at;                       // when it is entered
    std::optional<Instant> happened;  // back-entry after an outage: when it truly was

    Instant when() const { return happened.value_or(at); }
};

inline const Code kClock = "clock";      // the passing of time
inline const Code kCitizen = "citizen";  // anyone from outside, at the counter or online
inline const Code kCourier = "courier";  // messages from other units
inline const Code kDirector = "director";  // who sets a unit up, and who directs a rehearsal

}  // namespace ss
