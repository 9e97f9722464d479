#include <algorithm>
#include <array>

#include "org/org.h"

namespace ss::org {

namespace {

bool has(const std::vector<Code>& codes, const Code& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The stronger the formula, the nearer its signer is to the power itself.
size_t rank(const std::string& formula) {
    static constexpr std::array<std::string_view, 6> kOrder{"", "TM.", "Q.", "KT.", "TL.", "TUQ."};
    const auto i = std::find(kOrder.begin(), kOrder.end(), formula_kind(formula));
    return static_cast<size_t>(i - kOrder.begin());
}

bool anyone_present(const State& s, const Code& post, Instant at) {
    const auto holders = holders_of(s, post, at);
    return std::any_of(holders.begin(), holders.end(),
                       [&](const Code& officer) { return present(s, officer, at); });
}

const Delegation* delegation(const State& s, const SigningRule& rule, const Code& type,
                             Instant at) {
    for (const Delegation& d : s.delegations)
        if (d.from_post == rule.on_behalf_of && d.to_post == rule.post && d.from <= at &&
            at < d.until && (d.types.empty() || has(d.types, type)))
            return &d;
    return nullptr;
}

// What stands against signing by this rule; nothing: it may be used.
std::optional<Refusal> against(const State& s, const SigningRule& rule, const Code& type,
                               Instant at) {
    if (rule.only_when_away && anyone_present(s, rule.on_behalf_of, at))
        return Refusal{RefusalCode::not_entitled, "org.head_is_present", {rule.on_behalf_of}};
    if (rule.needs_delegation && delegation(s, rule, type, at) == nullptr)
        return Refusal{
            RefusalCode::not_entitled, "org.no_delegation", {rule.on_behalf_of, rule.post}};
    return {};
}

std::optional<Refusal> against(const Officer& o, Instant at) {
    if (!o.signature_until) return Refusal{RefusalCode::not_entitled, "org.no_signature", {o.code}};
    if (o.token_broken) return Refusal{RefusalCode::not_entitled, "org.token_is_broken", {o.code}};
    if (*o.signature_until <= at)
        return Refusal{RefusalCode::not_entitled, "org.signature_has_run_out", {o.code}};
    return {};
}

}  // namespace

std::variant<Signing, Refusal> signing(const State& s, const Organization& org, const Code& officer,
                                       const Code& body, const Code& type, Instant at) {
    const auto who = s.officers.find(officer);
    if (who == s.officers.end())
        return Refusal{RefusalCode::not_found, "org.unknown_officer", {officer}};
    if (!present(s, officer, at))
        return Refusal{RefusalCode::not_entitled, "org.is_away", {officer}};
    const auto posts = posts_of(s, officer, at);
    const SigningRule* best = nullptr;
    Refusal why{RefusalCode::not_entitled, "org.may_not_sign", {type, body}};
    size_t why_rank = 99;
    for (const SigningRule& rule : org.signing) {
        if (rule.body != body || !has(posts, rule.post)) continue;
        if (!rule.types.empty() && !has(rule.types, type)) continue;
        if (auto refused = against(s, rule, type, at)) {
            if (rank(rule.formula) < why_rank) why = *refused;
            why_rank = std::min(why_rank, rank(rule.formula));
        } else if (best == nullptr || rank(rule.formula) < rank(best->formula)) {
            best = &rule;
        }
    }
    if (best == nullptr) return why;
    if (auto refused = against(who->second, at)) return *refused;
    return Signing{officer, best->post, body, best->formula, best->on_behalf_of, best->basis};
}

}  // namespace ss::org
