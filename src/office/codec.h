// Entries of the journal as canonical JSON, both ways.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "office/office.h"

namespace ss::office {

// {"at":..,"by":..,"command":{"dossier.receive":{..}},"facts":[..]|"refusal":{..},
//  "happened":..,"request":".."}
std::string encode(const Envelope& envelope, const Answer& answer);

struct Decoded {
    Envelope envelope;  // without its sealed values
    Answer answer;
};
Result<Decoded> decode(std::string_view body);
Result<Outcome> decode_outcome(std::string_view body);  // faster: the command is passed over
Result<Command> decode_command(std::string_view text);  // {"dossier.receive":{..}}
// A command by its wire name, with some of its fields as JSON texts; the others as in a new struct.
Result<Command> make_command(std::string_view name,
                             const std::map<std::string, std::string>& fields);
std::string encode(const Command& command);
std::string encode(const Fact& fact);
Result<Fact> decode_fact(std::string_view text);
std::string encode(const State& state);

// A State with what it was reached by, as text; see docs/formats/journal.md.
struct Snapshot {
    Hash head;
    Hash plan;
    std::string program;
    uint64_t seq = 0;
    State state;
};
std::string encode(const Snapshot& snapshot);
Result<Snapshot> decode_snapshot(std::string_view text);

}  // namespace ss::office
