// What parameters.cc and learning.cc write for every reader ("verify 7.5 min (90 %: 15), * 6 min"),
// said in one language: names for codes, its words for units and laws, its decimal sign.
#include <cctype>
#include <cstdio>

#include "simulate/tell.h"

namespace ss::simulate {

namespace {

constexpr const char* kHard = "\u00a0";  // a unit is never torn from its number

bool digit(const std::string& text, size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
}

template <class F>
void split(const std::string& text, const std::string& at, F&& part) {
    for (size_t from = 0;;) {
        const size_t to = text.find(at, from);
        part(text.substr(from, to - from));
        if (to == std::string::npos) return;
        from = to + at.size();
    }
}

}  // namespace

// What an entry of a key is called: "verify" of "service", "2.000815" of "mix".
std::string Teller::entry(const Code& key, const Code& code) const {
    if (code == "*") return say("simulate.value.others");
    if (key == "mix") return procedure(code);
    if (key == "arrivals_per_day" || key == "agencies") return unit(code);
    if (key == "duties") return post(code);
    if (key == "experience") return officer({}, code);
    const size_t slash = code.find('/');
    if ((key == "steps" || key == "branches") && slash != Code::npos)
        return procedure(code.substr(0, slash)) + code.substr(slash);
    const bool work = key == "service" || key == "batch";
    const bool channel = key == "channels" || key == "supplement";
    const std::string word = (work      ? "simulate.kind."
                              : channel ? "simulate.channel."
                                        : "simulate.outcome.") +
                             code;
    return knows(word) ? say(word) : code;
}

std::string Teller::parameter(const Code& code) const {
    const std::string key = "simulate.parameter." + code;
    if (knows(key)) return say(key);
    // Of one entry of a key: "service/verify".
    const size_t slash = code.find('/');
    const std::string whole = "simulate.parameter." + code.substr(0, slash);
    if (slash == std::string::npos || !knows(whole)) return code;
    return say(whole) + ": " + entry(code.substr(0, slash), code.substr(slash + 1));
}

std::string Teller::value(const Parameter& p) const {
    std::string out;
    split(p.value, ", ", [&](std::string item) {
        if (!out.empty()) out += "; ";
        const size_t space = item.find(' ');
        if (space != std::string::npos) {
            const Code code = item.substr(0, space);
            if (const std::string name = entry(p.key, code); name != code) {
                out += name + " ";
                item.erase(0, space + 1);
            }
        }
        bool first = true;
        split(item, " ", [&](std::string word) {
            if (const std::string key = "simulate.value." + word; knows(key)) word = say(key);
            const bool code = word.find('/') != std::string::npos;
            for (size_t at = 1; !code && at < word.size(); ++at)
                if (word[at] == '.' && digit(word, at - 1) && digit(word, at + 1))
                    word.replace(at, 1, say("simulate.decimal"));
            const bool unit = word.starts_with("%") || word == say("simulate.value.min");
            out += (first ? "" : unit ? kHard : " ") + word;
            first = false;
        });
    });
    return out;
}

// The plan's own words as they stand; what rehearsals taught, in this language.
std::string Teller::basis(const Parameter& p) const {
    int pieces = 0, rehearsals = 0;
    if (p.source != "fitted" ||
        std::sscanf(p.basis.c_str(), "%d pieces of %d rehearsal", &pieces, &rehearsals) != 2)
        return p.basis;
    return say("simulate.value.pieces", {std::to_string(pieces), std::to_string(rehearsals)});
}

}  // namespace ss::simulate
