// The forecast on a terminal: the verdict first, then where it breaks, then what mends it.
#include <algorithm>

#include "readiness/lines.h"
#include "simulate/tell.h"

namespace ss::simulate {

namespace {

using readiness::Align;
constexpr size_t kMost = 10;  // rows of a table; the rest is in the page and the JSON

class Terminal : private readiness::Lines {
  public:
    Terminal(const Findings& findings, const plan::Plan& plan, const std::string& language)
        : found_(findings), tell_(plan, language, words::load(language)) {}

    std::string whole() {
        const Simulated* r = main_result(found_);
        if (r == nullptr) return say("simulate.nothing") + "\n";
        head(*r);
        if (!r->identities_hold) paragraph("! ", say("simulate.identities_broken"));
        if (r->units.size() == 1) verdict(r->units.front(), r->target);
        if (r->units.size() > 1) units(*r);
        if (const AgencyFigures* a = bottleneck_agency(*r)) paragraph("! ", tell_.bottleneck(*a));
        if (found_.forecast) dossiers(*found_.forecast);
        if (found_.forecast) days(r->units.front());
        variants();
        if (r->units.size() == 1) unit(r->units.front());
        agencies(*r);
        if (found_.search) search(*found_.search);
        parameters(*r);
        line();
        paragraph("", say("simulate.text.digest", {r->digest, r->plan, r->program}));
        return take();
    }

  private:
    std::string say(const std::string& key, const std::vector<std::string>& args = {}) const {
        return tell_.say(key, args);
    }
    std::string more(size_t all, const char* key = "simulate.text.more") const {
        return say(key, {tell_.number(all - kMost)});
    }
    Column words(const char* key, size_t most) const { return {say(key), Align::left, most}; }
    Column figures(const char* key, size_t most) const { return {say(key), Align::right, most}; }

    void head(const Simulated& r) {
        const std::string whose = r.units.size() == 1
                                      ? tell_.unit(r.units.front().unit)
                                      : say("simulate.units_count", {tell_.number(r.units.size())});
        paragraph("", say("simulate.title") + " · " + whose +
                          (r.variant.empty() ? "" : " · " + r.variant));
        paragraph("", tell_.run(r));
        if (const std::string changed = tell_.changed(r); !changed.empty()) paragraph("", changed);
        line();
    }

    void verdict(const UnitFigures& u, double target) {
        paragraph(
            "", say("simulate.text.verdict",
                    {tell_.unit(u.unit), upper(standing(u.on_time, target)), tell_.share(u.on_time),
                     tell_.share(target, 0), tell_.waited(u.wait.p50), tell_.waited(u.wait.p90)}));
        if (u.diverges) paragraph("! ", say("simulate.unit_diverges", {tell_.date(*u.diverges)}));
        if (u.trend == Trend::unclear)
            paragraph("? ", say("simulate.growing_unclear", {say("simulate.unclear_text")}));
        if (u.staff_assumed) paragraph("! ", say("simulate.staff_assumed_text"));
        if (u.synthetic) paragraph("! ", say("simulate.synthetic_text"));
    }
    std::string upper(Standing s) const {
        return say(std::string("simulate.standing_upper.") + name_of(s));
    }

    void units(const Simulated& r) {
        paragraph("",
                  say("simulate.text.total", {tell_.share(r.on_time), tell_.share(r.target, 0)}));
        paragraph("", tell_.units_standing(r));
        section(say("simulate.worst_units"));
        std::vector<Row> rows;
        for (const UnitFigures* u : worst_units(r)) {
            if (rows.size() == kMost) break;
            const auto lanes = worst_lanes(*u);
            rows.push_back({tell_.unit(u->unit) + (u->synthetic || u->staff_assumed ? " *" : ""),
                            tell_.share(u->on_time), tell_.waited(u->wait.p90),
                            tell_.count(u->overdue), u->diverges ? tell_.day(*u->diverges) : "",
                            lanes.empty() ? "" : tell_.lane(lanes.front()->lane)});
        }
        std::vector<Column> columns{
            words("simulate.unit", 26),       figures("simulate.on_time", 14),
            figures("simulate.wait_p90", 14), figures("simulate.overdue", 14),
            words("simulate.grows_since", 9), words("simulate.bottleneck", 24)};
        // Of very many units no lanes are kept.
        if (std::all_of(rows.begin(), rows.end(), [](const Row& x) { return x.back().empty(); })) {
            columns.pop_back();
            for (Row& x : rows) x.pop_back();
        }
        table(columns, rows);
        if (r.units.size() > kMost) line("  " + more(r.units.size()));
        if (std::any_of(r.units.begin(), r.units.end(),
                        [](const UnitFigures& u) { return u.synthetic || u.staff_assumed; }))
            paragraph("  ", say("simulate.text.marked"));
    }

