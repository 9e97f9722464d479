#include "feel/evaluator.h"

#include <algorithm>

#include "base/limits.h"
#include "feel/builtins.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

// Of the C++ stack: a tree is at most kFeelHeight high, a function may call another.
constexpr size_t kDepth = 4 * limits::kFeelHeight;

}  // namespace

// What "for", "some" and "every" gather.
struct Evaluator::Iteration {
    const Node& n;
    std::vector<Value> results;
    std::optional<bool> verdict;
    bool wants_partial = false;
};

const Value* Evaluator::Frame::find(const std::string& wanted) const {
    if (name) return *name == wanted ? value : nullptr;
    if (entries) {
        for (size_t i = entries->size(); i-- > 0;)
            if ((*entries)[i].first == wanted) return &(*entries)[i].second;
        return nullptr;
    }
    if (const Context* c = item->context())
        if (const Value* v = c->find(wanted)) return v;
    return wanted == "item" ? item : nullptr;
}

bool Evaluator::charge(size_t steps) {
    steps_ += std::min(steps, limits::kFeelSteps);
    if (steps_ > limits::kFeelSteps) spent_ = true;
    return !spent_;
}

Value Evaluator::run() {
    Value v = eval(expression_->root, nullptr);
    return spent_ ? Value() : v;
}

Value Evaluator::run_tests(const Value& input) {
    input_ = &input;
    const Node& root = at(expression_->root);
    if (root.op == Op::any) return true;
    const Value v = root.op == Op::tests ? eval(expression_->root, nullptr)
                                         : to_value(test(expression_->root, nullptr));
    return spent_ ? Value() : v;
}

Value Evaluator::eval(NodeId id, const Frame* frame) {
    if (!charge(1)) return {};
    if (depth_ >= kDepth) {
        spent_ = true;
        return {};
    }
    ++depth_;
    Value v = step(at(id), frame);
    --depth_;
    return v;
}

Value Evaluator::step(const Node& n, const Frame* frame) {
    switch (n.op) {
        case Op::constant: return expression_->constants[n.a];
        case Op::name: return look_up(name(n.a), frame);
        case Op::input: return input_ ? *input_ : Value();
        case Op::negate: return negate(eval(n.a, frame));
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::power: return arithmetic(n, frame);
        case Op::equal:
        case Op::not_equal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal: return compare(n, frame);
        case Op::both:
        case Op::either: return logic(n, frame);
        case Op::between: return between(n, frame);
        case Op::choose: return eval(eval(n.a, frame).is(true) ? n.b : n.c, frame);
        case Op::list: return list(n, frame);
        case Op::context: return context(n, frame);
        case Op::range: return range(n, frame);
        case Op::filter: return filter(n, frame);
        case Op::path: return path(eval(n.a, frame), name(n.b));
        case Op::call: return call_node(n, frame);
        case Op::builtin: return call_builtin(n, frame);
        case Op::iterate:
        case Op::some:
        case Op::every: return iterate(n, frame);
        case Op::function: return make_function(static_cast<NodeId>(&n - &at(0)), frame);
        case Op::instance_of: return instance(*expression_, n.b, eval(n.a, frame));
        case Op::any: return true;
        case Op::tests: return tests(n, 0, frame);
        case Op::in: {
            const Value input = eval(n.a, frame);
            const Value* outer = std::exchange(input_, &input);
            Value v = tests(n, 0, frame);
            input_ = outer;
            return v;
        }
    }
    return {};
}

Value Evaluator::look_up(const std::string& wanted, const Frame* frame) {
    for (; frame; frame = frame->up)
        if (const Value* v = frame->find(wanted)) return *v;
    Value v;
    if (scope_.find(wanted, v)) return v;
    const uint32_t builtin = find_builtin(wanted);
    if (builtin == kNone) return {};
    return Value::of(std::make_shared<const Function>(Function{nullptr, kNone, builtin, {}}));
}

Value Evaluator::logic(const Node& n, const Frame* frame) {
    const auto a = to_bool(eval(n.a, frame));
    const bool decisive = n.op == Op::either;
    if (a == decisive) return decisive;
    const auto b = to_bool(eval(n.b, frame));
    return to_value(decisive ? either(a, b) : both(a, b));
}

Value Evaluator::compare(const Node& n, const Frame* frame) {
    const Value a = eval(n.a, frame), b = eval(n.b, frame);
    if (!charge(std::min(weight(a), weight(b)))) return {};
    const auto negated = [](std::optional<bool> v) { return v ? Value(!*v) : Value(); };
    switch (n.op) {
        case Op::equal: return to_value(equal(a, b));
        case Op::not_equal: return negated(equal(a, b));
        case Op::less: return to_value(less(a, b));
        case Op::less_equal: return negated(less(b, a));
        case Op::greater: return to_value(less(b, a));
        default: return negated(less(a, b));
    }
}

Value Evaluator::arithmetic(const Node& n, const Frame* frame) {
    const Value a = eval(n.a, frame), b = eval(n.b, frame);
    if (!charge(weight(a) + weight(b))) return {};
    return operate(n.op, a, b);
}

