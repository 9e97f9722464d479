// Who may log in: accounts, their passwords and second factors, lock-out, and the logins that are
// open now. Lives in DATA/accounts.db, apart from every journal: credentials are never commands.
// The file may be changed by `sansang account` while the server runs.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace ss::serve {

enum class AccountKind : unsigned char { officer, director, city, administrator };
constexpr auto names(AccountKind) {
    return std::to_array<std::string_view>({"officer", "director", "city", "administrator"});
}

struct Account {
    std::string login;  // lower case letters, digits, '.', '_', '-'
    AccountKind kind = AccountKind::officer;
    Code unit;     // of an officer
    Code officer;  // the code in that unit's office
    std::string name;
    bool second_factor = false;
    bool disabled = false;
};

// Cost of a password's hash (Argon2id). Tests lower it.
struct Cost {
    uint64_t rounds = 2;
    size_t memory = 19u << 20;
};
std::string hash_password(const std::string& password, const Cost&);       // slow: not on the loop
bool password_fits(const std::string& hash, const std::string& password);  // likewise
std::string random_password();  // 16 letters and digits that are not mistaken for one another

inline constexpr size_t kPasswordLeast = 10, kPasswordMost = 200;
inline constexpr int kFailuresUntilLocked = 5;  // then 30 s, doubled with each failure, to an hour
inline constexpr int64_t kLoginIdle = 2 * kHour, kLoginLongest = 12 * kHour;
inline constexpr size_t kLoginsPerAccount = 8;  // the oldest is closed

// Who changes an account. Every change is written down in the same transaction, for good.
inline constexpr const char* kOnTheMachine = "sansang account";  // no login has a space in it
struct Hand {
    std::string by = kOnTheMachine;
    std::optional<Instant> at = {};  // not said: now
};
struct Change {
    Instant at;
    std::string by;
    std::string what;  // "add", "password", "disable", "enable", "unlock", "factor_on", ...
    std::string login;
    std::string detail;  // of "add": the kind, or unit/officer
};

// An account as its administrator sees it.
struct AccountState {
    Account account;
    Instant locked_until;  // zero: it never was
    std::optional<Instant> last_login;
    int64_t open_logins = 0;
};

struct OpenLogin {
    std::string login;  // of the account
    std::string csrf;
    Instant opened, seen;
};

class Accounts {
  public:
    // Makes the file if it is not there. Errors: io, corrupt.
    static Result<std::unique_ptr<Accounts>> open(const std::string& path);
    static Result<std::unique_ptr<Accounts>> in_memory();
    ~Accounts();

    // --- people -------------------------------------------------------------------------------
    // Errors: conflict (the login is taken), malformed (login, or an officer without unit).
    Status add(const Account&, const std::string& password_hash, const Hand& = {});
    // The rest: unavailable where there is no such login. All but the last close its open logins.
    Status set_password(const std::string& login, const std::string& password_hash,
                        const Hand& = {});
    Status set_disabled(const std::string& login, bool disabled, const Hand& = {});
    Status set_second_factor(const std::string& login, const std::string& secret,  // "": none
                             const Hand& = {});
    Status unlock(const std::string& login, const Hand& = {});
    // Something else an administrator did: a backup.
    Status note(const std::string& what, const std::string& detail, const Hand& = {});
    Result<std::vector<Account>> list();
    Result<std::vector<AccountState>> states();
    // The newest changes first; since that moment, at most so many.
    Result<std::vector<Change>> changes(Instant since, size_t most);
    std::optional<Account> find(const std::string& login);

    // --- proving who one is
    // -----------------------------------------------------------------------
    struct Proof {
        std::string hash;      // to be compared by password_fits(), away from the loop
        bool known = false;    // false: `hash` is a dummy, and the answer is no in any case
        Instant locked_until;  // in the future: not even tried
        bool second_factor = false;
    };
    Proof proof(const std::string& login, Instant now);
    Status failed(const std::string& login, Instant now);  // counts towards the lock-out
    // True once per code: a code of RFC 6238 in its own or a neighbouring half minute.
    bool second_factor_fits(const std::string& login, std::string_view code, Instant now);

    // --- open logins
    // ------------------------------------------------------------------------------
    struct Opened {
        std::string token;  // for the cookie; here only its hash is kept
        std::string csrf;
    };
    Result<Opened> open_login(const std::string& login, Instant now);
    // The login a token belongs to, unless it has expired, and marks it as seen.
    const OpenLogin* find_login(std::string_view token, Instant now);
    bool is_open(std::string_view token, Instant now);  // without marking it as seen
    void close_login(std::string_view token);
    size_t logins() const;
    // Now and then: closes what has expired, and notes in the file who was seen since.
    void tidy(Instant now);

    // 32 random bytes of this installation, made once: keys derived from it survive a restart.
    const std::string& secret() const;

  private:
    struct Inside;
    explicit Accounts(std::unique_ptr<Inside> inside);
    static Result<std::unique_ptr<Accounts>> open_file(const std::string& path);
    std::unique_ptr<Inside> inside_;
};

// RFC 6238 with HMAC-SHA-1, six digits, steps of thirty seconds.
std::string totp(std::string_view secret, uint64_t step);
std::string random_totp_secret();            // 20 bytes
std::string base32(std::string_view bytes);  // as authenticator programs take it

}  // namespace ss::serve
