// Whether a process can be relied on: no step that can never be reached, from everywhere a way to
// an end, no token left waiting. Proven by playing the token game (step.h, the same that runs the
// office) through every choice, whatever the data.
#pragma once

#include "base/diagnostics.h"
#include "bpmn/program.h"

namespace ss::bpmn {

struct SoundnessReport {
    bool sound = false;     // no error was found
    bool complete = false;  // every marking was seen; else the budget ran out (a note says so)
    size_t markings = 0;
};

// Codes: bpmn.deadlock, bpmn.no_way_out, bpmn.dead_node, bpmn.not_safe, bpmn.uncaught_error,
// bpmn.unknown_outcome (errors, each with the path that leads there); bpmn.not_exhaustive
// (warning). `program` must be linked.
SoundnessReport sound(const Program& program, Diagnostics& diagnostics, size_t budget = 200'000);

}  // namespace ss::bpmn
