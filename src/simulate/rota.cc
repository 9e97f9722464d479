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
    // Which of these are away; of everybody, where nobody is named.
    std::vector<bool> of(const People& matter) const {
        std::vector<bool> key;
        if (matter.empty()) {
            key.assign(away_.begin(),
                       away_.begin() + static_cast<std::ptrdiff_t>(rota_.people_.size()));
            return key;
        }
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
    const auto& posts = plan.organization.posts;
    const auto gives = [&](const Code& post, const Code& role) {
        const auto i = posts.find(post);
        return i != posts.end() && std::find(i->second.roles.begin(), i->second.roles.end(),
                                             role) != i->second.roles.end();
    };
    for (const auto& [role, r] : plan.organization.roles) {
        roles_.push_back(role);
        // As long as one of its holders is there, nobody else works in a role.
        Memo& memo = by_role_.emplace_back();
        for (size_t p = 0; p < people.size(); ++p)
            for (const Code& post : people[p].posts)
                if (gives(post, role)) {
                    memo.matter.push_back(static_cast<uint16_t>(p));
                    break;
                }
    }
    all_away_.resize(roles_.size());
    // A signature hangs on who holds the posts that rules of signing name, and is there.
    std::set<Code> signing;
    for (const auto& rule : plan.organization.signing) {
        signing.insert(rule.post);
        signing.insert(rule.on_behalf_of);
    }
    for (const Lane& lane : lanes) {
        role_of_.push_back(static_cast<size_t>(
            std::lower_bound(roles_.begin(), roles_.end(), lane.role) - roles_.begin()));
        Memo& memo = by_lane_.emplace_back();
        for (size_t p = 0; p < people.size(); ++p)
            if (std::any_of(people[p].posts.begin(), people[p].posts.end(),
                            [&](const Code& post) { return signing.contains(post); }))
                memo.matter.push_back(static_cast<uint16_t>(p));
    }
}

uint16_t Rota::index_of(const Code& officer) const {
    const auto found = std::lower_bound(people_.begin(), people_.end(), officer,
                                        [](const Person& p, const Code& c) { return p.code < c; });
    return static_cast<uint16_t>(found - people_.begin());
}

Rota::People Rota::ask_workers(size_t role, Day& day) const {
    People all;
    for (const Code& officer : org::workers(day.state(), plan_.organization, roles_[role], as_of_))
        all.push_back(index_of(officer));
    return all;
}

const Rota::People& Rota::workers(size_t role, Day& day) const {
    const Memo& holders = by_role_[role];
    const bool any = std::any_of(holders.matter.begin(), holders.matter.end(),
                                 [&](uint16_t p) { return !day.away(p); });
    const Memo& memo = any ? holders : all_away_[role];
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
