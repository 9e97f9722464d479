// Living and replaying a synthetic ten years of the biggest ward: 400 dossiers a day, 250 days a
// year, each through presented, received, verified, signed, sealed, paid, returned, rated.
// SS_PERCENT=100 lives all of it; without it 1 % (25 days).
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <cstdlib>
#include <filesystem>

#include "office/recorder.h"
#include "plan/plan.h"

namespace ss::office {
namespace {

constexpr int kPerDay = 400, kDays = 2'500;

int days() {
    const char* percent = std::getenv("SS_PERCENT");
    return std::max(1, kDays * (percent == nullptr ? 1 : std::atoi(percent)) / 100);
}

std::shared_ptr<const plan::Plan> plan_of_village() {
    Diagnostics diagnostics;
    auto plan = plan::load("tests/plans/minimal", diagnostics);
    if (!plan) {
        std::fprintf(stderr, "run it from the root of the repository\n");
        std::abort();
    }
    return plan;
}

class Counter {
  public:
    explicit Counter(journal::Storage& storage) : plan_(plan_of_village()) {
        recorder_ = Recorder::open(plan_, storage).value();
        day_ = date_of({2025, 7, 1});
        OpenUnit open;
        open.unit = "village";
        open.plan = plan_->hash;
        open.lived_as = open.held_on = day_;
        at_ = morning();
        ask(kDirector, OwnCommand{open});
        for (const auto& [code, entry] : plan_->rosters.at("village").officers) {
            org::Enrol enrol;
            enrol.officer = code;
            enrol.name = entry.name;
            enrol.posts = entry.posts;
            for (const Code& post : entry.appointed_by_announcement) enrol.posts.push_back(post);
            enrol.signature_until = Instant{at_.ms + 4'000 * kDay};
            ask(kDirector, org::Command{enrol});
        }
    }

    void live_day() {
        at_ = morning();
        if (!recorder_->tick(at_).ok()) std::abort();
        for (int i = 0; i < kPerDay; ++i) finish(receive());
        if (!recorder_->commit().ok()) std::abort();
        day_ = plan_->calendar.next_working_day(day_);
    }

    DossierId receive() {
        dossiers::Present present;
        present.procedure = "permit";
        present.applicant.kind = "individual";
        SealedValue name{std::string(32, 's'), "Nguyễn Văn Mẫu " + std::to_string(++citizens_)};
        present.applicant.name = name.sealed();
        present.given = {{"form", 1, 0}};
        ask(kCitizen, dossiers::Command{present}, {std::move(name)});
        const DossierId dossier{recorder_->state().dossiers.last_number};
        ask("cid", dossiers::Command{dossiers::Receive{dossier, {"form"}}});
        return dossier;
    }

    void finish(DossierId dossier) {
        for (const char* by : {"bob", "ann", "bob"}) {
            flow::Complete complete;
            complete.work = flow::open_work(recorder_->state().flow, dossier).front();
            complete.outcome = "ok";
            ask(by, flow::Command{complete});
        }
        ask("cid", dossiers::Command{dossiers::Pay{dossier, 22'000, "cash"}});
        ask("cid", dossiers::Command{dossiers::Return{dossier}});
        ask(kCitizen, dossiers::Command{dossiers::Rate{dossier, 5}});
    }

    const Recorder& recorder() const { return *recorder_; }
    Status commit() { return recorder_->commit(); }

  private:
    Instant morning() const { return at_local(day_, 8 * kHour, plan_->calendar.offset); }
    void ask(const Code& by, Command command, std::vector<SealedValue> sealed = {}) {
        Envelope envelope{
            at_, by, "r" + std::to_string(++requests_), {}, std::move(command), std::move(sealed)};
        const auto answer = recorder_->submit(std::move(envelope));
        if (answer.ok() && !answer.value().refusal) return;
        std::fprintf(
            stderr, "%s\n",
            answer.ok() ? answer.value().refusal->rule.c_str() : answer.error().message.c_str());
        std::abort();
    }

    std::shared_ptr<const plan::Plan> plan_;
    std::unique_ptr<Recorder> recorder_;
    LocalDate day_;
    Instant at_;
    uint64_t requests_ = 0, citizens_ = 0;
};

void Live(benchmark::State& state) {
    uint64_t entries = 0;
    for (auto _ : state) {
        const auto storage = journal::memory_storage();
        Counter counter(*storage);
        for (int day = 0; day < days(); ++day) counter.live_day();
        entries += counter.recorder().last_seq();
    }
    state.SetItemsProcessed(static_cast<int64_t>(entries));
}
BENCHMARK(Live)->Unit(benchmark::kMillisecond)->Iterations(1);

void Replay(benchmark::State& state) {
    const auto storage = journal::memory_storage();
    Counter counter(*storage);
    for (int day = 0; day < days(); ++day) counter.live_day();
    uint64_t entries = 0;
    for (auto _ : state) {
        const auto again = Recorder::open(plan_of_village(), *storage);
        if (again.value()->office().digest() != counter.recorder().office().digest()) std::abort();
        entries += again.value()->last_seq();
    }
    state.SetItemsProcessed(static_cast<int64_t>(entries));
}
BENCHMARK(Replay)->Unit(benchmark::kMillisecond)->Iterations(1);

// Starting again with a snapshot of the evening before: what Replay does in full. Closed dossiers
// leave the State after ten days, so the longer the journal, the larger the difference.
void StartFromSnapshot(benchmark::State& state) {
    const auto storage = journal::memory_storage();
    Counter counter(*storage);
    for (int day = 1; day < days(); ++day) counter.live_day();
    const std::string snapshot = counter.recorder().snapshot().value();
    counter.live_day();
    const auto plan = plan_of_village();
    for (auto _ : state) {
        const auto again = Recorder::open(plan, *storage, nullptr, snapshot);
        if (again.value()->start().snapshot == 0 ||
            again.value()->office().digest() != counter.recorder().office().digest())
            std::abort();
    }
    state.counters["entries"] = static_cast<double>(counter.recorder().last_seq());
    state.counters["snapshot_bytes"] = static_cast<double>(snapshot.size());
}
BENCHMARK(StartFromSnapshot)->Unit(benchmark::kMillisecond)->Iterations(3);

// The same from a file, as the server does it: with what lies beside the entries.
void StartFromFile(benchmark::State& state) {
    std::string folder = "/tmp/office-bench-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) std::abort();
    const std::string path = folder + "/unit.db";
    std::string snapshot;
    {
        const auto storage = journal::sqlite_storage(path, journal::Open::create).value();
        Counter counter(*storage);
        for (int day = 1; day < days(); ++day) counter.live_day();
        snapshot = counter.recorder().snapshot().value();
        counter.live_day();
        state.counters["entries"] = static_cast<double>(counter.recorder().last_seq());
    }
    const auto plan = plan_of_village();
    for (auto _ : state) {
        malloc_trim(0);
        const size_t before = mallinfo2().uordblks;
        const auto storage = journal::sqlite_storage(path, journal::Open::write).value();
        const auto again = Recorder::open(plan, *storage, nullptr, snapshot);
        if (again.value()->start().snapshot == 0) std::abort();
        state.counters["memory"] = static_cast<double>(mallinfo2().uordblks - before);
    }
    state.counters["file"] = static_cast<double>(std::filesystem::file_size(path));
    std::filesystem::remove_all(folder);
}
BENCHMARK(StartFromFile)->Unit(benchmark::kMillisecond)->Iterations(3);

// What stays in memory of a dossier that is being worked on.
void OpenDossiers(benchmark::State& state) {
    constexpr int kOpen = 4'000;
    for (auto _ : state) {
        const auto storage = journal::memory_storage();
        Counter counter(*storage);
        for (int i = 0; i < kOpen; ++i) counter.receive();
        if (!counter.commit().ok()) std::abort();
        malloc_trim(0);
        const size_t before = mallinfo2().uordblks;
        const auto copy = std::make_unique<State>(counter.recorder().state());
        const size_t bytes = mallinfo2().uordblks - before;
        benchmark::DoNotOptimize(*copy);
        state.counters["bytes/dossier"] = static_cast<double>(bytes) / kOpen;
    }
}
BENCHMARK(OpenDossiers)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace ss::office
