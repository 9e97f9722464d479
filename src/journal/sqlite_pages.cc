// What is wrong with a journal's file below its rows. SQLite's own check finds broken trees; the
// bytes of which no row is made (free space, the header) are compared with a second writing.
#include <cstring>

#include "journal/beside.h"
#include "journal/sqlite_tables.h"

namespace ss::journal {

namespace {

// The pages of a database, as one run of bytes; a log beside the file is taken into account.
class Image {
  public:
    explicit Image(sqlite3* db) : bytes_(sqlite3_serialize(db, "main", &size_, 0)) {}
    ~Image() { sqlite3_free(bytes_); }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;
    bool good() const { return bytes_ != nullptr; }
    size_t size() const { return static_cast<size_t>(size_); }
    unsigned char* data() { return bytes_; }
    uint32_t number(size_t at) const {  // big-endian, as in the header of the file
        return uint32_t{bytes_[at]} << 24 | uint32_t{bytes_[at + 1]} << 16 |
               uint32_t{bytes_[at + 2]} << 8 | bytes_[at + 3];
    }

  private:
    sqlite3_int64 size_ = 0;
    unsigned char* bytes_ = nullptr;
};

// Rows of one table, to be drawn one by one. The whole table is read first: simple, and a table of
// a journal that fits the comparison fits the memory.
template <class T>
struct Rows {
    std::vector<T> all;
    size_t used = 0;
    Status take(size_t count, const std::function<Status(const T&)>& one) {
        for (; count > 0; --count) {
            if (used == all.size()) return Error{ErrorCode::corrupt, "rows are missing"};
            SS_TRY(one(all[used++]));
        }
        return ok();
    }
};

template <class List>
size_t length(const std::optional<List>& list) {
    return list ? list->size() : 0;
}

// Writes the journal a second time, in the order in which it was written first.
Status write_again(sqlite3* from, sqlite3* to) {
    Rows<SealedRow> sealed;
    Rows<Key> keys;
    Rows<Attachment> attachments;
    Rows<PlanFile> files;
    SS_TRY(read_raw_sealed(from, [&](const auto& r) { return sealed.all.push_back(r), ok(); }));
    SS_TRY(read_raw_keys(from, [&](const auto& r) { return keys.all.push_back(r), ok(); }));
    SS_TRY(read_raw_attachments(from,
                                [&](const auto& r) { return attachments.all.push_back(r), ok(); }));
    SS_TRY(read_raw_plan_files(from, [&](const auto& r) { return files.all.push_back(r), ok(); }));
    Tables tables = SS_TRY(Tables::open(to));
    SS_TRY(execute(to, "BEGIN"));
    SS_TRY(read_entries(from, 1, [&](const Entry& entry) -> Status {
        const Manifest m = SS_TRY(read_manifest(entry.beside));
        SS_TRY(tables.add_entry(entry));
        SS_TRY(sealed.take(length(m.sealed), [&](const auto& r) { return tables.add_sealed(r); }));
        SS_TRY(keys.take(length(m.keys), [&](const auto& r) { return tables.add_key(r); }));
        SS_TRY(attachments.take(length(m.attachments),
                                [&](const auto& r) { return tables.add_attachment(r); }));
        return files.take(length(m.plan_files),
                          [&](const auto& r) { return tables.add_plan_file(r); });
    }));
    return execute(to, "COMMIT");
}

Result<Db> open_memory() {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open(":memory:", &raw);
    Db db(raw);
    if (code != SQLITE_OK) return Error{ErrorCode::io, "no memory for a second writing"};
    SS_TRY(configure(raw));
    SS_TRY(execute(raw, "PRAGMA page_size=" + std::to_string(kPageSize)));
    SS_TRY(execute(raw, "BEGIN"));
    SS_TRY(create_tables(raw));
    SS_TRY(execute(raw, "COMMIT"));
    return db;
}

constexpr size_t kVersions = 18, kCounter = 24, kCounterAgain = 92, kLibrary = 96;

// What in the header depends on more than the rows: checked here, and then made equal.
void compare_headers(Image& file, Image& again, Inspection& found) {
    if (file.data()[kVersions] != 2 || file.data()[kVersions + 1] != 2)
        found.defects.push_back("database page 1: the header says that there is no log");
    if (file.number(kCounter) != file.number(kCounterAgain))
        found.defects.push_back("database page 1: the two change counters in the header differ");
    if (file.number(kLibrary) != static_cast<uint32_t>(sqlite3_libversion_number()))
        found.notes.push_back("written by SQLite " + std::to_string(file.number(kLibrary)) +
                              ", read by " + std::to_string(sqlite3_libversion_number()));
    std::memcpy(again.data() + kVersions, file.data() + kVersions, 2);
    std::memcpy(again.data() + kCounter, file.data() + kCounter, 4);
    std::memcpy(again.data() + kCounterAgain, file.data() + kCounterAgain, 8);
}

// A few odd pages are damage; a file that is odd all over has been copied by another hand (VACUUM,
// another SQLite), which changes no row.
void compare(Image& file, Image& again, Inspection& found) {
    static constexpr size_t kFew = 8;
    std::vector<std::string> odd;
    for (size_t at = 0; at < std::min(file.size(), again.size()); at += kPageSize) {
        if (std::memcmp(file.data() + at, again.data() + at, kPageSize) == 0) continue;
        size_t byte = at;
        while (file.data()[byte] == again.data()[byte]) ++byte;
        odd.push_back("database page " + std::to_string(at / kPageSize + 1) + ": byte " +
                      std::to_string(byte) +
                      " of the file is not as it was written, though no row is made of it");
    }
    if (file.size() == again.size() && odd.size() <= kFew) {
        found.defects.insert(found.defects.end(), odd.begin(), odd.end());
    } else {
        found.notes.push_back(
            "the pages are laid out in another way than the journal writes them (a copy made by "
            "other means?): every row was checked, the space between them was not");
    }
}

}  // namespace

Inspection inspect_pages(sqlite3* db) {
    Inspection found;
    const auto integrity = [&]() -> Status {
        Statement rows = SS_TRY(Statement::prepare(db, "PRAGMA integrity_check(20)"));
        while (SS_TRY(rows.next()))
            if (const std::string line = SS_TRY(rows.text(0)); line != "ok")
                found.defects.push_back("database page: " + line);
        return ok();
    }();
    if (!integrity.ok()) found.defects.push_back("database page: " + integrity.error().message);
    if (!found.defects.empty()) return found;

    auto second = open_memory();
    if (!second.ok()) {
        found.notes.push_back(second.error().message);
        return found;
    }
    if (auto done = write_again(db, second.value().get()); !done.ok()) {
        found.notes.push_back("not written a second time to compare the pages: " +
                              done.error().message);
        return found;
    }
    Image file(db), again(second.value().get());
    if (!file.good() || !again.good() || file.size() < kPageSize || again.size() < kPageSize) {
        found.notes.push_back("not enough memory to compare the pages");
        return found;
    }
    compare_headers(file, again, found);
    compare(file, again, found);
    return found;
}

}  // namespace ss::journal
