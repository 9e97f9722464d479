#include "bpmn/soundness.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/assert.h"
#include "bpmn/compile.h"
#include "bpmn/conditions.h"
#include "bpmn/step.h"

namespace ss::bpmn {

namespace {

constexpr size_t kBranchesPerMove = 4'096;  // ways one move may go, by the choices of gateways
constexpr size_t kComplaintsPerKind = 8;

// Answers every question of the game by the next of a list of choices, and notes how many there
// were: counting that list up plays every way a move can go.
class Oracle final : public Sink {
  public:
    explicit Oracle(const Program& program) : p_(program) {}

    void restart() {
        at_ = 0;
        seen.clear();
        did.clear();
        gateways_.clear();
        infeasible = false;
        uncaught_at = kNone;
    }
    // The next list of choices. False: all have been played.
    bool next() {
        choices_.resize(std::min(choices_.size(), at_));
        while (!choices_.empty()) {
            if (++choices_.back().first < choices_.back().second) return true;
            choices_.pop_back();
        }
        return false;
    }
    void clear() { choices_.clear(); }

    std::vector<NodeIx> seen;                      // nodes passed and entered
    std::vector<std::pair<uint32_t, NodeIx>> did;  // frames and nodes passed
    bool infeasible = false;  // an inclusive gateway was left with nothing chosen
    NodeIx uncaught_at = kNone;

  private:
    size_t choice(size_t of) {
        if (at_ == choices_.size()) choices_.emplace_back(0, of);
        SS_ASSERT(choices_[at_].second == of);
        return choices_[at_++].first;
    }
    EdgeIx choose(NodeIx gateway, uint32_t frame) override {
        // Again within one step: a loop of gateways alone. Each way is taken once.
        auto& taken = gateways_[{gateway, frame}];
        const Node& node = p_.node(gateway);
        std::vector<EdgeIx> ways;
        for (size_t i = 0; i < node.outs; ++i)
            if (const auto e = static_cast<EdgeIx>(node.first_out + i); !taken.contains(e))
                ways.push_back(e);
        if (ways.empty()) return kNone;
        const EdgeIx e = ways[choice(ways.size())];
        taken.insert(e);
        return e;
    }
    bool takes(EdgeIx edge, uint32_t frame) override {
        auto& times = gateways_[{p_.edge(edge).from, frame}];
        if (!times.insert(edge).second) {
            infeasible = true;
            return false;
        }
        return choice(2) == 0;
    }
    size_t count(NodeIx, uint32_t) override { return 1 + choice(2); }
    bool enough(NodeIx, uint32_t, size_t) override { return choice(2) == 0; }
    void entered(const Token& token) override { seen.push_back(token.node); }
    void left(const Token&, bool) override {}
    void passed(NodeIx node, uint32_t frame) override {
        seen.push_back(node);
        did.emplace_back(frame, node);
    }
    void opened(const Frame&) override {}
    void closed(const Frame&) override {}
    void uncaught(NodeIx end) override { uncaught_at = end; }
    void stuck(const Token&) override { infeasible = true; }

    const Program& p_;
    std::vector<std::pair<size_t, size_t>> choices_;  // (which, of how many)
    size_t at_ = 0;
    std::map<std::pair<NodeIx, uint32_t>, std::set<EdgeIx>> gateways_;
};

// The same marking gives the same text, whatever numbers its tokens have.
class Canon {
  public:
    explicit Canon(const Program& program, const Tokens& tokens) : p_(program), t_(tokens) {}
    std::string text() const { return t_.over() ? "" : of_frame(t_.frames.front()); }

