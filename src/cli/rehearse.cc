#include <charconv>
#include <cstdio>
#include <filesystem>

#include "cli/plan_and_scenario.h"
#include "cli/print_papers.h"
#include "cli/verbs.h"
#include "rehearse/rehearsal.h"

namespace ss::cli {

namespace {

// "max" is 0: no waiting. Nothing: not a speed.
std::optional<double> speed_of(const std::string& text) {
    if (text == "max") return 0.0;
    double n = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), n);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || n <= 0 || n > 100'000)
        return std::nullopt;
    return n;
}

void tell(const rehearse::Summary& summary, const std::string& folder) {
    for (const auto& unit : summary.units)
        std::printf("%-12s %6llu entries %7llu facts %4llu refusals  head %s\n", unit.unit.c_str(),
                    static_cast<unsigned long long>(unit.entries),
                    static_cast<unsigned long long>(unit.facts),
                    static_cast<unsigned long long>(unit.refusals), hex(unit.head).c_str());
    std::printf("seed %llu  unseed %llu  in %s\n", static_cast<unsigned long long>(summary.seed),
                static_cast<unsigned long long>(summary.unseed), folder.c_str());
}

}  // namespace

int rehearse(const RehearseOptions& options) {
    const auto speed = speed_of(options.speed);
    if (!speed) {
        std::fprintf(stderr, "--speed takes max, or a number above 0: %s\n", options.speed.c_str());
        return kWrong;
    }
    const auto script = load_script(options.scenario, options.plan);
    if (!script) return kWrong;
    const auto& plan = *script->plan;
    ProgressLine line(options.json);
    const auto summary =
        rehearse::play(script->scenario, script->plan, options.seed.value_or(script->scenario.seed),
                       options.out, *speed, [&](double done, Instant now, const std::string&) {
                           line.show(done, clock_text(time_of_day(now, plan.calendar.offset)));
                       });
    line.clear();
    if (!summary.ok()) {
        std::fprintf(stderr, "%s\n", summary.error().message.c_str());
        return kWrong;
    }
    const std::string plan_folder =
        !options.plan.empty() ? options.plan
                              : (std::filesystem::path(options.scenario).parent_path() /
                                 script->scenario.plan)
                                    .lexically_normal()
                                    .string();
    if (options.papers && !print_papers(script->plan, plan_folder + "/forms", options.out,
                                        summary.value().units.front().unit, options.json))
        return kWrong;
    if (options.json) std::printf("%s\n", rehearse::to_json(summary.value()).c_str());
    else tell(summary.value(), options.out);
    return kFine;
}

}  // namespace ss::cli
