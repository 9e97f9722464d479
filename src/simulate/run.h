// Virtual days of one or several units, lived as an office lives them, and counted. Start here for
// how the fast executor works: events, dossiers, waiting work and people are flat arrays that refer
// to each other by index; a work step allocates nothing. What it decides and when is told in
// docs/simulate.md; that it is what the office does, rehearse/equal_test.cc proves.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cast/arrivals.h"
#include "cast/dice.h"
#include "simulate/events.h"
#include "simulate/model.h"
#include "simulate/tally.h"

namespace ss::simulate {

// A line of the log: what a dossier went through, by whom, when.
struct Mark {
    enum class What : uint8_t {
        came,
        presented,
        received,
        asked,
        supplemented,
        offered,
        begun,
        done,
        resolved,
        refused,
        returned,
        gave_up
    };
    int64_t at = 0;
    uint32_t dossier = 0;  // its number in the unit
    uint32_t step = 0;     // into Model::steps, where there is one
    uint16_t person = kNobody, place = 0;
    What what = What::came;
};

struct Span {
    LocalDate first;
    int64_t days = 1;     // calendar days
    int64_t warm_up = 0;  // of them not counted
    bool arrivals_only_first_day = false;
    int64_t after_days = 0;  // days lived on without arrivals
};

class Run {
  public:
    static constexpr size_t kWaits = 12;  // things one dossier may wait for at once

    // The places are run together: what one forwards, another one works on.
    Run(std::vector<std::shared_ptr<const Model>> places, cast::Dice dice);
    ~Run();
    Run(const Run&) = delete;

    void log_to(std::vector<Mark>* log) { log_ = log; }
    // For tests: these come, by place and in order of time, instead of those the dice make.
    void arrivals_by_hand(std::vector<std::vector<cast::Arrival>> all) {
        by_hand_ = std::move(all);
    }
    void live(const Span& span);
    // For a further run with other dice; keeps the memory.
    void again(cast::Dice dice);

    const Tally& tally(size_t place) const { return places_[place].tally; }

    // --- for --from: what is there already; before live() ---
    struct Standing {
        uint16_t procedure = 0, channel = 0;
        uint32_t number = 0;
        Instant presented, received, due;
        enum class Stage : uint8_t {
            presented,
            incomplete,
            transfer,
            running,
            asked,
            resolved
        } stage = Stage::presented;
        Instant transfer_at;
        bool missing = false, asked = false;
        Data data;
        Situations::Found found;
        std::vector<bool> taken;                                // by wait: somebody is at it
        std::vector<std::optional<Instant>> offered, work_due;  // by wait
    };
    void begin_at(Instant now) { now_ = now.ms; }  // in the middle of a day
    void stand(size_t place, const Standing& standing);
    // What became of each that stood there, in the order of stand().
    struct Became {
        int64_t settled = 0;  // when it was resolved or refused; 0: not within the days
        bool late = false;    // then, or with its limit over at the end
    };
    const std::vector<Became>& became() const { return became_; }

  private:
    static constexpr uint32_t kNone = 0xffffffff, kAlone = 0xfffffffe;  // done by itself
    static constexpr int64_t kBackEntry = kMinute;  // entering afterwards what was done on paper
    static constexpr size_t kLaneWords = kMostLanes / 64;
    static constexpr size_t kMostOpen = size_t{1} << 19;
    static constexpr uint16_t kMostRounds = 0xffff;

