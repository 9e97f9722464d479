// append/N    one commit of N entries of 700 bytes on SQLite (a sync each)
// chain       entries chained and kept in memory
// read        100,000 entries from SQLite, their chain checked
// verify      the same with everything that verify() does
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "journal/journal.h"
#include "journal/verify.h"

namespace ss::journal {
namespace {

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "bench-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file() const { return path_ + "/unit.db"; }

  private:
    std::string path_;
};

void add(Journal& journal) {
    const auto at = static_cast<int64_t>(journal.last_seq() + 1);
    std::string request = "r" + std::to_string(at * 7919 % 1'000'003);
    std::string body = "{\"at\":" + std::to_string(at) + ",\"command\":{\"note\":\"" +
                       std::string(600, 'x') + "\"},\"request\":\"" + request + "\"}";
    journal.add({at}, std::move(request), std::move(body));
}

void append(benchmark::State& state) {
    const Folder folder;
    auto storage = sqlite_storage(folder.file(), Open::create);
    Journal journal(*storage.value());
    for (auto _ : state) {
        for (int64_t i = 0; i < state.range(0); ++i) add(journal);
        if (!journal.commit().ok()) state.SkipWithError("the commit failed");
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(append)->Arg(1)->Arg(16)->Arg(256)->UseRealTime();

void chain_in_memory(benchmark::State& state) {
    auto storage = memory_storage();
    Journal journal(*storage);
    for (auto _ : state) {
        add(journal);
        benchmark::DoNotOptimize(journal.commit().ok());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(chain_in_memory);

const Folder& hundred_thousand() {
    static const Folder folder;
    static const bool written = [] {
        auto storage = sqlite_storage(folder.file(), Open::create);
        Journal journal(*storage.value());
        for (int i = 0; i < 100'000; ++i) add(journal);
        return journal.commit().ok();
    }();
    if (!written) std::abort();
    return folder;
}

void read(benchmark::State& state) {
    const Folder& folder = hundred_thousand();
    for (auto _ : state) {
        auto storage = sqlite_storage(folder.file(), Open::read);
        if (!Journal::resume(*storage.value(), {}).ok()) state.SkipWithError("the chain is broken");
    }
    state.SetItemsProcessed(state.iterations() * 100'000);
}
BENCHMARK(read)->Unit(benchmark::kMillisecond);

void verify_all(benchmark::State& state) {
    const Folder& folder = hundred_thousand();
    for (auto _ : state) {
        const auto report = verify_file(folder.file());
        if (!report.ok() || !report.value().good()) state.SkipWithError("not good");
    }
    state.SetItemsProcessed(state.iterations() * 100'000);
}
BENCHMARK(verify_all)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace ss::journal
