#include <algorithm>

#include "assignments/assignments.h"
#include "base/limits.h"

namespace ss::assignments {

using enum RefusalCode;

#define SS_REFUSE_IF(expression) \
    if (auto ss_refusal = (expression)) return ss_refusal

namespace {

// Everything a decision looks at.
struct Ground {
    const State& state;
    const plan::Plan& plan;
    const org::State& people;
    const Who& who;
    Pen<Fact>& pen;
};

Refusal refuse(RefusalCode code, std::string rule, std::vector<std::string> args = {}) {
    return {code, std::move(rule), std::move(args)};
}

bool has(const std::vector<Code>& list, const Code& code) {
    return std::ranges::find(list, code) != list.end();
}

const org::Post* post_of(const plan::Plan& plan, const Code& post) {
    const auto i = plan.organization.posts.find(post);
    return i == plan.organization.posts.end() ? nullptr : &i->second;
}

std::optional<org::Side> side_of(const plan::Plan& plan, const Code& body) {
    const auto i = plan.organization.bodies.find(body);
    if (i == plan.organization.bodies.end()) return std::nullopt;
    return i->second.side;
}

// Posts of this side the officer holds now; an administrator's post gives nothing.
std::vector<Code> posts_on(const plan::Plan& plan, const org::State& people, const Code& officer,
                           org::Side side, Instant at) {
    std::vector<Code> found;
    for (const Code& code : org::posts_of(people, officer, at)) {
        const org::Post* post = post_of(plan, code);
        if (post && !post->administrator && side_of(plan, post->body) == side)
            found.push_back(code);
    }
    return found;
}

std::optional<Refusal> check_text(const std::string& text) {
    if (text.size() > limits::kText)
        return refuse(limit, "assignment.too_long", {std::to_string(limits::kText)});
    return std::nullopt;
}

std::optional<Refusal> check_post(const Ground& g, const Code& code) {
    const org::Post* post = post_of(g.plan, code);
    if (!post || post->administrator) return refuse(not_found, "assignment.unknown_post", {code});
    return std::nullopt;
}

std::optional<Refusal> check_create(const Ground& g, const Create& c, std::vector<Code>& posts) {
    const auto side = side_of(g.plan, c.body);
    if (!side) return refuse(not_found, "assignment.unknown_body", {c.body});
    posts = posts_on(g.plan, g.people, g.who.by, *side, g.who.when());
    if (posts.empty()) return refuse(not_entitled, "assignment.other_side", {g.who.by});
    if (c.title.empty()) return refuse(incomplete, "assignment.no_title");
    SS_REFUSE_IF(check_text(c.title));
    SS_REFUSE_IF(check_post(g, c.owner_post));
    if (!c.owner.empty() && !has(org::holders_of(g.people, c.owner_post, g.who.when()), c.owner))
        return refuse(invalid, "assignment.owner_without_post", {c.owner, c.owner_post});
    if (c.support.size() > limits::kList)
        return refuse(limit, "assignment.too_many", {std::to_string(limits::kList)});
    for (const Code& post : c.support) SS_REFUSE_IF(check_post(g, post));
    if (c.due <= g.who.when()) return refuse(invalid, "assignment.due_past");
    if (!c.objective.empty() && !g.plan.readiness.objectives.contains(c.objective))
        return refuse(not_found, "assignment.unknown_objective", {c.objective});
    return std::nullopt;
}

std::optional<Refusal> decide_create(const Ground& g, const Create& c) {
    std::vector<Code> posts;
    SS_REFUSE_IF(check_create(g, c, posts));
    // By the post that leads the body, where the giver has it; else by his first on that side.
    const Code& head = g.plan.organization.bodies.at(c.body).head;
    give(g.state, c, g.who.by, has(posts, head) ? head : posts.front(), g.who.when(), g.pen);
    return std::nullopt;
}

struct Found {
    const Assignment* assignment = nullptr;
    std::optional<Refusal> refusal;
};

Found find(const Ground& g, AssignmentId id) {
    const auto i = g.state.assignments.find(id);
    if (i == g.state.assignments.end())
        return {nullptr, refuse(not_found, "assignment.unknown", {std::to_string(id.number)})};
    return {&i->second, std::nullopt};
}

std::optional<Refusal> check_owner(const Ground& g, const Assignment& a) {
    if (owns(a, g.plan, g.people, g.who.by, g.who.when())) return std::nullopt;
    return refuse(not_entitled, "assignment.not_owner", {g.who.by});
}

std::optional<Refusal> check_giver(const Ground& g, const Assignment& a) {
    if (g.who.by == a.giver) return std::nullopt;
    if (!a.giver_post.empty() &&
        org::fills(g.people, g.plan.organization, g.who.by, a.giver_post, g.who.when()))
        return std::nullopt;
    return refuse(not_entitled, "assignment.not_giver", {g.who.by});
}

std::optional<Refusal> decide_accept(const Ground& g, const Accept& c) {
    const Found found = find(g, c.assignment);
    SS_REFUSE_IF(found.refusal);
    SS_REFUSE_IF(check_owner(g, *found.assignment));
    if (found.assignment->stage != Stage::given)
        return refuse(duplicate, "assignment.accepted_already");
    g.pen.write(Accepted{c.assignment, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_report(const Ground& g, const Report& c) {
    const Found found = find(g, c.assignment);
    SS_REFUSE_IF(found.refusal);
    const Assignment& a = *found.assignment;
    SS_REFUSE_IF(check_owner(g, a));
    if (a.stage == Stage::given) return refuse(wrong_stage, "assignment.not_accepted");
    if (a.stage != Stage::accepted) return refuse(duplicate, "assignment.done_already");
    if (c.progress.empty()) return refuse(incomplete, "assignment.no_progress");
    SS_REFUSE_IF(check_text(c.progress));
    if (a.progress.size() >= limits::kList)
        return refuse(limit, "assignment.too_many", {std::to_string(limits::kList)});
    g.pen.write(
        Reported{c.assignment, c.progress, c.done, g.who.when() > a.due, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_extend(const Ground& g, const Extend& c) {
    const Found found = find(g, c.assignment);
    SS_REFUSE_IF(found.refusal);
    const Assignment& a = *found.assignment;
    SS_REFUSE_IF(check_giver(g, a));
    if (a.stage >= Stage::done) return refuse(wrong_stage, "assignment.done_already");
    if (a.extended) return refuse(duplicate, "assignment.extended_once");
    if (g.who.when() >= a.due) return refuse(out_of_hours, "assignment.extended_late");
    if (c.due <= a.due) return refuse(invalid, "assignment.extended_shorter");
    if (c.reason.empty()) return refuse(incomplete, "assignment.no_reason");
    SS_REFUSE_IF(check_text(c.reason));
    g.pen.write(Extended{c.assignment, c.due, c.reason, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_close(const Ground& g, const Close& c) {
    const Found found = find(g, c.assignment);
    SS_REFUSE_IF(found.refusal);
    const Assignment& a = *found.assignment;
    SS_REFUSE_IF(check_giver(g, a));
    if (a.stage == Stage::closed) return refuse(duplicate, "assignment.closed_already");
    if (a.stage != Stage::done) return refuse(wrong_stage, "assignment.not_done");
    SS_REFUSE_IF(check_text(c.remarks));
    g.pen.write(Closed{c.assignment, c.remarks, g.who.by, g.who.when()});
    return std::nullopt;
}

struct Decide {
    const Ground& g;
    std::optional<Refusal> operator()(const Create& c) const { return decide_create(g, c); }
    std::optional<Refusal> operator()(const Accept& c) const { return decide_accept(g, c); }
    std::optional<Refusal> operator()(const Report& c) const { return decide_report(g, c); }
    std::optional<Refusal> operator()(const Extend& c) const { return decide_extend(g, c); }
    std::optional<Refusal> operator()(const Close& c) const { return decide_close(g, c); }
};

}  // namespace

std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const org::State& people,
                              const Command& command, const Who& who, Pen<Fact>& pen) {
    return std::visit(Decide{Ground{state, plan, people, who, pen}}, command);
}

bool owns(const Assignment& a, const plan::Plan& plan, const org::State& people,
          const Code& officer, Instant at) {
    if (officer == a.owner) return true;
    const bool there = !a.owner.empty() && org::present(people, a.owner, at);
    return !there && org::fills(people, plan.organization, officer, a.owner_post, at);
}

bool may_see(const State& state, const plan::Plan& plan, const org::State& people,
             const Code& officer, AssignmentId id, Instant at) {
    const auto i = state.assignments.find(id);
    if (i == state.assignments.end()) return false;
    const Assignment& a = i->second;
    if (officer == a.giver || owns(a, plan, people, officer, at)) return true;
    for (const Code& post : org::posts_of(people, officer, at))
        if (has(a.support, post)) return true;
    const auto side = side_of(plan, a.body);
    return side && !posts_on(plan, people, officer, *side, at).empty();
}

}  // namespace ss::assignments
