#include "serve/metrics.h"

#include <cstdio>

namespace ss::serve {

namespace {

std::string number(double n) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", n);
    return text;
}

}  // namespace

void Metrics::committed(double seconds) {
    for (size_t i = 0; i < kBounds.size(); ++i)
        if (seconds <= kBounds[i]) ++commits_[i];
    ++commits_all_;
    commits_seconds_ += seconds;
}

void Metrics::head(std::string& to, const std::string& name, const char* type, const char* help) {
    to += "# HELP sansang_" + name + " " + help + "\n# TYPE sansang_" + name + " " + type + "\n";
}

void Metrics::line(std::string& to, const std::string& name, const std::string& labels,
                   uint64_t value) {
    to += "sansang_" + name + labels + " " + std::to_string(value) + "\n";
}

std::string Metrics::text() const {
    std::string out;
    head(out, "responses_total", "counter", "Answers by status.");
    for (const auto& [status, n] : by_status_)
        line(out, "responses_total", "{status=\"" + std::to_string(status) + "\"}", n);
    head(out, "asks_total", "counter", "Commands asked over HTTP.");
    for (const auto& [command, n] : by_command_)
        line(out, "asks_total", "{command=\"" + command + "\"}", n[0]);
    head(out, "refusals_total", "counter", "Of them, refused by a rule.");
    for (const auto& [command, n] : by_command_)
        line(out, "refusals_total", "{command=\"" + command + "\"}", n[1]);
    head(out, "logins_total", "counter", "Tries to log in.");
    line(out, "logins_total", "{result=\"good\"}", logins_[1]);
    line(out, "logins_total", "{result=\"bad\"}", logins_[0]);
    head(out, "streams", "gauge", "Pages that listen.");
    line(out, "streams", "", streams_);
    head(out, "commit_seconds", "histogram", "What a commit of all journals takes.");
    for (size_t i = 0; i < kBounds.size(); ++i)
        line(out, "commit_seconds_bucket", "{le=\"" + number(kBounds[i]) + "\"}", commits_[i]);
    line(out, "commit_seconds_bucket", "{le=\"+Inf\"}", commits_all_);
    line(out, "commit_seconds_count", "", commits_all_);
    out += "sansang_commit_seconds_sum " + number(commits_seconds_) + "\n";
    return out;
}

}  // namespace ss::serve
