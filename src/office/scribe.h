// Writes facts into the entry in hand, and applies each at once. Inside the office only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "base/limits.h"
#include "base/pen.h"
#include "office/office.h"

namespace ss::office {

class Scribe final : public Pen<OwnFact>,
                     public Pen<org::Fact>,
                     public Pen<dossiers::Fact>,
                     public Pen<flow::Fact>,
                     public Pen<documents::Fact>,
                     public Pen<meetings::Fact>,
                     public Pen<assignments::Fact>,
                     public Pen<tickets::Fact> {
  public:
    explicit Scribe(State& state) : state_(state) {}
    void write(OwnFact fact) override { enter(std::move(fact)); }
    void write(org::Fact fact) override { enter(std::move(fact)); }
    void write(dossiers::Fact fact) override { enter(std::move(fact)); }
    void write(flow::Fact fact) override { enter(std::move(fact)); }
    void write(documents::Fact fact) override { enter(std::move(fact)); }
    void write(meetings::Fact fact) override { enter(std::move(fact)); }
    void write(assignments::Fact fact) override { enter(std::move(fact)); }
    void write(tickets::Fact fact) override { enter(std::move(fact)); }

    std::vector<Fact> facts;

  private:
    void enter(Fact fact) {
        // `check` proves the worst fan-out of a plan below this limit.
        SS_ASSERT(facts.size() < limits::kFactsPerCommand);
        state_.apply(fact);
        facts.push_back(std::move(fact));
    }
    State& state_;
};

// What the command itself brings about, or why not: a refusal comes before the first fact.
std::optional<Refusal> decide(const State& state, const plan::Plan& plan, const Envelope& envelope,
                              Scribe& scribe);

// What one fact brings about in other rooms, given the State as it now is. Cannot refuse.
void follow(const State& state, const plan::Plan& plan, const Envelope& envelope, const Fact& fact,
            Scribe& scribe);

// A message for the outbox, numbered.
void send(const State& state, const Code& to, Payload payload, Instant at, Scribe& scribe);

}  // namespace ss::office
