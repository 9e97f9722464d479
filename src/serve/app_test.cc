// The served office, through real HTTP on the loopback.
#include "serve/app.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <deque>

#include "office/codec.h"
#include "serve/ask.h"
#include "serve/testing.h"
#include "views/views.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Got;
using testing::kPassword;
using testing::Served;

const std::string kUnit = "/v1/h/trial/u/village/";
const std::string kPublic = "/v1/public/trial/village/";
const std::string kSecretName = "Tran Thi Thu Nghiem";
const std::string kFile =
    R"({"request":"f1","dossier":{"procedure":"permit","applicant":{"kind":"individual",)"
    R"("name":{"seal":"Tran Thi Thu Nghiem"}},"given":[{"component":"form","originals":1}]}})";

std::string ask_of(const std::string& request, const std::string& command) {
    return "{\"request\":\"" + request + "\",\"command\":" + command + "}";
}

class App_ : public ::testing::Test {
  protected:
    void SetUp() override {
        served.account("counter", "village", "cid");
        served.account("worker", "village", "bob");
        served.account("elsewhere", "hamlet", "cid");
        served.account("root", "", "", AccountKind::administrator);
        served.account("boss", "", "", AccountKind::director);
    }
    Served served{"tests/plans/minimal", {"village"}};
};

TEST_F(App_, LogsInAndOutWithAGuardedCookie) {
    served.start();
    Client client = served.client();
    EXPECT_EQ(client.get("/v1/me").status, 401);
    const Got in = client.login("counter");
    ASSERT_EQ(in.status, 200) << in.body;
    const std::string cookie = in.headers.at("set-cookie");
    for (const char* flag : {"; HttpOnly", "; SameSite=Strict", "; Path=/"})
        EXPECT_NE(cookie.find(flag), cookie.npos) << flag;
    EXPECT_EQ(cookie.find("; Secure"), cookie.npos) << "this line is plain";
    EXPECT_EQ(in.headers.at("cache-control"), "no-store");
    const Got me = client.get("/v1/me");
    ASSERT_EQ(me.status, 200);
    EXPECT_EQ(me.body, in.body);
    EXPECT_TRUE(me.has(R"("officer":"cid")")) << me.body;
    EXPECT_TRUE(me.has(R"("dossier.receive")")) << me.body;
    EXPECT_TRUE(client.get("/v1/houses").has(R"("code":"trial")"));
    // Everything but looking wants the token of the page.
    std::swap(client.csrf, client.extra["X-Other"]);
    EXPECT_EQ(client.post("/v1/logout", "").status, 403);
    EXPECT_EQ(client.post(kUnit + "ask", ask_of("r", R"({"tick":{}})")).status, 403);
    std::swap(client.csrf, client.extra["X-Other"]);
    EXPECT_EQ(client.post("/v1/logout", "").status, 204);
    EXPECT_EQ(client.get("/v1/me").status, 401);
}

TEST_F(App_, LocksAnAccountThatIsGuessedAt) {
    served.start();
    Client client = served.client();
    for (int i = 0; i < kFailuresUntilLocked; ++i) {
        const Got no = client.login("counter", "wrong password");
        ASSERT_EQ(no.status, 401);
        ASSERT_EQ(no.text("error"), "wrong_login");
    }
    const Got locked = client.login("counter");
    EXPECT_EQ(locked.status, 403);
    EXPECT_EQ(locked.text("error"), "locked");
    served.pass(31 * kSecond);
    EXPECT_EQ(client.login("counter").status, 200);
    // Who is not there answers as who is; what is not a login is told so.
    EXPECT_EQ(client.login("nobody").text("error"), "wrong_login");
    EXPECT_EQ(client.post("/v1/login", "{}").status, 400);
    EXPECT_EQ(client.post("/v1/login", R"({"login":"a","password":1})").text("at"), "password");
    EXPECT_EQ(client.post("/v1/login", "login=a", "application/x-www-form-urlencoded").status, 415);
    EXPECT_EQ(client.get("/v1/login").status, 405);
}

