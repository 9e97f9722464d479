// Canonical JSON with figures in it: keys sorted, no white space, decimals rounded to four places.
// One list of fields per struct, as for base/wire.h, which knows no decimals.
#include <cmath>

#include "base/assert.h"
#include "base/wire.h"
#include "simulate/page.h"

namespace ss::simulate {

namespace {

class Out {
  public:
    template <class T>
    Out& operator()(std::string_view name, const T& value) {
        if (!last_.empty()) SS_ASSERT(last_ < name);
        last_ = name;
        w_.key(name, first_);
        put(value);
        return *this;
    }
    template <class T>
    Out& operator()(std::string_view name, const std::optional<T>& value) {
        return value ? (*this)(name, *value) : *this;
    }
    template <class T>
    std::string whole(const T& value) {
        put(value);
        return w_.take() + "\n";
    }

  private:
    void put(const std::string& value) { w_.string(value); }
    void put(Trend value) { w_.string(name_of(value)); }
    void put(bool value) { w_.raw(value ? "true" : "false"); }
    void put(int value) { w_.integer(value); }
    void put(int64_t value) { w_.integer(value); }
    void put(uint32_t value) { w_.integer(value); }
    void put(uint64_t value) { w_.raw(std::to_string(value)); }
    void put(Instant value) { w_.integer(value.ms); }
    void put(LocalDate value) { w_.string(to_text(value)); }
    void put(double value);
    template <class T>
    void put(const std::vector<T>& all) {
        w_.raw("[");
        for (const T& one : all) {
            if (&one != &all.front()) w_.raw(",");
            put(one);
        }
        w_.raw("]");
    }
    template <class T>
    void put(const std::map<std::string, T>& all) {  // sorted by itself
        bool more = false;
        w_.raw("{");
        for (const auto& [key, one] : all) {
            if (more) w_.raw(",");
            more = true;
            put(key);
            w_.raw(":");
            put(one);
        }
        w_.raw("}");
    }
    template <class T>
        requires std::is_class_v<T>
    void put(const T& value) {
        const std::string_view outer = last_;
        last_ = {};
        first_ = true;
        fields(*this, value);
        w_.raw(first_ ? "{}" : "}");
        first_ = false;
        last_ = outer;
    }

