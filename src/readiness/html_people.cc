// What people wrote, did and decided: notes, runs side by side, preparation before the day and
// corrections after it.
#include <algorithm>

#include "readiness/html_page.h"

namespace ss::readiness {

void Page::notes(const UnitReport& unit) {
    open_section("notes", "report.notes");
    if (unit.notes.empty()) out_ += "<p>" + say("report.no_notes") + "</p>";
    else {
        out_ += "<table class=\"stack\">";
        header_row({"report.time", "report.note_about", "report.note", "report.rating_word",
                    "report.evidence"});
        for (const Note& n : unit.notes)
            row({clock(n.at),
                 (n.about.empty() ? "" : each([&](const Language& l) {
                     return name_of(l, n.about);
                 })) + (n.about.empty() ? "" : "<br>") +
                     "<small>" + name_of_officer(unit.unit, n.by) + "</small>",
                 escaped(n.text), n.rating == Rating::none ? "" : chip(n.rating), seqs({n.seq})});
        out_ += "</tbody></table>";
    }
    close_section();
}

void Page::compare() {
    if (report.runs.size() < 2) return;
    open_section("compare", "report.compare");
    out_ += "<div class=\"wide\"><table><thead><tr><th>" + say("report.task") + "</th>";
    for (const RunReport& r : report.runs)
        out_ += "<th>" + run_head(r) + "</th>";
    out_ += "</tr></thead><tbody>";
    std::vector<Code> all;
    for (const RunReport& r : report.runs)
        for (const TaskResult& t : r.units.front().tasks)
            if (std::find(all.begin(), all.end(), t.task) == all.end()) all.push_back(t.task);
    const auto line = [&](const std::string& name, auto cell) {
        out_ += "<tr><td>" + name + "</td>";
        for (const RunReport& r : report.runs) out_ += "<td>" + cell(r.units.front()) + "</td>";
        out_ += "</tr>\n";
    };
    line(say("report.gate_word"), [this](const UnitReport& u) {
        return say("report.gate." + std::string(names(u.gate)[static_cast<size_t>(u.gate)]));
    });
    line(say("report.score"), [this](const UnitReport& u) { return percent(u.score); });
    line(say("report.findings_word"),
         [](const UnitReport& u) { return std::to_string(u.findings.size()); });
    for (const Code& code : all)
        line(name_of_task(code), [&](const UnitReport& u) {
            for (const TaskResult& t : u.tasks)
                if (t.task == code)
                    return chip(t.counts()) + " <small>n = " + std::to_string(t.n) + "</small>";
            return chip(Rating::none);
        });
    out_ += "</tbody></table></div>";
    close_section();
}

// A run with a name of its own is headed by it.
std::string Page::run_head(const RunReport& run) const {
    if (run.folder.empty()) return say("report.seed") + " " + std::to_string(run.seed);
    return escaped(run.folder) + "<br><small>" + say("report.seed") + " " +
           std::to_string(run.seed) + "</small>";
}

// Everybody of the unit, run beside run: what was done, and how what was carried is rated.
void Page::people() {
    open_section("people", "report.people");
    out_ += "<p class=\"soft\">" + say("report.people_text") + "</p><div class=\"wide\"><table>";
    out_ += "<thead><tr><th>" + say("report.person") + "</th>";
    for (const RunReport& r : report.runs) out_ += "<th>" + run_head(r) + "</th>";
    out_ += "</tr></thead><tbody>";
    std::set<Code> all;
    for (const RunReport& r : report.runs)
        for (const Person& p : r.units.front().people) all.insert(p.officer);
    const Code& unit = report.runs.back().units.front().unit;
    for (const Code& officer : all) {
        out_ += "<tr><td>" + name_of_officer(unit, officer) + "</td>";
        for (const RunReport& r : report.runs) {
            const auto& people = r.units.front().people;
            const auto p = std::find_if(people.begin(), people.end(),
                                        [&](const Person& x) { return x.officer == officer; });
            out_ += "<td>" + (p == people.end() ? std::string("–") : of_person(*p)) + "</td>";
        }
        out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div>";
    close_section();
}

std::string Page::of_person(const Person& p) const {
    std::string out = say("report.acts", {std::to_string(p.acts)});
    for (const auto& [rating, n] :
         {std::pair{Rating::P, p.p}, {Rating::S, p.s}, {Rating::M, p.m}, {Rating::U, p.u}})
        if (n > 0) out += " " + chip(rating) + " " + std::to_string(n);
    if (p.open > 0)
        out += " <small>" + say("report.open_count", {std::to_string(p.open)}) + "</small>";
    return out;
}

void Page::preparation(const RunReport& run) {
    open_section("preparation", "report.preparation");
    std::vector<const Preparation*> all;
    for (const UnitReport& u : run.units)
        for (const Preparation& p : u.preparation) all.push_back(&p);
    // What blocks and is open first.
    const auto weight = [](const Preparation* p) { return p->done ? 2 : p->blocking ? 0 : 1; };
    std::stable_sort(all.begin(), all.end(), [&](const Preparation* a, const Preparation* b) {
        return weight(a) < weight(b);
    });
    if (all.empty()) out_ += "<p>" + say("report.no_preparation") + "</p>";
    else {
        out_ += "<table class=\"stack\">";
        header_row({"report.prepared", "report.prepared_state", "report.prepared_owner",
                    "report.prepared_due", "report.prepared_evidence"});
        for (const Preparation* p : all) {
            std::string state =
                p->done ? "<span class=\"yes\">" + say("report.prepared_done") + "</span>"
                        : "<span class=\"" + std::string(p->blocking ? "no" : "none") + "\">" +
                              say(p->blocking ? "report.prepared_blocks" : "report.prepared_open") +
                              "</span>";
            if (!p->waived.empty())
                state +=
                    "<div>" + say("report.prepared_waived") + ": " + escaped(p->waived) + "</div>";
            row({"<b>" + escaped(p->title) + "</b><br><small>" + say("preparation." + p->area) +
                     (run.units.size() > 1 ? " · " + escaped(p->unit) : "") + "</small>",
                 state, p->owner.empty() ? "–" : each([&](const Language& l) {
                     return name_of(l, p->owner);
                 }),
                 p->due ? date(*p->due) : "–",
                 escaped(p->evidence) + (p->seqs.empty() ? "" : " " + seqs(p->seqs))});
        }
        out_ += "</tbody></table>";
    }
    close_section();
}

void Page::corrections(const RunReport& run) {
    const bool any = std::any_of(run.units.begin(), run.units.end(),
                                 [](const UnitReport& u) { return !u.corrections.empty(); });
    if (!any) return;
    open_section("corrections", "report.corrections");
    out_ += "<table class=\"stack\">";
    header_row({"report.correction", "report.note_about", "report.prepared_owner",
                "report.prepared_due", "report.evidence"});
    for (const UnitReport& u : run.units)
        for (const Correction& c : u.corrections)
            row({escaped(c.what),
                 each([&](const Language& l) { return name_of(l, c.about); }) +
                     "<br><small>" + name_of_officer(u.unit, c.by) + "</small>",
                 escaped(c.owner), date(c.due), seqs({c.seq})});
    out_ += "</tbody></table>";
    close_section();
}

}  // namespace ss::readiness
