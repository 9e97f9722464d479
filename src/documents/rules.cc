#include <algorithm>

#include "base/limits.h"
#include "documents/internal.h"

namespace ss::documents {

using enum RefusalCode;

const org::Body* body_of(const plan::Plan& plan, const Code& body) {
    const auto i = plan.organization.bodies.find(body);
    return i == plan.organization.bodies.end() ? nullptr : &i->second;
}

namespace {

const org::Post* post_of(const plan::Plan& plan, const Code& post) {
    const auto i = plan.organization.posts.find(post);
    return i == plan.organization.posts.end() ? nullptr : &i->second;
}

std::vector<Code> posts_on_side(const plan::Plan& plan, const org::State& people,
                                const Code& officer, Side side, Instant at) {
    std::vector<Code> found;
    for (const Code& code : org::posts_of(people, officer, at)) {
        const org::Post* post = post_of(plan, code);
        if (!post || post->administrator) continue;
        const org::Body* body = body_of(plan, post->body);
        if (body && body->side == side) found.push_back(code);
    }
    return found;
}

}  // namespace

std::vector<Code> posts_on(const Ground& g, Side side) {
    return posts_on_side(g.plan, g.people, g.who.by, side, g.who.when());
}

std::optional<Refusal> check_side(const Ground& g, Side side) {
    if (posts_on(g, side).empty()) return refuse(not_entitled, "document.other_side", {g.who.by});
    return std::nullopt;
}

std::optional<Refusal> check_clerk(const Ground& g, Side side) {
    SS_REFUSE_IF(check_side(g, side));
    const auto& documents = g.plan.documents;
    const Code& role = side == Side::party ? documents.party_clerk_role : documents.clerk_role;
    if (!org::roles_of(g.people, g.plan.organization, g.who.by, g.who.when()).contains(role))
        return refuse(not_entitled, "document.not_clerk", {g.who.by});
    return std::nullopt;
}

std::optional<Refusal> check_text(std::string_view text) {
    if (text.size() > limits::kText)
        return refuse(limit, "document.too_long", {std::to_string(limits::kText)});
    return std::nullopt;
}

std::optional<Refusal> check_texts(const std::vector<std::string>& texts) {
    if (texts.size() > limits::kList)
        return refuse(limit, "document.too_many", {std::to_string(limits::kList)});
    for (const auto& text : texts) SS_REFUSE_IF(check_text(text));
    return std::nullopt;
}

std::optional<Refusal> check_recipients(const Ground& g, Side side,
                                        const std::vector<Code>& recipients) {
    if (recipients.size() > limits::kList)
        return refuse(limit, "document.too_many", {std::to_string(limits::kList)});
    for (const Code& recipient : recipients) {
        if (g.plan.unit(recipient)) continue;
        const org::Post* post = post_of(g.plan, recipient);
        const org::Body* body = body_of(g.plan, post ? post->body : recipient);
        if (!body) return refuse(invalid, "document.unknown_recipient", {recipient});
        // A state paper may go to the Party's bodies; a Party paper stays on its side.
        if (side == Side::party && body->side != Side::party)
            return refuse(not_entitled, "document.recipient_other_side", {recipient});
    }
    return std::nullopt;
}

const plan::NumberSeries* series_for(const plan::Plan& plan, Side side, const Code& type,
                                     const Code& body) {
    const plan::NumberSeries* found = nullptr;
    for (const auto& [code, series] : plan.documents.series) {
        if (series.side != side || (!series.body.empty() && series.body != body)) continue;
        if (std::ranges::find(series.types, type) == series.types.end()) continue;
        if (!found || (found->body.empty() && !series.body.empty())) found = &series;
    }
    return found;
}

namespace {

std::string padded(int64_t number, int width) {
    std::string text = std::to_string(number);
    while (text.size() < static_cast<size_t>(std::max(width, 0))) text.insert(0, 1, '0');
    return text;
}

void replace_all(std::string& text, std::string_view place, const std::string& value) {
    for (size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += value.size())
        text.replace(at, place.size(), value);
}

// The Party's types carry a prefix in the plan, to be told from the state's: it is not printed.
std::string printed_type(const Code& type, Side side) {
    const size_t dash = type.find('-');
    return side == Side::party && dash != std::string::npos ? type.substr(dash + 1) : type;
}

}  // namespace

Given next_number(const State& state, const plan::Plan& plan, const plan::NumberSeries& series,
                  const Outgoing& paper, LocalDate date) {
    const std::string year = std::to_string(ymd_of(date).year);
    Given given;
    given.run = series.code + "/" + paper.body;
    if (series.reset == "year-per-type") given.run += "/" + paper.type;
    if (series.reset != "term") given.run += "/" + year;
    const auto last = state.runs.find(given.run);
    given.number = last == state.runs.end() ? 1 : last->second + 1;
    given.symbol = series.symbol;
    const auto notation = [&](const Code& body) {
        const org::Body* b = body_of(plan, body);
        return b ? b->notation : std::string();
    };
    replace_all(given.symbol, "{number}", padded(given.number, series.width));
    replace_all(given.symbol, "{type}", printed_type(paper.type, series.side));
    replace_all(given.symbol, "{notation}", notation(paper.body));
    replace_all(given.symbol, "{drafter}", notation(paper.drafting_body));
    replace_all(given.symbol, "{year}", year);
    return given;
}

Numbered number_it(const State& state, const plan::Plan& plan, const plan::NumberSeries& series,
                   DocumentId document, const Outgoing& paper, const Code& by, Instant at) {
    const LocalDate date = local_date(at, plan.calendar.offset);
    const Given given = next_number(state, plan, series, paper, date);
    Numbered fact{document, given.run, given.number, given.symbol, date, std::nullopt, by, at};
    if (paper.kind == Kind::paper) {
        const auto urgency = plan.documents.urgencies.find(paper.urgency);
        const bool urgent = urgency != plan.documents.urgencies.end() && urgency->second.rank > 0;
        fact.issue_by = closing_after(plan, at, urgent ? 0 : plan.documents.issue_within_days);
    }
    return fact;
}

Instant closing_after(const plan::Plan& plan, Instant from, int64_t days) {
    const org::Calendar& calendar = plan.calendar;
    LocalDate date = local_date(from, calendar.offset);
    if (days <= 0 && (!calendar.working_day(date) || calendar.closing(date) <= from)) days = 1;
    for (; days > 0; --days) date = calendar.next_working_day(date);
    return calendar.closing(date);
}

std::string known_by_number(const Code& from, DocumentId theirs) {
    return from + "#" + std::to_string(theirs.number);
}

std::string known_by_symbol(const Code& from, const std::string& symbol, LocalDate date) {
    return from + "|" + symbol + "|" + to_text(date);
}

Found find_outgoing(const Ground& g, DocumentId document) {
    const auto i = g.state.outgoing.find(document);
    if (i == g.state.outgoing.end())
        return {nullptr, refuse(not_found, "document.unknown", {std::to_string(document.number)})};
    const Outgoing& paper = i->second;
    // The wall comes first: who may not see it does not learn at what stage it is.
    if (g.who.by != kCourier)
        if (auto refusal = check_side(g, paper.side)) return {nullptr, std::move(refusal)};
    if (paper.kind == Kind::result)
        return {nullptr, refuse(wrong_stage, "document.result_of_procedure", {})};
    return {&paper, std::nullopt};
}

std::optional<Refusal> check_answerable(const Ground& g, const Outgoing& paper) {
    const auto clerk = check_clerk(g, paper.side);
    if (!clerk) return std::nullopt;
    const auto signing =
        org::signing(g.people, g.plan.organization, g.who.by, paper.body, paper.type, g.who.when());
    if (std::holds_alternative<org::Signing>(signing)) return std::nullopt;
    return refuse(not_entitled, "document.not_answerable", {g.who.by});
}

bool may_see(const State& state, const plan::Plan& plan, const org::State& people,
             const Code& officer, DocumentId document, Instant at) {
    const auto out = state.outgoing.find(document);
    const auto in = state.incoming.find(document);
    if (out == state.outgoing.end() && in == state.incoming.end()) return false;
    const Side side = out != state.outgoing.end() ? out->second.side : in->second.side;
    if (!posts_on_side(plan, people, officer, side, at).empty()) return true;
    if (side == Side::party || out == state.outgoing.end()) return false;
    // A state paper that was sent to the Party's bodies or posts is read there.
    if (out->second.stage < Stage::issued) return false;
    const auto& recipients = out->second.recipients;
    for (const Code& code : posts_on_side(plan, people, officer, Side::party, at))
        for (const Code& recipient : recipients)
            if (recipient == code || recipient == post_of(plan, code)->body) return true;
    return false;
}

}  // namespace ss::documents
