// The fast executor against one that anybody can follow: every second of the day it looks at every
// desk and every citizen. Thousands of small made-up offices have to go alike, mark for mark.
#include <set>

#include "cast/arrivals.h"
#include "simulate/small_models.h"

namespace ss::simulate {
namespace {

constexpr int64_t kDaySeconds = 24 * 3600, kStays = 45 * 60;

// --- a small office, made up by a seed ----------------------------------------------------------

struct ToyStep {
    int pool = 0;
    int64_t takes = 60, limit = 0;  // seconds; no limit: 0
    bool again = false, only_big = false, sign = false;
};
struct ToyProcedure {
    int pool = 0;  // who receives and hands back
    int64_t receive = 60, hand_back = 60;
    int rank = 0;
    std::vector<ToyStep> steps;
};
struct ToyCitizen {
    int64_t at = 0;
    uint16_t procedure = 0;
    bool online = false;
};
struct Toy {
    int days = 1;
    std::vector<std::pair<int64_t, int64_t>> spans;  // of every day
    int64_t cutoff = 0, patience = 0, fetch = 60;
    std::vector<std::vector<int>> people;           // their pools
    std::vector<std::pair<int64_t, int64_t>> duty;  // of pool 0's post
    std::vector<ToyProcedure> procedures;
    std::vector<ToyCitizen> citizens;
    ShiftEnd rule = ShiftEnd::overtime;
    bool by_due = true;
    int batch = 1;
    cast::Dice dice;
};

class Maker {
  public:
    explicit Maker(uint64_t seed) : dice_{seed, 1} {}

    Toy make() {
        Toy t;
        t.dice = dice_;
        hours(t);
        t.rule = static_cast<ShiftEnd>(upto(0, 2));
        t.by_due = !rarely(4);
        t.batch = t.rule != ShiftEnd::hand_over && rarely(3) ? static_cast<int>(upto(2, 3)) : 1;
        if (rarely(4)) t.patience = upto(1, 30) * 60;
        t.fetch = upto(1, 1200);
        const int pools = static_cast<int>(upto(1, 3));
        for (int pool = 0; pool < pools; ++pool)
            for (int64_t n = upto(1, 3); n > 0; --n) {
                std::vector<int> in{pool};
                if (const int other = static_cast<int>(upto(0, pools - 1));
                    rarely(3) && other != pool)
                    in.push_back(other);
                t.people.push_back(in);
            }
        for (int64_t n = upto(1, 3); n > 0; --n) t.procedures.push_back(procedure(pools));
        const int64_t last = t.days * kDaySeconds;
        for (int64_t n = upto(3, 16); n > 0; --n) {
            ToyCitizen c;
            const auto& span = t.spans[static_cast<size_t>(upto(0, last_of(t.spans)))];
            c.at = upto(0, t.days - 1) * kDaySeconds + upto(span.first - 300, span.second + 300);
            if (rarely(5)) c.at = upto(0, last - 1);
            if (rarely(5)) c.at -= c.at % 60;
            c.procedure = static_cast<uint16_t>(upto(0, last_of(t.procedures)));
            c.online = rarely(4);
            t.citizens.push_back(c);
        }
        std::stable_sort(t.citizens.begin(), t.citizens.end(),
                         [](const auto& a, const auto& b) { return a.at < b.at; });
        return t;
    }

