// What a journal tells of one dossier, read beside its writer. The State knows the dossier as it
// is; papers and histories need how it came there.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "office/codec.h"

namespace ss::serve {

struct Told {
    uint64_t seq = 0;
    office::Decoded entry;
};
// Entries with a fact or a refusal about the dossier, its steps or its papers, oldest first; none
// before `from`, when it was presented. Ten years lie before it, and are passed over in twenty
// looks. Errors: of the journal.
Result<std::vector<Told>> excerpt(const std::string& journal, DossierId dossier, Instant from);

}  // namespace ss::serve
