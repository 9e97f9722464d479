#include "serve/accounts.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>

#include "base/hash.h"
#include "base/limits.h"
#include "journal/sqlite_db.h"

namespace ss::serve {

using journal::Db;
using journal::execute;
using journal::Statement;

namespace {

constexpr int kAccountsApplication = 0x53534131;  // "SSA1"
constexpr int64_t kNotedEvery = 5 * kMinute;      // how exactly the file knows when one was seen
constexpr int64_t kLookedEvery = kSecond;         // for what `sansang account` has changed
constexpr int64_t kStep = 30 * kSecond;           // of a second factor

// Of nobody's password. Proving against it takes as long as against a real one.
constexpr const char* kDummy =
    "$argon2id$v=19$m=19456,t=2,p=1$c2Fuc2FuZ3NhbnNhbmc$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

constexpr const char* kTables =
    "CREATE TABLE account(login TEXT PRIMARY KEY, kind TEXT NOT NULL, unit TEXT NOT NULL, "
    "officer TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, factor BLOB NOT NULL, "
    "factor_step INTEGER NOT NULL, disabled INTEGER NOT NULL, failures INTEGER NOT NULL, "
    "locked_until INTEGER NOT NULL) STRICT;"
    "CREATE TABLE login(token BLOB PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL, "
    "opened INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT;"
    "CREATE TABLE secret(id INTEGER PRIMARY KEY CHECK(id = 1), bytes BLOB NOT NULL) STRICT;";

// Beside those, since accounts are changed from a desk too: files made before get them when opened.
constexpr const char* kLaterTables =
    "CREATE TABLE IF NOT EXISTS change(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
    "by TEXT NOT NULL, what TEXT NOT NULL, login TEXT NOT NULL, detail TEXT NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS last_login(account TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;";

Instant machine_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

std::string word(AccountKind kind) {
    return std::string(names(AccountKind{})[static_cast<size_t>(kind)]);
}

std::string random_bytes(size_t n) {
    std::string bytes(n, '\0');
    randombytes_buf(bytes.data(), n);
    return bytes;
}

std::string hex_of(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        out += kDigits[u >> 4];
        out += kDigits[u & 15];
    }
    return out;
}

bool good_login(const std::string& login) {
    const auto fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    return !login.empty() && login.size() <= limits::kCode &&
           std::all_of(login.begin(), login.end(), fine);
}

Error no_such(const std::string& login) {
    return {ErrorCode::unavailable, "there is no account " + login};
}

}  // namespace

std::string hash_password(const std::string& password, const Cost& cost) {
    SS_ASSERT(sodium_init() >= 0);
    std::string out(crypto_pwhash_STRBYTES, '\0');
    const int made = crypto_pwhash_str_alg(out.data(), password.data(), password.size(),
                                           cost.rounds, cost.memory, crypto_pwhash_ALG_ARGON2ID13);
    SS_ASSERT(made == 0);  // only for want of memory
    out.resize(std::strlen(out.c_str()));
    return out;
}

bool password_fits(const std::string& hash, const std::string& password) {
    if (hash.size() >= crypto_pwhash_STRBYTES || password.size() > kPasswordMost) return false;
    std::string padded = hash;
    padded.resize(crypto_pwhash_STRBYTES);
    return crypto_pwhash_str_verify(padded.c_str(), password.data(), password.size()) == 0;
}

std::string random_password() {
    static constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    std::string out;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) out += '-';
        out += kLetters[randombytes_uniform(static_cast<uint32_t>(kLetters.size()))];
    }
    return out;
}

struct Accounts::Inside {
    Db db;
    std::string secret;
    std::map<std::string, Account> accounts;
    std::map<Hash, OpenLogin> logins;  // by the hash of their token
    std::map<Hash, Instant> noted;     // `seen` as the file has it
    uint64_t version = 0;
    Instant looked;