  private:
    int64_t upto(int64_t least, int64_t most) {
        return least + static_cast<int64_t>(dice_.below(static_cast<uint64_t>(most - least + 1),
                                                        cast::Purpose::data, ++thrown_));
    }
    bool rarely(int64_t n) { return upto(1, n) == 1; }
    template <class T>
    static int64_t last_of(const std::vector<T>& v) {
        return static_cast<int64_t>(v.size()) - 1;
    }
    // One to three spans of some minutes each, perhaps one where the other ends.
    void hours(Toy& t) {
        t.days = static_cast<int>(upto(1, 3));
        int64_t from = upto(8 * 3600, 15 * 3600);
        for (int64_t n = upto(1, 3); n > 0; --n) {
            const int64_t to = from + upto(3, 25) * 60;
            t.spans.emplace_back(from, to);
            from = to + (rarely(6) ? 0 : upto(1, 1800));
        }
        t.cutoff = rarely(2) ? kDaySeconds : upto(t.spans[0].first, t.spans.back().second);
        if (!rarely(4)) return;
        const int64_t begins = upto(t.spans[0].first - 60, t.spans.back().second);
        t.duty.emplace_back(begins, begins + upto(1, 900));
    }
    int64_t takes() {
        return rarely(8) ? upto(600, 5400) : rarely(3) ? 60 * upto(1, 6) : upto(1, 400);
    }
    ToyProcedure procedure(int pools) {
        ToyProcedure p;
        p.pool = static_cast<int>(upto(0, pools - 1));
        p.receive = rarely(2) ? upto(1, 60) : upto(1, 300);
        p.hand_back = upto(1, 120);
        p.rank = rarely(4) ? 1 : 0;
        for (int64_t n = upto(1, 4); n > 0; --n) {
            ToyStep s;
            s.pool = static_cast<int>(upto(0, pools - 1));
            s.takes = takes();
            if (rarely(2)) s.limit = upto(1, 2400);
            s.again = rarely(5);
            s.only_big = rarely(5);
            s.sign = rarely(3);
            p.steps.push_back(s);
        }
        return p;
    }
    cast::Dice dice_;
    uint64_t thrown_ = 0;
};

std::string node_of(size_t step) {
    return "s" + std::to_string(step);
}

small::Office office_of(const Toy& t) {
    small::Office o;
    auto& d = o.plan.demand;
    for (auto& day : o.plan.calendar.week) {
        day.clear();
        for (const auto& [from, to] : t.spans) day.push_back({from * kSecond, to * kSecond});
    }
    o.plan.calendar.transfer_cutoff = t.cutoff * kSecond;
    for (size_t i = 0; i < t.people.size(); ++i) {
        std::vector<Code> posts;
        for (const int pool : t.people[i]) posts.push_back("p" + std::to_string(pool));
        o.person("k" + std::to_string(i), posts);
    }
    for (const auto& [from, to] : t.duty) d.duties["p0"].push_back({from * kSecond, to * kSecond});
    for (size_t i = 0; i < t.procedures.size(); ++i) {
        const ToyProcedure& p = t.procedures[i];
        const Code code = "P" + std::to_string(i);
        std::vector<small::Step> steps;
        for (size_t s = 0; s < p.steps.size(); ++s) {
            const ToyStep& step = p.steps[s];
            steps.push_back({node_of(s), "p" + std::to_string(step.pool),
                             step.sign ? "sign" : "verify", step.again ? "ok,again" : "ok",
                             step.only_big ? "big" : ""});
            o.takes(code + "/" + node_of(s), step.takes * kSecond);
            if (step.limit > 0) o.setup.limits[code + "/" + node_of(s)] = step.limit * kSecond;
        }
        o.procedure(code, steps, true, "p" + std::to_string(p.pool));
        o.takes(code + "/receive", p.receive * kSecond);
        o.takes(code + "/return", p.hand_back * kSecond);
        o.setup.priority[code] = p.rank;
    }
    d.outcomes["again"] = 0.3;
    d.variables["big"] = 0.5;
    d.batch["sign"] = t.batch;
    d.channels = {{"counter", 0.5}, {"online", 0.5}};
    d.fetches = small::exactly(t.fetch * kSecond);
    if (t.patience > 0) d.patience = small::exactly(t.patience * kSecond);
    o.setup.shift_end = t.rule;
    o.setup.earliest_due_first = t.by_due;
    for (const ToyCitizen& c : t.citizens)
        o.comes({small::at(0, "00:00").ms + c.at * kSecond}, c.procedure, c.online ? 1 : 0);
    return o;
}

// --- the stepper --------------------------------------------------------------------------------

struct Told {  // a line of what happened, as both tell it
    int64_t second = 0;
    uint32_t dossier = 0;
    std::string what;
    auto operator<=>(const Told&) const = default;
};

class Stepper {
  public:
    explicit Stepper(const Toy& toy) : t_(toy), workers_(toy.people.size()) {
        for (int64_t day = 0; day < t_.days + 16; ++day)  // longer than any limit
            for (const auto& [from, to] : t_.spans)
                for (int64_t s = from; s < to; ++s) open_.push_back(day * kDaySeconds + s);
    }

