// Any bytes: refused with complaints, or a scenario that is written and read again as it was.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "simulate/bpsim.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    namespace sim = ss::simulate;
    ss::Diagnostics d;
    const std::string_view xml(reinterpret_cast<const char*>(data), size);
    const auto read = sim::read_bpsim(xml, "fuzz.bpmn", d);
    SS_ASSERT(!read || !d.has_errors());
    if (!read) {
        (void)sim::write_bpsim(xml, {});
        return 0;
    }
    ss::plan::Demand demand;
    SS_ASSERT(sim::apply(*read, "p", demand).size() ==
              demand.steps.size() + demand.branches.size());
    const auto written = sim::write_bpsim(xml, *read);
    if (!written.ok()) return 0;  // well-formed to pugixml alone
    // What lies at a limit may come to lie past it, by the last bit of a number.
    ss::Diagnostics again;
    const auto back = sim::read_bpsim(written.value(), "fuzz.bpmn", again);
    bool limit = false;
    for (const auto& x : again.all()) limit = limit || x.code == "bpsim.range";
    SS_ASSERT(back || limit);
    if (!back) return 0;
    SS_ASSERT(back->times.size() == read->times.size());
    SS_ASSERT(back->probabilities == read->probabilities);
    SS_ASSERT(back->triggers.size() == read->triggers.size());
    SS_ASSERT(back->selections == read->selections && back->quantities == read->quantities);
    SS_ASSERT(back->name == read->name && back->id == read->id);
    return 0;
}
