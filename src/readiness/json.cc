#include "readiness/json.h"

#include "base/wire.h"

namespace ss::readiness {

constexpr auto names(GateCondition::Met) {
    return std::to_array<std::string_view>({"yes", "no", "not_yet"});
}

template <class V>
void fields(V& v, Sentence& s) {
    v("args", s.args)("rule", s.rule);
}
template <class V>
void fields(V& v, Attempt& a) {
    Rating counts = a.counts();
    v("changed", a.changed)("changed_by", a.changed_by)("changed_why", a.changed_why)(
        "counts", counts)("deputy", a.deputy)("due", a.due)("from", a.from)("inject", a.inject)(
        "officer", a.officer)("rating", a.rating)("role", a.role)("seqs", a.seqs)(
        "subject", a.subject)("task", a.task)("unit", a.unit)("until", a.until)(
        "variety", a.variety)("why", a.why);
}
template <class V>
void fields(V& v, TaskResult& t) {
    std::vector<uint64_t> attempts(t.attempts.begin(), t.attempts.end());
    Rating counts = t.counts();
    v("attempts", attempts)("changed", t.changed)("changed_by", t.changed_by)(
        "changed_why", t.changed_why)("counts", counts)("high", t.high)("low", t.low)("m", t.m)(
        "n", t.n)("open", t.open)("p", t.p)("rating", t.rating)("s", t.s)("share", t.share)("target", t.target)(
        "task", t.task)("tier", t.tier)("u", t.u);
}
template <class V>
void fields(V& v, Expectation& e) {
    v("count", e.count)("fact", e.fact)("never", e.never)("own", e.own)("refused", e.refused)(
        "role", e.role)("text", e.text)("unit", e.unit)("where", e.where)("within", e.within);
}
struct Expected {
    Expectation expectation;
    ExpectationResult result;
};
template <class V>
void fields(V& v, Expected& e) {
    v("expectation", e.expectation)("met", e.result.met)("seqs", e.result.seqs)("took",
                                                                                e.result.took);
}
template <class V>
void fields(V& v, InjectResult& i) {
    std::vector<Expected> expectations;
    for (const auto& [e, r] : i.expectations) expectations.push_back({e, r});
    Rating counts = i.counts();
    v("at", i.at)("changed", i.changed)("changed_by", i.changed_by)("changed_why", i.changed_why)(
        "counts", counts)("expectations", expectations)("given", i.given)("inject", i.inject)(
        "kind", i.kind)("rating", i.rating)("seqs", i.seqs)("task", i.task)("title", i.title)("unit", i.unit);
}
template <class V>
void fields(V& v, Note& n) {
    v("about", n.about)("at", n.at)("by", n.by)("rating", n.rating)("seq", n.seq)("seqs", n.seqs)(
        "text", n.text);
}
template <class V>
void fields(V& v, Preparation& p) {
    v("area", p.area)("blocking", p.blocking)("done", p.done)("due", p.due)(
        "evidence", p.evidence)("item", p.item)("owner", p.owner)("seqs", p.seqs)(
        "title", p.title)("unit", p.unit)("waived", p.waived);
}
template <class V>
void fields(V& v, Correction& c) {
    v("about", c.about)("at", c.at)("by", c.by)("due", c.due)("owner", c.owner)("seq", c.seq)(
        "what", c.what);
}
template <class V>
void fields(V& v, Person& p) {
    v("acts", p.acts)("m", p.m)("officer", p.officer)("open", p.open)("p", p.p)("s", p.s)("u",
                                                                                          p.u);
}
template <class V>
void fields(V& v, Finding& f) {
    int risk = f.risk();
    v("blocking", f.blocking)("category", f.category)("closed", f.closed)("code", f.code)(
        "detection", f.detection)("inject", f.inject)("occurrence", f.occurrence)(
        "officer", f.officer)("proposal", f.proposal)("risk", risk)("role", f.role)("seqs", f.seqs)(
        "severity", f.severity)("task", f.task)("what", f.what);
}
template <class V>
void fields(V& v, GateCondition& c) {
    v("code", c.code)("met", c.met)("why", c.why);
}
template <class V>
void fields(V& v, Share& s) {
    v("expected", s.expected)("missing", s.missing)("observed", s.observed);
}
struct Mix {
    int64_t seen = 0, expected = 0;
};
template <class V>
void fields(V& v, Mix& m) {
    v("expected", m.expected)("seen", m.seen);
}
template <class V>
void fields(V& v, Coverage& c) {
    std::map<Code, Mix> mix;
    for (const auto& [code, n] : c.mix) mix[code] = {n.first, n.second};
    v("lanes", c.lanes)("mix", mix)("people", c.people)("tasks", c.tasks)("tier1", c.tier1)(
        "varieties", c.varieties);
}
template <class V>
void fields(V& v, Leadership& l) {
    v("decisions", l.decisions)("delegated", l.delegated)("delegated_in_time", l.delegated_in_time)(
        "directives", l.directives)("directives_on_time", l.directives_on_time)(
        "directives_owned", l.directives_owned)("latency_p50", l.latency_p50)(
        "latency_p90", l.latency_p90)("meetings", l.meetings)("meetings_lawful", l.meetings_lawful)(
        "reopened", l.reopened);
}
template <class V>
void fields(V& v, ScoreLine& s) {
    v("how", s.how)("line", s.line)("measured", s.measured)("most", s.most)("points", s.points);
}
template <class V>
void fields(V& v, Bar& b) {
    v("from", b.from)("kind", b.kind)("label", b.label)("lane", b.lane)("rating", b.rating)(
        "seq", b.seq)("until", b.until);
}
template <class V>
void fields(V& v, StepHeat& h) {
    v("items", h.items)("node", h.node)("open", h.open)("overdue", h.overdue)(
        "wait_p50", h.wait_p50)("wait_p90", h.wait_p90)("work_p50", h.work_p50);
}
template <class V>
void fields(V& v, QueuePoint& q) {
    v("at", q.at)("waiting", q.waiting);
}
template <class V>
void fields(V& v, UnitReport& u) {
    v("attempts", u.attempts)("bars", u.bars)("colour", u.colour)("conditions", u.conditions)(
        "corrections", u.corrections)("coverage", u.coverage)("entries", u.entries)(
        "facts", u.facts)("figures", u.figures)(
        "findings", u.findings)("gate", u.gate)("head", u.head)("heat", u.heat)(
        "injects", u.injects)("leadership", u.leadership)("name", u.name)("notes", u.notes)(
        "people", u.people)(
        "preparation", u.preparation)("queue", u.queue)(
        "refusals", u.refusals)("score", u.score)("scorecard", u.scorecard)("tasks", u.tasks)(
        "unit", u.unit);
}
// Not the folder's name: the same day gives the same report wherever it lies.
template <class V>
void fields(V& v, RunReport& r) {
    v("held_on", r.held_on)("lived_as", r.lived_as)("plan", r.plan)("scenario", r.scenario)(
        "seed", r.seed)("title", r.title)("units", r.units);
}
template <class V>
void fields(V& v, FourColumns& c) {
    v("checked", c.checked)("lived", c.lived)("rehearsed", c.rehearsed)("runs", c.runs)(
        "simulated", c.simulated)("task", c.task);
}
struct Versioned {
    std::string format = "sansang-report-1";
    Report report;
};
template <class V>
void fields(V& v, Versioned& r) {
    v("columns", r.report.columns)("conditions", r.report.conditions)("forecast", r.report.forecast)(
        "format", r.format)(
        "gate", r.report.gate)("open_findings", r.report.open_findings)("runs", r.report.runs);
}

std::string json(const Report& report) {
    Versioned all{.report = report};
    return wire::encode(all) + "\n";
}

}  // namespace ss::readiness