    std::vector<Told> live() {
        const int64_t end = t_.days * kDaySeconds;
        for (now_ = 0; now_ < end; ++now_) {
            now_ = std::min(end - 1, quiet_until());
            if (now_ / kDaySeconds != today_)
                for (Worker& w : workers_) w.worked = 0;
            today_ = now_ / kDaySeconds;
            what_is_due();
            who_comes();
            who_is_done();
            while (open_at(now_) && somebody_begins()) {
            }
            for (Worker& w : workers_)
                if (!w.pieces.empty() && (t_.rule == ShiftEnd::overtime || open_at(now_))) --w.left;
        }
        return std::move(told_);
    }

  private:
    enum class Stage { at_the_door, presented, handed_on_later, running, resolved, over };
    struct Dossier {
        size_t citizen = 0;
        uint32_t number = 0;
        Stage stage = Stage::at_the_door;
        int64_t presented = 0, handed_on = 0, resolved = 0;
        int rounds = 0;
    };
    struct Piece {
        size_t dossier = 0;
        int step = 0;  // kReceive, kReturn
        int64_t due = 0, since = 0, kind = 0, number = 0, left = 0;
        bool begun = false;
    };
    struct Worker {
        std::vector<Piece> pieces;
        int64_t left = 0, worked = 0, order = 0;
    };
    struct Appointment {  // of a citizen
        int64_t at = 0;
        enum { door, fetch, patience } what = door;
        size_t dossier = 0;
    };
    static constexpr int kReceive = -1, kReturn = -2;

    bool open_at(int64_t s) const {
        const int64_t clock = s % kDaySeconds;
        for (const auto& [from, to] : t_.spans)
            if (clock >= from && clock < to) return true;
        return false;
    }
    bool closes_at(int64_t s) const {
        for (const auto& [from, to] : t_.spans)
            if (s % kDaySeconds == to) return true;
        return false;
    }
    // For the sake of speed: the second until which all is closed, at rest, and nobody on the way.
    int64_t quiet_until() const {
        const int64_t clock = now_ % kDaySeconds, midnight = now_ - clock + kDaySeconds;
        if (clock >= t_.spans.front().first && clock <= t_.spans.back().second) return now_;
        for (const Worker& w : workers_)
            if (!w.pieces.empty() && t_.rule == ShiftEnd::overtime) return now_;
        int64_t until =
            clock < t_.spans.front().first ? now_ - clock + t_.spans.front().first : midnight;
        for (const Appointment& a : appointments_) until = std::min(until, a.at);
        if (next_citizen_ < t_.citizens.size())
            until = std::min(until, t_.citizens[next_citizen_].at);
        return until;
    }
    int64_t next_open(int64_t s) const { return *std::lower_bound(open_.begin(), open_.end(), s); }
    int64_t after_working(int64_t seconds) const {
        const auto first = std::lower_bound(open_.begin(), open_.end(), now_);
        return *(first + (seconds - 1)) + 1;
    }
    const ToyProcedure& procedure_of(const Dossier& d) const {
        return t_.procedures[t_.citizens[d.citizen].procedure];
    }
    int pool_of(const Piece& p) const {
        const ToyProcedure& of = procedure_of(dossiers_[p.dossier]);
        return p.step < 0 ? of.pool : of.steps[static_cast<size_t>(p.step)].pool;
    }
    std::string kind_of(const Piece& p) const {
        if (p.step == kReceive) return "receive";
        if (p.step == kReturn) return "return";
        const ToyProcedure& of = procedure_of(dossiers_[p.dossier]);
        return of.steps[static_cast<size_t>(p.step)].sign ? "sign" : "verify";
    }
    std::string name_of(const Piece& p) const {
        const size_t procedure = t_.citizens[dossiers_[p.dossier].citizen].procedure;
        return "P" + std::to_string(procedure) + "/" +
               (p.step < 0 ? kind_of(p) : node_of(static_cast<size_t>(p.step)));
    }
    void tell(const Dossier& d, std::string what) {
        told_.push_back({now_, d.number, std::move(what)});
    }
    bool on_duty(size_t person) const {
        const auto& in = t_.people[person];
        if (std::find(in.begin(), in.end(), 0) == in.end()) return false;
        for (const auto& [from, to] : t_.duty)
            if (now_ % kDaySeconds >= from && now_ % kDaySeconds < to) return true;
        return false;
    }

