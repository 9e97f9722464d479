// What the files of this room share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "documents/documents.h"

namespace ss::documents {

// Everything a decision looks at.
struct Ground {
    const State& state;
    const plan::Plan& plan;
    const org::State& people;
    const Who& who;
    Pen<Fact>& pen;
};

inline Refusal refuse(RefusalCode code, std::string rule, std::vector<std::string> args = {}) {
    return {code, std::move(rule), std::move(args)};
}

// Who may: the walls --------------------------------------------------------------------------

const org::Body* body_of(const plan::Plan&, const Code& body);
// Posts of this side the officer holds now; an administrator's post gives nothing.
std::vector<Code> posts_on(const Ground&, Side);
std::optional<Refusal> check_side(const Ground&, Side);   // the officer has a post of it
std::optional<Refusal> check_clerk(const Ground&, Side);  // ... and keeps its seal and registers
// What is refused for its size, wherever it stands.
std::optional<Refusal> check_text(std::string_view text);
std::optional<Refusal> check_texts(const std::vector<std::string>& texts);
std::optional<Refusal> check_recipients(const Ground&, Side, const std::vector<Code>& recipients);

// Numbers and days ------------------------------------------------------------------------------

struct Given {
    Code run;
    int64_t number = 0;
    std::string symbol;
};
// The series that numbers this type for this body; nullptr: the plan has none.
const plan::NumberSeries* series_for(const plan::Plan&, Side, const Code& type, const Code& body);
Given next_number(const State&, const plan::Plan&, const plan::NumberSeries&, const Outgoing&,
                  LocalDate);
Numbered number_it(const State&, const plan::Plan&, const plan::NumberSeries&, DocumentId,
                   const Outgoing&, const Code& by, Instant at);
// The closing of the n-th working day after; of the same day for 0, if it is still open then.
Instant closing_after(const plan::Plan&, Instant from, int64_t days);

std::string known_by_number(const Code& from, DocumentId theirs);
std::string known_by_symbol(const Code& from, const std::string& symbol, LocalDate date);

// Incoming papers (incoming.cc) ------------------------------------------------------------------

std::optional<Refusal> decide_arrive(const Ground&, const Arrive&);
std::optional<Refusal> decide_turn_back(const Ground&, const TurnBack&);
std::optional<Refusal> decide_register(const Ground&, const Register&);
std::optional<Refusal> decide_assign(const Ground&, const Assign&);
std::optional<Refusal> decide_answer(const Ground&, const Answer&);
std::optional<Refusal> decide_finish(const Ground&, const Finish&);
std::optional<Refusal> decide_ask_recall(const Ground&, const AskRecall&);
std::optional<Refusal> decide_answer_recall(const Ground&, const AnswerRecall&);
std::optional<Refusal> decide_report_secret(const Ground&, const ReportSecret&);

// Papers after their issue (afterwards.cc) -------------------------------------------------------

std::optional<Refusal> decide_acknowledge(const Ground&, const Acknowledge&);
std::optional<Refusal> decide_recall(const Ground&, const Recall&);
std::optional<Refusal> decide_correct(const Ground&, const Correct&);
std::optional<Refusal> decide_replace(const Ground&, const Replace&);

// An outgoing paper that is handled by hand: not the result of a procedure.
struct Found {
    const Outgoing* paper = nullptr;
    std::optional<Refusal> refusal;
};
Found find_outgoing(const Ground&, DocumentId);
// The officer may sign it now, or keeps the seal of its side.
std::optional<Refusal> check_answerable(const Ground&, const Outgoing&);

}  // namespace ss::documents

#define SS_REFUSE_IF(expression) \
    if (auto ss_refusal = (expression)) return ss_refusal
