// However much falls due at one instant, a tick tells a bounded part of it, and time still passes.
#include <gtest/gtest.h>

#include <algorithm>

#include "office/codec.h"
#include "office/testing.h"

namespace ss::office {
namespace {

TEST(Tick, FiveThousandDeadlinesAtOneInstantPassOverSeveralTicks) {
    constexpr int kOfEach = 2'500;
    const auto storage = journal::memory_storage();
    auto recorder = recorder_on(*storage);
    const auto ask = [&](const Code& by, const std::string& request, Command command) {
        const auto answer = recorder->submit({clock(8), by, request, {}, std::move(command), {}});
        ASSERT_TRUE(answer.ok()) << answer.error().message;
        ASSERT_FALSE(answer.value().refusal) << answer.value().refusal->rule;
    };
    for (const Envelope& envelope : opened(*minimal()))
        ASSERT_TRUE(recorder->submit(envelope).ok());

    documents::Arrive letter;
    letter.from = "county";
    letter.type = "LETTER";
    letter.body = "office";
    letter.abstract = "A letter";
    letter.urgency = "normal";
    for (int i = 0; i < kOfEach; ++i) {
        letter.symbol = std::to_string(i) + "/C";
        ask(kDirector, "d" + std::to_string(i), documents::Command{letter});
    }
    const Instant due = recorder->state().documents.deadlines.begin()->first;
    assignments::Create create;
    create.title = "Sweep the hall";
    create.body = "office";
    create.owner_post = "secretary";
    create.due = due;
    for (int i = 0; i < kOfEach; ++i)
        ask("ann", "a" + std::to_string(i), assignments::Command{create});
    ASSERT_TRUE(recorder->commit().ok());
    const uint64_t before = recorder->last_seq();

    ASSERT_TRUE(recorder->tick(due).ok());
    EXPECT_EQ(recorder->last_seq(), before) << "a deadline kept at its very instant is kept";
    ASSERT_TRUE(recorder->tick({due.ms + 1}).ok());
    ASSERT_TRUE(recorder->commit().ok());
    size_t papers = 0, assigned = 0, most = 0;
    const auto read = storage->read(before + 1, [&](const journal::Entry& e) -> Status {
        const Decoded tick = SS_TRY(decode(e.body));
        for (const Fact& fact : tick.answer.facts) {
            papers += name_of(fact) == "document.fell_unregistered";
            assigned += name_of(fact) == "assignment.fell_overdue";
        }
        EXPECT_EQ(name_of(tick.envelope.command), "tick");
        EXPECT_EQ(tick.envelope.at, Instant{due.ms + 1});
        most = std::max(most, tick.answer.facts.size());
        return ok();
    });
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(papers, size_t{kOfEach});
    EXPECT_EQ(assigned, size_t{kOfEach});
    EXPECT_LT(most, limits::kFactsPerCommand / 2);
    EXPECT_GT(recorder->last_seq(), before + 1);
    EXPECT_EQ(recorder_on(*storage)->office().digest(), recorder->office().digest());
}

}  // namespace
}  // namespace ss::office