    // What is half done goes back when the doors close; what came late is handed on when they open.
    void what_is_due() {
        if (t_.rule == ShiftEnd::hand_over && closes_at(now_))
            for (Worker& w : workers_) {
                if (w.pieces.empty() || w.left == 0) continue;
                w.worked -= w.left;
                w.pieces[0].left = w.left;
                waiting_.push_back(w.pieces[0]);
                w.pieces.clear();
            }
        std::map<uint32_t, size_t> handed_on;  // in order of their numbers
        for (size_t d = 0; d < dossiers_.size(); ++d)
            if (dossiers_[d].stage == Stage::handed_on_later && dossiers_[d].handed_on == now_)
                handed_on[dossiers_[d].number] = d;
        for (const auto& [number, d] : handed_on) goes_on(d, 0);
    }

    void who_comes() {
        for (; next_citizen_ < t_.citizens.size() && t_.citizens[next_citizen_].at == now_;
             ++next_citizen_) {
            Dossier& d = dossiers_.emplace_back();
            d.citizen = next_citizen_;
            tell(d, "came");
            if (t_.citizens[next_citizen_].online || open_at(now_)) presents(dossiers_.size() - 1);
            else promise(next_open(now_), Appointment::door, dossiers_.size() - 1);
        }
        const std::vector<Appointment> all = std::exchange(appointments_, {});
        for (const Appointment& a : all)
            if (a.at != now_) appointments_.push_back(a);
        for (const Appointment& a : all)
            if (a.at == now_) keeps(a);
    }
    void promise(int64_t at, decltype(Appointment::what) what, size_t d) {
        appointments_.push_back({at, what, d});
    }
    void keeps(const Appointment& a) {
        Dossier& d = dossiers_[a.dossier];
        if (a.what == Appointment::door) return presents(a.dossier);
        if (a.what == Appointment::fetch) return hands_back(a.dossier);
        for (size_t i = 0; i < waiting_.size(); ++i) {
            const Piece& p = waiting_[i];
            if (p.dossier != a.dossier || p.step != kReceive || p.begun) continue;
            waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
            d.stage = Stage::over;
            return tell(d, "gave up");
        }
    }
    void presents(size_t i) {
        Dossier& d = dossiers_[i];
        d.number = ++numbers_;
        d.presented = now_;
        d.stage = Stage::presented;
        tell(d, "presented");
        waiting_.push_back({i, kReceive, now_, now_, 0, d.number, procedure_of(d).receive});
        if (t_.patience > 0 && !t_.citizens[d.citizen].online)
            promise(now_ + t_.patience, Appointment::patience, i);
    }

