// Tokens to tree: a Pratt parser, one function per construct.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "feel/ast.h"
#include "feel/lexer.h"

namespace ss::feel {

class Parser {
  public:
    Parser(std::string_view text, size_t skipped, std::string file, int line,
           Diagnostics& complaints, std::span<const std::string> known);

    std::shared_ptr<const Expression> expression();
    std::shared_ptr<const Expression> unary_tests();

  private:
    // tokens
    const Token& now() const { return tokens_[at_]; }
    const Token& ahead(size_t n) const;
    void advance() { at_ += at_ + 1 < tokens_.size(); }
    bool sign(std::string_view s) const { return now().kind == TokenKind::sign && now().text == s; }
    bool word(std::string_view s) const { return now().kind == TokenKind::word && now().text == s; }
    bool take_sign(std::string_view s) { return sign(s) && (advance(), true); }
    bool take_word(std::string_view s) { return word(s) && (advance(), true); }
    bool expect_sign(std::string_view s, std::string_view after);
    bool expect_word(std::string_view s, std::string_view after);

    // complaints
    void complain(size_t at, std::string code, std::string message, std::string advice);
    NodeId fail(std::string message, std::string advice);  // a syntax error: the first one only
    NodeId too_deep();

    // nodes
    NodeId node(Op op, uint32_t a = kNone, uint32_t b = kNone, uint32_t c = kNone,
                uint8_t flags = 0);
    NodeId linked(Op op, uint32_t a, const std::vector<uint32_t>& links, size_t first_node,
                  size_t step, uint8_t flags = 0);
    void weigh(Node& n, NodeId child);
    NodeId finish(const Node& n);
    NodeId constant(Value value);
    uint32_t name_index(const std::string& name);

    // constructs
    NodeId parse() { return binary(1); }
    NodeId binary(int least);
    NodeId infix(NodeId left, int strength);
    NodeId between(NodeId left);
    NodeId in(NodeId left);
    NodeId tests_in_parentheses();
    NodeId prefix();
    NodeId comparison_prefix();
    NodeId postfix(NodeId left);
    NodeId primary();
    NodeId literal();
    NodeId at_literal();
    NodeId word_led();
    NodeId choice();
    NodeId iteration(Op op);
    NodeId function();
    NodeId parenthesis();
    NodeId bracket();
    NodeId range_rest(NodeId low, bool low_closed);
    NodeId context();
    NodeId filter(NodeId left);
    NodeId path(NodeId left);
    NodeId named(const std::string& name, size_t at);
    NodeId call(NodeId callee, const std::string& name, size_t at);
    NodeId builtin_call(uint32_t builtin, std::vector<uint32_t> args,
                        const std::vector<std::string>& names, size_t at);
    bool arguments(std::vector<uint32_t>& args, std::vector<std::string>& names);
    uint32_t type();
    uint32_t type_parts(Type t);
    std::string type_name();
    NodeId test_list(std::string_view end);

    // names
    std::string name();  // at a word; empty if there is none
    size_t match(const std::vector<std::string>& words) const;
    std::string key();  // of a context entry or a named argument, up to ":"
    bool key_ahead() const;
    void declare(const std::string& name);
    bool declared(const std::string& name) const;
    void use(const std::string& name);
    std::shared_ptr<const Expression> done(NodeId root);

    std::string file_;
    int line_;
    Diagnostics& complaints_;
    std::shared_ptr<Expression> out_;
    size_t skipped_;
    std::vector<Token> tokens_;
    size_t at_ = 0;
    size_t depth_ = 0;
    bool failed_ = false;  // a syntax error: the rest is not read
    bool complained_ = false;
    bool closing_range_ = false;  // "[" ends a range here, and starts no filter
    size_t filters_ = 0;
    std::vector<std::pair<std::string, std::vector<std::string>>> known_;  // name and its tokens
    std::vector<std::string> declared_;
    std::set<std::string> free_;
};

}  // namespace ss::feel
