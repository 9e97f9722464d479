#include "readiness/judge.h"

#include <gtest/gtest.h>

#include <functional>

#include "readiness/json.h"
#include "readiness/lines.h"
#include "readiness/testing.h"
#include "readiness/text.h"

namespace ss::readiness {
namespace {

using testing::at;
using testing::Record;

UnitReport judged(const Record& record, const std::vector<Card>& cards = {}) {
    return judge({record.r}, cards).front();
}
const Attempt* attempt(const UnitReport& u, const std::string& subject) {
    for (const Attempt& a : u.attempts)
        if (a.subject == subject) return &a;
    return nullptr;
}
std::set<std::string> reasons(const UnitReport& u) {
    std::set<std::string> all;
    for (const Attempt& a : u.attempts)
        for (const Sentence& s : a.why) all.insert(s.rule);
    for (const Finding& f : u.findings) all.insert(f.what.rule);
    return all;
}
const std::vector<Code> kWhole{"form", "original"};

TEST(Ratings, AreWhatTheTimesSay) {
    struct Case {
        const char* what;
        int from_hour, done_hour, done_minute;
        Rating rating;
    };
    for (const Case& c : std::vector<Case>{
             {"right and early", 8, 10, 0, Rating::P},
             {"in the last fifth", 8, 16, 30, Rating::S},
             {"after its time", 8, 17, 20, Rating::M},
         }) {
        Record r;
        r.present(1, at(0, 8), kWhole).receive(1, at(0, c.from_hour), at(0, 17));
        r.finish(1, at(0, c.done_hour, c.done_minute)).tick(at(0, 17, 30));
        const UnitReport u = judged(r);
        ASSERT_NE(attempt(u, "W-1"), nullptr) << c.what;
        EXPECT_EQ(attempt(u, "W-1")->rating, c.rating) << c.what;
        EXPECT_EQ(attempt(u, "W-1")->task, "copies");
    }
}

TEST(Ratings, OpenAndInTimeIsNotRatedOverdueIs) {
    Record open;
    open.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(1, 17)).tick(at(0, 17, 30));
    EXPECT_EQ(attempt(judged(open), "W-1")->rating, Rating::none);
    Record late;
    late.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17)).tick(at(0, 17, 30));
    EXPECT_EQ(attempt(judged(late), "W-1")->rating, Rating::U);
}

TEST(Ratings, ARefusedTryOfAnOfficerIsARetryAnInjectsIsNot) {
    Record r;
    r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17));
    Record scripted = r;
    const office::Command again = dossiers::Command{dossiers::Return{{1}}};
    r.refuse(at(0, 9), "lan", again, {RefusalCode::wrong_stage, "dossier.not_ready", {}});
    scripted.add(
        at(0, 8, 30), kDirector,
        {office::OwnFact{office::InjectGiven{{"I1", "slip", "", "", {}, {}}, at(0, 8, 30)}}},
        "I1:1");
    scripted.refuse(at(0, 9), "lan", again, {RefusalCode::wrong_stage, "dossier.not_ready", {}});
    scripted.r.entries.back().entry.envelope.request = "I1:2";
    for (Record* x : {&r, &scripted}) x->finish(1, at(0, 10)).tick(at(0, 17, 30));
    EXPECT_EQ(attempt(judged(r), "W-1")->rating, Rating::S);
    EXPECT_EQ(attempt(judged(scripted), "W-1")->rating, Rating::P);
}

TEST(Ratings, AnAlternativePaperIsEnoughAMissingOneIsNot) {
    Record scan, nothing;
    scan.present(1, at(0, 8), {"form", "scan"});
    nothing.present(1, at(0, 8), {"form"});
    for (Record* x : {&scan, &nothing})
        x->receive(1, at(0, 8), at(0, 17)).finish(1, at(0, 10)).tick(at(0, 17, 30));
    EXPECT_EQ(attempt(judged(scan), "W-1")->rating, Rating::P);
    EXPECT_EQ(attempt(judged(nothing), "W-1")->rating, Rating::U);
    EXPECT_TRUE(reasons(judged(nothing)).contains("dossier.missing_accepted"));
}

const Finding* finding(const UnitReport& u, const std::string& rule, const Code& role) {
    for (const Finding& f : u.findings)
        if (f.what.rule == rule && f.role == role) return &f;
    return nullptr;
}

