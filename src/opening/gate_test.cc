// The gate: what of it may be waived, by what, until when.
#include "opening/gate.h"

#include <gtest/gtest.h>

#include "opening/testing.h"

namespace ss::opening {
namespace {

using Met = readiness::GateCondition::Met;
using readiness::Gate;
using testing::minimal;
using testing::texts;

const LocalDate kToday = date_of({2025, 7, 1});

readiness::Finding blocking(const std::string& rule, const Code& task, const Code& role,
                            const Code& category = "people") {
    readiness::Finding f;
    f.code = "F01";
    f.category = category;
    f.blocking = true;
    f.what = {rule, {role}};
    f.task = task;
    f.role = role;
    return f;
}

// As it stands today for a unit that has rehearsed well: no evidence from elsewhere.
readiness::Report good_report() {
    readiness::Report r;
    r.conditions = {{"no-tier-1-u", Met::yes, {}},     {"no-blocking-finding", Met::yes, {}},
                    {"tier-1-coverage", Met::yes, {}}, {"two-rehearsals", Met::yes, {}},
                    {"restore", Met::not_yet, {}},     {"no-u", Met::yes, {}}};
    readiness::RunReport run;
    run.scenario = "a-day";
    run.units.emplace_back().unit = "village";
    run.units.front().head = sha256("head");
    r.runs = {run};
    return r;
}

std::string waiver(const std::string& waives, const std::string& until = "2025-09-30",
                   const std::string& signed_on = "2025-06-28") {
    return "  - {waives: \"" + waives +
           "\", reason: Exercised in July, signed_by: Ann Example, post: Mayor, signed_on: " +
           signed_on + ", until: " + until + "}\n";
}

Diagnostics waive(Decision& d, const std::string& waivers, const Code& unit = "village") {
    Diagnostics complaints;
    apply_waivers(d, "w.yaml", "unit: " + unit + "\nwaivers:\n" + waivers, kToday, complaints);
    return complaints;
}

TEST(Gate, OpensWhereEverythingHolds) {
    auto report = good_report();
    for (auto& c : report.conditions) c.met = Met::yes;
    const Decision d = ask_gate(report, *minimal(), "village");
    EXPECT_EQ(d.conclude(), Gate::go);
    EXPECT_EQ(record_of(d, report).conclusion, "go");
}

TEST(Gate, WithoutAConditionSaysNo) {
    plan::Plan none;
    EXPECT_EQ(ask_gate({}, none, "village").conclude(), Gate::no_go);
    // A condition that only the plan to be opened names has no evidence.
    EXPECT_EQ(ask_gate({}, *minimal(), "village").conditions.at(0).met, Met::not_yet);
}

TEST(Gate, TakesTheForecastWhereOnlyThePlanToBeOpenedAsks) {
    plan::Plan plan;
    plan.readiness.gate["simulated-on-time"] = {};
    readiness::Report report = good_report();
    const auto met = [&] { return ask_gate(report, plan, "village").conditions.back().met; };
    EXPECT_EQ(met(), Met::not_yet);
    report.forecast.emplace().holds = true;
    EXPECT_EQ(met(), Met::yes);
    report.forecast->holds = false;
    EXPECT_EQ(met(), Met::no);
}

TEST(Gate, OpensOnConditionsWithASignedWaiver) {
    const auto report = good_report();
    Decision d = ask_gate(report, *minimal(), "village");
    EXPECT_EQ(d.conclude(), Gate::no_go) << "nobody has waived the exercise";
    EXPECT_EQ(texts(waive(d, waiver("restore"))), "");
    EXPECT_EQ(d.conclude(), Gate::conditional);
    const office::RecordGate record = record_of(d, report);
    EXPECT_EQ(record.conclusion, "conditional");
    EXPECT_EQ(record.conditions.size(), 6u);
    ASSERT_EQ(record.waivers.size(), 1u);
    EXPECT_EQ(record.waivers[0].of, "restore");
    EXPECT_EQ(record.waivers[0].until, date_of({2025, 9, 30}));
    ASSERT_EQ(record.runs.size(), 1u);
    EXPECT_EQ(record.runs[0].head, sha256("head"));
    // To its last day.
    Decision last = ask_gate(report, *minimal(), "village");
    EXPECT_EQ(texts(waive(last, waiver("restore", "2025-07-01"))), "");
    EXPECT_EQ(last.conclude(), Gate::conditional);
}

TEST(Gate, NeverWaivesWhatIsUnlawfulOrUnseen) {
    for (const Code code : {"no-tier-1-u", "tier-1-coverage", "no-blocking-finding"}) {
        auto report = good_report();
        report.conditions = {{code, Met::no, {}}};
        Decision d = ask_gate(report, plan::Plan{}, "village");
        EXPECT_TRUE(waive(d, waiver(code)).has_errors()) << code;
        EXPECT_EQ(d.conclude(), Gate::no_go) << code;
    }
}

TEST(Gate, WaivesFindingsOneByOne) {
    auto report = good_report();
    report.conditions = {{"no-blocking-finding", Met::no, {}}};
    report.open_findings = {blocking("people.single", "", "leader"),
                            blocking("people.single", "", "clerk")};
    Decision d = ask_gate(report, plan::Plan{}, "village");
    EXPECT_EQ(texts(waive(d, waiver("people.single/leader"))), "");
    EXPECT_EQ(d.conclude(), Gate::no_go) << "one is left";
    EXPECT_EQ(texts(waive(d, waiver("people.single/clerk"))), "");
    EXPECT_EQ(d.conclude(), Gate::conditional);
    EXPECT_EQ(record_of(d, report).findings.size(), 2u);
    // A task not done, or something unlawful, is no matter of consent.
    for (const auto& never :
         {blocking("dossier.not_done", "birth", ""), blocking("x", "", "clerk", "law")}) {
        report.open_findings = {never};
        Decision hard = ask_gate(report, plan::Plan{}, "village");
        EXPECT_TRUE(waive(hard, waiver(name_of(never))).has_errors());
        EXPECT_EQ(hard.conclude(), Gate::no_go);
    }
    // What a later rehearsal has closed, or never blocked, holds nobody up.
    report.open_findings = {blocking("a", "", ""), blocking("b", "", "")};
    report.open_findings[0].closed = true;
    report.open_findings[1].blocking = false;
    EXPECT_TRUE(ask_gate(report, plan::Plan{}, "village").findings.empty());
}

TEST(Waivers, AreComplainedOfWithTheirLine) {
    const auto codes = [](const std::string& waivers, const Code& unit = "village") {
        Decision d = ask_gate(good_report(), *minimal(), "village");
        const Diagnostics complaints = waive(d, waivers, unit);
        EXPECT_EQ(d.conclude(), Gate::no_go);
        std::string all;
        for (const Diagnostic& one : complaints.all()) {
            all += one.file + ":" + std::to_string(one.line) + " " + one.code + " ";
            EXPECT_FALSE(one.advice.empty());
        }
        return all;
    };
    EXPECT_EQ(codes(waiver("restore", "2025-06-30")), "w.yaml:3 waiver.expired ");
    EXPECT_EQ(codes(waiver("restor")), "w.yaml:3 waiver.unknown ");
    EXPECT_EQ(codes(waiver("no-tier-1-u") + waiver("no-blocking-finding")),
              "w.yaml:3 waiver.never w.yaml:4 waiver.one_by_one ");
    EXPECT_EQ(codes(waiver("restore", "2025-09-30", "2025-07-02")),
              "w.yaml:3 waiver.signed_later ");
    EXPECT_EQ(codes(waiver("restore", "2025-09-30", "2025-10-01")),
              "w.yaml:3 waiver.signed_later w.yaml:3 waiver.dates ");
    EXPECT_EQ(codes(waiver("two-rehearsals")), "w.yaml:3 waiver.needless ");
    EXPECT_EQ(codes(waiver("restore"), "hamlet"), "w.yaml:1 waiver.other_unit ");
    EXPECT_EQ(codes("  - {waives: restore, reason: \"\", signed_by: A, post: B, "
                    "signed_on: 2025-06-28, until: 2025-09-30}\n"),
              "w.yaml:3 waiver.empty ");
    EXPECT_EQ(codes("  - {waives: restore, until: soon}\n"),
              "w.yaml:3 waiver.missing_key w.yaml:3 waiver.missing_key w.yaml:3 "
              "waiver.missing_key w.yaml:3 waiver.missing_key w.yaml:3 waiver.type ");
    Decision d = ask_gate(good_report(), *minimal(), "village");
    EXPECT_TRUE(waive(d, waiver("restore") + waiver("restore")).has_errors()) << "twice";
}

}  // namespace
}  // namespace ss::opening