TEST_F(App_, LimitsTriesByAddress) {
    served.options.logins_a_minute = 3;
    served.start();
    Client client = served.client();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.login("nobody").status, 401);
    EXPECT_EQ(client.login("counter").text("error"), "too_often");
}

TEST_F(App_, WantsTheSecondFactor) {
    std::string secret = random_totp_secret();
    {
        const auto accounts = std::move(Accounts::open(served.data / "accounts.db")).value();
        ASSERT_TRUE(accounts->set_second_factor("counter", secret).ok());
    }
    served.start();
    Client client = served.client();
    EXPECT_EQ(client.login("counter").text("error"), "second_factor");
    EXPECT_EQ(client.login("counter", kPassword, R"(,"totp":"000")").text("error"),
              "second_factor_wrong");
    const std::string code = totp(secret, static_cast<uint64_t>(served.now().ms / (30 * kSecond)));
    const Got in = client.login("counter", kPassword, ",\"totp\":\"" + code + "\"");
    EXPECT_EQ(in.status, 200);
    EXPECT_TRUE(in.has(R"("second_factor":true)"));
    EXPECT_EQ(client.login("counter", kPassword, ",\"totp\":\"" + code + "\"").text("error"),
              "second_factor_wrong");
}

TEST_F(App_, AsksAndIsAnswered) {
    served.start();
    Client citizen = served.client(), client = served.client();
    ASSERT_EQ(citizen.post(kPublic + "file", kFile).status, 200);
    ASSERT_EQ(client.login("counter").status, 200);
    const Got refused =
        client.post(kUnit + "ask", ask_of("r1", R"({"dossier.receive":{"dossier":1}})"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.has(R"("rule":"dossier.components_missing")")) << refused.body;
    EXPECT_NE(refused.text("sentence").find("\u201c"), std::string::npos) << "by name, not by code";
    client.extra["Accept-Language"] = "en";
    const std::string receive =
        ask_of("r2", R"({"dossier.receive":{"dossier":1,"seen":["form"]}})");
    const Got done = client.post(kUnit + "ask", receive);
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(done.has("dossier.received")) << done.body;
    EXPECT_TRUE(done.has(R"("repeated":false)"));
    const Got again = client.post(kUnit + "ask", receive);
    EXPECT_EQ(again.status, 200);
    EXPECT_TRUE(again.has(R"("repeated":true)"));
    EXPECT_EQ(again.number("seq"), done.number("seq"));
    // Another login's id is another request.
    Client other = served.client();
    ASSERT_EQ(other.login("worker").status, 200);
    const Got mine = other.post(kUnit + "ask", receive);
    EXPECT_EQ(mine.status, 409);
    EXPECT_TRUE(mine.has("office.not_entitled"));
    EXPECT_EQ(client.post(kUnit + "ask", R"({"as":"",)" + receive.substr(1)).status, 200);

    const Got wrong =
        client.post(kUnit + "ask", ask_of("r3", R"({"dossier.receive":{"dossier":"x"}})"));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.text("at"), "command.dossier.receive.dossier");
    EXPECT_EQ(client.post(kUnit + "ask", "{").status, 400);
    EXPECT_EQ(client.post(kUnit + "ask", std::string(2u << 20, ' ')).status, 413);
}

