#include "cli/plan_and_scenario.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "opening/file.h"

namespace ss::cli {

bool complain(Diagnostics& diagnostics) {
    diagnostics.sort();
    std::set<std::string> told;  // what holds for several variants is said once
    size_t errors = 0;
    for (const Diagnostic& d : diagnostics.all()) {
        const std::string text = to_text(d);
        if (!told.insert(text).second) continue;
        std::fprintf(stderr, "%s\n", text.c_str());
        if (d.severity == Severity::error) ++errors;
    }
    if (errors > 0) std::fprintf(stderr, "%zu error%s\n", errors, errors == 1 ? "" : "s");
    return errors > 0;
}

std::shared_ptr<const plan::Plan> load_plan(const std::string& folder) {
    Diagnostics diagnostics;
    auto plan = plan::load(folder, diagnostics);
    if (complain(diagnostics)) return nullptr;
    return plan;
}

std::optional<Script> load_script(const std::string& path, const std::string& other_plan) {
    Diagnostics diagnostics;
    auto scenario = rehearse::load_scenario(path, diagnostics);
    std::shared_ptr<const plan::Plan> plan;
    const std::filesystem::path beside = std::filesystem::path(path).parent_path();
    const std::string folder = !other_plan.empty() ? other_plan
                               : scenario ? (beside / scenario->plan).lexically_normal().string()
                                          : std::string();
    if (other_plan.empty() && scenario && !std::filesystem::is_directory(folder))
        diagnostics.error("scenario.no_plan", path, scenario->places["plan"],
                          "the plan's folder " + folder + " is not there",
                          "Write it relative to this file, or name another one with --plan.");
    else if (!folder.empty()) plan = plan::load(folder, diagnostics);
    if (scenario && plan) rehearse::check_scenario(*scenario, *plan, diagnostics);
    if (complain(diagnostics) || !scenario || !plan) return std::nullopt;
    return Script{std::move(*scenario), std::move(plan), folder};
}

bool take_forecast(const std::string& file, rehearse::Judged& judged) {
    Diagnostics complaints;
    const std::string bytes = opening::read_file(file, complaints);
    if (complain(complaints)) return false;
    auto read = readiness::read_gate_forecast(bytes);
    const Status taken =
        read.ok() ? readiness::take_forecast(judged.report, *judged.plan, std::move(read).value())
                  : Status(read.error());
    if (!taken.ok()) std::fprintf(stderr, "%s: %s\n", file.c_str(), taken.error().message.c_str());
    return taken.ok();
}

bool leave_only_failed(Script& script, const Retest& retest) {
    if (retest.only.empty()) return true;
    const auto failed = rehearse::failed_injects(retest.of);
    if (!failed.ok()) {
        std::fprintf(stderr, "%s\n", failed.error().message.c_str());
        return false;
    }
    if (failed.value().empty()) {
        std::fprintf(stderr, "%s: no card failed or was left out, so there is nothing to re-test\n",
                     retest.of.c_str());
        return false;
    }
    const Status kept = rehearse::keep_only(script.scenario, failed.value());
    if (!kept.ok()) {
        std::fprintf(stderr, "%s\n", kept.error().message.c_str());
        return false;
    }
    std::string codes;
    for (const Code& code : script.scenario.only) codes += " " + code;
    std::fprintf(stderr, "re-tests %zu cards of %s:%s\n", script.scenario.only.size(),
                 retest.of.c_str(), codes.c_str());
    return true;
}

ProgressLine::ProgressLine(bool quiet) : on_(!quiet && isatty(STDERR_FILENO) != 0) {}

void ProgressLine::show(double done, const std::string& text) {
    const int percent = static_cast<int>(std::clamp(done, 0.0, 1.0) * 100);
    if (!on_) return;
    const int bar = percent * 30 / 100;
    std::string drawn;
    for (int i = 0; i < 30; ++i) drawn += i < bar ? "█" : "░";
    char share[16];
    std::snprintf(share, sizeof share, " %3d%%  ", percent);
    if (const std::string now = drawn + share + text; now != std::exchange(last_, now)) {
        std::fprintf(stderr, "\r%s\033[K", now.c_str());
        std::fflush(stderr);
    }
    shown_ = true;
}

void ProgressLine::clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    shown_ = false;
}

}  // namespace ss::cli
