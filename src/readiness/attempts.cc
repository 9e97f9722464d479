// One rating per attempt, by rule, from facts only (design: P, S, M, U).
#include <algorithm>

#include "readiness/pass.h"

namespace ss::readiness {

namespace {

bool selects(const plan::CriticalTask& task, const Code& variety) {
    return std::find(task.selects.begin(), task.selects.end(), variety) != task.selects.end();
}

// How it ended, and what lay in its way.
void rate(const Table& t, Attempt& a, std::vector<Trouble> troubles) {
    std::stable_sort(troubles.begin(), troubles.end(), [](const Trouble& x, const Trouble& y) {
        return x.rating > y.rating;  // the worst reason is told first
    });
    constexpr int kLastFifth = 5;
    const bool over = a.until.ms != 0;
    Rating rating = over ? Rating::P : Rating::none;
    for (const Trouble& trouble : troubles) {
        if (!over && trouble.rating == Rating::S) continue;
        rating = worse(rating, trouble.rating);
    }
    for (const Trouble& trouble : troubles) {
        const bool told = std::any_of(a.why.begin(), a.why.end(), [&](const Sentence& s) {
            return s.rule == trouble.why.rule && s.args == trouble.why.args;
        });
        if (!told) a.why.push_back(trouble.why);
        a.seqs.insert(a.seqs.end(), trouble.seqs.begin(), trouble.seqs.end());
    }
    if (over && a.due && a.from < *a.due) {
        const int64_t used = t.working(a.from, a.until), had = t.working(a.from, *a.due);
        const bool late = a.until > *a.due;
        if (late && rating < Rating::M) {
            rating = Rating::M;
            a.why.push_back(say("attempt.late", {day_clock_of(*t.plan, *a.due)}));
        } else if (!late && had > 0 && used * kLastFifth > had * (kLastFifth - 1) &&
                   rating < Rating::S) {
            rating = Rating::S;
            a.why.push_back(say("attempt.last_fifth", {day_clock_of(*t.plan, *a.due)}));
        }
    } else if (!over && a.due && t.last > *a.due && rating < Rating::U) {
        rating = Rating::U;
        a.why.push_back(say("attempt.not_done", {day_clock_of(*t.plan, *a.due)}));
    }
    a.rating = rating;
}

void tidy(Attempt& a) {
    a.seqs.erase(std::remove(a.seqs.begin(), a.seqs.end(), 0), a.seqs.end());
    std::sort(a.seqs.begin(), a.seqs.end());
    a.seqs.erase(std::unique(a.seqs.begin(), a.seqs.end()), a.seqs.end());
}

Attempt start(const Table& t, std::string_view kind, const Code& variety) {
    Attempt a;
    a.unit = t.record->unit;
    a.variety = variety;
    a.task = task_for(*t.plan, kind, variety);
    if (const auto task = t.plan->readiness.tasks.find(a.task);
        task != t.plan->readiness.tasks.end())
        a.role = task->second.owner_role;
    return a;
}

void earlier(std::optional<Instant>& due, std::optional<Instant> other) {
    if (other && (!due || *other < *due)) due = other;
}

Attempt of(const Table& t, const DossierLine& d) {
    Attempt a = start(t, "dossier", d.procedure);
    if (a.role.empty())
        if (const plan::Procedure* p = t.plan->procedure(d.procedure)) a.role = p->receiving_role;
    a.subject = d.code.empty() ? "#" + std::to_string(d.id.number) : d.code;
    a.inject = d.inject;
    int most = 0;
    for (const auto& [officer, n] : d.officers)
        if (n > most) a.officer = officer, most = n;
    a.from = d.received.ms != 0 ? d.received : d.presented;
    // What the unit owes is done when the result is ready; who fetches it when is the citizen's.
    if (d.resolved.ms != 0) a.until = d.resolved;
    else if (!d.end.empty()) a.until = d.ended;
    a.due = d.due;
    if (d.received.ms != 0) earlier(a.due, task_due(*t.plan, a.task, a.from));
    a.deputy = d.stood_in;
    a.seqs = d.seqs;
    rate(t, a, d.troubles);
    return a;
}

Attempt of(const Table& t, const PaperLine& p) {
    Attempt a = start(t, "document", p.type);
    a.subject = p.symbol.empty() ? p.type + " #" + std::to_string(p.id.number) : p.symbol;
    a.officer = p.signer.empty() ? p.drafter : p.signer;
    a.inject = p.inject;
    a.from = p.drafted;
    a.until = p.issued;
    a.due = p.issue_by;
    earlier(a.due, task_due(*t.plan, a.task, a.from));
    a.seqs = p.seqs;
    rate(t, a, p.troubles);
    return a;
}

Attempt of(const Table& t, const ArrivalLine& i) {
    Attempt a = start(t, "document", "incoming");
    a.variety = i.type;
    if (a.role.empty()) a.role = t.plan->documents.clerk_role;
    a.subject = i.symbol;
    a.officer = i.lead.empty() ? i.clerk : i.lead;
    a.inject = i.inject;
    a.from = i.arrived;
    a.until = i.ended;
    a.due = i.due;
    a.seqs = i.seqs;
    rate(t, a, i.troubles);
    return a;
}

Attempt of(const Table& t, const MeetingLine& m) {
    Attempt a = start(t, "meeting", m.kind);
    a.subject = m.kind;
    a.officer = m.chair.empty() ? m.convener : m.chair;
    a.from = m.opened.ms != 0 ? m.opened : m.begins;
    a.until = m.closed;
    a.seqs = m.seqs;
    const auto kind = t.plan->meetings.find(m.kind);
    if (kind != t.plan->meetings.end() && !kind->second.chair_post.empty() && !m.chair.empty()) {
        const auto holders = org::holders_of(t.org, kind->second.chair_post, t.last);
        a.deputy = std::find(holders.begin(), holders.end(), m.chair) == holders.end();
    }
    rate(t, a, m.troubles);
    return a;
}

Attempt of(const Table& t, const AssignmentLine& l) {
    Attempt a = start(t, "assignment", l.variety);
    a.subject = "#" + std::to_string(l.id.number) + " " + l.title;
    a.officer = l.owner;
    a.inject = l.inject;
    a.from = l.created;
    a.until = l.done;
    a.due = l.due;
    a.seqs = l.seqs;
    rate(t, a, l.troubles);
    return a;
}

std::string words_of(const Expectation& e) {
    if (!e.text.empty()) return e.text;
    return !e.fact.empty() ? e.fact : !e.refused.empty() ? e.refused : e.never;
}

Attempt of(const Table& t, const InjectResult& i, const Code& task) {
    Attempt a = start(t, "inject", i.kind);
    a.task = task;
    if (const auto found = t.plan->readiness.tasks.find(task);
        found != t.plan->readiness.tasks.end())
        a.role = found->second.owner_role;
    a.subject = i.inject;
    a.inject = i.inject;
    a.from = i.at;
    a.rating = i.rating;
    a.due = task_due(*t.plan, task, i.at);
    std::map<Code, int> officers;
    for (const auto& [e, r] : i.expectations) {
        if (e.unit.empty() || e.unit == t.record->unit) {  // else it is in another's journal
            a.seqs.insert(a.seqs.end(), r.seqs.begin(), r.seqs.end());
            for (const uint64_t seq : r.seqs)
                if (seq >= 1 && seq <= t.record->entries.size() && t.roles.contains(seq))
                    ++officers[t.record->entries[seq - 1].entry.envelope.by];
        }
        a.until = std::max(a.until, Instant{i.at.ms + r.took});
        if (r.met) continue;
        if (!e.never.empty()) a.why.push_back(say("inject.broken", {words_of(e)}));
        else if (r.took > 0)
            a.why.push_back(say("inject.late", {words_of(e), std::to_string(r.took / kMinute)}));
        else a.why.push_back(say("inject.unmet", {words_of(e)}));
    }
    int most = 0;
    for (const auto& [officer, n] : officers)
        if (n > most) a.officer = officer, most = n;
    if (i.rating == Rating::none) a.until = {};
    if (i.rating == Rating::S) a.why.push_back(say("inject.with_help"));
    if (i.rating == Rating::M && a.why.empty())
        a.why.push_back(say("attempt.late", {day_clock_of(*t.plan, a.due.value_or(i.at))}));
    return a;
}

void take_opinion(const Note& note, Rated& rated) {
    if (note.rating == Rating::none) return;
    rated.changed = note.rating;
    rated.changed_why = note.text;
    rated.changed_by = note.by;
}

// An evaluator's help and other opinions; what the record says stays beside them. An opinion of an
// inject is not one of every dossier it brought.
void observed(const Table& t, Attempt& a) {
    for (const Note& note : t.notes) {
        const bool meant = note.about == a.subject ||
                           std::any_of(note.seqs.begin(), note.seqs.end(), [&](uint64_t s) {
                               return std::binary_search(a.seqs.begin(), a.seqs.end(), s);
                           });
        if (!meant) continue;
        if (note.rating == Rating::none && note.about == "help" && a.rating == Rating::P) {
            a.rating = Rating::S;
            a.why.push_back(say("attempt.helped", {note.text}));
        }
        take_opinion(note, a);
        a.seqs.push_back(note.seq);
        tidy(a);
    }
}

}  // namespace

void change_rating(const Table& t, const std::string& name, Rated& rated) {
    for (const Note& note : t.notes)
        if (note.about == name) take_opinion(note, rated);
}

Code task_for(const plan::Plan& plan, std::string_view kind, const Code& variety) {
    for (const auto& [code, task] : plan.readiness.tasks)
        if (task.kind == kind && selects(task, variety)) return code;
    return {};
}

std::optional<Instant> task_due(const plan::Plan& plan, const Code& task, Instant from) {
    const auto i = plan.readiness.tasks.find(task);
    if (i == plan.readiness.tasks.end() || i->second.within <= 0) return std::nullopt;
    return plan.calendar.after_working_ms(from, i->second.within);
}

std::vector<Attempt> attempts_of(const Table& t, const std::vector<InjectResult>& injects) {
    std::vector<Attempt> all;
    for (const auto& [id, d] : t.dossiers) all.push_back(of(t, d));
    for (const auto& [id, p] : t.papers)
        if (p.kind == documents::Kind::paper) all.push_back(of(t, p));
    for (const auto& [id, a] : t.arrivals) all.push_back(of(t, a));
    for (const auto& [id, m] : t.meetings) all.push_back(of(t, m));
    for (const auto& [id, a] : t.assignments) all.push_back(of(t, a));
    for (const InjectResult& i : injects) {
        if (i.counts() == Rating::none) continue;
        std::set<Code> tasks{i.task, task_for(*t.plan, "inject", i.kind)};
        if (tasks.size() > 1) tasks.erase(Code{});
        for (const Code& task : tasks) all.push_back(of(t, i, task));
    }
    for (Attempt& a : all) {
        tidy(a);
        observed(t, a);
    }
    std::stable_sort(all.begin(), all.end(), [](const Attempt& a, const Attempt& b) {
        return std::tie(a.from, a.subject, a.task) < std::tie(b.from, b.subject, b.task);
    });
    return all;
}

}  // namespace ss::readiness
