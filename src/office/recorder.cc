#include "office/recorder.h"

#include <algorithm>

#include "journal/in_hand.h"
#include "office/codec.h"
#include "plan/plan.h"

namespace ss::office {

const std::string* SealedStore::open(const Sealed& sealed) const {
    const auto found = values_.find(sealed);
    return found == values_.end() ? nullptr : &found->second.value;
}

const SealedValue* SealedStore::find(const Sealed& sealed) const {
    const auto found = values_.find(sealed);
    return found == values_.end() ? nullptr : &found->second;
}

Recorder::Recorder(std::shared_ptr<const plan::Plan> plan, journal::Storage& storage,
                   journal::Journal journal)
    : plan_(std::move(plan)),
      storage_(storage),
      journal_(std::move(journal)),
      office_(std::make_unique<Office>(plan_)) {}

Result<std::unique_ptr<Recorder>> Recorder::open(std::shared_ptr<const plan::Plan> plan,
                                                 journal::Storage& storage,
                                                 journal::InHand* in_hand) {
    auto office = std::make_unique<Office>(plan);
    auto journal = SS_TRY(journal::Journal::resume(storage, [&](const journal::Entry& e) -> Status {
        office->apply(SS_TRY(decode_outcome(e.body)));
        return ok();
    }));
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(plan), storage, std::move(journal)));
    recorder->office_ = std::move(office);
    recorder->committed_seq_ = recorder->journal_.last_seq();
    SS_TRY(storage.read_sealed([&](const journal::SealedRow& row) -> Status {
        if (!row.erased()) recorder->vault_.put({row.salt, row.value});
        return ok();
    }));
    recorder->in_hand_ = in_hand;
    if (in_hand != nullptr) SS_TRY(recorder->set_aside());
    return recorder;
}

Status Recorder::set_aside() {
    const std::string body = SS_TRY(in_hand_->left());
    if (body.empty()) return ok();
    Outcome outcome = SS_TRY(decode_outcome(body));
    // Known already: answered, and stopped before the note was cleared. Earlier than the journal:
    // somebody has gone on without the note.
    const bool known = SS_TRY(storage_.find_request(outcome.request)) != 0;
    if (!known && outcome.at >= office_->state().now) {
        office_->apply(outcome);
        journal_.add(outcome.at, std::move(outcome.request), body);
        SS_TRY(commit());
    }
    return in_hand_->clear();
}

namespace {

// What the facts of one entry order erased, or lay beside it.
journal::Beside beside_of(const Envelope& envelope, const Answer& answer, const plan::Plan& plan) {
    journal::Beside beside;
    if (!answer.refusal) beside.sealed = envelope.sealed;  // a refused value is not kept
    for (const Fact& fact : answer.facts) {
        if (const auto* d = std::get_if<dossiers::Fact>(&fact)) {
            if (const auto* erased = std::get_if<dossiers::Erased>(d))
                for (const Sealed& sealed : erased->sealed)
                    beside.erase_sealed.push_back(sealed.hash);
        } else if (const auto* own = std::get_if<OwnFact>(&fact)) {
            if (std::holds_alternative<Opened>(*own))
                for (const auto& [path, bytes] : plan.files)
                    beside.plan_files.push_back({plan.hash, path, bytes});
        }
    }
    return beside;
}

// What a request is told that stopped the process; in the note it already stands beside it.
Answer aside() {
    Answer answer;
    answer.refusal = Refusal{RefusalCode::invalid, "office.set_aside", {}};
    return answer;
}

Status check_sealed(const Envelope& envelope) {
    if (envelope.sealed.size() > limits::kSealedValues)
        return Error{ErrorCode::limit, "too many sealed values"};
    for (const SealedValue& value : envelope.sealed)
        if (value.value.size() > limits::kSealedValue || value.salt.size() != journal::kSaltBytes)
            return Error{ErrorCode::limit, "a sealed value too long, or a salt not of 32 bytes"};
    return ok();
}

}  // namespace

Result<Answer> Recorder::answer_again(uint64_t seq) {
    std::string body;
    if (seq > committed_seq_) {
        body = pending_bodies_[seq - committed_seq_ - 1];
    } else {
        const Error enough{ErrorCode::conflict, "found"};
        const auto read = storage_.read(seq, [&](const journal::Entry& e) -> Status {
            body = e.body;
            return enough;  // one entry is all that is wanted
        });
        if (body.empty())
            return read.ok() ? Error{ErrorCode::corrupt, "no such entry"} : read.error();
    }
    Answer answer = SS_TRY(decode(body)).answer;
    answer.seq = seq;
    answer.repeated = true;
    return answer;
}

Result<Answer> Recorder::submit(Envelope envelope) {
    if (failed_) return Error{ErrorCode::io, "an earlier commit failed; this office takes no more"};
    SS_TRY(check_sealed(envelope));
    if (envelope.request.size() > limits::kCode)
        return Error{ErrorCode::limit, "the request id is too long"};
    if (!envelope.request.empty()) {
        const auto& recent = office_->state().requests;
        uint64_t seq = 0;
        if (const auto found = recent.find(envelope.request); found != recent.end())
            seq = found->second;
        else if (recent.size() >= limits::kRecentRequests)  // older ones, by index
            seq = SS_TRY(storage_.find_request(envelope.request));
        if (seq != 0) return answer_again(seq);
    }
    envelope.at = std::max(envelope.at, office_->state().now);
    const bool noted = in_hand_ != nullptr && !envelope.request.empty();
    if (noted) SS_TRY(in_hand_->note(encode(envelope, aside())));
    Answer answer = office_->handle(envelope);
    std::string body = encode(envelope, answer);
    if (body.size() > limits::kBody) {
        // Too late to refuse: the State has it. Nothing of this size passes the rooms' own limits.
        failed_ = true;
        return Error{ErrorCode::limit, "an entry larger than the limit"};
    }
    journal::Beside beside = beside_of(envelope, answer, *plan_);
    for (const SealedValue& value : beside.sealed) vault_.put(value);
    for (const Hash& hash : beside.erase_sealed) vault_.erase({hash});
    if (noted) SS_TRY(in_hand_->clear());
    pending_bodies_.push_back(body);
    answer.seq =
        journal_.add(envelope.at, envelope.request, std::move(body), std::move(beside)).seq;
    return answer;
}

Status Recorder::commit() {
    if (failed_) return Error{ErrorCode::io, "an earlier commit failed; this office takes no more"};
    if (auto done = journal_.commit(); !done.ok()) {
        failed_ = true;
        office_ = std::make_unique<Office>(plan_);  // what was never answered never was
        vault_ = {};
        return done;
    }
    committed_seq_ = journal_.last_seq();
    pending_bodies_.clear();
    return ok();
}

Status Recorder::tick(Instant now) {
    // Each tick does a bounded amount; what it brings about may be due at once.
    for (int rounds = 0; rounds < 10'000; ++rounds) {
        const auto due = office_->next_due();
        if (!due || *due > now) return ok();
        SS_TRY(submit(
            {std::max(*due, state().now), kClock, {}, std::nullopt, OwnCommand{Tick{}}, {}}));
    }
    return Error{ErrorCode::limit, "time does not pass: the same things are due again and again"};
}

}  // namespace ss::office