  private:
    std::string of_frame(const Frame& f) const {
        std::vector<std::string> parts;
        for (const Token& t : t_.tokens)
            if (t.frame == f.id) parts.push_back(of_token(t));
        std::sort(parts.begin(), parts.end());
        const NodeIx host = p_.scope(f.scope).host;
        std::string all = "(" + std::to_string(f.scope);
        if (host != kNone && p_.node(host).sequential)
            all += ":" + std::to_string(f.index) + "/" + std::to_string(f.total);
        for (const auto& part : parts) all += part;
        return all + ")";
    }
    std::string of_token(const Token& t) const {
        const bool join = p_.node(t.node).joins;
        std::string all = " " + std::to_string(t.node);
        if (join) all += "," + std::to_string(t.via);
        if (t.fired != 0) all += "!" + std::to_string(t.fired);
        if (p_.node(t.node).inner == kNone) return all;
        std::vector<std::string> parts;
        for (const Frame& f : t_.frames)
            if (f.host == t.id) parts.push_back(of_frame(f));
        std::sort(parts.begin(), parts.end());
        for (const auto& part : parts) all += part;
        return all;
    }
    const Program& p_;
    const Tokens& t_;
};

// What is done without waiting.
bool instant(const Node& node) {
    switch (node.type) {
        case Type::task:
        case Type::manual:
        case Type::service:
        case Type::send:
        case Type::script: return true;
        default: return false;
    }
}

// What is done without waiting waits here, though nothing else happens before it goes on: so a step
// that two branches of the same moment come to shows as two tokens in it.
ProgramPtr slowed(const Program& program) {
    Draft d = Compiler::thaw(program);
    for (Node& node : d.nodes)
        if (instant(node)) {
            node.type = Type::user;
            node.waits = true;
        }
    return Compiler::freeze(std::move(d));
}

class Explorer {
  public:
    Explorer(const Program& program, Diagnostics& diagnostics, size_t budget)
        : real_(program),
          slow_(slowed(program)),
          p_(*slow_),
          diagnostics_(diagnostics),
          budget_(budget),
          oracle_(p_),
          real_oracle_(program),
          visited_(program.size(), false) {}

    SoundnessReport run();

  private:
    struct Seen {
        Tokens tokens;
        size_t parent = 0;
        std::vector<NodeIx> way;     // nodes passed on the way from the parent
        std::vector<size_t> before;  // markings it can be reached from
    };

    void error(std::string code, NodeIx at, std::string message, std::string advice) {
        if (++complaints_[code] > kComplaintsPerKind) return;
        sound_ = false;
        const Info& info = real_.info(at);
        diagnostics_.error(std::move(code), info.file, info.line, std::move(message),
                           std::move(advice));
    }
    std::vector<Move> moves(const Tokens& tokens) const;
    bool quick(const Token& t) const { return instant(real_.node(t.node)); }
    void check_side_by_side(size_t at, const Tokens& tokens, const std::vector<Move>& moves);
    void play(size_t from, const Tokens& before, const Move& move);
    void arrive(size_t from, Tokens tokens, std::vector<NodeIx> way);
    bool check_safe(const Tokens& tokens, size_t from, const std::vector<NodeIx>& way);
    void deadlock(size_t at);
    void check_ways_out();
    void check_dead_nodes();
    std::string path(size_t to, const std::vector<NodeIx>& more) const;

