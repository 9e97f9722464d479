// What the tests of App share: a served data folder on the loopback, and a client of it.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "plan/plan.h"
#include "serve/app.h"
#include "serve/json.h"
#include "serve/live_house.h"

namespace ss::serve::testing {

inline std::shared_ptr<const plan::Plan> plan_of(const std::string& folder) {
    static std::map<std::string, std::shared_ptr<const plan::Plan>> loaded;
    auto& plan = loaded[folder];
    if (!plan) {
        Diagnostics complaints;
        plan = plan::load(std::string(SS_SOURCE_DIR) + "/" + folder, complaints);
        if (!plan)
            for (const auto& d : complaints.all()) ADD_FAILURE() << to_text(d);
    }
    return plan;
}

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "serve-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

inline const Cost kCheap{1, 8u << 10};
inline const std::string kPassword = "mat-khau-thu-nghiem";
inline const std::string& cheap_hash() {
    static const std::string hash = hash_password(kPassword, kCheap);
    return hash;
}

struct Got {
    int status = 0;                              // 0: the line was closed
    std::map<std::string, std::string> headers;  // names in lower case; of cookies the last
    std::string body;

    Json json() const {
        auto parsed = parse_json(body);
        if (const Wrong* wrong = std::get_if<Wrong>(&parsed)) {
            ADD_FAILURE() << wrong->at << ": " << wrong->message << " in " << body;
            return {};
        }
        return std::get<Json>(std::move(parsed));
    }
    std::string text(const std::string& key) const {
        const Json all = json();
        const Json* found = all.find(key);
        return found != nullptr && found->text() != nullptr ? *found->text() : "<none>";
    }
    int64_t number(const std::string& key) const {
        const Json all = json();
        const Json* found = all.find(key);
        return found != nullptr && found->number() != nullptr ? *found->number() : -1;
    }
    bool has(std::string_view part) const { return body.find(part) != body.npos; }
};

class Client {
  public:
    enum class Must : unsigned char { connect, try_to };
    explicit Client(uint16_t port, Must must = Must::connect)
        : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval patience{.tv_sec = 60, .tv_usec = 0};  // then the test fails, not hangs
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
        EXPECT_TRUE(connected_ || must == Must::try_to);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { ::close(fd_); }

    std::string cookie, csrf;
    std::map<std::string, std::string> extra;  // further headers of every request
    bool connected() const { return connected_; }

    void send(const std::string& method, const std::string& target, const std::string& body = {},
              const std::string& type = "application/json") {
        send_bytes(text_of(method, target, body, type));
    }
    std::string text_of(const std::string& method, const std::string& target,
                        const std::string& body = {},
                        const std::string& type = "application/json") const {
        std::string text = method + " " + target + " HTTP/1.1\r\nHost: h\r\n";
        if (!cookie.empty()) text += "Cookie: sansang=" + cookie + "\r\n";
        if (!csrf.empty()) text += "X-CSRF: " + csrf + "\r\n";
        for (const auto& [name, value] : extra) text += name + ": " + value + "\r\n";
        if (method != "GET")
            text += "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n";
        return text + "\r\n" + body;
    }
    void send_bytes(std::string_view rest) {
        while (!rest.empty()) {
            const auto n = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (n <= 0) return;
            rest.remove_prefix(static_cast<size_t>(n));
        }
    }
    Got receive() {
        Got got;
        std::string head = until("\r\n\r\n");
        if (!head.starts_with("HTTP/1.1 ")) return got;
        got.status = std::stoi(head.substr(9, 3));
        for (size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
            const size_t end = head.find("\r\n", at), colon = head.find(':', at);
            std::string name = head.substr(at, colon - at);
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            got.headers[name] = head.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
        if (const auto length = got.headers.find("content-length"); length != got.headers.end())
            got.body = take(std::stoul(length->second));
        return got;
    }
    Got get(const std::string& target) { return send("GET", target), receive(); }
    Got post(const std::string& target, const std::string& body,
             const std::string& type = "application/json") {
        return send("POST", target, body, type), receive();
    }
    Got login(const std::string& name, const std::string& password = kPassword,
              const std::string& more = "") {
        Got got = post("/v1/login", "{\"login\":" + serve::quoted(name) +
                                        ",\"password\":" + serve::quoted(password) + more + "}");
        const std::string set = got.headers["set-cookie"];
        if (got.status == 200) {
            cookie = set.substr(8, set.find(';') - 8);
            csrf = got.text("csrf");
        }
        return got;
    }
    // Of a stream: up to and with this mark.
    std::string until(const std::string& mark) {
        size_t at = 0;
        while ((at = in_.find(mark)) == std::string::npos)
            if (!more()) return std::exchange(in_, {});
        const std::string out = in_.substr(0, at + mark.size());
        in_.erase(0, at + mark.size());
        return out;
    }

  private:
    bool more() {
        char bytes[16384];
        const auto n = ::recv(fd_, bytes, sizeof bytes, 0);
        if (n <= 0) return false;
        in_.append(bytes, static_cast<size_t>(n));
        return true;
    }
    std::string take(size_t n) {
        while (in_.size() < n && more()) {
        }
        std::string out = in_.substr(0, n);
        in_.erase(0, n);
        return out;
    }
    int fd_;
    bool connected_ = false;
    std::string in_;
};

// A trial house with these units of a plan, established, on a clock the test sets.
class Served {
  public:
    Served(const std::string& plan, std::vector<Code> units, int64_t hour = 8)
        : now_(at_local(date_of({2025, 7, 1}), hour * kHour, 7 * kHour).ms) {
        for (const Code& unit : units) {
            const auto done = LiveHouse::found(data.path(), office::Mode::trial, plan_of(plan),
                                               unit, {now_}, {true});
            EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
        }
    }
    ~Served() { stop(); }

