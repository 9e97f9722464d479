#include "tickets/tickets.h"

#include <gtest/gtest.h>

#include "plan/plan.h"

namespace ss::tickets {
namespace {

plan::Plan plan_with(const std::vector<Code>& fields) {
    plan::Plan p;
    p.calendar.offset = 7 * kHour;
    for (auto& day : p.calendar.week) day = {{7 * kHour, 17 * kHour}};
    for (const Code& field : fields) {
        plan::Procedure procedure;
        procedure.code = "to-" + field;
        procedure.field = field;
        p.procedures[procedure.code] = procedure;
    }
    return p;
}

Instant at(int day, int64_t of_day) {
    return at_local({date_of({2025, 7, 1}).day + day}, of_day, 7 * kHour);
}

struct Queue final : Pen<Fact> {
    plan::Plan plan = plan_with({"trade", "land"});  // guidance A, land B, result C, trade D
    State state;
    Instant now = at(0, 8 * kHour);
    std::vector<Fact> facts;

    void write(Fact fact) override {
        state.apply(fact);
        facts.push_back(std::move(fact));
    }
    // The rule that refused; empty: done.
    std::string ask(const Command& command) {
        const size_t before = facts.size();
        const auto refused = decide(state, plan, command, {"lan", now, {}}, *this);
        EXPECT_EQ(refused.has_value(), facts.size() == before);
        return refused ? refused->rule : "";
    }
    std::string called() const { return std::get<Called>(facts.back()).number; }
};

TEST(Tickets, AreNumberedByPurposeAndDay) {
    Queue q;
    const auto take = [&](const Code& purpose) {
        EXPECT_EQ(q.ask(Take{false, purpose}), "");
        return std::get<Taken>(q.facts.back()).number;
    };
    EXPECT_EQ(take("land"), "B001");
    EXPECT_EQ(take("land"), "B002");
    EXPECT_EQ(take("guidance"), "A001");
    EXPECT_EQ(take("result"), "C001");
    EXPECT_EQ(take("trade"), "D001");
    q.now = at(1, 8 * kHour);
    EXPECT_EQ(take("land"), "B001");
    EXPECT_EQ(q.state.tickets.size(), 1u);
    EXPECT_EQ(q.state.last_number, 6u);  // never given twice, over all days
}

TEST(Tickets, MorePurposesThanLettersHaveTwo) {
    std::vector<Code> fields;
    for (int i = 100; i < 130; ++i) fields.push_back("f" + std::to_string(i));
    Queue q;
    q.plan = plan_with(fields);
    std::set<std::string> numbers;
    for (const Code& purpose : purposes(q.plan)) {
        ASSERT_EQ(q.ask(Take{false, purpose}), "");
        numbers.insert(std::get<Taken>(q.facts.back()).number);
    }
    EXPECT_EQ(numbers.size(), 32u);
    EXPECT_TRUE(numbers.contains("Z001"));
    EXPECT_TRUE(numbers.contains("AF001"));
}

TEST(Tickets, HaveThreeDigitsADay) {
    Queue q;
    for (int i = 0; i < kMostPerDay; ++i) ASSERT_EQ(q.ask(Take{false, "land"}), "");
    EXPECT_EQ(std::get<Taken>(q.facts.back()).number, "B999");
    EXPECT_EQ(q.ask(Take{false, "land"}), "ticket.no_more_today");
    EXPECT_EQ(q.ask(Take{false, "trade"}), "");
    q.now = at(1, 8 * kHour);
    EXPECT_EQ(q.ask(Take{false, "land"}), "");
}

TEST(Tickets, AreGivenOutUntilTheDoorsClose) {
    const std::pair<int64_t, const char*> hours[] = {{5 * kHour, ""},
                                                     {17 * kHour - 1, ""},
                                                     {17 * kHour, "ticket.closed"},
                                                     {23 * kHour, "ticket.closed"}};
    for (const auto& [hour, rule] : hours) {
        Queue q;
        q.now = at(0, hour);
        EXPECT_EQ(q.ask(Take{false, "land"}), rule) << hour;
    }
    Queue q;
    q.plan.calendar.holidays[date_of({2025, 7, 1})] = "a holiday";
    EXPECT_EQ(q.ask(Take{false, "land"}), "ticket.closed");
}

// Whatever the order of taking: priority first, else first come, and ahead() counts exactly those.
TEST(Tickets, AheadCountsWhoIsCalledBefore) {
    Queue q;
    for (int i = 0; i < 40; ++i)
        ASSERT_EQ(q.ask(Take{i % 7 == 3, i % 3 == 0 ? Code("land") : Code("trade")}), "");
    std::map<TicketId, size_t> ahead_of;
    for (const auto& [id, t] : q.state.tickets) ahead_of[id] = ahead(q.state, id);
    std::map<Code, size_t> called;
    for (int i = 0; i < 40; ++i) {
        const TicketId next_one = next(q.state, q.state.day, {});
        ASSERT_TRUE(next_one);
        const Code purpose = q.state.find(next_one)->purpose;
        EXPECT_EQ(ahead(q.state, next_one), 0u);
        EXPECT_EQ(ahead_of[next_one], called[purpose]++);
        ASSERT_EQ(q.ask(Call{"1", std::nullopt}), "");
        ASSERT_EQ(std::get<Called>(q.facts.back()).ticket, next_one);
        ASSERT_EQ(q.ask(Finish{next_one}), "");
    }
    EXPECT_EQ(q.ask(Call{"1", std::nullopt}), "ticket.nobody_waiting");
    EXPECT_TRUE(q.state.tickets.empty());
}

TEST(Tickets, MissedIsCalledTwiceAgain) {
    Queue q;
    ASSERT_EQ(q.ask(Take{true, "land"}), "");
    for (int call = 1; call <= kMostCalls; ++call) {
        ASSERT_EQ(q.ask(Call{"1", "land"}), "");
        EXPECT_EQ(q.called(), "B001");
        EXPECT_EQ(q.ask(Call{"1", std::nullopt}), "ticket.desk_busy");
        ASSERT_EQ(q.ask(Miss{{1}}), "");
        EXPECT_EQ(std::get<Missed>(q.facts.back()).over, call == kMostCalls);
    }
    EXPECT_EQ(q.ask(Miss{{1}}), "ticket.not_found");
    EXPECT_EQ(q.ask(Call{"1", "land"}), "ticket.nobody_waiting");
}

}  // namespace
}  // namespace ss::tickets
