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
    ss::Diagnostics again;
    (void)sim::read_bpsim(written.value(), "fuzz.bpmn", again);
    return 0;
}
