// Dossiers in flight taken over (72/2025/QH15 art. 54.7; R20): each gets an owner among the unit's
// officers and the plan's code of its procedure, and keeps the day it was promised for.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "office/recorder.h"
#include "opening/in_flight.h"
#include "plan/plan.h"
#include "serve/ask.h"

namespace ss::opening {

struct Owner {  // one officer, or whoever holds a post; neither: nobody yet
    Code person;    // not `officer`: a map's key would be read into it
    Code post;
};

// From the words of the abolished units to ours: docs/formats/in-flight.md, "The map".
struct CodeMap {
    std::map<std::string, Owner> from;         // abolished unit -> who takes what names no owner
    std::map<std::string, Code> procedures;    // their code -> ours; ours need not be listed
    std::map<std::string, Owner> owners;       // as the rows name them
};
void read_map(CodeMap& map, const std::string& file, std::string_view yaml, const plan::Plan& plan,
              const Code& unit, Diagnostics& complaints);

struct Taking {
    const Row* row = nullptr;
    Owner owner;
    dossiers::TakeOver command;
    std::vector<SealedValue> sealed;
};
// Every row against plan and map. `salt` is random where it counts.
std::vector<Taking> prepare(const std::vector<Row>& rows, const CodeMap& map,
                            const plan::Plan& plan, const Code& unit, Instant now,
                            const serve::Salt& salt, Diagnostics& complaints);

struct Taken {
    std::string old_code;
    std::string code;  // the new one
    Code procedure;
    Code owner;
    Instant due;
    bool overdue = false;  // already when it was taken over
};
struct Left {
    Row row;
    std::string why;  // "open.left.<why>" of words/*.yaml
};
struct TakeOverReport {
    std::vector<Taken> taken;
    std::vector<std::string> before;  // old codes that had been taken over already
    std::vector<Left> left;           // found no owner
};

// Old codes of everything that was ever taken over in this journal.
Result<std::set<std::string>> taken_before(journal::Storage& storage);

// Nothing is committed. malformed: somebody refused, and every refusal is among the complaints.
Result<TakeOverReport> take_over(office::Recorder& recorder, const std::set<std::string>& before,
                                 const std::vector<Taking>& takings, Instant now,
                                 Diagnostics& complaints);

}  // namespace ss::opening
