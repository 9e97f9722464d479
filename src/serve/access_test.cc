// Every ask, by every post, in every unit of the plan, over HTTP: what is answered is what the
// plan's table of access says.
#include <gtest/gtest.h>

#include "office/codec.h"
#include "serve/testing.h"
#include "views/views.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Got;
using testing::plan_of;
using testing::Served;

const char* const kPlan = "plans/hue-2025";
const std::vector<Code> kUnits{"my-thuong", "duong-no", "vy-da", "hue-city"};

// The wire names of all commands.
template <class... T>
void names_in(const std::variant<T...>*, std::vector<std::string>& to) {
    const auto one = [&]<class A>(std::type_identity<A>) {
        if constexpr (requires { A::kWire; }) to.emplace_back(A::kWire);
        else names_in(static_cast<const A*>(nullptr), to);
    };
    (one(std::type_identity<T>{}), ...);
}
std::vector<std::string> all_asks() {
    std::vector<std::string> all;
    names_in(static_cast<const office::Command*>(nullptr), all);
    return all;
}

// One officer for each post of a unit that somebody holds.
std::map<Code, Code> officer_of_post(const office::Recorder& recorder) {
    std::map<Code, Code> all;
    const auto& state = recorder.state();
    for (const auto& [post, mandates] : state.org.mandates)
        for (const Code& officer : org::holders_of(state.org, post, state.now)) {
            // Whoever holds the fewest others tells most about this one.
            auto& chosen = all[post];
            const auto posts = [&](const Code& o) {
                return org::posts_of(state.org, o, state.now).size();
            };
            if (chosen.empty() || posts(officer) < posts(chosen)) chosen = officer;
        }
    return all;
}

// Names bytes that must have been sent before: tried by itself.
const std::string kAttach = "dossier.attach";

struct Try {
    std::string ask;
    bool may = false;
};

std::vector<Try> expected(const office::Recorder& recorder, const Code& officer,
                          const std::vector<std::string>& asks) {
    const auto& state = recorder.state();
    const auto& plan = recorder.office().plan();
    std::vector<Try> all;
    for (const std::string& ask : asks)
        all.push_back({ask, org::may_ask(state.org, plan.organization, officer, ask, state.now)});
    return all;
}

