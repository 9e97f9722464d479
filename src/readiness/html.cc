#include "readiness/html.h"

#include <algorithm>

#include "readiness/html_page.h"

namespace ss::readiness {

namespace {

const char* colour_name(Colour c) {
    static constexpr auto all = names(Colour{});
    return all[static_cast<size_t>(c)].data();
}
std::string gate_name(Gate g) {
    return std::string(names(g)[static_cast<size_t>(g)]);
}

std::string share_bar(const TaskResult& t) {
    const int rated = t.p + t.s + t.m + t.u;
    if (rated == 0) return {};
    std::string out = "<span class=\"share\">";
    for (const auto& [css, n] : {std::pair{"rP", t.p}, {"rS", t.s}, {"rM", t.m}, {"rU", t.u}})
        if (n > 0)
            out += std::string("<i class=\"") + css + "\" style=\"flex:" + std::to_string(n) +
                   "\"></i>";
    return out + "</span>";
}

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string fraction(const Share& s) {
    return std::to_string(s.observed) + "/" + std::to_string(s.expected);
}

}  // namespace

void Page::open_section(const std::string& id, const std::string& key) {
    out_ += "<section id=\"" + id + "\"><h2>" + say(key) + "</h2>\n";
}

// A key beginning with "#" heads a column of numbers; an empty one has no words.
void Page::header_row(const std::vector<std::string>& keys) {
    out_ += "<thead><tr>";
    labels_.clear();
    for (const std::string& key : keys) {
        const bool figures = key.starts_with("#");
        const std::string name = figures ? key.substr(1) : key;
        out_ += figures ? "<th class=\"n\">" : "<th>";
        labels_.push_back(name.empty() ? "" : say(name));
        out_ += labels_.back() + "</th>";
    }
    out_ += "</tr></thead><tbody>\n";
}

void Page::row(const std::vector<std::string>& cells) {
    out_ += "<tr>";
    for (size_t i = 0; i < cells.size(); ++i) {
        const bool figures = cells[i].starts_with("#n#");
        out_ += figures ? "<td class=\"n\">" : "<td>";
        // On a phone a row becomes a card, and each value needs the name of its column.
        if (i > 0 && i < labels_.size() && cells[i] != "#n#" && !cells[i].empty())
            out_ += "<small class=\"lbl\">" + labels_[i] + "</small>";
        out_ += (figures ? cells[i].substr(3) : cells[i]) + "</td>";
    }
    out_ += "</tr>\n";
}

void Page::head() {
    const Language& first = languages.front();
    const RunReport& run = report.runs.back();
    out_ += "<!doctype html>\n<html lang=\"" + escaped(first.code) +
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\"><title>" +
            escaped(plain(first, "report.title") + " – " + run.units.front().name) + "</title>\n";
    std::string hide = "<style>";
    for (const Language& l : languages)
        hide += "html[lang=" + escaped(l.code) + "] [lang]:not([lang=" + escaped(l.code) + "])" +
                (&l == &languages.back() ? "" : ",");
    out_ += hide + "{display:none}</style>\n" + style_and_script() + "</head><body>\n";
    out_ += "<header class=\"top\">";
    if (languages.size() > 1) {
        std::string all;
        for (const Language& l : languages) all += (all.empty() ? "" : " ") + escaped(l.code);
        out_ += "<button class=\"lang\" hidden data-all=\"" + all + "\">" + say("report.switch") +
                "</button>";
    }
    out_ +=
        "<h1>" + say("report.title") + " · " + escaped(capital(run.units.front().name)) + "</h1>";
    out_ += "<p class=\"soft\">" + escaped(run.title) + " · " + say("report.held_on") + " " +
            date(run.held_on) + " · " + say("report.lived_as") + " " + date(run.lived_as) +
            "</p>\n<nav>";
    for (const char* id :
         {"columns", "gate", "tasks", "people", "preparation", "findings", "day", "injects",
          "notes", "procedures", "leadership", "scorecard", "coverage", "attempts", "provenance"})
        out_ +=
            std::string("<a href=\"#") + id + "\">" + say(std::string("report.nav.") + id) + "</a>";
    out_ += "</nav></header><main>\n";
}

void Page::verdict(const RunReport& run, const UnitReport& unit) {
    const Gate gate = report.gate == Gate::not_yet ? unit.gate : report.gate;
    size_t blocking = 0;
    for (const Finding& f : unit.findings) blocking += f.blocking && !f.closed;
    out_ += "<div class=\"cards\"><div class=\"card " + gate_name(gate) + "\">" +
            say("report.gate_word") + "<b class=\"big\">" + say("report.gate." + gate_name(gate)) +
            "</b></div>";
    out_ += std::string("<div class=\"card ") + colour_name(unit.colour) + "\">" +
            say("report.colour_word") + "<b class=\"big\">" +
            say(unit.colour == Colour::none
                    ? "report.not_yet"
                    : std::string("report.colour.") + colour_name(unit.colour)) +
            "</b></div>";
    out_ += "<div class=\"card\">" + say("report.score") + "<b class=\"big\">" +
            percent(unit.score) + "</b></div>";
    out_ += "<div class=\"card\">" + say("report.findings_word") + "<b class=\"big\">" +
            std::to_string(unit.findings.size()) + "</b>" +
            say("report.blocking_count", {std::to_string(blocking)}) + "</div>";
    out_ += "<div class=\"card\">" + say("report.record") + "<b class=\"big\">" +
            std::to_string(unit.entries) + "</b>" +
            say("report.record_text", {std::to_string(unit.facts), std::to_string(unit.refusals)}) +
            "</div></div>\n";
    (void)run;
}

// As it stands, and under the load of the gate; their intervals below.
std::string Page::simulated_cell(const GateForecast& f) const {
    const auto interval = [&](const Proportion& p) {
        return say(Sentence{"gate.simulated.interval", {share_text(p.low), share_text(p.high)}});
    };
    return std::string("<span class=\"") + (f.holds ? "yes" : "no") + "\">" + say(cell_of(f)) +
           "</span><br><small>" + interval(f.as_it_stands) + " → " + interval(f.stressed) +
           "</small>";
}

void Page::columns() {
    open_section("columns", "report.columns");
    out_ += "<p class=\"soft\">" + say("report.columns_text") + "</p><table class=\"stack\">";
    header_row(
        {"report.task", "report.checked", "report.simulated", "report.rehearsed", "report.lived"});
    const std::string none = "<span class=\"none\">" + say("report.not_yet") + "</span>";
    std::string simulated = none;
    if (const auto& f = report.forecast) simulated = simulated_cell(*f);
    for (const FourColumns& c : report.columns) {
        std::string checked = none;
        if (!c.checked.empty())
            checked = "<span class=\"" + std::string(c.checked == "ok" ? "yes" : "no") + "\">" +
                      (knows("report.checked." + c.checked) ? say("report.checked." + c.checked)
                                                            : escaped(c.checked)) +
                      "</span>";
        row({name_of_task(c.task), checked, c.simulated.empty() ? none : simulated,
             c.rehearsed == Rating::none
                 ? none
                 : chip(c.rehearsed) + " <small>n = " + std::to_string(c.runs) + "</small>",
             c.lived.empty() ? none : escaped(c.lived)});
    }
    out_ += "</tbody></table>";
    if (const auto& f = report.forecast) {
        out_ += "<p class=\"soft\">" + say("gate.simulated.about");
        for (const Sentence& s : told(*f)) out_ += " " + say(s);
        out_ += " " + say(provenance_of(*f)) + "</p>";
    }
    close_section();
}

void Page::gate(const std::vector<GateCondition>& conditions) {
    open_section("gate", "report.gate_conditions");
    out_ += "<table class=\"stack\">";
    header_row({"report.condition", "report.met", "report.why"});
    for (const GateCondition& c : conditions) {
        const auto text = plan.readiness.gate.find(c.code);
        std::string why;
        for (const Sentence& s : c.why) why += "<div>" + say(s) + "</div>";
        if (c.why.size() > 4)
            why = "<details><summary>" + say("report.reasons", {std::to_string(c.why.size())}) +
                  "</summary>" + why + "</details>";
        const char* met = c.met == GateCondition::Met::yes  ? "yes"
                          : c.met == GateCondition::Met::no ? "no"
                                                            : "none";
        row({text == plan.readiness.gate.end() ? escaped(c.code) : both(text->second, c.code),
             std::string("<span class=\"") + met + "\">" + say(std::string("report.met.") + met) +
                 "</span>",
             why});
    }
    out_ += "</tbody></table>";
    close_section();
}

// The rating by rule, and beside it what an evaluator made of it and why.
std::string Page::changed_chip(const UnitReport& unit, const Rated& r) const {
    if (r.changed == Rating::none) return chip(r.rating);
    return chip(r.rating) + " → " + chip(r.changed) + "<br><small>" + escaped(r.changed_why) +
           " (" + name_of_officer(unit.unit, r.changed_by) + ")</small>";
}

void Page::tasks(const UnitReport& unit) {
    open_section("tasks", "report.tasks");
    out_ += "<div class=\"legend\">";
    for (const Rating r : {Rating::P, Rating::S, Rating::M, Rating::U})
        out_ += "<span>" + chip(r) + " " +
                say("report.rating." + std::string(names(r)[static_cast<size_t>(r)])) + "</span>";
    out_ += "</div><table class=\"stack\">";
    header_row({"report.task", "report.rating_word", "#report.n", "report.spread",
                "#report.share_target", "report.owner"});
    for (const TaskResult& t : unit.tasks) {
        const auto task = plan.readiness.tasks.find(t.task);
        const std::string owner =
            task == plan.readiness.tasks.end() ? "" : name_of_role(task->second.owner_role);
        const int rated = t.p + t.s + t.m + t.u;
        const std::string bounds =
            rated == 0 ? "" : "<br><small>(" + percent(t.low) + "–" + percent(t.high) + ")</small>";
        row({name_of_task(t.task) + " <span class=\"tier\">" +
                 say("report.tier", {std::to_string(t.tier)}) + "</span>",
             changed_chip(unit, t), "#n#" + std::to_string(t.n),
             std::to_string(t.p) + " P · " + std::to_string(t.s) + " S · " + std::to_string(t.m) +
                 " M · " + std::to_string(t.u) + " U" +
                 (t.open > 0 ? " · " + say("report.open_count", {std::to_string(t.open)}) : "") +
                 share_bar(t),
             "#n#" + (rated == 0 ? "–" : percent(t.share)) + " / " + percent(t.target) + bounds,
             owner});
    }
    out_ += "</tbody></table>";
    close_section();
}

void Page::one_finding(const UnitReport& unit, const Finding& f) {
    out_ += "<div class=\"finding" + std::string(f.blocking ? " blocking" : "") +
            (f.closed ? " closed" : "") + "\"><div><b>" + escaped(f.code) +
            "</b> <span class=\"tag\">" + say("report.category." + f.category) + "</span>";
    if (f.blocking) out_ += "<span class=\"tag warn\">" + say("report.blocking") + "</span>";
    if (f.closed) out_ += "<span class=\"tag\">" + say("report.closed") + "</span>";
    out_ += "<span class=\"tag\">" +
            say("report.risk", {std::to_string(f.severity), std::to_string(f.occurrence),
                                std::to_string(f.detection), std::to_string(f.risk())}) +
            "</span></div><p><b>" + say(f.what) + "</b></p>";
    if (!f.proposal.rule.empty())
        out_ += "<p>→ " + say("report.proposal") + ": " + say(f.proposal) + "</p>";
    std::string about;
    const auto add = [&](const std::string& text) {
        if (!text.empty()) about += (about.empty() ? "" : " · ") + text;
    };
    if (!f.task.empty()) add(name_of_task(f.task));
    if (!f.inject.empty())
        add(knows("report.inject." + f.inject) ? say("report.inject." + f.inject)
                                               : escaped(f.inject));
    if (!f.role.empty()) add(name_of_role(f.role));
    if (!f.officer.empty()) add(name_of_officer(unit.unit, f.officer));
    out_ += "<p class=\"soft\">" + about +
            (f.seqs.empty()
                 ? ""
                 : (about.empty() ? "" : " · ") + say("report.evidence") + " " + seqs(f.seqs)) +
            "</p></div>\n";
}

void Page::findings(const UnitReport& unit) {
    open_section("findings", "report.findings");
    if (unit.findings.empty()) out_ += "<p>" + say("report.no_findings") + "</p>";
    std::vector<const Finding*> order;
    for (const Finding& f : unit.findings) order.push_back(&f);
    std::stable_sort(order.begin(), order.end(), [](const Finding* a, const Finding* b) {
        if (a->closed != b->closed) return b->closed;
        if (a->blocking != b->blocking) return a->blocking;
        return a->risk() > b->risk();
    });
    constexpr size_t shown = 12;
    out_ += "<div class=\"findings\">";
    for (size_t i = 0; i < order.size(); ++i) {
        if (i == shown)
            out_ += "</div><details><summary>" +
                    say("report.more", {std::to_string(order.size() - shown)}) +
                    "</summary><div class=\"findings\">";
        one_finding(unit, *order[i]);
    }
    out_ += order.size() > shown ? "</div></details>" : "</div>";
    close_section();
}

void Page::injects(const UnitReport& unit) {
    open_section("injects", "report.injects");
    out_ += "<table class=\"stack\">";
    header_row({"report.time", "report.inject", "report.rating_word", "report.expected",
                "report.evidence"});
    for (const InjectResult& i : unit.injects) {
        std::string expected;
        for (const auto& [e, result] : i.expectations)
            expected +=
                std::string("<div><span class=\"") + (result.met ? "yes\">✓" : "no\">✗") +
                "</span> " + escaped(e.text.empty() ? e.fact + e.refused + e.never : e.text) +
                (result.met && result.took > 0 ? " <small>(" + duration(result.took) + ")</small>"
                                               : "") +
                "</div>";
        row({clock(i.at), "<b>" + escaped(i.inject) + "</b> " + escaped(i.title),
             changed_chip(unit, i),
             expected, seqs(i.seqs, 6)});
    }
    out_ += "</tbody></table>";
    close_section();
}

void Page::day(const UnitReport& unit) {
    open_section("day", "report.day");
    out_ += "<div class=\"legend\">";
    for (const auto& [colour, key] :
         {std::pair{"#1a7f4b", "P"}, {"#8db33a", "S"}, {"#e39a2d", "M"}, {"#b3261e", "U"}})
        out_ += std::string("<span><i style=\"background:") + colour + "\"></i>" +
                say(std::string("report.rating.") + key) + "</span>";
    for (const auto& [colour, key] : {std::pair{"#8aa4c4", "work"},
                                      {"#c4d1e1", "receive"},
                                      {"#c9d8ee", "meeting"},
                                      {"#d9dde2", "away"},
                                      {"#f3c3bf", "outage"},
                                      {"#7a3db8", "inject"}})
        out_ += std::string("<span><i style=\"background:") + colour + "\"></i>" +
                say(std::string("report.bar.") + key) + "</span>";
    out_ += "</div>" + timeline(unit) + queue(unit);
    figures(unit);
    close_section();
}

void Page::figures(const UnitReport& unit) {
    if (unit.figures.empty()) return;
    // In the order in which a day is told; what is not in this list follows.
    static constexpr std::string_view kOrder[] = {
        "presented", "received",      "resolved",       "returned",     "on_time",
        "late",      "overdue",       "supplements",    "refused",      "withdrawn",
        "apologies", "entered_after", "wait_p50",       "wait_p90",     "queue_peak",
        "work_p50",  "work_p90",      "papers_arrived", "papers_issued"};
    std::vector<std::pair<std::string, int64_t>> told(unit.figures.begin(), unit.figures.end());
    const auto place = [](const std::string& key) {
        return std::find(std::begin(kOrder), std::end(kOrder), key) - std::begin(kOrder);
    };
    std::stable_sort(told.begin(), told.end(),
                     [&](const auto& a, const auto& b) { return place(a.first) < place(b.first); });
    out_ += "<dl class=\"figures\">";
    for (const auto& [key, value] : told) {
        const std::string label = "report.figure." + key;
        const bool time = key.ends_with("_ms") || key.ends_with("_p50") || key.ends_with("_p90");
        out_ += "<div><dt>" + (knows(label) ? say(label) : escaped(key)) + "</dt><dd>" +
                (time ? duration(value) : std::to_string(value)) + "</dd></div>";
    }
    out_ += "</dl>";
}

void Page::leadership(const UnitReport& unit) {
    const Leadership& l = unit.leadership;
    open_section("leadership", "report.leadership");
    out_ += "<p class=\"soft\">" + say("report.leadership_text") + "</p><dl class=\"facts\">";
    const auto line = [this](const char* key, const std::string& value) {
        out_ +=
            "<dt>" + say(std::string("report.leadership.") + key) + "</dt><dd>" + value + "</dd>";
    };
    const auto of = [](int64_t n, int64_t all) {
        return std::to_string(n) + "/" + std::to_string(all);
    };
    line("decisions", std::to_string(l.decisions));
    line("latency", duration(l.latency_p50) + " · p90 " + duration(l.latency_p90));
    line("delegated", of(l.delegated_in_time, l.delegated));
    line("owned", of(l.directives_owned, l.directives));
    line("on_time", of(l.directives_on_time, l.directives));
    line("reopened", std::to_string(l.reopened));
    line("meetings", of(l.meetings_lawful, l.meetings));
    out_ += "</dl>";
    close_section();
}

void Page::scorecard(const UnitReport& unit) {
    open_section("scorecard", "report.scorecard");
    out_ += "<p class=\"soft\">" + say("report.scorecard_text") + "</p><table class=\"stack\">";
    header_row({"report.line", "#report.points", "report.how"});
    int64_t points = 0, most = 0;
    const auto text = [this](int64_t thousandths) { return decimal((thousandths + 50) / 100); };
    for (const ScoreLine& s : unit.scorecard) {
        const std::string key = "report.766." + s.line;
        if (s.measured) points += s.points, most += s.most;
        row({knows(key) ? say(key) : escaped(s.line),
             "#n#" + (s.measured ? text(s.points) + " / " + text(s.most)
                                 : "<span class=\"none\">" + say("report.not_yet") + "</span>"),
             s.how.rule.empty() ? "" : say(s.how)});
    }
    row({"<b>" + say("report.sum_measured") + "</b>",
         "#n#<b>" + text(points) + " / " + text(most) + "</b>", ""});
    out_ += "</tbody></table>";
    close_section();
}

void Page::coverage(const UnitReport& unit) {
    const Coverage& c = unit.coverage;
    open_section("coverage", "report.coverage");
    out_ += "<p class=\"soft\">" + say("report.coverage_text") + "</p><table class=\"stack\">";
    header_row({"report.what", "#report.seen", "report.unseen"});
    const auto line = [&](const char* key, const Share& s,
                          const std::function<std::string(const Code&)>& name) {
        std::string missing;
        for (const Code& code : s.missing) missing += (missing.empty() ? "" : ", ") + name(code);
        row({say(std::string("report.coverage.") + key), "#n#" + fraction(s), missing});
    };
    const auto task = [this](const Code& code) { return name_of_task(code); };
    line("tasks", c.tasks, task);
    line("tier1", c.tier1, task);
    line("lanes", c.lanes, [this](const Code& code) { return name_of_role(code); });
    line("people", c.people, [&](const Code& code) { return name_of_officer(unit.unit, code); });
    line("varieties", c.varieties, [this](const Code& code) { return name_of_procedure(code); });
    out_ += "</tbody></table>";
    if (!c.mix.empty()) {
        out_ += "<details><summary>" + say("report.mix") + "</summary><table class=\"stack\">";
        header_row({"report.procedure", "#report.mix_seen", "#report.mix_expected"});
        for (const auto& [code, shares] : c.mix)
            row({name_of_procedure(code), "#n#" + percent(shares.first),
                 "#n#" + percent(shares.second)});
        out_ += "</tbody></table></details>";
    }
    close_section();
}

// What went wrong, attempt by attempt; what went right is only counted.
void Page::attempts(const UnitReport& unit) {
    open_section("attempts", "report.attempts");
    std::vector<const Attempt*> order;
    for (const Attempt& a : unit.attempts)
        if (a.counts() == Rating::M || a.counts() == Rating::U || a.changed != Rating::none)
            order.push_back(&a);
    std::stable_sort(order.begin(), order.end(),
                     [](const Attempt* a, const Attempt* b) { return a->counts() > b->counts(); });
    constexpr size_t most = 200;
    out_ += "<p class=\"soft\">" +
            say("report.attempts_text",
                {std::to_string(order.size()), std::to_string(unit.attempts.size())}) +
            "</p><details" + std::string(order.size() <= 20 ? " open" : "") + "><summary>" +
            say("report.attempts_list") + "</summary><table class=\"stack\">";
    header_row({"report.time", "report.subject", "report.task", "report.rating_word", "report.why",
                "report.evidence"});
    for (size_t i = 0; i < std::min(order.size(), most); ++i) {
        const Attempt& a = *order[i];
        std::string why;
        for (const Sentence& s : a.why) why += "<div>" + say(s) + "</div>";
        row({clock(a.from) + (a.until.ms == 0 ? "–…" : "–" + clock(a.until)),
             escaped(a.subject) + "<br><small>" + name_of_officer(unit.unit, a.officer) +
                 "</small>",
             name_of_task(a.task), changed_chip(unit, a), why, seqs(a.seqs, 6)});
    }
    out_ += "</tbody></table></details>";
    close_section();
}

void Page::units(const RunReport& run) {
    if (run.units.size() < 2) return;
    open_section("units", "report.units");
    out_ += "<table class=\"stack\">";
    header_row({"report.unit", "report.colour_word", "report.gate_word", "#report.score",
                "#report.entries", "report.head"});
    for (const UnitReport& u : run.units)
        row({escaped(capital(u.name)),
             u.colour == Colour::none ? say("report.not_yet")
                                      : say(std::string("report.colour.") + colour_name(u.colour)),
             say("report.gate." + gate_name(u.gate)), "#n#" + percent(u.score),
             "#n#" + std::to_string(u.entries),
             "<span class=\"seq\">" + hex(u.head).substr(0, 16) + "</span>"});
    out_ += "</tbody></table>";
    close_section();
}

void Page::provenance(const RunReport& run) {
    open_section("provenance", "report.provenance");
    out_ += "<p class=\"soft\">" + say("report.provenance_text") + "</p><dl class=\"facts\">";
    const auto line = [this](const char* key, const std::string& value) {
        out_ += "<dt>" + say(std::string("report.") + key) + "</dt><dd>" + value + "</dd>";
    };
    line("scenario", escaped(run.scenario));
    line("seed", std::to_string(run.seed));
    line("plan", escaped(plan.id) + " <span class=\"seq\">" + hex(run.plan) + "</span>");
    for (const UnitReport& u : run.units)
        line("head", escaped(capital(u.name)) + " <span class=\"seq\">" + hex(u.head) + "</span>");
    out_ += "</dl>";
    close_section();
}

std::string Page::whole() {
    const RunReport& run = report.runs.back();
    const UnitReport& unit = run.units.front();
    head();
    verdict(run, unit);
    columns();
    gate(report.conditions.empty() ? unit.conditions : report.conditions);
    tasks(unit);
    compare();
    people();
    preparation(run);
    findings(unit);
    corrections(run);
    day(unit);
    injects(unit);
    notes(unit);
    open_section("procedures", "report.procedures");
    out_ += "<p class=\"soft\">" + say("report.procedures_text") + "</p>" +
            heat_legend([&](const std::string& heat) { return say("report.heat." + heat); }) +
            diagrams(unit);
    close_section();
    leadership(unit);
    scorecard(unit);
    coverage(unit);
    attempts(unit);
    units(run);
    provenance(run);
    out_ += "</main><footer>" + say("report.footer") + "</footer></body></html>\n";
    return std::move(out_);
}

std::string html(const Report& report, const plan::Plan& plan,
                 const std::vector<Language>& languages) {
    if (languages.empty() || report.runs.empty() || report.runs.back().units.empty()) return {};
    return Page(report, plan, languages).whole();
}

}  // namespace ss::readiness
