#include "bpmn/step.h"

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace ss::bpmn {

namespace {

template <class List>
auto find_id(List& list, uint32_t id) {
    const auto i = std::lower_bound(list.begin(), list.end(), id,
                                    [](const auto& a, uint32_t b) { return a.id < b; });
    return i != list.end() && i->id == id ? i : list.end();
}

constexpr uint16_t kStuck = 0xffff;  // in Token::fired, at a gateway without a way on

// On its way along an edge, within one step.
struct Flight {
    NodeIx node;
    EdgeIx via;
    uint32_t frame;
};

class Game {
  public:
    Game(const Program& program, Tokens& tokens, Sink& sink)
        : p_(program), t_(tokens), sink_(sink) {}

    Outcome play(const Move& move) {
        if (!make(move)) return Outcome::no_such;
        while (outcome_ == Outcome::ok) {
            while (flying_ != 0 && outcome_ == Outcome::ok) {
                if (++moves_ > kMovesPerStep) return Outcome::endless;
                const Flight f = flight_[--flying_];
                arrive(f);
            }
            if (outcome_ != Outcome::ok || !fire_inclusive_join()) break;
        }
        return outcome_;
    }

  private:
    bool make(const Move& move);
    void arrive(const Flight& f);
    void leave(NodeIx node, uint32_t frame);
    void fork_inclusive(const Flight& f);
    void end(const Flight& f);
    void open(const Flight& f);
    void open_many(const Flight& f);
    void join_parallel(const Flight& f);
    bool fire_inclusive_join();
    bool may_fire(const Token& first, std::array<bool, limits::kTokens>& filled) const;

    void fly(EdgeIx e, uint32_t frame) {
        if (t_.tokens.size() + flying_ >= limits::kTokens) {
            outcome_ = Outcome::too_many_tokens;
            return;
        }
        flight_[flying_++] = {p_.edge(e).to, e, frame};
    }
    // Flights are taken from the end: what was added last is turned so that the first goes first.
    void turn(size_t from) { std::reverse(flight_.begin() + from, flight_.begin() + flying_); }

    Token rest(const Flight& f) {
        const Token token{++t_.last, f.frame, f.node, f.via, 0};
        t_.tokens.push_back(token);
        return token;
    }
    void rest_stuck(const Flight& f) {
        rest(f);
        t_.tokens.back().fired = kStuck;
        sink_.stuck(t_.tokens.back());
    }
    void remove(uint32_t token) {
        const auto i = find_id(t_.tokens, token);
        SS_ASSERT(i != t_.tokens.end());
        t_.tokens.erase(i);
    }
    uint32_t open_frame(ScopeIx scope, uint32_t host, uint16_t index, uint16_t total) {
        t_.frames.push_back({++t_.last, host, scope, index, total});
        sink_.opened(t_.frames.back());
        return t_.last;
    }
    void enter_scope(ScopeIx scope, uint32_t frame) {
        if (t_.tokens.size() + flying_ >= limits::kTokens) outcome_ = Outcome::too_many_tokens;
        else flight_[flying_++] = {p_.scope(scope).start, kNone, frame};
    }
    void kill_inside(uint32_t frame);
    void kill_frames_of(uint32_t host);
    void die(uint32_t frame);
    void finish_frame(Frame frame);
    void throw_error(NodeIx end, uint32_t frame);

    const Program& p_;
    Tokens& t_;
    Sink& sink_;
    std::array<Flight, limits::kTokens> flight_;
    size_t flying_ = 0;
    size_t moves_ = 0;
    Outcome outcome_ = Outcome::ok;
};

bool Game::make(const Move& move) {
    if (move.kind == Move::Kind::begin) {
        if (!t_.over()) return false;
        enter_scope(0, open_frame(0, 0, 0, 0));
        return true;
    }
    if (move.kind == Move::Kind::abandon) {
        if (t_.over()) return false;
        const Frame root = t_.frames.front();
        kill_inside(root.id);
        t_.frames.erase(t_.frames.begin());
        sink_.closed(root);
        return true;
    }
    const auto at = find_id(t_.tokens, move.token);
    if (at == t_.tokens.end()) return false;
    const Token token = *at;
    const Node& node = p_.node(token.node);
    if (!node.waits) return false;
    if (move.kind == Move::Kind::complete || move.node == token.node) {
        if (node.inner != kNone || node.type == Type::event_based) return false;
        t_.tokens.erase(at);
        sink_.left(token, true);
        leave(token.node, token.frame);
        return true;
    }
    const auto attached = p_.attached(token.node);
    const auto event = std::find(attached.begin(), attached.end(), move.node);
    if (event == attached.end()) return false;
    const auto bit = static_cast<uint16_t>(1u << (event - attached.begin()));
    if (node.type != Type::event_based && !p_.node(*event).interrupting) {
        if (token.fired & bit) return false;
        at->fired = static_cast<uint16_t>(at->fired | bit);
    } else {
        kill_frames_of(token.id);
        remove(token.id);
        sink_.left(token, false);
    }
    sink_.passed(*event, token.frame);
    leave(*event, token.frame);
    return true;
}

void Game::arrive(const Flight& f) {
    const Node& node = p_.node(f.node);
    switch (node.type) {
        case Type::start:
        case Type::throw_event:
        case Type::task:
        case Type::manual:
        case Type::service:
        case Type::send:
        case Type::script:
        case Type::boundary:
            sink_.passed(f.node, f.frame);
            leave(f.node, f.frame);
            return;
        case Type::exclusive: {
            sink_.passed(f.node, f.frame);
            if (node.outs == 0) return die(f.frame);
            const EdgeIx e = node.outs == 1 && p_.edge(node.first_out).condition == kNone
                                 ? node.first_out
                                 : sink_.choose(f.node, f.frame);
            if (e != kNone) fly(e, f.frame);
            else rest_stuck(f);
            return;
        }
        case Type::parallel:
            if (node.joins) return join_parallel(f);
            sink_.passed(f.node, f.frame);
            leave(f.node, f.frame);
            return;
        case Type::inclusive:
            if (node.joins) rest(f);
            else fork_inclusive(f);
            return;
        case Type::user:
        case Type::receive:
        case Type::catch_event:
        case Type::event_based: sink_.entered(rest(f)); return;
        case Type::subprocess:
        case Type::call: open(f); return;
        case Type::multi: open_many(f); return;
        case Type::end: end(f); return;
    }
}

// Out of a node that is over: every edge without a condition, each with one that holds, and the
// default where none of these does.
void Game::leave(NodeIx n, uint32_t frame) {
    const Node& node = p_.node(n);
    if (node.outs == 0) return die(frame);
    const size_t from = flying_;
    bool any = false;
    for (size_t i = 0; i < node.outs; ++i) {
        const auto e = static_cast<EdgeIx>(node.first_out + i);
        if (e == node.default_edge) continue;
        const bool conditional = p_.edge(e).condition != kNone;
        if (conditional && !sink_.takes(e, frame)) continue;
        any = any || conditional;
        fly(e, frame);
    }
    if (node.default_edge != kNone && !any) fly(node.default_edge, frame);
    if (outcome_ != Outcome::ok) return;
    if (flying_ == from) die(frame);
    else turn(from);
}

void Game::fork_inclusive(const Flight& f) {
    const Node& node = p_.node(f.node);
    sink_.passed(f.node, f.frame);
    if (node.outs == 0) return die(f.frame);
    const size_t from = flying_;
    for (size_t i = 0; i < node.outs; ++i) {
        const auto e = static_cast<EdgeIx>(node.first_out + i);
        if (e == node.default_edge) continue;
        if (p_.edge(e).condition == kNone || sink_.takes(e, f.frame)) fly(e, f.frame);
    }
    if (outcome_ != Outcome::ok) return;
    if (flying_ == from) {
        if (node.default_edge != kNone) fly(node.default_edge, f.frame);
        else rest_stuck(f);
    }
    turn(from);
}

void Game::join_parallel(const Flight& f) {
    const Node& node = p_.node(f.node);
    std::array<uint32_t, limits::kTokens>
        taken;  // a token per way in; the one in flight is its own
    size_t found = 0;
    for (const EdgeIx way : p_.in(f.node)) {
        if (way == f.via) continue;
        const auto i = std::find_if(t_.tokens.begin(), t_.tokens.end(), [&](const Token& t) {
            return t.node == f.node && t.frame == f.frame && t.via == way;
        });
        if (i == t_.tokens.end()) {
            rest(f);
            return;
        }
        taken[found++] = i->id;
    }
    SS_ASSERT(found + 1 == node.ins);
    for (size_t i = 0; i < found; ++i) remove(taken[i]);
    sink_.passed(f.node, f.frame);
    leave(f.node, f.frame);
}

bool Game::may_fire(const Token& first, std::array<bool, limits::kTokens>& filled) const {
    const size_t ways = p_.node(first.node).ins;
    std::fill_n(filled.begin(), ways, false);
    for (const Token& t : t_.tokens)
        if (t.node == first.node && t.frame == first.frame) filled[p_.edge(t.via).slot] = true;
    for (const Token& t : t_.tokens) {
        if (t.node == first.node || t.frame != first.frame) continue;
        bool to_empty = false, to_filled = false;
        for (size_t s = 0; s < ways; ++s)
            if (p_.reaches(first.node, s, t.node)) (filled[s] ? to_filled : to_empty) = true;
        if (to_empty && !to_filled) return false;
    }
    return true;
}

// The first inclusive join nothing more can come to. Only when every token rests: before that a
// token in flight might still come.
bool Game::fire_inclusive_join() {
    std::array<bool, limits::kTokens> filled;
    for (size_t k = 0; k < t_.tokens.size(); ++k) {
        const Token first = t_.tokens[k];
        if (p_.node(first.node).type != Type::inclusive || !p_.node(first.node).joins) continue;
        if (first.fired == kStuck || !may_fire(first, filled)) continue;
        for (size_t i = 0; i < t_.tokens.size();) {  // one token of each way in
            const Token& t = t_.tokens[i];
            const bool takes =
                t.node == first.node && t.frame == first.frame && filled[p_.edge(t.via).slot];
            if (takes) {
                filled[p_.edge(t.via).slot] = false;
                t_.tokens.erase(t_.tokens.begin() + static_cast<std::ptrdiff_t>(i));
            } else {
                ++i;
            }
        }
        fork_inclusive({first.node, first.via, first.frame});
        return true;
    }
    return false;
}

void Game::open(const Flight& f) {
    const Node& node = p_.node(f.node);
    const Token host = rest(f);
    sink_.entered(host);
    enter_scope(node.inner, open_frame(node.inner, host.id, 0, 0));
}

void Game::open_many(const Flight& f) {
    const Node& node = p_.node(f.node);
    const size_t total = sink_.count(f.node, f.frame);
    if (total > limits::kTokens) {
        outcome_ = Outcome::too_many_tokens;
        return;
    }
    if (total == 0) {
        sink_.passed(f.node, f.frame);
        return leave(f.node, f.frame);
    }
    const Token host = rest(f);
    sink_.entered(host);
    const size_t from = flying_;
    const size_t now = node.sequential ? 1 : total;
    for (size_t i = 1; i <= now; ++i)
        enter_scope(node.inner, open_frame(node.inner, host.id, static_cast<uint16_t>(i),
                                           static_cast<uint16_t>(total)));
    turn(from);
}

void Game::end(const Flight& f) {
    const Node& node = p_.node(f.node);
    sink_.passed(f.node, f.frame);
    if (node.event == Event::error) return throw_error(f.node, f.frame);
    if (node.event == Event::terminate) kill_inside(f.frame);
    die(f.frame);
}

// A token of this frame is gone; the last one closes the frame.
void Game::die(uint32_t frame) {
    for (const Token& t : t_.tokens)
        if (t.frame == frame) return;
    for (size_t i = 0; i < flying_; ++i)
        if (flight_[i].frame == frame) return;
    const auto i = find_id(t_.frames, frame);
    SS_ASSERT(i != t_.frames.end());
    const Frame closed = *i;
    t_.frames.erase(i);
    sink_.closed(closed);
    if (closed.host != 0) finish_frame(closed);
}

// What waits outside for the frame goes on, or begins the next instance.
void Game::finish_frame(Frame frame) {
    const auto at = find_id(t_.tokens, frame.host);
    SS_ASSERT(at != t_.tokens.end());
    const Token host = *at;
    const Node& node = p_.node(host.node);
    if (node.type == Type::multi) {
        size_t open_now = 0;
        for (const Frame& other : t_.frames) open_now += other.host == host.id;
        const size_t done = node.sequential ? frame.index : frame.total - open_now;
        const bool enough = node.completion != kNone && sink_.enough(host.node, host.frame, done);
        if (!enough && node.sequential && frame.index < frame.total) {
            const auto next = static_cast<uint16_t>(frame.index + 1);
            return enter_scope(node.inner, open_frame(node.inner, host.id, next, frame.total));
        }
        if (!enough && open_now != 0) return;
        kill_frames_of(host.id);
    }
    remove(host.id);
    sink_.left(host, true);
    leave(host.node, host.frame);
}

void Game::kill_inside(uint32_t frame) {
    for (size_t i = 0; i < flying_;) {
        if (flight_[i].frame != frame) {
            ++i;
            continue;
        }
        std::copy(flight_.begin() + i + 1, flight_.begin() + flying_, flight_.begin() + i);
        --flying_;
    }
    for (;;) {
        const auto i = std::find_if(t_.tokens.begin(), t_.tokens.end(),
                                    [&](const Token& t) { return t.frame == frame; });
        if (i == t_.tokens.end()) return;
        const Token token = *i;
        kill_frames_of(token.id);
        remove(token.id);
        sink_.left(token, false);
    }
}

void Game::kill_frames_of(uint32_t host) {
    for (;;) {
        const auto i = std::find_if(t_.frames.begin(), t_.frames.end(),
                                    [&](const Frame& f) { return f.host == host; });
        if (i == t_.frames.end()) return;
        const Frame frame = *i;
        kill_inside(frame.id);
        t_.frames.erase(find_id(t_.frames, frame.id));
        sink_.closed(frame);
    }
}

// Outward to the nearest activity that catches this error.
void Game::throw_error(NodeIx thrown, uint32_t frame) {
    const std::string& code = p_.info(thrown).error;
    for (uint32_t at = frame;;) {
        const auto here = find_id(t_.frames, at);
        SS_ASSERT(here != t_.frames.end());
        if (here->host == 0) break;
        const Token host = *find_id(t_.tokens, here->host);
        for (const NodeIx event : p_.attached(host.node)) {
            const std::string& caught = p_.info(event).error;
            if (p_.node(event).event != Event::error || (!caught.empty() && caught != code))
                continue;
            kill_frames_of(host.id);
            remove(host.id);
            sink_.left(host, false);
            sink_.passed(event, host.frame);
            return leave(event, host.frame);
        }
        at = host.frame;
    }
    sink_.uncaught(thrown);
    const Frame root = t_.frames.front();
    kill_inside(root.id);
    t_.frames.erase(t_.frames.begin());
    sink_.closed(root);
}

}  // namespace

const Token* Tokens::find(uint32_t id) const {
    const auto i = find_id(tokens, id);
    return i == tokens.end() ? nullptr : &*i;
}

const Frame* Tokens::frame(uint32_t id) const {
    const auto i = find_id(frames, id);
    return i == frames.end() ? nullptr : &*i;
}

Outcome step(const Program& program, Tokens& tokens, Move move, Sink& sink) {
    return Game(program, tokens, sink).play(move);
}

}  // namespace ss::bpmn