    void variants() {
        const std::vector<Compared>& all = found_.comparison.variants;
        if (all.size() < 2) return;
        section(say("simulate.variants"));
        std::vector<Row> rows;
        for (const Compared& v : all) {
            const bool first = &v == &all.front();
            rows.push_back({tell_.variant(v.name), tell_.share(v.result.on_time),
                            first ? "" : tell_.points(v.on_time_gain),
                            first ? "" : tell_.worked(v.wait_gain),
                            say(first                       ? "simulate.base"
                                : v.tie                     ? "simulate.tie"
                                : v.on_time_gain.mean > 0.0 ? "simulate.better"
                                                            : "simulate.worse")});
        }
        table({words("simulate.variant", 34), figures("simulate.on_time", 14),
               figures("simulate.gain_points", 14), figures("simulate.time_saved", 14),
               words("simulate.conclusion", 18)},
              rows);
    }

    void unit(const UnitFigures& u) {
        procedures(u);
        lanes(u);
        people(u);
    }

    void procedures(const UnitFigures& u) {
        if (u.procedures.empty()) return;
        section(say("simulate.worst_procedures"));
        std::vector<Row> rows;
        for (const ProcedureFigures* p : latest_procedures(u)) {
            if (rows.size() == kMost) break;
            rows.push_back({tell_.procedure(p->procedure), tell_.count(p->arrived),
                            tell_.share(p->on_time), tell_.waited(p->wait.p90),
                            tell_.worked(p->cycle.p50), tell_.worked(p->cycle.p90)});
        }
        table({words("simulate.procedure", 38), figures("simulate.arrived", 12),
               figures("simulate.on_time", 14), figures("simulate.wait_p90", 14),
               figures("simulate.cycle_p50", 14), figures("simulate.cycle_p90", 14)},
              rows);
        if (u.procedures.size() > kMost) line("  " + more(u.procedures.size()));
    }

    void lanes(const UnitFigures& u) {
        if (u.lanes.empty()) return;
        section(say("simulate.lanes"));
        std::vector<Row> rows;
        for (const LaneFigures* l : worst_lanes(u)) {
            if (rows.size() == kMost) break;
            rows.push_back({tell_.lane(l->lane), std::to_string(l->people),
                            tell_.share(l->utilisation), tell_.count(l->waiting),
                            tell_.worked(l->wait.p90), tell_.share(l->share_of_wait, 0),
                            l->diverges ? tell_.day(*l->diverges) : ""});
        }
        table({words("simulate.lane", 34), figures("simulate.people_count", 6),
               figures("simulate.utilisation", 14), figures("simulate.queue_mean", 12),
               figures("simulate.step_wait_p90", 14), figures("simulate.share_of_wait", 9),
               words("simulate.grows_since", 9)},
              rows);
        for (const LaneFigures* l : worst_lanes(u))
            if (l->diverges)
                paragraph("! ", say("simulate.lane_diverges",
                                    {tell_.lane(l->lane), tell_.date(*l->diverges)}));
    }

    void people(const UnitFigures& u) {
        if (u.people.empty()) return;
        section(say("simulate.people"));
        std::vector<Row> rows;
        for (const PersonFigures* p : most_loaded(u)) {
            if (rows.size() == kMost) break;
            rows.push_back({tell_.officer(u.unit, p->officer), tell_.main_post(*p),
                            tell_.share(p->utilisation), tell_.count(p->signatures),
                            tell_.waited(p->overtime)});
        }
        table({words("simulate.person", 24), words("simulate.post", 30),
               figures("simulate.utilisation", 14), figures("simulate.signatures", 12),
               figures("simulate.overtime", 14)},
              rows);
        if (u.people.size() > kMost) line("  " + more(u.people.size()));
    }

    void agencies(const Simulated& r) {
        if (r.agencies.empty()) return;
        section(say("simulate.agencies"));
        std::vector<Row> rows;
        for (const AgencyFigures* a : worst_agencies(r))
            rows.push_back({tell_.unit(a->agency), tell_.people(*a), tell_.count(a->asked),
                            tell_.count(a->answered), tell_.share(a->utilisation),
                            tell_.count(a->waiting), tell_.worked(a->wait.p90),
                            a->diverges ? tell_.day(*a->diverges) : ""});
        table({words("simulate.agency", 24), figures("simulate.people_count", 6),
               figures("simulate.asked", 11), figures("simulate.answered", 11),
               figures("simulate.utilisation", 14), figures("simulate.queue_mean", 12),
               figures("simulate.step_wait_p90", 9), words("simulate.grows_since", 9)},
              rows);
        for (const AgencyFigures* a : worst_agencies(r))
            if (a->diverges)
                paragraph("! ", say("simulate.agency_diverges",
                                    {tell_.unit(a->agency), tell_.date(*a->diverges)}));
    }

