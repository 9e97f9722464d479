#include "simulate/situations.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "base/wire.h"
#include "cast/dice.h"
#include "cast/duration.h"
#include "feel/feel.h"
#include "flow/wire.h"

namespace ss::simulate {

using bpmn::EdgeIx;
using bpmn::kNone;
using bpmn::NodeIx;
using bpmn::Type;

namespace {

constexpr DossierId kOne{1};

// Applies what is written and keeps it.
struct Record final : Pen<flow::Fact> {
    explicit Record(flow::State& s) : state(s) {}
    void write(flow::Fact fact) override {
        state.apply(fact);
        facts.push_back(std::move(fact));
    }
    flow::State& state;
    std::vector<flow::Fact> facts;
};

std::set<std::string> names_in(const plan::Procedure& procedure) {
    std::set<std::string> names;
    const auto add = [&](const feel::Expression& e) {
        for (std::string& name : feel::names_used(e)) names.insert(std::move(name));
    };
    for (size_t e = 0; e < procedure.program->expressions(); ++e)
        add(procedure.program->expression(static_cast<bpmn::ExpressionIx>(e)));
    return names;
}

// The shares of a gateway's edges, where the plan's demand speaks of any of them.
std::vector<double> shares_of(const plan::Plan& plan, const Code& procedure,
                              const bpmn::Program& program, NodeIx gateway) {
    const bpmn::Node& node = program.node(gateway);
    std::vector<double> shares(node.outs, -1);
    double sum = 0;
    size_t open = 0;
    for (size_t i = 0; i < node.outs; ++i) {
        const auto e = static_cast<EdgeIx>(node.first_out + i);
        for (const std::string& key : cast::keys_of(plan, procedure, program.edge_id(e)))
            if (const auto found = plan.demand.branches.find(key);
                found != plan.demand.branches.end())
                shares[i] = found->second;
        if (shares[i] < 0) ++open;
        else sum += shares[i];
    }
    if (open == node.outs) return {};
    for (double& share : shares)
        if (share < 0) share = std::max(0.0, 1 - sum) / static_cast<double>(open);
    return shares;
}

}  // namespace

// Plays one move on a copy; answers what gateways ask from a list, and says where it ran out.
class Situations::Explorer final : public flow::Chooser {
  public:
    Explorer(const plan::Plan& plan, const std::map<NodeIx, std::vector<double>>& branches,
             const std::vector<EdgeIx>& chosen)
        : plan_(plan), branches_(branches), chosen_(chosen) {}

    std::optional<EdgeIx> choose(NodeIx gateway) override {
        const auto found = branches_.find(gateway);
        if (found == branches_.end()) return std::nullopt;
        if (next_ < chosen_.size()) return chosen_[next_++];
        if (!asks) asks = gateway;
        return static_cast<EdgeIx>(program_->node(gateway).first_out);
    }

    void begin(const bpmn::Program& program, const Code& procedure, const Data& data) {
        program_ = &program;
        Record pen(state);
        pen.write(flow::Started{kOne, procedure, data, {}});
        flow::Stepper step(state, plan_, kOne, this);
        step.play({});
        step.write({}, pen);
        facts = std::move(pen.facts);
    }

    void make(const bpmn::Program& program, const Situation& s, uint16_t move) {
        program_ = &program;
        state = s.state;
        size_t w = 0;
        while (w + 1 < s.waits.size() && s.waits[w + 1].first_move <= move) ++w;
        const Wait& wait = s.waits[w];
        Record pen(state);
        if (wait.kind == Wait::Kind::work) complete(wait, move - wait.first_move, pen);
        else trigger(wait, pen);
        facts = std::move(pen.facts);
    }

    flow::State state;
    std::vector<flow::Fact> facts;
    std::optional<NodeIx> asks;  // the gateway at which the list ended
    bool stuck = false;

  private:
    void complete(const Wait& wait, size_t outcome, Record& pen) {
        const auto item = std::find_if(state.work.begin(), state.work.end(),
                                       [&](const auto& w) { return w.second.token == wait.token; });
        SS_ASSERT(item != state.work.end());
        const flow::WorkItem w = item->second;
        flow::Stepper step(state, plan_, kOne, this);
        step.set({{"outcome", w.outcomes[outcome]}});
        step.play({bpmn::Move::Kind::complete, wait.token, kNone});
        stuck = !step.trouble().empty();  // the office would refuse: work.no_way_on
        if (stuck) return;
        pen.write(flow::Completed{
            w.work, kOne, w.node, w.kind, w.role, {}, w.outcomes[outcome], {}, {}, {}, {}});
        step.write({}, pen);
    }

