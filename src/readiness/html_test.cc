#include "readiness/html.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "words/words.h"

namespace ss::readiness {
namespace {

std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

Language language(const std::string& code) {
    return {code, words::load(code)};
}
std::vector<Language> both() {
    return {language("vi"), language("en")};
}

org::Text text(const std::string& vi, const std::string& en) {
    return {{{"vi", vi}, {"en", en}}};
}

plan::Plan a_plan() {
    plan::Plan p;
    p.id = "hue-2025";
    p.calendar.offset = 7 * kHour;
    for (const auto& [code, vi, en] : std::vector<std::array<std::string, 3>>{
             {"reception", "Tiếp nhận và trả kết quả", "Reception"},
             {"justice", "Tư pháp – hộ tịch", "Justice"},
             {"certification", "Chứng thực", "Certification"},
             {"leader", "Lãnh đạo UBND", "Leader"},
             {"clerk", "Văn thư", "Clerk"}})
        p.organization.roles[code].name = text(vi, en);
    p.organization.bodies["dang-uy"].name = text("Đảng ủy", "Party committee");
    plan::CriticalTask task;
    task.name = text("Đăng ký khai sinh", "Birth registration");
    task.owner_role = "justice";
    p.readiness.tasks["birth"] = task;
    task.name = text("Chứng thực bản sao trong ngày", "Certified copy the same day");
    task.owner_role = "certification";
    p.readiness.tasks["certified-copy"] = task;
    p.readiness.gate["no-tier1-u"] = text("Không nhiệm vụ bậc 1 nào bị U", "No tier-1 U");
    plan::Procedure birth;
    birth.name = text("Đăng ký khai sinh", "Birth registration");
    birth.process_file = "procedures/1.001193/process.bpmn";
    p.procedures["1.001193"] = birth;
    p.files[birth.process_file] =
        read(SS_SOURCE_DIR "/plans/hue-2025/procedures/1.001193/process.bpmn");
    p.files["processes/sign-and-return.bpmn"] =
        read(SS_SOURCE_DIR "/plans/hue-2025/processes/sign-and-return.bpmn");
    p.rosters["my-thuong"].officers["nguyen-van-mau"].name = "Nguyễn Văn Mẫu";
    return p;
}

Instant at(int hour, int minute) {
    return at_local(*parse_date("2025-07-01"), hour * kHour + minute * kMinute, 7 * kHour);
}

void add_bars(UnitReport& u) {
    u.bars.push_back(
        {"dang-uy", "Hội nghị Đảng ủy", at(7, 0), at(8, 30), Rating::P, "meeting", 12});
    const Code lanes[] = {"reception", "justice", "certification", "leader", "clerk"};
    for (int i = 0; i < 260; ++i) {
        const int start = 8 * 60 + i * 2 % 500;
        u.bars.push_back(
            {lanes[i % 5], "H57.34-250701-" + std::to_string(1000 + i), at(start / 60, start % 60),
             i % 41 == 0 ? Instant{} : at((start + 9 + i % 17) / 60, (start + 9 + i % 17) % 60),
             static_cast<Rating>(i % 13 == 0   ? 3
                                 : i % 29 == 0 ? 4
                                               : i % 3),
             "work", static_cast<uint64_t>(400 + i)});
    }
    u.bars.push_back(
        {"leader", "Đi họp thành phố", at(9, 0), at(11, 0), Rating::none, "away", 500});
    u.bars.push_back({"reception", "Mất mạng", at(10, 0), at(10, 12), Rating::none, "outage", 501});
    for (int i = 0; i < 90; ++i)
        u.queue.push_back({at(8 + i / 10, i % 10 * 6), (i * 7) % 23 * (i < 50 ? 2 : 1)});
}

UnitReport a_unit() {
    UnitReport u;
    u.unit = "my-thuong";
    u.name = "Phường Mỹ Thượng";
    u.head = sha256("head");
    u.entries = 4210, u.facts = 10321, u.refusals = 37;
    u.colour = Colour::yellow;
    u.gate = Gate::conditional;
    u.score = 871;
    u.conditions = {{"no-tier1-u", GateCondition::Met::no, {{"dossier.supplement_once", {}}}}};
    u.attempts.push_back({{Rating::M, Rating::S, "mất mạng <ngoài ý muốn>", "nguyen-van-mau"},
                          "birth",
                          "my-thuong",
                          "nguyen-van-mau",
                          "justice",
                          "H57.34-250701-0001",
                          "1.001193",
                          "I07",
                          at(8, 1),
                          at(9, 30),
                          at(17, 0),
                          {{"dossier.supplement_once", {}}},
                          {412, 413, 414, 420},
                          false});
    const Rated none;
    u.tasks = {{{Rating::S, Rating::none, "", ""}, "birth", 1, 31, 20, 8, 2, 1, 3, 903, 950, 751,
                966, {}},
               {{Rating::P, Rating::M, "kể cả <nhắc>", "evaluator-2"}, "certified-copy", 1, 60, 58,
                2, 0, 0, 0, 1000, 950, 940, 1000, {}},
               {none, "unknown-task", 2, 0, 0, 0, 0, 0, 0, 0, 950, 0, 0, {}}};
    u.notes = {{9, at(8, 50), "evaluator-2", "I07", "nhắc <b>hai lần", Rating::M, {}},
               {10, at(9, 0), "boss", "", "bình tĩnh", Rating::none, {}}};
    u.people = {{"nguyen-van-mau", 41, 3, 1, 0, 1, 2}, {"ai-do", 7, 0, 0, 0, 0, 0}};
    u.preparation = {{"accounts", "my-thuong", "accounts", "Tài khoản <mọi người>", "chair",
                      date_of({2025, 6, 20}), true, false, "", "thành phố <chờ>", {4}},
                     {"seals", "my-thuong", "seals", "Con dấu", "", {}, true, true, "biên bản", "",
                      {}}};
    u.corrections = {{500, at(17, 0), "boss", "I07", "thêm <token>", "Chánh Văn phòng",
                      date_of({2025, 6, 27})}};
    Expectation e;
    e.text = "Phiếu bổ sung trong 30 phút & một lần";
    u.injects = {{{Rating::P, Rating::none, "", ""},
                  "I07",
                  "missing-paper",
                  "birth",
                  "my-thuong",
                  "Thiếu giấy chứng sinh",
                  at(8, 40),
                  true,
                  {{e, {true, {412}, 12 * kMinute}}},
                  {412}},
                 {{Rating::U, Rating::none, "", ""},
                  "I08",
                  "network-down",
                  "birth",
                  "my-thuong",
                  "Mất mạng",
                  at(10, 0),
                  true,
                  {{e, {false, {}, 0}}},
                  {}}};
    for (int i = 0; i < 15; ++i)
        u.findings.push_back({"F" + std::to_string(i + 1),
                              i % 2 ? "people" : "equipment",
                              i == 4,
                              1 + i % 9,
                              3,
                              2,
                              {"dossier.supplement_once", {}},
                              {"dossier.supplement_once", {}},
                              "birth",
                              "I07",
                              "justice",
                              "nguyen-van-mau",
                              {412, 413, 431},
                              i == 6});
    u.coverage.tasks = {2, 3, {"unknown-task"}};
    u.coverage.people = {1, 1, {}};
    u.coverage.mix["1.001193"] = {312, 280};
    u.leadership = {40, 12 * kMinute, 95 * kMinute, 7, 7, 5, 9, 8, 1, 3, 3};
    u.scorecard = {{"publicity", 18000, 18000, true, {}},
                   {"progress", 18900, 20000, true, {}},
                   {"online-payment", 0, 10000, false, {}}};
    add_bars(u);
    u.heat["1.001193"] = {{"verify", 31, 2, 1, 6 * kMinute, 75 * kMinute, 11 * kMinute},
                          {"register", 28, 0, 0, kMinute, 4 * kMinute, 9 * kMinute},
                          {"print", 28, 0, 0, kMinute, 25 * kMinute, 4 * kMinute},
                          {"tail/sign", 20, 0, 0, kMinute, 3 * kMinute, kMinute},
                          {"tail/seal", 19, 0, 1, kMinute, 3 * kMinute, kMinute}};
    u.figures = {{"received", 312}};
    return u;
}

Report a_report() {
    Report r;
    for (const uint64_t seed : {uint64_t{1}, uint64_t{2}}) {
        RunReport run;
        run.folder = "runs/" + std::to_string(seed);
        run.scenario = "my-thuong-2025-06-23";
        run.title = "Ngày vận hành thử";
        run.seed = seed;
        run.held_on = *parse_date("2025-06-23");
        run.lived_as = *parse_date("2025-07-01");
        run.units = {a_unit()};
        UnitReport other;
        other.unit = "vy-da";
        other.name = "Phường Vỹ Dạ";
        run.units.push_back(other);
        r.runs.push_back(std::move(run));
    }
    r.columns = {{"birth", "ok", "", Rating::S, 2, ""},
                 {"certified-copy", "blocked", "", Rating::P, 2, ""}};
    r.gate = Gate::conditional;
    return r;
}

// Every tag that is opened is closed, in order.
std::string unbalanced(const std::string& page) {
    static const std::set<std::string> lonely{"meta", "br",   "!doctype", "line",
                                              "path", "rect", "circle",   "i"};
    std::vector<std::string> open;
    for (size_t i = 0; (i = page.find('<', i)) != std::string::npos; ++i) {
        const size_t end = page.find('>', i);
        const bool closing = page[i + 1] == '/';
        const size_t from = i + (closing ? 2 : 1);
        const std::string tag = page.substr(from, page.find_first_of(" >/", from) - from);
        if (tag == "style" || tag == "script") {
            i = page.find("</" + tag + ">", i);
            continue;
        }
        if (page[end - 1] == '/' || tag == "meta" || tag == "br" || tag == "!doctype") continue;
        if (!closing) {
            open.push_back(tag);
        } else {
            if (open.empty() || open.back() != tag) return "</" + tag + "> at " + std::to_string(i);
            open.pop_back();
        }
    }
    return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

TEST(Html, ThePageIsWholeAndBalanced) {
    const std::string page = html(a_report(), a_plan(), both());
    EXPECT_EQ(unbalanced(page), "");
    for (const char* id :
         {"columns", "gate", "tasks", "findings", "day", "injects", "procedures", "leadership",
          "scorecard", "coverage", "attempts", "provenance", "compare", "units"})
        EXPECT_NE(page.find("id=\"" + std::string(id) + "\""), std::string::npos) << id;
    if (const char* out = std::getenv("SS_HTML_OUT")) std::ofstream(out) << page;
}

TEST(Html, ItNeedsNoNetwork) {
    const std::string page = html(a_report(), a_plan(), both());
    EXPECT_EQ(page.find(" src="), std::string::npos);
    EXPECT_EQ(page.find("@import"), std::string::npos);
    EXPECT_EQ(page.find("url(http"), std::string::npos);
    for (size_t i = 0; (i = page.find("href=\"", i)) != std::string::npos; ++i)
        EXPECT_EQ(page[i + 6], '#');
}

// On paper the sections follow one another: laid out as a grid, they were squeezed side by side.
TEST(Html, PrintedItIsOneColumnAsOnTheScreen) {
    const std::string page = html(a_report(), a_plan(), both());
    const size_t print = page.find("@media print{");
    ASSERT_NE(print, std::string::npos);
    const std::string rules = page.substr(print, page.find("</style>", print) - print);
    const size_t whole = rules.find("main,header.top,footer{");
    ASSERT_NE(whole, std::string::npos) << rules;
    const std::string rule = rules.substr(whole, rules.find('}', whole) - whole);
    EXPECT_EQ(rule.find("display"), std::string::npos) << rule;
    EXPECT_NE(rule.find("max-width:none"), std::string::npos) << rule;
}
TEST(Html, EveryWordIsKnownInBothLanguages) {
    const std::string page = html(a_report(), a_plan(), both());
    const size_t hit = page.find("report.");
    EXPECT_EQ(hit, std::string::npos) << page.substr(hit == std::string::npos ? 0 : hit, 60);
    EXPECT_NE(page.find("<span lang=\"en\">Birth registration</span>"), std::string::npos);
    EXPECT_NE(page.find("<span lang=\"vi\">Đăng ký khai sinh</span>"), std::string::npos);
}

TEST(Html, StepsOfACalledProcessShowOnTheCallAndOnItsOwnDiagram) {
    const std::string page = html(a_report(), a_plan(), both());
    size_t diagrams = 0;
    for (size_t i = 0; (i = page.find("<svg class=\"bpmn\"", i)) != std::string::npos; ++i)
        ++diagrams;
    EXPECT_EQ(diagrams, 2u);
    EXPECT_NE(page.find(">20</text>"), std::string::npos);  // on the call: its busiest step
    EXPECT_NE(page.find(">19</text>"), std::string::npos);  // sealed, in the process called
}

TEST(Html, NoEvidenceReadsNotYet) {
    const std::string page = html(a_report(), a_plan(), both());
    const size_t columns = page.find("id=\"columns\"");
    EXPECT_NE(page.find("chưa có", columns), std::string::npos);
    EXPECT_LT(page.find("chưa có", columns), page.find("</section>", columns));
}

TEST(Html, WhatOthersWroteCannotBecomeMarkup) {
    Report r = a_report();
    for (RunReport& run : r.runs) {
        run.title = "<script>alert(1)</script>";
        run.units[0].name = "<img onerror=x>";
        run.units[0].bars[0].label = "</title><script>";
        run.units[0].injects[0].title = "\"><b>";
    }
    const std::string page = html(r, a_plan(), both());
    EXPECT_EQ(page.find("<script>alert"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_EQ(unbalanced(page), "");
}

TEST(Html, ShowsWhatWasChangedPreparedObservedAndCorrected) {
    const std::string page = html(a_report(), a_plan(), both());
    for (const char* text : {"kể cả &lt;nhắc&gt; (evaluator-2)", "nhắc &lt;b&gt;hai lần",
                             "Tài khoản &lt;mọi người&gt;", "thành phố &lt;chờ&gt;",
                             "thêm &lt;token&gt;", "27/06/2025", "id=\"people\"", "bình tĩnh"})
        EXPECT_NE(page.find(text), std::string::npos) << text;
    EXPECT_EQ(page.find("<nhắc>"), std::string::npos);
    EXPECT_EQ(unbalanced(page), "");
}

TEST(Html, TheSameReportGivesTheSameBytes) {
    EXPECT_EQ(html(a_report(), a_plan(), both()), html(a_report(), a_plan(), both()));
}

TEST(Html, OneLanguageHasNoSwitchAndAnEmptyReportNoPage) {
    const std::string page = html(a_report(), a_plan(), {language("en")});
    EXPECT_EQ(page.find("<button"), std::string::npos);
    EXPECT_EQ(page.find("chưa"), std::string::npos);
    EXPECT_EQ(html({}, a_plan(), both()), "");
    Report bare;
    bare.runs.emplace_back();
    bare.runs[0].units.emplace_back();
    EXPECT_EQ(unbalanced(html(bare, a_plan(), both())), "");
}

}  // namespace
}  // namespace ss::readiness
