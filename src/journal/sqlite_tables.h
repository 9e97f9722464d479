// The rows of a journal in SQLite: written one record at a time, and read back in the same order.
#pragma once

#include <string>
#include <vector>

#include "journal/journal.h"
#include "journal/sqlite_db.h"

namespace ss::journal {

// One writer's prepared statements.
class Tables {
  public:
    static Result<Tables> open(sqlite3* db);
    Status lay(const Record& record);
    Status add_entry(const Entry& entry);
    Status add_sealed(const SealedRow& row);  // erased values as zero bytes, as they lie on disk
    Status add_key(const Key& key);
    Status add_attachment(const Attachment& attachment);
    Status add_plan_file(const PlanFile& file);
    Status erase(const Beside& beside);  // overwritten in place

  private:
    Statement entry_, sealed_, key_, attachment_, plan_file_, erase_sealed_, erase_key_;
};

// The rows as they lie there; `erased` values still as zero bytes.
Status read_entries(sqlite3* db, uint64_t from_seq, const Visit<Entry>& visit);
Status read_raw_sealed(sqlite3* db, const Visit<SealedRow>& visit);
Status read_raw_keys(sqlite3* db, const Visit<Key>& visit);
Status read_raw_attachments(sqlite3* db, const Visit<Attachment>& visit);
Status read_raw_plan_files(sqlite3* db, const Visit<PlanFile>& visit);

// What is wrong with the file as a database, and with bytes that no row is made of: the journal is
// written a second time, in memory, from its own rows, and the pages are compared.
Inspection inspect_pages(sqlite3* db);

}  // namespace ss::journal
