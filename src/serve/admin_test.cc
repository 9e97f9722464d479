// The administrator's desk and one's own account, over HTTP: who may, what is written down, who is
// told, and what stands in no answer twice.
#include <gtest/gtest.h>

#include "serve/backup.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Got;
using testing::In;
using testing::kPassword;
using testing::plan_of;
using testing::Served;

const std::string kAccounts = "/v1/admin/accounts";
const std::string kOwn = "/v1/account";

std::string ask(const std::string& what, const std::string& login) {
    return "{\"account." + what + "\":{\"login\":\"" + login + "\"}}";
}
std::string own_password(const std::string& old, const std::string& fresh) {
    return "{\"own.password\":{\"password\":\"" + old + "\",\"fresh\":\"" + fresh + "\"}}";
}
// The secret of a new factor back from its base 32.
std::string bytes_of(const std::string& base) {
    std::string out;
    uint32_t held = 0;
    int bits = 0;
    for (const char c : base) {
        held = held << 5 | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(held >> bits & 0xFF);
    }
    return out;
}

class Admin_ : public ::testing::Test {
  protected:
    void SetUp() override {
        served.account("counter", "village", "cid");
        served.account("worker", "village", "bob");
        served.account("root", "", "", AccountKind::administrator);
        served.account("city", "", "", AccountKind::city);
        served.account("boss", "", "", AccountKind::director);
        served.options.logins_a_minute = 1'000;
    }
    In in(const std::string& login, const std::string& password = kPassword) {
        return In(served, login, password);
    }
    std::string code_of(const std::string& base) const {
        return totp(bytes_of(base), static_cast<uint64_t>(served.now().ms / (30 * kSecond)));
    }
    // The secret in {"factor":{...,"secret":"..."}}.
    static std::string secret_in(const Got& got) {
        const Json all = got.json();
        const Json* factor = all.find("factor");
        const Json* secret = factor == nullptr ? nullptr : factor->find("secret");
        return secret == nullptr ? "" : *secret->text();
    }
    Served served{"tests/plans/minimal", {"village"}};
};

TEST_F(Admin_, IsForAdministratorsOnly) {
    served.options.backup = served.data / "backups";
    served.options.data = served.data.path();
    served.start();
    struct Route {
        const char *method, *path, *body;
    };
    const std::string disable = ask("disable", "worker");
    const Route routes[] = {{"GET", "/v1/admin/accounts", ""},
                            {"POST", "/v1/admin/accounts", disable.c_str()},
                            {"GET", "/v1/admin/overview", ""},
                            {"POST", "/v1/admin/backup", ""}};
    for (const Route& r : routes) {
        Client nobody = served.client();
        nobody.send(r.method, r.path, r.body);
        EXPECT_EQ(nobody.receive().status, 401) << r.path;
        for (const char* login : {"counter", "city", "boss"}) {
            auto client = in(login);
            client.send(r.method, r.path, r.body);
            EXPECT_EQ(client.receive().status, 403) << login << " " << r.path;
        }
    }
    auto root = in("root");
    EXPECT_EQ(root.get("/v1/admin/nothing").status, 404);
    EXPECT_EQ(root.get("/v1/admin/backup").status, 405);
    EXPECT_EQ(root.get(kAccounts).status, 200);
    const std::string csrf = std::exchange(root.csrf, "");
    EXPECT_EQ(root.post(kAccounts, disable).status, 403) << "without the page's token";
    root.csrf = csrf;
    EXPECT_EQ(in("worker").get("/v1/me").status, 200) << "nothing of it was done";
    // And he holds no other power than these.
    EXPECT_EQ(root.get("/v1/h/trial/u/village/view/counter").status, 403);
}

