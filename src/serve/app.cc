#include "serve/app.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "plan/plan.h"
#include "serve/inside.h"
#include "views/contract.h"

namespace ss::serve {

namespace {

std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> all;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const size_t end = std::min(path.find('/'), path.size());
        all.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return all;
}

// ?lang, else the first language of Accept-Language that we speak, else our own first.
std::string language_of(const Request& request, const std::map<std::string, words::Book>& books) {
    if (const auto i = request.query.find("lang");
        i != request.query.end() && books.contains(i->second))
        return i->second;
    std::string_view asked = request.header("accept-language");
    while (!asked.empty()) {
        while (asked.starts_with(' ')) asked.remove_prefix(1);
        if (const std::string two(asked.substr(0, 2)); books.contains(two)) return two;
        const size_t next = asked.find(',');
        asked.remove_prefix(next == asked.npos ? asked.size() : next + 1);
    }
    return words::languages().front();
}

bool changes(const std::string& method) {
    return method != "GET" && method != "HEAD";
}

}  // namespace

Response json_response(std::string body, int status) {
    Response r;
    r.status = status;
    r.headers["Cache-Control"] = "no-store";
    r.body = std::move(body);
    return r;
}

App::Inside::Inside(AppOptions o, Accounts& a, Files f)
    : options(std::move(o)),
      accounts(a),
      files(std::move(f)),
      practices(options.practice),
      logins(options.logins_a_minute),
      questions(options.public_a_minute),
      filings(options.filings_a_minute) {
    for (const std::string& language : words::languages())
        books.emplace(language, words::load(language));
}

