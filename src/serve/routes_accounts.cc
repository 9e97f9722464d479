// The administrator's desk: accounts. Whoever holds this power holds no other, and everything done
// with it is written down and told to those it concerns.
#include <algorithm>

#include "papers/qr.h"
#include "plan/plan.h"
#include "serve/inside.h"
#include "serve/take.h"

namespace ss::serve {

namespace {

constexpr size_t kChangesShown = 200;
constexpr int64_t kChangesTold = 14 * kDay;
constexpr size_t kToldMost = 20, kToldOf = 1'000;

std::optional<AccountKind> kind_of(const Code& name) {
    const auto kinds = names(AccountKind{});
    const auto i = std::find(kinds.begin(), kinds.end(), name);
    if (i == kinds.end()) return std::nullopt;
    return static_cast<AccountKind>(i - kinds.begin());
}

views::AccountChange told(const Change& c) {
    return {c.at, c.by, c.detail, c.login, c.what};
}

views::AccountLine told(const AccountState& s, Instant now) {
    const Account& a = s.account;
    views::AccountLine line;
    line.disabled = a.disabled;
    line.kind = Code(names(a.kind)[static_cast<size_t>(a.kind)]);
    line.last_login = s.last_login;
    if (s.locked_until > now) line.locked_until = s.locked_until;
    line.login = a.login;
    line.name = a.name;
    line.officer = a.officer;
    line.open_logins = s.open_logins;
    line.second_factor = a.second_factor;
    line.unit = a.unit;
    return line;
}

const std::string& login_of(const views::AccountAsk& ask) {
    return std::visit([](const auto& a) -> const std::string& { return a.login; }, ask);
}

}  // namespace

views::NewFactor shown(const std::string& login, const std::string& secret) {
    views::NewFactor factor;
    factor.secret = base32(secret);
    factor.uri = "otpauth://totp/SanSang:" + login + "?secret=" + factor.secret + "&issuer=SanSang";
    factor.qr = papers::qr_rows(factor.uri);
    return factor;
}

// What others did to one's own account, and to those of the officers one leads: whoever lends
// somebody a seat, or a way into it, is seen doing so.
std::vector<views::AccountChange> App::Inside::changes_told(const Account& account) const {
    std::set<Code> led;
    for (House* house : houses) {
        if (house->mode() == office::Mode::rehearsal) continue;
        for (const Code& unit : house->units()) {
            const Place at{house, unit, house->find(unit)};
            if (at.recorder == nullptr) continue;
            const auto& state = at.recorder->state();
            for (const Code& seat : seats_of(account, at))
                if (views::may_look(state, at.recorder->office().plan(), seat, "leader", state.now))
                    led.insert(unit);
        }
    }
    std::vector<views::AccountChange> all;
    const auto changes = accounts.changes({wall().ms - kChangesTold}, kToldOf);
    if (!changes.ok()) return all;
    for (const Change& c : changes.value()) {
        if (c.by == account.login || c.login.empty()) continue;
        const auto about = accounts.find(c.login);
        const bool mine = c.login == account.login && c.what != "add";
        const bool leads =
            about && about->kind == AccountKind::officer && led.contains(about->unit);
        if (mine || (leads && c.login != account.login)) all.push_back(told(c));
        if (all.size() == kToldMost) break;
    }
    return all;
}

void App::Inside::administer(Call& call) {
    if (call.caller->account.kind != AccountKind::administrator)
        return refuse(call, 403, "forbidden");
    const std::string& what = call.path[2];
    const bool get = call.request.method == "GET", post = call.request.method == "POST";
    if (what == "accounts" && get) return answer_accounts(call.reply, call.language, {});
    if (what == "accounts" && post) return change_account(call);
    if (what == "overview" && get) return overview(call);
    if (what == "backup" && post) return backup_now(call);
    refuse(call, what == "accounts" || what == "overview" || what == "backup" ? 405 : 404,
           what == "accounts" || what == "overview" || what == "backup" ? "method" : "not_found");
}

void App::Inside::answer_accounts(const std::shared_ptr<Reply>& reply, const std::string& language,
                                  views::AccountsView answer) {
    const auto states = accounts.states();
    const auto changes = accounts.changes({}, kChangesShown);
    if (!states.ok() || !changes.ok()) return send(reply, problem(503, language, "unavailable"));
    for (const AccountState& s : states.value()) answer.accounts.push_back(told(s, wall()));
    for (const Change& c : changes.value()) answer.changes.push_back(told(c));
    send(reply, json_response(wire::encode(answer)));
}

// Why an account is not made. Whose seat it opens must be there: a slip of the pen opens none.
std::optional<Response> App::Inside::objection(const Call& call,
                                               const views::AddAccount& add) const {
    const auto wrong = [&](const char* error, const char* at) {
        return problem(400, call.language, error, at);
    };
    const auto kind = kind_of(add.kind);
    if (!kind) return wrong("account_kind", "kind");
    if (add.name.size() > limits::kCode) return wrong("limit", "name");
    if (accounts.find(add.login)) return wrong("login_taken", "login");
    if (*kind != AccountKind::officer)
        return add.unit.empty() && add.officer.empty()
                   ? std::nullopt
                   : std::optional(wrong("no_other_power", "officer"));
    bool unit = false;
    for (const House* house : houses)
        if (const office::Recorder* recorder = house->find(add.unit)) {
            unit = true;
            const auto& officers = recorder->state().org.officers;
            if (officers.contains(add.officer)) return std::nullopt;
        }
    return unit ? wrong("no_officer", "officer") : wrong("no_unit", "unit");
}

void App::Inside::with_new_password(Call& call,
                                    std::function<Status(const std::string& hash)> change) {
    if (hashing >= kHashesAtOnce) return refuse(call, 503, "busy");
    struct Work {
        std::string password, hash;
    };
    const auto work = std::make_shared<Work>(Work{random_password(), {}});
    ++hashing;
    background(
        [work, cost = options.password_cost] {
            work->hash = hash_password(work->password, cost);
        },
        [this, work, change = std::move(change), reply = call.reply, language = call.language] {
            --hashing;
            const Status done = change(work->hash);
            if (!done.ok())
                return send(reply, done.error().code == ErrorCode::malformed
                                       ? problem(400, language, "login_form", "login")
                                       : problem(503, language, "unavailable"));
            views::AccountsView answer;
            answer.password = work->password;
            answer_accounts(reply, language, std::move(answer));
        });
}

void App::Inside::change_account(Call& call) {
    auto read = read_json<views::AccountAsk>(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    const auto ask = std::get<views::AccountAsk>(std::move(read));
    const std::string login = login_of(ask);
    const Hand hand{call.caller->account.login, wall()};
    // His own account he changes like everybody: by his password, and without shutting himself out.
    if (login == hand.by) return refuse(call, 403, "own_account", "login");
    if (const auto* add = std::get_if<views::AddAccount>(&ask)) {
        if (auto no = objection(call, *add)) return send(call, std::move(*no));
        Account account{add->login, *kind_of(add->kind), add->unit, add->officer,
                        add->name.empty() ? add->login : add->name, false, false};
        return with_new_password(call, [this, account, hand](const std::string& hash) {
            return accounts.add(account, hash, hand);
        });
    }
    if (!accounts.find(login)) return refuse(call, 404, "not_found", "login");
    if (std::holds_alternative<views::RenewPassword>(ask))
        return with_new_password(call, [this, login, hand](const std::string& hash) {
            return accounts.set_password(login, hash, hand);
        });
    views::AccountsView answer;
    Status done = ok();
    if (std::holds_alternative<views::FactorOn>(ask)) {
        const std::string secret = random_totp_secret();
        done = accounts.set_second_factor(login, secret, hand);
        answer.factor = shown(login, secret);
    } else if (std::holds_alternative<views::FactorOff>(ask)) {
        done = accounts.set_second_factor(login, {}, hand);
    } else if (std::holds_alternative<views::UnlockAccount>(ask)) {
        done = accounts.unlock(login, hand);
    } else {
        done = accounts.set_disabled(login, std::holds_alternative<views::DisableAccount>(ask),
                                     hand);
    }
    if (!done.ok()) return refuse(call, 503, "unavailable");
    answer_accounts(call.reply, call.language, std::move(answer));
}

}  // namespace ss::serve
