// The executor against what is known exactly: queues, priorities and networks in equilibrium. Each
// unit starts empty; the warm-up is left out and lasts at least twelve relaxation times of its
// slowest queue (M/M/1: 1 / (sqrt(service rate) - sqrt(arrival rate))^2), so what is left of the
// emptiness is below 1e-5 of the value. mathematics_flow_test.cc has what changes with time, and
// the intervals.
#include <gtest/gtest.h>

#include "simulate/testing.h"
#include "simulate/theory.h"

namespace ss::simulate {
namespace {

using theory::Service;
using namespace testing;

constexpr double kDayMinutes = 24 * 60;
constexpr double kMinutes = static_cast<double>(kMinute);

// One queue at the counter; times in minutes.
Toy counter(double rate, int officers, const plan::ServiceTime& takes) {
    Toy toy(rate * kDayMinutes);
    toy.pool("reception", officers);
    toy.at_counter("T", takes);
    return toy;
}

const LaneTally& lane_of_counter(const Tally& tally, const Model& model) {
    return tally.lanes[model.steps[model.receive_step(0)].lane];
}

// What there is to know of one queue, by replications.
struct Counter {
    Figure wait, waits, waits_long, waiting, utilisation, goes, wait_of_all;
};

// The share of those times that are shorter. Exact where a bucket of the histogram ends: at every
// millisecond below 64, at every power of two.
double share_below(const Histogram& h, int64_t ms) {
    double low = 0, high = 1;
    for (int i = 0; i < 40; ++i) {
        const double middle = (low + high) / 2;
        (h.quantile(middle) < static_cast<double>(ms) ? low : high) = middle;
    }
    return low;
}

constexpr int64_t kLongWait = 1 << 17;  // ms: 2.2 minutes

Counter counted(const Toy& toy, const Long& l, int64_t long_wait = kLongWait) {
    const auto figures = measured(toy, l, [&](const Tally& t, const Model& model) {
        const LaneTally& lane = lane_of_counter(t, model);
        const auto arrived = static_cast<double>(t.arrived), area = static_cast<double>(lane.area),
                   open = static_cast<double>(t.working_ms),
                   people = static_cast<double>(model.people.size());
        return std::vector<double>{t.wait.mean() / kMinutes,
                                   1 - share_below(lane.wait, 1),
                                   1 - share_below(lane.wait, long_wait),
                                   area / open,
                                   static_cast<double>(lane.busy_ms) / open / people,
                                   static_cast<double>(t.gave_up) / arrived,
                                   area / arrived / kMinutes};
    });
    return {figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]};
}

double longer(double load, int officers, int64_t ms) {
    return theory::waits_longer_mmc(load, 1, officers, static_cast<double>(ms) / kMinutes);
}

TEST(Mathematics, OneServerAtEveryUtilisation) {
    struct At {
        double load;
        Long l;
        double sharp;
    };
    for (const At& at : {At{0.5, {61, 1, 20, 1}, 0.015},
                         {0.8, {61, 1, 20, 2}, 0.03},
                         {0.95, {144, 14, 30, 3}, 0.08}}) {
        const std::string name = "M/M/1 " + std::to_string(at.load).substr(0, 4);
        const int64_t long_wait = at.load < 0.9 ? kLongWait : 16 * kLongWait;
        const Counter c = counted(counter(at.load, 1, exponential(1)), at.l, long_wait);
        const double wait = theory::wait_mmc(at.load, 1, 1);
        expect_exact(name + " mean wait", c.wait, wait, at.sharp);
        expect_exact(name + " mean number waiting", c.waiting, at.load * wait, at.sharp);
        expect_exact(name + " share that waits", c.waits, at.load, 0.01);
        // The mean is the same in whatever order they are served; this is not.
        expect_exact(name + " share that waits long", c.waits_long, longer(at.load, 1, long_wait),
                     0.08);
        expect_exact(name + " utilisation", c.utilisation, at.load, 0.01);
    }
}

TEST(Mathematics, SeveralServers) {
    uint64_t seed = 10;  // other luck for each, or they would err together
    for (const auto& [officers, load, days] :
         {std::tuple{2, 1.0, 21}, {3, 2.4, 21}, {10, 9.0, 14}}) {
        const std::string name = "M/M/" + std::to_string(officers);
        const Counter c = counted(counter(load, officers, exponential(1)), {days, 1, 20, ++seed});
        expect_exact(name + " mean wait", c.wait, theory::wait_mmc(load, 1, officers), 0.05);
        expect_exact(name + " share that waits", c.waits, theory::erlang_c(load, officers), 0.02);
        expect_exact(name + " share that waits long", c.waits_long,
                     longer(load, officers, kLongWait), 0.09);
        expect_exact(name + " utilisation", c.utilisation, load / officers, 0.01);
    }
}

// An office turns nobody away, but who has no patience goes unless somebody is free. Erlang's loss
// formula asks only for the mean of the service times.
TEST(Mathematics, WhoeverWillNotWaitIsLost) {
    const double sigma = 0.7;  // of a lognormal law with mean 1
    const double median = std::exp(-sigma * sigma / 2);
    uint64_t seed = 20;
    for (const auto& [name, takes] :
         {std::pair{"M/M/5/5", exponential(1)},
          {"M/G/5/5", lognormal(median, median * std::exp(sigma * normal_quantile(0.9)))}}) {
        Toy toy = counter(4, 5, takes);
        toy.demand().patience = constant(1e-6);
        const Counter c = counted(toy, {6, 1, 20, ++seed});
        expect_exact(std::string(name) + " share lost", c.goes, theory::erlang_b(4, 5), 0.02);
        expect_exact(std::string(name) + " utilisation", c.utilisation,
                     4.0 / 5 * (1 - theory::erlang_b(4, 5)), 0.01);
    }
}

TEST(Mathematics, WhoeverRunsOutOfPatienceGoes) {
    uint64_t seed = 30;
    for (const auto& [load, officers, patience] :
         {std::tuple{2.4, 3, 2.0}, {5.0, 4, 0.5}, {0.9, 1, 5.0}}) {
        const std::string name = "Erlang A " + std::to_string(officers);
        Toy toy = counter(load, officers, exponential(1));
        toy.demand().patience = exponential(patience);
        const theory::Impatient exact = theory::erlang_a(load, 1, officers, 1 / patience);
        const Counter c = counted(toy, {11, 1, 20, ++seed});
        expect_exact(name + " share that gives up", c.goes, exact.abandons, 0.04);
        // The office knows it of those served only: who did not begin at once, but stayed.
        expect_exact(name + " share of the served that waits", c.waits,
                     (exact.waits - exact.abandons) / (1 - exact.abandons), 0.02);
        expect_exact(name + " mean wait of all", c.wait_of_all, exact.wait, 0.04);
        expect_exact(name + " mean number waiting", c.waiting, exact.queue, 0.04);
        expect_exact(name + " utilisation", c.utilisation, exact.utilisation, 0.01);
    }
}

TEST(Mathematics, OneServerWhateverTheLaw) {
    const double load = 0.7;
    uint64_t seed = 40;
    for (const auto& [name, takes, exact] :
         {std::tuple{"M/M/1", exponential(2), theory::exponential(2)},
          {"M/D/1", constant(2), theory::deterministic(2)},
          {"M/lognormal/1", lognormal(1.5, 3.6), theory::lognormal(1.5, 3.6)},
          {"M/uniform/1", uniform(0.5, 3.5), Service{2, 9.0 / 12 / 4}},
          // (a^2 + b^2 + c^2 - ab - ac - bc) / 18
          {"M/triangular/1", triangular(1, 1.5, 3.5), Service{2, 5.25 / 18 / 4}}}) {
        const Simulated r = forecast(counter(load / exact.mean, 1, takes), {61, 1, 20, ++seed});
        expect_exact(std::string(name) + " 0.7 mean wait", r.wait.mean,
                     theory::wait_mg1(load / exact.mean, exact), 0.03);
    }
}

TEST(Mathematics, WhatGoesFirstWaitsLess) {
    // Two classes of different work, the urgent one of one length.
    Toy toy(0.6 * kDayMinutes);
    toy.pool("reception", 1);
    toy.at_counter("B", exponential(1.5), 2.0 / 3);
    toy.at_counter("A", constant(1), 1.0 / 3);
    toy.setup.priority = {{"A", 0}, {"B", 1}};
    const std::vector<theory::Class> classes{{0.2, theory::deterministic(1)},
                                             {0.4, theory::exponential(1.5)}};
    const auto exact = theory::waits_by_priority_mg1(classes);
    const Simulated r = forecast(toy, {101, 1, 20, 50});
    for (size_t k = 0; k < exact.size(); ++k)
        expect_exact("M/G/1 two classes, wait of " + std::to_string(k + 1),
                     r.units.front().procedures[k].wait.mean, exact[k], 0.04);
}

TEST(Mathematics, ThreeClassesAndSeveralServers) {
    for (const int officers : {1, 3}) {
        const std::vector<double> rates{0.2 * officers, 0.3 * officers, 0.3 * officers};
        double sum = 0;
        for (const double rate : rates) sum += rate;
        Toy toy(sum * kDayMinutes);
        toy.pool("reception", officers);
        for (size_t k = 0; k < rates.size(); ++k) {
            const Code code = "P" + std::to_string(k);
            toy.at_counter(code, exponential(1), rates[k] / sum);
            toy.setup.priority[code] = static_cast<int>(k);
        }
        const auto exact = theory::waits_by_priority_mmc(rates, 1, officers);
        const Simulated r = forecast(toy, {61, 1, 20, static_cast<uint64_t>(60 + officers)});
        for (size_t k = 0; k < exact.size(); ++k)
            expect_exact("M/M/" + std::to_string(officers) + " three classes, wait of " +
                             std::to_string(k + 1),
                         r.units.front().procedures[k].wait.mean, exact[k], 0.05);
    }
}

// --- one step after another --------------------------------------------------------------------

const LaneFigures& lane(const Simulated& r, const Code& role) {
    for (const LaneFigures& l : r.units.front().lanes)
        if (l.role == role) return l;
    ADD_FAILURE() << role;
    return r.units.front().lanes.front();
}

TEST(Mathematics, OneQueueAfterTheOther) {
    Toy toy(0.7 * kDayMinutes);
    toy.pool("reception", 8);
    toy.pool("first", 1);
    toy.pool("second", 2);
    toy.chain("T", {{"a", "first", exponential(1)}, {"b", "second", exponential(2)}});
    const std::vector<theory::Station> stations{{0, 1, 1, {}}, {0, 0.5, 2, {}}};
    const Simulated r = forecast(toy, {61, 1, 20, 70});
    expect_exact("tandem, sojourn", r.cycle.mean, theory::sojourn_tandem(0.7, stations), 0.02);
    expect_exact("tandem, wait at the first", lane(r, "first").wait.mean,
                 theory::wait_mmc(0.7, 1, 1), 0.03);
    expect_exact("tandem, wait at the second", lane(r, "second").wait.mean,
                 theory::wait_mmc(0.7, 0.5, 2), 0.03);
}

void expect_product_form(const std::string& name, const Simulated& r,
                         const std::vector<theory::Station>& stations,
                         const std::vector<Code>& pools) {
    const theory::Network exact = theory::jackson(stations);
    expect_exact(name + ", sojourn", r.cycle.mean, exact.sojourn, 0.03);
    for (size_t i = 0; i < stations.size(); ++i) {
        const LaneFigures& l = lane(r, pools[i]);
        const double busy = exact.utilisation[i] * stations[i].servers;
        expect_exact(name + ", utilisation of " + pools[i], l.utilisation, exact.utilisation[i],
                     0.01);
        expect_exact(name + ", number waiting at " + pools[i], l.waiting, exact.number[i] - busy,
                     0.05);
    }
}

// a -> b or c; b -> back to a, or out; c -> again, back to a, or out.
TEST(Mathematics, AnOpenNetworkWithWaysBack) {
    bpmn::testing::Sketch s("T");
    s.start("s");
    s.user("a", "pa"), s.user("b", "pb"), s.user("c", "pc");
    s.node("exclusiveGateway", "ga", "", "default=\"ga-b\"");
    s.node("exclusiveGateway", "gb", "", "default=\"gb-out\"");
    s.node("exclusiveGateway", "gc", "", "default=\"gc-out\"");
    s.node("exclusiveGateway", "out");
    Toy::resolved(s, "out");
    for (const auto& [from, to] : {std::pair{"s", "a"},
                                   {"a", "ga"},
                                   {"ga", "b"},
                                   {"b", "gb"},
                                   {"gb", "out"},
                                   {"c", "gc"},
                                   {"gc", "out"}})
        s.flow(from, to);
    for (const auto& [from, to] : {std::pair{"ga", "c"}, {"gb", "a"}, {"gc", "c"}, {"gc", "a"}})
        s.flow(from, to, "=outcome = \"never\"");
    const double rate = 0.45;
    Toy toy(rate * kDayMinutes);
    toy.pool("reception", 8);
    toy.pool("pa", 1), toy.pool("pb", 2), toy.pool("pc", 1);
    toy.procedure("T", s,
                  {{"a", "pa", exponential(1)},
                   {"b", "pb", exponential(2.5)},
                   {"c", "pc", exponential(1.5)}});
    toy.demand().branches = {{"T/ga-c", 0.5}, {"T/gb-a", 0.25}, {"T/gc-c", 0.3}, {"T/gc-a", 0.1}};
    expect_product_form(
        "network", forecast(toy, {61, 1, 40, 80}),
        {{rate, 1, 1, {0, 0.5, 0.5}}, {0, 0.4, 2, {0.25, 0, 0}}, {0, 1 / 1.5, 1, {0.1, 0, 0.3}}},
        {"pa", "pb", "pc"});
}

// The other way to send back: by how a step ends.
TEST(Mathematics, AStepThatEndsInDoingAnotherAgain) {
    bpmn::testing::Sketch s("T");
    s.start("s");
    s.user("a", "pa"), s.user("b", "pb", "ok,rework");
    s.node("exclusiveGateway", "g", "", "default=\"g-out\"");
    s.node("exclusiveGateway", "out");
    Toy::resolved(s, "out");
    s.flow("s", "a"), s.flow("a", "b"), s.flow("b", "g"), s.flow("g", "out");
    s.flow("g", "a", "=outcome = \"rework\"");
    const double rate = 0.4;
    Toy toy(rate * kDayMinutes);
    toy.pool("reception", 8);
    toy.pool("pa", 1), toy.pool("pb", 1);
    toy.procedure("T", s, {{"a", "pa", exponential(1.2)}, {"b", "pb", exponential(1)}});
    toy.demand().outcomes = {{"rework", 0.35}};
    expect_product_form("rework", forecast(toy, {61, 1, 20, 90}),
                        {{rate, 1 / 1.2, 1, {0, 1}}, {0, 1, 1, {0.35, 0}}}, {"pa", "pb"});
}

// --- doors -------------------------------------------------------------------------------------

// An office that closes and goes on the next morning where it stopped is, in working time, one
// that never closes.
TEST(Mathematics, WorkingTimeKnowsNoNights) {
    for (const ShiftEnd end : {ShiftEnd::suspend, ShiftEnd::hand_over}) {
        const double rate = 0.75;
        Toy toy(rate * 8 * 60);
        toy.hours(
            {{7 * kHour + 30 * kMinute, 11 * kHour + 30 * kMinute}, {13 * kHour, 17 * kHour}});
        toy.demand().profile.clear();
        for (const int64_t opens : {7 * kHour + 30 * kMinute, 13 * kHour})
            for (int64_t i = 0; i < 8; ++i)
                toy.demand().profile.emplace_back(opens + i * 30 * kMinute, 1.0 / 16);
        toy.setup.shift_end = end;
        toy.pool("reception", 1);
        toy.at_counter("T", exponential(1));
        const Simulated r = forecast(toy, {203, 3, 20, 100});
        const std::string name = end == ShiftEnd::suspend ? "suspended" : "handed over";
        const LaneFigures& l = r.units.front().lanes.front();
        expect_exact("M/M/1 " + name + " overnight, wait", l.wait.mean,
                     theory::wait_mmc(rate, 1, 1), 0.03);
        expect_exact("M/M/1 " + name + " overnight, utilisation", l.utilisation, rate, 0.01);
    }
}

}  // namespace
}  // namespace ss::simulate
