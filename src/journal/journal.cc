#include "journal/journal.h"

#include <sodium.h>

#include <utility>

#include "base/assert.h"
#include "journal/beside.h"

namespace ss::journal {

Hash chain(const Hash& previous, std::string_view body, std::string_view beside) {
    const std::string_view before(reinterpret_cast<const char*>(previous.bytes.data()),
                                  previous.bytes.size());
    if (beside.empty()) return sha256(before, body);
    std::string joined;
    joined.reserve(before.size() + body.size());
    joined.append(before).append(body);
    return sha256(joined, beside);
}

Result<Entry> entry_at(Storage& storage, uint64_t seq) {
    std::optional<Entry> found;
    const Error enough{ErrorCode::conflict, "enough"};
    const auto read = storage.read(seq, [&](const Entry& entry) -> Status {
        if (entry.seq == seq) found = entry;
        return enough;
    });
    if (found) return std::move(*found);
    if (!read.ok() && read.error().code != ErrorCode::conflict) return read.error();
    return Error{ErrorCode::corrupt, "there is no entry " + std::to_string(seq)};
}

Result<Journal> Journal::resume(Storage& storage, const Visit<Entry>& replay, const Point& after) {
    Journal journal(storage);
    journal.last_seq_ = after.seq;
    journal.head_ = after.hash;
    SS_TRY(storage.read(after.seq + 1, [&](const Entry& entry) -> Status {
        const std::string name = "entry " + std::to_string(entry.seq);
        if (entry.seq != journal.last_seq_ + 1)
            return Error{ErrorCode::corrupt, name + " follows entry " +
                                                 std::to_string(journal.last_seq_) +
                                                 ": entries are missing"};
        if (chain(journal.head_, entry.body, entry.beside) != entry.hash)
            return Error{ErrorCode::corrupt, name + " has been changed: its hash does not fit"};
        journal.last_seq_ = entry.seq;
        journal.head_ = entry.hash;
        return replay ? replay(entry) : ok();
    }));
    return journal;
}

const Entry& Journal::add(Instant at, std::string request, std::string body, Beside beside) {
    const auto stamp = stamp_of(body);
    SS_ASSERT(stamp.ok() && stamp.value().at == at && stamp.value().request == request);
    std::string manifest = manifest_of(beside);
    head_ = chain(head_, body, manifest);
    pending_.push_back(
        {{++last_seq_, at, std::move(request), std::move(body), std::move(manifest), head_},
         std::move(beside)});
    return pending_.back().entry;
}

Status Journal::commit() {
    if (failed_) return Error{ErrorCode::io, "an earlier commit failed; the journal takes no more"};
    if (pending_.empty()) return ok();
    if (auto done = storage_->append(pending_); !done.ok()) {
        failed_ = true;
        return done;
    }
    pending_.clear();
    return ok();
}

namespace {

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

// nonce || secretbox(salt || plain): the salt lies inside, so that it goes with the key.
Attachment encrypt(const Key& key, std::string_view nonce, std::string_view salt,
                   std::string_view plain) {
    static_assert(kKeyBytes == crypto_secretbox_KEYBYTES);
    static_assert(kNonceBytes == crypto_secretbox_NONCEBYTES);
    SS_ASSERT(key.bytes.size() == kKeyBytes && nonce.size() == kNonceBytes &&
              salt.size() == kSaltBytes);
    std::string inner(salt);
    inner += plain;
    std::string cipher(crypto_secretbox_MACBYTES + inner.size(), '\0');
    crypto_secretbox_easy(octets(cipher), octets(std::string_view(inner)), inner.size(),
                          octets(nonce), octets(std::string_view(key.bytes)));
    return {sha256(inner), key.id, std::string(nonce) + cipher};
}

Result<std::string> decrypt(const Key& key, const Attachment& attachment) {
    constexpr size_t kLeast = kNonceBytes + crypto_secretbox_MACBYTES + kSaltBytes;
    if (key.bytes.size() != kKeyBytes)
        return Error{ErrorCode::unavailable, "the key has been erased"};
    const std::string_view bytes = attachment.bytes;
    if (bytes.size() < kLeast) return Error{ErrorCode::corrupt, "too short for an attachment"};
    const std::string_view cipher = bytes.substr(kNonceBytes);
    std::string inner(cipher.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(octets(inner), octets(cipher), cipher.size(),
                                   octets(bytes.substr(0, kNonceBytes)),
                                   octets(std::string_view(key.bytes))) != 0)
        return Error{ErrorCode::corrupt, "the bytes do not fit the key"};
    if (sha256(inner) != attachment.hash)
        return Error{ErrorCode::corrupt, "the bytes do not fit the hash"};
    return inner.substr(kSaltBytes);
}

}  // namespace ss::journal
