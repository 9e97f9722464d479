// What was to be ready before the day, and what shall be changed after it, as the record has it.
#include <algorithm>

#include "readiness/judge.h"
#include "readiness/pass.h"

namespace ss::readiness {

namespace {

// Calls `see` with every fact of this kind and its entry.
template <class F, class See>
void each_own(const UnitRecord& unit, See see) {
    for (const RecordEntry& e : unit.entries)
        for (const office::Fact& fact : e.entry.answer.facts)
            if (const auto* own = std::get_if<office::OwnFact>(&fact))
                if (const auto* f = std::get_if<F>(own)) see(e, *f);
}

}  // namespace

std::vector<Preparation> preparation_of(const UnitRecord& unit,
                                        const std::vector<Preparation>& written) {
    std::vector<Preparation> all;
    for (const Preparation& p : written)
        if (p.unit == unit.unit) all.push_back(p);
    const auto find = [&](const std::string& item) {
        return std::find_if(all.begin(), all.end(),
                            [&](const Preparation& p) { return p.item == item; });
    };
    each_own<office::PreparationReported>(unit, [&](const RecordEntry& e, const auto& f) {
        const auto p = find(f.as.item);
        if (p == all.end()) return;
        p->done = f.as.done;
        if (!f.as.evidence.empty()) p->evidence = f.as.evidence;
        if (!f.as.owner.empty()) p->owner = f.as.owner;
        if (f.as.due) p->due = f.as.due;
        p->seqs.push_back(e.seq);
    });
    each_own<office::PreparationWaived>(unit, [&](const RecordEntry& e, const auto& f) {
        for (const std::string& item : f.as.items) {
            const auto p = find(item);
            if (p == all.end()) continue;
            p->waived = f.as.why;
            p->seqs.push_back(e.seq);
        }
    });
    return all;
}

std::vector<Correction> corrections_of(const UnitRecord& unit) {
    std::vector<Correction> all;
    each_own<office::CorrectionPlanned>(unit, [&](const RecordEntry& e, const auto& f) {
        all.push_back({e.seq, f.at, said_by(e.entry.envelope.request, f.by), f.as.about, f.as.what,
                       f.as.owner, f.as.due});
    });
    return all;
}

}  // namespace ss::readiness
