// The text of an entry that the chain covers besides its body: what the entry lays beside itself,
// by hash, and what it orders erased. Canonical JSON; empty lists are left out, and where all are
// empty there is no text at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"

namespace ss::journal {

struct NamedAttachment {
    Hash cipher;  // SHA-256 of the encrypted bytes: can be checked without the key
    Hash hash;    // SHA-256 of salt || plain bytes
    std::string key;
};

struct NamedKey {
    Hash hash;  // SHA-256 of its 32 random bytes, which it does not betray
    std::string id;
};

struct NamedPlanFile {
    Hash hash;  // SHA-256 of its bytes
    std::string path;
    Hash plan;
};

struct Manifest {
    std::optional<std::vector<NamedAttachment>> attachments;
    std::optional<std::vector<std::string>> erased_keys;
    std::optional<std::vector<Hash>> erased_sealed;
    std::optional<std::vector<NamedKey>> keys;
    std::optional<std::vector<NamedPlanFile>> plan_files;
    std::optional<std::vector<Hash>> sealed;
};

std::string manifest_of(const Beside& beside);
std::string text_of(const Manifest& manifest);
Result<Manifest> read_manifest(std::string_view text);  // "" is the empty one

// What stands in a body besides what the office alone understands.
struct Stamp {
    Instant at;
    std::string request;
};
Result<Stamp> stamp_of(std::string_view body);

}  // namespace ss::journal
