// For tests: a plan with one procedure, two clerks and a leader, and a pen that keeps the record.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "bpmn/testing.h"
#include "flow/flow.h"
#include "flow/wire.h"

namespace ss::flow::testing {

inline const LocalDate kMonday = date_of({2025, 6, 23});
inline Instant at(int day, int64_t ms_of_day) {  // day 0 is Monday 23 June 2025
    return at_local({kMonday.day + day}, ms_of_day, 7 * kHour);
}
inline int64_t clock(const char* text) {
    return *parse_clock(text);
}

class Record final : public Pen<Fact> {
  public:
    explicit Record(State& state) : state_(state) {}
    void write(Fact fact) override {
        state_.apply(fact);
        facts.push_back(std::move(fact));
    }
    std::vector<Fact> facts;

  private:
    State& state_;
};

class Town {
  public:
    explicit Town(const bpmn::testing::Sketch& sketch,
                  const std::vector<bpmn::testing::Sketch>& shared = {}) {
        Diagnostics d;
        plan::Plan p;
        p.calendar.offset = 7 * kHour;
        for (int day = 0; day < 5; ++day)
            p.calendar.week[day] = {{clock("07:30"), clock("11:30")},
                                    {clock("13:30"), clock("17:00")}};
        for (const char* role : {"justice", "reception", "leader"}) {
            p.organization.roles[role].code = role;
            const Code post = std::string("post-") + role;
            p.organization.posts[post].code = post;
            p.organization.posts[post].roles = {role};
        }
        p.organization.roles["leader"].signs = true;
        for (const auto& s : shared) {
            const auto program = s.load(d);
            if (program) p.shared[program->id()] = program;
        }
        const auto program = sketch.load(d);
        auto& procedure = p.procedures["T"];
        procedure.code = "T";
        if (program) procedure.program = bpmn::link(program, p.shared, d);
        const auto variable = [&](const char* code, const char* type) -> plan::Variable& {
            plan::Variable v;
            v.code = code;
            v.type = type;
            return procedure.variables.emplace_back(std::move(v));
        };
        variable("big", "boolean");
        variable("copies", "number");
        variable("colour", "string").choices = {"red", "green"};
        variable("citizen", "string").personal = true;
        variable("rest", "string");
        for (const auto& x : d.all())
            EXPECT_NE(x.severity, Severity::error) << to_text(x) << "\n" << sketch.xml();
        plan = std::make_shared<const plan::Plan>(std::move(p));
        officer("an", "justice");
        officer("binh", "justice");
        officer("chi", "leader");
        officer("dung", "reception");
        org.officers["chi"].signature_until = testing::at(300, 0);
    }

    void officer(const Code& code, const Code& role) {
        org.officers[code].code = code;
        org.mandates["post-" + role].push_back({code, testing::at(-1, 0), std::nullopt});
    }

    // The wire names of the facts written, in order, with what matters of them.
    std::string start(Data data = {}, DossierId dossier = {1}) {
        return did(
            [&](Pen<Fact>& pen) { flow::start(state, *plan, "T", dossier, data, now, pen); });
    }
    std::string ask(const Code& by, const Command& command) {
        return did([&](Pen<Fact>& pen) {
            const auto no = decide(state, *plan, org, command, {by, now, {}}, pen);
            refused = no ? no->rule : "";
        });
    }
    std::string complete(const Code& by, WorkId work, const std::string& outcome = "ok",
                         Data data = {}, std::vector<std::string> reasons = {}) {
        return ask(by, Complete{work, outcome, std::move(data), std::move(reasons), ""});
    }
    std::string deliver(const std::string& message, Data data = {}, DossierId dossier = {1}) {
        return did(
            [&](Pen<Fact>& pen) { flow::deliver(state, *plan, message, dossier, data, now, pen); });
    }
    std::string tick() {
        return did([&](Pen<Fact>& pen) { decide_due(state, *plan, now, 100, pen); });
    }
    template <class F>
    std::string did(F&& f) {
        Record record(state);
        f(record);
        std::string told = tell_all(record.facts);
        for (Fact& fact : record.facts) all.push_back(std::move(fact));
        return told;
    }

    // Truth 1: the record alone, written and read again, gives the same State.
    ::testing::AssertionResult replays() const {
        State again;
        for (const Fact& fact : all) {
            const auto text = wire::encode(fact);
            const auto read = wire::decode<Fact>(text);
            if (!read.ok()) return ::testing::AssertionFailure() << text << read.error().message;
            again.apply(read.value());
        }
        if (wire::encode(again) == wire::encode(state)) return ::testing::AssertionSuccess();
        return ::testing::AssertionFailure() << wire::encode(again) << "\n" << wire::encode(state);
    }

    std::shared_ptr<const plan::Plan> plan;
    org::State org;
    State state;
    std::vector<Fact> all;
    std::string refused;
    Instant now = testing::at(0, clock("08:00"));

  private:
    std::string tell_all(const std::vector<Fact>& facts) {
        std::string text;
        for (const Fact& f : facts) {
            const std::string one = tell(f);
            if (!one.empty()) text += (text.empty() ? "" : ", ") + one;
        }
        return text;
    }
    static std::string tell(const Fact& fact) {
        if (const auto* f = std::get_if<Offered>(&fact))
            return "offer " + std::to_string(f->work.number) + " " + f->node;
        if (const auto* f = std::get_if<Completed>(&fact)) return "done " + f->node;
        if (const auto* f = std::get_if<Cancelled>(&fact))
            return "cancel " + std::to_string(f->work.number);
        if (const auto* f = std::get_if<ServiceCalled>(&fact)) return "call " + f->type;
        if (const auto* f = std::get_if<TimerArmed>(&fact)) return "arm " + f->node;
        if (const auto* f = std::get_if<TimerFired>(&fact)) return "fire " + f->node;
        if (const auto* f = std::get_if<MessageAwaited>(&fact)) return "await " + f->message;
        if (const auto* f = std::get_if<MessageDelivered>(&fact)) return "got " + f->message;
        if (const auto* f = std::get_if<Stuck>(&fact)) return "stuck " + f->reason;
        if (const auto* f = std::get_if<Ended>(&fact)) return "end " + f->node;
        return "";
    }
};

}  // namespace ss::flow::testing
