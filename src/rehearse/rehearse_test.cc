// The cast at play: short days cut out of the trial day, each with what one thing needs.
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "plan/plan.h"
#include "rehearse/rehearsal.h"
#include "rehearse/report.h"
#include "rehearse/world.h"

namespace ss::rehearse {
namespace {

const std::shared_ptr<const plan::Plan>& hue() {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return std::shared_ptr<const plan::Plan>(
            plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics));
    }();
    return plan;
}

// The trial day without its cards and its doors, one unit, until `ends`.
Scenario quiet_day(int64_t ends, std::vector<Code> units = {"my-thuong"}) {
    Diagnostics diagnostics;
    auto s = load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", diagnostics);
    s->injects.clear();
    s->cast.clear();
    s->assignments.clear();
    s->units = std::move(units);
    std::erase_if(s->acts, [](const Act& act) { return act.meeting.empty(); });
    s->ends = ends;
    return *s;
}

// Every fact of a unit's journal, in order.
struct Day {
    explicit Day(const Scenario& s) : scenario(s), world(scenario, hue(), 23, "") {
        EXPECT_TRUE(world.open().ok());
        EXPECT_TRUE(world.run({}, 0).ok());
        EXPECT_TRUE(world.close().ok());
    }
    const office::State& state(const Code& unit = "my-thuong") { return world.unit(unit).state(); }
    const assignments::Assignment* assignment(const std::string& starts_with) {
        for (const auto& [id, a] : state().assignments.assignments)
            if (a.title.starts_with(starts_with)) return &a;
        return nullptr;
    }
    Scenario scenario;
    World world;
};

std::string title_of(const Code& meeting, const Code& code) {
    for (const auto& t : hue()->meetings.at(meeting).assignments)
        if (t.code == code) return t.title.get("vi");
    return {};
}

TEST(Assignments, AreReportedByTheirOwnerAndClosedByTheirGiver) {
    Scenario s = quiet_day(12 * kHour);
    s.assignments = {
        {"open-the-centre", "my-thuong", "on the way", kHour, "open", 2 * kHour, "seen"},
        {"ready-accounts", "my-thuong", "half of them", kHour, "", 0, ""}};
    Day day(s);
    const auto* a = day.assignment(title_of("party-first-conference", "open-the-centre"));
    ASSERT_NE(a, nullptr);
    EXPECT_EQ(a->stage, assignments::Stage::closed);
    ASSERT_EQ(a->progress.size(), 2U);
    EXPECT_EQ(a->progress[0].text, "on the way");
    EXPECT_EQ(a->progress[1].text, "open");
    EXPECT_LT(a->progress[0].at, a->progress[1].at);
    EXPECT_EQ(a->progress[0].by, "le-vi-du");  // holds the owner's post
    const auto* half = day.assignment(title_of("party-first-conference", "ready-accounts"));
    EXPECT_EQ(half->stage, assignments::Stage::accepted);
    EXPECT_EQ(half->progress.size(), 1U);
    // Nothing is said of the others: accepted, no more.
    const auto* silent = day.assignment(title_of("party-first-conference", "inspection-plan"));
    EXPECT_EQ(silent->stage, assignments::Stage::accepted);
    EXPECT_TRUE(silent->progress.empty());
}

TEST(Assignments, OfACardAndOfADirectionAreKnownToo) {
    Scenario s = quiet_day(12 * kHour);
    Inject card;
    card.code = "C1";
    card.kind = "oral-task";
    card.unit = "my-thuong";
    card.at = 10 * kHour;
    card.request = RequestDo{"chu-tich-ubnd", "chanh-vp", "Chairs for those who wait", 2 * kHour};
    s.injects = {card};
    s.assignments = {{"C1", "my-thuong", "", 0, "twenty chairs", 20 * kMinute, ""},
                     {"city-directions", "my-thuong", "a list", kHour, "", 0, ""}};
    Day day(s);
    const auto* chairs = day.assignment("Chairs");
    ASSERT_NE(chairs, nullptr);
    EXPECT_EQ(chairs->stage, assignments::Stage::closed);
    const auto& all = day.state().assignments.assignments;
    const auto direction = std::find_if(all.begin(), all.end(), [](const auto& a) {
        return a.second.source.kind == assignments::SourceKind::direction;
    });
    ASSERT_NE(direction, all.end());
    EXPECT_EQ(direction->second.progress.size(), 1U);
}

