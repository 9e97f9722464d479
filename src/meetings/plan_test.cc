// The statutory orders of the plan can be walked by the people of its rosters, from the roll call
// to the closing, each after the other, and reach the milestones the first day needs.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "meetings/meetings.h"

namespace ss::meetings {
namespace {

class Day final : public Pen<Fact> {
  public:
    std::shared_ptr<const plan::Plan> plan;
    org::State people;
    State state;
    Instant now;
    std::string told;

    explicit Day(std::shared_ptr<const plan::Plan> p) : plan(std::move(p)) {
        now = plan->calendar.opening(plan->calendar.next_working_day(plan->city.go_live));
        for (const auto& [code, entry] : roster().officers) {
            org::Officer o;
            o.code = code;
            o.name = entry.name;
            o.account = true;
            people.apply(org::Enrolled{o, entry.posts, now});
        }
    }
    virtual ~Day() = default;
    const plan::Roster& roster() const { return plan->rosters.at("my-thuong"); }
    void write(Fact fact) override {
        told += std::visit([](const auto& f) { return std::string(f.kWire); }, fact) + ' ';
        state.apply(fact);
        if (const auto* f = std::get_if<ItemOver>(&fact))
            for (const Code& milestone : f->reaches)
                people.apply(org::MilestoneReached{milestone, now});
        const auto* f = std::get_if<ItemAnnounced>(&fact);
        if (!f) return;
        for (const auto& [code, entry] : roster().officers)
            for (const Code& post : entry.appointed_by_announcement)
                if (std::ranges::find(f->appoints, post) != f->appoints.end())
                    people.apply(org::Appointed{code, post, "announced", now, std::nullopt});
    }
    void ask(const Code& by, const Command& command) {
        told.clear();
        now.ms += kMinute;
        const auto refusal =
            decide(state, *plan, people, "my-thuong", command, {by, now, {}}, *this);
        ASSERT_FALSE(refusal) << refusal->rule << ' '
                              << (refusal->args.empty() ? "" : refusal->args.front());
    }
    Code chair() const { return chair_of(state.meetings.rbegin()->second, *plan, people, now); }
    void vote(MeetingId m, const plan::AgendaItem& item, int64_t present) {
        const Meeting& meeting = *state.meeting(m);
        Move move{m, item.code, chair(), {"Article 1."}, std::nullopt, {}};
        if (item.adopts_rules) move.annex = Annex{2, 3, plan::MajorityBase::total, 1, 2, false};
        ask(chair(), move);
        if (item.form == plan::VoteForm::secret) {
            const Code& teller = *std::ranges::find_if(
                meeting.members, [&](const Code& member) { return member != chair(); });
            ask(chair(), IssueBallots{m, item.code, present});
            ask(chair(), Tally{m,
                               item.code,
                               {teller},
                               present,
                               present,
                               present,
                               0,
                               {{"in_favour", present}}});
            return;
        }
        Vote vote{m, item.code, 0, 0, 0, {}, std::nullopt};
        if (item.form == plan::VoteForm::named)
            for (const Code& member : meeting.members) vote.named[member] = Choice::in_favour;
        else vote.in_favour = present;
        ask(chair(), vote);
    }
    void hold(const Code& code) {
        const plan::MeetingKind& kind = plan->meetings.at(code);
        const Code& post = kind.convener_post.empty() ? kind.chair_post : kind.convener_post;
        const auto conveners = org::holders_of(people, post, now);
        ASSERT_FALSE(conveners.empty()) << code << ": nobody holds " << post;
        ask(conveners.front(),
            Convene{code, conveners.front(), {now.ms + kMinute + kind.invite_days * kDay}, {}});
        const MeetingId m{state.last};
        std::set<Code> present;
        for (const auto& posts : {kind.member_posts, kind.guest_posts})
            for (const Code& p : posts)
                for (const Code& officer : org::holders_of(people, p, now)) present.insert(officer);
        ask(chair(), CallRoll{m, {present.begin(), present.end()}, 0});
        ask(chair(), Open{m});
        const auto members = static_cast<int64_t>(state.meeting(m)->members.size());
        for (const plan::AgendaItem& item : kind.agenda) {
            ask(chair(), TakeItem{m, item.code});
            if (HasFatalFailure()) FAIL() << code << ": " << item.code;
            if (item.kind == "motion" || item.kind == "election") vote(m, item, members);
            if (HasFatalFailure()) FAIL() << code << ": " << item.code;
            if (!item.paper.empty()) {
                EXPECT_TRUE(paper_of(state, *plan, m, item.code)) << item.code;
            }
        }
        ask(chair(), Close{m});
    }
    static bool HasFatalFailure() { return ::testing::Test::HasFatalFailure(); }
};

TEST(StatutoryOrders, OfThePlanCanBeWalkedByThePeopleOfItsRoster) {
    Diagnostics complaints;
    const auto plan = plan::load(std::string(SS_SOURCE_DIR) + "/plans/hue-2025", complaints);
    for (const Diagnostic& d : complaints.all())
        if (d.severity == Severity::error) ADD_FAILURE() << to_text(d);
    ASSERT_TRUE(plan);
    Day day(plan);
    for (const char* code :
         {"party-first-conference", "council-first-session", "committee-first-meeting"}) {
        day.hold(code);
        if (HasFatalFailure()) FAIL() << code << " after " << day.told;
    }
    for (const auto& [code, milestone] : plan->precedence.milestones)
        EXPECT_TRUE(day.people.reached(code)) << code << " is reached by no meeting";
}

}  // namespace
}  // namespace ss::meetings
