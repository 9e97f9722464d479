// SystemC: a thread of control for each person, a queue for each pool with an event that somebody
// waits for work. Time is SystemC's own 64-bit count of milliseconds. Build:
//   g++ -O3 -std=c++17 systemc_peer.cc -lsystemc -o systemc_peer
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include <systemc.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr double kMinute = 60'000;  // ms

struct Step {
    int pool;
    double median, p90;  // minutes
};
struct Model {
    double gap;  // ms
    std::vector<int> people;
    std::vector<Step> steps;
    bool exponential;  // else lognormal; then step 1 is followed by step 2 in 7 of 10
};
const Model kMm3 = {250'000, {3}, {{0, 10, 0}}, true};
const Model kProcedure = {
    693'211,
    {3, 4, 1},
    {{0, 8, 20}, {1, 12, 30}, {1, 15, 45}, {2, 6, 15}, {1, 5, 12}, {0, 4, 10}},
    false};

struct Piece {
    sc_dt::uint64 arrived;
    int step;
};

SC_MODULE(Office) {
    SC_HAS_PROCESS(Office);

    Office(sc_module_name name, const Model& model, long dossiers, unsigned long seed)
        : sc_module(name), model_(model), dossiers_(dossiers), dice_(seed) {
        SC_THREAD(arrivals);
        for (size_t pool = 0; pool < model.people.size(); ++pool) {
            pools_.push_back(std::make_unique<Pool>());
            for (int i = 0; i < model.people[pool]; ++i)
                sc_spawn([this, pool] { work(*pools_[pool]); });
        }
    }

    double cycle = 0;
    long completions = 0;

  private:
    struct Pool {
        std::deque<Piece> queue;
        std::deque<sc_event*> idle;
    };

    static sc_dt::uint64 now() {
        return sc_time_stamp().value();
    }

    void arrivals() {
        std::exponential_distribution<double> gap(1 / model_.gap);
        for (long i = 0; i < dossiers_; ++i) {
            wait(std::round(gap(dice_)), SC_MS);
            offer({now(), 0});
        }
    }

    void offer(const Piece& piece) {
        Pool& pool =
            *pools_[static_cast<size_t>(model_.steps[static_cast<size_t>(piece.step)].pool)];
        pool.queue.push_back(piece);
        if (pool.idle.empty()) return;
        pool.idle.front()->notify();
        pool.idle.pop_front();
    }

    double service(const Step& step) {
        if (model_.exponential)
            return std::exponential_distribution<double>(1 / (step.median * kMinute))(dice_);
        const double sigma = std::log(step.p90 / step.median) / 1.2815515655446004;
        return std::exp(std::log(step.median * kMinute) + sigma * normal_(dice_));
    }

    void work(Pool & pool) {
        sc_event called;
        for (;;) {
            while (pool.queue.empty()) {
                pool.idle.push_back(&called);
                wait(called);
            }
            Piece piece = pool.queue.front();
            pool.queue.pop_front();
            wait(std::round(service(model_.steps[static_cast<size_t>(piece.step)])), SC_MS);
            ++completions;
            ++piece.step;
            if (!model_.exponential && piece.step == 2 && uniform_(dice_) >= 0.7) ++piece.step;
            if (static_cast<size_t>(piece.step) == model_.steps.size())
                cycle += static_cast<double>(now() - piece.arrived) / kMinute;
            else offer(piece);
        }
    }

    const Model& model_;
    const long dossiers_;
    std::mt19937_64 dice_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_;
    std::vector<std::unique_ptr<Pool>> pools_;
};

}  // namespace

int sc_main(int argc, char** argv) {
    if (argc != 4) return 2;
    const std::string workload = argv[1];
    const long dossiers = std::atol(argv[2]);
    sc_set_time_resolution(1, SC_MS);
    const std::clock_t from = std::clock();
    Office office("office", workload == "a" ? kMm3 : kProcedure, dossiers,
                  static_cast<unsigned long>(std::atol(argv[3])));
    sc_start();
    const double took = static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
    const double events = static_cast<double>(dossiers + office.completions);
    std::printf("systemc %s %.0f %.6f %.0f %.4f\n", workload.c_str(), events, took, events / took,
                office.cycle / static_cast<double>(dossiers));
    return 0;
}
