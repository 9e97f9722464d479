// The token game: what happens in a running process when something happens to it. A pure function
// over a program and its tokens, shared by the office (flow/), the soundness proof and the
// simulator, so that all three mean the same by a process. It stands in this room, not in flow/,
// because the proof needs it. The semantics are told in docs/questions.md.
#pragma once

#include <cstdint>
#include <vector>

#include "base/limits.h"
#include "bpmn/program.h"

namespace ss::bpmn {

// Rests at a node until something happens: an activity, an event, or a join still incomplete.
struct Token {
    uint32_t id = 0;     // not given twice in one run
    uint32_t frame = 0;  // id of the frame it is in
    NodeIx node = kNone;
    EdgeIx via = kNone;  // edge it came by
    uint16_t fired = 0;  // bit per attached(node): non-interrupting events that have fired
    bool operator==(const Token&) const = default;
};

// One running instance of a scope: of the process itself, of a sub-process, of one of the several
// instances of an activity.
struct Frame {
    uint32_t id = 0;
    uint32_t host = 0;  // token that waits outside for it; 0: the process itself
    ScopeIx scope = 0;
    uint16_t index = 0;  // 1-based among several instances; else 0
    uint16_t total = 0;
    bool operator==(const Frame&) const = default;
};

struct Tokens {
    std::vector<Token> tokens;  // in ascending id
    std::vector<Frame> frames;  // in ascending id; empty: not begun, or over
    uint32_t last = 0;          // last id given to a token or frame

    bool over() const { return frames.empty(); }
    const Token* find(uint32_t id) const;
    const Frame* frame(uint32_t id) const;
    bool operator==(const Tokens&) const = default;
};

struct Move {
    enum class Kind : uint8_t {
        begin,     // the process
        complete,  // what the token waits for has been done
        trigger,   // the event `node` has come: the token's own, or one attached to its node
        abandon,   // everything ends here
    };
    Kind kind = Kind::begin;
    uint32_t token = 0;
    NodeIx node = kNone;
};

// What the game asks, and what it tells. Called in the order in which things happen.
class Sink {
  public:
    // The edge an exclusive gateway takes; kNone: none holds and there is no default.
    virtual EdgeIx choose(NodeIx gateway, uint32_t frame) = 0;
    // Whether a conditional edge is taken, where several may be.
    virtual bool takes(EdgeIx edge, uint32_t frame) = 0;
    // How many instances of the activity inside `multi` there are to be.
    virtual size_t count(NodeIx multi, uint32_t frame) = 0;
    // Whether those that are over are enough. `done` counts them.
    virtual bool enough(NodeIx multi, uint32_t frame, size_t done) = 0;

    virtual void entered(const Token& token) = 0;  // rests; its attached events are awaited too
    virtual void left(const Token& token, bool done) = 0;  // done, or cancelled by something else
    virtual void passed(NodeIx node, uint32_t frame) = 0;  // did what a node does without resting
    virtual void opened(const Frame& frame) = 0;
    virtual void closed(const Frame& frame) = 0;
    virtual void uncaught(NodeIx end) = 0;       // an error nobody catches: all is over
    virtual void stuck(const Token& token) = 0;  // no way on from this gateway: it rests there

  protected:
    ~Sink() = default;
};

enum class Outcome : uint8_t {
    ok,
    too_many_tokens,  // past limits::kTokens
    endless,          // a loop in which nothing waits
    no_such,          // the token is not there, or does not wait for this
};

inline constexpr size_t kMovesPerStep = 10'000;

// Plays on until every token rests. Anything but ok: `tokens` is no longer of use (but for no_such,
// where nothing has changed). Allocates only where tokens.tokens or .frames must grow.
[[nodiscard]] Outcome step(const Program& program, Tokens& tokens, Move move, Sink& sink);

}  // namespace ss::bpmn
