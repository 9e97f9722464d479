#include "rehearse/report.h"

#include <cstdio>

#include "cli/plan_and_scenario.h"
#include "cli/verbs.h"
#include "export/file.h"
#include "readiness/html.h"
#include "readiness/json.h"
#include "readiness/text.h"
#include "words/words.h"

namespace ss::cli {

namespace {

std::string printed(const rehearse::Judged& judged, const std::string& format) {
    if (format == "json") return readiness::json(judged.report);
    if (format == "html") {
        std::vector<readiness::Language> languages;
        for (const std::string& code : words::languages())
            languages.push_back({code, words::load(code)});
        return readiness::html(judged.report, *judged.plan, languages);
    }
    return readiness::text(judged.report, *judged.plan, words::languages().front());
}

Status write(const std::string& path, const std::string& bytes) {
    auto file = SS_TRY(exports::OutFile::create(path));
    SS_TRY(file.write(bytes));
    return file.finish();
}

}  // namespace

int report(const ReportOptions& options) {
    auto judged = rehearse::judge_runs(options.runs);
    if (!judged.ok()) {
        std::fprintf(stderr, "%s\n", judged.error().message.c_str());
        return kWrong;
    }
    if (!options.forecast.empty() && !take_forecast(options.forecast, judged.value()))
        return kWrong;
    const std::string bytes = printed(judged.value(), options.format);
    if (options.out.empty()) {
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    } else if (const auto done = write(options.out, bytes); !done.ok()) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
        return kWrong;
    }
    for (const readiness::Finding& f : judged.value().report.open_findings)
        if (f.blocking) return kBlocked;
    return kFine;
}

}  // namespace ss::cli
