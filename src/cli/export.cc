#include "export/export.h"

#include <cstdio>

#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"

namespace ss::cli {

int export_run(const ExportOptions& options) {
    const auto format = exports::parse_format(options.format);
    if (!format) {
        std::fprintf(stderr, "--format takes ocel-json, ocel-sqlite or xes: %s\n",
                     options.format.c_str());
        return kWrong;
    }
    ProgressLine line(false);
    const auto done =
        exports::export_run(options.run, *format, options.out, [&](uint64_t at, uint64_t of) {
            if (of > 0)
                line.show(static_cast<double>(at) / static_cast<double>(of),
                          std::to_string(at) + " of " + std::to_string(of) + " entries");
        });
    line.clear();
    if (done.ok()) return kFine;
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return kWrong;
}

}  // namespace ss::cli
