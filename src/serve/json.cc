#include "serve/json.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "base/wire.h"

namespace ss::serve {

const Json* Json::find(std::string_view key) const {
    const Object* all = object();
    if (all == nullptr) return nullptr;
    const auto i =
        std::lower_bound(all->begin(), all->end(), key,
                         [](const auto& item, std::string_view k) { return item.first < k; });
    return i != all->end() && i->first == key ? &i->second : nullptr;
}

std::string quoted(std::string_view text) {
    wire::Writer w;
    w.string(text);
    return w.take();
}

namespace {

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::variant<Json, Wrong> run() {
        Json all;
        space();
        if (value(all)) {
            space();
            if (at_ != text_.size()) fail("something follows the end");
        }
        if (wrong_) return *wrong_;
        return all;
    }

  private:
    bool fail(std::string message) {
        if (!wrong_) wrong_ = Wrong{path_, std::move(message)};
        return false;
    }
    // Into the path, shortened and as plain ASCII: it is told to whoever sent it.
    void enter(const std::string& key) {
        if (!path_.empty()) path_ += '.';
        for (const char c : key.substr(0, limits::kCode)) path_ += c > ' ' && c < 0x7F ? c : '?';
    }
    bool here(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) { return here(c) && (++at_, true); }
    void space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
            ++at_;
    }
    bool word(std::string_view w) {
        if (text_.substr(at_, w.size()) != w) return fail("not JSON");
        at_ += w.size();
        return true;
    }

    bool value(Json& out) {
        if (++values_ > kJsonValues) return fail("too many values");
        if (at_ >= text_.size()) return fail("the text ends too early");
        switch (text_[at_]) {
            case '{': return nested([&] { return object(out); });
            case '[': return nested([&] { return list(out); });
            case '"': return string(out.is.emplace<std::string>());
            case 't': out.is = true; return word("true");
            case 'f': out.is = false; return word("false");
            case 'n': out.is = std::monostate{}; return word("null");
            default: return number(out.is.emplace<int64_t>());
        }
    }

    template <class Read>
    bool nested(Read read) {
        if (depth_ >= kJsonDepth) return fail("nested too deep");
        ++depth_;
        const bool good = read();
        --depth_;
        return good;
    }

    bool object(Json& out) {
        Json::Object all;
        ++at_;
        space();
        const size_t length = path_.size();
        if (!take('}')) {
            do {
                space();
                auto& item = all.emplace_back();
                if (!here('"')) return fail("a key is expected");
                if (!string(item.first)) return false;
                enter(item.first);
                space();
                if (!take(':')) return fail("':' is expected");
                space();
                if (!value(item.second)) return false;
                path_.resize(length);
                space();
            } while (take(','));
            if (!take('}')) return fail("',' or '}' is expected");
        }
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        for (size_t i = 1; i < all.size(); ++i)
            if (all[i].first == all[i - 1].first) {
                enter(all[i].first);
                return fail("the key is there twice");
            }
        out.is = std::move(all);
        return true;
    }

    bool list(Json& out) {
        Json::List all;
        ++at_;
        space();
        const size_t length = path_.size();
        if (!take(']')) {
            do {
                path_ += '[' + std::to_string(all.size()) + ']';
                space();
                if (!value(all.emplace_back())) return false;
                path_.resize(length);
                space();
            } while (take(','));
            if (!take(']')) return fail("',' or ']' is expected");
        }
        out.is = std::move(all);
        return true;
    }

    bool number(int64_t& n) {
        const char* begin = text_.data() + at_;
        const char* stop = text_.data() + text_.size();
        const auto [end, error] = std::from_chars(begin, stop, n);
        const bool minus = begin != stop && *begin == '-';
        if (error == std::errc::result_out_of_range) return fail("a number out of range");
        if (error != std::errc{} || end == begin) return fail("not JSON");
        if (begin[minus ? 1 : 0] == '0' && end - begin > 1) return fail("not JSON");
        if (end != stop && (*end == '.' || *end == 'e' || *end == 'E'))
            return fail("a whole number is expected");
        at_ += static_cast<size_t>(end - begin);
        return true;
    }

    bool four_digits(unsigned& code) {
        const std::string_view digits = text_.substr(std::min(at_, text_.size()), 4);
        const char* stop = digits.data() + digits.size();
        const auto [end, error] = std::from_chars(digits.data(), stop, code, 16);
        if (digits.size() != 4 || error != std::errc{} || end != stop || digits[0] == '-')
            return fail("not an escape of JSON");
        at_ += 4;
        return true;
    }

    static void put_utf8(std::string& to, unsigned code) {
        const auto put = [&](unsigned byte) { to += static_cast<char>(byte); };
        if (code < 0x80) return put(code);
        if (code < 0x800) return put(0xC0 | code >> 6), put(0x80 | (code & 63));
        if (code < 0x10000) {
            put(0xE0 | code >> 12);
            return put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
        }
        put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 63));
        put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
    }

    bool escape(std::string& s) {
        static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
        if (at_ >= text_.size()) return fail("a text without its end");
        const char c = text_[at_++];
        if (const size_t i = kFrom.find(c); i != kFrom.npos) return s += kTo[i], true;
        if (c != 'u') return fail("not an escape of JSON");
        unsigned code = 0, low = 0;
        if (!four_digits(code)) return false;
        if (code >= 0xD800 && code < 0xDC00) {  // the first half of a pair
            if (text_.substr(std::min(at_, text_.size()), 2) != "\\u")
                return fail("half a character");
            at_ += 2;
            if (!four_digits(low)) return false;
            if (low < 0xDC00 || low >= 0xE000) return fail("half a character");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        } else if (code >= 0xDC00 && code < 0xE000) {
            return fail("half a character");
        }
        if (code == 0) return fail("a NUL in a text");
        put_utf8(s, code);
        return true;
    }

    bool string(std::string& s) {
        ++at_;
        s.clear();
        bool ascii = true;
        for (;;) {
            if (at_ >= text_.size()) return fail("a text without its end");
            const char c = text_[at_++];
            if (c == '"') break;
            if (static_cast<unsigned char>(c) < 0x20) return fail("a raw control character");
            if (c == '\\') {
                if (!escape(s)) return false;
                ascii = false;
            } else {
                s += c;
                if (static_cast<unsigned char>(c) >= 0x80) ascii = false;
            }
        }
        if (ascii) return true;
        if (!utf8_valid(s)) return fail("a text that is not UTF-8");
        s = nfc(s);
        return true;
    }

    std::string_view text_;
    size_t at_ = 0, depth_ = 0, values_ = 0;
    std::string path_;
    std::optional<Wrong> wrong_;
};

}  // namespace

std::variant<Json, Wrong> parse_json(std::string_view text) {
    return Parser(text).run();
}

}  // namespace ss::serve
