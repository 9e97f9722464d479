// Reading a file of the language: headers, comments, lines that ask, what is expected of them.
#include <algorithm>

#include "transcript/node.h"
#include "transcript/transcript.h"

namespace ss::transcript {

namespace {

struct Reading {
    const std::string& file;
    Diagnostics& diagnostics;
    Script script;

    void error(int line, const std::string& message, const std::string& advice) {
        diagnostics.error("transcript.line", file, line, message, advice);
    }
};

bool asks(std::string_view line) {
    return line.size() > 2 && line[0] == 'd' &&
           (line[1] == '-' || (line[1] >= '0' && line[1] <= '9')) &&
           line.find('/') != std::string_view::npos;
}

void date(Reading& r, int number, const std::string& value, LocalDate& into) {
    if (const auto parsed = parse_date(value)) into = *parsed;
    else r.error(number, value + " is no date", "Write it as 2025-07-01.");
}

void header(Reading& r, int number, const std::string& line) {
    Scanner scan(line);
    std::string name, value;
    const bool whole = scan.word(name) && scan.word(value) && scan.end();
    Script& s = r.script;
    if (!whole) {
        r.error(number, "a header is one word and its value: " + line,
                "Lines that ask begin with a time: d0/08:12.");
    } else if (name == "plan") {
        s.plan = value;
    } else if (name == "unit") {
        s.unit = value;
    } else if (name == "lived_as") {
        date(r, number, value, s.lived_as);
    } else if (name == "held_on") {
        date(r, number, value, s.held_on);
    } else if (name == "forms") {
        s.forms = value;
    } else if (name == "mode") {
        const auto all = names(office::Mode{});
        const auto found = std::find(all.begin(), all.end(), value);
        if (found == all.end())
            r.error(number, value + " is no mode", "Write rehearsal, trial or live.");
        else s.mode = static_cast<office::Mode>(found - all.begin());
    } else if (name == "first_day" || name == "opens") {
        if (value != "yes" && value != "no") r.error(number, "yes or no: " + value, "Write one.");
        if (name == "opens") s.opens = value == "yes";
        else s.established = value == "no";
    } else if (name == "begins") {
        if (const auto clock = parse_clock(value)) s.begins = *clock;
        else r.error(number, value + " is no time of day", "Write it as 07:00.");
    } else {
        r.error(number, "no header is called " + name,
                "There are: plan unit lived_as held_on forms mode first_day opens begins.");
    }
}

}  // namespace

std::optional<Script> read_script(const std::string& file, std::string_view text,
                                  Diagnostics& diagnostics) {
    Reading r{file, diagnostics, {}};
    r.script.lived_as = r.script.held_on = date_of({2025, 7, 1});
    int number = 0;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        const size_t first = line.find_first_not_of(" \t");
        auto& parts = r.script.parts;
        if (first != std::string::npos && first > 0 && line[first] != '#') {
            if (parts.empty() || !parts.back().asks)
                r.error(number, "nothing above asks for this", "Do not indent a line that asks.");
            else parts.back().expected.push_back(line.substr(first));
            continue;
        }
        parts.push_back({line, number, asks(line), {}});
        if (first == 0 && line[0] != '#' && !parts.back().asks) header(r, number, line);
    }
    if (r.script.plan.empty() || r.script.unit.empty())
        r.error(1, "the plan or the unit is missing", "Begin with: plan tests/plans/minimal");
    if (diagnostics.has_errors()) return std::nullopt;
    return std::move(r.script);
}

}  // namespace ss::transcript
