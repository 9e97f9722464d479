#include "base/assert.h"
#include "org/org.h"

namespace ss::org {

namespace {

Officer& officer(State& s, const Code& code) {
    const auto i = s.officers.find(code);
    SS_ASSERT(i != s.officers.end());
    return i->second;
}

void apply_one(State& s, const Enrolled& f) {
    const bool added = s.officers.emplace(f.officer.code, f.officer).second;
    SS_ASSERT(added);
    for (const Code& post : f.posts) s.mandates[post].push_back({f.officer.code, f.at, {}});
}

void apply_one(State& s, const Appointed& f) {
    officer(s, f.officer);
    s.mandates[f.post].push_back({f.officer, f.at, f.until});
}

void apply_one(State& s, const Released& f) {
    for (Mandate& m : s.mandates[f.post])
        if (m.officer == f.officer && (!m.until || *m.until > f.at)) m.until = f.at;
}

void apply_one(State& s, const WentAway& f) {
    officer(s, f.officer).away_until = f.until;
}
void apply_one(State& s, const CameBack& f) {
    officer(s, f.officer).away_until.reset();
}
void apply_one(State& s, const TokenBroke& f) {
    officer(s, f.officer).token_broken = true;
}

void apply_one(State& s, const TokenRenewed& f) {
    Officer& o = officer(s, f.officer);
    o.token_broken = false;
    o.signature_until = f.until;
}

void apply_one(State& s, const Delegated& f) {
    s.delegations.push_back(f.delegation);
}
void apply_one(State& s, const MilestoneReached& f) {
    s.milestones.emplace(f.milestone, f.at);
}

}  // namespace

void State::apply(const Fact& fact) {
    std::visit([&](const auto& f) { apply_one(*this, f); }, fact);
}

}  // namespace ss::org
