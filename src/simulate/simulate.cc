#include "simulate/simulate.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>

#include "base/assert.h"
#include "base/hash.h"
#include "office/office.h"
#include "simulate/figures.h"

namespace ss::simulate {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kFirstRound = 10;

void add_hash(std::string& hashes, uint64_t hash) {
    for (int byte = 0; byte < 8; ++byte) hashes += static_cast<char>(hash >> (8 * byte) & 0xff);
}

// What one replication of one unit leaves behind.
struct Sample {
    std::vector<double> figures;
    uint64_t hash = 0;
    int64_t events = 0, arrived = 0, settled = 0, on_time = 0, cycles = 0;
    double cycle_sum = 0;
    bool holds = true, full = false;
    Growth growth;
};

// One unit over all replications.
struct Account {
    std::shared_ptr<const Model> model;  // nullptr: only while it is lived
    UnitFigures shape;
    std::vector<Watched> watched;
    std::vector<Sample> samples;
    std::mutex mutex;
    Merged merged;
};

class Work {
  public:
    Work(const Case& c, const std::vector<Group>& groups, const Options& o, const Progress& p)
        : case_(c),
          groups_(groups),
          options_(o),
          progress_(p),
          accounts_(c.units.size()),
          lived_(groups.size()) {
        const org::Calendar& calendar = c.units.front().plan->calendar;
        span_.first = o.first_day;
        span_.days = calendar_days(calendar, o.first_day, o.days);
        if (o.warm_up > 0) span_.warm_up = calendar_days(calendar, o.first_day, o.warm_up);
        for (int64_t d = span_.warm_up; d < span_.days; ++d) {
            const LocalDate date{o.first_day.day + static_cast<int32_t>(d)};
            if (calendar.working_day(date)) working_days_.push_back(date);
        }
        for (const Group& g : groups)
            for (size_t i = 0; i < g.units.size(); ++i) {
                Account& a = accounts_[g.units[i]];
                a.shape.unit = c.units[g.units[i]].unit;
                if (g.models.empty()) continue;
                a.model = g.models[i];
                a.shape = shape_of(*a.model, span_.days, span_.warm_up, o.detail);
                a.watched = watched_of(*a.model);
            }
    }

    Outcome all() {
        const bool fixed = options_.replications > 0;
        const int64_t most = options_.most_replications;
        int64_t wanted = fixed ? options_.replications : kFirstRound;
        expected_ = fixed ? wanted : std::min(most, 2 * wanted);
        for (int64_t done = 0;;) {
            round(done, wanted);
            done = wanted;
            const int64_t enough = fixed ? done : enough_after(done);
            if (enough <= done || done >= most) break;
            wanted = std::min(most, done * 2);
            expected_ = wanted;
            while (expected_ < std::min(enough, most)) expected_ = std::min(most, expected_ * 2);
        }
        return sum_up();
    }

  private:
    void round(int64_t from, int64_t to);
    void one(Run& run, const Group& group, int64_t replication);
    void keep(const Tally& tally, const Model& model, size_t unit, int64_t replication);
    using Models = std::vector<std::shared_ptr<const Model>>;
    Models models_of(size_t group);
    void lived(size_t group);
    int64_t enough_after(int64_t replications) const;
    Outcome sum_up();
    UnitFigures figures_of(const Account& account) const;

