// Passwords, lock-out, second factors, open logins: on a clock the tests set.
#include "serve/accounts.h"

#include <gtest/gtest.h>

#include "journal/sqlite_db.h"
#include "serve/rates.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::cheap_hash;
using testing::Folder;
using testing::kPassword;

const Instant kNow{1'751'331'600'000};

std::unique_ptr<Accounts> with_clerk() {
    auto accounts = std::move(Accounts::in_memory()).value();
    EXPECT_TRUE(accounts
                    ->add({"clerk", AccountKind::officer, "village", "cid", "Clerk", false, false},
                          cheap_hash())
                    .ok());
    return accounts;
}

// RFC 6238, appendix B: the last six of its eight digits.
TEST(Totp, GivesTheCodesOfTheRfc) {
    const std::string secret = "12345678901234567890";
    const std::pair<uint64_t, const char*> table[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : table) EXPECT_EQ(totp(secret, seconds / 30), code);
}

TEST(Totp, WritesSecretsAsTheRfcDoes) {  // RFC 4648, without padding
    const std::pair<const char*, const char*> table[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
    for (const auto& [plain, text] : table) EXPECT_EQ(base32(plain), text);
}

TEST(Passwords, FitOnlyTheirOwnHash) {
    EXPECT_TRUE(password_fits(cheap_hash(), kPassword));
    EXPECT_FALSE(password_fits(cheap_hash(), kPassword + "x"));
    EXPECT_FALSE(password_fits("not a hash", kPassword));
    EXPECT_TRUE(cheap_hash().starts_with("$argon2id$"));
    EXPECT_NE(random_password(), random_password());
    EXPECT_GE(random_password().size(), kPasswordLeast);
    // Nobody's hash takes as long to prove as a real one, and fits nothing.
    const auto nobody = with_clerk()->proof("nobody", kNow);
    EXPECT_FALSE(nobody.known);
    EXPECT_TRUE(nobody.hash.starts_with("$argon2id$v=19$m=19456,t=2,"));
    EXPECT_FALSE(password_fits(nobody.hash, ""));
}

TEST(Accounts, TakeOnlyWhatMakesSense) {
    const auto accounts = with_clerk();
    const auto add = [&](const std::string& login, AccountKind kind, const Code& unit,
                         const Code& officer) {
        const auto done = accounts->add({login, kind, unit, officer, "", false, false}, "h");
        return done.ok() ? 0 : static_cast<int>(done.error().code);
    };
    const int malformed = static_cast<int>(ErrorCode::malformed);
    EXPECT_EQ(add("clerk", AccountKind::city, "", ""), static_cast<int>(ErrorCode::conflict));
    EXPECT_EQ(add("Clerk", AccountKind::city, "", ""), malformed);
    EXPECT_EQ(add("", AccountKind::city, "", ""), malformed);
    EXPECT_EQ(add(std::string(65, 'a'), AccountKind::city, "", ""), malformed);
    EXPECT_EQ(add(std::string(64, 'a'), AccountKind::city, "", ""), 0);
    EXPECT_EQ(add("nowhere", AccountKind::officer, "", "cid"), malformed);
    EXPECT_EQ(add("root", AccountKind::administrator, "village", "cid"), malformed);
    EXPECT_EQ(add("root", AccountKind::administrator, "", ""), 0);
    EXPECT_FALSE(accounts->set_disabled("nobody", true).ok());
}

TEST(Accounts, LockAfterFailuresEverLonger) {
    const auto accounts = with_clerk();
    for (int i = 1; i < kFailuresUntilLocked; ++i) {
        ASSERT_TRUE(accounts->failed("clerk", kNow).ok());
        ASSERT_EQ(accounts->proof("clerk", kNow).locked_until, Instant{}) << i;
    }
    const int64_t seconds[] = {30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600};
    for (const int64_t s : seconds) {
        ASSERT_TRUE(accounts->failed("clerk", kNow).ok());
        ASSERT_EQ(accounts->proof("clerk", kNow).locked_until.ms, kNow.ms + s * kSecond);
    }
    // Being let in forgets them.
    ASSERT_TRUE(accounts->open_login("clerk", {kNow.ms + kHour}).ok());
    EXPECT_EQ(accounts->proof("clerk", kNow).locked_until, Instant{});
    ASSERT_TRUE(accounts->failed("nobody", kNow).ok());
}

TEST(Accounts, TakeACodeOnce) {
    const auto accounts = with_clerk();
    const std::string secret = random_totp_secret();
    ASSERT_TRUE(accounts->set_second_factor("clerk", secret).ok());
    EXPECT_TRUE(accounts->proof("clerk", kNow).second_factor);
    const auto step = static_cast<uint64_t>(kNow.ms / (30 * kSecond));
    const auto fits = [&](uint64_t s) {
        return accounts->second_factor_fits("clerk", totp(secret, s), kNow);
    };
    EXPECT_FALSE(fits(step - 2));
    EXPECT_FALSE(fits(step + 2));
    EXPECT_FALSE(accounts->second_factor_fits("clerk", "", kNow));
    EXPECT_TRUE(fits(step));
    EXPECT_FALSE(fits(step)) << "replayed";
    EXPECT_FALSE(fits(step - 1)) << "older than one that was used";
    EXPECT_TRUE(fits(step + 1));
}

TEST(Accounts, LoginsExpire) {
    const auto accounts = with_clerk();
    const auto opened = accounts->open_login("clerk", kNow);
    ASSERT_TRUE(opened.ok());
    const std::string& token = opened.value().token;
    const auto alive = [&](int64_t ms) {
        return accounts->find_login(token, {kNow.ms + ms}) != nullptr;
    };
    ASSERT_TRUE(alive(0));
    EXPECT_EQ(accounts->find_login(token, kNow)->csrf, opened.value().csrf);
    EXPECT_FALSE(accounts->find_login(std::string(64, '0'), kNow));
    // Seen every hour and a half it lives, but not for ever.
    for (int64_t ms = 0; ms < kLoginLongest; ms += kLoginIdle * 3 / 4) ASSERT_TRUE(alive(ms)) << ms;
    EXPECT_FALSE(alive(kLoginLongest));
    const auto again = accounts->open_login("clerk", kNow);
    EXPECT_TRUE(accounts->is_open(again.value().token, {kNow.ms + kLoginIdle - 1}));
    EXPECT_FALSE(accounts->is_open(again.value().token, {kNow.ms + kLoginIdle}));
    EXPECT_FALSE(accounts->find_login(again.value().token, {kNow.ms + kLoginIdle}));
    EXPECT_EQ(accounts->logins(), 0u);
}

TEST(Accounts, ManyLoginsCloseTheOldest) {
    const auto accounts = with_clerk();
    std::vector<std::string> tokens;
    for (size_t i = 0; i <= kLoginsPerAccount; ++i)
        tokens.push_back(
            accounts->open_login("clerk", {kNow.ms + static_cast<int64_t>(i)}).value().token);
    const Instant then{kNow.ms + 100};
    EXPECT_EQ(accounts->logins(), kLoginsPerAccount);
    EXPECT_FALSE(accounts->is_open(tokens.front(), then));
    EXPECT_TRUE(accounts->is_open(tokens.back(), then));
    accounts->close_login(tokens.back());
    EXPECT_FALSE(accounts->is_open(tokens.back(), then));
}

TEST(Accounts, OutliveTheProcessAndHeedAnotherOne) {
    const Folder folder;
    const std::string path = folder / "accounts.db";
    std::string token, secret;
    {
        auto accounts = std::move(Accounts::open(path)).value();
        ASSERT_TRUE(accounts
                        ->add({"clerk", AccountKind::officer, "village", "cid", "", false, false},
                              cheap_hash())
                        .ok());
        token = accounts->open_login("clerk", kNow).value().token;
        secret = accounts->secret();
    }
    const auto perms = std::filesystem::status(path).permissions();
    EXPECT_EQ(perms & std::filesystem::perms(077), std::filesystem::perms::none);
    const auto server = std::move(Accounts::open(path)).value();
    EXPECT_EQ(server->secret(), secret);
    EXPECT_EQ(secret.size(), 32u);
    ASSERT_NE(server->find_login(token, kNow), nullptr);
    {
        const auto tool = std::move(Accounts::open(path)).value();
        ASSERT_TRUE(tool->set_disabled("clerk", true).ok());
    }
    EXPECT_EQ(server->find_login(token, {kNow.ms + 2 * kSecond}), nullptr);
    EXPECT_FALSE(server->proof("clerk", {kNow.ms + 2 * kSecond}).known);
    ASSERT_TRUE(server->set_disabled("clerk", false).ok());
    // Who was seen is alive after a restart too.
    token = server->open_login("clerk", kNow).value().token;
    const Instant later{kNow.ms + kLoginIdle - kMinute};
    ASSERT_NE(server->find_login(token, later), nullptr);
    server->tidy(later);
    const auto restarted = std::move(Accounts::open(path)).value();
    EXPECT_TRUE(restarted->is_open(token, {kNow.ms + kLoginIdle + kMinute}));
    EXPECT_FALSE(restarted->is_open(token, {later.ms + kLoginIdle}));
    // The token itself stands nowhere.
    std::ifstream in(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find(token), bytes.npos);
}

TEST(Accounts, WriteDownEveryChangeAndNothingElse) {
    const auto accounts = with_clerk();
    const Hand hand{"root", kNow};
    ASSERT_TRUE(accounts->set_password("clerk", "other", hand).ok());
    ASSERT_TRUE(accounts->set_disabled("clerk", true, hand).ok());
    ASSERT_TRUE(accounts->set_disabled("clerk", false, hand).ok());
    ASSERT_TRUE(accounts->set_second_factor("clerk", random_totp_secret(), hand).ok());
    ASSERT_TRUE(accounts->set_second_factor("clerk", "", hand).ok());
    ASSERT_TRUE(accounts->unlock("clerk", hand).ok());
    ASSERT_TRUE(accounts->note("backup", "20250701T010203Z", hand).ok());
    EXPECT_FALSE(accounts->unlock("nobody", hand).ok());
    EXPECT_FALSE(accounts->add({"clerk", AccountKind::city, "", "", "", false, false}, "h").ok());
    const auto all = accounts->changes({}, 100);
    ASSERT_TRUE(all.ok());
    std::vector<std::string> told;
    for (const Change& c : all.value()) told.push_back(c.by + " " + c.what + " " + c.login);
    EXPECT_EQ(told, (std::vector<std::string>{
                        "root backup ", "root unlock clerk", "root factor_off clerk",
                        "root factor_on clerk", "root enable clerk", "root disable clerk",
                        "root password clerk", "sansang account add clerk"}));
    EXPECT_EQ(all.value().back().detail, "village/cid");
    EXPECT_EQ(all.value().front().at, kNow);
    EXPECT_EQ(accounts->changes({}, 2).value().size(), 2u);
    EXPECT_EQ(accounts->changes({kNow.ms + 1}, 100).value().size(), 1u) << "made by today's clock";
}

TEST(Accounts, TellTheirStateAndUnlock) {
    const auto accounts = with_clerk();
    EXPECT_FALSE(accounts->states().value().front().last_login);
    ASSERT_TRUE(accounts->open_login("clerk", kNow).ok());
    for (int i = 0; i < kFailuresUntilLocked; ++i)
        ASSERT_TRUE(accounts->failed("clerk", kNow).ok());
    const AccountState state = accounts->states().value().front();
    EXPECT_EQ(state.account.login, "clerk");
    EXPECT_EQ(state.last_login, kNow);
    EXPECT_EQ(state.open_logins, 1);
    EXPECT_GT(state.locked_until, kNow);
    ASSERT_TRUE(accounts->unlock("clerk").ok());
    EXPECT_EQ(accounts->states().value().front().locked_until, Instant{});
    EXPECT_EQ(accounts->logins(), 1u) << "whoever is in stays in";
}

// As it was before changes were written down.
TEST(Accounts, OpenAnOlderFile) {
    const Folder folder;
    const std::string path = folder / "accounts.db";
    ASSERT_TRUE(Accounts::open(path).ok());
    {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path.c_str(), &raw), SQLITE_OK);
        const journal::Db db(raw);
        ASSERT_TRUE(journal::execute(raw, "DROP TABLE change; DROP TABLE last_login").ok());
    }
    const auto accounts = std::move(Accounts::open(path)).value();
    EXPECT_TRUE(accounts->changes({}, 10).value().empty());
    EXPECT_TRUE(accounts->note("backup", "").ok());
}

