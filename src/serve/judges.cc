#include "serve/judges.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "journal/journal.h"
#include "readiness/measures.h"

namespace ss::serve {

namespace {

constexpr int64_t kEach = 10 * kSecond;      // between two judgements of one record
constexpr int64_t kEachLive = kMinute;       // whose records are longer, and change less
constexpr int64_t kLooked = kMinute;         // a board nobody fetches is not judged for
constexpr int64_t kRestFor = 9;              // times as long as the work took
constexpr size_t kReadAtOnce = 1'000;        // entries, so that no reader holds the log for long

int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// The newest entries of a file, by number and by time.
Result<readiness::UnitRecord> read_record(const ToJudge::Unit& unit, uint64_t most,
                                          int64_t longest) {
    readiness::UnitRecord record;
    record.unit = unit.code;
    record.plan = unit.plan;
    const auto storage = SS_TRY(journal::sqlite_storage(unit.file, journal::Open::read));
    const uint64_t last = unit.last;
    if (last == 0) return record;
    const auto newest = SS_TRY(journal::entry_at(*storage, last));
    uint64_t next = last > most ? last - most + 1 : 1;
    while (next <= last) {
        std::vector<journal::Entry> some;
        bool enough = false;
        const auto read = storage->read(next, [&](const journal::Entry& e) -> Status {
            enough = some.size() == kReadAtOnce || e.seq > last;
            if (enough) return Error{ErrorCode::limit, "enough"};
            some.push_back(e);
            return ok();
        });
        if (!enough && !read.ok()) return read.error();
        if (some.empty()) break;
        next = some.back().seq + 1;
        for (const journal::Entry& e : some) {
            if (newest.at.ms - e.at.ms > longest) continue;
            record.entries.push_back({e.seq, SS_TRY(office::decode(e.body))});
        }
        record.head = some.back().hash;
    }
    if (!record.entries.empty() && record.entries.front().seq > 1) record.people = unit.people;
    return record;
}

// After the opening it counts what was tried: no scenario sees to it that everything is.
void as_lived(readiness::UnitReport& report, const plan::Plan& plan) {
    const auto all = report.tasks;
    std::erase_if(report.tasks,
                  [](const auto& task) { return task.rating == readiness::Rating::none; });
    report.score = readiness::score_of(report.tasks);
    report.colour = readiness::colour_of(plan, report);
    report.gate = readiness::Gate::not_yet;
    report.tasks = all;
}

}  // namespace

Result<std::map<Code, Judgement>> judge(const ToJudge& job) {
    std::vector<readiness::UnitRecord> records;
    for (const ToJudge::Unit& unit : job.units) {
        auto record = read_record(unit, job.most, job.longest);
        if (!record.ok())
            return Error{record.error().code, unit.file + ": " + record.error().message};
        if (!record.value().entries.empty()) records.push_back(std::move(record).value());
    }
    std::map<Code, Judgement> all;
    auto reports = readiness::judge(records, job.cards, {}, readiness::Rehearsed::all);
    for (size_t i = 0; i < records.size(); ++i) {
        const auto& entries = records[i].entries;
        Judgement& judged = all[records[i].unit];
        judged.from = entries.front().entry.envelope.at;
        judged.at = entries.back().entry.envelope.at;
        judged.seq = entries.back().seq;
        judged.whole = entries.front().seq == 1;
        judged.report = std::move(reports[i]);
        if (job.mode == office::Mode::live) as_lived(judged.report, *records[i].plan);
        judged.report.attempts.clear();
        judged.report.bars.clear();
        judged.report.queue.clear();
        judged.report.heat.clear();
    }
    return all;
}

const Judgement* Judges::find(const House& house, const Code& unit) const {
    const auto i = all_.find({&house, unit});
    return i == all_.end() || i->second.judged.ms == 0 ? nullptr : &i->second.judgement;
}

void Judges::looked_at(House& house, Instant now) {
    looked_[&house] = now;
}

// The units of a rehearsal are judged together: what an inject brings crosses between them.
std::vector<Code> Judges::due(House& house, Instant now, int64_t& again) const {
    const bool together = house.mode() == office::Mode::rehearsal;
    const int64_t each = house.mode() == office::Mode::live ? kEachLive : kEach;
    std::vector<Code> grown, all;
    Instant oldest{INT64_MAX};
    for (const Code& unit : house.units()) {
        const auto* recorder = house.find(unit);
        if (recorder == nullptr || recorder->failed() || house.journal_file(unit).empty()) continue;
        all.push_back(unit);
        const auto i = all_.find({&house, unit});
        const Instant judged = i == all_.end() ? Instant{} : i->second.judged;
        const uint64_t tried = i == all_.end() ? 0 : i->second.tried;
        if (recorder->last_seq() <= tried) continue;
        if (judged.ms != 0 && now.ms - judged.ms < each && now >= judged) {
            again = std::min(again, each - (now.ms - judged.ms));
            continue;
        }
        if (judged < oldest || together) grown = {unit};
        oldest = std::min(oldest, judged);
    }
    return grown.empty() || !together ? grown : all;
}

ToJudge Judges::job(House& house, const std::vector<Code>& units) const {
    ToJudge job;
    job.mode = house.mode();
    for (const Code& unit : units) {
        const office::Recorder& recorder = *house.find(unit);
        // The plan lives as long as its office, and no job outlives the houses.
        job.units.push_back({unit, house.journal_file(unit), recorder.last_seq(),
                             {std::shared_ptr<void>(), &recorder.office().plan()},
                             recorder.state().org});
    }
    if (job.mode == office::Mode::rehearsal) job.most = kJudgedOfRehearsal;
    job.cards = house.judged_by();
    return job;
}

int64_t Judges::run_due(Instant now, const Background& background,
                        const std::function<void(House&, const Code&)>& told) {
    int64_t again = kHour;
    if (busy_) return again;
    if (now < rests_until_ && rests_until_.ms - now.ms < kHour) return rests_until_.ms - now.ms;
    for (const auto& [house, looked] : looked_) {
        if (now.ms - looked.ms > kLooked) continue;
        const auto units = due(*house, now, again);
        if (units.empty()) continue;
        for (const Code& unit : units) all_[{house, unit}].tried = house->find(unit)->last_seq();
        struct Work {
            ToJudge job;
            std::optional<Result<std::map<Code, Judgement>>> done;
            int64_t took = 0;
        };
        const auto work = std::make_shared<Work>();
        work->job = job(*house, units);
        busy_ = true;
        background(
            [work] {
                const int64_t begun = steady_ms();
                work->done = judge(work->job);
                work->took = steady_ms() - begun;
            },
            [this, work, house = house, now, told] {
                busy_ = false;
                rests_until_ = {now.ms + work->took * (1 + kRestFor)};
                if (!work->done->ok()) {
                    std::fprintf(stderr, "not judged: %s\n", work->done->error().message.c_str());
                    return;
                }
                for (auto& [unit, judgement] : std::move(*work->done).value()) {
                    Of& of = all_[{house, unit}];
                    of.judgement = std::move(judgement);
                    of.judged = now;
                    told(*house, unit);
                }
            });
        break;
    }
    return busy_ ? kHour : again;
}

}  // namespace ss::serve
