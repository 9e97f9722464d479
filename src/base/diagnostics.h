// Complaints to the author of a plan, a BPMN file, an expression, a scenario: all of them at once,
// each with its place and what to do about it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ss {

enum class Severity : unsigned char { error, warning, note };

struct Diagnostic {
    Severity severity = Severity::error;
    std::string code;     // "plan.unknown_key", "bpmn.unsupported": stable, one page each
    std::string file;     // relative to the plan's folder
    int line = 0;         // 1-based; 0 where there is none
    int column = 0;       // 1-based; 0 where there is none
    std::string message;  // what is wrong
    std::string advice;   // what to do
};

class Diagnostics {
  public:
    void add(Diagnostic d) { all_.push_back(std::move(d)); }
    void error(std::string code, std::string file, int line, std::string message,
               std::string advice) {
        add({Severity::error, std::move(code), std::move(file), line, 0, std::move(message),
             std::move(advice)});
    }
    void warning(std::string code, std::string file, int line, std::string message,
                 std::string advice) {
        add({Severity::warning, std::move(code), std::move(file), line, 0, std::move(message),
             std::move(advice)});
    }

    const std::vector<Diagnostic>& all() const { return all_; }
    bool has_errors() const;
    size_t count(Severity severity) const;
    void sort();  // by file, line, column, code: the order in which a person mends

  private:
    std::vector<Diagnostic> all_;
};

// "plans/hue-2025/calendar.yaml:12: error plan.unknown_key: ... \n    advice"
std::string to_text(const Diagnostic& d);

}  // namespace ss