    const Case& case_;
    const std::vector<Group>& groups_;
    const Options& options_;
    const Progress& progress_;
    Span span_;
    std::vector<LocalDate> working_days_;
    std::vector<Account> accounts_;
    struct Lived {  // by group: what was made for it, until its last run of the round is over
        std::mutex mutex;
        Models models;
        size_t left = 0;
    };
    std::vector<Lived> lived_;
    int64_t expected_ = 0;  // replications, as far as is known
    struct Together {
        Histogram wait, cycle;
        AgencyTallies agencies;
    };
    std::vector<Together> all_units_;  // by replication
    std::mutex telling_, adding_;
};

Work::Models Work::models_of(size_t g) {
    const Group& group = groups_[g];
    if (!group.models.empty()) return group.models;
    Lived& there = lived_[g];
    const std::lock_guard lock(there.mutex);
    if (there.models.empty())
        for (const size_t unit : group.units) {
            Diagnostics known;  // complaints came before the first run: checked()
            there.models.push_back(Model::make(case_.units[unit], group.situations, known));
            SS_ASSERT(there.models.back() != nullptr);
            accounts_[unit].watched = watched_of(*there.models.back());
        }
    return there.models;
}

void Work::lived(size_t g) {
    Lived& there = lived_[g];
    const std::lock_guard lock(there.mutex);
    if (--there.left == 0) there.models.clear();
}

// Groups in order, all replications of each: so that a thread finds its memory made.
void Work::round(int64_t from, int64_t to) {
    const auto each = static_cast<size_t>(to - from);
    const size_t tasks = groups_.size() * each;
    const size_t before = groups_.size() * static_cast<size_t>(from);
    for (Account& a : accounts_) a.samples.resize(static_cast<size_t>(to));
    all_units_.resize(static_cast<size_t>(to));
    for (Lived& there : lived_) there.left = each;
    std::atomic<size_t> next{0}, done{0};
    const auto work = [&] {
        std::unique_ptr<Run> run;
        size_t of = groups_.size();
        for (size_t task = next++; task < tasks; task = next++) {
            const size_t g = task / each;
            const int64_t replication = from + static_cast<int64_t>(task % each);
            const cast::Dice dice{options_.seed, static_cast<uint64_t>(replication)};
            if (g == of) run->again(dice);
            else run = std::make_unique<Run>(models_of(g), dice);
            of = g;
            one(*run, groups_[g], replication);
            lived(g);
            const size_t so_far = ++done;
            if (!progress_) continue;
            const std::lock_guard lock(telling_);
            const auto all = static_cast<double>(groups_.size()) * static_cast<double>(expected_);
            progress_(static_cast<double>(before + so_far) / all,
                      accounts_[groups_[g].units.front()].shape.unit);
        }
    };
    unsigned threads =
        options_.threads > 0 ? options_.threads : std::max(1u, std::thread::hardware_concurrency());
    threads = static_cast<unsigned>(std::min<size_t>(threads, tasks));
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& t : others) t.join();
}

void Work::one(Run& run, const Group& group, int64_t replication) {
    if (case_.before) case_.before(run);
    run.live(span_);
    if (case_.after) case_.after(run, replication);
    for (size_t i = 0; i < group.units.size(); ++i)
        keep(run.tally(i), run.model(i), group.units[i], replication);
    const std::lock_guard lock(adding_);
    run.each_agency([&](const Code& code, const AgencyTally& t) {
        all_units_[static_cast<size_t>(replication)].agencies[code].merge(t);
    });
}

void Work::keep(const Tally& t, const Model& model, size_t unit, int64_t replication) {
    Account& a = accounts_[unit];
    Sample& s = a.samples[static_cast<size_t>(replication)];
    UnitFigures scratch = a.shape;
    const auto warm_up = static_cast<size_t>(span_.warm_up);
    visit(scratch, t, model, warm_up, [&](Figure&, double v) { s.figures.push_back(v); });
    s.figures.shrink_to_fit();
    s.hash = t.hash();
    s.events = t.events;
    s.arrived = t.arrived;
    s.settled = t.settled;
    s.on_time = t.on_time;
    s.cycles = t.cycle.count();
    s.cycle_sum = static_cast<double>(t.cycle.sum()) / static_cast<double>(kMinute);
    s.holds = t.identity.holds();
    s.full = t.full;
    const std::vector<int64_t> open = open_by_day(t, model, warm_up);
    s.growth = growth_of(t, a.watched, open);
    {
        const std::lock_guard lock(adding_);
        Together& all = all_units_[static_cast<size_t>(replication)];
        all.wait.merge(t.wait);
        all.cycle.merge(t.cycle);
    }
    const std::lock_guard lock(a.mutex);
    a.merged.add(t, open, options_.detail);
}

// How many replications make the interval of on-time narrow in every unit, judged by those there
// are: it shrinks with their square root.
int64_t Work::enough_after(int64_t replications) const {
    int64_t enough = 0;
    for (const Account& a : accounts_) {
        std::vector<double> on_time;
        for (int64_t r = 0; r < replications; ++r) {
            const Sample& s = a.samples[static_cast<size_t>(r)];
            on_time.push_back(s.settled > 0
                                  ? static_cast<double>(s.on_time) / static_cast<double>(s.settled)
                                  : kNothing);
        }
        const Figure f = figure_of(on_time);
        if (!f.known() || (f.half >= 0 && f.half <= options_.narrow)) continue;
        const double times = f.half < 0 ? 2 : std::pow(f.half / options_.narrow, 2);
        const double n = std::ceil(static_cast<double>(replications) * std::min(times, 1e6));
        enough = std::max({enough, replications + 1, static_cast<int64_t>(n)});
    }
    return enough;
}