TEST(Access, EveryAskOfEveryPostInEveryUnit) {
    Served served(kPlan, kUnits);
    std::vector<std::string> asks;
    for (const std::string& ask : all_asks())
        if (ask != kAttach) asks.push_back(ask);
    // Blank commands: nearly all are refused, but for a reason that has to do with what is asked.
    std::string body = "{\"asks\":[";
    for (size_t i = 0; i < asks.size(); ++i)
        body += (i == 0 ? "" : ",") + ("{\"request\":\"t" + std::to_string(i) +
                                       "\",\"command\":{\"" + asks[i] + "\":{}}}");
    body += "]}";
    const std::string one = R"({"request":"o","command":{"dossier.guide":{}}})";

    struct Row {
        Code unit, post, officer;
        std::vector<Try> tries;
        std::map<std::string, bool> views;
        bool attaches = false;
    };
    std::vector<Row> table;
    served.start();
    served.stop();
    {
        auto house = std::move(LiveHouse::open(served.data.path(), office::Mode::trial, [&] {
                         return served.now();
                     })).value();
        for (const Code& unit : kUnits) {
            const office::Recorder& recorder = *house->find(unit);
            for (const auto& [post, officer] : officer_of_post(recorder)) {
                Row row{unit,    post,
                        officer, expected(recorder, officer, asks),
                        {},      expected(recorder, officer, {kAttach}).front().may};
                for (const auto& [name, kind] : views::all())
                    if (kind.reach == views::Reach::officer)
                        row.views[std::string(name)] =
                            views::may_look(recorder.state(), recorder.office().plan(), officer,
                                            name, recorder.state().now);
                table.push_back(std::move(row));
            }
        }
    }
    ASSERT_GT(table.size(), 80u);
    std::set<std::string> made;
    // Who holds several posts is tried once: it is the person who asks.
    std::erase_if(
        table, [&](const Row& row) { return !made.insert(row.unit + "." + row.officer).second; });
    served.accounts_of(made, [&](const std::string& login) {
        const size_t dot = login.find('.');
        return std::pair{login.substr(0, dot), login.substr(dot + 1)};
    });
    served.options.logins_a_minute = 100'000;
    served.start();
    size_t tried = 0, entitled = 0;
    for (const Row& row : table) {
        Client client = served.client();
        ASSERT_EQ(client.login(row.unit + "." + row.officer).status, 200) << row.officer;
        const std::string of = row.unit + "/" + row.post + "/" + row.officer;
        const Got got = client.post("/v1/h/trial/u/" + row.unit + "/asks", body);
        ASSERT_EQ(got.status, 200) << of << ": " << got.body.substr(0, 300);
        const Json json = got.json();
        const Json::List& answers = *json.find("answers")->list();
        ASSERT_EQ(answers.size(), row.tries.size());
        for (size_t i = 0; i < answers.size(); ++i) {
            const Json* refusal = answers[i].find("refusal");
            const Json* rule = refusal == nullptr ? nullptr : refusal->find("rule");
            const bool barred = rule != nullptr && *rule->text() == "office.not_entitled";
            EXPECT_EQ(!barred, row.tries[i].may || row.tries[i].ask == "unit.open")
                << of << " asks " << row.tries[i].ask;
            ++tried;
            entitled += barred ? 0 : 1;
        }
        for (const auto& [view, may] : row.views) {
            const int status = client.get("/v1/h/trial/u/" + row.unit + "/view/" + view).status;
            EXPECT_EQ(status != 403, may) << of << " looks at " << view << ": " << status;
        }
        const Got attach = client.post("/v1/h/trial/u/" + row.unit + "/ask",
                                       R"({"request":"a","command":{"dossier.attach":{}}})");
        EXPECT_EQ(attach.status, row.attaches ? 400 : 403) << of;
        for (const Code& other : kUnits)
            if (other != row.unit) {
                EXPECT_EQ(client.post("/v1/h/trial/u/" + other + "/ask", one).status, 403) << of;
                EXPECT_EQ(client.get("/v1/h/trial/u/" + other + "/view/officer").status, 403) << of;
            }
    }
    EXPECT_GT(tried, 5'000u);
    EXPECT_GT(entitled, 500u);
}

TEST(Access, OthersThanOfficersAskNothing) {
    Served served(kPlan, {"my-thuong"});
    served.account("root", "", "", AccountKind::administrator);
    served.account("city", "", "", AccountKind::city);
    served.account("boss", "", "", AccountKind::director);
    served.start();
    for (const char* login : {"root", "city"}) {
        Client client = served.client();
        ASSERT_EQ(client.login(login).status, 200);
        for (const std::string& ask : all_asks())
            for (const char* as : {"", R"("as":"citizen",)", R"("as":"director",)",
                                   R"("as":"clock",)", R"("as":"vo-tuong-tuong",)"})
                EXPECT_EQ(client
                              .post("/v1/h/trial/u/my-thuong/ask",
                                    std::string("{") + as + R"("request":"r","command":{")" + ask +
                                        "\":{}}}")
                              .status,
                          403)
                    << login << " " << as << ask;
        for (const auto& [name, kind] : views::all()) {
            const bool may = std::string(login) == "root" ? name == "admin"
                                                          : kind.reach != views::Reach::officer;
            EXPECT_EQ(client.get("/v1/h/trial/u/my-thuong/view/" + std::string(name)).status != 403,
                      may)
                << login << " looks at " << name;
        }
    }
    // A director plays cards, and neither clock nor courier nor an officer.
    Client boss = served.client();
    ASSERT_EQ(boss.login("boss").status, 200);
    const auto ask = [&](const std::string& command, const std::string& as) {
        return boss.post(
            "/v1/h/trial/u/my-thuong/ask",
            "{" + as + "\"request\":\"" + command + "\",\"command\":{\"" + command + "\":{}}}");
    };
    EXPECT_EQ(ask("tick", "").text("sentence").find("director") != std::string::npos, true);
    EXPECT_EQ(ask("tick", R"("as":"clock",)").status, 403);
    EXPECT_EQ(ask("exchange.receive", R"("as":"courier",)").status, 403);
    EXPECT_EQ(ask("document.sign", R"("as":"le-vi-du",)").status, 403);
    EXPECT_FALSE(ask("inject.give", "").has("office.not_entitled"));
}

}  // namespace
}  // namespace ss::serve