TEST(Assignments, ThatNobodyGivesAreAComplaint) {
    Scenario s = quiet_day(12 * kHour);
    s.assignments = {{"open-the-center", "my-thuong", "x", 0, "", 0, ""}};
    s.places["assignments/0"] = 7;
    Diagnostics diagnostics;
    check_scenario(s, *hue(), diagnostics);
    ASSERT_EQ(diagnostics.count(Severity::error), 1U);
    EXPECT_EQ(diagnostics.all().front().code, "scenario.unknown_assignment");
    EXPECT_NE(diagnostics.all().front().advice.find("open-the-centre"), std::string::npos);
}

Act& act(Scenario& s, const Code& meeting) {
    return *std::find_if(s.acts.begin(), s.acts.end(),
                         [&](const Act& a) { return a.meeting == meeting; });
}

TEST(Meetings, TakeAnOptionalItemOnlyWhereTheActNamesIt) {
    Scenario s = quiet_day(9 * kHour);
    Day without(s);
    EXPECT_EQ(without.state().meetings.meeting({1})->item("inspection-programme"), nullptr);
    ActItem programme;
    programme.item = "inspection-programme";
    programme.text = {"1. Two inspections before the year ends."};
    act(s, "party-first-conference").items.push_back(programme);
    ActItem questions;
    questions.item = "questions";
    act(s, "council-first-session").items.push_back(questions);
    Day with(s);
    for (const auto& [meeting, item] : {std::pair{1U, "inspection-programme"}, {2U, "questions"}}) {
        const auto* m = with.state().meetings.meeting({meeting});
        ASSERT_NE(m, nullptr);
        ASSERT_NE(m->item(item), nullptr) << item;
        EXPECT_TRUE(m->item(item)->over);
        EXPECT_EQ(m->stage, meetings::Stage::closed);
    }
    EXPECT_EQ(with.state().meetings.meeting({1})->item("inspection-programme")->result,
              meetings::Result::carried);
}

TEST(Meetings, AnItemTheKindDoesNotHaveIsAComplaint) {
    Scenario s = quiet_day(9 * kHour);
    ActItem item;
    item.item = "inspection-program";
    act(s, "party-first-conference").items.push_back(item);
    Diagnostics diagnostics;
    check_scenario(s, *hue(), diagnostics);
    ASSERT_EQ(diagnostics.count(Severity::error), 1U);
    EXPECT_EQ(diagnostics.all().front().code, "scenario.unknown_item");
}

TEST(Papers, GoToThePostTheLeaderHasInMind) {
    Scenario s = quiet_day(11 * kHour);
    Inject card;
    card.code = "C2";
    card.kind = "urgent-document";
    card.unit = "my-thuong";
    card.at = 9 * kHour;
    card.document =
        DocumentDo{"hue-city", "CV",      "77/UBND",          "ubnd", "Report on the morning",
                   "khan",     4 * kHour, "truong-phong-vhxh"};
    s.injects = {card};
    Day day(s);
    const auto& incoming = day.state().documents.incoming;
    const auto paper = std::find_if(incoming.begin(), incoming.end(),
                                    [](const auto& d) { return d.second.symbol == "77/UBND"; });
    ASSERT_NE(paper, incoming.end());
    EXPECT_EQ(paper->second.lead_post, "truong-phong-vhxh");
    EXPECT_EQ(paper->second.stage, documents::Arrival::finished);
}

