// What an office is deciding at this moment, noted outside the journal. Where a bug stops the
// process, the next one finds the note and sets that request aside instead of stopping again.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ss::journal {

// One note at a time. It outlives the process, not the machine: it is written without a sync, so
// that it costs a request microseconds, and after a power cut there is nothing to set aside.
class InHand {
  public:
    virtual ~InHand() = default;
    virtual Status note(std::string_view body) = 0;  // replaces the one before
    virtual Status clear() = 0;
    virtual Result<std::string> left() = 0;  // empty: nothing, or a note torn in writing
};

// In a small file of its own beside the journal, made if it is not there; only one writer.
Result<std::unique_ptr<InHand>> in_hand_file(const std::string& path);

}  // namespace ss::journal
