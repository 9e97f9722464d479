// Tasks, coverage, leadership, scorecard: what the table and the attempts add up to.
#include <algorithm>
#include <cmath>

#include "readiness/pass.h"

namespace ss::readiness {

std::pair<int64_t, int64_t> wilson(int64_t good, int64_t n) {
    if (n <= 0) return {0, 0};
    const double z = 1.959963984540054, count = static_cast<double>(n);
    const double p = static_cast<double>(good) / count;
    const double centre = p + z * z / (2 * count);
    const double spread = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count));
    const double below = (centre - spread) / (1 + z * z / count);
    const double above = (centre + spread) / (1 + z * z / count);
    const auto mille = [](double share) {
        return std::clamp<int64_t>(std::llround(share * 1000), 0, 1000);
    };
    return {mille(below), mille(above)};
}

int64_t percentile(std::vector<int64_t> values, int p) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const size_t rank = (values.size() * static_cast<size_t>(p) + 99) / 100;
    return values[std::max<size_t>(rank, 1) - 1];
}

namespace {

int64_t mille(int64_t part, int64_t whole) {
    return whole <= 0 ? 0 : (part * 1000 + whole / 2) / whole;
}

void share_rule(TaskResult& r) {
    const int64_t rated = r.p + r.s + r.m + r.u;
    r.n = static_cast<int>(rated);
    if (rated == 0) return;
    r.share = mille(r.p + r.s, rated);
    std::tie(r.low, r.high) = wilson(r.p + r.s, rated);
    const bool holds = int64_t{r.p + r.s} * 1000 >= r.target * rated;
    if (r.u > 0) r.rating = Rating::U;
    else if (!holds) r.rating = Rating::M;
    else r.rating = int64_t{r.p} * 1000 >= r.target * rated ? Rating::P : Rating::S;
}

}  // namespace

std::vector<TaskResult> tasks_of(const Table& t, const std::vector<Attempt>& attempts) {
    std::vector<TaskResult> out;
    for (const auto& [code, task] : t.plan->readiness.tasks) {
        TaskResult r;
        r.task = code;
        r.tier = task.tier;
        r.target = std::llround(task.target * 1000);
        for (size_t i = 0; i < attempts.size(); ++i) {
            if (attempts[i].task != code) continue;
            r.attempts.push_back(i);
            switch (attempts[i].counts()) {
                case Rating::none: ++r.open; break;
                case Rating::P: ++r.p; break;
                case Rating::S: ++r.s; break;
                case Rating::M: ++r.m; break;
                case Rating::U: ++r.u; break;
            }
        }
        share_rule(r);
        change_rating(t, code, r);
        out.push_back(std::move(r));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const TaskResult& a, const TaskResult& b) { return a.tier < b.tier; });
    return out;
}

// Everybody who did something or carried an attempt, by code.
std::vector<Person> people_of(const Table& t, const std::vector<Attempt>& attempts) {
    std::map<Code, Person> people;
    for (const auto& [officer, n] : t.acts) people[officer].acts = n;
    for (const Attempt& a : attempts) {
        if (a.officer.empty()) continue;
        Person& p = people[a.officer];
        switch (a.counts()) {
            case Rating::none: ++p.open; break;
            case Rating::P: ++p.p; break;
            case Rating::S: ++p.s; break;
            case Rating::M: ++p.m; break;
            case Rating::U: ++p.u; break;
        }
    }
    std::vector<Person> out;
    for (auto& [officer, p] : people) {
        if (!t.org.officers.contains(officer)) continue;
        p.officer = officer;
        out.push_back(p);
    }
    return out;
}

// Tasks that hold, of all: tier 1 counts three times, and what was not seen does not hold.
int64_t score_of(const std::vector<TaskResult>& tasks) {
    int64_t got = 0, all = 0;
    for (const TaskResult& t : tasks) {
        const int64_t weight = t.tier == 1 ? 3 : 1;
        all += weight;
        if (t.counts() == Rating::P || t.counts() == Rating::S) got += weight;
    }
    return mille(got, all);
}

namespace {

Share seen(const std::set<Code>& expected, const std::set<Code>& observed) {
    Share s;
    for (const Code& code : expected) {
        ++s.expected;
        if (observed.contains(code)) ++s.observed;
        else s.missing.push_back(code);
    }
    return s;
}

std::map<Code, std::pair<int64_t, int64_t>> mix_of(const Table& t) {
    std::map<Code, int64_t> seen_of;
    int64_t all = 0;
    for (const auto& [id, d] : t.dossiers) ++seen_of[d.procedure], ++all;
    double expected = 0;
    for (const auto& [code, share] : t.plan->demand.mix) expected += share;
    std::map<Code, std::pair<int64_t, int64_t>> mix;
    for (const auto& [code, share] : t.plan->demand.mix)
        mix[code].second = expected > 0 ? std::llround(share / expected * 1000) : 0;
    for (const auto& [code, n] : seen_of) mix[code].first = mille(n, all);
    return mix;
}

}  // namespace

