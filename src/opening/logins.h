// One login for each officer of a unit that is open: nobody adds hundreds one by one.
#pragma once

#include <string>
#include <vector>

#include "journal/journal.h"
#include "serve/accounts.h"

namespace ss::opening {

struct Login {
    serve::Account account;
    std::string password;
};

// Officers of the journal that are meant to have an account and have none yet. A login is the
// officer's code; where somebody else has that, the unit stands before it.
Result<std::vector<Login>> missing_logins(journal::Storage& journal, const Code& unit,
                                          serve::Accounts& accounts);
// Writes the list into a new file of mode 0600, and only then makes the accounts.
Status make_logins(const std::vector<Login>& logins, const std::string& file,
                   serve::Accounts& accounts, const serve::Cost& cost = {});

}  // namespace ss::opening