UnitFigures Work::figures_of(const Account& a) const {
    UnitFigures figures = a.shape;
    const size_t n = a.samples.size();
    std::vector<double> column(n);
    const auto over = [&](const auto& of) {
        for (size_t k = 0; k < n; ++k) column[k] = of(a.samples[k]);
        return figure_of(column);
    };
    size_t at = 0;
    const Put put = [&](Figure& f, double) {
        f = over([&](const Sample& s) { return s.figures[at]; });
        ++at;
    };
    if (a.model)
        visit(figures, blank_of(*a.model), *a.model, static_cast<size_t>(span_.warm_up), put);
    else visit(figures, {}, put);
    std::vector<Figure> demand;
    for (size_t i = 0; i < a.watched.size(); ++i) {
        Daily all;
        for (const Sample& s : a.samples) all.add(s.growth.demand[i]);
        demand.push_back(all.figure());
    }
    const Figure open = over([](const Sample& s) { return s.growth.open; });
    if (a.model) fill_bands(figures, a.merged, *a.model);
    fill_trends(figures, a.merged, a.watched, demand, open, working_days_);
    return figures;
}

Outcome Work::sum_up() {
    Outcome out;
    Simulated& r = out.result;
    const plan::Plan& plan = *case_.units.front().plan;
    r.program = office::kProgramVersion;
    r.plan = plan.id;
    r.plan_hash = hex(plan.hash);
    r.variant = case_.name;
    r.seed = options_.seed;
    r.days = static_cast<int64_t>(working_days_.size());
    r.first_day = options_.first_day;
    r.warm_up = options_.warm_up;
    const Setup& setup = case_.units.front();
    r.load = setup.load;
    r.absent.assign(setup.absent.begin(), setup.absent.end());
    r.leave = setup.leave;
    r.target = plan.readiness.simulated_target;
    const size_t n = accounts_.front().samples.size();
    r.replications = static_cast<int64_t>(n);
    std::string hashes;
    std::vector<double> arrived(n), events(n);
    out.on_time.resize(n);
    out.cycle.resize(n);
    for (size_t k = 0; k < n; ++k) {
        int64_t settled = 0, on_time = 0, cycles = 0;
        double cycle = 0;
        for (const Account& a : accounts_) {
            const Sample& s = a.samples[k];
            arrived[k] += static_cast<double>(s.arrived);
            events[k] += static_cast<double>(s.events);
            settled += s.settled;
            on_time += s.on_time;
            cycles += s.cycles;
            cycle += s.cycle_sum;
            r.identities_hold = r.identities_hold && s.holds;
            out.full = out.full || s.full;
            add_hash(hashes, s.hash);
        }
        for (const auto& [code, agency] : all_units_[k].agencies)
            if (agency.people > 0) add_hash(hashes, agency.hash());
        out.on_time[k] =
            settled > 0 ? static_cast<double>(on_time) / static_cast<double>(settled) : kNothing;
        out.cycle[k] = cycles > 0 ? cycle / static_cast<double>(cycles) : kNothing;
    }
    r.digest = hex(sha256(hashes));
    r.on_time = figure_of(out.on_time);
    r.arrived = figure_of(arrived);
    r.events = figure_of(events);
    r.wait = spread_of(n, [&](size_t k) -> const Histogram& { return all_units_[k].wait; });
    r.cycle = spread_of(n, [&](size_t k) -> const Histogram& { return all_units_[k].cycle; });
    r.agencies = agency_figures(
        n, [&](size_t k) -> const AgencyTallies& { return all_units_[k].agencies; }, working_days_);
    for (size_t u = 0; u < accounts_.size(); ++u) {
        UnitFigures figures = figures_of(accounts_[u]);
        figures.staff_assumed = u < case_.staff_assumed.size() && case_.staff_assumed[u];
        figures.synthetic = u < case_.synthetic.size() && case_.synthetic[u];
        r.units.push_back(std::move(figures));
    }
    return out;
}

}  // namespace

