#include "simulate/page.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>
#include <set>

#include "readiness/lines.h"
#include "simulate/page_testing.h"
#include "simulate/tell.h"
#include "words/words.h"

namespace ss::simulate {
namespace {

using testing::figure;

plan::Plan the_plan() {
    return testing::a_plan(SS_SOURCE_DIR);
}
size_t count(const std::string& text, const std::string& what) {
    size_t n = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
    return n;
}
bool has(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

// Every kind of result the engine may bring, for what must hold of all of them.
std::vector<Findings> every_kind() {
    std::vector<Findings> all{testing::all(), testing::many(40), testing::many(3)};
    all.emplace_back().forecast = testing::a_forecast();
    all.emplace_back().comparison.variants.emplace_back();  // nothing in it at all
    all.back().comparison.variants.front().result.units.emplace_back();
    all.emplace_back().comparison.variants.push_back(
        {"", "", testing::a_result(0.06), {}, {}, false});
    Simulated& once = all.back().comparison.variants.front().result;
    once.replications = 1, once.identities_hold = false;
    once.on_time.half = once.units.front().on_time.half = -1;
    return all;
}

TEST(ForecastPage, TheSameResultGivesTheSameBytes) {
    const plan::Plan p = the_plan();
    const Findings f = testing::all();
    EXPECT_EQ(html(f, p), html(testing::all(), p));
    EXPECT_EQ(json(f), json(testing::all()));
    EXPECT_EQ(text(f, p, "vi"), text(testing::all(), p, "vi"));
}

TEST(ForecastPage, HoldsBothLanguagesAndNoWordIsMissing) {
    const plan::Plan p = the_plan();
    for (const Findings& f : every_kind()) {
        const std::string page = html(f, p);
        EXPECT_FALSE(has(page, "simulate.")) << page.substr(page.find("simulate."), 60);
        EXPECT_FALSE(has(page, "report.")) << page.substr(page.find("report."), 60);
        EXPECT_TRUE(has(page, "<span lang=\"vi\">Dự báo vận hành</span>"));
        EXPECT_TRUE(has(page, "<span lang=\"en\">Operating forecast</span>"));
        for (const char* language : {"vi", "en"}) {
            const std::string told = text(f, p, language);
            EXPECT_FALSE(has(told, "simulate.")) << told.substr(told.find("simulate."), 60);
        }
    }
}

TEST(ForecastPage, NothingFromOutsideIsMarkup) {
    const std::string page = html(testing::all(), the_plan());
    for (const char* foreign : {"<Mẫu>", "<chứng", "<hai", "<tại", "<nghiệm"})
        EXPECT_FALSE(has(page, foreign)) << foreign;
    EXPECT_TRUE(has(page, "Cao Thị &lt;Mẫu&gt;"));
    EXPECT_TRUE(has(page, "&lt;hai lần&gt;"));
}

TEST(ForecastPage, NeedsNoNetworkAndItsPlotsHaveNames) {
    const std::string page = html(testing::all(), the_plan());
    EXPECT_EQ(count(page, "http"), count(page, "http://www.w3.org/2000/svg"));
    EXPECT_FALSE(has(page, "<link"));
    EXPECT_FALSE(has(page, "url(http"));
    EXPECT_GT(count(page, "class=\"plot\" role=\"img\""), 7u);
    EXPECT_EQ(count(page, "class=\"plot\" role=\"img\""), count(page, "<desc>"));
    EXPECT_EQ(count(page, "<figcaption id="), count(page, "aria-labelledby="));
    EXPECT_GT(count(page, "class=\"bpmn\""), 2u);
    EXPECT_EQ(count(page, "<table"), count(page, "<thead>"));
    // Every id once, every link to one that is there.
    std::set<std::string> ids;
    const std::regex id("<[^>]* id=\"([^\"]*)\""), link("href=\"#([^\"]*)\"");
    for (std::sregex_iterator i(page.begin(), page.end(), id), end; i != end; ++i)
        EXPECT_TRUE(ids.insert((*i)[1]).second) << (*i)[1];
    for (std::sregex_iterator i(page.begin(), page.end(), link), end; i != end; ++i)
        EXPECT_TRUE(ids.contains((*i)[1])) << (*i)[1];
}

TEST(ForecastPage, EveryElementIsClosed) {
    for (const Findings& f : every_kind()) {
        const std::string page = html(f, the_plan());
        for (const std::string tag : {"section", "table", "tbody", "tr", "td", "div", "figure",
                                      "svg", "details", "ul", "li", "p", "span", "g"}) {
            const std::regex open("<" + tag + "[ >]");
            const auto n = std::distance(std::sregex_iterator(page.begin(), page.end(), open), {});
            EXPECT_EQ(static_cast<size_t>(n), count(page, "</" + tag + ">")) << tag;
        }
        EXPECT_FALSE(std::regex_search(page, std::regex("[\"> ]-?(nan|inf)[\"< ]")));
    }
}

TEST(ForecastPage, SaysWhatDivergesAndSinceWhen) {
    const plan::Plan p = the_plan();
    const Findings f = testing::all();
    for (const std::string& told : {html(f, p), text(f, p, "vi")}) {
        EXPECT_TRUE(has(told, "chỉ tăng từ ngày 09/07/2025"));
        EXPECT_TRUE(has(told, "Từ ngày 09/07/2025 số hồ sơ đang giải quyết chỉ tăng"));
    }
    EXPECT_TRUE(has(text(f, p, "en"), "only grows from 09/07/2025"));
}

TEST(ForecastPage, SaysStableOnlyWhereThatWasSeen) {
    const plan::Plan p = the_plan();
    Findings f;
    f.comparison.variants.push_back({"", "", testing::a_result(0), {}, {}, false});
    UnitFigures& u = f.comparison.variants[0].result.units[0];
    EXPECT_TRUE(has(html(f, p), "Ổn định"));
    EXPECT_FALSE(has(text(f, p, "vi"), "Chưa rõ hồ sơ tồn"));
    u.trend = Trend::unclear;
    EXPECT_FALSE(has(html(f, p), "Ổn định"));
    EXPECT_TRUE(has(html(f, p), "<div class=\"card words\"><span lang=\"vi\">Hồ sơ tồn"));
    EXPECT_TRUE(has(text(f, p, "vi"), "? Chưa rõ hồ sơ tồn"));
    u = testing::a_unit("my-thuong", 0.06);
    EXPECT_FALSE(has(html(f, p), "Ổn định"));
    EXPECT_TRUE(has(html(f, p), "từ ngày 09/07/2025: Lãnh đạo UBND · bản sao chứng thực"));
    f = testing::many(3);
    EXPECT_TRUE(has(html(testing::many(40), p), "Chỉ tăng"));
    for (UnitFigures& x : f.comparison.variants[0].result.units) {
        x.diverges.reset();
        x.trend = Trend::steady;
    }
    EXPECT_TRUE(has(html(f, p), "Ổn định"));
    f.comparison.variants[0].result.units[1].trend = Trend::unclear;
    EXPECT_TRUE(has(html(f, p), "chưa đủ căn cứ ở 1 trong 3 đơn vị"));
}

TEST(ForecastPage, AnIntervalStaysWithItsFigure) {
    const plan::Plan p = the_plan();
    Findings f;
    f.comparison.variants.push_back({"", "", testing::a_result(0), {}, {}, false});
    UnitFigures& u = f.comparison.variants[0].result.units[0];
    u.lanes[0].waiting = figure(392'043, 1'556);
    u.procedures[0].arrived = figure(262'174, 2'560);
    const std::string told = text(f, p, "vi");
    EXPECT_TRUE(has(told, "392.043\u00a0±\u00a01.556"));
    EXPECT_TRUE(has(told, "262.174\u00a0±\u00a02.560"));
    EXPECT_TRUE(has(html(f, p), "<small class=\"pm\">±"));
}

TEST(ForecastPage, VeryManyUnitsHaveNoEmptyColumn) {
    const plan::Plan p = the_plan();
    Findings f = testing::many(40);
    EXPECT_TRUE(has(html(f, p), "<th scope=\"col\"><span lang=\"vi\">Chỗ tắc</span>"));
    for (UnitFigures& u : f.comparison.variants[0].result.units) u.lanes.clear();
    EXPECT_FALSE(has(html(f, p), "<th scope=\"col\"><span lang=\"vi\">Chỗ tắc</span>"));
    EXPECT_FALSE(has(text(f, p, "vi"), "Chỗ tắc"));
}

TEST(ForecastPage, LeavesOutWhatWasNotAskedFor) {
    const plan::Plan p = the_plan();
    Findings f;
    f.comparison.variants.push_back({"", "", testing::a_result(0), {}, {}, false});
    std::string page = html(f, p);
    for (const char* id : {"variants", "breaks", "remedies", "pareto", "dossiers", "units"})
        EXPECT_FALSE(has(page, "id=\"" + std::string(id) + "\"")) << id;
    for (const char* id : {"verdict", "days", "procedures", "lanes", "people", "steps"})
        EXPECT_TRUE(has(page, "<section id=\"" + std::string(id) + "\"")) << id;
    EXPECT_FALSE(has(json(f), "\"search\""));
    EXPECT_FALSE(has(json(f), "\"forecast\""));
    page = html(testing::all(), p);
    for (const char* id : {"variants", "breaks", "remedies", "pareto", "dossiers"})
        EXPECT_TRUE(has(page, "<section id=\"" + std::string(id) + "\"")) << id;
    EXPECT_TRUE(html({}, p).empty());
    EXPECT_EQ(count(text({}, p, "en"), "\n"), 1u);
}

TEST(ForecastPage, ATieIsCalledOne) {
    const plan::Plan p = the_plan();
    Findings f = testing::all();
    f.comparison.variants[1].tie = true;
    EXPECT_TRUE(has(html(f, p), "<span class=\"chip tie\"><span lang=\"vi\">hoà</span>"));
    EXPECT_TRUE(has(text(f, p, "vi"), "hoà với"));
    EXPECT_EQ(count(html(f, p), "<td class=\"n\">=&nbsp;"), 1u);
}

TEST(ForecastPage, AssumedStaffAndSyntheticUnitsAreMarked) {
    const plan::Plan p = the_plan();
    Findings f;
    f.comparison.variants.push_back({"", "", testing::a_result(0), {}, {}, false});
    EXPECT_FALSE(has(html(f, p), "class=\"note"));
    UnitFigures& u = f.comparison.variants[0].result.units[0];
    u.synthetic = u.staff_assumed = true;
    EXPECT_TRUE(has(html(f, p), "Đơn vị giả định"));
    EXPECT_TRUE(has(html(f, p), "Assumed staff"));
    EXPECT_TRUE(has(text(f, p, "vi"), "Nhân sự giả định"));
    EXPECT_TRUE(has(text(testing::many(40), p, "vi"), "don-vi-23 *"));
}

TEST(ForecastPage, ATerminalHasAHundredColumns) {
    const plan::Plan p = the_plan();
    for (const Findings& f : every_kind())
        for (const char* language : {"vi", "en"}) {
            const std::string told = text(f, p, language);
            for (size_t from = 0; from < told.size();) {
                const size_t end = told.find('\n', from);
                const std::string line = told.substr(from, end - from);
                EXPECT_LE(readiness::columns_of(line), 100u) << line;
                from = end + 1;
            }
        }
    EXPECT_LT(count(text(testing::many(3321), p, "vi"), "\n"), 60u);
}

TEST(ForecastPage, ManyUnitsStayOnOnePage) {
    const Findings f = testing::many(3321);
    const std::string page = html(f, the_plan());
    EXPECT_LT(page.size(), 3u << 20);
    EXPECT_TRUE(has(page, "3.321"));
    EXPECT_TRUE(has(page, "3,321"));
}

TEST(ForecastJson, IsCanonicalAndHasEverything) {
    for (const Findings& f : every_kind()) {
        boost::system::error_code error;
        boost::json::parse(json(f), error);
        EXPECT_FALSE(error) << error.message();
    }
    const std::string bytes = json(testing::all());
    const boost::json::value all = boost::json::parse(bytes);
    EXPECT_EQ(all.at("format"), "sansang-forecast-1");
    const auto& result = all.at("variants").at(1).at("result");
    EXPECT_EQ(result.at("first_day"), "2025-07-01");
    const auto& unit = result.at("units").at(0);
    EXPECT_EQ(unit.at("steps").as_array().size(), 6u);
    EXPECT_EQ(unit.at("lanes").as_array().size(), 4u);
    EXPECT_EQ(unit.at("days").as_array().size(), 10u);
    EXPECT_EQ(unit.at("posts").as_array().size(), 5u);
    EXPECT_EQ(unit.at("trend"), "steady");
    EXPECT_FALSE(unit.as_object().contains("diverges"));
    EXPECT_TRUE(has(bytes, "\"on_time_gain\":{\"half\":0.009,\"mean\":0.058,\"n\":200}"));
    EXPECT_FALSE(std::regex_search(bytes, std::regex("[:,\\[]-?[0-9.]+e")));
    EXPECT_FALSE(std::regex_search(bytes, std::regex("[:,\\[]-?[0-9]+\\.[0-9]{5}")));
}

TEST(ForecastJson, AnUnknownFigureHasNoMean) {
    Findings f;
    f.comparison.variants.emplace_back();
    Simulated& r = f.comparison.variants.back().result;
    r.on_time = {0.94999, 1.0 / 3, 12};
    r.arrived = {-2.5, -1, 1};
    r.target = 1e300;  // nothing a reader could use
    const std::string bytes = json(f);
    EXPECT_TRUE(has(bytes, "\"on_time\":{\"half\":0.3333,\"mean\":0.95,\"n\":12}"));
    EXPECT_TRUE(has(bytes, "\"arrived\":{\"mean\":-2.5,\"n\":1}"));
    EXPECT_TRUE(has(bytes, "\"events\":{\"n\":0}"));
    EXPECT_TRUE(has(bytes, "\"target\":null"));
}

TEST(Teller, SaysFiguresAsPeopleReadThem) {
    const plan::Plan p = the_plan();
    const Teller vi(p, "vi", words::load("vi")), en(p, "en", words::load("en"));
    EXPECT_EQ(vi.number(44825.0), "44.825");
    EXPECT_EQ(en.number(-1234567.891, 2), "\u22121,234,567.89");
    EXPECT_EQ(vi.number(-0.04, 1), "0,0");
    EXPECT_EQ(vi.share(figure(0.934, 0.008)), "93,4\u00a0%\u00a0±\u00a00,8");
    EXPECT_EQ(vi.share(Figure{0.934, -1, 1}), "93,4\u00a0%");
    EXPECT_EQ(vi.share(Figure{}), "–");
    EXPECT_EQ(en.within(figure(0.995, 0.01)), "98.5\u2060–\u2060100.0\u00a0%");
    EXPECT_EQ(en.points(figure(-0.02, 0.03)), "\u22122.0\u00a0±\u00a03.0");
    EXPECT_EQ(vi.count(figure(0, 0)), "0");
    EXPECT_EQ(vi.count(figure(12, 0.3)), "12,0\u00a0±\u00a00,3");
    EXPECT_EQ(vi.count(figure(1204, 12)), "1.204\u00a0±\u00a012");
    EXPECT_EQ(vi.worked(45), "45\u00a0phút");
    EXPECT_EQ(vi.worked(75), "1\u00a0giờ\u00a015\u00a0phút");
    EXPECT_EQ(vi.worked(-120), "\u22122\u00a0giờ");
    EXPECT_EQ(vi.worked(1248), "2,6\u00a0ngày");  // of eight working hours
    EXPECT_EQ(en.waited(1248), "20\u00a0h\u00a048\u00a0min");
    EXPECT_EQ(vi.worked(figure(9.2, 1.4)), "9,2\u00a0phút\u00a0±\u00a01,4");
    EXPECT_EQ(vi.worked(figure(75, 6.2)), "1\u00a0giờ\u00a015\u00a0phút ±\u00a06");
    EXPECT_EQ(vi.worked(figure(75, 90)),
              "1\u00a0giờ\u00a015\u00a0phút ±\u00a01\u00a0giờ\u00a030\u00a0phút");
    EXPECT_EQ(vi.worked(figure(1248, 144)), "2,6\u00a0ngày\u00a0±\u00a00,3");
    EXPECT_EQ(vi.worked(figure(45, 0.2)), "45\u00a0phút");
    EXPECT_EQ(vi.worked(Figure{45, -1, 1}), "45\u00a0phút");
    EXPECT_EQ(vi.unit("made-up-0153"), "Đơn vị giả định 153");
    EXPECT_EQ(vi.lane("leader:BS"), "Lãnh đạo UBND · bản sao chứng thực");
    EXPECT_EQ(vi.unit("my-thuong"), "Phường Mỹ Thượng");
    const UnitFigures u = testing::a_unit("my-thuong", 0);
    EXPECT_EQ(vi.main_post(u.people[0]), "Phó Chủ tịch Ủy ban nhân dân (+1 vị trí)");
    EXPECT_EQ(vi.main_post(u.people[1]), "Công chức tiếp nhận");
    EXPECT_EQ(vi.officer("elsewhere", "le-vi-du"), "Lê Ví Dụ");  // lent
}

TEST(Teller, SaysWhereItBreaks) {
    const plan::Plan p = the_plan();
    const Teller en(p, "en", words::load("en"));
    BreakingPoint b = testing::a_search().breaks.front();
    EXPECT_TRUE(has(en.breaking(b, "my-thuong", 0.95), "30\u00a0% more dossiers"));
    EXPECT_TRUE(has(en.breaking(b, "my-thuong", 0.95), "certified copies (Huỳnh Văn Tập)"));
    b.at = 1, b.holds = 0.8;
    EXPECT_TRUE(has(en.breaking(b, "my-thuong", 0.95), "only with 80\u00a0% of today"));
    b.found = false, b.holds = 2;
    EXPECT_TRUE(has(en.breaking(b, "my-thuong", 0.95), "Tried up to 100\u00a0% more"));
}

TEST(Standing, OnlyAnIntervalDecides) {
    EXPECT_EQ(standing(figure(0.96, 0.01), 0.95), Standing::holds);
    EXPECT_EQ(standing(figure(0.955, 0.01), 0.95), Standing::unclear);
    EXPECT_EQ(standing(figure(0.93, 0.01), 0.95), Standing::fails);
    EXPECT_EQ(standing(Figure{0.99, -1, 1}, 0.95), Standing::unclear);
    EXPECT_EQ(standing(Figure{}, 0.95), Standing::unknown);
}

}  // namespace
}  // namespace ss::simulate
