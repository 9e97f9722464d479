// What-if files: every complaint has its line, and every change does what it says and nothing else.
#include "simulate/change.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ss::simulate {
namespace {

std::shared_ptr<const plan::Plan> hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics d;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", d);
    }();
    return plan;
}

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<WhatIf> parse(const std::string& bytes, Diagnostics& d) {
    const Days july{date_of({2025, 7, 1}), date_of({2025, 7, 31})};
    return parse_what_if(bytes, "x.yaml", *hue(), "my-thuong", july, d);
}

// The complaints, as lines: "4:13 unknown_officer".
std::vector<std::string> complaints(const std::string& bytes) {
    Diagnostics d;
    const auto w = parse(bytes, d);
    EXPECT_EQ(w.has_value(), !d.has_errors()) << bytes;
    std::vector<std::string> all;
    for (const Diagnostic& x : d.all()) {
        EXPECT_EQ(x.file, "x.yaml");
        EXPECT_FALSE(x.advice.empty()) << to_text(x);
        EXPECT_TRUE(x.code.starts_with("whatif.")) << x.code;
        all.push_back(std::to_string(x.line) + " " + x.code.substr(7));
    }
    return all;
}

// One variant with this in it, each line at its own.
std::string variant(const std::string& lines) {
    return "variants:\n  - name: a\n" + lines + "\n";
}

TEST(WhatIf, ComplainsOfWhatThePlanDoesNotHave) {
    const struct {
        const char *line, *code;
    } wrong[] = {
        {"    absent: [nobody]", "3 unknown_officer"},
        {"    leave: [{officer: nobody, from: 2025-07-04}]", "3 unknown_officer"},
        {"    leave: [{officer: ho-on-tap, from: 2025-07-04, to: 2025-07-03}]", "3 leave"},
        {"    leave: [{officer: ho-on-tap, from: 2025-08-01}]", "3 leave"},
        {"    leave: [{officer: ho-on-tap, from: 2025-06-01, to: 2025-06-30}]", "3 leave"},
        {"    leave: [{officer: ho-on-tap, from: tomorrow}]", "3 type"},
        {"    leave: [{officer: ho-on-tap}]", "3 missing_key"},
        {"    signatures: [nobody]", "3 unknown_officer"},
        {"    also_posts: {nobody: [van-thu]}", "3 unknown_officer"},
        {"    instead_posts: {nobody: [van-thu]}", "3 unknown_officer"},
        {"    also_posts: {ho-on-tap: [nothing]}", "3 unknown_post"},
        {"    newcomers: {x: {posts: [nothing]}}", "3 unknown_post"},
        {"    removed_steps: [1.001193/nothing]", "3 unknown_step"},
        {"    removed_steps: [certify]", "3 unknown_step"},
        {"    limits: {1.001193/nothing: PT5M}", "3 unknown_step"},
        {"    limits: {1.001193/verify: 5 minutes}", "3 duration"},
        {"    splits: {nothing: [ho-on-tap]}", "3 unknown_step"},
        {"    splits: {certify: [nobody]}", "3 unknown_officer"},
        {"    priority: {9.999: 1}", "3 unknown_procedure"},
        {"    demand: {mix: {9.999: 1}}", "3 unknown_procedure"},
        {"    demand: {arrivals_per_day: {nowhere: 1}}", "3 unknown_unit"},
    };
    for (const auto& w : wrong)
        EXPECT_EQ(complaints(variant(w.line)), std::vector<std::string>{w.code}) << w.line;
}

TEST(WhatIf, ComplainsOfWhatCannotBeMeant) {
    const struct {
        const char *line, *code;
    } wrong[] = {
        {"    load: 0", "3 value"},
        {"    load: much", "3 type"},
        {"    opens_earlier: half an hour", "3 type"},
        {"    outage_hours: 25", "3 value"},
        {"    shift_end: never", "3 value"},
        {"    newcomers: {x: {name: New}}", "3 missing_key"},
        {"    nonsense: 1", "3 unknown_key"},
        {"    demand: {service: {sign: {law: exponential, mean: -1}}}", "3 value"},
        {"    demand: {service: {sign: {law: exponential}}}", "3 service"},
        {"    demand: {service: {sign: {median: 5, p90: 2}}}", "3 service"},
        {"    demand: {mix: {2.000815: 0.4}}", "3 shares"},
        {"    demand: {steps: {1.001193/nothing: {median: 1, p90: 2}}}", "3 unknown_parameter"},
        {"    demand: {nonsense: 1}", "3 unknown_key"},
    };
    for (const auto& w : wrong) {
        const auto all = complaints(variant(w.line));
        EXPECT_EQ(all, std::vector<std::string>{w.code}) << w.line;
    }
    EXPECT_EQ(complaints("variants: []\n"), std::vector<std::string>{"1 no_variants"});
    EXPECT_EQ(complaints("title: x\n"), std::vector<std::string>{"1 missing_key"});
    EXPECT_EQ(complaints("variants:\n  - load: 2\n"), std::vector<std::string>{"2 missing_key"});
    EXPECT_EQ(complaints("variants: [{name: a}]\ncosts: {split: -1}\n"),
              std::vector<std::string>{"2 value"});
}

