// R3 to R20 of the field over the record: no rule is told that no record here brings out.
#include <gtest/gtest.h>

#include <functional>

#include "readiness/judge.h"
#include "readiness/testing.h"
#include "words/words.h"

namespace ss::readiness {
namespace {

using testing::at;
using testing::Record;
using Make = std::function<void(Record&)>;

const std::vector<Code> kWhole{"form", "original"};

std::set<std::string> reasons(const Record& record) {
    const UnitReport u = judge({record.r}, {}).front();
    std::set<std::string> all;
    for (const Attempt& a : u.attempts)
        for (const Sentence& s : a.why) all.insert(s.rule);
    for (const Finding& f : u.findings) all.insert(f.what.rule);
    return all;
}

// One hand-made record per rule: what no office would write, the judge still sees.
std::vector<std::pair<std::string, Make>> short_ones() {
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
    const auto assigns = [](Record& r, Instant when) {
        documents::Assigned f;
        f.document = {1};
        f.lead = "minh";
        f.due = at(2, 17);
        f.at = when;
        r.add(when, "ha", {documents::Fact{f}});
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
    return {
        {"r3.not_entitled",
         [=](Record& r) {
             documents::Drafted d;
             d.document = {1};
             d.type = "QĐ";
             d.body = "ubnd";
             r.add(at(0, 9), "minh", {documents::Fact{d}});
             r.add(at(0, 9), "minh",
                   {documents::Fact{
                       documents::Signed{{1}, "minh", "verifier", "TM.", "", "", at(0, 9)}}});
         }},
        {"r3.formula", [=](Record& r) { paper(r, true, 1, "KT."); }},
        {"r5.unanswered", [=](Record& r) { r.present(1, at(0, 8), kWhole); }},
        {"r5.refused_without_reason",
         [=](Record& r) {
             r.present(1, at(0, 8), kWhole);
             r.add(at(0, 9), "lan",
                   {dossiers::Fact{dossiers::Refused{{1}, {}, "", "lan", at(0, 9)}}});
         }},
        {"r6.twice",
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), "minh", {asks(at(0, 9), {}, true)});
             r.add(at(0, 10), "minh", {asks(at(0, 10), {}, true)});
         }},
        {"r6.too_late",
         [=](Record& r) {
             received(r);
             r.add(at(6, 9), "minh", {asks(at(6, 9), {}, true)});
         }},
        {"r6.not_all",
         [=](Record& r) {
             r.present(1, at(0, 8), {});
             r.add(at(0, 9), "lan", {asks(at(0, 9), {"form"}, false)});
         }},
        {"r7.handed_on_early",
         [=](Record& r) {
             r.present(1, at(0, 16), kWhole).receive(1, at(0, 16), at(2, 17));
             r.add(at(0, 16, 30), kClock,
                   {dossiers::Fact{dossiers::Transferred{{1}, at(0, 16, 30)}}});
         }},
        {"r8.too_late",
         [=](Record& r) {
             received(r);
             r.add(at(2, 16), "ha", {sorry(at(2, 16), at(2, 17), at(3, 17), "illness")});
         }},
        {"r8.twice",
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), "ha", {sorry(at(0, 9), at(2, 17), at(3, 17), "illness")});
             r.add(at(0, 10), "ha", {sorry(at(0, 10), at(3, 17), at(6, 17), "illness")});
         }},
        {"r8.no_apology",
         [=](Record& r) {
             received(r);
             r.add(at(2, 17), kClock, {dossiers::Fact{dossiers::FellOverdue{{1}, at(2, 17)}}});
         }},
        {"r9.gap",
         [=](Record& r) {
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
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("verify", at(0, 11))});
         }},
        {"r17.silence",
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("consult", at(0, 11))});
         }},
        {"r17.no_deadline",
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {offered("consult", std::nullopt)});
         }},
        {"r17.no_deadline",
         [=](Record& r) {
             received(r);
             r.add(at(0, 9), kClock, {awaits_agency});
             r.add(at(0, 10), kClock, {timer});  // of another step: too late for this one
         }},
        {"r20.mapping",
         [=](Record& r) {
             taken_over(r, 1, "D-17");
             taken_over(r, 2, "D-17");
         }},
        {"r20.nobody_owns", [=](Record& r) { taken_over(r, 1, "D-17"); }},
        {"r20.date_moved",
         [=](Record& r) {
             taken_over(r, 1, "D-17");
             r.add(at(0, 9), "ha", {sorry(at(0, 9), at(2, 17), at(3, 17), "illness")});
         }},
        {"r10.number_first", [=](Record& r) { paper(r, false, 1); }},
        {"r10.number_gap",
         [=](Record& r) {
             paper(r, true, 1);
             paper(r, true, 3);
         }},
        {"r10.not_issued", [=](Record& r) { paper(r, true, 1); }},
        {"r11.not_registered", [=](Record& r) { arrive(r, 1, at(0, 8), ""); }},
        {"r11.registered_late",
         [=](Record& r) {
             arrive(r, 1, at(0, 8), "");
             enters(r, 1, at(0, 14));
         }},
        {"r11.assigned_late",
         [=](Record& r) {
             arrive(r, 1, at(0, 8), "");
             enters(r, 1, at(0, 9));
             assigns(r, at(0, 16, 30));
         }},
        {"r11.not_assigned",
         [=](Record& r) {
             arrive(r, 1, at(0, 8), "");
             enters(r, 1, at(0, 9));
         }},
        {"r11.unregistered",
         [=](Record& r) {
             arrive(r, 1, at(0, 8), "");
             assigns(r, at(0, 9));
         }},
        {"r12.urgent_waited",
         [=](Record& r) {
             arrive(r, 1, at(0, 8), "");
             arrive(r, 2, at(0, 8, 10), "urgent");
             enters(r, 1, at(0, 9));
             enters(r, 2, at(0, 10));
         }},
        {"r13.opened_without_quorum", [=](Record& r) { opens(r, 6); }},
        {"r13.short",  // of ten none is left
         [=](Record& r) {
             auto plan = std::make_shared<plan::Plan>(*r.r.plan);
             plan->meetings.at("session").rules.when_short.emplace();
             r.r.plan = plan;
             opens(r, 4);
         }},
        {"r13.vote_without_quorum",
         [=](Record& r) {
             opens(r, 8);
             carries(r, 6, secret, 6);
         }},
        {"r13.not_secret",
         [=](Record& r) {
             opens(r, 8);
             carries(r, 8, plan::VoteForm::show_of_hands, 8);
         }},
        {"r13.majority",
         [=](Record& r) {
             opens(r, 8);
             carries(r, 8, secret, 5);
         }},
        {"r13.order",
         [=](Record& r) {
             opens(r, 8);
             r.add(at(0, 9), "ha",
                   {meetings::Fact{meetings::ItemTaken{{1}, "rules", "ha", at(0, 9)}}});
         }},
        {"r13.not_closed", [=](Record& r) { opens(r, 8); }},
        {"r15.beyond_the_law",
         [=](Record& r) {
             r.present(1, at(0, 8), kWhole);
             r.add(at(0, 9), "lan", {asks(at(0, 9), {"birth-record"}, false)});
         }},
        {"r19.undelivered",
         [=](Record& r) {
             office::MessageSent m;
             m.message.to = "city";
             m.message.number = 1;
             m.at = at(0, 9);
             r.add(at(0, 9), kClock, {office::OwnFact{m}});
         }},
    };
}