TEST_F(App_, LetsNobodyAskForAnotherUnitOrOfficer) {
    served.start();
    const std::string guide = ask_of("g1", R"({"dossier.guide":{"procedure":"permit"}})");
    Client other = served.client();
    ASSERT_EQ(other.login("elsewhere").status, 200);
    EXPECT_EQ(other.post(kUnit + "ask", guide).status, 403);
    EXPECT_EQ(other.get(kUnit + "view/counter").status, 403);
    EXPECT_EQ(other.get(kUnit + "events").status, 403);
    EXPECT_EQ(other.get("/v1/h/trial/u/hamlet/view/counter").status, 404);
    EXPECT_EQ(other.get("/v1/h/live/u/village/view/counter").status, 404);
    Client root = served.client();
    ASSERT_EQ(root.login("root").status, 200);
    EXPECT_EQ(root.post(kUnit + "ask", guide).status, 403);
    EXPECT_EQ(root.post(kUnit + "asks", "{\"asks\":[" + guide + "]}").status, 403);
    EXPECT_EQ(root.get(kUnit + "view/counter").status, 403);
    EXPECT_EQ(root.get(kUnit + "view/dossier?dossier=1").status, 403);
    EXPECT_EQ(root.get(kUnit + "view/admin").status, 200);
    Client worker = served.client();
    ASSERT_EQ(worker.login("worker").status, 200);
    EXPECT_EQ(worker.post(kUnit + "ask", R"({"as":"cid",)" + guide.substr(1)).status, 403);
    EXPECT_EQ(worker.get(kUnit + "view/leader").status, 403);
    EXPECT_EQ(worker.get(kUnit + "view/nothing").status, 404);
    EXPECT_EQ(worker.get(kUnit + "nothing").status, 404);
}

TEST_F(App_, TakesTwoHundredInOneCommit) {
    served.start();
    Client client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    const auto body = [](size_t n) {
        std::string all;
        for (size_t i = 0; i < n; ++i)
            all += (i == 0 ? "" : ",") +
                   ask_of("b" + std::to_string(i), R"({"dossier.guide":{"procedure":"permit"}})");
        return "{\"asks\":[" + all + "]}";
    };
    const auto commits = [&] {
        const std::string text = client.get("/metrics").body;
        const std::string name = "sansang_commit_seconds_count ";
        return std::stoi(text.substr(text.find(name) + name.size()));
    };
    const int before = commits();
    const Got all = client.post(kUnit + "asks", body(kAsksAtOnce));
    ASSERT_EQ(all.status, 200) << all.body.substr(0, 200);
    EXPECT_EQ(commits(), before + 1);
    const Json json = all.json();
    const Json::List& answers = *json.find("answers")->list();
    ASSERT_EQ(answers.size(), kAsksAtOnce);
    for (size_t i = 1; i < answers.size(); ++i)
        ASSERT_EQ(*answers[i].find("seq")->number(), *answers[i - 1].find("seq")->number() + 1);
    EXPECT_EQ(client.post(kUnit + "asks", body(kAsksAtOnce + 1)).status, 400);
}

TEST_F(App_, ShowsViewsWithTheirSeq) {
    served.start();
    Client client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    const Got seen = client.get(kUnit + "view/counter");
    ASSERT_EQ(seen.status, 200) << seen.body;
    client.extra["If-None-Match"] = seen.headers.at("etag");
    EXPECT_EQ(client.get(kUnit + "view/counter").status, 304);
    const Got asked =
        client.post(kUnit + "ask", ask_of("g1", R"({"dossier.guide":{"procedure":"permit"}})"));
    const Got fresh = client.get(kUnit + "view/counter");
    EXPECT_EQ(fresh.status, 200);
    EXPECT_EQ(fresh.headers.at("x-seq"), std::to_string(asked.number("seq")));
    EXPECT_EQ(fresh.headers.at("cache-control"), "private, no-cache");
    EXPECT_EQ(client.get(kUnit + "view/dossier?dossier=99").status, 404);
    EXPECT_EQ(client.get(kUnit + "view/dossier?dossier=x").status, 400);
    for (const auto& [name, kind] : views::all())
        EXPECT_LT(client.get(kUnit + "view/" + std::string(name)).status, 500) << name;
}