    Result<uint64_t> data_version() {
        auto ask = SS_TRY(Statement::prepare(db.get(), "PRAGMA data_version"));
        SS_TRY(ask.next());
        return ask.number(0);
    }

    Status load() {
        version = SS_TRY(data_version());
        accounts.clear();
        auto rows = SS_TRY(Statement::prepare(
            db.get(), "SELECT login, kind, unit, officer, name, factor, disabled FROM account"));
        while (SS_TRY(rows.next())) {
            Account a;
            a.login = SS_TRY(rows.text(0));
            const std::string kind = SS_TRY(rows.text(1));
            const auto& kinds = names(AccountKind{});
            const auto i = std::find(kinds.begin(), kinds.end(), kind);
            if (i == kinds.end())
                return Error{ErrorCode::corrupt, a.login + ": no kind of account is " + kind};
            a.kind = static_cast<AccountKind>(i - kinds.begin());
            a.unit = SS_TRY(rows.text(2));
            a.officer = SS_TRY(rows.text(3));
            a.name = SS_TRY(rows.text(4));
            a.second_factor = !SS_TRY(rows.blob(5)).empty();
            a.disabled = SS_TRY(rows.number(6)) != 0;
            accounts.emplace(a.login, a);
        }
        return load_logins();
    }

    Status load_logins() {
        const auto before = std::move(logins);
        logins.clear();
        noted.clear();
        auto rows = SS_TRY(
            Statement::prepare(db.get(), "SELECT token, account, csrf, opened, seen FROM login"));
        while (SS_TRY(rows.next())) {
            const Hash token = SS_TRY(rows.hash(0));
            OpenLogin open;
            open.login = SS_TRY(rows.text(1));
            open.csrf = SS_TRY(rows.text(2));
            open.opened = {static_cast<int64_t>(SS_TRY(rows.number(3)))};
            open.seen = {static_cast<int64_t>(SS_TRY(rows.number(4)))};
            noted[token] = open.seen;
            if (const auto i = before.find(token); i != before.end())
                open.seen = std::max(open.seen, i->second.seen);
            logins.emplace(token, std::move(open));
        }
        return ok();
    }

    // What the command line has changed since we last looked.
    void look(Instant now) {
        if (now.ms - looked.ms < kLookedEvery && now >= looked) return;
        looked = now;
        const auto current = data_version();
        if (current.ok() && current.value() == version) return;
        // A file that cannot be read now is read next time: nobody is let in by what is kept.
        if (!load().ok()) version = 0;
    }

    // All of `work` and the line that tells of it, or nothing.
    Status written_down(const Hand& hand, const std::string& what, const std::string& login,
                        const std::string& detail, const std::function<Status()>& work) {
        SS_TRY(execute(db.get(), "BEGIN IMMEDIATE"));
        const auto all = [&]() -> Status {
            SS_TRY(work());
            auto put = SS_TRY(Statement::prepare(
                db.get(),
                "INSERT INTO change(at, by, what, login, detail) VALUES(?1,?2,?3,?4,?5)"));
            put.bind(1, hand.at.value_or(machine_clock()).ms);
            put.bind_text(2, hand.by);
            put.bind_text(3, what);
            put.bind_text(4, login);
            put.bind_text(5, detail);
            SS_TRY(put.run());
            return execute(db.get(), "COMMIT");
        };
        auto done = all();
        if (!done.ok()) {
            (void)execute(db.get(), "ROLLBACK");  // may have been done by SQLite already
            return done;
        }
        return load();
    }

    // Changes one account, and closes its logins unless they may go on.
    Status change(const Hand& hand, const std::string& what, const std::string& login,
                  const std::string& set, const std::function<void(Statement&)>& bind,
                  bool close = true) {
        SS_TRY(load());
        if (!accounts.contains(login)) return no_such(login);
        return written_down(hand, what, login, {}, [&]() -> Status {
            auto update = SS_TRY(
                Statement::prepare(db.get(), "UPDATE account SET " + set + " WHERE login = ?1"));
            update.bind_text(1, login);
            bind(update);
            SS_TRY(update.run());
            if (!close) return ok();
            auto closed =
                SS_TRY(Statement::prepare(db.get(), "DELETE FROM login WHERE account = ?1"));
            closed.bind_text(1, login);
            return closed.run();
        });
    }

