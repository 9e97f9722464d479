// A rehearsal with people in it: the same world as `play` drives, on a scaled clock, with any seat
// taken by a person and given back while the day goes on. The journals it leaves are a run like any
// other: report, export and verify do not know the difference.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rehearse/scenario.h"
#include "rehearse/so_far.h"
#include "rehearse/world.h"
#include "serve/house.h"

namespace ss::rehearse {

// Who sits in a practice from its first minute on.
struct Sitter {
    Code officer;
    std::string login;
    std::string name;         // these two: where the plan's roster does not know the officer
    std::vector<Code> posts;
};

struct HouseOptions {
    Code code;           // of the house: the name of its folder
    std::string folder;  // must not hold journals yet; empty: in memory, and without a report
    uint64_t seed = 0;
    double speed = 1;                 // house seconds per second
    std::optional<int64_t> from;      // ms of the day: until then as fast as it goes
    std::function<int64_t()> steady;  // ms, never going back; empty: the machine's
    size_t turn = 300;                // events at a time, so that nobody is kept waiting
    std::optional<Sitter> sitter;     // in the first unit
    bool judge_later = false;         // end() writes no report: judge() does
};

class RehearsalHouse final : public serve::House, public serve::Director {
  public:
    // The scenario's plan must have been checked. Errors: as play().
    static Result<std::unique_ptr<RehearsalHouse>> open(Scenario, std::shared_ptr<const plan::Plan>,
                                                        HouseOptions);

    // serve::House
    const Code& code() const override { return options_.code; }
    std::string title(const std::string& language) const override;
    office::Mode mode() const override { return office::Mode::rehearsal; }
    serve::Clock clock() const override;
    std::vector<Code> units() const override { return scenario_.units; }
    const office::Recorder* find(const Code& unit) const override;
    std::string journal_file(const Code& unit) const override;
    std::vector<readiness::Card> judged_by() const override;
    void on_answer(Seen seen) override { world_.on_answer = std::move(seen); }
    // An officer's first ask takes the seat, if nobody sits there.
    Result<office::Answer> ask(const Code& unit, office::Envelope) override;
    Result<int64_t> run_due() override;
    Status commit() override { return world_.commit(); }
    serve::Director* director() override { return this; }

    // serve::Director
    std::vector<serve::Seat> seats() const override;
    Status look() override;
    std::vector<serve::Card> cards() const override;
    std::vector<serve::Note> notes() const override;
    Status take_seat(const Code& unit, const Code& officer, const std::string& login) override;
    Status give_back(const Code& unit, const Code& officer) override;
    Status pause() override;
    Status resume(const std::string& despite) override;
    Status set_speed(double speed) override;
    Status skip_to(Instant at) override;
    Status give(const Code& inject, const std::vector<Code>& units) override;
    Status stop() override;
    Status end() override;
    // The report of a day that is over, if end() has not written it. Takes its time.
    Status judge();
    std::string report_folder() const override { return closed_ ? options_.folder : std::string(); }
    std::vector<serve::Preparation> preparation() const override;
    std::vector<serve::Finding> findings(const std::string& language) const override;
    std::vector<serve::Correction> corrections() const override;
    std::vector<std::string> earlier_runs() const override;
    Status compare_with(const std::string& earlier) override;
    std::string retest() const override;

  private:
    RehearsalHouse(Scenario, std::shared_ptr<const plan::Plan>, HouseOptions);
    Status seat(const Sitter&);
    Instant target() const;  // where the clock stands now
    serve::Card card_of(const Inject&) const;
    void set_clock();        // from here on with the present speed
    Status open_still() const;
    Status begun() const;  // conflict: what blocks is open, and nobody has said why to begin

    HouseOptions options_;
    Scenario scenario_;
    std::shared_ptr<const plan::Plan> plan_;
    World world_;
    SoFar so_far_;
    Instant ends_;
    Instant base_;           // the house's time...
    int64_t base_wall_ = 0;  // ...at this moment
    double speed_ = 1;
    bool paused_ = false;
    bool waits_ = false;   // for what blocks, before the day begins
    bool over_ = false;    // the day; the run is still open
    bool closed_ = false;  // the run too
    std::optional<Instant> skip_;
};

}  // namespace ss::rehearse
