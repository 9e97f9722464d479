#include <benchmark/benchmark.h>

#include "org/calendar.h"
#include "org/org.h"

namespace ss::org {
namespace {

Calendar week() {
    Calendar c;
    c.offset = 7 * kHour;
    for (size_t day = 0; day < 5; ++day)
        c.week[day] = {{7 * kHour, 11 * kHour + 30 * kMinute},
                       {13 * kHour + 30 * kMinute, 17 * kHour}};
    return c;
}

// A year of instants, a prime number of milliseconds apart.
Instant step(int64_t& n) {
    n = (n + 100'003'777) % (365 * kDay);
    return {int64_t{date_of({2025, 7, 1}).day} * kDay + n};
}

template <class F>
void run(benchmark::State& bench, F f) {
    Calendar c = week();
    if (bench.range(0) == 1) c.freeze();
    int64_t n = 0;
    for (auto _ : bench) benchmark::DoNotOptimize(f(c, step(n)));
}

void due_in_20_days(benchmark::State& s) {
    run(s, [](const Calendar& c, Instant at) { return c.due(at, {20, LimitUnit::working_days}); });
}
void after_40_hours(benchmark::State& s) {
    run(s, [](const Calendar& c, Instant at) { return c.after_working_ms(at, 40 * kHour); });
}
void working_time_of_a_month(benchmark::State& s) {
    run(s, [](const Calendar& c, Instant at) { return c.working_ms(at, {at.ms + 30 * kDay}); });
}
void next_opening(benchmark::State& s) {
    run(s, [](const Calendar& c, Instant at) { return c.next_opening(at); });
}
BENCHMARK(due_in_20_days)->Arg(0)->Arg(1);
BENCHMARK(after_40_hours)->Arg(0)->Arg(1);
BENCHMARK(working_time_of_a_month)->Arg(0)->Arg(1);
BENCHMARK(next_opening)->Arg(0)->Arg(1);

// 40 posts, 150 officers, as in the biggest ward.
struct Ward {
    Organization org;
    State state;
    Ward() {
        for (int p = 0; p < 40; ++p) {
            Post post;
            post.code = "post-" + std::to_string(p);
            post.roles = {"role-" + std::to_string(p % 25)};
            org.posts.emplace(post.code, post);
            org.roles[post.roles[0]].code = post.roles[0];
        }
        org.access["ask"] = {"role-7", "role-24"};
        for (int i = 0; i < 150; ++i) {
            const std::string n = std::to_string(i);
            Enrolled f;
            f.officer.code = "officer-" + n;
            f.officer.account = true;
            f.posts = {"post-" + std::to_string(i % 40)};
            state.apply(f);
        }
    }
};

void roles_of_an_officer(benchmark::State& s) {
    const Ward w;
    for (auto _ : s) benchmark::DoNotOptimize(roles_of(w.state, w.org, "officer-24", {1}));
}
void roles_while_somebody_is_away(benchmark::State& s) {
    Ward w;
    w.state.officers.at("officer-1").away_until = Instant{2};
    for (auto _ : s) benchmark::DoNotOptimize(roles_of(w.state, w.org, "officer-24", {1}));
}
void may_ask_something(benchmark::State& s) {
    const Ward w;
    for (auto _ : s) benchmark::DoNotOptimize(may_ask(w.state, w.org, "officer-24", "ask", {1}));
}
void workers_of_a_role(benchmark::State& s) {
    const Ward w;
    for (auto _ : s) benchmark::DoNotOptimize(workers(w.state, w.org, "role-7", {1}));
}
BENCHMARK(roles_of_an_officer);
BENCHMARK(roles_while_somebody_is_away);
BENCHMARK(may_ask_something);
BENCHMARK(workers_of_a_role);

}  // namespace
}  // namespace ss::org
