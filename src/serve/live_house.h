// The live or the trial house of this machine: one journal per unit in DATA/live or DATA/trial, the
// wall clock, and the courier between the units of the house.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journal/in_hand.h"
#include "journal/journal.h"
#include "serve/house.h"

namespace ss::serve {

// How a unit is opened.
struct Founding {
    bool established = false;                // it has had its first day
    std::optional<office::RecordGate> gate = {};  // why it may be opened; a trial needs none
    // What else the journal begins with, before anything of it is durable.
    std::function<Status(office::Recorder&)> more = {};
};

class LiveHouse final : public House {
  public:
    using WallClock = std::function<Instant()>;

    // Opens every DATA/<mode>/<unit>.db with the plan that lies in it. No folder: a house without
    // units. What is opened beside it later is found by run_due(), within seconds. Errors: those of the journals; conflict (a journal of another mode or unit).
    static Result<std::unique_ptr<LiveHouse>> open(const std::string& data, office::Mode mode,
                                                   WallClock wall);
    // Makes the journal of a unit, and enrols the officers of the plan's roster: the whole of it,
    // or on an error nothing. Errors: conflict (there is one, or it is being made), malformed (not
    // in the plan), and those of Founding::more.
    static Status found(const std::string& data, office::Mode mode,
                        std::shared_ptr<const plan::Plan> plan, const Code& unit, Instant now,
                        const Founding& founding);
    // The same in a storage of the caller's; nothing is committed.
    static Result<std::unique_ptr<office::Recorder>> lay_foundation(
        journal::Storage& storage, office::Mode mode, std::shared_ptr<const plan::Plan> plan,
        const Code& unit, Instant now, const Founding& founding);
    // One unit while no server has it: `work` on its journal, then a commit, or on an error nothing.
    // Errors: conflict (somebody else writes it), unavailable (it has not been opened), io, corrupt.
    static Status alone(const std::string& data, office::Mode mode, const Code& unit,
                        const WallClock& wall,
                        const std::function<Status(office::Recorder&, journal::Storage&)>& work);

    ~LiveHouse() override;
    LiveHouse(const LiveHouse&) = delete;
    LiveHouse& operator=(const LiveHouse&) = delete;

    const Code& code() const override { return code_; }
    std::string title(const std::string& language) const override;
    office::Mode mode() const override { return mode_; }
    Clock clock() const override { return {wall_(), 1, false, false}; }
    std::vector<Code> units() const override;
    const office::Recorder* find(const Code& unit) const override;
    std::string journal_file(const Code& unit) const override;
    void on_answer(Seen seen) override { seen_ = std::move(seen); }
    Result<office::Answer> ask(const Code& unit, office::Envelope envelope) override;
    Result<int64_t> run_due() override;
    Status commit() override;

  private:
    struct Unit {
        std::string file;
        std::unique_ptr<journal::Storage> storage;
        std::unique_ptr<journal::InHand> in_hand;
        std::unique_ptr<office::Recorder> recorder;
        bool dirty = false;          // has what is not committed
        std::set<uint32_t> carried;  // messages taken along in this life of the process
        uint64_t snapshot = 0;       // the entry the last one was taken after
    };

    LiveHouse(office::Mode mode, WallClock wall);
    Status open_unit(const Code& code, const std::string& file);
    void look_for_new_units(Instant now);  // opened beside this server
    Result<office::Answer> submit(const Code& code, Unit& unit, office::Envelope envelope);
    static void keep_snapshot(Unit& unit, uint64_t entries);  // if so many are new
    Status carry();  // committed messages to units of this house
    Status carry(const Code& from, Unit& unit);

    office::Mode mode_;
    Code code_;
    WallClock wall_;
    std::string folder_;
    std::map<Code, Unit> units_;
    std::map<Code, std::string> troubles_;  // journals that are there and did not open, as told
    Instant looked_;
    Seen seen_;
};

}  // namespace ss::serve
