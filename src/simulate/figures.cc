#include "simulate/figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "bpmn/program.h"

namespace ss::simulate {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kMinutes = static_cast<double>(kMinute);

double share(int64_t part, int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : kNothing;
}
double minutes(int64_t ms, int64_t n) {
    return n > 0 ? static_cast<double>(ms) / static_cast<double>(n) / kMinutes : kNothing;
}

void visit(Spread& s, const Histogram& h, const Put& put) {
    const bool any = h.count() > 0;
    put(s.mean, any ? h.mean() / kMinutes : kNothing);
    for (const auto& [figure, p] :
         {std::pair{&s.p50, 0.5}, {&s.p90, 0.9}, {&s.p95, 0.95}, {&s.p99, 0.99}})
        put(*figure, any ? h.quantile(p) / kMinutes : kNothing);
}

void visit(ProcedureFigures& f, const ProcedureTally& t, const Put& put) {
    put(f.arrived, static_cast<double>(t.arrived));
    put(f.received, static_cast<double>(t.received));
    put(f.resolved, static_cast<double>(t.resolved));
    put(f.on_time, share(t.on_time, t.settled));
    put(f.supplemented, share(t.supplemented, t.arrived));
    put(f.refused, share(t.refused, t.arrived));
    put(f.gave_up, share(t.gave_up, t.arrived));
    put(f.apologised, share(t.apologised, t.arrived));
    visit(f.wait, t.wait, put);
    visit(f.cycle, t.cycle, put);
}

void visit(LaneFigures& f, const LaneTally& t, const Tally& all, int64_t waiting, const Put& put) {
    put(f.waiting, share(t.area, all.working_ms));
    put(f.most, static_cast<double>(t.most));
    put(f.utilisation, share(t.busy_ms, f.people * all.working_ms));
    put(f.share_of_wait, share(t.area, waiting));
    visit(f.wait, t.wait, put);
}

// Steps that the mix can come to, by index.
std::vector<uint32_t> steps_in_use(const Model& model) {
    std::vector<uint32_t> used;
    std::set<uint16_t> mix(model.procedure_of.begin(), model.procedure_of.end());
    for (size_t i = 0; i < model.steps.size(); ++i)
        if (mix.contains(model.steps[i].procedure) &&
            (i < model.work_step(0) || model.steps[i].kind != "return"))
            used.push_back(static_cast<uint32_t>(i));
    return used;
}

std::vector<uint16_t> procedures_in_use(const Model& model) {
    std::set<uint16_t> mix(model.procedure_of.begin(), model.procedure_of.end());
    return {mix.begin(), mix.end()};
}

std::vector<uint16_t> lanes_in_use(const Model& model) {
    std::set<uint16_t> lanes;
    for (const uint32_t s : steps_in_use(model)) lanes.insert(model.steps[s].lane);
    return {lanes.begin(), lanes.end()};
}

// People who work in a lane that is used.
std::vector<uint16_t> people_in_use(const Model& model) {
    const Staffing all = model.everybody();
    const auto lanes = lanes_in_use(model);
    std::vector<uint16_t> people;
    for (size_t p = 0; p < model.people.size(); ++p)
        if (std::any_of(all.lanes[p].begin(), all.lanes[p].end(), [&](uint16_t lane) {
                return std::binary_search(lanes.begin(), lanes.end(), lane);
            }))
            people.push_back(static_cast<uint16_t>(p));
    return people;
}

// The post whose roles bring most of the work, of somebody who has several.
Code main_post_of(const Model& model, const Person& person) {
    const auto& demand = model.plan().demand;
    const auto& posts = model.plan().organization.posts;
    const auto& codes = model.situations().procedures();
    Code main = person.posts.empty() ? Code{} : person.posts.front();
    double most = 0;
    for (const Code& post : person.posts) {
        const auto known = posts.find(post);
        if (known == posts.end()) continue;
        const std::vector<Code>& roles = known->second.roles;
        double work = 0;
        for (const uint32_t i : steps_in_use(model)) {
            const Step& s = model.steps[i];
            const auto share = demand.mix.find(codes[s.procedure]);
            if (share != demand.mix.end() &&
                std::find(roles.begin(), roles.end(), model.lanes[s.lane].role) != roles.end())
                work += share->second;
        }
        if (work > most) most = work, main = post;
    }
    return main;
}

void visit(UnitFigures& u, const std::vector<uint16_t>& people, const Tally& t, const Put& put) {
    const double days = t.days > 0 ? static_cast<double>(t.days) : kNothing;
    const auto put_all = [&](auto& f, const PersonTally& p) {
        put(f.utilisation, share(p.ms[1], p.ms[0] + p.ms[1]));
        put(f.overtime, static_cast<double>(p.overtime_ms) / kMinutes / days);
        put(f.signatures, static_cast<double>(p.signatures) / days);
        put(f.pieces, static_cast<double>(p.pieces) / days);
        put(f.away, static_cast<double>(p.days_away));
    };
    std::map<Code, PersonTally> posts;
    for (size_t i = 0; i < people.size(); ++i) {
        const PersonTally& p = t.people[people[i]];
        put_all(u.people[i], p);
        PersonTally& all = posts[u.people[i].main_post];
        for (size_t s = 0; s < p.ms.size(); ++s) all.ms[s] += p.ms[s];
        all.overtime_ms += p.overtime_ms;
        all.pieces += p.pieces;
        all.signatures += p.signatures;
        all.days_away += p.days_away;
    }
    for (PostFigures& f : u.posts) put_all(f, posts[f.post]);
}

}  // namespace

