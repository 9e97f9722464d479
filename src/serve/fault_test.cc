// Clients that retry, drop and resend; a server that is killed at any moment; two hundred at once.
// Afterwards everything that was answered is there, once.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <random>
#include <set>

#include "office/codec.h"
#include "serve/testing.h"

namespace ss::serve {
namespace {

using testing::Client;
using testing::Folder;
using testing::Got;
using testing::plan_of;
using testing::Served;

const std::string kUnit = "/v1/h/trial/u/village/";
const std::string kPublic = "/v1/public/trial/village/";
const Instant kNow = at_local(date_of({2025, 7, 1}), 8 * kHour, 7 * kHour);

std::string command(const std::string& request, const std::string& what) {
    return "{\"request\":\"" + request + "\",\"command\":" + what + "}";
}

// --- a server that is killed ---------------------------------------------------------------------

// In a process of its own: serves the folder until it is killed, and tells its port.
[[noreturn]] void serve_until_killed(const std::string& data, int tell) {
    const auto clock = [] { return kNow; };
    auto accounts = Accounts::open(data + "/accounts.db");
    auto house = LiveHouse::open(data, office::Mode::trial, clock);
    if (!accounts.ok() || !house.ok()) _exit(1);
    AppOptions options;
    options.wall = clock;
    options.public_a_minute = options.filings_a_minute = 1'000'000;
    auto app = App::open(std::move(options), *accounts.value());
    if (!app.ok()) _exit(2);
    app.value()->add(*house.value());
    auto server = Server::open({}, [&](const Request& request, auto reply) {
        app.value()->handle(request, std::move(reply));
    });
    if (!server.ok()) _exit(3);
    const uint16_t port = server.value()->port();
    if (::write(tell, &port, sizeof port) != sizeof port) _exit(4);
    server.value()->run([&] { return app.value()->turn(); });
    _exit(5);
}

// Kills the server and begins it again. The forks are made by a process without threads.
class Killer {
  public:
    explicit Killer(const std::string& data) {
        int orders[2], ports[2];
        EXPECT_EQ(::pipe(orders), 0);
        EXPECT_EQ(::pipe(ports), 0);
        keeper_ = ::fork();
        if (keeper_ == 0) {
            ::close(orders[1]);
            ::close(ports[0]);
            obey(data, orders[0], ports[1]);
        }
        ::close(orders[0]);
        ::close(ports[1]);
        orders_ = orders[1];
        ports_ = ports[0];
    }
    Killer(const Killer&) = delete;
    Killer& operator=(const Killer&) = delete;
    ~Killer() { stop(); }

    uint16_t again() {  // 0: it does not begin
        uint16_t port = 0;
        EXPECT_EQ(::write(orders_, "!", 1), 1);
        EXPECT_EQ(::read(ports_, &port, sizeof port), static_cast<ssize_t>(sizeof port));
        return port;
    }
    void stop() {
        if (keeper_ < 0) return;
        ::close(orders_);
        ::close(ports_);
        int status = 0;
        ::waitpid(std::exchange(keeper_, -1), &status, 0);
        EXPECT_EQ(status, 0) << "a server ended before it was killed";
    }

  private:
    [[noreturn]] static void obey(const std::string& data, int orders, int ports) {
        pid_t server = -1;
        char order = 0;
        for (bool go_on = true; go_on;) {
            go_on = ::read(orders, &order, 1) == 1;
            int status = 0;
            if (server > 0) {
                ::kill(server, SIGKILL);
                ::waitpid(server, &status, 0);
                if (!WIFSIGNALED(status)) _exit(1);
            }
            if (go_on && (server = ::fork()) == 0) {
                ::close(orders);
                serve_until_killed(data, ports);
            }
        }
        _exit(0);
    }
    pid_t keeper_ = -1;
    int orders_ = -1, ports_ = -1;
};

// Where the server is now, and how many answers came whole.
class Board {
  public:
    struct Where {
        uint16_t port = 0;
        int life = 0;
    };
    void moved(uint16_t port) {
        const std::lock_guard lock(mutex_);
        where_ = {port, where_.life + 1};
        news_.notify_all();
    }
    void answered() {
        const std::lock_guard lock(mutex_);
        ++answers_;
        news_.notify_all();
    }
    Where where() {
        const std::lock_guard lock(mutex_);
        return where_;
    }
    bool wait_for_answers(int n) {
        return wait([&] { return answers_ >= n; });
    }
    bool wait_for_life_after(int life) {
        return wait([&] { return where_.life > life; });
    }

