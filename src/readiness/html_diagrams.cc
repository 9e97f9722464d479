// The procedures of the day with waiting and lateness as heat on their steps.
#include <algorithm>

#include "readiness/html_page.h"

namespace ss::readiness {

namespace {

// Hotter the longer the slowest tenth waited: minutes of waiting at which each colour begins.
int heat_of(const StepHeat& step) {
    const int64_t minutes = step.wait_p90 / kMinute;
    int heat = 1;
    for (const int64_t from : {10, 30, 60, 120}) heat += minutes >= from;
    if (step.overdue > 0) heat = std::max(heat, 4);
    return heat;
}

int64_t total(const std::vector<StepHeat>& steps) {
    int64_t items = 0;
    for (const StepHeat& s : steps) items += s.items;
    return items;
}

}  // namespace

std::string Page::diagrams(const UnitReport& unit) const {
    std::vector<std::pair<int64_t, Code>> order;
    for (const auto& [code, steps] : unit.heat) order.emplace_back(-total(steps), code);
    std::sort(order.begin(), order.end());
    std::string out;
    size_t n = 0;
    for (const auto& [busy, code] : order) {
        const plan::Procedure* p = plan.procedure(code);
        const std::string path = p != nullptr ? p->process_file : "processes/" + code + ".bpmn";
        const auto file = plan.files.find(path);
        if (file == plan.files.end()) continue;
        std::map<Code, Mark> marks;
        int64_t overdue = 0, worst = 0;
        for (const StepHeat& s : unit.heat.at(code)) {
            overdue += s.overdue;
            worst = std::max(worst, s.wait_p90);
            marks[s.node] = {
                heat_of(s), std::to_string(s.items), s.overdue > 0,
                plain(languages.front(), "report.step",
                      {std::to_string(s.items), std::to_string(s.open), std::to_string(s.overdue),
                       duration(languages.front(), s.wait_p50),
                       duration(languages.front(), s.wait_p90),
                       duration(languages.front(), s.work_p50)})};
        }
        const std::string title =
            p != nullptr ? p->name.get(languages.front().code) : plain(languages.front(), code);
        const auto svg = diagram(file->second, marks, "p" + std::to_string(n) + "-", title);
        if (!svg.ok()) continue;
        out +=
            "<details" + std::string(n < 3 ? " open" : "") + "><summary>" +
            (p != nullptr ? both(p->name, code) : escaped(code)) + " <small>" + escaped(code) +
            " · " + each([&](const Language& l) {
                return plain(l, "report.diagram",
                             {std::to_string(-busy), duration(l, worst), std::to_string(overdue)});
            }) +
            "</small></summary><div class=\"wide\">" + svg.value() + "</div></details>\n";
        ++n;
    }
    if (out.empty()) return "<p class=\"none\">" + say("report.no_evidence") + "</p>";
    return out;
}

}  // namespace ss::readiness
