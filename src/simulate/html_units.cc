// Many units: how they spread, the worst by name; the agencies they ask; and the dossiers a
// forecast began with.
#include <algorithm>

#include "readiness/diagram.h"
#include "simulate/html_page.h"

namespace ss::simulate {

using readiness::escaped;

namespace {
constexpr size_t kShown = 10, kFolded = 90;  // rows open, and behind a fold; the JSON has all
constexpr double kStep = 0.05;               // of the histogram
}  // namespace

// How many units lie in each twentieth of on-time shares.
void Page::units_plot(const Simulated& r) {
    constexpr size_t kSteps = static_cast<size_t>(1 / kStep + 0.5);
    std::vector<size_t> n(kSteps, 0);
    double least = 1;
    size_t most = 1;
    for (const UnitFigures& u : r.units) {
        if (!u.on_time.known()) continue;
        const double share = std::clamp(u.on_time.mean, 0.0, 1.0);
        most = std::max(most, ++n[std::min(kSteps - 1, static_cast<size_t>(share / kStep))]);
        least = std::min(least, share);
    }
    const double from = std::min(0.75, static_cast<double>(static_cast<int>(least * 10)) / 10);
    Plot plot(560, 190, from, 1, 0, static_cast<double>(most) * 1.12);
    plot.y_axis(value_ticks(static_cast<double>(most) * 1.12));
    for (size_t i = 0; i < kSteps; ++i) {
        const double x = static_cast<double>(i) * kStep;
        if (n[i] == 0) continue;
        plot.bar(x, x + kStep, static_cast<double>(n[i]),
                 x + kStep <= r.target + 1e-9 ? "fails" : "holds", first([&](const Teller& t) {
                     return t.share(x, 0) + " – " + t.share(x + kStep, 0) + ": " + t.number(n[i]);
                 }));
    }
    std::vector<Tick> ticks;
    for (const double v : round_steps(from, 1, 6))
        ticks.push_back({v, each([&](const Teller& t) { return t.share(v, 0); }, "tspan")});
    plot.x_axis(ticks);
    plot.y_name(each([](const Teller& t) { return t.say("simulate.axis.units"); }, "tspan"));
    plot.since(
        r.target, "target",
        each(
            [&](const Teller& t) { return t.say("simulate.target_short", {t.share(r.target, 0)}); },
            "tspan"));
    size_t by[4] = {};
    for (const UnitFigures& u : r.units) ++by[static_cast<size_t>(standing(u.on_time, r.target))];
    size_t growing = 0;
    for (const UnitFigures& u : r.units) growing += u.diverges.has_value();
    figure(
        "", [](const Teller& t) { return t.say("simulate.units_plot"); },
        [&](const Teller& t) {
            return t.say("simulate.units_standing",
                         {t.number(by[1]), t.number(by[2]), t.number(by[3]), t.number(growing)});
        },
        plot);
}

void Page::unit_row(const Simulated& r, const UnitFigures& u, double least) {
    std::string name = each([&](const Teller& t) { return t.unit(u.unit); });
    if (u.synthetic) name += " <span class=\"tag mark\">" + say("simulate.synthetic") + "</span>";
    if (u.staff_assumed)
        name += " <span class=\"tag mark\">" + say("simulate.staff_assumed") + "</span>";
    const auto lanes = worst_lanes(u);
    std::vector<std::string> cells{
        name,
        share(u.on_time),
        u.on_time.known()
            ? interval_strip(least, 1, u.on_time.low(), u.on_time.mean, u.on_time.high(), r.target,
                             name_of(standing(u.on_time, r.target)))
            : "",
        waited(u.wait.p90),
        worked(u.cycle.p90),
        count(u.overdue),
        u.diverges ? "<span class=\"chip fails\">" +
                         each([&](const Teller& t) { return t.day(*u.diverges); }) + "</span>"
                   : ""};
    if (!lanes.empty())
        cells.push_back(each([&](const Teller& t) { return t.lane(lanes.front()->lane); }));
    row(cells);
}

void Page::units_table(const Simulated& r, const std::vector<const UnitFigures*>& units) {
    double least = r.target;
    bool lanes = false;  // of very many units none are kept
    for (const UnitFigures& u : r.units) {
        if (u.on_time.known()) least = std::min(least, u.on_time.low());
        lanes = lanes || !u.lanes.empty();
    }
    least = std::clamp(least - 0.02, 0.0, 0.98);
    std::vector<std::string> heads{
        "simulate.unit",       "#simulate.on_time",   "~",
        "#simulate.wait_p90",  "#simulate.cycle_p90", "#simulate.overdue",
        "simulate.grows_since"};
    if (lanes) heads.push_back("simulate.bottleneck");
    open_table(heads);
    for (const UnitFigures* u : units) unit_row(r, *u, least);
    close_table();
}

void Page::units(const Simulated& r) {
    if (r.units.size() < 2) return;
    open_section("units", "simulate.units");
    units_plot(r);
    const std::vector<const UnitFigures*> order = worst_units(r);
    if (order.size() > kShown) out_ += "<h3>" + say("simulate.worst_units") + "</h3>";
    const auto some = [&](size_t from, size_t to) {
        units_table(r, {order.begin() + static_cast<std::ptrdiff_t>(from),
                        order.begin() + static_cast<std::ptrdiff_t>(to)});
    };
    some(0, std::min(kShown, order.size()));
    if (order.size() > kShown) {
        const size_t end = std::min(order.size(), kShown + kFolded);
        out_ += "<details><summary>" + each([&](const Teller& t) {
                    return t.say("simulate.next_units",
                                 {std::to_string(kShown + 1), std::to_string(end)});
                }) +
                "</summary>";
        some(kShown, end);
        out_ += "</details>";
        if (end < order.size())
            out_ += "<p class=\"soft\">" + each([&](const Teller& t) {
                        return t.say("simulate.rest_in_json", {t.number(order.size() - end)});
                    }) +
                    "</p>";
    }
    close_section();
}

void Page::dossiers(const Forecast& f) {
    constexpr size_t kMost = 200;
    out_ += "<section id=\"dossiers\"><h2>" +
            each([&](const Teller& t) { return t.say("simulate.dossiers", {t.moment(f.from)}); }) +
            "</h2>\n";
    if (f.dossiers.empty()) {
        out_ += "<p>" + say("simulate.no_dossiers") + "</p>";
        return close_section();
    }
    out_ += "<p>" + each([&](const Teller& t) { return t.dossiers(f); }) + "</p>";
    const std::vector<std::string> heads{
        "simulate.dossier", "simulate.procedure",  "#simulate.late",      "~",
        "#simulate.due",    "#simulate.ready_p50", "#simulate.ready_p90", "simulate.stands_at"};
    open_table(heads);
    for (size_t i = 0; i < std::min(kMost, f.dossiers.size()); ++i) {
        if (i == 15) {  // what matters first, the rest behind a fold
            close_table();
            out_ += "<details><summary>" + each([&](const Teller& t) {
                        return t.say("simulate.text.more", {t.number(f.dossiers.size() - i)});
                    }) +
                    "</summary>";
            open_table(heads);
        }
        const DossierForecast& d = f.dossiers[i];
        const char* css = d.late.mean >= 0.5 ? "fails" : d.late.mean >= 0.1 ? "unclear" : "holds";
        const auto ready = [&](const std::optional<Instant>& at) {
            return each([&](const Teller& t) { return t.ready(at, f.result); });
        };
        row({"<b class=\"nowrap\">" +
                 escaped(d.code.empty() ? "#" + std::to_string(d.dossier) : d.code) + "</b>",
             each([&](const Teller& t) { return t.procedure(d.procedure); }),
             each([&](const Teller& t) { return t.share(d.late); }),
             bar_strip(1, d.late.mean, 0, {}, css),
             d.due ? each([&](const Teller& t) { return t.moment(*d.due); }) : "–",
             ready(d.ready_p50), ready(d.ready_p90),
             escaped(d.stands_at) + (d.stage.empty() ? "" : " <small>" + each([&](const Teller& t) {
                                                                return t.stage(d.stage);
                                                            }) + "</small>")});
    }
    close_table();
    if (f.dossiers.size() > 15) out_ += "</details>";
    close_section();
}

void Page::agencies(const Simulated& r) {
    if (r.agencies.empty()) return;
    open_section("agencies", "simulate.agencies");
    const auto order = worst_agencies(r);
    for (const AgencyFigures* a : order)
        if (a->diverges)
            out_ += "<p class=\"note bad\">" + each([&](const Teller& t) {
                        return t.say("simulate.agency_diverges",
                                     {t.unit(a->agency), t.date(*a->diverges)});
                    }) +
                    "</p>\n";
    open_table({"simulate.agency", "#simulate.people_count", "#simulate.asked",
                "#simulate.answered", "#simulate.utilisation", "#simulate.queue_mean",
                "#simulate.waiting_at_end", "#simulate.step_wait_p50", "#simulate.step_wait_p90"});
    for (const AgencyFigures* a : order)
        row({each([&](const Teller& t) { return t.unit(a->agency); }),
             first([&](const Teller& t) { return t.people(*a); }), count(a->asked),
             count(a->answered), share(a->utilisation), count(a->waiting), count(a->waiting_at_end),
             worked(a->wait.p50), worked(a->wait.p90)});
    close_table();
    out_ += "<p class=\"soft\">" + say("simulate.agencies_text") + "</p>";
    close_section();
}

}  // namespace ss::simulate
