// account: who may log in. Works beside a running server.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "cli/verbs.h"
#include "opening/logins.h"
#include "serve/accounts.h"

namespace ss::cli {

namespace {

using serve::Account;
using serve::AccountKind;
using serve::Accounts;

int sorry(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return kWrong;
}

// Read from standard input, or made and printed once. Empty: complained.
std::string password_for(const AccountOptions& o) {
    if (!o.password_stdin) return serve::random_password();
    std::string password;
    std::getline(std::cin, password);
    if (password.size() >= serve::kPasswordLeast && password.size() <= serve::kPasswordMost)
        return password;
    std::fprintf(stderr, "a password has %zu to %zu bytes\n", serve::kPasswordLeast,
                 serve::kPasswordMost);
    return {};
}

void show_password(const AccountOptions& o, const std::string& password) {
    if (!o.password_stdin)
        std::printf("password of %s, shown this once: %s\n", o.login.c_str(), password.c_str());
}

int add(const AccountOptions& o, Accounts& accounts) {
    const auto& kinds = names(AccountKind{});
    const auto kind = std::find(kinds.begin(), kinds.end(), o.kind);
    if (kind == kinds.end()) {
        std::fprintf(stderr, "no kind of account is called %s\n", o.kind.c_str());
        return kWrong;
    }
    const std::string password = password_for(o);
    if (password.empty()) return kWrong;
    Account account;
    account.login = o.login;
    account.kind = static_cast<AccountKind>(kind - kinds.begin());
    account.unit = o.unit;
    account.officer = o.officer;
    account.name = o.name.empty() ? o.login : o.name;
    const auto done = accounts.add(account, serve::hash_password(password, {}));
    if (!done.ok()) return sorry(done.error());
    show_password(o, password);
    return kFine;
}

// For every officer of a unit that is open.
int add_officers(const AccountOptions& o, Accounts& accounts) {
    const std::string file = o.data + (o.trial ? "/trial/" : "/live/") + o.unit + ".db";
    const auto journal = journal::sqlite_storage(file, journal::Open::read);
    if (!journal.ok()) return sorry(journal.error());
    const auto logins = opening::missing_logins(*journal.value(), o.unit, accounts);
    if (!logins.ok()) return sorry(logins.error());
    const auto done = opening::make_logins(logins.value(), o.out, accounts);
    if (!done.ok()) return sorry(done.error());
    std::printf("%zu logins in %s\n", logins.value().size(), o.out.c_str());
    return kFine;
}

int set_password(const AccountOptions& o, Accounts& accounts) {
    const std::string password = password_for(o);
    if (password.empty()) return kWrong;
    const auto done = accounts.set_password(o.login, serve::hash_password(password, {}));
    if (!done.ok()) return sorry(done.error());
    show_password(o, password);
    return kFine;
}

int set_second_factor(const AccountOptions& o, Accounts& accounts) {
    const std::string secret = o.off ? std::string() : serve::random_totp_secret();
    const auto done = accounts.set_second_factor(o.login, secret);
    if (!done.ok()) return sorry(done.error());
    if (!o.off)
        std::printf(
            "secret for the authenticator of %s, shown this once: %s\n"
            "otpauth://totp/SanSang:%s?secret=%s&issuer=SanSang\n",
            o.login.c_str(), serve::base32(secret).c_str(), o.login.c_str(),
            serve::base32(secret).c_str());
    return kFine;
}

int list(Accounts& accounts) {
    const auto all = accounts.list();
    if (!all.ok()) return sorry(all.error());
    for (const Account& a : all.value())
        std::printf("%-24s %-13s %-14s %-24s %s%s%s\n", a.login.c_str(),
                    std::string(names(a.kind)[static_cast<size_t>(a.kind)]).c_str(), a.unit.c_str(),
                    a.officer.c_str(), a.name.c_str(), a.second_factor ? "  second factor" : "",
                    a.disabled ? "  disabled" : "");
    return kFine;
}

int log(Accounts& accounts) {
    const auto all = accounts.changes({}, 10'000);
    if (!all.ok()) return sorry(all.error());
    for (const serve::Change& c : all.value())
        std::printf("%s  %-16s %-10s %-24s %s\n", to_text(c.at, 0).c_str(), c.by.c_str(),
                    c.what.c_str(), c.login.c_str(), c.detail.c_str());
    return kFine;
}

}  // namespace

int account(const AccountOptions& o) {
    std::error_code failed;
    std::filesystem::create_directories(o.data, failed);
    auto opened = Accounts::open(o.data + "/accounts.db");
    if (!opened.ok()) return sorry(opened.error());
    Accounts& accounts = *opened.value();
    if (o.action == "add") return add(o, accounts);
    if (o.action == "add-officers") return add_officers(o, accounts);
    if (o.action == "password") return set_password(o, accounts);
    if (o.action == "second-factor") return set_second_factor(o, accounts);
    if (o.action == "list") return list(accounts);
    if (o.action == "log") return log(accounts);
    const auto done = o.action == "unlock"
                          ? accounts.unlock(o.login)
                          : accounts.set_disabled(o.login, o.action == "disable");
    return done.ok() ? kFine : sorry(done.error());
}

}  // namespace ss::cli
