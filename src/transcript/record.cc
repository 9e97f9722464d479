#include "transcript/record.h"

#include <set>

#include "office/codec.h"
#include "office/opening.h"
#include "office/recorder.h"
#include "plan/plan.h"
#include "transcript/node.h"
#include "transcript/transcript.h"

namespace ss::transcript {

namespace {

// Sealed values as they lie beside the entries.
Status read_sealed(journal::Storage& storage, office::SealedStore& vault,
                   std::set<Sealed>& erased) {
    return storage.read_sealed([&](const journal::SealedRow& row) {
        if (row.erased()) erased.insert({row.hash});
        else vault.put({row.salt, row.value});
        return ok();
    });
}

}  // namespace

Status tell_journal(journal::Storage& storage, uint64_t from, uint64_t to,
                    const std::function<void(const std::string& line)>& sink) {
    office::SealedStore vault;
    std::set<Sealed> erased;
    SS_TRY(read_sealed(storage, vault, erased));
    Style style{{}, 0, &vault, &erased};
    const Error enough{ErrorCode::conflict, "enough"};
    bool over = false;
    const auto told = storage.read(1, [&](const journal::Entry& entry) -> Status {
        over = entry.seq > to;
        if (over) return enough;
        if (entry.seq != 1 && entry.seq < from) return ok();
        auto decoded = SS_TRY(office::decode(entry.body));
        if (const auto* opening = office::opening_of(decoded.envelope.command)) {
            const auto plan = SS_TRY(office::pinned_plan(storage, opening->plan));
            style.day = opening->lived_as;
            style.offset = plan->calendar.offset;
            sink("# d0 is " + to_text(style.day) + "; the plan is " + in_words(plan->id));
            sink("unit " + in_words(opening->unit));
            sink("lived_as " + to_text(style.day));
            sink("opens no");
            sink("");
        }
        if (entry.seq < from) return ok();
        decoded.answer.seq = entry.seq;
        for (const auto& line : tell(decoded.envelope, decoded.answer, style)) sink(line);
        return ok();
    });
    return told.ok() || over ? ok() : told;
}

Replay::Replay(journal::Storage& storage) : storage_(storage) {}
Replay::~Replay() = default;

Status Replay::operator()(const journal::Entry& entry) {
    const auto decoded = SS_TRY(office::decode(entry.body));
    if (!office_ && skipped_.empty()) SS_TRY(open(decoded));
    if (!skipped_.empty()) return ok();
    if (decoded.envelope.at < office_->state().now)
        return Error{ErrorCode::corrupt, "its time lies before the entry above it"};
    const auto& refusal = decoded.answer.refusal;
    if (!decided_by_.empty() || (refusal && refusal->rule == office::kSetAside)) {
        office_->apply({decoded.envelope.at, decoded.envelope.request, decoded.answer.facts});
        return ok();
    }
    const auto answer = office_->handle(decoded.envelope);
    if (office::encode(decoded.envelope, answer) != entry.body)
        return Error{ErrorCode::corrupt, "its command does not bring about what it says"};
    return ok();
}

Status Replay::open(const office::Decoded& first) {
    const auto* opening = office::opening_of(first.envelope.command);
    if (opening == nullptr)
        return Error{ErrorCode::corrupt, "the first entry does not open a unit"};
    if (opening->program != office::kProgramVersion) decided_by_ = opening->program;
    auto plan = office::pinned_plan(storage_, opening->plan);
    if (plan.ok()) office_ = std::make_unique<office::Office>(std::move(plan).value());
    else if (plan.error().code == ErrorCode::corrupt) skipped_ = plan.error().message;
    else return std::move(plan).error();
    return ok();
}

}  // namespace ss::transcript
