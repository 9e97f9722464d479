// The page under construction. For html*.cc only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulate/html_plots.h"
#include "simulate/tell.h"

namespace ss::simulate {

class Page {
  public:
    Page(const Findings& findings, const plan::Plan& plan);
    std::string whole();

  private:
    using Told = std::function<std::string(const Teller&)>;

    // In every language, the hidden ones too. `tag`: "span" in HTML, "tspan" in SVG text.
    std::string each(const Told& text, const char* tag = "span") const;
    std::string say(const std::string& key, const std::vector<std::string>& args = {}) const {
        return each([&](const Teller& t) { return t.say(key, args); });
    }
    std::string share(const Figure& f) const {
        return each([&](const Teller& t) { return t.share(f); });
    }
    std::string count(const Figure& f) const {
        return each([&](const Teller& t) { return t.count(f); });
    }
    std::string brief(double value) const {
        return each([&](const Teller& t) { return t.brief(value); });
    }
    std::string cost(double days) const {
        return each([&](const Teller& t) { return t.cost(days); });
    }
    // With the half width small beside it, or below in a table.
    std::string worked(const Figure& f) const {
        return f.known() ? timed([&](const Teller& t) { return t.worked(f.mean); },
                                 [&](const Teller& t) { return t.worked_half(f); })
                         : "–";
    }
    std::string waited(const Figure& f) const {
        return f.known() ? timed([&](const Teller& t) { return t.waited(f.mean); },
                                 [&](const Teller& t) { return t.waited_half(f); })
                         : "–";
    }
    std::string timed(const Told& mean, const Told& half) const {
        return each(mean) +
               (first(half).empty() ? "" : " <small class=\"pm\">" + each(half) + "</small>");
    }
    std::string first(const Told& text) const { return text(tellers_.front()); }

    // html.cc
    void head(const Simulated& result);
    void verdict(const Simulated& result);
    void cards(const Simulated& result);
    void growth_card(const Simulated& result);
    void card(const std::string& css, const std::string& name, const std::string& big,
              const std::string& small);
    void conclusions(const Simulated& result);
    void conclude(const UnitFigures& unit);
    void conclude(const Search& search);
    void item(const Told& text) { out_ += "<li>" + each(text) + "</li>\n"; }
    void warnings(const Simulated& result);
    void variants();
    void lanes_of_variants();
    void parameters(const Simulated& result);
    void provenance(const Simulated& result);

    // html_search.cc
    void breaks(const Search& search);
    void remedies(const Search& search);
    void pareto(const Search& search);
    void pareto_plot(const Search& search);
    std::string moves(const Remedy& remedy) const;

    // html_units.cc
    void units(const Simulated& result);
    void units_plot(const Simulated& result);
    void unit_row(const Simulated& result, const UnitFigures& unit, double least);
    void units_table(const Simulated& result, const std::vector<const UnitFigures*>& units);
    void dossiers(const Forecast& forecast);
    void agencies(const Simulated& result);

    // html_unit.cc: one unit at length; `suffix` keeps the ids of a second one apart
    void unit(const Simulated& result, const UnitFigures& unit, const std::string& suffix);
    void days(const Simulated& result, const UnitFigures& unit, const std::string& suffix);
    void procedures(const Simulated& result, const UnitFigures& unit, const std::string& suffix);
    void lanes(const UnitFigures& unit, const std::string& suffix);
    void people(const UnitFigures& unit, const std::string& suffix);
    void posts(const UnitFigures& unit);

    // html_days.cc
    void on_time_by_day(const Simulated& result, const UnitFigures& unit);
    void open_by_day(const UnitFigures& unit);
    void wait_by_day(const UnitFigures& unit);
    void counter_by_half_hour(const UnitFigures& unit);
    void lane_by_half_hour(const LaneFigures& lane);
    std::vector<Tick> date_ticks(const UnitFigures& unit) const;
    std::vector<Tick> value_ticks(double most) const;
    void draw_slots(Plot& plot, const std::vector<SlotOfDay>& slots) const;

    // html_steps.cc
    void steps(const UnitFigures& unit);
    void steps_table(const UnitFigures& unit, const Code& procedure);

    void figure(const std::string& css, const Told& title, const Told& says, const Plot& plot);
    void open_section(const std::string& id, const std::string& key, const std::string& more = {});
    // Named after the unit where there are several.
    void open_unit_section(const std::string& id, const std::string& key, const UnitFigures& unit);
    void close_section() { out_ += "</section>\n"; }
    // Keys; "#key" heads a column of numbers, "~" one of strips, "" one without a name.
    void open_table(const std::vector<std::string>& keys, const char* css = "stack");
    void row(const std::vector<std::string>& cells, const char* css = nullptr);
    void close_table() { out_ += "</tbody></table>\n"; }

    const Findings& found_;
    const plan::Plan& plan_;
    std::vector<Teller> tellers_;
    std::vector<std::string> labels_;  // of the columns of the table at hand
    std::vector<std::string> classes_;
    size_t plots_ = 0;  // drawn so far: their ids
    std::string out_;
};

std::string style();  // html_style.cc: what the page has beside readiness' style

}  // namespace ss::simulate