TEST(Accounts, RefuseAnotherFile) {
    const Folder folder;
    std::ofstream(folder / "accounts.db") << std::string(4096, 'x');
    EXPECT_FALSE(Accounts::open(folder / "accounts.db").ok());
    EXPECT_FALSE(Accounts::open(folder / "no/such/folder").ok());
}

TEST(Rates, RefillByTheMinute) {
    Rates rates(3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rates.take("a", kNow));
    EXPECT_FALSE(rates.take("a", kNow));
    EXPECT_TRUE(rates.take("b", kNow));
    EXPECT_FALSE(rates.take("a", {kNow.ms + 19 * kSecond}));
    EXPECT_TRUE(rates.take("a", {kNow.ms + 21 * kSecond}));
    EXPECT_FALSE(rates.take("a", {kNow.ms + 21 * kSecond}));
    // Strangers wait once there are too many; the old ones make room.
    for (size_t i = rates.size(); i < Rates::kMost; ++i) rates.take(std::to_string(i), kNow);
    EXPECT_FALSE(rates.take("one more", kNow));
    EXPECT_TRUE(rates.take("one more", {kNow.ms + kMinute}));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rates.take("c", {kNow.ms + kMinute}));
    EXPECT_FALSE(rates.take("c", {kNow.ms - kHour})) << "a clock set back gives nothing";
}

}  // namespace
}  // namespace ss::serve
