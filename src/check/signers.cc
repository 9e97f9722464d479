// R3: every final document has a lawful signer, by the rules of signing that the office itself asks
// (org::signing). R4: no large share of the volume hangs on one of them.
#include "bpmn/program.h"
#include "check/internal.h"

namespace ss::check {

namespace {

constexpr int kShare = 20;  // per cent of all dossiers that may hang on one signer

struct Paper {
    Code body, type;
    auto operator<=>(const Paper&) const = default;
};
struct Use {
    std::string where;  // what makes it: a procedure's name, an agenda item's title
    Code procedure;
    std::string file;
    int line = 0;
};

class Signers {
  public:
    explicit Signers(const Unit& unit) : u_(unit) {}

    // Who may sign such a paper, all being there.
    const std::vector<Code>& of(const Paper& paper) {
        const auto [i, fresh] = known_.try_emplace(paper);
        if (fresh)
            for (const auto& [officer, o] : u_.people.officers)
                if (lawful(u_.people, officer, paper)) i->second.push_back(officer);
        return i->second;
    }

    void must_have(const Paper& paper, const Use& use) {
        if (!of(paper).empty()) return;
        if (!said_.insert(paper).second) return;
        const org::SigningRule* delegated = by_delegation(paper);
        if (delegated == nullptr) {
            place(u_.add("R3.no_signer", Severity::blocks, about(paper, use)), use);
        } else if (!grantable(*delegated)) {
            auto args = about(paper, use);
            args.push_back(u_.g.post_name(delegated->on_behalf_of));
            place(u_.add("R3.no_delegation", Severity::blocks, std::move(args)), use);
        } else {
            auto args = about(paper, use);
            args.push_back(u_.g.post_name(delegated->post));
            place(u_.add("R3.only_by_delegation", Severity::warning, std::move(args)), use);
        }
    }

    // The post named as signer must be one of them.
    void must_sign(const Code& post, const Paper& paper, const Use& use) {
        must_have(paper, use);
        if (of(paper).empty()) return;
        for (const Code& officer : org::holders_of(u_.people, post, u_.at))
            if (has(of(paper), officer)) return;
        auto args = about(paper, use);
        args.push_back(u_.g.post_name(post));
        place(u_.add("R3.wrong_signer", Severity::blocks, std::move(args)), use);
    }

  private:
    bool lawful(const org::State& people, const Code& officer, const Paper& paper) const {
        return std::holds_alternative<org::Signing>(
            org::signing(people, u_.g.plan.organization, officer, paper.body, paper.type, u_.at));
    }
    // A rule by which somebody here could sign, if it were delegated to him.
    const org::SigningRule* by_delegation(const Paper& paper) const {
        for (const auto& rule : u_.g.plan.organization.signing) {
            if (!rule.needs_delegation || rule.body != paper.body ||
                (!rule.types.empty() && !has(rule.types, paper.type)))
                continue;
            for (const Code& officer : org::holders_of(u_.people, rule.post, u_.at))
                if (can_sign(u_, officer)) return &rule;
        }
        return nullptr;
    }
    bool grantable(const org::SigningRule& rule) const {
        for (const Code& officer : org::holders_of(u_.people, rule.on_behalf_of, u_.at))
            if (org::may_ask(u_.people, u_.g.plan.organization, officer,
                             std::string(org::Delegate::kWire), u_.at))
                return true;
        return false;
    }
    std::vector<std::string> about(const Paper& paper, const Use& use) const {
        return {u_.g.type_name(paper.type), u_.g.body_name(paper.body), use.where};
    }
    static void place(Finding& f, const Use& use) {
        f.procedure = use.procedure;
        f.file = use.file;
        f.line = use.line;
    }