    const Program& real_;
    ProgramPtr slow_;
    const Program& p_;
    Diagnostics& diagnostics_;
    size_t budget_;
    Oracle oracle_, real_oracle_;
    std::vector<bool> visited_;
    std::vector<Seen> all_;
    std::map<std::string, size_t> known_;
    std::vector<size_t> over_;  // markings in which all is over, or which a complaint covers
    std::set<NodeIx> told_deadlock_, told_unsafe_, told_uncaught_;
    std::map<std::string, size_t> complaints_;
    bool complete_ = true;
    bool sound_ = true;
};

std::vector<Move> Explorer::moves(const Tokens& tokens) const {
    std::vector<Move> all;
    for (const Token& t : tokens.tokens)
        if (quick(t)) all.push_back({Move::Kind::complete, t.id, kNone});
    if (!all.empty()) return all;
    for (const Token& t : tokens.tokens) {
        const Node& node = p_.node(t.node);
        if (!node.waits) continue;
        if (node.inner == kNone && node.type != Type::event_based)
            all.push_back({Move::Kind::complete, t.id, kNone});
        const auto attached = p_.attached(t.node);
        for (size_t i = 0; i < attached.size(); ++i) {
            const Event event = p_.node(attached[i]).event;
            const bool comes = event == Event::timer || event == Event::message ||
                               p_.node(attached[i]).type == Type::receive;
            if (comes && !((t.fired >> i) & 1))
                all.push_back({Move::Kind::trigger, t.id, attached[i]});
        }
    }
    return all;
}

void Explorer::play(size_t from, const Tokens& before, const Move& move) {
    oracle_.clear();
    size_t branches = 0;
    do {
        if (++branches > kBranchesPerMove) {
            complete_ = false;
            return;
        }
        oracle_.restart();
        Tokens tokens = before;
        const Outcome outcome = step(p_, tokens, move, oracle_);
        for (const NodeIx n : oracle_.seen) visited_[n] = true;
        if (oracle_.infeasible) continue;
        if (outcome == Outcome::too_many_tokens) {
            error("bpmn.not_safe", 0, "tokens multiply past 256: " + path(from, oracle_.seen),
                  "join what a parallel gateway has split");
            continue;
        }
        if (outcome != Outcome::ok) continue;
        if (oracle_.uncaught_at != kNone && told_uncaught_.insert(oracle_.uncaught_at).second)
            error("bpmn.uncaught_error", oracle_.uncaught_at,
                  "nothing catches the error \"" + p_.info(oracle_.uncaught_at).error + "\" of " +
                      p_.called(oracle_.uncaught_at) + ": " + path(from, oracle_.seen),
                  "attach an error event to the sub-process or call activity around it");
        arrive(from, std::move(tokens), oracle_.seen);
    } while (oracle_.next());
}

void Explorer::arrive(size_t from, Tokens tokens, std::vector<NodeIx> way) {
    const auto [i, fresh] = known_.emplace(Canon(p_, tokens).text(), all_.size());
    if (fresh) {
        const bool safe = check_safe(tokens, from, way);
        all_.push_back({std::move(tokens), from, std::move(way), {}});
        if (!safe || all_.back().tokens.over()) over_.push_back(i->second);
        if (!safe) all_.back().tokens = {};  // goes nowhere from here
    }
    auto& before = all_[i->second].before;
    if (i->second != from && (before.empty() || before.back() != from)) before.push_back(from);
}

bool Explorer::check_safe(const Tokens& tokens, size_t from, const std::vector<NodeIx>& way) {
    std::set<std::tuple<uint32_t, NodeIx, EdgeIx>> places;
    for (const Token& t : tokens.tokens) {
        if (places.insert({t.frame, t.node, p_.node(t.node).joins ? t.via : EdgeIx{0}}).second)
            continue;
        if (told_unsafe_.insert(t.node).second)
            error("bpmn.not_safe", t.node,
                  "two tokens come to " + p_.called(t.node) +
                      ", so it is done twice, side by side: " + path(from, way),
                  "branches that run side by side must meet in a parallel (or inclusive) gateway");
        return false;
    }
    return true;
}

// Two tokens that wait in different places, after each of which the same thing is done at once: it
// is done twice, though never two tokens are in it.
void Explorer::check_side_by_side(size_t at, const Tokens& tokens, const std::vector<Move>& moves) {
    if (tokens.tokens.size() < 2) return;
    std::map<std::pair<uint32_t, NodeIx>, uint32_t>
        by;  // what is done -> the token it is done after
    for (const Move& move : moves) {
        real_oracle_.clear();
        size_t branches = 0;
        do {
            real_oracle_.restart();
            Tokens after = tokens;
            if (step(real_, after, move, real_oracle_) != Outcome::ok || real_oracle_.infeasible)
                continue;
            for (const auto& done : real_oracle_.did) {
                if (!instant(real_.node(done.second)) || tokens.frame(done.first) == nullptr)
                    continue;
                const auto [other, fresh] = by.emplace(done, move.token);
                if (fresh || other->second == move.token || !after.find(other->second)) continue;
                if (told_unsafe_.insert(done.second).second)
                    error("bpmn.not_safe", done.second,
                          "two branches come to " + p_.called(done.second) +
                              ", so it is done twice: " + path(at, real_oracle_.seen),
                          "branches that run side by side must meet in a parallel (or inclusive) "
                          "gateway");
            }
        } while (++branches < kBranchesPerMove && real_oracle_.next());
    }
}

std::string Explorer::path(size_t to, const std::vector<NodeIx>& more) const {
    std::vector<const std::vector<NodeIx>*> ways{&more};
    for (size_t at = to; at != 0; at = all_[at].parent) ways.push_back(&all_[at].way);
    std::string text;
    std::vector<NodeIx> nodes;
    for (auto i = ways.rbegin(); i != ways.rend(); ++i)
        nodes.insert(nodes.end(), (*i)->begin(), (*i)->end());
    constexpr size_t kMost = 40;  // of a long way, its end
    const size_t first = nodes.size() > kMost ? nodes.size() - kMost : 0;
    if (first != 0) text = "...";
    for (size_t i = first; i < nodes.size(); ++i)
        text += (text.empty() ? "" : " -> ") + p_.called(nodes[i]);
    return text;
}

// Nothing can happen any more, and tokens are left.
void Explorer::deadlock(size_t at) {
    for (const Token& t : all_[at].tokens.tokens) {
        const Node& node = p_.node(t.node);
        if (!node.joins || !told_deadlock_.insert(t.node).second) continue;
        std::string missing;
        for (const EdgeIx way : p_.in(t.node)) {
            const bool here = std::any_of(
                all_[at].tokens.tokens.begin(), all_[at].tokens.tokens.end(), [&](const Token& o) {
                    return o.node == t.node && o.frame == t.frame && o.via == way;
                });
            if (!here) missing += (missing.empty() ? "" : ", ") + p_.called(p_.edge(way).from);
        }
        error(
            "bpmn.deadlock", t.node,
            path(at, {}) + " -> " + p_.called(t.node) +
                ": waits here for ever; nothing comes from " + missing,
            "a parallel gateway may only join what a parallel gateway has split: join the ways of "
            "an exclusive gateway with an exclusive one, or with an inclusive one");
    }
    over_.push_back(at);
}

// Markings from which neither an end nor a complaint already made can be reached.
void Explorer::check_ways_out() {
    std::vector<bool> leads(all_.size(), false);
    std::vector<size_t> open = over_;
    while (!open.empty()) {
        const size_t at = open.back();
        open.pop_back();
        if (leads[at]) continue;
        leads[at] = true;
        open.insert(open.end(), all_[at].before.begin(), all_[at].before.end());
    }
    for (size_t i = 0; i < all_.size(); ++i) {
        if (leads[i] || all_[i].tokens.tokens.empty()) continue;
        const NodeIx n = all_[i].tokens.tokens.front().node;
        return error("bpmn.no_way_out", n,
                     path(i, {}) + ": from here the process never comes to an end",
                     "give the loop a way out to an end event");
    }
}

void Explorer::check_dead_nodes() {
    for (size_t n = 0; n < p_.size(); ++n)
        if (const auto node = static_cast<NodeIx>(n); !visited_[n])
            error("bpmn.dead_node", node, p_.called(node) + " can never be reached",
                  "draw a flow to it from where it should follow, or remove it");
}

SoundnessReport Explorer::run() {
    all_.push_back({});  // before the beginning
    play(0, {}, {});
    for (size_t i = 1; i < all_.size(); ++i) {
        if (all_.size() > budget_) {
            complete_ = false;
            break;
        }
        const Tokens tokens = all_[i].tokens;
        if (tokens.over()) continue;
        const auto possible = moves(tokens);
        if (possible.empty()) deadlock(i);
        if (std::none_of(tokens.tokens.begin(), tokens.tokens.end(),
                         [&](const Token& t) { return quick(t); }))
            check_side_by_side(i, tokens, possible);
        for (const Move& move : possible) play(i, tokens, move);
    }
    if (!complete_)
        diagnostics_.add({Severity::note, "bpmn.too_complex", real_.file(), real_.line(), 0,
                          "process \"" + real_.id() + "\" has more markings than were looked at (" +
                              std::to_string(all_.size() - 1) + "): it may still hide a fault",
                          "split it into sub-processes with fewer parallel branches"});
    if (complete_) check_ways_out();
    if (complete_ && sound_) check_dead_nodes();
    return {sound_, complete_, all_.size() - 1};
}

}  // namespace

SoundnessReport sound(const Program& program, Diagnostics& diagnostics, size_t budget) {
    SS_ASSERT(program.linked());
    auto report = Explorer(program, diagnostics, budget).run();
    report.sound = check_conditions(program, diagnostics) && report.sound;
    return report;
}

}  // namespace ss::bpmn
