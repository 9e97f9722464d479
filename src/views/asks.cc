// What the one who looks may ask: the rooms' own rules are asked, and nothing is written.
#include <algorithm>

#include "views/eyes.h"

namespace ss::views {

namespace {

// Takes what a decision writes and forgets it: enough to see that there was no refusal.
template <class Fact>
struct Nowhere final : Pen<Fact> {
    void write(Fact) override {}
};

template <class... C>
std::string ask_of(const std::variant<C...>& command) {
    return std::visit([](const auto& c) { return std::string(c.kWire); }, command);
}

}  // namespace

bool Eyes::may(const std::string& ask) {
    const auto [i, fresh] = may_.emplace(ask, false);
    if (fresh && !look.officer.empty()) {
        i->second = org::may_ask(state.org, plan.organization, look.officer, ask, now);
        const auto gate = plan.precedence.gates.find(ask);
        if (gate != plan.precedence.gates.end())
            for (const Code& first : gate->second)
                i->second = i->second && state.org.reached(first);
    }
    return i->second;
}

const std::set<Code>& Eyes::my_roles() {
    if (!roles_) roles_ = org::roles_of(state.org, plan.organization, look.officer, now);
    return *roles_;
}
const std::vector<Code>& Eyes::my_posts() {
    if (!posts_) posts_ = org::posts_of(state.org, look.officer, now);
    return *posts_;
}
bool Eyes::fills(const Code& post) {
    const auto [i, fresh] = fills_.emplace(post, false);
    if (fresh) i->second = org::fills(state.org, plan.organization, look.officer, post, now);
    return i->second;
}
const std::vector<Person>& Eyes::workers(const Code& role) {
    const auto [i, fresh] = workers_.emplace(role, std::vector<Person>{});
    if (fresh) i->second = persons(org::workers(state.org, plan.organization, role, now));
    return i->second;
}

bool Eyes::would(const dossiers::Command& command) {
    if (!may(ask_of(command))) return false;
    Nowhere<dossiers::Fact> pen;
    return !dossiers::decide(state.dossiers, {plan, state.unit, state.org}, command,
                             {look.officer, now, std::nullopt}, pen);
}
bool Eyes::would(const documents::Command& command) {
    if (!may(ask_of(command))) return false;
    Nowhere<documents::Fact> pen;
    return !documents::decide(state.documents, plan, state.org, command,
                              {look.officer, now, std::nullopt}, pen);
}
bool Eyes::would(const meetings::Command& command) {
    if (!may(ask_of(command))) return false;
    Nowhere<meetings::Fact> pen;
    return !meetings::decide(state.meetings, plan, state.org, state.unit, command,
                             {look.officer, now, std::nullopt}, pen);
}
bool Eyes::would(const assignments::Command& command) {
    if (!may(ask_of(command))) return false;
    Nowhere<assignments::Fact> pen;
    return !assignments::decide(state.assignments, plan, state.org, command,
                                {look.officer, now, std::nullopt}, pen);
}

template <class Command>
void Eyes::offer(std::vector<std::string>& to, Command command) {
    if (would(command)) to.push_back(ask_of(command));
}

bool Eyes::sees(DocumentId id) const {
    return documents::may_see(state.documents, plan, state.org, look.officer, id, now);
}

std::vector<std::string> Eyes::asks(const dossiers::Dossier& d) {
    namespace ds = dossiers;
    std::vector<std::string> out;
    const auto* p = plan.procedure(d.procedure);
    if (p == nullptr) return out;
    const auto put = [&](ds::Command c) { offer(out, std::move(c)); };
    const std::vector<std::string> reason{"-"};
    const auto required = ds::required_components(*p, d.data);
    std::vector<ds::Given> given;
    for (const Code& code : required) given.push_back({code, 1, 0});
    put(ds::Apologise{d.id, "-", {d.due_at.ms + kDay}});
    put(ds::AskSupplement{d.id, required, reason});
    put(ds::Confirm{d.id});
    put(ds::Erase{d.id, "-"});
    if (d.fee > d.paid) put(ds::Pay{d.id, d.fee - d.paid, "cash"});
    if (d.stage == ds::Stage::presented) put(ds::Receive{d.id, required});
    put(ds::Refuse{d.id, reason, "-"});
    if (d.stage == ds::Stage::resolved) {
        // Who owes may pay and fetch in one visit: the button stands there, the fee beside it.
        if (may("dossier.return")) out.emplace_back(ds::Return::kWire);
    }
    put(ds::Stop{d.id, "-"});
    put(ds::Supplement{d.id, given});
    put(ds::Withdraw{d.id});
    if (d.stage < ds::Stage::returned && !d.erased && may("dossier.attach"))
        out.emplace_back("dossier.attach");
    std::ranges::sort(out);
    return out;
}

std::vector<std::string> Eyes::asks(AssignmentId id) {
    namespace as = assignments;
    std::vector<std::string> out;
    const auto put = [&](as::Command c) { offer(out, std::move(c)); };
    const auto& a = state.assignments.assignments.at(id);
    put(as::Accept{id});
    put(as::Close{id, ""});
    put(as::Extend{id, {a.due.ms + kDay}, "-"});
    put(as::Report{id, "-", false});
    return out;
}

std::vector<std::string> Eyes::asks(DocumentId id, const documents::Incoming& d) {
    namespace dc = documents;
    std::vector<std::string> out;
    const auto put = [&](dc::Command c) { offer(out, std::move(c)); };
    if (d.stage == dc::Arrival::finished || d.stage == dc::Arrival::turned_back ||
        d.stage == dc::Arrival::cancelled)
        return out;
    put(dc::AnswerRecall{id, true});
    const auto body = plan.organization.bodies.find(d.body);
    dc::Assign assign{id, {}, {}, {}, {now.ms + kHour}};
    if (body != plan.organization.bodies.end()) assign.lead_post = body->second.head;
    if (d.due && *d.due > now) assign.due = std::min(assign.due, *d.due);
    put(assign);
    put(dc::Finish{id, ""});
    if (std::ranges::find(out, "document.finish") != out.end() && may("document.answer"))
        out.emplace_back("document.answer");
    put(dc::Register{id});
    put(dc::TurnBack{id, "-"});
    std::ranges::sort(out);
    return out;
}

std::vector<std::string> Eyes::asks(DocumentId id, const documents::Outgoing& d) {
    namespace dc = documents;
    std::vector<std::string> out;
    if (d.kind == dc::Kind::result) return out;
    const auto put = [&](dc::Command c) { offer(out, std::move(c)); };
    const auto recipients = d.recipients.empty() ? std::vector<Code>{d.body} : d.recipients;
    if (d.stage == dc::Stage::draft) put(dc::MakeCheck{id, dc::Check::content, true, ""});
    if (d.stage == dc::Stage::checked_content) put(dc::MakeCheck{id, dc::Check::form, true, ""});
    put(dc::Issue{id, recipients});
    put(dc::Number{id});
    put(dc::Recall{id, "-"});
    put(dc::Revise{id, d.abstract, d.text, d.recipients});
    put(dc::Seal{id});
    put(dc::Sign{id});
    return out;
}

SigningLine Eyes::signing(const Code& body_code, const Code& type_code) {
    SigningLine out;
    const auto answer =
        org::signing(state.org, plan.organization, look.officer, body_code, type_code, now);
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
        out.refusal = say(refusal->rule, refusal->args);
        return out;
    }
    const auto& s = std::get<org::Signing>(answer);
    out.basis = s.basis;
    out.formula = s.formula;
    if (!s.on_behalf_of.empty()) out.on_behalf_of = post(s.on_behalf_of).name;
    out.title = post(s.post).name;
    return out;
}

}  // namespace ss::views
