#include "rehearse/so_far.h"

#include <algorithm>

#include "office/codec.h"
#include "rehearse/report.h"

namespace ss::rehearse {

namespace {

// Judging passes over the whole day: it may take this share of the time, and is not asked for
// more often than somebody can read it.
constexpr int64_t kEvery = 5'000;  // ms
constexpr int64_t kOneIn = 20;

}  // namespace

SoFar::SoFar(const Scenario& scenario, std::shared_ptr<const plan::Plan> plan)
    : cards_(cards_of(scenario, *plan)), written_(preparation_of(scenario, *plan)) {
    for (const Code& unit : scenario.units) records_.push_back({unit, plan, {}, {}});
}

Status SoFar::read(const Unit& unit, readiness::UnitRecord& record) {
    return unit.storage->read(record.entries.size() + 1, [&](const journal::Entry& e) -> Status {
        record.entries.push_back({e.seq, SS_TRY(office::decode(e.body))});
        const auto& [envelope, answer] = record.entries.back().entry;
        for (const office::Fact& fact : answer.facts)
            if (const auto* own = std::get_if<office::OwnFact>(&fact))
                if (const auto* observed = std::get_if<office::Observed>(own))
                    notes_.emplace_back(record.unit,
                                        readiness::note_of(e.seq, envelope.request, *observed));
        return ok();
    });
}

Status SoFar::look(const World& world, const std::function<int64_t()>& steady, bool at_once) {
    entries_ = 0;
    for (readiness::UnitRecord& record : records_) {
        SS_TRY(read(*world.units().at(record.unit), record));
        entries_ += record.entries.size();
    }
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const auto& a, const auto& b) { return a.second.at < b.second.at; });
    const int64_t begins = steady();
    if (entries_ == judged_entries_ || (begins < judge_after_ && !at_once)) return ok();
    if (whole_) {
        reports_ = readiness::judge(records_, cards_, written_);
        judged_.clear();
        for (const auto& report : reports_) judged_.push_back(report.injects);
    } else {
        judged_ = readiness::judge_injects(records_, cards_);
    }
    judged_entries_ = entries_;
    const int64_t ends = steady();
    judge_after_ = ends + std::max(kEvery, (ends - begins) * kOneIn);
    return ok();
}

std::vector<readiness::Preparation> SoFar::preparation() const {
    std::vector<readiness::Preparation> all;
    for (const auto& record : records_)
        for (auto& line : readiness::preparation_of(record, written_))
            all.push_back(std::move(line));
    return all;
}

std::vector<std::pair<Code, readiness::Correction>> SoFar::corrections() const {
    std::vector<std::pair<Code, readiness::Correction>> all;
    for (const auto& record : records_)
        for (auto& c : readiness::corrections_of(record))
            all.emplace_back(record.unit, std::move(c));
    return all;
}

const readiness::InjectResult* SoFar::find(const Code& inject, const Code& unit) const {
    for (const auto& results : judged_)
        for (const auto& result : results)
            if (result.inject == inject && result.unit == unit) return &result;
    return nullptr;
}

}  // namespace ss::rehearse
