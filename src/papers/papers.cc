#include "papers/papers.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "journal/journal.h"
#include "office/codec.h"
#include "office/recorder.h"
#include "papers/gather.h"

namespace ss::papers {

namespace {

Status write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return Error{ErrorCode::io, path.string() + ": cannot be written"};
    return ok();
}

// What the threads share: the next job, and what came of those done.
struct Shared {
    const std::vector<Job>& jobs;
    std::filesystem::path folder;
    const Progress& progress;
    std::atomic<size_t> next{0};
    std::mutex lock;
    size_t done = 0, pages = 0;
    std::optional<Error> error;
};

void print_some(Shared& work) {
    Printer printer;
    for (size_t i; (i = work.next++) < work.jobs.size();) {
        const Job& job = work.jobs[i];
        auto printed = printer.print(job.sheet());
        Status written =
            printed.ok() ? write_file(work.folder / job.file, printed.value().bytes) : ok();
        const std::lock_guard guard(work.lock);
        if (work.error) return;
        if (!printed.ok() || !written.ok()) {
            work.error = printed.ok() ? std::move(written).error() : std::move(printed).error();
            work.next = work.jobs.size();
            return;
        }
        work.pages += static_cast<size_t>(printed.value().pages);
        if (++work.done; work.progress) work.progress(work.done, work.jobs.size());
    }
}

}  // namespace

Result<Written> write_all(const Source& source, const std::string& folder, const Options& options,
                          const Progress& progress) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error{ErrorCode::io, folder + ": " + failed.message()};
    Gather gather(source, options);
    const std::vector<Job> all = gather.jobs();
    Shared work{all, folder, progress, {}, {}, 0, 0, {}};
    std::vector<std::thread> threads;
    const size_t count = std::clamp<size_t>(options.threads, 1, std::max<size_t>(1, all.size()));
    for (size_t i = 1; i < count; ++i) threads.emplace_back([&work] { print_some(work); });
    print_some(work);
    for (std::thread& thread : threads) thread.join();
    if (work.error) return *work.error;
    return Written{all.size(), work.pages, gather.left_out()};
}

Result<Written> print_unit(std::shared_ptr<const plan::Plan> plan, journal::Storage& storage,
                           const std::string& folder, const Options& options,
                           const Progress& progress) {
    std::vector<Noted> record;
    office::Office day(plan);
    Hash head;
    SS_TRY(storage.read(1, [&](const journal::Entry& entry) -> Status {
        office::Decoded decoded = SS_TRY(office::decode(entry.body));
        day.apply({decoded.envelope.at, decoded.envelope.request, decoded.answer.facts});
        head = entry.hash;
        if (!decoded.answer.refusal)
            record.push_back({entry.seq, decoded.envelope.at, decoded.envelope.by,
                              std::move(decoded.answer.facts)});
        return ok();
    }));
    office::SealedStore vault;
    SS_TRY(storage.read_sealed([&](const journal::SealedRow& row) -> Status {
        if (!row.erased()) vault.put({row.salt, row.value});
        return ok();
    }));
    const Words words = SS_TRY(words_of(plan->files, day.state().forms));
    return write_all({day.state(), *plan, vault, record, words, head}, folder, options, progress);
}

}  // namespace ss::papers
