#include <benchmark/benchmark.h>

#include "feel/feel.h"

namespace {

const ss::Data kData{
    {"copies", int64_t{12}}, {"outcome", std::string("supplement")}, {"with_verification", true}};

void run(benchmark::State& state, const char* text) {
    ss::Diagnostics complaints;
    const auto e = ss::feel::compile(text, "bench", 1, complaints);
    for (auto _ : state) benchmark::DoNotOptimize(ss::feel::evaluate(*e, kData));
}

void condition(benchmark::State& s) {
    run(s, "=outcome = \"supplement\" and with_verification");
}
void fee(benchmark::State& s) {
    run(s, "if copies > 2 then min(2000 * 2 + (copies - 2) * 1000, 200000) else copies * 2000");
}
void list(benchmark::State& s) {
    run(s, "sum(for i in 1..100 return i * copies)");
}

void compiling(benchmark::State& state) {
    for (auto _ : state) {
        ss::Diagnostics complaints;
        benchmark::DoNotOptimize(
            ss::feel::compile("=outcome = \"supplement\" and copies > 2", "bench", 1, complaints));
    }
}

BENCHMARK(condition);
BENCHMARK(fee);
BENCHMARK(list);
BENCHMARK(compiling);

}  // namespace