TEST_F(Admin_, ListsMakesAndChangesAccounts) {
    served.start();
    auto root = in("root");
    auto worker = in("worker");
    const Got list = root.get(kAccounts);
    for (const char* part : {R"("login":"worker")", R"("officer":"bob")", R"("kind":"city")",
                             R"("open_logins":1)", R"("what":"add")"})
        EXPECT_TRUE(list.has(part)) << part;
    EXPECT_FALSE(list.has("argon2")) << "no hash leaves";
    EXPECT_EQ(list.text("password"), "");

    const Got made = root.post(kAccounts, R"({"account.add":{"kind":"officer","login":"second",)"
                                          R"("name":"Second","unit":"village","officer":"cid"}})");
    ASSERT_EQ(made.status, 200) << made.body;
    const std::string password = made.text("password");
    ASSERT_EQ(password.size(), 19u);
    auto second = in("second", password);
    EXPECT_EQ(second.get("/v1/h/trial/u/village/view/counter").status, 200);
    EXPECT_FALSE(root.get(kAccounts).has(password)) << "shown once";

    const Got renewed = root.post(kAccounts, ask("password", "second"));
    ASSERT_EQ(renewed.status, 200);
    EXPECT_EQ(second.get("/v1/me").status, 401) << "its login is closed";
    EXPECT_EQ(served.client().login("second", password).status, 401);
    in("second", renewed.text("password"));

    EXPECT_EQ(root.post(kAccounts, ask("disable", "worker")).status, 200);
    EXPECT_EQ(worker.get("/v1/me").status, 401);
    EXPECT_EQ(served.client().login("worker").status, 401);
    EXPECT_EQ(root.post(kAccounts, ask("enable", "worker")).status, 200);
    in("worker");

    for (int i = 0; i < kFailuresUntilLocked; ++i) served.client().login("worker", "wrong words");
    EXPECT_EQ(served.client().login("worker").text("error"), "locked");
    EXPECT_TRUE(root.get(kAccounts).has("locked_until"));
    EXPECT_EQ(root.post(kAccounts, ask("unlock", "worker")).status, 200);
    in("worker");

    const Got factor = root.post(kAccounts, ask("factor_on", "worker"));
    const std::string secret = secret_in(factor);
    ASSERT_EQ(secret.size(), 32u) << factor.body;
    EXPECT_TRUE(factor.has("otpauth://totp/SanSang:worker?secret=" + secret));
    EXPECT_EQ(served.client().login("worker").text("error"), "second_factor");
    EXPECT_EQ(served.client()
                  .login("worker", kPassword, ",\"totp\":\"" + code_of(secret) + "\"")
                  .status,
              200);
    EXPECT_FALSE(root.get(kAccounts).has(secret));
    EXPECT_EQ(root.post(kAccounts, ask("factor_off", "worker")).status, 200);
    in("worker");
    const Got log = root.get(kAccounts);
    for (const char* what : {"disable", "enable", "unlock", "factor_on", "factor_off"})
        EXPECT_TRUE(log.has(std::string(R"("login":"worker","what":")") + what + "\"")) << what;
    EXPECT_TRUE(log.has(R"("by":"root","detail":"village/cid","login":"second","what":"add")"));
}

TEST_F(Admin_, SaysWhatIsWrongWithAnAccount) {
    served.start();
    auto root = in("root");
    const auto wrong = [&](const std::string& fields, const char* error, const char* at) {
        const Got got = root.post(kAccounts, "{\"account.add\":{" + fields + "}}");
        EXPECT_EQ(got.status, 400) << fields;
        EXPECT_EQ(got.text("error"), error) << fields;
        EXPECT_EQ(got.text("at"), at) << fields;
    };
    wrong(R"("kind":"king","login":"x")", "account_kind", "kind");
    wrong(R"("kind":"city","login":"city")", "login_taken", "login");
    wrong(R"("kind":"city","login":"Not Plain")", "login_form", "login");
    wrong(R"("kind":"officer","login":"x","unit":"nowhere","officer":"cid")", "no_unit", "unit");
    wrong(R"("kind":"officer","login":"x","unit":"village","officer":"zed")", "no_officer",
          "officer");
    wrong(R"("kind":"administrator","login":"x","unit":"village","officer":"cid")",
          "no_other_power", "officer");
    EXPECT_EQ(root.post(kAccounts, ask("disable", "nobody")).status, 404);
    EXPECT_EQ(root.post(kAccounts, R"({"account.promote":{"login":"worker"}})").status, 400);
    // Nobody locks himself out, or gives himself a new way in, by the power over others.
    for (const char* what : {"disable", "password", "factor_off", "unlock"})
        EXPECT_EQ(root.post(kAccounts, ask(what, "root")).text("error"), "own_account") << what;
    EXPECT_FALSE(root.get(kAccounts).has(R"("by":"root")"));
}