// Everybody at home takes for granted what is missing; the unit whose matter it is does not.
TEST(Citizens, BringWhatTheUnitTheyWereForwardedToAsksFor) {
    Scenario s = quiet_day(15 * kHour, {"my-thuong", "duong-no"});
    for (const auto& [code, entry] : hue()->rosters.at("my-thuong").officers) {
        Player careless;
        careless.unit = "my-thuong";
        careless.officer = code;
        careless.experience = 0;
        careless.mistakes = 1000;
        s.cast.push_back(careless);
    }
    Inject card;
    card.code = "C3";
    card.kind = "out-of-territory";
    card.unit = "my-thuong";
    card.at = 9 * kHour + 10 * kMinute;
    card.citizen = CitizenDo{};
    card.citizen->procedure = "1.000656";
    card.citizen->for_unit = "duong-no";
    card.citizen->missing = {"death-notice"};
    card.citizen->supplements_after = 20 * kMinute;
    s.injects = {card};
    Day day(s);
    const auto& there = day.state("duong-no").dossiers.dossiers;
    const auto forwarded = std::find_if(there.begin(), there.end(),
                                        [](const auto& d) { return d.second.origin.has_value(); });
    ASSERT_NE(forwarded, there.end());
    EXPECT_TRUE(forwarded->second.supplement_asked);
    EXPECT_TRUE(forwarded->second.given.contains("death-notice"));
    EXPECT_NE(forwarded->second.stage, dossiers::Stage::awaiting_supplement);
}

TEST(Deputies, SitInTheChairForTheDay) {
    Scenario s = quiet_day(12 * kHour);
    Player deputy;
    deputy.unit = "my-thuong";
    deputy.officer = "hoang-gia-dinh";
    deputy.deputy_in_chair = true;
    s.cast = {deputy};
    EXPECT_EQ(heads_of(*hue(), "my-thuong", "hoang-gia-dinh"), std::vector<Code>{"le-vi-du"});
    Day day(s);
    EXPECT_FALSE(org::present(day.state().org, "le-vi-du", day.state().now));
    const auto* committee = day.state().meetings.meeting({3});
    ASSERT_NE(committee, nullptr);
    EXPECT_EQ(committee->stage, meetings::Stage::closed);
    bool signed_for = false;
    for (const auto& [id, paper] : day.state().documents.outgoing) {
        if (!paper.signature) continue;
        EXPECT_NE(paper.signature->officer, "le-vi-du");
        signed_for = signed_for || (paper.signature->officer == "hoang-gia-dinh" &&
                                    paper.signature->formula.starts_with("KT."));
    }
    EXPECT_TRUE(signed_for);
}

TEST(Deputies, WhoStandsInForNobodyIsAComplaint) {
    Scenario s = quiet_day(9 * kHour);
    Player clerk;
    clerk.unit = "my-thuong";
    clerk.officer = "ho-on-tap";
    clerk.deputy_in_chair = true;
    s.cast = {clerk};
    Diagnostics diagnostics;
    check_scenario(s, *hue(), diagnostics);
    ASSERT_EQ(diagnostics.count(Severity::error), 1U);
    EXPECT_EQ(diagnostics.all().front().code, "scenario.nobody_excused");
}

// What is misspelt in a scenario is told before the day, not on it: an expectation of a fact that
// does not exist would never be met, and a prohibition of one always kept.
TEST(Scenarios, AWrongNameIsAComplaintWithItsLine) {
    Diagnostics none;
    const std::string good =
        load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", none)->bytes;
    struct Case {
        const char *from, *to, *code;
    };
    for (const Case& c : std::vector<Case>{
             {"{fact: dossier.returned,", "{fact: dossier.handed_back,", "scenario.unknown_fact"},
             {"{never: dossier.refused,", "{never: dossier.refuse,", "scenario.unknown_fact"},
             {"{refused: meeting.open,", "{refused: meeting.opened,", "scenario.unknown_command"},
             {"command: meeting.close,", "command: meeting.end,", "scenario.unknown_command"},
             {"with: {meeting: $meeting}", "with: {meetings: $meeting}", "scenario.command_field"},
             {"with: {document: $document}", "with: {document: the last}", "scenario.command_field"},
             {"officer: ho-on-tap,", "officer: ho-on-tab,", "scenario.unknown_officer"},
             {"units: [my-thuong,", "units: [my-thung,", "scenario.no_roster"},
         }) {
        SCOPED_TRACE(c.to);
        const size_t at = good.find(c.from);
        ASSERT_NE(at, std::string::npos) << c.from;
        std::string wrong = good;
        wrong.replace(at, std::strlen(c.from), c.to);
        Diagnostics diagnostics;
        const auto scenario = parse_scenario(wrong, "day.yaml", diagnostics);
        if (scenario) check_scenario(*scenario, *hue(), diagnostics);
        diagnostics.sort();
        const auto found =
            std::find_if(diagnostics.all().begin(), diagnostics.all().end(),
                         [&](const Diagnostic& d) { return d.code == c.code; });
        ASSERT_NE(found, diagnostics.all().end());
        const auto line = 1 + std::count(good.begin(), good.begin() + static_cast<long>(at), '\n');
        EXPECT_LE(found->line, line);  // the card, the act or the key it stands in
        EXPECT_GT(found->line, 1);
        EXPECT_FALSE(found->advice.empty());
    }
}