// Who only stands in does not staff a lane, and whoever stands in keeps it from hanging on one.
TEST(People, ALaneIsStaffedByItsOwnAndHasAStandIn) {
    const auto worked = [](Record& r) {
        flow::Offered o;
        o.work = {1};
        o.dossier = {1};
        o.role = "verify";
        o.at = at(0, 9);
        r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17));
        r.add(at(0, 9), kClock, {flow::Fact{o}});
    };
    Record alone;
    worked(alone);
    EXPECT_NE(finding(judged(alone), "people.single", "verify"), nullptr);
    Record helped;
    auto plan = std::make_shared<plan::Plan>(*helped.r.plan);
    plan->organization.roles["verify"].deputised_by = "reception";
    helped.r.plan = plan;
    worked(helped);
    EXPECT_EQ(finding(judged(helped), "people.single", "verify"), nullptr);
    EXPECT_EQ(finding(judged(helped), "people.nobody", "verify"), nullptr);
    helped.add(at(0, 10), "ha", {org::Fact{org::Released{"minh", "verifier", at(0, 10)}}});
    const UnitReport u = judged(helped);
    const Finding* nobody = finding(u, "people.nobody", "verify");
    ASSERT_NE(nobody, nullptr);
    EXPECT_TRUE(nobody->blocking);
}

Card card(std::vector<Expectation> expectations) {
    return {"I1", "surge", "ward", "Somebody comes", "", at(0, 8), std::move(expectations), false};
}
Expectation expects(std::string fact, int64_t within) {
    Expectation e;
    e.fact = std::move(fact);
    e.within = within;
    return e;
}

// An inject's dossier is its own; another one of the same kind proves nothing.
TEST(Injects, AreJudgedByWhatTheyBrought) {
    Record r;
    r.add(at(0, 8), kDirector,
          {office::OwnFact{office::InjectGiven{{"I1", "surge", "", "", {}, {}}, at(0, 8)}}},
          "I1:1");
    r.present(1, at(0, 8), kWhole, "citizen:2");
    r.present(2, at(0, 8), kWhole, "I1:3");
    r.receive(1, at(0, 8, 5), at(1, 17)).receive(2, at(0, 8, 50), at(1, 17)).tick(at(0, 17, 30));
    struct Case {
        Expectation e;
        Rating rating;
    };
    Expectation anyones = expects("dossier.received", 10 * kMinute);
    anyones.own = false;
    Expectation counted = expects("dossier.received", 0);
    counted.count = 2;
    Expectation never;
    never.never = "dossier.received";
    Expectation where = expects("dossier.received", kHour);
    where.where["required"] = std::string("original");
    Expectation other_role = expects("dossier.received", kHour);
    other_role.role = "leader";
    for (const Case& c : std::vector<Case>{{expects("dossier.received", 2 * kHour), Rating::P},
                                           {expects("dossier.received", kHour), Rating::S},
                                           {expects("dossier.received", 30 * kMinute), Rating::M},
                                           {expects("dossier.returned", kHour), Rating::U},
                                           {expects("dossier.returned", kDay), Rating::none},
                                           {anyones, Rating::P},
                                           {counted, Rating::U},
                                           {never, Rating::U},
                                           {where, Rating::S},
                                           {other_role, Rating::U}}) {
        const UnitReport u = judged(r, {card({c.e})});
        ASSERT_EQ(u.injects.size(), 1u);
        EXPECT_EQ(u.injects[0].rating, c.rating) << c.e.fact << c.e.never << " " << c.e.within;
    }
    Record silent;  // a card nobody played is not judged
    EXPECT_EQ(judged(silent, {card({expects("dossier.received", 1)})}).injects[0].rating,
              Rating::none);
}

