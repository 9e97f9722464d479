// A small council built by hand, ten delegates with invented codes. For the tests of this room.
#pragma once

#include <string>
#include <vector>

#include "base/wire.h"
#include "meetings/meetings.h"
#include "meetings/wire.h"

namespace ss::meetings::testing {

inline constexpr int64_t kOffset = 7 * kHour;

// 2025-06-23, a Monday, is day 0.
inline Instant at(int day, int hour, int minute = 0) {
    const LocalDate date{date_of({2025, 6, 23}).day + day};
    return at_local(date, hour * kHour + minute * kMinute, kOffset);
}

inline void add_post(plan::Plan& p, const Code& code, const Code& body,
                     std::vector<Code> substitutes = {}, std::vector<Code> incompatible = {}) {
    org::Post post;
    post.code = code;
    post.body = body;
    post.substitutes = std::move(substitutes);
    post.incompatible = std::move(incompatible);
    p.organization.posts[code] = post;
}

inline plan::AgendaItem item(const Code& code, const Code& kind) {
    plan::AgendaItem i;
    i.code = code;
    i.kind = kind;
    i.title.in["en"] = "The " + code;
    return i;
}

inline plan::AgendaItem motion(const Code& code, plan::VoteForm form) {
    plan::AgendaItem i = item(code, "motion");
    i.form = form;
    return i;
}

inline plan::MeetingKind session() {
    plan::MeetingKind k;
    k.code = "session";
    k.body = "council";
    k.chair_post = "council-chair";
    k.chair_from = "chair-appointed";
    k.convener_post = "convener";
    k.secretary_post = "secretary";
    k.member_posts = {"delegate"};
    k.guest_posts = {"observer", "government-chair"};
    k.agenda.push_back(item("opening", "opening"));
    k.agenda.push_back(item("appointments", "announcement"));
    k.agenda.back().reaches = {"chair-appointed"};
    k.agenda.back().appoints = {"council-chair"};
    k.agenda.push_back(motion("rules", plan::VoteForm::show_of_hands));
    k.agenda.back().adopts_rules = true;
    k.agenda.back().paper = "NQ";
    k.agenda.back().abstract.in["en"] = "on the rules of the council";
    k.agenda.back().signer_post = "council-chair";
    k.agenda.back().reaches = {"council-has-rules"};
    k.agenda.push_back(motion("divisions", plan::VoteForm::named));
    k.agenda.back().reaches = {"divisions-founded"};
    k.agenda.back().assigns = {"set-up"};
    k.agenda.push_back(motion("removal", plan::VoteForm::show_of_hands));
    k.agenda.back().required = false;
    k.agenda.back().majority.numerator = 2;
    k.agenda.back().majority.denominator = 3;
    k.agenda.back().majority.at_least = true;
    k.agenda.push_back(motion("confidence", plan::VoteForm::secret));
    k.agenda.push_back(item("directions", "directions"));
    k.agenda.push_back(item("closing", "closing"));
    return k;
}

// The same council without a statutory order, for votes of all kinds.
inline plan::MeetingKind workshop() {
    plan::MeetingKind k = session();
    k.code = "workshop";
    k.chair_from.clear();
    k.convener_post.clear();
    k.ordered = false;
    k.agenda.clear();
    k.agenda.push_back(motion("hands", plan::VoteForm::show_of_hands));
    k.agenda.push_back(motion("tie", plan::VoteForm::show_of_hands));
    k.agenda.back().majority.tie_follows_chair = true;
    k.agenda.push_back(motion("present", plan::VoteForm::show_of_hands));
    k.agenda.back().majority.base = plan::MajorityBase::present;
    k.agenda.push_back(motion("existing", plan::VoteForm::show_of_hands));
    k.agenda.back().majority.base = plan::MajorityBase::existing;
    k.agenda.back().majority.numerator = 2;
    k.agenda.back().majority.denominator = 3;
    k.agenda.push_back(motion("secret", plan::VoteForm::secret));
    k.agenda.push_back(item("election", "election"));
    k.agenda.back().form = plan::VoteForm::secret;
    for (auto& i : k.agenda) i.required = false;
    return k;
}

inline plan::Plan small_plan() {
    plan::Plan p;
    p.city.languages = {"en"};
    p.calendar.offset = kOffset;
    p.organization.bodies["council"] = {
        "council", {}, org::Side::state, true, true, "council-chair", "HDND", {}, {}};
    p.organization.bodies["party"] = {
        "party", {}, org::Side::party, true, true, "party-secretary", "DU", {}, {}};
    add_post(p, "delegate", "council");
    add_post(p, "convener", "council");
    add_post(p, "council-chair", "council", {"vice-chair"}, {"government-chair"});
    add_post(p, "vice-chair", "council");
    add_post(p, "secretary", "council");
    add_post(p, "observer", "council");
    add_post(p, "government-chair", "council", {}, {"delegate"});
    add_post(p, "party-secretary", "party");
    add_post(p, "administrator", "council");
    p.organization.posts["administrator"].administrator = true;
    p.precedence.milestones["divisions-founded"].requires_ = {"council-has-rules"};
    p.meetings["session"] = session();
    p.meetings["workshop"] = workshop();
    p.rosters["here"].members["council"] = 10;
    return p;
}

class World {
  public:
    plan::Plan plan = small_plan();
    org::State people;
    State state;
    std::vector<Fact> facts;
    Instant now = at(0, 8);

