// rules.yaml: what the law says about what is asked at the desks, as hints cite it. The office keeps
// the rules by its program; nothing is decided by this.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.h"

namespace ss::plan {

struct Rule {
    Code refusal;                   // a sentence of words/*.yaml: "dossier.supplement_once"
    std::vector<std::string> asks;  // what it is about: "dossier.ask_supplement"
    Text text;
    Basis basis;
};
struct RuleBook {
    std::vector<Rule> rules;
};

// Read anew from the plan's files each time: few look, and they look seldom.
std::vector<Rule> rules_of(const Plan& plan);

}  // namespace ss::plan
