// The journal: one entry per command, each carrying the hash of the one before; and, beside the
// entries, what they name by hash: sealed values, encrypted attachments, the keys of dossiers and
// the files of plans. docs/formats/journal.md says what lies in the bytes.
//
//     hash = SHA-256(hash of the entry before || body || beside); before the first: 32 zero bytes
//
// Nothing is stored that the chain does not cover: `at` and `request` stand in the body, the hashes
// of everything laid beside (and of everything ordered erased) in `beside`. Erasing a value or a
// key therefore changes no byte of the chain, and erasing one that no entry ordered is found out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/sealed.h"
#include "base/time.h"

namespace ss::journal {

struct Entry {
    uint64_t seq = 0;     // 1, 2, 3... without a gap
    Instant at;           // as in the body
    std::string request;  // as in the body; empty where the command had none. Never twice.
    std::string body;     // canonical JSON {"at":..., ..., "request":...}, the office's
    std::string beside;   // canonical JSON, the journal's own; empty where nothing lies beside
    Hash hash;
};

// A sealed value as stored. salt and value are empty once erased; the hash stays.
struct SealedRow {
    uint64_t seq = 0;
    uint32_t n = 0;  // 0, 1... within the entry
    Hash hash;
    std::string salt;
    std::string value;
    bool erased() const { return salt.empty(); }
};

// Bytes of a dossier, encrypted with the dossier's key. The hash is of salt || plain bytes and
// tells nothing about them; facts name the attachment by it.
struct Attachment {
    Hash hash;
    std::string key_id;
    std::string bytes;  // encrypted: see encrypt()
};

struct Key {
    std::string id;     // of the dossier, for example "my-thuong/D17"
    std::string bytes;  // 32; empty once erased
};

struct PlanFile {
    Hash plan;
    std::string path;  // relative to the plan's folder
    std::string bytes;
};

// What one command lays beside its entry, and what it orders erased.
struct Beside {
    std::vector<SealedValue> sealed;
    std::vector<Attachment> attachments;  // their keys stand here or in an earlier entry
    std::vector<Key> keys;
    std::vector<PlanFile> plan_files;
    std::vector<Hash> erase_sealed;       // hashes of sealed values
    std::vector<std::string> erase_keys;  // ids; every attachment of the key is lost with it
};

struct Record {
    Entry entry;
    Beside beside;
};

// What is wrong with the pages of a database, and what is only worth saying.
struct Inspection {
    std::vector<std::string> defects;
    std::vector<std::string> notes;
};

template <class T>
using Visit = std::function<Status(const T&)>;  // an error ends the reading and is handed on

// The seam to the disk. Three of them: memory, SQLite, faulty.
class Storage {
  public:
    virtual ~Storage() = default;
    // All of the group or nothing, durable on return; erased bytes are in no file after it.
    virtual Status append(const std::vector<Record>& group) = 0;
    virtual Status read(uint64_t from_seq, const Visit<Entry>& visit) = 0;
    // 0: no entry has this request.
    virtual Result<uint64_t> find_request(std::string_view request) = 0;
    virtual Status read_sealed(const Visit<SealedRow>& visit) = 0;
    virtual Status read_keys(const Visit<Key>& visit) = 0;
    virtual Status read_attachments(const Visit<Attachment>& visit) = 0;
    virtual Result<std::optional<Attachment>> find_attachment(const Hash& hash) = 0;
    virtual Status read_plan_files(const Visit<PlanFile>& visit) = 0;
    // What opening found and did: an unfinished, unanswered commit that was cut off.
    virtual std::vector<std::string> notes() { return {}; }
    // Complaints about the container itself, below the rows.
    virtual Inspection inspect() { return {}; }
};

std::unique_ptr<Storage> memory_storage();

enum class Open : uint8_t {
    create,  // the file must not exist yet
    write,   // an existing journal, by its only writer
    read,    // beside a writer or without one; leaves no trace
};
// ErrorCode::conflict: another program writes this journal, or `create` found a file.
Result<std::unique_ptr<Storage>> sqlite_storage(const std::string& path, Open open);

// Tests: a storage that fails when it is told to.
struct Faults {
    int appends_until_failure = -1;     // 0: the next append fails; -1: none does
    bool written_all_the_same = false;  // the failed append had reached the disk (lost answer)
    int written_of_group = -1;          // a torn tail: only so many records of the group stay
    bool disk_full = false;             // the failure says so
    uint64_t unreadable_seq = 0;        // read() fails when it comes to this entry
};
std::unique_ptr<Storage> faulty_storage(Storage& inner, Faults& faults);  // both outlive it

// An entry by its number and hash. Zero: before the first.
struct Point {
    uint64_t seq = 0;
    Hash hash;
};

// The writer's end. One per journal.
class Journal {
  public:
    explicit Journal(Storage& empty) : storage_(&empty) {}
    // Checks the chain of what is there and hands every entry on, oldest first. With `after`, only
    // of what follows that entry, which the caller has found there with that hash.
    static Result<Journal> resume(Storage& storage, const Visit<Entry>& replay,
                                  const Point& after = {});

    // Chained now, durable after commit(). `at` and `request` must be those in the body.
    const Entry& add(Instant at, std::string request, std::string body, Beside beside = {});
    // One group, one sync. After an error the tail of the file is unknown: the journal takes no
    // more, and what was added since the last good commit was never answered.
    Status commit();

    const Hash& head() const { return head_; }
    uint64_t last_seq() const { return last_seq_; }
    size_t pending() const { return pending_.size(); }
    bool failed() const { return failed_; }

  private:
    Storage* storage_;
    std::vector<Record> pending_;
    Hash head_;
    uint64_t last_seq_ = 0;
    bool failed_ = false;
};

// One entry by its number. corrupt: there is none.
Result<Entry> entry_at(Storage& storage, uint64_t seq);

Hash chain(const Hash& previous, std::string_view body, std::string_view beside);

// --- attachments -----------------------------------------------------------------------------

inline constexpr size_t kKeyBytes = 32, kNonceBytes = 24, kSaltBytes = 32;
inline constexpr size_t kWrapBytes = kNonceBytes + 16 + kSaltBytes;  // what encrypting adds

// Salt and nonce come from the caller (seeded in a rehearsal); a nonce serves a key only once.
Attachment encrypt(const Key& key, std::string_view nonce, std::string_view salt,
                   std::string_view plain);
Result<std::string> decrypt(const Key& key, const Attachment& attachment);  // the plain bytes

}  // namespace ss::journal
