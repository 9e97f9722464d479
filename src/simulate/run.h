// Virtual days of one or several units, lived as an office lives them, and counted. Start here for
// how the fast executor works: events, dossiers, waiting work and people stay where they are and
// point to each other; a work step allocates nothing. What it decides and when is told in
// docs/simulate.md; that it is what the office does, rehearse/equal_test.cc proves.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "cast/arrivals.h"
#include "cast/dice.h"
#include "simulate/events.h"
#include "simulate/model.h"
#include "simulate/pool.h"
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
    const Model& model(size_t place) const { return *places_[place].model; }
    template <class F>
    void each_agency(F f) const {  // in the order of their codes
        for (const auto& [code, desk] : agencies_) f(code, desk.tally);
    }

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
    void begin_at(Instant now) { go_to(now.ms); }  // in the middle of a day
    void stand(size_t place, const Standing& standing);
    // What became of each that stood there, in the order of stand().
    struct Became {
        int64_t settled = 0;  // when it was resolved or refused; 0: not within the days
        bool late = false;    // then, or with its limit over at the end
    };
    const std::vector<Became>& became() const { return became_; }

  private:
    static constexpr uint32_t kNone = 0xffffffff;
    static constexpr int kLoadRole = 40;  // 2^40 ms are 34 years
    static constexpr uint64_t kWorked = (uint64_t{1} << kLoadRole) - 1;
    static constexpr int64_t kBackEntry = kMinute;  // entering afterwards what was done on paper
    static constexpr size_t kLaneWords = kMostLanes / 64;
    static constexpr size_t kMostOpen = size_t{1} << 19;
    static constexpr int64_t kCourierTakes = kMinute;
    static constexpr uint16_t kMostRounds = 0xffff;
    static constexpr size_t kAhead = cast::Duration::kTogether / kUsual;

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
    struct Job;
    struct Place;
    struct Slot {  // what a dossier waits for: a piece of work, a timer, or what is done by itself
        Job* job;
        uint32_t timer;
        bool alone;
    };
    struct alignas(64) Dossier {
        Dossier() {}  // leaves the arrays as they are
        // What every step asks for, in one cache line.
        const Situation* at = nullptr;
        const Kind* kind = nullptr;
        Place* place = nullptr;
        uint64_t citizen = 0;
        uint32_t serial = 0, number = 0;
        uint16_t procedure = 0, channel = 0;
        uint16_t rounds = 0;  // times a step ended otherwise than it should, or the dice chose
        Stage stage = Stage::free;
        bool missing = false, supplement_asked = false, counted = false, clock = false;
        bool one_piece = false;   // of work, and nothing else, is awaited
        uint16_t first_move = 0;  // of it
        uint16_t next_usual = kUsual;

        // How long the usual steps take; those before `next_usual` are used up.
        std::array<double, kUsual> takes;
        int64_t came = 0, presented = 0, due = 0, received_w = 0, resolved = 0;
        uint32_t index = 0;          // into dossiers_
        uint32_t elsewhere = kNone;  // it is another place's; forwarded: the dossier there
        bool forwarded = false;      // received elsewhere, worked on here
        bool after_cutoff = false, brought_nothing = false;
        uint32_t standing = kNone;
        Job* reception = nullptr;        // at the counter
        Dossier* next = nullptr;         // free
        std::array<Slot, kWaits> slots;  // by wait; not kept where `one_piece` is all
    };
    struct Job {
        const Step* step = nullptr;
        Dossier* dossier = nullptr;  // none: the procedure went another way meanwhile
        int64_t due = 0, since = 0, since_w = 0, remaining = -1;
        uint64_t order = 0;         // kind, number
        double takes = 0;           // ms, for the practised: thrown in this round
        Job* next = nullptr;        // of the same batch; free
        uint16_t person = kNobody;  // at it
        uint16_t round = 0, skill = 0;
        int16_t rank = 0;
        bool dropped() const { return dossier == nullptr; }
    };
    struct Entry {  // in a lane's queue
        int64_t rank_due = 0, since = 0;
        uint64_t order = 0;
        Job* job = nullptr;
        void is(const Entry& o) {  // number by number, as in events.h
            rank_due = o.rank_due;
            since = o.since;
            order = o.order;
            job = o.job;
        }
        bool before(const Entry& o) const {
            if (rank_due != o.rank_due) return rank_due < o.rank_due;
            if (since != o.since) return since < o.since;
            return order < o.order;
        }
    };
    // Dropped jobs lie in it until they come up.
    class alignas(64) Queue {
      public:
        Entry first;
        int64_t length = 0, most = 0;  // without the dropped ones
        uint32_t dropped = 0;
        uint16_t lane = 0;
        uint64_t bit() const { return uint64_t{1} << (lane % 64); }
        int64_t gone_less_come = 0;

      private:
        void put_behind(const Entry& e);
        void grow();
        // Behind the first: what came in order, a ring whose size is a power of two; what goes
        // before some of that, a 4-ary heap.
        std::vector<Entry> ring_ = std::vector<Entry>(8), heap_;
        size_t from_ = 0, to_ = 0;

      public:
        bool empty() const { return first.job == nullptr; }
        void put(const Entry& e);
        bool pop();  // whether it is empty now
        void clear();
        template <class F>
        void each(F f) const {
            if (!empty()) f(first);
            for (size_t i = from_; i != to_; ++i) f(ring_[i & (ring_.size() - 1)]);
            for (const Entry& e : heap_) f(e);
        }
        // Waiting pieces x working time, by when each came and went; by what each had waited.
        int64_t area(int64_t worked) const { return gone_less_come + length * worked; }
        int64_t waits = 0, area_at_slot = 0, area_before = 0;
        int64_t busy_ms = 0, busy_before = 0;  // of people at what is of this lane
        LaneTally* tally = nullptr;
        const uint64_t* able = nullptr;  // into Place::able
    };
    using Times = std::array<int64_t, 4>;
    struct alignas(64) Worker {
        enum State : uint8_t { idle, busy, away, duty } state = idle;
        bool on_duty = false;
        uint16_t person = 0;
        Place* place = nullptr;
        Queue* queue = nullptr;  // what is in hand was in
        uint64_t finish = 0;     // Event::order: this one is the one that counts
        Job* jobs = nullptr;
        // Of two who are idle, who has less takes the next piece: roles, then ms worked today.
        uint64_t load = 0;
        const uint64_t* may = nullptr;    // into Place::may
        uint16_t* practised = nullptr;    // by skill
        const double* stretch = nullptr;  // by how much was practised: the first so many
        size_t stretches = 0;
        double settled = 1;  // afterwards
        int64_t since_w = 0, begun = 0, begun_w = 0;
        Times ms{};  // working time by state, up to since_w
        int64_t pieces = 0, signatures = 0, overtime_ms = 0;
    };
    struct Ahead {  // of somebody who comes soon: thrown already
        const Kind* kind = nullptr;
        const double* takes = nullptr;  // into Place::takes
    };
    struct Place {
        // What every step asks for comes first: short addresses.
        // Bit per lane with pieces waiting; with somebody idle, or who was so a moment ago.
        std::array<uint64_t, kLaneWords> waiting{}, free{};
        size_t lane_words = 0, person_words = 0;
        int64_t outage_until = 0;
        uint32_t dossiers = 0, works = 0;
        bool woken = false, by_due = true, overtime = true;
        bool few = true;              // lanes and people, no more than 64 of each
        const Step* steps = nullptr;  // the model's; those of the processes
        const Step* work_steps = nullptr;
        std::vector<uint64_t> able;  // by lane: bit per person who may
        std::vector<uint64_t> may;   // by person: bit per lane
        std::vector<uint64_t> idle;  // bit per person
        std::vector<Queue> queues;
        std::vector<Worker> workers;
        uint32_t index = 0;
        int64_t open = 0;
        std::shared_ptr<const Model> model;
        std::vector<uint16_t> practised;  // person x skill
        Staffing staffing;                // of today
        std::vector<bool> away, away_before;
        std::vector<Times> ms_before;  // of the workers: the warm-up
        std::vector<cast::Arrival> today;
        size_t next_arrival = 0;
        std::array<Ahead, kAhead> ahead;  // of today's arrivals [ahead_from, ahead_to)
        size_t ahead_from = 0, ahead_to = 0;
        std::array<double, cast::Duration::kTogether> takes;
        Tally tally;
    };
    // Who is asked comes first, is served first; all is known when it is asked, and counted when
    // it has come to pass. In working time since the beginning, as worked_.
    struct AgencyDesk {
        struct Asked {
            int64_t came = 0, begun = 0, done = 0;
            int64_t answered = 0;  // by the clock
        };
        cast::Duration takes;
        std::vector<int64_t> free;  // from when on, by person; empty: whoever is asked answers
        std::deque<Asked> waiting;
        std::vector<Asked> in_hand;
        int64_t counts_from = 0;
        AgencyTally tally;
    };

    // run.cc: the clock, days, people
    void reset();
    void reset(Place& p);
    void begin_day(LocalDate day);
    void begin_day_of(Place& p, LocalDate day);
    void end_day(Place& p);
    void plan_arrivals(Place& p, LocalDate day);
    void plan_outages(Place& p, LocalDate day);
    void set_staffing(Place& p, LocalDate day);
    static void set_masks(Place& p);
    void set_open(bool open);
    void half_hour();
    void push_hour(int64_t at, Happening what) {
        push_rare(hours_, at, order_of(Order::due, ++running_, what), 0);
    }
    void count_from_now(Place& p);
    void close_accounts(Place& p);
    void happen(const Event& e);
    void happen_to_people(const Event& e);
    void happen_to_dossier(const Event& e);
    void push(int64_t at, Order order, Happening what, uint64_t whom) {
        events_.push(at, order_of(order, ++running_, what), whom);
    }
    // Of what somebody has in hand.
    void push_end(int64_t at, Order order, Happening what, Worker& w) {
        w.finish = order_of(order, ++running_, what);
        events_.push(at, w.finish, whom_of(&w));
    }
    void push_rare(EventList& list, int64_t at, uint64_t order, uint64_t whom) {
        list.push(at, order, whom);
        find_rare();
    }
    void find_rare() {
        rare_.is(hours_.next().before(coming_.next()) ? hours_.next() : coming_.next());
    }
    void pop_rare() {
        (hours_.next().before(coming_.next()) ? hours_ : coming_).pop();
        find_rare();
    }
    int64_t next_at() const { return std::min(events_.next().at, rare_.at); }
    void go_to(int64_t at) {
        now_ = at;
        if (is_open_) worked_ = now_ + worked_less_now_;
    }
    const org::Calendar& calendar() const { return places_.front().model->plan().calendar; }
    void turn(Worker& w, Worker::State state);
    static void set_idle(const Worker& w) {
        Place& p = *w.place;
        p.idle[w.person / 64] |= uint64_t{1} << (w.person % 64);
        for (size_t k = 0; k < p.lane_words; ++k) p.free[k] |= w.may[k];
    }
    int64_t span_over(int64_t days, int64_t ms, bool calendar_time) const;
    int64_t after_working(int64_t ms) const;
    bool past_cutoff() const;
    int64_t due(const org::Limit& limit);
    // There may be somebody for something now.
    void wake(Place& p) {
        if (only_ != nullptr) return;
        woken_[how_many_woken_] = &p;
        how_many_woken_ += !p.woken;
        p.woken = true;
    }

    // run_desk.cc: who takes what
    void offer(Dossier& d, Job& job);
    void drop(Place& p, Job& job);
    bool clear_dropped(Place& p, Queue& q);
    void dispatch(Place& p);
    template <bool kFew>  // as Place::few
    void dispatch_in(Place& p);
    template <bool kFew>
    Queue* next_queue(Place& p);
    template <bool kFew>
    static Worker* choose(Place& p, const Queue& q);
    static void pop(Place& p, Queue& q);
    Job& take(Place& p, Queue& q);
    void count_wait(const Dossier& d) const;
    void begin(Worker& w, Queue& q);
    void throw_ahead(Place& p) const;
    void throw_time(Job& job, Dossier& d) const;
    int64_t work_of(const Worker& w, Job& job);
    void finish(Worker& w, uint64_t event);
    void count_work(Worker& w) const;
    void give_back(Worker& w);

    // run_dossier.cc: what becomes of a dossier
    void arrive(Place& p);
    void comes(Dossier& d);
    void present(Dossier& d);
    void brings(Dossier& d);
    void put_at_counter(Dossier& d, uint32_t step, int64_t since, uint64_t order);
    void put_reception(Dossier& d);
    void done(const Worker& w, const Step& step, Dossier& d, const Job& job);
    void receive(const Worker& w, Dossier& d, const Step& step);
    void ask_at_reception(Dossier& d);
    void returned(Dossier& d);
    void received(Place& p, Dossier& d);
    void later(Dossier& d, int64_t at, Order order, Happening what) {
        push(at, order, what, whom_of(d.index, d.serial));
    }
    int64_t at_counter(const Dossier& d, Instant at) const;
    void start(Dossier& d);
    void move(Dossier& d, uint16_t move);
    void follow(Dossier& d, const Passage& passage, uint16_t move);
    void auto_complete(Dossier& d);
    void call(Dossier& d, const Call& call);
    void arm(Dossier& d, uint16_t wait, const Wait& w);
    Job* put_work(Dossier& d, uint32_t step);
    void ask_papers(Dossier& d);
    void deliver(Dossier& d, std::string_view message);
    void timer(Dossier& d, uint32_t id);
    void resolve(Dossier& d);
    void refuse(Dossier& d);
    void settle(Dossier& d, bool resolved);
    void hand_back(Dossier& d);
    void finish_returns(Dossier& d);
    void gives_up(Dossier& d);
    void close(Dossier& d);
    void forward(const Dossier& here);
    void mark(Mark::What what, const Dossier& d, uint32_t step = 0, uint16_t person = kNobody) {
        if (log_ != nullptr) [[unlikely]]
            log_->push_back({now_, d.number, step, person, place(d), what});
    }
    // Which of its waits holds to; -1: none does.
    template <class F>
    static int find_wait(const Dossier& d, F holds) {
        if (d.at == nullptr) return -1;
        for (size_t w = 0; w < d.at->waits.size(); ++w)
            if (holds(d.at->waits[w], d.slots[w])) return static_cast<int>(w);
        return -1;
    }

    // run_agency.cc: who is asked
    void ask_agency(Dossier& d, const Code& agency);
    AgencyDesk& desk_of(const Code& agency, const plan::Demand& demand);
    void catch_up(AgencyDesk& desk);
    void end_day(AgencyDesk& desk);
    void count_from_now(AgencyDesk& desk);
    void close_account(AgencyDesk& desk);

    void stand_in_process(Dossier& d, const Standing& standing);  // run_standing.cc
    Dossier& new_dossier(Place& p);
    Job& new_job();
    static uint16_t place(const Dossier& d) { return static_cast<uint16_t>(d.place->index); }

    EventList events_;
    int64_t worked_ = 0;           // working time since the beginning
    int64_t worked_less_now_ = 0;  // while the doors are open
    int64_t now_ = 0, open_from_ = 0, open_until_ = 0;
    bool is_open_ = false;
    uint32_t ids_ = 0;  // of timers, dossiers
    uint64_t running_ = 0;
    std::vector<Mark>* log_ = nullptr;
    Place* only_ = nullptr;      // the place, if there is but one: asked every time
    std::vector<Place*> woken_;  // else: the first how_many_woken_, and room for one more
    size_t how_many_woken_ = 0;
    Event rare_;        // the earliest of the next two
    EventList hours_;   // the days, the doors, the half-hours
    EventList coming_;  // who comes next to each place
    Situations* situations_ = nullptr;
    Pool<Dossier> dossiers_;
    Pool<Job> jobs_;
    std::vector<Place> places_;
    cast::Dice dice_;
    int64_t cutoff_ = 0;             // of today
    std::array<int64_t, 64> due_{};  // received today, by working days; 0: not asked yet
    size_t day_ = 0;                 // of the span, counted from its first
    int64_t counts_from_ = 0;
    Span span_;
    std::map<Code, AgencyDesk> agencies_;
    std::vector<Became> became_;
    std::vector<std::vector<cast::Arrival>> by_hand_;  // by place
};

}  // namespace ss::simulate