    Folder data;
    AppOptions options;  // before start()
    office::Mode mode = office::Mode::trial;  // likewise
    // Held: the server stands still before its next turn, and what is sent to it gathers.
    std::mutex gate;

    Instant now() const { return {now_.load()}; }
    void pass(int64_t ms) { now_ += ms; }  // seen at the next turn

    void account(const std::string& login, const Code& unit, const Code& officer,
                 AccountKind kind = AccountKind::officer) {
        auto opened = Accounts::open(data / "accounts.db");
        ASSERT_TRUE(opened.ok());
        const auto done =
            opened.value()->add({login, kind, unit, officer, login, false, false}, cheap_hash());
        ASSERT_TRUE(done.ok()) << done.error().message;
    }

    // Many officers at once: `of` says unit and officer of a login.
    template <class Logins, class Of>
    void accounts_of(const Logins& logins, Of of) {
        auto opened = Accounts::open(data / "accounts.db");
        ASSERT_TRUE(opened.ok());
        for (const std::string& login : logins) {
            const auto [unit, officer] = of(login);
            const auto done = opened.value()->add(
                {login, AccountKind::officer, unit, officer, login, false, false}, cheap_hash());
            ASSERT_TRUE(done.ok()) << done.error().message;
        }
    }

    void start() {
        auto opened = Accounts::open(data / "accounts.db");
        ASSERT_TRUE(opened.ok());
        accounts_ = std::move(opened).value();
        auto house = LiveHouse::open(data.path(), mode, [this] { return now(); });
        ASSERT_TRUE(house.ok()) << house.error().message;
        house_ = std::move(house).value();
        AppOptions all = options;
        all.wall = [this] {
            const std::lock_guard passing(gate);
            return now();
        };
        all.password_cost = kCheap;
        all.background = [this](auto work, auto then) {
            server_->background(std::move(work), std::move(then));
        };
        all.counts = [this] { return server_->counts(); };
        auto app = App::open(std::move(all), *accounts_);
        ASSERT_TRUE(app.ok()) << app.error().message;
        app_ = std::move(app).value();
        app_->add(*house_);
        ServerOptions http;
        http.limit_of = App::limit_of;
        auto server = Server::open(http, [this](const Request& request, auto reply) {
            app_->handle(request, std::move(reply));
        });
        ASSERT_TRUE(server.ok()) << server.error().message;
        server_ = std::move(server).value();
        thread_ = std::thread([this] { server_->run([this] { return app_->turn(); }); });
    }
    void stop() {
        if (!thread_.joinable()) return;
        server_->stop();
        thread_.join();
        server_ = nullptr;
        app_ = nullptr;
        house_ = nullptr;
        accounts_ = nullptr;
    }
    Client client() const { return Client(server_->port()); }
    uint16_t port() const { return server_->port(); }
    // Only while nobody asks: the server's thread reads it too.
    const office::Recorder& unit(const Code& code) const { return *house_->find(code); }

  private:
    std::atomic<int64_t> now_;
    std::unique_ptr<Accounts> accounts_;
    std::unique_ptr<LiveHouse> house_;
    std::unique_ptr<App> app_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

// Somebody who has logged in.
class In : public Client {
  public:
    In(const Served& served, const std::string& login, const std::string& password = kPassword)
        : Client(served.port()) {
        EXPECT_EQ(this->login(login, password).status, 200) << login;
    }
};

}  // namespace ss::serve::testing
