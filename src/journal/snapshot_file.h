// Where a snapshot lies: in a file beside its journal. A cache: whoever removes it loses time.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ss::journal {

std::string snapshot_path(const std::string& journal);  // "my-thuong.db.snapshot"
// Empty: there is none. What it says is for the office to judge.
Result<std::string> read_snapshot(const std::string& journal);
// In place of the one before, whole or not at all. Without a sync: after a power cut it may be
// torn, which its hash tells.
Status write_snapshot(const std::string& journal, std::string_view text);

}  // namespace ss::journal
