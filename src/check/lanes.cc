// R2: every lane has somebody, and somebody who stands in; each of them has an account and, where
// the lane signs, a valid e-signature. Asked of the same functions that hand out work (org/).
#include "bpmn/program.h"
#include "check/internal.h"

namespace ss::check {

namespace {

// role -> procedures that pass through it.
std::map<Code, std::set<Code>> lanes_of(const Unit& u) {
    std::map<Code, std::set<Code>> lanes;
    for (const auto& [code, p] : u.g.plan.procedures) {
        if (!u.competent(p)) continue;
        if (!p.receiving_role.empty()) lanes[p.receiving_role].insert(code);
        if (!p.program) continue;
        for (bpmn::NodeIx n = 0; n < p.program->size(); ++n) {
            const auto& role = p.program->info(n).role;
            if (p.program->node(n).type == bpmn::Type::user && !role.empty() &&
                !role.starts_with("="))
                lanes[role].insert(code);
        }
    }
    const auto& papers = u.g.plan.documents;
    for (const Code& role : {papers.clerk_role, papers.party_clerk_role})
        if (!role.empty()) lanes[role];
    if (u.runs_procedures)
        for (const Code& role : {papers.checker_role, papers.party_checker_role})
            if (!role.empty()) lanes[role];
    return lanes;
}

class Lane {
  public:
    Lane(const Unit& unit, const Code& role, const std::set<Code>& procedures)
        : u_(unit), role_(role), procedures_(procedures) {
        const auto& roles = u_.g.plan.organization.roles;
        if (const auto r = roles.find(role); r != roles.end()) signs_ = r->second.signs;
    }

    void run() {
        const auto& org = u_.g.plan.organization;
        std::set<Code> holders, usable;
        for (const auto& [post, mandates] : u_.people.mandates) {
            const auto p = org.posts.find(post);
            if (p == org.posts.end() || !has(p->second.roles, role_)) continue;
            for (const auto& m : mandates) holders.insert(m.officer);
        }
        for (const Code& officer : holders)
            if (fit(officer)) usable.insert(officer);
        if (holders.empty()) {
            add("R2.unstaffed", Severity::blocks, {u_.g.role_name(role_), used_by()});
            return;
        }
        const Severity bad = usable.empty() ? Severity::blocks : Severity::warning;
        for (const Code& officer : holders) {
            if (!can_log_in(u_, officer))
                add("R2.no_account", bad, {u_.officer_name(officer), u_.g.role_name(role_)},
                    officer);
            if (signs_ && !can_sign(u_, officer))
                add("R2.no_signature", bad,
                    {u_.officer_name(officer), u_.g.role_name(role_),
                     to_text(u_.g.plan.city.go_live)},
                    officer);
        }
        if (usable.size() == 1) deputy(*usable.begin(), holders);
    }

  private:
    bool fit(const Code& officer) const {
        return can_log_in(u_, officer) && (!signs_ || can_sign(u_, officer));
    }
    // All who hold the lane are away: does somebody else get its work?
    void deputy(const Code& only, const std::set<Code>& holders) {
        org::State people = u_.people;
        for (const Code& officer : holders)
            people.officers[officer].away_until = Instant{u_.at.ms + kDay};
        for (const Code& officer : org::workers(people, u_.g.plan.organization, role_, u_.at))
            if (fit(officer)) return;
        add("R2.no_substitute", Severity::blocks,
            {u_.g.role_name(role_), u_.officer_name(only), used_by()}, only);
    }
    std::string used_by() const {
        std::vector<std::string> all(procedures_.begin(), procedures_.end());
        if (all.empty()) return u_.roster.unit;
        if (all.size() > 6) {
            const std::string rest = "+" + std::to_string(all.size() - 6);
            all.resize(6);
            all.push_back(rest);
        }
        return joined(all);
    }
    void add(std::string_view code, Severity severity, std::vector<std::string> args,
             const Code& officer = {}) {
        Finding& f = u_.add(code, severity, std::move(args), officer);
        f.role = role_;
        if (procedures_.size() == 1) f.procedure = *procedures_.begin();
    }

    const Unit& u_;
    const Code& role_;
    const std::set<Code>& procedures_;
    bool signs_ = false;
};

}  // namespace

void check_lanes(const Unit& u) {
    for (const auto& [role, procedures] : lanes_of(u)) Lane(u, role, procedures).run();
}

void check_posts(const Unit& u) {
    const auto& posts = u.g.plan.organization.posts;
    std::map<Code, std::set<Code>> held;  // officer -> posts
    for (const auto& [post, mandates] : u.people.mandates) {
        std::set<Code> holders;
        for (const auto& m : mandates) {
            held[m.officer].insert(post);
            holders.insert(m.officer);
        }
        const auto p = posts.find(post);
        if (p == posts.end() || holders.size() <= static_cast<size_t>(std::max(0, p->second.count)))
            continue;
        u.add(
            "law.seats", Severity::blocks,
            {u.g.post_name(post), std::to_string(holders.size()), std::to_string(p->second.count)});
    }
    for (const auto& [officer, own] : held)
        for (const Code& post : own) {
            const auto p = posts.find(post);
            if (p == posts.end()) continue;
            for (const Code& other : own) {
                const auto o = posts.find(other);
                const bool twice = o != posts.end() && has(o->second.incompatible, post) &&
                                   has(p->second.incompatible, other) && other < post;
                if (!has(p->second.incompatible, other) || twice) continue;
                u.add("law.incompatible", Severity::blocks,
                      {u.officer_name(officer), u.g.post_name(post), u.g.post_name(other),
                       p->second.basis},
                      officer);
            }
            if (p->second.administrator && own.size() > 1)
                u.add("law.administrator", Severity::blocks, {u.officer_name(officer)}, officer);
        }
}

}  // namespace ss::check