App::App(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
App::~App() = default;

Result<std::unique_ptr<App>> App::open(AppOptions options, Accounts& accounts) {
    Files files = SS_TRY(Files::load(options.web));
    auto inside = std::make_unique<Inside>(std::move(options), accounts, std::move(files));
    SS_TRY(inside->practices.load());
    return std::unique_ptr<App>(new App(std::move(inside)));
}

void App::add(House& house) {
    inside_->houses.push_back(&house);
    inside_->listen_to(house);
}

void App::Inside::listen_to(House& house) {
    house.on_answer([this, &house](const Code& unit, const Code&, const office::Answer& answer) {
        dirty = true;
        if (answer.repeated || answer.facts.empty()) return;
        stale[{&house, unit}].views.merge(views::stale(answer.facts));
    });
}

size_t App::limit_of(const std::string& method, const std::string& path) {
    if (method == "POST" && path.ends_with("/attachment")) return limits::kAttachment;
    if (path == "/v1/login" || path == "/v1/account" || path.starts_with("/v1/admin/"))
        return 4'096;
    if (path.starts_with("/v1/public/")) return 64u << 10;
    return 1u << 20;
}

// --- answering -----------------------------------------------------------------------------------

void App::Inside::send(const std::shared_ptr<Reply>& reply, Response response) {
    response.headers.try_emplace("Cache-Control", "no-store");
    // What was read may be what has not been committed yet.
    if (dirty) {
        held.push_back({reply, std::move(response)});
        return;
    }
    metrics.answered(response.status);
    reply->send(std::move(response));
}

std::string App::Inside::say(const Place& at, const std::string& language, const Refusal& refusal,
                             const Code& procedure) const {
    const auto& state = at.recorder->state();
    const views::Looking looking{
        state, at.recorder->office().plan(), nullptr, "", language, state.now, {}};
    return words::say(books.at(language), refusal.rule, views::named(looking, refusal, procedure));
}

Response App::Inside::problem(int status, const std::string& language, const std::string& error,
                              const std::string& at, const std::string& detail) const {
    std::string message = words::say(books.at(language), "serve." + error);
    if (!detail.empty()) message += " (" + detail + ")";
    return json_response(wire::encode(views::Problem{at, error, message}), status);
}

void App::Inside::refuse(Call& call, int status, const std::string& error, const std::string& at,
                         const std::string& detail) {
    Response r = problem(status, call.language, error, at, detail);
    if (status == 429 || status == 503) r.headers["Retry-After"] = status == 429 ? "10" : "2";
    send(call, std::move(r));
}

std::vector<House*> App::Inside::houses_of(const Account* account) const {
    std::vector<House*> all = houses;
    if (account != nullptr)
        for (const auto& [code, p] : practices.all)
            if (p->open.house && p->note.login == account->login)
                all.push_back(p->open.house.get());
    return all;
}

House* App::Inside::house(const Code& code, const std::optional<Caller>& by) const {
    for (House* house : houses_of(by ? &by->account : nullptr))
        if (house->code() == code) return house;
    return nullptr;
}

std::optional<Place> App::Inside::place(Call& call, const Code& house_code, const Code& unit) {
    House* found = house(house_code, call.caller);
    const office::Recorder* recorder = found == nullptr ? nullptr : found->find(unit);
    if (recorder == nullptr) {
        refuse(call, 404, "not_found");
        return std::nullopt;
    }
    if (recorder->failed()) {
        refuse(call, 503, "unavailable");
        return std::nullopt;
    }
    return Place{found, unit, recorder};
}

void App::Inside::background(std::function<void()> work, std::function<void()> then) {
    if (options.background) {
        options.background(std::move(work), std::move(then));
        return;
    }
    work();
    then();
}

// --- routes --------------------------------------------------------------------------------------

void App::handle(const Request& request, std::shared_ptr<Reply> reply) {
    Call call{request, std::move(reply), segments(request.path),
              language_of(request, inside_->books), std::nullopt};
    inside_->route(call);
}

void App::Inside::route(Call& call) {
    const Request& r = call.request;
    if (call.path.empty() || call.path[0] != "v1") {
        if (r.path == "/healthz" || r.path == "/readyz" || r.path == "/metrics" ||
            r.path == "/openapi.json")
            return operations(call);
        return file(call);
    }
    if (call.path.size() > 1 && call.path[1] == "public") return public_routes(call);
    if (r.path == "/v1/login")
        return r.method == "POST" ? login(call) : refuse(call, 405, "method");

    if (const OpenLogin* open = accounts.find_login(r.cookie("sansang"), wall()))
        if (auto account = accounts.find(open->login))
            call.caller = Caller{std::move(*account), open->csrf};
    if (!call.caller) return refuse(call, 401, "login");
    if (changes(r.method) && r.header("x-csrf") != call.caller->csrf)
        return refuse(call, 403, "csrf");

    if (r.path == "/v1/logout")
        return r.method == "POST" ? logout(call) : refuse(call, 405, "method");
    if (r.path == "/v1/me") return r.method == "GET" ? me(call) : refuse(call, 405, "method");
    if (r.path == "/v1/account")
        return r.method == "POST" ? own_account(call) : refuse(call, 405, "method");
    if (call.path.size() == 3 && call.path[1] == "admin") return administer(call);
    if (r.path == "/v1/houses")
        return r.method == "GET" ? list_houses(call) : refuse(call, 405, "method");
    if (r.path == "/v1/practice") return practice(call);
    if (r.path == "/v1/practices")
        return r.method == "GET" ? shared_practices(call) : refuse(call, 405, "method");
    if (call.path.size() == 4 && call.path[1] == "practices")
        return r.method == "GET" ? practice_report(call, call.path[2], call.path[3])
                                 : refuse(call, 405, "method");
    if (call.path.size() >= 4 && call.path[1] == "h") return route_house(call);
    refuse(call, 404, "not_found");
}

void App::Inside::route_house(Call& call) {
    const auto& path = call.path;
    House* found = house(path[2], call.caller);
    if (found == nullptr) return refuse(call, 404, "not_found");
    if (Practice* own = practices.find(path[2])) own->used = wall();
    if (path[3] == "director" && path.size() == 4) return director(call, *found);
    if (path[3] == "board" && path.size() == 4) return board(call, *found);
    if (path[3] == "report" && path.size() >= 5) {
        std::string name = path[4];
        for (size_t i = 5; i < path.size(); ++i) name += "/" + path[i];
        return report(call, *found, name);
    }
    if (path[3] == "events" && path.size() == 4) return events(call, *found, {});
    if (path[3] == "u" && path.size() >= 6) {
        if (const auto at = place(call, path[2], path[4])) route_unit(call, *at);
        return;
    }
    refuse(call, 404, "not_found");
}

void App::Inside::route_unit(Call& call, const Place& at) {
    const auto& path = call.path;
    const bool get = call.request.method == "GET", post = call.request.method == "POST";
    const std::string& what = path[5];
    if (path.size() == 6 && post && what == "ask") return ask(call, at);
    if (path.size() == 6 && post && what == "asks") return asks(call, at);
    if (path.size() == 6 && post && what == "attachment") return stage(call, at);
    if (path.size() == 7 && get && what == "attachment") return attachment(call, at, path[6]);
    if (path.size() == 7 && get && what == "paper") return paper(call, at, path[6]);
    if (path.size() == 7 && get && what == "history") return history(call, at, path[6]);
    if (path.size() == 7 && get && what == "view") return view(call, at, path[6]);
    if (path.size() == 6 && get && what == "events") return events(call, *at.house, at.unit);
    refuse(call, 404, "not_found");
}

void App::Inside::file(Call& call) {
    if (changes(call.request.method)) return refuse(call, 405, "method");
    send(call, files.get(call.request));
}

// --- turns ---------------------------------------------------------------------------------------

void App::close() {
    Inside& in = *inside_;
    in.options.background = nullptr;  // the server has ended: at once
    std::vector<Practice*> open;
    for (const auto& [code, p] : in.practices.all)
        if (p->open.house) open.push_back(p.get());
    for (Practice* p : open) in.end_practice(*p);
}

Server::Turn App::turn() {
    Inside& in = *inside_;
    int64_t again = kHour;
    const auto trouble = [](const House& house, const Error& error) {
        std::fprintf(stderr, "%s: %s\n", house.code().c_str(), error.message.c_str());
    };
    for (House* house : in.houses) {
        const auto due = house->run_due();
        if (due.ok()) again = std::min(again, due.value());
        else trouble(*house, due.error());
    }
    in.run_practices(again);
    bool kept = true;
    if (in.dirty) {
        const auto begun = std::chrono::steady_clock::now();
        for (House* house : in.houses)
            if (const auto done = house->commit(); !done.ok()) {
                trouble(*house, done.error());
                kept = false;
            }
        if (!in.commit_practices()) kept = false;
        in.metrics.committed(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
        in.dirty = false;
        again = 0;  // what was committed may have messages to carry
    }
    for (auto& [reply, response] : std::exchange(in.held, {})) {
        if (!kept) response = in.problem(503, words::languages().front(), "unavailable");
        in.metrics.answered(response.status);
        reply->send(std::move(response));
    }
    if (kept) again = std::min(again, in.judge_due());
    else
        for (auto& [where, what] : in.stale) what.views.clear();  // it did not happen
    again = std::min(again, in.tell_stale());
    in.answer_looks();
    if (!in.looks.empty()) again = 0;
    in.tell_clocks();
    const Instant now = in.wall();
    if (now.ms - in.swept.ms >= kMinute) {
        in.swept = now;
        in.accounts.tidy(now);
        for (auto i = in.staged.begin(); i != in.staged.end();) {
            const bool old = i->second.until < now;
            if (old) in.staged_bytes -= i->second.plain.size();
            i = old ? in.staged.erase(i) : std::next(i);
        }
    }
    return {std::min(again, in.listeners.empty() ? kMinute : kClockEvery), true};
}

}  // namespace ss::serve
