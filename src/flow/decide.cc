#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "flow/flow.h"
#include "flow/run.h"

namespace ss::flow {

namespace {

struct Asked {
    const State& state;
    const plan::Plan& plan;
    const org::State& org;
    const Who& who;
    Pen<Fact>& pen;
};
using No = std::optional<Refusal>;

std::string number(WorkId work) {
    return std::to_string(work.number);
}

const WorkItem* find(const Asked& a, WorkId work) {
    const auto i = a.state.work.find(work);
    return i == a.state.work.end() ? nullptr : &i->second;
}

No not_found(WorkId work) {
    return Refusal{RefusalCode::not_found, "work.not_found", {number(work)}};
}

bool works_in(const Asked& a, const Code& officer, const Code& role) {
    return org::roles_of(a.org, a.plan.organization, officer, a.who.at).contains(role);
}

// Whoever has taken it, or, as long as nobody has, whoever works in its role.
No check_hands(const Asked& a, const WorkItem& w) {
    if (w.taken_by) {
        if (*w.taken_by == a.who.by) return std::nullopt;
        return Refusal{
            RefusalCode::not_entitled, "work.taken_by_other", {number(w.work), *w.taken_by}};
    }
    if (works_in(a, a.who.by, w.role)) return std::nullopt;
    return Refusal{
        RefusalCode::not_entitled, "work.not_your_role", {number(w.work), w.name, w.role}};
}

No decide_take(const Asked& a, const Take& c) {
    const WorkItem* w = find(a, c.work);
    if (w == nullptr) return not_found(c.work);
    if (w->taken_by && *w->taken_by == a.who.by)
        return Refusal{RefusalCode::duplicate, "work.yours_already", {number(c.work)}};
    if (auto no = check_hands(a, *w)) return no;
    a.pen.write(Taken{c.work, a.who.by, a.who.at});
    return std::nullopt;
}

No decide_release(const Asked& a, const Release& c) {
    const WorkItem* w = find(a, c.work);
    if (w == nullptr) return not_found(c.work);
    if (!w->taken_by) return Refusal{RefusalCode::wrong_stage, "work.not_taken", {number(c.work)}};
    if (auto no = check_hands(a, *w)) return no;
    a.pen.write(Released{c.work, a.who.by, a.who.at});
    return std::nullopt;
}

No decide_hand_over(const Asked& a, const HandOver& c) {
    const WorkItem* w = find(a, c.work);
    if (w == nullptr) return not_found(c.work);
    if (auto no = check_hands(a, *w)) return no;
    if (c.to == a.who.by)
        return Refusal{RefusalCode::invalid, "work.to_yourself", {number(c.work)}};
    if (!a.org.officers.contains(c.to))
        return Refusal{
            RefusalCode::not_found, "work.no_such_officer", {c.to.substr(0, limits::kCode)}};
    if (!works_in(a, c.to, w->role) || !org::present(a.org, c.to, a.who.at))
        return Refusal{
            RefusalCode::not_entitled, "work.not_their_role", {number(c.work), c.to, w->role}};
    a.pen.write(HandedOver{c.work, a.who.by, c.to, a.who.at});
    return std::nullopt;
}

No check_signature(const Asked& a, const WorkItem& w) {
    const auto role = a.plan.organization.roles.find(w.role);
    if (role == a.plan.organization.roles.end() || !role->second.signs) return std::nullopt;
    const auto officer = a.org.officers.find(a.who.by);
    const bool valid = officer != a.org.officers.end() && !officer->second.token_broken &&
                       officer->second.signature_until &&
                       *officer->second.signature_until > a.who.at;
    if (valid) return std::nullopt;
    return Refusal{RefusalCode::not_entitled, "work.no_signature", {number(w.work), w.name}};
}

bool fits(const Value& value, const Code& type) {
    if (std::holds_alternative<std::monostate>(value)) return true;
    if (type == "boolean") return std::holds_alternative<bool>(value);
    if (type == "number") return std::holds_alternative<int64_t>(value);
    return std::holds_alternative<std::string>(value);
}

No check_data(const Asked& a, const WorkItem& w, const Data& data) {
    const auto refuse = [](RefusalCode code, const char* rule, std::vector<std::string> args) {
        return Refusal{code, rule, std::move(args)};
    };
    const plan::Procedure* procedure = a.plan.procedure(w.procedure);
    SS_ASSERT(procedure != nullptr);
    if (data.size() > limits::kData) return refuse(RefusalCode::limit, "work.too_much_data", {});
    for (const auto& [name, value] : data) {
        const auto variable = std::find_if(procedure->variables.begin(), procedure->variables.end(),
                                           [&](const plan::Variable& v) { return v.code == name; });
        // What is personal may stand in no data: it is sealed, and comes with the dossier.
        if (variable == procedure->variables.end() || variable->personal)
            return refuse(RefusalCode::invalid, "work.no_such_variable",
                          {name.substr(0, limits::kCode)});
        if (!fits(value, variable->type))
            return refuse(RefusalCode::invalid, "work.wrong_type", {name, variable->type});
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) continue;
        if (text->size() > limits::kText)
            return refuse(RefusalCode::limit, "work.too_long", {name});
        const auto& choices = variable->choices;
        if (!choices.empty() && std::find(choices.begin(), choices.end(), *text) == choices.end())
            return refuse(RefusalCode::invalid, "work.no_such_choice", {name});
    }
    return std::nullopt;
}

No check_words(const WorkItem& w, const Complete& c) {
    if (std::find(w.outcomes.begin(), w.outcomes.end(), c.outcome) == w.outcomes.end()) {
        std::string known;
        for (const auto& o : w.outcomes) known += (known.empty() ? "" : ", ") + o;
        return Refusal{RefusalCode::invalid, "work.no_such_outcome", {number(w.work), known}};
    }
    const bool needs_reason = c.outcome == "supplement" || c.outcome == "refuse";
    const bool empty = std::any_of(c.reasons.begin(), c.reasons.end(),
                                   [](const std::string& r) { return r.empty(); });
    if ((needs_reason && c.reasons.empty()) || empty)
        return Refusal{RefusalCode::incomplete, "work.no_reason", {number(w.work)}};
    bool too_long = c.note.size() > limits::kText || c.reasons.size() > limits::kList;
    for (const std::string& r : c.reasons) too_long = too_long || r.size() > limits::kText;
    if (too_long) return Refusal{RefusalCode::limit, "work.too_long", {number(w.work)}};
    return std::nullopt;
}

// The changes a completed work item makes to the dossier's data.
Data with_outcome(Data data, const std::string& outcome) {
    data["outcome"] = outcome;
    return data;
}

void write_completed(const WorkItem& w, const Complete& c, const Code& by, Instant at,
                     Pen<Fact>& pen) {
    pen.write(Completed{w.work, w.dossier, w.node, w.kind, w.role, by, c.outcome, c.data, c.reasons,
                        c.note, at});
}

No decide_complete(const Asked& a, const Complete& c) {
    const WorkItem* found = find(a, c.work);
    if (found == nullptr) return not_found(c.work);
    const WorkItem w = *found;  // gone with its first fact
    if (auto no = check_hands(a, w)) return no;
    if (auto no = check_words(w, c)) return no;
    if (auto no = check_data(a, w, c.data)) return no;
    if (auto no = check_signature(a, w)) return no;
    Stepper step(a.state, a.plan, w.dossier);
    step.set(with_outcome(c.data, c.outcome));
    step.play({bpmn::Move::Kind::complete, w.token, bpmn::kNone});
    if (!step.trouble().empty())
        return Refusal{RefusalCode::wrong_stage, "work.no_way_on", {number(w.work), step.where()}};
    write_completed(w, c, a.who.by, a.who.at, a.pen);
    step.write(a.who.at, a.pen);
    return std::nullopt;
}

void trigger(const State& s, const plan::Plan& plan, DossierId dossier, uint32_t token,
             const Code& node, const Data& data, Instant at, Pen<Fact>& pen) {
    const auto n = program_of(plan, s.running.at(dossier).procedure).find(node);
    SS_ASSERT(n);
    Stepper step(s, plan, dossier);
    step.set(data);
    step.play({bpmn::Move::Kind::trigger, token, *n});
    step.write(at, pen);
}

}  // namespace

