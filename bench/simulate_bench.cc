// The simulator on the workloads of README.md, with the ceiling in the same run: a line
// for each model says what share of it is reached. Processor time of one thread, unless said
// otherwise.
//
//   simulate_bench                     the ratios to the ceiling, taken in turn, then all workloads
//   simulate_bench --benchmark_filter=ward
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "ceiling.h"
#include "simulate/run.h"
#include "workloads.h"

namespace {

using namespace ss;
using namespace ss::simulate;

double processor_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::vector<Group> prepared(const Case& c) {
    Diagnostics d;
    auto groups = prepare(c, d);
    for (const auto& x : d.all()) std::fprintf(stderr, "%s\n", to_text(x).c_str());
    if (!groups) std::exit(2);
    return std::move(*groups);
}

// Days of a toy, as the executor lives them.
class Toy {
  public:
    explicit Toy(const Case& c)
        : groups_(prepared(c)),
          first_(c.units.front().first_day),
          run_(groups_.front().models, {}) {}
    int64_t live(uint64_t seed, int64_t days, bool log) {
        run_.again({seed, 0});
        log_.clear();
        run_.log_to(log ? &log_ : nullptr);
        run_.live({first_, days, 0, false, 0});
        return run_.tally(0).events;
    }
    // Of the last run that had a log: mean time from presented to the end.
    double cycle_minutes() const {
        std::vector<int64_t> came;  // by number
        int64_t sum = 0, n = 0;
        for (const Mark& m : log_) {
            came.resize(std::max(came.size(), size_t{m.dossier} + 1));
            if (m.what == Mark::What::presented) came[m.dossier] = m.at;
            if (m.what != Mark::What::returned && m.what != Mark::What::refused) continue;
            sum += m.at - came[m.dossier];
            ++n;
        }
        return static_cast<double>(sum) / static_cast<double>(n) / kMinute;
    }

  private:
    std::vector<Group> groups_;
    LocalDate first_;
    std::vector<Mark> log_;
    Run run_;
};

// Events a second of processor time.
template <class F>
double speed(F&& f) {
    const double began = processor_seconds();
    const int64_t events = f();
    return static_cast<double>(events) / (processor_seconds() - began);
}

double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

// By how many of its own deviations the mean of the differences is off zero.
double deviations(const std::vector<double>& differences) {
    const auto n = static_cast<double>(differences.size());
    double sum = 0, squares = 0;
    for (const double d : differences) sum += d;
    for (const double d : differences) squares += (d - sum / n) * (d - sum / n);
    return sum / n / std::sqrt(squares / (n - 1) / n);
}

// One of the two models, here and as the bare loop.
struct Model {
    const char* name;
    bench::CeilingResult (*ceiling)(uint64_t seed, int64_t dossiers);
    Toy toy;
    int64_t per_day;
    std::vector<double> share = {}, share_log = {}, own = {}, top = {}, cycle = {}, top_cycle = {},
                        difference = {};