TEST_F(App_, TellsWhichViewsAreStale) {
    served.start();
    Client page = served.client(), client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    page.cookie = client.cookie;
    page.send("GET", kUnit + "events");
    EXPECT_NE(page.until("\r\n\r\n").find("text/event-stream"), std::string::npos);
    EXPECT_NE(page.until("\n\n").find("event: clock\ndata: {\"now\":"), std::string::npos);
    const Got done =
        client.post(kUnit + "ask", ask_of("g1", R"({"dossier.guide":{"procedure":"permit"}})"));
    const std::string told = page.until("\n\n");
    EXPECT_NE(told.find("event: stale"), told.npos) << told;
    EXPECT_NE(told.find("id: " + std::to_string(done.number("seq"))), told.npos) << told;
    EXPECT_NE(told.find("\"counter\""), told.npos) << told;
    EXPECT_EQ(told.find("permit"), told.npos) << "never what changed";
    // A refusal changes nothing, so the next thing told is the next fact.
    client.post(kUnit + "ask", ask_of("g2", R"({"dossier.guide":{"procedure":"no such"}})"));
    const Got next =
        client.post(kUnit + "ask", ask_of("g3", R"({"dossier.guide":{"procedure":"permit"}})"));
    EXPECT_NE(page.until("\n\n").find("id: " + std::to_string(next.number("seq"))),
              std::string::npos);
    // A page that comes back later than it left is told that all is stale.
    Client back = served.client();
    back.cookie = client.cookie;
    back.extra["Last-Event-ID"] = std::to_string(done.number("seq"));
    back.send("GET", kUnit + "events");
    back.until("\r\n\r\n");
    EXPECT_NE(back.until("\n\n").find("\"track\""), std::string::npos);
}

// What happens within a quarter of a second is told in one notice, the first of it at once.
TEST_F(App_, GathersWhatIsStale) {
    served.start();
    Client page = served.client(), client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    page.cookie = client.cookie;
    page.send("GET", kUnit + "events");
    page.until("\n\n");
    int64_t last = 0;
    constexpr int kAsks = 40;
    for (int i = 0; i < kAsks; ++i)
        last = client
                   .post(kUnit + "ask", ask_of("g" + std::to_string(i),
                                               R"({"dossier.guide":{"procedure":"permit"}})"))
                   .number("seq");
    int notices = 0;
    for (std::string told; told.find("id: " + std::to_string(last) + "\n") == told.npos; ++notices)
        ASSERT_FALSE((told = page.until("\n\n")).empty()) << "the last one is never told";
    EXPECT_LT(notices, kAsks);
}

// Five hundred pages look again at the same moment: whoever asks then does not wait for them all.
TEST_F(App_, AnswersAsksBeforeLooks) {
    served.start();
    Client client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    constexpr size_t kPages = 300;
    std::deque<Client> pages;
    for (size_t i = 0; i < kPages; ++i) {
        pages.emplace_back(served.port()).cookie = client.cookie;
        ASSERT_EQ(pages.back().get("/healthz").status, 200);
    }
    {
        const std::lock_guard closed(served.gate);
        for (Client& page : pages) page.send("GET", kUnit + "view/counter");
        client.send("POST", kUnit + "ask",
                    ask_of("g", R"({"dossier.guide":{"procedure":"permit"}})"));
    }
    const Got asked = client.receive();
    ASSERT_EQ(asked.status, 200);
    for (Client& page : pages) {
        const Got seen = page.receive();
        ASSERT_EQ(seen.status, 200);
        EXPECT_EQ(seen.headers.at("x-seq"), std::to_string(asked.number("seq")))
            << "a look that came before the ask is answered after it";
    }
}

