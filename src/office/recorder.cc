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

namespace {

// What a snapshot holds, if it was taken of this journal, by this program, under this plan.
Result<Snapshot> fitting_snapshot(std::string_view text, const plan::Plan& plan,
                                  journal::Storage& storage) {
    Snapshot snapshot = SS_TRY(decode_snapshot(text));
    if (snapshot.program != kProgramVersion)
        return Error{ErrorCode::conflict, "it was taken by version " + snapshot.program};
    if (snapshot.plan != plan.hash)
        return Error{ErrorCode::conflict, "it was taken under another plan"};
    if (snapshot.seq == 0 || snapshot.seq != snapshot.state.seq)
        return Error{ErrorCode::malformed, "it does not say after which entry it was taken"};
    const auto entry = SS_TRY(journal::entry_at(storage, snapshot.seq));
    if (entry.hash != snapshot.head)
        return Error{ErrorCode::conflict, "it was taken of another journal"};
    return snapshot;
}

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(std::shared_ptr<const plan::Plan> plan,
                                                 journal::Storage& storage,
                                                 journal::InHand* in_hand,
                                                 std::string_view snapshot) {
    auto office = std::make_unique<Office>(plan);
    Start start;
    journal::Point after;
    if (!snapshot.empty()) {
        auto fitting = fitting_snapshot(snapshot, *plan, storage);
        if (fitting.ok()) {
            Snapshot found = std::move(fitting).value();
            after = {found.seq, found.head};
            start.snapshot = found.seq;
            office = std::make_unique<Office>(plan, std::move(found.state));
        } else {
            start.passed_over = fitting.error().message;
        }
    }
    const auto replay = [&](const journal::Entry& e) -> Status {
        office->apply(SS_TRY(decode_outcome(e.body)));
        ++start.replayed;
        return ok();
    };
    auto journal = SS_TRY(journal::Journal::resume(storage, replay, after));
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(plan), storage, std::move(journal)));
    recorder->office_ = std::move(office);
    recorder->start_ = std::move(start);
    recorder->committed_seq_ = recorder->journal_.last_seq();
    SS_TRY(recorder->read_beside());
    recorder->in_hand_ = in_hand;
    if (in_hand != nullptr) SS_TRY(recorder->set_aside());
    return recorder;
}

Status Recorder::read_beside() {
    SS_TRY(storage_.read_sealed([&](const journal::SealedRow& row) -> Status {
        if (!row.erased()) vault_.put({row.salt, row.value});
        return ok();
    }));
    return storage_.read_keys([&](const journal::Key& key) -> Status {
        if (!key.bytes.empty()) keys_[key.id] = key;
        return ok();
    });
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

// What a request is told that stopped the process; in the note it already stands beside it.
Answer aside() {
    Answer answer;
    answer.refusal = Refusal{RefusalCode::invalid, std::string(kSetAside), {}};
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

const dossiers::Attach* attach_in(const Command& command) {
    const auto* d = std::get_if<dossiers::Command>(&command);
    return d == nullptr ? nullptr : std::get_if<dossiers::Attach>(d);
}

}  // namespace

// What the facts of one entry order erased, or lay beside it. What was refused is not kept.
journal::Beside Recorder::beside_of(const Envelope& envelope, const Answer& answer) const {
    journal::Beside beside;
    if (answer.refusal) return beside;
    beside.sealed = envelope.sealed;
    beside.attachments = envelope.attachments;
    beside.keys = envelope.keys;
    for (const Fact& fact : answer.facts) {
        if (const auto* d = std::get_if<dossiers::Fact>(&fact)) {
            const auto* erased = std::get_if<dossiers::Erased>(d);
            if (erased == nullptr) continue;
            for (const Sealed& sealed : erased->sealed) beside.erase_sealed.push_back(sealed.hash);
            if (const auto* old = key(erased->dossier)) beside.erase_keys.push_back(old->id);
        } else if (const auto* own = std::get_if<OwnFact>(&fact)) {
            if (std::holds_alternative<Opened>(*own))
                for (const auto& [path, bytes] : plan_->files)
                    beside.plan_files.push_back({plan_->hash, path, bytes});
        }
    }
    return beside;
}

void Recorder::keep(const journal::Beside& beside) {
    for (const SealedValue& value : beside.sealed) vault_.put(value);
    for (const Hash& hash : beside.erase_sealed) vault_.erase({hash});
    for (const journal::Key& key : beside.keys) keys_[key.id] = key;
    for (const std::string& id : beside.erase_keys) keys_.erase(id);
}

// The bytes that dossier.attach names lie in the envelope, and nothing else does.
Status Recorder::check_attachments(const Envelope& envelope) const {
    const auto wrong = [](const char* what) { return Error{ErrorCode::malformed, what}; };
    const auto* attach = attach_in(envelope.command);
    if (attach == nullptr) {
        if (envelope.attachments.empty() && envelope.keys.empty()) return ok();
        return wrong("an attachment that its command does not name");
    }
    if (envelope.attachments.size() != 1) return wrong("there is no attachment, or more than one");
    const journal::Attachment& a = envelope.attachments.front();
    const std::string id = key_id(attach->dossier);
    if (a.hash != attach->hash || a.key_id != id ||
        a.bytes.size() != static_cast<uint64_t>(attach->bytes) + journal::kWrapBytes)
        return wrong("the attachment is not what its command says");
    if (key(attach->dossier) != nullptr) {
        if (envelope.keys.empty()) return ok();
        return Error{ErrorCode::conflict, id + " has its key"};
    }
    if (envelope.keys.size() != 1 || envelope.keys.front().id != id ||
        envelope.keys.front().bytes.size() != journal::kKeyBytes ||
        envelope.keys.front().bytes == std::string(journal::kKeyBytes, '\0'))
        return wrong("the key of the dossier is missing, or none");
    return ok();
}

std::string Recorder::key_id(DossierId dossier) const {
    return state().unit + "/D" + std::to_string(dossier.number);
}

const journal::Key* Recorder::key(DossierId dossier) const {
    const auto found = keys_.find(key_id(dossier));
    return found == keys_.end() ? nullptr : &found->second;
}

Result<std::optional<std::string>> Recorder::attachment(const Hash& hash) const {
    const auto found = SS_TRY(storage_.find_attachment(hash));
    if (!found) return std::optional<std::string>{};
    const auto of = keys_.find(found->key_id);
    if (of == keys_.end()) return Error{ErrorCode::unavailable, "the attachment has been erased"};
    return std::optional(SS_TRY(journal::decrypt(of->second, *found)));
}

Result<std::string> Recorder::snapshot() const {
    if (failed_ || journal_.pending() != 0)
        return Error{ErrorCode::conflict, "there is something that has not been committed"};
    return encode(Snapshot{head(), plan_->hash, std::string(kProgramVersion), last_seq(), state()});
}

Result<Answer> Recorder::answer_again(uint64_t seq) {
    std::string body;
    if (seq > committed_seq_) {
        body = pending_bodies_[seq - committed_seq_ - 1];
    } else {
        body = SS_TRY(journal::entry_at(storage_, seq)).body;
    }
    Answer answer = SS_TRY(decode(body)).answer;
    answer.seq = seq;
    answer.repeated = true;
    return answer;
}

Result<Answer> Recorder::submit(Envelope envelope) {
    if (failed_) return Error{ErrorCode::io, "an earlier commit failed; this office takes no more"};
    SS_TRY(check_sealed(envelope));
    SS_TRY(check_attachments(envelope));
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
    journal::Beside beside = beside_of(envelope, answer);
    keep(beside);
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
        keys_.clear();
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
