// Several offices on one virtual clock: their journals, the courier between them, the simulated
// officers and citizens, and the queue of what happens next. The acts (play_meeting.cc), the
// injects (play_inject.cc) and the desks (play_desk.cc) all act through it.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cast/arrivals.h"
#include "cast/board.h"
#include "cast/officer.h"
#include "journal/journal.h"
#include "office/recorder.h"
#include "rehearse/scenario.h"

namespace ss::rehearse {

// What a citizen who has handed something in will do next.
struct Guest {
    cast::Citizen citizen;
    const CitizenDo* scripted = nullptr;  // of an inject; nullptr: an ordinary one
    std::optional<Instant> comes_back;    // to fetch the result
    int rounds = 0;                       // times a step has ended otherwise than it should
};

struct Outage {
    Instant until;
    std::set<Code> roles;  // empty: every desk
    bool paper = true;
    double slower = 0;  // 0: nothing can be entered
};

struct Duty {  // an assignment the scenario speaks of, once it is accepted
    const ReportDo* says = nullptr;
    Instant progress_at;
    Instant done_at;
};

struct Unit {
    Code code;
    std::unique_ptr<journal::Storage> storage;
    std::unique_ptr<office::Recorder> recorder;
    std::map<Code, cast::Officer> officers;
    std::map<DossierId, Guest> guests;
    std::set<std::pair<int, uint32_t>> claimed;  // jobs somebody is at
    std::map<std::pair<std::pair<int, uint32_t>, Code>, std::set<Code>> able;
    std::vector<Outage> outages;
    std::map<Code, uint32_t> brought;  // inject -> number of the last paper or dossier it brought
    std::map<AssignmentId, Duty> duties;
    std::map<Code, std::string> taken;  // seats of people: officer -> who sits there
    uint64_t requests = 0;              // running number of request ids
    bool people_changed = true;
    bool dispatching = false;
    bool opening_planned = false;

    const office::State& state() const { return recorder->state(); }
};

using Progress = std::function<void(double done, Instant now, const std::string& what)>;

class World {
  public:
    // `folder` empty: journals in memory.
    World(const Scenario& scenario, std::shared_ptr<const plan::Plan> plan, uint64_t seed,
          std::string folder);

    Status open();                                       // journals, plan, people
    Status run(const Progress& progress, double speed);  // speed 0: as fast as it goes
    // What happens up to `until`, at most so many events and ticks of it. True: all of it.
    Result<bool> advance(Instant until, size_t most);
    std::optional<Instant> next() const;  // when something happens by itself
    Status close();                       // last commit

    // --- people among the cast -------------------------------------------------------------------
    // Whose seat is taken does nothing by itself; given back, the cast takes up what lies there.
    void take_seat(Unit&, const Code& officer, const std::string& person);
    Status give_back(Unit&, const Code& officer);
    // One whom the plan's roster does not know. Errors: unavailable (refused).
    Status enrol_person(Unit&, const Code& officer, const std::string& name,
                        const std::vector<Code>& posts);
    // What a person asks, at the world's time.
    Result<office::Answer> ask_for_person(Unit&, office::Envelope);
    // A card, now, in these units. Errors: unavailable (no such card, no such unit); conflict (it
    // has been given there).
    Status give_card(const Code& inject, const std::vector<Code>& units);
    bool given(const Code& inject, const Code& unit) const {
        return given_.contains({inject, unit});
    }
    const std::list<Inject>& given_elsewhere() const { return elsewhere_; }
    // The day begins although these are open.
    Status waive(const Code& unit, const std::vector<std::string>& items, const std::string& why);
    Status commit();
    // Told of every answer, before it is committed.
    std::function<void(const Code& unit, const Code& by, const office::Answer&)> on_answer;

    // --- for those who act in it -----------------------------------------------------------------
    Instant now() const { return now_; }
    const Scenario& scenario() const { return scenario_; }
    const plan::Plan& plan() const { return *plan_; }
    const cast::Dice& dice() const { return dice_; }
    Unit& unit(const Code& code) { return *units_.at(code); }
    std::map<Code, std::unique_ptr<Unit>>& units() { return units_; }
    const std::map<Code, std::unique_ptr<Unit>>& units() const { return units_; }
    Instant at_clock(int64_t ms_of_day) const;  // of the day that is lived

