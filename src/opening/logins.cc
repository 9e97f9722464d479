#include "opening/logins.h"

#include <map>
#include <set>

#include "office/codec.h"
#include "opening/file.h"
#include "opening/in_flight.h"

namespace ss::opening {

using serve::Account;

Result<std::vector<Login>> missing_logins(journal::Storage& journal, const Code& unit,
                                          serve::Accounts& accounts) {
    std::map<Code, org::Officer> officers;  // as enrolled last
    SS_TRY(journal.read(1, [&](const journal::Entry& e) -> Status {
        const auto outcome = SS_TRY(office::decode_outcome(e.body));
        for (const office::Fact& fact : outcome.facts)
            if (const auto* org = std::get_if<org::Fact>(&fact))
                if (const auto* f = std::get_if<org::Enrolled>(org))
                    officers[f->officer.code] = f->officer;
        return ok();
    }));
    std::set<std::string> logins;
    std::set<Code> have;
    for (const Account& a : SS_TRY(accounts.list())) {
        logins.insert(a.login);
        if (a.unit == unit) have.insert(a.officer);
    }
    std::vector<Login> missing;
    for (const auto& [code, officer] : officers) {
        if (!officer.account || have.contains(code)) continue;
        Account account;
        account.login = logins.contains(code) ? unit + "." + code : code;
        account.unit = unit;
        account.officer = code;
        account.name = officer.name;
        logins.insert(account.login);
        missing.push_back({std::move(account), serve::random_password()});
    }
    return missing;
}

Status make_logins(const std::vector<Login>& logins, const std::string& file,
                   serve::Accounts& accounts, const serve::Cost& cost) {
    std::string list = "login,password,officer,name\r\n";
    for (const Login& l : logins)
        list += l.account.login + "," + l.password + "," + l.account.officer + "," +
                csv_field(l.account.name) + "\r\n";
    SS_TRY(write_private(file, list));
    for (const Login& l : logins)
        SS_TRY(accounts.add(l.account, serve::hash_password(l.password, cost)));
    return ok();
}

}  // namespace ss::opening
