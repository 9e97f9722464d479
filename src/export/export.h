// The journals of a run as event logs that other tools read. Start here.
//
//     ocel-json, ocel-sqlite   OCEL 2.0 (ocel-standard.org): every fact and refusal, with all
//     objects xes                      IEEE 1849-2016: one trace per dossier, and one per unit for
//     the rest
//
// The same run gives the same bytes. Sealed values are not exported, nor their hashes: only whether
// there is one. docs/formats/export.md says what each event and object carries.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

// Not `export`, which is a keyword.
namespace ss::exports {

enum class Format : unsigned char { ocel_json, ocel_sqlite, xes };
std::optional<Format> parse_format(std::string_view name);  // "ocel-json", "ocel-sqlite", "xes"

// Entries passed, of how many (0: not known yet). Every journal is read twice.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

// Reads dir/journals/*.db. Writes `out` whole or not at all; what stood there before is replaced.
// Errors: io, corrupt (a journal does not hold together), malformed (an entry of another version).
Status export_run(const std::string& dir, Format format, const std::string& out,
                  const Progress& progress = {});

}  // namespace ss::exports
