// What the day showed that has to change, with the evidence and a proposal.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

struct Group {
    Finding finding;
    int64_t times = 0;
    bool open = false;
};

// FMEA: how often, of how many.
int occurrence(int64_t times, int64_t of) {
    const int64_t mille = of <= 0 ? 0 : times * 1000 / of;
    if (mille >= 500) return 9;
    if (mille >= 200) return 7;
    if (mille >= 100) return 6;
    if (mille >= 50) return 5;
    if (mille >= 20) return 4;
    return times > 1 ? 3 : 2;
}

// What a rule is about: who can mend it, and how surely it is noticed without a rehearsal.
struct Kind {
    std::string_view prefix;
    Code category;
    int detection;
};
constexpr int kAlarmed = 3, kSeen = 5, kHidden = 8;

const Kind& kind_of(const std::string& rule) {
    static const std::vector<Kind> kinds{
        {"r3.", "law", kHidden},
        {"r5.", "organisation", kSeen},
        {"r6.", "law", kHidden},
        {"r7.", "law", kHidden},
        {"r8.", "organisation", kAlarmed},
        {"r9.", "law", kHidden},
        {"r10.", "law", kHidden},
        {"r11.", "organisation", kAlarmed},
        {"r12.", "organisation", kSeen},
        {"r13.", "law", kHidden},
        {"r14.", "law", kHidden},
        {"r15.", "law", kHidden},
        {"r16.", "law", kHidden},
        {"r19.", "equipment", kHidden},
        {"dossier.missing", "training", kHidden},
        {"dossier.asked", "training", kSeen},
        {"dossier.stuck", "equipment", kAlarmed},
        {"dossier.", "organisation", kAlarmed},
        {"attempt.", "organisation", kAlarmed},
        {"meeting.", "organisation", kSeen},
        {"assignment.", "organisation", kSeen},
        {"inject.", "training", kSeen},
        {"paper.", "training", kSeen},
    };
    static const Kind other{"", "training", kAlarmed};
    for (const Kind& k : kinds)
        if (rule.starts_with(k.prefix)) return k;
    return other;
}

// "r6.twice" -> "propose.r6"; "dossier.late" -> "propose.dossier.late" where that has words of its
// own: decided here, so that every proposal has its sentence.
Sentence proposal_for(const std::string& rule) {
    static const std::set<std::string> own{"dossier.late",
                                           "dossier.not_done",
                                           "dossier.made_late",
                                           "dossier.stuck",
                                           "dossier.missing_accepted",
                                           "dossier.asked_needlessly",
                                           "attempt.late",
                                           "attempt.not_done",
                                           "r13.never_opened",
                                           "r13.not_issued",
                                           "r13.no_minutes",
                                           "inject.unmet",
                                           "inject.late",
                                           "inject.broken"};
    if (own.contains(rule)) return say("propose." + rule);
    const size_t dot = rule.find('.');
    const std::string room = rule.substr(0, dot);
    static const std::set<std::string> rooms{"r3",  "r5",  "r6",  "r7",  "r8",  "r9",
                                             "r10", "r11", "r12", "r13", "r14", "r15",
                                             "r16", "r17", "r19", "r20"};
    if (rooms.contains(room)) return say("propose." + room);
    return say("propose.practise");
}

bool lawful_matter(const std::string& rule) {
    return rule.starts_with("r") && rule.size() > 1 && rule[1] >= '0' && rule[1] <= '9';
}

int severity(int tier, Rating rating, bool law) {
    if (rating == Rating::U) return tier == 1 ? 9 : law ? 8 : 7;
    if (rating == Rating::M) return tier == 1 ? 7 : 5;
    return 3;
}

// Ratings M and U: one finding per task and first reason.
void from_attempts(const Table& t, const UnitReport& report, std::vector<Finding>& out) {
    std::map<std::pair<Code, std::string>, Group> groups;
    std::map<Code, int64_t> of_task;
    for (const Attempt& a : report.attempts) {
        ++of_task[a.task];
        const Rating rating = a.counts();
        if (rating != Rating::M && rating != Rating::U) continue;
        const auto task = t.plan->readiness.tasks.find(a.task);
        const int tier = task == t.plan->readiness.tasks.end() ? 2 : task->second.tier;
        const Sentence why =
            a.why.empty() ? say("attempt.changed", {a.changed_why}) : a.why.front();
        const bool inject = why.rule.starts_with("inject.");
        Group& g = groups[{a.task, inject ? why.rule + a.inject : why.rule}];
        Finding& f = g.finding;
        const Kind& kind = kind_of(why.rule);
        ++g.times;
        if (g.times == 1) {
            f.what = why;
            f.category = kind.category;
            f.detection = kind.detection;
            f.proposal = proposal_for(why.rule);
            f.task = a.task;
            f.inject = a.inject;
            f.role = a.role;
            f.officer = a.officer;
        }
        if (f.inject != a.inject) f.inject.clear();
        if (f.officer != a.officer) f.officer.clear();
        f.severity = std::max(f.severity, severity(tier, rating, lawful_matter(why.rule)));
        f.blocking = f.blocking || (tier == 1 && rating == Rating::U && !a.task.empty());
        f.seqs.insert(f.seqs.end(), a.seqs.begin(), a.seqs.end());
    }
    for (auto& [key, g] : groups) {
        g.finding.occurrence = occurrence(g.times, of_task[key.first]);
        out.push_back(std::move(g.finding));
    }
}