int64_t calendar_days(const org::Calendar& calendar, LocalDate first, int64_t working_days) {
    int64_t days = 0;
    for (LocalDate d = first; working_days > 0 && days < 36'500; ++d.day, ++days)
        if (calendar.working_day(d)) --working_days;
    return days;
}

Days days_lived(const plan::Plan& plan, const Options& o) {
    const int64_t days = calendar_days(plan.calendar, o.first_day, o.days);
    return {o.first_day, {o.first_day.day + static_cast<int32_t>(days) - 1}};
}

namespace {

// Variants share their processes; the office's steps through them are found once.
class Shared {
  public:
    const std::shared_ptr<Situations>& of(const Setup& setup) {
        auto& all = situations_[setup.plan.get()];
        if (!all)
            all = setup.situations ? setup.situations : std::make_shared<Situations>(*setup.plan);
        return all;
    }

  private:
    std::map<const void*, std::shared_ptr<Situations>> situations_;
};

// Many units, each for itself: the models of all of them at once would fill the memory, so they are
// made when they are lived. What a complaint hangs on is looked at before, once for all that are
// alike in it; with a complaint, in every unit.
std::optional<std::vector<Group>> checked(const Case& c, Diagnostics& diagnostics) {
    std::vector<Group> groups(c.units.size());
    Shared shared;
    std::set<std::tuple<const void*, Code, int, Code, bool>> seen;
    bool fine = true;
    for (size_t u = 0; u < c.units.size(); ++u) {
        const Setup& s = c.units[u];
        groups[u].units = {u};
        groups[u].situations = shared.of(s);
        const plan::Unit* unit = s.plan->unit(s.unit);
        const auto& rates = s.plan->demand.arrivals_per_day;
        const bool fresh =
            seen.emplace(s.plan.get(), s.staff_of.empty() ? s.unit : s.staff_of, s.staff_times,
                         unit == nullptr ? Code{} : unit->kind,
                         s.arrivals > 0 || rates.contains(s.unit) || rates.contains("*"))
                .second;
        if (fresh || !fine)
            fine = Model::make(s, groups[u].situations, diagnostics) != nullptr && fine;
    }
    if (!fine) return std::nullopt;
    return groups;
}

}  // namespace

std::optional<std::vector<Group>> prepare(const Case& c, Diagnostics& diagnostics) {
    std::vector<Group> groups;
    Shared shared;
    bool fine = true;
    for (size_t u = 0; u < c.units.size(); ++u) {
        auto model = Model::make(c.units[u], shared.of(c.units[u]), diagnostics);
        fine = fine && model != nullptr;
        if (!c.network || groups.empty()) groups.emplace_back();
        groups.back().models.push_back(std::move(model));
        groups.back().units.push_back(u);
    }
    if (!fine) return std::nullopt;
    return groups;
}

Outcome simulate(const Case& c, const std::vector<Group>& groups, const Options& options,
                 const Progress& progress) {
    return Work(c, groups, options, progress).all();
}

std::optional<Outcome> simulate(const Case& c, const Options& options, const Progress& progress,
                                Diagnostics& diagnostics) {
    const bool kept = options.detail || c.network;
    const auto groups = kept ? prepare(c, diagnostics) : checked(c, diagnostics);
    if (!groups) return std::nullopt;
    for (const Group& g : *groups)
        for (const auto& model : g.models)
            model->say_signatures(days_lived(*c.units.front().plan, options).last, diagnostics);
    const auto lived = [&](const Options& o) {
        Outcome outcome = simulate(c, *groups, o, progress);
        if (outcome.full)
            diagnostics.warning("forecast.full", "", 0,
                                "more than half a million dossiers were open at once in one unit: "
                                "who came after that was not let in",
                                "Its queue grows without end; look at the day from which it does.");
        return outcome;
    };
    if (options.warm_up >= 0) return lived(options);
    // A pilot says where the warm-up ends: MSER-5 over the open dossiers at day's ends.
    Options pilot = options;
    pilot.warm_up = 0;
    pilot.replications = kFirstRound;
    const Outcome first = simulate(c, *groups, pilot, progress);
    std::vector<double> open;
    for (size_t d = 0; d < first.result.units.front().days.size(); ++d) {
        double sum = 0;
        for (const UnitFigures& u : first.result.units) sum += u.days[d].open.mean;
        open.push_back(sum);
    }
    Options rest = options;
    const Truncation cut = mser5(open);
    rest.warm_up = static_cast<int64_t>(cut.cut);
    if (!cut.settled)
        diagnostics.warning("forecast.warm_up", "", 0,
                            "the days are too few to say where the warm-up ends",
                            "Simulate more days, or give --warm-up a number.");
    return lived(rest);
}

}  // namespace ss::simulate
