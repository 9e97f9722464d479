// The simulator on the workloads of README.md, with the ceiling in the same run: a line
// "ratio" says what share of it is reached. Processor time of one thread, unless said otherwise.
//
//   simulate_bench                     the ratios to the ceiling, taken in turn, then all workloads
//   simulate_bench --benchmark_filter=ward
#include <benchmark/benchmark.h>

#include <algorithm>
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
    double cycle_minutes() const { return run_.tally(0).cycle.mean() / 60'000; }

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

// In turn, so that what else the machine does falls on all alike.
void ratios() {
    constexpr int kTurns = 9;
    constexpr int64_t kDossiers = 200'000;
    Toy a(bench::mm3()), b(bench::procedure());
    std::vector<double> a_share, b_share, b_log, b_own, b_top;
    for (int turn = 1; turn <= kTurns; ++turn) {
        const auto seed = static_cast<uint64_t>(turn);
        const double top_a = speed([&] { return bench::run_ceiling_mm3(seed, kDossiers).events; });
        const double own_a = speed([&] { return a.live(seed, kDossiers / 346, false); });
        const double top_b =
            speed([&] { return bench::run_ceiling(seed, kDossiers, false).events; });
        const double own_b = speed([&] { return b.live(seed, kDossiers / 125, false); });
        const double own_log = speed([&] { return b.live(seed, kDossiers / 125, true); });
        a_share.push_back(own_a / top_a);
        b_share.push_back(own_b / top_b);
        b_log.push_back(own_log / top_b);
        b_own.push_back(own_b);
        b_top.push_back(top_b);
    }
    std::printf("share of the ceiling, median of %d turns: (a) %.2f, (b) %.2f, (b) with log %.2f\n",
                kTurns, median(a_share), median(b_share), median(b_log));
    std::printf("(b): %.1f M events/s, ceiling %.1f M; mean cycle %.1f min\n", median(b_own) / 1e6,
                median(b_top) / 1e6, b.cycle_minutes());
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
    if (std::getenv("SS_NO_RATIOS") == nullptr) ratios();
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
