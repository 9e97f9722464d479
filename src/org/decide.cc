#include <algorithm>

#include "base/limits.h"
#include "org/org.h"

namespace ss::org {

namespace {

using No = std::optional<Refusal>;

struct Asked {
    const State& state;
    const Organization& org;
    const Who& who;
    Pen<Fact>& pen;
};

Refusal no(RefusalCode code, const char* rule, std::vector<std::string> args = {}) {
    return {code, rule, std::move(args)};
}

No too_long(std::initializer_list<std::string_view> texts) {
    for (const auto t : texts)
        if (t.size() > limits::kText) return no(RefusalCode::limit, "org.too_long");
    return {};
}

No known(const Asked& a, const Code& officer) {
    if (a.state.officers.contains(officer)) return {};
    return no(RefusalCode::not_found, "org.unknown_officer", {officer});
}

No known_post(const Asked& a, const Code& post) {
    if (a.org.posts.contains(post)) return {};
    return no(RefusalCode::not_found, "org.unknown_post", {post});
}

bool has(const std::vector<Code>& codes, const Code& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Law 72/2025/QH15 arts. 29.2, 29.3: some posts no one may hold together; a plan writes each pair
// once. An administrator holds no other power.
No may_hold_together(const Asked& a, const std::vector<Code>& held, const Code& post) {
    const Post& wanted = a.org.posts.at(post);
    for (const Code& other : held) {
        const auto i = a.org.posts.find(other);
        if (i == a.org.posts.end() || other == post) continue;
        if (has(wanted.incompatible, other) || has(i->second.incompatible, post))
            return no(RefusalCode::not_entitled, "org.incompatible", {post, other});
        if (wanted.administrator || i->second.administrator)
            return no(RefusalCode::not_entitled, "org.administrator_alone", {post, other});
    }
    return {};
}

No has_seat(const Asked& a, const Code& post) {
    const auto holders = holders_of(a.state, post, a.who.at);
    if (holders.size() < static_cast<size_t>(a.org.posts.at(post).count)) return {};
    return no(RefusalCode::invalid, "org.no_seat", {post});
}

No decide_enrol(const Asked& a, const Enrol& c) {
    if (c.officer.empty() || c.officer.size() > limits::kCode || c.name.empty())
        return no(RefusalCode::incomplete, "org.officer_needs_name", {c.officer});
    if (auto refused = too_long({c.name})) return refused;
    if (c.posts.size() > limits::kList || c.substitutes.size() > limits::kList)
        return no(RefusalCode::limit, "org.too_long");
    if (a.state.officers.contains(c.officer))
        return no(RefusalCode::duplicate, "org.enrolled_already", {c.officer});
    std::vector<Code> posts;
    for (const Code& post : c.posts) {
        if (has(posts, post))
            return no(RefusalCode::duplicate, "org.holds_already", {c.officer, post});
        if (auto refused = known_post(a, post)) return refused;
        if (auto refused = may_hold_together(a, posts, post)) return refused;
        if (auto refused = has_seat(a, post)) return refused;
        posts.push_back(post);
    }
    Enrolled f{{}, std::move(posts), a.who.at};
    f.officer.code = c.officer;
    f.officer.name = c.name;
    f.officer.account = c.account;
    f.officer.signature_until = c.signature_until;
    f.officer.substitutes = c.substitutes;
    a.pen.write(std::move(f));
    return {};
}

No decide_appoint(const Asked& a, const Appoint& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (auto refused = known_post(a, c.post)) return refused;
    if (auto refused = too_long({c.decision})) return refused;
    if (c.decision.empty()) return no(RefusalCode::incomplete, "org.appointment_needs_decision");
    if (c.until && *c.until <= a.who.at) return no(RefusalCode::invalid, "org.term_is_over");
    const auto held = posts_of(a.state, c.officer, a.who.at);
    if (has(held, c.post))
        return no(RefusalCode::duplicate, "org.holds_already", {c.officer, c.post});
    if (auto refused = may_hold_together(a, held, c.post)) return refused;
    if (auto refused = has_seat(a, c.post)) return refused;
    a.pen.write(Appointed{c.officer, c.post, c.decision, a.who.at, c.until});
    return {};
}

No decide_release(const Asked& a, const Release& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (auto refused = too_long({c.reason})) return refused;
    if (!has(posts_of(a.state, c.officer, a.who.at), c.post))
        return no(RefusalCode::wrong_stage, "org.holds_not", {c.officer, c.post});
    a.pen.write(Released{c.officer, c.post, a.who.at});
    return {};
}

No decide_report_absence(const Asked& a, const ReportAbsence& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (auto refused = too_long({c.reason})) return refused;
    if (c.until <= a.who.at) return no(RefusalCode::invalid, "org.absence_is_over");
    a.pen.write(WentAway{c.officer, a.who.at, c.until, c.reason});
    return {};
}

No decide_report_return(const Asked& a, const ReportReturn& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (present(a.state, c.officer, a.who.at))
        return no(RefusalCode::wrong_stage, "org.is_present", {c.officer});
    a.pen.write(CameBack{c.officer, a.who.at});
    return {};
}

No decide_break_token(const Asked& a, const BreakToken& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (auto refused = too_long({c.reason})) return refused;
    const Officer& o = a.state.officers.at(c.officer);
    if (!o.signature_until || o.token_broken)
        return no(RefusalCode::wrong_stage, "org.no_signature", {c.officer});
    a.pen.write(TokenBroke{c.officer, a.who.at, c.reason});
    return {};
}

No decide_renew_token(const Asked& a, const RenewToken& c) {
    if (auto refused = known(a, c.officer)) return refused;
    if (c.until <= a.who.at) return no(RefusalCode::invalid, "org.signature_is_over");
    a.pen.write(TokenRenewed{c.officer, a.who.at, c.until});
    return {};
}

// Whether `post` may sign this type ("": any) by a right of its own, not by a delegation.
bool own_right(const Organization& org, const Code& post, const Code& body, const Code& type) {
    return std::any_of(org.signing.begin(), org.signing.end(), [&](const SigningRule& r) {
        return r.post == post && r.body == body && !r.needs_delegation &&
               formula_kind(r.formula) != "TUQ." &&
               (type.empty() || r.types.empty() || has(r.types, type));
    });
}

// The rule under which a delegation may cover the type ("": whatever the rule allows).
const SigningRule* delegable(const Organization& org, const Delegation& d, const Code& type) {
    for (const SigningRule& r : org.signing)
        if (r.needs_delegation && r.post == d.to_post && r.on_behalf_of == d.from_post &&
            (type.empty() || r.types.empty() || has(r.types, type)))
            return &r;
    return nullptr;
}

// Law 72/2025/QH15 art. 14: written; content, scope and term named; never handed on.
No decide_delegate(const Asked& a, const Delegate& c) {
    const Delegation& d = c.delegation;
    if (auto refused = known_post(a, d.from_post)) return refused;
    if (auto refused = known_post(a, d.to_post)) return refused;
    if (auto refused = too_long({d.document})) return refused;
    if (d.types.size() > limits::kList) return no(RefusalCode::limit, "org.too_long");
    if (d.document.empty()) return no(RefusalCode::incomplete, "org.delegation_is_written");
    if (d.until <= d.from || d.until <= a.who.at)
        return no(RefusalCode::invalid, "org.delegation_has_term");
    if (!has(posts_of(a.state, a.who.by, a.who.at), d.from_post))
        return no(RefusalCode::not_entitled, "org.delegates_own_power", {d.from_post});
    if (delegable(a.org, d, "") == nullptr)
        return no(RefusalCode::not_entitled, "org.delegation_needs_rule", {d.from_post, d.to_post});
    const std::vector<Code> any{""};
    for (const Code& type : d.types.empty() ? any : d.types) {
        const SigningRule* rule = delegable(a.org, d, type);
        if (rule == nullptr)
            return no(RefusalCode::not_entitled, "org.delegation_exceeds_rule", {d.to_post, type});
        if (!own_right(a.org, d.from_post, rule->body, type))
            return no(RefusalCode::not_entitled, "org.no_redelegation", {d.from_post});
    }
    a.pen.write(Delegated{d, a.who.at});
    return {};
}

No decide_one(const Asked& a, const Enrol& c) {
    return decide_enrol(a, c);
}
No decide_one(const Asked& a, const Appoint& c) {
    return decide_appoint(a, c);
}
No decide_one(const Asked& a, const Release& c) {
    return decide_release(a, c);
}
No decide_one(const Asked& a, const ReportAbsence& c) {
    return decide_report_absence(a, c);
}
No decide_one(const Asked& a, const ReportReturn& c) {
    return decide_report_return(a, c);
}
No decide_one(const Asked& a, const BreakToken& c) {
    return decide_break_token(a, c);
}
No decide_one(const Asked& a, const RenewToken& c) {
    return decide_renew_token(a, c);
}
No decide_one(const Asked& a, const Delegate& c) {
    return decide_delegate(a, c);
}

}  // namespace

std::optional<Refusal> decide(const State& state, const Organization& org, const Command& command,
                              const Who& who, Pen<Fact>& pen) {
    const Asked asked{state, org, who, pen};
    return std::visit([&](const auto& c) { return decide_one(asked, c); }, command);
}

}  // namespace ss::org
