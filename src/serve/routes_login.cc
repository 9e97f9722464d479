// Who one is: log in, log out, me, and which houses there are.
#include <algorithm>

#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

struct Tried {
    std::string login, password;
    std::optional<std::string> totp;
};

std::variant<Tried, Wrong> read_login(const std::string& body) {
    const auto json = parse_json(body);
    if (const Wrong* wrong = std::get_if<Wrong>(&json)) return *wrong;
    const Json::Object* all = std::get<Json>(json).object();
    if (all == nullptr) return Wrong{"", "an object is expected"};
    Tried tried;
    int found = 0;
    for (const auto& [key, value] : *all) {
        if (value.text() == nullptr) return Wrong{key, "a text is expected"};
        if (key == "login") tried.login = *value.text(), ++found;
        else if (key == "password") tried.password = *value.text(), ++found;
        else if (key == "totp") tried.totp = *value.text();
        else return Wrong{"", "it has no such field"};
    }
    if (found != 2) return Wrong{"", "login and password are expected"};
    return tried;
}

}  // namespace

std::string login_cookie(const std::string& token, int64_t seconds, bool secure) {
    return "sansang=" + token +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
           (secure ? "; Secure" : "");
}

views::HouseClock told(const Clock& clock) {
    return {clock.now, static_cast<int64_t>(clock.speed), clock.paused, clock.over};
}

void App::Inside::login(Call& call) {
    const Instant now = wall();
    if (!logins.take(call.request.peer, now)) return refuse(call, 429, "too_often");
    if (!call.request.header("content-type").starts_with("application/json"))
        return refuse(call, 415, "json");
    auto body = read_login(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&body))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    Tried tried = std::get<Tried>(std::move(body));
    const auto proof = accounts.proof(tried.login, now);
    if (proof.locked_until > now) return refuse(call, 403, "locked");
    if (hashing >= kHashesAtOnce) return refuse(call, 503, "busy");

    struct Try {
        Tried tried;
        Accounts::Proof proof;
        bool fits = false;
    };
    const auto attempt = std::make_shared<Try>(Try{std::move(tried), proof, false});
    ++hashing;
    background(
        [attempt] { attempt->fits = password_fits(attempt->proof.hash, attempt->tried.password); },
        [this, attempt, reply = call.reply, language = call.language,
         secure = call.request.secure] {
            --hashing;
            const Instant at = wall();
            const Tried& t = attempt->tried;
            const auto no = [&](int status, const std::string& error, bool counts) {
                metrics.login(false);
                if (counts) (void)accounts.failed(t.login, at);
                send(reply, problem(status, language, error));
            };
            // Many tries at the same moment do not get past the lock.
            const auto again = accounts.proof(t.login, at);
            if (again.locked_until > at) return no(403, "locked", false);
            if (!again.known || !attempt->fits || again.hash != attempt->proof.hash)
                return no(401, "wrong_login", true);
            if (again.second_factor && !t.totp) return no(403, "second_factor", false);
            if (again.second_factor && !accounts.second_factor_fits(t.login, *t.totp, at))
                return no(403, "second_factor_wrong", true);
            const auto opened = accounts.open_login(t.login, at);
            const auto account = accounts.find(t.login);
            if (!opened.ok() || !account) return no(503, "unavailable", false);
            metrics.login(true);
            const Caller caller{*account, opened.value().csrf};
            Response r = json_response(wire::encode(me_of(caller, language)));
            r.cookies.push_back(
                login_cookie(opened.value().token, kLoginLongest / kSecond, secure));
            send(reply, std::move(r));
        });
}

void App::Inside::logout(Call& call) {
    accounts.close_login(call.request.cookie("sansang"));
    Response r;
    r.status = 204;
    r.cookies.push_back(login_cookie("", 0, call.request.secure));
    send(call, std::move(r));
}

void App::Inside::me(Call& call) {
    send(call, json_response(wire::encode(me_of(*call.caller, call.language))));
}

views::Me App::Inside::me_of(const Caller& caller, const std::string& language) const {
    const Account& account = caller.account;
    views::Me me;
    me.login = account.login;
    me.name = account.name;
    me.csrf = caller.csrf;
    me.administrator = account.kind == AccountKind::administrator;
    me.director = account.kind == AccountKind::director;
    me.second_factor = account.second_factor;
    me.changes = changes_told(account);
    for (House* house : houses_of(&account))
        for (const Code& unit : house->units()) {
            const Place at{house, unit, house->find(unit)};
            if (at.recorder == nullptr || at.recorder->failed()) continue;
            const auto& state = at.recorder->state();
            const plan::Plan& plan = at.recorder->office().plan();
            views::Seat seat;
            seat.house = house->code();
            seat.unit = unit;
            if (const auto* named = plan.unit(unit)) seat.unit_name = named->name.get(language);
            seat.mode = house->mode();
            for (const auto& [name, kind] : views::all())
                if (looks_without_seat(account, *house, name, kind)) seat.views.emplace_back(name);
            const std::vector<std::string> anyway = seat.views;
            for (const Code& officer : seats_of(account, at)) {
                seat.officer = officer;
                seat.name = state.org.officers.at(officer).name;
                seat.posts = org::posts_of(state.org, officer, state.now);
                seat.titles.clear();
                for (const Code& post : seat.posts)
                    seat.titles.push_back(plan.organization.posts.at(post).title.get(language));
                const auto roles = org::roles_of(state.org, plan.organization, officer, state.now);
                seat.roles.assign(roles.begin(), roles.end());
                seat.asks.clear();
                for (const auto& [ask, who] : plan.organization.access)
                    if (!ask.starts_with("view.") &&
                        org::may_ask(state.org, plan.organization, officer, ask, state.now))
                        seat.asks.push_back(ask);
                seat.views = anyway;
                for (const auto& [name, kind] : views::all())
                    if (kind.reach == views::Reach::anyone ||
                        views::may_look(state, plan, officer, name, state.now))
                        seat.views.emplace_back(name);
                std::sort(seat.views.begin(), seat.views.end());
                seat.views.erase(std::unique(seat.views.begin(), seat.views.end()),
                                 seat.views.end());
                me.seats.push_back(seat);
            }
            if (seat.officer.empty() && account.kind != AccountKind::officer)
                me.seats.push_back(seat);
        }
    return me;
}

// Those a login may enter; without one, those that serve citizens.
void App::Inside::list_houses(Call& call) {
    const Account* account = call.caller ? &call.caller->account : nullptr;
    views::Houses all;
    for (House* house : houses_of(account)) {
        views::HouseLine line;
        line.code = house->code();
        line.title = house->title(call.language);
        line.mode = house->mode();
        line.clock = told(house->clock());
        line.practice = practices.of_house(house) != nullptr;
        line.director = line.practice ||
                        (account != nullptr && account->kind == AccountKind::director &&
                         house->director() != nullptr);
        for (const Code& unit : house->units()) {
            const Place at{house, unit, house->find(unit)};
            if (at.recorder == nullptr || at.recorder->failed()) continue;
            const auto* named = at.recorder->office().plan().unit(unit);
            const bool serves = named != nullptr && named->kind != "city";
            const bool mine = account == nullptr ? serves
                              : account->kind != AccountKind::officer
                                  ? true
                                  : !seats_of(*account, at).empty();
            if (mine) line.units.push_back({unit, named ? named->name.get(call.language) : unit});
        }
        if (!line.units.empty()) all.houses.push_back(std::move(line));
    }
    send(call, json_response(wire::encode(all)));
}

}  // namespace ss::serve