std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const org::State& org,
                              const Command& command, const Who& who, Pen<Fact>& pen) {
    const Asked a{state, plan, org, who, pen};
    if (const auto* c = std::get_if<Take>(&command)) return decide_take(a, *c);
    if (const auto* c = std::get_if<Release>(&command)) return decide_release(a, *c);
    if (const auto* c = std::get_if<HandOver>(&command)) return decide_hand_over(a, *c);
    return decide_complete(a, std::get<Complete>(command));
}

void start(const State& state, const plan::Plan& plan, const Code& procedure, DossierId dossier,
           const Data& data, Instant at, Pen<Fact>& pen) {
    pen.write(Started{dossier, procedure, data, at});
    Stepper step(state, plan, dossier);
    step.play({});
    step.write(at, pen);
}

bool deliver(const State& state, const plan::Plan& plan, const std::string& message,
             DossierId dossier, const Data& data, Instant at, Pen<Fact>& pen) {
    std::vector<Awaited> all;
    for (auto i = state.awaited.lower_bound({dossier, message, 0, {}});
         i != state.awaited.end() && i->dossier == dossier && i->message == message; ++i)
        all.push_back(*i);
    for (const Awaited& a : all) {
        if (!state.awaited.contains(a)) continue;  // the one before has led elsewhere
        pen.write(MessageDelivered{dossier, a.token, a.node, message, at});
        trigger(state, plan, dossier, a.token, a.node, data, at, pen);
    }
    return !all.empty();
}

