// Where it breaks, and the small changes that mend it.
#include <algorithm>

#include "readiness/diagram.h"
#include "simulate/html_page.h"

namespace ss::simulate {

using readiness::escaped;

namespace {

std::string letter(size_t i) {
    return i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1);
}

const char* css(const Remedy& m) {
    return m.restores ? "holds" : m.perhaps ? "unclear" : "fails";
}

// From today's load to the furthest tried: what holds, what is not known, what fails.
std::string break_strip(const BreakingPoint& b) {
    const double none = b.what == "load" ? 1 : 0;
    const double holds = std::max(0.0, b.holds - none), at = b.found ? b.at - none : holds;
    const double to = std::max({at, holds, b.what == "load" ? 0.1 : 1.0}) * 1.35;
    const auto rect = [&](const char* css, double from, double until) {
        return std::string("<rect class=\"") + css + "\" x=\"" + coordinate(1000 * from / to) +
               "\" y=\"3\" width=\"" + coordinate(std::max(0.0, 1000 * (until - from) / to)) +
               "\" height=\"14\"/>";
    };
    const double fails = std::max(at, 0.0);
    return "<svg class=\"strip break\" aria-hidden=\"true\" viewBox=\"0 0 1000 20\" "
           "preserveAspectRatio=\"none\">" +
           rect("good", 0, holds) +
           (b.found ? rect("between", holds, fails) + rect("bad", fails, to)
                    : rect("rest", holds, to)) +
           "</svg>";
}

}  // namespace

std::string Page::moves(const Remedy& remedy) const {
    std::string out;
    for (const Move& m : remedy.moves) {
        const std::string key = "simulate.move." + m.kind;
        out += "<div><span class=\"tag\">" +
               (tellers_.front().knows(key) ? say(key) : escaped(m.kind)) + "</span>" +
               each([&](const Teller& t) { return m.text.get(t.language()); }) + "</div>";
    }
    return out;
}

void Page::breaks(const Search& s) {
    if (s.breaks.empty()) return;
    open_section("breaks", "simulate.breaks");
    out_ += "<p class=\"soft\">" + say("simulate.breaks_text") + "</p><div class=\"breaks\">";
    for (const BreakingPoint& b : s.breaks) {
        const double none = b.what == "load" ? 1 : 0;
        const std::string big = each([&](const Teller& t) {
            if (b.found && b.at <= none) return t.say("simulate.break.already");
            const std::string far = (b.what == "load" ? "+" : "") + t.how_far(b, b.at);
            return b.found ? far : t.say("simulate.break.beyond", {far});
        });
        out_ += "<div class=\"card s-" +
                std::string(b.found && b.at <= none  ? "fails"
                            : b.found || b.undecided ? "unclear"
                                                     : "holds") +
                "\">" + say("simulate.break." + b.what + ".name") + "<b class=\"big\">" + big +
                "</b>" + break_strip(b) + "<p>" +
                each([&](const Teller& t) { return t.breaking(b, s.unit, s.target); }) +
                "</p></div>\n";
    }
    out_ += "</div><div class=\"legend\"><span><i class=\"good\"></i>" +
            say("simulate.break.legend_holds") + "</span><span><i class=\"between\"></i>" +
            say("simulate.break.legend_between") + "</span><span><i class=\"bad\"></i>" +
            say("simulate.break.legend_fails") + "</span></div>";
    close_section();
}

