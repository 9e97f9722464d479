// One's own account: everybody's password and second factor, proven by the password held until now.
#include <sodium.h>

#include "serve/inside.h"
#include "serve/take.h"

namespace ss::serve {

namespace {

constexpr int64_t kBegunLasts = 10 * kMinute;
constexpr size_t kBegunMost = 256;
constexpr int kCodesTried = 5;
constexpr int64_t kStep = 30 * kSecond;

bool code_fits(const std::string& secret, const std::string& code, Instant now) {
    if (code.size() != 6) return false;
    bool fits = false;
    const auto step = static_cast<uint64_t>(now.ms / kStep);
    for (uint64_t s = step - 1; s <= step + 1; ++s)
        fits = sodium_memcmp(totp(secret, s).data(), code.data(), 6) == 0 || fits;
    return fits;
}

}  // namespace

void App::Inside::own_account(Call& call) {
    auto read = read_json<views::OwnAsk>(call.request.body);
    if (const Wrong* wrong = std::get_if<Wrong>(&read))
        return refuse(call, 400, "malformed", wrong->at, wrong->message);
    std::visit(
        [&]<class T>(const T& ask) {
            if constexpr (std::is_same_v<T, views::OwnPassword>) own_password(call, ask);
            else own_factor(call, ask);
        },
        std::get<views::OwnAsk>(read));
}

void App::Inside::proven(Call& call, const std::string& password, std::function<void()> work,
                         std::function<void(const std::shared_ptr<Reply>&)> then) {
    const Instant now = wall();
    const std::string& login = call.caller->account.login;
    if (!logins.take(call.request.peer, now)) return refuse(call, 429, "too_often");
    const auto proof = accounts.proof(login, now);
    if (proof.locked_until > now) return refuse(call, 403, "locked");
    if (hashing >= kHashesAtOnce) return refuse(call, 503, "busy");
    const auto fits = std::make_shared<bool>(false);
    ++hashing;
    background(
        [fits, password, hash = proof.hash, work = std::move(work)] {
            *fits = password_fits(hash, password);
            if (*fits && work) work();
        },
        [this, fits, login, hash = proof.hash, then = std::move(then), reply = call.reply,
         language = call.language] {
            --hashing;
            // Many tries at the same moment do not get past the lock.
            const auto again = accounts.proof(login, wall());
            if (again.locked_until > wall()) return send(reply, problem(403, language, "locked"));
            if (*fits && again.known && again.hash == hash) return then(reply);
            (void)accounts.failed(login, wall());
            send(reply, problem(403, language, "wrong_password", "password"));
        });
}

void App::Inside::answer_own(const std::shared_ptr<Reply>& reply, const std::string& language,
                             bool secure, const std::string& login,
                             std::optional<views::NewFactor> factor) {
    const auto opened = accounts.open_login(login, wall());
    const auto account = accounts.find(login);
    if (!opened.ok() || !account) return send(reply, problem(503, language, "unavailable"));
    views::OwnAnswer answer{std::move(factor), me_of({*account, opened.value().csrf}, language)};
    Response r = json_response(wire::encode(answer));
    r.cookies.push_back(login_cookie(opened.value().token, kLoginLongest / kSecond, secure));
    send(reply, std::move(r));
}

void App::Inside::own_password(Call& call, const views::OwnPassword& ask) {
    if (ask.fresh.size() < kPasswordLeast || ask.fresh.size() > kPasswordMost)
        return refuse(call, 400, "password_length", "fresh");
    const auto hash = std::make_shared<std::string>();
    proven(
        call, ask.password,
        [hash, fresh = ask.fresh, cost = options.password_cost] {
            *hash = hash_password(fresh, cost);
        },
        [this, hash, login = call.caller->account.login, language = call.language,
         secure = call.request.secure](const std::shared_ptr<Reply>& reply) {
            if (!accounts.set_password(login, *hash, {login, wall()}).ok())
                return send(reply, problem(503, language, "unavailable"));
            answer_own(reply, language, secure, login, std::nullopt);
        });
}

void App::Inside::own_factor(Call& call, const views::OwnFactorBegin& ask) {
    if (call.caller->account.second_factor) return refuse(call, 400, "factor_is_on");
    proven(call, ask.password, {},
           [this, caller = *call.caller,
            language = call.language](const std::shared_ptr<Reply>& reply) {
               const Instant now = wall();
               std::erase_if(factors, [&](const auto& f) { return f.second.until < now; });
               const std::string& login = caller.account.login;
               if (factors.size() >= kBegunMost && !factors.contains(login))
                   return send(reply, problem(503, language, "busy"));
               factors[login] = {random_totp_secret(), {now.ms + kBegunLasts}, 0};
               const views::OwnAnswer answer{shown(login, factors[login].secret),
                                             me_of(caller, language)};
               send(reply, json_response(wire::encode(answer)));
           });
}

void App::Inside::own_factor(Call& call, const views::OwnFactorConfirm& ask) {
    const std::string login = call.caller->account.login;
    const Instant now = wall();
    const auto begun = factors.find(login);
    if (begun == factors.end() || begun->second.until < now)
        return refuse(call, 400, "factor_not_begun");
    if (!code_fits(begun->second.secret, ask.totp, now)) {
        if (++begun->second.tries >= kCodesTried) factors.erase(begun);
        return refuse(call, 403, "second_factor_wrong", "totp");
    }
    const std::string secret = begun->second.secret;
    factors.erase(begun);
    if (!accounts.set_second_factor(login, secret, {login, now}).ok())
        return refuse(call, 503, "unavailable");
    (void)accounts.second_factor_fits(login, ask.totp, now);  // this code serves no second time
    answer_own(call.reply, call.language, call.request.secure, login, std::nullopt);
}

void App::Inside::own_factor(Call& call, const views::OwnFactorOff& ask) {
    proven(call, ask.password, {},
           [this, login = call.caller->account.login, code = ask.totp, language = call.language,
            secure = call.request.secure](const std::shared_ptr<Reply>& reply) {
               if (!accounts.second_factor_fits(login, code, wall())) {
                   (void)accounts.failed(login, wall());
                   return send(reply, problem(403, language, "second_factor_wrong", "totp"));
               }
               if (!accounts.set_second_factor(login, {}, {login, wall()}).ok())
                   return send(reply, problem(503, language, "unavailable"));
               answer_own(reply, language, secure, login, std::nullopt);
           });
}

}  // namespace ss::serve
