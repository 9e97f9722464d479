// The tree of an expression, flat: nodes in one vector, children before parents, an index for a
// pointer. Only src/feel includes this.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "feel/feel.h"

namespace ss::feel {

using NodeId = uint32_t;
inline constexpr NodeId kNone = ~NodeId{0};

// What a, b and c of a node are. "links b+c": c entries of Expression::links from b on.
enum class Op : uint8_t {
    constant,  // a: constants
    name,      // a: names
    input,     // "?"
    negate,    // a
    add,
    subtract,
    multiply,
    divide,
    power,  // a, b
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,  // a, b
    both,
    either,   // and, or: a, b
    between,  // a between b and c
    in,       // a in links b+c, each a test
    choose,   // if a then b else c
    list,     // links b+c
    context,  // links b+c: pairs of name and node
    range,    // a..b, flags: kLowClosed, kHighClosed; kNone: open to that side
    filter,   // a[b]
    path,     // a.names[b]
    call,     // a is called with links b+c; flags kNamed: pairs of name and node
    builtin,  // the same with a: number of the built-in function
    iterate,  // for: links b+c: (name, list, end of a..b or kNone)..., body
    some,
    every,        // likewise
    function,     // links b+c: names of parameters, body
    instance_of,  // a, types b
    tests,        // links b+c; flags kNot
    any,          // "-"
};
inline constexpr uint8_t kLowClosed = 1, kHighClosed = 2, kNamed = 4, kNot = 8;
inline constexpr uint8_t kUsesInput = 16;  // "?" stands somewhere below

struct Node {
    Op op;
    uint8_t flags = 0;
    uint16_t height = 1;
    uint32_t a = kNone, b = kNone, c = 0;
};

// A type after "instance of"; parts are the element, the entries, or the parameters and the result.
struct Type {
    bool any = false;
    Kind kind = Kind::null;
    std::vector<uint32_t> parts;
    std::vector<std::string> names;  // of a context's entries
};

class Expression : public std::enable_shared_from_this<Expression> {
  public:
    std::string text;
    std::vector<Node> nodes;
    std::vector<uint32_t> links;
    std::vector<Value> constants;
    std::vector<std::string> names;
    std::vector<Type> types;
    std::vector<std::string> free_names;
    NodeId root = kNone;
};

// A function value: function(...) of some expression with what it saw, or a built-in one.
struct Function {
    std::shared_ptr<const Expression> home;
    NodeId node = kNone;
    uint32_t builtin = kNone;
    std::vector<Entry> captured;  // innermost last
    uint32_t height = 1;
    uint32_t weight = 1;
};

}  // namespace ss::feel
