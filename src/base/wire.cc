#include "base/wire.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace ss::wire {

void Writer::integer(int64_t n) {
    char b[24];
    const auto end = std::to_chars(b, b + sizeof b, n).ptr;
    out_.append(b, end);
}

void Writer::string(std::string_view t) {
    out_ += '"';
    size_t done = 0;
    for (size_t i = 0; i < t.size(); ++i) {
        const auto c = static_cast<unsigned char>(t[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out_.append(t, done, i - done);
        done = i + 1;
        static constexpr char kHex[] = "0123456789abcdef";
        switch (c) {
            case '"': out_ += "\\\""; break;
            case '\\': out_ += "\\\\"; break;
            case '\b': out_ += "\\b"; break;
            case '\f': out_ += "\\f"; break;
            case '\n': out_ += "\\n"; break;
            case '\r': out_ += "\\r"; break;
            case '\t': out_ += "\\t"; break;
            default:
                out_ += "\\u00";
                out_ += kHex[c >> 4];
                out_ += kHex[c & 15];
        }
    }
    out_.append(t, done, t.size() - done);
    out_ += '"';
}

bool Reader::fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
}

bool Reader::take(char c) {
    if (take_if(c)) return true;
    return fail(std::string("'") + c + "' is expected");
}

bool Reader::literal(std::string_view word) {
    if (!good() || text_.substr(at_, word.size()) != word)
        return fail("\"" + std::string(word) + "\" is expected");
    at_ += word.size();
    return true;
}

bool Reader::skip() {
    size_t open = 0;
    while (good() && at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '"') {
            for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
                if (text_[at_] == '\\') ++at_;
            if (at_ >= text_.size()) return fail("a text without its end");
        } else if (c == '{' || c == '[') {
            ++open;
        } else if (c == '}' || c == ']' || c == ',') {
            if (open == 0) return true;
            if (c != ',') --open;
        }
        ++at_;
        if (open == 0 && (c == '"' || c == '}' || c == ']')) return true;
    }
    return good() && open == 0;
}

bool Reader::enter() {
    return ++depth_ <= limits::kNesting || fail("nested deeper than the limit");
}

bool Reader::integer(int64_t& n) {
    if (!good()) return false;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), n);
    const bool plain = error == std::errc{} && end != begin;
    // from_chars takes "-0" and "007", which the writer never writes.
    const size_t lead = plain && *begin == '-' ? 1 : 0;
    if (!plain || (begin[lead] == '0' && (end - begin > 1))) return fail("an integer is expected");
    at_ += static_cast<size_t>(end - begin);
    return true;
}

namespace {

// The one escape the writer uses for a control character, or 0.
char unescape(char c) {
    switch (c) {
        case '"': return '"';
        case '\\': return '\\';
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return 0;
    }
}

}  // namespace

bool Reader::string(std::string& s) {
    if (!take('"')) return false;
    s.clear();
    size_t run = at_;
    for (;; ++at_) {
        if (at_ >= text_.size()) return fail("a text without its end");
        const auto c = static_cast<unsigned char>(text_[at_]);
        if (c == '"') break;
        if (c < 0x20) return fail("a raw control character in a text");
        if (c != '\\') continue;
        s.append(text_, run, at_ - run);
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if (const char plain = unescape(next)) {
            s += plain;
            ++at_;
        } else {
            unsigned code = 0;
            const std::string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
            const auto end =
                std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
            const bool whole = digits.size() == 4 && end.ptr == digits.data() + 4;
            Writer canonical;
            if (whole && code < 0x20) {
                canonical.string(std::string(1, static_cast<char>(code)));
            }
            if (next != 'u' || canonical.text() != "\"" + std::string(text_.substr(at_, 6)) + "\"")
                return fail("an escape that canonical JSON does not use");
            s += static_cast<char>(code);
            at_ += 5;
        }
        run = at_ + 1;
    }
    s.append(text_, run, at_ - run);
    ++at_;
    return utf8_valid(s) || fail("a text that is not UTF-8");
}

}  // namespace ss::wire
