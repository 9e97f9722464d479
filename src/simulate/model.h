// One unit made ready to be run: its steps, lanes, people and calendar as flat tables. What a plan
// says is asked once, by the office's own functions (org::workers, documents::may_sign_result,
// dossiers::required_components, Calendar); a run only looks up.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "cast/arrivals.h"
#include "cast/duration.h"
#include "cast/officer.h"
#include "org/calendar.h"
#include "org/org.h"
#include "plan/plan.h"
#include "simulate/result.h"
#include "simulate/rota.h"
#include "simulate/situations.h"

namespace ss::simulate {

enum class ShiftEnd : uint8_t {
    overtime,   // what has been begun is finished
    suspend,    // it lies until the doors open again, with whom it is
    hand_over,  // it goes back to the lane, with what is left of it
};
constexpr auto names(ShiftEnd) {
    return std::to_array<std::string_view>({"overtime", "suspend", "hand_over"});
}

// What is to be run: a plan, perhaps changed, and what no plan says.
struct Setup {
    std::shared_ptr<const plan::Plan> plan;
    std::shared_ptr<Situations> situations;  // of a plan with the same processes; empty: its own
    Code unit;
    LocalDate first_day;      // from which it is run
    Code staff_of;            // unit whose roster is lent; empty: its own
    double load = 1;          // factor on arrivals
    double size = 1;          // a further one: how large a made-up unit is beside the plan's
    double arrivals = 0;      // a day, before factors of the day; 0: as the plan says
    int staff_times = 1;      // the roster so many times over (a large synthetic unit)
    double outage_hours = 0;  // every working day, besides the plan's chance ones
    std::set<Code> absent;    // every day
    std::vector<Leave> leave;
    std::map<Code, Instant> away_until;
    std::set<std::string> removed;                    // steps: "1.001193/tail/digitise"
    std::map<std::string, int64_t> limits;            // steps -> ms of working time
    std::map<std::string, std::vector<Code>> splits;  // step or kind -> officers who do only this
    std::vector<Code> network;  // units run together, in order: where dossiers may belong
    ShiftEnd shift_end = ShiftEnd::overtime;
    bool earliest_due_first = true;  // false: in the order in which it came
    std::map<Code, int> priority;    // procedure -> rank, lower goes first; absent: 0
    bool chance_absence = true, chance_outage = true;
};

inline constexpr uint16_t kNobody = 0xffff;
inline constexpr size_t kMostLanes = 256;

// What a run looks up at every step comes first; what people read, last.
struct alignas(64) Step {
    enum Is : uint8_t { receives, returns, work } is = work;
    bool has_limit = false, removed = false, signs = false, apology = false;
    bool one_way = true;  // always ends with its first outcome
    uint16_t lane = 0;
    uint16_t skill = 0;  // kind of work and procedure: what practice counts
    int16_t rank = 0;
    uint32_t index = 0;  // into Model::steps
    int batch = 1;
    int64_t interruption = 0;  // ms, once for each go
    int64_t limit_days = 0, limit_ms = 0;
    uint64_t key = 0;  // of the dice
    uint16_t procedure = 0;
    cast::Duration takes;
    cast::Outcomes ends;
    Code node, kind, role;
    std::string name;
};

struct Lane {
    std::string key;  // what makes it a lane of its own
    Code code, role;  // "leader", "leader:GKS"
    bool signs = false;
    std::vector<const plan::ResultPaper*> signs_what;  // whoever may sign all of these
    std::vector<Code> types;                           // of these results
    std::vector<Code> only;                            // officers of a split lane; empty: by role
    int people = 0;                                    // who may, with nobody away
};

struct Person {
    Code code;
    std::vector<Code> posts;
    double experience = 0;
    uint64_t key = 0;
    std::vector<org::Hours> duties;
    // By dossiers practised since; people of one experience share them.
    std::shared_ptr<const std::vector<double>> stretch, green;
    bool signs = false;   // on the first day
    Instant signs_until;  // of whoever has a signature
};

inline constexpr size_t kUsual = 8;
// A step in the round in which it usually comes up (Run::Dossier::rounds).
struct Usual {
    const Step* step = nullptr;
    uint16_t round = 0;
    uint64_t key = 0;  // key_in_round
};
// What is thrown for a step once more is thrown anew.
inline uint64_t key_in_round(uint64_t key, uint16_t round) {
    return key + uint64_t{round} * 0x9e3779b97f4a7c15ull;
}

// A dossier as the law sees it when it is handed in: by procedure, channel and open data.
struct Kind {
    mutable std::atomic<const Passage*> begin[2];  // received before, after the cut-off
    std::vector<bool> required;  // papers the law asks for: whether one left out is missed
    org::Limit limit;
    std::vector<Usual> usual;  // what most of them go through, in order; the first kUsual
    Data data;
};

class Model {
  public:
    // nullptr: something is wrong; every complaint is in `diagnostics`.
    static std::shared_ptr<Model> make(Setup setup, std::shared_ptr<Situations> situations,
                                       Diagnostics& diagnostics);

