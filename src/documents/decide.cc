#include <algorithm>

#include "documents/internal.h"

namespace ss::documents {

using enum RefusalCode;

namespace {

std::optional<Refusal> check_stage(const Outgoing& paper, Stage wanted, const char* rule) {
    if (paper.stage == wanted) return std::nullopt;
    const auto stages = names(Stage{});
    return refuse(paper.stage > wanted ? duplicate : wrong_stage, rule,
                  {std::string(stages[static_cast<size_t>(paper.stage)])});
}

// Where the draft comes from: the body named, else that of the drafter's first post of this side.
std::optional<Code> drafting_body(const Ground& g, const Draft& c) {
    const auto posts = posts_on(g, c.side);
    for (const Code& post : posts) {
        const Code& body = g.plan.organization.posts.at(post).body;
        if (c.drafting_body.empty() || c.drafting_body == body) return body;
    }
    return std::nullopt;
}

std::optional<Refusal> check_draft(const Ground& g, const Draft& c) {
    if (!c.secrecy.empty()) return refuse(secret, "document.secret");
    SS_REFUSE_IF(check_side(g, c.side));
    const auto type = g.plan.documents.types.find(c.type);
    if (type == g.plan.documents.types.end())
        return refuse(not_found, "document.unknown_type", {c.type});
    const org::Body* body = body_of(g.plan, c.body);
    if (!body) return refuse(not_found, "document.unknown_body", {c.body});
    if (type->second.side != c.side || body->side != c.side)
        return refuse(invalid, "document.type_other_side", {c.type, c.body});
    if (!series_for(g.plan, c.side, c.type, c.body))
        return refuse(invalid, "document.no_series", {c.type, c.body});
    if (!c.urgency.empty() && !g.plan.documents.urgencies.contains(c.urgency))
        return refuse(invalid, "document.unknown_urgency", {c.urgency});
    if (!g.plan.organization.posts.contains(c.signer_post))
        return refuse(invalid, "document.unknown_post", {c.signer_post});
    if (c.abstract.empty()) return refuse(incomplete, "document.no_abstract");
    SS_REFUSE_IF(check_text(c.abstract));
    SS_REFUSE_IF(check_texts(c.text));
    return check_recipients(g, c.side, c.recipients);
}

std::optional<Refusal> decide_draft(const Ground& g, const Draft& c) {
    SS_REFUSE_IF(check_draft(g, c));
    const auto from = drafting_body(g, c);
    if (!from) return refuse(not_entitled, "document.not_of_body", {g.who.by, c.drafting_body});
    Drafted fact;
    fact.document = {g.state.last + 1};
    fact.side = c.side;
    fact.type = c.type;
    fact.body = c.body;
    fact.drafting_body = *from;
    fact.abstract = c.abstract;
    fact.text = c.text;
    fact.urgency = c.urgency;
    fact.recipients = c.recipients;
    fact.signer_post = c.signer_post;
    fact.on_dossier = c.on_dossier;
    fact.by = g.who.by;
    fact.at = g.who.when();
    g.pen.write(std::move(fact));
    return std::nullopt;
}

// Who leads a body: the holder of its head's post; a body without one is led by its parent's.
bool leads(const Ground& g, const Code& code) {
    const org::Body* body = body_of(g.plan, code);
    for (size_t climbed = 0; body && climbed < limits::kNesting; ++climbed) {
        if (!body->head.empty())
            return org::fills(g.people, g.plan.organization, g.who.by, body->head, g.who.when());
        body = body_of(g.plan, body->parent);
    }
    return false;
}

// Some post of this side carries the role.
bool on_side(const plan::Plan& plan, const Code& role, Side side) {
    return std::ranges::any_of(plan.organization.posts, [&](const auto& entry) {
        const org::Post& post = entry.second;
        const org::Body* body = body_of(plan, post.body);
        return body && body->side == side && !post.administrator &&
               std::ranges::find(post.roles, role) != post.roles.end();
    });
}

// Without a role of its own, whoever may ask by a role of this side: who works on both sides and
// checks on one of them does not check the papers of the other.
bool checks_form(const Ground& g, Side side) {
    const auto& documents = g.plan.documents;
    const Code& role = side == Side::party ? documents.party_checker_role : documents.checker_role;
    const auto roles = org::roles_of(g.people, g.plan.organization, g.who.by, g.who.when());
    if (!role.empty()) return roles.contains(role);
    const auto table = g.plan.organization.access.find(std::string(MakeCheck::kWire));
    if (table == g.plan.organization.access.end()) return false;
    return std::ranges::any_of(table->second, [&](const Code& allowed) {
        return allowed == "*" || (roles.contains(allowed) && on_side(g.plan, allowed, side));
    });
}

// What a body drafts in its own name, and not in a division, comes out of its office: whoever
// checks the form there checks the content too.
bool checks_content(const Ground& g, const Outgoing& paper) {
    if (leads(g, paper.drafting_body)) return true;
    return paper.drafting_body == paper.body && checks_form(g, paper.side);
}

std::optional<Refusal> decide_revise(const Ground& g, const Revise& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    if (paper.stage >= Stage::signed_) return refuse(wrong_stage, "document.signed_already");
    if (g.who.by != paper.drafter && !leads(g, paper.drafting_body) && !checks_form(g, paper.side))
        return refuse(not_entitled, "document.not_drafter", {g.who.by});
    if (c.abstract.empty()) return refuse(incomplete, "document.no_abstract");
    SS_REFUSE_IF(check_text(c.abstract));
    SS_REFUSE_IF(check_texts(c.text));
    SS_REFUSE_IF(check_recipients(g, paper.side, c.recipients));
    // What a meeting has carried is not the drafter's to change.
    if (paper.from_meeting && c.text != paper.text)
        return refuse(not_entitled, "document.carried_text");
    g.pen.write(Revised{c.document, c.abstract, c.text, c.recipients, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_check(const Ground& g, const MakeCheck& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    if (paper.stage >= Stage::signed_) return refuse(wrong_stage, "document.signed_already");
    SS_REFUSE_IF(check_text(c.remarks));
    if (!c.ok && c.remarks.empty()) return refuse(incomplete, "document.no_remarks");
    if (c.check == Check::content) {
        SS_REFUSE_IF(check_stage(paper, Stage::draft, "document.checked_already"));
        if (!checks_content(g, paper))
            return refuse(not_entitled, "document.not_head", {g.who.by, paper.drafting_body});
    } else {
        if (paper.stage == Stage::draft) return refuse(wrong_order, "document.content_first");
        SS_REFUSE_IF(check_stage(paper, Stage::checked_content, "document.checked_already"));
        if (!checks_form(g, paper.side))
            return refuse(not_entitled, "document.not_checker", {g.who.by});
    }
    g.pen.write(Checked{c.document, c.check, c.ok, c.remarks, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_sign(const Ground& g, const Sign& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    if (paper.stage < Stage::checked) return refuse(wrong_stage, "document.not_checked");
    SS_REFUSE_IF(check_stage(paper, Stage::checked, "document.signed_already"));
    const auto answer =
        org::signing(g.people, g.plan.organization, g.who.by, paper.body, paper.type, g.who.when());
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return *refusal;
    const auto& s = std::get<org::Signing>(answer);
    g.pen.write(
        Signed{c.document, s.officer, s.post, s.formula, s.on_behalf_of, s.basis, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_number(const Ground& g, const Number& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.stage < Stage::signed_) return refuse(wrong_stage, "document.not_signed");
    SS_REFUSE_IF(check_stage(paper, Stage::signed_, "document.numbered_already"));
    const auto* series = series_for(g.plan, paper.side, paper.type, paper.body);
    if (!series) return refuse(invalid, "document.no_series", {paper.type, paper.body});
    g.pen.write(number_it(g.state, g.plan, *series, c.document, paper, g.who.by, g.who.when()));
    return std::nullopt;
}

std::optional<Refusal> decide_seal(const Ground& g, const Seal& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.stage < Stage::signed_) return refuse(wrong_stage, "document.not_signed");
    if (paper.stage < Stage::numbered) return refuse(wrong_order, "document.not_numbered");
    SS_REFUSE_IF(check_stage(paper, Stage::numbered, "document.sealed_already"));
    if (!body_of(g.plan, paper.body)->has_seal)
        return refuse(invalid, "document.no_seal", {paper.body});
    g.pen.write(SealedIt{c.document, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_issue(const Ground& g, const Issue& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.stage >= Stage::issued) return refuse(duplicate, "document.issued_already");
    if (paper.stage < Stage::numbered) return refuse(wrong_order, "document.not_numbered");
    if (paper.stage == Stage::numbered && body_of(g.plan, paper.body)->has_seal)
        return refuse(wrong_order, "document.not_sealed");
    const auto& recipients = c.recipients.empty() ? paper.recipients : c.recipients;
    if (recipients.empty()) return refuse(incomplete, "document.no_recipient");
    SS_REFUSE_IF(check_recipients(g, paper.side, recipients));
    g.pen.write(Issued{c.document, recipients, g.who.by, g.who.when()});
    return std::nullopt;
}

struct Decide {
    const Ground& g;
    std::optional<Refusal> operator()(const Draft& c) const { return decide_draft(g, c); }
    std::optional<Refusal> operator()(const Revise& c) const { return decide_revise(g, c); }
    std::optional<Refusal> operator()(const MakeCheck& c) const { return decide_check(g, c); }
    std::optional<Refusal> operator()(const Sign& c) const { return decide_sign(g, c); }
    std::optional<Refusal> operator()(const Number& c) const { return decide_number(g, c); }
    std::optional<Refusal> operator()(const Seal& c) const { return decide_seal(g, c); }
    std::optional<Refusal> operator()(const Issue& c) const { return decide_issue(g, c); }
    std::optional<Refusal> operator()(const Acknowledge& c) const {
        return decide_acknowledge(g, c);
    }
    std::optional<Refusal> operator()(const Recall& c) const { return decide_recall(g, c); }
    std::optional<Refusal> operator()(const Correct& c) const { return decide_correct(g, c); }
    std::optional<Refusal> operator()(const Replace& c) const { return decide_replace(g, c); }
    std::optional<Refusal> operator()(const Arrive& c) const { return decide_arrive(g, c); }
    std::optional<Refusal> operator()(const TurnBack& c) const { return decide_turn_back(g, c); }
    std::optional<Refusal> operator()(const Register& c) const { return decide_register(g, c); }
    std::optional<Refusal> operator()(const Assign& c) const { return decide_assign(g, c); }
    std::optional<Refusal> operator()(const Answer& c) const { return decide_answer(g, c); }
    std::optional<Refusal> operator()(const Finish& c) const { return decide_finish(g, c); }
    std::optional<Refusal> operator()(const AskRecall& c) const { return decide_ask_recall(g, c); }
    std::optional<Refusal> operator()(const AnswerRecall& c) const {
        return decide_answer_recall(g, c);
    }
    std::optional<Refusal> operator()(const ReportSecret& c) const {
        return decide_report_secret(g, c);
    }
};

}  // namespace

std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const org::State& people,
                              const Command& command, const Who& who, Pen<Fact>& pen) {
    return std::visit(Decide{Ground{state, plan, people, who, pen}}, command);
}

}  // namespace ss::documents
