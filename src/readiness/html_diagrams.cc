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

// Two steps on one place of a diagram: counts add up, of waits the longer one shows.
void merge(StepHeat& into, const StepHeat& step) {
    into.items += step.items;
    into.open += step.open;
    into.overdue += step.overdue;
    into.wait_p50 = std::max(into.wait_p50, step.wait_p50);
    into.wait_p90 = std::max(into.wait_p90, step.wait_p90);
    into.work_p50 = std::max(into.work_p50, step.work_p50);
}

using Steps = std::map<Code, StepHeat>;
struct Drawn {
    Code code;  // of a procedure, or of a process that several call
    std::string file;
    Steps steps;
    int64_t items = 0;
};

// A step inside a called process ("tail/sign") is shown on the call and, of all procedures
// together, on the diagram of the process called.
std::vector<Drawn> drawn_of(const UnitReport& unit, const plan::Plan& plan) {
    std::map<Code, Drawn> shared;
    std::vector<Drawn> all;
    for (const auto& [code, steps] : unit.heat) {
        const plan::Procedure* p = plan.procedure(code);
        Drawn drawn{code, p != nullptr ? p->process_file : "processes/" + code + ".bpmn", {}, 0};
        const auto file = plan.files.find(drawn.file);
        if (file == plan.files.end()) continue;
        const auto calls = called_by(file->second);
        for (const StepHeat& step : steps) {
            drawn.items += step.items;
            const size_t slash = step.node.find('/');
            const Code outer = step.node.substr(0, slash);
            StepHeat& place = drawn.steps[outer];
            const int64_t before = place.items;
            merge(place, step);
            // A dossier passes each step of a call: the call has as many as its busiest step.
            if (slash != Code::npos) place.items = std::max(before, step.items);
            const auto call = calls.find(outer);
            if (slash == Code::npos || call == calls.end()) continue;
            Drawn& inner = shared[call->second];
            merge(inner.steps[step.node.substr(slash + 1)], step);
            inner.items += step.items;
        }
        all.push_back(std::move(drawn));
    }
    for (auto& [code, drawn] : shared) {
        drawn.code = code;
        drawn.file = "processes/" + code + ".bpmn";
        all.push_back(std::move(drawn));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Drawn& a, const Drawn& b) { return a.items > b.items; });
    return all;
}

}  // namespace

std::string Page::diagrams(const UnitReport& unit) const {
    std::string out;
    size_t n = 0;
    const Language& first = languages.front();
    for (const Drawn& drawn : drawn_of(unit, plan)) {
        const auto file = plan.files.find(drawn.file);
        if (file == plan.files.end()) continue;
        std::map<Code, Mark> marks;
        StepHeat sum;
        for (const auto& [node, s] : drawn.steps) {
            merge(sum, s);
            marks[node] = {heat_of(s), std::to_string(s.items), s.overdue > 0,
                           plain(first, "report.step",
                                 {std::to_string(s.items), std::to_string(s.open),
                                  std::to_string(s.overdue), duration(first, s.wait_p50),
                                  duration(first, s.wait_p90), duration(first, s.work_p50)})};
        }
        const plan::Procedure* p = plan.procedure(drawn.code);
        const std::string title =
            p != nullptr ? p->name.get(first.code) : plain(first, "report.shared_process");
        const auto svg = diagram(file->second, marks, "p" + std::to_string(n) + "-", title);
        if (!svg.ok()) continue;
        out += "<details" + std::string(n < 3 ? " open" : "") + "><summary>" +
               (p != nullptr ? both(p->name, drawn.code) : say("report.shared_process")) +
               " <small>" + escaped(drawn.code) + " · " + each([&](const Language& l) {
                   return plain(l, "report.diagram",
                                {std::to_string(drawn.items), duration(l, sum.wait_p90),
                                 std::to_string(sum.overdue)});
               }) +
               "</small></summary><div class=\"wide\">" + svg.value() + "</div></details>\n";
        ++n;
    }
    if (out.empty()) return "<p class=\"none\">" + say("report.no_evidence") + "</p>";
    return out;
}

}  // namespace ss::readiness
