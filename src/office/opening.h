// The first entry of every journal opens the unit: what it says, and the plan it names, whose files
// lie in the journal.
#pragma once

#include <memory>

#include "base/result.h"
#include "office/office.h"

namespace ss::office {

const OpenUnit* opening_of(const Command& command);  // nullptr: the command opens no unit

// Errors: corrupt (its files are not all there, or changed), malformed (this version of the program
// does not read it).
Result<std::shared_ptr<const plan::Plan>> pinned_plan(journal::Storage& storage,
                                                      const Hash& wanted);

}  // namespace ss::office
