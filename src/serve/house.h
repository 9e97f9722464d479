// A house: the offices that share one clock. The live house and the trial house of this machine,
// or one rehearsal, with its cast. Desks, logins and HTTP know only this.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "office/office.h"
#include "office/recorder.h"
#include "readiness/judge.h"

namespace ss::serve {

struct Clock {
    Instant now;       // of the house: of the day that is lived
    double speed = 1;  // house seconds per second; 0: as fast as it goes
    bool paused = false;
    bool over = false;  // the rehearsal has ended: nothing is taken any more
};

// A seat of a rehearsal: an officer of a unit, played by a person or by the cast.
struct Seat {
    Code unit;
    Code officer;
    std::string name;
    std::vector<Code> posts;
    std::string person;  // login of the person who has taken it; empty: the cast plays
    bool here = true;    // not away
    bool busy = false;
};

// A card of the director.
struct Card {
    Code inject;
    Code unit;
    Code kind;
    std::string title;
    Instant at;  // as the scenario plans it
    bool given = false;
    Instant given_at;
    Code rating;  // "", "P", "S", "M", "U" as judged so far, by rule
    // An evaluator's other opinion, why, and whose it is.
    Code changed;
    std::string changed_why, changed_by;
    std::vector<std::string> missing;  // what was expected of it and has not come (or came late)
};

// What somebody observed, as it stands in the record.
struct Note {
    Code unit;
    uint64_t seq = 0;
    Instant at;
    std::string by;  // officer or login
    std::string about;
    std::string text;
    Code rating;
};

// Something that must be ready before the day, as it stands.
struct Preparation {
    Code unit;
    std::string item;
    Code area;  // "accounts", ...; "check": a finding of the plan
    std::string title;
    std::string owner;  // post, or who was named
    std::optional<LocalDate> due;
    bool blocking = false;
    bool done = false;
    std::string evidence;
    std::string waived;
};

// What the record proposes to change, and what was decided to be changed.
struct Finding {
    Code unit;
    Code code;
    bool blocking = false;
    std::string what, proposal;
    Code inject, task;
    std::vector<uint64_t> seqs;
};
struct Correction {
    Code unit;
    uint64_t seq = 0;
    std::string by, about, what, owner;
    LocalDate due;
};

// Who leads a rehearsal. Every call returns at once; what it brings about follows with the turns.
class Director {
  public:
    virtual ~Director() = default;
    virtual std::vector<Seat> seats() const = 0;
    // Brings ratings and notes up to date; what cards() and notes() tell is as of the last look.
    virtual Status look() = 0;
    virtual std::vector<Card> cards() const = 0;
    virtual std::vector<Note> notes() const = 0;  // oldest first
    virtual Status take_seat(const Code& unit, const Code& officer, const std::string& login) = 0;
    virtual Status give_back(const Code& unit, const Code& officer) = 0;
    virtual Status pause() = 0;
    // Until something that blocks is done or waived the day does not begin: conflict, unless
    // `despite` says why it begins all the same; that goes on the record.
    virtual Status resume(const std::string& despite) = 0;
    virtual Status set_speed(double speed) = 0;
    virtual Status skip_to(Instant at) = 0;  // plays as fast as it goes until then
    virtual Status give(const Code& inject, const std::vector<Code>& units) = 0;  // now
    virtual Status stop() = 0;  // the day is over; notes and corrections are still taken
    virtual Status end() = 0;   // closes the run; the report can be read
    virtual std::string report_folder() const = 0;  // empty: not closed yet

    virtual std::vector<Preparation> preparation() const = 0;
    virtual std::vector<Finding> findings(const std::string& language) const = 0;  // once stopped
    virtual std::vector<Correction> corrections() const = 0;
    // Runs of the same scenario beside this one, by the names of their folders.
    virtual std::vector<std::string> earlier_runs() const = 0;
    // "compare-<run>.html" in the report's folder: that run beside this one.
    virtual Status compare_with(const std::string& earlier) = 0;
    virtual std::string retest() const = 0;  // how to re-test what failed; empty: nothing did
};

class House {
  public:
    // Called for every answer, refused ones too, as soon as it is known (before the commit).
    using Seen = std::function<void(const Code& unit, const Code& by, const office::Answer&)>;

    virtual ~House() = default;
    virtual const Code& code() const = 0;  // "live", "trial", "my-thuong-1"
    virtual std::string title(const std::string& language) const = 0;
    virtual office::Mode mode() const = 0;
    virtual Clock clock() const = 0;
    virtual std::vector<Code> units() const = 0;
    virtual const office::Recorder* find(const Code& unit) const = 0;  // nullptr: not here
    // The journal of a unit as a file that may be read beside its writer; empty: it has none.
    virtual std::string journal_file(const Code&) const { return {}; }
    // What its records are judged by beside the plan: a rehearsal's cards, with what should come of
    // them.
    virtual std::vector<readiness::Card> judged_by() const { return {}; }
    virtual void on_answer(Seen) = 0;

    // Stamps `at` from the house's clock. The answer may leave only after commit() succeeded.
    // Errors: not_found (unit), io, limit; conflict (the house is over, or is no longer writable).
    virtual Result<office::Answer> ask(const Code& unit, office::Envelope) = 0;
    // Lets time pass up to now: ticks, courier, cast. Returns ms until it wants to run again.
    virtual Result<int64_t> run_due() = 0;
    virtual Status commit() = 0;

    virtual Director* director() { return nullptr; }
};

}  // namespace ss::serve
