// Lists.
#include <algorithm>
#include <array>

#include "feel/builtins_impl.h"

namespace ss::feel {

namespace {

using Items = std::optional<std::vector<Value>>;

Value list_contains(Call& c) {
    const Items l = list_at(c, 0);
    if (!l) return {};
    return std::any_of(l->begin(), l->end(),
                       [&](const Value& v) { return equal(v, argument(c, 1)) == true; });
}

Value count(Call& c) {
    const Items l = list_at(c, 0);
    return l ? Value(Number(static_cast<int64_t>(l->size()))) : Value();
}

Value extreme(Call& c, bool most) {
    const Items l = items_of(c);
    if (!l || l->empty()) return {};
    const Value* best = &l->front();
    if (best->null() || less(*best, *best) != false) return {};
    for (const Value& v : *l) {
        const auto better = most ? less(*best, v) : less(v, *best);
        if (!better) return {};
        if (*better) best = &v;
    }
    return *best;
}
Value min(Call& c) {
    return extreme(c, false);
}
Value max(Call& c) {
    return extreme(c, true);
}

std::optional<std::vector<Number>> numbers_of(const Call& c) {
    const Items l = items_of(c);
    if (!l || l->empty()) return std::nullopt;
    std::vector<Number> numbers;
    for (const Value& v : *l) {
        const Number* n = v.get<Number>();
        if (!n) return std::nullopt;
        numbers.push_back(*n);
    }
    return numbers;
}

MaybeNumber total(const std::vector<Number>& numbers) {
    MaybeNumber sum = Number();
    for (const Number& n : numbers) sum = sum ? add(*sum, n) : sum;
    return sum;
}

Value sum(Call& c) {
    const auto numbers = numbers_of(c);
    return numbers ? Value(total(*numbers)) : Value();
}

Value product(Call& c) {
    const auto numbers = numbers_of(c);
    if (!numbers) return {};
    MaybeNumber result = Number(1);
    for (const Number& n : *numbers) result = result ? multiply(*result, n) : result;
    return result;
}

MaybeNumber average(const std::vector<Number>& numbers) {
    const MaybeNumber sum = total(numbers);
    return sum ? divide(*sum, Number(static_cast<int64_t>(numbers.size()))) : sum;
}

Value mean(Call& c) {
    const auto numbers = numbers_of(c);
    return numbers ? Value(average(*numbers)) : Value();
}

Value median(Call& c) {
    auto numbers = numbers_of(c);
    if (!numbers) return {};
    std::sort(numbers->begin(), numbers->end());
    const size_t half = numbers->size() / 2;
    if (numbers->size() % 2) return (*numbers)[half];
    return average({(*numbers)[half - 1], (*numbers)[half]});
}

// Of a sample: divided by n - 1.
Value stddev(Call& c) {
    const auto numbers = numbers_of(c);
    if (!numbers || numbers->size() < 2) return {};
    const MaybeNumber centre = average(*numbers);
    if (!centre) return {};
    MaybeNumber squares = Number();
    for (const Number& n : *numbers) {
        const MaybeNumber d = subtract(n, *centre);
        const MaybeNumber square = d ? multiply(*d, *d) : d;
        squares = squares && square ? add(*squares, *square) : std::nullopt;
    }
    if (!squares) return {};
    const MaybeNumber variance =
        divide(*squares, Number(static_cast<int64_t>(numbers->size()) - 1));
    return variance ? Value(square_root(*variance)) : Value();
}

// The most frequent numbers, ascending.
Value mode(Call& c) {
    const Items l = items_of(c);
    if (l && l->empty()) return make_list({});
    auto numbers = numbers_of(c);
    if (!numbers) return {};
    std::sort(numbers->begin(), numbers->end());
    std::vector<Value> best;
    size_t most = 0;
    for (size_t i = 0; i < numbers->size();) {
        size_t end = i;
        while (end < numbers->size() && (*numbers)[end] == (*numbers)[i]) ++end;
        if (end - i > most) best.clear();
        if (end - i >= most) best.push_back((*numbers)[i]);
        most = std::max(most, end - i);
        i = end;
    }
    return make_list(std::move(best));
}

Value all(Call& c) {
    const Items l = items_of(c);
    if (!l) return {};
    std::optional<bool> verdict = true;
    for (const Value& v : *l) verdict = both(verdict, to_bool(v));
    return to_value(verdict);
}
Value any(Call& c) {
    const Items l = items_of(c);
    if (!l) return {};
    std::optional<bool> verdict = false;
    for (const Value& v : *l) verdict = either(verdict, to_bool(v));
    return to_value(verdict);
}

// From 1, or from the end if negative, to an index; nullopt: outside.
std::optional<size_t> position(const Call& c, size_t argument_index, size_t size) {
    const auto at = integer_at(c, argument_index);
    const auto n = static_cast<int64_t>(size);
    if (!at || *at == 0 || *at > n || *at < -n) return std::nullopt;
    return static_cast<size_t>(*at > 0 ? *at - 1 : n + *at);
}

Value sublist(Call& c) {
    const Items l = list_at(c, 0);
    if (!l) return {};
    const auto from = position(c, 1, l->size());
    if (!from) return {};
    size_t size = l->size() - *from;
    if (c.args.size() > 2) {
        const auto n = integer_at(c, 2);
        if (!n || *n < 0 || static_cast<size_t>(*n) > size) return {};
        size = static_cast<size_t>(*n);
    }
    const auto first = l->begin() + static_cast<std::ptrdiff_t>(*from);
    return make_list({first, first + static_cast<std::ptrdiff_t>(size)});
}

Value append(Call& c) {
    Items l = list_at(c, 0);
    if (!l && !c.args.empty() && c.args[0].null()) l.emplace();
    l->insert(l->end(), c.args.begin() + 1, c.args.end());
    return make_list(std::move(*l));
}

Value concatenate(Call& c) {
    std::vector<Value> joined;
    for (size_t i = 0; i < c.args.size(); ++i) {
        const Items l = list_at(c, i);
        if (!l) return {};
        joined.insert(joined.end(), l->begin(), l->end());
    }
    return make_list(std::move(joined));
}

Value insert_before(Call& c) {
    Items l = list_at(c, 0);
    if (!l) return {};
    const auto at = position(c, 1, l->size());
    if (!at) return {};
    l->insert(l->begin() + static_cast<std::ptrdiff_t>(*at), argument(c, 2));
    return make_list(std::move(*l));
}

Value remove(Call& c) {
    Items l = list_at(c, 0);
    if (!l) return {};
    const auto at = position(c, 1, l->size());
    if (!at) return {};
    l->erase(l->begin() + static_cast<std::ptrdiff_t>(*at));
    return make_list(std::move(*l));
}

Value list_replace(Call& c) {
    Items l = list_at(c, 0);
    if (!l) return {};
    if (const Function* f = argument(c, 1).function()) {
        for (Value& v : *l) {
            const Value verdict = c.evaluator.call(*f, {v, argument(c, 2)});
            if (!to_bool(verdict)) return {};
            if (verdict.is(true)) v = argument(c, 2);
        }
        return make_list(std::move(*l));
    }
    const auto at = position(c, 1, l->size());
    if (!at) return {};
    (*l)[*at] = argument(c, 2);
    return make_list(std::move(*l));
}

Value reverse(Call& c) {
    Items l = list_at(c, 0);
    if (!l) return {};
    std::reverse(l->begin(), l->end());
    return make_list(std::move(*l));
}

Value index_of(Call& c) {
    const Items l = list_at(c, 0);
    if (!l) return {};
    std::vector<Value> found;
    for (size_t i = 0; i < l->size(); ++i)
        if (equal((*l)[i], argument(c, 1)) == true)
            found.push_back(Number(static_cast<int64_t>(i) + 1));
    return make_list(std::move(found));
}

Value distinct(Call& c, const std::vector<Value>& items) {
    std::vector<Value> kept;
    for (const Value& v : items) {
        if (!c.evaluator.charge(1 + kept.size() / 8 * weight(v))) return {};
        if (std::none_of(kept.begin(), kept.end(),
                         [&](const Value& k) { return equal(k, v) == true; }))
            kept.push_back(v);
    }
    return make_list(std::move(kept));
}

Value distinct_values(Call& c) {
    const Items l = list_at(c, 0);
    return l ? distinct(c, *l) : Value();
}

Value union_of(Call& c) {
    const Value joined = concatenate(c);
    const List* l = joined.list();
    return l ? distinct(c, l->items) : Value();
}

void flatten_into(std::vector<Value>& flat, const List& l) {
    for (const Value& v : l.items)
        if (const List* inner = v.list()) flatten_into(flat, *inner);
        else flat.push_back(v);
}
Value flatten(Call& c) {
    const Value& v = argument(c, 0);
    if (!v.list()) return v.null() ? Value() : make_list({v});
    std::vector<Value> flat;
    flatten_into(flat, *v.list());
    return make_list(std::move(flat));
}

// A merge sort of our own: the standard one must not be given an order that contradicts itself.
struct Sorter {
    Call& c;
    const Function* precedes;
    bool failed = false;

