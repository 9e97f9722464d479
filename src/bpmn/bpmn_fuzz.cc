// Any bytes: refused with complaints, or a program the game and the proof can play without harm.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "bpmn/program.h"
#include "bpmn/soundness.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    ss::Diagnostics d;
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    const auto programs = ss::bpmn::load(xml, "fuzz.bpmn", d);
    SS_ASSERT(!programs.empty() || d.has_errors());
    std::map<std::string, ss::bpmn::ProgramPtr> shared;
    for (const auto& p : programs) shared[p->id()] = p;
    for (const auto& p : programs)
        if (const auto linked = ss::bpmn::link(p, shared, d)) ss::bpmn::sound(*linked, d, 200);
    return 0;
}
