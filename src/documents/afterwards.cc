// What happens to a paper once it has gone out.
#include <algorithm>

#include "documents/internal.h"

namespace ss::documents {

using enum RefusalCode;

std::optional<Refusal> decide_acknowledge(const Ground& g, const Acknowledge& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    if (g.who.by != kCourier) SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.stage < Stage::issued) return refuse(wrong_stage, "document.not_issued");
    if (std::ranges::find(paper.recipients, c.from) == paper.recipients.end())
        return refuse(not_found, "document.not_recipient", {c.from});
    const bool agreed = c.status == Status::recall_agreed;
    if (c.status == Status::recall_asked)
        return refuse(invalid, "document.recall_by_recipient", {c.from});
    if ((agreed || c.status == Status::recall_refused) && !paper.awaited.contains(c.from))
        return refuse(wrong_stage, "document.recall_not_awaited", {c.from});
    const bool last = agreed && paper.awaited.size() == 1 && !paper.recall_refused;
    g.pen.write(Acknowledged{c.document, c.from, c.status, g.who.when()});
    if (last) g.pen.write(Recalled{c.document, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_recall(const Ground& g, const Recall& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_answerable(g, paper));
    if (paper.stage < Stage::issued) return refuse(wrong_stage, "document.not_issued");
    if (paper.stage > Stage::issued || paper.recall_sent)
        return refuse(duplicate, "document.recalled_already");
    if (c.reason.empty()) return refuse(incomplete, "document.no_reason");
    SS_REFUSE_IF(check_text(c.reason));
    std::vector<Code> awaited;
    for (const Code& recipient : paper.recipients)
        if (g.plan.unit(recipient)) awaited.push_back(recipient);
    const bool at_once = awaited.empty();
    g.pen.write(RecallSent{c.document, c.reason, std::move(awaited), g.who.by, g.who.when()});
    if (at_once) g.pen.write(Recalled{c.document, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_correct(const Ground& g, const Correct& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Found letter = find_outgoing(g, c.letter);
    SS_REFUSE_IF(letter.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_answerable(g, paper));
    if (paper.stage != Stage::issued) return refuse(wrong_stage, "document.not_issued");
    if (paper.corrected_by == c.letter) return refuse(duplicate, "document.corrected_already");
    const auto type = g.plan.documents.types.find(letter.paper->type);
    const bool is_letter = type != g.plan.documents.types.end() && !type->second.named;
    if (!is_letter || letter.paper->body != paper.body || c.letter == c.document)
        return refuse(invalid, "document.not_a_letter", {letter.paper->type});
    if (letter.paper->stage != Stage::issued)
        return refuse(wrong_order, "document.letter_not_issued");
    g.pen.write(Corrected{c.document, c.letter, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_replace(const Ground& g, const Replace& c) {
    const Found found = find_outgoing(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Found by = find_outgoing(g, c.by);
    SS_REFUSE_IF(by.refusal);
    const Outgoing& paper = *found.paper;
    SS_REFUSE_IF(check_answerable(g, paper));
    if (paper.stage < Stage::issued) return refuse(wrong_stage, "document.not_issued");
    if (paper.stage == Stage::replaced) return refuse(duplicate, "document.replaced_already");
    if (by.paper->type != paper.type || by.paper->body != paper.body || c.by == c.document)
        return refuse(invalid, "document.other_form", {paper.type, by.paper->type});
    if (by.paper->stage != Stage::issued)
        return refuse(wrong_order, "document.replacement_not_issued");
    g.pen.write(Replaced{c.document, c.by, g.who.by, g.who.when()});
    return std::nullopt;
}

}  // namespace ss::documents
