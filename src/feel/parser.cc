#include "feel/parser.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "feel/builtins.h"

namespace ss::feel {

namespace {

constexpr int kAdditive = 4;

// 0: not an infix operator.
int strength(const Token& t) {
    if (t.kind == TokenKind::word) {
        if (t.text == "or") return 1;
        if (t.text == "and") return 2;
        if (t.text == "between" || t.text == "in" || t.text == "instance") return 3;
        return 0;
    }
    if (t.kind != TokenKind::sign) return 0;
    static constexpr std::array<std::pair<std::string_view, int>, 11> kSigns{{{"=", 3},
                                                                              {"!=", 3},
                                                                              {"<", 3},
                                                                              {"<=", 3},
                                                                              {">", 3},
                                                                              {">=", 3},
                                                                              {"+", 4},
                                                                              {"-", 4},
                                                                              {"*", 5},
                                                                              {"/", 5},
                                                                              {"**", 6}}};
    for (const auto& [text, s] : kSigns)
        if (t.text == text) return s;
    return 0;
}

Op operation(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, Op>, 13> kOps{
        {{"or", Op::either},
         {"and", Op::both},
         {"=", Op::equal},
         {"!=", Op::not_equal},
         {"<", Op::less},
         {"<=", Op::less_equal},
         {">", Op::greater},
         {">=", Op::greater_equal},
         {"+", Op::add},
         {"-", Op::subtract},
         {"*", Op::multiply},
         {"/", Op::divide},
         {"**", Op::power}}};
    for (const auto& [t, op] : kOps)
        if (text == t) return op;
    return Op::equal;
}

}  // namespace

NodeId Parser::binary(int least) {
    if (depth_ >= limits::kNesting) return too_deep();
    ++depth_;
    NodeId left = prefix();
    while (!failed_) {
        const int s = strength(now());
        if (s == 0 || s < least) break;
        left = infix(left, s);
    }
    --depth_;
    return left;
}

NodeId Parser::infix(NodeId left, int s) {
    if (word("between")) return between(left);
    if (word("in")) return in(left);
    if (take_word("instance")) {
        if (!expect_word("of", "instance")) return kNone;
        const uint32_t t = type();
        return node(Op::instance_of, left, t);
    }
    const Op op = operation(now().text);
    advance();
    return node(op, left, binary(s + 1));
}

NodeId Parser::between(NodeId left) {
    advance();
    const NodeId low = binary(kAdditive);
    if (!expect_word("and", "between")) return kNone;
    return node(Op::between, left, low, binary(kAdditive));
}

NodeId Parser::in(NodeId left) {
    advance();
    std::vector<uint32_t> tests;
    if (sign("(")) {
        advance();
        const bool outer = std::exchange(closing_range_, false);
        const NodeId first = parse();
        if (take_sign("..")) {
            tests.push_back(range_rest(first, false));
        } else {
            tests.push_back(first);
            while (take_sign(",")) tests.push_back(parse());
            if (!expect_sign(")", "the tests after \"in\"")) return kNone;
        }
        closing_range_ = outer;
    } else {
        tests.push_back(binary(kAdditive));
    }
    return linked(Op::in, left, tests, 0, 1);
}

NodeId Parser::prefix() {
    if (failed_) return kNone;
    if (sign("-")) {
        advance();
        if (depth_ >= limits::kNesting) return too_deep();
        ++depth_;
        const NodeId inner = prefix();
        --depth_;
        if (failed_) return kNone;
        const Node& n = out_->nodes[inner];
        if (n.op == Op::constant)
            if (const auto* number = out_->constants[n.a].get<Number>())
                return constant(Value(-*number));
        return node(Op::negate, inner);
    }
    if (now().kind == TokenKind::sign && strength(now()) == 3) return comparison_prefix();
    return postfix(primary());
}

// "< 5" alone is the range of what is smaller; "= 5" asks the input.
NodeId Parser::comparison_prefix() {
    const std::string_view s = now().text;
    advance();
    const NodeId operand = binary(kAdditive);
    if (s == "=" || s == "!=")
        return node(s == "=" ? Op::equal : Op::not_equal, node(Op::input), operand);
    if (s == "<" || s == "<=")
        return node(Op::range, kNone, operand, kNone, s == "<=" ? kHighClosed : uint8_t{0});
    return node(Op::range, operand, kNone, kNone, s == ">=" ? kLowClosed : uint8_t{0});
}

NodeId Parser::postfix(NodeId left) {
    while (!failed_) {
        if (sign("[") && !closing_range_) left = filter(left);
        else if (sign(".")) left = path(left);
        else if (sign("(")) left = call(left, "", now().at);
        else break;
    }
    return left;
}

NodeId Parser::primary() {
    switch (now().kind) {
        case TokenKind::number:
        case TokenKind::string: return literal();
        case TokenKind::at_string: return at_literal();
        case TokenKind::word: return word_led();
        case TokenKind::sign: break;
        case TokenKind::end: return fail("the expression ends too early", "complete it");
        case TokenKind::wrong:
            return now().text[0] == '"' || now().text[0] == '@'
                       ? fail("a text without its closing quote", "end it with \"")
                       : fail("a character that FEEL does not know", "remove it");
    }
    if (sign("(")) return parenthesis();
    if (sign("[")) return bracket();
    if (sign("{")) return context();
    if (take_sign("?")) return node(Op::input);
    if (take_sign("]")) {
        const NodeId low = binary(kAdditive);
        if (!expect_sign("..", "the lower end of a range")) return kNone;
        return range_rest(low, false);
    }
    return fail("a value is missing before \"" + std::string(now().text) + "\"",
                "write a value, a name or a function there");
}

NodeId Parser::literal() {
    const Token t = now();
    advance();
    if (t.kind == TokenKind::number) {
        const auto number = Number::parse(t.text);
        if (number) return constant(Value(*number));
        complain(t.at, "feel.number", "a number too large", "keep it below 10^6145");
        return constant({});
    }
    std::string text;
    if (!unquote(t.text, text))
        complain(t.at, "feel.escape", "an escape that names no character",
                 "write \\uXXXX with four hexadecimal digits, or \\UXXXXXX with six");
    return constant(Value(std::move(text)));
}

NodeId Parser::word_led() {
    const Token t = now();
    const auto keyword = [&](std::string_view k, Value v) {
        return t.text == k ? (advance(), constant(std::move(v))) : kNone;
    };
    for (const auto& [k, v] : {std::pair<std::string_view, Value>{"true", Value(true)},
                               {"false", Value(false)},
                               {"null", Value()}})
        if (const NodeId n = keyword(k, v); n != kNone) return n;
    if (t.text == "if") return choice();
    if (t.text == "for") return iteration(Op::iterate);
    if (t.text == "some") return iteration(Op::some);
    if (t.text == "every") return iteration(Op::every);
    if (t.text == "function" && ahead(1).text == "(") return function();
    const std::string n = name();
    if (n.empty())
        return fail("a value is missing before \"" + std::string(now().text) + "\"",
                    "write a value, a name or a function there");
    return named(n, t.at);
}

NodeId Parser::choice() {
    advance();
    const NodeId condition = parse();
    if (!expect_word("then", "the condition of \"if\"")) return kNone;
    const NodeId yes = parse();
    if (!expect_word("else", "\"then\" and its value")) return kNone;
    return node(Op::choose, condition, yes, parse());
}

NodeId Parser::iteration(Op op) {
    advance();
    std::vector<uint32_t> links;
    const size_t names = declared_.size();
    do {
        const std::string variable = name();
        if (variable.empty())
            return fail("the name of the variable is missing", "write: for x in list return x");
        if (!expect_word("in", "the variable")) return kNone;
        const NodeId from = parse();
        const NodeId to = take_sign("..") ? parse() : kNone;
        links.insert(links.end(), {name_index(variable), from, to});
        declare(variable);
    } while (take_sign(","));
    if (op == Op::iterate) declare("partial");
    if (!expect_word(op == Op::iterate ? "return" : "satisfies", "the lists")) return kNone;
    links.push_back(parse());
    declared_.resize(names);
    if (failed_) return kNone;
    const auto first = static_cast<uint32_t>(out_->links.size());
    Node n{op, 0, 1, kNone, first, static_cast<uint32_t>(links.size())};
    for (size_t i = 0; i < links.size(); ++i)
        if (i % 3 != 0 || i + 1 == links.size()) weigh(n, links[i]);
    out_->links.insert(out_->links.end(), links.begin(), links.end());
    return finish(n);
}

NodeId Parser::function() {
    advance();
    advance();
    std::vector<uint32_t> links;
    const size_t names = declared_.size();
    while (!failed_ && !sign(")")) {
        const std::string parameter = name();
        if (parameter.empty())
            return fail("the name of a parameter is missing", "write: function(a, b) a + b");
        if (take_sign(":")) type();
        links.push_back(name_index(parameter));
        declare(parameter);
        if (!take_sign(",")) break;
    }
    if (!expect_sign(")", "the parameters")) return kNone;
    if (word("external"))
        return fail("functions outside FEEL are not supported", "write the function in FEEL");
    links.push_back(parse());
    declared_.resize(names);
    return linked(Op::function, kNone, links, links.size() - 1, 1);
}

NodeId Parser::parenthesis() {
    advance();
    const bool outer = std::exchange(closing_range_, false);
    const NodeId inner = parse();
    NodeId result = inner;
    if (take_sign("..")) result = range_rest(inner, false);
    else expect_sign(")", "what the parenthesis holds");
    closing_range_ = outer;
    return failed_ ? kNone : result;
}

NodeId Parser::bracket() {
    advance();
    const bool outer = std::exchange(closing_range_, false);
    std::vector<uint32_t> items;
    if (!sign("]")) items.push_back(parse());
    if (!items.empty() && take_sign("..")) {
        const NodeId range = range_rest(items[0], true);
        closing_range_ = outer;
        return range;
    }
    while (take_sign(",")) items.push_back(parse());
    closing_range_ = outer;
    if (!expect_sign("]", "the list")) return kNone;
    return linked(Op::list, kNone, items, 0, 1);
}

NodeId Parser::range_rest(NodeId low, bool low_closed) {
    const bool outer = std::exchange(closing_range_, true);
    const NodeId high = binary(kAdditive);
    closing_range_ = outer;
    const bool closed = sign("]");
    if (!closed && !sign(")") && !sign("["))
        return fail("the range does not end", "end it with ] or )");
    advance();
    return node(Op::range, low, high, kNone,
                static_cast<uint8_t>((low_closed ? kLowClosed : 0) | (closed ? kHighClosed : 0)));
}

NodeId Parser::context() {
    advance();
    const bool outer = std::exchange(closing_range_, false);
    std::vector<uint32_t> links;
    std::set<std::string> keys;
    const size_t names = declared_.size();
    while (!failed_ && !sign("}")) {
        const size_t at = now().at;
        const std::string k = key();
        if (k.empty() || !take_sign(":"))
            return fail("an entry of a context is a name, a colon and a value",
                        "write: {name: \"An\", age: 30}");
        if (!keys.insert(k).second)
            complain(at, "feel.duplicate_key", "the context has \"" + k + "\" twice",
                     "remove one of the two");
        links.push_back(name_index(k));
        links.push_back(parse());
        declare(k);
        if (!take_sign(",")) break;
    }
    declared_.resize(names);
    closing_range_ = outer;
    if (!expect_sign("}", "the entries of the context")) return kNone;
    return linked(Op::context, kNone, links, 1, 2);
}

NodeId Parser::filter(NodeId left) {
    advance();
    ++filters_;
    const size_t names = declared_.size();
    declare("item");
    const NodeId condition = parse();
    declared_.resize(names);
    --filters_;
    if (!expect_sign("]", "the filter")) return kNone;
    return node(Op::filter, left, condition);
}

NodeId Parser::path(NodeId left) {
    advance();
    const std::string n = now().kind == TokenKind::word ? name() : "";
    if (n.empty()) return fail("a name is missing after the point", "write: value.name");
    return node(Op::path, left, name_index(n));
}

NodeId Parser::named(const std::string& n, size_t at) {
    if (sign("(")) return call(kNone, n, at);
    use(n);
    return node(Op::name, name_index(n));
}

bool Parser::arguments(std::vector<uint32_t>& args, std::vector<std::string>& names) {
    advance();
    const bool outer = std::exchange(closing_range_, false);
    while (!failed_ && !sign(")")) {
        const bool has_name = key_ahead();
        if (has_name != !names.empty() && !args.empty()) {
            fail("named and unnamed arguments are mixed", "name all of them or none");
            break;
        }
        if (has_name) {
            names.push_back(key());
            advance();
        }
        args.push_back(parse());
        if (!take_sign(",")) break;
    }
    closing_range_ = outer;
    return expect_sign(")", "the arguments");
}

NodeId Parser::call(NodeId callee, const std::string& n, size_t at) {
    std::vector<uint32_t> args;
    std::vector<std::string> names;
    if (!arguments(args, names)) return kNone;
    if (callee == kNone) {
        const uint32_t builtin = declared(n) ? kNone : find_builtin(n);
        if (builtin != kNone) return builtin_call(builtin, std::move(args), names, at);
        if (!declared(n) && (n == "now" || n == "today")) {
            complain(at, "feel.no_clock", n + "() would read a clock, and no expression may",
                     "compare with a variable that carries the date");
            return constant({});
        }
        use(n);
        callee = node(Op::name, name_index(n));
    }
    if (names.empty()) return linked(Op::call, callee, args, 0, 1);
    std::vector<uint32_t> links;
    for (size_t i = 0; i < args.size(); ++i)
        links.insert(links.end(), {name_index(names[i]), args[i]});
    return linked(Op::call, callee, links, 1, 2, kNamed);
}

NodeId Parser::builtin_call(uint32_t builtin, std::vector<uint32_t> args,
                            const std::vector<std::string>& names, size_t at) {
    const Builtin& b = builtins()[builtin];
    if (!names.empty()) {
        const std::vector<size_t> where = places(b, names);
        if (where.empty()) {
            complain(at, "feel.arguments", std::string(b.name) + "() has no such parameters",
                     "its parameters are: " + std::string(b.params));
            return constant({});
        }
        const NodeId missing = constant({});
        std::vector<uint32_t> ordered(*std::max_element(where.begin(), where.end()) + 1, missing);
        for (size_t i = 0; i < args.size(); ++i) ordered[where[i]] = args[i];
        args = std::move(ordered);
    }
    if (!takes(b, args.size()))
        complain(
            at, "feel.arguments",
            std::string(b.name) + "() does not take " + std::to_string(args.size()) + " arguments",
            "its parameters are: " + std::string(b.params));
    return linked(Op::builtin, builtin, args, 0, 1);
}

NodeId Parser::test_list(std::string_view end) {
    std::vector<uint32_t> tests;
    const bool negated = word("not") && ahead(1).text == "(";
    if (negated) {
        advance();
        advance();
    }
    do tests.push_back(parse());
    while (take_sign(","));
    if (negated && !expect_sign(")", "the tests of \"not\"")) return kNone;
    if (!failed_ && now().kind != TokenKind::end)
        return fail("\"" + std::string(now().text) + "\" cannot stand here",
                    "divide the " + std::string(end) + " by commas");
    return linked(Op::tests, kNone, tests, 0, 1, negated ? kNot : uint8_t{0});
}

std::shared_ptr<const Expression> Parser::expression() {
    const NodeId root = parse();
    if (!failed_ && now().kind == TokenKind::wrong) primary();
    if (!failed_ && now().kind != TokenKind::end)
        fail("\"" + std::string(now().text) + "\" cannot stand here",
             "an operator may be missing before it");
    return done(root);
}

std::shared_ptr<const Expression> Parser::unary_tests() {
    if (sign("-") && ahead(1).kind == TokenKind::end) return done(node(Op::any));
    return done(test_list("tests"));
}

}  // namespace ss::feel
