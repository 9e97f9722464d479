// The end of SQLite's write-ahead log, looked at before SQLite does: it takes the commits that are
// whole and drops what follows without a word. What follows may be one commit that was never
// finished, and so never answered; or several, and then the log was damaged.
#pragma once

#include <cstdint>
#include <iosfwd>

namespace ss::journal {

struct LogEnd {
    uint64_t commits = 0;     // whole, in order
    uint64_t unfinished = 0;  // pages after the last of them that belong to this log
    uint64_t lost = 0;        // finished commits among these pages
    bool header = true;       // the log's own first bytes are those of a log
};

// Of the bytes of FILE-wal. None at all: there is no log.
LogEnd look_at_log(std::istream& log);

// A commit that was cut off at its end may miss anything; one lies there whole only if nothing
// after it was begun. More than that is damage.
inline bool damaged(const LogEnd& end) {
    return !end.header || end.lost > 1;
}

}  // namespace ss::journal
