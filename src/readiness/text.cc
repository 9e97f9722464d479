#include "readiness/text.h"

#include <algorithm>
#include <set>

#include "readiness/lines.h"
#include "readiness/names.h"

namespace ss::readiness {

namespace {

class Terminal : private Lines {
  public:
    Terminal(const Report& report, const plan::Plan& plan, const std::string& language)
        : report_(report),
          plan_(plan),
          language_(language),
          book_(words::load(language)),
          namer_(plan, language, book_) {}

    std::string whole() {
        if (report_.runs.empty()) return say("text.no_runs") + "\n";
        const RunReport& run = report_.runs.back();
        const UnitReport& unit = run.units.front();
        verdict(run, unit);
        preparation(run);
        blocking();
        tasks(unit);
        injects(unit);
        notes(unit);
        others(unit);
        corrections(run);
        day(unit);
        coverage(unit);
        leadership(unit);
        scorecard(unit);
        compare();
        people();
        heads();
        return take();
    }

  private:
    std::string say(const std::string& key, const std::vector<std::string>& args = {}) const {
        return words::say(book_, key, args);
    }
    std::string percent(int64_t mille) const {
        std::string out = std::to_string(mille / 10);
        if (mille % 10 != 0) out += say("text.decimal") + std::to_string(mille % 10);
        return out + " %";
    }
    std::string points(int64_t thousandths) const {
        const int64_t tenths = (thousandths + 50) / 100;
        return std::to_string(tenths / 10) + say("text.decimal") + std::to_string(tenths % 10);
    }
    std::string minutes(int64_t ms) const {
        return say("report.minutes", {std::to_string((ms + kMinute / 2) / kMinute)});
    }
    std::string clock(Instant at) const {
        return clock_text(time_of_day(at, plan_.calendar.offset));
    }
    std::string date(LocalDate d) const {
        const Ymd y = ymd_of(d);
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        return say("report.date", {two(y.day), two(y.month), std::to_string(y.year)});
    }
    static std::string letter(Rating r) {
        return r == Rating::none ? "–" : std::string(names(r)[static_cast<size_t>(r)]);
    }
    // "U>S": by rule, and as an evaluator has it.
    static std::string letters(const Rated& r) {
        return letter(r.rating) + (r.changed == Rating::none ? "" : ">" + letter(r.changed));
    }
    static std::string seqs(const std::vector<uint64_t>& all) {
        constexpr size_t kShown = 6;
        std::string out;
        for (size_t i = 0, shown = 0; i < all.size(); ++shown) {
            if (shown == kShown) return out + " …";
            size_t end = i;
            while (end + 1 < all.size() && all[end + 1] == all[end] + 1) ++end;
            out += (out.empty() ? "#" : " #") + std::to_string(all[i]);
            if (end > i) out += "–" + std::to_string(all[end]);
            i = end + 1;
        }
        return out;
    }
    std::string gate(Gate g) const {
        return say("report.gate." + std::string(names(g)[static_cast<size_t>(g)]));
    }
    std::string colour(Colour c) const {
        return c == Colour::none
                   ? say("report.not_yet")
                   : say("report.colour." + std::string(names(c)[static_cast<size_t>(c)]));
    }

