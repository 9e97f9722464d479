// The executor against what is known exactly of a day: who comes when, how many are there at a
// given time, what must balance to the millisecond. And its intervals: whether as many of them
// hold the exact value as they say.
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "simulate/testing.h"
#include "simulate/theory.h"

namespace ss::simulate {
namespace {

using namespace testing;

constexpr double kHalfHour = 30;  // minutes
constexpr double kSd = 4;         // standard deviations allowed; passed once in 16,000

// Arrivals by half-hours of a day: none at night, two peaks, a break.
std::vector<double> two_peaks() {
    std::vector<double> rates(48, 0);
    const std::vector<double> day{3, 12, 18, 24, 15, 9, 3, 0, 0, 6, 12, 15, 12, 6, 3, 3, 1.5, 0.5};
    std::copy(day.begin(), day.end(), rates.begin() + 15);
    return rates;
}

Toy by_half_hours(const std::vector<double>& rates, int officers, const plan::ServiceTime& takes) {
    const double sum = std::accumulate(rates.begin(), rates.end(), 0.0);
    Toy toy(sum);
    for (size_t i = 0; i < rates.size(); ++i) toy.demand().profile[i].second = rates[i] / sum;
    toy.pool("reception", officers);
    toy.at_counter("T", takes);
    return toy;
}

// As if normal: a sum of squares with so many degrees of freedom (Wilson and Hilferty 1931).
double z_of_squares(double squares, double df) {
    return (std::cbrt(squares / df) - (1 - 2 / (9 * df))) / std::sqrt(2 / (9 * df));
}

void expect_chance(const char* what, double z) {
    std::printf("  %-62s z %5.2f\n", what, z);
    EXPECT_LT(std::abs(z), kSd) << what;
}

// --- who comes ---------------------------------------------------------------------------------

// Minutes after midnight at which somebody came, by day.
std::vector<std::vector<double>> comings(const Toy& toy, int64_t days, uint64_t seed) {
    std::vector<Mark> log;
    simulate::Run run({toy.model()}, {seed, 0});
    run.log_to(&log);
    run.live({kFirstDay, days, 0, false, 0});
    EXPECT_TRUE(run.tally(0).identity.holds());
    std::vector<std::vector<double>> all(static_cast<size_t>(days));
    const int64_t midnight = at_local(kFirstDay, 0, 7 * kHour).ms;
    for (const Mark& m : log) {
        if (m.what != Mark::What::came) continue;
        const int64_t since = m.at - midnight;
        all[static_cast<size_t>(since / kDay)].push_back(static_cast<double>(since % kDay) /
                                                         static_cast<double>(kMinute));
    }
    return all;
}

TEST(Mathematics, CountsOfHalfHoursArePoisson) {
    const std::vector<double> rates = two_peaks();
    const int64_t days = 2000;
    const auto all = comings(by_half_hours(rates, 50, kNoTime), days, 11);
    double sum = 0, expected = 0, squares = 0, squares_df = 0, squares_var = 0, pairs = 0, n = 0;
    std::vector<double> threes(9, 0);  // of the half-hours in which 3 are expected: how many came
    for (const auto& day : all) {
        std::vector<double> counts(48, 0);
        for (const double at : day) ++counts[static_cast<size_t>(at / kHalfHour)];
        double before = 0;
        for (size_t i = 0; i < 48; ++i) {
            if (rates[i] == 0) {
                EXPECT_EQ(counts[i], 0);
                before = 0;
                continue;
            }
            const double off = (counts[i] - rates[i]) / std::sqrt(rates[i]);
            sum += counts[i], expected += rates[i];
            squares += off * off, squares_df += 1, squares_var += 2 + 1 / rates[i];
            pairs += off * before, n += before != 0;
            before = off;
            if (rates[i] == 3) ++threes[std::min<size_t>(8, static_cast<size_t>(counts[i]))];
        }
    }
    expect_chance("arrivals: as many as expected", (sum - expected) / std::sqrt(expected));
    expect_chance("arrivals: counts vary as Poisson's do",
                  (squares - squares_df) / std::sqrt(squares_var));
    expect_chance("arrivals: half-hours know nothing of one another", pairs / std::sqrt(n));
    const double of = std::accumulate(threes.begin(), threes.end(), 0.0);
    double fit = 0, left = 1, p = std::exp(-3);
    for (size_t k = 0; k < threes.size(); ++k) {
        const double share = k + 1 < threes.size() ? p : left;
        fit += std::pow(threes[k] - of * share, 2) / (of * share);
        left -= p;
        p *= 3 / static_cast<double>(k + 1);
    }
    expect_chance("arrivals: counts of mean 3 are Poisson's",
                  z_of_squares(fit, static_cast<double>(threes.size() - 1)));
}

// With time running as fast as the rate, nobody can tell the hours of the day apart.
TEST(Mathematics, ArrivalsInTheTimeOfTheirRateAreUniform) {
    const std::vector<double> rates = two_peaks();
    std::vector<double> before(49, 0);
    std::partial_sum(rates.begin(), rates.end(), before.begin() + 1);
    std::vector<double> places, gaps;
    double last = 0, from = 0;
    for (const auto& day : comings(by_half_hours(rates, 50, kNoTime), 500, 12)) {
        for (const double at : day) {
            const auto i = static_cast<size_t>(at / kHalfHour);
            const double t = before[i] + rates[i] * std::fmod(at, kHalfHour) / kHalfHour;
            places.push_back(t / before.back());
            gaps.push_back(from + t - last);
            last = from + t;
        }
        from += before.back();
    }
    const auto chance = [](const std::vector<double>& sample, double d) {
        return theory::kolmogorov_tail(d * std::sqrt(static_cast<double>(sample.size())));
    };
    const double uniform = chance(places, theory::ks_statistic(places, [](double x) { return x; }));
    const double apart =
        chance(gaps, theory::ks_statistic(gaps, [](double x) { return -std::expm1(-x); }));
    std::printf("  arrivals in the time of their rate: uniform p %.3f, gaps exponential p %.3f\n",
                uniform, apart);
    EXPECT_GT(uniform, 1e-4);
    EXPECT_GT(apart, 1e-4);
}

// --- how many are there ------------------------------------------------------------------------

TEST(Mathematics, ADayWithDeskForEverybody) {
    const std::vector<double> rates = two_peaks();
    const double mean = 40;  // minutes of service
    const std::vector<double> times{470, 535, 600, 655, 730, 845, 1000};
    const auto model = by_half_hours(rates, 90, exponential(mean)).model();
    std::vector<theory::Rate> by_minutes;
    for (size_t i = 0; i < rates.size(); ++i)
        by_minutes.push_back({static_cast<double>(i) * kHalfHour, rates[i] / kHalfHour});
    const int days = 3000;
    std::vector<std::vector<double>> there(times.size());
    simulate::Run run({model}, {});
    std::vector<Mark> log;
    run.log_to(&log);
    const int64_t midnight = at_local(kFirstDay, 0, 7 * kHour).ms;
    for (int r = 0; r < days; ++r) {
        log.clear();
        run.again({13, static_cast<uint64_t>(r)});
        run.live({kFirstDay, 1, 0, false, 0});
        EXPECT_TRUE(run.tally(0).identity.holds());
        EXPECT_EQ(run.tally(0).wait.most(), 0);
        for (size_t k = 0; k < times.size(); ++k) {
            double n = 0;
            for (const Mark& m : log) {
                if (static_cast<double>(m.at - midnight) > times[k] * kMinute) break;
                n += (m.what == Mark::What::begun) - (m.what == Mark::What::done);
            }
            there[k].push_back(n);
        }
    }
    for (size_t k = 0; k < times.size(); ++k) {
        const double exact = theory::number_mt_m_inf(by_minutes, 1 / mean, times[k]);
        const Figure f = figure_of(there[k]);
        expect_exact("M_t/M/inf, number there at minute " + std::to_string(int(times[k])), f, exact,
                     0.1);
        double squares = 0;
        for (const double n : there[k]) squares += (n - exact) * (n - exact) / exact;
        EXPECT_LT(std::abs(squares - days) / std::sqrt(days * (2 + 1 / exact)), kSd);
    }
}

// --- what must balance -------------------------------------------------------------------------

// Two procedures through two pools behind doors that close, more in the morning than can be done.
Toy house(ShiftEnd end) {
    Toy toy(90);
    toy.hours({{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute}, {13 * kHour, 17 * kHour}});
    for (size_t i = 0; i < 48; ++i)
        toy.demand().profile[i].second = i >= 15 && i < 19 ? 0.2 : i >= 28 && i < 30 ? 0.1 : 0;
    toy.setup.shift_end = end;
    toy.setup.priority = {{"A", 1}, {"B", 0}};
    toy.pool("reception", 2), toy.pool("first", 3), toy.pool("second", 2);
    toy.chain("A", {{"a", "first", exponential(20)}, {"b", "second", lognormal(6, 15)}}, 0.5);
    toy.chain("B", {{"b", "second", uniform(1, 5)}}, 0.5);
    toy.demand().service["receive"] = exponential(8);
    toy.demand().patience = exponential(60);
    return toy;
}

// Waits and work of the two pools once more, from the log alone.
void expect_log_agrees(const std::vector<Mark>& log, const Tally& t, const Model& model) {
    const org::Calendar& calendar = model.plan().calendar;
    std::map<std::pair<uint32_t, uint32_t>, int64_t> offered, begun;  // dossier, step
    std::vector<int64_t> waits(model.lanes.size()), work(model.people.size());
    for (const Mark& m : log) {
        const std::pair key{m.dossier, m.step};
        if (m.what == Mark::What::offered) offered[key] = m.at;
        if (m.what == Mark::What::begun) {
            begun[key] = m.at;
            if (const auto since = offered.find(key); since != offered.end())
                waits[model.steps[m.step].lane] += calendar.working_ms({since->second}, {m.at});
        }
        if (m.what == Mark::What::done)
            work[m.person] += calendar.working_ms({begun.at(key)}, {m.at});
    }
    for (size_t l = 0; l < model.lanes.size(); ++l) {
        if (model.lanes[l].role == "reception") continue;  // results offered are not in the log
        EXPECT_EQ(t.lanes[l].area, waits[l]) << model.lanes[l].role;
        EXPECT_EQ(t.lanes[l].wait.sum(), waits[l]) << model.lanes[l].role;
    }
    for (size_t p = 0; p < model.people.size(); ++p)
        EXPECT_EQ(t.people[p].ms[1], work[p]) << model.people[p].code;
}

TEST(Mathematics, NothingIsLostToTheMillisecond) {
    for (const ShiftEnd end : {ShiftEnd::overtime, ShiftEnd::suspend, ShiftEnd::hand_over})
        for (uint64_t seed = 1; seed <= 5; ++seed) {
            SCOPED_TRACE(std::string(names(end)[static_cast<size_t>(end)]) + ", seed " +
                         std::to_string(seed));
            const auto model = house(end).model();
            simulate::Run run({model}, {seed, 0});
            std::vector<Mark> log;
            run.log_to(&log);
            run.live({kFirstDay, 30, 0, false, 20});
            const Tally& t = run.tally(0);
            EXPECT_TRUE(t.identity.holds());
            EXPECT_GT(t.arrived, 2000);
            EXPECT_GT(t.gave_up, 100);
            EXPECT_EQ(t.open, 0);  // all of it is over
            EXPECT_EQ(t.arrived, t.resolved + t.gave_up);
            EXPECT_EQ(t.returned, t.resolved);
            int64_t by_lanes = 0, by_people = 0;
            for (const LaneTally& l : t.lanes) by_lanes += l.busy_ms;
            for (const PersonTally& p : t.people) {
                by_people += p.ms[1];
                EXPECT_EQ(std::accumulate(p.ms.begin(), p.ms.end(), int64_t{0}), t.working_ms);
            }
            EXPECT_EQ(by_lanes, by_people);
            // What is handed over is offered anew, without a line in the log.
            if (end != ShiftEnd::hand_over) expect_log_agrees(log, t, *model);
        }
}

// Days that end at midnight, with the doors open, are days like others.
TEST(Mathematics, WhereNobodyClosesDaysEndToo) {
    Toy toy(1440 * 0.9);
    toy.pool("reception", 1);
    toy.at_counter("T", exponential(1));
    const auto model = toy.model();
    simulate::Run run({model}, {1, 0});
    run.live({kFirstDay, 4, 1, false, 0});
    const Tally& t = run.tally(0);
    const LaneTally& lane = t.lanes[model->steps[model->receive_step(0)].lane];
    EXPECT_TRUE(t.identity.holds());
    ASSERT_EQ(t.by_day.size(), 3u);
    ASSERT_EQ(lane.at_day_end.size(), 3u);
    for (size_t d = 0; d < 3; ++d) {
        EXPECT_GT(t.by_day[d].arrived, 1000);
        // All but whoever is being served wait.
        EXPECT_LE(t.by_day[d].open - lane.at_day_end[d], 1);
        EXPECT_GE(t.by_day[d].open, lane.at_day_end[d]);
    }
    EXPECT_EQ(t.by_day.back().open, t.open);
    EXPECT_GT(t.by_day[0].open + t.by_day[1].open + t.by_day[2].open, 0);
    int64_t area = 0;
    for (const SlotTally& s : lane.slots) {
        EXPECT_EQ(s.ms, 3 * 30 * kMinute);
        area += s.area;
    }
    EXPECT_EQ(area, lane.area);
}

// --- the intervals -----------------------------------------------------------------------------

constexpr uint64_t kSeeds = 1000;
// The mean wait of a run is a sum over a number that varies with it, so it lies below the exact
// value by cov(number, mean) / number, and it is skewed, which draws Student's t the same way. In
// runs of some 600 customers both together come to less than this many standard deviations.
constexpr double kDrawn = 0.1;

// A thousand forecasts: as many intervals hold the exact value as they promise, and how far the
// means lie off is what chance makes of it.
template <class Of>
void expect_covered(const std::string& name, const Toy& toy, const Long& l, double exact, Of of) {
    const Case c = toy.as_case();
    Diagnostics d;
    const auto groups = prepare(c, d);
    ASSERT_TRUE(groups);
    Options o;
    o.first_day = kFirstDay;
    o.days = l.days;
    o.warm_up = l.warm_up;
    o.replications = l.runs;
    o.threads = 1;
    int64_t held = 0;
    bool balanced = true;
    std::vector<double> z, means;
    for (o.seed = 1; o.seed <= kSeeds; ++o.seed) {
        const Simulated r = simulate(c, *groups, o, {}).result;
        const Figure f = of(r);
        held += f.low() <= exact && exact <= f.high();
        balanced = balanced && r.identities_hold;
        z.push_back(z_of(f, exact));
        means.push_back(f.mean);
    }
    EXPECT_TRUE(balanced);
    expect_exact(name + ", mean of all", figure_of(means), exact, 0.01);
    const double n = static_cast<double>(kSeeds);
    const double mean = std::accumulate(z.begin(), z.end(), 0.0) / n;
    double squares = 0;
    for (const double x : z) squares += (x - mean) * (x - mean);
    const double sd = std::sqrt(squares / (n - 1));
    const double p = theory::kolmogorov_tail(std::sqrt(n) * theory::ks_statistic(z, [](double x) {
                                                 return std::erfc(-x / std::sqrt(2)) / 2;
                                             }));
    std::printf("  %-34s covered %.1f %%  z: mean %5.2f sd %.2f, normal p %.3f\n", name.c_str(),
                100 * static_cast<double>(held) / n, mean, sd, p);
    EXPECT_GE(held, 930) << name;
    EXPECT_LE(held, 970) << name;
    EXPECT_LT(std::abs(mean), kDrawn + kSd / std::sqrt(n)) << name;
    EXPECT_LT(std::abs(sd - 1), kSd / std::sqrt(2 * n)) << name;
    EXPECT_GT(p, 1e-4) << name;
}

Toy counter(double per_minute, const plan::ServiceTime& takes) {
    Toy toy(per_minute * 24 * 60);
    toy.pool("reception", 1);
    toy.at_counter("T", takes);
    return toy;
}

// A day of warm-up is 720 services: 147 relaxation times.
TEST(Mathematics, IntervalsOfAMeanWaitHoldIt) {
    const auto wait = [](const Simulated& r) { return r.wait.mean; };
    expect_covered("M/M/1 0.3, mean wait", counter(0.15, exponential(2)), {4, 1, 10},
                   theory::wait_mmc(0.15, 0.5, 1), wait);
    expect_covered("M/D/1 0.3, mean wait", counter(0.15, constant(2)), {4, 1, 10},
                   theory::wait_mg1(0.15, theory::deterministic(2)), wait);
}

TEST(Mathematics, IntervalsOfAShareThatGivesUpHoldIt) {
    Toy toy = counter(0.15, exponential(6));
    toy.demand().patience = exponential(12);
    expect_covered("Erlang A 1, share that gives up", toy, {3, 1, 10},
                   theory::erlang_a(0.15, 1.0 / 6, 1, 1.0 / 12).abandons,
                   [](const Simulated& r) { return r.units.front().procedures.front().gave_up; });
}

}  // namespace
}  // namespace ss::simulate
