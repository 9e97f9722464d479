#include "words/words.h"

#include <algorithm>

namespace ss::words {

extern const std::string_view k_vi, k_en;  // generated: cmake/embed.cmake

std::vector<std::string> languages() {
    return {"vi", "en"};
}

Book load(std::string_view language) {
    if (language == "vi") return parse(k_vi);
    if (language == "en") return parse(k_en);
    return {};
}

Book parse(std::string_view yaml) {
    Book book;
    while (!yaml.empty()) {
        const size_t end = yaml.find('\n');
        const std::string_view line = yaml.substr(0, end);
        yaml.remove_prefix(end == std::string_view::npos ? yaml.size() : end + 1);
        const size_t colon = line.find(": \"");
        if (line.empty() || line.front() == '#' || colon == std::string_view::npos) continue;
        std::string text;
        for (size_t i = colon + 3; i < line.size() && line[i] != '"'; ++i) {
            if (line[i] == '\\' && i + 1 < line.size()) ++i;  // \" and \\ are all we write
            text += line[i];
        }
        book[std::string(line.substr(0, colon))] = std::move(text);
    }
    return book;
}

std::string fill(std::string_view sentence, const std::vector<std::string>& args) {
    std::string out;
    for (size_t at = 0; at < sentence.size(); ++at) {
        const std::string_view rest = sentence.substr(at);
        const bool digit = rest.size() > 2 && rest[0] == '{' && rest[1] >= '0' && rest[1] <= '9';
        const bool all = digit && rest.substr(2).starts_with("*}");
        if (!all && !(digit && rest[2] == '}')) {
            out += sentence[at];
            continue;
        }
        const auto first = static_cast<size_t>(rest[1] - '0');
        const size_t last = all ? args.size() : std::min(first + 1, args.size());
        for (size_t n = first; n < last; ++n) out += (n > first ? "; " : "") + args[n];
        at += all ? 3 : 2;
    }
    return out;
}

std::string say(const Book& book, const std::string& rule, const std::vector<std::string>& args) {
    if (const auto i = book.find(rule); i != book.end()) return fill(i->second, args);
    std::string out = rule;
    for (const std::string& arg : args) out += " " + arg;
    return out;
}

}  // namespace ss::words
