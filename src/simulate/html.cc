// The page as a whole: the verdict, the variants beside one another, what it rests on.
#include "readiness/html.h"

#include <algorithm>

#include "readiness/diagram.h"
#include "simulate/html_page.h"

namespace ss::simulate {

using readiness::escaped;

Page::Page(const Findings& findings, const plan::Plan& plan) : found_(findings), plan_(plan) {
    for (readiness::Language& l : readiness::languages_of(plan))
        tellers_.emplace_back(plan, l.code, std::move(l.words));
}

std::string Page::each(const Told& text, const char* tag) const {
    std::string out;
    const std::string first = text(tellers_.front());
    bool same = true;
    for (const Teller& t : tellers_) {
        const std::string told = text(t);
        same = same && told == first;
        out += std::string("<") + tag + " lang=\"" + escaped(t.language()) + "\">" + escaped(told) +
               "</" + tag + ">";
    }
    return same ? escaped(first) : out;
}

void Page::open_section(const std::string& id, const std::string& key, const std::string& more) {
    out_ += "<section id=\"" + id + "\"><h2>" + say(key) + more + "</h2>\n";
}

void Page::open_unit_section(const std::string& id, const std::string& key, const UnitFigures& u) {
    const bool several = main_result(found_)->units.size() > 1;
    open_section(id, key,
                 several ? " · " + each([&](const Teller& t) { return t.unit(u.unit); }) : "");
}

void Page::open_table(const std::vector<std::string>& keys, const char* css) {
    out_ += std::string("<table class=\"") + css + "\"><thead><tr>";
    labels_.clear();
    classes_.clear();
    for (const std::string& key : keys) {
        const char kind = key.starts_with("#") ? 'n' : key.starts_with("~") ? 's' : ' ';
        const std::string name = kind == ' ' ? key : key.substr(1);
        labels_.push_back(name.empty() ? "" : say(name));
        classes_.push_back(kind == ' ' ? "" : std::string(" class=\"") + kind + "\"");
        out_ += "<th scope=\"col\"" + classes_.back() + ">" + labels_.back() + "</th>";
    }
    out_ += "</tr></thead><tbody>\n";
}

void Page::row(const std::vector<std::string>& cells, const char* css) {
    out_ += css == nullptr ? "<tr>" : std::string("<tr class=\"") + css + "\">";
    for (size_t i = 0; i < cells.size(); ++i) {
        out_ += "<td" + classes_[i] + ">";
        // On a phone a row becomes a card, and each value needs the name of its column.
        if (i > 0 && !cells[i].empty() && !labels_[i].empty())
            out_ += "<small class=\"lbl\">" + labels_[i] + "</small>";
        out_ += cells[i] + "</td>";
    }
    out_ += "</tr>\n";
}

// A plot with its name above and what it says below; both are what a reader who does not see it
// hears, in the language shown.
void Page::figure(const std::string& css, const Told& title, const Told& says, const Plot& plot) {
    const std::string id = "plot" + std::to_string(++plots_);
    out_ += "<figure class=\"" + css + "\"><figcaption id=\"" + id + "\">" + each(title) +
            "</figcaption>" + plot.svg(id, first(title), first(says)) + "<p class=\"says\" id=\"" +
            id + "-d\">" + each(says) + "</p></figure>\n";
}

void Page::head(const Simulated& r) {
    const auto whose = [&](const Teller& t) {
        return r.units.size() == 1 ? t.unit(r.units.front().unit)
                                   : t.say("simulate.units_count", {t.number(r.units.size())});
    };
    out_ += "<!doctype html>\n<html lang=\"" + escaped(tellers_.front().language()) +
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\"><title>" +
            escaped(tellers_.front().say("simulate.title") + " – " + first(whose)) + "</title>\n";
    std::string hide, all;
    for (const Teller& t : tellers_) {
        hide += (hide.empty() ? "" : ",") + ("html[lang=" + escaped(t.language())) +
                "] [lang]:not([lang=" + escaped(t.language()) + "])";
        all += (all.empty() ? "" : " ") + escaped(t.language());
    }
    out_ += "<style>" + hide + "{display:none}</style>\n" + readiness::style_and_script() +
            style() + "</head><body>\n<header class=\"top\">";
    if (tellers_.size() > 1)
        out_ += "<button class=\"lang\" hidden data-all=\"" + all + "\">" + say("report.switch") +
                "</button>";
    out_ += "<h1>" + say("simulate.title") + " · " + each(whose) + "</h1><p class=\"soft\">";
    if (!plan_.title.empty())
        out_ += each([&](const Teller& t) { return plan_.title.get(t.language()); }) + "<br>";
    out_ += each([&](const Teller& t) { return t.run(r); });
    if (!tellers_.front().changed(r).empty())
        out_ += "<br>" + each([&](const Teller& t) { return t.changed(r); });
    out_ += "</p>\n";
}

void Page::warnings(const Simulated& r) {
    const auto warn = [this](const std::string& css, const std::string& text) {
        out_ += "<p class=\"note " + css + "\">" + text + "</p>\n";
    };
    if (!r.identities_hold) warn("bad", say("simulate.identities_broken"));
    size_t synthetic = 0, lent = 0;
    for (const UnitFigures& u : r.units) synthetic += u.synthetic, lent += u.staff_assumed;
    const auto counted = [&](const char* one, const char* many, size_t n) {
        if (n == 0) return;
        warn("", r.units.size() == 1 ? say(one) : each([&](const Teller& t) {
                 return t.say(many, {t.number(n), t.number(r.units.size())});
             }));
    };
    counted("simulate.synthetic_text", "simulate.synthetic_count", synthetic);
    counted("simulate.staff_assumed_text", "simulate.staff_assumed_count", lent);
}

void Page::card(const std::string& css, const std::string& name, const std::string& big,
                const std::string& small) {
    out_ += "<div class=\"card " + css + "\">" + name + "<b class=\"big\">" + big + "</b>" +
            "<span class=\"soft\">" + small + "</span></div>";
}

void Page::cards(const Simulated& r) {
    out_ += "<div class=\"cards\">";
    card(std::string("s-") + name_of(standing(r.on_time, r.target)), say("simulate.on_time"),
         each([&](const Teller& t) { return r.on_time.known() ? t.share(r.on_time.mean) : "–"; }),
         each([&](const Teller& t) {
             return t.say("simulate.interval_target", {t.within(r.on_time), t.share(r.target, 0)});
         }));
    // Of many units: the table says it of each.
    if (r.wait.p50.known())
        card("", say("simulate.wait_counter"), waited(r.wait.p50), each([&](const Teller& t) {
                 return t.say("simulate.median_and_p90", {t.waited(r.wait.p90)});
             }));
    if (r.cycle.p50.known())
        card("", say("simulate.cycle"), worked(r.cycle.p50), each([&](const Teller& t) {
                 return t.say("simulate.median_and_p90", {t.worked(r.cycle.p90)});
             }));
    const bool one = r.units.size() == 1;
    const auto lanes = one ? worst_lanes(r.units.front()) : std::vector<const LaneFigures*>{};
    const AgencyFigures* agency = bottleneck_agency(r);
    if (agency != nullptr)
        card("words", say("simulate.bottleneck"),
             each([&](const Teller& t) { return t.unit(agency->agency); }),
             each([&](const Teller& t) {
                 return t.say("simulate.busy_share", {t.share(agency->utilisation.mean, 0)});
             }));
    else if (!lanes.empty())
        card("words", say("simulate.bottleneck"),
             each([&](const Teller& t) { return t.lane(lanes.front()->lane); }),
             each([&](const Teller& t) {
                 return t.say("simulate.busy_share", {t.share(lanes.front()->utilisation.mean, 0)});
             }));
    growth_card(r);
    out_ += "</div>\n";
}

namespace {
const AgencyFigures* growing_agency(const Simulated& r) {
    const auto all = worst_agencies(r);
    return !all.empty() && all.front()->diverges ? all.front() : nullptr;
}
}  // namespace

// Green only where it was seen that people keep up; grey where that cannot be told.
void Page::growth_card(const Simulated& r) {
    const bool one = r.units.size() == 1;
    size_t growing = 0, steady = 0;
    for (const UnitFigures& u : r.units) {
        growing += u.trend == Trend::grows;
        steady += u.trend == Trend::steady;
    }
    const std::string name = say("simulate.open_dossiers");
    const auto units = [&](const char* key, size_t n) {
        return each(
            [&](const Teller& t) { return t.say(key, {t.number(n), t.number(r.units.size())}); });
    };
    if (growing > 0 && one)
        card("words s-fails", name, say("simulate.growing"), each([&](const Teller& t) {
                 const UnitFigures& u = r.units.front();
                 const std::string lanes = t.growing_lanes(u);
                 return t.say("simulate.since", {u.diverges ? t.date(*u.diverges) : "–"}) +
                        (lanes.empty() ? "" : ": " + lanes);
             }));
    else if (growing > 0)
        card("words s-fails", name, say("simulate.growing"),
             units("simulate.growing_units", growing));
    else if (const AgencyFigures* a = growing_agency(r))  // what waits for its word is open too
        card("words s-fails", name, say("simulate.growing"), each([&](const Teller& t) {
                 return t.say("simulate.since", {t.date(*a->diverges)}) + ": " + t.unit(a->agency);
             }));
    else if (steady == r.units.size())
        card("words s-holds", name, say("simulate.stable"), say("simulate.stable_text"));
    else
        card("words", name, say("simulate.unclear"),
             one ? say("simulate.unclear_text")
                 : units("simulate.unclear_units", r.units.size() - steady));
}

// What leaders take away, as sentences.
void Page::conclusions(const Simulated& r) {
    out_ += "<ul class=\"verdict\">";
    item([&](const Teller& t) {
        return t.say(std::string("simulate.verdict.") + name_of(standing(r.on_time, r.target)),
                     {t.share(r.on_time.mean), t.within(r.on_time), t.share(r.target, 0)});
    });
    if (const AgencyFigures* a = bottleneck_agency(r))
        item([&](const Teller& t) { return t.bottleneck(*a); });
    if (r.units.size() == 1) {
        conclude(r.units.front());
    } else {
        item([&](const Teller& t) { return t.units_standing(r); });
    }
    if (found_.search) conclude(*found_.search);
    out_ += "</ul>\n";
}

void Page::conclude(const UnitFigures& u) {
    if (u.diverges)
        item([&](const Teller& t) {
            return t.say("simulate.unit_diverges", {t.date(*u.diverges)});
        });
    if (const auto lanes = worst_lanes(u); !lanes.empty())
        item([&](const Teller& t) {
            const LaneFigures& l = *lanes.front();
            return t.say("simulate.verdict.lane",
                         {t.lane(l.lane), std::to_string(l.people), t.share(l.utilisation.mean, 0),
                          t.share(l.share_of_wait.mean, 0)});
        });
    if (const auto people = most_loaded(u); !people.empty())
        item([&](const Teller& t) {
            const PersonFigures& p = *people.front();
            const bool signs = p.signatures.mean >= 0.5;
            return t.say(signs ? "simulate.verdict.signer" : "simulate.verdict.person",
                         {t.officer(u.unit, p.officer), p.posts.empty() ? "–" : t.main_post(p),
                          t.share(p.utilisation.mean, 0), t.brief(p.signatures.mean)});
        });
}

void Page::conclude(const Search& s) {
    if (!s.breaks.empty())
        item([&](const Teller& t) { return t.breaking(s.breaks.front(), s.unit, s.target); });
    const auto cheapest = std::find_if(s.remedies.begin(), s.remedies.end(),
                                       [](const Remedy& m) { return m.restores; });
    if (cheapest != s.remedies.end())
        item([&](const Teller& t) {
            return t.say("simulate.verdict.remedy",
                         {joined(cheapest->moves, t.language()), t.cost(cheapest->cost),
                          t.share(cheapest->on_time)});
        });
    else if (const auto perhaps = std::find_if(s.remedies.begin(), s.remedies.end(),
                                               [](const Remedy& m) { return m.perhaps; });
             perhaps != s.remedies.end())
        item([&](const Teller& t) {
            return t.say("simulate.verdict.perhaps_remedy",
                         {joined(perhaps->moves, t.language()), t.cost(perhaps->cost),
                          t.share(perhaps->on_time)});
        });
    else if (!s.remedies.empty())
        item([](const Teller& t) { return t.say("simulate.verdict.no_remedy"); });
}

void Page::verdict(const Simulated& r) {
    out_ +=
        "<section id=\"verdict\"><h2 class=\"hidden\">" + say("simulate.nav.verdict") + "</h2>\n";
    warnings(r);
    cards(r);
    conclusions(r);
    close_section();
}

void Page::variants() {
    const std::vector<Compared>& all = found_.comparison.variants;
    if (all.size() < 2) return;
    open_section("variants", "simulate.variants");
    out_ += "<p class=\"soft\">" + say("simulate.variants_text") + "</p>";
    double reach = 0.01;
    for (const Compared& v : all)
        reach = std::max({reach, std::abs(v.on_time_gain.low()), std::abs(v.on_time_gain.high())});
    open_table({"simulate.variant", "#simulate.on_time", "#simulate.gain_points", "~",
                "#simulate.time_saved", "#simulate.wait_p90", "simulate.conclusion"});
    for (const Compared& v : all) {
        const bool base = &v == &all.front();
        const Figure& gain = v.on_time_gain;
        const std::string verdict = base              ? "base"
                                    : v.tie           ? "tie"
                                    : gain.mean > 0.0 ? "better"
                                                      : "worse";
        std::string name =
            "<b>" + each([&](const Teller& t) { return t.variant(v.name); }) + "</b>";
        if (!v.description.empty()) name += "<br><small>" + escaped(v.description) + "</small>";
        row({name, share(v.result.on_time),
             base ? "" : each([&](const Teller& t) { return t.points(gain); }),
             base || !gain.known()
                 ? ""
                 : interval_strip(-reach, reach, gain.low(), gain.mean, gain.high(), 0.0, verdict),
             base ? "" : worked(v.wait_gain), waited(v.result.wait.p90),
             "<span class=\"chip " + verdict + "\">" + say("simulate." + verdict) + "</span>"});
    }
    close_table();
    lanes_of_variants();
    close_section();
}

// Where the work goes when a variant takes it off somebody: how busy each lane is in each of them.
void Page::lanes_of_variants() {
    const std::vector<Compared>& all = found_.comparison.variants;
    constexpr size_t kLanes = 6, kVariants = 6;
    for (const Compared& v : all)
        if (v.result.units.size() != 1) return;
    const UnitFigures& base = all.front().result.units.front();
    if (base.lanes.empty()) return;
    const size_t columns = std::min(all.size(), kVariants);
    out_ += "<details><summary>" + say("simulate.lanes_of_variants") +
            "</summary><div class=\"wide\"><table><thead><tr><th scope=\"col\">" +
            say("simulate.lane") + "</th>";
    for (size_t i = 0; i < columns; ++i)
        out_ += "<th scope=\"col\" class=\"n\">" +
                each([&](const Teller& t) { return t.variant(all[i].name); }) + "</th>";
    out_ += "</tr></thead><tbody>\n";
    size_t shown = 0;
    for (const LaneFigures* lane : worst_lanes(base)) {
        if (++shown > kLanes) break;
        out_ += "<tr><td>" + each([&](const Teller& t) { return t.lane(lane->lane); }) + "</td>";
        for (size_t i = 0; i < columns; ++i) {
            const auto& lanes = all[i].result.units.front().lanes;
            const auto same = std::find_if(lanes.begin(), lanes.end(), [&](const LaneFigures& l) {
                return l.lane == lane->lane;
            });
            out_ += "<td class=\"n\">" +
                    (same == lanes.end() ? std::string("–") : share(same->utilisation)) + "</td>";
        }
        out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div></details>\n";
}

void Page::parameters(const Simulated& r) {
    if (r.parameters.empty()) return;
    open_section("parameters", "simulate.parameters");
    out_ += "<p class=\"soft\">" + say("simulate.parameters_text") + "</p>";
    static constexpr const char* kSources[] = {"sourced", "fitted", "bpsim", "derived", "assumed"};
    std::string bar, legend;
    for (const char* source : kSources) {
        const auto n = std::count_if(r.parameters.begin(), r.parameters.end(),
                                     [&](const Parameter& p) { return p.source == source; });
        if (n == 0) continue;
        bar += std::string("<i class=\"") + source + "\" style=\"flex:" + std::to_string(n) +
               "\"></i>";
        legend += std::string("<span><span class=\"chip ") + source + "\">" +
                  say(std::string("simulate.source.") + source) + "</span> " + std::to_string(n) +
                  "</span>";
    }
    out_ += "<span class=\"share sources\">" + bar + "</span><div class=\"legend\">" + legend +
            "</div>";
    open_table({"simulate.parameter", "simulate.value", "simulate.source", "simulate.basis"});
    for (const Parameter& p : r.parameters) {
        const std::string key = "simulate.source." + p.source;
        row({each([&](const Teller& t) { return t.parameter(p.key); }),
             each([&](const Teller& t) { return t.value(p); }),
             "<span class=\"chip " + escaped(p.source) + "\">" +
                 (tellers_.front().knows(key) ? say(key) : escaped(p.source)) + "</span>",
             "<small>" + each([&](const Teller& t) { return t.basis(p); }) + "</small>"});
    }
    close_table();
    close_section();
}

void Page::provenance(const Simulated& r) {
    open_section("provenance", "simulate.provenance");
    out_ += "<p class=\"soft\">" + say("simulate.provenance_text") + "</p><dl class=\"facts\">";
    const auto line = [this](const char* key, const std::string& value) {
        out_ += "<dt>" + say(std::string("simulate.") + key) + "</dt><dd>" + value + "</dd>";
    };
    line("program", escaped(r.program));
    line("plan", escaped(r.plan) + " <span class=\"seq\">" + escaped(r.plan_hash) + "</span>");
    line("seed", std::to_string(r.seed));
    line("replications", std::to_string(r.replications));
    line("warm_up", std::to_string(r.warm_up));
    if (r.events.known()) line("events", count(r.events));
    line("digest", "<span class=\"seq\">" + escaped(r.digest) + "</span>");
    line("identities",
         r.identities_hold ? say("simulate.identities_hold") : say("simulate.identities_broken"));
    out_ += "</dl>";
    close_section();
}

std::string Page::whole() {
    const Simulated* r = main_result(found_);
    if (r == nullptr) return {};
    head(*r);
    const size_t nav = out_.size();
    verdict(*r);
    if (found_.forecast) dossiers(*found_.forecast);
    variants();
    if (found_.search) {
        breaks(*found_.search);
        remedies(*found_.search);
        pareto(*found_.search);
    }
    units(*r);
    // All of a few; of many the worst, or the page would be a book.
    const std::vector<const UnitFigures*> worst = worst_units(*r);
    const size_t told = r->units.size() <= 5 ? r->units.size() : 3;
    for (size_t i = 0; i < told; ++i)
        unit(*r, *worst[i], i == 0 ? "" : "-" + std::to_string(i + 1));
    agencies(*r);
    parameters(*r);
    provenance(*r);
    // The links to what there is.
    std::string links = "<nav>";
    for (const char* id :
         {"verdict", "dossiers", "variants", "breaks", "remedies", "pareto", "units", "days",
          "procedures", "lanes", "people", "steps", "agencies", "parameters", "provenance"})
        if (out_.find(std::string("<section id=\"") + id + "\"", nav) != std::string::npos)
            links += std::string("<a href=\"#") + id + "\">" +
                     say(std::string("simulate.nav.") + id) + "</a>";
    out_.insert(nav, links + "</nav></header><main>\n");
    out_ += "</main><footer>" + say("simulate.footer") + "</footer></body></html>\n";
    return std::move(out_);
}

std::string html(const Findings& findings, const plan::Plan& plan) {
    return Page(findings, plan).whole();
}

}  // namespace ss::simulate