std::vector<Watched> watched_of(const Model& model) {
    const Staffing all = model.everybody();
    std::vector<Watched> watched;
    for (const uint16_t lane : lanes_in_use(model)) watched.push_back({lane, all.able[lane]});
    return watched;
}

UnitFigures shape_of(const Model& model, int64_t days, int64_t warm_up, bool detail) {
    const LocalDate first = model.setup().first_day;
    UnitFigures u;
    u.unit = model.setup().unit;
    if (!detail) return u;
    const auto& codes = model.situations().procedures();
    for (const uint16_t p : procedures_in_use(model))
        u.procedures.emplace_back().procedure = codes[p];
    for (const uint32_t i : steps_in_use(model)) {
        const Step& s = model.steps[i];
        StepFigures& f = u.steps.emplace_back();
        f.procedure = codes[s.procedure];
        f.node = s.node;
        f.name = s.name;
        f.kind = s.kind;
        f.role = s.role;
    }
    for (const uint16_t l : lanes_in_use(model)) {
        LaneFigures& f = u.lanes.emplace_back();
        f.lane = model.lanes[l].code;
        f.role = model.lanes[l].role;
        f.people = model.lanes[l].people;
    }
    for (const uint16_t p : people_in_use(model)) {
        PersonFigures& f = u.people.emplace_back();
        f.officer = model.people[p].code;
        f.posts = model.people[p].posts;
        f.main_post = main_post_of(model, model.people[p]);
        if (f.main_post.empty()) continue;
        const auto same = std::find_if(u.posts.begin(), u.posts.end(),
                                       [&](const PostFigures& x) { return x.post == f.main_post; });
        PostFigures& post = same == u.posts.end() ? u.posts.emplace_back() : *same;
        post.post = f.main_post;
        ++post.people;
    }
    for (int64_t d = warm_up; d < days; ++d) {
        const LocalDate date{first.day + static_cast<int32_t>(d)};
        if (model.plan().calendar.working_day(date)) u.days.emplace_back().date = date;
    }
    return u;
}

void visit(UnitFigures& u, const Tally& t, const Put& put) {
    put(u.arrived, static_cast<double>(t.arrived));
    put(u.resolved, static_cast<double>(t.resolved));
    put(u.open_at_end, static_cast<double>(t.open));
    put(u.on_time, share(t.on_time, t.settled));
    put(u.overdue, static_cast<double>(t.overdue));
    put(u.apologies, static_cast<double>(t.apologies));
    put(u.gave_up, static_cast<double>(t.gave_up));
    put(u.returned, static_cast<double>(t.returned));
    visit(u.wait, t.wait, put);
    visit(u.cycle, t.cycle, put);
}

void visit(UnitFigures& u, const Tally& t, const Model& model, size_t warm_up, const Put& put) {
    visit(u, t, put);
    if (u.lanes.empty()) return;
    const auto procedures = procedures_in_use(model);
    for (size_t i = 0; i < procedures.size(); ++i)
        visit(u.procedures[i], t.procedures[procedures[i]], put);
    const auto steps = steps_in_use(model);
    for (size_t i = 0; i < steps.size(); ++i) {
        const StepTally& s = t.steps[steps[i]];
        put(u.steps[i].done, static_cast<double>(s.done));
        visit(u.steps[i].wait, s.wait, put);
        put(u.steps[i].service, minutes(s.service_ms, s.done));
        put(u.steps[i].late,
            model.steps[steps[i]].has_limit ? share(s.late, s.wait.count()) : kNothing);
    }
    const auto lanes = lanes_in_use(model);
    int64_t waiting = 0;
    for (const LaneTally& l : t.lanes) waiting += l.area;
    for (size_t i = 0; i < lanes.size(); ++i) visit(u.lanes[i], t.lanes[lanes[i]], t, waiting, put);
    visit(u, people_in_use(model), t, put);
    for (DayFigures& f : u.days) {
        const auto at = static_cast<size_t>(f.date.day - model.setup().first_day.day) - warm_up;
        const DayTally d = at < t.by_day.size() ? t.by_day[at] : DayTally{};
        put(f.arrived, static_cast<double>(d.arrived));
        put(f.resolved, static_cast<double>(d.resolved));
        put(f.open, static_cast<double>(d.open));
        put(f.on_time, share(d.on_time, d.settled));
        put(f.wait_p90, d.wait.count() > 0 ? static_cast<double>(d.wait.quantile(0.9)) : kNothing);
    }
}

