// Accounts over HTTP: the administrator's list and what he may change, and what everybody may do
// with his own. Passwords and secrets stand in bodies only, and in no answer twice.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "views/admin.h"
#include "views/contract.h"

namespace ss::views {

struct AccountLine {
    bool disabled = false;
    Code kind;  // "officer", "director", "city", "administrator"
    std::optional<Instant> last_login;
    std::optional<Instant> locked_until;
    std::string login;
    std::string name;
    Code officer;
    int64_t open_logins = 0;
    bool second_factor = false;
    Code unit;
};
// Shown this once.
struct NewFactor {
    std::vector<std::string> qr;  // rows of '0' and '1'
    std::string secret;           // base 32, for typing
    std::string uri;              // otpauth://...
};
struct AccountsView {
    std::vector<AccountChange> changes;  // the newest first, at most 200
    std::vector<AccountLine> accounts;
    std::optional<NewFactor> factor;
    std::string password;  // of the account just made or changed; else empty
};

// POST /v1/admin/accounts: exactly one of these.
struct AddAccount {
    static constexpr std::string_view kWire = "account.add";
    Code kind;
    std::string login;
    std::string name;
    Code officer;
    Code unit;
};
struct DisableAccount {
    static constexpr std::string_view kWire = "account.disable";
    std::string login;
};
struct EnableAccount {
    static constexpr std::string_view kWire = "account.enable";
    std::string login;
};
struct UnlockAccount {
    static constexpr std::string_view kWire = "account.unlock";
    std::string login;
};
struct RenewPassword {
    static constexpr std::string_view kWire = "account.password";
    std::string login;
};
struct FactorOn {
    static constexpr std::string_view kWire = "account.factor_on";
    std::string login;
};
struct FactorOff {
    static constexpr std::string_view kWire = "account.factor_off";
    std::string login;
};
using AccountAsk = std::variant<AddAccount, DisableAccount, EnableAccount, UnlockAccount,
                                RenewPassword, FactorOn, FactorOff>;

// POST /v1/account: one's own. A second factor is begun, and holds once a code of it came back.
struct OwnPassword {
    static constexpr std::string_view kWire = "own.password";
    std::string fresh;
    std::string password;
};
struct OwnFactorBegin {
    static constexpr std::string_view kWire = "own.factor_begin";
    std::string password;
};
struct OwnFactorConfirm {
    static constexpr std::string_view kWire = "own.factor_confirm";
    std::string totp;
};
struct OwnFactorOff {
    static constexpr std::string_view kWire = "own.factor_off";
    std::string password;
    std::string totp;
};
using OwnAsk = std::variant<OwnPassword, OwnFactorBegin, OwnFactorConfirm, OwnFactorOff>;
struct OwnAnswer {
    std::optional<NewFactor> factor;
    Me me;  // other logins of the account have been closed; this one goes on with a new token
};

// --- the machine -----------------------------------------------------------------------------

struct BackupLine {
    uint64_t entries = 0;
    std::string head;
    std::string name;  // "live/my-thuong.db"
};
struct BackupView {
    bool configured = false;  // serve --backup DIR
    std::string failed;       // why the last one tried did not succeed
    std::string folder;       // name of the last whole one
    std::vector<BackupLine> journals;  // each copy proven
    std::optional<Instant> made;
    bool running = false;
};
struct OverviewUnit {
    std::string head;
    Code house;
    office::Mode mode = office::Mode::rehearsal;
    PlanLine plan;
    std::vector<AdminProblem> problems;
    uint64_t seq = 0;
    Named unit;
    bool writable = true;
};
struct Overview {
    BackupView backup;
    std::string program;
    std::vector<OverviewUnit> units;
};

template <class V>
void fields(V& v, AccountLine& t) {
    v("disabled", t.disabled)("kind", t.kind)("last_login", t.last_login);
    v("locked_until", t.locked_until)("login", t.login)("name", t.name)("officer", t.officer);
    v("open_logins", t.open_logins)("second_factor", t.second_factor)("unit", t.unit);
}
template <class V>
void fields(V& v, NewFactor& t) {
    v("qr", t.qr)("secret", t.secret)("uri", t.uri);
}
template <class V>
void fields(V& v, AccountsView& t) {
    v("accounts", t.accounts)("changes", t.changes)("factor", t.factor)("password", t.password);
}
template <class V>
void fields(V& v, AddAccount& t) {
    v("kind", t.kind)("login", t.login)("name", t.name)("officer", t.officer)("unit", t.unit);
}
template <class V>
void fields(V& v, DisableAccount& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, EnableAccount& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, UnlockAccount& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, RenewPassword& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, FactorOn& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, FactorOff& t) {
    v("login", t.login);
}
template <class V>
void fields(V& v, OwnPassword& t) {
    v("fresh", t.fresh)("password", t.password);
}
template <class V>
void fields(V& v, OwnFactorBegin& t) {
    v("password", t.password);
}
template <class V>
void fields(V& v, OwnFactorConfirm& t) {
    v("totp", t.totp);
}
template <class V>
void fields(V& v, OwnFactorOff& t) {
    v("password", t.password)("totp", t.totp);
}
template <class V>
void fields(V& v, OwnAnswer& t) {
    v("factor", t.factor)("me", t.me);
}
template <class V>
void fields(V& v, BackupLine& t) {
    v("entries", t.entries)("head", t.head)("name", t.name);
}
template <class V>
void fields(V& v, BackupView& t) {
    v("configured", t.configured)("failed", t.failed)("folder", t.folder)("journals", t.journals);
    v("made", t.made)("running", t.running);
}
template <class V>
void fields(V& v, OverviewUnit& t) {
    v("head", t.head)("house", t.house)("mode", t.mode)("plan", t.plan)("problems", t.problems);
    v("seq", t.seq)("unit", t.unit)("writable", t.writable);
}
template <class V>
void fields(V& v, Overview& t) {
    v("backup", t.backup)("program", t.program)("units", t.units);
}

}  // namespace ss::views
