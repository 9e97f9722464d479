// A small place, built by hand: one state body and one Party body with their offices, and people
// who are plainly invented. For the tests of this room.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/wire.h"
#include "documents/documents.h"
#include "documents/wire.h"

namespace ss::documents::testing {

inline constexpr int64_t kOffset = 7 * kHour;

// 2025-06-23, a Monday, is day 0.
inline Instant at(int day, int hour, int minute = 0) {
    const LocalDate date{date_of({2025, 6, 23}).day + day};
    return at_local(date, hour * kHour + minute * kMinute, kOffset);
}
// A deadline has passed just after it.
inline Instant after(Instant deadline) {
    return {deadline.ms + 1};
}

inline void add_post(plan::Plan& p, const Code& code, const Code& body, std::vector<Code> roles,
                     std::vector<Code> substitutes = {}) {
    org::Post post;
    post.code = code;
    post.body = body;
    post.roles = std::move(roles);
    post.substitutes = std::move(substitutes);
    p.organization.posts[code] = post;
}

inline void add_body(plan::Plan& p, const Code& code, Side side, bool seal, const Code& head,
                     const std::string& notation, const Code& parent = {}) {
    p.organization.bodies[code] = {code, {}, side, true, seal, head, notation, parent, {}};
}

inline void add_series(plan::Plan& p, const Code& code, Side side, std::vector<Code> types,
                       const Code& reset, const std::string& symbol) {
    p.documents.series[code] = {code, side, std::move(types), {}, reset, 2, symbol, {}};
}

inline void add_papers(plan::Plan& p) {
    for (const char* code : {"QD", "NQ", "TB", "CV", "GKS"}) {
        p.documents.types[code].code = code;
        p.documents.types[code].named = code != std::string("CV");
    }
    for (const char* code : {"P-NQ", "P-QC", "P-CV"}) {
        p.documents.types[code].code = code;
        p.documents.types[code].side = Side::party;
    }
    add_series(p, "state", Side::state, {"QD", "TB"}, "year", "{number}/{type}-{notation}");
    add_series(p, "council", Side::state, {"NQ"}, "year-per-type", "{number}/{type}-{notation}");
    add_series(p, "letters", Side::state, {"CV"}, "year", "{number}/{notation}-{drafter}");
    add_series(p, "births", Side::state, {"GKS"}, "year", "{number}/{year}");
    add_series(p, "party-NQ", Side::party, {"P-NQ"}, "term", "{number}-{type}/{notation}");
    add_series(p, "party-QC", Side::party, {"P-QC"}, "term", "{number}-{type}/{notation}");
    p.documents.urgencies["urgent"] = {"urgent", {}, 3, 30 * kMinute, kHour};
    p.documents.secrecies = {"secret"};
    p.documents.clerk_role = "clerk";
    p.documents.party_clerk_role = "party-clerk";
    p.documents.checker_role = "office-head";
    p.documents.party_checker_role = "party-office-head";
}

inline plan::Plan small_plan() {
    plan::Plan p;
    p.calendar.offset = kOffset;
    for (int day = 0; day < 5; ++day)
        p.calendar.week[day] = {{7 * kHour, 11 * kHour}, {13 * kHour, 17 * kHour}};
    add_body(p, "ubnd", Side::state, true, "chair", "UBND");
    add_body(p, "division", Side::state, false, "head", "KT", "ubnd");
    add_body(p, "party", Side::party, true, "secretary", "DU");
    add_post(p, "chair", "ubnd", {"leader"}, {"vice-chair"});
    add_post(p, "vice-chair", "ubnd", {"leader"});
    add_post(p, "office-head", "ubnd", {"office-head"});
    add_post(p, "clerk", "ubnd", {"clerk"});
    add_post(p, "head", "division", {}, {"specialist"});
    add_post(p, "specialist", "division", {});
    add_post(p, "secretary", "party", {"party-secretary"});
    add_post(p, "party-office-head", "party", {"party-office-head"});
    add_post(p, "party-clerk", "party", {"party-clerk"});
    add_post(p, "administrator", "ubnd", {"it"});
    p.organization.posts["administrator"].administrator = true;
    for (const char* role :
         {"leader", "clerk", "office-head", "party-clerk", "party-office-head", "it"})
        p.organization.roles[role].code = role;
    p.organization.signing.push_back(
        {"chair", "ubnd", "TM.", {}, {}, false, false, "art. 13", true});
    p.organization.signing.push_back(
        {"vice-chair", "ubnd", "KT.", "chair", {}, false, false, "art. 13", true});
    p.organization.signing.push_back(
        {"secretary", "party", "T/M", {}, {}, false, false, "36-HD", true});
    for (const char* unit : {"here", "there", "city"}) p.city.units[unit].code = unit;
    add_papers(p);
    return p;
}

class World {
  public:
    plan::Plan plan = small_plan();
    org::State people;
    State state;
    std::vector<Fact> facts;

    World() {
        for (const char* post :
             {"chair", "vice-chair", "office-head", "clerk", "head", "specialist", "secretary",
              "party-office-head", "party-clerk", "administrator"})
            enrol(std::string("o-") + post, {post});
    }
    void enrol(const Code& officer, const std::vector<Code>& posts) {
        org::Officer o;
        o.code = officer;
        o.name = "Nguyen Van Mau";
        o.account = true;
        o.signature_until = at(400, 0);
        people.apply(org::Enrolled{o, posts, at(-30, 8)});
    }
    void away(const Code& officer, Instant now, Instant until) {
        people.apply(org::WentAway{officer, now, until, "ill"});
    }

    // "document.drafted document.signed", or the rule it was refused by.
    std::string ask(const Code& by, Instant now, const Command& command) {
        Scribe pen{*this, {}};
        const auto refusal = decide(state, plan, people, reread(command), Who{by, now, {}}, pen);
        if (!refusal) return pen.told;
        return pen.told.empty() ? refusal->rule : "refused after a fact";
    }
    std::string tick(Instant now) {
        Scribe pen{*this, {}};
        decide_due(state, now, 100, pen);
        return pen.told;
    }
    template <class Do>
    std::string follow(Do&& act) {
        Scribe pen{*this, {}};
        act(static_cast<Pen<Fact>&>(pen));
        return pen.told;
    }
    DocumentId last() const { return {state.last}; }
    const Outgoing& out() const { return state.outgoing.at(last()); }
    const Incoming& in() const { return state.incoming.at(last()); }

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
            world.facts.push_back(std::move(fact));
        }
    };
};

inline Draft decision(const std::string& abstract = "on the duty roster") {
    Draft d;
    d.type = "QD";
    d.body = "ubnd";
    d.abstract = abstract;
    d.text = {"The roster is set."};
    d.recipients = {"there"};
    d.signer_post = "chair";
    return d;
}

}  // namespace ss::documents::testing
