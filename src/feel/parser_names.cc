// Names, types, and the plumbing of the parser.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "feel/builtins.h"
#include "feel/parser.h"
#include "feel/temporal.h"

namespace ss::feel {

namespace {

// A word that ends a name of several words.
bool keyword(std::string_view w) {
    static constexpr std::array<std::string_view, 9> kWords{
        "and", "or", "between", "in", "instance", "then", "else", "return", "satisfies"};
    return std::find(kWords.begin(), kWords.end(), w) != kWords.end();
}

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    for (const Token& t : tokenize(name))
        if (t.kind != TokenKind::end) words.emplace_back(t.text);
    return words;
}

// Only where plain words would not be read as one name.
bool special(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& w) {
        const char c = w[0];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                            static_cast<unsigned char>(c) >= 0x80;
        return !letter || keyword(w);
    });
}

int code_points(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

}  // namespace

Parser::Parser(std::string_view text, size_t skipped, std::string file, int line,
               Diagnostics& complaints, std::span<const std::string> known)
    : file_(std::move(file)),
      line_(line),
      complaints_(complaints),
      out_(std::make_shared<Expression>()),
      skipped_(skipped) {
    out_->text = text;
    tokens_ = tokenize(std::string_view(out_->text).substr(skipped));
    for (const std::string& name : known) {
        auto words = words_of(name);
        if (!words.empty() && special(words)) known_.emplace_back(name, std::move(words));
    }
    for (const Builtin& b : builtins()) {
        auto words = words_of(b.name);
        if (special(words)) known_.emplace_back(b.name, std::move(words));
    }
}

const Token& Parser::ahead(size_t n) const {
    return tokens_[std::min(at_ + n, tokens_.size() - 1)];
}

bool Parser::expect_sign(std::string_view s, std::string_view after) {
    if (failed_) return false;
    if (take_sign(s)) return true;
    fail("\"" + std::string(s) + "\" is missing after " + std::string(after),
         "write it where this stands");
    return false;
}

bool Parser::expect_word(std::string_view s, std::string_view after) {
    if (failed_) return false;
    if (take_word(s)) return true;
    fail("\"" + std::string(s) + "\" is missing after " + std::string(after),
         "write it where this stands");
    return false;
}

void Parser::complain(size_t at, std::string code, std::string message, std::string advice) {
    complained_ = true;
    const std::string_view before = std::string_view(out_->text).substr(0, at + skipped_);
    const size_t start = before.rfind('\n');
    const std::string_view row =
        start == std::string_view::npos ? before : before.substr(start + 1);
    complaints_.add({Severity::error, std::move(code), file_,
                     line_ + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                     code_points(row) + 1, std::move(message), std::move(advice)});
}

NodeId Parser::fail(std::string message, std::string advice) {
    if (!failed_) complain(now().at, "feel.syntax", std::move(message), std::move(advice));
    failed_ = true;
    at_ = tokens_.size() - 1;
    return kNone;
}

NodeId Parser::too_deep() {
    if (!failed_)
        complain(now().at, "feel.too_deep", "the expression nests too deep",
                 "name parts of it in a context");
    failed_ = true;
    at_ = tokens_.size() - 1;
    return kNone;
}

void Parser::weigh(Node& n, NodeId child) {
    if (child == kNone) return;
    const Node& c = out_->nodes[child];
    n.height = std::max(n.height, static_cast<uint16_t>(c.height + 1));
    n.flags |= c.flags & kUsesInput;
}

NodeId Parser::finish(const Node& n) {
    if (failed_) return kNone;
    if (n.height > limits::kFeelHeight) return too_deep();
    out_->nodes.push_back(n);
    return static_cast<NodeId>(out_->nodes.size() - 1);
}

NodeId Parser::node(Op op, uint32_t a, uint32_t b, uint32_t c, uint8_t flags) {
    if (failed_) return kNone;
    Node n{op, flags, 1, a, b, c};
    if (op == Op::input) n.flags |= kUsesInput;
    const bool leaf = op == Op::constant || op == Op::name || op == Op::input || op == Op::any;
    if (!leaf) weigh(n, a);
    if (!leaf && op != Op::path && op != Op::instance_of) weigh(n, b);
    if (!leaf) weigh(n, c);
    return finish(n);
}

NodeId Parser::linked(Op op, uint32_t a, const std::vector<uint32_t>& links, size_t first_node,
                      size_t step, uint8_t flags) {
    if (failed_) return kNone;
    Node n{op,
           flags,
           1,
           a,
           static_cast<uint32_t>(out_->links.size()),
           static_cast<uint32_t>(links.size())};
    if (op == Op::in || op == Op::call) weigh(n, a);
    const auto uses_input = static_cast<uint8_t>(n.flags & kUsesInput);
    for (size_t i = first_node; i < links.size(); i += step) weigh(n, links[i]);
    // What "in" and a function ask is another input than the one outside.
    if (op == Op::in) n.flags = static_cast<uint8_t>((n.flags & ~kUsesInput) | uses_input);
    out_->links.insert(out_->links.end(), links.begin(), links.end());
    return finish(n);
}

NodeId Parser::constant(Value value) {
    out_->constants.push_back(std::move(value));
    return node(Op::constant, static_cast<uint32_t>(out_->constants.size() - 1));
}

uint32_t Parser::name_index(const std::string& name) {
    const auto found = std::find(out_->names.begin(), out_->names.end(), name);
    if (found == out_->names.end()) {
        out_->names.push_back(name);
        return static_cast<uint32_t>(out_->names.size() - 1);
    }
    return static_cast<uint32_t>(found - out_->names.begin());
}

