// Each fault made in a copy of the real plan must come out as the one right finding; the plan as it
// is must be green.
#include "check/check.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "bpmn/testing.h"
#include "check/internal.h"
#include "check/longest.h"
#include "feel/feel.h"
#include "plan/plan.h"
#include "words/words.h"

namespace ss::check {
namespace {

using bpmn::testing::Sketch;

const plan::Plan& hue() {
    static const auto plan = [] {
        Diagnostics d;
        auto loaded = plan::load(SS_SOURCE_DIR "/plans/hue-2025", d);
        for (const auto& x : d.all()) ADD_FAILURE() << to_text(x);
        return loaded;
    }();
    return *plan;
}

std::string told(const std::vector<Finding>& findings) {
    static const words::Book book = words::load("vi");
    std::string all;
    for (const Finding& f : findings)
        if (f.severity != Severity::note)
            all += f.code + " " + f.file + ":" + std::to_string(f.line) + " " +
                   words::say(book, f.rule(), f.args) + "\n";
    return all;
}

const Finding* find(const std::vector<Finding>& findings, const std::string& code) {
    for (const Finding& f : findings)
        if (f.code == code) return &f;
    return nullptr;
}

plan::Roster& ward(plan::Plan& p) {
    return p.rosters.at("my-thuong");
}

void take(std::vector<Code>& codes, const Code& code) {
    std::erase(codes, code);
}

// Nobody holds the post any more.
void vacate(plan::Plan& p, const Code& post) {
    for (auto& [code, officer] : ward(p).officers) {
        take(officer.posts, post);
        take(officer.appointed_by_announcement, post);
    }
}

void dismiss(plan::Plan& p, const Code& officer) {
    ASSERT_EQ(ward(p).officers.erase(officer), 1u) << officer;
}

// The plan with another process for one of its procedures.
void redraw(plan::Plan& p, const Code& procedure, const Sketch& sketch) {
    Diagnostics d;
    const auto program = sketch.load(d);
    ASSERT_TRUE(program != nullptr);
    auto& changed = p.procedures.at(procedure);
    changed.program = bpmn::link(program, p.shared, d);
    changed.process_file = sketch.load(d)->file();
    for (const auto& x : d.all()) ADD_FAILURE() << to_text(x);
}

void split_and_join(plan::Plan& p) {
    Sketch s("P");
    s.start("s");
    s.node("exclusiveGateway", "which", "", "default=\"which-b\"");
    s.user("a", "business"), s.user("b", "business");
    s.node("parallelGateway", "both");
    s.end("e");
    s.flow("s", "which"), s.flow("which", "a", "=outcome = \"ok\""), s.flow("which", "b");
    s.flow("a", "both"), s.flow("b", "both"), s.flow("both", "e");
    redraw(p, "1.001612", s);
}

TEST(Check, HueIsGreen) {
    const auto findings = check(hue());
    EXPECT_FALSE(blocks(findings)) << told(findings);
}

// Delegates of the ward's Council who are no longer there.
void unseat(plan::Plan& p, int delegates) {
    for (auto& [code, o] : ward(p).officers)
        if (delegates > 0 && has(o.posts, "dai-bieu-hdnd"))
            take(o.posts, "dai-bieu-hdnd"), --delegates;
}

struct Fault {
    const char* what;
    void (*make)(plan::Plan&);
    const char* code;
    Severity severity;
    Code unit, role, officer;  // where given
    const char* says;          // somewhere in its arguments
};

const Fault kFaults[] = {
    {"members removed until there is no quorum",
     [](plan::Plan& p) { unseat(p, 31); },  // 45 by law, a third of them must sit: 14 stay
     "law.no_quorum", Severity::blocks, "my-thuong", "", "", "15"},
    {"a Council below two thirds of its number", [](plan::Plan& p) { unseat(p, 16); }, "law.short",
     Severity::warning, "my-thuong", "", "", "29"},
    {"members removed until nothing can be carried",
     [](plan::Plan& p) {
         p.meetings.at("council-first-session").rules.when_short.reset();
         unseat(p, 23);  // 22 stay, 23 are needed
     },
     "law.no_majority", Severity::blocks, "my-thuong", "", "", "23"},
    {"more members than the law has seats", [](plan::Plan& p) { ward(p).members["hdnd"] = 44; },
     "law.too_many_members", Severity::blocks, "my-thuong", "", "", "44"},
    {"a body of nobody", [](plan::Plan& p) { vacate(p, "dang-uy-vien"); }, "law.no_members",
     Severity::blocks, "my-thuong", "", "", "dang-uy-vien"},
    {"a lawful total nobody has entered", [](plan::Plan& p) { ward(p).members.erase("hdnd"); },
     "law.total_unknown", Severity::note, "my-thuong", "", "", ""},
    {"the deputies of a lane with one signer",
     [](plan::Plan& p) { dismiss(p, "hoang-gia-dinh"), dismiss(p, "huynh-van-tap"); },
     "R2.no_substitute", Severity::blocks, "my-thuong", "leader", "le-vi-du", "Lê Ví Dụ"},
    {"the same: the volume hangs on one signature",
     [](plan::Plan& p) { dismiss(p, "hoang-gia-dinh"), dismiss(p, "huynh-van-tap"); },
     "R4.single_signer", Severity::blocks, "my-thuong", "leader", "le-vi-du", "94"},
    {"the deputy chief of police", [](plan::Plan& p) { dismiss(p, "nguyen-thi-thu"); },
     "R2.no_substitute", Severity::blocks, "my-thuong", "police-chief", "truong-gia-su", ""},
    {"a procedure's lane staff", [](plan::Plan& p) { vacate(p, "cc-tu-phap"); }, "R2.unstaffed",
     Severity::blocks, "my-thuong", "justice", "", "1.001193"},
    {"the reception", [](plan::Plan& p) { vacate(p, "cc-tiep-nhan"); }, "R2.unstaffed",
     Severity::blocks, "my-thuong", "reception", "", ""},
    {"an account", [](plan::Plan& p) { ward(p).officers.at("le-gia-dinh").account = false; },
     "R2.no_account", Severity::warning, "my-thuong", "social", "le-gia-dinh", ""},
    {"every account of a lane",
     [](plan::Plan& p) {
         ward(p).officers.at("do-kich-ban").account = false;
         ward(p).officers.at("ho-bai-tap").account = false;
     },
     "R2.no_account", Severity::blocks, "my-thuong", "clerk", "", ""},
    {"a signature that has run out on the first day",
     [](plan::Plan& p) {
         ward(p).officers.at("hoang-gia-dinh").signature_until = date_of({2025, 7, 1});
     },
     "R2.no_signature", Severity::warning, "my-thuong", "leader", "hoang-gia-dinh", "2025-07-01"},
    {"a Chair of the session", [](plan::Plan& p) { vacate(p, "bi-thu"); }, "R2.post_vacant",
     Severity::blocks, "my-thuong", "", "", "bi-thu"},
    {"who stands in for the Chair of the Council",
     [](plan::Plan& p) {
         vacate(p, "pho-ct-hdnd");
         ward(p).officers.at("nguyen-van-mau").substitutes.clear();
     },
     "R2.post_no_substitute", Severity::blocks, "my-thuong", "", "nguyen-van-mau", ""},
    {"the convener", [](plan::Plan& p) { vacate(p, "trieu-tap-vien"); }, "law.no_convener",
     Severity::blocks, "my-thuong", "", "", ""},
    {"incompatible posts in one hand",
     [](plan::Plan& p) { ward(p).officers.at("vo-thi-du").posts.push_back("uy-vien-ubnd"); },
     "law.incompatible", Severity::blocks, "my-thuong", "", "vo-thi-du", "72/2025/QH15"},
    {"more officers than seats",
     [](plan::Plan& p) { ward(p).officers.at("vo-thi-du").posts.push_back("bi-thu"); }, "law.seats",
     Severity::blocks, "my-thuong", "", "", "bi-thu"},
    {"an administrator with another power",
     [](plan::Plan& p) { ward(p).officers.at("duong-dong-vai").posts.push_back("van-thu"); },
     "law.administrator", Severity::blocks, "my-thuong", "", "duong-dong-vai", ""},
    {"a result nobody may sign",
     [](plan::Plan& p) { p.procedures.at("1.009141").results[0].body = "van-phong"; },
     "R3.no_signer", Severity::blocks, "my-thuong", "", "", "GCN-SN"},
    {"a resolution signed by the secretary",
     [](plan::Plan& p) {
         for (auto& item : p.meetings.at("council-first-session").agenda)
             if (item.code == "divisions") item.signer_post = "thu-ky-ky-hop";
     },
     "R3.wrong_signer", Severity::blocks, "my-thuong", "", "", "thu-ky-ky-hop"},
    {"a paper signed by delegation only",
     [](plan::Plan& p) {
         std::erase_if(p.organization.signing, [](const org::SigningRule& r) {
             return r.body == "ubnd" && !r.needs_delegation && r.post != "chu-tich-ubnd";
         });
         for (auto& r : p.organization.signing)
             if (r.body == "ubnd" && !r.needs_delegation) take(r.types, "TB");
     },
     "R3.only_by_delegation", Severity::warning, "my-thuong", "", "", "TB"},
    {"a delegation nobody can grant",
     [](plan::Plan& p) {
         std::erase_if(p.organization.signing, [](const org::SigningRule& r) {
             return r.body == "ubnd" && !r.needs_delegation && r.post != "chu-tich-ubnd";
         });
         for (auto& r : p.organization.signing)
             if (r.body == "ubnd" && !r.needs_delegation) take(r.types, "TB");
         p.organization.access["delegation.grant"] = {"it"};
     },
     "R3.no_delegation", Severity::blocks, "my-thuong", "", "", "chu-tich-ubnd"},
    {"a delegation without a term",
     [](plan::Plan& p) {
         for (auto& r : p.organization.signing) r.needs_delegation = false;
     },
     "law.delegation_without_term", Severity::blocks, "", "", "", "pho-gd-pasc"},
    {"a delegation handed on",
     [](plan::Plan& p) {
         org::SigningRule r;
         r.post = "cc-xay-dung", r.body = "ubnd", r.formula = "TUQ.";
         r.on_behalf_of = "pho-gd-pasc", r.types = {"CV"}, r.needs_delegation = true;
         p.organization.signing.push_back(r);
     },
     "law.redelegation", Severity::blocks, "", "", "", "pho-gd-pasc"},
    {"internal limits over the law's",
     [](plan::Plan& p) { p.procedures.at("1.001776").cases[0].limit.quantity = 6; },
     "R1.over_limit", Severity::blocks, "", "", "", ""},
    {"a limit of one case only",
     [](plan::Plan& p) {
         for (auto& c : p.procedures.at("1.000656").cases)
             if (c.when == "with_verification") c.limit.quantity = 3;
     },
     "R1.over_limit", Severity::blocks, "", "", "", ""},
    {"XOR-split, AND-join", split_and_join, "bpmn.deadlock", Severity::blocks, "", "", "", "both"},
    {"a milestone nothing reaches",
     [](plan::Plan& p) {
         for (auto& item : p.meetings.at("committee-first-meeting").agenda)
             take(item.reaches, "centre-founded");
     },
     "R14.never_reached", Severity::blocks, "", "", "", ""},
    {"a gate that never opens",
     [](plan::Plan& p) {
         for (auto& item : p.meetings.at("committee-first-meeting").agenda)
             take(item.reaches, "centre-founded");
     },
     "R14.gate_shut", Severity::blocks, "", "", "", "dossier.receive"},
    {"heads appointed before their divisions exist",
     [](plan::Plan& p) {
         p.precedence.milestones.at("council-rules").requires_ = {"heads-appointed"};
     },
     "R14.cycle", Severity::blocks, "", "", "", "→"},
    {"a statutory order that cannot be kept",
     [](plan::Plan& p) {
         p.precedence.milestones.at("committee-rules").requires_.push_back("delegations-granted");
         p.precedence.milestones.at("heads-appointed").requires_ = {"divisions-founded"};
     },
     "R14.order", Severity::blocks, "", "", "", ""},
    {"a first slip without a centre",
     [](plan::Plan& p) { p.precedence.gates.erase("dossier.receive"); }, "R14.slip_ungated",
     Severity::warning, "", "", "", ""},
    {"a procedure without a legal basis",
     [](plan::Plan& p) { p.procedures.at("2.000815").legal_basis.clear(); }, "R18.not_published",
     Severity::blocks, "", "", "", "legal_basis"},
    {"a procedure without a process",
     [](plan::Plan& p) { p.procedures.at("2.000815").program = nullptr; }, "R18.no_process",
     Severity::blocks, "", "", "", ""},
};

// What gtest prints of a fault that does not show.
void PrintTo(const Fault& fault, std::ostream* out) {
    *out << fault.what;
}

class Faults : public testing::TestWithParam<Fault> {};

TEST_P(Faults, ShowAsTheRightFinding) {
    const Fault& fault = GetParam();
    plan::Plan plan = hue();
    static const auto before = check(hue());
    ASSERT_EQ(find(before, fault.code), nullptr);
    fault.make(plan);
    const auto findings = check(plan);
    const Finding* seen = nullptr;
    for (const Finding& f : findings)
        if (f.code == fault.code && (fault.unit.empty() || f.unit == fault.unit) &&
            (fault.role.empty() || f.role == fault.role))
            seen = seen == nullptr ? &f : seen;
    ASSERT_NE(seen, nullptr) << fault.what << "\n" << told(findings);
    EXPECT_EQ(seen->severity, fault.severity);
    if (!fault.officer.empty()) {
        EXPECT_EQ(seen->officer, fault.officer);
    }
    EXPECT_NE(joined(seen->args).find(fault.says), std::string::npos) << joined(seen->args);
    EXPECT_FALSE(seen->file.empty());
    if (fault.severity == Severity::blocks) {
        EXPECT_TRUE(blocks(findings));
    }
}
INSTANTIATE_TEST_SUITE_P(Plan, Faults, testing::ValuesIn(kFaults));

TEST(Check, ASingleCouncilSeatMoreOrLessTurnsTheQuorum) {
    for (const int stay : {30, 29, 15, 14}) {
        plan::Plan plan = hue();
        unseat(plan, 45 - stay);
        const auto findings = check(plan);
        EXPECT_EQ(find(findings, "law.no_quorum") != nullptr, stay < 15) << told(findings);
        EXPECT_EQ(find(findings, "law.short") != nullptr, stay < 30 && stay >= 15);
        EXPECT_EQ(find(findings, "law.no_majority"), nullptr)
            << "the law counts those who are left";
    }
    for (const int stay : {30, 29}) {  // where the law has no rule for a body that is short
        plan::Plan plan = hue();
        plan.meetings.at("council-first-session").rules.when_short.reset();
        unseat(plan, 45 - stay);
        const auto findings = check(plan);
        EXPECT_EQ(find(findings, "law.no_quorum") != nullptr, stay < 30) << told(findings);
        EXPECT_EQ(find(findings, "law.seats_vacant") != nullptr, stay >= 30);
    }
}

TEST(Check, OnlyTheUnitsAskedFor) {
    plan::Plan plan = hue();
    dismiss(plan, "nguyen-thi-thu");
    EXPECT_TRUE(blocks(check(plan, {"my-thuong"})));
    EXPECT_FALSE(blocks(check(plan, {"vy-da"})));
}

TEST(Check, PlacesAreFoundAgain) {
    plan::Plan plan = hue();
    ward(plan).officers.at("le-gia-dinh").account = false;
    const auto findings = check(plan);
    const Finding* f = find(findings, "R2.no_account");
    ASSERT_NE(f, nullptr);
    EXPECT_EQ(f->file, "units/my-thuong.yaml");
    int line = 1;
    const std::string& text = plan.files.at(f->file);
    const size_t at = text.find("\n  le-gia-dinh:");
    for (size_t i = 0; i <= at; ++i) line += text[i] == '\n' ? 1 : 0;
    EXPECT_EQ(f->line, line);
}

TEST(Check, TheSameTwice) {
    plan::Plan plan = hue();
    split_and_join(plan);
    dismiss(plan, "hoang-gia-dinh");
    const auto a = check(plan), b = check(plan);
    EXPECT_EQ(told(a), told(b));
    for (size_t i = 1; i < a.size(); ++i) EXPECT_LE(a[i - 1].unit, a[i].unit);
}

TEST(Check, EveryFindingHasItsSentences) {
    std::set<std::string> codes{
        "R1.no_limit",    "R1.endless_wait",     "fan_out.too_wide",     "fan_out.bound",
        "law.unverified", "law.seats_vacant",    "bpmn.no_way_out",      "bpmn.dead_node",
        "bpmn.not_safe",  "bpmn.uncaught_error", "bpmn.unknown_outcome", "bpmn.not_exhaustive"};
    for (const Fault& fault : kFaults) codes.insert(fault.code);
    for (const auto* language : {"vi", "en"}) {
        const auto book = words::load(language);
        for (const auto& code : codes) {
            EXPECT_TRUE(book.contains("check." + code)) << language << " check." << code;
            EXPECT_TRUE(book.contains("check." + code + ".advice")) << language << " " << code;
        }
        for (const auto severity : names(Severity{}))
            EXPECT_TRUE(book.contains("check.severity." + std::string(severity)));
    }
}

// A branch for every token a process may have, each with a service: more facts than one command may
// bring about.
TEST(Check, TheFanOutIsBounded) {
    for (const size_t branches : {size_t{100}, size_t{300}}) {
        plan::Plan plan = hue();
        Sketch s("P");
        s.start("s"), s.node("parallelGateway", "split"), s.end("e");
        s.flow("s", "split");
        for (size_t i = 0; i < branches; ++i) {
            const std::string n = "n" + std::to_string(i);
            s.service(n, "citizen.notify"), s.flow("split", n), s.flow(n, "e");
        }
        redraw(plan, "1.001612", s);
        std::vector<Finding> findings;
        Places places(plan);
        check_fan_out({plan, places, findings, "vi"});
        EXPECT_EQ(find(findings, "fan_out.too_wide") != nullptr,
                  branches * 4 > limits::kFactsPerCommand);
        EXPECT_NE(find(findings, "fan_out.bound"), nullptr);
    }
}

// --- the longest way -----------------------------------------------------------------------------

constexpr int64_t kDayMs = 8 * kHour;
const std::string kTaskHours = Sketch::property("limit", "PT4H");

LongestWay way_of(const Sketch& s, const Data& data = {}) {
    Diagnostics d;
    const auto program = s.load(d);
    for (const auto& x : d.all()) ADD_FAILURE() << to_text(x);
    const auto& calendar = hue().calendar;
    return longest_way(*program, calendar, kDayMs, data, calendar.opening(date_of({2025, 7, 1})));
}
std::string hours_of(const Sketch& s, const Data& data = {}) {
    const auto& calendar = hue().calendar;
    return hours_text(
        calendar.working_ms(calendar.opening(date_of({2025, 7, 1})), way_of(s, data).ends));
}

Sketch line_of(std::string_view between) {
    Sketch s("P");
    s.start("s"), s.user("a", "justice", "ok", kTaskHours), s.end("e");
    s.flow("s", "a");
    s.raw(between);
    return s;
}

TEST(LongestWay, AddsWhatComesOneAfterTheOther) {
    Sketch s = line_of("");
    s.user("b", "justice", "ok", Sketch::property("limit", "P2D"));
    s.flow("a", "b"), s.flow("b", "e");
    EXPECT_EQ(hours_of(s), "20:00");
    EXPECT_EQ(way_of(s).steps, (std::vector<std::string>{"a 4:00", "b 16:00"}));
}

TEST(LongestWay, TakesTheLongerOfTwoAtTheSameTime) {
    Sketch s = line_of("");
    s.node("parallelGateway", "split"), s.node("parallelGateway", "join");
    s.user("b", "justice", "ok", Sketch::property("limit", "PT2H"));
    s.user("c", "justice", "ok", Sketch::property("limit", "PT3H"));
    s.flow("a", "split"), s.flow("split", "b"), s.flow("split", "c");
    s.flow("b", "join"), s.flow("c", "join"), s.flow("join", "e");
    EXPECT_EQ(hours_of(s), "7:00");
}

TEST(LongestWay, CountsAStepOnceHoweverOftenItIsDoneAgain) {
    Sketch s = line_of("");
    s.node("exclusiveGateway", "x", "", "default=\"x-e\"");
    s.flow("a", "x"), s.flow("x", "a", "=outcome = \"again\""), s.flow("x", "e");
    EXPECT_EQ(hours_of(s), "4:00");
}

TEST(LongestWay, FollowsWhatIsKnownOfTheDossier) {
    Sketch s = line_of("");
    s.node("exclusiveGateway", "x", "", "default=\"x-e\"");
    s.user("b", "justice", "ok", Sketch::property("limit", "P1D"));
    s.flow("a", "x"), s.flow("x", "b", "=big"), s.flow("x", "e"), s.flow("b", "e");
    EXPECT_EQ(hours_of(s), "12:00");  // nothing known: it may
    EXPECT_EQ(hours_of(s, {{"big", true}}), "12:00");
    EXPECT_EQ(hours_of(s, {{"big", false}}), "4:00");
}

TEST(LongestWay, WaitsForOfficesButNotForCitizens) {
    for (const auto& [message, hours] : std::vector<std::pair<std::string, std::string>>{
             {"citizen.confirmed", "4:00"}, {"exchange.answered", "12:00"}}) {
        Sketch s = line_of("");
        s.node("eventBasedGateway", "g"), s.node("task", "on");
        s.message("intermediateCatchEvent", "m", message);
        s.timer("intermediateCatchEvent", "t", "P1D");
        s.flow("a", "g"), s.flow("g", "m"), s.flow("g", "t");
        s.flow("m", "on"), s.flow("t", "on"), s.flow("on", "e");
        EXPECT_EQ(hours_of(s), hours) << message;
        EXPECT_TRUE(way_of(s).endless.empty());
    }
}

TEST(LongestWay, TellsOfAWaitWithoutAnEnd) {
    Sketch s = line_of("");
    s.message("intermediateCatchEvent", "m", "exchange.answered");
    s.user("b");
    s.flow("a", "m"), s.flow("m", "b"), s.flow("b", "e");
    EXPECT_EQ(way_of(s).endless.size(), 1u);
    EXPECT_EQ(way_of(s).no_limit.size(), 1u);
}

TEST(LongestWay, ASupplementStartsTheClockAgain) {
    Sketch s = line_of("");
    s.message("intermediateCatchEvent", "m", "dossier.supplemented");
    s.user("b", "justice", "ok", Sketch::property("limit", "PT5H"));
    s.flow("a", "m"), s.flow("m", "b"), s.flow("b", "e");
    EXPECT_EQ(hours_of(s), "5:00");
}

TEST(LongestWay, AnEventBesideAStepBeginsWithIt) {
    Sketch s = line_of("");
    s.timer("boundaryEvent", "late", "PT3H", "attachedToRef=\"a\" cancelActivity=\"false\"");
    s.user("sorry", "justice", "ok", Sketch::property("limit", "PT2H"));
    s.end("told");
    s.flow("a", "e"), s.flow("late", "sorry"), s.flow("sorry", "told");
    EXPECT_EQ(hours_of(s), "5:00");
}

}  // namespace
}  // namespace ss::check
