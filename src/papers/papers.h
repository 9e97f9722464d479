// All papers of a unit's day, out of its record: documents issued, slips, notices, control sheets,
// minutes, registers. What is on them is a pure function of facts and words; only write_all()
// touches the world.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/sealed.h"
#include "office/office.h"
#include "papers/templates.h"

namespace ss::journal {
class Storage;
}
namespace ss::plan {
struct Plan;
}

namespace ss::papers {

// An entry of the journal that was not refused.
struct Noted {
    uint64_t seq = 0;
    Instant at;
    Code by;
    std::vector<office::Fact> facts;
};

// Where the papers come from; all of it outlives the call. `vault` opens personal values.
struct Source {
    const office::State& state;
    const plan::Plan& plan;
    const Vault& vault;
    const std::vector<Noted>& record;
    const Words& words;
    Hash head;  // of the journal: printed in the footer and under minutes
};

struct Options {
    size_t most_slips = 300;          // per kind of paper of a dossier; registers list them all
    size_t most_control_sheets = 60;  // late dossiers first
    unsigned threads = 2;
    // What slips and notices tell the citizen for following the dossier. Empty: its code alone.
    std::function<Follow(DossierId)> follow;
    std::string only;  // this file alone; empty: all
};

// The name of a paper's file without its ending: small ASCII letters, digits, hyphens.
std::string file_name(const std::string& text);

// What a paper tells of: who may look at that may read it. Nothing set: the dossiers together.
struct About {
    DossierId dossier;
    DocumentId document;
    MeetingId meeting;
    std::optional<org::Side> side;  // the register of one
};
struct Job {
    std::string file;  // ASCII, unique in a run: "document-01-qd-ubnd.pdf"
    About about;
    std::function<Sheet()> sheet;
};
// Papers of a dossier are told by the record, the others by State alone: whoever wants one of these
// may leave the record empty, and for one of those keep of it what is about the dossier.
bool needs_record(std::string_view file);
// The dossier a paper of that name would be about; nothing: none that State still knows.
std::optional<DossierId> dossier_of(const office::State&, std::string_view file);
// What would be printed, in order. Lazy: thousands of sheets need not lie in memory at once.
std::vector<Job> jobs(const Source&, const Options&);

struct Written {
    size_t papers = 0, pages = 0;
    size_t left_out = 0;  // over the Options' limits
};
using Progress = std::function<void(size_t done, size_t of)>;

// Prints into `folder`, which it creates. Progress comes from several threads, one at a time.
// Errors: unavailable (font), io.
Result<Written> write_all(const Source&, const std::string& folder, const Options&,
                          const Progress&);

// The same from a unit's journal: replays it and opens its sealed values. `plan` is the one pinned
// in it, whose forms are printed; the set is the one the journal names.
// Errors: also those of replay (corrupt, malformed) and of words_of().
Result<Written> print_unit(std::shared_ptr<const plan::Plan> plan, journal::Storage& storage,
                           const std::string& folder, const Options&, const Progress&);

}  // namespace ss::papers
