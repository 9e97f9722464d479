// Looking: views by the plan's table of access.
#include <algorithm>

#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

// Weak and strong are the same here; several may be given.
bool has_etag(std::string_view asked, const std::string& etag) {
    return !asked.empty() && asked.find(etag) != asked.npos;
}

}  // namespace

bool looks_without_seat(const Account& account, const House& house, std::string_view name,
                        const views::Kind& kind) {
    using views::Reach;
    switch (account.kind) {
        case AccountKind::officer: return kind.reach == Reach::anyone;
        case AccountKind::administrator: return name == "admin";
        case AccountKind::city: return kind.reach != Reach::officer;
        case AccountKind::director:
            return kind.reach != Reach::officer || house.mode() != office::Mode::live;
    }
    return false;
}

void App::Inside::view(Call& call, const Place& at, const std::string& name) {
    if (!views::all().contains(name)) return refuse(call, 404, "not_found");
    Look look{call.reply,
              at.house,
              at.unit,
              name,
              call.caller->account,
              call.request.query,
              call.language,
              std::string(call.request.header("if-none-match"))};
    look.params.erase("lang");
    looks.push_back(std::move(look));
}

void App::Inside::answer_looks() {
    const auto until = std::chrono::steady_clock::now() + kLooksLast;
    while (!looks.empty() && std::chrono::steady_clock::now() < until) {
        const Look look = std::move(looks.front());
        looks.pop_front();
        answer_look(look);
    }
}

void App::Inside::answer_look(const Look& look) {
    const auto no = [&](int status, const std::string& error, const std::string& detail = {}) {
        send(look.reply, problem(status, look.language, error, {}, detail));
    };
    const Place at{look.house, look.unit, look.house->find(look.unit)};
    if (at.recorder == nullptr || at.recorder->failed()) return no(503, "unavailable");
    const views::Kind& kind = views::all().at(look.name);
    auto params = look.params;
    std::optional<Code> as;
    if (const auto i = params.find("as"); i != params.end()) {
        if (!i->second.empty()) as = i->second;
        params.erase(i);
    }
    const auto& state = at.recorder->state();
    const auto& plan = at.recorder->office().plan();
    const Instant now = std::max(at.house->clock().now, state.now);
    // Of several seats, the first that may look.
    Code officer;
    for (const Code& seat : seats_of(look.account, at))
        if (officer.empty() && (!as || *as == seat) &&
            (kind.reach == views::Reach::anyone ||
             views::may_look(state, plan, seat, look.name, now)))
            officer = seat;
    if (officer.empty() && (as || !looks_without_seat(look.account, *at.house, look.name, kind)))
        return no(403, "forbidden");

    // Deadlines colour by the minute, so a view is the same for a minute and an entry at most.
    const std::string etag = '"' + std::to_string(at.recorder->last_seq()) + "-" +
                             std::to_string(now.ms / kMinute) + "-" + look.language + "-" +
                             officer + '"';
    Response r;
    r.headers["Cache-Control"] = "private, no-cache";
    r.headers["Vary"] = "Accept-Language, Cookie";
    r.headers["ETag"] = etag;
    r.headers["X-Seq"] = std::to_string(at.recorder->last_seq());
    if (has_etag(look.known, etag)) {
        r.status = 304;
        return send(look.reply, std::move(r));
    }
    const bool personal = kind.reach == views::Reach::officer && !officer.empty();
    if (look.name == "admin") params["head"] = hex(at.recorder->head());
    auto made = kind.make({state, plan, personal ? &at.recorder->vault() : nullptr, officer,
                           look.language, now, std::move(params)});
    if (!made.ok()) {
        const bool bad = made.error().code == ErrorCode::malformed;
        return no(bad ? 400 : 404, bad ? "malformed" : "not_found",
                  bad ? made.error().message : "");
    }
    r.body = std::move(made).value();
    send(look.reply, std::move(r));
}

void App::Inside::public_view(Call& call, const Place& at, const std::string& name) {
    const auto kind = views::all().find(name);
    if (kind == views::all().end() || kind->second.reach != views::Reach::anyone)
        return refuse(call, 404, "not_found");
    std::map<std::string, std::string> params = call.request.query;
    params.erase("lang");
    // A track code opens what a mere number does not.
    if (const auto code = params.find("code"); name == "track" && code != params.end())
        if (const auto dossier = tracked(at, code->second)) {
            const auto* known = at.recorder->state().dossiers.find(*dossier);
            code->second = known != nullptr && !known->code.empty()
                               ? known->code
                               : std::to_string(dossier->number);
        }
    const Instant now = std::max(at.house->clock().now, at.recorder->state().now);
    auto made = kind->second.make({at.recorder->state(),
                                   at.recorder->office().plan(),
                                   nullptr,
                                   {},
                                   call.language,
                                   now,
                                   std::move(params)});
    if (!made.ok()) {
        const bool bad = made.error().code == ErrorCode::malformed;
        return refuse(call, bad ? 400 : 404, bad ? "malformed" : "not_found");
    }
    Response r = json_response(std::move(made).value());
    r.headers["X-Seq"] = std::to_string(at.recorder->last_seq());
    send(call, std::move(r));
}

}  // namespace ss::serve
