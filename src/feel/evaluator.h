// Walks the tree. Every step and every value made is counted; past the limit all is null.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feel/ast.h"

namespace ss::feel {

class Evaluator {
  public:
    Evaluator(const Expression& expression, const Scope& scope)
        : expression_(&expression), scope_(scope) {}

    Value run();
    Value run_tests(const Value& input);
    Value call(const Function& function, std::vector<Value> args);
    bool charge(size_t steps);  // false: spent

  private:
    // One variable, the entries of a context in the making, or the item of a filter.
    struct Frame {
        const Frame* up = nullptr;
        const std::string* name = nullptr;
        const Value* value = nullptr;
        const std::vector<Entry>* entries = nullptr;
        const Value* item = nullptr;
        const Value* find(const std::string& name) const;
    };
    struct Iteration;

    const Node& at(NodeId id) const { return expression_->nodes[id]; }
    uint32_t link(const Node& n, uint32_t i) const { return expression_->links[n.b + i]; }
    const std::string& name(uint32_t i) const { return expression_->names[i]; }

    Value eval(NodeId id, const Frame* frame);
    Value step(const Node& n, const Frame* frame);
    Value look_up(const std::string& name, const Frame* frame);
    Value logic(const Node& n, const Frame* frame);
    Value compare(const Node& n, const Frame* frame);
    Value arithmetic(const Node& n, const Frame* frame);
    Value between(const Node& n, const Frame* frame);
    Value range(const Node& n, const Frame* frame);
    Value list(const Node& n, const Frame* frame);
    Value context(const Node& n, const Frame* frame);
    Value filter(const Node& n, const Frame* frame);
    Value path(const Value& value, const std::string& name);
    Value iterate(const Node& n, const Frame* frame);
    bool each(Iteration& it, uint32_t level, const Frame* frame);
    bool inner(Iteration& it, const Frame* frame);
    std::optional<std::vector<Value>> domain(NodeId from, NodeId to, const Frame* frame);
    Value make_function(NodeId id, const Frame* frame);
    Value call_node(const Node& n, const Frame* frame);
    Value call_builtin(const Node& n, const Frame* frame);
    Value tests(const Node& n, uint32_t first, const Frame* frame);
    std::optional<bool> test(NodeId id, const Frame* frame);

    const Expression* expression_;
    const Scope& scope_;
    const Value* input_ = nullptr;
    size_t steps_ = 0;
    size_t depth_ = 0;
    bool spent_ = false;
};

// operations.cc: what needs no tree.
Value operate(Op op, const Value& a, const Value& b);
Value negate(const Value& value);
Value property(const Value& value, const std::string& name);  // of a day, time, duration, range
std::optional<bool> matches(const Value& input, const Value& test);
bool instance(const Expression& home, uint32_t type, const Value& value);
std::optional<bool> both(std::optional<bool> a, std::optional<bool> b);
std::optional<bool> either(std::optional<bool> a, std::optional<bool> b);
inline Value to_value(std::optional<bool> b) {
    return b ? Value(*b) : Value();
}
inline std::optional<bool> to_bool(const Value& v) {
    const bool* b = v.get<bool>();
    return b ? std::optional<bool>(*b) : std::nullopt;
}

}  // namespace ss::feel