    void forget(const Hash& token) {
        logins.erase(token);
        noted.erase(token);
        auto gone = Statement::prepare(db.get(), "DELETE FROM login WHERE token = ?1");
        if (!gone.ok()) return;
        gone.value().bind_blob(1, token);
        (void)gone.value().run();  // it expires all the same
    }

    // All in one transaction: a sync of the disk for each of five hundred would hold up everybody.
    Status note_seen(Instant now) {
        std::vector<std::pair<Hash, Instant>> due;
        for (const auto& [token, open] : logins)
            if (now.ms - noted[token].ms >= kNotedEvery && open.seen > noted[token])
                due.emplace_back(token, open.seen);
        if (due.empty()) return ok();
        SS_TRY(execute(db.get(), "BEGIN IMMEDIATE"));
        const auto write = [&]() -> Status {
            auto put =
                SS_TRY(Statement::prepare(db.get(), "UPDATE login SET seen = ?2 WHERE token = ?1"));
            for (const auto& [token, seen] : due) {
                put.bind_blob(1, token);
                put.bind(2, seen.ms);
                SS_TRY(put.run());
            }
            return execute(db.get(), "COMMIT");
        };
        if (auto done = write(); !done.ok()) {
            (void)execute(db.get(), "ROLLBACK");
            return done;
        }
        for (const auto& [token, seen] : due) noted[token] = seen;
        return ok();
    }

    static bool expired(const OpenLogin& open, Instant now) {
        return now.ms - open.seen.ms >= kLoginIdle || now.ms - open.opened.ms >= kLoginLongest ||
               now < open.opened;
    }
};

