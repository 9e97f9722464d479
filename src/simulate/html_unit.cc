// One unit at length: its procedures, lanes and people. The plots over time are in html_days.cc.
#include <algorithm>

#include "readiness/diagram.h"
#include "simulate/html_page.h"

namespace ss::simulate {

using readiness::escaped;

namespace {
// How busy somebody may be before every chance delay grows into a queue.
constexpr double kBusy = 0.85;

const char* load_css(double utilisation) {
    return utilisation >= kBusy ? "fails" : utilisation >= 0.7 ? "unclear" : "holds";
}
}  // namespace

void Page::procedures(const Simulated& r, const UnitFigures& u, const std::string& suffix) {
    if (u.procedures.empty()) return;
    open_unit_section("procedures" + suffix, "simulate.procedures", u);
    const auto order = latest_procedures(u);
    double least = r.target;
    for (const ProcedureFigures* p : order)
        if (p->on_time.known()) least = std::min(least, p->on_time.low());
    least = std::clamp(least - 0.02, 0.0, 0.98);
    open_table({"simulate.procedure", "#simulate.arrived", "#simulate.on_time", "~",
                "#simulate.wait_p90", "#simulate.cycle_p50", "#simulate.cycle_p90",
                "#simulate.supplemented", "#simulate.apologised"});
    for (const ProcedureFigures* p : order) {
        row({each([&](const Teller& t) { return t.procedure(p->procedure); }) + " <small>" +
                 escaped(p->procedure) + "</small>",
             count(p->arrived), share(p->on_time),
             p->on_time.known()
                 ? interval_strip(least, 1, p->on_time.low(), p->on_time.mean, p->on_time.high(),
                                  r.target, name_of(standing(p->on_time, r.target)))
                 : "",
             waited(p->wait.p90), worked(p->cycle.p50), worked(p->cycle.p90),
             share(p->supplemented), share(p->apologised)});
    }
    close_table();
    out_ += "<p class=\"soft\">" + say("simulate.procedures_text") + "</p>";
    close_section();
}

void Page::lanes(const UnitFigures& u, const std::string& suffix) {
    if (u.lanes.empty()) return;
    open_unit_section("lanes" + suffix, "simulate.lanes", u);
    const auto order = worst_lanes(u);
    for (const LaneFigures* l : order)
        if (l->diverges)
            out_ +=
                "<p class=\"note bad\">" + each([&](const Teller& t) {
                    return t.say("simulate.lane_diverges", {t.lane(l->lane), t.date(*l->diverges)});
                }) +
                "</p>\n";
    open_table({"simulate.lane", "#simulate.people_count", "#simulate.utilisation", "~",
                "#simulate.queue_mean", "#simulate.queue_most", "#simulate.step_wait_p90",
                "#simulate.share_of_wait"});
    for (const LaneFigures* l : order)
        row({each([&](const Teller& t) { return t.lane(l->lane); }), std::to_string(l->people),
             share(l->utilisation),
             bar_strip(1.2, l->utilisation.mean, l->utilisation.half, {kBusy, 1},
                       load_css(l->utilisation.mean)),
             count(l->waiting), count(l->most), worked(l->wait.p90),
             each([&](const Teller& t) { return t.share(l->share_of_wait, 0); })});
    close_table();
    out_ += "<p class=\"soft\">" + say("simulate.lanes_text") + "</p>";
    constexpr size_t kPlots = 8;
    size_t drawn = 0;
    for (const LaneFigures* l : order) {
        if (l->by_half_hour.size() < 2 || drawn == kPlots) continue;
        if (drawn++ == 0)
            out_ += "<h3>" + say("simulate.lanes_by_half_hour") + "</h3><div class=\"small\">";
        lane_by_half_hour(*l);
    }
    if (drawn > 0) out_ += "</div>";
    close_section();
}

void Page::people(const UnitFigures& u, const std::string& suffix) {
    if (u.people.empty()) return;
    open_unit_section("people" + suffix, "simulate.people", u);
    out_ += "<p class=\"soft\">" + say("simulate.people_text") + "</p>";
    if (u.staff_assumed) out_ += "<p class=\"note\">" + say("simulate.staff_assumed_text") + "</p>";
    const auto one = [&](const PersonFigures& p) {
        std::string name =
            "<b>" + each([&](const Teller& t) { return t.officer(u.unit, p.officer); }) + "</b>";
        if (!p.posts.empty())
            name +=
                "<br><small>" + each([&](const Teller& t) { return t.main_post(p); }) + "</small>";
        row({name, share(p.utilisation),
             p.utilisation.known() ? bar_strip(1.2, p.utilisation.mean, p.utilisation.half,
                                               {kBusy, 1}, load_css(p.utilisation.mean))
                                   : "",
             count(p.signatures), count(p.pieces), waited(p.overtime), count(p.away)});
    };
    const std::vector<std::string> heads{
        "simulate.person",      "#simulate.utilisation", "~",
        "#simulate.signatures", "#simulate.pieces",      "#simulate.overtime",
        "#simulate.away"};
    const auto order = most_loaded(u);
    constexpr size_t kShown = 12;
    open_table(heads);
    for (size_t i = 0; i < std::min(kShown, order.size()); ++i) one(*order[i]);
    close_table();
    if (order.size() > kShown) {
        out_ += "<details><summary>" + each([&](const Teller& t) {
                    return t.say("simulate.more_people", {std::to_string(order.size() - kShown)});
                }) +
                "</summary>";
        open_table(heads);
        for (size_t i = kShown; i < order.size(); ++i) one(*order[i]);
        close_table();
        out_ += "</details>";
    }
    posts(u);
    close_section();
}

void Page::posts(const UnitFigures& u) {
    if (u.posts.empty()) return;
    out_ += "<h3>" + say("simulate.by_post") + "</h3>\n";
    std::vector<const PostFigures*> order;
    for (const PostFigures& p : u.posts) order.push_back(&p);
    std::stable_sort(order.begin(), order.end(), [](const PostFigures* a, const PostFigures* b) {
        return a->utilisation.mean > b->utilisation.mean;
    });
    open_table({"simulate.post", "#simulate.people_count", "#simulate.utilisation", "~",
                "#simulate.signatures", "#simulate.pieces", "#simulate.overtime",
                "#simulate.away"});
    for (const PostFigures* p : order)
        row({each([&](const Teller& t) { return t.post(p->post); }), std::to_string(p->people),
             share(p->utilisation),
             p->utilisation.known() ? bar_strip(1.2, p->utilisation.mean, p->utilisation.half,
                                                {kBusy, 1}, load_css(p->utilisation.mean))
                                    : "",
             count(p->signatures), count(p->pieces), waited(p->overtime), count(p->away)});
    close_table();
}

void Page::unit(const Simulated& r, const UnitFigures& u, const std::string& suffix) {
    days(r, u, suffix);
    procedures(r, u, suffix);
    lanes(u, suffix);
    people(u, suffix);
    if (suffix.empty()) steps(u);  // diagrams are large: of the first unit only
}

}  // namespace ss::simulate