// The rules whose record needs more than a line or two.
void two_clocks(Record& r) {
    office::MessageReceived message;
    office::ForwardDossier forward;
    forward.received_at = at(0, 8);
    message.message.payload = forward;
    message.at = at(0, 9);
    dossiers::Accepted f;
    f.dossier = {1};
    f.code = "C-1";
    f.as.procedure = "copy";
    f.received_at = at(0, 9);  // not the time the citizen was given
    f.due_at = at(2, 17);
    f.at = at(0, 9);
    r.add(at(0, 9), kCourier, {office::OwnFact{message}, dossiers::Fact{f}});
}

// Of a procedure whose process waits for the citizen's word, an online dossier.
void online(Record& r) {
    auto plan = std::make_shared<plan::Plan>(*r.r.plan);
    plan->procedures["copy"].process_file = "processes/copy.bpmn";
    plan->files["processes/copy.bpmn"] = "<message name=\"citizen.confirmed\"/>";
    r.r.plan = plan;
    dossiers::Presented f;
    f.dossier = {1};
    f.as.procedure = "copy";
    f.as.channel = dossiers::Channel::online;
    for (const Code& code : kWhole) f.as.given.push_back({code, 1, 0});
    f.at = at(0, 8);
    r.add(at(0, 8), kCitizen, {dossiers::Fact{f}}).receive(1, at(0, 8), at(2, 17));
}