void Page::remedies(const Search& s) {
    if (s.remedies.empty()) return;
    open_section("remedies", "simulate.remedies");
    out_ += "<p class=\"soft\">" + each([&](const Teller& t) {
                return t.say(
                    "simulate.remedies_text",
                    {t.share(s.on_time_now), t.share(s.target, 0),
                     s.load.empty() ? t.say("simulate.as_it_stands") : s.load.get(t.language())});
            }) +
            "</p>";
    double least = s.target;
    for (const Remedy& m : s.remedies) least = std::min(least, m.on_time.low());
    least = std::max(0.0, least - 0.02);
    open_table({"#simulate.rank", "simulate.changes", "#simulate.cost", "#simulate.on_time", "~",
                "#simulate.cycle_mean", "simulate.conclusion"});
    for (size_t i = 0; i < s.remedies.size(); ++i) {
        const Remedy& m = s.remedies[i];
        const bool tie = m.tie && i > 0;
        row({std::string(tie ? "=&nbsp;" : "") + std::to_string(i + 1), moves(m), cost(m.cost),
             share(m.on_time),
             m.on_time.known()
                 ? interval_strip(least, 1, m.on_time.low(), m.on_time.mean, m.on_time.high(),
                                  s.target, name_of(standing(m.on_time, s.target)))
                 : "",
             worked(m.wait),
             std::string("<span class=\"chip ") + css(m) + "\">" + say(Teller::conclusion(m)) +
                 "</span>" +
                 (tie ? " <span class=\"chip tie\">" + say("simulate.tie_above") + "</span>"
                      : "")});
    }
    close_table();
    out_ += "<p class=\"soft\">" + say("simulate.cost_text") + "</p>";
    close_section();
}

void Page::pareto_plot(const Search& s) {
    double cost = 0, wait = 0;
    std::vector<Spot> front;
    for (const Remedy& m : s.pareto) {
        cost = std::max(cost, m.cost);
        wait = std::max(wait, m.wait.high());
        front.push_back({m.cost, m.wait.low(), m.wait.mean, m.wait.high()});
    }
    std::stable_sort(front.begin(), front.end(),
                     [](const Spot& a, const Spot& b) { return a.x < b.x; });
    Plot plot(560, 270, 0, std::max(cost, 1.0) * 1.06, 0, std::max(wait, 1.0) * 1.08);
    std::vector<Tick> ticks;
    for (const double v : round_steps(0, std::max(wait, 1.0) * 1.08 / 60, 5))
        ticks.push_back({v * 60, each([&](const Teller& t) { return t.brief(v); }, "tspan")});
    plot.y_axis(ticks);
    ticks.clear();
    for (const double v : round_steps(0, std::max(cost, 1.0) * 1.06, 7))
        ticks.push_back({v, each([&](const Teller& t) { return t.brief(v); }, "tspan")});
    plot.x_axis(ticks);
    const auto named = [&](const char* key) {
        return each([&](const Teller& t) { return t.say(key); }, "tspan");
    };
    plot.y_name(named("simulate.axis.cycle_hours"));
    plot.x_name(named("simulate.axis.cost"));
    plot.line("front", front);
    plot.whiskers(front, {});
    for (size_t i = 0; i < s.pareto.size(); ++i) {
        const Remedy& m = s.pareto[i];
        plot.dot(css(m), m.cost, m.wait.mean, letter(i),
                 joined(m.moves, tellers_.front().language()));
    }
    figure(
        "", [](const Teller& t) { return t.say("simulate.pareto_plot"); },
        [](const Teller& t) { return t.say("simulate.pareto_says"); }, plot);
}

void Page::pareto(const Search& s) {
    if (s.pareto.empty()) return;
    open_section("pareto", "simulate.pareto");
    out_ += "<p class=\"soft\">" + say("simulate.pareto_text") + "</p><div class=\"beside\">";
    pareto_plot(s);
    out_ += "<div>";
    open_table(
        {"", "simulate.changes", "#simulate.cost", "#simulate.cycle_mean", "#simulate.on_time"});
    for (size_t i = 0; i < s.pareto.size(); ++i) {
        const Remedy& m = s.pareto[i];
        row({"<b class=\"letter " + std::string(css(m)) + "\">" + letter(i) + "</b>",
             m.moves.empty() ? say("simulate.no_change") : moves(m), cost(m.cost), worked(m.wait),
             share(m.on_time)});
    }
    close_table();
    out_ += "</div></div>";
    close_section();
}

}  // namespace ss::simulate
