// One connection of http.cc, which alone includes this: Asio and OpenSSL are in here.
#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "serve/http.h"

namespace ss::serve::net {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

inline constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

// TCP, or TLS over it. One virtual call instead of every operation instantiated twice.
class Transport {
  public:
    virtual ~Transport() = default;
    virtual awaitable<bool> handshake() = 0;
    virtual awaitable<size_t> read(char* to, size_t most) = 0;    // 0: closed, failed, cancelled
    virtual awaitable<size_t> write(std::string_view bytes) = 0;  // 0: failed
    virtual awaitable<void> finish() = 0;                         // nothing more is sent
    virtual tcp::socket& socket() = 0;
};

class Plain : public Transport {
  public:
    explicit Plain(tcp::socket socket) : socket_(std::move(socket)) {}
    awaitable<bool> handshake() override { co_return true; }
    awaitable<size_t> read(char* to, size_t most) override {
        auto [ec, n] = co_await socket_.async_read_some(asio::buffer(to, most), kTuple);
        co_return ec ? 0 : n;
    }
    awaitable<size_t> write(std::string_view bytes) override {
        auto [ec, n] =
            co_await socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()), kTuple);
        co_return ec ? 0 : n;
    }
    awaitable<void> finish() override {
        error_code ec;
        socket_.shutdown(tcp::socket::shutdown_send, ec);
        co_return;
    }
    tcp::socket& socket() override { return socket_; }

  private:
    tcp::socket socket_;
};

class Tls : public Transport {
  public:
    Tls(tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}
    awaitable<bool> handshake() override {
        auto [ec] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kTuple);
        co_return !ec;
    }
    awaitable<size_t> read(char* to, size_t most) override {
        auto [ec, n] = co_await stream_.async_read_some(asio::buffer(to, most), kTuple);
        co_return ec ? 0 : n;
    }
    awaitable<size_t> write(std::string_view bytes) override {
        auto [ec, n] =
            co_await stream_.async_write_some(asio::buffer(bytes.data(), bytes.size()), kTuple);
        co_return ec ? 0 : n;
    }
    awaitable<void> finish() override {
        co_await stream_.async_shutdown(kTuple);  // an error says no more than that it is closed
        error_code ec;
        socket().shutdown(tcp::socket::shutdown_send, ec);
    }
    tcp::socket& socket() override { return stream_.next_layer(); }

  private:
    asio::ssl::stream<tcp::socket> stream_;
};

// How other threads reach the server's, also after it has ended.
class Mailbox {
  public:
    explicit Mailbox(asio::io_context& context) : context_(&context) {}

    bool is_home() const { return std::this_thread::get_id() == home_.load(); }
    void settle() { home_ = std::this_thread::get_id(); }
    template <class Work>
    void post(Work work) {
        const std::lock_guard lock(mutex_);
        if (context_) asio::post(*context_, std::move(work));
    }
    void shut() {
        const std::lock_guard lock(mutex_);
        context_ = nullptr;
    }

  private:
    std::mutex mutex_;
    asio::io_context* context_;
    std::atomic<std::thread::id> home_{};
};

enum class Phase : unsigned char {
    arriving,
    idle,
    receiving,
    handling,
    writing,
    streaming,
    ending
};

struct Line {  // one connection
    Line(std::unique_ptr<Transport> t, asio::io_context& context)
        : transport(std::move(t)), wake(context, Clock::time_point::max()) {}

    awaitable<void> sleep() { co_await wake.async_wait(kTuple); }
    void cut() {
        error_code ec;
        transport->socket().close(ec);
        gone = true;
        *open = false;
        phase = Phase::ending;
        wake.cancel();
    }

    std::unique_ptr<Transport> transport;
    asio::steady_timer wake;  // never runs out: cancelled when there is news
    std::string address;      // of the other end, as the cap per peer counts it
    Phase phase = Phase::arriving;
    Clock::time_point deadline = Clock::time_point::max();
    Clock::time_point idle_since;
    bool late = false;  // the deadline passed while a request arrived
    bool gone = false;  // nobody hears us any more

    // Of the request that is being handled.
    bool given = false, released = false;
    Response response;

    // Of a stream.
    bool streaming = false, closing = false;
    bool watched = false;  // watch() runs
    bool parting = false;  // and is to let go
    std::string held;      // until the turn
    std::string pending;   // may leave
    size_t in_flight = 0;
    Clock::time_point spoke;
    std::shared_ptr<std::atomic<bool>> open = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace ss::serve::net
