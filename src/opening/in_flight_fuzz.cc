// Files of abolished units: whatever comes, rows or complaints and no crash; and rows that were
// taken without a complaint are the same when they are written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "opening/in_flight.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"a.csv", "a.json"}) {
        Diagnostics complaints;
        const auto rows = opening::read_rows(name, bytes, complaints);
        if (complaints.has_errors() || rows.empty()) continue;
        const auto again = opening::read_rows("b.csv", opening::write_csv(rows), complaints);
        if (complaints.has_errors() || again.size() != rows.size()) std::abort();
        for (size_t i = 0; i < rows.size(); ++i)
            if (again[i].cells != rows[i].cells) std::abort();
    }
    return 0;
}