    const Unit& u_;
    std::map<Paper, std::vector<Code>> known_;
    std::set<Paper> said_;
};

void check_results(const Unit& u, Signers& signers) {
    for (const auto& [code, p] : u.g.plan.procedures) {
        if (!u.competent(p)) continue;
        const std::string file = u.g.places.procedure_file(code);
        for (const auto& result : p.results)
            signers.must_have({result.body, result.type}, {u.g.procedure_name(p), code, file,
                                                           u.g.places.line(file, {"results"})});
    }
}

void check_meeting_papers(const Unit& u, Signers& signers) {
    for (const auto& [code, m] : u.g.plan.meetings) {
        const std::string file = u.g.places.meeting_file(code);
        for (const auto& item : m.agenda) {
            if (item.paper.empty()) continue;
            signers.must_sign(item.signer_post, {m.body, item.paper},
                              {u.g.named(item.title, item.code),
                               {},
                               file,
                               u.g.places.line(file, {"agenda", item.code})});
        }
    }
}

// Papers that a step of this role signs: the one it names, else all results of the procedure.
std::map<Code, std::vector<Paper>> signed_in(const plan::Procedure& p) {
    std::map<Code, std::vector<Paper>> by_role;
    for (bpmn::NodeIx n = 0; p.program && n < p.program->size(); ++n) {
        const auto& info = p.program->info(n);
        if (p.program->node(n).type != bpmn::Type::user || info.kind != "sign") continue;
        for (const auto& result : p.results)
            if (info.document.empty() || info.document == result.type)
                by_role[info.role].push_back({result.body, result.type});
    }
    return by_role;
}

void check_shares(const Unit& u, Signers& signers) {
    struct Load {
        double share = 0;
        std::vector<std::string> procedures;
    };
    std::map<std::pair<Code, Code>, Load> by_one;  // role and the only officer
    for (const auto& [code, p] : u.g.plan.procedures) {
        const auto volume = u.g.plan.demand.mix.find(code);
        if (!u.competent(p) || volume == u.g.plan.demand.mix.end()) continue;
        for (const auto& [role, papers] : signed_in(p)) {
            std::set<Code> who;
            for (const Paper& paper : papers)
                for (const Code& officer : signers.of(paper))
                    if (org::works_in(u.people, u.g.plan.organization, officer, role, u.at))
                        who.insert(officer);
            if (who.size() != 1) continue;
            Load& load = by_one[{role, *who.begin()}];
            load.share += volume->second;
            load.procedures.push_back(code);
        }
    }
    for (const auto& [key, load] : by_one) {
        const int share = static_cast<int>(load.share * 100 + 0.5);
        if (share <= kShare) continue;
        Finding& f = u.add("R4.single_signer", Severity::blocks,
                           {u.g.role_name(key.first), u.officer_name(key.second),
                            std::to_string(share), std::to_string(kShare), joined(load.procedures)},
                           key.second);
        f.role = key.first;
    }
}

}  // namespace

void check_signers(const Unit& u) {
    if (!u.runs_procedures) return;
    Signers signers(u);
    check_results(u, signers);
    check_meeting_papers(u, signers);
    check_shares(u, signers);
}

// Law 72/2025/QH15 art. 14: written, with a term, never handed on.
void check_delegations(const Ground& g) {
    const auto& rules = g.plan.organization.signing;
    const auto covers = [](const org::SigningRule& rule, const org::SigningRule& other) {
        if (rule.body != other.body) return false;
        if (rule.types.empty() || other.types.empty()) return true;
        return std::any_of(rule.types.begin(), rule.types.end(),
                           [&](const Code& type) { return has(other.types, type); });
    };
    for (const auto& rule : rules) {
        if (org::formula_kind(rule.formula) != "TUQ.") continue;
        const std::string file = "organization.yaml";
        const int line = g.places.line(file, {"signing"});
        if (!rule.needs_delegation) {
            Finding& f = g.add("law.delegation_without_term", Severity::blocks,
                               {g.post_name(rule.post), g.body_name(rule.body)});
            f.file = file, f.line = line;
        }
        bool own = false;  // the one on whose behalf it is signed has the power himself
        for (const auto& other : rules)
            own = own || (other.post == rule.on_behalf_of && covers(rule, other) &&
                          org::formula_kind(other.formula) != "TUQ.");
        if (own) continue;
        Finding& f = g.add("law.redelegation", Severity::blocks,
                           {g.post_name(rule.post), g.post_name(rule.on_behalf_of)});
        f.file = file, f.line = line;
    }
}

}  // namespace ss::check
