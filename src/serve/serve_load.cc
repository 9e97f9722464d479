// A day at the busiest hour, over real sockets, against the real program: people logged in with
// their pages open, citizens tracking, dossiers going from desk to desk, and how long an ask takes.
// Latencies count from the moment an ask was due, not from when a busy line let it out.
//
//   serve_load build/sansang [NAME=VALUE...]     names and what they are if not said: see Options
#include <sys/prctl.h>
#include <sys/wait.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "plan/plan.h"
#include "serve/accounts.h"
#include "serve/json.h"
#include "serve/live_house.h"
#include "serve/load.h"

namespace ss::serve::load {
namespace {

struct Options {
    std::string program, data = "/tmp/serve-load", plan = "plans/hue-2025";
    std::map<std::string, int> numbers{
        {"people", 500},      // logged in, each with a page that listens and one view on it
        {"citizens", 2'000},  // each with a dossier of his own
        {"look_s", 20},       // between two looks of a citizen, as the page does
        {"asks_a_s", 5},      // arriving whether or not the last was answered
        {"askers", 0},        // instead: so many, each asking as soon as it was answered
        {"seconds", 30},      // measured
        {"warm_s", 3},        // and not measured, before
        {"logins", 0},        // 1: only 500 logins at once, with passwords as dear as in earnest
        {"keep", 0},          // 1: go on with the data of the run before
    };
    int of(const std::string& name) const { return numbers.at(name); }
};

const std::vector<Code> kUnits{"my-thuong", "duong-no", "vy-da"};
const std::string kPassword = "mat-khau-thu-tai";

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "serve_load: %s\n", why.c_str());
    std::exit(2);
}

Options read_options(int argc, char** argv) {
    if (argc < 2) give_up("the program to serve with is missing: serve_load build/sansang");
    Options o;
    o.program = argv[1];
    for (int i = 2; i < argc; ++i) {
        const std::string word = argv[i];
        const size_t is = word.find('=');
        const std::string name = word.substr(0, is),
                          value = word.substr(std::min(is, word.size() - 1) + 1);
        if (name == "data") o.data = value;
        else if (o.numbers.contains(name)) o.numbers[name] = std::atoi(value.c_str());
        else give_up("there is no option " + name);
    }
    return o;
}

// --- what lies there before ----------------------------------------------------------------------

Instant wall() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

struct Person {
    std::string login, cookie, csrf, unit, view, etag;
    std::set<std::string> roles;
    std::unique_ptr<Line> stream, look, ask;
    bool looking = false, again = false;  // a fetch is under way; it is stale already
    TimePoint stale_since;
    std::deque<std::function<void()>> waiting;  // asks, while one is under way
    bool asking = false;
};

std::shared_ptr<const plan::Plan> lay_out(const Options& o, std::vector<Person>& people) {
    Diagnostics complaints;
    auto plan = plan::load(o.plan, complaints);
    if (!plan) give_up("run it from the root of the repository: no plan " + o.plan);
    const bool keep = o.of("keep") != 0;
    if (!keep) std::filesystem::remove_all(o.data);
    std::filesystem::create_directories(o.data);
    for (const Code& unit : kUnits)
        if (!keep && !LiveHouse::found(o.data, office::Mode::trial, plan, unit, wall(), {true}).ok())
            give_up("no journal for " + unit);
    auto accounts = std::move(Accounts::open(o.data + "/accounts.db")).value();
    const Cost cost = o.of("logins") != 0 ? Cost{} : Cost{1, 8u << 10};
    const std::string hash = hash_password(kPassword, cost);
    for (int i = 0; i < o.of("people"); ++i) {
        Person p;
        p.unit = kUnits[static_cast<size_t>(i) % kUnits.size()];
        const auto& roster = plan->rosters.at(p.unit).officers;
        const auto officer =
            std::next(roster.begin(),
                      static_cast<long>(static_cast<size_t>(i) / kUnits.size() % roster.size()));
        p.login = "p" + std::to_string(i);
        (void)accounts->add(
            {p.login, AccountKind::officer, p.unit, officer->first, p.login, false, false}, hash);
        if (o.of("logins") == 0) {
            auto opened = accounts->open_login(p.login, wall());
            if (!opened.ok()) give_up(opened.error().message);
            p.cookie = opened.value().token;
            p.csrf = opened.value().csrf;
        }
        people.push_back(std::move(p));
    }
    return plan;
}

// --- the program under load ----------------------------------------------------------------------

class Served {
  public:
    Served(const Options& o) {
        int pipe[2];
        if (::pipe(pipe) != 0) give_up("no pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // it does not outlive us
            ::dup2(pipe[1], 1);
            ::execl(o.program.c_str(), o.program.c_str(), "serve", "--data", o.data.c_str(),
                    "--port", "0", "--plan", o.plan.c_str(), "--behind-proxy", nullptr);
            std::_Exit(127);
        }
        ::close(pipe[1]);
        std::string told;
        for (char c; told.find("http://") == told.npos || told.back() != '\n'; told += c)
            if (::read(pipe[0], &c, 1) != 1) give_up("the server did not begin: " + told);
        const size_t at = told.rfind(':');
        port_ = static_cast<uint16_t>(std::atoi(told.c_str() + at + 1));
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    ~Served() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    uint16_t port() const { return port_; }
    double cpu() const {  // seconds so far
        std::ifstream in("/proc/" + std::to_string(pid_) + "/stat");
        std::string text((std::istreambuf_iterator<char>(in)), {});
        std::istringstream rest(text.substr(text.rfind(')') + 2));
        std::string word;
        double ticks = 0;
        for (int field = 3; field <= 15 && rest >> word; ++field)
            if (field >= 14) ticks += std::atof(word.c_str());
        return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }
    std::string memory() const {
        std::ifstream in("/proc/" + std::to_string(pid_) + "/status");
        std::string line, all;
        while (std::getline(in, line))
            if (line.starts_with("VmHWM") || line.starts_with("VmRSS"))
                all += line.substr(2) + "  ";
        return all;
    }

  private:
    pid_t pid_ = -1;
    uint16_t port_ = 0;
};

// --- what goes on --------------------------------------------------------------------------------

class Day {
  public:
    Day(const Options& o, std::vector<Person>& people, uint16_t port)
        : o_(o), people_(people), port_(port) {}