  private:
    template <class Until>
    bool wait(Until until) {  // patience only so that a failure is one, and no hanging test
        std::unique_lock lock(mutex_);
        return news_.wait_for(lock, std::chrono::minutes(2), until);
    }
    std::mutex mutex_;
    std::condition_variable news_;
    Where where_;
    int answers_ = 0;
};

struct Citizen {
    std::string login, cookie, csrf;  // of the officer who receives what he files
    int number = 0;
    struct Filed {
        std::string name;
        int64_t dossier = 0, seq = 0;  // seq: of its reception,
        std::string request;           // which was asked for with this id
    };
    std::vector<Filed> filed;
};

// Asks until it is answered: breaks off within the request, after it and within the answer, and
// sends the same again.
Got insist(Board& board, Citizen& citizen, std::minstd_rand& dice, const std::string& target,
           const std::string& body) {
    for (int tries = 0; tries < 1'000; ++tries) {
        const Board::Where where = board.where();
        Client line(where.port, Client::Must::try_to);
        line.cookie = citizen.cookie;
        line.csrf = citizen.csrf;
        const std::string text = line.text_of("POST", target, body);
        const auto how = dice() % 6;
        if (line.connected()) {
            line.send_bytes(how == 0 ? text.substr(0, dice() % text.size()) : text);
            if (how <= 1) continue;  // and leaves
            if (how == 2) {
                line.until("\r\n");
                continue;
            }
            Got got = line.receive();
            if (got.status != 0) return got;
        }
        if (!board.wait_for_life_after(where.life)) break;
    }
    ADD_FAILURE() << "never answered: " << body;
    return {};
}

// With a new id where the old one was set aside: the kill came while just this was decided, and the
// office cannot know that it was not this that stopped it.
template <class BodyOf>
Got insist_until_done(Board& board, Citizen& citizen, std::minstd_rand& dice,
                      const std::string& target, std::string& id, BodyOf body_of) {
    for (;; id += 'x') {
        Got got = insist(board, citizen, dice, target, body_of(id));
        if (got.status != 409 || !got.has("office.set_aside")) return got;
    }
}

void live(Board& board, Citizen& citizen) {
    std::minstd_rand dice(static_cast<unsigned>(citizen.number) + 1);
    const std::string mine = std::to_string(citizen.number);
    for (size_t i = 0; i < citizen.filed.size(); ++i) {
        Citizen::Filed& filed = citizen.filed[i];
        std::string id = mine + "-" + std::to_string(i);
        filed.name = "Citizen " + id;
        filed.request = id;
        const auto dossier = [&](const std::string& request) {
            return R"({"request":")" + request + R"(","dossier":{"procedure":"permit",)" +
                   R"("applicant":{"kind":"individual","name":{"seal":")" + filed.name +
                   R"("}},"given":[{"component":"form","originals":1}]}})";
        };
        const Got first = insist_until_done(board, citizen, dice, kPublic + "file", id, dossier);
        board.answered();
        ASSERT_EQ(first.status, 200) << first.body;
        filed.dossier = first.number("dossier");
        if (dice() % 3 == 0) {
            EXPECT_EQ(insist(board, citizen, dice, kPublic + "file", dossier(id)).body, first.body);
        }
        const auto receive = [&](const std::string& request) {
            return command(request, R"({"dossier.receive":{"dossier":)" +
                                        std::to_string(filed.dossier) + R"(,"seen":["form"]}})");
        };
        const Got received =
            insist_until_done(board, citizen, dice, kUnit + "ask", filed.request, receive);
        board.answered();
        ASSERT_EQ(received.status, 200) << received.body;
        filed.seq = received.number("seq");
    }
}

// Every answer there, once: each dossier its citizen's, each reception in the entry it was said.
void expect_all_once(const std::string& file, const std::vector<Citizen>& citizens) {
    auto storage = std::move(journal::sqlite_storage(file, journal::Open::write)).value();
    std::map<uint64_t, std::string> requests;
    int presented = 0, received = 0;
    const Status read = storage->read(1, [&](const journal::Entry& entry) -> Status {
        const office::Decoded decoded = SS_TRY(office::decode(entry.body));
        requests[entry.seq] = entry.request;
        for (const office::Fact& fact : decoded.answer.facts) {
            presented += office::name_of(fact) == "dossier.presented";
            received += office::name_of(fact) == "dossier.received";
        }
        return ok();
    });
    ASSERT_TRUE(read.ok()) << read.error().message;
    const auto recorder = office::Recorder::open(plan_of("tests/plans/minimal"), *storage);
    ASSERT_TRUE(recorder.ok()) << recorder.error().message;
    int filings = 0;
    for (const Citizen& citizen : citizens)
        for (const Citizen::Filed& filed : citizen.filed) {
            ++filings;
            const auto* dossier = recorder.value()->state().dossiers.find(
                DossierId{static_cast<uint32_t>(filed.dossier)});
            ASSERT_NE(dossier, nullptr) << filed.name;
            const std::string* name = recorder.value()->vault().open(dossier->applicant.name);
            ASSERT_NE(name, nullptr) << filed.name;
            EXPECT_EQ(*name, filed.name);
            EXPECT_EQ(requests[static_cast<uint64_t>(filed.seq)],
                      citizen.login + "/" + filed.request);
        }
    EXPECT_EQ(presented, filings);
    EXPECT_EQ(received, filings);
}