Coverage coverage_of(const Table& t, const std::vector<TaskResult>& tasks) {
    Coverage c;
    std::set<Code> all, tier1, done, lanes, people, acted, kinds, tried;
    for (const TaskResult& r : tasks) {
        all.insert(r.task);
        if (r.tier == 1) tier1.insert(r.task);
        if (r.counts() != Rating::none) done.insert(r.task);
    }
    if (const auto roster = t.plan->rosters.find(t.record->unit); roster != t.plan->rosters.end())
        for (const auto& [officer, entry] : roster->second.officers) {
            people.insert(officer);
            std::vector<Code> posts = entry.posts;
            posts.insert(posts.end(), entry.appointed_by_announcement.begin(),
                         entry.appointed_by_announcement.end());
            for (const Code& post : posts)
                if (const auto p = t.plan->organization.posts.find(post);
                    p != t.plan->organization.posts.end() && !p->second.administrator)
                    lanes.insert(p->second.roles.begin(), p->second.roles.end());
        }
    std::set<Code> in_lanes;
    for (const auto& [role, officers] : t.lanes) in_lanes.insert(role);
    for (const auto& [officer, n] : t.acts) acted.insert(officer);
    // Members of a meeting act by being there: the roll and the votes are theirs.
    for (const RecordEntry& e : t.record->entries)
        for (const office::Fact& f : e.entry.answer.facts)
            if (const auto* m = std::get_if<meetings::Fact>(&f))
                if (const auto* roll = std::get_if<meetings::RollCalled>(m)) {
                    acted.insert(roll->members.begin(), roll->members.end());
                    acted.insert(roll->guests.begin(), roll->guests.end());
                }
    for (const auto& [code, p] : t.plan->procedures) kinds.insert(code);
    for (const auto& [id, d] : t.dossiers) tried.insert(d.procedure);
    c.tasks = seen(all, done);
    c.tier1 = seen(tier1, done);
    c.lanes = seen(lanes, in_lanes);
    c.people = seen(people, acted);
    c.varieties = seen(kinds, tried);
    c.mix = mix_of(t);
    return c;
}

Leadership leadership_of(const Table& t, const std::vector<Attempt>& attempts) {
    Leadership l;
    std::vector<int64_t> waits;
    for (const auto& [id, p] : t.papers) {
        if (p.signed_at.ms != 0) ++l.decisions;
        if (p.signed_at.ms != 0 && p.checked.ms != 0)
            waits.push_back(t.working(p.checked, p.signed_at));
        l.reopened += p.sent_back + p.recalled + p.replaced + p.corrected;
    }
    for (const auto& [id, w] : t.works)
        if (w.kind == "sign" && w.completed.ms != 0)
            waits.push_back(t.working(w.offered, w.completed));
    l.latency_p50 = percentile(waits, 50);
    l.latency_p90 = percentile(waits, 90);
    for (const auto& [id, a] : t.assignments) {
        ++l.directives;
        if (!a.owner.empty() || a.accepted.ms != 0) ++l.directives_owned;
        if (a.done.ms != 0 && !a.late) ++l.directives_on_time;
    }
    for (const auto& [id, a] : t.arrivals) {
        if (a.registered.ms == 0 || (a.ended.ms != 0 && a.assigned.ms == 0)) continue;
        ++l.delegated;
        if (a.assigned.ms != 0 && !a.late_assigned) ++l.delegated_in_time;
    }
    std::set<Code> unlawful;
    for (const auto& [id, m] : t.meetings) {
        ++l.meetings;
        if (std::none_of(m.troubles.begin(), m.troubles.end(),
                         [](const Trouble& x) { return x.rating == Rating::U; }))
            ++l.meetings_lawful;
    }
    (void)attempts;
    return l;
}

namespace {

struct Tally {  // of the dossiers, for Decision 766
    int64_t all = 0, resolved = 0, on_time = 0, online = 0, digitised = 0, results = 0;
    int64_t with_fee = 0, paid_online = 0, marks = 0, satisfied = 0;
    std::set<Code> seen, seen_online, eligible, fee_procedures, paid_procedures;
};

Tally tally(const Table& t) {
    constexpr int kSatisfied = 4;  // of 5
    Tally y;
    for (const auto& [id, d] : t.dossiers) {
        ++y.all;
        y.seen.insert(d.procedure);
        if (d.channel == "online") ++y.online, y.seen_online.insert(d.procedure);
        const Instant done = d.resolved.ms != 0 ? d.resolved : d.ended;
        if (d.received.ms != 0 && done.ms != 0 && d.end != "withdrawn") {
            ++y.resolved;
            y.on_time += d.due && done <= *d.due;
            y.digitised += d.digitised;
        }
        if (d.fee > 0) {
            ++y.with_fee;
            y.fee_procedures.insert(d.procedure);
            if (d.paid > 0 && d.means == "online")
                ++y.paid_online, y.paid_procedures.insert(d.procedure);
        }
        if (d.mark > 0) ++y.marks, y.satisfied += d.mark >= kSatisfied;
    }
    for (const auto& [code, p] : t.plan->procedures)
        if (p.channels.contains("online")) y.eligible.insert(code);
    std::set<DossierId> signed_results;
    for (const auto& [id, p] : t.papers)
        if (p.kind == documents::Kind::result && p.signed_at.ms != 0 && p.dossier)
            signed_results.insert(*p.dossier);
    y.results = static_cast<int64_t>(signed_results.size());
    return y;
}

int64_t part(int64_t points, int64_t got, int64_t of) {
    return of <= 0 ? 0 : std::min(points, points * got / of);
}

}  // namespace

