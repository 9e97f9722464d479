// For tests: an office of a few desks and procedures of a few steps, citizens who come by hand, and
// what became of them as lines of text.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bpmn/testing.h"
#include "cast/officer.h"
#include "simulate/run.h"

namespace ss::simulate::small {

inline const LocalDate kMonday = date_of({2025, 6, 23});
inline constexpr int64_t kOffset = 7 * kHour;

// "09:30", "09:30:15", "09:30:15.250" of the day that many days after Monday.
inline Instant at(int day, const std::string& clock) {
    int64_t ms = *parse_clock(clock.substr(0, 5));
    if (clock.size() > 6) ms += std::stoi(clock.substr(6, 2)) * kSecond;
    if (clock.size() > 9) ms += std::stoi(clock.substr(9, 3));
    return at_local({kMonday.day + day}, ms, kOffset);
}

// Constant, exactly: half a millisecond is thrown away again.
inline plan::ServiceTime exactly(int64_t ms) {
    plan::ServiceTime t;
    t.law = plan::Law::constant;
    t.mean = (static_cast<double>(ms) + 0.5) / static_cast<double>(kMinute);
    return t;
}

struct Step {
    std::string id, role, kind = "verify";
    std::string outcomes = "ok";  // "ok,again": again, the step is offered once more
    std::string only_if = "";     // FEEL; empty: always
};

class Office {
  public:
    Office() {
        for (int day = 0; day < 5; ++day)
            plan.calendar.week[day] = {{*parse_clock("07:30"), *parse_clock("11:30")},
                                       {*parse_clock("13:30"), *parse_clock("17:00")}};
        plan.calendar.offset = kOffset;
        plan.city.units["u"].code = "u";
        plan::Demand& d = plan.demand;
        d.arrivals_per_day["*"] = 1;
        d.profile = {{8 * kHour, 1}};
        d.weekday.fill(1);
        d.channels = {{"counter", 1}};
        d.learning_factor = 1;
        d.mistake = d.absence = d.outage_per_day = d.token_failure = 0;
        d.service["*"] = exactly(kMinute);
        setup.unit = "u";
        setup.first_day = kMonday;
        person("rita", {"reception"});
    }

    // A post, and the role of the same name that its holder works in.
    void person(const Code& officer, const std::vector<Code>& posts, const Code& unit = "u") {
        for (const Code& post : posts) {
            plan.organization.roles[post].code = post;
            plan.organization.posts[post].code = post;
            plan.organization.posts[post].roles = {post};
        }
        plan.rosters[unit].unit = unit;
        plan::RosterEntry& entry = plan.rosters[unit].officers[officer];
        entry.officer = officer;
        entry.posts = posts;
    }
    // The steps one after the other; at the end a result, unless nobody is to hear of it.
    plan::Procedure& procedure(const Code& code, const std::vector<Step>& steps,
                               bool with_result = true, const Code& received_by = "reception") {
        bpmn::testing::Sketch s(code);
        std::vector<std::string> before{"start"};  // what leads to the next one
        s.start("start");
        const auto lead = [&](const std::string& to) {
            for (const std::string& from : before) s.flow(from, to);
        };
        std::string otherwise;
        for (const Step& step : steps) {
            std::string enter = step.id;
            if (!step.only_if.empty()) {
                enter = "if-" + step.id;
                s.node("exclusiveGateway", enter, {},
                       "default=\"" + enter + "-past-" + step.id + "\"");
            }
            if (step.outcomes != "ok") {
                s.node("exclusiveGateway", "again-" + step.id);
                s.flow("again-" + step.id, step.id);
            }
            task(s, step);
            lead(enter);
            before = {step.id};
            if (step.outcomes != "ok") {
                s.node("exclusiveGateway", "so-" + step.id, {},
                       "default=\"so-" + step.id + "-past-" + step.id + "\"");
                s.flow(step.id, "so-" + step.id);
                s.flow("so-" + step.id, "again-" + step.id, "=outcome = \"again\"");
                before = {"so-" + step.id};
            }
            if (!step.only_if.empty()) s.flow(enter, step.id, "=" + step.only_if);
            if (step.only_if.empty() && step.outcomes == "ok") continue;
            s.node("exclusiveGateway", "past-" + step.id);
            lead("past-" + step.id);
            if (!step.only_if.empty()) s.flow(enter, "past-" + step.id);
            before = {"past-" + step.id};
        }
        if (with_result) {
            s.service("resolve", "dossier.resolve");
            lead("resolve");
            before = {"resolve"};
        }
        s.end("end");
        lead("end");
        return add(code, s, received_by);
    }
    plan::Procedure& add(const Code& code, const bpmn::testing::Sketch& sketch,
                         const Code& received_by = "reception") {
        Diagnostics d;
        plan::Procedure& p = plan.procedures[code];
        p.code = code;
        p.receiving_role = received_by;
        p.program = sketch.load(d);
        if (p.program) p.program = bpmn::link(p.program, plan.shared, d);
        for (const auto& x : d.all())
            EXPECT_NE(x.severity, Severity::error) << to_text(x) << "\n" << sketch.xml();
        plan::Variable big;
        big.code = "big";
        big.type = "boolean";
        big.initial = false;
        p.variables = {big};
        p.cases.emplace_back().limit = {3, org::LimitUnit::working_days};
        plan.demand.mix[code] = 1;
        return p;
    }
    void takes(const std::string& step, int64_t ms) { plan.demand.steps[step] = exactly(ms); }