TEST_F(App_, FilesAndTracksWithoutALogin) {
    served.start();
    Client citizen = served.client();
    const Got filed = citizen.post(kPublic + "file", kFile);
    ASSERT_EQ(filed.status, 200) << filed.body;
    const std::string track = filed.text("track");
    EXPECT_EQ(track.substr(0, 2), "1.");
    EXPECT_EQ(citizen.post(kPublic + "file", kFile).body, filed.body) << "sent again";
    // The same id with another body is another citizen's: no stranger's track code.
    std::string stranger = kFile;
    stranger.replace(stranger.find(kSecretName), kSecretName.size(), "Le Van Vi Du Khac");
    EXPECT_NE(citizen.post(kPublic + "file", stranger).text("track"), track);

    const Got seen = citizen.get(kPublic + "view/track?code=" + track);
    ASSERT_EQ(seen.status, 200) << seen.body;
    EXPECT_EQ(seen.text("stage"), "presented");
    EXPECT_EQ(citizen.get("/v1/public/trial/track/" + track).body, seen.body);
    EXPECT_EQ(citizen.get("/v1/public/trial/track/H57.99-250101-0001").status, 404);
    std::string forged = track;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(citizen.get(kPublic + "view/track?code=" + forged).status, 404);
    const auto withdraw = [&](const std::string& code) {
        return citizen.post(kPublic + "withdraw", R"({"request":"w1","track":")" + code + "\"}");
    };
    EXPECT_EQ(withdraw(forged).status, 404);
    EXPECT_EQ(withdraw("1").status, 404);
    EXPECT_EQ(citizen.post(kPublic + "erase", R"({"request":"w1","track":"1"})").status, 404);
    EXPECT_EQ(withdraw(track).status, 200);
    EXPECT_EQ(citizen.get(kPublic + "view/track?code=" + track).text("stage"), "withdrawn");
    EXPECT_EQ(citizen.get(kPublic + "view/counter").status, 404);
    EXPECT_EQ(citizen.get(kPublic + "view/procedures?q=permit").status, 200);
}

TEST_F(App_, TellsThePublicNothingPersonal) {
    served.start();
    Client citizen = served.client(), client = served.client();
    const std::string track = citizen.post(kPublic + "file", kFile).text("track");
    ASSERT_EQ(client.login("counter").status, 200);
    ASSERT_EQ(client
                  .post(kUnit + "ask",
                        ask_of("r1", R"({"dossier.receive":{"dossier":1,"seen":["form"]}})"))
                  .status,
              200);
    EXPECT_TRUE(client.get(kUnit + "view/dossier?dossier=1").has(kSecretName))
        << "an officer sees whose dossier it is";
    for (const std::string& path :
         {"/v1/public/trial/track/" + track, kPublic + "view/track?code=" + track,
          kPublic + "view/procedures", kPublic + "view/unit", std::string("/metrics"),
          std::string("/openapi.json")}) {
        const Got got = citizen.get(path);
        EXPECT_EQ(got.status, 200) << path;
        EXPECT_FALSE(got.has(kSecretName)) << path;
    }
    Client root = served.client();
    ASSERT_EQ(root.login("root").status, 200);
    EXPECT_FALSE(root.get(kUnit + "view/admin").has(kSecretName));
}

TEST_F(App_, LimitsThePublicByAddress) {
    served.options.filings_a_minute = 2;
    served.options.public_a_minute = 2;
    served.start();
    Client citizen = served.client();
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(citizen.post(kPublic + "file", kFile).status, 200);
        EXPECT_EQ(citizen.get(kPublic + "view/unit").status, 200);
    }
    EXPECT_EQ(citizen.post(kPublic + "file", kFile).status, 429);
    EXPECT_EQ(citizen.get(kPublic + "view/unit").status, 429);
    EXPECT_EQ(citizen.post(kPublic + "file", "x", "text/plain").status, 429);
}

