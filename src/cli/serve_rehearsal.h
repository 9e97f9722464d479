// `serve --rehearse`: a rehearsal opened to people, and the logins of its desks.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/verbs.h"
#include "serve/accounts.h"
#include "serve/house.h"

namespace ss::cli {

// Checks the plan, plays until `from`, makes one account per desk, and prints the logins.
Result<std::unique_ptr<ss::serve::House>> open_rehearsal(const ServeOptions&, ss::serve::Accounts&);

}  // namespace ss::cli