    const plan::Plan& plan() const { return *setup_.plan; }
    const Setup& setup() const { return setup_; }
    Situations& situations() const { return *situations_; }

    // steps: [0, P) receive, [P, 2P) hand back, then those of the processes.
    uint32_t receive_step(uint16_t procedure) const { return procedure; }
    uint32_t return_step(uint16_t procedure) const {
        return static_cast<uint32_t>(procedures_) + procedure;
    }
    uint32_t work_step(uint32_t step) const {
        return 2 * static_cast<uint32_t>(procedures_) + step;
    }
    const Kind& kind(uint16_t procedure, uint16_t channel, const cast::Dice& dice,
                     uint64_t citizen) const;
    // The same for data that is known.
    const Kind& kind_of(uint16_t procedure, Data data) const;
    const Passage& begin(const Kind& kind, uint16_t procedure, bool after_cutoff) const;
    // Who may do what with these people away, and these signatures not working; rota.h.
    void staffing(const std::vector<bool>& away, Staffing& day) const { rota_->on(away, day); }
    Staffing everybody() const;
    // A warning for everybody whose signature runs out after the first day and by this one.
    void say_signatures(LocalDate last, Diagnostics&) const;
    double forgets(uint16_t channel) const { return forgets_[channel]; }  // probability

    std::vector<Step> steps;
    std::vector<Lane> lanes;
    std::vector<Person> people;
    size_t skills = 0;
    std::unique_ptr<cast::Arrivals> arrivals;
    std::vector<uint16_t> procedure_of;  // of arrivals' procedures: into situations().procedures()
    std::vector<dossiers::Channel> channel_of;
    std::vector<Code> channel_codes;
    cast::Duration patience;

  private:
    Model(Setup setup, std::shared_ptr<Situations> situations)
        : setup_(std::move(setup)), situations_(std::move(situations)) {}
    void make_people();
    void make_steps();
    uint16_t lane_for(const Step& step, const Code& procedure, const Code& document);
    void make_demand();
    void check(Diagnostics&) const;
    bool receives_nothing(Diagnostics&) const;
    void check_arrivals(Diagnostics&) const;
    void check_people(const std::set<uint16_t>& used, Diagnostics&) const;
    // `used`: the lanes that its work comes to.
    void check_procedure(uint16_t procedure, std::set<uint16_t>& used, Diagnostics&) const;
    void check_steps(uint16_t procedure, const std::set<uint32_t>& steps, std::set<uint16_t>& used,
                     Diagnostics&) const;
    bool ran_out(const Lane& lane) const;
    std::string roster_file() const;

    Setup setup_;
    std::shared_ptr<Situations> situations_;
    size_t procedures_ = 0;
    org::State org_;
    Instant as_of_;
    struct Kinds {                                            // of a procedure
        std::vector<std::pair<cast::Drawn, uint32_t>> drawn;  // and how many values
        std::unique_ptr<std::atomic<const Kind*>[]> all;      // channel x values
        size_t size = 0;
    };
    const Kind& make_kind(uint16_t procedure, uint16_t channel, const cast::Dice& dice,
                          uint64_t citizen, size_t at) const;
    std::unique_ptr<Kind> kind_for(const plan::Procedure& procedure, Data data) const;
    void find_usual(Kind& kind, uint16_t procedure) const;
    mutable std::mutex mutex_;
    std::unique_ptr<const Rota> rota_;
    std::vector<double> forgets_;  // by channel
    mutable std::vector<std::unique_ptr<Kind>> made_;
    std::vector<Kinds> kinds_;  // by procedure
};

}  // namespace ss::simulate
