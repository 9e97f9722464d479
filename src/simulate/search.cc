#include "simulate/search.h"

#include <algorithm>
#include <cmath>

#include "simulate/search_runs.h"
#include "simulate/statistics.h"

namespace ss::simulate {

double Tried::share() const {
    return figure_of(on_time).mean;
}

Runs::Runs(const Setup& unit, const SearchOptions& o, const Progress& progress)
    : options(o.run),
      unit_(unit),
      progress_(progress),
      target_(o.target > 0 ? o.target : unit.plan->readiness.simulated_target) {
    if (options.replications <= 0) options.replications = 20;
}

std::optional<Tried> Runs::with(const Change& change, bool detail) {
    ++tried_;
    if (progress_) progress_(-1, std::to_string(tried_));
    Diagnostics unheard;
    Case c;
    c.units = {changed(unit_, change, unheard)};
    const auto groups = prepare(c, unheard);
    if (!groups) return std::nullopt;
    Options o = options;
    o.detail = detail;
    Outcome outcome = simulate(c, *groups, o, {});
    return Tried{std::move(outcome.on_time), std::move(outcome.cycle),
                 std::move(outcome.result.units.front()), std::move(outcome.result.digest),
                 outcome.result.identities_hold};
}

Change both(const Change& a, const Change& b) {
    Change c = a;
    c.load *= b.load;
    c.absent.insert(c.absent.end(), b.absent.begin(), b.absent.end());
    for (const auto& [officer, posts] : b.also_posts) {
        auto& all = c.also_posts[officer];
        all.insert(all.end(), posts.begin(), posts.end());
    }
    for (const auto& [officer, posts] : b.instead_posts) c.instead_posts[officer] = posts;
    for (const auto& [officer, newcomer] : b.newcomers) c.newcomers[officer] = newcomer;
    c.signatures.insert(c.signatures.end(), b.signatures.begin(), b.signatures.end());
    c.opens_earlier += b.opens_earlier;
    c.removed_steps.insert(c.removed_steps.end(), b.removed_steps.begin(), b.removed_steps.end());
    c.limits.insert(b.limits.begin(), b.limits.end());
    c.splits.insert(b.splits.begin(), b.splits.end());
    c.priority.insert(b.priority.begin(), b.priority.end());
    c.outage_hours += b.outage_hours;
    if (!c.demand) c.demand = b.demand;
    return c;
}

const std::map<Code, double>& usual_costs() {
    static const std::map<Code, double> costs{{"deputy", 1},    {"helper", 1}, {"officer", 2},
                                              {"newcomer", 22}, {"split", 1},  {"earlier", 1.4},
                                              {"batch", 0.25},  {"step", 0.5}, {"limit", 0.1}};
    return costs;
}

namespace {

struct Set {
    std::vector<const Candidate*> moves;
    Change change;
    double cost = 0;
    Tried tried;
};

class Mender {
  public:
    Mender(Runs& runs, const SearchOptions& o, Tried now) : runs_(runs), now_(std::move(now)) {
        stress_.load = o.stress_load;
        auto costs = usual_costs();
        for (const auto& [kind, cost] : o.costs) costs[kind] = cost;
        all_ = candidates(runs_, now_, costs);
        most_ = o.most_moves;
    }

    void mend() {
        for (const Candidate& c : all_) add({&c});
        // The best alone are tried together: two, then three.
        for (size_t size = 2; size <= most_; ++size) {
            std::vector<Set> best = best_of(size - 1, size == 2 ? 8 : 4);
            for (const Set& s : best)
                for (const Candidate& c : all_)
                    if (fits(s, c)) add(with(s, c));
            if (restored(size) >= 3) break;
        }
    }

    std::vector<Remedy> ranked() const {
        std::vector<const Set*> sets;
        for (const Set& s : sets_) sets.push_back(&s);
        std::stable_sort(sets.begin(), sets.end(), [&](const Set* a, const Set* b) {
            const bool x = restores(*a), y = restores(*b);
            if (x != y) return x;
            if (x && a->cost != b->cost) return a->cost < b->cost;
            return a->tried.share() > b->tried.share();
        });
        std::vector<Remedy> out;
        const Set* before = nullptr;
        for (const Set* s : sets) {
            if (out.size() >= 8) break;
            if (superfluous(*s)) continue;
            Remedy r = told(*s);
            if (before != nullptr) {
                const Figure d = paired_difference(s->tried.on_time, before->tried.on_time);
                r.tie = d.half >= 0 && d.low() <= 0 && d.high() >= 0;
            }
            out.push_back(std::move(r));
            before = s;
        }
        return out;
    }