TEST(Faults, NothingIsLostOrDoubledThoughClientsDropAndTheServerIsKilled) {
    constexpr int kCitizens = 6, kFilings = 10, kKills = 8;
    Folder data;
    ASSERT_TRUE(LiveHouse::found(data.path(), office::Mode::trial, plan_of("tests/plans/minimal"),
                                 "village", kNow, {true})
                    .ok());
    std::vector<Citizen> citizens(kCitizens);
    {
        const auto accounts = std::move(Accounts::open(data / "accounts.db")).value();
        for (int i = 0; i < kCitizens; ++i) {
            Citizen& c = citizens[static_cast<size_t>(i)];
            c.number = i;
            c.login = "counter" + std::to_string(i);
            c.filed.resize(kFilings);
            ASSERT_TRUE(
                accounts
                    ->add({c.login, AccountKind::officer, "village", "cid", c.login, false, false},
                          testing::cheap_hash())
                    .ok());
            const auto opened = accounts->open_login(c.login, kNow);
            ASSERT_TRUE(opened.ok());
            c.cookie = opened.value().token;
            c.csrf = opened.value().csrf;
        }
    }
    Killer killer(data.path());
    Board board;
    board.moved(killer.again());
    std::vector<std::thread> threads;
    for (Citizen& citizen : citizens)
        threads.emplace_back([&board, &citizen] { live(board, citizen); });
    constexpr int kAnswers = kCitizens * kFilings * 2;
    for (int kill = 1; kill <= kKills; ++kill) {
        EXPECT_TRUE(board.wait_for_answers(kAnswers * kill / (kKills + 1)));
        board.moved(killer.again());
    }
    for (std::thread& thread : threads) thread.join();
    killer.stop();
    expect_all_once(data / "trial/village.db", citizens);
}

// --- two hundred in the same instant -------------------------------------------------------------

TEST(Faults, TwoHundredAtOnceCountOnceEachInOneCommit) {
    constexpr size_t kMembers = 200, kResent = 50;
    Served served("tests/plans/minimal", {"village"});
    std::vector<std::string> logins;
    for (size_t i = 0; i < kMembers; ++i) logins.push_back("member" + std::to_string(i));
    served.accounts_of(logins,
                       [](const std::string&) { return std::pair<Code, Code>("village", "cid"); });
    std::vector<std::pair<std::string, std::string>> tokens;
    {
        const auto accounts = std::move(Accounts::open(served.data / "accounts.db")).value();
        for (const std::string& login : logins) {
            const auto opened = accounts->open_login(login, served.now());
            ASSERT_TRUE(opened.ok());
            tokens.emplace_back(opened.value().token, opened.value().csrf);
        }
    }
    served.start();
    std::deque<Client> lines;  // the last ones send again what the first ones sent
    for (size_t i = 0; i < kMembers + kResent; ++i) {
        Client& line = lines.emplace_back(served.port());
        line.cookie = tokens[i % kMembers].first;
        line.csrf = tokens[i % kMembers].second;
        ASSERT_EQ(line.get("/healthz").status, 200);
    }
    Client watch = served.client();
    const auto commits = [&] {
        const std::string text = watch.get("/metrics").body;
        const std::string name = "sansang_commit_seconds_count ";
        return std::stoi(text.substr(text.find(name) + name.size()));
    };
    const int before = commits();
    {
        const std::lock_guard closed(served.gate);
        for (Client& line : lines)
            line.send("POST", kUnit + "ask",
                      command("vote", R"({"dossier.guide":{"procedure":"permit"}})"));
    }
    std::vector<Got> answers;
    for (Client& line : lines) answers.push_back(line.receive());
    std::set<int64_t> entries;
    for (size_t i = 0; i < lines.size(); ++i) {
        ASSERT_EQ(answers[i].status, 200) << answers[i].body;
        entries.insert(answers[i].number("seq"));
        if (i < kMembers) continue;
        const Got& first = answers[i - kMembers];
        EXPECT_EQ(answers[i].number("seq"), first.number("seq"));
        EXPECT_NE(answers[i].has(R"("repeated":true)"), first.has(R"("repeated":true)"));
    }
    EXPECT_EQ(entries.size(), kMembers) << "each has an entry of his own";
    EXPECT_EQ(commits(), before + 1) << "and all together one commit";
    served.stop();
    const auto storage =
        std::move(journal::sqlite_storage(served.data / "trial/village.db", journal::Open::read))
            .value();
    size_t counted = 0;
    ASSERT_TRUE(storage
                    ->read(1,
                           [&](const journal::Entry& entry) -> Status {
                               counted += entry.request.ends_with("/vote");
                               return ok();
                           })
                    .ok());
    EXPECT_EQ(counted, kMembers);
}

}  // namespace
}  // namespace ss::serve
