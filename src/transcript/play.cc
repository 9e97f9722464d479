// Playing a script on an office and its journal, straight or restarted after every command.
#include <algorithm>

#include "office/codec.h"
#include "office/recorder.h"
#include "plan/plan.h"
#include "transcript/transcript.h"

namespace ss::transcript {

namespace {

class Player {
  public:
    Player(const Script& script, std::shared_ptr<const plan::Plan> plan, const Reopen& reopen,
           bool restart)
        : script_(script), plan_(std::move(plan)), reopen_(reopen), restart_(restart) {}

    Result<Played> run() {
        SS_TRY(open());
        if (script_.opens) SS_TRY(open_unit());
        for (const Script::Part& part : script_.parts) {
            if (!part.asks) {
                played_.text += part.line + "\n";
                continue;
            }
            SS_TRY(ask(part));
        }
        SS_TRY(recorder_->commit());
        played_.digest = recorder_->office().digest();
        played_.head = recorder_->head();
        played_.entries = recorder_->last_seq();
        return std::move(played_);
    }

  private:
    Status open() {
        recorder_ = nullptr;
        storage_ = SS_TRY(reopen_());
        recorder_ = SS_TRY(office::Recorder::open(plan_, *storage_));
        return ok();
    }

    Style style() const {
        return {script_.lived_as, plan_->calendar.offset, &recorder_->vault(), &erased_};
    }

    Status open_unit() {
        office::OpenUnit command;
        command.unit = script_.unit;
        command.mode = script_.mode;
        command.plan = plan_->hash;
        command.program = office::kProgramVersion;
        command.lived_as = script_.lived_as;
        command.held_on = script_.held_on;
        command.forms = script_.forms;
        if (script_.established)
            for (const auto& [code, milestone] : plan_->precedence.milestones)
                command.established.push_back(code);
        SS_TRY(set_up(office::OwnCommand{std::move(command)}));
        const auto roster = plan_->rosters.find(script_.unit);
        if (roster == plan_->rosters.end()) return ok();
        for (const auto& [code, entry] : roster->second.officers) SS_TRY(enrol(code, entry));
        SS_TRY(recorder_->commit());
        return restart_ ? open() : ok();
    }

    Status enrol(const Code& code, const plan::RosterEntry& entry) {
        org::Enrol command;
        command.officer = code;
        command.name = entry.name;
        command.posts = entry.posts;
        if (script_.established)
            for (const Code& post : entry.appointed_by_announcement) command.posts.push_back(post);
        command.account = entry.account;
        if (entry.signature) {
            const LocalDate until =
                entry.signature_until.value_or(LocalDate{script_.lived_as.day + 365});
            command.signature_until = at_local(until, 0, plan_->calendar.offset);
        }
        return set_up(org::Command{std::move(command)});
    }

    Status set_up(office::Command command) {
        const Instant at = at_local(script_.lived_as, script_.begins, plan_->calendar.offset);
        office::Envelope entry{
            at, kDirector,          "set-up:" + std::to_string(played_.envelopes.size()),
            {}, std::move(command), {}};
        const auto answer = SS_TRY(submit(std::move(entry)));
        if (answer.refusal) complain("cannot be set up: " + tell(*answer.refusal));
        return ok();
    }

    Result<office::Answer> submit(office::Envelope entry) {
        played_.envelopes.push_back(entry);
        office::Answer answer = SS_TRY(recorder_->submit(std::move(entry)));
        for (const office::Fact& fact : answer.facts)
            if (const auto* d = std::get_if<dossiers::Fact>(&fact))
                if (const auto* erased = std::get_if<dossiers::Erased>(d))
                    erased_.insert(erased->sealed.begin(), erased->sealed.end());
        return answer;
    }

    // The bytes of a scan, as many as the line says: the same for the same dossier and component.
    void lay_beside(office::Envelope& entry) const {
        auto* d = std::get_if<dossiers::Command>(&entry.command);
        auto* attach = d == nullptr ? nullptr : std::get_if<dossiers::Attach>(d);
        if (attach == nullptr) return;
        const std::string id = recorder_->key_id(attach->dossier);
        const auto random = [&](const char* what, size_t size) {
            const Hash hash = sha256(id + " " + attach->component, what);
            return std::string(reinterpret_cast<const char*>(hash.bytes.data()), size);
        };
        const journal::Key* known = recorder_->key(attach->dossier);
        journal::Key key{id, random("key", journal::kKeyBytes)};
        if (known != nullptr) key = *known;
        else entry.keys.push_back(key);
        const std::string plain(static_cast<size_t>(std::max<int64_t>(attach->bytes, 0)), 's');
        entry.attachments.push_back(journal::encrypt(key, random("nonce", journal::kNonceBytes),
                                                     random("salt", journal::kSaltBytes), plain));
        attach->hash = entry.attachments.back().hash;
    }