    void who_is_done() {
        std::vector<size_t> ready;
        for (size_t i = 0; i < workers_.size(); ++i)
            if (!workers_[i].pieces.empty() && workers_[i].left == 0) ready.push_back(i);
        std::sort(ready.begin(), ready.end(),
                  [&](size_t a, size_t b) { return workers_[a].order < workers_[b].order; });
        for (const size_t i : ready)
            for (const Piece& p : std::exchange(workers_[i].pieces, {})) {
                tell(dossiers_[p.dossier], "done " + name_of(p) + " k" + std::to_string(i));
                done(p);
            }
    }
    void done(const Piece& p) {
        Dossier& d = dossiers_[p.dossier];
        if (p.step == kReturn) return tell(d, "returned");
        if (p.step == kReceive) {
            tell(d, "received");
            const int64_t opens = next_open(now_);
            const bool late = now_ % kDaySeconds > t_.cutoff || opens / kDaySeconds != today_;
            if (!late) return goes_on(p.dossier, 0);
            d.stage = Stage::handed_on_later;
            d.handed_on = (today_ + 1) * kDaySeconds + t_.spans.front().first;
            return;
        }
        const bool may = procedure_of(d).steps[static_cast<size_t>(p.step)].again;
        const bool again =
            may &&
            t_.dice.uniform(cast::Purpose::outcome, d.citizen + 1,
                            cast::key_of_go(node_of(static_cast<size_t>(p.step)), d.rounds)) < 0.3;
        if (again) offers(p.dossier, p.step);
        else goes_on(p.dossier, p.step + 1);
        if (again) ++d.rounds;
    }
    // The next step that there is for it, from this one on; or the result.
    void goes_on(size_t i, int step) {
        Dossier& d = dossiers_[i];
        d.stage = Stage::running;
        const auto& steps = procedure_of(d).steps;
        const bool big =
            t_.dice.chance(0.5, cast::Purpose::data, d.citizen + 1, cast::key_of("big"));
        while (static_cast<size_t>(step) < steps.size() &&
               steps[static_cast<size_t>(step)].only_big && !big)
            ++step;
        if (static_cast<size_t>(step) < steps.size()) return offers(i, step);
        d.stage = Stage::resolved;
        d.resolved = now_;
        tell(d, "resolved");
        if (t_.citizens[d.citizen].online) return hands_back(i);
        int64_t at = now_ + 60;
        if (now_ - d.presented > kStays) at = after_working(t_.fetch);
        promise(next_open(at), Appointment::fetch, i);
    }
    void hands_back(size_t i) {
        const Dossier& d = dossiers_[i];
        waiting_.push_back(
            {i, kReturn, d.resolved, d.resolved, 2, d.number, procedure_of(d).hand_back});
    }
    void offers(size_t i, int step) {
        const ToyStep& s = procedure_of(dossiers_[i]).steps[static_cast<size_t>(step)];
        const int64_t due = s.limit > 0 ? after_working(s.limit) : now_;
        waiting_.push_back({i, step, due, now_, 1, ++works_, s.takes});
        tell(dossiers_[i], "offered " + name_of(waiting_.back()));
    }

