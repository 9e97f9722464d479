#include "cli/print_papers.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "cli/plan_and_scenario.h"
#include "journal/journal.h"
#include "papers/papers.h"

namespace ss::cli {

bool print_papers(std::shared_ptr<const plan::Plan> plan, const std::string& run, const Code& unit,
                  bool quiet) {
    if (!plan->files.contains("forms/words.yaml")) {
        if (!quiet) std::printf("No papers: the plan has no forms/words.yaml.\n");
        return true;
    }
    auto storage = journal::sqlite_storage(run + "/journals/" + unit + ".db", journal::Open::read);
    if (!storage.ok()) {
        std::fprintf(stderr, "%s\n", storage.error().message.c_str());
        return false;
    }
    papers::Options options;
    options.threads = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
    ProgressLine line(quiet);
    const std::string folder = run + "/papers";
    const auto written = papers::print_unit(
        std::move(plan), *storage.value(), folder, options, [&](size_t done, size_t of) {
            line.show(static_cast<double>(done) / static_cast<double>(of),
                      "paper " + std::to_string(done) + "/" + std::to_string(of));
        });
    line.clear();
    if (!written.ok()) {
        std::fprintf(stderr, "%s\n", written.error().message.c_str());
        return false;
    }
    if (quiet) return true;
    std::printf("%zu papers, %zu pages in %s\n", written.value().papers, written.value().pages,
                folder.c_str());
    if (written.value().left_out > 0)
        std::printf("%zu more slips, results and control sheets stand in the registers only.\n",
                    written.value().left_out);
    return true;
}

}  // namespace ss::cli