Value Evaluator::between(const Node& n, const Frame* frame) {
    const Value v = eval(n.a, frame), low = eval(n.b, frame), high = eval(n.c, frame);
    const auto below = less(v, low), above = less(high, v);
    return to_value(both(below ? std::optional<bool>(!*below) : std::nullopt,
                         above ? std::optional<bool>(!*above) : std::nullopt));
}

Value Evaluator::range(const Node& n, const Frame* frame) {
    Value low, high;
    if (n.a != kNone) low = eval(n.a, frame);
    if (n.b != kNone) high = eval(n.b, frame);
    return make_range(std::move(low), std::move(high), n.flags & kLowClosed, n.flags & kHighClosed);
}

Value Evaluator::list(const Node& n, const Frame* frame) {
    std::vector<Value> items;
    items.reserve(n.c);
    for (uint32_t i = 0; i < n.c && !spent_; ++i) items.push_back(eval(link(n, i), frame));
    return make_list(std::move(items));
}

Value Evaluator::context(const Node& n, const Frame* frame) {
    std::vector<Entry> entries;
    entries.reserve(n.c / 2);
    const Frame inner{frame, nullptr, nullptr, &entries, nullptr};
    for (uint32_t i = 0; i < n.c && !spent_; i += 2) {
        Value v = eval(link(n, i + 1), &inner);
        entries.emplace_back(name(link(n, i)), std::move(v));
    }
    return make_context(std::move(entries));
}

// By position (from 1; from the end if negative), or all items for which the condition is true.
Value Evaluator::filter(const Node& n, const Frame* frame) {
    const Value whole = eval(n.a, frame);
    if (whole.null()) return {};
    const List* l = whole.list();
    const std::vector<Value> single{l ? Value() : whole};
    const std::vector<Value>& items = l ? l->items : single;
    std::vector<Value> kept;
    const bool constant = at(n.b).op == Op::constant;
    for (size_t i = 0; i < items.size() + constant && !spent_; ++i) {
        const Value nothing;
        const Frame inner{frame, nullptr, nullptr, nullptr, items.empty() ? &nothing : &items[i]};
        const Value v = eval(n.b, &inner);
        if (const auto* number = v.get<Number>(); number && i == 0) {
            const auto k = number->integer();
            const auto size = static_cast<int64_t>(items.size());
            if (!k || *k == 0 || *k > size || *k < -size) return {};
            return items[static_cast<size_t>(*k > 0 ? *k - 1 : size + *k)];
        }
        if (i < items.size() && v.is(true)) kept.push_back(items[i]);
        if (constant && i + 1 >= items.size()) break;
    }
    return make_list(std::move(kept));
}

Value Evaluator::path(const Value& v, const std::string& wanted) {
    if (const Context* c = v.context()) {
        const Value* found = c->find(wanted);
        return found ? *found : Value();
    }
    const List* l = v.list();
    if (!l) return property(v, wanted);
    std::vector<Value> found;
    for (const Value& item : l->items) {
        if (!charge(1)) return {};
        found.push_back(item.list() ? Value() : path(item, wanted));
    }
    return make_list(std::move(found));
}

// The values a loop runs through; nullopt: it cannot.
std::optional<std::vector<Value>> Evaluator::domain(NodeId from, NodeId to, const Frame* frame) {
    Value low = eval(from, frame), high;
    if (to != kNone) {
        high = eval(to, frame);
    } else if (const Range* r = low.range(); r && r->low_closed && r->high_closed) {
        high = r->high;
        low = Value(r->low);
    } else if (const List* l = low.list()) {
        charge(l->items.size());
        return l->items;
    } else {
        if (low.null() || r) return std::nullopt;
        return std::vector<Value>{low};
    }
    std::vector<Value> all;
    const auto *a = low.get<Number>(), *b = high.get<Number>();
    const auto *d = low.get<Date>(), *e = high.get<Date>();
    if (!(a && b) && !(d && e)) return std::nullopt;
    const auto first = a ? a->integer() : d->day, last = b ? b->integer() : e->day;
    if (!first || !last) return std::nullopt;
    for (int64_t i = *first; charge(1); i += *first <= *last ? 1 : -1) {
        all.push_back(a ? Value(Number(i)) : Value::of(Date{i}));
        if (i == *last) break;
    }
    return all;
}

Value Evaluator::iterate(const Node& n, const Frame* frame) {
    Iteration it{n, {}, n.op == Op::every, false};
    const auto& names = expression_->names;
    it.wants_partial =
        n.op == Op::iterate && std::find(names.begin(), names.end(), "partial") != names.end();
    if (!each(it, 0, frame)) return {};
    if (n.op != Op::iterate) return to_value(it.verdict);
    return make_list(std::move(it.results));
}

// One level of the nested loops. False: the loop cannot run, or its answer is known.
bool Evaluator::each(Iteration& it, uint32_t level, const Frame* frame) {
    if (level + 1 == it.n.c) return inner(it, frame);
    const auto values = domain(link(it.n, level + 1), link(it.n, level + 2), frame);
    if (!values) return false;
    for (const Value& v : *values) {
        if (spent_) return false;
        const Frame variable{frame, &name(link(it.n, level)), &v, nullptr, nullptr};
        if (!each(it, level + 3, &variable)) return false;
    }
    return true;
}

