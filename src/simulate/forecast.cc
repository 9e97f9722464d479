#include "simulate/forecast.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace ss::simulate {

namespace {

using dossiers::Stage;
constexpr int64_t kNever = INT64_MAX;

std::set<Code> given_codes(const dossiers::Dossier& d) {
    std::set<Code> codes;
    for (const auto& [code, given] : d.given) codes.insert(code);
    return codes;
}

std::optional<Run::Standing::Stage> stage_of(const dossiers::Dossier& d) {
    using To = Run::Standing::Stage;
    switch (d.stage) {
        case Stage::presented: return To::presented;
        case Stage::incomplete: return To::incomplete;
        case Stage::received: return To::transfer;
        case Stage::in_process: return To::running;
        case Stage::awaiting_supplement: return To::asked;
        case Stage::resolved: return To::resolved;
        default: return std::nullopt;  // over
    }
}

struct Stood {
    std::vector<Run::Standing> standings;
    std::vector<const dossiers::Dossier*> dossiers;
    std::vector<std::string> at;  // names of the steps
};

Stood stood(const office::State& office, const Model& model) {
    Stood all;
    const plan::Plan& plan = model.plan();
    for (const auto& [id, d] : office.dossiers.dossiers) {
        const auto stage = stage_of(d);
        if (!stage || d.worker) continue;  // another unit works on it
        Run::Standing s;
        s.stage = *stage;
        s.procedure = model.situations().index_of(d.procedure);
        s.number = id.number;
        s.presented = d.presented_at;
        s.received = d.received_at;
        s.due = d.due_at;
        s.transfer_at = d.transfer_at;
        s.asked = d.supplement_asked;
        s.data = d.data;
        const auto channel = std::find(model.channel_of.begin(), model.channel_of.end(), d.channel);
        s.channel = channel == model.channel_of.end()
                        ? uint16_t{0}
                        : static_cast<uint16_t>(channel - model.channel_of.begin());
        s.missing =
            !dossiers::missing_components(plan.procedures.at(d.procedure), d.data, given_codes(d))
                 .empty();
        std::string at;
        if (office.flow.running.contains(id) && !office.flow.running.at(id).tokens.over()) {
            s.found = model.situations().of(office.flow, id);
            for (const WorkId work : s.found.work) {
                const auto item = office.flow.work.find(work);
                const bool there = item != office.flow.work.end();
                s.taken.push_back(there && item->second.taken_by.has_value());
                s.offered.push_back(there ? std::optional(item->second.offered) : std::nullopt);
                s.work_due.push_back(there ? item->second.due : std::nullopt);
                if (there) at += (at.empty() ? "" : ", ") + item->second.name;
            }
        }
        all.standings.push_back(std::move(s));
        all.dossiers.push_back(&d);
        all.at.push_back(std::move(at));
    }
    return all;
}

// Of a share that was 0 or 1 in every run the interval is not nothing (Agresti and Coull 1998).
Figure chance(size_t times, size_t runs) {
    constexpr double kZ = 1.959963984540054;
    const auto n = static_cast<double>(runs), wider = n + kZ * kZ;
    const double p = (static_cast<double>(times) + kZ * kZ / 2) / wider;
    Figure f;
    f.n = static_cast<int64_t>(runs);
    f.mean = static_cast<double>(times) / n;
    if (runs > 1) f.half = kZ * std::sqrt(p * (1 - p) / wider);
    return f;
}

// When it was done in the p-th part of the runs; nothing: in fewer of them.
std::optional<Instant> done_by(const std::vector<int64_t>& sorted, double p) {
    const int64_t ms = sorted[static_cast<size_t>(p * static_cast<double>(sorted.size() - 1))];
    return ms == kNever ? std::nullopt : std::optional(Instant{ms});
}

std::string name_of(Stage stage) {
    return std::string(names(stage)[static_cast<size_t>(stage)]);
}

}  // namespace

std::optional<Forecast> forecast(const office::State& office,
                                 std::shared_ptr<const plan::Plan> plan, const Change& change,
                                 Options options, const Progress& progress,
                                 Diagnostics& diagnostics) {
    const org::Calendar& calendar = plan->calendar;
    options.first_day = local_date(office.now, calendar.offset);
    Instant from = office.now;
    // After its doors have closed for good a day is over: the forecast begins with the next.
    if (calendar.working_day(options.first_day) && calendar.closing(options.first_day) <= from) {
        ++options.first_day.day;
        from = at_local(options.first_day, 0, calendar.offset);
    }
    check(change, *plan, office.unit, days_lived(*plan, options), nullptr, "", diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    if (options.replications <= 0) options.replications = 100;
    Case c = plain_case(plan, {office.unit}, options.first_day);
    Setup& setup = c.units.front();
    setup = changed(setup, change, diagnostics);
    for (const auto& [code, officer] : office.org.officers)
        if (officer.away_until && *officer.away_until > office.now)
            setup.away_until[code] = *officer.away_until;
    const auto groups = prepare(c, diagnostics);
    if (!groups) return std::nullopt;
    groups->front().models.front()->say_signatures(days_lived(*plan, options).last, diagnostics);
    const Stood there = stood(office, *groups->front().models.front());
    std::mutex mutex;
    std::vector<std::vector<Run::Became>> became(static_cast<size_t>(options.replications));
    c.before = [&](Run& run) {
        run.begin_at(from);
        for (const Run::Standing& s : there.standings) run.stand(0, s);
    };
    c.after = [&](const Run& run, int64_t replication) {
        const std::lock_guard lock(mutex);
        became[static_cast<size_t>(replication)] = run.became();
    };
    Forecast f;
    f.unit = office.unit;
    f.from = office.now;
    f.result = simulate(c, *groups, options, progress).result;
    for (size_t i = 0; i < there.standings.size(); ++i) {
        const dossiers::Dossier& d = *there.dossiers[i];
        if (d.stage == Stage::resolved) continue;
        DossierForecast x;
        x.dossier = d.id.number;
        x.code = d.code;
        x.procedure = d.procedure;
        x.stage = name_of(d.stage);
        if (d.due_at.ms > 0) x.due = d.due_at;
        const bool runs = d.stage == Stage::received || d.stage == Stage::in_process;
        x.overdue = runs && x.due && *x.due < office.now;
        x.stands_at = there.at[i];
        std::vector<int64_t> ready;
        size_t late = 0;
        for (const auto& run : became) {
            ready.push_back(run[i].settled > 0 ? run[i].settled : kNever);
            late += run[i].late;
        }
        std::sort(ready.begin(), ready.end());
        x.late = chance(late, became.size());
        x.ready_p50 = done_by(ready, 0.5);
        x.ready_p90 = done_by(ready, 0.9);
        f.dossiers.push_back(std::move(x));
    }
    std::stable_sort(f.dossiers.begin(), f.dossiers.end(),
                     [](const DossierForecast& a, const DossierForecast& b) {
                         if (a.overdue != b.overdue) return b.overdue;
                         return a.late.mean > b.late.mean;
                     });
    return f;
}

}  // namespace ss::simulate
