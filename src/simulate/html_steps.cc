// The procedures drawn, with their waiting as heat on the steps where it arises.
#include <algorithm>
#include <map>

#include "readiness/diagram.h"
#include "simulate/html_page.h"

namespace ss::simulate {

using readiness::escaped;

namespace {

// Waiting of a run at one step, in minutes, and what the steps of a call add up to.
struct Heat {
    double waiting = 0, done = 0, late = 0;
    const StepFigures* slowest = nullptr;  // whose times are told
    double slowest_waiting = -1;
};
struct Drawn {
    Code procedure;
    std::string file;
    std::map<Code, Heat> nodes;
    double waiting = 0;
};

double waiting_of(const StepFigures& s) {
    return s.done.known() && s.wait.mean.known() ? s.done.mean * s.wait.mean.mean : 0;
}

void add(Heat& heat, const StepFigures& s) {
    const double waiting = waiting_of(s);
    heat.waiting += waiting;
    // A dossier passes each step of a call: the call has as many as its busiest step.
    heat.done = std::max(heat.done, s.done.mean);
    if (s.late.known()) heat.late = std::max(heat.late, s.late.mean);
    if (waiting > heat.slowest_waiting) heat.slowest = &s, heat.slowest_waiting = waiting;
}

// A step inside a called process ("tail/sign") lies on the call. Most waiting first.
std::vector<Drawn> drawn_of(const UnitFigures& u, const plan::Plan& plan) {
    std::map<Code, Drawn> by;
    for (const StepFigures& s : u.steps) {
        Drawn& d = by[s.procedure];
        d.procedure = s.procedure;
        if (s.node == "receive" || s.node == "return") continue;  // the counter is not drawn
        add(d.nodes[s.node.substr(0, s.node.find('/'))], s);
        d.waiting += waiting_of(s);
    }
    std::vector<Drawn> all;
    for (auto& [code, d] : by) {
        const plan::Procedure* p = plan.procedure(code);
        if (p != nullptr) d.file = p->process_file;
        all.push_back(std::move(d));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Drawn& a, const Drawn& b) { return a.waiting > b.waiting; });
    return all;
}

int heat_of(double share) {
    int heat = 1;
    for (const double from : {0.05, 0.15, 0.30, 0.50}) heat += share >= from;
    return heat;
}

}  // namespace

void Page::steps_table(const UnitFigures& u, const Code& procedure) {
    open_table({"simulate.step", "simulate.lane", "#simulate.done", "#simulate.step_wait_p50",
                "#simulate.step_wait_p90", "#simulate.service", "#simulate.step_late"});
    std::vector<const StepFigures*> order;
    for (const StepFigures& s : u.steps)
        if (s.procedure == procedure) order.push_back(&s);
    std::stable_sort(order.begin(), order.end(), [](const StepFigures* a, const StepFigures* b) {
        return waiting_of(*a) > waiting_of(*b);
    });
    for (const StepFigures* s : order)
        row({each([&](const Teller& t) { return t.step(*s); }),
             each([&](const Teller& t) { return t.role(s->role); }), count(s->done),
             worked(s->wait.p50), worked(s->wait.p90), worked(s->service),
             s->late.known() ? share(s->late) : "–"});
    close_table();
}

void Page::steps(const UnitFigures& u) {
    if (u.steps.empty()) return;
    open_unit_section("steps", "simulate.steps", u);
    out_ += "<p class=\"soft\">" + say("simulate.steps_text") + "</p>" +
            readiness::heat_legend(
                [&](const std::string& heat) { return say("simulate.heat." + heat); }) +
            "\n";
    size_t n = 0;
    for (const Drawn& d : drawn_of(u, plan_)) {
        std::map<Code, readiness::Mark> marks;
        const Heat* hottest = nullptr;
        for (const auto& [node, heat] : d.nodes) {
            const double part = d.waiting > 0 ? heat.waiting / d.waiting : 0;
            const std::string tip = first([&](const Teller& t) {
                return t.say("simulate.step_tip",
                             {t.step(*heat.slowest), t.brief(heat.done), t.share(part, 0),
                              t.worked(heat.slowest->wait.p50), t.worked(heat.slowest->wait.p90),
                              t.worked(heat.slowest->service)});
            });
            const std::string badge =
                part < 0.01 ? "" : first([&](const Teller& t) { return t.number(part * 100); });
            marks[node] = {heat_of(part), badge, heat.late >= 0.05, tip};
            if (hottest == nullptr || heat.waiting > hottest->waiting) hottest = &heat;
        }
        const auto file = plan_.files.find(d.file);
        const auto name = [&](const Teller& t) { return t.procedure(d.procedure); };
        out_ += "<details" + std::string(n < 2 ? " open" : "") + "><summary>" + each(name) +
                " <small>" + escaped(d.procedure);
        if (hottest != nullptr && hottest->waiting > 0)
            out_ += " · " + each([&](const Teller& t) {
                        return t.say(
                            "simulate.hottest",
                            {t.step(*hottest->slowest), t.share(hottest->waiting / d.waiting, 0)});
                    });
        out_ += "</small></summary>";
        if (file != plan_.files.end())
            if (const auto svg = readiness::diagram(file->second, marks,
                                                    "p" + std::to_string(n) + "-", first(name));
                svg.ok())
                out_ += "<div class=\"wide\">" + svg.value() + "</div>";
        steps_table(u, d.procedure);
        out_ += "</details>\n";
        ++n;
    }
    close_section();
}

}  // namespace ss::simulate
