// What follows from what: every transcript is decided again, and each consequence looked up in the
// office's own graph. SS_JOURNAL=<file> adds a journal, of a rehearsal for example. SS_UPDATE=1
// writes docs/follow-graph.md.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "office/codec.h"
#include "office/opening.h"
#include "office/scribe.h"
#include "transcript/record.h"
#include "transcript/testing.h"

namespace ss::transcript {
namespace {

using Edges = std::set<std::pair<std::string, std::string>>;

// Handles the envelope as the office does, and sees what follows from which fact.
void watch(const office::Office& office, const office::Envelope& envelope, Edges& edges) {
    office::State state = office.state();
    state.now = std::max(state.now, envelope.at);
    ++state.seq;
    office::Scribe scribe(state);
    if (office::decide(state, office.plan(), envelope, scribe)) return;
    for (size_t i = 0; i < scribe.facts.size(); ++i) {
        const office::Fact fact = scribe.facts[i];
        const size_t before = scribe.facts.size();
        office::follow(state, office.plan(), envelope, fact, scribe);
        for (size_t n = before; n < scribe.facts.size(); ++n)
            edges.emplace(office::name_of(fact), office::name_of(scribe.facts[n]));
    }
}

void watch_all(std::shared_ptr<const plan::Plan> plan,
               const std::vector<office::Envelope>& envelopes, Edges& edges) {
    office::Office office(std::move(plan));
    std::set<std::string> answered;
    for (office::Envelope envelope : envelopes) {
        // The recorder keeps a request that comes again from the office.
        if (!envelope.request.empty() && !answered.insert(envelope.request).second) continue;
        envelope.at = std::max(envelope.at, office.state().now);
        watch(office, envelope, edges);
        office.handle(envelope);
    }
}

void watch_journal(const std::string& path, Edges& edges) {
    auto storage = journal::sqlite_storage(path, journal::Open::read);
    ASSERT_TRUE(storage.ok()) << storage.error().message;
    std::vector<office::Envelope> envelopes;
    const auto read = storage.value()->read(1, [&](const journal::Entry& entry) -> Status {
        envelopes.push_back(SS_TRY(office::decode(entry.body)).envelope);
        return ok();
    });
    ASSERT_TRUE(read.ok() && !envelopes.empty());
    const auto& opening =
        std::get<office::OpenUnit>(std::get<office::OwnCommand>(envelopes.front().command));
    auto plan = office::pinned_plan(*storage.value(), opening.plan);
    ASSERT_TRUE(plan.ok()) << plan.error().message;
    watch_all(std::move(plan).value(), envelopes, edges);
}

TEST(FollowGraph, HoldsForEveryTranscript) {
    Edges edges;
    for (const auto& file : testing::files()) {
        const auto script = testing::script_of(testing::kFolder + file);
        ASSERT_TRUE(script);
        const auto plan = testing::plan_of(script->plan);
        const auto played = testing::play_memory(*script, plan, false);
        ASSERT_TRUE(played.ok()) << file;
        watch_all(plan, played.value().envelopes, edges);
    }
    if (const char* path = std::getenv("SS_JOURNAL")) watch_journal(path, edges);
    EXPECT_GT(edges.size(), 20u);
    const auto& graph = office::follow_graph();
    for (const auto& [from, to] : edges) {
        const auto found = graph.find(from);
        EXPECT_TRUE(found != graph.end() && std::find(found->second.begin(), found->second.end(),
                                                      to) != found->second.end())
            << to << " follows from " << from << ", and the graph does not say so";
    }
}

TEST(FollowGraph, HasNoCycle) {
    std::set<std::string_view> open, done;
    const std::function<void(std::string_view)> walk = [&](std::string_view kind) {
        if (done.contains(kind)) return;
        ASSERT_TRUE(open.insert(kind).second) << "a cycle through " << kind;
        const auto found = office::follow_graph().find(kind);
        if (found != office::follow_graph().end())
            for (const auto next : found->second) walk(next);
        open.erase(kind);
        done.insert(kind);
    };
    for (const auto& [kind, next] : office::follow_graph()) walk(kind);
}

TEST(FollowGraph, IsPrinted) {
    std::string text =
        "# What follows from what\n\n"
        "A fact may bring about facts in other rooms, in the same entry. Over kinds of fact this "
        "graph has no cycle; the tests\ncompare it with what really happens, and this page with "
        "it (`SS_UPDATE=1 transcript_test` writes it anew).\n\n"
        "| A fact | may bring about |\n|---|---|\n";
    for (const auto& [kind, next] : office::follow_graph()) {
        std::set<std::string_view> sorted(next.begin(), next.end());
        text += "| `" + std::string(kind) + "` |";
        for (const auto to : sorted) text += " `" + std::string(to) + "`";
        text += " |\n";
    }
    const std::string path = testing::kRoot + "docs/follow-graph.md";
    if (testing::updating()) testing::write(path, text);
    EXPECT_EQ(testing::bytes_of(path), text);
}

}  // namespace
}  // namespace ss::transcript