    bool before(const Value& a, const Value& b) {
        const auto verdict = precedes ? to_bool(c.evaluator.call(*precedes, {a, b})) : less(a, b);
        if (!verdict || !c.evaluator.charge(1)) failed = true;
        return verdict == true;
    }
    void sort(std::vector<Value>& items) {
        std::vector<Value> other(items.size());
        for (size_t width = 1; width < items.size() && !failed; width *= 2) {
            for (size_t at = 0; at < items.size(); at += 2 * width) {
                const size_t middle = std::min(at + width, items.size());
                merge(items, other, at, middle, std::min(at + 2 * width, items.size()));
            }
            items.swap(other);
        }
    }
    void merge(std::vector<Value>& from, std::vector<Value>& to, size_t at, size_t middle,
               size_t end) {
        size_t left = at, right = middle;
        for (size_t i = at; i < end; ++i) {
            const bool take_right =
                left == middle || (right < end && !failed && before(from[right], from[left]));
            to[i] = from[take_right && right < end ? right++ : left++];
        }
    }
};

Value sort(Call& c) {
    Items l = list_at(c, 0);
    const Function* precedes = argument(c, 1).function();
    if (!l || (c.args.size() > 1 && !precedes)) return {};
    Sorter sorter{c, precedes};
    sorter.sort(*l);
    return sorter.failed ? Value() : make_list(std::move(*l));
}

}  // namespace

std::span<const Builtin> list_builtins() {
    static constexpr std::array kTable{
        Builtin{"list contains", "list,element", list_contains},
        Builtin{"count", "list", count},
        Builtin{"min", "list|c1...", min},
        Builtin{"max", "list|c1...", max},
        Builtin{"sum", "list|n1...", sum},
        Builtin{"product", "list|n1...", product},
        Builtin{"mean", "list|n1...", mean},
        Builtin{"median", "list|n1...", median},
        Builtin{"stddev", "list|n1...", stddev},
        Builtin{"mode", "list|n1...", mode},
        Builtin{"all", "list|b1...", all},
        Builtin{"any", "list|b1...", any},
        Builtin{"sublist", "list,start position,length?", sublist},
        Builtin{"append", "list,item,item...", append},
        Builtin{"concatenate", "list...", concatenate},
        Builtin{"union", "list...", union_of},
        Builtin{"insert before", "list,position,newItem", insert_before},
        Builtin{"remove", "list,position", remove},
        Builtin{"list replace", "list,position,newItem|list,match,newItem", list_replace},
        Builtin{"reverse", "list", reverse},
        Builtin{"index of", "list,match", index_of},
        Builtin{"distinct values", "list", distinct_values},
        Builtin{"flatten", "list", flatten},
        Builtin{"sort", "list,precedes?", sort},
    };
    return kTable;
}

}  // namespace ss::feel
