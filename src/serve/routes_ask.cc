// Asking: who may act as whom, one command or two hundred, and what is answered.
#include <algorithm>

#include "office/codec.h"
#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

std::vector<Code> App::Inside::seats_of(const Account& account, const Place& at) const {
    std::vector<Code> mine;
    if (account.kind == AccountKind::administrator) return mine;  // holds no other power
    const auto& officers = at.recorder->state().org.officers;
    bool own = account.unit == at.unit && officers.contains(account.officer);
    // In a rehearsal people sit where they are put; one's own seat is free for the taking.
    if (Director* director = at.house->director())
        for (const Seat& seat : director->seats()) {
            if (seat.unit != at.unit || seat.person.empty() || !officers.contains(seat.officer))
                continue;
            if (seat.person == account.login) mine.push_back(seat.officer);
            if (seat.officer == account.officer) own = false;
        }
    if (own && std::find(mine.begin(), mine.end(), account.officer) == mine.end())
        mine.insert(mine.begin(), account.officer);
    return mine;
}

// Nothing: none of the seats of this login. Without `as` it is its first one.
std::optional<Code> App::Inside::actor(const Account& account, const Place& at,
                                       const std::optional<Code>& as,
                                       const office::Command* command) const {
    const auto seats = seats_of(account, at);
    const bool directs =
        account.kind == AccountKind::director && at.house->mode() != office::Mode::live;
    if (as && *as == kCitizen && command != nullptr) {
        // At the counter an officer enters for a citizen what he might have asked himself.
        const auto& state = at.recorder->state();
        const auto& plan = at.recorder->office().plan();
        const std::string name(office::name_of(*command));
        const bool enters = std::any_of(seats.begin(), seats.end(), [&](const Code& officer) {
            return org::may_ask(state.org, plan.organization, officer, name, state.now);
        });
        if (enters || directs) return kCitizen;
        return std::nullopt;
    }
    if (as && *as == kDirector && directs) return kDirector;
    if (as) {
        if (std::find(seats.begin(), seats.end(), *as) != seats.end()) return *as;
        return std::nullopt;
    }
    if (!seats.empty()) return seats.front();
    if (directs) return kDirector;
    return std::nullopt;
}

namespace {

// Of the dossier that is to be received: its papers are called as its procedure calls them.
Code procedure_of(const Place& at, const office::Command& command) {
    const auto* of_dossier = std::get_if<dossiers::Command>(&command);
    const auto* receive = of_dossier ? std::get_if<dossiers::Receive>(of_dossier) : nullptr;
    const auto* dossier = receive ? at.recorder->state().dossiers.find(receive->dossier) : nullptr;
    return dossier ? dossier->procedure : Code{};
}

}  // namespace

std::string App::Inside::answer_json(const Place& at, const office::Answer& answer,
                                     const std::string& language, const Code& procedure) const {
    views::AskAnswer out;
    out.seq = answer.seq;
    out.repeated = answer.repeated;
    out.facts = answer.facts;
    out.refusal = answer.refusal;
    if (answer.refusal) out.sentence = say(at, language, *answer.refusal, procedure);
    return wire::encode(out);
}

std::optional<Response> App::Inside::objection(Call& call, const Place& at, Asked& asked) const {
    const auto no = [&](int status, const std::string& error, const std::string& where) {
        return problem(status, call.language, error, where);
    };
    const Account& account = call.caller->account;
    const auto by = actor(account, at, asked.as, &asked.command);
    if (!by) return no(403, "forbidden", asked.as ? "as" : "");
    if (asked.happened && *asked.happened > at.house->clock().now)
        return no(400, "future", "happened");
    if (const dossiers::Attach* attach = attach_in(asked.command)) {
        const auto& state = at.recorder->state();
        // Before it is said whether there are such bytes.
        if (office::may_ask(state, at.recorder->office().plan(), *by, asked.command, state.now))
            return no(403, "forbidden", "");
        if (upload(at, account.login, attach->hash) == nullptr)
            return no(400, "no_upload", "command.dossier.attach.hash");
    }
    return std::nullopt;
}

Result<office::Answer> App::Inside::submit(Call& call, const Place& at, Asked asked) {
    const Account& account = call.caller->account;
    office::Envelope envelope;
    envelope.by = *actor(account, at, asked.as, &asked.command);
    // The login in it, not the seat: for a citizen at the counter it is the officer who repeats.
    envelope.request = request_prefix(account.login) + asked.request;
    envelope.happened = asked.happened;
    envelope.sealed = std::move(asked.sealed);
    const std::string name(office::name_of(asked.command));
    if (dossiers::Attach* named = attach_in(asked.command))
        lay_beside(at, *upload(at, account.login, named->hash), *named, envelope);
    envelope.command = std::move(asked.command);
    auto answer = at.house->ask(at.unit, std::move(envelope));
    if (answer.ok()) metrics.asked(name, answer.value().refusal.has_value());
    return answer;
}

void App::Inside::refuse(Call& call, const Error& error) {
    if (error.code == ErrorCode::limit) return refuse(call, 413, "limit");
    if (error.code == ErrorCode::malformed) return refuse(call, 400, "malformed");
    refuse(call, 503, "unavailable");
}

void App::Inside::ask(Call& call, const Place& at) {
    auto read = read_ask(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    Asked& asked = std::get<Asked>(read);
    if (auto no = objection(call, at, asked)) return send(call, std::move(*no));
    const Code procedure = procedure_of(at, asked.command);
    const auto done = submit(call, at, std::move(asked));
    if (!done.ok()) return refuse(call, done.error());
    const office::Answer& answer = done.value();
    send(call, json_response(answer_json(at, answer, call.language, procedure),
                             answer.refusal ? 409 : 200));
}

void App::Inside::asks(Call& call, const Place& at) {
    auto read = read_asks(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    auto& all = std::get<std::vector<Asked>>(read);
    // Nothing is asked unless everything may be.
    for (Asked& one : all)
        if (auto no = objection(call, at, one)) return send(call, std::move(*no));
    std::string answers;
    for (size_t i = 0; i < all.size(); ++i) {
        const Code procedure = procedure_of(at, all[i].command);
        const auto done = submit(call, at, std::move(all[i]));
        // What was answered before stands: asked again with the same ids, it is told again.
        if (!done.ok()) return refuse(call, done.error());
        answers += (i > 0 ? "," : "") + answer_json(at, done.value(), call.language, procedure);
    }
    send(call, json_response("{\"answers\":[" + answers + "]}"));
}

}  // namespace ss::serve
