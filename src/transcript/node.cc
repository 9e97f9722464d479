#include "transcript/node.h"

#include <algorithm>

#include "base/limits.h"

namespace ss::transcript {

namespace {

constexpr std::string_view kApart = " \t[]{},=\"\\";

int digit(char c) {
    return static_cast<int>(std::string_view("0123456789abcdef").find(c));
}

bool control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool plain(char c) {
    return !control(c) && kApart.find(c) == std::string_view::npos;
}

}  // namespace

bool Scanner::fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
}

void Scanner::spaces() {
    while (peek(' ') || peek('\t')) ++at_;
}

bool Scanner::end() {
    spaces();
    return at_ >= text_.size() || text_[at_] == '#';
}

bool Scanner::take(char c) {
    spaces();
    if (good() && peek(c)) return ++at_, true;
    return fail(std::string("'") + c + "' is missing at column " + std::to_string(at_ + 1));
}

bool Scanner::word(std::string& word) {
    spaces();
    const size_t from = at_;
    while (at_ < text_.size() && plain(text_[at_])) ++at_;
    word = text_.substr(from, at_ - from);
    return !word.empty() || fail("a word is missing at column " + std::to_string(from + 1));
}

bool Scanner::quoted(std::string& text) {
    if (!take('"')) return false;
    text.clear();
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '"') return ++at_, true;
        if (c != '\\') {
            text += c;
            continue;
        }
        const char escaped = ++at_ < text_.size() ? text_[at_] : ' ';
        if (escaped == 'n') text += '\n';
        else if (escaped == 't') text += '\t';
        else if (escaped == '"' || escaped == '\\') text += escaped;
        else if (escaped == 'x' && at_ + 2 < text_.size() && digit(text_[at_ + 1]) >= 0 &&
                 digit(text_[at_ + 2]) >= 0) {
            text += static_cast<char>(digit(text_[at_ + 1]) * 16 + digit(text_[at_ + 2]));
            at_ += 2;
        } else {
            return fail("after \\ stands n, t, x and two digits, \\ or \"");
        }
    }
    return fail("a quotation is not closed");
}

bool Scanner::key(std::string& key) {
    spaces();
    return (peek('"') ? quoted(key) : word(key)) && take('=');
}

bool Scanner::list(Node& node) {
    node.kind = Node::Kind::list;
    if (!take('[')) return false;
    spaces();
    if (peek(']')) return take(']');
    do {
        if (!value(node.items.emplace_back())) return false;
        spaces();
    } while (peek(',') && take(','));
    return take(']');
}

bool Scanner::map(Node& node) {
    node.kind = Node::Kind::map;
    if (!take('{')) return false;
    spaces();
    if (peek('}')) return take('}');
    do {
        auto& [name, inner] = node.keys.emplace_back();
        if (!key(name) || !value(inner)) return false;
        spaces();
    } while (peek(',') && take(','));
    return take('}');
}

bool Scanner::value(Node& node) {
    if (++depth_ > limits::kNesting) return fail("nested too deeply");
    spaces();
    bool done = false;
    if (peek('[')) {
        done = list(node);
    } else if (peek('{')) {
        done = map(node);
    } else if (peek('~')) {
        node.kind = Node::Kind::sealed;
        ++at_;
        if (peek('"')) {
            done = quoted(node.text);
        } else {
            done = word(node.text);
            std::replace(node.text.begin(), node.text.end(), '_', ' ');
        }
    } else if (peek('"')) {
        node.kind = Node::Kind::quoted;
        done = quoted(node.text);
    } else {
        done = word(node.text);
    }
    --depth_;
    return done;
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else if (c == '"' || c == '\\') (out += '\\') += c;
        else if (control(c)) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            out += "\\x";
            out += kDigits[static_cast<size_t>(c) / 16];
            out += kDigits[static_cast<size_t>(c) % 16];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string in_words(std::string_view text) {
    const bool bare = !text.empty() && text.front() != '#' && text.front() != '~' &&
                      text.front() != '@' && std::all_of(text.begin(), text.end(), plain);
    return bare ? std::string(text) : in_quotes(text);
}

}  // namespace ss::transcript