    void comes(Instant when, uint16_t procedure = 0, uint16_t channel = 0) {
        cast::Arrival a;
        a.number = arrivals.size() + 1;
        a.at = when;
        a.procedure = procedure;
        a.channel = channel;
        arrivals.push_back(a);
    }

    std::shared_ptr<const Model> model(Diagnostics& d) const {
        auto frozen = std::make_shared<plan::Plan>(plan);
        frozen->calendar.freeze();
        Setup s = setup;
        s.plan = frozen;
        return Model::make(s, std::make_shared<Situations>(*frozen), d);
    }

    plan::Plan plan;
    Setup setup;
    std::vector<cast::Arrival> arrivals;

  private:
    static void task(bpmn::testing::Sketch& s, const Step& step) {
        using bpmn::testing::Sketch;
        s.node("userTask", step.id,
               "<bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups=\"" +
                   step.role + "\"/><zeebe:properties>" + Sketch::property("kind", step.kind) +
                   Sketch::property("outcomes", step.outcomes) +
                   "</zeebe:properties></bpmn:extensionElements>");
    }
};

inline std::string_view word_of(Mark::What what) {
    constexpr auto kWords = std::to_array<std::string_view>(
        {"came", "presented", "received", "asked", "supplemented", "offered", "begun", "done",
         "resolved", "refused", "returned", "gave up"});
    return kWords[static_cast<size_t>(what)];
}

inline std::string clock_of(int64_t ms) {
    static constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const std::string text = to_text(Instant{ms}, kOffset);
    std::string clock = std::string(kDays[weekday(local_date({ms}, kOffset))]) + " " +
                        text.substr(text.find('T') + 1, 8);
    if (const int64_t rest = ms % kSecond; rest != 0)
        clock += "." + std::to_string(1000 + rest).substr(1);
    return clock;
}

// A run of one office: every mark, and what has been counted.
struct Lived {
    std::shared_ptr<const Model> model;
    std::vector<Mark> log;
    Tally tally;

    std::string what_of(const Mark& m, bool with_person = true) const {
        std::string text(word_of(m.what));
        if (m.what != Mark::What::offered && m.what != Mark::What::begun &&
            m.what != Mark::What::done)
            return text;
        const simulate::Step& step = model->steps[m.step];
        text += " " + model->situations().procedures()[step.procedure] + "/" + step.node;
        if (m.person != kNobody && with_person) text += " " + model->people[m.person].code;
        return text;
    }
    // "Mon 08:00:00 1 begun T/verify an": marks of these kinds, as they came.
    std::vector<std::string> lines(std::vector<Mark::What> only = {}) const {
        std::vector<std::string> all;
        for (const Mark& m : log)
            if (only.empty() || std::find(only.begin(), only.end(), m.what) != only.end())
                all.push_back(clock_of(m.at) + " " + std::to_string(m.dossier) + " " + what_of(m));
        return all;
    }
    // Of the steps of this name only, without it: "Mon 08:00:00 1 done an".
    std::vector<std::string> desk(const std::string& node) const {
        std::vector<std::string> all;
        for (const Mark& m : log) {
            if (m.what != Mark::What::begun && m.what != Mark::What::done) continue;
            if (model->steps[m.step].node != node) continue;
            all.push_back(clock_of(m.at) + " " + std::to_string(m.dossier) + " " +
                          std::string(word_of(m.what)) + " " + model->people[m.person].code);
        }
        return all;
    }
};

inline Lived live(const Office& office, int64_t days, cast::Dice dice = {1, 0}) {
    Lived lived;
    Diagnostics d;
    lived.model = office.model(d);
    for (const Diagnostic& x : d.all()) ADD_FAILURE() << to_text(x);
    if (!lived.model) return lived;
    Run run({lived.model}, dice);
    run.arrivals_by_hand({office.arrivals});
    run.log_to(&lived.log);
    run.live({office.setup.first_day, days, 0, false, 0});
    lived.tally = run.tally(0);
    EXPECT_TRUE(lived.tally.identity.holds());
    return lived;
}

}  // namespace ss::simulate::small
