// The simulator is the office: the same plan, seed and people give the same timeline, item by item,
// whether a real office lives the days (World: decide, apply, follow, journal) or the fast executor
// does (simulate/run.h).
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/plan.h"
#include "rehearse/world.h"
#include "simulate/run.h"

namespace ss::rehearse {
namespace {

using simulate::Mark;

constexpr int kDays = 40;  // until the last dossier of the first day is over

std::shared_ptr<const plan::Plan> hue(const std::function<void(plan::Plan&)>& change = {}) {
    static const std::shared_ptr<const plan::Plan> plan = [] {
        Diagnostics diagnostics;
        return plan::load(SS_SOURCE_DIR "/plans/hue-2025", diagnostics);
    }();
    if (!change) return plan;
    auto copy = std::make_shared<plan::Plan>(*plan);
    change(*copy);
    return copy;
}

Scenario open_doors(const plan::Plan& plan, double citizens, const Code& unit) {
    Diagnostics diagnostics;
    auto s = load_scenario(SS_SOURCE_DIR "/scenarios/practice.yaml", diagnostics);
    s->injects.clear();
    s->units = {unit};
    s->agency_takes = {{"*", kHour}};
    s->acts.resize(1);
    Act& act = s->acts.front();
    act.unit = unit;
    act.starts = plan.calendar.hours(s->lived_as).front().from;
    act.citizens_until = 24 * kHour;
    act.citizens = citizens;
    s->starts = act.starts;
    s->ends = kDays * 24 * kHour;
    return *s;
}

struct Line {
    int64_t at = 0;
    uint32_t dossier = 0;
    std::string what;
    auto operator<=>(const Line&) const = default;
};

std::string told(const Line& l, const plan::Plan& plan) {
    return to_text(Instant{l.at}, plan.calendar.offset) + " " + std::to_string(l.dossier) + " " +
           l.what;
}

// What an office's facts say, in the words of the log.
struct Listener {
    std::vector<Line>& lines;