    World() {
        for (int i = 0; i < 10; ++i) {
            std::vector<Code> posts{"delegate"};
            if (i == 0) posts.push_back("convener");
            if (i == 2) posts.push_back("vice-chair");
            enrol("d" + std::to_string(i), posts);
        }
        enrol("clerk", {"secretary"});
        enrol("city", {"observer"});
        enrol("gov", {"government-chair"});
        enrol("admin", {"administrator"});
        enrol("party", {"party-secretary"});
    }
    void enrol(const Code& officer, const std::vector<Code>& posts) {
        org::Officer o;
        o.code = officer;
        o.name = "Nguyen Van Mau";
        o.account = true;
        people.apply(org::Enrolled{o, posts, at(-30, 8)});
    }
    void appoint(const Code& officer, const Code& post) {
        people.apply(org::Appointed{officer, post, "decision", now, std::nullopt});
    }

    // The names of the facts, or the rule it was refused by.
    std::string ask(const Code& by, const Command& command) {
        Scribe pen{*this, {}};
        const auto refusal =
            decide(state, plan, people, "here", reread(command), Who{by, now, {}}, pen);
        if (!refusal) return pen.told;
        return pen.told.empty() ? refusal->rule : "refused after a fact";
    }
    const Meeting& meeting() const { return state.meetings.rbegin()->second; }
    MeetingId id() const { return {state.last}; }
    const Count& count() const { return meeting().item(meeting().current)->votes.back().count; }

    // Lived and replayed give the same State, byte for byte; so does reading it back.
    bool replays() const {
        State again;
        for (const Fact& fact : facts) again.apply(reread(fact));
        const std::string lived = wire::encode(state);
        const auto back = wire::decode<State>(lived);
        return wire::encode(again) == lived && back.ok() && wire::encode(back.value()) == lived;
    }

    template <class T>
    static T reread(const T& value) {
        const std::string text = wire::encode(value);
        auto back = wire::decode<T>(text);
        SS_ASSERT(back.ok() && wire::encode(back.value()) == text);
        return std::move(back).value();
    }

  private:
    struct Scribe final : Pen<Fact> {
        World& world;
        std::string told;
        Scribe(World& w, std::string t) : world(w), told(std::move(t)) {}
        void write(Fact fact) override {
            if (!told.empty()) told += ' ';
            told += std::visit([](const auto& f) { return std::string(f.kWire); }, fact);
            world.state.apply(fact);
            // What the office does with it.
            if (const auto* f = std::get_if<ItemOver>(&fact))
                for (const Code& milestone : f->reaches)
                    world.people.apply(org::MilestoneReached{milestone, world.now});
            if (const auto* f = std::get_if<ItemAnnounced>(&fact))
                for (const Code& post : f->appoints) world.appoint("d1", post);
            world.facts.push_back(std::move(fact));
        }
    };
};

inline std::vector<Code> delegates(int from, int to, std::vector<Code> others = {}) {
    for (int i = from; i < to; ++i) others.push_back("d" + std::to_string(i));
    return others;
}

}  // namespace ss::meetings::testing