// --- re-tests ----------------------------------------------------------------------------------

TEST(Retest, KeepsTheCardsThatFailedAndWhatTheyPointTo) {
    Diagnostics diagnostics;
    auto s = load_scenario(SS_SOURCE_DIR "/scenarios/my-thuong-2025-06-23.yaml", diagnostics);
    const size_t acts = s->acts.size();
    const auto pointing = std::find_if(s->injects.begin(), s->injects.end(), [](const Inject& i) {
        return i.ask && std::any_of(i.ask->with.begin(), i.ask->with.end(), [](const auto& w) {
                   return w.second.starts_with("$dossier:");
               });
    });
    ASSERT_NE(pointing, s->injects.end());
    const Code code = pointing->code;
    EXPECT_EQ(keep_only(*s, {code, "no-such", "nor-this"}).error().code, ErrorCode::malformed);
    ASSERT_TRUE(keep_only(*s, {code}).ok());
    EXPECT_EQ(s->injects.size(), 2U);
    EXPECT_EQ(s->only.size(), 2U);
    EXPECT_TRUE(s->expect.empty());
    EXPECT_EQ(s->acts.size(), acts);
}

constexpr const char* kShort = R"(
id: short
title: {vi: "Ngắn", en: Short}
plan: ../plans/hue-2025
held_on: 2025-06-23
lived_as: 2025-07-01
starts: "07:00"
ends: "07:40"
units: [my-thuong]
names: {family: [Nguyễn], middle: [Văn], given: [Mẫu]}
refusal_basis: "x"
motion_text: "x"
acts: []
injects:
  - {code: A, kind: early-slip, at: "07:10", title: {en: Early, vi: Sớm}, citizen: {procedure: "2.000815"}, expect: [{refused: dossier.receive}]}
  - {code: B, kind: staff-absent, at: "07:20", title: {en: Away, vi: Vắng}, away: {officer: ho-on-tap, lasts: PT5M}, expect: [{fact: officer.went_away}]}
  - {code: C, kind: staff-absent, at: "07:25", title: {en: Never, vi: Không}, away: {officer: ho-on-tap, lasts: PT5M}, expect: [{fact: dossier.returned}]}
)";

TEST(Retest, PlaysOnlyWhatFailedAndSaysSo) {
    const auto folder = std::filesystem::temp_directory_path() / "sansang-retest";
    std::filesystem::remove_all(folder);
    const std::string one = folder / "1", two = folder / "2";
    Diagnostics diagnostics;
    auto s = parse_scenario(kShort, "short.yaml", diagnostics);
    ASSERT_TRUE(s) << to_text(diagnostics.all().front());
    ASSERT_TRUE(play(*s, hue(), 1, one, 0, {}, "tried all the same").ok());
    const auto failed = failed_injects(one);
    ASSERT_TRUE(failed.ok()) << failed.error().message;
    EXPECT_NE(std::find(failed.value().begin(), failed.value().end(), "C"), failed.value().end());
    EXPECT_EQ(std::find(failed.value().begin(), failed.value().end(), "B"), failed.value().end());
    ASSERT_TRUE(keep_only(*s, failed.value()).ok());
    ASSERT_TRUE(play(*s, hue(), 1, two, 0, {}).ok());
    EXPECT_EQ(read_summary(two).value().only, failed.value());
    const auto judged = judge_runs({one, two});
    ASSERT_TRUE(judged.ok()) << judged.error().message;
    const auto& again = judged.value().report.runs.back().units.front().injects;
    ASSERT_EQ(again.size(), failed.value().size());  // what was left out is not "never given"
    for (const auto& inject : again) EXPECT_TRUE(inject.given) << inject.inject;
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace ss::rehearse