// A paper stays its inject's in a unit that is named before its sender; the sender's number of it
// is none of that unit's own.
TEST(Injects, ReachAcrossUnitsByTheNumberOfTheSender) {
    const auto given = [](Record& r, const char* code) {
        const office::InjectGiven f{{code, "surge", "", "", {}, {}}, at(0, 8)};
        r.add(at(0, 8), kDirector, {office::OwnFact{f}}, std::string(code) + ":1");
    };
    const auto drafted = [](Record& r, const char* request) {
        documents::Drafted f;
        f.document = {1};
        f.at = at(0, 8, 5);
        r.add(at(0, 8, 5), "ha", {documents::Fact{f}}, request);
    };
    Record ward, city;
    city.r.unit = "city";
    given(ward, "I1");
    drafted(ward, "I1:2");
    given(city, "I2");
    drafted(city, "I2:2");
    documents::Arrived a;
    a.document = {2};
    a.from = "city";
    a.theirs = {1};
    a.register_by = at(0, 9);
    a.at = at(0, 8, 10);
    ward.add(at(0, 8, 10), kCourier, {documents::Fact{a}});
    documents::Registered f;
    f.document = {2};
    f.assign_by = at(1, 9);
    f.by = "lan";
    f.at = at(0, 8, 20);
    ward.add(at(0, 8, 20), "lan", {documents::Fact{f}});
    for (Record* r : {&ward, &city}) r->tick(at(0, 17));
    Expectation registered = expects("document.registered", kHour);
    registered.unit = "ward";
    Expectation never;
    never.never = "document.registered";
    Card second = card({registered});
    second.inject = "I2";
    second.unit = "city";
    const auto units = judge({ward.r, city.r}, {card({never}), second});
    EXPECT_EQ(units[0].injects.at(0).rating, Rating::P);
    EXPECT_EQ(units[1].injects.at(0).rating, Rating::P);
    ASSERT_NE(attempt(units[1], "I2"), nullptr);
    EXPECT_EQ(attempt(units[1], "I2")->officer, "");  // who registered it is the ward's
    EXPECT_TRUE(attempt(units[1], "I2")->seqs.empty());
}

TEST(Tasks, ShareRuleAndBounds) {
    EXPECT_EQ(wilson(0, 0), (std::pair<int64_t, int64_t>{0, 0}));
    EXPECT_EQ(wilson(10, 10), (std::pair<int64_t, int64_t>{722, 1000}));
    EXPECT_EQ(wilson(5, 10), (std::pair<int64_t, int64_t>{237, 763}));
    EXPECT_EQ(wilson(95, 100), (std::pair<int64_t, int64_t>{888, 978}));
    EXPECT_EQ(percentile({5, 1, 4, 2, 3}, 50), 3);
    EXPECT_EQ(percentile({5, 1, 4, 2, 3}, 90), 5);
    EXPECT_EQ(percentile({}, 50), 0);
    const auto plan = testing::plan_of_ward();
    Table table;
    table.plan = plan.get();
    const auto rated = [&](int p, int s, int m, int u) {
        std::vector<Attempt> all;
        for (const auto& [n, r] :
             {std::pair{p, Rating::P}, {s, Rating::S}, {m, Rating::M}, {u, Rating::U}})
            for (int i = 0; i < n; ++i) {
                Attempt a;
                a.task = "copies";
                a.rating = r;
                all.push_back(a);
            }
        return tasks_of(table, all).front();
    };
    EXPECT_EQ(rated(0, 0, 0, 0).rating, Rating::none);
    EXPECT_EQ(rated(19, 1, 0, 0).rating, Rating::P);
    EXPECT_EQ(rated(18, 2, 0, 0).rating, Rating::S);
    EXPECT_EQ(rated(19, 0, 1, 0).rating, Rating::P);  // 95 % is the target
    EXPECT_EQ(rated(18, 0, 2, 0).rating, Rating::M);
    EXPECT_EQ(rated(99, 0, 0, 1).rating, Rating::U);
}

RunReport run_of(const Record& r, uint64_t seed, const std::vector<Card>& cards) {
    RunReport run;
    run.seed = seed;
    run.scenario = "test";
    run.units = judge({r.r}, cards);
    return run;
}

