#include "simulate/rota.h"

#include <algorithm>
#include <set>

#include "documents/documents.h"
#include "simulate/model.h"

namespace ss::simulate {

class Rota::Day {
  public:
    Day(const Rota& rota, const std::vector<bool>& away) : rota_(rota), away_(away) {}
    const org::State& state() {
        if (state_) return *state_;
        state_ = rota_.then_;
        for (size_t i = 0; i < rota_.people_.size(); ++i)
            if (away_[i])
                state_->officers.at(rota_.people_[i].code).away_until =
                    Instant{rota_.as_of_.ms + 3650 * kDay};
        return *state_;
    }
    bool away(size_t person) const { return away_[person]; }
    bool broken(size_t person) const { return away_[rota_.people_.size() + person]; }
    // Which of these are away.
    std::vector<bool> of(const People& matter) const {
        std::vector<bool> key;
        key.reserve(matter.size());
        for (const uint16_t p : matter) key.push_back(away_[p]);
        return key;
    }

  private:
    const Rota& rota_;
    const std::vector<bool>& away_;
    std::optional<org::State> state_;
};

Rota::Rota(const plan::Plan& plan, const org::State& people_then, Instant as_of,
           const std::vector<Person>& people, const std::vector<Lane>& lanes)
    : plan_(plan), then_(people_then), as_of_(as_of), people_(people), lanes_(lanes) {
    for (const auto& [role, r] : plan.organization.roles) {
        roles_.push_back(role);
        holders_.push_back(holders_of_role(role));
        by_role_.emplace_back().matter = who_matter(role, r.deputised_by);
    }
    there_.resize(roles_.size());
    for (const Lane& lane : lanes) {
        role_of_.push_back(static_cast<size_t>(
            std::lower_bound(roles_.begin(), roles_.end(), lane.role) - roles_.begin()));
        by_lane_.emplace_back().matter = who_matter(lane);
    }
}

uint16_t Rota::index_of(const Code& officer) const {
    const auto found = std::lower_bound(people_.begin(), people_.end(), officer,
                                        [](const Person& p, const Code& c) { return p.code < c; });
    return static_cast<uint16_t>(found - people_.begin());
}

Rota::People Rota::holders_of(const std::set<Code>& posts) const {
    People all;
    for (size_t p = 0; p < people_.size(); ++p)
        if (std::any_of(people_[p].posts.begin(), people_[p].posts.end(),
                        [&](const Code& post) { return posts.contains(post); }))
            all.push_back(static_cast<uint16_t>(p));
    return all;
}

Rota::People Rota::holders_of_role(const Code& role) const {
    return holders_of(posts_with(role));
}

std::set<Code> Rota::posts_with(const Code& role) const {
    std::set<Code> posts;
    for (const auto& [code, post] : plan_.organization.posts)
        if (std::find(post.roles.begin(), post.roles.end(), role) != post.roles.end())
            posts.insert(code);
    return posts;
}

// Whose absence can change who works in the role: its holders', the deputies', the stand-ins'.
Rota::People Rota::who_matter(const Code& role, const Code& deputy) const {
    std::set<uint16_t> all;
    const auto add = [&](const People& people) { all.insert(people.begin(), people.end()); };
    add(holders_of_role(role));
    add(holders_of_role(deputy));
    std::set<Code> posts;
    for (const Code& code : posts_with(role)) {
        const auto& substitutes = plan_.organization.posts.at(code).substitutes;
        posts.insert(substitutes.begin(), substitutes.end());
    }
    add(holders_of(posts));
    for (const uint16_t holder : holders_of_role(role))
        if (const auto officer = then_.officers.find(people_[holder].code);
            officer != then_.officers.end())
            for (const Code& substitute : officer->second.substitutes)
                if (const uint16_t p = index_of(substitute); p < people_.size()) all.insert(p);
    return {all.begin(), all.end()};
}

// A signature hangs on who holds the posts that the rules of signing for it name, and is there.
Rota::People Rota::who_matter(const Lane& lane) const {
    std::set<Code> posts;
    for (const org::SigningRule& rule : plan_.organization.signing) {
        const auto is_for = [&](const plan::ResultPaper* paper) {
            return rule.body == paper->body &&
                   (rule.types.empty() || std::find(rule.types.begin(), rule.types.end(),
                                                    paper->type) != rule.types.end());
        };
        if (std::none_of(lane.signs_what.begin(), lane.signs_what.end(), is_for)) continue;
        posts.insert(rule.post);
        posts.insert(rule.on_behalf_of);
    }
    return holders_of(posts);
}

Rota::People Rota::ask_workers(size_t role, Day& day) const {
    People all;
    for (const Code& officer : org::workers(day.state(), plan_.organization, roles_[role], as_of_))
        all.push_back(index_of(officer));
    return all;
}

// As long as one of a role's holders is there, those who are work in it, and nobody else.
const Rota::People& Rota::workers(size_t role, Day& day) const {
    People& there = there_[role];
    there.clear();
    for (const uint16_t p : holders_[role])
        if (!day.away(p)) there.push_back(p);
    if (!there.empty()) return there;
    const Memo& memo = by_role_[role];
    const auto [found, fresh] = memo.known.try_emplace(day.of(memo.matter));
    if (fresh) found->second = ask_workers(role, day);
    return found->second;
}

// Who may lawfully sign what is signed in the lane, whether or not they work in it: of those who
// hold a post that a rule of signing names.
Rota::People Rota::ask_signers(size_t lane, Day& day) const {
    People all;
    const auto& what = lanes_[lane].signs_what;
    for (const uint16_t p : by_lane_[lane].matter)
        if (std::all_of(what.begin(), what.end(), [&](const plan::ResultPaper* paper) {
                return std::holds_alternative<org::Signing>(documents::may_sign_result(
                    plan_, day.state(), people_[p].code, *paper, as_of_));
            }))
            all.push_back(p);
    return all;
}

const Rota::People& Rota::signers(size_t lane, Day& day) const {
    const Memo& memo = by_lane_[lane];
    const auto [found, fresh] = memo.known.try_emplace(day.of(memo.matter));
    if (fresh) found->second = ask_signers(lane, day);
    return found->second;
}

void Rota::on(const std::vector<bool>& away, Staffing& s) const {
    const std::lock_guard lock(mutex_);
    Day day(*this, away);
    s.able.resize(lanes_.size());
    s.lanes.resize(people_.size());
    for (auto& lanes : s.lanes) lanes.clear();
    s.roles.assign(people_.size(), 0);
    std::vector<const People*> by_role;
    for (size_t r = 0; r < roles_.size(); ++r) {
        by_role.push_back(&workers(r, day));
        for (const uint16_t p : *by_role.back()) ++s.roles[p];
    }
    for (size_t l = 0; l < lanes_.size(); ++l) {
        const Lane& lane = lanes_[l];
        s.able[l].clear();
        if (role_of_[l] >= by_role.size() || roles_[role_of_[l]] != lane.role) continue;
        const People* lawful = lane.signs_what.empty() ? nullptr : &signers(l, day);
        const bool signs = lane.signs || lawful != nullptr;
        for (const uint16_t p : *by_role[role_of_[l]]) {
            if (lane.signs && !people_[p].signs) continue;
            if (signs && day.broken(p)) continue;
            if (lawful != nullptr && !std::binary_search(lawful->begin(), lawful->end(), p))
                continue;
            if (!lane.only.empty() &&
                std::find(lane.only.begin(), lane.only.end(), people_[p].code) == lane.only.end())
                continue;
            s.able[l].push_back(p);
            s.lanes[p].push_back(static_cast<uint16_t>(l));
        }
    }
}

}  // namespace ss::simulate