    void trigger(const Wait& wait, Record& pen) {
        const Code node = program_->info(wait.node).id;
        Data data;
        if (wait.kind == Wait::Kind::timer) {
            pen.write(flow::TimerFired{kOne, wait.token, node, {}, {}});
        } else {
            if (wait.message == "exchange.answered") data["answer"] = std::string("ok");
            pen.write(flow::MessageDelivered{kOne, wait.token, node, wait.message, {}});
        }
        flow::Stepper step(state, plan_, kOne, this);
        step.set(data);
        step.play({bpmn::Move::Kind::trigger, wait.token, wait.node});
        stuck = !step.trouble().empty();
        step.write({}, pen);
    }

    const plan::Plan& plan_;
    const std::map<NodeIx, std::vector<double>>& branches_;
    const std::vector<EdgeIx>& chosen_;
    const bpmn::Program* program_ = nullptr;
    size_t next_ = 0;
};

Situations::Situations(const plan::Plan& plan) : plan_(plan) {
    for (const auto& [code, procedure] : plan.procedures) {
        const auto p = static_cast<uint16_t>(procedures_.size());
        procedures_.push_back(code);
        auto& steps = step_of_.emplace_back();
        auto& branches = branches_.emplace_back();
        const bpmn::Program& program = *procedure.program;
        for (size_t n = 0; n < program.size(); ++n) {
            const auto node = static_cast<NodeIx>(n);
            const auto& info = program.info(node);
            if (program.node(node).type == Type::user) {
                steps[node] = static_cast<uint32_t>(steps_.size());
                steps_.push_back({p, node, info.id, info.name, info.kind, info.role, info.document,
                                  info.outcomes, info.limit});
            }
            if (program.node(node).type != Type::exclusive || plan.demand.branches.empty())
                continue;
            auto shares = shares_of(plan, code, program, node);
            if (!shares.empty()) branches[node] = std::move(shares);
        }
        std::set<std::string> names = names_in(procedure);
        for (const auto& [text, expression] : procedure.expressions)
            for (const std::string& name : feel::names_used(*expression)) names.insert(name);
        auto& variables = variables_.emplace_back();
        for (const plan::Variable& v : procedure.variables)
            if (!v.personal && names.contains(v.code)) variables.push_back(&v);
    }
}

namespace {

using Ids = std::vector<uint32_t>;  // of tokens and frames, ascending: rank + 1 is the new id

uint32_t renumbered(const Ids& ids, uint32_t id) {
    if (id == 0) return 0;
    return static_cast<uint32_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin()) + 1;
}

Ids ids_of(const flow::Running& r) {
    Ids ids;
    for (const auto& t : r.tokens.tokens) ids.push_back(t.id);
    for (const auto& f : r.tokens.frames) ids.push_back(f.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

// The same dossier with the least ids, nothing in it that its way on does not hang on.
flow::State canonical(const flow::State& state, const Ids& ids,
                      const std::set<std::string>& names) {
    flow::State out;
    const flow::Running& r = state.running.at(kOne);
    flow::Running& to = out.running[kOne];
    to.procedure = r.procedure;
    to.stuck = r.stuck;
    for (const auto& [name, value] : r.data)
        if (names.contains(name)) to.data[name] = value;
    for (bpmn::Token t : r.tokens.tokens) {
        t.id = renumbered(ids, t.id);
        t.frame = renumbered(ids, t.frame);
        to.tokens.tokens.push_back(t);
    }
    for (bpmn::Frame f : r.tokens.frames) {
        f.id = renumbered(ids, f.id);
        f.host = renumbered(ids, f.host);
        to.tokens.frames.push_back(f);
    }
    to.tokens.last = static_cast<uint32_t>(ids.size());
    for (const auto& [frame, value] : r.elements) to.elements[renumbered(ids, frame)] = value;
    std::map<uint32_t, const flow::WorkItem*> by_token;
    for (const WorkId id : r.work) by_token[state.work.at(id).token] = &state.work.at(id);
    for (const auto& [token, item] : by_token) {
        flow::WorkItem w = *item;
        w.work = {++out.last_work};
        w.dossier = kOne;
        w.token = renumbered(ids, token);
        w.due.reset();
        w.offered = {};
        w.taken_by.reset();
        w.taken.reset();
        to.work.insert(w.work);
        out.work[w.work] = std::move(w);
    }
    for (const flow::Timer& t : r.timers) {
        const flow::Timer timer{{}, kOne, renumbered(ids, t.token), t.node};
        to.timers.insert(timer);
        out.timers.insert(timer);
    }
    for (const flow::Awaited& a : state.awaited)
        out.awaited.insert({kOne, a.message, renumbered(ids, a.token), a.node});
    return out;
}

}  // namespace

const Situation& Situations::intern(uint16_t procedure, flow::State state) {
    const bool over = !state.running.contains(kOne);
    const auto& p = plan_.procedures.at(procedures_[procedure]);
    const Ids ids = over ? Ids{} : ids_of(state.running.at(kOne));
    if (!over) state = canonical(state, ids, names_in(p));
    const std::string key = procedures_[procedure] + wire::encode(state);
    auto& slot = all_[key];
    if (slot) return *slot;
    slot = std::make_unique<Situation>();
    Situation& s = *slot;
    s.procedure = procedure;
    s.over = over;
    s.state = std::move(state);
    if (over) return s;
    const bpmn::Program& program = *p.program;
    const auto put = [&](Wait wait, size_t moves) {
        wait.first_move = s.move_count;
        s.move_count = static_cast<uint16_t>(s.move_count + moves);
        s.waits.push_back(std::move(wait));
    };
    const flow::Stepper look(s.state, plan_, kOne);
    for (const bpmn::Token& token : s.state.running.at(kOne).tokens.tokens) {
        for (const auto& [id, item] : s.state.work)
            if (item.token == token.id) {
                Wait w;
                w.handed_back = item.kind == "return";
                w.node = token.node;
                w.token = token.id;
                w.step = step_of_[procedure].at(token.node);
                put(std::move(w), item.outcomes.size());
            }
        std::vector<NodeIx> events{token.node};
        for (const NodeIx event : program.attached(token.node)) events.push_back(event);
        for (const NodeIx event : events) {
            const Code& id = program.info(event).id;
            Wait w;
            w.node = event;
            w.token = token.id;
            if (s.state.timers.contains({{}, kOne, token.id, id})) {
                w.kind = Wait::Kind::timer;
                w.rule = look.timer_rule(token, event).value_or(flow::TimerRule{});
                put(std::move(w), 1);
            } else if (s.state.awaited.contains(
                           {kOne, program.info(event).message, token.id, id})) {
                w.kind = Wait::Kind::message;
                w.message = program.info(event).message;
                s.awaits_confirmation |= w.message == "citizen.confirmed";
                s.awaits_agency |= w.message == "exchange.answered";
                put(std::move(w), 1);
            }
        }
    }
    s.moves = std::make_unique<std::atomic<const Passage*>[]>(std::max<size_t>(1, s.move_count));
    return s;
}

namespace {

Service service_of(const std::string& type) {
    if (type == "dossier.ask_supplement") return Service::ask_supplement;
    if (type == "dossier.refuse") return Service::refuse;
    if (type == "dossier.resolve") return Service::resolve;
    if (type == "exchange.send") return Service::ask_agency;
    if (type == "citizen.notify" || type == "publish") return Service::notify;
    return Service::other;
}

}  // namespace

std::unique_ptr<Passage> Situations::passage_of(uint16_t procedure, const Situation* before,
                                                size_t moved, Explorer& played,
                                                std::vector<EdgeIx> chosen) {
    auto passage = std::make_unique<Passage>();
    if (played.asks) {
        const bpmn::Program& program = *plan_.procedures.at(procedures_[procedure]).program;
        const bpmn::Node& gateway = program.node(*played.asks);
        passage->fork = true;
        passage->gateway = cast::key_of(program.info(*played.asks).id) + chosen.size();
        passage->shares = branches_[procedure].at(*played.asks);
        for (size_t i = 0; i < gateway.outs; ++i)
            passage->edges.push_back(static_cast<EdgeIx>(gateway.first_out + i));
        passage->ways = std::make_unique<std::atomic<const Passage*>[]>(gateway.outs);
        passage->before = std::move(chosen);
        return passage;
    }
    passage->stuck = played.stuck;
    for (const flow::Fact& fact : played.facts) {
        if (std::holds_alternative<flow::Stuck>(fact)) passage->stuck = true;
        const auto* called = std::get_if<flow::ServiceCalled>(&fact);
        if (called == nullptr) continue;
        Call call{service_of(called->type)};
        if (call.service == Service::other) continue;
        if (call.service == Service::ask_agency) {
            const auto to = called->properties.find("to");
            call.agency =
                &*agencies_.insert(to == called->properties.end() ? Code{} : to->second).first;
        }
        passage->calls.push_back(call);
    }
    const bool over = !played.state.running.contains(kOne);
    const Ids ids = over ? Ids{} : ids_of(played.state.running.at(kOne));
    passage->to = &intern(procedure, std::move(played.state));
    const size_t waited = before == nullptr ? 0 : before->waits.size();
    std::vector<bool> kept(waited, false);
    for (const Wait& w : passage->to->waits) {
        int16_t from = -1;
        for (size_t i = 0; i < waited; ++i) {
            const Wait& old = before->waits[i];
            if (old.token == ids[w.token - 1] && old.kind == w.kind && old.node == w.node &&
                (i != moved || passage->stuck)) {
                from = static_cast<int16_t>(i);
                kept[i] = true;
            }
        }
        passage->from.push_back(from);
    }
    for (size_t i = 0; i < kept.size(); ++i)
        if (!kept[i] && i != moved) passage->gone.push_back(static_cast<uint16_t>(i));
    const auto& waits = passage->to->waits;
    passage->plain = !passage->stuck && passage->gone.empty() && passage->calls.empty() &&
                     waits.size() == 1 && passage->from.front() < 0 &&
                     waits.front().kind == Wait::Kind::work && !waits.front().handed_back;
    if (passage->plain) {
        passage->step = waits.front().step;
        passage->first_move = waits.front().first_move;
    }
    return passage;
}

uint16_t Situations::index_of(const Code& procedure) const {
    const auto found = std::lower_bound(procedures_.begin(), procedures_.end(), procedure);
    SS_ASSERT(found != procedures_.end() && *found == procedure);
    return static_cast<uint16_t>(found - procedures_.begin());
}

// A dossier of a living office, alone and under the number one.
Situations::Found Situations::of(const flow::State& state, DossierId dossier) {
    flow::State alone;
    const auto running = state.running.find(dossier);
    SS_ASSERT(running != state.running.end());
    flow::Running r = running->second;
    for (const WorkId id : r.work) alone.work[id] = state.work.at(id);
    std::set<flow::Timer> timers;
    for (flow::Timer t : r.timers) {
        t.dossier = kOne;
        timers.insert(t);
    }
    r.timers = alone.timers = timers;
    for (flow::Awaited a : state.awaited)
        if (a.dossier == dossier) {
            a.dossier = kOne;
            alone.awaited.insert(a);
        }
    const Code procedure = r.procedure;
    const Ids ids = ids_of(r);
    alone.running[kOne] = std::move(r);
    Found found;
    const std::lock_guard lock(mutex_);
    found.situation = &intern(index_of(procedure), alone);
    const bpmn::Program& program = *plan_.procedures.at(procedure).program;
    for (const Wait& w : found.situation->waits) {
        auto& work = found.work.emplace_back();
        auto& due = found.due.emplace_back();
        const uint32_t token = ids[w.token - 1];
        for (const auto& [id, item] : alone.work)
            if (w.kind == Wait::Kind::work && item.token == token) work = id;
        for (const flow::Timer& t : timers)
            if (w.kind == Wait::Kind::timer && t.token == token &&
                t.node == program.info(w.node).id)
                due = t.due;
    }
    return found;
}

const Passage& Situations::begin(uint16_t procedure, const Data& data) {
    const std::lock_guard lock(mutex_);
    const auto& found = begins_[{procedure, wire::encode(data)}];
    if (found != nullptr) return *found;
    return begin_by(procedure, data, {});
}

const Passage& Situations::begin_by(uint16_t procedure, const Data& data,
                                    std::vector<EdgeIx> chosen) {
    Explorer explorer(plan_, branches_[procedure], chosen);
    explorer.begin(*plan_.procedures.at(procedures_[procedure]).program, procedures_[procedure],
                   data);
    passages_.push_back(passage_of(procedure, nullptr, 0, explorer, chosen));
    if (chosen.empty()) begins_[{procedure, wire::encode(data)}] = passages_.back().get();
    passages_.back()->data = data;
    return *passages_.back();
}

const Passage& Situations::explore(const Situation& s, uint16_t move) {
    const std::lock_guard lock(mutex_);
    if (const Passage* found = s.moves[move].load(std::memory_order_acquire)) return *found;
    const Passage& made = explore_by(s, move, {});
    s.moves[move].store(&made, std::memory_order_release);
    return made;
}

const Passage& Situations::explore_by(const Situation& s, uint16_t move,
                                      std::vector<EdgeIx> chosen) {
    size_t moved = 0;
    while (moved + 1 < s.waits.size() && s.waits[moved + 1].first_move <= move) ++moved;
    Explorer explorer(plan_, branches_[s.procedure], chosen);
    explorer.make(*plan_.procedures.at(procedures_[s.procedure]).program, s, move);
    passages_.push_back(passage_of(s.procedure, &s, moved, explorer, std::move(chosen)));
    return *passages_.back();
}

const Passage& Situations::way(const Situation* s, uint16_t procedure, uint16_t move,
                               const Passage& fork, size_t i) {
    if (const Passage* found = fork.ways[i].load(std::memory_order_acquire)) return *found;
    const std::lock_guard lock(mutex_);
    if (const Passage* found = fork.ways[i].load(std::memory_order_acquire)) return *found;
    std::vector<EdgeIx> chosen = fork.before;
    chosen.push_back(fork.edges[i]);
    const Passage& made = s == nullptr ? begin_by(procedure, fork.data, std::move(chosen))
                                       : explore_by(*s, move, std::move(chosen));
    fork.ways[i].store(&made, std::memory_order_release);
    return made;
}

}  // namespace ss::simulate
