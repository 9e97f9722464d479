// A forecast as evidence: what is read of it, when it is taken, and that it is seen.
#include "readiness/forecast.h"

#include <gtest/gtest.h>

#include <functional>

#include "readiness/html.h"
#include "readiness/json.h"
#include "readiness/lines.h"
#include "readiness/testing.h"
#include "readiness/text.h"
#include "words/words.h"

namespace ss::readiness {
namespace {

using Met = GateCondition::Met;
using testing::at;

plan::Plan a_plan() {
    plan::Plan p = *testing::plan_of_ward();
    p.hash = sha256("plan");
    p.city.go_live = date_of({2025, 7, 1});
    p.readiness.gate[Code(kSimulatedOnTime)] = {};
    return p;
}

GateForecast a_forecast(bool holds = true) {
    GateForecast f;
    f.as_it_stands = {9'648, 9'704, 9'760};
    f.stressed = {holds ? 9'500 : 9'499, 9'604, 9'700};
    f.officer = "minh";
    f.lane = "verify";
    f.holds = holds;
    f.target = 9'500;
    f.days = kGateDays;
    f.replications = kGateReplications;
    f.first_day = date_of({2025, 7, 1});
    f.digest = hex(sha256("runs"));
    f.plan = "ward";
    f.unit = "ward";
    f.plan_hash = sha256("plan");
    f.program = "0.1.0";
    return f;
}

Report a_report() {
    testing::Record r;
    r.present(1, at(0, 8), {"form", "original"}).receive(1, at(0, 8, 5), at(0, 17));
    r.finish(1, at(0, 9)).tick(at(0, 17, 30));
    const plan::Plan plan = a_plan();
    r.r.plan = std::make_shared<plan::Plan>(plan);
    RunReport run;
    run.plan = plan.hash;
    run.units = judge({r.r}, {});
    return compare({run}, plan);
}

const GateCondition& condition(const Report& r) {
    for (const GateCondition& c : r.conditions)
        if (c.code == kSimulatedOnTime) return c;
    ADD_FAILURE() << "the gate does not ask";
    return r.conditions.front();
}

TEST(GateForecast, IsReadAsItWasWritten) {
    GateForecast f = a_forecast();
    f.impossible = {"minh"};
    f.holds = false;
    const std::string bytes = json(f);
    const auto again = read_gate_forecast(bytes);
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(json(again.value()), bytes);
    EXPECT_EQ(bytes.find('.'), bytes.find("0.1.0") + 1) << "integers only";
}

TEST(GateForecast, IsNotReadWhereItContradictsItselfOrAnswersLess) {
    const auto refused = [](const std::function<void(GateForecast&)>& change) {
        GateForecast f = a_forecast();
        change(f);
        return !read_gate_forecast(json(f)).ok();
    };
    EXPECT_FALSE(refused([](GateForecast&) {}));
    EXPECT_TRUE(refused([](GateForecast& f) { f.stressed.low = 9'499; })) << "below the target";
    EXPECT_TRUE(refused([](GateForecast& f) { f.holds = false; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.impossible = {"minh"}; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.stressed.high = 10'001; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.as_it_stands.mean = 9'000; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.load = 1'000; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.days = 19; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.replications = 39; }));
    EXPECT_TRUE(refused([](GateForecast& f) { f.format = "sansang-report-1"; }));
    for (const char* other : {"", "{}", "not JSON", "[]"})
        EXPECT_FALSE(read_gate_forecast(other).ok()) << other;
}

TEST(GateForecast, AnswersItsConditionAndNoOther) {
    for (const bool holds : {true, false}) {
        Report r = a_report();
        EXPECT_EQ(condition(r).met, Met::not_yet);
        EXPECT_EQ(condition(r).why.front().rule, "gate.no_evidence");
        const auto before = r.conditions;
        ASSERT_TRUE(take_forecast(r, a_plan(), a_forecast(holds)).ok());
        EXPECT_EQ(condition(r).met, holds ? Met::yes : Met::no);
        EXPECT_EQ(condition(r).why.front().rule,
                  holds ? "gate.simulated.held" : "gate.simulated.missed");
        for (size_t i = 0; i < before.size(); ++i)
            if (before[i].code != kSimulatedOnTime) {
                EXPECT_EQ(before[i].met, r.conditions[i].met) << before[i].code;
            }
        // Nothing is known of what is not simulated.
        for (const FourColumns& c : r.columns)
            EXPECT_EQ(c.simulated, c.task != "copies" ? "" : holds ? "held" : "missed") << c.task;
    }
}

TEST(GateForecast, OfWhatWasNotRehearsedIsRefused) {
    const auto said = [](const std::function<void(GateForecast&)>& change) {
        Report r = a_report();
        const std::string before = json(r);
        GateForecast f = a_forecast();
        change(f);
        const Status taken = take_forecast(r, a_plan(), f);
        EXPECT_EQ(json(r), before) << "nothing of it is taken";
        return taken.ok() ? "" : taken.error().message;
    };
    EXPECT_NE(said([](GateForecast& f) { f.plan_hash = sha256("other"); }).find("rehearse the plan"),
              std::string::npos);
    EXPECT_NE(said([](GateForecast& f) { f.unit = "other"; }).find("forecast of other"),
              std::string::npos);
    EXPECT_NE(said([](GateForecast& f) { f.target = 9'000; }).find("target"), std::string::npos);
    EXPECT_NE(said([](GateForecast& f) { f.first_day.day += 1; }), "");
    Report none;
    EXPECT_FALSE(take_forecast(none, a_plan(), a_forecast()).ok());
}

TEST(GateForecast, IsSeenInEveryFormWithItsInterval) {
    Report r = a_report();
    const std::string before = json(r);
    EXPECT_EQ(before.find("\"forecast\""), std::string::npos);
    ASSERT_TRUE(take_forecast(r, a_plan(), a_forecast(false)).ok());
    EXPECT_NE(json(r).find("\"forecast\":{\"as_it_stands\":{\"high\":9760"), std::string::npos);
    const std::string text_page = text(r, a_plan(), "vi");
    for (const char* part : {"97,04 % →", "96,48 % đến 97,60 %", "94,99 %", "mầm ngẫu nhiên 1",
                             "01/07/2025", "mã kế hoạch"})
        EXPECT_NE(text_page.find(part), std::string::npos) << part << "\n" << text_page;
    for (size_t from = 0; from < text_page.size();) {
        const size_t end = text_page.find('\n', from);
        EXPECT_LE(columns_of(text_page.substr(from, end - from)), 100u);
        from = end + 1;
    }
    const std::string page =
        html(r, a_plan(), {{"vi", words::load("vi")}, {"en", words::load("en")}});
    for (const char* part : {"97,04 % → 96,04 %", "97.04 % → 96.04 %", "94,99 %–97 %"})
        EXPECT_NE(page.find(part), std::string::npos) << part;
}

TEST(GateForecast, NamesWhoIsIndispensable) {
    Report r = a_report();
    GateForecast f = a_forecast(false);
    f.impossible = {"minh", "ha"};
    ASSERT_TRUE(take_forecast(r, a_plan(), f).ok());
    EXPECT_EQ(condition(r).met, Met::no);
    EXPECT_NE(text(r, a_plan(), "en").find("minh; ha"), std::string::npos);
}

}  // namespace
}  // namespace ss::readiness