TEST_F(App_, KeepsScansForTheAskThatNamesThem) {
    served.start();
    Client client = served.client();
    client.post(kPublic + "file", kFile);
    ASSERT_EQ(client.login("counter").status, 200);
    ASSERT_EQ(client
                  .post(kUnit + "ask",
                        ask_of("r", R"({"dossier.receive":{"dossier":1,"seen":["form"]}})"))
                  .status,
              200);
    const std::string scan = "%PDF-1.7 of a form";
    EXPECT_EQ(client.post(kUnit + "attachment?dossier=1", "<html>", "application/pdf").status, 415);
    const Got sent = client.post(kUnit + "attachment?dossier=1", scan, "application/pdf");
    ASSERT_EQ(sent.status, 200) << sent.body;
    const std::string file = sent.text("file");
    EXPECT_EQ(sent.number("size"), static_cast<int64_t>(scan.size()));
    const auto attach = [&](const std::string& request, const std::string& hash) {
        return ask_of(request, R"({"dossier.attach":{"component":"form","dossier":1,"hash":")" +
                                   hash + "\"}}");
    };
    EXPECT_EQ(client.post(kUnit + "ask", attach("a0", std::string(64, '0'))).text("error"),
              "no_upload");
    const Got done = client.post(kUnit + "ask", attach("a1", file));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(done.has("dossier.attached"));
    const Got back = client.get(kUnit + "attachment/" + file);
    EXPECT_EQ(back.status, 200);
    EXPECT_EQ(back.body, scan);
    EXPECT_EQ(back.headers.at("content-type"), "application/pdf");
    // A second one is encrypted with the key the dossier now has.
    const std::string second =
        client.post(kUnit + "attachment?dossier=1", "\xFF\xD8\xFF of a photo", "image/jpeg")
            .text("file");
    EXPECT_EQ(client.post(kUnit + "ask", attach("a2", second)).status, 200);
    EXPECT_EQ(client.get(kUnit + "attachment/" + second).headers.at("content-type"), "image/jpeg");
    EXPECT_EQ(client.get(kUnit + "attachment/" + std::string(64, 'a')).status, 404);
    // A citizen with the track code sends one too; without it, or another's, nothing is taken.
    const std::string other = R"({"request":"f2",)" + kFile.substr(kFile.find("\"dossier\""));
    const std::string track = client.post(kPublic + "file", other).text("track");
    const Got third = client.post(kPublic + "attachment?track=" + track, scan, "application/pdf");
    ASSERT_EQ(third.status, 200) << third.body;
    const auto attach_as_citizen = [&](const std::string& hash) {
        return client
            .post(kPublic + "attach", R"({"request":"a3","component":"form","track":")" + track +
                                          R"(","hash":")" + hash + "\"}")
            .status;
    };
    EXPECT_EQ(attach_as_citizen(second), 400);
    EXPECT_EQ(attach_as_citizen(third.text("file")), 200);
    EXPECT_EQ(client.post(kPublic + "attachment?track=1", scan, "application/pdf").status, 404);
    EXPECT_EQ(client.get("/v1/public/trial/village/attachment/" + file).status, 404);
    served.stop();
    std::ifstream in(served.data / "trial/village.db", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find(scan), bytes.npos) << "the scan lies there in the clear";
}

TEST_F(App_, RemembersWhatItAnsweredAfterARestart) {
    served.start();
    const std::string receive =
        ask_of("r1", R"({"dossier.receive":{"dossier":1,"seen":["form"]}})");
    std::string track, cookie, csrf;
    int64_t seq = 0;
    {
        Client client = served.client();
        track = client.post(kPublic + "file", kFile).text("track");
        ASSERT_EQ(client.login("counter").status, 200);
        seq = client.post(kUnit + "ask", receive).number("seq");
        cookie = client.cookie;
        csrf = client.csrf;
    }
    const Hash before = [&] {
        served.stop();
        served.start();
        return served.unit("village").head();
    }();
    Client client = served.client();
    client.cookie = cookie;
    client.csrf = csrf;
    const Got again = client.post(kUnit + "ask", receive);
    EXPECT_EQ(again.status, 200) << "the login has outlived the restart: " << again.body;
    EXPECT_TRUE(again.has(R"("repeated":true)"));
    EXPECT_EQ(again.number("seq"), seq);
    EXPECT_EQ(client.post(kPublic + "file", kFile).text("track"), track);
    served.stop();
    served.start();
    EXPECT_EQ(served.unit("village").head(), before) << "repeating adds nothing";
}

