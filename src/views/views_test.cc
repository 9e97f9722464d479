// Views of an office that has just been opened, and what makes them stale.
#include "views/views.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/rules.h"
#include "views/admin.h"
#include "views/procedures.h"
#include "views/testing.h"
#include "views/track.h"
#include "views/unit.h"

namespace ss::views {
namespace {

std::shared_ptr<const plan::Plan> plan_of(const std::string& folder) {
    Diagnostics diagnostics;
    auto plan = plan::load(std::string(SS_SOURCE_DIR) + "/" + folder, diagnostics);
    for (const auto& d : diagnostics.all())
        if (!plan) ADD_FAILURE() << to_text(d);
    return plan;
}
const std::shared_ptr<const plan::Plan>& hue() {
    static const auto plan = plan_of("plans/hue-2025");
    return plan;
}

const Instant kMorning = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);

office::State opened() {
    office::State state;
    state.now = kMorning;
    state.unit = "my-thuong";
    state.lived_as = date_of({2025, 7, 1});
    return state;
}

Looking at(const office::State& state, std::map<std::string, std::string> params = {}) {
    return {state, *hue(), nullptr, "", "vi", kMorning, std::move(params)};
}

TEST(Views, AreThereForAnOfficeInWhichNothingHasHappened) {
    const auto made = testing::make_all(opened(), *hue(), nullptr, {}, {"", "nobody"});
    EXPECT_GT(made.views, 50U);
    EXPECT_GT(made.bytes, 1000U);
}

TEST(Views, FindAProcedureInPlainWordsWithoutDiacritics) {
    const auto state = opened();
    const auto plain = procedures(at(state, {{"q", "dang ky khai sinh"}}));
    const auto marked = procedures(at(state, {{"q", "\xC4\x90\xC4\x83ng k\xC3\xBD KHAI SINH"}}));
    ASSERT_TRUE(plain.ok() && marked.ok());
    ASSERT_FALSE(plain.value().procedures.empty());
    EXPECT_EQ(plain.value().procedures.front().code, "1.001193");
    ASSERT_EQ(plain.value().procedures.size(), marked.value().procedures.size());
    EXPECT_EQ(marked.value().procedures.front().code, "1.001193");
    EXPECT_TRUE(procedures(at(state, {{"q", "zzzz"}})).value().procedures.empty());
    EXPECT_EQ(procedures(at(state)).value().procedures.size(), hue()->procedures.size());
}

TEST(Views, AreUnavailableOrMalformedByParameter) {
    const auto state = opened();
    EXPECT_EQ(procedure(at(state, {{"code", "no"}})).error().code, ErrorCode::unavailable);
    EXPECT_EQ(track(at(state, {{"code", "1"}})).error().code, ErrorCode::unavailable);
    EXPECT_EQ(all().at("dossier").make(at(state, {{"dossier", "1x"}})).error().code,
              ErrorCode::malformed);
    EXPECT_EQ(all().at("document").make(at(state, {{"document", "99999999999"}})).error().code,
              ErrorCode::malformed);
}

// The number a citizen was given opens his dossier until it has a code, and no longer.
TEST(Views, TrackByNumberOnlyUntilThereIsACode) {
    auto state = opened();
    auto& d = state.dossiers.dossiers[{7}];
    d.id = {7};
    d.procedure = "1.001193";
    d.presented_at = kMorning;
    EXPECT_TRUE(track(at(state, {{"code", "7"}})).ok());
    d.code = "H57.34-250701-0001";
    d.stage = dossiers::Stage::received;
    d.received_at = kMorning;
    EXPECT_FALSE(track(at(state, {{"code", "7"}})).ok());
    const auto found = track(at(state, {{"code", d.code}}));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found.value().dossier, DossierId{7});
}

// What was put off at the opening is seen until its day, and is a problem afterwards.
TEST(Views, TheAdministratorSeesWaiversAndWhenTheyHaveEnded) {
    auto state = opened();
    const LocalDate today = local_date(kMorning, hue()->calendar.offset);
    state.waivers = {{"restore", "Chủ tịch", "Chưa thử", "Nguyễn Văn Mẫu", today, today},
                     {"two-rehearsals", "Chủ tịch", "Một lần", "Nguyễn Văn Mẫu", today, today}};
    --state.waivers.back().until.day;
    const auto seen = admin(at(state));
    ASSERT_TRUE(seen.ok());
    EXPECT_EQ(seen.value().waivers.size(), 2u);
    const auto& problems = seen.value().problems;
    const auto of_waiver = [](const AdminProblem& p) { return p.kind == "waiver"; };
    ASSERT_EQ(std::ranges::count_if(problems, of_waiver), 1);
    const auto& told = std::ranges::find_if(problems, of_waiver)->sentence.text;
    EXPECT_NE(told.find("two-rehearsals"), std::string::npos) << told;
}

