// What cannot be run is said beforehand, with file and line and what to do about it.
#include <gtest/gtest.h>

#include "simulate/small_models.h"

namespace ss::simulate {
namespace {

using bpmn::testing::Sketch;
using small::Office;

// A procedure T with one desk: nothing is wrong with it.
Office sound() {
    Office o;
    o.procedure("T", {{"verify", "desk", "verify", "ok,again"}});
    o.person("an", {"desk"});
    return o;
}

// After `verify` a gateway without a default; `condition` stands on its only way.
Sketch one_way(const std::string& condition, bool at_once = false) {
    Sketch s("T");
    s.start("start");
    s.user("verify", "desk");
    s.node("exclusiveGateway", "fork");
    s.end("end");
    s.end("other");
    s.flow("start", at_once ? "fork" : "verify");
    if (at_once) s.flow("fork", "verify", condition);
    else s.flow("verify", "fork");
    s.flow("fork", "end", condition);
    s.flow("fork", "other", condition);
    if (at_once) s.flow("verify", "end");
    return s;
}

int line_of(const Sketch& s, const std::string& id) {
    const std::string xml = s.xml();
    const size_t found = xml.find("id=\"" + id + "\"");
    EXPECT_NE(found, std::string::npos);
    return 1 + static_cast<int>(
                   std::count(xml.begin(), xml.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
}

struct Wrong {
    const char* what;
    std::function<void(Office&)> change;
    std::string code, file;
    bool has_line = false;
    std::string says;  // in the message
};

const std::vector<Wrong>& table() {
    static const std::vector<Wrong> all{
        {"no people", [](Office& o) { o.setup.unit = "w"; }, "forecast.no_roster", "units", false,
         "\"w\""},
        {"a borrowed roster that is not there", [](Office& o) { o.setup.staff_of = "w"; },
         "forecast.no_roster", "units", false, ""},
        {"nobody for a step", [](Office& o) { o.plan.rosters["u"].officers.erase("an"); },
         "forecast.nobody", "T.bpmn", true, "\"verify\""},
        {"away for ever", [](Office& o) { o.plan.rosters["u"].officers["an"].posts.clear(); },
         "forecast.nobody", "T.bpmn", true, "role \"desk\""},
        {"nobody at the counter", [](Office& o) { o.plan.rosters["u"].officers.erase("rita"); },
         "forecast.nobody", "procedures/T/procedure.yaml", false, "\"receive\""},
        {"a department of the city where nobody receives",
         [](Office& o) {
             o.plan.city.units["u"].kind = "city";
             o.plan.rosters["u"].officers.erase("rita");
         },
         "forecast.no_counter", "units/u.yaml", false, "u is of kind city"},
        {"an agency with borrowed people",
         [](Office& o) {
             o.plan.city.units["a"].kind = "agency";
             o.setup.unit = "a";
             o.setup.staff_of = "u";
         },
         "forecast.no_counter", "city.yaml", false, "a is of kind agency"},
        {"a role that signs without a signature",
         [](Office& o) { o.plan.organization.roles["desk"].signs = true; }, "forecast.nobody",
         "T.bpmn", true, "\"verify\""},
        {"a split to somebody else", [](Office& o) { o.setup.splits["T/verify"] = {"rita"}; },
         "forecast.nobody", "T.bpmn", true, "\"verify\""},
        {"back again, always", [](Office& o) { o.plan.demand.outcomes["again"] = 1; },
         "forecast.endless", "T.bpmn", true, "never ends"},
        {"no way on after a step", [](Office& o) { o.add("T", one_way("=big")); },
         "forecast.no_way_on", "T.bpmn", true, "no condition holds"},
        {"no way on from the beginning", [](Office& o) { o.add("T", one_way("=big", true)); },
         "forecast.no_way_on", "T.bpmn", true, "no condition holds"},
        {"nobody comes with anything", [](Office& o) { o.plan.demand.mix.clear(); },
         "forecast.no_mix", "demand.yaml", false, "mix"},
        {"nobody comes at any hour", [](Office& o) { o.plan.demand.profile.clear(); },
         "forecast.no_profile", "demand.yaml", false, "hour"},
        {"nobody comes by any channel", [](Office& o) { o.plan.demand.channels.clear(); },
         "forecast.no_channels", "demand.yaml", false, "channel"},
        {"nobody comes at all", [](Office& o) { o.plan.demand.arrivals_per_day = {{"v", 3}}; },
         "forecast.no_arrivals", "demand.yaml", false, "for u"},
        {"nobody comes here", [](Office& o) { o.plan.demand.arrivals_per_day["u"] = 0; },
         "forecast.no_arrivals", "demand.yaml", true, "nobody comes to u"},
        {"nobody comes on any weekday", [](Office& o) { o.plan.demand.weekday.fill(0); },
         "forecast.no_arrivals", "demand.yaml", true, "weekday"},
        {"the only signature has run out",
         [](Office& o) {
             o.plan.organization.roles["desk"].signs = true;
             auto& an = o.plan.rosters["u"].officers["an"];
             an.signature = true;
             an.signature_until = o.setup.first_day;
         },
         "forecast.signature", "units/u.yaml", true, "an ran out on 2025-06-23"},
    };
    return all;
}

TEST(Model, SaysWhatCannotBeRunAndWhere) {
    for (const Wrong& w : table()) {
        SCOPED_TRACE(w.what);
        Office o = sound();
        if (w.file.ends_with(".yaml") && w.has_line)
            o.plan.files = {{"demand.yaml", "weekday: [1]\narrivals_per_day:\n  u: 0\n"},
                            {"units/u.yaml", "officers:\n  an: {signature: true}\n"}};
        w.change(o);
        Diagnostics d;
        EXPECT_EQ(o.model(d), nullptr);
        ASSERT_FALSE(d.all().empty());
        if (w.code == "forecast.no_counter") {
            EXPECT_EQ(d.all().size(), 1u);
        }
        const Diagnostic& first = d.all().front();
        EXPECT_EQ(first.severity, Severity::error);
        EXPECT_EQ(first.code, w.code);
        EXPECT_EQ(first.file, w.file);
        EXPECT_EQ(first.line > 0, w.has_line);
        EXPECT_NE(first.message.find(w.says), std::string::npos) << first.message;
        EXPECT_FALSE(first.advice.empty());
    }
}

TEST(Model, TheLineIsThatOfTheStep) {
    Office o;
    Sketch s("T");
    s.start("start");
    for (const char* step : {"first", "second"}) s.user(step, step);
    s.end("end");
    s.flow("start", "first");
    s.flow("first", "second");
    s.flow("second", "end");
    o.add("T", s);
    o.person("an", {"first"});
    Diagnostics d;
    EXPECT_EQ(o.model(d), nullptr);
    ASSERT_EQ(d.all().size(), 1u);
    EXPECT_EQ(d.all()[0].line, line_of(s, "second"));
    EXPECT_EQ(to_text(d.all()[0]).substr(0, 7), "T.bpmn:");
}

TEST(Model, SaysWhoStandsInForAPostThatNobodyHolds) {
    Office o = sound();
    o.person("binh", {"deputy"});
    o.plan.organization.roles["desk"].deputised_by = "deputy";
    o.plan.rosters["u"].officers.erase("an");
    o.plan.files["units/u.yaml"] = "unit: u\nofficers:\n  binh: {}\n";
    Diagnostics d;
    EXPECT_NE(o.model(d), nullptr);
    ASSERT_EQ(d.all().size(), 1u);
    EXPECT_EQ(to_text(d.all()[0]).substr(0, 47), "units/u.yaml:2: warning forecast.unstaffed: nob");
    EXPECT_NE(d.all()[0].message.find("\"desk\" (desk): all its work is done by binh"),
              std::string::npos)
        << d.all()[0].message;
}

TEST(Model, SaysWhoseSignatureRunsOutOnTheWay) {
    Office o = sound();
    o.plan.organization.roles["desk"].signs = true;
    auto& an = o.plan.rosters["u"].officers["an"];
    an.signature = true;
    an.signature_until = LocalDate{o.setup.first_day.day + 1};
    Diagnostics d;
    const auto model = o.model(d);
    ASSERT_NE(model, nullptr);
    model->say_signatures(o.setup.first_day, d);
    EXPECT_TRUE(d.all().empty());
    model->say_signatures({o.setup.first_day.day + 1}, d);
    ASSERT_EQ(d.all().size(), 1u);
    EXPECT_EQ(d.all()[0].code, "forecast.signature");
    EXPECT_NE(d.all()[0].message.find("an runs out on 2025-06-24"), std::string::npos);
}

// From the day on which it runs out; a day before it does what it did.
TEST(Model, ASignatureThatHasRunOutSignsNothing) {
    Office o;
    o.procedure("T", {{"verify", "desk", "verify"}});
    o.person("an", {"desk"});
    o.takes("T/verify", kHour);
    o.plan.organization.roles["desk"].signs = true;
    auto& an = o.plan.rosters["u"].officers["an"];
    an.signature = true;
    an.signature_until = LocalDate{small::kMonday.day + 1};
    for (const int day : {0, 1})
        o.comes(at_local({small::kMonday.day + day}, 8 * kHour, small::kOffset));
    EXPECT_EQ(small::live(o, 3).desk("verify"),
              (std::vector<std::string>{"Mon 08:01:00 1 begun an", "Mon 09:01:00 1 done an"}));
}

TEST(Model, SaysAllAtOnce) {
    Office o = sound();
    o.plan.demand.profile.clear();
    o.plan.demand.arrivals_per_day.clear();
    o.plan.demand.outcomes["again"] = 1;
    o.plan.rosters["u"].officers.erase("an");
    Diagnostics d;
    EXPECT_EQ(o.model(d), nullptr);
    std::set<std::string> codes;
    for (const Diagnostic& x : d.all()) codes.insert(x.code);
    EXPECT_EQ(codes, (std::set<std::string>{"forecast.endless", "forecast.no_arrivals",
                                            "forecast.no_profile", "forecast.nobody"}));
}

// Of several places where nothing goes on the first is named, run by run.
TEST(Model, NamesTheFirstOfSeveralDeadEnds) {
    for (int again = 0; again < 5; ++again) {
        Office o;
        Sketch s("T");
        s.start("start");
        s.end("end");
        std::string before = "start";
        for (const char* step : {"a", "b", "c", "d"}) {
            const std::string so = std::string("so-") + step;
            s.user(step, "desk", "ok,again");
            s.node("exclusiveGateway", so);
            if (before == "start") s.flow(before, step);
            else s.flow(before, step, "=outcome = \"ok\"");
            s.flow(step, so);
            s.flow(so, "end", "=big");
            before = so;
        }
        s.end("last");
        s.flow(before, "last", "=outcome = \"ok\"");
        o.plan.demand.outcomes["again"] = 0.1;
        o.person("an", {"desk"});
        std::vector<std::unique_ptr<int[]>> elsewhere;  // other addresses each time
        for (int i = 0; i < again * 7; ++i) elsewhere.push_back(std::make_unique<int[]>(50));
        o.add("T", s);
        Diagnostics d;
        EXPECT_EQ(o.model(d), nullptr);
        ASSERT_FALSE(d.all().empty());
        EXPECT_EQ(d.all()[0].code, "forecast.no_way_on");
        EXPECT_EQ(d.all()[0].line, line_of(s, "a")) << to_text(d.all()[0]);
    }
}

TEST(Model, WhatIsNeverAskedForNeedNobody) {
    Office o = sound();
    o.procedure("U", {{"survey", "surveyor"}});
    o.plan.demand.mix["U"] = 0;
    Diagnostics d;
    EXPECT_NE(o.model(d), nullptr);
    EXPECT_TRUE(d.all().empty());
    o.plan.demand.mix["U"] = 0.1;
    EXPECT_EQ(o.model(d), nullptr);
    // Nor a step that has been taken out.
    o.setup.removed = {"U/survey"};
    Diagnostics none;
    EXPECT_NE(o.model(none), nullptr);
}

// What bench/ and the result call an event: a message that nobody awaits is none.
TEST(Events, AreComingsAndEndsOfWork) {
    Office o = sound();
    for (int i = 0; i < 5; ++i) o.comes(small::at(0, "09:00"));
    const small::Lived lived = small::live(o, 5);
    const auto count = [&](Mark::What what) {
        return std::count_if(lived.log.begin(), lived.log.end(),
                             [&](const Mark& m) { return m.what == what; });
    };
    EXPECT_EQ(lived.tally.returned, 5);
    EXPECT_GE(count(Mark::What::done), 15);
    EXPECT_EQ(lived.tally.events, count(Mark::What::came) + count(Mark::What::done));
}

}  // namespace
}  // namespace ss::simulate