TEST(WhatIf, TellsAllComplaintsAtOnce) {
    EXPECT_EQ(
        complaints("variants:\n"
                   "  - name: a\n"
                   "    absent: [nobody]\n"
                   "  - name: b\n"
                   "    removed_steps: [x/y]\n"
                   "    demand:\n"
                   "      refusal: 2\n"
                   "  - name: c\n"
                   "    demand:\n"
                   "      channels: {counter: 0.5}\n"),
        (std::vector<std::string>{"3 unknown_officer", "5 unknown_step", "7 value", "10 shares"}));
}

TEST(WhatIf, ANewcomerMayBeNamedLikeAnOfficer) {
    EXPECT_EQ(complaints(variant("    newcomers: {moi: {posts: [cc-chung-thuc]}}\n"
                                 "    splits: {certify: [moi]}")),
              std::vector<std::string>{});
}

Setup plain() {
    Setup s;
    s.plan = hue();
    s.unit = "my-thuong";
    s.first_day = hue()->city.go_live;
    return s;
}

Setup changed_by(const std::string& lines) {
    Diagnostics d;
    const auto w = parse(variant(lines), d);
    EXPECT_TRUE(w) << lines;
    Setup s = changed(plain(), w ? w->variants.front() : Change{}, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    return s;
}

const plan::RosterEntry& officer(const Setup& s, const Code& code) {
    return s.plan->rosters.at("my-thuong").officers.at(code);
}

TEST(Change, OfTheRunLeavesThePlanAlone) {
    const simulate::Setup s = changed_by(
        "    load: 1.5\n    absent: [ho-on-tap]\n    outage_hours: 2\n"
        "    leave: [{officer: bui-thay-the, from: 2025-06-30, to: 2025-07-02}]\n"
        "    removed_steps: [sign-and-return/digitise]\n    limits: {1.001193/verify: PT20M}\n"
        "    splits: {certify: [bui-thay-the]}\n    priority: {1.000656: -1}\n"
        "    shift_end: suspend\n    earliest_due_first: false");
    EXPECT_EQ(s.plan, hue());
    EXPECT_EQ(s.load, 1.5);
    EXPECT_EQ(s.absent, std::set<Code>{"ho-on-tap"});
    ASSERT_EQ(s.leave.size(), 1u);
    EXPECT_EQ(s.leave.front().officer, "bui-thay-the");
    EXPECT_TRUE(s.leave.front().on(date_of({2025, 7, 2})));
    EXPECT_FALSE(s.leave.front().on(date_of({2025, 7, 3})));
    EXPECT_EQ(s.outage_hours, 2);
    EXPECT_EQ(s.removed, std::set<std::string>{"sign-and-return/digitise"});
    EXPECT_EQ(s.limits.at("1.001193/verify"), 20 * kMinute);
    EXPECT_EQ(s.splits.at("certify"), std::vector<Code>{"bui-thay-the"});
    EXPECT_EQ(s.priority.at("1.000656"), -1);
    EXPECT_EQ(s.shift_end, ShiftEnd::suspend);
    EXPECT_FALSE(s.earliest_due_first);
}

TEST(Change, NothingWrittenIsNothingChanged) {
    const simulate::Setup s = changed_by("");
    EXPECT_EQ(s.plan, hue());
    EXPECT_EQ(s.load, 1);
    EXPECT_TRUE(s.absent.empty() && s.leave.empty() && s.removed.empty() && s.splits.empty());
    EXPECT_EQ(s.shift_end, ShiftEnd::overtime);
    EXPECT_TRUE(s.earliest_due_first);
}

TEST(Change, OfPeople) {
    const simulate::Setup s = changed_by(
        "    also_posts: {ho-on-tap: [cc-so-hoa]}\n    instead_posts: {vo-van-nhap: "
        "[cc-chung-thuc]}\n"
        "    newcomers: {moi: {name: Mới, posts: [van-thu], signature: true, experience: 7}}\n"
        "    signatures: [duong-hu-cau]");
    EXPECT_EQ(officer(s, "ho-on-tap").posts, (std::vector<Code>{"cc-tiep-nhan", "cc-so-hoa"}));
    EXPECT_EQ(officer(s, "vo-van-nhap").posts, std::vector<Code>{"cc-chung-thuc"});
    EXPECT_EQ(officer(s, "vo-van-nhap").experience, 0) << "what was practised there does not count";
    EXPECT_EQ(officer(s, "moi").posts, std::vector<Code>{"van-thu"});
    EXPECT_TRUE(officer(s, "moi").signature);
    EXPECT_EQ(officer(s, "moi").experience, 7);
    EXPECT_TRUE(officer(s, "duong-hu-cau").signature);
    EXPECT_FALSE(hue()->rosters.at("my-thuong").officers.at("duong-hu-cau").signature);
    EXPECT_EQ(hue()->rosters.at("my-thuong").officers.count("moi"), 0u);
    EXPECT_EQ(s.plan->rosters.at("vy-da").officers.size(),
              hue()->rosters.at("vy-da").officers.size());
}

TEST(Change, OfLentPeopleIsOfWhoeverLendsThem) {
    simulate::Setup s = plain();
    s.unit = "phu-xuan";
    s.staff_of = "my-thuong";
    Change c;
    c.signatures = {"duong-hu-cau"};
    Diagnostics d;
    EXPECT_TRUE(officer(changed(s, c, d), "duong-hu-cau").signature);
}

TEST(Change, DoorsOpenEarlierOnEveryWorkingDay) {
    const simulate::Setup s = changed_by("    opens_earlier: PT30M");
    const LocalDate monday = date_of({2025, 7, 7}), sunday = date_of({2025, 7, 6});
    const auto& before = hue()->calendar.hours(monday);
    const auto& after = s.plan->calendar.hours(monday);
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after.front().from, before.front().from - 30 * kMinute);
    EXPECT_EQ(after.front().to, before.front().to);
    EXPECT_EQ(after.back().from, before.back().from);
    EXPECT_TRUE(s.plan->calendar.hours(sunday).empty());
}

