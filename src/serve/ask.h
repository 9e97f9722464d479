// An ask as it comes over HTTP: decoded strictly, its personal values sealed, ready for an office.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "office/office.h"
#include "serve/json.h"

namespace ss::serve {

inline constexpr size_t kAsksAtOnce = 200;
inline constexpr size_t kRequestBytes = 40;  // of the id a page makes

struct Asked {
    std::string request;  // as the page made it: letters, digits, '.', '_', '-'
    std::optional<Code> as;
    std::optional<Instant> happened;
    office::Command command;
    std::vector<SealedValue> sealed;
};

using Salt = std::function<std::string()>;  // 32 fresh random bytes
std::string random_salt();

// {"request", "command", "as"?, "happened"?}. Fields a command leaves out are as in a new one; a
// personal value is {"seal": "text"} or "" (none): a hash made elsewhere is not taken.
std::variant<Asked, Wrong> read_ask(std::string_view body, const Salt& salt = random_salt);
std::variant<std::vector<Asked>, Wrong> read_asks(std::string_view body,  // {"asks": [...]}
                                                  const Salt& salt = random_salt);
// {"dossier", "request"}: what a citizen files online. The channel is always online.
std::variant<Asked, Wrong> read_filing(std::string_view body, const Salt& salt = random_salt);
// {"track", "request", ...}: what a citizen does about the dossier of that track code. `verb` is
// the last part of the path: supplement, pay, rate, complain, withdraw.
struct Followed {
    Asked asked;  // its dossier still zero
    std::string track;
};
std::variant<Followed, Wrong> read_follow_up(std::string_view verb, std::string_view body,
                                             const Salt& salt = random_salt);

// Commands about a dossier that already is: which. Others stay as they are.
void set_dossier(office::Command& command, DossierId dossier);
std::optional<DossierId> dossier_in(const office::Command& command);
dossiers::Attach* attach_in(office::Command& command);  // nullptr: it is another command

}  // namespace ss::serve
