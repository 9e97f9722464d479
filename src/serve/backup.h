// A copy of a data folder while it is in use, and the way back.
#pragma once

#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace ss::serve {

struct Copied {
    std::string name;      // "live/my-thuong.db"
    uint64_t entries = 0;  // of a journal
    Hash head;
};

// Copies accounts, the dossiers in flight without an owner and every journal of `data` into `out`,
// which must not hold a backup yet, proves the chain of each copy, and writes `out`/manifest.txt
// last: without it there is no backup. Errors: conflict (`out` is in use), io, corrupt (a copy
// whose chain does not hold).
Result<std::vector<Copied>> backup(const std::string& data, const std::string& out);
// What a folder's manifest says of each copy. Errors: io (it holds no whole backup), malformed.
Result<std::vector<Copied>> manifest_of(const std::string& folder);
// Puts a proven backup into `data`, which must hold no journal and no accounts.
Result<std::vector<Copied>> restore(const std::string& from, const std::string& data);

}  // namespace ss::serve
