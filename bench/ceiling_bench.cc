// Alone, from the root of the repository, in one line:
//   g++ -O3 -std=c++20 -Isrc -Ibench bench/ceiling*.cc src/simulate/statistics.cc
//       -lbenchmark -o ceiling_bench
//
//   ceiling_bench                        checks the models against theory, then measures
//   ceiling_bench line a|b DOSSIERS SEED one line, as every peer of bench/peers prints it
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "ceiling.h"
#include "simulate/theory.h"

namespace {

using ss::bench::CeilingResult;
using ss::bench::run_ceiling;
using ss::bench::run_ceiling_mm3;
namespace theory = ss::simulate::theory;

constexpr int64_t kDossiers = 1'000'000;

void report(benchmark::State& state, CeilingResult (*run)(uint64_t seed)) {
    int64_t events = 0;
    uint64_t seed = 0;
    for (auto _ : state) {
        const CeilingResult result = run(++seed);
        benchmark::DoNotOptimize(result);
        events += result.events;
    }
    state.SetItemsProcessed(events);
}
void mm3(benchmark::State& state) {
    report(state, [](uint64_t seed) { return run_ceiling_mm3(seed, kDossiers); });
}
void procedure(benchmark::State& state) {
    report(state, [](uint64_t seed) { return run_ceiling(seed, kDossiers, false); });
}
void procedure_with_log(benchmark::State& state) {
    report(state, [](uint64_t seed) { return run_ceiling(seed, kDossiers, true); });
}
BENCHMARK(mm3)->Name("ceiling/a")->Unit(benchmark::kMillisecond);
BENCHMARK(procedure)->Name("ceiling/b")->Unit(benchmark::kMillisecond);
BENCHMARK(procedure_with_log)->Name("ceiling/b/log")->Unit(benchmark::kMillisecond);

bool near(const char* what, double measured, double expected, double within) {
    const bool holds = std::fabs(measured - expected) <= within * expected;
    std::printf("%-28s %9.4f, by theory %9.4f: %s\n", what, measured, expected,
                holds ? "holds" : "OFF");
    return holds;
}

// What theory knows of the models; the margins are some five deviations of a run this long.
bool check() {
    bool good = true;
    const CeilingResult a = run_ceiling_mm3(7, kDossiers);
    good &= near("a: utilisation", a.utilisation[0], 0.8, 0.01);
    good &= near("a: mean cycle, minutes", a.mean_cycle_minutes,
                 theory::sojourn_mmc(1 / (250.0 / 60), 1 / 10.0, 3), 0.06);
    const CeilingResult b = run_ceiling(7, kDossiers, false);
    const double gap = 693.211 / 60;
    const auto mean = [](double median, double p90) { return theory::lognormal(median, p90).mean; };
    const double load[] = {(mean(8, 20) + mean(4, 10)) / 3,
                           (mean(12, 30) + 0.7 * mean(15, 45) + mean(5, 12)) / 4, mean(6, 15)};
    const char* names[] = {"b: utilisation, reception", "b: utilisation, specialist",
                           "b: utilisation, leader"};
    for (int p = 0; p < 3; ++p) good &= near(names[p], b.utilisation[p], load[p] / gap, 0.01);
    good &= near("b: events a dossier", static_cast<double>(b.events) / kDossiers, 6.7, 0.001);
    const CeilingResult logged = run_ceiling(7, kDossiers, true);
    good &= logged.mean_cycle_minutes == b.mean_cycle_minutes &&
            logged.log_rows == b.events - kDossiers;
    std::printf("b: mean cycle, minutes       %9.4f\n", b.mean_cycle_minutes);
    return good;
}

int line(const char* workload, const char* dossiers, const char* seed) {
    const auto n = std::atoll(dossiers);
    const auto s = static_cast<uint64_t>(std::atoll(seed));
    const std::clock_t from = std::clock();  // processor time: the machine is shared
    const CeilingResult result =
        *workload == 'a' ? run_ceiling_mm3(s, n) : run_ceiling(s, n, false);
    const double took = static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
    std::printf("ceiling %s %lld %.6f %.0f %.4f\n", workload, static_cast<long long>(result.events),
                took, static_cast<double>(result.events) / took, result.mean_cycle_minutes);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 5 && std::strcmp(argv[1], "line") == 0) return line(argv[2], argv[3], argv[4]);
    if (!check()) return 1;
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