    void search(const Search& s) {
        if (!s.breaks.empty()) {
            section(say("simulate.breaks"));
            for (const BreakingPoint& b : s.breaks)
                paragraph("  • ", tell_.breaking(b, s.unit, s.target));
        }
        if (!s.remedies.empty()) {
            section(say("simulate.remedies"));
            paragraph("  ", say("simulate.remedies_text",
                                {tell_.share(s.on_time_now), tell_.share(s.target, 0),
                                 s.load.empty() ? say("simulate.as_it_stands")
                                                : s.load.get(tell_.language())}));
            remedies(s.remedies);
        }
        if (s.pareto.empty()) return;
        section(say("simulate.pareto"));
        remedies(s.pareto, false);
    }
    void remedies(const std::vector<Remedy>& all, bool ranked = true) {
        std::vector<Row> rows;
        for (const Remedy& m : all) {
            if (rows.size() == kMost) break;
            Row row{std::to_string(rows.size() + 1),
                    m.moves.empty() ? say("simulate.no_change") : joined(m.moves, tell_.language()),
                    tell_.cost(m.cost), tell_.share(m.on_time), tell_.worked(m.wait)};
            if (ranked)
                row.push_back(say(Teller::conclusion(m)) +
                              (m.tie && !rows.empty() ? "; " + say("simulate.tie_above") : ""));
            rows.push_back(row);
        }
        std::vector<Column> columns{{"", Align::right, 3},
                                    words("simulate.changes", 34),
                                    figures("simulate.cost", 12),
                                    figures("simulate.on_time", 14),
                                    figures("simulate.cycle_mean", 14)};
        if (ranked) columns.push_back(words("simulate.conclusion", 16));
        table(columns, rows);
        if (all.size() > kMost) line("  " + more(all.size()));
    }

    void dossiers(const Forecast& f) {
        section(say("simulate.dossiers", {tell_.moment(f.from)}));
        if (f.dossiers.empty()) line("  " + say("simulate.no_dossiers"));
        else paragraph("  ", tell_.dossiers(f));
        std::vector<Row> rows;
        for (const DossierForecast& d : f.dossiers) {
            if (rows.size() == kMost) break;
            rows.push_back({d.code.empty() ? "#" + std::to_string(d.dossier) : d.code,
                            tell_.procedure(d.procedure), tell_.share(d.late),
                            d.due ? tell_.moment(*d.due) : "–", tell_.ready(d.ready_p90, f.result),
                            d.stands_at.empty() ? tell_.stage(d.stage) : d.stands_at});
        }
        if (!rows.empty())
            table({words("simulate.dossier", 20), words("simulate.procedure", 21),
                   figures("simulate.late", 14), words("simulate.due", 10),
                   words("simulate.ready_p90", 12), words("simulate.stands_at", 15)},
                  rows);
        if (f.dossiers.size() > kMost) line("  " + more(f.dossiers.size()));
    }

    // What Friday looks like.
    void days(const UnitFigures& u) {
        section(say("simulate.by_day"));
        std::vector<Row> rows;
        for (const DayFigures& d : u.days) {
            if (rows.size() == kMost) break;
            rows.push_back({tell_.date(d.date), tell_.count(d.arrived), tell_.count(d.resolved),
                            tell_.share(d.on_time), tell_.count(d.open), tell_.waited(d.wait_p90)});
        }
        table({words("simulate.date", 10), figures("simulate.arrived", 14),
               figures("simulate.resolved", 14), figures("simulate.on_time", 14),
               figures("simulate.open_at_day_end", 14), figures("simulate.counter_wait_p90", 14)},
              rows);
        if (u.days.size() > kMost) line("  " + more(u.days.size()));
    }

    void parameters(const Simulated& r) {
        if (r.parameters.empty()) return;
        std::map<Code, size_t> n;
        for (const Parameter& p : r.parameters) ++n[p.source];
        std::string parts;
        for (const auto& [source, count] : n)
            parts += (parts.empty() ? "" : ", ") + std::to_string(count) + " " +
                     say("simulate.source_in_line." + source);
        line();
        paragraph("",
                  say("simulate.text.parameters", {std::to_string(r.parameters.size()), parts}));
    }

    const Findings& found_;
    Teller tell_;
};

}  // namespace

std::string text(const Findings& findings, const plan::Plan& plan, const std::string& language) {
    return Terminal(findings, plan, language).whole();
}

}  // namespace ss::simulate
