#include "check/check.h"

#include <chrono>
#include <cstdio>

#include "base/wire.h"
#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "words/words.h"

namespace ss::cli {

namespace {

using ::ss::check::Finding;
using FindingSeverity = ::ss::check::Severity;

// What --json prints: the finding with its sentences in the plan's first language.
struct Told {
    std::string advice;
    Code code;
    std::string file;
    int line = 0;
    Code officer, procedure, role;
    FindingSeverity severity;
    std::string text;
    Code unit;
};
struct Report {
    bool blocked = false;
    std::vector<Told> findings;
    std::string hash;
    int64_t notes = 0;
    Code plan;
    int64_t blocks = 0, warnings = 0;
};

template <class V>
void fields(V& v, Told& t) {
    v("advice", t.advice)("code", t.code)("file", t.file)("line", t.line)("officer", t.officer);
    v("procedure", t.procedure)("role", t.role)("severity", t.severity)("text", t.text);
    v("unit", t.unit);
}
template <class V>
void fields(V& v, Report& t) {
    v("blocked", t.blocked)("blocks", t.blocks)("findings", t.findings)("hash", t.hash);
    v("notes", t.notes)("plan", t.plan)("warnings", t.warnings);
}

Report report_of(const plan::Plan& plan, const std::vector<Finding>& findings,
                 const words::Book& book) {
    Report report;
    report.plan = plan.id;
    report.hash = hex(plan.hash);
    report.blocked = ::ss::check::blocks(findings);
    for (const Finding& f : findings) {
        const std::string text = words::say(book, f.rule(), f.args);
        // What says no more than its own key has no sentence: better nothing than that.
        const auto advice = book.find(f.advice());
        report.findings.push_back({advice == book.end() ? "" : words::fill(advice->second, f.args),
                                   f.code, f.file, f.line, f.officer, f.procedure, f.role,
                                   f.severity, text, f.unit});
        (f.severity == FindingSeverity::blocks    ? report.blocks
         : f.severity == FindingSeverity::warning ? report.warnings
                                                  : report.notes) += 1;
    }
    return report;
}

void print(const Report& report, const plan::Plan& plan, const words::Book& book,
           const std::string& language) {
    const Code* last = nullptr;
    for (const Told& t : report.findings) {
        if (last == nullptr || *last != t.unit) {
            const plan::Unit* unit = plan.unit(t.unit);
            const std::string title = t.unit.empty() ? plan.title.get(language)
                                      : unit         ? unit->name.get(language)
                                                     : t.unit;
            std::printf("%s%s\n", last == nullptr ? "" : "\n", title.c_str());
            last = &t.unit;
        }
        const auto severity = names(t.severity)[static_cast<size_t>(t.severity)];
        const std::string place =
            t.file + (t.line > 0 ? ":" + std::to_string(t.line) : std::string());
        std::printf("  %s  %s  %s\n",
                    words::say(book, "check.severity." + std::string(severity)).c_str(),
                    t.code.c_str(), place.c_str());
        std::printf("      %s\n", t.text.c_str());
        if (!t.advice.empty()) std::printf("      → %s\n", t.advice.c_str());
    }
    std::printf("%s%s\n", report.findings.empty() ? "" : "\n",
                words::say(book, report.blocked ? "check.summary.blocked" : "check.summary.fine",
                           {std::to_string(report.blocks), std::to_string(report.warnings),
                            std::to_string(report.notes)})
                    .c_str());
}

}  // namespace

int check(const CheckOptions& options) {
    const auto plan = load_plan(options.plan);
    if (!plan) return kWrong;
    std::vector<Code> units;
    if (!options.unit.empty()) {
        if (!plan->rosters.contains(options.unit)) {
            std::string known;
            for (const auto& [code, roster] : plan->rosters) known += " " + code;
            std::fprintf(stderr, "--unit: %s has no roster of \"%s\". It has:%s\n",
                         options.plan.c_str(), options.unit.c_str(), known.c_str());
            return kWrong;
        }
        units.push_back(options.unit);
    }
    const std::string language = plan->city.languages.empty() ? "en" : plan->city.languages.front();
    ProgressLine line(options.json);
    const auto began = std::chrono::steady_clock::now();
    const auto findings =
        ::ss::check::check(*plan, units, [&](double done, const std::string& what) {
            if (std::chrono::steady_clock::now() - began > std::chrono::seconds(1))
                line.show(done, what);
        });
    line.clear();
    auto book = words::load(language);
    if (book.empty()) book = words::load("en");
    const Report report = report_of(*plan, findings, book);
    if (options.json) std::printf("%s\n", wire::encode(report).c_str());
    else print(report, *plan, book, language);
    return report.blocked ? kBlocked : kFine;
}

}  // namespace ss::cli
