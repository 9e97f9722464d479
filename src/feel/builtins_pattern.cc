// Regular expressions. PCRE2 stands for XPath's (character class subtraction is not known), with
// limits, so that no pattern can hang.
#include <array>
#include <memory>

#include "feel/builtins_impl.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace ss::feel {

namespace {

constexpr uint32_t kSteps = 20'000;  // of one match, inside the library
constexpr uint32_t kHeap = 1'024;    // KiB
constexpr size_t kCost = 100;        // of one match, in steps of an evaluation

PCRE2_SPTR bytes(const std::string& s) {
    return reinterpret_cast<PCRE2_SPTR>(s.data());
}

class Pattern {
  public:
    Pattern(const std::string& pattern, const std::string& flags) {
        uint32_t options = PCRE2_UTF | PCRE2_UCP;
        for (const char f : flags) {
            if (f == 's') options |= PCRE2_DOTALL;
            else if (f == 'm') options |= PCRE2_MULTILINE;
            else if (f == 'i') options |= PCRE2_CASELESS;
            else if (f == 'x') options |= PCRE2_EXTENDED;
            else return;
        }
        int error = 0;
        PCRE2_SIZE at = 0;
        code_.reset(pcre2_compile(bytes(pattern), pattern.size(), options, &error, &at, nullptr));
        if (!code_) return;
        data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
        limits_.reset(pcre2_match_context_create(nullptr));
        pcre2_set_match_limit(limits_.get(), kSteps);
        pcre2_set_heap_limit(limits_.get(), kHeap);
    }
    bool good() const { return code_ != nullptr; }
    // From byte `at` on. false with `failed`: a limit was met.
    bool find(const std::string& text, size_t at, bool& failed) {
        count_ =
            pcre2_match(code_.get(), bytes(text), text.size(), at, 0, data_.get(), limits_.get());
        failed = count_ < 0 && count_ != PCRE2_ERROR_NOMATCH;
        return count_ > 0;
    }
    size_t start(size_t group = 0) const { return ends()[2 * group]; }
    size_t end(size_t group = 0) const { return ends()[2 * group + 1]; }
    bool has(size_t group) const {
        return group < static_cast<size_t>(count_) && start(group) != PCRE2_UNSET;
    }
    size_t groups() const {
        uint32_t n = 0;
        pcre2_pattern_info(code_.get(), PCRE2_INFO_CAPTURECOUNT, &n);
        return n;
    }

  private:
    const PCRE2_SIZE* ends() const { return pcre2_get_ovector_pointer(data_.get()); }
    struct Free {
        void operator()(pcre2_code* p) const { pcre2_code_free(p); }
        void operator()(pcre2_match_data* p) const { pcre2_match_data_free(p); }
        void operator()(pcre2_match_context* p) const { pcre2_match_context_free(p); }
    };
    std::unique_ptr<pcre2_code, Free> code_;
    std::unique_ptr<pcre2_match_data, Free> data_;
    std::unique_ptr<pcre2_match_context, Free> limits_;
    int count_ = 0;
};

std::optional<std::string> flags_at(const Call& c, size_t i) {
    if (!given(c, i)) return "";
    const std::string* s = string_at(c, i);
    return s ? std::optional(*s) : std::nullopt;
}

// "$1" and "$0"; "\$" and "\\" are the signs themselves. False: neither.
bool append_replacement(std::string& out, const std::string& with, const std::string& text,
                        const Pattern& p) {
    for (size_t i = 0; i < with.size(); ++i) {
        if (with[i] == '\\') {
            if (++i == with.size() || (with[i] != '\\' && with[i] != '$')) return false;
            out += with[i];
        } else if (with[i] == '$') {
            size_t group = 0, digits = 0;
            while (i + 1 < with.size() && with[i + 1] >= '0' && with[i + 1] <= '9') {
                const size_t next = group * 10 + static_cast<size_t>(with[i + 1] - '0');
                if (digits > 0 && next > p.groups()) break;
                group = next;
                ++digits, ++i;
            }
            if (digits == 0) return false;
            if (p.has(group)) out += text.substr(p.start(group), p.end(group) - p.start(group));
        } else {
            out += with[i];
        }
    }
    return true;
}

size_t next_point(const std::string& text, size_t at) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
    return at;
}

// Calls with(match) for each match from left to right; false: a limit was met.
template <class F>
bool each_match(Call& c, Pattern& p, const std::string& text, F&& with) {
    size_t at = 0;
    while (at <= text.size()) {
        if (!c.evaluator.charge(kCost + text.size() / 32)) return false;
        bool failed = false;
        if (!p.find(text, at, failed)) return !failed;
        if (!with()) return false;
        at = p.end() > p.start() ? p.end() : next_point(text, p.end());
    }
    return true;
}

Value matches_of(Call& c) {
    const std::string *text = string_at(c, 0), *pattern = string_at(c, 1);
    const auto flags = flags_at(c, 2);
    if (!text || !pattern || !flags || !c.evaluator.charge(kCost)) return {};
    Pattern p(*pattern, *flags);
    bool failed = false;
    if (!p.good()) return {};
    const bool found = p.find(*text, 0, failed);
    return failed ? Value() : Value(found);
}

Value replace(Call& c) {
    const std::string *text = string_at(c, 0), *pattern = string_at(c, 1), *with = string_at(c, 2);
    const auto flags = flags_at(c, 3);
    if (!text || !pattern || !with || !flags || !c.evaluator.charge(kCost)) return {};
    Pattern p(*pattern, *flags);
    if (!p.good()) return {};
    std::string out;
    size_t copied = 0;
    const bool good = each_match(c, p, *text, [&] {
        out += text->substr(copied, p.start() - copied);
        copied = p.end();
        return c.evaluator.charge(out.size() / 1024) && append_replacement(out, *with, *text, p);
    });
    return good ? Value(out + text->substr(copied)) : Value();
}

Value split(Call& c) {
    const std::string *text = string_at(c, 0), *pattern = string_at(c, 1);
    if (!text || !pattern || !c.evaluator.charge(kCost)) return {};
    Pattern p(*pattern, "");
    if (!p.good()) return {};
    std::vector<Value> parts;
    size_t copied = 0;
    const bool good = each_match(c, p, *text, [&] {
        if (p.end() == p.start()) return true;
        parts.push_back(text->substr(copied, p.start() - copied));
        copied = p.end();
        return true;
    });
    if (!good) return {};
    parts.push_back(text->substr(copied));
    return make_list(std::move(parts));
}

}  // namespace

std::span<const Builtin> pattern_builtins() {
    static constexpr std::array kTable{
        Builtin{"matches", "input,pattern,flags?", matches_of},
        Builtin{"replace", "input,pattern,replacement,flags?", replace},
        Builtin{"split", "string,delimiter", split},
    };
    return kTable;
}

}  // namespace ss::feel