    wire::Writer w_;
    bool first_ = true;
    std::string_view last_;
};

void Out::put(double value) {
    constexpr int64_t kScale = 10'000;
    if (!std::isfinite(value) || std::abs(value) > 1e14) return w_.raw("null");
    const int64_t all = std::llround(value * kScale);
    std::string text = (all < 0 ? "-" : "") + std::to_string(std::abs(all) / kScale);
    if (const int64_t rest = std::abs(all) % kScale; rest != 0) {
        std::string decimals = std::to_string(kScale + rest).substr(1);
        text += "." + decimals.erase(decimals.find_last_not_of('0') + 1);
    }
    w_.raw(text);
}

void fields(Out& v, const Figure& f) {
    if (f.half >= 0) v("half", f.half);
    if (f.known()) v("mean", f.mean);
    v("n", f.n);
}
void fields(Out& v, const Spread& s) {
    v("mean", s.mean)("p50", s.p50)("p90", s.p90)("p95", s.p95)("p99", s.p99);
}
void fields(Out& v, const SlotOfDay& s) {
    v("from", s.from)("mean", s.mean)("most", s.most)("p10", s.p10)("p90", s.p90);
}
void fields(Out& v, const ProcedureFigures& p) {
    v("apologised", p.apologised)("arrived", p.arrived)("cycle", p.cycle)("gave_up", p.gave_up)(
        "on_time", p.on_time)("procedure", p.procedure)("received", p.received)(
        "refused", p.refused)("resolved", p.resolved)("supplemented", p.supplemented)("wait",
                                                                                      p.wait);
}
void fields(Out& v, const StepFigures& s) {
    v("done", s.done)("kind", s.kind)("late", s.late)("name", s.name)("node", s.node)(
        "procedure", s.procedure)("role", s.role)("service", s.service)("wait", s.wait);
}
void fields(Out& v, const LaneFigures& l) {
    v("by_half_hour", l.by_half_hour)("demand", l.demand)("diverges", l.diverges)("lane", l.lane)(
        "most", l.most)("people", l.people)("role", l.role)("share_of_wait", l.share_of_wait)(
        "trend", l.trend)("utilisation", l.utilisation)("wait", l.wait)("waiting", l.waiting);
}
void fields(Out& v, const PersonFigures& p) {
    v("away", p.away)("main_post", p.main_post)("officer", p.officer)("overtime", p.overtime)(
        "pieces", p.pieces)("posts", p.posts)("signatures", p.signatures)("utilisation",
                                                                          p.utilisation);
}
void fields(Out& v, const PostFigures& p) {
    v("away", p.away)("overtime", p.overtime)("people", p.people)("pieces", p.pieces)(
        "post", p.post)("signatures", p.signatures)("utilisation", p.utilisation);
}
void fields(Out& v, const DayFigures& d) {
    v("arrived", d.arrived)("date", d.date)("on_time", d.on_time)("open", d.open)(
        "resolved", d.resolved)("wait_p90", d.wait_p90);
}
void fields(Out& v, const UnitFigures& u) {
    v("apologies", u.apologies)("arrived", u.arrived)(
        "counter_by_half_hour", u.counter_by_half_hour)("cycle", u.cycle)("days", u.days)(
        "diverges", u.diverges)("gave_up", u.gave_up)("lanes", u.lanes)("on_time", u.on_time)(
        "open_at_end", u.open_at_end)("overdue", u.overdue)("people", u.people)("posts", u.posts)(
        "procedures", u.procedures)("resolved", u.resolved)("returned", u.returned)(
        "staff_assumed", u.staff_assumed)("steps", u.steps)("synthetic", u.synthetic)(
        "trend", u.trend)("unit", u.unit)("wait", u.wait);
}
void fields(Out& v, const DayEnd& d) {
    v("date", d.date)("waiting", d.waiting);
}
void fields(Out& v, const AgencyFigures& a) {
    v("agency", a.agency)("answered", a.answered)("asked", a.asked)("at_day_end", a.at_day_end)(
        "demand", a.demand)("diverges", a.diverges)("in_hand_at_end", a.in_hand_at_end)(
        "people", a.people)("utilisation", a.utilisation)("wait", a.wait)("waiting", a.waiting)(
        "waiting_at_end", a.waiting_at_end);
}
void fields(Out& v, const Parameter& p) {
    v("basis", p.basis)("key", p.key)("source", p.source)("value", p.value);
}
void fields(Out& v, const Leave& l) {
    v("from", l.from)("officer", l.officer)("to", l.last());
}
void fields(Out& v, const Simulated& r) {
    v("absent", r.absent)("agencies", r.agencies)("arrived", r.arrived)("cycle", r.cycle)(
        "days", r.days)("digest", r.digest)("events", r.events)("first_day", r.first_day)(
        "identities_hold", r.identities_hold)("leave", r.leave)("load", r.load)(
        "on_time", r.on_time)("parameters", r.parameters)("plan", r.plan)("plan_hash", r.plan_hash)(
        "program", r.program)("replications", r.replications)("seed", r.seed)("target", r.target)(
        "units", r.units)("variant", r.variant)("wait", r.wait)("warm_up", r.warm_up);
}
void fields(Out& v, const Compared& c) {
    v("description", c.description)("name", c.name)("on_time_gain", c.on_time_gain)(
        "result", c.result)("tie", c.tie)("wait_gain", c.wait_gain);
}
void fields(Out& v, const BreakingPoint& b) {
    v("absent", b.absent)("at", b.at)("found", b.found)("holds", b.holds)("lane", b.lane)(
        "on_time", b.on_time)("people", b.people)("undecided", b.undecided)("what", b.what);
}
void fields(Out& v, const Move& m) {
    v("cost", m.cost)("kind", m.kind)("text", m.text.in);
}
void fields(Out& v, const Remedy& r) {
    v("cost", r.cost)("moves", r.moves)("on_time", r.on_time)("perhaps", r.perhaps)(
        "restores", r.restores)("tie", r.tie)("wait", r.wait);
}
void fields(Out& v, const Search& s) {
    v("breaks", s.breaks)("load", s.load.in)("on_time_now", s.on_time_now)("pareto", s.pareto)(
        "remedies", s.remedies)("target", s.target)("unit", s.unit);
}
void fields(Out& v, const DossierForecast& d) {
    v("code", d.code)("dossier", d.dossier)("due", d.due)("late", d.late)("overdue", d.overdue)(
        "procedure", d.procedure)("ready_p50", d.ready_p50)("ready_p90", d.ready_p90)(
        "stage", d.stage)("stands_at", d.stands_at);
}
void fields(Out& v, const Forecast& f) {
    v("dossiers", f.dossiers)("from", f.from)("result", f.result)("unit", f.unit);
}
void fields(Out& v, const Findings& f) {
    v("forecast", f.forecast)("format", std::string("sansang-forecast-1"))("search", f.search)(
        "variants", f.comparison.variants);
}

}  // namespace

std::string json(const Findings& findings) {
    return Out().whole(findings);
}

}  // namespace ss::simulate