// Nobody at a desk knows a code: a refusal says what people call it. Two kinds of meetings have an
// item of this code, and the one that sits is meant.
TEST(Views, RefusalsNameWhatTheyAreAbout) {
    auto state = opened();
    const Refusal order{RefusalCode::wrong_order, "meeting.item_before", {"questions", "opening"}};
    const auto args = [&] { return named(at(state), order); };
    EXPECT_EQ(args(), order.args) << "no meeting sits";
    state.meetings.meetings[{1}].kind = "party-first-conference";
    auto& session = state.meetings.meetings[{2}];
    session.kind = "council-first-session";
    session.stage = meetings::Stage::open;
    ASSERT_EQ(args().size(), 2u);
    for (const auto& item : hue()->meetings.at("council-first-session").agenda)
        for (size_t i = 0; i < 2; ++i) {
            if (item.code != order.args[i]) continue;
            EXPECT_EQ(args()[i], "\u201c" + item.title.get("vi") + "\u201d");
        }
    EXPECT_NE(args(), order.args);
    const auto& birth = *hue()->procedure("1.001193");
    const Refusal missing{
        RefusalCode::incomplete, "dossier.components_missing", {birth.components.front().code}};
    EXPECT_EQ(named(at(state), missing, birth.code).front(),
              "\u201c" + birth.components.front().name.get("vi") + "\u201d");
    EXPECT_NE(named(at(state), missing), missing.args) << "a practice knows no dossier any more";
    EXPECT_EQ(named(at(state), {RefusalCode::not_entitled, "x", {"opening", "leader"}}).front(),
              "opening")
        << "not of a meeting";
}

TEST(Views, TheAdministratorSeesThePostsOfItsOwnKindOfUnit) {
    auto state = opened();
    const auto has = [&](std::string_view post) {
        const auto seen = admin(at(state)).value();
        return std::ranges::any_of(seen.posts, [&](const auto& p) { return p.code == post; });
    };
    EXPECT_TRUE(has("chu-tich-ubnd"));
    EXPECT_FALSE(has("chu-tich-tp"));
    state.unit = "hue-city";
    EXPECT_FALSE(has("chu-tich-ubnd"));
    EXPECT_TRUE(has("chu-tich-tp"));
}

TEST(Views, OnlyThePlansTableLetsAnOfficerLook) {
    auto state = opened();
    auto& an = state.org.officers["an"];
    an.code = "an";
    an.account = true;
    state.org.mandates["van-thu"] = {{"an", {0}, std::nullopt}};
    EXPECT_TRUE(may_look(state, *hue(), "an", "records", kMorning));
    EXPECT_TRUE(may_look(state, *hue(), "an", "officer", kMorning));
    EXPECT_FALSE(may_look(state, *hue(), "an", "admin", kMorning));
    EXPECT_FALSE(may_look(state, *hue(), "an", "no-such-view", kMorning));
    EXPECT_FALSE(may_look(state, *hue(), "nobody", "officer", kMorning));
    for (const auto& [name, kind] : all())
        if (kind.reach != Reach::anyone) {
            EXPECT_TRUE(hue()->organization.access.contains("view." + std::string(name))) << name;
        }
}

// Every rule a hint cites has its basis, and is about something that somebody may ask.
TEST(Views, HintsCiteRulesOfThePlan) {
    const auto rules = plan::rules_of(*hue());
    EXPECT_GE(rules.size(), 10U);
    for (const plan::Rule& rule : rules) {
        EXPECT_FALSE(rule.basis.text.empty()) << rule.text.get("vi");
        EXPECT_FALSE(rule.asks.empty()) << rule.text.get("vi");
        for (const std::string& ask : rule.asks)
            EXPECT_TRUE(hue()->organization.access.contains(ask)) << ask;
    }
    EXPECT_TRUE(plan::rules_of(*plan_of("tests/plans/minimal")).empty());
}

TEST(Views, AreStaleByTheFactsTheyShow) {
    const office::Fact returned = dossiers::Fact{dossiers::Returned{}};
    const office::Fact closed = meetings::Fact{meetings::Closed{}};
    const auto first = stale({returned});
    EXPECT_TRUE(first.contains("counter") && first.contains("track") && first.contains("city"));
    EXPECT_FALSE(first.contains("meeting"));
    const auto second = stale({closed});
    EXPECT_TRUE(second.contains("meeting") && second.contains("hall"));
    EXPECT_FALSE(second.contains("counter"));
    EXPECT_TRUE(stale({}).empty());
}

}  // namespace
}  // namespace ss::views
