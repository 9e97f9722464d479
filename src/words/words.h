// The sentences officials read: words/vi.yaml and words/en.yaml, inside the program. A refusal, a
// finding, a reason names a rule; the sentence stands here once per language.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ss::words {

using Book = std::map<std::string, std::string>;  // rule -> sentence with places {0}, {1}, {1*}

std::vector<std::string> languages();  // "vi" first
Book load(std::string_view language);  // empty: a language nobody has written
Book parse(std::string_view yaml);     // flat lines `key: "text"`; others are passed over
std::string fill(std::string_view sentence, const std::vector<std::string>& args);
// A rule nobody has worded yet still says what it is about: the rule and its arguments.
std::string say(const Book& book, const std::string& rule,
                const std::vector<std::string>& args = {});

}  // namespace ss::words