// The disk is full: what was asked was not done, and is said not to have been.
TEST_F(App_, SaysSoWhenItCannotWrite) {
    served.start();
    Client client = served.client();
    ASSERT_EQ(client.login("counter").status, 200);
    const std::string first = ask_of("g1", R"({"dossier.guide":{"procedure":"permit"}})");
    const std::string second = ask_of("g2", R"({"dossier.guide":{"procedure":"permit"}})");
    ASSERT_EQ(client.post(kUnit + "ask", first).status, 200);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    // The next frame of the log does not fit any more; a note of a request does.
    const auto log = std::filesystem::file_size(served.data / "trial/village.db-wal");
    const rlimit full{static_cast<rlim_t>(log), before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
    const Got lost = client.post(kUnit + "ask", second);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    EXPECT_EQ(lost.status, 503);
    EXPECT_EQ(lost.text("error"), "unavailable");
    EXPECT_FALSE(lost.has("dossier.guided"));
    EXPECT_EQ(client.post(kUnit + "ask", second).status, 503) << "nothing more is written";
    EXPECT_EQ(client.get(kUnit + "view/counter").status, 503) << "nor shown";
    const Got ready = client.get("/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(ready.body, "trial/village is not writable\n");
    EXPECT_EQ(client.get("/healthz").status, 200);
    served.stop();
    served.start();
    Client back = served.client();
    back.cookie = client.cookie;
    back.csrf = client.csrf;
    EXPECT_TRUE(back.post(kUnit + "ask", first).has(R"("repeated":true)"));
    EXPECT_TRUE(back.post(kUnit + "ask", second).has(R"("repeated":false)"));
}

TEST_F(App_, ServesTheClientsFiles) {
    std::filesystem::create_directories(served.data / "web/assets");
    std::ofstream(served.data / "web/index.html") << "<!doctype html>page";
    std::ofstream(served.data / "web/assets/index-4f2A_c1b.js") << "let a;";
    std::ofstream(served.data / "web/assets/index-4f2A_c1b.js.map") << "{}";
    std::ofstream(served.data / "secret.txt") << "secret";
    served.options.web = served.data / "web";
    served.start();
    Client client = served.client();
    const Got page = client.get("/");
    EXPECT_EQ(page.body, "<!doctype html>page");
    EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
    EXPECT_EQ(client.get("/counter/17").body, page.body) << "a page of the client's own";
    const Got script = client.get("/assets/index-4f2A_c1b.js");
    EXPECT_EQ(script.headers.at("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(script.headers.at("cache-control"), "public, max-age=31536000, immutable");
    client.extra["If-None-Match"] = script.headers.at("etag");
    EXPECT_EQ(client.get("/assets/index-4f2A_c1b.js").status, 304);
    client.extra.clear();
    for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
                             "/..%2fsecret.txt", "//secret.txt", "/assets/index-4f2A_c1b.js.map"}) {
        const Got got = client.get(path);
        EXPECT_FALSE(got.has("secret")) << path;
        EXPECT_NE(got.status, 200) << path;
        if (got.status == 0) break;  // the line was closed
    }
}

TEST_F(App_, SaysHowItIs) {
    served.start();
    Client client = served.client();
    EXPECT_EQ(client.get("/healthz").body, "ok\n");
    EXPECT_EQ(client.get("/readyz").body, "ready\n");
    EXPECT_TRUE(client.get("/openapi.json").has("\"3.1.0\""));
    client.post(kPublic + "file", kFile);
    const Got metrics = client.get("/metrics");
    for (const char* line :
         {"sansang_asks_total{command=\"dossier.present\"} 1\n",
          "sansang_unit_writable{house=\"trial\",unit=\"village\"} 1\n",
          "sansang_responses_total{status=\"200\"} ", "sansang_commit_seconds_bucket{le=\"+Inf\"}"})
        EXPECT_TRUE(metrics.has(line)) << line << "\n" << metrics.body;
    EXPECT_EQ(client.post("/metrics", "").status, 405);
    EXPECT_EQ(client.get("/v1/nothing").status, 401) << "who is not logged in learns no paths";
}

}  // namespace
}  // namespace ss::serve