TEST_F(Admin_, TellsThoseItConcerns) {
    served.account("mayor", "village", "ann");
    served.start();
    auto root = in("root");
    ASSERT_EQ(root.post(kAccounts, ask("password", "worker")).status, 200);
    ASSERT_EQ(root.post(kAccounts, ask("unlock", "counter")).status, 200);
    const std::string other = R"("by":"root","detail":"","login":"worker","what":"password")";
    const std::string own = R"("by":"root","detail":"","login":"counter","what":"unlock")";
    const Got counter = in("counter").get("/v1/me");
    EXPECT_TRUE(counter.has(own)) << counter.body;
    EXPECT_FALSE(counter.has(other)) << "of another's account hears only who leads the unit";
    const Got mayor = in("mayor").get("/v1/me");
    EXPECT_TRUE(mayor.has(own)) << mayor.body;
    EXPECT_TRUE(mayor.has(other)) << mayor.body;
    for (const char* login : {"city", "root", "boss"})
        EXPECT_TRUE(in(login).get("/v1/me").has(R"("changes":[])")) << login;
    served.pass(15 * kDay);
    EXPECT_FALSE(in("mayor").get("/v1/me").has(other)) << "after a while it is no news";
}

TEST_F(Admin_, EverybodyChangesHisOwnPassword) {
    served.start();
    for (const char* login : {"counter", "city", "boss", "root"}) {
        auto here = in(login), elsewhere = in(login);
        const Got no = here.post(kOwn, own_password("wrong words here", "a-new-password"));
        EXPECT_EQ(no.status, 403);
        EXPECT_EQ(no.text("at"), "password");
        EXPECT_EQ(here.post(kOwn, own_password(kPassword, "short")).text("error"),
                  "password_length");
        Got done = here.post(kOwn, own_password(kPassword, "a-new-password"));
        ASSERT_EQ(done.status, 200) << done.body;
        EXPECT_FALSE(done.has("a-new-password"));
        EXPECT_EQ(elsewhere.get("/v1/me").status, 401) << "other logins are closed";
        EXPECT_EQ(here.get("/v1/me").status, 401) << "the old token too";
        const std::string set = done.headers["set-cookie"];
        here.cookie = set.substr(8, set.find(';') - 8);
        EXPECT_EQ(here.get("/v1/me").status, 200) << "and this page goes on";
        EXPECT_EQ(served.client().login(login).status, 401);
        in(login, "a-new-password");
    }
    EXPECT_EQ(served.client().post(kOwn, own_password(kPassword, "a-new-password")).status, 401);
}

TEST_F(Admin_, GuessingOnesPasswordLocksAsAtTheDoor) {
    served.start();
    auto here = in("counter");
    for (int i = 0; i < kFailuresUntilLocked; ++i)
        EXPECT_EQ(here.post(kOwn, own_password("wrong words here", "a-new-password")).text("error"),
                  "wrong_password");
    EXPECT_EQ(here.post(kOwn, own_password(kPassword, "a-new-password")).text("error"), "locked");
    EXPECT_EQ(served.client().login("counter").text("error"), "locked");
}

