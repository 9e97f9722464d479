// What can be proven of a plan before anybody acts on it: start here. check() reads the plan, runs
// no office, and tells everything it finds at once, always in the same order. What each rule proves
// and how to mend it: docs/rules.md.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "plan/plan.h"

namespace ss::check {

enum class Severity : unsigned char {
    blocks,   // nobody should open, or rehearse, on this
    warning,  // lawful, but it will hurt
    note,     // for the record
};
constexpr auto names(Severity) {
    return std::to_array<std::string_view>({"blocks", "warning", "note"});
}

struct Finding {
    Code code;  // "R2.no_substitute": the rule of docs/rules.md, and what is wrong
    Severity severity = Severity::blocks;
    // What it is about; empty where it does not apply.
    Code unit;  // empty: the plan as a whole
    Code procedure;
    Code role;
    Code officer;
    std::string file;  // relative to the plan's folder
    int line = 0;      // 1-based; 0: the file as a whole
    // Fill the sentences rule() and advice() of words/*.yaml; names are in the plan's first
    // language.
    std::vector<std::string> args;

    std::string rule() const { return "check." + code; }
    std::string advice() const { return "check." + code + ".advice"; }
};

using Progress = std::function<void(double done, const std::string& what)>;

// `units` empty: every unit with a roster. What concerns the plan as a whole is always looked at.
// Sorted: the plan first, then by unit; in each what blocks first, then by code and place.
std::vector<Finding> check(const plan::Plan& plan, const std::vector<Code>& units = {},
                           const Progress& progress = {});

bool blocks(const std::vector<Finding>& findings);

}  // namespace ss::check