void waited_two_days(Record& r) {
    online(r);
    r.add(at(0, 9), kClock,
          {flow::Fact{flow::MessageAwaited{{1}, 1, "confirm", "citizen.confirmed", at(0, 9)}}});
    r.add(at(2, 10), kClock,
          {flow::Fact{flow::TimerFired{{1}, 1, "silence", at(1, 9), at(2, 10)}}});
}

void gates(Record& r, const Code& milestone) {
    auto plan = std::make_shared<plan::Plan>(*r.r.plan);
    plan->precedence.gates["dossier.receive"].push_back("rules-adopted");
    plan->precedence.milestones["heads-appointed"].requires_ = {"rules-adopted"};
    r.r.plan = plan;
    if (!milestone.empty())
        r.add(at(0, 9), kDirector, {org::Fact{org::MilestoneReached{milestone, at(0, 9)}}});
}

// A session that carries its only motion; what comes after is the caller's.
void session(Record& r, std::vector<meetings::Fact> then) {
    meetings::Carried carried{{1}, "rules", {}, at(0, 9)};
    carried.count.form = plan::VoteForm::secret;
    carried.count.present = carried.count.in_favour = carried.count.base_count = 10;
    carried.count.needed = 7;
    std::vector<office::Fact> facts{
        meetings::Fact{meetings::Convened{{1}, "session", "ubnd", "ha", at(0, 8), {}, at(0, 8)}},
        meetings::Fact{meetings::Opened{{1}, "ha", 10, 10, 7, at(0, 8)}}, meetings::Fact{carried}};
    for (meetings::Fact& f : then) facts.emplace_back(std::move(f));
    r.add(at(0, 8), "ha", std::move(facts));
}

meetings::Fact over(const char* item) {
    return meetings::ItemOver{{1}, item, {}, {}, {}, at(0, 9)};
}

documents::Drafted drafted(uint32_t id) {
    documents::Drafted d;
    d.document = {id};
    d.type = "QĐ";
    d.body = "ubnd";
    d.at = at(0, 9);
    return d;
}