size_t decide_due(const State& state, const plan::Plan& plan, Instant now, size_t limit,
                  Pen<Fact>& pen) {
    size_t fired = 0;
    for (; fired < limit && !state.timers.empty(); ++fired) {
        const Timer t = *state.timers.begin();
        if (t.due > now) break;
        pen.write(TimerFired{t.dossier, t.token, t.node, t.due, now});
        trigger(state, plan, t.dossier, t.token, t.node, {}, now, pen);
    }
    return fired;
}

std::optional<Instant> next_due(const State& state) {
    if (state.timers.empty()) return std::nullopt;
    return state.timers.begin()->due;
}

void abandon(const State& state, const plan::Plan& plan, DossierId dossier, Instant at,
             Pen<Fact>& pen) {
    if (!state.running.contains(dossier)) return;
    if (state.running.at(dossier).tokens.over()) {  // was stuck before it began
        const Code procedure = state.running.at(dossier).procedure;
        pen.write(Ended{dossier, procedure, "", "", at});
        return;
    }
    Stepper step(state, plan, dossier);
    step.play({bpmn::Move::Kind::abandon, 0, bpmn::kNone});
    step.write(at, pen);
}

void complete_kind(const State& state, const plan::Plan& plan, DossierId dossier, const Code& kind,
                   const Code& by, Instant at, Pen<Fact>& pen) {
    for (const WorkId id : open_work(state, dossier, kind)) {
        const auto found = state.work.find(id);
        if (found == state.work.end()) continue;  // the one before has led elsewhere
        const WorkItem w = found->second;
        Complete c;
        c.work = id;
        c.outcome = w.outcomes.front();
        write_completed(w, c, by, at, pen);
        Stepper step(state, plan, dossier);
        step.set(with_outcome({}, c.outcome));
        step.play({bpmn::Move::Kind::complete, w.token, bpmn::kNone});
        step.write(at, pen);
    }
}

std::vector<WorkId> open_work(const State& state, DossierId dossier, const Code& kind) {
    std::vector<WorkId> all;
    const auto i = state.running.find(dossier);
    if (i == state.running.end()) return all;
    for (const WorkId work : i->second.work)
        if (kind.empty() || state.work.at(work).kind == kind) all.push_back(work);
    return all;
}

std::vector<WorkId> work_of(const State& state, const org::State& org,
                            const org::Organization& organization, const Code& officer,
                            Instant at) {
    const auto roles = org::roles_of(org, organization, officer, at);
    std::vector<const WorkItem*> mine;
    for (const auto& [id, w] : state.work)
        if (w.taken_by ? *w.taken_by == officer : roles.contains(w.role)) mine.push_back(&w);
    std::stable_sort(mine.begin(), mine.end(), [](const WorkItem* a, const WorkItem* b) {
        if (a->due.has_value() != b->due.has_value()) return a->due.has_value();
        return a->due < b->due;
    });
    std::vector<WorkId> ids;
    for (const WorkItem* w : mine) ids.push_back(w->work);
    return ids;
}

}  // namespace ss::flow
