// A journal as a whole: told from its file alone, and decided again. The plan it was written under
// lies in it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "journal/journal.h"

namespace ss::office {
class Office;
struct Decoded;
}  // namespace ss::office

namespace ss::transcript {

// Entries `from` to `to` as lines of the language, after a head that says what d0 is. Values that
// have been erased are told as ~erased.
Status tell_journal(journal::Storage& storage, uint64_t from, uint64_t to,
                    const std::function<void(const std::string& line)>& sink);

// For journal::Check::replay: decides every command again, out of the commands alone, and compares
// what comes of it with what the entry says, byte for byte. A journal of another version of the
// program may have been decided by other rules: there what has happened is replayed, fact by fact.
class Replay {
  public:
    explicit Replay(journal::Storage& storage);
    ~Replay();
    Status operator()(const journal::Entry& entry);
    // Why nothing was decided again, if so: the plan in the journal is not whole.
    const std::string& skipped() const { return skipped_; }
    // The version that decided, if it was not this one.
    const std::string& decided_by() const { return decided_by_; }
    const office::Office* office() const { return office_.get(); }  // after the entries so far

  private:
    Status open(const office::Decoded& first);

    journal::Storage& storage_;
    std::unique_ptr<office::Office> office_;
    std::string skipped_, decided_by_;
};

}  // namespace ss::transcript