bool Evaluator::inner(Iteration& it, const Frame* frame) {
    static const std::string kPartial = "partial";
    Value partial;
    if (it.wants_partial) {
        if (!charge(it.results.size())) return false;
        partial = make_list(it.results);
    }
    const Frame with{frame, &kPartial, &partial, nullptr, nullptr};
    Value v = eval(link(it.n, it.n.c - 1), it.wants_partial ? &with : frame);
    if (it.n.op == Op::iterate) it.results.push_back(std::move(v));
    else if (it.n.op == Op::some) it.verdict = either(it.verdict, to_bool(v));
    else it.verdict = both(it.verdict, to_bool(v));
    return !spent_;
}

Value Evaluator::make_function(NodeId id, const Frame* frame) {
    std::vector<const Frame*> frames;
    for (; frame; frame = frame->up) frames.push_back(frame);
    Function f{expression_->shared_from_this(), id, kNone, {}};
    for (size_t i = frames.size(); i-- > 0;) {
        const Frame& one = *frames[i];
        if (one.name) f.captured.emplace_back(*one.name, *one.value);
        if (one.entries)
            f.captured.insert(f.captured.end(), one.entries->begin(), one.entries->end());
        if (!one.item) continue;
        f.captured.emplace_back("item", *one.item);
        if (const Context* c = one.item->context())
            f.captured.insert(f.captured.end(), c->entries.begin(), c->entries.end());
    }
    Size size;
    for (const Entry& e : f.captured)
        if (!charge(1) || !size.add(e.second)) return {};
    f.height = size.height;
    f.weight = size.weight;
    return Value::of(std::make_shared<const Function>(std::move(f)));
}

Value Evaluator::call(const Function& f, std::vector<Value> args) {
    if (f.builtin != kNone) {
        const Builtin& b = builtins()[f.builtin];
        Call c{args, *this};
        return takes(b, args.size()) && charge(1) ? b.run(c) : Value();
    }
    const Expression* outer = std::exchange(expression_, f.home.get());
    const Node& n = at(f.node);
    Value result;
    if (args.size() + 1 == n.c) {
        std::vector<Entry> bound;
        for (uint32_t i = 0; i + 1 < n.c; ++i)
            bound.emplace_back(name(link(n, i)), std::move(args[i]));
        const Frame captured{nullptr, nullptr, nullptr, &f.captured, nullptr};
        const Frame parameters{&captured, nullptr, nullptr, &bound, nullptr};
        result = eval(link(n, n.c - 1), &parameters);
    }
    expression_ = outer;
    return result;
}

Value Evaluator::call_node(const Node& n, const Frame* frame) {
    const Value callee = eval(n.a, frame);
    const Function* f = callee.function();
    if (!f) return {};
    const bool has_names = n.flags & kNamed;
    std::vector<Value> args;
    std::vector<std::string> names;
    for (uint32_t i = 0; i < n.c && !spent_; i += 1 + has_names) {
        if (has_names) names.push_back(name(link(n, i)));
        args.push_back(eval(link(n, i + has_names), frame));
    }
    if (!has_names) return call(*f, std::move(args));
    std::vector<size_t> where;
    if (f->builtin != kNone) {
        where = places(builtins()[f->builtin], names);
    } else {
        const Node& target = f->home->nodes[f->node];
        for (const std::string& wanted : names)
            for (uint32_t i = 0; i + 1 < target.c; ++i)
                if (f->home->names[f->home->links[target.b + i]] == wanted) where.push_back(i);
    }
    if (where.size() != args.size()) return {};
    std::vector<Value> ordered(args.size());
    for (size_t i = 0; i < args.size(); ++i) {
        if (where[i] >= ordered.size()) return {};
        ordered[where[i]] = std::move(args[i]);
    }
    return call(*f, std::move(ordered));
}

Value Evaluator::call_builtin(const Node& n, const Frame* frame) {
    std::vector<Value> args;
    args.reserve(n.c);
    size_t heavy = 0;
    for (uint32_t i = 0; i < n.c && !spent_; ++i) {
        args.push_back(eval(link(n, i), frame));
        heavy += weight(args.back());
    }
    if (!charge(heavy)) return {};
    Call call{args, *this};
    Value v = builtins()[n.a].run(call);
    return charge(weight(v)) ? v : Value();
}

Value Evaluator::tests(const Node& n, uint32_t first, const Frame* frame) {
    std::optional<bool> any = false;
    for (uint32_t i = first; i < n.c && any != true && !spent_; ++i)
        any = either(any, test(link(n, i), frame));
    if (n.op == Op::tests && (n.flags & kNot)) return any ? Value(!*any) : Value();
    return to_value(any);
}

std::optional<bool> Evaluator::test(NodeId id, const Frame* frame) {
    const Value v = eval(id, frame);
    if (at(id).flags & kUsesInput) return to_bool(v);
    if (!charge(weight(v))) return std::nullopt;
    return matches(input_ ? *input_ : Value(), v);
}

}  // namespace ss::feel
