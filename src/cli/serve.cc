// serve: the live and the trial house of this machine, to people in browsers.
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "cli/plan_and_scenario.h"
#include "cli/serve_rehearsal.h"
#include "cli/verbs.h"
#include "rehearse/practice.h"
#include "serve/app.h"
#include "serve/live_house.h"

namespace ss::cli {

namespace {

std::atomic<serve::Server*> running{nullptr};

void stop_on_signal(int) {
    if (serve::Server* server = running.load()) server->stop();
}

Instant wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

int sorry(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return kWrong;
}

// What every answer carries, the client's pages and error pages too.
std::map<std::string, std::string> common_headers(bool tls) {
    std::map<std::string, std::string> all{
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
         "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self' blob:; "
         "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"}};
    if (tls) all["Strict-Transport-Security"] = "max-age=31536000";
    return all;
}

serve::ServerOptions server_options(const ServeOptions& o) {
    serve::ServerOptions s;
    s.address = o.address;
    s.port = o.port;
    s.certificate = o.certificate;
    s.key = o.key;
    s.trusted_proxy = o.behind_proxy;
    s.workers = 3;  // a backup and a judgement under way leave one for whoever logs in
    s.limit_of = serve::App::limit_of;
    s.headers = common_headers(!o.certificate.empty() || o.behind_proxy);
    return s;
}

// Opens the journals of units that have none yet, as a trial that has had its first day.
bool found_trials(const ServeOptions& o, std::shared_ptr<const plan::Plan> plan) {
    for (const std::string& unit : o.trials) {
        if (std::filesystem::exists(o.data + "/trial/" + unit + ".db")) continue;
        if (plan == nullptr) {
            std::fprintf(stderr, "--trial opens a unit of a plan: name it with --plan\n");
            return false;
        }
        const auto done =
            serve::LiveHouse::found(o.data, office::Mode::trial, plan, unit, wall_clock(), {true});
        if (!done.ok()) return sorry(done.error()), false;
        std::printf("%s opened for trial in %s/trial\n", unit.c_str(), o.data.c_str());
    }
    return true;
}

void tell(const ServeOptions& o, const serve::Server& server,
          const std::vector<std::unique_ptr<serve::House>>& houses) {
    for (const auto& house : houses)
        for (const Code& unit : house->units()) {
            const auto& recorder = *house->find(unit);
            std::printf("%-6s %-16s %8llu entries  head %s\n", house->code().c_str(), unit.c_str(),
                        static_cast<unsigned long long>(recorder.last_seq()),
                        hex(recorder.head()).substr(0, 16).c_str());
        }
    const bool any = o.address == "0.0.0.0" || o.address == "::";
    const std::string host = any                                        ? "localhost"
                             : o.address.find(':') != std::string::npos ? "[" + o.address + "]"
                                                                        : o.address;
    std::printf("%s://%s:%u/\n", o.certificate.empty() ? "http" : "https", host.c_str(),
                unsigned{server.port()});
    std::fflush(stdout);
}

using Houses = std::vector<std::unique_ptr<ss::serve::House>>;

// The live and the trial house of the data folder, or the rehearsal that was asked for.
Result<Houses> open_houses(const ServeOptions& o, const std::shared_ptr<const plan::Plan>& plan,
                           serve::Accounts& accounts) {
    Houses houses;
    if (!o.rehearse.empty()) {
        houses.push_back(SS_TRY(open_rehearsal(o, accounts)));
        return houses;
    }
    if (!found_trials(o, plan)) return Error{ErrorCode::malformed, "no unit was opened"};
    for (const auto mode : {office::Mode::live, office::Mode::trial})
        houses.push_back(SS_TRY(serve::LiveHouse::open(o.data, mode, wall_clock)));
    return houses;
}

// The scenario is read once; every practice is made of a copy.
Result<serve::PracticeOptions> practice_options(const ServeOptions& o) {
    serve::PracticeOptions practice;
    practice.folder = o.data + "/practice";
    practice.most = o.practices;
    const bool there = std::filesystem::exists(o.practice);
    if (o.practices == 0 || (!there && o.practice == kDefaultPractice)) return practice;
    Diagnostics diagnostics;
    auto scenario = rehearse::load_scenario(o.practice, diagnostics);
    if (complain(diagnostics) || !scenario)
        return Error{ErrorCode::malformed, "nobody can practise with " + o.practice};
    if (!scenario->practice)
        return Error{ErrorCode::malformed, o.practice + " is no practice: it says not `practice`"};
    practice.make = [scenario = std::move(*scenario)](
                        const serve::Learner& who, const Code& code, const std::string& folder) {
        return rehearse::open_practice(scenario, who, code, folder);
    };
    return practice;
}

}  // namespace

int serve(const ServeOptions& asked) {
    ServeOptions o = asked;
    if (!o.rehearse.empty()) {
        if (o.run.empty()) return sorry({ErrorCode::malformed, "--rehearse needs --run FOLDER"});
        o.data = o.run;  // accounts of a rehearsal open nothing else
    }
    std::shared_ptr<const plan::Plan> plan;
    if (!o.plan.empty() && (plan = load_plan(o.plan)) == nullptr) return kWrong;
    std::error_code failed;
    std::filesystem::create_directories(o.data, failed);
    if (failed) return sorry({ErrorCode::io, o.data + ": " + failed.message()});
    ::umask(0077);  // journals hold what is personal
    auto accounts = ss::serve::Accounts::open(o.data + "/accounts.db");
    if (!accounts.ok()) return sorry(accounts.error());
    auto opened_houses = open_houses(o, plan, *accounts.value());
    if (!opened_houses.ok()) return sorry(opened_houses.error());
    const Houses houses = std::move(opened_houses).value();

    std::unique_ptr<ss::serve::Server> server;
    ss::serve::AppOptions options;
    const bool client = std::filesystem::exists(o.web + "/index.html");
    options.web = client || o.web != kDefaultWeb ? o.web : std::string();
    options.data = o.data;
    options.backup = o.backup;
    options.wall = wall_clock;
    auto practice = practice_options(o);
    if (!practice.ok()) return sorry(practice.error());
    options.practice = std::move(practice).value();
    options.background = [&server](auto work, auto then) {
        server->background(std::move(work), std::move(then));
    };
    options.counts = [&server] { return server->counts(); };
    auto app = ss::serve::App::open(std::move(options), *accounts.value());
    if (!app.ok()) return sorry(app.error());
    for (const auto& house : houses) app.value()->add(*house);

    auto opened =
        ss::serve::Server::open(server_options(o), [&app](const auto& request, auto reply) {
            app.value()->handle(request, std::move(reply));
        });
    if (!opened.ok()) return sorry(opened.error());
    server = std::move(opened).value();
    running = server.get();
    std::signal(SIGTERM, stop_on_signal);
    std::signal(SIGINT, stop_on_signal);
    tell(o, *server, houses);
    server->run([&app] { return app.value()->turn(); });
    running = nullptr;
    app.value()->close();
    for (const auto& house : houses)  // a rehearsal left in the middle has its report too
        if (auto* director = house->director();
            director != nullptr && director->report_folder().empty()) {
            const Status ended = director->end();
            if (!ended.ok()) return sorry(ended.error());
            std::printf("%s/report.html\n", director->report_folder().c_str());
        }
    return kFine;
}

}  // namespace ss::cli
