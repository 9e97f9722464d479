// Who holds what, who stands in, who may ask.
#include <algorithm>

#include "org/org.h"

namespace ss::org {

namespace {

bool in_force(const Mandate& m, Instant at) {
    return m.from <= at && (!m.until || at < *m.until);
}

bool has(const std::vector<Code>& codes, const Code& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

const Post* post_of(const Organization& org, const Code& code) {
    const auto i = org.posts.find(code);
    return i == org.posts.end() ? nullptr : &i->second;
}

bool post_gives(const Organization& org, const Code& post, const Code& role) {
    const Post* p = post_of(org, post);
    return p != nullptr && has(p->roles, role);
}

void add(std::vector<Code>& to, const Code& code) {
    const auto i = std::lower_bound(to.begin(), to.end(), code);
    if (i == to.end() || *i != code) to.insert(i, code);
}

bool holds_role(const State& s, const Organization& org, const Code& officer, const Code& role,
                Instant at) {
    for (const auto& [post, mandates] : s.mandates)
        for (const Mandate& m : mandates)
            if (m.officer == officer && in_force(m, at) && post_gives(org, post, role)) return true;
    return false;
}

std::vector<Code> present_holders(const State& s, const Code& post, Instant at) {
    std::vector<Code> found;
    const auto i = s.mandates.find(post);
    if (i == s.mandates.end()) return found;
    for (const Mandate& m : i->second)
        if (in_force(m, at) && present(s, m.officer, at)) add(found, m.officer);
    return found;
}

std::vector<Code> present_holders_of_role(const State& s, const Organization& org, const Code& role,
                                          Instant at) {
    std::vector<Code> found;
    for (const auto& [post, mandates] : s.mandates) {
        if (!post_gives(org, post, role)) continue;
        for (const Mandate& m : mandates)
            if (in_force(m, at) && present(s, m.officer, at)) add(found, m.officer);
    }
    return found;
}

bool anyone_present_in(const State& s, const Organization& org, const Code& role, Instant at) {
    for (const auto& [post, mandates] : s.mandates)
        if (post_gives(org, post, role))
            for (const Mandate& m : mandates)
                if (in_force(m, at) && present(s, m.officer, at)) return true;
    return false;
}

bool anyone_away(const State& s, Instant at) {
    return std::any_of(s.officers.begin(), s.officers.end(), [&](const auto& o) {
        return o.second.away_until && *o.second.away_until > at;
    });
}

// Who stands in for a post all of whose holders are away: the substitutes they named themselves,
// else the holders of the first substitute post that has anybody present.
void add_stand_ins(const State& s, const Post& post, Instant at, std::vector<Code>& found) {
    const auto holders = holders_of(s, post.code, at);
    bool named = false;
    for (const Code& holder : holders) {
        const auto officer = s.officers.find(holder);
        if (officer == s.officers.end()) continue;
        for (const Code& substitute : officer->second.substitutes)
            if (present(s, substitute, at)) {
                add(found, substitute);
                named = true;
                break;
            }
    }
    if (holders.empty() || named) return;
    for (const Code& substitute : post.substitutes) {
        const auto standing = present_holders(s, substitute, at);
        for (const Code& officer : standing) add(found, officer);
        if (!standing.empty()) return;
    }
}

}  // namespace

std::vector<Code> posts_of(const State& s, const Code& officer, Instant at) {
    std::vector<Code> found;
    for (const auto& [post, mandates] : s.mandates)
        for (const Mandate& m : mandates)
            if (m.officer == officer && in_force(m, at)) {
                found.push_back(post);
                break;
            }
    return found;
}

std::vector<Code> holders_of(const State& s, const Code& post, Instant at) {
    std::vector<Code> found;
    const auto i = s.mandates.find(post);
    if (i == s.mandates.end()) return found;
    for (const Mandate& m : i->second)
        if (in_force(m, at)) add(found, m.officer);
    return found;
}

bool present(const State& s, const Code& officer, Instant at) {
    const auto i = s.officers.find(officer);
    return i != s.officers.end() && (!i->second.away_until || *i->second.away_until <= at);
}

std::vector<Code> workers(const State& s, const Organization& org, const Code& role, Instant at) {
    std::vector<Code> found = present_holders_of_role(s, org, role, at);
    if (!found.empty()) return found;
    if (const auto r = org.roles.find(role);
        r != org.roles.end() && !r->second.deputised_by.empty())
        found = present_holders_of_role(s, org, r->second.deputised_by, at);
    if (!found.empty()) return found;
    for (const auto& [code, post] : org.posts)
        if (has(post.roles, role)) add_stand_ins(s, post, at, found);
    return found;
}

bool works_in(const State& s, const Organization& org, const Code& officer, const Code& role,
              Instant at) {
    if (!present(s, officer, at)) return false;
    return holds_role(s, org, officer, role, at) || has(workers(s, org, role, at), officer);
}

std::set<Side> sides_of(const State& s, const Organization& org, const Code& officer, Instant at) {
    std::set<Side> sides;
    for (const Code& code : posts_of(s, officer, at)) {
        const Post* post = post_of(org, code);
        if (post == nullptr || post->administrator) continue;
        const auto body = org.bodies.find(post->body);
        if (body != org.bodies.end()) sides.insert(body->second.side);
    }
    return sides;
}

std::set<Code> roles_of(const State& s, const Organization& org, const Code& officer, Instant at) {
    std::set<Code> own;
    if (!present(s, officer, at)) return own;
    for (const auto& [post, mandates] : s.mandates)
        for (const Mandate& m : mandates)
            if (m.officer == officer && in_force(m, at))
                if (const Post* p = post_of(org, post))
                    own.insert(p->roles.begin(), p->roles.end());
    const std::set<Code> held = own;
    // Where nobody is away, nobody stands in but for a role that has no holder at all.
    const bool somebody_away = anyone_away(s, at);
    for (const auto& [role, r] : org.roles) {
        if (held.contains(role) || (!somebody_away && !held.contains(r.deputised_by))) continue;
        if (!anyone_present_in(s, org, role, at) && has(workers(s, org, role, at), officer))
            own.insert(role);
    }
    return own;
}

bool fills(const State& s, const Organization& org, const Code& officer, const Code& code,
           Instant at) {
    const auto holders = holders_of(s, code, at);
    if (has(holders, officer)) return true;
    if (!present_holders(s, code, at).empty() || !present(s, officer, at)) return false;
    const Post* post = post_of(org, code);
    if (post == nullptr) return false;
    std::vector<Code> standing;
    add_stand_ins(s, *post, at, standing);
    if (!holders.empty()) return has(standing, officer);
    for (const Code& substitute : post->substitutes) {
        const auto present_there = present_holders(s, substitute, at);
        if (!present_there.empty()) return has(present_there, officer);
    }
    return false;
}

bool may_ask(const State& s, const Organization& org, const Code& officer, const std::string& ask,
             Instant at) {
    const auto who = s.officers.find(officer);
    if (who == s.officers.end() || !who->second.account) return false;
    if (!present(s, officer, at) && ask != ReportReturn::kWire) return false;
    const auto roles = org.access.find(ask);
    if (roles == org.access.end()) return false;
    // Own posts first: hardly anybody stands in, and this is asked at every command.
    for (const Code& role : roles->second) {
        if (role == "*" && !posts_of(s, officer, at).empty()) return true;
        if (holds_role(s, org, officer, role, at)) return true;
    }
    for (const Code& role : roles->second)
        if (works_in(s, org, officer, role, at)) return true;
    return false;
}

}  // namespace ss::org
