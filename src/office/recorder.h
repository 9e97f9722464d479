// The office and its journal together: the only writer of a unit's record.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

// The refusal of a request that stopped the process. Whoever decides a journal again takes such an
// entry as it is: deciding its command is what stopped us.
inline constexpr std::string_view kSetAside = "office.set_aside";

class Recorder {
  public:
    // A new journal, or an old one replayed. Storage and note must outlive the recorder. With a
    // note, a request at which the process has stopped is set aside: here it is entered as refused
    // by `office.set_aside`, and asked again it gets that answer instead of stopping us again.
    // With a snapshot of this journal, plan and program only the entries after it are replayed;
    // one that does not fit is passed over, and start() says why.
    static Result<std::unique_ptr<Recorder>> open(std::shared_ptr<const plan::Plan> plan,
                                                  journal::Storage& storage,
                                                  journal::InHand* in_hand = nullptr,
                                                  std::string_view snapshot = {});

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

    // The State after the last commit, bound to its head: for the next open(). A cache and nothing
    // more. conflict: something has not been committed yet.
    Result<std::string> snapshot() const;

    // The plain bytes of an attachment; nothing: there is none of this hash. unavailable: erased.
    Result<std::optional<std::string>> attachment(const Hash& hash) const;
    // The key to encrypt a dossier's attachments with. nullptr: it has none yet, and the envelope
    // of its first attachment brings one, called key_id().
    const journal::Key* key(DossierId dossier) const;
    std::string key_id(DossierId dossier) const;  // "my-thuong/D17"

    const Office& office() const { return *office_; }
    const State& state() const { return office_->state(); }
    const SealedStore& vault() const { return vault_; }
    const Hash& head() const { return journal_.head(); }
    uint64_t last_seq() const { return journal_.last_seq(); }
    bool failed() const { return failed_; }

    struct Start {
        uint64_t snapshot = 0;  // the entry it stood at; 0: everything was replayed
        uint64_t replayed = 0;
        std::string passed_over;  // why a snapshot was; empty: none was
    };
    const Start& start() const { return start_; }

  private:
    Recorder(std::shared_ptr<const plan::Plan> plan, journal::Storage& storage,
             journal::Journal journal);
    Status read_beside();
    Status check_attachments(const Envelope& envelope) const;
    journal::Beside beside_of(const Envelope& envelope, const Answer& answer) const;
    void keep(const journal::Beside& beside);
    Result<Answer> answer_again(uint64_t seq);
    Status set_aside();  // what an earlier process left in hand

    std::shared_ptr<const plan::Plan> plan_;
    journal::Storage& storage_;
    journal::InHand* in_hand_ = nullptr;
    journal::Journal journal_;
    std::unique_ptr<Office> office_;
    SealedStore vault_;
    std::map<std::string, journal::Key> keys_;  // erased ones are gone
    Start start_;
    std::vector<std::string> pending_bodies_;  // since the last commit, for repeated requests
    uint64_t committed_seq_ = 0;
    bool failed_ = false;
};

}  // namespace ss::office
