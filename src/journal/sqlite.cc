// The journal in one SQLite file. One connection writes, in one process, and no other writes or
// checkpoints at the same instant: the lock beside the file sees to it (SQLite before 3.51.3 can
// damage a WAL that two connections reset at once).
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "journal/journal.h"
#include "journal/sqlite_log.h"
#include "journal/sqlite_tables.h"

namespace ss::journal {

namespace {

// FILE.lock, held while FILE is written. It is removed when the writer is done.
class Lock {
  public:
    Lock() = default;
    Lock(Lock&& other) noexcept
        : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}
    Lock& operator=(Lock&&) = delete;
    ~Lock() {
        if (fd_ < 0) return;
        ::unlink(path_.c_str());  // before the lock goes: whoever waits sees that it is gone
        ::close(fd_);
    }

    static Result<Lock> take(const std::string& path) {
        for (int attempt = 0; attempt < 100; ++attempt) {
            const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
            if (fd < 0)
                return Error{ErrorCode::io, path + " cannot be made: " + std::strerror(errno)};
            if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
                ::close(fd);
                return Error{ErrorCode::conflict, path + ": another program writes this journal"};
            }
            struct stat mine{}, there{};
            if (::fstat(fd, &mine) == 0 && ::stat(path.c_str(), &there) == 0 &&
                mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) {
                Lock lock;
                lock.path_ = path;
                lock.fd_ = fd;
                return lock;
            }
            ::close(fd);  // the writer before removed it at this very moment
        }
        return Error{ErrorCode::conflict, path + " comes and goes"};
    }

    static bool held(const std::string& path) {
        const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) return false;
        const bool taken = ::flock(fd, LOCK_SH | LOCK_NB) != 0;
        ::close(fd);
        return taken;
    }

  private:
    std::string path_;
    int fd_ = -1;
};

off_t size_of(const std::string& path) {  // -1: there is none
    struct stat s{};
    return ::stat(path.c_str(), &s) == 0 ? s.st_size : -1;
}

std::string uri_of(const std::string& path, std::string_view query) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : path) {
        const auto u = static_cast<unsigned char>(c);
        if (c == '?' || c == '#' || c == '%' || u < 0x21 || u > 0x7E) {
            uri += {'%', kHex[u >> 4], kHex[u & 15]};
        } else {
            uri += c;
        }
    }
    return uri.append(query);
}