Spread spread_of(size_t replications, const std::function<const Histogram&(size_t)>& times) {
    Spread all;
    std::vector<double> values(replications);
    const auto figure = [&](const auto& of) {
        for (size_t k = 0; k < replications; ++k)
            values[k] = times(k).count() > 0 ? of(times(k)) / kMinutes : kNothing;
        return figure_of(values);
    };
    all.mean = figure([](const Histogram& h) { return h.mean(); });
    for (const auto& [to, p] :
         {std::pair{&all.p50, 0.5}, {&all.p90, 0.9}, {&all.p95, 0.95}, {&all.p99, 0.99}})
        *to = figure([q = p](const Histogram& h) { return h.quantile(q); });
    return all;
}

Tally blank_of(const Model& model) {
    Tally t;
    t.procedures.resize(model.situations().procedures().size());
    t.steps.resize(model.steps.size());
    t.lanes.resize(model.lanes.size());
    t.people.resize(model.people.size());
    return t;
}

std::vector<int64_t> open_by_day(const Tally& t, const Model& model, size_t warm_up) {
    std::vector<int64_t> open;
    const LocalDate first{model.setup().first_day.day + static_cast<int32_t>(warm_up)};
    for (size_t d = 0; d < t.by_day.size(); ++d)
        if (model.plan().calendar.working_day({first.day + static_cast<int32_t>(d)}))
            open.push_back(t.by_day[d].open);
    return open;
}

void Merged::add(const Tally& t, const std::vector<int64_t>& open_then, bool with_slots) {
    const auto plus = [](std::vector<int64_t>& to, const std::vector<int64_t>& more) {
        to.resize(std::max(to.size(), more.size()));
        for (size_t i = 0; i < more.size(); ++i) to[i] += more[i];
    };
    queue.resize(t.lanes.size());
    for (size_t l = 0; l < t.lanes.size(); ++l) plus(queue[l], t.lanes[l].at_day_end);
    plus(open, open_then);
    arrived += t.arrived;
    full = full || t.full;
    ++runs;
    if (!with_slots) return;
    slots.resize(t.lanes.size());
    for (size_t l = 0; l < t.lanes.size(); ++l) {
        slots[l].resize(t.lanes[l].slots.size());
        for (size_t s = 0; s < t.lanes[l].slots.size(); ++s) {
            slots[l][s].area += t.lanes[l].slots[s].area;
            slots[l][s].ms += t.lanes[l].slots[s].ms;
            slots[l][s].tenths.merge(t.lanes[l].slots[s].tenths);
        }
    }
}

namespace {

std::vector<SlotOfDay> bands(const std::vector<SlotTally>& slots) {
    std::vector<SlotOfDay> all;
    for (size_t s = 0; s < slots.size(); ++s) {
        if (slots[s].ms == 0) continue;
        SlotOfDay& f = all.emplace_back();
        f.from = static_cast<int64_t>(s) * 30 * kMinute;
        f.mean = static_cast<double>(slots[s].area) / static_cast<double>(slots[s].ms);
        f.p10 = static_cast<double>(slots[s].tenths.quantile(0.1)) / 10;
        f.p90 = static_cast<double>(slots[s].tenths.quantile(0.9)) / 10;
        f.most = static_cast<double>(slots[s].tenths.most()) / 10;
    }
    return all;
}

}  // namespace

void fill_bands(UnitFigures& u, const Merged& merged, const Model& model) {
    if (merged.runs == 0 || u.lanes.empty()) return;
    const auto lanes = lanes_in_use(model);
    for (size_t i = 0; i < lanes.size(); ++i)
        u.lanes[i].by_half_hour = bands(merged.slots[lanes[i]]);
    if (!model.procedure_of.empty())
        u.counter_by_half_hour =
            bands(merged.slots[model.steps[model.receive_step(model.procedure_of.front())].lane]);
}

