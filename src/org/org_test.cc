#include "org/org.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "org/wire.h"

namespace ss::org {
namespace {

Post post(Code code, std::vector<Code> roles, std::vector<Code> substitutes = {}, int count = 1) {
    Post p;
    p.code = std::move(code);
    p.body = "ubnd";
    p.roles = std::move(roles);
    p.substitutes = std::move(substitutes);
    p.count = count;
    return p;
}

Organization ward() {
    Organization o;
    Body ubnd;
    ubnd.code = "ubnd";
    o.bodies.emplace("ubnd", ubnd);
    for (Post p : {post("chair", {"leader"}, {"vice"}), post("vice", {"leader-2"}, {"chair"}, 2),
                   post("chief", {"head"}, {"clerk"}), post("clerk", {"clerk"}, {"chief"}),
                   post("counter", {"reception", "guide"}, {"clerk"}, 3), post("council-head", {}),
                   post("admin", {"it"})})
        o.posts.emplace(p.code, p);
    o.posts["chair"].incompatible = {"council-head"};
    o.posts["admin"].administrator = true;
    for (const char* role : {"leader", "leader-2", "head", "clerk", "reception", "guide", "it"})
        o.roles[role].code = role;
    o.roles["guide"].deputised_by = "clerk";
    const auto rule = [&](Code who, std::string formula, Code for_whom, std::vector<Code> types) {
        SigningRule r;
        r.post = std::move(who);
        r.body = "ubnd";
        r.formula = std::move(formula);
        r.on_behalf_of = std::move(for_whom);
        r.types = std::move(types);
        r.needs_delegation = formula_kind(r.formula) == "TUQ.";
        o.signing.push_back(r);
    };
    rule("chief", "TUQ.", "chair", {"CV", "SY"});
    rule("chair", "TM.", "", {"QĐ"});
    rule("chair", "", "", {"CV", "SY"});
    rule("vice", "KT.", "chair", {});
    rule("chief", "TL.", "chair", {"CV"});
    o.signing[3].only_when_away = true;
    // A rule by which the chief might hand on what he only has by delegation.
    rule("clerk", "TUQ.", "chief", {"SY"});
    o.access["dossier.receive"] = {"reception"};
    o.access["document.draft"] = {"*"};
    return o;
}

struct Scribe final : Pen<Fact> {
    explicit Scribe(State& s) : state(s) {}
    void write(Fact f) override {
        state.apply(f);
        facts.push_back(std::move(f));
    }
    State& state;
    std::vector<Fact> facts;
};

class OrgTest : public testing::Test {
  protected:
    // The rule that refused, or "".
    std::string ask(const Command& c, Code by = "an") {
        Scribe scribe(state);
        const auto refused = decide(state, org, c, Who{std::move(by), now, {}}, scribe);
        EXPECT_EQ(scribe.facts.size(), refused ? 0u : 1u);
        const auto decoded = wire::decode<Command>(wire::encode(c));
        EXPECT_TRUE(decoded.ok());
        EXPECT_EQ(wire::encode(decoded.value()), wire::encode(c));
        for (const Fact& f : scribe.facts) {
            const auto again = wire::decode<Fact>(wire::encode(f));
            EXPECT_TRUE(again.ok());
            replayed.apply(again.value());
        }
        EXPECT_EQ(wire::encode(replayed), wire::encode(state));
        return refused ? refused->rule : "";
    }
    void enrol(Code officer, std::vector<Code> posts, bool signature = true) {
        Enrol e;
        e.name = officer;
        e.officer = std::move(officer);
        e.posts = std::move(posts);
        if (signature) e.signature_until = Instant{now.ms + 300 * kDay};
        EXPECT_EQ(ask(e), "");
    }
    void away(Code officer) {
        EXPECT_EQ(ask(ReportAbsence{std::move(officer), {now.ms + kDay}, "ill"}), "");
    }
    void staff() {
        enrol("an", {"chair"});
        enrol("binh", {"vice"});
        enrol("chi", {"chief"});
        enrol("dung", {"clerk"});
        enrol("em", {"counter"});
        enrol("giang", {"counter"});
    }
    std::string signs(const Code& officer, const Code& type) {
        const auto s = signing(state, org, officer, "ubnd", type, now);
        if (const auto* refused = std::get_if<Refusal>(&s)) return refused->rule;
        const auto& how = std::get<Signing>(s);
        EXPECT_EQ(how.officer, officer);
        return how.formula + " " + how.post +
               (how.on_behalf_of.empty() ? "" : " for " + how.on_behalf_of);
    }

