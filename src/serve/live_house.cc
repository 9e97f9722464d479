#include "serve/live_house.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/diagnostics.h"
#include "journal/snapshot_file.h"
#include "office/codec.h"
#include "office/opening.h"
#include "plan/plan.h"
#include "words/words.h"

namespace ss::serve {

namespace {

constexpr int kTicksAtOnce = 200;            // of a unit in one turn
constexpr uint64_t kSnapshotEvery = 50'000;  // entries
constexpr int64_t kLookEvery = 3 * kSecond;  // for units opened beside the server

std::string word(office::Mode mode) {
    return std::string(names(mode)[static_cast<size_t>(mode)]);
}

// The first entry of a journal: which unit, which mode, which plan.
Result<office::OpenUnit> opening(journal::Storage& storage) {
    const auto entry = SS_TRY(journal::entry_at(storage, 1));
    const auto decoded = SS_TRY(office::decode(entry.body));
    if (const auto* open = office::opening_of(decoded.envelope.command)) return *open;
    return Error{ErrorCode::corrupt, "the journal does not begin with the opening of a unit"};
}

}  // namespace

LiveHouse::LiveHouse(office::Mode mode, WallClock wall)
    : mode_(mode), code_(word(mode)), wall_(std::move(wall)) {}

Result<std::unique_ptr<LiveHouse>> LiveHouse::open(const std::string& data, office::Mode mode,
                                                   WallClock wall) {
    std::unique_ptr<LiveHouse> house(new LiveHouse(mode, std::move(wall)));
    const std::filesystem::path folder = std::filesystem::path(data) / house->code_;
    house->folder_ = folder.string();
    house->looked_ = house->wall_();
    std::error_code failed;
    if (!std::filesystem::is_directory(folder, failed)) return house;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().extension() == ".db")
            SS_TRY(house->open_unit(entry.path().stem().string(), entry.path().string()));
    if (failed) return Error{ErrorCode::io, folder.string() + ": " + failed.message()};
    return house;
}

Status LiveHouse::open_unit(const Code& code, const std::string& file) {
    const auto named = [&](Error error) { return Error{error.code, file + ": " + error.message}; };
    Unit unit;
    unit.file = file;
    auto storage = journal::sqlite_storage(file, journal::Open::write);
    if (!storage.ok()) return named(storage.error());
    unit.storage = std::move(storage).value();
    const auto open = opening(*unit.storage);
    if (!open.ok()) return named(open.error());
    if (open.value().unit != code || open.value().mode != mode_)
        return Error{ErrorCode::conflict, file + " is the journal of " + open.value().unit + ", " +
                                              word(open.value().mode)};
    auto plan = office::pinned_plan(*unit.storage, open.value().plan);
    if (!plan.ok()) return named(plan.error());
    auto in_hand = journal::in_hand_file(file + ".hand");
    if (!in_hand.ok()) return named(in_hand.error());
    unit.in_hand = std::move(in_hand).value();
    const auto snapshot = journal::read_snapshot(file);
    if (!snapshot.ok()) std::fprintf(stderr, "%s\n", snapshot.error().message.c_str());
    auto recorder =
        office::Recorder::open(std::move(plan).value(), *unit.storage, unit.in_hand.get(),
                               snapshot.ok() ? snapshot.value() : "");
    if (!recorder.ok()) return named(recorder.error());
    unit.recorder = std::move(recorder).value();
    unit.snapshot = unit.recorder->start().snapshot;
    if (const auto& why = unit.recorder->start().passed_over; !why.empty())
        std::fprintf(stderr, "%s.snapshot passed over: %s\n", file.c_str(), why.c_str());
    units_.emplace(code, std::move(unit));
    return ok();
}

LiveHouse::~LiveHouse() {
    for (auto& [code, unit] : units_) keep_snapshot(unit, 1);
}

// Only saves time at the next start, so what goes wrong is told and no more.
void LiveHouse::keep_snapshot(Unit& unit, uint64_t entries) {
    if (unit.recorder->last_seq() < unit.snapshot + entries) return;
    const auto text = unit.recorder->snapshot();
    if (!text.ok()) return;
    if (const auto kept = journal::write_snapshot(unit.file, text.value()); !kept.ok())
        std::fprintf(stderr, "%s\n", kept.error().message.c_str());
    unit.snapshot = unit.recorder->last_seq();
}

// A journal has its name only when it is whole, so that whatever finds it can open it.
void LiveHouse::look_for_new_units(Instant now) {
    if (std::abs(now.ms - looked_.ms) < kLookEvery) return;
    looked_ = now;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, failed)) {
        const Code code = entry.path().stem().string();
        if (entry.path().extension() != ".db" || units_.contains(code)) continue;
        const auto opened = open_unit(code, entry.path().string());
        const std::string trouble = opened.ok() ? std::string() : opened.error().message;
        std::string& told = troubles_[code];
        if (opened.ok()) std::fprintf(stderr, "%s: %s is open\n", code_.c_str(), code.c_str());
        else if (trouble != told) std::fprintf(stderr, "%s\n", trouble.c_str());
        told = trouble;
    }
}