NodeId Parser::at_literal() {
    const Token t = now();
    advance();
    std::string text;
    unquote(t.text.substr(1), text);
    if (const auto at = text.find('T') != std::string::npos ? parse_date_time(text) : std::nullopt)
        return constant(Value::of(*at));
    if (const auto date = parse_date(text)) return constant(Value::of(*date));
    if (const auto time = parse_time(text)) return constant(Value::of(*time));
    Value duration = parse_duration(text);
    if (duration.null())
        complain(t.at, "feel.literal", "neither a date, a time, both, nor a duration",
                 "write @\"2025-07-01\", @\"08:00:00\", @\"2025-07-01T08:00:00\" or @\"P1D\"");
    return constant(std::move(duration));
}

size_t Parser::match(const std::vector<std::string>& words) const {
    for (size_t i = 0; i < words.size(); ++i)
        if (ahead(i).kind == TokenKind::end || ahead(i).text != words[i]) return 0;
    return words.size();
}

std::string Parser::name() {
    size_t best = 0;
    const std::string* found = nullptr;
    for (const auto& [name, words] : known_) {
        const size_t n = match(words);
        const bool builtin = find_builtin(name) != kNone;
        if (n > best && (!builtin || ahead(n).text == "(")) best = n, found = &name;
    }
    if (found) {
        for (size_t i = 0; i < best; ++i) advance();
        return *found;
    }
    if (now().kind != TokenKind::word || keyword(now().text)) return "";
    std::string name(now().text);
    advance();
    while ((now().kind == TokenKind::word && !keyword(now().text)) ||
           (now().kind == TokenKind::number &&
            now().text.find_first_not_of("0123456789") == std::string_view::npos)) {
        name += ' ';
        name += now().text;
        advance();
    }
    return name;
}

// A name of any words and signs, or a text in quotes, before ":".
bool Parser::key_ahead() const {
    if (now().kind == TokenKind::string) return ahead(1).text == ":";
    if (now().kind != TokenKind::word) return false;
    for (size_t i = 1; ahead(i).kind == TokenKind::word || ahead(i).kind == TokenKind::number ||
                       ahead(i).kind == TokenKind::sign;
         ++i) {
        if (ahead(i).text == ":") return true;
        if (ahead(i).kind == TokenKind::sign && ahead(i).text != "-" && ahead(i).text != "+" &&
            ahead(i).text != "*" && ahead(i).text != "/" && ahead(i).text != "." &&
            ahead(i).text != "'")
            return false;
    }
    return false;
}

std::string Parser::key() {
    if (!key_ahead()) return "";
    std::string name;
    if (now().kind == TokenKind::string) {
        unquote(now().text, name);
        advance();
        return name;
    }
    for (; !sign(":"); advance()) {
        if (!name.empty() && now().spaced) name += ' ';
        name += now().text;
    }
    return name;
}

void Parser::declare(const std::string& name) {
    declared_.push_back(name);
    auto words = words_of(name);
    if (!words.empty() && special(words)) known_.emplace_back(name, std::move(words));
}

bool Parser::declared(const std::string& name) const {
    return std::find(declared_.begin(), declared_.end(), name) != declared_.end();
}

void Parser::use(const std::string& name) {
    if (filters_ == 0 && !declared(name) && find_builtin(name) == kNone) free_.insert(name);
}

std::string Parser::type_name() {
    static constexpr std::array<std::string_view, 4> kLong{
        "date and time", "days and time duration", "years and months duration", "date time"};
    for (const std::string_view name : kLong) {
        const auto words = words_of(name);
        if (const size_t n = match(words)) {
            for (size_t i = 0; i < n; ++i) advance();
            return std::string(name);
        }
    }
    if (now().kind != TokenKind::word) return "";
    std::string name(now().text);
    advance();
    return name;
}

uint32_t Parser::type() {
    if (failed_ || depth_ >= limits::kNesting) return too_deep();
    const size_t at = now().at;
    const std::string name = type_name();
    Type t;
    static constexpr std::array<Kind, 13> kKinds{
        Kind::null,    Kind::boolean,   Kind::number,  Kind::string, Kind::date,
        Kind::time,    Kind::date_time, Kind::months,  Kind::nanos,  Kind::list,
        Kind::context, Kind::range,     Kind::function};
    const auto kind =
        std::find_if(kKinds.begin(), kKinds.end(), [&](Kind k) { return name_of(k) == name; });
    if (name == "Any") t.any = true;
    else if (kind != kKinds.end()) t.kind = *kind;
    else
        complain(at, "feel.unknown_type", "there is no type \"" + name + "\"",
                 "number, string, boolean, date, time, date and time, days and time duration, "
                 "years and months duration, list<...>, context<...>, range<...>, Any");
    return type_parts(std::move(t));
}

uint32_t Parser::type_parts(Type t) {
    ++depth_;
    if (sign("<") && (t.kind == Kind::list || t.kind == Kind::range || t.kind == Kind::context ||
                      t.kind == Kind::function)) {
        advance();
        while (!failed_ && !sign(">")) {
            if (t.kind == Kind::context) {
                t.names.push_back(key());
                if (!expect_sign(":", "the name of an entry")) break;
            }
            t.parts.push_back(type());
            if (!take_sign(",")) break;
        }
        expect_sign(">", "the types");
        if (t.kind == Kind::function && expect_sign("->", "the parameters"))
            t.parts.push_back(type());
    }
    --depth_;
    out_->types.push_back(std::move(t));
    return static_cast<uint32_t>(out_->types.size() - 1);
}

std::shared_ptr<const Expression> Parser::done(NodeId root) {
    if (failed_ || complained_) return nullptr;
    out_->root = root;
    out_->free_names.assign(free_.begin(), free_.end());
    return std::move(out_);
}

}  // namespace ss::feel
