// The transcript language: one line per command, what came of it indented below. Tests are written
// in it, and a journal is printed in it, so a failed rehearsal becomes a test by copying lines.
// docs/formats/transcript.md describes it. Start here.
//
//     d0/08:12 cid dossier.receive dossier=D1 seen=[form]
//       dossier.received dossier=D1 code=LV-250701-0001 due_at=d2/17:00
//
// Read by the same list of fields (office/wire.h) as everything on the wire: there is no second
// list of what a command is made of.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/result.h"
#include "base/sealed.h"
#include "base/time.h"
#include "journal/journal.h"
#include "office/office.h"

namespace ss::transcript {

// What words and times are told by.
struct Style {
    LocalDate day;                             // d0: the date the unit lives
    int64_t offset = 0;                        // the plan's, from UTC, in ms
    const Vault* vault = nullptr;              // opens sealed values; none: their hashes are told
    const std::set<Sealed>* erased = nullptr;  // told as ~erased
};

// --- telling ---------------------------------------------------------------------------------

std::string tell(Instant at, const Style& style);  // d0/08:12
std::string tell(const office::Command& command, const Style& style);
// `at` and `by` of the entry are left out of its facts.
std::string tell(const office::Fact& fact, const office::Envelope& entry, const Style& style);
std::string tell(const Refusal& refusal);  // refused: wrong_stage dossier.not_presented 1 returned
// One line and, indented by two spaces, one per fact.
std::vector<std::string> tell(const office::Envelope& entry, const office::Answer& answer,
                              const Style& style);

// --- reading ---------------------------------------------------------------------------------

// A line that asks. Fields not named are as in a new command. A value written ~Like_this is sealed
// with a salt made of `salt`: the same line gives the same hash.
// Errors: malformed, with a sentence that names the place.
Result<office::Envelope> read_line(std::string_view line, const Style& style,
                                   const std::string& salt);

// A file of the language: headers, comments, lines that ask and what is expected of each.
struct Script {
    struct Part {
        std::string line;  // as it stands in the file; without its end
        int number = 0;    // 1-based
        bool asks = false;
        std::vector<std::string> expected;  // below a line that asks, without indentation
    };
    std::string plan;  // folder, from the root of the repository
    Code unit;
    office::Mode mode = office::Mode::rehearsal;
    LocalDate lived_as, held_on;
    Code forms;
    bool established = true;  // has had its first day: milestones reached, appointments announced
    bool opens = true;        // opens the unit and enrols its roster before the first line
    int64_t begins = 7 * kHour;  // when it does that: ms of day d0
    std::vector<Part> parts;
};
// Complaints go to `diagnostics`, all of them.
std::optional<Script> read_script(const std::string& file, std::string_view text,
                                  Diagnostics& diagnostics);

// --- playing ---------------------------------------------------------------------------------

// Hands out the storage: at the beginning, and after each command where the play restarts.
using Reopen = std::function<Result<journal::Storage*>()>;

struct Played {
    std::string text;                         // the script with what really came of each line
    std::vector<std::string> complaints;      // where that is not what was expected
    std::vector<office::Envelope> envelopes;  // as they were submitted
    Hash digest, head;
    uint64_t entries = 0;
};
// Plays it on an empty storage. `restart`: every command is committed and followed by a new office
// out of the journal, which must come to the same digest.
Result<Played> play(const Script& script, std::shared_ptr<const plan::Plan> plan,
                    const Reopen& reopen, bool restart);

}  // namespace ss::transcript