    void hear(const Code& by, const office::Answer& answer, Instant now, const office::State& s) {
        for (const office::Fact& fact : answer.facts) {
            if (const auto* d = std::get_if<dossiers::Fact>(&fact))
                std::visit([&](const auto& f) { one(f, by, now); }, *d);
            if (const auto* f = std::get_if<flow::Fact>(&fact))
                std::visit([&](const auto& x) { one(x, by, now, s); }, *f);
        }
    }
    template <class F>
    void one(const F&, const Code&, Instant) {}
    template <class F>
    void one(const F&, const Code&, Instant, const office::State&) {}
    void put(Instant at, DossierId d, std::string what) {
        lines.push_back({at.ms, d.number, std::move(what)});
    }
    void one(const dossiers::Presented& f, const Code&, Instant now) {
        put(now, f.dossier, "presented");
    }
    void one(const dossiers::Received& f, const Code& by, Instant now) {
        put(now, f.dossier, "done receive " + by);
        put(now, f.dossier, "received");
    }
    void one(const dossiers::SupplementAsked& f, const Code& by, Instant now) {
        if (!f.in_verification) put(now, f.dossier, "done receive " + by);
        put(now, f.dossier, "asked");
    }
    void one(const dossiers::Refused& f, const Code& by, Instant now) {
        if (!f.basis.empty()) put(now, f.dossier, "done receive " + by);
        put(now, f.dossier, "refused");
    }
    void one(const dossiers::Supplemented& f, const Code&, Instant now) {
        put(now, f.dossier, "supplemented");
    }
    void one(const dossiers::Resolved& f, const Code&, Instant now) {
        put(now, f.dossier, "resolved");
    }
    void one(const dossiers::Returned& f, const Code& by, Instant now) {
        put(now, f.dossier, "done return " + by);
        put(now, f.dossier, "returned");
    }
    void one(const flow::Offered& f, const Code&, Instant now, const office::State&) {
        if (f.kind != "return") put(now, f.dossier, "offered " + f.node);
    }
    void one(const flow::Taken& f, const Code& by, Instant now, const office::State& s) {
        const auto& item = s.flow.work.at(f.work);
        put(now, item.dossier, "begun " + item.node + " " + by);
    }
    void one(const flow::Completed& f, const Code& by, Instant now, const office::State&) {
        if (f.kind != "return") put(now, f.dossier, "done " + f.node + " " + by);
    }
};

std::vector<Line> by_office(const Scenario& s, std::shared_ptr<const plan::Plan> plan,
                            uint64_t seed) {
    std::vector<Line> lines;
    World world(s, std::move(plan), seed, "");
    Listener listener{lines};
    EXPECT_TRUE(world.open().ok());
    world.on_answer = [&](const Code& unit, const Code& by, const office::Answer& answer) {
        listener.hear(by, answer, world.now(), world.unit(unit).state());
    };
    EXPECT_TRUE(world.run({}, 0).ok());
    return lines;
}

std::string words_of(const Mark& m, const simulate::Model& model) {
    const simulate::Step& step = model.steps[m.step];
    const std::string by = m.person == simulate::kNobody ? "" : model.people[m.person].code;
    switch (m.what) {
        case Mark::What::presented: return "presented";
        case Mark::What::received: return "received";
        case Mark::What::asked: return "asked";
        case Mark::What::supplemented: return "supplemented";
        case Mark::What::offered: return "offered " + step.node;
        case Mark::What::begun: return "begun " + step.node + " " + by;
        case Mark::What::done: return "done " + step.node + " " + by;
        case Mark::What::resolved: return "resolved";
        case Mark::What::refused: return "refused";
        case Mark::What::returned: return "returned";
        default: return {};
    }
}

std::vector<Line> by_simulator(const Scenario& s, std::shared_ptr<const plan::Plan> plan,
                               uint64_t seed) {
    simulate::Setup setup;
    setup.plan = plan;
    setup.unit = s.units.front();
    setup.first_day = s.lived_as;
    setup.arrivals = s.acts.front().citizens;
    setup.chance_absence = setup.chance_outage = false;
    Diagnostics diagnostics;
    const auto model =
        simulate::Model::make(setup, std::make_shared<simulate::Situations>(*plan), diagnostics);
    for (const Diagnostic& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
    if (!model) return {};
    simulate::Run run({model}, {seed, 0});
    std::vector<Mark> log;
    run.log_to(&log);
    run.live({s.lived_as, kDays, 0, true, 0});
    EXPECT_TRUE(run.tally(0).identity.holds());
    std::vector<Line> lines;
    for (const Mark& m : log) {
        std::string what = words_of(m, *model);
        // An office hears of the counter when it is over, not when it begins.
        if (what.empty() || what.starts_with("begun receive") || what.starts_with("begun return"))
            continue;
        lines.push_back({m.at, m.dossier, std::move(what)});
    }
    return lines;
}

void expect_equal(const std::function<void(plan::Plan&)>& change, double citizens, uint64_t seed,
                  const Code& unit = "my-thuong") {
    const auto plan = hue(change);
    const Scenario s = open_doors(*plan, citizens, unit);
    auto office = by_office(s, plan, seed), fast = by_simulator(s, plan, seed);
    EXPECT_GT(office.size(), 20u);
    std::stable_sort(office.begin(), office.end());
    std::stable_sort(fast.begin(), fast.end());
    size_t i = 0;
    while (i < office.size() && i < fast.size() && office[i] == fast[i]) ++i;
    if (i == office.size() && i == fast.size()) return;
    std::string text;
    for (size_t k = i < 3 ? 0 : i - 3; k < i + 5; ++k) {
        text += "\n  office    " + (k < office.size() ? told(office[k], *plan) : "-");
        text += "\n  simulator " + (k < fast.size() ? told(fast[k], *plan) : "-");
    }
    ADD_FAILURE() << "they part at line " << i << " of " << office.size() << " and " << fast.size()
                  << " (seed " << seed << "):" << text;
}

// Only this procedure, by whatever channel it can come.
std::function<void(plan::Plan&)> only(const Code& procedure) {
    return [procedure](plan::Plan& p) { p.demand.mix = {{procedure, 1.0}}; };
}

TEST(Equal, TheWholeMixOnAnOrdinaryDay) {
    for (const uint64_t seed : {1, 2, 3, 4, 5, 6}) expect_equal({}, 60, seed);
}

TEST(Equal, TheWholeMixOnADayThatIsTooMuch) {
    for (const uint64_t seed : {7, 8}) expect_equal({}, 300, seed);
}

// Every way a process has: what is seldom becomes usual, learning by the other law, other
// distributions, citizens who take days.
TEST(Equal, EveryWayThroughThem) {
    const auto change = [](plan::Plan& p) {
        auto& d = p.demand;
        for (const auto& [code, procedure] : p.procedures)
            for (const auto& v : procedure.variables)
                if (v.type == "boolean" && !v.personal) d.variables[v.code] = 0.5;
        d.outcomes = {{"rework", 0.3}, {"again", 0.3}, {"absent", 0.3}, {"failed", 0.2}};
        d.supplement = {{"counter", 0.4}, {"online", 0.5}, {"post", 0.4}};
        d.refusal = 0.1;
        d.mistake = 0.3;
        d.confirms = 0.5;
        d.learning = plan::Practice::power;
        d.service["verify"] = {0, 0, plan::Law::triangular, 0, 2, 40, 5};
        d.service["register"] = {0, 0, plan::Law::exponential, 9};
        d.steps["sign-and-return/sign"] = {0, 0, plan::Law::uniform, 0, 1, 4};
        d.comes_back = {300, 900};
        d.fetches = {100, 600};
    };
    for (const uint64_t seed : {21, 22, 23}) expect_equal(change, 60, seed);
    for (const auto& [code, procedure] : hue()->procedures) {
        SCOPED_TRACE(code);
        expect_equal(
            [&](plan::Plan& p) {
                change(p);
                p.demand.mix = {{code, 1.0}};
            },
            40, 24);
    }
}

TEST(Equal, AnotherWard) {
    expect_equal({}, 80, 11, "vy-da");
}

TEST(Equal, EveryProcedureOfThePlan) {
    for (const auto& [code, procedure] : hue()->procedures)
        for (const uint64_t seed : {1, 2}) {
            SCOPED_TRACE(code);
            expect_equal(only(code), 40, seed);
        }
}

}  // namespace
}  // namespace ss::rehearse