namespace {

// The folder of a house while a unit is being opened in it: one opening at a time, and what one
// that was cut off has left may be cleared away.
class Site {
  public:
    Site(Site&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Site& operator=(Site&&) = delete;
    ~Site() {
        if (fd_ >= 0) ::close(fd_);
    }
    static Result<Site> take(const std::string& folder) {
        const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) return Error{ErrorCode::io, folder + ": " + std::strerror(errno)};
        Site site(fd);
        if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
            return Error{ErrorCode::conflict, folder + ": a unit is being opened there just now"};
        return site;
    }
    Status settle() const {
        if (::fsync(fd_) == 0) return ok();
        return Error{ErrorCode::io, std::string("the folder: ") + std::strerror(errno)};
    }

  private:
    explicit Site(int fd) : fd_(fd) {}
    int fd_;
};

void clear_away(const std::string& file) {
    std::error_code ignored;
    for (const char* beside : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(file + beside, ignored);
}

org::Enrol enrolment(const plan::RosterEntry& entry, const Code& officer, const plan::Plan& plan,
                     Instant now, bool established) {
    org::Enrol enrol;
    enrol.officer = officer;
    enrol.name = entry.name;
    enrol.posts = entry.posts;
    if (established)
        for (const Code& post : entry.appointed_by_announcement) enrol.posts.push_back(post);
    enrol.account = entry.account;
    enrol.substitutes = entry.substitutes;
    if (entry.signature)
        enrol.signature_until = entry.signature_until
                                    ? at_local(*entry.signature_until, 0, plan.calendar.offset)
                                    : Instant{now.ms + 365 * kDay};
    return enrol;
}

office::OpenUnit opening_of(const plan::Plan& plan, const Code& code, office::Mode mode,
                            Instant now, bool established) {
    office::OpenUnit open;
    open.unit = code;
    open.mode = mode;
    open.plan = plan.hash;
    open.program = office::kProgramVersion;
    open.lived_as = open.held_on = local_date(now, plan.calendar.offset);
    const std::string today = to_text(open.held_on);
    for (const auto& [from, set] : plan.forms)
        if (from <= today) open.forms = set;
    if (established)
        for (const auto& [milestone, what] : plan.precedence.milestones)
            open.established.push_back(milestone);
    return open;
}

}  // namespace

Result<std::unique_ptr<office::Recorder>> LiveHouse::lay_foundation(
    journal::Storage& storage, office::Mode mode, std::shared_ptr<const plan::Plan> plan,
    const Code& code, Instant now, const Founding& founding) {
    const auto roster = plan->rosters.find(code);
    if (roster == plan->rosters.end() || plan->unit(code) == nullptr)
        return Error{ErrorCode::malformed, "the plan has no roster of " + code};
    auto recorder = SS_TRY(office::Recorder::open(plan, storage));
    const auto ask = [&](const std::string& request, office::Command command) -> Status {
        const auto answer =
            SS_TRY(recorder->submit({now, kDirector, request, {}, std::move(command), {}}));
        if (answer.refusal)
            return Error{ErrorCode::malformed, request + ": " + answer.refusal->rule};
        return ok();
    };
    const bool established = founding.established;
    SS_TRY(ask("open", office::OwnCommand{opening_of(*plan, code, mode, now, established)}));
    if (founding.gate) SS_TRY(ask("gate", office::OwnCommand{*founding.gate}));
    for (const auto& [officer, entry] : roster->second.officers)
        SS_TRY(ask("enrol:" + officer,
                   org::Command{enrolment(entry, officer, *plan, now, established)}));
    if (founding.more) SS_TRY(founding.more(*recorder));
    return recorder;
}

Status LiveHouse::found(const std::string& data, office::Mode mode,
                        std::shared_ptr<const plan::Plan> plan, const Code& code, Instant now,
                        const Founding& founding) {
    const std::filesystem::path folder = std::filesystem::path(data) / word(mode);
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return Error{ErrorCode::io, folder.string() + ": " + failed.message()};
    const std::string file = (folder / (code + ".db")).string(), scaffold = file + ".opening";
    const Site site = SS_TRY(Site::take(folder.string()));
    if (std::filesystem::exists(file, failed))
        return Error{ErrorCode::conflict, file + " is there already"};
    clear_away(scaffold);
    const auto build = [&]() -> Status {
        const auto storage = SS_TRY(journal::sqlite_storage(scaffold, journal::Open::create));
        const auto recorder =
            SS_TRY(lay_foundation(*storage, mode, std::move(plan), code, now, founding));
        return recorder->commit();
    };
    if (auto built = build(); !built.ok()) {
        clear_away(scaffold);
        return built;
    }
    std::filesystem::rename(scaffold, file, failed);
    if (failed) {
        clear_away(scaffold);
        return Error{ErrorCode::io, file + ": " + failed.message()};
    }
    return site.settle();
}

Status LiveHouse::alone(
    const std::string& data, office::Mode mode, const Code& code, const WallClock& wall,
    const std::function<Status(office::Recorder&, journal::Storage&)>& work) {
    LiveHouse house(mode, wall);
    const std::string file =
        (std::filesystem::path(data) / house.code_ / (code + ".db")).string();
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
        return Error{ErrorCode::unavailable, file + ": the unit has not been opened"};
    SS_TRY(house.open_unit(code, file));
    Unit& unit = house.units_.at(code);
    SS_TRY(work(*unit.recorder, *unit.storage));
    return unit.recorder->commit();
}

std::string LiveHouse::title(const std::string& language) const {
    return words::say(words::load(language), "serve.house." + code_);
}

std::vector<Code> LiveHouse::units() const {
    std::vector<Code> all;
    for (const auto& [code, unit] : units_) all.push_back(code);
    return all;
}

const office::Recorder* LiveHouse::find(const Code& unit) const {
    const auto i = units_.find(unit);
    return i == units_.end() ? nullptr : i->second.recorder.get();
}

std::string LiveHouse::journal_file(const Code& unit) const {
    const auto i = units_.find(unit);
    return i == units_.end() ? std::string() : i->second.file;
}

Result<office::Answer> LiveHouse::submit(const Code& code, Unit& unit, office::Envelope envelope) {
    const Code by = envelope.by;
    auto answer = SS_TRY(unit.recorder->submit(std::move(envelope)));
    if (!answer.repeated) unit.dirty = true;
    if (seen_) seen_(code, by, answer);
    return answer;
}

Result<office::Answer> LiveHouse::ask(const Code& unit, office::Envelope envelope) {
    const auto i = units_.find(unit);
    if (i == units_.end()) return Error{ErrorCode::unavailable, "there is no unit " + unit};
    if (i->second.recorder->failed())
        return Error{ErrorCode::conflict, unit + " is no longer writable"};
    envelope.at = wall_();
    return submit(unit, i->second, std::move(envelope));
}

Result<int64_t> LiveHouse::run_due() {
    const Instant now = wall_();
    int64_t again = kLookEvery;
    look_for_new_units(now);
    SS_TRY(carry());
    for (auto& [code, unit] : units_) {
        for (int ticks = 0; !unit.recorder->failed(); ++ticks) {
            const auto due = unit.recorder->office().next_due();
            if (!due) break;
            const int64_t in = due->ms - now.ms;
            if (in > 0 || ticks == kTicksAtOnce) {
                again = std::min(again, std::max<int64_t>(in, 0));
                break;
            }
            SS_TRY(
                submit(code, unit,
                       {*due, kClock, {}, std::nullopt, office::OwnCommand{office::Tick{}}, {}}));
        }
    }
    return again;
}

Status LiveHouse::commit() {
    Status all = ok();
    for (auto& [code, unit] : units_) {
        if (!unit.dirty) continue;
        unit.dirty = false;
        if (auto done = unit.recorder->commit(); !done.ok()) {
            std::fprintf(stderr, "%s: nothing more is written: %s\n", unit.file.c_str(),
                         done.error().message.c_str());
            all = std::move(done);
        } else {
            keep_snapshot(unit, kSnapshotEvery);
        }
    }
    return all;
}

// --- between the units -----------------------------------------------------------------------

Status LiveHouse::carry() {
    for (auto& [code, unit] : units_)
        // A message leaves only when it is on the record.
        if (!unit.dirty && !unit.recorder->failed() && !unit.recorder->state().outbox.empty())
            SS_TRY(carry(code, unit));
    return ok();
}

Status LiveHouse::carry(const Code& from, Unit& unit) {
    std::vector<office::Message> messages;  // State changes while they are brought
    for (const auto& [number, message] : unit.recorder->state().outbox)
        if (units_.contains(message.to) && !unit.carried.contains(number))
            messages.push_back(message);
    for (const office::Message& message : messages) {
        Unit& to = units_.at(message.to);
        if (to.recorder->failed()) continue;
        office::Envelope envelope{wall_(),
                                  kCourier,
                                  office::request_id(message),
                                  std::nullopt,
                                  office::OwnCommand{office::ReceiveMessage{message}},
                                  {}};
        for (const Sealed& hash : office::sealed_in(message))
            if (const SealedValue* value = unit.recorder->vault().find(hash))
                envelope.sealed.push_back(*value);
        SS_TRY(submit(message.to, to, std::move(envelope)));
        // The receiver's entry is durable before the sender is told so.
        SS_TRY(to.recorder->commit());
        to.dirty = false;
        SS_TRY(submit(from, unit,
                      {wall_(),
                       kCourier,
                       "courier#" + std::to_string(message.number),
                       std::nullopt,
                       office::OwnCommand{office::ConfirmMessage{message.number}},
                       {}}));
        unit.carried.insert(message.number);
    }
    return ok();
}

}  // namespace ss::serve
