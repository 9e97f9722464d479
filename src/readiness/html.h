// The report as one self-contained page: no network, prints well, reads on a phone. What officials
// see comes first in the first language; the others are one button away.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "readiness/report.h"

namespace ss::readiness {

struct Language {
    Code code;                                 // "vi"
    std::map<std::string, std::string> words;  // words/vi.yaml
};

// The plan's languages for which there are words, the one papers are printed in first; English
// where there are none.
std::vector<Language> languages_of(const plan::Plan& plan);

// The last run in full, the runs before it beside it. Pure: the same report, the same bytes.
std::string html(const Report& report, const plan::Plan& plan,
                 const std::vector<Language>& languages);

// What an offline page of ours looks like, and its switch between languages (html_style.cc).
std::string style_and_script();

}  // namespace ss::readiness
