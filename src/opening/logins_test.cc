// Logins for a whole unit at once.
#include "opening/logins.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "opening/testing.h"

namespace ss::opening {
namespace {

using serve::testing::kCheap;
using testing::bytes_of;
using testing::minimal;

TEST(Logins, AreMadeForWhoeverHasNone) {
    const serve::testing::Folder data;
    const auto found = serve::LiveHouse::found(data.path(), office::Mode::live, minimal(),
                                               "village", {0}, {true});
    ASSERT_TRUE(found.ok()) << found.error().message;
    const auto accounts = std::move(serve::Accounts::in_memory()).value();
    using serve::AccountKind;
    // One has a login, and one's code is another's login.
    const auto officer = [](const std::string& login, const Code& unit, const Code& code) {
        return serve::Account{login, AccountKind::officer, unit, code, code, false, false};
    };
    ASSERT_TRUE(accounts->add(officer("clerk", "village", "cid"), "h").ok());
    ASSERT_TRUE(accounts->add(officer("bob", "hamlet", "bob"), "h").ok());
    const auto journal = std::move(
        journal::sqlite_storage(data / "live/village.db", journal::Open::read)).value();
    const auto missing = std::move(missing_logins(*journal, "village", *accounts)).value();
    std::string logins;
    for (const Login& l : missing) logins += l.account.login + "=" + l.account.officer + " ";
    EXPECT_EQ(logins, "ann=ann village.bob=bob dot=dot ");
    const std::string file = data / "logins.csv";
    ASSERT_TRUE(make_logins(missing, file, *accounts, kCheap).ok());
    namespace fs = std::filesystem;
    EXPECT_EQ(fs::status(file).permissions() & fs::perms::all,
              fs::perms::owner_read | fs::perms::owner_write);
    for (const Login& l : missing) {
        EXPECT_NE(bytes_of(file).find(l.account.login + "," + l.password), std::string::npos);
        EXPECT_TRUE(serve::password_fits(accounts->proof(l.account.login, {0}).hash, l.password));
    }
    EXPECT_TRUE(missing_logins(*journal, "village", *accounts).value().empty());
    // A file that is there is not written over, and then nobody gets an account.
    const std::vector<Login> more{{officer("eve", "village", "eve"), "p"}};
    EXPECT_FALSE(make_logins(more, file, *accounts, kCheap).ok());
    EXPECT_FALSE(accounts->find("eve"));
}

}  // namespace
}  // namespace ss::opening
