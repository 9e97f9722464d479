// The bytes that the journal parses itself: manifests, stamps of bodies, the end of a log, and
// encrypted attachments.
#include <cstddef>
#include <cstdint>
#include <sstream>

#include "base/assert.h"
#include "journal/beside.h"
#include "journal/sqlite_log.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss;
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)journal::stamp_of(text);
    if (const auto manifest = journal::read_manifest(text); manifest.ok() && !text.empty())
        SS_ASSERT(journal::text_of(manifest.value()) == text);
    std::istringstream log(text);
    const journal::LogEnd end = journal::look_at_log(log);
    SS_ASSERT(end.commits + end.lost <= size);
    const journal::Key key{"key", std::string(journal::kKeyBytes, 'k')};
    SS_ASSERT(!journal::decrypt(key, {sha256(text), key.id, text}).ok());
    return 0;
}
