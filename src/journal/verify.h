// Proves a journal: its chain, that everything laid beside it fits the hash the chain has of it,
// that nothing was erased without an entry ordering it, and that the file itself is sound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/journal.h"

namespace ss::journal {

struct Finding {
    enum class Kind : uint8_t {
        entry,       // changed: its hash, its time or its request does not fit its body
        gap,         // entries are missing
        tail,        // the head given is not in it: the end has been cut off
        sealed,      // a sealed value changed, missing, or there although ordered erased
        key,         // likewise the key of a dossier
        attachment,  // likewise the bytes of an attachment
        plan_file,   // likewise a file of a plan
        page,        // the file cannot be read, or bytes outside every row were changed
        replay,      // the entries are whole, but the program does not come to the same
    };
    Kind kind = Kind::entry;
    uint64_t seq = 0;  // of the entry concerned; 0 where there is none
    uint32_t n = 0;    // which of those beside it, from 0
    std::string text;  // a sentence that names all of it
};
std::string_view name_of(Finding::Kind kind);  // "entry", "plan_file"...

struct Report {
    uint64_t entries = 0;  // read
    Hash head;             // of the last one
    uint64_t sealed = 0, erased = 0, attachments = 0, plan_files = 0;
    std::vector<Finding> findings;  // by kind of check; of the entries, the first changed one first
    std::vector<std::string> notes;  // no complaints: a journal that has grown since, a cut tail
    bool good() const { return findings.empty(); }
};

struct Check {
    std::optional<Hash> head = {};  // as printed on a report or minutes
    Visit<Entry> replay = {};       // called for each entry up to the first that is not whole
    bool pages = true;  // also compare the file's pages: twice the time, and its size in memory
};

Report verify(Storage& storage, const Check& check = {});
// Opens the file for reading. A journal that cannot be opened is a finding too; an error means that
// there is none (io), or that the file is something else (malformed).
Result<Report> verify_file(const std::string& path, const Check& check = {});

}  // namespace ss::journal
