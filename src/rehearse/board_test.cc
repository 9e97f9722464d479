// Four units rehearse at once, and the city's board shows all of them while the day runs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "journal/journal.h"
#include "plan/plan.h"
#include "rehearse/house.h"
#include "serve/app.h"
#include "serve/json.h"

namespace ss::rehearse {
namespace {

struct Answered final : serve::Reply {
    std::optional<serve::Response> response;
    void send(serve::Response r) override { response = std::move(r); }
    std::shared_ptr<serve::Stream> stream() override { return nullptr; }
};

class Board : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "board-XXXXXX").string();
        folder = mkdtemp(name.data());
        Diagnostics diagnostics;
        plan = plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
        HouseOptions options;
        options.code = "day";
        options.folder = folder + "/run";
        options.seed = 7;
        options.speed = 1;
        options.from = 9 * kHour;
        options.steady = [this] { return wall; };
        house = std::move(RehearsalHouse::open(
                              *load_scenario(SS_SOURCE_DIR
                                             "/scenarios/my-thuong-2025-06-23.yaml",
                                             diagnostics),
                              plan, options))
                    .value();
        accounts = std::move(serve::Accounts::in_memory()).value();
        ASSERT_TRUE(accounts
                        ->add({"city", serve::AccountKind::city, "", "", "City", false, false}, "h")
                        .ok());
        token = accounts->open_login("city", now()).value().token;
        serve::AppOptions app_options;
        app_options.wall = [this] { return now(); };
        app = std::move(serve::App::open(app_options, *accounts)).value();
        app->add(*house);
    }
    void TearDown() override {
        app = nullptr;
        house = nullptr;
        std::filesystem::remove_all(folder);
    }
    Instant now() const { return {1'751'331'600'000 + wall}; }
    void pass(int64_t ms) {
        wall += ms;
        while (app->turn().again_in_ms == 0) continue;
    }
    std::string get(const std::string& path) {
        serve::Request request;
        request.method = "GET";
        request.path = path;
        request.headers["cookie"] = "sansang=" + token;
        const auto reply = std::make_shared<Answered>();
        app->handle(request, reply);
        (void)app->turn();
        if (!reply->response) return {};
        EXPECT_EQ(reply->response->status, 200) << reply->response->body;
        return reply->response->body;
    }
    std::map<std::string, int64_t> injects(const std::string& board) const {
        std::map<std::string, int64_t> all;
        const auto parsed = serve::parse_json(board);
        const serve::Json& json = std::get<serve::Json>(parsed);
        for (const serve::Json& unit : *json.find("units")->list()) {
            const serve::Json* view = unit.find("now");
            all[*view->find("unit")->find("code")->text()] = *view->find("injects")->number();
        }
        return all;
    }

    std::string folder, token;
    int64_t wall = 0;
    std::shared_ptr<const plan::Plan> plan;
    std::unique_ptr<RehearsalHouse> house;
    std::unique_ptr<serve::Accounts> accounts;
    std::unique_ptr<serve::App> app;
};

TEST_F(Board, ShowsEveryUnitWhileTheDayRuns) {
    std::map<std::string, int64_t> before;
    std::string board;
    for (int hour = 0; hour < 3; ++hour) {
        (void)get("/v1/h/day/board");
        board = get("/v1/h/day/board");  // judged in the turn between
        const auto seen = injects(board);
        ASSERT_EQ(seen.size(), house->units().size());
        int64_t more = 0;
        for (const Code& unit : house->units()) {
            EXPECT_EQ(seen.at(unit),
                      static_cast<int64_t>(house->find(unit)->state().injects.size()))
                << unit;
            more += seen.at(unit) - before[unit];
        }
        EXPECT_GT(more, 0) << "cards are played from hour to hour";
        before = seen;
        pass(kHour);
    }
    size_t judged = 0, lines = 0;
    for (size_t at = 0; (at = board.find("\"judged\":{", at)) != board.npos; ++at) ++judged;
    for (size_t at = 0; (at = board.find("\"line\":\"", at)) != board.npos; ++at) ++lines;
    EXPECT_EQ(judged, house->units().size());
    EXPECT_EQ(lines, 6 * house->units().size()) << "Decision 766 has six";
}

TEST_F(Board, HoldsNothingPersonalInAnyByte) {
    pass(kHour);  // a login ends after two hours without use
    (void)get("/v1/h/day/board");
    pass(kHour);
    (void)get("/v1/h/day/board");
    std::string all = get("/v1/h/day/board") + get("/v1/h/day/board");
    for (const Code& unit : house->units()) all += get("/v1/h/day/u/" + unit + "/view/city");
    size_t tried = 0;
    for (const Code& unit : house->units()) {
        const auto storage =
            std::move(journal::sqlite_storage(house->journal_file(unit), journal::Open::read))
                .value();
        ASSERT_TRUE(storage
                        ->read_sealed([&](const journal::SealedRow& row) -> Status {
                            if (row.value.size() < 6) return ok();  // "2", "no" stand everywhere
                            ++tried;
                            EXPECT_EQ(all.find(row.value), all.npos) << row.value;
                            return ok();
                        })
                        .ok());
    }
    EXPECT_GT(tried, 50u);
}

}  // namespace
}  // namespace ss::rehearse