    void turn(uint64_t seed, int64_t dossiers) {
        bench::CeilingResult bare;
        const int64_t days = dossiers / per_day;
        top.push_back(speed([&] { return (bare = ceiling(seed, dossiers)).events; }));
        own.push_back(speed([&] { return toy.live(seed, days, false); }));
        const double log = speed([&] { return toy.live(seed, days, true); });
        share.push_back(own.back() / top.back());
        share_log.push_back(log / top.back());
        cycle.push_back(toy.cycle_minutes());
        top_cycle.push_back(bare.mean_cycle_minutes);
        difference.push_back(cycle.back() - top_cycle.back());
    }
    // False: it is not the same model, and the share says nothing.
    bool tell() const {
        const double off = deviations(difference);
        std::printf(
            "%s: share of the ceiling %.3f, with log %.3f (medians of %zu turns; %.1f of %.1f M "
            "events/s); mean cycle %.2f and %.2f min, off by %+.1f deviations\n",
            name, median(share), median(share_log), share.size(), median(own) / 1e6,
            median(top) / 1e6, median(cycle), median(top_cycle), off);
        return std::fabs(off) < 5;
    }
};

// In turn, so that what else the machine does falls on all alike.
bool ratios() {
    constexpr int kTurns = 9;
    constexpr int64_t kDossiers = 200'000;
    Model models[] = {
        {"(a)", &bench::run_ceiling_mm3, Toy(bench::mm3()), 346},
        {"(b)",
         [](uint64_t seed, int64_t dossiers) { return bench::run_ceiling(seed, dossiers, false); },
         Toy(bench::procedure()), 125}};
    for (int turn = 1; turn <= kTurns; ++turn)
        for (Model& m : models) m.turn(static_cast<uint64_t>(turn), kDossiers);
    return models[0].tell() & models[1].tell();
}

void ward_days(benchmark::State& state) {
    const auto plan = bench::hue(150);
    Case c = plain_case(plan, {"my-thuong"}, plan->city.go_live);
    c.units.front().staff_times = 2;  // so many visitors are too much for one roster
    const auto groups = prepared(c);
    Options o;
    o.first_day = plan->city.go_live;
    o.days = state.range(0);
    o.replications = static_cast<int>(state.range(1));
    o.threads = static_cast<unsigned>(state.range(2));
    int64_t events = 0;
    for (auto _ : state) {
        ++o.seed;
        const auto lived = simulate::simulate(c, groups, o, {});
        events += static_cast<int64_t>(lived.result.events.mean) * state.range(1);
    }
    state.SetItemsProcessed(events);
}
BENCHMARK(ward_days)
    ->Name("c/ward/150_visitors/days/replications/threads")
    ->Args({250, 1, 1})
    ->Args({500, 1, 1})
    ->Args({1000, 1, 1})
    ->Args({50, 20, 1})
    ->Args({50, 20, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

std::vector<Code> wards(const plan::Plan& plan) {
    std::vector<Code> units;
    for (const auto& [code, unit] : plan.city.units)
        if (unit.kind == "ward" || unit.kind == "commune") units.push_back(code);
    return units;
}

void city(benchmark::State& state) {
    const auto plan = bench::hue();
    auto units = wards(*plan);
    units.resize(std::min<size_t>(units.size(), static_cast<size_t>(state.range(0))));
    const Case c = plain_case(plan, units, plan->city.go_live);
    const auto groups = prepared(c);
    Options o;
    o.first_day = plan->city.go_live;
    o.days = 250;
    o.replications = 2;
    o.threads = static_cast<unsigned>(state.range(1));
    for (auto _ : state) {
        ++o.seed;
        benchmark::DoNotOptimize(simulate::simulate(c, groups, o, {}));
    }
}
BENCHMARK(city)
    ->Name("d/hue/250_days/2_replications/units/threads")
    ->Args({10, 1})
    ->Args({20, 1})
    ->Args({40, 1})
    ->Args({40, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void country(benchmark::State& state) {
    const auto plan = bench::hue();
    const Case c = country_case(plan, static_cast<size_t>(state.range(0)), plan->city.go_live, 1);
    Options o;
    o.first_day = plan->city.go_live;
    o.days = 130;
    o.replications = 1;
    o.threads = 1;
    o.detail = false;
    for (auto _ : state) {
        Diagnostics d;
        benchmark::DoNotOptimize(simulate::simulate(c, o, {}, d));
    }
}
BENCHMARK(country)
    ->Name("e/country/130_days/units")
    ->Arg(332)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

// One candidate of a search: a thousand dossiers, twenty replications.
void candidate(benchmark::State& state) {
    const auto plan = bench::hue();
    const Case c = plain_case(plan, {"my-thuong"}, plan->city.go_live);
    Options o;
    o.first_day = plan->city.go_live;
    o.days = 17;
    o.replications = 20;
    o.threads = 1;
    o.detail = false;
    for (auto _ : state) {
        Diagnostics d;
        ++o.seed;
        benchmark::DoNotOptimize(simulate::simulate(c, o, {}, d));
    }
}
BENCHMARK(candidate)
    ->Name("candidate/1000_dossiers/20_replications")
    ->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    const bool same = std::getenv("SS_NO_RATIOS") != nullptr || ratios();
    benchmark::RunSpecifiedBenchmarks();
    return same ? 0 : 1;
}
