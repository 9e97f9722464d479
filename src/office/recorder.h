// The office and its journal together: the only writer of a unit's record.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "office/office.h"

namespace ss::journal {
class InHand;
}

namespace ss::office {

// Values by hash, with the salts that prove them; erased ones are gone.
class SealedStore final : public Vault {
  public:
    const std::string* open(const Sealed& sealed) const override;
    const SealedValue* find(const Sealed& sealed) const;
    void put(const SealedValue& value) { values_[value.sealed()] = value; }
    void erase(const Sealed& sealed) { values_.erase(sealed); }
    size_t size() const { return values_.size(); }

  private:
    std::map<Sealed, SealedValue> values_;
};

class Recorder {
  public:
    // A new journal, or an old one replayed. Storage and note must outlive the recorder. With a
    // note, a request at which the process has stopped is set aside: here it is entered as refused
    // by `office.set_aside`, and asked again it gets that answer instead of stopping us again.
    static Result<std::unique_ptr<Recorder>> open(std::shared_ptr<const plan::Plan> plan,
                                                  journal::Storage& storage,
                                                  journal::InHand* in_hand = nullptr);

    // Stamps `at` as max(at, last at), answers, and adds the entry: durable after commit(). A
    // repeated request gets its first answer and adds nothing.
    // Only what has a request id is noted: nobody waits for the answer to a tick.
    // Errors: io (an earlier commit failed: nothing more is written), limit, malformed.
    Result<Answer> submit(Envelope envelope);
    // Everything submitted since the last commit, in one transaction. On failure the State in
    // memory is discarded and nothing more is taken; none of the answers may leave.
    Status commit();

    // Ticks until nothing is due any more at `now`.
    Status tick(Instant now);

    const Office& office() const { return *office_; }
    const State& state() const { return office_->state(); }
    const SealedStore& vault() const { return vault_; }
    const Hash& head() const { return journal_.head(); }
    uint64_t last_seq() const { return journal_.last_seq(); }
    bool failed() const { return failed_; }

  private:
    Recorder(std::shared_ptr<const plan::Plan> plan, journal::Storage& storage,
             journal::Journal journal);
    Result<Answer> answer_again(uint64_t seq);
    Status set_aside();  // what an earlier process left in hand

    std::shared_ptr<const plan::Plan> plan_;
    journal::Storage& storage_;
    journal::InHand* in_hand_ = nullptr;
    journal::Journal journal_;
    std::unique_ptr<Office> office_;
    SealedStore vault_;
    std::vector<std::string> pending_bodies_;  // since the last commit, for repeated requests
    uint64_t committed_seq_ = 0;
    bool failed_ = false;
};

}  // namespace ss::office
