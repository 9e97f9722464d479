// An official alone with simulated citizens, over HTTP: that nobody else sees it, its limits, what
// of it is shared and thrown away, and what it counts.
#include "rehearse/practice.h"

#include <filesystem>

#include "serve/testing.h"

namespace ss::rehearse {
namespace {

namespace fs = std::filesystem;
using serve::AccountKind;
using serve::Json;
using serve::testing::Client;
using serve::testing::Got;
using serve::testing::In;

const Scenario& scenario() {
    static const Scenario read = [] {
        Diagnostics diagnostics;
        auto s = load_scenario(SS_SOURCE_DIR "/scenarios/practice.yaml", diagnostics);
        for (const auto& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
        return *s;
    }();
    return read;
}

// The trial house of Mỹ Thượng, where people may practise.
struct Centre : serve::testing::Served {
    Centre() : Served("plans/hue-2025", {"my-thuong"}) {
        options.practice.folder = data / "practice";
        options.practice.make = [](const serve::Learner& who, const Code& code,
                                   const std::string& folder) {
            return open_practice(scenario(), who, code, folder);
        };
        account("clerk", "my-thuong", "vo-tuong-tuong");
        account("colleague", "my-thuong", "ho-on-tap");
        account("director", "", "", AccountKind::director);
        account("city", "", "", AccountKind::city);
        account("it", "", "", AccountKind::administrator);
    }
};

const std::string kStart = R"({"practice.start":{}})", kEnd = R"({"practice.end":{}})";

std::string share(const std::string& code, bool shared) {
    return R"({"practice.share":{"code":")" + code + R"(","shared":)" +
           (shared ? "true" : "false") + "}}";
}
std::string throw_away(const std::string& code) {
    return R"({"practice.throw_away":{"code":")" + code + "\"}}";
}

// The latest of one's practices.
struct Line {
    std::string code, report;
    bool open = false, ended = false, shared = false;
};
Line latest(const Got& got) {
    const Json all = got.json();
    const Json* kept = all.find("kept");
    if (kept == nullptr || kept->list() == nullptr || kept->list()->empty()) {
        ADD_FAILURE() << got.status << " " << got.body;
        return {};
    }
    const Json& one = kept->list()->front();
    return {*one.find("code")->text(), *one.find("report")->text(),
            std::get<bool>(one.find("open")->is), one.find("ended") != nullptr,
            std::get<bool>(one.find("shared")->is)};
}

int64_t counted(const Got& got, const std::string& ask, const std::string& what) {
    const Json all = got.json();
    for (const Json& one : *all.find("asks")->list())
        if (*one.find("ask")->text() == ask) return *one.find(what)->number();
    ADD_FAILURE() << ask << " is not among " << got.body;
    return -1;
}

// Inject L01's dossier: its number hangs on who else has come by then, and that on the dice.
std::string certified_copy(const Got& counter) {
    const Json all = counter.json();
    for (const Json& one : *all.find("presented")->list()) {
        const Json& line = *one.find("line");
        if (*line.find("procedure")->find("code")->text() == "2.000815" &&
            one.find("missing")->list()->empty())
            return std::to_string(*line.find("dossier")->number());
    }
    ADD_FAILURE() << counter.body;
    return "0";
}

std::string ask(const std::string& command, const std::string& request) {
    return R"({"request":")" + request + R"(","command":)" + command + "}";
}

TEST(Practice, IsSeenByItsOwnerAlone) {
    Centre centre;
    centre.start();
    In clerk(centre, "clerk");
    const Line mine = latest(clerk.post("/v1/practice", kStart));
    ASSERT_TRUE(mine.open);
    const std::string house = "/v1/h/" + mine.code, unit = house + "/u/my-thuong";
    const std::vector<std::pair<std::string, std::string>> routes{
        {"GET", unit + "/view/counter"},
        {"GET", unit + "/view/city"},
        {"GET", unit + "/view/admin"},
        {"GET", unit + "/view/procedures"},
        {"GET", unit + "/events"},
        {"GET", unit + "/paper/any.pdf"},
        {"GET", unit + "/attachment/00"},
        {"POST", unit + "/attachment?dossier=1"},
        {"POST", unit + "/ask"},
        {"POST", unit + "/asks"},
        {"GET", house + "/events"},
        {"GET", house + "/director"},
        {"POST", house + "/director"},
        {"GET", house + "/report/report.html"},
        {"GET", "/v1/practices/" + mine.code + "/report.html"}};
    const auto answer = [](Client& who, const std::pair<std::string, std::string>& route) {
        return route.first == "GET" ? who.get(route.second)
                                    : who.post(route.second, R"({"director.pause":{}})");
    };
    for (const std::string login : {"colleague", "director", "city", "it"}) {
        In other(centre, login);
        for (const auto& route : routes)
            EXPECT_EQ(answer(other, route).status, 404) << login << " " << route.second;
        for (const char* list : {"/v1/me", "/v1/houses"})
            EXPECT_FALSE(other.get(list).has("practice-")) << login << " " << list;
        EXPECT_EQ(other.post("/v1/practice", share(mine.code, true)).status, 404) << login;
        EXPECT_EQ(other.post("/v1/practice", throw_away(mine.code)).status, 404) << login;
    }
    Client nobody = centre.client();
    for (const auto& route : routes) EXPECT_EQ(answer(nobody, route).status, 401) << route.second;
    const std::string open = "/v1/public/" + mine.code;
    for (const std::string& path : {open + "/my-thuong/view/procedures", open + "/track/1"})
        EXPECT_EQ(nobody.get(path).status, 404) << path;
    EXPECT_EQ(nobody.post(open + "/my-thuong/file", "{}").status, 404);
    for (const char* list : {"/v1/public/houses", "/metrics", "/readyz"})
        EXPECT_FALSE(nobody.get(list).has(mine.code)) << list;
    EXPECT_TRUE(nobody.get("/metrics").has("sansang_practices_open 1"));

    // The same routes are there for the one whose practice it is.
    EXPECT_EQ(clerk.get(unit + "/view/counter").status, 200);
    EXPECT_EQ(clerk.get(house + "/director").status, 200);
    EXPECT_TRUE(clerk.get("/v1/me").has(mine.code));
    EXPECT_TRUE(clerk.get("/v1/houses").has(R"("practice":true)"));
    EXPECT_EQ(clerk.post(house + "/director", R"({"director.pause":{}})").status, 200);
    // He brings nobody in, and no other way out is left than the one that writes the report aside.
    EXPECT_EQ(clerk
                  .post(house + "/director",
                        R"({"director.take_seat":{"unit":"my-thuong","officer":"ho-on-tap",)"
                        R"("login":"colleague"}})")
                  .status,
              403);
    EXPECT_EQ(clerk.post(house + "/director", R"({"director.end":{}})").status, 403);
}

TEST(Practice, CountsWhatStandsInItsRecordAndCitesTheRule) {
    Centre centre;
    centre.start();
    Line mine;
    {
        In clerk(centre, "clerk");
        const Got before = clerk.get("/v1/practice");
        EXPECT_EQ(counted(before, "dossier.guide", "done"), 0);
        mine = latest(clerk.post("/v1/practice", kStart));
        const std::string unit = "/v1/h/" + mine.code + "/u/my-thuong";
        const Got guided =
            clerk.post(unit + "/ask", ask(R"({"dossier.guide":{"procedure":"2.000815"}})", "g1"));
        ASSERT_EQ(guided.status, 200) << guided.body;
        const std::string dossier = certified_copy(clerk.get(unit + "/view/counter"));
        const Got refused = clerk.post(
            unit + "/ask",
            ask(R"({"dossier.receive":{"dossier":)" + dossier + R"(,"seen":[]}})", "r1"));
        ASSERT_EQ(refused.status, 409) << refused.body;
        // What would be right with it: the plan's basis beside the step.
        const Got hint = clerk.get(unit + "/view/hint?dossier=" + dossier);
        ASSERT_EQ(hint.status, 200) << hint.body;
        EXPECT_TRUE(hint.has(R"("ask":"dossier.receive")")) << hint.body;
        EXPECT_TRUE(hint.has("61/2018/NĐ-CP Điều 18")) << hint.body;
        const Got received =
            clerk.post(unit + "/ask", ask(R"({"dossier.receive":{"dossier":)" + dossier +
                                              R"(,"seen":["original","photocopy"]}})",
                                          "r2"));
        ASSERT_EQ(received.status, 200) << received.body;
        const Got after = clerk.get("/v1/practice");
        EXPECT_EQ(counted(after, "dossier.guide", "done"), 1);
        EXPECT_EQ(counted(after, "dossier.receive", "done"), 1);
        EXPECT_EQ(counted(after, "dossier.receive", "refused"), 1);
        EXPECT_EQ(counted(after, "dossier.return", "done"), 0);
        EXPECT_TRUE(after.has("dossier.components_missing"));
        EXPECT_TRUE(after.has("61/2018/NĐ-CP Điều 17"));
        EXPECT_EQ(clerk.post("/v1/practice", kEnd).status, 200);
    }
    centre.stop();
    centre.start();  // counted anew from the journals that are kept
    In clerk(centre, "clerk");
    const Got later = clerk.get("/v1/practice");
    EXPECT_EQ(latest(later).code, mine.code);
    EXPECT_EQ(counted(later, "dossier.receive", "done"), 1);
    EXPECT_EQ(counted(later, "dossier.receive", "refused"), 1);
    In colleague(centre, "colleague");
    EXPECT_EQ(counted(colleague.get("/v1/practice"), "dossier.receive", "done"), 0);
}

TEST(Practice, IsSharedAndThrownAwayByItsOwner) {
    Centre centre;
    centre.start();
    In clerk(centre, "clerk"), colleague(centre, "colleague"), director(centre, "director"),
        city(centre, "city"), it(centre, "it");
    const Line begun = latest(clerk.post("/v1/practice", kStart));
    EXPECT_EQ(clerk.post("/v1/practice", share(begun.code, true)).status, 409);  // still open
    EXPECT_EQ(clerk.post("/v1/practice", throw_away(begun.code)).status, 409);
    const Line over = latest(clerk.post("/v1/practice", kEnd));
    EXPECT_FALSE(over.open);
    ASSERT_TRUE(over.ended);
    EXPECT_EQ(clerk.get("/v1/h/" + over.code + "/u/my-thuong/view/counter").status, 404);
    EXPECT_EQ(clerk.get(over.report).status, 200);
    for (Client* other : {&colleague, &director, &city, &it})
        EXPECT_EQ(other->get(over.report).status, 404);

    EXPECT_TRUE(latest(clerk.post("/v1/practice", share(over.code, true))).shared);
    for (Client* leads : {&director, &city}) {
        EXPECT_EQ(leads->get(over.report).status, 200);
        EXPECT_TRUE(leads->get("/v1/practices").has(over.code));
    }
    for (Client* other : {&colleague, &it}) {
        EXPECT_EQ(other->get(over.report).status, 404);
        EXPECT_EQ(other->get("/v1/practices").status, 404);
    }
    clerk.post("/v1/practice", share(over.code, false));
    EXPECT_EQ(city.get(over.report).status, 404);
    EXPECT_FALSE(city.get("/v1/practices").has(over.code));

    const std::string folder = centre.data / "practice/of-clerk/" + over.code;
    EXPECT_TRUE(fs::exists(folder + "/report.html"));
    const Got gone = clerk.post("/v1/practice", throw_away(over.code));
    EXPECT_EQ(gone.status, 200);
    EXPECT_FALSE(gone.has(over.code));
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_EQ(clerk.get(over.report).status, 404);
}

TEST(Practice, HasItsLimitsAndEndsWhenNobodyUsesIt) {
    Centre centre;
    centre.options.practice.most = 1;
    centre.options.practice.kept = 1;
    centre.options.practice.idle = kHour;
    centre.start();
    In clerk(centre, "clerk"), colleague(centre, "colleague"), director(centre, "director");
    EXPECT_EQ(director.post("/v1/practice", kStart).status, 404);
    const Line mine = latest(clerk.post("/v1/practice", kStart));
    EXPECT_EQ(clerk.post("/v1/practice", kStart).text("error"), "practice_open");
    EXPECT_EQ(colleague.post("/v1/practice", kStart).text("error"), "practice_full");
    centre.pass(kHour);
    Line now = mine;
    for (int tries = 0; tries < 100'000 && !now.ended; ++tries)
        now = latest(clerk.get("/v1/practice"));
    EXPECT_TRUE(now.ended);
    EXPECT_FALSE(now.open);
    EXPECT_EQ(clerk.post("/v1/practice", kStart).text("error"), "practice_kept");
    EXPECT_EQ(clerk.post("/v1/practice", kEnd).status, 409);
    EXPECT_EQ(clerk.post("/v1/practice", R"({"practice.no":{}})").status, 400);
}

TEST(Practice, LeavesToTheOfficialWhatHeMayDo) {
    serve::Learner who{"clerk",          "my-thuong", "vo-tuong-tuong",
                       "Võ Tưởng Tượng", {},          serve::testing::plan_of("plans/hue-2025")};
    serve::testing::Folder folder;
    auto made = open_practice(scenario(), who, "practice-test", folder / "p");
    ASSERT_TRUE(made.ok()) << made.error().message;
    const auto& state = made.value().house->find("my-thuong")->state();
    EXPECT_FALSE(state.dossiers.dossiers.empty());
    for (const auto& [id, d] : state.dossiers.dossiers)
        if (who.plan->procedures.at(d.procedure).receiving_role == "reception") {
            EXPECT_EQ(d.received_by, "") << id.number << " was received by a colleague";
        }
    // At another unit, and by somebody the plan's roster does not know.
    who.unit = "duong-no";
    who.officer = "nguoi-moi";
    who.name = "Người Mới";
    who.posts = {"van-thu"};
    auto other = open_practice(scenario(), who, "practice-other", folder / "q");
    ASSERT_TRUE(other.ok()) << other.error().message;
    EXPECT_TRUE(other.value().house->find("duong-no")->state().org.officers.contains("nguoi-moi"));
    ASSERT_TRUE(other.value().house->director()->end().ok());
    EXPECT_FALSE(fs::exists(folder / "q/report.html"));
    ASSERT_TRUE(other.value().judge().ok());
    EXPECT_TRUE(fs::exists(folder / "q/report.html"));
}

}  // namespace
}  // namespace ss::rehearse