TEST(Compare, WorstOfThreeAndClosedByARetest) {
    const auto day = [](bool good) {
        Record r;
        r.add(at(0, 8), kDirector,
              {office::OwnFact{office::InjectGiven{{"I1", "surge", "", "", {}, {}}, at(0, 8)}}},
              "I1:1");
        r.present(1, at(0, 8), kWhole, "I1:2");
        if (good) r.receive(1, at(0, 8, 5), at(0, 17)).finish(1, at(0, 9));
        r.tick(at(0, 17, 30));
        return r;
    };
    const std::vector<Card> cards{card({expects("dossier.returned", 4 * kHour)})};
    const auto plan = testing::plan_of_ward();
    const Report one = compare({run_of(day(false), 1, cards)}, *plan);
    EXPECT_EQ(one.gate, Gate::no_go);
    ASSERT_FALSE(one.open_findings.empty());
    EXPECT_TRUE(one.open_findings.front().blocking);
    const Report both = compare({run_of(day(false), 1, cards), run_of(day(true), 2, cards)}, *plan);
    for (const FourColumns& c : both.columns) {
        EXPECT_EQ(c.rehearsed, Rating::U) << c.task;  // the worst of the last three
        EXPECT_EQ(c.runs, 2) << c.task;
    }
    const auto& no_u = both.conditions.front();
    ASSERT_EQ(no_u.code, "no-tier-1-u");
    ASSERT_FALSE(no_u.why.empty());
    for (const Sentence& why : no_u.why) EXPECT_NE(why.args.at(1), "0") << "as in the bad run";
    for (const Finding& f : both.runs.front().units.front().findings)
        EXPECT_EQ(f.closed, f.inject == "I1" || !f.task.empty()) << f.what.rule;
    const Report later = compare({run_of(day(false), 1, cards), run_of(day(true), 2, cards),
                                  run_of(day(true), 3, cards), run_of(day(true), 4, cards)},
                                 *plan);
    for (const FourColumns& c : later.columns) EXPECT_EQ(c.rehearsed, Rating::P) << c.task;
    EXPECT_EQ(later.gate, Gate::conditional);  // no way back has been exercised
}

void add_paper(Record& r, uint32_t number, Instant when) {
    documents::Drafted d;
    d.document = {number};
    d.type = "QĐ";
    d.body = "ubnd";
    d.at = when;
    documents::Numbered n;
    n.document = d.document;
    n.run = "state";
    n.number = number;
    n.symbol = std::to_string(number) + "/QĐ";
    n.issue_by = Instant{when.ms + kDay};
    n.at = when;
    r.add(when, "ha", {documents::Fact{d}});
    r.add(when, "ha",
          {documents::Fact{documents::Signed{d.document, "ha", "chair", "TM.", "", "", when}}});
    r.add(when, "lan", {documents::Fact{n}});
}

// The newest part of a long record, as a board judges it.
UnitRecord newest(const Record& record, size_t first) {
    UnitRecord cut = record.r;
    cut.people = measure(record.r).org;
    cut.entries.erase(cut.entries.begin(),
                      cut.entries.begin() + static_cast<std::ptrdiff_t>(first));
    return cut;
}

TEST(Judge, OfARecordCutOffAtItsBeginningOnlyWhatBeganInIt) {
    Record r;
    r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17));
    r.present(2, at(0, 9), kWhole).receive(2, at(0, 9), at(0, 17));
    const size_t cut = r.r.entries.size();
    r.finish(1, at(1, 10));  // late, but when it began is not in the record
    r.present(3, at(1, 10), kWhole).receive(3, at(1, 10), at(1, 17)).finish(3, at(1, 11));
    r.tick(at(1, 17, 30));
    const UnitReport u = judge({newest(r, cut)}, {}).front();
    EXPECT_EQ(attempt(u, "W-1"), nullptr);
    EXPECT_EQ(attempt(u, "W-2"), nullptr);
    ASSERT_NE(attempt(u, "W-3"), nullptr);
    EXPECT_EQ(attempt(u, "W-3")->rating, Rating::P);
    EXPECT_FALSE(reasons(u).contains("people.nobody")) << "who holds what is known";
    EXPECT_TRUE(reasons(judged(r)).contains("dossier.late") ||
                attempt(judged(r), "W-1")->rating == Rating::M)
        << "the whole record tells more";
}

TEST(Judge, OfARecordCutOffAnywhereNothingThatBeganBefore) {
    Record r;
    for (uint32_t d = 1; d <= 6; ++d) {
        const int day = static_cast<int>(d) / 2, hour = d % 2 == 0 ? 8 : 10;  // one after the other
        r.present(d, at(day, hour), kWhole).receive(d, at(day, hour, 30), at(day, 17));
        add_paper(r, d, at(day, hour, 30));
        r.finish(d, at(day, hour + 1));
    }
    r.tick(at(4, 17, 30));
    const std::set<std::string> whole = reasons(judged(r));
    ASSERT_FALSE(whole.contains("r10.number_gap"));
    for (size_t cut = 0; cut < r.r.entries.size(); ++cut) {
        const UnitRecord part = newest(r, cut);
        const UnitReport u = judge({part}, {}).front();
        for (const Attempt& a : u.attempts)
            EXPECT_GE(a.from, part.entries.front().entry.envelope.at) << a.subject;
        // A run of numbers that began before has no gap, and nobody is found unlawful by a guess.
        for (const char* rule : {"r10.number_gap", "r3.not_entitled", "r3.formula"})
            EXPECT_FALSE(reasons(u).contains(rule)) << rule << " from entry " << cut;
    }
}

