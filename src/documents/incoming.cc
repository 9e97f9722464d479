#include <algorithm>

#include "documents/internal.h"

namespace ss::documents {

using enum RefusalCode;

namespace {

struct In {
    const Incoming* paper = nullptr;
    std::optional<Refusal> refusal;
};

In find_in(const Ground& g, DocumentId document) {
    const auto i = g.state.incoming.find(document);
    if (i == g.state.incoming.end())
        return {nullptr, refuse(not_found, "document.unknown", {std::to_string(document.number)})};
    if (g.who.by != kCourier)
        if (auto refusal = check_side(g, i->second.side)) return {nullptr, std::move(refusal)};
    return {&i->second, std::nullopt};
}

std::optional<Refusal> check_known(const Ground& g, const Arrive& c) {
    const auto& known = g.state.known;
    if ((c.theirs && known.contains(known_by_number(c.from, c.theirs))) ||
        (!c.symbol.empty() && known.contains(known_by_symbol(c.from, c.symbol, c.date))))
        return refuse(duplicate, "document.arrived_already", {c.from, c.symbol});
    return std::nullopt;
}

// The side of a body; its clerk takes what comes on paper.
std::optional<Refusal> check_arrival(const Ground& g, const Arrive& c) {
    if (!c.secrecy.empty()) return refuse(secret, "document.secret");
    const org::Body* body = body_of(g.plan, c.body);
    if (!body) return refuse(not_found, "document.unknown_body", {c.body});
    // What comes from outside nobody here has brought; an officer who brings it keeps the register.
    if (g.people.officers.contains(g.who.by)) SS_REFUSE_IF(check_clerk(g, body->side));
    if (c.from.empty()) return refuse(incomplete, "document.no_sender");
    if (!c.type.empty()) {
        const auto type = g.plan.documents.types.find(c.type);
        if (type == g.plan.documents.types.end())
            return refuse(not_found, "document.unknown_type", {c.type});
        if (type->second.side != body->side)
            return refuse(invalid, "document.type_other_side", {c.type, c.body});
    }
    if (!c.urgency.empty() && !g.plan.documents.urgencies.contains(c.urgency))
        return refuse(invalid, "document.unknown_urgency", {c.urgency});
    SS_REFUSE_IF(check_text(c.abstract));
    SS_REFUSE_IF(check_text(c.symbol));
    return check_known(g, c);
}

// By when: so much working time, or else the end of the next working day.
Instant by_when(const Ground& g, const Code& urgency, int64_t plan::Urgency::*within) {
    const auto i = g.plan.documents.urgencies.find(urgency);
    if (i != g.plan.documents.urgencies.end() && i->second.*within > 0)
        return g.plan.calendar.after_working_ms(g.who.when(), i->second.*within);
    return closing_after(g.plan, g.who.when(), 1);
}

std::optional<Refusal> check_post(const Ground& g, Side side, const Code& code) {
    const auto post = g.plan.organization.posts.find(code);
    if (post == g.plan.organization.posts.end())
        return refuse(not_found, "document.unknown_post", {code});
    const org::Body* body = body_of(g.plan, post->second.body);
    if (post->second.administrator || !body || body->side != side)
        return refuse(not_entitled, "document.post_other_side", {code});
    return std::nullopt;
}

bool leads_paper(const Ground& g, const Incoming& paper) {
    if (!paper.lead.empty()) return g.who.by == paper.lead;
    return org::fills(g.people, g.plan.organization, g.who.by, paper.lead_post, g.who.when());
}

std::optional<Refusal> check_lead(const Ground& g, const Incoming& paper) {
    if (paper.stage == Arrival::finished) return refuse(duplicate, "document.finished_already");
    if (paper.stage != Arrival::assigned) return refuse(wrong_stage, "document.not_assigned");
    if (!leads_paper(g, paper)) return refuse(not_entitled, "document.not_lead", {g.who.by});
    return std::nullopt;
}

bool late(const Ground& g, const Incoming& paper) {
    return paper.due && g.who.when() > *paper.due;
}

}  // namespace

std::optional<Refusal> decide_arrive(const Ground& g, const Arrive& c) {
    SS_REFUSE_IF(check_arrival(g, c));
    Arrived fact;
    fact.document = {g.state.last + 1};
    fact.side = body_of(g.plan, c.body)->side;
    fact.from = c.from;
    fact.symbol = c.symbol;
    fact.date = c.date;
    fact.type = c.type;
    fact.body = c.body;
    fact.abstract = c.abstract;
    fact.urgency = c.urgency;
    fact.due = c.due;
    fact.theirs = c.theirs;
    fact.register_by = by_when(g, c.urgency, &plan::Urgency::register_within);
    fact.by = g.who.by;
    fact.at = g.who.when();
    g.pen.write(std::move(fact));
    return std::nullopt;
}

std::optional<Refusal> decide_turn_back(const Ground& g, const TurnBack& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    SS_REFUSE_IF(check_clerk(g, found.paper->side));
    if (found.paper->stage != Arrival::arrived)
        return refuse(wrong_stage, "document.registered_already");
    if (c.reason.empty()) return refuse(incomplete, "document.no_reason");
    SS_REFUSE_IF(check_text(c.reason));
    g.pen.write(TurnedBack{c.document, c.reason, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_register(const Ground& g, const Register& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Incoming& paper = *found.paper;
    SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.stage == Arrival::turned_back || paper.stage == Arrival::cancelled)
        return refuse(wrong_stage, "document.not_here");
    if (paper.stage != Arrival::arrived) return refuse(duplicate, "document.registered_already");
    const LocalDate date = local_date(g.who.when(), g.plan.calendar.offset);
    Registered fact;
    fact.document = c.document;
    fact.run = "arrivals/" + std::string(names(Side{})[static_cast<size_t>(paper.side)]) + "/" +
               std::to_string(ymd_of(date).year);
    const auto last = g.state.runs.find(fact.run);
    fact.number = last == g.state.runs.end() ? 1 : last->second + 1;
    fact.late = g.who.when() > paper.register_by;
    fact.assign_by = by_when(g, paper.urgency, &plan::Urgency::handle_within);
    fact.by = g.who.by;
    fact.at = g.who.when();
    g.pen.write(std::move(fact));
    return std::nullopt;
}

std::optional<Refusal> decide_assign(const Ground& g, const Assign& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Incoming& paper = *found.paper;
    if (paper.stage == Arrival::arrived) return refuse(wrong_stage, "document.not_registered");
    if (paper.stage == Arrival::finished) return refuse(duplicate, "document.finished_already");
    if (paper.stage != Arrival::registered && paper.stage != Arrival::assigned)
        return refuse(wrong_stage, "document.not_here");
    SS_REFUSE_IF(check_post(g, paper.side, c.lead_post));
    if (c.support.size() > limits::kList)
        return refuse(limit, "document.too_many", {std::to_string(limits::kList)});
    for (const Code& post : c.support) SS_REFUSE_IF(check_post(g, paper.side, post));
    if (!c.lead.empty()) {
        const auto holders = org::holders_of(g.people, c.lead_post, g.who.when());
        if (std::ranges::find(holders, c.lead) == holders.end())
            return refuse(invalid, "document.lead_without_post", {c.lead, c.lead_post});
    }
    if (c.due <= g.who.when()) return refuse(invalid, "document.due_past");
    // The sender's date binds the first assignment; a late paper is assigned as best one can.
    if (paper.stage == Arrival::registered && paper.due && *paper.due > g.who.when() &&
        c.due > *paper.due)
        return refuse(invalid, "document.due_after_sender",
                      {to_text(*paper.due, g.plan.calendar.offset)});
    const bool too_late = paper.stage == Arrival::registered && g.who.when() > paper.assign_by;
    g.pen.write(Assigned{c.document, c.lead_post, c.lead, c.support, c.due, too_late, g.who.by,
                         g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_answer(const Ground& g, const Answer& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Incoming& paper = *found.paper;
    SS_REFUSE_IF(check_lead(g, paper));
    const Found reply = find_outgoing(g, c.reply);
    SS_REFUSE_IF(reply.refusal);
    if (reply.paper->side != paper.side)
        return refuse(not_entitled, "document.other_side", {g.who.by});
    if (reply.paper->stage != Stage::issued)
        return refuse(wrong_order, "document.reply_not_issued");
    const auto& to = reply.paper->recipients;
    if (g.plan.unit(paper.from) && std::ranges::find(to, paper.from) == to.end())
        return refuse(invalid, "document.reply_elsewhere", {paper.from});
    g.pen.write(Answered{c.document, c.reply, late(g, paper), g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_finish(const Ground& g, const Finish& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    SS_REFUSE_IF(check_lead(g, *found.paper));
    SS_REFUSE_IF(check_text(c.remarks));
    g.pen.write(Finished{c.document, c.remarks, late(g, *found.paper), g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_ask_recall(const Ground& g, const AskRecall& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    const Incoming& paper = *found.paper;
    if (g.who.by != kCourier) SS_REFUSE_IF(check_clerk(g, paper.side));
    if (paper.from != c.from) return refuse(not_entitled, "document.not_sender", {c.from});
    if (paper.stage == Arrival::turned_back || paper.stage == Arrival::cancelled)
        return refuse(wrong_stage, "document.not_here");
    if (paper.recall_asked) return refuse(duplicate, "document.recalled_already");
    g.pen.write(RecallAsked{c.document, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_answer_recall(const Ground& g, const AnswerRecall& c) {
    const In found = find_in(g, c.document);
    SS_REFUSE_IF(found.refusal);
    SS_REFUSE_IF(check_clerk(g, found.paper->side));
    if (!found.paper->recall_asked) return refuse(wrong_stage, "document.recall_not_asked");
    g.pen.write(RecallAnswered{c.document, c.agree, g.who.by, g.who.when()});
    return std::nullopt;
}

std::optional<Refusal> decide_report_secret(const Ground& g, const ReportSecret& c) {
    if (c.from.empty()) return refuse(incomplete, "document.no_sender");
    // A code and nothing else: no title can hide in it.
    const auto code = [](char ch) {
        return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '.';
    };
    if (c.from.size() > limits::kCode || !std::ranges::all_of(c.from, code))
        return refuse(invalid, "document.sender_no_code");
    if (c.brought > g.who.when()) return refuse(invalid, "document.brought_later");
    // Anyone at a desk may be brought one.
    if (check_side(g, Side::state)) SS_REFUSE_IF(check_side(g, Side::party));
    g.pen.write(SecretReported{c.from, c.brought, g.who.by, g.who.when()});
    return std::nullopt;
}

}  // namespace ss::documents