bool all_zero(const std::string& bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

class SqliteStorage final : public Storage {
  public:
    SqliteStorage(Db db, std::optional<Lock> lock) : lock_(std::move(lock)), db_(std::move(db)) {}
    ~SqliteStorage() override {
        tables_.reset();
        find_request_ = {};
        find_attachment_ = {};
        if (lock_) (void)checkpoint();
    }

    Status prepare() {
        find_request_ = SS_TRY(
            Statement::prepare(db_.get(), "SELECT seq FROM entry WHERE request=? AND request<>''"));
        find_attachment_ = SS_TRY(
            Statement::prepare(db_.get(), "SELECT hash,key,bytes FROM attachment WHERE hash=?"));
        if (lock_) tables_ = SS_TRY(Tables::open(db_.get()));
        return ok();
    }

    Status append(const std::vector<Record>& group) override {
        if (!tables_) return Error{ErrorCode::io, "this journal was opened for reading"};
        SS_TRY(execute(db_.get(), "BEGIN IMMEDIATE"));
        if (auto done = write(group); !done.ok()) {
            (void)execute(db_.get(), "ROLLBACK");  // may have been done by SQLite already
            return done;
        }
        for (const Record& record : group)
            unswept_ |= !record.beside.erase_sealed.empty() || !record.beside.erase_keys.empty();
        if (unswept_ && checkpoint().ok()) unswept_ = false;
        return ok();
    }

    Status read(uint64_t from_seq, const Visit<Entry>& visit) override {
        return read_entries(db_.get(), from_seq, visit);
    }

    Result<uint64_t> find_request(std::string_view request) override {
        find_request_.bind_text(1, request);
        auto found = one_number(find_request_);
        find_request_.reset();
        return found;
    }

    Status read_sealed(const Visit<SealedRow>& visit) override {
        return read_raw_sealed(db_.get(), [&](const SealedRow& raw) -> Status {
            if (!all_zero(raw.salt) || !all_zero(raw.value)) return visit(raw);
            return visit({raw.seq, raw.n, raw.hash, {}, {}});
        });
    }

    Status read_keys(const Visit<Key>& visit) override {
        return read_raw_keys(db_.get(), [&](const Key& raw) -> Status {
            return all_zero(raw.bytes) ? visit({raw.id, {}}) : visit(raw);
        });
    }

    Status read_attachments(const Visit<Attachment>& visit) override {
        return read_raw_attachments(db_.get(), visit);
    }

    Result<std::optional<Attachment>> find_attachment(const Hash& hash) override {
        find_attachment_.bind_blob(1, hash);
        auto found = one_attachment();
        find_attachment_.reset();
        return found;
    }

    Status read_plan_files(const Visit<PlanFile>& visit) override {
        return read_raw_plan_files(db_.get(), visit);
    }

    Inspection inspect() override {
        Inspection found = inspect_pages(db_.get());
        if (auto whole = expect_size(); !whole.ok())
            found.defects.push_back("database page: " + whole.error().message);
        return found;
    }
    std::vector<std::string> notes() override { return notes_; }
    void note(std::string text) { notes_.push_back(std::move(text)); }
    // The file is read without a log, so its pages are all of it.
    void at_rest(const std::string& path) { rest_ = path; }

  private:
    Status expect_size() {
        if (rest_.empty()) return ok();
        Statement pages = SS_TRY(Statement::prepare(db_.get(), "PRAGMA page_count"));
        const bool any = SS_TRY(pages.next());
        const auto whole = static_cast<off_t>(any ? SS_TRY(pages.number(0)) * kPageSize : 0);
        if (size_of(rest_) == whole) return ok();
        return Error{ErrorCode::corrupt, "the file has " + std::to_string(size_of(rest_)) +
                                             " bytes, its pages " + std::to_string(whole)};
    }

    Status write(const std::vector<Record>& group) {
        for (const Record& record : group) SS_TRY(tables_->lay(record));
        return execute(db_.get(), "COMMIT");
    }

    // Into the file, and the WAL emptied: what was erased is then in neither. A reader may keep it
    // from being emptied; the office does not wait long for that.
    Status checkpoint() {
        sqlite3_busy_timeout(db_.get(), kPatience / 20);
        auto done = empty_log();
        sqlite3_busy_timeout(db_.get(), kPatience);
        return done;
    }

    Status empty_log() {
        Statement pragma = SS_TRY(Statement::prepare(db_.get(), "PRAGMA wal_checkpoint(TRUNCATE)"));
        if (!SS_TRY(pragma.next()) || SS_TRY(pragma.number(0)) != 0)
            return Error{ErrorCode::unavailable, "a reader holds the log; it is emptied later"};
        return ok();
    }

    static Result<uint64_t> one_number(Statement& statement) {
        return SS_TRY(statement.next()) ? statement.number(0) : Result<uint64_t>(uint64_t{0});
    }

    Result<std::optional<Attachment>> one_attachment() {
        if (!SS_TRY(find_attachment_.next())) return std::optional<Attachment>{};
        return std::optional(Attachment{SS_TRY(find_attachment_.hash(0)),
                                        SS_TRY(find_attachment_.text(1)),
                                        SS_TRY(find_attachment_.blob(2))});
    }

    std::optional<Lock> lock_;  // released after the connection is closed
    Db db_;
    std::optional<Tables> tables_;
    Statement find_request_, find_attachment_;
    std::vector<std::string> notes_;
    std::string rest_;      // the file, where it is read without a log
    bool unswept_ = false;  // something was erased, and the WAL could not be emptied yet
};

Status expect(sqlite3* db, std::string_view pragma, uint64_t value, const std::string& complaint) {
    Statement statement = SS_TRY(Statement::prepare(db, pragma));
    if (!SS_TRY(statement.next()) || SS_TRY(statement.number(0)) != value)
        return Error{ErrorCode::corrupt, complaint};
    return ok();
}

Status check_tables(sqlite3* db) {
    SS_TRY(expect(db, "PRAGMA application_id", kApplication, "this is not a journal"));
    SS_TRY(expect(db, "PRAGMA user_version", kVersion, "a journal of another version"));
    Statement rows = SS_TRY(Statement::prepare(db, "SELECT sql FROM sqlite_schema"));
    std::set<std::string> missing(kSchema.begin(), kSchema.end());
    while (SS_TRY(rows.next()))
        if (missing.erase(SS_TRY(rows.text(0))) == 0)
            return Error{ErrorCode::corrupt, "there is something that no journal has"};
    if (!missing.empty()) return Error{ErrorCode::corrupt, "the tables are not those of a journal"};
    return ok();
}

Result<Db> open_db(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Db db(raw);
    if (code != SQLITE_OK) return fault(raw, "opening");
    if (const Status read = configure(raw); !read.ok())
        return Error{read.error().code, std::string("not a journal: ") + sqlite3_errmsg(raw)};
    return db;
}

Result<Db> open_writer(const std::string& path, Open open) {
    const int flags = open == Open::create ? SQLITE_OPEN_CREATE : 0;
    Db db = SS_TRY(open_db(path, SQLITE_OPEN_READWRITE | flags));
    if (open == Open::create)
        SS_TRY(execute(db.get(), "PRAGMA page_size=" + std::to_string(kPageSize)));
    SS_TRY(execute(db.get(), "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"));
    if (open == Open::create) {
        SS_TRY(execute(db.get(), "BEGIN IMMEDIATE"));
        SS_TRY(create_tables(db.get()));
        SS_TRY(execute(db.get(), "COMMIT"));
    }
    return db;
}

// Without a writer and without a log nothing beside the file is needed, and nothing is left there.
bool is_at_rest(const std::string& path) {
    return size_of(path + "-wal") <= 0 && !Lock::held(path + ".lock");
}

Result<Db> open_reader(const std::string& path, bool at_rest) {
    Db db = SS_TRY(open_db(uri_of(path, at_rest ? "?immutable=1" : "?mode=ro"),
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI));
    SS_TRY(execute(db.get(), "PRAGMA wal_autocheckpoint=0; PRAGMA query_only=ON"));
    return db;
}

Status mind_what_is_there(const std::string& path, Open open) {
    const off_t size = size_of(path);
    if (open == Open::create)
        return size <= 0 ? ok() : Error{ErrorCode::conflict, path + " is there already"};
    if (size < 0) return Error{ErrorCode::io, path + ": there is no such file"};
    return size > 0 ? ok() : Error{ErrorCode::corrupt, path + " is empty"};
}

// What SQLite will pass over in silence: told where it was never answered, refused where it was.
Result<std::string> mind_the_log(const std::string& path, Open open) {
    std::ifstream log(path + "-wal", std::ios::binary);
    const LogEnd end = look_at_log(log);
    if (log.bad()) return Error{ErrorCode::io, path + "-wal cannot be read"};
    if (damaged(end))
        return Error{ErrorCode::corrupt,
                     path + "-wal is damaged: after " + std::to_string(end.commits) +
                         " commits that are whole come " + std::to_string(end.lost) +
                         " that are not. Restore both files from a backup, or remove the -wal to "
                         "go on without what was in it"};
    if (end.unfinished == 0) return std::string();
    return path + "-wal ends in a commit that was not finished, and so never answered: " +
           std::to_string(end.unfinished) + " pages of it " +
           (open == Open::read ? "are passed over" : "were cut off");
}

}  // namespace

Result<std::unique_ptr<Storage>> sqlite_storage(const std::string& path, Open open) {
    std::optional<Lock> lock;
    if (open != Open::read) lock.emplace(SS_TRY(Lock::take(path + ".lock")));
    SS_TRY(mind_what_is_there(path, open));
    // A living writer's log grows while it is looked at; after a crash it lies still.
    const bool living = open == Open::read && Lock::held(path + ".lock");
    const std::string note = living ? std::string() : SS_TRY(mind_the_log(path, open));
    const bool at_rest = open == Open::read && is_at_rest(path);
    auto opened = open == Open::read ? open_reader(path, at_rest) : open_writer(path, open);
    if (!opened.ok()) return Error{opened.error().code, path + ": " + opened.error().message};
    Db db = std::move(opened.value());
    if (auto sound = check_tables(db.get()); !sound.ok())
        return Error{sound.error().code, path + ": " + sound.error().message};
    auto storage = std::make_unique<SqliteStorage>(std::move(db), std::move(lock));
    if (at_rest) storage->at_rest(path);
    if (!note.empty()) storage->note(note);
    SS_TRY(storage->prepare());
    return std::unique_ptr<Storage>(std::move(storage));
}

}  // namespace ss::journal
