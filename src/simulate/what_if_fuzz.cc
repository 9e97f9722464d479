// What-if files are written by hand and passed around: any bytes must end in complaints or a file.
#include <cstddef>
#include <cstdint>
#include <string>

#include "simulate/change.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const ss::plan::Plan plan = [] {
        ss::plan::Plan p;
        p.procedures["P"].code = "P";
        p.organization.posts["clerk"].code = "clerk";
        p.rosters["ward"].officers["an"].posts = {"clerk"};
        p.calendar.week[0] = {{7 * ss::kHour, 11 * ss::kHour}};
        return p;
    }();
    ss::Diagnostics diagnostics;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto found =
        ss::simulate::parse_what_if(bytes, "what-if.yaml", plan, "ward", {}, diagnostics);
    if (!found) return 0;
    ss::simulate::Setup setup;
    setup.plan = std::make_shared<ss::plan::Plan>(plan);
    setup.unit = "ward";
    for (const auto& change : found->variants)
        (void)ss::simulate::changed(setup, change, diagnostics);
    return 0;
}