Accounts::Accounts(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Accounts::~Accounts() = default;

Result<std::unique_ptr<Accounts>> Accounts::in_memory() {
    return open_file(":memory:");
}

Result<std::unique_ptr<Accounts>> Accounts::open(const std::string& path) {
    // Nobody but the owner may read it, from its first byte on.
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return Error{ErrorCode::io, path + " cannot be opened: " + std::strerror(errno)};
    ::close(fd);
    return open_file(path);
}

Result<std::unique_ptr<Accounts>> Accounts::open_file(const std::string& path) {
    SS_ASSERT(sodium_init() >= 0);
    auto inside = std::make_unique<Inside>();
    sqlite3* raw = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    inside->db.reset(raw);
    if (opened != SQLITE_OK) return journal::fault(raw, path);
    SS_TRY(journal::configure(raw));
    // Not WAL: the command line writes beside the server, and rollback journals stand that.
    SS_TRY(execute(raw, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL"));
    SS_TRY(execute(raw, "BEGIN IMMEDIATE"));
    auto id = SS_TRY(Statement::prepare(raw, "PRAGMA application_id"));
    SS_TRY(id.next());
    const uint64_t application = SS_TRY(id.number(0));
    id.reset();
    if (application == 0) {
        SS_TRY(execute(raw, "PRAGMA application_id=" + std::to_string(kAccountsApplication)));
        SS_TRY(execute(raw, kTables));
        auto put = SS_TRY(Statement::prepare(raw, "INSERT INTO secret VALUES(1, ?1)"));
        const std::string secret = random_bytes(32);
        put.bind_blob(1, secret);
        SS_TRY(put.run());
    } else if (application != kAccountsApplication) {
        return Error{ErrorCode::corrupt, path + " is no file of accounts"};
    }
    SS_TRY(execute(raw, kLaterTables));
    SS_TRY(execute(raw, "COMMIT"));
    auto get = SS_TRY(Statement::prepare(raw, "SELECT bytes FROM secret"));
    if (!SS_TRY(get.next())) return Error{ErrorCode::corrupt, path + " has no secret"};
    inside->secret = SS_TRY(get.blob(0));
    get.reset();
    SS_TRY(inside->load());
    return std::unique_ptr<Accounts>(new Accounts(std::move(inside)));
}

// --- people --------------------------------------------------------------------------------------

Status Accounts::add(const Account& account, const std::string& hash, const Hand& hand) {
    if (!good_login(account.login))
        return Error{
            ErrorCode::malformed,
            "a login is made of lower case letters, digits, '.', '_' and '-': " + account.login};
    if (account.kind == AccountKind::officer && (account.unit.empty() || account.officer.empty()))
        return Error{ErrorCode::malformed, "an officer's account needs a unit and an officer"};
    if (account.kind == AccountKind::administrator && !account.officer.empty())
        return Error{ErrorCode::malformed, "an administrator holds no other power"};
    SS_TRY(inside_->load());
    if (inside_->accounts.contains(account.login))
        return Error{ErrorCode::conflict, account.login + " has an account already"};
    const std::string detail = account.kind == AccountKind::officer
                                   ? account.unit + "/" + account.officer
                                   : word(account.kind);
    return inside_->written_down(hand, "add", account.login, detail, [&]() -> Status {
        auto put = SS_TRY(Statement::prepare(
            inside_->db.get(), "INSERT INTO account VALUES(?1,?2,?3,?4,?5,?6,x'',0,?7,0,0)"));
        put.bind_text(1, account.login);
        const std::string kind = word(account.kind);
        put.bind_text(2, kind);
        put.bind_text(3, account.unit);
        put.bind_text(4, account.officer);
        put.bind_text(5, account.name);
        put.bind_text(6, hash);
        put.bind(7, int64_t{account.disabled});
        return put.run();
    });
}

Status Accounts::set_password(const std::string& login, const std::string& hash,
                              const Hand& hand) {
    return inside_->change(hand, "password", login, "hash = ?2, failures = 0, locked_until = 0",
                           [&](Statement& s) { s.bind_text(2, hash); });
}

Status Accounts::set_disabled(const std::string& login, bool disabled, const Hand& hand) {
    return inside_->change(hand, disabled ? "disable" : "enable", login, "disabled = ?2",
                           [&](Statement& s) { s.bind(2, int64_t{disabled}); });
}

Status Accounts::set_second_factor(const std::string& login, const std::string& secret,
                                   const Hand& hand) {
    return inside_->change(hand, secret.empty() ? "factor_off" : "factor_on", login,
                           "factor = ?2, factor_step = 0",
                           [&](Statement& s) { s.bind_blob(2, secret); });
}

Status Accounts::unlock(const std::string& login, const Hand& hand) {
    return inside_->change(
        hand, "unlock", login, "failures = 0, locked_until = 0", [](Statement&) {}, false);
}

Status Accounts::note(const std::string& what, const std::string& detail, const Hand& hand) {
    return inside_->written_down(hand, what, {}, detail, [] { return ok(); });
}

Result<std::vector<AccountState>> Accounts::states() {
    SS_TRY(inside_->load());
    std::vector<AccountState> all;
    auto rows = SS_TRY(Statement::prepare(
        inside_->db.get(),
        "SELECT login, locked_until, "
        "IFNULL((SELECT at FROM last_login l WHERE l.account = a.login), 0) "
        "FROM account a ORDER BY login"));
    while (SS_TRY(rows.next())) {
        AccountState one;
        const std::string login = SS_TRY(rows.text(0));
        const auto known = inside_->accounts.find(login);
        if (known == inside_->accounts.end()) continue;  // made this very moment
        one.account = known->second;
        one.locked_until = {static_cast<int64_t>(SS_TRY(rows.number(1)))};
        if (const auto at = static_cast<int64_t>(SS_TRY(rows.number(2))); at != 0)
            one.last_login = Instant{at};
        for (const auto& [token, open] : inside_->logins) one.open_logins += open.login == login;
        all.push_back(std::move(one));
    }
    return all;
}

Result<std::vector<Change>> Accounts::changes(Instant since, size_t most) {
    std::vector<Change> all;
    auto rows = SS_TRY(Statement::prepare(inside_->db.get(),
                                          "SELECT at, by, what, login, detail FROM change "
                                          "WHERE at >= ?1 ORDER BY id DESC LIMIT ?2"));
    rows.bind(1, since.ms);
    rows.bind(2, static_cast<int64_t>(most));
    while (SS_TRY(rows.next())) {
        Change one;
        one.at = {static_cast<int64_t>(SS_TRY(rows.number(0)))};
        one.by = SS_TRY(rows.text(1));
        one.what = SS_TRY(rows.text(2));
        one.login = SS_TRY(rows.text(3));
        one.detail = SS_TRY(rows.text(4));
        all.push_back(std::move(one));
    }
    return all;
}

Result<std::vector<Account>> Accounts::list() {
    SS_TRY(inside_->load());
    std::vector<Account> all;
    for (const auto& [login, account] : inside_->accounts) all.push_back(account);
    return all;
}

std::optional<Account> Accounts::find(const std::string& login) {
    const auto i = inside_->accounts.find(login);
    if (i == inside_->accounts.end()) return std::nullopt;
    return i->second;
}

// --- proving who one is
// ----------------------------------------------------------------------------

Accounts::Proof Accounts::proof(const std::string& login, Instant now) {
    inside_->look(now);
    Proof proof;
    proof.hash = kDummy;
    auto ask = Statement::prepare(inside_->db.get(),
                                  "SELECT hash, factor, disabled, locked_until FROM account "
                                  "WHERE login = ?1");
    if (!ask.ok()) return proof;
    Statement& row = ask.value();
    row.bind_text(1, login);
    const auto there = row.next();
    if (!there.ok() || !there.value()) return proof;
    const auto hash = row.text(0), factor = row.blob(1);
    const auto disabled = row.number(2), locked = row.number(3);
    if (!hash.ok() || !factor.ok() || !disabled.ok() || !locked.ok()) return proof;
    proof.locked_until = {static_cast<int64_t>(locked.value())};
    if (disabled.value() != 0) return proof;
    proof.hash = hash.value();
    proof.known = true;
    proof.second_factor = !factor.value().empty();
    return proof;
}

Status Accounts::failed(const std::string& login, Instant now) {
    auto ask = SS_TRY(
        Statement::prepare(inside_->db.get(), "SELECT failures FROM account WHERE login = ?1"));
    ask.bind_text(1, login);
    if (!SS_TRY(ask.next())) return ok();
    const uint64_t failures = SS_TRY(ask.number(0)) + 1;
    ask.reset();
    int64_t locked_until = 0;
    if (failures >= kFailuresUntilLocked) {
        const uint64_t over = std::min<uint64_t>(failures - kFailuresUntilLocked, 7);
        locked_until = now.ms + std::min(30 * kSecond << over, kHour);
    }
    auto put = SS_TRY(Statement::prepare(
        inside_->db.get(), "UPDATE account SET failures = ?2, locked_until = ?3 WHERE login = ?1"));
    put.bind_text(1, login);
    put.bind(2, static_cast<int64_t>(failures));
    put.bind(3, locked_until);
    return put.run();
}

bool Accounts::second_factor_fits(const std::string& login, std::string_view code, Instant now) {
    auto ask = Statement::prepare(inside_->db.get(),
                                  "SELECT factor, factor_step FROM account WHERE login = ?1");
    if (!ask.ok()) return false;
    ask.value().bind_text(1, login);
    const auto there = ask.value().next();
    if (!there.ok() || !there.value()) return false;
    const auto secret = ask.value().blob(0);
    const auto used = ask.value().number(1);
    if (!secret.ok() || !used.ok() || secret.value().empty() || code.size() != 6) return false;
    ask.value().reset();
    const auto step = static_cast<uint64_t>(now.ms / kStep);
    for (uint64_t s = step - 1; s <= step + 1; ++s) {
        const std::string right = totp(secret.value(), s);
        if (sodium_memcmp(right.data(), code.data(), 6) != 0 || s <= used.value()) continue;
        auto put = Statement::prepare(inside_->db.get(),
                                      "UPDATE account SET factor_step = ?2 WHERE login = ?1");
        if (!put.ok()) return false;
        put.value().bind_text(1, login);
        put.value().bind(2, s);
        return put.value().run().ok();  // a code that cannot be marked as used is not taken
    }
    return false;
}

// --- open logins
// -----------------------------------------------------------------------------------

Result<Accounts::Opened> Accounts::open_login(const std::string& login, Instant now) {
    // The oldest make room.
    std::vector<std::pair<Instant, Hash>> mine;
    for (const auto& [token, open] : inside_->logins)
        if (open.login == login) mine.emplace_back(open.opened, token);
    std::sort(mine.begin(), mine.end());
    for (size_t i = 0; i + kLoginsPerAccount <= mine.size(); ++i) inside_->forget(mine[i].second);

    const Opened opened{hex_of(random_bytes(32)), hex_of(random_bytes(32))};
    const Hash token = sha256(opened.token);
    auto put =
        SS_TRY(Statement::prepare(inside_->db.get(), "INSERT INTO login VALUES(?1,?2,?3,?4,?4)"));
    put.bind_blob(1, token);
    put.bind_text(2, login);
    put.bind_text(3, opened.csrf);
    put.bind(4, now.ms);
    SS_TRY(put.run());
    auto reset = SS_TRY(Statement::prepare(
        inside_->db.get(),
        "UPDATE account SET failures = 0, locked_until = 0 WHERE login = ?1 AND failures > 0"));
    reset.bind_text(1, login);
    SS_TRY(reset.run());
    auto last = SS_TRY(Statement::prepare(
        inside_->db.get(), "INSERT OR REPLACE INTO last_login(account, at) VALUES(?1, ?2)"));
    last.bind_text(1, login);
    last.bind(2, now.ms);
    SS_TRY(last.run());
    inside_->logins[token] = {login, opened.csrf, now, now};
    inside_->noted[token] = now;
    return opened;
}

const OpenLogin* Accounts::find_login(std::string_view token, Instant now) {
    if (token.size() != 64) return nullptr;
    inside_->look(now);
    const Hash hash = sha256(token);
    const auto i = inside_->logins.find(hash);
    if (i == inside_->logins.end()) return nullptr;
    const auto account = inside_->accounts.find(i->second.login);
    if (account == inside_->accounts.end() || account->second.disabled) return nullptr;
    if (Inside::expired(i->second, now)) {
        inside_->forget(hash);
        return nullptr;
    }
    i->second.seen = std::max(i->second.seen, now);
    return &i->second;
}

bool Accounts::is_open(std::string_view token, Instant now) {
    inside_->look(now);
    const auto i = inside_->logins.find(sha256(token));
    if (i == inside_->logins.end() || Inside::expired(i->second, now)) return false;
    const auto account = inside_->accounts.find(i->second.login);
    return account != inside_->accounts.end() && !account->second.disabled;
}

void Accounts::close_login(std::string_view token) {
    inside_->forget(sha256(token));
}

size_t Accounts::logins() const {
    return inside_->logins.size();
}

void Accounts::tidy(Instant now) {
    std::vector<Hash> old;
    for (const auto& [token, open] : inside_->logins)
        if (Inside::expired(open, now)) old.push_back(token);
    for (const Hash& token : old) inside_->forget(token);
    (void)inside_->note_seen(now);  // what is not noted expires earlier after a restart
}

const std::string& Accounts::secret() const {
    return inside_->secret;
}

}  // namespace ss::serve
