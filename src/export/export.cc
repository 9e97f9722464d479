#include "export/export.h"

#include "export/log.h"

namespace ss::exports {

std::optional<Format> parse_format(std::string_view name) {
    if (name == "ocel-json") return Format::ocel_json;
    if (name == "ocel-sqlite") return Format::ocel_sqlite;
    if (name == "xes") return Format::xes;
    return std::nullopt;
}

Status export_run(const std::string& dir, Format format, const std::string& out,
                  const Progress& progress) {
    Catalogue catalogue;
    uint64_t done = 0, total = 0;
    const auto entry_done = [&] {
        ++done;
        if (progress) progress(done, total);
    };
    SS_TRY(read_run(
        dir,
        [&](const Event& event) {
            catalogue.add(event);
            return ok();
        },
        entry_done));
    catalogue.entries = done;
    total = 2 * done;
    switch (format) {
        case Format::ocel_json: return write_ocel_json(dir, catalogue, out, entry_done);
        case Format::ocel_sqlite: return write_ocel_sqlite(dir, catalogue, out, entry_done);
        case Format::xes: return write_xes(dir, catalogue, out, entry_done);
    }
    return ok();
}

}  // namespace ss::exports