    void complain(const std::string& text) { played_.complaints.push_back(text); }

    // What is due before the next line is told as lines of its own.
    Status pass_time(Instant at, bool also_then) {
        for (int rounds = 0; rounds < 10'000; ++rounds) {
            const auto due = recorder_->office().next_due();
            if (!due || *due > at || (*due == at && !also_then)) return ok();
            office::Envelope tick{std::max(*due, recorder_->state().now), kClock, {}, {},
                                  office::OwnCommand{office::Tick{}},     {}};
            const auto lines = tell(tick, SS_TRY(submit(tick)), style());
            for (const auto& line : lines) played_.text += line + "\n";
            complain("not written: " + lines.front());
            SS_TRY(next());
        }
        return Error{ErrorCode::limit, "time does not pass"};
    }

    Status ask(const Script::Part& part) {
        const std::string number = std::to_string(part.number);
        auto read = read_line(part.line, style(), "line " + number);
        if (!read.ok()) {
            played_.text += part.line + "\n";
            complain("line " + number + ": " + read.error().message);
            return ok();
        }
        office::Envelope entry = std::move(read).value();
        const bool tick = entry.by == kClock;
        if (entry.request.empty() && !tick) entry.request = "line:" + number;
        lay_beside(entry);
        SS_TRY(pass_time(entry.at, !tick));
        entry.at = std::max(entry.at, recorder_->state().now);
        const auto answer = SS_TRY(submit(entry));
        auto lines = tell(entry, answer, style());
        lines.erase(lines.begin());
        played_.text += part.line + "\n";
        compare(part, lines);
        return next();
    }

    // Every line, word for word; a line of three dots stands for any number of them.
    void compare(const Script::Part& part, const std::vector<std::string>& lines) {
        std::vector<std::string> real;
        for (const auto& line : lines) real.push_back(line.substr(2));
        if (fits(part.expected, 0, real, 0)) {
            for (const auto& line : part.expected) played_.text += "  " + line + "\n";
            return;
        }
        std::string text = "line " + std::to_string(part.number) + ": " + part.line + "\n came to:";
        for (const auto& line : lines) {
            text += "\n" + line;
            played_.text += line + "\n";
        }
        text += "\n and not to:";
        for (const auto& line : part.expected) text += "\n  " + line;
        complain(text);
    }

    static bool fits(const std::vector<std::string>& wanted, size_t w,
                     const std::vector<std::string>& real, size_t r) {
        if (w == wanted.size()) return r == real.size();
        if (wanted[w] != "...")
            return r < real.size() && wanted[w] == real[r] && fits(wanted, w + 1, real, r + 1);
        for (; r <= real.size(); ++r)
            if (fits(wanted, w + 1, real, r)) return true;
        return false;
    }

    Status next() {
        if (!restart_) return ok();
        SS_TRY(recorder_->commit());
        const Hash before = recorder_->office().digest();
        std::string snapshot = SS_TRY(recorder_->snapshot());
        SS_TRY(open());
        if (recorder_->office().digest() != before)
            return not_the_same("the journal does not give");
        // Played on from what a snapshot, taken one line ago, and the entries since then give.
        if (!snapshot_.empty()) {
            recorder_ = SS_TRY(office::Recorder::open(plan_, *storage_, nullptr, snapshot_));
            if (recorder_->start().snapshot == 0)
                return not_the_same("a snapshot was passed over for");
            if (recorder_->office().digest() != before)
                return not_the_same("a snapshot does not give");
        }
        snapshot_ = std::move(snapshot);
        return ok();
    }
    Error not_the_same(const std::string& what) const {
        return {ErrorCode::corrupt, "after entry " + std::to_string(recorder_->last_seq()) + " " +
                                        what + " the same State"};
    }

    const Script& script_;
    std::shared_ptr<const plan::Plan> plan_;
    const Reopen& reopen_;
    bool restart_;
    journal::Storage* storage_ = nullptr;
    std::unique_ptr<office::Recorder> recorder_;
    std::string snapshot_;
    std::set<Sealed> erased_;
    Played played_;
};

}  // namespace

Result<Played> play(const Script& script, std::shared_ptr<const plan::Plan> plan,
                    const Reopen& reopen, bool restart) {
    return Player(script, std::move(plan), reopen, restart).run();
}

}  // namespace ss::transcript