    bool before(const Piece& a, const Piece& b) const {
        const auto key = [&](const Piece& p) {
            return std::tuple(procedure_of(dossiers_[p.dossier]).rank, t_.by_due ? p.due : p.since,
                              p.since, p.kind, p.number);
        };
        return key(a) < key(b);
    }
    bool free(size_t person, int pool) const {
        const auto& in = t_.people[person];
        return workers_[person].pieces.empty() && !on_duty(person) &&
               std::find(in.begin(), in.end(), pool) != in.end();
    }
    // The first of what waits and can be begun, by whom it is to be.
    bool somebody_begins() {
        std::sort(waiting_.begin(), waiting_.end(),
                  [&](const Piece& a, const Piece& b) { return before(a, b); });
        for (size_t n = 0; n < waiting_.size(); ++n) {
            const int pool = pool_of(waiting_[n]);
            std::optional<size_t> best;
            for (size_t i = 0; i < workers_.size(); ++i) {
                if (!free(i, pool)) continue;
                const auto rank = [&](size_t k) {
                    return std::pair(t_.people[k].size(), workers_[k].worked);
                };
                if (!best || rank(i) < rank(*best)) best = i;
            }
            if (!best) continue;
            begins(*best, n);
            return true;
        }
        return false;
    }
    void begins(size_t person, size_t n) {
        Worker& w = workers_[person];
        const int pool = pool_of(waiting_[n]);
        const std::string kind = kind_of(waiting_[n]);
        const size_t most = kind == "sign" ? static_cast<size_t>(t_.batch) : 1;
        w.left = 0;
        w.order = ++begun_;
        while (n < waiting_.size() && w.pieces.size() < most) {
            if (pool_of(waiting_[n]) != pool) {
                ++n;
                continue;
            }
            if (kind_of(waiting_[n]) != kind) break;
            Piece p = waiting_[n];
            waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(n));
            p.begun = true;
            w.left += p.left;
            tell(dossiers_[p.dossier], "begun " + name_of(p) + " k" + std::to_string(person));
            w.pieces.push_back(p);
        }
        w.worked += w.left;
    }

    const Toy& t_;
    std::vector<int64_t> open_;  // every second of it
    int64_t now_ = 0, today_ = -1, begun_ = 0, works_ = 0;
    uint32_t numbers_ = 0;
    size_t next_citizen_ = 0;
    std::vector<Dossier> dossiers_;
    std::vector<Worker> workers_;
    std::vector<Piece> waiting_;
    std::vector<Appointment> appointments_;
    std::vector<Told> told_;
};

// --- both ---------------------------------------------------------------------------------------

std::vector<Told> by_run(const Toy& t) {
    const small::Lived lived = small::live(office_of(t), t.days, t.dice);
    std::vector<Told> told;
    const int64_t begin = small::at(0, "00:00").ms;
    for (const Mark& m : lived.log) {
        EXPECT_EQ((m.at - begin) % kSecond, 0);
        told.push_back({(m.at - begin) / kSecond, m.dossier, lived.what_of(m)});
    }
    return told;
}

std::string text_of(const std::vector<Told>& told, size_t from) {
    std::string text;
    for (size_t i = from < 6 ? 0 : from - 6; i < std::min(told.size(), from + 6); ++i)
        text += std::string(i == from ? "\n  > " : "\n    ") +
                small::clock_of(small::at(0, "00:00").ms + told[i].second * kSecond) + " " +
                std::to_string(told[i].dossier) + " " + told[i].what;
    return text;
}

// Whether both tell the same; the number of lines they told.
size_t compare(uint64_t seed) {
    const Toy toy = Maker(seed).make();
    auto fast = by_run(toy), slow = Stepper(toy).live();
    std::sort(fast.begin(), fast.end());
    std::sort(slow.begin(), slow.end());
    if (fast == slow) return fast.size();
    size_t i = 0;
    while (i < fast.size() && i < slow.size() && fast[i] == slow[i]) ++i;
    ADD_FAILURE() << "seed " << seed << ": they part at line " << i << " of " << fast.size()
                  << " and " << slow.size() << "\n  the run" << text_of(fast, i)
                  << "\n  the stepper" << text_of(slow, i);
    return 0;
}

TEST(Stepper, TenThousandSmallOfficesGoAlike) {
    size_t lines = 0;
    int failures = 0;
    for (uint64_t seed = 1; seed <= 10'000 && failures < 3; ++seed) {
        const size_t told = compare(seed);
        lines += told;
        failures += told == 0;
    }
    EXPECT_GT(lines, 500'000u);
}

}  // namespace
}  // namespace ss::simulate
