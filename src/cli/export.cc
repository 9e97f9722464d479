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
    const Status status =
        exports::export_run(options.run, *format, options.out, [&](uint64_t done, uint64_t total) {
            if (total > 0)
                line.show(static_cast<double>(done) / static_cast<double>(total), options.out);
        });
    line.clear();
    if (!status.ok()) {
        std::fprintf(stderr, "%s\n", status.error().message.c_str());
        return kWrong;
    }
    std::printf("%s\n", options.out.c_str());
    return kFine;
}

}  // namespace ss::cli
