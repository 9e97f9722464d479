// What changes over the days, and over the half-hours of a day.
#include <algorithm>
#include <cmath>

#include "simulate/html_page.h"

namespace ss::simulate {

namespace {

constexpr double kWidth = 520, kHeight = 242;
constexpr size_t kDots = 40;  // more days than that are a band, not dots with whiskers

Spot spot(double x, const Figure& f) {
    return {x, std::max(0.0, f.low()), f.mean, f.high()};
}

double hours(int64_t ms_of_day) {
    return static_cast<double>(ms_of_day) / static_cast<double>(kHour);
}

}  // namespace

std::vector<Tick> Page::value_ticks(double most) const {
    std::vector<Tick> out;
    for (const double v : round_steps(0, most, 5))
        out.push_back({v, each([&](const Teller& t) { return t.brief(v); }, "tspan")});
    return out;
}

std::vector<Tick> Page::date_ticks(const UnitFigures& u) const {
    std::vector<Tick> out;
    const size_t step = std::max<size_t>(1, (u.days.size() + 5) / 6);
    for (size_t i = 0; i < u.days.size(); i += step)
        out.push_back({static_cast<double>(i),
                       each([&](const Teller& t) { return t.day(u.days[i].date); }, "tspan")});
    return out;
}

namespace {
// Spots of the days on which there was anything.
std::vector<Spot> spots_of(const UnitFigures& u, Figure DayFigures::* what) {
    std::vector<Spot> out;
    for (size_t i = 0; i < u.days.size(); ++i)
        if (const Figure& f = u.days[i].*what; f.known())
            out.push_back(spot(static_cast<double>(i), f));
    return out;
}
double highest(const std::vector<Spot>& spots, double least) {
    for (const Spot& s : spots) least = std::max(least, s.high);
    return least * 1.1;
}
}  // namespace

void Page::on_time_by_day(const Simulated& r, const UnitFigures& u) {
    std::vector<Spot> spots = spots_of(u, &DayFigures::on_time);
    if (spots.size() < 2) return;
    double least = r.target;
    for (Spot& s : spots) {
        s.high = std::min(1.0, s.high);
        least = std::min(least, s.low);
    }
    least = std::clamp(std::floor(least * 20 - 0.5) / 20, 0.0, 0.9);
    Plot plot(kWidth, kHeight, -0.5, static_cast<double>(u.days.size()) - 0.5, least, 1);
    std::vector<Tick> ticks;
    for (const double v : round_steps(least, 1, 5))
        ticks.push_back({v, each([&](const Teller& t) { return t.share(v, 0); }, "tspan")});
    plot.y_axis(ticks);
    plot.x_axis(date_ticks(u));
    std::vector<std::string> titles;
    size_t below = 0;
    const DayFigures* worst = nullptr;
    for (const DayFigures& d : u.days) {
        if (!d.on_time.known()) continue;
        titles.push_back(
            first([&](const Teller& t) { return t.date(d.date) + ": " + t.share(d.on_time); }));
        below += d.on_time.high() < r.target;
        if (worst == nullptr || d.on_time.mean < worst->on_time.mean) worst = &d;
    }
    if (spots.size() > kDots) plot.band(spots, 8);
    else plot.whiskers(spots, titles);
    plot.level(
        r.target, "target",
        each(
            [&](const Teller& t) { return t.say("simulate.target_short", {t.share(r.target, 0)}); },
            "tspan"));
    const size_t days = spots.size();
    figure(
        "", [](const Teller& t) { return t.say("simulate.on_time_by_day"); },
        [&](const Teller& t) {
            return t.say("simulate.on_time_by_day_says",
                         {std::to_string(below), std::to_string(days), t.date(worst->date),
                          t.share(worst->on_time.mean)});
        },
        plot);
}

void Page::open_by_day(const UnitFigures& u) {
    const std::vector<Spot> spots = spots_of(u, &DayFigures::open);
    if (spots.size() < 2) return;
    const double most = highest(spots, 1);
    Plot plot(kWidth, kHeight, -0.5, static_cast<double>(u.days.size()) - 0.5, 0, most);
    plot.y_axis(value_ticks(most));
    plot.x_axis(date_ticks(u));
    plot.band(spots, 8);
    for (size_t i = 0; u.diverges && i < u.days.size(); ++i) {
        if (u.days[i].date < *u.diverges) continue;
        plot.since(
            static_cast<double>(i), "grows",
            each(
                [&](const Teller& t) { return t.say("simulate.grows_from", {t.day(*u.diverges)}); },
                "tspan"));
        break;
    }
    const double start = spots.front().middle, end = spots.back().middle;
    figure(
        "", [](const Teller& t) { return t.say("simulate.open_by_day"); },
        [&](const Teller& t) {
            if (u.diverges) return t.say("simulate.unit_diverges", {t.date(*u.diverges)});
            return t.say("simulate.open_by_day_says", {t.brief(start), t.brief(end)});
        },
        plot);
}

void Page::wait_by_day(const UnitFigures& u) {
    const std::vector<Spot> spots = spots_of(u, &DayFigures::wait_p90);
    if (spots.size() < 2) return;
    const double most = highest(spots, 5);
    Plot plot(kWidth, kHeight, -0.5, static_cast<double>(u.days.size()) - 0.5, 0, most);
    plot.y_axis(value_ticks(most));
    plot.x_axis(date_ticks(u));
    plot.y_name(each([](const Teller& t) { return t.say("simulate.axis.minutes"); }, "tspan"));
    plot.band(spots, 8);
    const DayFigures* worst = &u.days.front();
    for (const DayFigures& d : u.days)
        if (d.wait_p90.known() && d.wait_p90.mean > worst->wait_p90.mean) worst = &d;
    figure(
        "", [](const Teller& t) { return t.say("simulate.wait_by_day"); },
        [&](const Teller& t) {
            return t.say("simulate.wait_by_day_says",
                         {t.date(worst->date), t.waited(worst->wait_p90.mean)});
        },
        plot);
}

// A half-hour stands at its middle; where the office is closed the band is broken.
void Page::draw_slots(Plot& plot, const std::vector<SlotOfDay>& slots) const {
    std::vector<Spot> spots;
    for (const SlotOfDay& s : slots) spots.push_back({hours(s.from) + 0.25, s.p10, s.mean, s.p90});
    plot.band(spots, 0.51);
}

void Page::counter_by_half_hour(const UnitFigures& u) {
    const std::vector<SlotOfDay>& slots = u.counter_by_half_hour;
    if (slots.size() < 2) return;
    double most = 1;
    const SlotOfDay* worst = &slots.front();
    for (const SlotOfDay& s : slots) {
        most = std::max(most, s.p90);
        if (s.mean > worst->mean) worst = &s;
    }
    most *= 1.1;
    const double from = std::floor(hours(slots.front().from));
    const double to = std::ceil(hours(slots.back().from) + 0.5);
    Plot plot(kWidth, kHeight, from, to, 0, most);
    plot.y_axis(value_ticks(most));
    std::vector<Tick> ticks;
    for (double h = from; h <= to + 0.01; h += 2)
        ticks.push_back({h, clock_text(static_cast<int64_t>(h) * kHour)});
    plot.x_axis(ticks);
    plot.y_name(each([](const Teller& t) { return t.say("simulate.axis.people"); }, "tspan"));
    draw_slots(plot, slots);
    figure(
        "", [](const Teller& t) { return t.say("simulate.counter_by_half_hour"); },
        [&](const Teller& t) {
            return t.say("simulate.counter_says", {clock_text(worst->from), t.brief(worst->mean),
                                                   t.brief(worst->p90), t.brief(worst->most)});
        },
        plot);
}

void Page::lane_by_half_hour(const LaneFigures& l) {
    double most = 1;
    const SlotOfDay* worst = &l.by_half_hour.front();
    for (const SlotOfDay& s : l.by_half_hour) {
        most = std::max(most, s.p90);
        if (s.mean > worst->mean) worst = &s;
    }
    most *= 1.15;
    const double from = std::floor(hours(l.by_half_hour.front().from));
    const double to = std::ceil(hours(l.by_half_hour.back().from) + 0.5);
    Plot plot(290, 136, from, to, 0, most);
    std::vector<Tick> ticks;
    for (const double v : round_steps(0, most, 3))
        ticks.push_back({v, each([&](const Teller& t) { return t.brief(v); }, "tspan")});
    plot.y_axis(ticks);
    ticks.clear();
    for (double h = from; h <= to + 0.01; h += 3)
        ticks.push_back({h, clock_text(static_cast<int64_t>(h) * kHour)});
    plot.x_axis(ticks);
    draw_slots(plot, l.by_half_hour);
    figure(
        l.diverges ? "bad" : "", [&](const Teller& t) { return t.lane(l.lane); },
        [&](const Teller& t) {
            if (l.diverges) return t.say("simulate.since_grows", {t.date(*l.diverges)});
            return t.say("simulate.lane_says", {clock_text(worst->from), t.brief(worst->mean)});
        },
        plot);
}

void Page::days(const Simulated& r, const UnitFigures& u, const std::string& suffix) {
    if (u.days.size() < 2 && u.counter_by_half_hour.size() < 2) return;
    open_unit_section("days" + suffix, "simulate.days_title", u);
    out_ += "<p class=\"soft\">" + say("simulate.days_text") + "</p><div class=\"plots\">";
    on_time_by_day(r, u);
    open_by_day(u);
    counter_by_half_hour(u);
    wait_by_day(u);
    out_ += "</div>";
    close_section();
}

}  // namespace ss::simulate
