#include "readiness/judge.h"

#include <gtest/gtest.h>

#include <functional>

#include "readiness/json.h"
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

// One hand-made record per rule: what no office would write, the judge still sees.
TEST(Rules, EachIsSeenInTheRecord) {
    using Make = std::function<void(Record&)>;
    const auto received = [](Record& r) {
        r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(2, 17));
    };
    const auto asks = [](Instant when, std::vector<Code> missing, bool verifying) {
        return office::Fact{dossiers::Fact{
            dossiers::SupplementAsked{{1}, missing, {"reason"}, verifying, "lan", when}}};
    };
    const auto sorry = [](Instant when, Instant old_due, Instant due, const char* why) {
        return office::Fact{
            dossiers::Fact{dossiers::Apologised{{1}, why, old_due, due, "ha", when}}};
    };
    const auto offered = [](const char* kind, std::optional<Instant> due) {
        flow::Offered o;
        o.work = {1};
        o.dossier = {1};
        o.node = "step";
        o.kind = kind;
        o.role = "verify";
        o.due = due;
        o.at = at(0, 9);
        return office::Fact{flow::Fact{o}};
    };
    const office::Fact awaits_agency{
        flow::Fact{flow::MessageAwaited{{1}, 1, "answered", "exchange.answered", at(0, 9)}}};
    const office::Fact timer{flow::Fact{flow::TimerArmed{{1}, 1, "overdue", at(1, 9), at(0, 9)}}};
    const auto taken_over = [](Record& r, uint32_t id, const char* old_code) {
        dossiers::TakenOver f;
        f.dossier = {id};
        f.code = "W-" + std::to_string(id);
        f.as.old_code = old_code;
        f.as.procedure = "copy";
        f.as.due_at = at(2, 17);
        f.by = "lan";
        f.at = at(0, 8);
        r.add(at(0, 8), "lan", {dossiers::Fact{f}});
    };
    const auto paper = [](Record& r, bool sign, int64_t number, const char* formula = "TM.") {
        documents::Drafted d;
        d.document = {static_cast<uint32_t>(number)};
        d.type = "QĐ";
        d.body = "ubnd";
        d.at = at(0, 9);
        r.add(at(0, 9), "ha", {documents::Fact{d}});
        if (sign)
            r.add(at(0, 9, 10), "ha",
                  {documents::Fact{documents::Signed{d.document, "ha", "chair", formula, "", "",
                                                     at(0, 9, 10)}}});
        documents::Numbered n;
        n.document = d.document;
        n.run = "state";
        n.number = number;
        n.symbol = std::to_string(number) + "/QĐ";
        n.issue_by = at(0, 17);
        n.at = at(0, 9, 20);
        r.add(at(0, 9, 20), "lan", {documents::Fact{n}});
    };
    const auto arrive = [](Record& r, uint32_t id, Instant when, const char* urgency) {
        documents::Arrived a;
        a.document = {id};
        a.symbol = std::to_string(id) + "/CV";
        a.urgency = urgency;
        a.register_by = at(0, 11);
        a.at = when;
        r.add(when, kCourier, {documents::Fact{a}});
    };
    const auto enters = [](Record& r, uint32_t id, Instant when) {
        documents::Registered f;
        f.document = {id};
        f.assign_by = at(0, 16);
        f.at = when;
        r.add(when, "lan", {documents::Fact{f}});
    };
    const auto opens = [](Record& r, int64_t present) {
        r.add(at(0, 8), "ha",
              {meetings::Fact{
                   meetings::Convened{{1}, "session", "ubnd", "ha", at(0, 8), {}, at(0, 8)}},
               meetings::Fact{meetings::Opened{{1}, "ha", present, 10, 7, at(0, 8)}}});
    };
    const auto carries = [](Record& r, int64_t present, plan::VoteForm form, int64_t in_favour) {
        meetings::Carried c{{1}, "rules", {}, at(0, 9)};
        c.count.form = form;
        c.count.present = present;
        c.count.needed = 7;
        c.count.base_count = 10;
        c.count.in_favour = in_favour;
        r.add(at(0, 9), "ha", {meetings::Fact{c}});
    };
    const auto secret = plan::VoteForm::secret;
    const std::vector<std::pair<std::string, Make>> rules{
        {"r3.not_entitled",
         [&](Record& r) {
             documents::Drafted d;
             d.document = {1};
             d.type = "QĐ";
             d.body = "ubnd";
             r.add(at(0, 9), "minh", {documents::Fact{d}});
             r.add(at(0, 9), "minh",
                   {documents::Fact{
                       documents::Signed{{1}, "minh", "verifier", "TM.", "", "", at(0, 9)}}});
         }},
        {"r3.formula", [&](Record& r) { paper(r, true, 1, "KT."); }},
        {"r5.unanswered", [&](Record& r) { r.present(1, at(0, 8), kWhole); }},
        {"r5.refused_without_reason",
         [&](Record& r) {
             r.present(1, at(0, 8), kWhole);
             r.add(at(0, 9), "lan",
                   {dossiers::Fact{dossiers::Refused{{1}, {}, "", "lan", at(0, 9)}}});
         }},
        {"r6.twice",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), "minh", {asks(at(0, 9), {}, true)});
             r.add(at(0, 10), "minh", {asks(at(0, 10), {}, true)});
         }},
        {"r6.too_late",
         [&](Record& r) {
             received(r);
             r.add(at(6, 9), "minh", {asks(at(6, 9), {}, true)});
         }},
        {"r6.not_all",
         [&](Record& r) {
             r.present(1, at(0, 8), {});
             r.add(at(0, 9), "lan", {asks(at(0, 9), {"form"}, false)});
         }},
        {"r7.handed_on_early",
         [&](Record& r) {
             r.present(1, at(0, 16), kWhole).receive(1, at(0, 16), at(2, 17));
             r.add(at(0, 16, 30), kClock,
                   {dossiers::Fact{dossiers::Transferred{{1}, at(0, 16, 30)}}});
         }},
        {"r8.too_late",
         [&](Record& r) {
             received(r);
             r.add(at(2, 16), "ha", {sorry(at(2, 16), at(2, 17), at(3, 17), "illness")});
         }},
        {"r8.twice",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), "ha", {sorry(at(0, 9), at(2, 17), at(3, 17), "illness")});
             r.add(at(0, 10), "ha", {sorry(at(0, 10), at(3, 17), at(6, 17), "illness")});
         }},
        {"r8.no_apology",
         [&](Record& r) {
             received(r);
             r.add(at(2, 17), kClock, {dossiers::Fact{dossiers::FellOverdue{{1}, at(2, 17)}}});
         }},
        {"r9.gap",
         [&](Record& r) {
             received(r);
             flow::Completed c;
             c.work = {1};
             c.dossier = {1};
             c.node = "check";
             c.by = "minh";
             c.at = at(0, 9);
             r.add(at(0, 9), "minh", {flow::Fact{c}});  // never offered
         }},
        {"r9.not_received",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("verify", at(0, 11))});
         }},
        {"r17.silence",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("consult", at(0, 11))});
         }},
        {"r17.no_deadline",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("consult", std::nullopt)});
         }},
        {"r17.no_deadline",
         [&](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {awaits_agency});
             r.add(at(0, 10), kClock, {timer});  // of another step: too late for this one
         }},
        {"r20.mapping",
         [&](Record& r) {
             taken_over(r, 1, "D-17");
             taken_over(r, 2, "D-17");
         }},
        {"r20.nobody_owns", [&](Record& r) { taken_over(r, 1, "D-17"); }},
        {"r20.date_moved",
         [&](Record& r) {
             taken_over(r, 1, "D-17");
             r.add(at(0, 9), "ha", {sorry(at(0, 9), at(2, 17), at(3, 17), "illness")});
         }},
        {"r10.number_first", [&](Record& r) { paper(r, false, 1); }},
        {"r10.number_gap",
         [&](Record& r) {
             paper(r, true, 1);
             paper(r, true, 3);
         }},
        {"r10.not_issued", [&](Record& r) { paper(r, true, 1); }},
        {"r11.not_registered", [&](Record& r) { arrive(r, 1, at(0, 8), ""); }},
        {"r11.registered_late",
         [&](Record& r) {
             arrive(r, 1, at(0, 8), "");
             enters(r, 1, at(0, 14));
         }},
        {"r12.urgent_waited",
         [&](Record& r) {
             arrive(r, 1, at(0, 8), "");
             arrive(r, 2, at(0, 8, 10), "urgent");
             enters(r, 1, at(0, 9));
             enters(r, 2, at(0, 10));
         }},
        {"r13.opened_without_quorum", [&](Record& r) { opens(r, 6); }},
        {"r13.vote_without_quorum",
         [&](Record& r) {
             opens(r, 8);
             carries(r, 6, secret, 6);
         }},
        {"r13.not_secret",
         [&](Record& r) {
             opens(r, 8);
             carries(r, 8, plan::VoteForm::show_of_hands, 8);
         }},
        {"r13.majority",
         [&](Record& r) {
             opens(r, 8);
             carries(r, 8, secret, 5);
         }},
        {"r13.order",
         [&](Record& r) {
             opens(r, 8);
             r.add(at(0, 9), "ha",
                   {meetings::Fact{meetings::ItemTaken{{1}, "rules", "ha", at(0, 9)}}});
         }},
        {"r13.not_closed", [&](Record& r) { opens(r, 8); }},
        {"r15.beyond_the_law",
         [&](Record& r) {
             r.present(1, at(0, 8), kWhole);
             r.add(at(0, 9), "lan", {asks(at(0, 9), {"birth-record"}, false)});
         }},
        {"r19.undelivered",
         [&](Record& r) {
             office::MessageSent m;
             m.message.to = "city";
             m.message.number = 1;
             m.at = at(0, 9);
             r.add(at(0, 9), kClock, {office::OwnFact{m}});
         }},
    };
    Record clean;
    clean.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17)).finish(1, at(0, 9));
    const auto before = reasons(judged(clean));
    for (const auto& [rule, make] : rules) {
        EXPECT_FALSE(before.contains(rule)) << rule;
        Record r;
        make(r);
        r.tick(at(8, 17, 30));
        EXPECT_TRUE(reasons(judged(r)).contains(rule)) << rule;
    }
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
// A timer armed with the wait is its deadline; whoever works on what was taken over owns it.
TEST(Rules, R17AndR20HoldWhereTheyAreKept) {
    Record r;
    r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(2, 17));
    r.add(at(0, 9), kClock,
          {flow::Fact{flow::MessageAwaited{{1}, 1, "answered", "exchange.answered", at(0, 9)}},
           flow::Fact{flow::TimerArmed{{1}, 1, "overdue", at(1, 9), at(0, 9)}}});
    dossiers::TakenOver f;
    f.dossier = {2};
    f.code = "W-2";
    f.as.old_code = "D-17";
    f.as.procedure = "copy";
    f.as.due_at = at(6, 17);
    f.at = at(0, 8);
    r.add(at(0, 8), "lan", {dossiers::Fact{f}});
    flow::Offered o;
    o.work = {1};
    o.dossier = {2};
    o.at = at(0, 8);
    r.add(at(0, 8), "lan", {flow::Fact{o}});
    flow::Taken t;
    t.work = {1};
    t.by = "minh";
    t.at = at(0, 9);
    r.add(at(0, 9), "minh", {flow::Fact{t}}).tick(at(3, 10));
    for (const std::string& rule : reasons(judged(r)))
        EXPECT_FALSE(rule.starts_with("r17") || rule.starts_with("r20")) << rule;
}

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
        return tasks_of(*plan, all).front();
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
          {documents::Fact{
              documents::Signed{d.document, "ha", "chair", "TM.", "", "", when}}});
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
        const int day = static_cast<int>(d) / 2;
        r.present(d, at(day, 8), kWhole).receive(d, at(day, 9), at(day, 17));
        add_paper(r, d, at(day, 9));
        r.finish(d, at(day, 10));
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
    const auto all = judge({a.r, b.r}, {}, Rehearsed::all);
    EXPECT_EQ(all[0].colour, judge({a.r, b.r}, {})[0].colour);
    EXPECT_NE(all[1].colour, Colour::none);
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