// Decision 766/QĐ-TTg. Points in thousandths; of a line's parts only those the day gives evidence
// of count, and `most` is what those parts are worth.
std::vector<ScoreLine> scorecard_of(const Table& t) {
    constexpr int64_t kPoint = 1000;
    const Tally y = tally(t);
    const auto number = [](auto n) { return std::to_string(n); };
    std::vector<ScoreLine> out;
    for (const auto& [line, most] : t.plan->readiness.scorecard) {
        ScoreLine s;
        s.line = line;
        s.most = std::llround(most * 1000);
        s.how = say("score." + line);
        if (line == "progress") {
            s.measured = y.resolved > 0;
            s.points = part(s.most, y.on_time, y.resolved);
            s.how.args = {number(y.on_time), number(y.resolved)};
        } else if (line == "online-service") {
            s.measured = y.all > 0;
            const auto all = static_cast<int64_t>(t.plan->procedures.size());
            const auto eligible = static_cast<int64_t>(y.eligible.size());
            const auto used = static_cast<int64_t>(y.seen_online.size());
            s.points = part(s.most / 3, eligible, all) + part(s.most / 3, used, eligible) +
                       part(s.most / 3, y.online, y.all);
            s.how.args = {number(eligible), number(all), number(used), number(y.online),
                          number(y.all)};
        } else if (line == "online-payment") {
            s.measured = y.with_fee > 0;
            const auto procedures = static_cast<int64_t>(y.fee_procedures.size());
            const auto paid = static_cast<int64_t>(y.paid_procedures.size());
            s.points = part(s.most * 4 / 10, paid, procedures) +
                       part(s.most * 6 / 10, y.paid_online, y.with_fee);
            s.how.args = {number(paid), number(procedures), number(y.paid_online),
                          number(y.with_fee)};
        } else if (line == "digitisation") {
            s.measured = y.resolved > 0;
            s.points =
                part(s.most / 2, y.digitised, y.resolved) + part(s.most / 2, y.results, y.resolved);
            s.how.args = {number(y.digitised), number(y.results), number(y.resolved)};
        } else if (line == "satisfaction") {  // 6 of 18 points: satisfied with the procedure
            s.measured = y.marks > 0;
            s.most = std::min<int64_t>(s.most, 6 * kPoint);
            s.points = part(s.most, y.satisfied, y.marks);
            s.how.args = {number(y.satisfied), number(y.marks)};
        } else {
            s.measured = false;  // nothing in a rehearsal shows it
        }
        if (!s.measured) s.points = 0;
        out.push_back(std::move(s));
    }
    return out;
}

std::map<std::string, int64_t> figures_of(const Table& t) {
    std::map<std::string, int64_t> f;
    std::vector<int64_t> waits, times;
    for (const char* name : {"presented", "received", "returned", "resolved", "refused",
                             "withdrawn", "supplements", "overdue", "late", "on_time",
                             "papers_issued", "papers_arrived", "entered_after", "apologies"})
        f[name] = 0;
    for (const auto& [id, d] : t.dossiers) {
        ++f["presented"];
        f["supplements"] += !d.supplements.empty();
        f["entered_after"] += d.entered_after;
        f["apologies"] += static_cast<int64_t>(d.apologies.size());
        f["overdue"] += d.overdue.ms != 0;
        if (d.end == "refused" || d.end == "returned" || d.end == "withdrawn") ++f[d.end];
        if (d.received.ms != 0) {
            ++f["received"];
            waits.push_back(d.received.ms - d.presented.ms);
        }
        if (d.resolved.ms == 0) continue;
        ++f["resolved"];
        times.push_back(t.working(d.received, d.resolved));
        ++f[d.due && d.resolved > *d.due ? "late" : "on_time"];
    }
    f["wait_p50"] = percentile(waits, 50);
    f["wait_p90"] = percentile(waits, 90);
    f["work_p50"] = percentile(times, 50);
    f["work_p90"] = percentile(times, 90);
    for (const auto& [id, p] : t.papers)
        f["papers_issued"] += p.kind == documents::Kind::paper && p.issued.ms != 0;
    f["papers_arrived"] = static_cast<int64_t>(t.arrivals.size());
    int64_t peak = 0;
    for (const QueuePoint& q : queue_of(t)) peak = std::max(peak, q.waiting);
    f["queue_peak"] = peak;
    return f;
}

}  // namespace ss::readiness
