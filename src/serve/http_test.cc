// The server over real sockets on the loopback. Nothing here waits for time to pass: reads block
// until the server has spoken or closed.
#include "serve/http.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

namespace ss::serve {
namespace {

using Turn = Server::Turn;

class Client {
  public:
    explicit Client(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval patience{.tv_sec = 60, .tv_usec = 0};  // then the test fails, not hangs
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() {
        SSL_free(ssl_);
        ::close(fd_);
    }
    bool connected() const { return connected_; }

    bool secure(SSL_CTX* context) {
        ssl_ = SSL_new(context);
        SSL_set_fd(ssl_, fd_);
        return SSL_connect(ssl_) == 1;
    }
    bool send(std::string_view text) {
        while (!text.empty()) {
            const auto n = ssl_ ? SSL_write(ssl_, text.data(), static_cast<int>(text.size()))
                                : ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            text.remove_prefix(static_cast<size_t>(n));
        }
        return true;
    }
    bool get(const std::string& target, const std::string& fields = "") {
        return send("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
    }
    // Is there a byte, now?
    bool anything() {
        char c = 0;
        return !in_.empty() || ::recv(fd_, &c, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    }
    std::string until(const std::string& mark) {
        size_t at = 0;
        while ((at = in_.find(mark)) == std::string::npos)
            if (!more()) return std::exchange(in_, {}) + "<closed>";
        const std::string out = in_.substr(0, at + mark.size());
        in_.erase(0, at + mark.size());
        return out;
    }
    std::string rest() {  // until the server closes
        while (more()) {
        }
        return std::exchange(in_, {});
    }
    struct Answer {
        int status = 0;  // 0: closed before it was whole
        std::string head, body;
    };
    Answer answer(bool to_head = false) {
        Answer a;
        a.head = until("\r\n\r\n");
        if (a.head.ends_with("<closed>")) return a;
        const size_t at = a.head.find("Content-Length: ");
        const size_t length =
            to_head || at == std::string::npos ? 0 : std::stoul(a.head.substr(at + 16));
        while (in_.size() < length)
            if (!more()) return a;
        a.body = in_.substr(0, length);
        in_.erase(0, length);
        a.status = std::stoi(a.head.substr(9, 3));
        return a;
    }

  private:
    bool more() {
        std::array<char, 4096> buffer{};
        const auto n = ssl_ ? SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()))
                            : ::recv(fd_, buffer.data(), buffer.size(), 0);
        if (n <= 0) return false;
        in_.append(buffer.data(), static_cast<size_t>(n));
        return true;
    }
    int fd_;
    SSL* ssl_ = nullptr;
    bool connected_ = false;
    std::string in_;
};

// A server that runs on its own thread until the end of the test.
class Running {
  public:
    explicit Running(
        Handler handler, ServerOptions options = {},
        std::function<Turn()> turn = [] { return Turn{}; }) {
        auto opened = Server::open(options, std::move(handler));
        EXPECT_TRUE(opened.ok());
        server_ = std::move(opened).value();
        thread_ = std::thread([this, turn = std::move(turn)] { server_->run(turn); });
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { finish(); }
    void finish() {  // returns when run() has
        server_->stop();
        if (thread_.joinable()) thread_.join();
    }
    void join() { thread_.join(); }
    uint16_t port() const { return server_->port(); }
    Server& operator*() { return *server_; }
    Server* operator->() { return server_.get(); }

  private:
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

void echo(const Request& r, std::shared_ptr<Reply> reply) {
    Response response{.type = "text/plain", .body = r.method + " " + r.path + " " + r.body};
    reply->send(response);
}

TEST(Http, KeepsTheLineAndAnswersInOrder) {
    Running server(echo);
    Client c(server.port());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(c.get("/" + std::to_string(i)));
        const auto a = c.answer();
        EXPECT_EQ(a.status, 200);
        EXPECT_EQ(a.body, "GET /" + std::to_string(i) + " ");
        EXPECT_NE(a.head.find("\r\nDate: "), std::string::npos);
    }
    ASSERT_TRUE(
        c.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\n"
               "Content-Length: 2\r\n\r\nhiGET /c HTTP/1.1\r\nHost: h\r\nConnection: "
               "close\r\n\r\n"));
    EXPECT_EQ(c.answer().body, "GET /a ");
    EXPECT_EQ(c.answer().body, "POST /b hi");
    const auto last = c.answer();
    EXPECT_EQ(last.body, "GET /c ");
    EXPECT_NE(last.head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(c.rest(), "");
}

TEST(Http, TakesChunksAndTellsTheClientToContinue) {
    Running server(echo);
    Client c(server.port());
    ASSERT_TRUE(
        c.send("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
               "Transfer-Encoding: chunked\r\n\r\n"));
    EXPECT_EQ(c.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    ASSERT_TRUE(c.send("3\r\nabc\r\n"));
    ASSERT_TRUE(c.send("2\r\nde\r\n0\r\n\r\n"));
    EXPECT_EQ(c.answer().body, "POST /a abcde");
}

TEST(Http, RefusesABodyBeforeItIsSent) {
    ServerOptions options;
    options.body_limit = 4;
    options.limit_of = [](const std::string&, const std::string& path) -> size_t {
        return path == "/large" ? 3'000'000 : 4;
    };
    Running server(
        [](const Request& r, std::shared_ptr<Reply> reply) {
            reply->send({.body = std::to_string(r.body.size())});
        },
        options);
    Client c(server.port());
    const std::string ask = " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: ";
    ASSERT_TRUE(c.send("POST /small" + ask + "5\r\n\r\n"));
    const auto refused = c.answer();
    EXPECT_EQ(refused.status, 413);
    EXPECT_NE(refused.head.find("application/problem+json"), std::string::npos);
    EXPECT_EQ(c.rest(), "");

    Client large(server.port());
    ASSERT_TRUE(large.send("POST /large" + ask + "3000000\r\n\r\n"));
    EXPECT_EQ(large.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    ASSERT_TRUE(large.send(std::string(3'000'000, 'x')));
    EXPECT_EQ(large.answer().body, "3000000");
}

TEST(Http, ClosesOnWhatCouldBeReadInTwoWays) {
    Running server(echo);
    const std::string smuggled = "GET /admin HTTP/1.1\r\nHost: h\r\n\r\n";
    for (const std::string& bad : {
             "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
             "0\r\n\r\n" +
                 smuggled,
             "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 36\r\n\r\n" +
                 smuggled,
             "GET / HTTP/1.1\nHost: h\n\n" + smuggled,
             "GET / HTTP/1.1\r\nHost : h\r\n\r\n" + smuggled,
         }) {
        Client c(server.port());
        ASSERT_TRUE(c.send(bad));
        EXPECT_EQ(c.answer().status, 400) << bad;
        EXPECT_EQ(c.rest(), "") << bad;
    }
    Client c(server.port());
    ASSERT_TRUE(c.get("/" + std::string(17'000, 'x')));
    EXPECT_EQ(c.answer().status, 431);
}

TEST(Http, AnswersHeadWithoutABody) {
    Running server(echo);
    Client c(server.port());
    ASSERT_TRUE(c.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    const auto a = c.answer(true);
    EXPECT_NE(a.head.find("Content-Length: 8"), std::string::npos);
    ASSERT_TRUE(c.get("/b"));
    EXPECT_EQ(c.answer().body, "GET /b ");
}

TEST(Http, EveryAnswerHasTheCommonHeaders) {
    ServerOptions options;
    options.headers = {{"X-Common", "yes"}};
    Running server([](const Request&, std::shared_ptr<Reply>) {}, options);
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    const auto dropped = c.answer();  // the handler let its Reply go
    EXPECT_EQ(dropped.status, 500);
    EXPECT_NE(dropped.head.find("X-Common: yes"), std::string::npos);
    ASSERT_TRUE(c.send("nonsense\r\n\r\n"));
    const auto refused = c.answer();
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.head.find("X-Common: yes"), std::string::npos);
}

TEST(Http, SaysWhoAsks) {
    const auto tell = [](const Request& r, std::shared_ptr<Reply> reply) {
        reply->send({.body = r.peer + (r.secure ? " secure" : " open")});
    };
    const std::string said = "X-Forwarded-For: 1.1.1.1, 10.0.0.7\r\nX-Forwarded-Proto: https\r\n";
    Running direct(tell);
    Client a(direct.port());
    ASSERT_TRUE(a.get("/", said));
    EXPECT_EQ(a.answer().body, "127.0.0.1 open");
    ServerOptions options;
    options.trusted_proxy = true;
    Running behind(tell, options);
    Client b(behind.port());
    ASSERT_TRUE(b.get("/", said));
    EXPECT_EQ(b.answer().body, "10.0.0.7 secure");
    ASSERT_TRUE(b.get("/", "X-Forwarded-For: <script>\r\n"));
    EXPECT_EQ(b.answer().body, "127.0.0.1 open");
}

// A turn that stops at a gate until the test lets it go.
struct Gate {
    std::atomic<bool> shut = false;
    std::promise<void> reached;
    std::promise<void> opened;
    void pass() {
        if (!shut.exchange(false)) return;
        reached.set_value();
        opened.get_future().wait();
    }
};

TEST(Http, NoAnswerBeforeItsTurn) {
    Gate gate;
    std::atomic<int> handled = 0;
    Running server(
        [&](const Request& r, std::shared_ptr<Reply> reply) {
            ++handled;
            if (r.path == "/gate") gate.shut = true;
            echo(r, reply);
        },
        {},
        [&] {
            gate.pass();
            return Turn{};
        });
    Client c(server.port());
    ASSERT_TRUE(c.get("/gate"));
    gate.reached.get_future().wait();
    // Handled and answered; and the one thread that could send it stands in the turn.
    EXPECT_EQ(handled, 1);
    EXPECT_FALSE(c.anything());
    gate.opened.set_value();
    EXPECT_EQ(c.answer().status, 200);
}

TEST(Http, OneTurnForAllThatIsReadyTogether) {
    Gate gate;
    int handled = 0;
    std::vector<int> batches;
    Running server(
        [&](const Request& r, std::shared_ptr<Reply> reply) {
            ++handled;
            if (r.path == "/gate") gate.shut = true;
            echo(r, reply);
        },
        {},
        [&] {
            gate.pass();
            if (handled) batches.push_back(std::exchange(handled, 0));
            return Turn{};
        });
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        ASSERT_TRUE(clients.back()->get("/"));
        ASSERT_EQ(clients.back()->answer().status, 200);
    }
    Client first(server.port());
    ASSERT_TRUE(first.get("/gate"));
    gate.reached.get_future().wait();
    for (auto& c : clients) ASSERT_TRUE(c->get("/"));
    gate.opened.set_value();
    for (auto& c : clients) EXPECT_EQ(c->answer().status, 200);
    server.finish();
    EXPECT_EQ(batches.back(), 20);
}

TEST(Http, AFailedTurnTakesItsAnswersBack) {
    std::atomic<bool> asked = false;
    Running server(
        [&](const Request& r, std::shared_ptr<Reply> reply) {
            asked = true;
            echo(r, reply);
        },
        {}, [&] { return Turn{.healthy = !asked}; });
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    const auto a = c.answer();
    EXPECT_EQ(a.status, 503);
    EXPECT_EQ(a.body.find("GET"), std::string::npos);
    EXPECT_EQ(c.rest(), "");
    server.join();  // by itself
}

TEST(Http, AnswersLaterAndFromAnyThread) {
    std::thread other;
    Running server([&](const Request&, std::shared_ptr<Reply> reply) {
        other = std::thread([reply] {
            reply->send({.body = "late"});
            reply->send({.body = "twice"});
        });
    });
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    EXPECT_EQ(c.answer().body, "late");
    other.join();
}

TEST(Http, AReplyMayOutliveItsServer) {
    std::shared_ptr<Reply> kept;
    std::shared_ptr<Stream> stream;
    {
        ServerOptions options;
        options.drain_seconds = 0;
        std::promise<void> asked;
        Running server(
            [&](const Request& r, std::shared_ptr<Reply> reply) {
                if (r.path == "/stream") {
                    stream = reply->stream();
                } else {
                    kept = reply;
                    asked.set_value();
                }
            },
            options);
        Client listener(server.port());
        ASSERT_TRUE(listener.get("/stream"));
        listener.until("\r\n\r\n");
        Client c(server.port());
        ASSERT_TRUE(c.get("/"));
        asked.get_future().wait();
        server.finish();
        EXPECT_EQ(c.rest(), "");
    }
    kept->send({});
    EXPECT_FALSE(stream->open());
    stream->send("a", "b");
}

TEST(Http, AHandlersExceptionIsA500) {
    Running server([](const Request&, std::shared_ptr<Reply>) { throw std::bad_alloc(); });
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    EXPECT_EQ(c.answer().status, 500);
    ASSERT_TRUE(c.get("/"));
    EXPECT_EQ(c.answer().status, 500);
}

// /listen opens a stream, /say/x sends x to all, /bye lets them go.
struct Radio {
    std::vector<std::shared_ptr<Stream>> streams;
    void operator()(const Request& r, const std::shared_ptr<Reply>& reply) {
        if (r.path == "/listen") {
            streams.push_back(reply->stream());
            return;
        }
        for (const auto& s : streams) s->send("said", r.path.substr(1), 1);
        if (r.path == "/bye") streams.clear();
        reply->send({.body = std::to_string(streams.size())});
    }
};

TEST(Http, StreamsReachWhoListens) {
    Radio radio;
    Running server(std::ref(radio));
    Client a(server.port()), b(server.port()), speaker(server.port());
    for (Client* c : {&a, &b}) {
        ASSERT_TRUE(c->get("/listen"));
        const std::string head = c->until("\r\n\r\n");
        EXPECT_NE(head.find("text/event-stream"), std::string::npos) << head;
        EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    }
    ASSERT_TRUE(speaker.get("/say"));
    EXPECT_EQ(speaker.answer().body, "2");
    for (Client* c : {&a, &b}) EXPECT_EQ(c->until("\n\n"), "id: 1\nevent: said\ndata: say\n\n");
    ASSERT_TRUE(speaker.get("/bye"));
    EXPECT_EQ(speaker.answer().body, "0");
    for (Client* c : {&a, &b}) EXPECT_EQ(c->rest(), "id: 1\nevent: said\ndata: bye\n\n");
}

TEST(Http, EventsWaitForTheirTurn) {
    Gate gate;
    std::shared_ptr<Stream> stream;
    Running server(
        [&](const Request& r, const std::shared_ptr<Reply>& reply) {
            if (r.path == "/listen") {
                stream = reply->stream();
                return;
            }
            stream->send("said", "x");
            gate.shut = true;
            reply->send({});
        },
        {},
        [&] {
            gate.pass();
            return Turn{};
        });
    Client listener(server.port()), speaker(server.port());
    ASSERT_TRUE(listener.get("/listen"));
    listener.until("\r\n\r\n");
    ASSERT_TRUE(speaker.get("/say"));
    gate.reached.get_future().wait();
    EXPECT_FALSE(listener.anything());
    gate.opened.set_value();
    EXPECT_EQ(listener.until("\n\n"), "event: said\ndata: x\n\n");
}

TEST(Http, ASlowListenerIsLetGo) {
    std::shared_ptr<Stream> stream;
    std::atomic<size_t> sent = 0;
    Running server([&](const Request& r, const std::shared_ptr<Reply>& reply) {
        if (r.path == "/listen") {
            stream = reply->stream();
            return;
        }
        // In one turn nothing leaves: the backlog alone decides.
        const std::string data(1000, 'x');
        for (; stream->open() && sent < 10 * kStreamBacklog; sent += data.size())
            stream->send("", data);
        reply->send({});
    });
    Client listener(server.port()), speaker(server.port());
    ASSERT_TRUE(listener.get("/listen"));
    listener.until("\r\n\r\n");
    ASSERT_TRUE(speaker.get("/flood"));
    EXPECT_EQ(speaker.answer().status, 200);
    EXPECT_FALSE(stream->open());
    EXPECT_GT(sent, kStreamBacklog / 2);
    EXPECT_LE(sent, kStreamBacklog + 1000);
    EXPECT_EQ(listener.rest(), "");
}

TEST(Http, ASilentStreamBeats) {
    ServerOptions options;
    options.heartbeat_seconds = 0;  // at every sweep
    Radio radio;
    Running server(std::ref(radio), options);
    Client c(server.port());
    ASSERT_TRUE(c.get("/listen"));
    c.until("\r\n\r\n");
    EXPECT_EQ(c.until("\n\n"), ":\n\n");
    EXPECT_EQ(c.until("\n\n"), ":\n\n");
}

TEST(Http, AStreamKnowsThatItsPageHasGone) {
    std::shared_ptr<Stream> stream;
    std::promise<void> left;
    Running server(
        [&](const Request&, const std::shared_ptr<Reply>& reply) { stream = reply->stream(); }, {},
        [&, told = false]() mutable {
            if (stream && !stream->open() && !std::exchange(told, true)) left.set_value();
            return Turn{.again_in_ms = 5};
        });
    {
        Client c(server.port());
        ASSERT_TRUE(c.get("/listen"));
        c.until("\r\n\r\n");
    }
    EXPECT_EQ(left.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
}

TEST(Http, WorksInTheBackgroundAndComesBack) {
    Server* self = nullptr;
    std::thread::id home, work, then;
    Running server([&](const Request&, const std::shared_ptr<Reply>& reply) {
        home = std::this_thread::get_id();
        self->background([&] { work = std::this_thread::get_id(); },
                         [&, reply] {
                             then = std::this_thread::get_id();
                             reply->send({.body = "done"});
                         });
    });
    self = &*server;
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    EXPECT_EQ(c.answer().body, "done");
    server.finish();
    EXPECT_EQ(home, then);
    EXPECT_NE(home, work);
}

TEST(Http, DrainsUnderLoad) {
    // Whatever was handled is answered, whole, though stop() comes in the middle.
    Server* self = nullptr;
    std::atomic<int> handled = 0, received = 0, broken = 0;
    Running server([&](const Request& r, const std::shared_ptr<Reply>& reply) {
        ++handled;
        if (r.path == "/0") return reply->send({.body = std::string(100'000, 'x')});
        self->background([] {}, [reply] { reply->send({.body = std::string(100'000, 'x')}); });
    });
    self = &*server;
    std::promise<void> busy;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back([&, i] {
            Client c(server.port());
            while (c.get("/" + std::to_string(i % 2))) {
                const auto a = c.answer();
                if (a.status == 200 && a.body.size() == 100'000) {
                    if (++received == 200) busy.set_value();
                } else {
                    if (!a.head.empty() && a.head != "<closed>") ++broken;
                    break;
                }
            }
        });
    busy.get_future().wait();
    server.finish();
    for (auto& t : clients) t.join();
    EXPECT_EQ(broken, 0);
    EXPECT_EQ(received, handled);
    EXPECT_FALSE(Client(server.port()).connected());
}

TEST(Http, AFullHouseLetsTheIdlestGo) {
    ServerOptions options;
    options.connections = 2;
    Running server(echo, options);
    Client a(server.port());
    ASSERT_TRUE(a.get("/a"));
    EXPECT_EQ(a.answer().status, 200);
    Client b(server.port());
    ASSERT_TRUE(b.get("/b"));
    EXPECT_EQ(b.answer().status, 200);
    Client c(server.port());
    ASSERT_TRUE(c.get("/c"));
    EXPECT_EQ(c.answer().status, 200);
    EXPECT_EQ(a.rest(), "");  // the longest idle one
    ASSERT_TRUE(b.get("/b"));
    EXPECT_EQ(b.answer().status, 200);
}

TEST(Http, OnePeerHoldsOnlySoManyLines) {
    ServerOptions options;
    options.connections_per_peer = 2;
    Radio radio;
    Running server(std::ref(radio), options);
    Client a(server.port()), b(server.port());
    for (Client* c : {&a, &b}) {
        ASSERT_TRUE(c->get("/listen"));
        EXPECT_NE(c->until("\r\n\r\n").find("200"), std::string::npos);
    }
    Client c(server.port());
    EXPECT_TRUE(c.rest().starts_with("HTTP/1.1 503 "));
}

TEST(Http, ALineThatTricklesIsClosed) {
    ServerOptions options;
    options.request_seconds = 2;
    Running server(echo, options);
    Client head(server.port());
    ASSERT_TRUE(head.send("GET / HTTP/1.1\r\nHo"));
    Client body(server.port());
    ASSERT_TRUE(body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"));
    for (Client* c : {&head, &body}) {
        EXPECT_EQ(c->answer().status, 408);
        EXPECT_EQ(c->rest(), "");
    }
}

TEST(Http, AnIdleLineIsClosed) {
    ServerOptions options;
    options.idle_seconds = 0;
    Running server(echo, options);
    Client c(server.port());
    ASSERT_TRUE(c.get("/"));
    EXPECT_EQ(c.answer().status, 200);
    EXPECT_EQ(c.rest(), "");
}

TEST(Http, Counts) {
    Server* self = nullptr;
    Server::Counts seen;
    Running server([&](const Request& r, const std::shared_ptr<Reply>& reply) {
        seen = self->counts();
        reply->send({.status = r.path == "/a" ? 404 : 200});
    });
    self = &*server;
    Client c(server.port());
    for (const char* path : {"/a", "/b"}) {
        ASSERT_TRUE(c.get(path));
        c.answer();
    }
    server.finish();
    EXPECT_EQ(seen.connections, 1u);
    EXPECT_EQ(seen.open, 1u);
    EXPECT_EQ(seen.requests, 2u);
    EXPECT_EQ(seen.by_status.at(404), 1u);
    EXPECT_GT(seen.bytes_in, 0u);
    EXPECT_GT(seen.bytes_out, 0u);
}

TEST(Http, OpensOrSaysWhyNot) {
    ServerOptions options;
    options.address = "nowhere";
    EXPECT_EQ(Server::open(options, echo).error().code, ErrorCode::malformed);
    Running server(echo);
    options = {};
    options.port = server.port();
    EXPECT_EQ(Server::open(options, echo).error().code, ErrorCode::io);
    options = {};
    options.certificate = options.key = "/nonexistent.pem";
    EXPECT_EQ(Server::open(options, echo).error().code, ErrorCode::malformed);
}

TEST(Http, StoppedBeforeItRuns) {
    auto server = Server::open({}, echo);
    ASSERT_TRUE(server.ok());
    server.value()->stop();
    server.value()->run([] { return Turn{}; });
    EXPECT_FALSE(Client(server.value()->port()).connected());
}

// A certificate of our own, in two files.
struct Certificate {
    std::filesystem::path folder;
    Certificate() {
        std::string name = std::filesystem::temp_directory_path() / "http_test_XXXXXX";
        folder = ::mkdtemp(name.data());
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* x = X509_new();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
        X509_gmtime_adj(X509_getm_notBefore(x), 0);
        X509_gmtime_adj(X509_getm_notAfter(x), 3600);
        X509_set_pubkey(x, key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(x, X509_get_subject_name(x));
        X509_sign(x, key, EVP_sha256());
        FILE* file = std::fopen(certificate().c_str(), "w");
        PEM_write_X509(file, x);
        std::fclose(file);
        file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(x);
        EVP_PKEY_free(key);
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() { std::filesystem::remove_all(folder); }
    std::string certificate() const { return folder / "certificate.pem"; }
    std::string key_file() const { return folder / "key.pem"; }
};

TEST(Http, Tls) {
    const Certificate files;
    ServerOptions options;
    options.certificate = files.certificate();
    options.key = files.key_file();
    options.limit_of = [](const auto&, const auto&) { return size_t{4'000'000}; };
    std::shared_ptr<Stream> stream;
    Running server(
        [&](const Request& r, const std::shared_ptr<Reply>& reply) {
            if (r.path == "/listen") stream = reply->stream();
            else if (r.path == "/say")
                stream->send("said", r.secure ? "secure" : "open"), reply->send({});
            else reply->send({.type = "image/png", .body = r.body});
        },
        options);
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_load_verify_file(context, files.certificate().c_str());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    {
        Client c(server.port()), listener(server.port()), old(server.port());
        ASSERT_TRUE(c.secure(context));
        const std::string body(3'000'000, 'x');
        ASSERT_TRUE(c.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n" + body));
        EXPECT_EQ(c.answer().body, body);
        ASSERT_TRUE(listener.secure(context));
        ASSERT_TRUE(listener.get("/listen"));
        listener.until("\r\n\r\n");
        ASSERT_TRUE(c.get("/say"));
        EXPECT_EQ(c.answer().status, 200);
        EXPECT_EQ(listener.until("\n\n"), "event: said\ndata: secure\n\n");
        Client plain(server.port());
        ASSERT_TRUE(plain.get("/"));
        EXPECT_EQ(plain.rest().find("HTTP"), std::string::npos);
        SSL_CTX* tls1 = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_max_proto_version(tls1, TLS1_1_VERSION);
        EXPECT_FALSE(old.secure(tls1));
        SSL_CTX_free(tls1);
        server.finish();
        EXPECT_EQ(listener.rest(), "");
    }
    SSL_CTX_free(context);
}

}  // namespace
}  // namespace ss::serve