// Unlawful, though the task it belongs to has another first reason, or none.
void from_rules(const Table& t, std::vector<Finding>& out) {
    std::map<std::string, Group> groups;
    const auto add = [&](const Trouble& trouble) {
        if (!trouble.law) return;
        Group& g = groups[trouble.why.rule];
        Finding& f = g.finding;
        if (++g.times == 1) {
            const Kind& kind = kind_of(trouble.why.rule);
            f.what = trouble.why;
            f.category = kind.category;
            f.detection = kind.detection;
            f.proposal = proposal_for(trouble.why.rule);
        }
        f.severity = std::max(f.severity, severity(2, trouble.rating, true));
        f.seqs.insert(f.seqs.end(), trouble.seqs.begin(), trouble.seqs.end());
    };
    for (const auto& [id, d] : t.dossiers)
        for (const Trouble& x : d.troubles) add(x);
    for (const auto& [id, p] : t.papers)
        for (const Trouble& x : p.troubles) add(x);
    for (const auto& [id, a] : t.arrivals)
        for (const Trouble& x : a.troubles) add(x);
    for (const auto& [id, m] : t.meetings)
        for (const Trouble& x : m.troubles) add(x);
    for (const Trouble& x : t.others) add(x);
    const int64_t all =
        static_cast<int64_t>(t.dossiers.size() + t.papers.size() + t.arrivals.size());
    for (auto& [rule, g] : groups) {
        const bool told = std::any_of(out.begin(), out.end(),
                                      [&](const Finding& f) { return f.what.rule == rule; });
        if (told) continue;
        g.finding.occurrence = occurrence(g.times, all);
        out.push_back(std::move(g.finding));
    }
}

Finding simple(Sentence what, Sentence proposal, Code category, int s, int o, int d) {
    Finding f;
    f.what = std::move(what);
    f.proposal = std::move(proposal);
    f.category = std::move(category);
    f.severity = s;
    f.occurrence = o;
    f.detection = d;
    return f;
}

// Whose own post gives the role; who only stands in does not staff a lane.
std::set<Code> staff_of(const org::State& people, const org::Organization& organization,
                        const Code& role, Instant at) {
    std::set<Code> staff;
    for (const auto& [code, post] : organization.posts)
        if (std::find(post.roles.begin(), post.roles.end(), role) != post.roles.end())
            for (const Code& officer : org::holders_of(people, code, at)) staff.insert(officer);
    return staff;
}

// Lanes that hang on one person: who would work in it if all who hold it were away?
void from_people(const Table& t, std::vector<Finding>& out) {
    std::set<Code> roles;
    std::map<Code, int64_t> volume;
    for (const auto& [id, w] : t.works) roles.insert(w.role), ++volume[w.role];
    for (const auto& [role, officers] : t.lanes) roles.insert(role);
    roles.erase(Code{});
    for (const Code& role : roles) {
        const auto known = t.plan->organization.roles.find(role);
        if (known == t.plan->organization.roles.end()) continue;
        org::State without = t.org;
        const std::set<Code> holders = staff_of(t.org, t.plan->organization, role, t.last);
        for (auto& [code, o] : without.officers) o.away_until.reset();
        for (const Code& o : holders) without.officers[o].away_until = Instant{t.last.ms + kDay};
        const auto rest = org::workers(without, t.plan->organization, role, t.last);
        bool tier1 = known->second.signs;
        for (const auto& [code, task] : t.plan->readiness.tasks)
            tier1 = tier1 || (task.tier == 1 && task.owner_role == role);
        if (holders.empty()) {
            Finding f = simple(say("people.nobody", {role, std::to_string(volume[role])}),
                               say("propose.people.nobody", {role}), "people", 9, 9, kSeen);
            f.role = role;
            f.blocking = tier1 || volume[role] > 0;
            out.push_back(std::move(f));
        } else if (holders.size() == 1 && rest.empty()) {
            Finding f =
                simple(say("people.single", {role, *holders.begin()}),
                       say("propose.people.single", {role}), "people", tier1 ? 8 : 6, 4, kHidden);
            f.role = role;
            f.officer = *holders.begin();
            f.blocking = known->second.signs;
            out.push_back(std::move(f));
        }
    }
}