TEST(Judge, GivesThoseBesideAColourOnlyWhereAllAreRehearsed) {
    Record a, b;
    b.r.unit = "beside";
    for (Record* r : {&a, &b})
        r->present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17)).finish(1, at(0, 9));
    EXPECT_EQ(judge({a.r, b.r}, {})[1].colour, Colour::none);
    const auto all = judge({a.r, b.r}, {}, {}, Rehearsed::all);
    EXPECT_EQ(all[0].colour, judge({a.r, b.r}, {})[0].colour);
    EXPECT_NE(all[1].colour, Colour::none);
}

office::Fact note(const std::string& about, const std::string& rating, const std::string& text) {
    return office::OwnFact{office::Observed{{about, text, {}, rating}, kDirector, at(0, 12)}};
}
TEST(Evaluators, ChangeARatingAndBothStay) {
    Record r;
    r.add(at(0, 8), kDirector,
          {office::OwnFact{office::InjectGiven{{"I1", "surge", "", "", {}, {}}, at(0, 8)}}},
          "I1:1");
    r.present(1, at(0, 8), kWhole, "I1:2").receive(1, at(0, 8, 5), at(0, 17)).finish(1, at(0, 9));
    r.present(2, at(0, 9), kWhole).receive(2, at(0, 9, 5), at(0, 17)).finish(2, at(0, 10));
    r.add(at(0, 12), kDirector, {note("I1", "M", "prompted")}, "evaluator-2/one");
    r.add(at(0, 12), kDirector, {note("W-2", "U", "wrong paper")}, "evaluator-3/two");
    r.add(at(0, 12), kDirector, {note("copies", "S", "all in all")}, "evaluator-3/three");
    r.tick(at(0, 17, 30));
    const auto run = run_of(r, 1, {card({expects("dossier.returned", 4 * kHour)})});
    const UnitReport& u = run.units.front();
    EXPECT_EQ(u.injects.front().rating, Rating::P);
    EXPECT_EQ(u.injects.front().counts(), Rating::M);
    EXPECT_EQ(u.injects.front().changed_by, "evaluator-2");
    EXPECT_EQ(attempt(u, "I1")->counts(), Rating::M);
    EXPECT_EQ(attempt(u, "W-1")->counts(), Rating::P);  // what it brought keeps its own
    EXPECT_EQ(attempt(u, "W-2")->rating, Rating::P);
    EXPECT_EQ(attempt(u, "W-2")->counts(), Rating::U);
    for (const TaskResult& t : u.tasks) {
        if (t.task != "copies") continue;
        EXPECT_EQ(t.rating, Rating::U);  // by rule, of the attempts as they count
        EXPECT_EQ(t.counts(), Rating::S);
        EXPECT_EQ(t.changed_why, "all in all");
    }
    EXPECT_EQ(u.notes.size(), 3U);
    const Report report = compare({run}, *testing::plan_of_ward());
    for (const FourColumns& c : report.columns) {
        if (c.task == "copies") {
            EXPECT_EQ(c.rehearsed, Rating::S);
        }
    }
}

TEST(Compare, ARetestClosesWithTheRatingThatCounts) {
    const auto day = [](const std::string& changed) {
        Record r;
        r.add(at(0, 8), kDirector,
              {office::OwnFact{office::InjectGiven{{"I1", "surge", "", "", {}, {}}, at(0, 8)}}},
              "I1:1");
        r.present(1, at(0, 8), kWhole, "I1:2");
        if (!changed.empty()) r.add(at(0, 12), kDirector, {note("I1", changed, "seen")}, "boss/1");
        return r.tick(at(0, 17, 30));
    };
    const std::vector<Card> cards{card({expects("dossier.returned", 4 * kHour)})};
    const auto closed = [&](const std::string& changed) {
        const Report both = compare({run_of(day(""), 1, cards), run_of(day(changed), 2, cards)},
                                    *testing::plan_of_ward());
        for (const Finding& f : both.runs.front().units.front().findings)
            if (f.inject == "I1") return f.closed;
        ADD_FAILURE() << "no finding of I1";
        return false;
    };
    EXPECT_FALSE(closed(""));
    EXPECT_FALSE(closed("M"));
    EXPECT_TRUE(closed("S"));
}