    // Staff against waiting: what costs less than every other that waits as little.
    std::vector<Remedy> pareto() const {
        std::vector<const Set*> sets;
        for (const Set& s : sets_) sets.push_back(&s);
        const auto wait = [](const Set* s) { return figure_of(s->tried.cycle).mean; };
        std::stable_sort(sets.begin(), sets.end(), [&](const Set* a, const Set* b) {
            return a->cost != b->cost ? a->cost < b->cost : wait(a) < wait(b);
        });
        Set none;
        none.tried = now_;
        std::vector<Remedy> out{told(none)};
        double best = wait(&none);
        for (const Set* s : sets) {
            const double w = wait(s);
            if (!(w < best * 0.995) || out.size() >= 10) continue;
            out.push_back(told(*s));
            best = w;
        }
        return out;
    }

  private:
    void add(std::vector<const Candidate*> moves) {
        std::sort(moves.begin(), moves.end());
        for (const Set& s : sets_)
            if (s.moves == moves) return;
        Set s;
        s.moves = std::move(moves);
        s.change = stress_;
        for (const Candidate* c : s.moves) {
            s.change = both(s.change, c->change);
            s.cost += c->move.cost;
        }
        auto tried = runs_.with(s.change);
        if (!tried) return;
        s.tried = std::move(*tried);
        sets_.push_back(std::move(s));
    }
    bool restores(const Set& s) const {
        const Figure f = figure_of(s.tried.on_time);
        return f.known() && f.low() >= runs_.target();
    }
    size_t restored(size_t size) const {
        return static_cast<size_t>(std::count_if(sets_.begin(), sets_.end(), [&](const Set& s) {
            return s.moves.size() <= size && restores(s);
        }));
    }
    std::vector<Set> best_of(size_t size, size_t n) const {
        std::vector<Set> best;
        for (const Set& s : sets_)
            if (s.moves.size() == size && !restores(s)) best.push_back(s);
        std::stable_sort(best.begin(), best.end(), [](const Set& a, const Set& b) {
            return a.tried.share() > b.tried.share();
        });
        if (best.size() > n) best.resize(n);
        return best;
    }
    // The same person is not sent to two places, nor the same thing done twice.
    static bool fits(const Set& s, const Candidate& c) {
        for (const Candidate* m : s.moves) {
            if (m == &c) return false;
            for (const auto& [officer, posts] : c.change.instead_posts)
                if (m->change.instead_posts.contains(officer) ||
                    m->change.also_posts.contains(officer))
                    return false;
            for (const auto& [officer, posts] : c.change.also_posts)
                if (m->change.instead_posts.contains(officer)) return false;
            if (c.change.demand && m->change.demand) return false;
        }
        return true;
    }
    static std::vector<const Candidate*> with(const Set& s, const Candidate& c) {
        auto moves = s.moves;
        moves.push_back(&c);
        return moves;
    }
    // A part of it does the same already, and costs less.
    bool superfluous(const Set& s) const {
        return std::any_of(sets_.begin(), sets_.end(), [&](const Set& part) {
            return part.moves.size() < s.moves.size() && restores(part) &&
                   std::includes(s.moves.begin(), s.moves.end(), part.moves.begin(),
                                 part.moves.end());
        });
    }
    Remedy told(const Set& s) const {
        Remedy r;
        for (const Candidate* c : s.moves) r.moves.push_back(c->move);
        r.cost = s.cost;
        r.on_time = figure_of(s.tried.on_time);
        r.wait = figure_of(s.tried.cycle);
        r.restores = restores(s);
        return r;
    }

    Runs& runs_;
    Tried now_;
    Change stress_;
    size_t most_ = 3;
    std::vector<Candidate> all_;
    std::vector<Set> sets_;
};

org::Text load_of(const plan::Plan& plan, double factor) {
    org::Text text;
    if (factor == 1) return text;
    const std::string percent =
        (factor > 1 ? "+" : "−") + std::to_string(std::lround(std::abs(factor - 1) * 100)) + " %";
    for (const std::string& language : plan.city.languages) text.in[language] = percent;
    text.in["en"] = percent;
    return text;
}

}  // namespace

std::optional<Search> search(const Setup& unit, const SearchOptions& o, const Progress& progress,
                             Diagnostics& diagnostics) {
    Case plain;
    plain.units = {unit};
    if (!prepare(plain, diagnostics)) return std::nullopt;
    Runs runs(unit, o, progress);
    Search s;
    s.unit = unit.unit;
    s.target = runs.target();
    s.on_time_now = figure_of(runs.with({})->on_time);
    s.breaks = {break_by_load(runs), break_by_absence(runs), break_by_outage(runs)};
    if (!o.remedies) return s;
    // Remedies are sought where it is broken: as it is, or under the load that breaks it.
    SearchOptions broken = o;
    const BreakingPoint& load = s.breaks.front();
    if (broken.stress_load == 1 && load.found && load.at > 1) broken.stress_load = load.at;
    Change stress;
    stress.load = broken.stress_load;
    auto now = runs.with(stress, true);
    if (!now) return s;
    s.load = load_of(*unit.plan, broken.stress_load);
    Mender mender(runs, broken, std::move(*now));
    mender.mend();
    s.remedies = mender.ranked();
    s.pareto = mender.pareto();
    return s;
}

}  // namespace ss::simulate