    // Things at the same time happen in the order of `kind`, then in the order they were asked for.
    void later(Instant at, int kind, std::function<Status()> act);
    // One command into a unit's journal; its facts are seen to (results fetched, messages carried).
    Result<office::Answer> ask(Unit&, const Code& by, office::Command command,
                               std::string request = {}, std::vector<SealedValue> sealed = {},
                               std::optional<Instant> happened = {});
    std::string request_id(Unit&, const std::string& prefix);

    void wake(Unit&);  // somebody may have something to do
    Status citizen_comes(Unit&, cast::Citizen, const CitizenDo*, const std::string& request_prefix);
    std::optional<Instant> outage_until(const Unit&, const std::set<Code>& roles, double* slower);
    uint64_t next_visitor() { return ++visitors_; }

  private:
    struct Event {
        std::function<Status()> act;
    };

    Status open_unit(const Code& code);
    Status enrol(Unit&, bool established);
    Status see_to(Unit&, const office::Answer&);  // react to facts
    Status see_fact(Unit&, const office::Fact&);
    Guest* guest_of(const Unit&, DossierId) const;
    DossierId dossier_of(const Unit&, const cast::Job&) const;
    cast::Go go_of(const Unit&, const cast::Job&) const;
    const Inject* inject_of(const CitizenDo&) const;
    void bring_papers(Unit&, DossierId);
    void confirm_draft(Unit&, DossierId);
    void rate_service(Unit&, DossierId);
    void wants_erased(Unit&, DossierId);
    Status carry(Unit& from, const office::Message&);  // courier and agencies
    Status bring(const office::Message&, const std::vector<SealedValue>& sealed);
    Status answer_of_agency(const office::Message&);
    Status tick(Unit&, Instant due);
    Result<office::Answer> submit(Unit&, office::Envelope);
    void refresh_people(Unit&);

    // play_desk.cc
    Status dispatch(Unit&);
    bool may_do(Unit&, const cast::Officer&, const cast::Job&);
    bool left_to_person(Unit&, const cast::Job&);
    const std::set<Code>& able(Unit&, const cast::Job&);
    cast::Officer* choose(Unit&, const cast::Job&);
    Status begin(Unit&, cast::Officer&, cast::Job);
    Status finish(Unit&, const Code& officer, const cast::Job&);
    Status finish_receive(Unit&, cast::Officer&, const cast::Job&, bool& refused);
    Status finish_work(Unit&, cast::Officer&, const cast::Job&, bool& refused);
    Status finish_hand_back(Unit&, cast::Officer&, const cast::Job&, bool& refused);
    Status fetch(Unit&, DossierId);
    Status present(Unit&, cast::Citizen, const CitizenDo*, const std::string& prefix,
                   std::optional<Instant> happened);

    // play_assignment.cc
    const ReportDo* said_of(const Unit&, AssignmentId) const;
    void begin_duty(Unit&, AssignmentId);
    void add_reports(const Unit&, std::vector<cast::Job>&) const;

    // play_inject.cc: the leader's hand on the board
    void lead(const Unit&, std::vector<cast::Job>&) const;
    Status excuse_heads(Unit&);

    // play_meeting.cc, play_inject.cc
    Status plan_acts();
    Status plan_injects();
    Status open_doors(Unit&, const Act&);

    const Scenario& scenario_;
    std::shared_ptr<const plan::Plan> plan_;
    cast::Dice dice_;
    std::string folder_;
    std::map<Code, std::unique_ptr<Unit>> units_;
    std::map<std::tuple<Instant, int, uint64_t>, Event> events_;
    uint64_t next_event_ = 0;
    uint64_t visitors_ = 0;
    Instant now_;
    size_t uncommitted_ = 0;
    size_t ticks_ = 0;                       // since the last event
    std::optional<Instant> back_entry_;      // while something done on paper is being entered
    std::set<std::pair<Code, Code>> given_;  // cards by unit
    std::list<Inject> elsewhere_;  // cards given to other units than they were written for
};

// Kinds of events at the same instant, in the order in which they happen.
enum EventKind : int { kCourierEvent, kInjectEvent, kMeetingEvent, kCitizenEvent, kDeskEvent };

}  // namespace ss::rehearse
