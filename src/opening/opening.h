// Opening a unit for live operation. Start here.
//
//     runs ── rehearse::judge_runs ──> Report ──┐
//     waivers.yaml ── apply_waivers ────────────┴─ ask_gate ──> Decision ──┐
//     the adjusted plan ── check::check ───────────────────────────────────┼─ open_unit
//     in-flight.csv, .json ── read_rows ──┐                                │
//     map.yaml ── read_map ───────────────┴─ prepare ──> Takings ──────────┘
//
// DATA/live/<unit>.db comes into being whole or not at all: opening, gate, roster and dossiers are
// one commit, and the file has its name only after it. Nothing of a rehearsal is copied; of the
// runs the record has their names and heads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "opening/gate.h"
#include "opening/take_over.h"

namespace ss::opening {

struct InFlight {
    std::vector<Row> rows;
    CodeMap map;
};

struct Opening {
    std::string data;
    std::shared_ptr<const plan::Plan> plan;
    Code unit;
    Instant now;
    bool established = true;  // its founding meetings were held before
    office::RecordGate gate;
    InFlight in_flight;
    bool look = false;  // nothing is written
};
struct Opened {
    std::string journal;  // the file; empty: a look
    uint64_t entries = 0;
    Hash head;
    TakeOverReport dossiers;
    std::string left_file;  // rows that found no owner, to be mended; empty: there are none
};

// Errors: conflict (it is open, or being opened), io; malformed: the complaints say what.
Result<Opened> open_unit(const Opening& opening, Diagnostics& complaints);

// More dossiers for a unit that is open, while no server has its journal.
struct Further {
    std::string data;
    office::Mode mode = office::Mode::live;
    Code unit;
    std::vector<std::string> files;
    std::string map;  // empty: none
    Instant now;
};
// `plan` becomes the one that lies in the journal.
Result<Opened> take_over_more(const Further& further, std::shared_ptr<const plan::Plan>& plan,
                              Diagnostics& complaints);

// Every file's rows, and the map. What cannot be read is among the complaints.
InFlight read_in_flight(const std::vector<std::string>& files, const std::string& map,
                        const plan::Plan& plan, const Code& unit, Diagnostics& complaints);

// Files that are not the same in both plans: "units/my-thuong.yaml".
std::vector<std::string> changed_files(const plan::Plan& rehearsed, const plan::Plan& opened);

}  // namespace ss::opening