TEST(Change, DemandStandsInPlaceKeyByKey) {
    const simulate::Setup s = changed_by(
        "    demand:\n      service: {sign: {law: constant, mean: 3}}\n      batch: {sign: 10}\n"
        "      interruption: 2");
    const plan::Demand& d = s.plan->demand;
    EXPECT_EQ(d.batch.at("sign"), 10);
    EXPECT_EQ(d.interruption, 2);
    EXPECT_EQ(d.service.size(), 1u) << "a key is replaced as a whole";
    EXPECT_EQ(d.mix, hue()->demand.mix) << "what is not named stays";
}

TEST(Change, WaysOfTheDiceHaveSituationsOfTheirOwn) {
    simulate::Setup s = plain();
    s.situations = std::make_shared<Situations>(*hue());
    Diagnostics d;
    Change c;
    c.load = 2;
    EXPECT_EQ(changed(s, c, d).situations, s.situations);
    const auto w = parse(variant("    demand: {refusal: 0.5}"), d);
    ASSERT_TRUE(w);
    EXPECT_EQ(changed(s, w->variants.front(), d).situations, s.situations);
}

TEST(WhatIf, TheExampleIsInOrder) {
    Diagnostics d;
    const auto w = parse_what_if(bytes_of(SS_SOURCE_DIR "/what-if/my-thuong.yaml"),
                                 "my-thuong.yaml", *hue(), "my-thuong", {}, d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    ASSERT_TRUE(w);
    EXPECT_GE(w->variants.size(), 6u);
    EXPECT_EQ(w->variants.front().load, 1);
}

// The committed file is what the list of keys says.
TEST(WhatIf, TheSchemaIsCurrent) {
    const std::string path = SS_SOURCE_DIR "/schemas/what-if.schema.json";
    const std::string made = what_if_schema();
    if (std::getenv("SS_WRITE") != nullptr) std::ofstream(path, std::ios::binary) << made;
    EXPECT_EQ(bytes_of(path), made) << path << ": write it anew with SS_WRITE=1";
    for (const char* part : {"\"variants\"", "\"opens_earlier\"", "\"newcomers\"", "\"mix\""})
        EXPECT_NE(made.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace ss::simulate
