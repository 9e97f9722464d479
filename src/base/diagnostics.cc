#include "base/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace ss {

bool Diagnostics::has_errors() const { return count(Severity::error) > 0; }

size_t Diagnostics::count(Severity severity) const {
    return static_cast<size_t>(std::count_if(
        all_.begin(), all_.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

void Diagnostics::sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.line, a.column, a.code) <
               std::tie(b.file, b.line, b.column, b.code);
    });
}

std::string to_text(const Diagnostic& d) {
    static constexpr const char* kNames[] = {"error", "warning", "note"};
    std::string out = d.file;
    if (d.line > 0) out += ":" + std::to_string(d.line);
    if (d.line > 0 && d.column > 0) out += ":" + std::to_string(d.column);
    if (!out.empty()) out += ": ";
    out += std::string(kNames[static_cast<int>(d.severity)]) + " " + d.code + ": " + d.message;
    if (!d.advice.empty()) out += "\n    " + d.advice;
    return out;
}

}  // namespace ss
