#include "feel/lexer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace ss::feel {

namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Bytes of white space at the front: ASCII, and the spaces of Unicode.
size_t space(std::string_view s) {
    if (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r')) return 1;
    if (s.starts_with("\u00a0") || s.starts_with("\u0085")) return 2;
    if (s.starts_with("\u1680") || s.starts_with("\u180e") || s.starts_with("\u2028") ||
        s.starts_with("\u2029") || s.starts_with("\u202f") || s.starts_with("\u205f") ||
        s.starts_with("\u3000") || s.starts_with("\ufeff"))
        return 3;
    if (s.starts_with("\xe2\x80") && s.size() > 2 && static_cast<unsigned char>(s[2]) >= 0x80 &&
        static_cast<unsigned char>(s[2]) <= 0x8b)
        return 3;
    return 0;
}

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        while (skip()) {
            const size_t start = at_;
            const TokenKind kind = one();
            push(kind, start);
            if (kind == TokenKind::wrong) break;
        }
        if (tokens_.empty() || tokens_.back().kind != TokenKind::wrong) {
            at_ = text_.size();
            push(TokenKind::end, at_);
        } else {
            push(TokenKind::end, at_);
        }
        return std::move(tokens_);
    }

  private:
    void push(TokenKind kind, size_t start) {
        tokens_.push_back({kind, static_cast<uint32_t>(start), static_cast<uint32_t>(at_ - start),
                           spaced_, text_.substr(start, at_ - start)});
        spaced_ = false;
    }
    std::string_view rest() const { return text_.substr(at_); }

    // White space and comments. False at the end.
    bool skip() {
        while (at_ < text_.size()) {
            if (const size_t n = space(rest())) {
                at_ += n;
            } else if (rest().starts_with("//")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (rest().starts_with("/*")) {
                const size_t end = text_.find("*/", at_ + 2);
                if (end == std::string_view::npos) return true;  // one() sees a sign "/"
                at_ = end + 2;
            } else {
                return true;
            }
            spaced_ = true;
        }
        return false;
    }

    TokenKind one() {
        const char c = text_[at_];
        if (letter(c)) {
            while (at_ < text_.size() && (letter(text_[at_]) || digit(text_[at_])) &&
                   !space(rest()))
                ++at_;
            return TokenKind::word;
        }
        if (digit(c) || (c == '.' && at_ + 1 < text_.size() && digit(text_[at_ + 1])))
            return number();
        if (c == '"') return string() ? TokenKind::string : TokenKind::wrong;
        if (c == '@' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            ++at_;
            return string() ? TokenKind::at_string : TokenKind::wrong;
        }
        static constexpr std::array<std::string_view, 27> kSigns{
            "**", "..", "!=", "<=", ">=", "->", "+", "-", "*", "/", "=", "<", ">", "(",
            ")",  "[",  "]",  "{",  "}",  ",",  ".", ":", "?", "'", "%", "&", "|"};
        for (const std::string_view sign : kSigns)
            if (rest().starts_with(sign)) {
                at_ += sign.size();
                return TokenKind::sign;
            }
        ++at_;
        return TokenKind::wrong;
    }

    // 12, 1.5, .5, 1e3; "1..5" is 1 and "..".
    TokenKind number() {
        while (at_ < text_.size() && digit(text_[at_])) ++at_;
        if (at_ + 1 < text_.size() && text_[at_] == '.' && digit(text_[at_ + 1])) {
            ++at_;
            while (at_ < text_.size() && digit(text_[at_])) ++at_;
        }
        size_t e = at_;
        if (e < text_.size() && (text_[e] == 'e' || text_[e] == 'E')) {
            ++e;
            if (e < text_.size() && (text_[e] == '+' || text_[e] == '-')) ++e;
            if (e < text_.size() && digit(text_[e])) {
                while (e < text_.size() && digit(text_[e])) ++e;
                at_ = e;
            }
        }
        return TokenKind::number;
    }

    bool string() {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\') ++at_;
            else if (text_[at_] == '"') return ++at_, true;
        }
        at_ = text_.size();
        return false;
    }

    std::string_view text_;
    size_t at_ = 0;
    bool spaced_ = false;
    std::vector<Token> tokens_;
};

std::optional<uint32_t> hexadecimal(std::string_view s, size_t count) {
    if (s.size() < count) return std::nullopt;
    uint32_t n = 0;
    for (const char c : s.substr(0, count)) {
        const int d = digit(c)               ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
        if (d < 0) return std::nullopt;
        n = n * 16 + static_cast<uint32_t>(d);
    }
    return n;
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Lexer(text).run();
}

void append_utf8(std::string& out, uint32_t c) {
    const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

bool unquote(std::string_view quoted, std::string& out) {
    out.clear();
    const std::string_view s = quoted.substr(1, quoted.size() - 2);
    for (size_t i = 0; i < s.size(); ++i) {
        if (s[i] != '\\' || i + 1 == s.size()) {
            out += s[i];
            continue;
        }
        const char c = s[++i];
        static constexpr std::string_view kFrom = "nrt\"\\'", kTo = "\n\r\t\"\\'";
        if (const size_t k = kFrom.find(c); k != std::string_view::npos) {
            out += kTo[k];
            continue;
        }
        if (c != 'u' && c != 'U') {  // "\d" of a regular expression
            out += '\\';
            out += c;
            continue;
        }
        const size_t size = c == 'u' ? 4 : 6;
        auto code = hexadecimal(s.substr(i + 1), size);
        if (!code) return false;
        i += size;
        if (*code >= 0xd800 && *code < 0xdc00 && s.substr(i + 1).starts_with("\\u")) {
            const auto low = hexadecimal(s.substr(i + 3), 4);
            if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
            code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
            i += 6;
        }
        if (*code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000)) return false;
        append_utf8(out, *code);
    }
    return true;
}

}  // namespace ss::feel
