// Between a plan and the scenarios of all its BPMN files.
#include <algorithm>
#include <cmath>
#include <set>

#include "bpmn/program.h"
#include "cast/arrivals.h"
#include "plan/where.h"
#include "simulate/bpsim.h"

namespace ss::simulate {

namespace {

using plan::ServiceTime;

// What was written and read again: apart by rounding only.
bool same(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}
bool same(const ServiceTime& a, const ServiceTime& b) {
    return a.law == b.law && same(a.median, b.median) && same(a.p90, b.p90) &&
           same(a.mean, b.mean) && same(a.least, b.least) && same(a.most, b.most) &&
           same(a.mode, b.mode);
}

// Of a day of the week on which the office is open.
double open_minutes(const org::Calendar& calendar) {
    for (const auto& day : calendar.week) {
        int64_t open = 0;
        for (const org::Hours& h : day) open += h.to - h.from;
        if (open > 0) return static_cast<double>(open) / static_cast<double>(kMinute);
    }
    return 0;
}

double arrivals_of(const plan::Demand& demand, const Code& unit) {
    auto found = demand.arrivals_per_day.find(unit);
    if (found == demand.arrivals_per_day.end()) found = demand.arrivals_per_day.find("*");
    return found == demand.arrivals_per_day.end() ? 0 : found->second;
}

// How many days whose factors are 1 bring as many as those from the first on.
double days_of(const plan::Plan& plan, LocalDate first, int64_t duration) {
    plan::Plan one = plan;
    one.demand.arrivals_per_day = {{"*", 1}};
    const cast::Arrivals arrivals(one, "*");
    double sum = 0;
    duration = std::min(duration, 36'500 * kDay);
    for (int64_t passed = 0; passed < duration; passed += kDay, ++first.day)
        if (plan.calendar.working_day(first)) sum += arrivals.expected(first);
    return sum;
}

// Calls for every process of the plan that has a file: (program, owner, bytes, whose it is).
enum class Whose { procedure, several, shared };
template <class F>
void each_file(const plan::Plan& plan, F&& f) {
    std::map<std::string, int> procedures;
    for (const auto& [code, p] : plan.procedures)
        if (p.program) ++procedures[p.program->file()];
    const auto one = [&](const bpmn::Program& program, const Code& owner, Whose whose) {
        if (const auto file = plan.files.find(program.file()); file != plan.files.end())
            f(program, owner, file->second, whose);
    };
    for (const auto& [id, program] : plan.shared) one(*program, id, Whose::shared);
    for (const auto& [code, p] : plan.procedures)
        if (p.program)
            one(*p.program, code,
                procedures[p.program->file()] > 1 ? Whose::several : Whose::procedure);
}

class Taker {
  public:
    Taker(std::shared_ptr<const plan::Plan> plan, Code unit, LocalDate first_day, Diagnostics& d)
        : plan_(std::move(plan)),
          changed_(std::make_shared<plan::Plan>(*plan_)),
          unit_(std::move(unit)),
          first_day_(first_day),
          diagnostics_(d) {}

    BpsimOfPlan all() {
        each_file(*plan_, [&](const bpmn::Program& program, const Code& owner,
                              const std::string& bytes, Whose whose) {
            const auto found = read_bpsim(bytes, program.file(), diagnostics_);
            if (!found) return;
            file_ = program.file();
            demand(*found, owner);
            for (const auto& [id, trigger] : found->triggers)
                arrivals(*found, program, owner, whose, id, trigger);
            run(*found);
        });
        take_arrivals();
        return {out_.keys.empty() ? plan_ : changed_, std::move(out_.keys), std::move(out_.run)};
    }

  private:
    void not_used(int line, std::string what, std::string why) {
        diagnostics_.warning("bpsim.not_used", file_, line, std::move(what) + " is not simulated",
                             std::move(why));
    }

    // Where demand.yaml says the same, demand.yaml holds.
    void demand(const BpsimScenario& scenario, const Code& owner) {
        plan::Demand said;
        apply(scenario, owner, said);
        const auto put = [&](const char* key, const auto& from, auto& to) {
            for (const auto& [name, value] : from) {
                const auto [held, fresh] = to.emplace(name, value);
                if (fresh) out_.keys.push_back(std::string(key) + "/" + name);
                else if (!same(held->second, value))
                    not_used(scenario.line, "What BPSim says of " + std::string(key) + " " + name,
                             "demand.yaml says something else of it: take one of the two out.");
            }
        };
        put("steps", said.steps, changed_->demand.steps);
        put("branches", said.branches, changed_->demand.branches);
    }

    void arrivals(const BpsimScenario& scenario, const bpmn::Program& program, const Code& owner,
                  Whose whose, const std::string& id, const BpsimTrigger& t) {
        const auto refuse = [&](const char* why) {
            not_used(t.line, "What triggers \"" + id + "\"", why);
        };
        if (whose == Whose::shared) return refuse("Dossiers come to a procedure: put it there.");
        if (whose == Whose::several)
            return refuse("Several procedures have this file: say it by arrivals_per_day and mix.");
        if (program.scopes() == 0 || program.info(program.scope(0).start).id != id)
            return refuse("Dossiers come to the start event of the procedure itself.");
        if (t.every && t.every->law != plan::Law::exponential)
            not_used(t.line, "The law of InterTriggerTimer of \"" + id + "\"",
                     "Of it the mean is taken: citizens come as a Poisson process.");
        if (t.every && t.count)
            not_used(t.line, "TriggerCount of \"" + id + "\"", "InterTriggerTimer is taken.");
        if (!t.every && !scenario.duration)
            return refuse("A TriggerCount needs the Duration in which so many come.");
        const double days =
            t.every ? 0 : days_of(*plan_, scenario.start.value_or(first_day_), *scenario.duration);
        const auto rate = arrivals_per_day(t, open_minutes(plan_->calendar), days);
        if (!rate) return refuse("Nobody comes on the days of its Duration.");
        const bool names = scenario.name == "*" || plan_->unit(scenario.name) != nullptr;
        const double before = arrivals_of(plan_->demand, names ? scenario.name : unit_);
        if (before <= 0 && !plan_->demand.arrivals_per_day.empty())
            return refuse("arrivals_per_day gives this unit nobody: give it a number above 0.");
        const double share = before > 0 ? *rate / before : *rate;
        said_.insert(owner);
        const auto held = plan_->demand.mix.find(owner);
        if (held == plan_->demand.mix.end() || before <= 0 || !same(held->second, share))
            shares_[owner] = share;
    }

    void take_arrivals() {
        if (shares_.empty()) return;
        std::string lacking;
        if (plan_->demand.arrivals_per_day.empty())
            for (const auto& [code, share] : plan_->demand.mix)
                if (share > 0 && !said_.contains(code)) lacking += " " + code;
        if (!lacking.empty()) {
            diagnostics_.error("bpsim.arrivals", "demand.yaml",
                               plan::line_of(*plan_, "demand.yaml", "mix"),
                               "nothing says how often these come:" + lacking,
                               "Write arrivals_per_day, or an InterTriggerTimer at the start event "
                               "of each.");
            return;
        }
        apply_arrivals(shares_, changed_->demand);
        out_.keys.push_back("arrivals_per_day/*");
        for (const auto& [code, share] : shares_) out_.keys.push_back("mix/" + code);
    }

    template <class T>
    void agree(const std::optional<T>& given, std::optional<T>& held, const char* what, int line) {
        if (!given) return;
        if (!held) held = given;
        else if (*held != *given)
            not_used(
                line, std::string(what),
                "Another file says something else of it, and was read before: let them agree.");
    }
    void run(const BpsimScenario& s) {
        BpsimScenario& all = out_.run;
        agree(s.replications, all.replications, "replication", s.line);
        agree(s.seed, all.seed, "seed", s.line);
        agree(s.start, all.start, "Start", s.line);
        agree(s.duration, all.duration, "Duration", s.line);
        agree(s.warm_up, all.warm_up, "Warmup", s.line);
        if (s.start_of_day != 0)
            not_used(s.line, "The time of day of Start", "Days begin when the doors open.");
    }

    std::shared_ptr<const plan::Plan> plan_;
    std::shared_ptr<plan::Plan> changed_;
    Code unit_;
    LocalDate first_day_;
    Diagnostics& diagnostics_;
    std::string file_;  // at hand
    std::map<Code, double> shares_;
    std::set<Code> said_;  // procedures whose arrivals are given, also as they are in the demand
    BpsimOfPlan out_;
};

}  // namespace

BpsimOfPlan with_bpsim(std::shared_ptr<const plan::Plan> plan, const Code& unit,
                       LocalDate first_day, Diagnostics& diagnostics) {
    return Taker(std::move(plan), unit, first_day, diagnostics).all();
}

Result<std::map<std::string, std::string>> written_bpsim(const plan::Plan& plan, const Code& unit,
                                                         const BpsimScenario& run,
                                                         Diagnostics& diagnostics) {
    std::map<std::string, std::string> files;
    std::optional<Error> wrong;
    each_file(plan, [&](const bpmn::Program& program, const Code& owner, const std::string& bytes,
                        Whose whose) {
        BpsimScenario s = from_demand(plan.demand, owner, program, true);
        s.name = unit;
        s.replications = run.replications;
        s.seed = run.seed;
        s.start = run.start;
        s.duration = run.duration;
        s.warm_up = run.warm_up;
        const auto share = plan.demand.mix.find(owner);
        if (whose == Whose::procedure && share != plan.demand.mix.end())
            set_arrivals(s, program, arrivals_of(plan.demand, unit) * share->second,
                         open_minutes(plan.calendar));
        else if (whose == Whose::several && share != plan.demand.mix.end())
            s.left_out.push_back("mix/" + owner);
        for (const std::string& key : s.left_out)
            diagnostics.warning(
                "bpsim.not_written", "demand.yaml", plan::line_of(plan, "demand.yaml", key),
                key + " cannot be said in " + program.file(), "It stays in demand.yaml.");
        auto written = write_bpsim(bytes, s);
        if (written.ok()) files[program.file()] = std::move(written.value());
        else if (!wrong)
            wrong = Error{written.error().code, program.file() + ": it cannot be read"};
    });
    if (wrong) return *wrong;
    return files;
}

}  // namespace ss::simulate