    enum class Stage : uint8_t {
        free,
        presented,
        incomplete,
        transfer,
        running,
        asked,
        resolved,
        over
    };
    struct Dossier {
        uint64_t citizen = 0;
        const Kind* kind = nullptr;
        const Situation* at = nullptr;
        int64_t came = 0, presented = 0, due = 0, received_w = 0, resolved = 0;
        uint32_t number = 0, serial = 0;
        uint32_t elsewhere = kNone;  // it is another place's; forwarded: the dossier there
        uint16_t procedure = 0, channel = 0, place = 0;
        Stage stage = Stage::free;
        uint16_t rounds = 0;  // times a step ended otherwise than it should, or the dice chose
        bool missing = false, supplement_asked = false, counted = false, clock = false;
        bool forwarded = false;  // received elsewhere, worked on here
        bool after_cutoff = false, brought_nothing = false;
        uint32_t standing = kNone;
        uint32_t next_free = kNone;
        uint32_t reception = kNone;            // its job at the counter
        std::array<uint32_t, kWaits> slots{};  // by wait: job, timer
    };
    struct Job {
        uint32_t dossier = kNone, step = 0;
        int64_t due = 0, since = 0, since_w = 0, remaining = -1;
        uint64_t order = 0;     // kind, number
        uint32_t next = kNone;  // of the same batch; free list
        uint16_t person = kNobody;  // at it
        int16_t rank = 0;
        bool dropped = false;  // the procedure went another way meanwhile
    };
    struct Entry {  // in a lane's heap
        int64_t rank_due = 0, since = 0;
        uint64_t order = 0;
        uint32_t job = 0;
        bool before(const Entry& o) const {
            if (rank_due != o.rank_due) return rank_due < o.rank_due;
            if (since != o.since) return since < o.since;
            return order < o.order;
        }
    };
    struct Queue {
        std::vector<Entry> heap;  // 4-ary; dropped jobs lie in it until they come up
        int64_t length = 0;       // without them
        int64_t since_w = 0, area = 0, slot_area = 0, all_area = 0;
        int idle = 0;  // of those who may
    };
    struct Worker {
        enum State : uint8_t { idle, busy, away, duty } state = idle;
        bool on_duty = false;
        std::array<int64_t, 4> ms{};  // working time by state
        int64_t since_w = 0, turned_w = 0, worked = 0, begun = 0, begun_w = 0;
        uint32_t jobs = kNone;
        uint32_t finish = 0;  // its event is the one that counts
        uint16_t lane = 0;    // of what is in hand
    };
    struct Place {
        std::shared_ptr<const Model> model;
        uint32_t index = 0;
        Tally tally;
        std::vector<Queue> queues;
        std::vector<Worker> workers;
        std::vector<uint16_t> practised;  // person x skill
        Staffing staffing;                // of today
        std::vector<bool> away, away_before;
        std::vector<cast::Arrival> today;
        size_t next_arrival = 0;
        // Bit per lane with pieces waiting; with people idle.
        std::array<uint64_t, kLaneWords> waiting{}, free{};
        size_t lane_words = 0;
        int64_t outage_until = 0;
        uint32_t dossiers = 0, works = 0;
        int64_t open = 0;
        bool dirty = false;
    };
    struct AgencyDesk {
        cast::Duration takes;
        std::vector<int64_t> free_at;
    };

    // run.cc: the clock, days, people
    void reset();
    void begin_day(LocalDate day);
    void begin_day_of(Place& p, LocalDate day);
    void end_day(Place& p);
    void plan_arrivals(Place& p, LocalDate day);
    void plan_outages(Place& p, LocalDate day);
    void set_staffing(Place& p, LocalDate day);
    void set_open(bool open);
    void half_hour();
    void count_from_now(Place& p);
    void close_accounts(Place& p);
    size_t slot_of(int64_t at) const;
    void happen(const Event& e);
    void happen_to_people(Place& p, const Event& e);
    void happen_to_dossier(const Event& e);
    void push(int64_t at, Order order, Happening what, uint32_t a, uint32_t b = 0) {
        events_.push({at, order_of(order, ++running_, what), a, b});
    }
    // Working time since the beginning.
    int64_t work_clock() const { return work_ + (is_open_ ? now_ - open_from_ : 0); }
    const org::Calendar& calendar() const { return places_.front().model->plan().calendar; }
    void turn(Place& p, uint16_t person, Worker::State state);
    static void count_idle(Place& p, uint16_t lane, int by) {
        int& idle = p.queues[lane].idle;
        idle += by;
        const uint64_t bit = uint64_t{1} << (lane % 64);
        if (idle > 0) p.free[lane / 64] |= bit;
        else p.free[lane / 64] &= ~bit;
    }
    int64_t span_over(int64_t days, int64_t ms, bool calendar_time) const;
    int64_t after_working(int64_t ms) const;
    bool past_cutoff() const;
    int64_t due(const org::Limit& limit);
    void wake(Place& p);

