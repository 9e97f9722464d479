// The city's board over HTTP: who may look, one answer for a house, judged beside the loop, and
// nothing personal in any byte of it.
#include <gtest/gtest.h>

#include "serve/judges.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Got;
using testing::In;
using testing::plan_of;
using testing::Served;

const std::string kBoard = "/v1/h/trial/board";
const std::string kFile =
    R"({"request":"f1","dossier":{"procedure":"permit","applicant":{"kind":"individual",)"
    R"("name":{"seal":"Tran Thi Thu Nghiem"}},"given":[{"component":"form","originals":1}]}})";

class Board_ : public ::testing::Test {
  protected:
    void SetUp() override {
        served.account("counter", "village", "cid");
        served.account("root", "", "", AccountKind::administrator);
        served.account("city", "", "", AccountKind::city);
        served.account("boss", "", "", AccountKind::director);
    }
    In in(const std::string& login) { return In(served, login); }
    // The judge works beside the loop: asked again until it has come back.
    static Got judged(Client& client) {
        Got got;
        for (int tries = 0; tries < 100'000; ++tries) {
            got = client.get(kBoard);
            if (got.has("\"judged\"")) return got;
        }
        ADD_FAILURE() << "never judged: " << got.body;
        return got;
    }
    Served served{"tests/plans/minimal", {"village"}};
};

TEST_F(Board_, IsForTheCityAndDirectorsAndNobodyElse) {
    served.start();
    EXPECT_EQ(served.client().get(kBoard).status, 401);
    for (const auto& [login, status] : {std::pair{"city", 200}, {"boss", 200}, {"root", 403}})
        EXPECT_EQ(in(login).get(kBoard).status, status) << login;
    auto counter = in("counter");
    EXPECT_EQ(counter.get(kBoard).status, 403) << "the plan's table has no line view.city";
    auto city = in("city");
    EXPECT_EQ(city.post(kBoard, "{}").status, 405);
    EXPECT_EQ(city.get("/v1/h/live/board").status, 404);
}

TEST_F(Board_, JudgesTheRecordAndShowsNobodysName) {
    served.start();
    auto city = in("city");
    ASSERT_EQ(city.post("/v1/public/trial/village/file", kFile).status, 200);
    const Got got = judged(city);
    ASSERT_EQ(got.status, 200);
    EXPECT_TRUE(got.has(R"("house":"trial")")) << got.body;
    EXPECT_TRUE(got.has(R"("scorecard")"));
    EXPECT_TRUE(got.has(R"("whole":true)"));
    EXPECT_TRUE(got.has(R"("waiting_at_counter":1)")) << got.body;
    EXPECT_FALSE(got.has("Thu Nghiem")) << got.body;
    EXPECT_FALSE(city.get("/v1/h/trial/u/village/view/city").has("Thu Nghiem"));
}

// A tile is counted again at most every two seconds, however many boards ask.
TEST_F(Board_, CountsATileAgainOnlyAfterAWhile) {
    served.start();
    auto city = in("city");
    ASSERT_TRUE(city.get(kBoard).has(R"("waiting_at_counter":0)"));
    ASSERT_EQ(city.post("/v1/public/trial/village/file", kFile).status, 200);
    EXPECT_TRUE(city.get(kBoard).has(R"("waiting_at_counter":0)"));
    served.pass(3 * kSecond);
    EXPECT_TRUE(city.get(kBoard).has(R"("waiting_at_counter":1)"));
}

// --- the judge by itself -------------------------------------------------------------------------

ToJudge job_of(const LiveHouse& house, const Code& unit) {
    const auto& recorder = *house.find(unit);
    ToJudge job;
    job.mode = house.mode();
    job.units.push_back({unit, house.journal_file(unit), recorder.last_seq(),
                         plan_of("tests/plans/minimal"), recorder.state().org});
    return job;
}

class Judge_ : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(LiveHouse::found(data.path(), office::Mode::live,
                                     plan_of("tests/plans/minimal"), "village", now, {true})
                        .ok());
        house = std::move(LiveHouse::open(data.path(), office::Mode::live, [this] {
                    return now;
                })).value();
    }
    void pass(int64_t ms, int visitors) {
        now.ms += ms;
        for (int i = 0; i < visitors; ++i) {
            const SealedValue name{std::string(32, 's'), "Nobody " + std::to_string(++asked)};
            dossiers::Present present;
            present.procedure = "permit";
            present.channel = dossiers::Channel::online;
            present.applicant.kind = "individual";
            present.applicant.name = name.sealed();
            present.given = {{"form", 1, 0}};
            const auto answer = house->ask("village", {{}, kCitizen, "v" + std::to_string(asked),
                                                       std::nullopt, dossiers::Command{present},
                                                       {name}});
            ASSERT_TRUE(answer.ok());
            ASSERT_FALSE(answer.value().refusal) << answer.value().refusal->rule;
        }
        ASSERT_TRUE(house->commit().ok());
    }
    testing::Folder data;
    Instant now = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);
    std::unique_ptr<LiveHouse> house;
    int asked = 0;
};

TEST_F(Judge_, ReadsTheNewestEntriesBesideTheWriter) {
    pass(0, 30);
    ToJudge job = job_of(*house, "village");
    const auto whole = judge(job);
    ASSERT_TRUE(whole.ok()) << whole.error().message;
    EXPECT_TRUE(whole.value().at("village").whole);
    EXPECT_EQ(whole.value().at("village").seq, job.units[0].last);
    EXPECT_EQ(whole.value().at("village").report.figures.at("presented"), 30);
    job.most = 10;
    const auto part = judge(job);
    ASSERT_TRUE(part.ok()) << part.error().message;
    EXPECT_FALSE(part.value().at("village").whole);
    EXPECT_EQ(part.value().at("village").report.entries, 10u);
    EXPECT_EQ(part.value().at("village").report.figures.at("presented"), 10);
}

TEST_F(Judge_, ForgetsWhatIsTooOld) {
    pass(0, 5);
    pass(40 * kDay, 3);
    const auto judged = judge(job_of(*house, "village"));
    ASSERT_TRUE(judged.ok());
    EXPECT_EQ(judged.value().at("village").report.figures.at("presented"), 3);
    EXPECT_EQ(judged.value().at("village").from, now);
}

TEST_F(Judge_, SaysSoWhereThereIsNoFile) {
    ToJudge job = job_of(*house, "village");
    job.units[0].file = data / "nothing.db";
    EXPECT_FALSE(judge(job).ok());
}

TEST_F(Judge_, WorksOnlyWhileSomebodyLooksAndOnlyOnWhatHasGrown) {
    Judges judges;
    int told = 0;
    const auto run = [&] {
        judges.run_due(
            now, [](auto work, auto then) { work(), then(); },
            [&](House&, const Code&) { ++told; });
    };
    run();
    EXPECT_EQ(told, 0) << "nobody looks";
    judges.looked_at(*house, now);
    run();
    EXPECT_EQ(told, 1);
    ASSERT_NE(judges.find(*house, "village"), nullptr);
    now.ms += 2 * kMinute;
    judges.looked_at(*house, now);
    run();
    EXPECT_EQ(told, 1) << "nothing is new";
    pass(kMinute, 1);
    run();
    EXPECT_EQ(told, 1 + 1);
    pass(kSecond, 1);
    run();
    EXPECT_EQ(told, 2) << "not so soon again";
    pass(5 * kMinute, 1);
    run();
    EXPECT_EQ(told, 2) << "nobody looks any more";
}

}  // namespace
}  // namespace ss::serve
