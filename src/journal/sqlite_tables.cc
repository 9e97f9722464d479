#include "journal/sqlite_tables.h"

namespace ss::journal {

Result<Tables> Tables::open(sqlite3* db) {
    Tables t;
    t.entry_ = SS_TRY(Statement::prepare(db, "INSERT INTO entry VALUES(?,?,?,?,?,?)"));
    t.sealed_ = SS_TRY(Statement::prepare(db, "INSERT INTO sealed VALUES(NULL,?,?,?,?,?)"));
    t.key_ = SS_TRY(Statement::prepare(db, "INSERT INTO key VALUES(NULL,?,?)"));
    t.attachment_ = SS_TRY(Statement::prepare(db, "INSERT INTO attachment VALUES(NULL,?,?,?)"));
    t.plan_file_ = SS_TRY(Statement::prepare(db, "INSERT INTO plan_file VALUES(NULL,?,?,?)"));
    // The same length: SQLite then writes over the old bytes and moves nothing.
    t.erase_sealed_ = SS_TRY(Statement::prepare(
        db,
        "UPDATE sealed SET salt=zeroblob(length(salt)), value=zeroblob(length(value)) "
        "WHERE hash=?"));
    t.erase_key_ =
        SS_TRY(Statement::prepare(db, "UPDATE key SET bytes=zeroblob(length(bytes)) WHERE name=?"));
    return t;
}

Status Tables::add_entry(const Entry& entry) {
    entry_.bind(1, entry.seq);
    entry_.bind(2, entry.at.ms);
    entry_.bind_text(3, entry.request);
    entry_.bind_text(4, entry.body);
    entry_.bind_text(5, entry.beside);
    entry_.bind_blob(6, entry.hash);
    return entry_.run();
}

Status Tables::add_sealed(const SealedRow& row) {
    sealed_.bind(1, row.seq);
    sealed_.bind(2, static_cast<uint64_t>(row.n));
    sealed_.bind_blob(3, row.hash);
    sealed_.bind_blob(4, row.salt);
    sealed_.bind_blob(5, row.value);
    return sealed_.run();
}

Status Tables::add_key(const Key& key) {
    key_.bind_text(1, key.id);
    key_.bind_blob(2, key.bytes);
    return key_.run();
}

Status Tables::add_attachment(const Attachment& attachment) {
    attachment_.bind_blob(1, attachment.hash);
    attachment_.bind_text(2, attachment.key_id);
    attachment_.bind_blob(3, attachment.bytes);
    return attachment_.run();
}

Status Tables::add_plan_file(const PlanFile& file) {
    plan_file_.bind_blob(1, file.plan);
    plan_file_.bind_text(2, file.path);
    plan_file_.bind_blob(3, file.bytes);
    return plan_file_.run();
}

Status Tables::erase(const Beside& beside) {
    for (const Hash& hash : beside.erase_sealed) {
        erase_sealed_.bind_blob(1, hash);
        SS_TRY(erase_sealed_.run());
    }
    for (const std::string& id : beside.erase_keys) {
        erase_key_.bind_text(1, id);
        SS_TRY(erase_key_.run());
    }
    return ok();
}

// The order of the tables here is the order in which pages are taken: inspect_pages() repeats it.
Status Tables::lay(const Record& record) {
    SS_TRY(add_entry(record.entry));
    uint32_t n = 0;
    for (const SealedValue& s : record.beside.sealed)
        SS_TRY(add_sealed({record.entry.seq, n++, s.sealed().hash, s.salt, s.value}));
    for (const Key& key : record.beside.keys) SS_TRY(add_key(key));
    for (const Attachment& a : record.beside.attachments) SS_TRY(add_attachment(a));
    for (const PlanFile& file : record.beside.plan_files) SS_TRY(add_plan_file(file));
    return erase(record.beside);
}

Status read_entries(sqlite3* db, uint64_t from_seq, const Visit<Entry>& visit) {
    Statement rows = SS_TRY(Statement::prepare(
        db, "SELECT seq,at,request,body,beside,hash FROM entry WHERE seq>=? ORDER BY seq"));
    rows.bind(1, from_seq);
    uint64_t last = 0;
    const auto one = [&]() -> Result<Entry> {
        Entry e;
        e.seq = SS_TRY(rows.number(0));
        last = e.seq;
        e.at.ms = static_cast<int64_t>(SS_TRY(rows.number(1)));
        e.request = SS_TRY(rows.text(2));
        e.body = SS_TRY(rows.text(3));
        e.beside = SS_TRY(rows.text(4));
        e.hash = SS_TRY(rows.hash(5));
        return e;
    };
    for (;;) {
        auto more = rows.next();
        if (more.ok() && !more.value()) return ok();
        auto entry = more.ok() ? one() : Result<Entry>(std::move(more).error());
        if (!entry.ok()) {
            const bool inside = more.ok();  // the row is there, its columns are not as they should
            return Error{entry.error().code, (inside ? "entry " : "what follows entry ") +
                                                 std::to_string(last) +
                                                 " cannot be read: " + entry.error().message};
        }
        SS_TRY(visit(entry.value()));
    }
}

namespace {

// Calls `one` for each row; complaints name the table and the row.
template <class One>
Status each_row(sqlite3* db, std::string_view sql, std::string_view name, One&& one) {
    Statement rows = SS_TRY(Statement::prepare(db, sql));
    for (uint64_t row = 1;; ++row) {
        auto more = rows.next();
        if (more.ok() && !more.value()) return ok();
        if (!more.ok())
            return Error{more.error().code, std::string(name) + " " + std::to_string(row) +
                                                " cannot be read: " + more.error().message};
        Status done = one(rows);
        if (!done.ok()) return done;
    }
}

}  // namespace

Status read_raw_sealed(sqlite3* db, const Visit<SealedRow>& visit) {
    return each_row(db, "SELECT seq,n,hash,salt,value FROM sealed ORDER BY id", "sealed value",
                    [&](Statement& rows) -> Status {
                        SealedRow row;
                        row.seq = SS_TRY(rows.number(0));
                        row.n = static_cast<uint32_t>(SS_TRY(rows.number(1)));
                        row.hash = SS_TRY(rows.hash(2));
                        row.salt = SS_TRY(rows.blob(3));
                        row.value = SS_TRY(rows.blob(4));
                        return visit(row);
                    });
}

Status read_raw_keys(sqlite3* db, const Visit<Key>& visit) {
    return each_row(db, "SELECT name,bytes FROM key ORDER BY id", "key",
                    [&](Statement& rows) -> Status {
                        return visit({SS_TRY(rows.text(0)), SS_TRY(rows.blob(1))});
                    });
}

Status read_raw_attachments(sqlite3* db, const Visit<Attachment>& visit) {
    return each_row(
        db, "SELECT hash,key,bytes FROM attachment ORDER BY id", "attachment",
        [&](Statement& rows) -> Status {
            return visit({SS_TRY(rows.hash(0)), SS_TRY(rows.text(1)), SS_TRY(rows.blob(2))});
        });
}

Status read_raw_plan_files(sqlite3* db, const Visit<PlanFile>& visit) {
    return each_row(
        db, "SELECT plan,path,bytes FROM plan_file ORDER BY id", "plan file",
        [&](Statement& rows) -> Status {
            return visit({SS_TRY(rows.hash(0)), SS_TRY(rows.text(1)), SS_TRY(rows.blob(2))});
        });
}

}  // namespace ss::journal