    Organization org = ward();
    State state, replayed;
    Instant now{1'750'000'000'000};
};

TEST_F(OrgTest, EnrolRefuses) {
    staff();
    const auto enrolment = [](Code officer, std::vector<Code> posts) {
        Enrol e;
        e.name = "Lê Ví Dụ";
        e.officer = std::move(officer);
        e.posts = std::move(posts);
        return e;
    };
    EXPECT_EQ(ask(enrolment("an", {})), "org.enrolled_already");
    EXPECT_EQ(ask(enrolment("", {})), "org.officer_needs_name");
    EXPECT_EQ(ask(enrolment(Code(limits::kCode + 1, 'x'), {})), "org.officer_needs_name");
    EXPECT_EQ(ask(enrolment("x", {"nobody"})), "org.unknown_post");
    EXPECT_EQ(ask(enrolment("x", {"counter", "counter"})), "org.holds_already");
    EXPECT_EQ(ask(enrolment("x", {"chair"})), "org.no_seat");
    EXPECT_EQ(ask(enrolment("x", {"admin", "counter"})), "org.administrator_alone");
    EXPECT_EQ(ask(enrolment("x", std::vector<Code>(limits::kList + 1, "counter"))), "org.too_long");
    Enrol longest = enrolment("y", {});
    longest.name.assign(limits::kText + 1, 'y');
    EXPECT_EQ(ask(longest), "org.too_long");
    longest.name.pop_back();
    EXPECT_EQ(ask(longest), "");
    EXPECT_EQ(ask(enrolment(Code(limits::kCode, 'x'), {"counter"})), "");
    EXPECT_EQ(ask(enrolment("z", {"counter"})), "org.no_seat");
}

TEST_F(OrgTest, IncompatiblePostsInEitherOrder) {
    enrol("an", {"chair"});
    EXPECT_EQ(ask(Appoint{"an", "council-head", "12/QĐ", {}}), "org.incompatible");
    enrol("binh", {"council-head"});
    EXPECT_EQ(ask(Release{"an", "chair", "moved"}), "");
    EXPECT_EQ(ask(Appoint{"binh", "chair", "13/QĐ", {}}), "org.incompatible");
}

TEST_F(OrgTest, AppointForATerm) {
    enrol("an", {});
    EXPECT_EQ(ask(Appoint{"an", "chair", "", {}}), "org.appointment_needs_decision");
    EXPECT_EQ(ask(Appoint{"nobody", "chair", "1", {}}), "org.unknown_officer");
    EXPECT_EQ(ask(Appoint{"an", "chair", "1", now}), "org.term_is_over");
    EXPECT_EQ(ask(Appoint{"an", "chair", "1", Instant{now.ms + kDay}}), "");
    EXPECT_EQ(ask(Appoint{"an", "chair", "1", {}}), "org.holds_already");
    EXPECT_EQ(posts_of(state, "an", now), std::vector<Code>{"chair"});
    now.ms += kDay;  // the term is over: the seat is free again
    EXPECT_TRUE(posts_of(state, "an", now).empty());
    EXPECT_EQ(ask(Release{"an", "chair", ""}), "org.holds_not");
    enrol("binh", {"chair"});
}

TEST_F(OrgTest, StandingInFollowsTheOrder) {
    staff();
    EXPECT_EQ(workers(state, org, "reception", now), (std::vector<Code>{"em", "giang"}));
    away("em");
    EXPECT_EQ(workers(state, org, "reception", now), std::vector<Code>{"giang"});
    EXPECT_FALSE(roles_of(state, org, "dung", now).contains("reception"));
    away("giang");  // all away: the substitute post
    EXPECT_EQ(workers(state, org, "reception", now), std::vector<Code>{"dung"});
    EXPECT_EQ(roles_of(state, org, "dung", now), (std::set<Code>{"clerk", "guide", "reception"}));
    EXPECT_TRUE(works_in(state, org, "dung", "reception", now));
    EXPECT_TRUE(may_ask(state, org, "dung", "dossier.receive", now));
    EXPECT_FALSE(may_ask(state, org, "chi", "dossier.receive", now));
    away("dung");  // nobody stands in for who stands in
    EXPECT_TRUE(workers(state, org, "reception", now).empty());
    EXPECT_EQ(workers(state, org, "clerk", now), std::vector<Code>{"chi"});
    now.ms += kDay;  // everybody is back
    EXPECT_EQ(workers(state, org, "reception", now), (std::vector<Code>{"em", "giang"}));
}

TEST_F(OrgTest, NamedSubstituteGoesBeforeThePosts) {
    staff();
    Enrol e;
    e.officer = e.name = "hoa";
    e.posts = {"counter"};
    e.substitutes = {"an", "chi"};
    ASSERT_EQ(ask(e), "");
    away("em");
    away("giang");
    away("hoa");
    away("an");
    EXPECT_EQ(workers(state, org, "reception", now), std::vector<Code>{"chi"});
}

// Who works is one answer, asked in three ways.
TEST_F(OrgTest, RolesAgreeWithWorkers) {
    staff();
    const std::vector<Code> all{"an", "binh", "chi", "dung", "em", "giang"};
    for (unsigned mask = 0; mask < 64; ++mask) {
        State s = state;
        for (size_t i = 0; i < all.size(); ++i)
            if (mask >> i & 1u) s.officers.at(all[i]).away_until = Instant{now.ms + 1};
        for (const Code& officer : all) {
            const auto roles = roles_of(s, org, officer, now);
            for (const auto& [role, r] : org.roles) {
                const auto who = workers(s, org, role, now);
                const bool works = std::find(who.begin(), who.end(), officer) != who.end();
                EXPECT_EQ(roles.contains(role), works) << officer << " " << role << " " << mask;
                EXPECT_EQ(works_in(s, org, officer, role, now), works);
                EXPECT_TRUE(!works || present(s, officer, now));
            }
        }
    }
}

TEST_F(OrgTest, Access) {
    staff();
    EXPECT_TRUE(may_ask(state, org, "em", "dossier.receive", now));
    EXPECT_TRUE(may_ask(state, org, "chi", "document.draft", now));
    EXPECT_FALSE(may_ask(state, org, "chi", "document.erase", now));
    EXPECT_FALSE(may_ask(state, org, "nobody", "document.draft", now));
    away("em");
    EXPECT_FALSE(may_ask(state, org, "em", "dossier.receive", now));
    org.access["officer.report_return"] = {"*"};
    EXPECT_TRUE(may_ask(state, org, "em", "officer.report_return", now));
    Enrol e;
    e.officer = e.name = "guest";
    e.posts = {"counter"};
    e.account = false;
    ASSERT_EQ(ask(e), "");
    EXPECT_FALSE(may_ask(state, org, "guest", "dossier.receive", now));
}

TEST_F(OrgTest, AbsenceIsReportedOnce) {
    staff();
    EXPECT_EQ(ask(ReportReturn{"em"}), "org.is_present");
    EXPECT_EQ(ask(ReportAbsence{"em", now, ""}), "org.absence_is_over");
    away("em");
    EXPECT_EQ(ask(ReportReturn{"em"}), "");
    EXPECT_TRUE(present(state, "em", now));
}

TEST_F(OrgTest, StrongestFormulaWins) {
    staff();
    EXPECT_EQ(signs("an", "QĐ"), "TM. chair");
    EXPECT_EQ(signs("an", "CV"), " chair");
    EXPECT_EQ(signs("chi", "CV"), "TL. chief for chair");
    EXPECT_EQ(signs("chi", "SY"), "org.no_delegation");
    EXPECT_EQ(signs("chi", "QĐ"), "org.may_not_sign");
    EXPECT_EQ(signs("em", "QĐ"), "org.may_not_sign");
    EXPECT_EQ(signs("nobody", "QĐ"), "org.unknown_officer");
    EXPECT_EQ(signs("binh", "QĐ"), "org.head_is_present");
    away("an");
    EXPECT_EQ(signs("an", "QĐ"), "org.is_away");
    EXPECT_EQ(signs("binh", "QĐ"), "KT. vice for chair");
    EXPECT_EQ(signs("dung", "QĐ"), "org.may_not_sign");  // standing in is no signature
}

TEST_F(OrgTest, SignatureMustBeValid) {
    enrol("an", {"chair"}, false);
    EXPECT_EQ(signs("an", "QĐ"), "org.no_signature");
    EXPECT_EQ(ask(BreakToken{"an", "lost"}), "org.no_signature");
    EXPECT_EQ(ask(RenewToken{"an", now}), "org.signature_is_over");
    EXPECT_EQ(ask(RenewToken{"an", {now.ms + kDay}}), "");
    EXPECT_EQ(signs("an", "QĐ"), "TM. chair");
    EXPECT_EQ(ask(BreakToken{"an", "locked"}), "");
    EXPECT_EQ(signs("an", "QĐ"), "org.token_is_broken");
    EXPECT_EQ(ask(RenewToken{"an", {now.ms + kDay}}), "");
    now.ms += kDay;
    EXPECT_EQ(signs("an", "QĐ"), "org.signature_has_run_out");
}

TEST_F(OrgTest, DelegationIsWrittenDatedAndNotHandedOn) {
    staff();
    const Delegation good{"chair", "chief", {"SY"}, now, {now.ms + kDay}, "05/GUQ-UBND"};
    const auto with = [&](auto change) {
        Delegate d{good};
        change(d.delegation);
        return d;
    };
    EXPECT_EQ(ask(with([](auto& d) { d.document = ""; })), "org.delegation_is_written");
    EXPECT_EQ(ask(with([](auto& d) { d.until = d.from; })), "org.delegation_has_term");
    EXPECT_EQ(ask(with([](auto& d) { d.to_post = "counter"; })), "org.delegation_needs_rule");
    EXPECT_EQ(ask(with([](auto& d) { d.types = {"QĐ"}; })), "org.delegation_exceeds_rule");
    EXPECT_EQ(ask(Delegate{good}, "binh"), "org.delegates_own_power");
    EXPECT_EQ(ask(Delegate{good}), "");
    EXPECT_EQ(signs("chi", "SY"), "TUQ. chief for chair");
    EXPECT_EQ(signs("chi", "CV"), "TL. chief for chair");
    EXPECT_EQ(ask(with([](auto& d) { d.from_post = "chief", d.to_post = "clerk"; }), "chi"),
              "org.no_redelegation");
    now.ms += kDay;
    EXPECT_EQ(signs("chi", "SY"), "org.no_delegation");
}

TEST_F(OrgTest, DelegationOfNoTypeCoversWhatTheRuleAllows) {
    staff();
    EXPECT_EQ(ask(Delegate{{"chair", "chief", {}, now, {now.ms + kDay}, "05/GUQ"}}), "");
    EXPECT_EQ(signs("chi", "SY"), "TUQ. chief for chair");
    EXPECT_EQ(signs("chi", "QĐ"), "org.may_not_sign");
}

TEST_F(OrgTest, MilestonesAreReachedOnce) {
    state.apply(MilestoneReached{"centre-founded", now});
    state.apply(MilestoneReached{"centre-founded", {now.ms + 5}});
    EXPECT_TRUE(state.reached("centre-founded"));
    EXPECT_EQ(state.milestones.at("centre-founded"), now);
    EXPECT_FALSE(state.reached("rules"));
}

TEST_F(OrgTest, StateGoesThroughTheWire) {
    staff();
    away("em");
    ASSERT_EQ(ask(Delegate{{"chair", "chief", {"SY"}, now, {now.ms + kDay}, "05/GUQ"}}), "");
    state.apply(MilestoneReached{"rules", now});
    const auto again = wire::decode<State>(wire::encode(state));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(wire::encode(again.value()), wire::encode(state));
}

}  // namespace
}  // namespace ss::org
