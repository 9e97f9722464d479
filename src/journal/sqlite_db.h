// The little of SQLite that the journal uses, with owners for its handles.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace ss::journal {

inline constexpr int kPageSize = 4096;
inline constexpr int kApplication = 0x53534A31;  // "SSJ1" in the header of the file
inline constexpr int kVersion = 1;
inline constexpr int kPatience = 5000;          // ms to wait for another connection's lock
extern const std::vector<std::string> kSchema;  // the statements, as sqlite_schema keeps them

struct CloseDb {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Db = std::unique_ptr<sqlite3, CloseDb>;

Error fault(sqlite3* db, std::string_view doing);
Status execute(sqlite3* db, const std::string& sql);
// Everything a journal's connection has in common, whoever opens it.
Status configure(sqlite3* db);
Status create_tables(sqlite3* db);

class Statement {
  public:
    Statement() = default;
    static Result<Statement> prepare(sqlite3* db, std::string_view sql);

    void bind(int place, int64_t n) { sqlite3_bind_int64(handle_.get(), place, n); }
    void bind(int place, uint64_t n) { bind(place, static_cast<int64_t>(n)); }
    void bind_text(int place, std::string_view t);  // the bytes must live until the next reset
    void bind_blob(int place, std::string_view b);
    void bind_blob(int place, const Hash& h);
    Status run();         // a statement without rows; ready for the next run after it
    Result<bool> next();  // whether there is a row
    void reset();
    void unbind() { sqlite3_clear_bindings(handle_.get()); }  // all places are NULL again

    // What stands in a row. A column of another type than the schema's has been tampered with.
    Result<uint64_t> number(int column);
    Result<std::string> text(int column) { return bytes(column, SQLITE_TEXT); }
    Result<std::string> blob(int column) { return bytes(column, SQLITE_BLOB); }
    Result<Hash> hash(int column);

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    Result<std::string> bytes(int column, int type);
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace ss::journal
