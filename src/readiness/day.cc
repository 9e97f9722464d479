// What the timeline of the day and the diagrams show.
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

const Code& lane_of(const Table& t, const Code& officer) {
    static const Code none = "leader";
    const auto roster = t.plan->rosters.find(t.record->unit);
    if (roster == t.plan->rosters.end()) return none;
    const auto o = roster->second.officers.find(officer);
    if (o == roster->second.officers.end()) return none;
    for (const Code& post : o->second.posts)
        if (const auto p = t.plan->organization.posts.find(post);
            p != t.plan->organization.posts.end() && !p->second.roles.empty())
            return p->second.roles.front();
    return none;
}

void work_bars(const Table& t, const std::map<std::string, Rating>& ratings,
               std::vector<Bar>& bars) {
    const auto rating = [&](const DossierLine& d) {
        const auto r = ratings.find(d.code);
        return r == ratings.end() ? Rating::none : r->second;
    };
    for (const auto& [id, w] : t.works) {
        if (w.taken.ms == 0 || w.cancelled) continue;
        const auto d = t.dossiers.find(w.dossier);
        if (d == t.dossiers.end()) continue;
        bars.push_back({w.role, d->second.code, w.taken, w.completed, rating(d->second), "work",
                        w.completed_seq != 0 ? w.completed_seq : w.offered_seq});
    }
    for (const auto& [id, d] : t.dossiers) {
        const plan::Procedure* p = t.plan->procedure(d.procedure);
        if (d.received.ms == 0 || d.accepted || d.taken_over || p == nullptr) continue;
        bars.push_back({p->receiving_role, d.code, d.presented, d.received, rating(d), "receive",
                        d.received_seq});
    }
}

}  // namespace

std::vector<Bar> bars_of(const Table& t, const std::vector<Attempt>& attempts) {
    std::vector<Bar> bars;
    std::map<std::string, Rating> ratings;
    for (const Attempt& a : attempts) {
        const auto [i, fresh] = ratings.emplace(a.subject, a.counts());
        if (!fresh) i->second = worse(i->second, a.counts());
    }
    for (const auto& [id, m] : t.meetings) {
        if (m.opened.ms == 0) continue;
        const auto r = ratings.find(m.kind);
        bars.push_back({m.body, m.kind, m.opened, m.closed,
                        r == ratings.end() ? Rating::none : r->second, "meeting", m.seqs.front()});
    }
    work_bars(t, ratings, bars);
    for (const auto& [id, p] : t.papers) {
        if (p.kind != documents::Kind::paper || p.signed_at.ms == 0) continue;
        const auto r = ratings.find(p.symbol);
        bars.push_back({p.side == org::Side::party ? t.plan->documents.party_clerk_role
                                                   : t.plan->documents.clerk_role,
                        p.symbol, p.signed_at, p.issued,
                        r == ratings.end() ? Rating::none : r->second, "paper", p.seqs.back()});
    }
    for (const AwayLine& a : t.away)
        bars.push_back(
            {lane_of(t, a.officer), a.officer, a.from, a.until, Rating::none, "away", a.seq});
    for (const auto& [code, g] : t.injects) {
        if (g.until.ms == 0 || g.desks.empty()) continue;
        for (const Code& desk : g.desks)
            bars.push_back({desk, code, g.at, g.until, Rating::none, "outage", g.seq});
    }
    std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) {
        return std::tie(a.lane, a.from, a.seq) < std::tie(b.lane, b.from, b.seq);
    });
    return bars;
}

// The most that waited in each five minutes.
std::vector<QueuePoint> queue_of(const Table& t) {
    constexpr int64_t kStep = 5 * kMinute;
    std::vector<std::pair<Instant, int>> changes;
    for (const auto& [id, d] : t.dossiers) {
        if (d.accepted || d.taken_over) continue;
        // Handed back for a supplement, or refused, nobody waits either.
        Instant answered = d.received;
        if (answered.ms == 0 && !d.supplements.empty()) answered = d.supplements.front().at;
        if (answered.ms == 0) answered = d.ended;
        changes.emplace_back(d.presented, 1);
        if (answered.ms != 0) changes.emplace_back(answered, -1);
    }
    std::sort(changes.begin(), changes.end());
    std::vector<QueuePoint> out;
    int64_t waiting = 0;
    for (const auto& [at, change] : changes) {
        const Instant bucket{at.ms - at.ms % kStep};
        while (!out.empty() && out.back().at < bucket)
            out.push_back({{out.back().at.ms + kStep}, waiting});
        if (out.empty()) out.push_back({bucket, waiting});
        waiting += change;
        out.back().waiting = std::max(out.back().waiting, waiting);
    }
    return out;
}

std::map<Code, std::vector<StepHeat>> heat_of(const Table& t) {
    struct Step {
        StepHeat heat;
        std::vector<int64_t> waits, works;
    };
    std::map<Code, std::map<Code, Step>> steps;
    for (const auto& [id, w] : t.works) {
        if (w.cancelled) continue;
        Step& s = steps[w.procedure][w.node];
        s.heat.node = w.node;
        ++s.heat.items;
        const Instant end = w.completed.ms != 0 ? w.completed : t.last;
        if (w.completed.ms == 0) ++s.heat.open;
        const auto d = t.dossiers.find(w.dossier);
        const bool dossier_late = d != t.dossiers.end() && d->second.overdue.ms != 0 &&
                                  (w.completed.ms == 0 || d->second.overdue < w.completed);
        if ((w.due && end > *w.due) || dossier_late) ++s.heat.overdue;
        s.waits.push_back((w.taken.ms != 0 ? w.taken : t.last).ms - w.offered.ms);
        if (w.completed.ms != 0) s.works.push_back(w.completed.ms - w.taken.ms);
    }
    std::map<Code, std::vector<StepHeat>> out;
    for (auto& [procedure, nodes] : steps)
        for (auto& [node, s] : nodes) {
            s.heat.wait_p50 = percentile(s.waits, 50);
            s.heat.wait_p90 = percentile(s.waits, 90);
            s.heat.work_p50 = percentile(s.works, 50);
            out[procedure].push_back(s.heat);
        }
    return out;
}

}  // namespace ss::readiness