TEST(Compare, WhatAnotherRunHasSeenIsCovered) {
    Record whole, nothing;
    whole.present(1, at(0, 8), kWhole).receive(1, at(0, 8, 5), at(0, 17)).finish(1, at(0, 9));
    whole.tick(at(0, 17, 30));
    nothing.tick(at(0, 17, 30));
    const Report both =
        compare({run_of(whole, 1, {}), run_of(nothing, 2, {})}, *testing::plan_of_ward());
    for (const GateCondition& c : both.conditions) {
        if (c.code != "tier-1-coverage") continue;
        for (const Sentence& s : c.why) EXPECT_NE(s.args.front(), "copies");
    }
    for (const Finding& f : both.open_findings) EXPECT_NE(f.task, "copies") << f.what.rule;
}

TEST(Preparation, StandsAsTheRecordHasIt) {
    Record r;
    r.add(
        at(0, 7), kDirector,
        {office::OwnFact{office::PreparationReported{
            {"accounts", true, "41 of 41", "lan", date_of({2025, 6, 20})}, kDirector, at(0, 7)}}});
    r.add(at(0, 7), kDirector,
          {office::OwnFact{office::PreparationWaived{{{"network"}, "late"}, kDirector, at(0, 7)}}});
    std::vector<Preparation> written(3);
    written[0].item = "accounts";
    written[1].item = "network";
    written[2].item = "elsewhere";
    for (Preparation& p : written) p.blocking = true, p.unit = "ward";
    written[2].unit = "hamlet";
    const auto now = preparation_of(r.r, written);
    ASSERT_EQ(now.size(), 2U);
    EXPECT_TRUE(now[0].done);
    EXPECT_EQ(now[0].owner, "lan");
    EXPECT_EQ(now[0].evidence, "41 of 41");
    EXPECT_FALSE(now[1].done);
    EXPECT_EQ(now[1].waived, "late");
}

TEST(Cards, GivenToAnotherUnitAreJudgedThere) {
    Record home, other;
    other.r.unit = "hamlet";
    other.add(at(0, 8), kDirector,
              {office::OwnFact{office::InjectGiven{{"I1", "surge", "", "", {}, {}}, at(0, 8)}}},
              "I1:1");
    other.present(1, at(0, 8), kWhole, "I1:2").receive(1, at(0, 8, 5), at(0, 17));
    other.finish(1, at(0, 9)).tick(at(0, 17, 30));
    home.tick(at(0, 17, 30));
    const auto judged =
        judge_injects({home.r, other.r}, {card({expects("dossier.returned", 4 * kHour)})});
    ASSERT_EQ(judged.size(), 2U);
    ASSERT_EQ(judged[0].size(), 1U);
    EXPECT_FALSE(judged[0].front().given);
    ASSERT_EQ(judged[1].size(), 1U);
    EXPECT_EQ(judged[1].front().rating, Rating::P);
}

TEST(Report, TheSameRecordTheSameBytesAndNoLineTooLong) {
    Record r;
    r.present(1, at(0, 8), {"form"}).receive(1, at(0, 8), at(0, 17)).tick(at(0, 17, 30));
    const auto plan = testing::plan_of_ward();
    const Report a = compare({run_of(r, 1, {})}, *plan), b = compare({run_of(r, 1, {})}, *plan);
    EXPECT_EQ(json(a), json(b));
    EXPECT_NE(json(a), json(compare({run_of(r, 2, {})}, *plan)));
    for (const char* language : {"vi", "en"}) {
        const std::string page = text(a, *plan, language);
        size_t from = 0;
        for (size_t end; (end = page.find('\n', from)) != std::string::npos; from = end + 1)
            EXPECT_LE(columns_of(page.substr(from, end - from)), 100u)
                << page.substr(from, end - from);
    }
    EXPECT_EQ(columns_of("Mỹ Thượng"), 9u);
}

}  // namespace
}  // namespace ss::readiness