void from_refusals(const Table& t, std::vector<Finding>& out) {
    constexpr int64_t kOften = 3;
    std::map<std::string, std::pair<int64_t, std::vector<uint64_t>>> by_rule;
    std::map<std::string, std::set<Code>> who;
    for (const RefusedTry& r : t.refused) {
        if (!r.inject.empty() || r.by == kCitizen || r.by == kCourier || r.by == kDirector ||
            r.by == kClock)
            continue;
        ++by_rule[r.refusal.rule].first;
        by_rule[r.refusal.rule].second.push_back(r.seq);
        who[r.refusal.rule].insert(r.by);
    }
    for (auto& [rule, seen] : by_rule) {
        if (seen.first < kOften) continue;
        Finding f = simple(say("training.refused_often", {std::to_string(seen.first), rule,
                                                          std::to_string(who[rule].size())}),
                           say("propose.training.refused_often", {rule}), "training", 3,
                           seen.first >= 10 ? 7 : 5, kAlarmed);
        f.seqs = seen.second;
        if (who[rule].size() == 1) f.officer = *who[rule].begin();
        out.push_back(std::move(f));
    }
}

void from_flow(const Table& t, const UnitReport& report, std::vector<Finding>& out) {
    constexpr int64_t kLongQueue = 20, kLongWait = 30 * kMinute, kShare = 200, kEnough = 10;
    const auto figure = [&](const char* name) {
        const auto i = report.figures.find(name);
        return i == report.figures.end() ? int64_t{0} : i->second;
    };
    QueuePoint peak;
    for (const QueuePoint& q : report.queue)
        if (q.waiting > peak.waiting) peak = q;
    if (peak.waiting >= kLongQueue || figure("wait_p90") > kLongWait)
        out.push_back(
            simple(say("flow.waiting", {std::to_string(peak.waiting), clock_of(*t.plan, peak.at),
                                        std::to_string(figure("wait_p90") / kMinute)}),
                   say("propose.flow.waiting"), "organisation", 5, 6, kSeen));
    std::map<Code, std::pair<int64_t, int64_t>> asked;  // supplements, dossiers
    std::map<Code, std::vector<uint64_t>> seqs;
    for (const auto& [id, d] : t.dossiers) {
        ++asked[d.procedure].second;
        if (d.supplements.empty()) continue;
        ++asked[d.procedure].first;
        seqs[d.procedure].push_back(d.supplements.front().seq);
    }
    for (const auto& [procedure, n] : asked)
        if (n.second >= kEnough && n.first * 1000 > n.second * kShare) {
            Finding f = simple(say("flow.supplements",
                                   {procedure, std::to_string(n.first), std::to_string(n.second)}),
                               say("propose.flow.supplements", {procedure}), "organisation", 4,
                               occurrence(n.first, n.second), kSeen);
            f.seqs = seqs[procedure];
            out.push_back(std::move(f));
        }
}

void from_coverage(const UnitReport& report, std::vector<Finding>& out) {
    for (const TaskResult& task : report.tasks)
        if (task.tier == 1 && task.counts() == Rating::none) {
            Finding f = simple(say("coverage.tier1", {task.task}), say("propose.coverage.tier1"),
                               "organisation", 6, 5, kSeen);
            f.task = task.task;
            out.push_back(std::move(f));
        }
}

}  // namespace

std::vector<Finding> findings_of(const Table& t, const UnitReport& report) {
    std::vector<Finding> out;
    from_attempts(t, report, out);
    from_rules(t, out);
    from_people(t, out);
    from_refusals(t, out);
    from_flow(t, report, out);
    from_coverage(report, out);
    std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
        if (a.blocking != b.blocking) return a.blocking;
        return a.risk() > b.risk();
    });
    for (size_t i = 0; i < out.size(); ++i) {
        Finding& f = out[i];
        f.code = (i < 9 ? "F0" : "F") + std::to_string(i + 1);
        std::sort(f.seqs.begin(), f.seqs.end());
        f.seqs.erase(std::unique(f.seqs.begin(), f.seqs.end()), f.seqs.end());
        f.seqs.erase(std::remove(f.seqs.begin(), f.seqs.end(), 0), f.seqs.end());
    }
    return out;
}

}  // namespace ss::readiness