    void verdict(const RunReport& run, const UnitReport& unit) {
        line(say("report.title") + " · " + unit.name);
        line(run.title);
        line(say("report.held_on") + " " + date(run.held_on) + " · " + say("report.lived_as") +
             " " + date(run.lived_as) + " · " + say("report.seed") + " " +
             std::to_string(run.seed));
        line();
        table({{"", Align::left, 40}, {"", Align::left, 56}},
              {{say("report.gate_word"), gate(report_.gate)},
               {say("report.colour_word"), colour(unit.colour)},
               {say("report.score"), percent(unit.score)},
               {say("report.record"),
                std::to_string(unit.entries) + " " +
                    say("report.record_text",
                        {std::to_string(unit.facts), std::to_string(unit.refusals)})}});
        section(say("report.gate_conditions"));
        for (const GateCondition& c : report_.conditions) {
            const auto text = plan_.readiness.gate.find(c.code);
            const char* met = c.met == GateCondition::Met::yes  ? "[x] "
                              : c.met == GateCondition::Met::no ? "[!] "
                                                                : "[ ] ";
            paragraph(std::string("  ") + met,
                      text == plan_.readiness.gate.end() ? c.code : text->second.get(language_));
            reasons(c.why);
        }
        line("  " + say("text.marks"));
    }
    // One line, however many: the details stand below.
    void reasons(const std::vector<Sentence>& why) {
        constexpr size_t kShown = 4;
        std::string all;
        for (size_t i = 0; i < why.size() && i < kShown; ++i)
            all += (i == 0 ? "" : "; ") + namer_.say(why[i]);
        if (why.size() > kShown) all += "; … (" + std::to_string(why.size()) + ")";
        if (!all.empty()) paragraph("      ", all);
    }
    void finding(const Finding& f) {
        paragraph("  " + padded(f.code, 4) + " ", namer_.say(f.what));
        std::string about =
            say("report.category." + f.category) + " · " +
            say("report.risk", {std::to_string(f.severity), std::to_string(f.occurrence),
                                std::to_string(f.detection), std::to_string(f.risk())});
        if (!f.task.empty()) about += " · " + namer_.name(f.task);
        if (!f.inject.empty()) about += " · " + f.inject;
        if (!f.role.empty()) about += " · " + namer_.name(f.role);
        if (!f.officer.empty()) about += " · " + namer_.name(f.officer);
        if (!f.seqs.empty()) about += " · " + seqs(f.seqs);
        paragraph("       ", about);
        if (!f.proposal.rule.empty()) paragraph("       → ", namer_.say(f.proposal));
    }
    void blocking() {
        const auto n = std::count_if(report_.open_findings.begin(), report_.open_findings.end(),
                                     [](const Finding& f) { return f.blocking; });
        section(say("report.blocking_count", {std::to_string(n)}));
        for (const Finding& f : report_.open_findings)
            if (f.blocking) finding(f);
        if (n == 0) line("  " + say("report.no_findings"));
    }
    void others(const UnitReport& unit) {
        constexpr size_t kShown = 15;
        std::vector<const Finding*> rest;
        for (const Finding& f : report_.open_findings)
            if (!f.blocking) rest.push_back(&f);
        (void)unit;
        if (rest.empty()) return;
        section(say("report.findings"));
        for (size_t i = 0; i < rest.size() && i < kShown; ++i) finding(*rest[i]);
        if (rest.size() > kShown)
            line("  " + say("report.more", {std::to_string(rest.size() - kShown)}));
    }
    void tasks(const UnitReport& unit) {
        section(say("report.tasks"));
        std::vector<Row> rows;
        for (const TaskResult& t : unit.tasks) {
            FourColumns four;
            for (const FourColumns& c : report_.columns)
                if (c.task == t.task) four = c;
            rows.push_back(
                {std::to_string(t.tier), namer_.name(t.task), letters(t), std::to_string(t.n),
                 std::to_string(t.p), std::to_string(t.s), std::to_string(t.m), std::to_string(t.u),
                 std::to_string(t.open), t.n == 0 ? "–" : percent(t.share), percent(t.target),
                 t.n == 0 ? "" : std::to_string(t.low / 10) + "–" + std::to_string(t.high / 10)});
        }
        table({{say("text.tier"), Align::right, 4},
               {say("report.task"), Align::left, 44},
               {"", Align::left, 3},
               {"n", Align::right, 4},
               {"P", Align::right, 4},
               {"S", Align::right, 3},
               {"M", Align::right, 3},
               {"U", Align::right, 3},
               {say("text.open"), Align::right, 4},
               {say("text.share"), Align::right, 7},
               {say("text.target"), Align::right, 6},
               {"95 %", Align::right, 7}},
              rows);
        section(say("report.columns"));
        std::vector<Row> columns;
        const std::string none = say("report.not_yet");
        const std::string simulated =
            report_.forecast ? namer_.say(cell_of(*report_.forecast)) : none;
        for (const FourColumns& c : report_.columns)
            columns.push_back({namer_.name(c.task),
                               c.checked.empty() ? none : say("report.checked." + c.checked),
                               c.simulated.empty() ? none : simulated,
                               c.rehearsed == Rating::none
                                   ? none
                                   : letter(c.rehearsed) + " (n = " + std::to_string(c.runs) + ")",
                               c.lived.empty() ? none : c.lived});
        table({{say("report.task"), Align::left, 46},
               {say("report.checked"), Align::left, 12},
               {say("report.simulated"), Align::left, 12},
               {say("report.rehearsed"), Align::left, 12},
               {say("report.lived"), Align::left, 12}},
              columns);
        if (const auto& f = report_.forecast) {
            paragraph("  ", say("gate.simulated.about"));
            for (const Sentence& s : told(*f)) paragraph("  ", namer_.say(s));
            paragraph("  ", namer_.say(provenance_of(*f)));
        }
    }
    void injects(const UnitReport& unit) {
        section(say("report.injects"));
        std::vector<Row> rows;
        for (const InjectResult& i : unit.injects) {
            std::string unmet;
            for (const auto& [e, r] : i.expectations)
                if (!r.met)
                    unmet += (unmet.empty() ? "" : "; ") + (!e.text.empty()      ? e.text
                                                            : !e.fact.empty()    ? e.fact
                                                            : !e.refused.empty() ? e.refused
                                                                                 : e.never);
            const auto met = std::count_if(i.expectations.begin(), i.expectations.end(),
                                           [](const auto& e) { return e.second.met; });
            rows.push_back({clock(i.at), i.inject, i.title, letters(i),
                            std::to_string(met) + "/" + std::to_string(i.expectations.size()),
                            i.counts() == Rating::none || i.counts() == Rating::P ? "" : unmet});
        }
        table({{say("report.time"), Align::left, 5},
               {"", Align::left, 5},
               {say("report.inject"), Align::left, 40},
               {"", Align::left, 3},
               {say("text.met"), Align::right, 5},
               {say("text.unmet"), Align::left, 34}},
              rows);
    }
    void notes(const UnitReport& unit) {
        if (unit.notes.empty()) return;
        section(say("report.notes"));
        for (const Note& n : unit.notes) {
            std::string about = n.about.empty() ? "" : namer_.name(n.about) + ": ";
            if (n.rating != Rating::none) about = letter(n.rating) + " · " + about;
            paragraph("  " + clock(n.at) + " ",
                      about + n.text + " (" + namer_.name(n.by) + ", #" + std::to_string(n.seq) +
                          ")");
        }
    }
    void day(const UnitReport& unit) {
        section(say("text.day"));
        std::vector<Row> rows;
        for (const char* name :
             {"presented", "received", "supplements", "refused", "withdrawn", "resolved", "on_time",
              "late", "overdue", "apologies", "returned", "entered_after", "queue_peak", "wait_p50",
              "wait_p90", "work_p50", "work_p90", "papers_issued", "papers_arrived"}) {
            const std::string key = name;
            const auto found = unit.figures.find(key);
            if (found == unit.figures.end()) continue;
            const int64_t n = found->second;
            const bool time = key.starts_with("wait_") || key.starts_with("work_");
            rows.push_back({say("figure." + key), time ? minutes(n) : std::to_string(n)});
        }
        table({{"", Align::left, 60}, {"", Align::right, 16}}, rows);
    }
    void coverage(const UnitReport& unit) {
        section(say("report.coverage"));
        const Coverage& c = unit.coverage;
        std::vector<Row> rows;
        for (const auto& [key, s] : {std::pair{"tasks", &c.tasks},
                                     {"tier1", &c.tier1},
                                     {"lanes", &c.lanes},
                                     {"people", &c.people},
                                     {"varieties", &c.varieties}}) {
            std::string missing;
            for (size_t i = 0; i < s->missing.size() && i < 6; ++i)
                missing += (i == 0 ? "" : ", ") + namer_.name(s->missing[i]);
            if (s->missing.size() > 6) missing += " … (" + std::to_string(s->missing.size()) + ")";
            rows.push_back({say(std::string("report.coverage.") + key),
                            std::to_string(s->observed) + "/" + std::to_string(s->expected),
                            missing});
        }
        table({{"", Align::left, 24},
               {say("report.seen"), Align::right, 8},
               {say("report.unseen"), Align::left, 62}},
              rows);
    }
    void leadership(const UnitReport& unit) {
        section(say("report.leadership"));
        const Leadership& l = unit.leadership;
        const auto of = [](int64_t a, int64_t b) {
            return std::to_string(a) + "/" + std::to_string(b);
        };
        table({{"", Align::left, 60}, {"", Align::right, 20}},
              {{say("report.leadership.decisions"), std::to_string(l.decisions)},
               {say("report.leadership.latency"), minutes(l.latency_p50)},
               {say("text.latency_p90"), minutes(l.latency_p90)},
               {say("report.leadership.owned"), of(l.directives_owned, l.directives)},
               {say("report.leadership.on_time"), of(l.directives_on_time, l.directives)},
               {say("report.leadership.delegated"), of(l.delegated_in_time, l.delegated)},
               {say("report.leadership.reopened"), std::to_string(l.reopened)},
               {say("report.leadership.meetings"), of(l.meetings_lawful, l.meetings)}});
    }
    void scorecard(const UnitReport& unit) {
        section(say("report.scorecard"));
        std::vector<Row> rows;
        int64_t points_sum = 0, most = 0;
        for (const ScoreLine& s : unit.scorecard) {
            if (s.measured) points_sum += s.points, most += s.most;
            rows.push_back({say("report.766." + s.line),
                            s.measured ? points(s.points) : say("report.not_yet"),
                            s.measured ? points(s.most) : "", namer_.say(s.how)});
        }
        rows.push_back({say("report.sum_measured"), points(points_sum), points(most), ""});
        table({{"", Align::left, 30},
               {say("report.points"), Align::right, 8},
               {say("text.most"), Align::right, 6},
               {say("report.how"), Align::left, 48}},
              rows);
    }
    void compare() {
        if (report_.runs.size() < 2) return;
        section(say("report.compare"));
        std::vector<Column> columns{{say("report.task"), Align::left, 60}};
        for (const RunReport& run : report_.runs)
            columns.push_back(
                {say("report.seed") + " " + std::to_string(run.seed), Align::left, 8});
        std::vector<Row> rows;
        for (const TaskResult& task : report_.runs.back().units.front().tasks) {
            Row row{namer_.name(task.task)};
            for (const RunReport& run : report_.runs) {
                std::string cell = "–";
                for (const TaskResult& t : run.units.front().tasks)
                    if (t.task == task.task && t.n > 0)
                        cell = letter(t.counts()) + " " + std::to_string(t.n);
                row.push_back(cell);
            }
            rows.push_back(std::move(row));
        }
        table(columns, rows);
    }
    void people() {
        section(say("report.people"));
        std::set<Code> all;
        std::vector<Column> columns{{say("report.person"), Align::left, 44}};
        for (const RunReport& run : report_.runs) {
            columns.push_back(
                {say("report.seed") + " " + std::to_string(run.seed), Align::left, 22});
            for (const Person& p : run.units.front().people) all.insert(p.officer);
        }
        // More runs than a line holds: the last ones.
        const size_t from = report_.runs.size() > 2 ? report_.runs.size() - 2 : 0;
        columns.erase(columns.begin() + 1, columns.begin() + 1 + static_cast<std::ptrdiff_t>(from));
        std::vector<Row> rows;
        for (const Code& officer : all) {
            Row row{namer_.name(officer)};
            for (size_t i = from; i < report_.runs.size(); ++i) {
                std::string cell = "–";
                for (const Person& p : report_.runs[i].units.front().people)
                    if (p.officer == officer)
                        cell = std::to_string(p.acts) + ": P" + std::to_string(p.p) + " S" +
                               std::to_string(p.s) + " M" + std::to_string(p.m) + " U" +
                               std::to_string(p.u);
                row.push_back(cell);
            }
            rows.push_back(std::move(row));
        }
        table(columns, rows);
        paragraph("  ", say("report.people_text"));
    }
    // Only what is still open; the rest is counted.
    void preparation(const RunReport& run) {
        size_t done = 0, all = 0;
        for (const UnitReport& u : run.units)
            for (const Preparation& p : u.preparation) ++all, done += p.done;
        if (all == 0) return;
        section(say("report.preparation") + " " + std::to_string(done) + "/" + std::to_string(all));
        for (const UnitReport& u : run.units)
            for (const Preparation& p : u.preparation) {
                if (p.done) continue;
                std::string text = p.title;
                if (!p.owner.empty()) text += " · " + namer_.name(p.owner);
                if (p.due) text += " · " + date(*p.due);
                if (!p.waived.empty())
                    text += " · " + say("report.prepared_waived") + ": " + p.waived;
                paragraph(p.blocking ? "  [!] " : "  [ ] ", text);
            }
    }
    void corrections(const RunReport& run) {
        bool begun = false;
        for (const UnitReport& u : run.units)
            for (const Correction& c : u.corrections) {
                if (!begun) section(say("report.corrections"));
                begun = true;
                paragraph("  → ", c.what + " · " + c.owner + " · " + date(c.due) +
                                      (c.about.empty() ? "" : " · " + namer_.name(c.about)));
            }
    }
    void heads() {
        section(say("report.provenance"));
        for (const RunReport& run : report_.runs) {
            line("  " + run.scenario + " · " + say("report.seed") + " " + std::to_string(run.seed) +
                 " · " + say("report.plan") + " " + hex(run.plan).substr(0, 16));
            for (const UnitReport& u : run.units)
                line("  " + padded(u.unit, 14) + " " + hex(u.head) + " " +
                     padded(std::to_string(u.entries), 6, Align::right) + " " + colour(u.colour));
        }
        paragraph("  ", say("report.provenance_text"));
    }

    const Report& report_;
    const plan::Plan& plan_;
    std::string language_;
    words::Book book_;
    Namer namer_;
};

}  // namespace

std::string text(const Report& report, const plan::Plan& plan, const std::string& language) {
    return Terminal(report, plan, language).whole();
}

}  // namespace ss::readiness
