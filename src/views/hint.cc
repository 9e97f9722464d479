#include "views/hint.h"

#include <algorithm>
#include <array>

#include "plan/rules.h"
#include "views/eyes.h"

namespace ss::views {

namespace {

using dossiers::Stage;

std::vector<CitedRule> about(const Eyes& eyes, const std::vector<plan::Rule>& rules,
                             const std::string& ask) {
    std::vector<CitedRule> all;
    for (const plan::Rule& rule : rules)
        if (std::ranges::find(rule.asks, ask) != rule.asks.end())
            all.push_back({rule.basis.text, eyes.text(rule.text), rule.basis.verified});
    return all;
}

void add_rules(const Eyes& eyes, const std::vector<std::string>& asks, HintView& to) {
    const std::vector<plan::Rule> book = plan::rules_of(eyes.plan);
    for (const std::string& ask : asks)
        if (auto rules = about(eyes, book, ask); !rules.empty())
            to.asks.push_back({ask, std::move(rules)});
}

HintNext step(Eyes& eyes, std::string ask, const std::string& sentence,
              const std::vector<std::string>& args = {}) {
    return {std::move(ask), {}, eyes.say("hint." + sentence, args).text};
}

// The step of its procedure that is open, for whoever may do it.
HintNext in_process(Eyes& eyes, const dossiers::Dossier& d) {
    const auto open = flow::open_work(eyes.state.flow, d.id);
    const flow::WorkItem* other = nullptr;
    for (const WorkId id : open) {
        const flow::WorkItem& item = eyes.state.flow.work.at(id);
        if (item.taken_by && *item.taken_by != eyes.look.officer) continue;
        if (eyes.my_roles().contains(item.role))
            return step(eyes, "work.complete", "work", {eyes.step_name(d.procedure, item.node)});
        other = &item;
    }
    if (other != nullptr) return step(eyes, "", "other_desk", {other->role});
    return step(eyes, "", open.empty() ? "waits" : "taken");
}

HintNext presented(Eyes& eyes, const dossiers::Dossier& d, const HintView& view) {
    std::vector<Named> missing;
    for (const HintComponent& c : view.components)
        if (c.missing) missing.push_back({c.code, c.name});
    const auto* p = eyes.plan.procedure(d.procedure);
    if (p != nullptr && !p->receiving_role.empty() &&
        !eyes.my_roles().contains(p->receiving_role))
        return step(eyes, "", "other_desk", {p->receiving_role});
    HintNext next;
    if (missing.empty())
        next = step(eyes, "dossier.receive",
                    eyes.plan.calendar.past_cutoff(eyes.now) ? "receive_late" : "receive");
    else if (!d.supplement_asked) next = step(eyes, "dossier.ask_supplement", "supplement");
    else next = step(eyes, "", "asked_before");
    next.missing = std::move(missing);
    return next;
}

HintNext next_of(Eyes& eyes, const dossiers::Dossier& d, const HintView& view) {
    switch (d.stage) {
        case Stage::presented: return presented(eyes, d, view);
        case Stage::incomplete:
        case Stage::awaiting_supplement: return step(eyes, "", "awaits_supplement");
        case Stage::received: return step(eyes, "", "transfer");
        case Stage::in_process: return in_process(eyes, d);
        case Stage::resolved:
            if (d.fee > d.paid) return step(eyes, "dossier.pay", "pay");
            return step(eyes, "dossier.return", "return");
        default: return step(eyes, "", "over");
    }
}

void of_dossier(Eyes& eyes, const dossiers::Dossier& d, HintView& view) {
    view.procedure = eyes.procedure(d.procedure);
    if (const auto* p = eyes.plan.procedure(d.procedure)) {
        std::set<Code> there;
        for (const auto& [code, given] : d.given)
            if (given.originals + given.copies > 0) there.insert(code);
        const auto required = dossiers::required_components(*p, d.data);
        const auto missing = dossiers::missing_components(*p, d.data, there);
        for (const plan::Component& c : p->components)
            if (std::ranges::find(required, c.code) != required.end())
                view.components.push_back({c.basis.text, c.code,
                                           std::ranges::find(missing, c.code) != missing.end(),
                                           eyes.text(c.name), c.basis.verified});
        const Code of = d.case_code.empty() ? dossiers::case_of(*p, d.data) : d.case_code;
        for (const plan::Case& c : p->cases)
            if (c.code == of)
                view.case_rule = CitedRule{c.basis.text, eyes.text(c.name), c.basis.verified};
        for (const plan::Basis& b : p->legal_basis)
            view.legal_basis.push_back({b.text, b.verified});
    }
    std::vector<std::string> asks = eyes.asks(d);
    view.next = next_of(eyes, d, view);
    if (view.next->ask == "work.complete") asks.push_back(view.next->ask);
    add_rules(eyes, asks, view);
}

// What a paper's views offer, in the order in which the law has it done.
std::optional<HintNext> next_of(Eyes& eyes, const std::vector<std::string>& offered) {
    static constexpr std::array<std::string_view, 10> kOrder{
        "document.register", "document.answer_recall", "document.assign", "document.finish",
        "document.check",    "document.sign",          "document.number", "document.seal",
        "document.issue",    "document.revise"};
    for (const std::string_view ask : kOrder)
        if (std::ranges::find(offered, ask) != offered.end())
            return HintNext{std::string(ask), {}, eyes.say("hint.document", {}).text};
    return step(eyes, "", "document_other");
}

}  // namespace

Result<HintView> hint(const Looking& looking) {
    Eyes eyes(looking);
    HintView view;
    DossierId id{SS_TRY(number_param(looking, "dossier"))};
    const DocumentId document{SS_TRY(number_param(looking, "document"))};
    const WorkId work{SS_TRY(number_param(looking, "work"))};
    if (const auto item = eyes.state.flow.work.find(work); item != eyes.state.flow.work.end())
        id = item->second.dossier;
    const std::string code = text_param(looking, "code");
    if (!code.empty())
        for (const auto& [other, d] : eyes.state.dossiers.dossiers)
            if (d.code == code || d.old_code == code) id = other;
    if (id || !code.empty()) {
        const auto* d = eyes.dossier(id);
        if (d == nullptr || !may_look(eyes.state, eyes.plan, looking.officer, "dossier", eyes.now))
            return no_such("dossier");
        of_dossier(eyes, *d, view);
        return view;
    }
    if (document) {
        Looking paper = looking;
        paper.params = {{"document", std::to_string(document.number)}};
        if (!may_look(eyes.state, eyes.plan, looking.officer, "document", eyes.now))
            return no_such("document");
        const DocumentView seen = SS_TRY(views::document(paper));
        const auto& asks = seen.incoming ? seen.incoming->asks : seen.outgoing->asks;
        view.next = next_of(eyes, asks);
        add_rules(eyes, asks, view);
        return view;
    }
    std::vector<std::string> mine;
    for (const auto& [ask, who] : eyes.plan.organization.access)
        if (eyes.may(ask)) mine.push_back(ask);
    add_rules(eyes, mine, view);
    return view;
}

}  // namespace ss::views