std::vector<std::pair<std::string, Make>> longer() {
    return {
        {"r6.clock",
         [](Record& r) {
             r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(2, 17));
             r.add(at(0, 9), kCitizen,
                   {dossiers::Fact{dossiers::Supplemented{{1}, {}, at(0, 9), {}}}});
         }},
        {"r7.cutoff",
         [](Record& r) {
             dossiers::Received f;
             f.dossier = {1};
             f.procedure = "copy";
             f.after_cutoff = !r.r.plan->calendar.past_cutoff(at(0, 9));
             f.by = "lan";
             f.at = at(0, 9);
             f.due_at = at(2, 17);
             r.present(1, at(0, 8), kWhole).add(at(0, 9), "lan", {dossiers::Fact{f}});
         }},
        {"r8.incomplete",
         [](Record& r) {
             r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(2, 17));
             r.add(at(0, 9), "ha",
                   {dossiers::Fact{
                       dossiers::Apologised{{1}, "", at(2, 17), at(3, 17), "ha", at(0, 9)}}});
         }},
        {"r10.number_twice",
         [](Record& r) {
             for (uint32_t id : {1u, 2u}) {
                 documents::Numbered n;
                 n.document = {id};
                 n.run = "state";
                 n.number = 1;
                 n.at = at(0, 9);
                 r.add(at(0, 9), "lan",
                       {documents::Fact{drafted(id)},
                        documents::Fact{
                            documents::Signed{{id}, "ha", "chair", "TM.", "", "", at(0, 9)}},
                        documents::Fact{n}});
             }
         }},
        {"r10.sealed_unsigned",
         [](Record& r) {
             r.add(at(0, 9), "lan",
                   {documents::Fact{drafted(1)},
                    documents::Fact{documents::SealedIt{{1}, "lan", at(0, 9)}}});
         }},
        {"r10.issued_unready",
         [](Record& r) {
             r.add(at(0, 9), "lan",
                   {documents::Fact{drafted(1)},
                    documents::Fact{documents::Issued{{1}, {}, "lan", at(0, 9)}}});
         }},
        {"r10.issued_late",
         [](Record& r) {
             documents::Numbered n;
             n.document = {1};
             n.number = 1;
             n.issue_by = at(0, 17);
             n.at = at(0, 9);
             r.add(at(0, 9), "lan", {documents::Fact{drafted(1)}, documents::Fact{n}});
             r.add(at(1, 9), "lan", {documents::Fact{documents::Issued{{1}, {}, "lan", at(1, 9)}}});
         }},
        {"r13.never_opened",
         [](Record& r) {
             r.add(at(0, 7), "ha",
                   {meetings::Fact{
                       meetings::Convened{{1}, "session", "ubnd", "ha", at(0, 8), {}, at(0, 7)}}});
         }},
        {"r13.item_missing", [](Record& r) { session(r, {over("opening"), over("rules")}); }},
        {"r13.no_minutes",
         [](Record& r) {
             session(r, {over("opening"), over("rules"), over("closing"),
                         meetings::Closed{{1}, "ha", at(0, 10)}});
         }},
        {"r13.not_issued",
         [](Record& r) {
             session(r, {over("opening"), over("rules"), over("closing"),
                         meetings::Closed{{1}, "ha", at(0, 10)},
                         meetings::MinutesSigned{{1}, "ha", "chair", at(0, 11)}});
         }},
        {"r13.tally",
         [](Record& r) {
             meetings::Lost lost{{1}, "rules", {}, at(0, 9)};
             lost.count.form = plan::VoteForm::secret;
             lost.count.issued = 9;
             lost.count.collected = 10;  // more came out of the box than were given out
             lost.count.valid = 10;
             session(r, {lost});
         }},
        {"r14.slip_too_early",
         [](Record& r) {
             gates(r, "");
             r.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(2, 17));
         }},
        {"r14.too_early", [](Record& r) { gates(r, "heads-appointed"); }},
        {"r16.no_draft",
         [](Record& r) {
             online(r);
             r.finish(1, at(0, 10));
         }},
        {"r16.waited_too_long", waited_two_days},
        {"r19.two_clocks", two_clocks},
    };
}

// Whatever the judge can say of a rule has a sentence: no sentence without a record that brings it.
TEST(Rules, EachIsSeenInTheRecord) {
    Record clean;
    clean.present(1, at(0, 8), kWhole).receive(1, at(0, 8), at(0, 17)).finish(1, at(0, 9));
    const auto before = reasons(clean);
    std::set<std::string> shown;
    std::vector<std::pair<std::string, Make>> rules = short_ones();
    for (auto& rule : longer()) rules.push_back(std::move(rule));
    for (const auto& [rule, make] : rules) {
        EXPECT_FALSE(before.contains(rule)) << rule;
        Record r;
        make(r);
        r.tick(at(8, 17, 30));
        EXPECT_TRUE(reasons(r).contains(rule)) << rule;
        shown.insert(rule);
    }
    size_t sentences = 0;
    for (const auto& [key, text] : words::load("en")) {
        const bool rule = key.size() > 2 && key[0] == 'r' && key[1] >= '0' && key[1] <= '9';
        if (!rule) continue;
        ++sentences;
        EXPECT_TRUE(shown.contains(key)) << key << " is never judged in a test";
    }
    EXPECT_EQ(sentences, shown.size());
}

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
    for (const std::string& rule : reasons(r))
        EXPECT_FALSE(rule.starts_with("r17") || rule.starts_with("r20")) << rule;
}

}  // namespace
}  // namespace ss::readiness