TEST_F(Admin_, EverybodySetsUpHisOwnSecondFactor) {
    served.start();
    auto here = in("counter");
    const auto begin = [&] {
        return here.post(kOwn, R"({"own.factor_begin":{"password":")" + kPassword + "\"}}");
    };
    const auto confirm = [&](const std::string& code) {
        return here.post(kOwn, R"({"own.factor_confirm":{"totp":")" + code + "\"}}");
    };
    EXPECT_EQ(confirm("123456").text("error"), "factor_not_begun");
    EXPECT_EQ(here.post(kOwn, R"({"own.factor_begin":{"password":"wrong words"}})").status, 403);
    const std::string first = secret_in(begin());
    ASSERT_EQ(first.size(), 32u);
    EXPECT_EQ(in("counter").get("/v1/me").status, 200) << "it does not hold before it is confirmed";
    served.pass(11 * kMinute);
    EXPECT_EQ(confirm(code_of(first)).text("error"), "factor_not_begun") << "too late";
    const std::string secret = secret_in(begin());
    EXPECT_EQ(confirm("000000").text("error"), "second_factor_wrong");
    Got done = confirm(code_of(secret));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_FALSE(done.has(secret));
    EXPECT_EQ(served.client().login("counter").text("error"), "second_factor");
    EXPECT_EQ(served.client()
                  .login("counter", kPassword, ",\"totp\":\"" + code_of(secret) + "\"")
                  .text("error"),
              "second_factor_wrong")
        << "the code that confirmed it serves no second time";
    const std::string set = done.headers["set-cookie"];
    here.cookie = set.substr(8, set.find(';') - 8);
    const Json answer = done.json();
    here.csrf = *answer.find("me")->find("csrf")->text();
    EXPECT_EQ(begin().text("error"), "factor_is_on");
    served.pass(kMinute);
    const auto off = [&](const std::string& code) {
        return here.post(kOwn, R"({"own.factor_off":{"password":")" + kPassword +
                                   R"(","totp":")" + code + "\"}}");
    };
    EXPECT_EQ(off("000000").text("error"), "second_factor_wrong");
    EXPECT_EQ(off(code_of(secret)).status, 200);
    in("counter");
}

TEST_F(Admin_, ShowsUnitsProblemsAndBacksUpWhileServing) {
    served.options.backup = served.data / "backups";
    served.options.data = served.data.path();
    served.start();
    auto root = in("root");
    Got seen = root.get("/v1/admin/overview");
    ASSERT_EQ(seen.status, 200);
    for (const char* part : {R"("configured":true)", R"("house":"trial")", R"("writable":true)",
                             R"("running":false)", R"("journals":[])"})
        EXPECT_TRUE(seen.has(part)) << part << " in " << seen.body;
    ASSERT_EQ(root.post("/v1/admin/backup", "").status, 200);
    for (int tries = 0; tries < 100'000 && !seen.has("\"made\""); ++tries)
        seen = root.get("/v1/admin/overview");
    EXPECT_TRUE(seen.has(R"("name":"trial/village.db")")) << seen.body;
    EXPECT_TRUE(root.get(kAccounts).has(R"("what":"backup_done")"));
    // What is shown is what another program proves of it.
    const std::string folder = served.data / "backups/20250701T010000Z";
    const auto listed = manifest_of(folder);
    ASSERT_TRUE(listed.ok()) << listed.error().message;
    EXPECT_TRUE(seen.has(hex(listed.value().front().head)));
    EXPECT_TRUE(restore(folder, served.data / "again").ok());
    // The same second again: the folder is in use, and the last good one stays shown.
    ASSERT_EQ(root.post("/v1/admin/backup", "").status, 200);
    for (int tries = 0; tries < 100'000 && (tries == 0 || seen.has(R"("running":true)")); ++tries)
        seen = root.get("/v1/admin/overview");
    EXPECT_FALSE(seen.has(R"("failed":"")")) << seen.body;
    EXPECT_TRUE(seen.has(R"("folder":"20250701T010000Z")"));
    // Another life of the server finds it.
    served.stop();
    served.start();
    EXPECT_TRUE(in("root").get("/v1/admin/overview").has(R"("folder":"20250701T010000Z")"));
}

TEST_F(Admin_, BacksUpNowhereUnlessAFolderIsSet) {
    served.start();
    auto root = in("root");
    EXPECT_TRUE(root.get("/v1/admin/overview").has(R"("configured":false)"));
    EXPECT_EQ(root.post("/v1/admin/backup", "").text("error"), "no_backup");
}

}  // namespace
}  // namespace ss::serve
