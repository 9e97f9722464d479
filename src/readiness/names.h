// What a code in a sentence is called by people: "birth" -> "Đăng ký khai sinh".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "readiness/report.h"
#include "words/words.h"

namespace ss::readiness {

// "94.96 %" with the language's decimal mark; nothing: it is no share.
std::optional<std::string> share_in(const words::Book& book, const std::string& arg);

class Namer {
  public:
    Namer(const plan::Plan& plan, std::string language, const words::Book& book);

    // The name of a task, role, procedure, officer, milestone, agenda item, component, meeting or
    // rule; of a list "a, b" each; what is none of them stays as it is.
    std::string name(const std::string& code) const;
    // The sentence with its arguments named.
    std::string say(const Sentence& sentence) const;
    std::string say(const std::string& rule, const std::vector<std::string>& args = {}) const;

  private:
    std::string language_;
    const words::Book& book_;
    std::map<std::string, std::string> names_;
};

}  // namespace ss::readiness
