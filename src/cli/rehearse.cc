// rehearse: check, play, judge, print.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/plan_and_scenario.h"
#include "cli/print_papers.h"
#include "cli/verbs.h"
#include "rehearse/rehearsal.h"
#include "rehearse/report.h"

namespace ss::cli {

namespace {

// "max" is 0: no waiting. Nothing: not a speed.
std::optional<double> speed_of(const std::string& text) {
    if (text == "max") return 0.0;
    double n = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), n);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || !(n > 0) || n > 100'000)
        return std::nullopt;
    return n;
}

// What blocks is told, and not rehearsed unasked. True: the day may be played; `open`: despite it.
bool checked(const Script& script, bool force, bool& open) {
    const auto preparation = rehearse::preparation_of(script.scenario, *script.plan);
    size_t blocking = 0;
    for (const auto& p : preparation) {
        if (!p.blocking || p.done) continue;
        ++blocking;
        std::fprintf(stderr, "%s: %s\n", p.item.c_str(), p.title.c_str());
    }
    open = blocking > 0;
    if (blocking == 0 || force) return true;
    std::fprintf(stderr,
                 "%zu defects block. Mend the plan (sansang check tells more) or finish the "
                 "preparation, or rehearse all the same with --force.\n",
                 blocking);
    return false;
}

void tell(const rehearse::Summary& summary, const std::string& folder) {
    for (const auto& unit : summary.units)
        std::printf("%-12s %6llu entries %7llu facts %4llu refusals  head %s\n", unit.unit.c_str(),
                    static_cast<unsigned long long>(unit.entries),
                    static_cast<unsigned long long>(unit.facts),
                    static_cast<unsigned long long>(unit.refusals), hex(unit.head).c_str());
    std::printf("seed %llu  unseed %llu\n", static_cast<unsigned long long>(summary.seed),
                static_cast<unsigned long long>(summary.unseed));
    std::printf("%s/report.html  %s/report.json  %s/papers  %s/journals\n", folder.c_str(),
                folder.c_str(), folder.c_str(), folder.c_str());
}

int wrong(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return kWrong;
}

}  // namespace

int rehearse(const RehearseOptions& options) {
    const auto speed = speed_of(options.speed);
    if (!speed) {
        std::fprintf(stderr, "--speed takes max, or a number above 0: %s\n", options.speed.c_str());
        return kWrong;
    }
    auto script = load_script(options.scenario, options.plan);
    if (!script) return kWrong;
    bool open = false;
    if (!checked(*script, options.force, open)) return kWrong;
    if (!leave_only_failed(*script, options.retest)) return kWrong;

    ProgressLine line(options.json);
    const int64_t offset = script->plan->calendar.offset;
    const auto summary =
        rehearse::play(script->scenario, script->plan, options.seed.value_or(script->scenario.seed),
                       options.out, *speed, [&](double done, Instant now, const std::string&) {
                           line.show(done, clock_text(time_of_day(now, offset)));
                       },
                       open ? "--force" : "");
    line.clear();
    if (!summary.ok()) return wrong(summary.error());
    std::string report;
    const Status written = rehearse::write_report(options.out, &report);
    if (!written.ok()) return wrong(written.error());
    if (options.papers && !print_papers(script->plan, options.out, summary.value().units.front().unit,
                                        options.json))
        return kWrong;
    if (options.json) {
        std::printf("%s\n", rehearse::to_json(summary.value()).c_str());
    } else {
        std::printf("%s\n", report.c_str());
        tell(summary.value(), options.out);
    }
    return kFine;
}

}  // namespace ss::cli