    // run_desk.cc: who takes what
    void offer(Place& p, uint32_t job);
    void drop(Place& p, uint32_t job);
    bool clear_dropped(Place& p, uint16_t lane);
    void dispatch(Place& p);
    uint16_t choose(Place& p, uint16_t lane) const;
    uint32_t take(Place& p, uint16_t lane);
    void begin(Place& p, uint16_t person, uint16_t lane);
    int64_t work_of(Place& p, uint16_t person, const Job& job);
    void finish(Place& p, uint16_t person, uint32_t event);
    void shift_ends(Place& p, uint16_t person, uint32_t event);
    void count_work(Place& p, uint16_t person);
    void give_back(Place& p, uint16_t person);
    void flush(Place& p, Queue& q);

    // run_dossier.cc: what becomes of a dossier
    void arrive(Place& p);
    void comes(uint32_t d);
    void present(uint32_t d);
    void brings(uint32_t d);
    void put_reception(uint32_t d);
    void done(Place& p, uint16_t person, const Job& job, uint32_t j);
    void receive(Place& p, uint16_t person, uint32_t d, const Step& step);
    void ask_at_reception(uint32_t d);
    void returned(uint32_t d);
    void received(Place& p, uint32_t d);
    void later(uint32_t d, int64_t at, Order order, Happening what) {
        push(at, order, what, d, dossiers_[d].serial);
    }
    int64_t at_counter(const Dossier& d, Instant at) const;
    void start(uint32_t d);
    void move(uint32_t d, uint16_t move);
    void follow(uint32_t d, const Passage& passage, uint16_t move);
    void auto_complete(uint32_t d);
    void call(uint32_t d, const Call& call);
    void arm(uint32_t d, uint16_t wait, const Wait& w);
    void put_work(uint32_t d, uint16_t wait, const Wait& w);
    void ask_papers(uint32_t d);
    void deliver(uint32_t d, std::string_view message);
    void timer(uint32_t d, uint32_t id);
    void resolve(uint32_t d);
    void refuse(uint32_t d);
    void settle(Dossier& d, bool resolved);
    void hand_back(uint32_t d);
    void finish_returns(uint32_t d);
    void gives_up(uint32_t d);
    void close(uint32_t d);
    void ask_agency(uint32_t d, uint16_t agency);
    void forward(uint32_t d);
    void mark(Mark::What what, const Dossier& d, uint32_t step = 0, uint16_t person = kNobody) {
        if (log_ != nullptr) log_->push_back({now_, d.number, step, person, d.place, what});
    }
    int16_t wait_with(const Dossier& d, uint32_t slot, Wait::Kind kind) const;

    void stand_in_process(uint32_t d, const Standing& standing);  // run_standing.cc
    uint32_t new_dossier(uint16_t place);
    uint32_t new_job();
    void free_job(uint32_t job) {
        jobs_[job].next = free_jobs_;
        free_jobs_ = job;
    }
    uint64_t bits(cast::Purpose purpose, uint64_t a, uint64_t b) const {
        return cast::mixed(cast::mixed(begin_[static_cast<size_t>(purpose)] ^ a) ^ b);
    }
    Place& place_of(const Dossier& d) { return places_[d.place]; }
    Situations& situations() const { return places_.front().model->situations(); }

    cast::Dice dice_;
    std::array<uint64_t, static_cast<size_t>(cast::Purpose::size)> begin_{};
    std::vector<Place> places_;
    std::vector<Dossier> dossiers_;
    std::vector<Job> jobs_;
    uint32_t free_dossiers_ = kNone, free_jobs_ = kNone;
    EventList events_;
    uint64_t running_ = 0;
    uint32_t ids_ = 0;  // of timers, finishes
    int64_t now_ = 0, work_ = 0, open_from_ = 0, open_until_ = 0;
    bool is_open_ = false;
    int64_t cutoff_ = 0;             // of today
    std::array<int64_t, 64> due_{};  // received today, by working days; 0: not asked yet
    size_t day_ = 0;                 // of the span, counted from its first
    int64_t counts_from_ = 0;
    Span span_;
    std::vector<AgencyDesk> agencies_;
    std::vector<uint16_t> dirty_;
    std::vector<Became> became_;
    std::vector<Mark>* log_ = nullptr;
    std::vector<std::vector<cast::Arrival>> by_hand_;  // by place
};

}  // namespace ss::simulate