    void arrive();  // everybody knows his roles and has his page open
    void fill();    // a dossier for each citizen, each some steps on its way
    void go();      // the measured part
    void log_in_at_once();

  private:
    struct Track {
        std::string unit, code, address;
        std::unique_ptr<Line> line;
        bool looking = false;
    };
    struct Step {  // something an officer is to ask
        std::string unit, role, command;
    };

    std::string head(const Person& p, const std::string& method, const std::string& target) const {
        return method + " " + target + " HTTP/1.1\r\nHost: l\r\nX-Forwarded-For: 10.1." +
               std::to_string((&p - people_.data()) / 250) + "." +
               std::to_string((&p - people_.data()) % 250) + "\r\nCookie: sansang=" + p.cookie +
               "\r\nX-CSRF: " + p.csrf + "\r\n";
    }
    static std::string with_body(const std::string& body) {
        return "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    }
    static std::string place(const std::string& unit) { return "/v1/h/trial/u/" + unit + "/"; }

    void learn(Person& p, const std::string& me);
    void listen(Person& p);
    void look(Person& p);
    void file(const std::string& unit, std::function<void()> then);
    void ask(const Step& step, TimePoint due, std::function<void()> then);
    void send_ask(Person& p, const std::string& body, TimePoint due, std::function<void()> then);
    void answered(const std::string& unit, const std::string& body);
    void next(TimePoint due, std::function<void()> then);  // the next thing to be done by anybody
    void arrivals(double a_second);
    void track(Track& t);
    double metric(const std::string& name);
    bool measured() const { return measuring_; }

    const Options& o_;
    std::vector<Person>& people_;
    const uint16_t port_;
    Loop loop_;
    std::map<std::string, std::vector<Person*>> by_role_;  // "unit/role"
    std::deque<Step> steps_;
    std::deque<Track> tracks_;  // grows while its tracks are in use
    std::map<std::string, int> refused_;
    Samples asks_, looks_, publics_, stales_;
    uint64_t requests_ = 0, unchanged_ = 0, failed_ = 0, turn_ = 0;
    bool measuring_ = false, over_ = false;
    TimePoint due_;
    std::mt19937_64 dice_{7};
};

void Day::learn(Person& p, const std::string& me) {
    const auto parsed = parse_json(me);
    const Json* json = std::get_if<Json>(&parsed);
    const Json* seats = json == nullptr ? nullptr : json->find("seats");
    if (seats == nullptr || seats->list()->empty()) give_up("who am I? " + me);
    const Json& seat = seats->list()->front();
    for (const Json& role : *seat.find("roles")->list()) {
        p.roles.insert(*role.text());
        by_role_[p.unit + "/" + *role.text()].push_back(&p);
    }
    std::set<std::string> may;
    for (const Json& view : *seat.find("views")->list()) may.insert(*view.text());
    for (const char* view : {"counter", "records", "leader", "officer", "meetings"})
        if (p.view.empty() && may.contains(view)) p.view = view;
}

void Day::arrive() {
    size_t open = people_.size() * 2;
    for (Person& p : people_) {
        p.look = std::make_unique<Line>(loop_, port_);
        p.ask = std::make_unique<Line>(loop_, port_);
        p.look->ask(head(p, "GET", "/v1/me") + "\r\n", [&](const Answer& a) {
            if (a.status != 200) give_up("me: " + std::to_string(a.status));
            learn(p, a.body);
            listen(p);
            --open;
        });
    }
    loop_.run([&] { return open == people_.size(); });
    std::map<std::string, int> views;
    for (const Person& p : people_) ++views[p.view];
    for (const auto& [view, n] : views) std::printf("%d at %s  ", n, view.c_str());
    std::printf("\n");
}

void Day::listen(Person& p) {
    p.stream = std::make_unique<Line>(loop_, port_);
    p.stream->listen(
        head(p, "GET", place(p.unit) + "events") + "\r\n", [&](std::string_view event) {
            if (over_ || event.find("event: stale") == event.npos ||
                event.find('"' + p.view + '"') == event.npos)
                return;
            if (!p.looking) p.stale_since = Now();
            if (p.looking)
                p.again = true;  // as the page does: one fetch at a time, and one more after it
            else look(p);
        });
}

void Day::look(Person& p) {
    p.looking = true;
    std::string text = head(p, "GET", place(p.unit) + "view/" + p.view);
    text += "Accept-Encoding: gzip\r\n";  // as every browser; what we read ourselves comes plain
    if (!p.etag.empty()) text += "If-None-Match: " + p.etag + "\r\n";
    const TimePoint begun = Now();
    p.look->ask(text + "\r\n", [this, &p, begun](const Answer& a) {
        if (measured()) {
            ++requests_;
            looks_.add(begun);
            stales_.add(p.stale_since);
            unchanged_ += a.status == 304;
            failed_ += a.status != 200 && a.status != 304;
        }
        if (!a.etag.empty()) p.etag = a.etag;
        p.looking = false;
        if (std::exchange(p.again, false) && !over_) {
            p.stale_since = Now();
            look(p);
        }
    });
}

// --- asking

void Day::file(const std::string& unit, std::function<void()> then) {
    static const std::string kDossier =
        R"({"dossier":{"procedure":"1.004873","applicant":{"kind":"individual",)"
        R"("name":{"seal":"Nguyễn Văn Mẫu"},)"
        R"("contact":{"seal":"0900 000 000"}},"given":[{"component":"e-form","copies":1}]},"request":"f)";
    const size_t n = tracks_.size();
    Track t;
    t.unit = unit;
    t.address = "10.2." + std::to_string(n / 250) + "." + std::to_string(n % 250);
    t.line = std::make_unique<Line>(loop_, port_);
    const std::string body =
        kDossier + std::to_string(n) + "-" + std::to_string(dice_() % 1'000'000'000) + "\"}";
    const std::string text = "POST /v1/public/trial/" + unit +
                             "/file HTTP/1.1\r\nHost: l\r\nX-Forwarded-For: " + t.address + "\r\n" +
                             with_body(body);
    tracks_.push_back(std::move(t));
    tracks_[n].line->ask(text, [this, n, unit, then = std::move(then)](const Answer& a) {
        const auto parsed = parse_json(a.body);
        const Json* json = std::get_if<Json>(&parsed);
        if (a.status != 200 || json == nullptr || json->find("track") == nullptr)
            give_up("filing: " + a.body);
        tracks_[n].code = *json->find("track")->text();
        const std::string number = tracks_[n].code.substr(0, tracks_[n].code.find('.'));
        steps_.push_back(
            {unit, "reception",
             R"({"dossier.receive":{"dossier":)" + number + R"(,"seen":["e-form"]}})"});
        if (n >= static_cast<size_t>(o_.of("citizens")))  // nobody tracks it: the line is not kept
            loop_.after(0, [this, n] { tracks_[n].line.reset(); });
        then();
    });
}

// What an answer brings about: work that is offered, a result that waits to be handed back.
void Day::answered(const std::string& unit, const std::string& body) {
    const auto parsed = parse_json(body);
    const Json* json = std::get_if<Json>(&parsed);
    const Json* facts = json == nullptr ? nullptr : json->find("facts");
    if (facts == nullptr || facts->list() == nullptr) return;
    if (const Json* refusal = json->find("refusal");
        refusal != nullptr && refusal->object() != nullptr)
        ++refused_[*refusal->find("rule")->text()];
    for (const Json& fact : *facts->list()) {
        const Json* offered = fact.find("work.offered");
        if (offered == nullptr) continue;
        const std::string number = std::to_string(*offered->find("work")->number());
        const Json::List& outcomes = *offered->find("outcomes")->list();
        if (*offered->find("kind")->text() == "return") {
            const std::string dossier = std::to_string(*offered->find("dossier")->number());
            steps_.push_back(
                {unit, "reception", R"({"dossier.return":{"dossier":)" + dossier + "}}"});
            continue;
        }
        steps_.push_back({unit, *offered->find("role")->text(),
                          R"({"work.complete":{"work":)" + number + R"(,"outcome":)" +
                              serve::quoted(outcomes.empty() ? "" : *outcomes.front().text()) +
                              "}}"});
    }
}

void Day::ask(const Step& step, TimePoint due, std::function<void()> then) {
    const auto& able = by_role_[step.unit + "/" + step.role];
    if (able.empty()) {
        ++refused_["nobody is " + step.role];
        return then();
    }
    Person& p = *able[dice_() % able.size()];
    const std::string body =
        R"({"request":"a)" + std::to_string(dice_()) + R"(","command":)" + step.command + "}";
    auto send = [this, &p, body, due, then = std::move(then)] { send_ask(p, body, due, then); };
    if (p.asking) p.waiting.push_back(std::move(send));
    else send();
}

void Day::send_ask(Person& p, const std::string& body, TimePoint due, std::function<void()> then) {
    p.asking = true;
    p.ask->ask(head(p, "POST", place(p.unit) + "ask") + with_body(body),
               [this, &p, due, then = std::move(then)](const Answer& a) {
                   if (measured() && due >= due_) {
                       ++requests_;
                       asks_.add(due);
                       failed_ += a.status != 200 && a.status != 409;
                   }
                   answered(p.unit, a.body);
                   p.asking = false;
                   if (!p.waiting.empty()) {
                       auto more = std::move(p.waiting.front());
                       p.waiting.pop_front();
                       more();
                   }
                   then();
               });
}

void Day::next(TimePoint due, std::function<void()> then) {
    if (steps_.empty()) return file(kUnits[turn_++ % kUnits.size()], std::move(then));
    const Step step = std::move(steps_.front());
    steps_.pop_front();
    ask(step, due, std::move(then));
}

void Day::fill() {
    size_t open = 0;
    const auto done = [&] { --open; };
    const auto citizens = static_cast<size_t>(o_.of("citizens"));
    while (tracks_.size() < citizens) {
        loop_.run([&] { return open < 64; });
        ++open;
        file(kUnits[turn_++ % kUnits.size()], done);
    }
    // Two steps of each on the average: a quarter waits for the counter, the rest for somebody.
    for (size_t i = 0; i < citizens * 2 && !steps_.empty(); ++i) {
        loop_.run([&] { return open < 64; });
        if (steps_.empty()) break;
        std::swap(steps_.front(), steps_[dice_() % steps_.size()]);
        ++open;
        next(Now(), done);
    }
    loop_.run([&] { return open == 0; });
    for (const auto& [rule, n] : refused_)
        std::printf("refused while laying out: %d %s\n", n, rule.c_str());
    refused_.clear();
}

// --- the measured part

void Day::track(Track& t) {
    if (over_) return;
    loop_.after(o_.of("look_s") * 1.0, [this, &t] { track(t); });
    if (t.looking) return;
    t.looking = true;
    const TimePoint begun = Now();
    t.line->ask("GET /v1/public/trial/track/" + t.code +
                    " HTTP/1.1\r\nHost: l\r\nX-Forwarded-For: " + t.address + "\r\n\r\n",
                [this, &t, begun](const Answer& a) {
                    t.looking = false;
                    if (!measured()) return;
                    ++requests_;
                    publics_.add(begun);
                    failed_ += a.status != 200;
                });
}

void Day::arrivals(double a_second) {
    if (over_) return;
    const double gap = std::exponential_distribution<double>(a_second)(dice_);
    loop_.after(gap, [this, a_second] {
        next(Now(), [] {});
        arrivals(a_second);
    });
}

double Day::metric(const std::string& name) {
    double value = 0;
    bool have = false;
    Line line(loop_, port_);
    line.ask("GET /metrics HTTP/1.1\r\nHost: l\r\n\r\n", [&](const Answer& a) {
        const size_t at = a.body.find("\n" + name + " ");
        value = at == a.body.npos ? 0 : std::atof(a.body.c_str() + at + name.size() + 2);
        have = true;
    });
    loop_.run([&] { return have; });
    return value;
}

void Day::go() {
    for (size_t i = 0; i < static_cast<size_t>(o_.of("citizens")); ++i) {
        const double first = static_cast<double>(dice_() % 10'000) / 10'000 * o_.of("look_s");
        loop_.after(first, [this, &t = tracks_[i]] { track(t); });
    }
    std::function<void()> again = [&] {
        if (!over_) next(Now(), again);
    };
    for (int i = 0; i < o_.of("askers"); ++i) again();
    if (o_.of("askers") == 0) arrivals(o_.of("asks_a_s"));
    const auto wait = [&](double s) {
        bool passed = false;
        loop_.after(s, [&] { passed = true; });
        loop_.run([&] { return passed; });
    };
    wait(o_.of("warm_s"));
    const double commits = metric("sansang_commit_seconds_count"),
                 spent = metric("sansang_commit_seconds_sum");
    measuring_ = true;
    due_ = Now();
    wait(o_.of("seconds"));
    measuring_ = false;
    const double n = metric("sansang_commit_seconds_count") - commits,
                 s = metric("sansang_commit_seconds_sum") - spent;
    over_ = true;
    std::printf(
        "%.0f commits, %.2f ms each; %.1f asks a commit; %llu requests, %llu views unchanged, %llu "
        "failed\n",
        n, n > 0 ? s / n * 1000 : 0, n > 0 ? static_cast<double>(asks_.size()) / n : 0,
        static_cast<unsigned long long>(requests_), static_cast<unsigned long long>(unchanged_),
        static_cast<unsigned long long>(failed_));
    asks_.tell("ask", o_.of("seconds"));
    looks_.tell("view", o_.of("seconds"));
    publics_.tell("track", o_.of("seconds"));
    stales_.tell("stale->seen", o_.of("seconds"));
    for (const auto& [rule, times] : refused_) std::printf("refused: %d %s\n", times, rule.c_str());
}

void Day::log_in_at_once() {
    size_t open = people_.size();
    Samples taken;
    const TimePoint begun = Now();
    std::function<void(Person&)> attempt = [&](Person& p) {
        const std::string body =
            R"({"login":")" + p.login + R"(","password":")" + kPassword + "\"}";
        p.look->ask(head(p, "POST", "/v1/login") + with_body(body), [&](const Answer& a) {
            if (a.status == 503) {  // busy: as the page does, again a little later
                loop_.after(0.5 + static_cast<double>(dice_() % 1000) / 1000, [&] { attempt(p); });
                return;
            }
            if (a.status != 200) give_up("login: " + a.body);
            taken.add(begun);
            --open;
        });
    };
    for (Person& p : people_) {
        p.look = std::make_unique<Line>(loop_, port_);
        attempt(p);
    }
    loop_.run([&] { return open == 0; });
    taken.tell("logged in", 1);
}

int run(int argc, char** argv) {
    const Options o = read_options(argc, argv);
    allow_files();
    std::vector<Person> people;
    lay_out(o, people);
    Served served(o);
    Day day(o, people, served.port());
    if (o.of("logins") != 0) {
        day.log_in_at_once();
    } else {
        day.arrive();
        day.fill();
    }
    const double cpu = served.cpu(), mine = own_cpu();
    if (o.of("logins") == 0) day.go();
    const double passed = o.of("seconds") + o.of("warm_s");
    std::printf("server %.1f %% of a core (driver %.1f %%); %s\n",
                (served.cpu() - cpu) / passed * 100, (own_cpu() - mine) / passed * 100,
                served.memory().c_str());
    return 0;
}

}  // namespace
}  // namespace ss::serve::load

int main(int argc, char** argv) {
    return ss::serve::load::run(argc, argv);
}