namespace {

AgencyFigures agency_figures(const Code& agency, const std::vector<const AgencyTally*>& runs,
                             const std::vector<LocalDate>& days) {
    AgencyFigures f;
    f.agency = agency;
    std::vector<double> values(runs.size()), queue(days.size());
    const auto figure = [&](const auto& of) {
        for (size_t k = 0; k < runs.size(); ++k) values[k] = of(*runs[k]);
        return figure_of(values);
    };
    const auto counted = [&](int64_t AgencyTally::* what) {
        return figure([what](const AgencyTally& t) { return static_cast<double>(t.*what); });
    };
    for (const AgencyTally* t : runs) {
        f.people = std::max(f.people, t->people);
        for (size_t d = 0; d < std::min(days.size(), t->at_day_end.size()); ++d)
            queue[d] += static_cast<double>(t->at_day_end[d]) / static_cast<double>(runs.size());
    }
    f.asked = counted(&AgencyTally::asked);
    f.answered = counted(&AgencyTally::answered);
    f.waiting_at_end = counted(&AgencyTally::waiting);
    f.in_hand_at_end = counted(&AgencyTally::in_hand);
    if (f.people == 0) return f;
    f.waiting = figure([](const AgencyTally& t) { return share(t.area, t.working_ms); });
    f.utilisation = figure([](const AgencyTally& t) { return share(t.busy_ms, t.there_ms); });
    f.wait = spread_of(runs.size(), [&](size_t k) -> const Histogram& { return runs[k]->wait; });
    for (size_t d = 0; d < days.size(); ++d) f.at_day_end.push_back({days[d], queue[d]});
    // All that is asked is work of a length that is known: no queue need be looked at.
    f.demand = figure([](const AgencyTally& t) { return share(t.asked_ms, t.there_ms); });
    if (!days.empty() && trend_of_demand(f.demand, days.size()) == Trend::grows)
        f.diverges = days[std::min(lowest(queue), days.size() - 1)];
    return f;
}

}  // namespace

std::vector<AgencyFigures> agency_figures(
    size_t replications, const std::function<const AgencyTallies&(size_t)>& tallies,
    const std::vector<LocalDate>& working_days) {
    static const AgencyTally nothing;  // not asked in that run
    std::set<Code> asked;
    for (size_t k = 0; k < replications; ++k)
        for (const auto& [code, tally] : tallies(k)) asked.insert(code);
    std::vector<AgencyFigures> all;
    for (const Code& code : asked) {
        std::vector<const AgencyTally*> runs;
        for (size_t k = 0; k < replications; ++k) {
            const auto found = tallies(k).find(code);
            runs.push_back(found == tallies(k).end() ? &nothing : &found->second);
        }
        all.push_back(agency_figures(code, runs, working_days));
    }
    return all;
}

void fill_trends(UnitFigures& u, const Merged& merged, const std::vector<Watched>& lanes,
                 const std::vector<Figure>& demand, const Figure& open,
                 const std::vector<LocalDate>& days) {
    if (merged.runs == 0 || days.empty() || merged.open.empty()) return;
    const auto since = [&](const std::vector<int64_t>& sums) {
        std::vector<double> series(sums.begin(), sums.end());
        return days[std::min(lowest(series), days.size() - 1)];
    };
    // No longer let in, they stop growing: what is full is where they lie.
    size_t fullest = lanes.size();
    for (size_t i = 0; merged.full && i < lanes.size(); ++i)
        if (fullest == lanes.size() ||
            merged.queue[lanes[i].lane].back() > merged.queue[lanes[fullest].lane].back())
            fullest = i;
    bool steady = true;
    for (size_t i = 0; i < lanes.size(); ++i) {
        const std::vector<int64_t>& queue = merged.queue[lanes[i].lane];
        const Trend trend =
            i == fullest ? Trend::grows : trend_of_demand(demand[i], merged.open.size());
        steady = steady && trend == Trend::steady;
        std::optional<LocalDate> from;
        if (trend == Trend::grows) from = since(queue);
        if (from && (!u.diverges || *from < *u.diverges)) u.diverges = from;
        if (u.lanes.empty()) continue;
        u.lanes[i].demand = demand[i];
        u.lanes[i].trend = trend;
        u.lanes[i].diverges = from;
    }
    const auto runs = static_cast<double>(merged.runs);
    const double two_days =
        2 * static_cast<double>(merged.arrived) / runs / static_cast<double>(merged.open.size());
    const double grown = static_cast<double>(merged.open.back() - merged.open.front()) / runs;
    const bool more = trend_of_open(open, merged.open.size()) == Trend::grows &&
                      grown >= std::max(10.0, two_days);
    if (!u.diverges && (more || merged.full)) u.diverges = since(merged.open);
    u.trend = u.diverges ? Trend::grows : steady ? Trend::steady : Trend::unclear;
}

}  // namespace ss::simulate
