// The words of the printed forms: a flat table out of a plan's forms/ folder. src/ holds none.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace ss::papers {

class Words {
  public:
    std::map<std::string, std::string> all;  // "slip.title" -> its text

    // A missing word stands on the paper as its key in brackets: seen at once, crashing nothing.
    std::string get(std::string_view key) const;
    bool has(std::string_view key) const { return all.contains(std::string(key)); }
    // Lists are "key.0", "key.1"...
    std::vector<std::string> list(std::string_view key) const;
    // Fills {name} places; a place nobody fills stays as it is.
    using Places = std::vector<std::pair<std::string_view, std::string>>;
    std::string fill(std::string_view key, const Places& places) const;

    std::string date(LocalDate date) const;                // date.long
    std::string short_date(LocalDate date) const;          // date.short
    std::string moment(Instant at, int64_t offset) const;  // date.moment: hour, minute and day
    std::string stamp(Instant at, int64_t offset) const;   // date.stamp: for narrow columns
    std::string place_date(std::string_view place, LocalDate date) const;  // date.place
};

std::string fill(std::string text, const Words::Places& places);
std::string upper(std::string_view text);                       // of UTF-8, letter by letter
std::string sentence(std::string_view text);                    // first letter made large
std::string amount(int64_t value, std::string_view separator);  // 1.234.567

// A plan's forms/words.yaml, then forms/<set>.yaml over it; nested mappings become dotted keys.
// `files` is Plan::files: of a journal the pinned plan's, so that a paper printed again in a year
// is the same. Errors: unavailable (the plan has no forms), malformed (YAML; with file and line).
Result<Words> words_of(const std::map<std::string, std::string>& files, const std::string& set);

}  // namespace ss::papers
