#include "simulate/search.h"

#include <algorithm>
#include <cmath>

#include "simulate/search_runs.h"
#include "simulate/statistics.h"
#include "simulate/tell.h"

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
    if (progress_) progress_(done_, std::to_string(tried_));
    done_ = std::min(until_, done_ + each_);
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

void Runs::phase(double until, size_t expected) {
    done_ = until_;  // however few the phase before took
    until_ = until;
    each_ = (until - done_) / static_cast<double>(std::max<size_t>(expected, 1));
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

    // The search is to be done up to the share `from` by then.
    void mend(double from) {
        const double singles = from + (1 - from) * 0.15,
                     twos = most_ > 2 ? from + (1 - from) * 0.6 : 1;
        runs_.phase(singles, all_.size());
        for (const Candidate& c : all_) add({&c});
        // The best alone are tried together: two, then three.
        for (size_t size = 2; size <= most_; ++size) {
            std::vector<Set> best = best_of(size - 1, size == 2 ? 8 : 4);
            runs_.phase(size == 2 ? twos : 1, best.size() * all_.size());
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
            const Standing x = stands(*a), y = stands(*b);
            if (x != y) return x < y;
            if (x == Standing::holds && a->cost != b->cost) return a->cost < b->cost;
            return a->tried.share() > b->tried.share();
        });
        cheaper_of_ties(sets);
        std::vector<Remedy> out;
        const Set* before = nullptr;
        for (const Set* s : sets) {
            if (out.size() >= 8) break;
            if (superfluous(*s)) continue;
            Remedy r = told(*s);
            r.tie = before != nullptr && tie(*s, *before);
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
        if (!lawful(runs_.unit(), s.change)) return;
        auto tried = runs_.with(s.change);
        if (!tried) return;
        s.tried = std::move(*tried);
        sets_.push_back(std::move(s));
    }
    Standing stands(const Set& s) const {
        const Standing is = standing(figure_of(s.tried.on_time), runs_.target());
        return is == Standing::unknown ? Standing::fails : is;
    }
    bool restores(const Set& s) const { return stands(s) == Standing::holds; }
    static bool tie(const Set& a, const Set& b) {
        const Figure d = paired_difference(a.tried.on_time, b.tried.on_time);
        return d.half >= 0 && d.low() <= 0 && d.high() >= 0;
    }
    // Of what does not surely restore: those that are as good as the best of them change places by
    // cost, then those that are as good as the best of the rest. Half a point more on time, though
    // it be no luck, is not worth twenty days of work.
    void cheaper_of_ties(std::vector<const Set*>& sets) const {
        constexpr double kAsGood = 0.005;
        const auto as_good = [&](const Set& s, const Set& best) {
            return stands(s) == stands(best) &&
                   (best.tried.share() - s.tried.share() < kAsGood || tie(s, best));
        };
        auto from =
            std::find_if(sets.begin(), sets.end(), [&](const Set* s) { return !restores(*s); });
        while (from != sets.end()) {
            const Set* best = *from;
            const auto to = std::find_if(
                from, sets.end(), [&](const Set* s) { return s != best && !as_good(*s, *best); });
            std::stable_sort(from, to,
                             [](const Set* a, const Set* b) { return a->cost < b->cost; });
            from = to;
        }
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
    // A part of it restores already, or does as well; and costs less.
    bool superfluous(const Set& s) const {
        return std::any_of(sets_.begin(), sets_.end(), [&](const Set& part) {
            return part.moves.size() < s.moves.size() &&
                   (restores(part) || (stands(part) <= stands(s) && tie(part, s))) &&
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
        r.perhaps = stands(s) == Standing::unclear;
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

// Shares of the whole by the runs that are usual: some 15, 30 and 10 of 150.
void find_breaks(Runs& runs, const Tried& now, double until, Search& s) {
    runs.phase(until * 0.3, 15);
    s.breaks.push_back(break_by_load(runs));
    runs.phase(until * 0.8, 30);
    s.breaks.push_back(break_by_absence(runs, now));
    runs.phase(until, 10);
    s.breaks.push_back(break_by_outage(runs));
}

// Sought where it is broken: as it is, or under the load that breaks it.
void find_remedies(Runs& runs, SearchOptions o, double from, Search& s) {
    const BreakingPoint& load = s.breaks.front();
    if (o.stress_load == 1 && load.found && load.at > 1 && !load.undecided) o.stress_load = load.at;
    Change stress;
    stress.load = o.stress_load;
    auto now = runs.with(stress, true);
    if (!now) return;
    s.load = load_of(*runs.unit().plan, o.stress_load);
    Mender mender(runs, o, std::move(*now));
    mender.mend(from);
    s.remedies = mender.ranked();
    s.pareto = mender.pareto();
}

}  // namespace

std::optional<Search> search(const Setup& unit, const SearchOptions& o, const Progress& progress,
                             Diagnostics& diagnostics) {
    if (o.run.replications == 1) {
        diagnostics.error("forecast.one_run", "", 0, "a search has nothing to go by after one run",
                          "Ask for two replications or more: one has no interval.");
        return std::nullopt;
    }
    Case plain;
    plain.units = {unit};
    if (!prepare(plain, diagnostics)) return std::nullopt;
    Runs runs(unit, o, progress);
    Search s;
    s.unit = unit.unit;
    s.target = runs.target();
    const auto now = runs.with({}, true);
    if (!now) return std::nullopt;
    runs.stands = s.on_time_now = o.stands.known() ? o.stands : figure_of(now->on_time);
    const double broken_by = o.remedies ? 0.35 : 1;
    find_breaks(runs, *now, broken_by, s);
    if (o.remedies) find_remedies(runs, o, broken_by, s);
    if (progress) progress(1, std::to_string(runs.tried()));
    return s;
}

}  // namespace ss::simulate
