#include "journal/sqlite_db.h"

#include <algorithm>

namespace ss::journal {

// Every table is only ever appended to in the order of its key, and what is erased is overwritten
// in place: so no page is rebalanced, and no copy of an erased value stays behind in one.
const std::vector<std::string> kSchema = {
    "CREATE TABLE entry(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, request TEXT NOT NULL, "
    "body TEXT NOT NULL, beside TEXT NOT NULL, hash BLOB NOT NULL) STRICT",
    "CREATE UNIQUE INDEX entry_request ON entry(request) WHERE request <> ''",
    "CREATE TABLE sealed(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, n INTEGER NOT NULL, "
    "hash BLOB NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL) STRICT",
    "CREATE INDEX sealed_hash ON sealed(hash)",
    "CREATE TABLE key(id INTEGER PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT",
    "CREATE UNIQUE INDEX key_name ON key(name)",
    "CREATE TABLE attachment(id INTEGER PRIMARY KEY, hash BLOB NOT NULL, key TEXT NOT NULL, "
    "bytes BLOB NOT NULL) STRICT",
    "CREATE INDEX attachment_hash ON attachment(hash)",
    "CREATE TABLE plan_file(id INTEGER PRIMARY KEY, plan BLOB NOT NULL, path TEXT NOT NULL, "
    "bytes BLOB NOT NULL) STRICT",
};

Error fault(sqlite3* db, std::string_view doing) {
    const int code = sqlite3_errcode(db) & 0xFF;
    // Our SQL is right, so a plain SQLITE_ERROR is the file's: a schema or format it cannot take.
    const bool damage = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR ||
                        code == SQLITE_FORMAT;
    const ErrorCode kind = damage                ? ErrorCode::corrupt
                           : code == SQLITE_BUSY ? ErrorCode::unavailable
                                                 : ErrorCode::io;
    return {kind, std::string(doing) + ": " + sqlite3_errmsg(db)};
}

Status execute(sqlite3* db, const std::string& sql) {
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return fault(db, sql.substr(0, 40));
    return ok();
}

Status configure(sqlite3* db) {
    sqlite3_extended_result_codes(db, 1);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_busy_timeout(db, kPatience);
    return execute(db,
                   "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
                   "PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-65536");
}

Status create_tables(sqlite3* db) {
    SS_TRY(execute(db, "PRAGMA application_id=" + std::to_string(kApplication)));
    SS_TRY(execute(db, "PRAGMA user_version=" + std::to_string(kVersion)));
    for (const std::string& statement : kSchema) SS_TRY(execute(db, statement));
    return ok();
}

Result<Statement> Statement::prepare(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
        SQLITE_OK)
        return fault(db, "preparing");
    Statement statement;
    statement.handle_.reset(raw);
    return statement;
}

void Statement::bind_text(int place, std::string_view t) {
    sqlite3_bind_text64(handle_.get(), place, t.data() ? t.data() : "", t.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
}

void Statement::bind_blob(int place, std::string_view b) {
    sqlite3_bind_blob64(handle_.get(), place, b.data() ? b.data() : "", b.size(), SQLITE_STATIC);
}

void Statement::bind_blob(int place, const Hash& h) {
    sqlite3_bind_blob64(handle_.get(), place, h.bytes.data(), h.bytes.size(), SQLITE_STATIC);
}

void Statement::reset() {
    sqlite3_reset(handle_.get());
}

Status Statement::run() {
    const int step = sqlite3_step(handle_.get());
    Status done = step == SQLITE_DONE ? ok() : fault(sqlite3_db_handle(handle_.get()), "writing");
    reset();
    return done;
}

Result<bool> Statement::next() {
    const int step = sqlite3_step(handle_.get());
    if (step == SQLITE_ROW) return true;
    if (step == SQLITE_DONE) return false;
    return fault(sqlite3_db_handle(handle_.get()), "reading");  // trouble is not the end
}

Result<uint64_t> Statement::number(int column) {
    if (sqlite3_column_type(handle_.get(), column) != SQLITE_INTEGER)
        return Error{ErrorCode::corrupt, "a column of another type than the schema's"};
    return static_cast<uint64_t>(sqlite3_column_int64(handle_.get(), column));
}

Result<std::string> Statement::bytes(int column, int type) {
    if (sqlite3_column_type(handle_.get(), column) != type)
        return Error{ErrorCode::corrupt, "a column of another type than the schema's"};
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column));
    if (data == nullptr && size > 0) return Error{ErrorCode::io, "out of memory"};
    return std::string(data ? data : "", size);
}

Result<Hash> Statement::hash(int column) {
    const std::string text = SS_TRY(blob(column));
    Hash hash;
    if (text.size() != hash.bytes.size())
        return Error{ErrorCode::corrupt, "a hash that has not 32 bytes"};
    std::copy(text.begin(), text.end(), hash.bytes.begin());
    return hash;
}

}  // namespace ss::journal
