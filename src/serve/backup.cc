#include "serve/backup.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "journal/sqlite_db.h"
#include "journal/verify.h"
#include "serve/accounts.h"

namespace ss::serve {

namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.txt";
constexpr const char* kAccounts = "accounts.db";
constexpr const char* kInFlight = "in-flight";

Error trouble(const std::string& what, const std::error_code& failed) {
    return {ErrorCode::io, what + ": " + failed.message()};
}

// Every page in one step: in small ones a busy writer would make it begin again for ever.
Status copy_database(const std::string& from, const std::string& to) {
    sqlite3* raw = nullptr;
    int code = sqlite3_open_v2(from.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
    const journal::Db source(raw);
    if (code != SQLITE_OK) return journal::fault(raw, "opening " + from);
    sqlite3_busy_timeout(raw, journal::kPatience);
    SS_TRY(journal::execute(raw, "PRAGMA wal_autocheckpoint=0; PRAGMA query_only=ON"));
    code = sqlite3_open_v2(to.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const journal::Db copy(raw);
    if (code != SQLITE_OK) return journal::fault(raw, "making " + to);
    sqlite3_backup* work = sqlite3_backup_init(copy.get(), "main", source.get(), "main");
    if (work == nullptr) return journal::fault(copy.get(), "copying to " + to);
    code = sqlite3_backup_step(work, -1);
    sqlite3_backup_finish(work);
    if (code != SQLITE_DONE) return journal::fault(copy.get(), "copying to " + to);
    // Copying counts as a change of the schema; the journal's own bytes are wanted.
    auto asked = SS_TRY(journal::Statement::prepare(source.get(), "PRAGMA schema_version"));
    SS_TRY(asked.next());
    const std::string version = std::to_string(SS_TRY(asked.number(0)));
    return journal::execute(copy.get(), "PRAGMA schema_version=" + version);
}

// All of a journal's pages in its file, and nothing beside it.
Status settle(const std::string& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    const journal::Db db(raw);
    if (code != SQLITE_OK) return journal::fault(raw, "opening " + file);
    return journal::execute(raw, "PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<Copied> prove(const fs::path& folder, const std::string& name) {
    const auto report = SS_TRY(journal::verify_file((folder / name).string()));
    if (!report.good())
        return Error{ErrorCode::corrupt, name + ": " + report.findings.front().text};
    return Copied{name, report.entries, report.head};
}

// "live/my-thuong.db" of every journal there.
std::vector<std::string> journals_in(const fs::path& data) {
    std::vector<std::string> all;
    for (const char* house : {"live", "trial"}) {
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(data / house, failed))
            if (entry.path().extension() == ".db")
                all.push_back(std::string(house) + "/" + entry.path().filename().string());
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::string line_of(const Copied& copied) {
    return copied.name + " " + std::to_string(copied.entries) + " " + hex(copied.head) + "\n";
}

Status copy_accounts(const fs::path& from, const fs::path& to) {
    if (!fs::exists(from / kAccounts)) return ok();
    // Only by SQLite: whoever opens and closes the file by himself in a process that serves it lets
    // go of the locks its own connection holds (POSIX).
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2((from / kAccounts).c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
    const journal::Db source(raw);
    if (code != SQLITE_OK) return journal::fault(raw, "opening " + (from / kAccounts).string());
    sqlite3_busy_timeout(raw, journal::kPatience);
    auto copy = SS_TRY(journal::Statement::prepare(raw, "VACUUM INTO ?1"));
    const std::string name = (to / kAccounts).string();
    copy.bind_text(1, name);
    SS_TRY(copy.run());
    SS_TRY(Accounts::open(name));  // is one
    std::error_code failed;
    fs::permissions(to / kAccounts, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (failed) return trouble((to / kAccounts).string(), failed);
    return ok();
}

// Dossiers of abolished units that found no owner yet stand nowhere else.
Status copy_in_flight(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    if (!fs::is_directory(from / kInFlight, failed)) return ok();
    fs::create_directories(to / kInFlight, failed);
    for (const auto& entry : fs::directory_iterator(from / kInFlight, failed)) {
        const fs::path copy = to / kInFlight / entry.path().filename();
        fs::copy_file(entry.path(), copy, failed);
        if (!failed) fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, failed);
        if (failed) return trouble(copy.string(), failed);
    }
    if (failed) return trouble((to / kInFlight).string(), failed);
    return ok();
}

Result<std::vector<Copied>> read_manifest(const fs::path& folder) {
    std::ifstream in(folder / kManifest);
    if (!in)
        return Error{ErrorCode::io, folder.string() + " holds no whole backup: no " + kManifest};
    std::vector<Copied> all;
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        Copied copied;
        std::string head;
        words >> copied.name >> copied.entries >> head;
        const auto hash = parse_hex(head);
        const bool plain = copied.name.find("..") == std::string::npos &&
                           (copied.name.starts_with("live/") || copied.name.starts_with("trial/"));
        if (!words || !hash || !plain)
            return Error{ErrorCode::malformed, std::string(kManifest) + ": " + line};
        copied.head = *hash;
        all.push_back(std::move(copied));
    }
    return all;
}

}  // namespace

Result<std::vector<Copied>> manifest_of(const std::string& folder) {
    return read_manifest(folder);
}

Result<std::vector<Copied>> backup(const std::string& data, const std::string& out) {
    std::error_code failed;
    if (!fs::is_directory(data, failed))
        return Error{ErrorCode::io, data + " is no folder of data"};
    if (fs::exists(fs::path(out), failed) && !fs::is_empty(out, failed))
        return Error{ErrorCode::conflict, out + " is not empty"};
    std::vector<Copied> all;
    std::string manifest;
    for (const std::string& name : journals_in(data)) {
        const fs::path to = fs::path(out) / name;
        fs::create_directories(to.parent_path(), failed);
        if (failed) return trouble(to.parent_path().string(), failed);
        SS_TRY(copy_database((fs::path(data) / name).string(), to.string()));
        SS_TRY(settle(to.string()));
        all.push_back(SS_TRY(prove(out, name)));
        manifest += line_of(all.back());
    }
    fs::create_directories(out, failed);
    if (failed) return trouble(out, failed);
    SS_TRY(copy_accounts(data, out));
    SS_TRY(copy_in_flight(data, out));
    std::ofstream last(fs::path(out) / kManifest, std::ios::binary | std::ios::trunc);
    last << manifest;
    last.close();
    if (!last) return Error{ErrorCode::io, out + "/" + kManifest + " cannot be written"};
    return all;
}

Result<std::vector<Copied>> restore(const std::string& from, const std::string& data) {
    const auto listed = SS_TRY(read_manifest(from));
    if (!journals_in(data).empty() || fs::exists(fs::path(data) / kAccounts))
        return Error{ErrorCode::conflict, data + " holds data already: restore into a new folder"};
    for (const Copied& copied : listed) {
        const Copied there = SS_TRY(prove(from, copied.name));
        if (there.entries != copied.entries || there.head != copied.head)
            return Error{ErrorCode::corrupt,
                         copied.name + " is not what " + std::string(kManifest) + " says"};
    }
    std::error_code failed;
    for (const Copied& copied : listed) {
        const fs::path to = fs::path(data) / copied.name;
        fs::create_directories(to.parent_path(), failed);
        if (!failed) fs::copy_file(fs::path(from) / copied.name, to, failed);
        if (failed) return trouble(to.string(), failed);
        SS_TRY(prove(data, copied.name));
    }
    fs::create_directories(data, failed);
    if (failed) return trouble(data, failed);
    SS_TRY(copy_accounts(from, data));
    SS_TRY(copy_in_flight(from, data));
    return listed;
}

}  // namespace ss::serve
