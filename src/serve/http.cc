// One thread runs everything but background work. Its loop: take what is ready (requests are read
// and handed to the handler, answers given are held), let `turn` commit, release the held answers.
#include "serve/http.h"

#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>
#include <utility>

#include "serve/http_line.h"
#include "serve/http_parse.h"
#include "serve/http_write.h"

namespace ss::serve {

using namespace net;  // http_line.h is a part of this file

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr size_t kReadBytes = 8u << 10;
constexpr size_t kMergeBytes = 64u << 10;    // a body up to this leaves in one write with its head
constexpr size_t kLingerBytes = 256u << 10;  // read and thrown away after the last answer
constexpr uint64_t kSlowest = 4096;          // bytes a second
constexpr int kBatch = 512;                  // completions between two turns
constexpr auto kSweep = milliseconds(500);
constexpr auto kLinger = seconds(2);
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

class Core;

class LineReply : public Reply {
  public:
    LineReply(Core& core, std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Line> line)
        : core_(core), mailbox_(std::move(mailbox)), line_(std::move(line)) {}
    LineReply(const LineReply&) = delete;
    LineReply& operator=(const LineReply&) = delete;
    ~LineReply() override {
        if (!done_) send(problem(500));
    }
    void send(Response) override;
    std::shared_ptr<Stream> stream() override;

  private:
    Core& core_;  // to be touched on the server's thread only, while the mailbox is open
    std::shared_ptr<Mailbox> mailbox_;
    std::weak_ptr<Line> line_;
    std::atomic<bool> done_ = false;
};

class LineStream : public Stream {
  public:
    LineStream(Core& core, std::shared_ptr<Mailbox> mailbox, const std::shared_ptr<Line>& line)
        : core_(core), mailbox_(std::move(mailbox)), line_(line), open_(line->open) {}
    LineStream(const LineStream&) = delete;
    LineStream& operator=(const LineStream&) = delete;
    ~LineStream() override { close(); }
    void send(std::string_view event, std::string_view data, uint64_t id) override;
    bool open() const override { return *open_; }
    void close() override;

  private:
    Core& core_;
    std::shared_ptr<Mailbox> mailbox_;
    std::weak_ptr<Line> line_;
    std::shared_ptr<std::atomic<bool>> open_;
};

class Core : public Server {
  public:
    Core(ServerOptions options, Handler handler)
        : options_(std::move(options)),
          handler_(std::move(handler)),
          pool_(std::max(1u, options_.workers)) {}
    ~Core() override;
    Status bind();

    uint16_t port() const override { return port_; }
    void run(std::function<Turn()> turn) override;
    void stop() override;
    void background(std::function<void()> work, std::function<void()> then) override;
    Counts counts() const override;

    // From LineReply and LineStream, on the server's thread.
    void give(const std::shared_ptr<Line>&, Response);
    bool begin_stream(const std::shared_ptr<Line>&);
    void say(const std::shared_ptr<Line>&, std::string text);
    void hang_up(const std::shared_ptr<Line>&);

  private:
    Status load_certificate();
    awaitable<void> accept();
    bool has_room(const std::string& address);
    void welcome(tcp::socket);
    awaitable<void> serve(std::shared_ptr<Line>);
    awaitable<bool> receive(std::shared_ptr<Line>, RequestParser&, char* buffer);
    awaitable<bool> answer(std::shared_ptr<Line>, Parsed&);
    awaitable<bool> write(std::shared_ptr<Line>, Response, AnswerTo);
    awaitable<bool> write_all(std::shared_ptr<Line>, std::string_view bytes);
    awaitable<void> stream(std::shared_ptr<Line>, bool head_only);
    awaitable<void> watch(std::shared_ptr<Line>);
    awaitable<void> end(std::shared_ptr<Line>);
    awaitable<void> hear_stop();
    awaitable<void> sweep();
    void sweep_line(Line&, Clock::time_point now);
    void call_handler(const std::shared_ptr<Line>&, Request&);
    void fill_peer(const Line&, Request&) const;
    void begin_drain();
    bool drained(Clock::time_point now) const;
    void take_turn(const std::function<Turn()>& turn);
    void release();
    std::string_view date();

    const ServerOptions options_;
    const Handler handler_;
    const bool tls_ = !options_.certificate.empty();
    Counts counts_;
    uint16_t port_ = 0;
    bool dirty_ = false;     // something waits for a turn
    bool failed_ = false;    // a turn was not healthy
    bool draining_ = false;  // no new connection
    int bell_ = -1;          // eventfd: stop() may be called by a signal handler
    Clock::time_point next_turn_, drain_until_;
    uint64_t jobs_ = 0;  // in the background
    std::set<Line*> lines_;
    std::map<std::string, size_t> per_peer_;
    std::vector<std::shared_ptr<Line>> held_;  // wait for the turn
    std::time_t date_of_ = 0;
    std::string date_;

    // Coroutines live in the context and name what stands above; what stands below names the
    // context.
    asio::ssl::context ssl_{asio::ssl::context::tls_server};
    asio::io_context context_{1};
    std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(context_);
    tcp::acceptor acceptor_{context_};
    asio::posix::stream_descriptor hearing_{context_};
    asio::steady_timer sweeper_{context_};
    asio::steady_timer breath_{context_};
    asio::thread_pool pool_;
};

// --- replies and streams, from any thread

void LineReply::send(Response response) {
    if (done_.exchange(true)) return;
    if (mailbox_->is_home()) {
        if (const auto line = line_.lock()) core_.give(line, std::move(response));
        return;
    }
    mailbox_->post([&core = core_, line = line_, r = std::move(response)]() mutable {
        if (const auto held = line.lock()) core.give(held, std::move(r));
    });
}

std::shared_ptr<Stream> LineReply::stream() {
    SS_ASSERT(mailbox_->is_home());
    if (done_.exchange(true)) return nullptr;
    const auto line = line_.lock();
    if (!line || !core_.begin_stream(line)) return nullptr;
    return std::make_shared<LineStream>(core_, mailbox_, line);
}

void LineStream::send(std::string_view event, std::string_view data, uint64_t id) {
    if (!*open_) return;
    std::string text = event_text(event, data, id);
    if (mailbox_->is_home()) {
        if (const auto line = line_.lock()) core_.say(line, std::move(text));
        return;
    }
    mailbox_->post([&core = core_, line = line_, t = std::move(text)]() mutable {
        if (const auto held = line.lock()) core.say(held, std::move(t));
    });
}

void LineStream::close() {
    if (!open_->exchange(false)) return;
    if (mailbox_->is_home()) {
        if (const auto line = line_.lock()) core_.hang_up(line);
        return;
    }
    mailbox_->post([&core = core_, line = line_] {
        if (const auto held = line.lock()) core.hang_up(held);
    });
}

void Core::give(const std::shared_ptr<Line>& line, Response response) {
    if (line->given) return;
    line->given = true;
    line->response = std::move(response);
    held_.push_back(line);
    dirty_ = true;
}

bool Core::begin_stream(const std::shared_ptr<Line>& line) {
    if (line->gone || line->given) return false;
    if (failed_ || draining_) {
        give(line, problem(503));
        return false;
    }
    line->given = line->streaming = true;
    line->spoke = Clock::now();
    *line->open = true;
    held_.push_back(line);
    dirty_ = true;
    return true;
}

void Core::say(const std::shared_ptr<Line>& line, std::string text) {
    if (line->gone) return;
    if (line->held.size() + line->pending.size() + line->in_flight + text.size() > kStreamBacklog) {
        line->cut();
        return;
    }
    line->held += text;
    held_.push_back(line);
    dirty_ = true;
}

void Core::hang_up(const std::shared_ptr<Line>& line) {
    line->closing = true;
    held_.push_back(line);
    dirty_ = true;
}

// --- one line

struct Registered {
    Registered(std::set<Line*>& lines, std::map<std::string, size_t>& per_peer, Line& line)
        : lines_(lines), per_peer_(per_peer), line_(line) {
        lines_.insert(&line_);
        ++per_peer_[line_.address];
    }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;
    ~Registered() {
        lines_.erase(&line_);
        *line_.open = false;
        const auto found = per_peer_.find(line_.address);
        if (--found->second == 0) per_peer_.erase(found);
    }
    std::set<Line*>& lines_;
    std::map<std::string, size_t>& per_peer_;
    Line& line_;
};

awaitable<void> Core::serve(std::shared_ptr<Line> line) {
    const Registered registered(lines_, per_peer_, *line);
    line->deadline = Clock::now() + seconds(options_.request_seconds);
    if (!co_await line->transport->handshake()) {
        ++counts_.refused;
        co_return;
    }
    RequestParser parser(options_.limit_of ? options_.limit_of
                                           : [most = options_.body_limit](
                                                 const auto&, const auto&) { return most; });
    std::vector<char> buffer(kReadBytes);
    while (co_await receive(line, parser, buffer.data())) {
        const bool more = co_await answer(line, parser.parsed());
        if (!more) break;
        parser.next();
    }
    if (!line->gone) co_await end(line);
    line->cut();
}

// False: no whole request came, and the line is to be closed.
awaitable<bool> Core::receive(std::shared_ptr<Line> line, RequestParser& parser, char* buffer) {
    using State = RequestParser::State;
    State state = parser.feed({});
    Clock::time_point begun{};
    while (state == State::more) {
        if (parser.wants_continue() && !co_await write_all(line, "HTTP/1.1 100 Continue\r\n\r\n"))
            co_return false;
        const Clock::time_point now = Clock::now();
        line->late = false;
        if (parser.begun()) {
            if (begun == Clock::time_point{}) begun = now;
            line->phase = Phase::receiving;
            line->deadline =
                begun + seconds(options_.request_seconds) + seconds(parser.received() / kSlowest);
        } else {
            if (draining_) co_return false;
            const bool first = line->phase == Phase::arriving;
            line->phase = Phase::idle;
            line->idle_since = now;
            line->deadline =
                now + seconds(first ? options_.request_seconds : options_.idle_seconds);
        }
        const size_t n = co_await line->transport->read(buffer, kReadBytes);
        if (n == 0) {
            if (line->late && parser.begun() && !line->gone) {
                ++counts_.refused;
                co_await write(line, problem(408), {.keep_alive = false});
            }
            co_return false;
        }
        counts_.bytes_in += n;
        state = parser.feed({buffer, n});
    }
    line->deadline = Clock::time_point::max();
    if (state == State::done) co_return true;
    ++counts_.refused;
    co_await write(line, problem(parser.status()), {.keep_alive = false});
    co_return false;
}

// False: the line is to be closed.
awaitable<bool> Core::answer(std::shared_ptr<Line> line, Parsed& parsed) {
    ++counts_.requests;
    line->phase = Phase::handling;
    line->given = line->released = false;
    AnswerTo to{.head_only = parsed.request.method == "HEAD", .takes_gzip = parsed.takes_gzip};
    if (failed_) {
        line->response = problem(503);
    } else {
        dirty_ = true;
        call_handler(line, parsed.request);
        parsed.request = {};  // an upload's body may be large, and the answer late
        while (!line->released && !line->gone) co_await line->sleep();
    }
    if (line->gone) co_return false;
    if (line->streaming) {
        co_await stream(line, to.head_only);
        co_return false;
    }
    to.keep_alive = parsed.keep_alive && !draining_;
    const bool sent = co_await write(line, std::move(line->response), to);
    co_return sent&& to.keep_alive;
}

void Core::call_handler(const std::shared_ptr<Line>& line, Request& request) {
    fill_peer(*line, request);
    try {
        handler_(request, std::make_shared<LineReply>(*this, mailbox_, line));
    } catch (const std::exception& e) {  // a library's; the Reply has answered 500 by now
        std::fprintf(stderr, "http: %s\n", e.what());
    }
}

void Core::fill_peer(const Line& line, Request& request) const {
    request.peer = line.address;
    request.secure = tls_;
    if (!options_.trusted_proxy) return;
    // The last one is what the proxy itself has seen; those before it anybody may write.
    std::string_view said = request.header("x-forwarded-for");
    said.remove_prefix(said.rfind(',') + 1);
    while (said.starts_with(' ')) said.remove_prefix(1);
    error_code ec;
    const auto address = asio::ip::make_address(std::string(said), ec);
    if (!ec) request.peer = address.to_string();
    std::string_view scheme = request.header("x-forwarded-proto");
    scheme.remove_prefix(scheme.rfind(',') + 1);
    while (scheme.starts_with(' ')) scheme.remove_prefix(1);
    if (!scheme.empty()) request.secure = scheme == "https";
}

awaitable<bool> Core::write(std::shared_ptr<Line> line, Response response, AnswerTo to) {
    line->phase = Phase::writing;
    Written out = written(std::move(response), to, date(), options_.headers);
    ++counts_.by_status[out.status];
    if (out.body.size() <= kMergeBytes) {
        out.head += out.body;
        out.body.clear();
    }
    if (!co_await write_all(line, out.head)) co_return false;
    co_return co_await write_all(line, out.body);
}

awaitable<bool> Core::write_all(std::shared_ptr<Line> line, std::string_view bytes) {
    const Clock::time_point latest = Clock::now() + seconds(options_.request_seconds);
    uint64_t sent = 0;
    while (!bytes.empty()) {
        line->deadline = latest + seconds(sent / kSlowest);
        const size_t n = co_await line->transport->write(bytes);
        if (n == 0) {
            line->gone = true;
            co_return false;
        }
        sent += n;
        counts_.bytes_out += n;
        bytes.remove_prefix(n);
    }
    line->deadline = Clock::time_point::max();
    co_return true;
}

awaitable<void> Core::stream(std::shared_ptr<Line> line, bool head_only) {
    line->phase = Phase::streaming;
    ++counts_.by_status[200];
    const std::string head = stream_head(date(), options_.headers);
    if (!co_await write_all(line, head) || head_only) co_return;
    line->watched = true;
    asio::co_spawn(context_, watch(line), asio::detached);
    while (!line->gone) {
        if (line->pending.empty()) {
            if ((line->closing && line->held.empty()) || draining_) break;
            co_await line->sleep();
            continue;
        }
        const std::string out = std::exchange(line->pending, {});
        line->in_flight = out.size();
        line->spoke = Clock::now();
        if (!co_await write_all(line, out)) break;
        line->in_flight = 0;
    }
    *line->open = false;
    // The line must not be read twice at a time: end() waits for the other end's close.
    line->parting = true;
    error_code ec;
    line->transport->socket().cancel(ec);
    while (line->watched) co_await line->sleep();
}

// Listens for the other end to leave a stream; what it says there is of no interest.
awaitable<void> Core::watch(std::shared_ptr<Line> line) {
    std::array<char, 512> buffer{};
    size_t total = 0;
    while (total < kReadBytes) {
        const size_t n = co_await line->transport->read(buffer.data(), buffer.size());
        if (n == 0) break;
        total += n;
    }
    line->watched = false;
    if (line->parting) line->wake.cancel();
    else line->cut();
}

// Says that nothing more comes, and waits a little for the other end to have read it: closed at
// once, with bytes of it unread, TCP would take the last answer back.
awaitable<void> Core::end(std::shared_ptr<Line> line) {
    const bool idle = line->phase == Phase::idle;  // no answer is on its way
    line->phase = Phase::ending;
    line->deadline = Clock::now() + (idle ? Clock::duration::zero() : kLinger);
    co_await line->transport->finish();
    if (idle) co_return;
    std::array<char, 2048> buffer{};
    size_t total = 0;
    while (total < kLingerBytes) {
        const size_t n = co_await line->transport->read(buffer.data(), buffer.size());
        if (n == 0) break;
        total += n;
    }
}

// --- all lines

awaitable<void> Core::accept() {
    while (!draining_) {
        auto [ec, socket] = co_await acceptor_.async_accept(kTuple);
        if (draining_ || ec == asio::error::operation_aborted) break;
        if (!ec) {
            welcome(std::move(socket));
            continue;
        }
        breath_.expires_after(milliseconds(50));  // no file left: others must close first
        co_await breath_.async_wait(kTuple);
    }
}

bool Core::has_room(const std::string& address) {
    if (!options_.trusted_proxy) {
        const auto found = per_peer_.find(address);
        if (found != per_peer_.end() && found->second >= options_.connections_per_peer)
            return false;
    }
    if (lines_.size() < options_.connections) return true;
    Line* oldest = nullptr;
    for (Line* line : lines_)
        if (line->phase == Phase::idle && (!oldest || line->idle_since < oldest->idle_since))
            oldest = line;
    if (!oldest) return false;
    oldest->cut();
    return true;
}

void Core::welcome(tcp::socket socket) {
    ++counts_.connections;
    error_code ec;
    auto address = socket.remote_endpoint(ec).address();
    if (ec) return;
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    const std::string name = address.to_string();
    if (!has_room(name)) {
        ++counts_.refused;
        if (!tls_)
            (void)::send(socket.native_handle(), kFull.data(), kFull.size(),
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        return;
    }
    socket.set_option(tcp::no_delay(true), ec);
    // A page that went out of reach says no goodbye; what it was sent stays unacknowledged.
    using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;
    socket.set_option(UserTimeout(options_.idle_seconds * 1000), ec);
    std::unique_ptr<Transport> transport;
    if (tls_) transport = std::make_unique<Tls>(std::move(socket), ssl_);
    else transport = std::make_unique<Plain>(std::move(socket));
    auto line = std::make_shared<Line>(std::move(transport), context_);
    line->address = name;
    asio::co_spawn(context_, serve(std::move(line)), asio::detached);
}

awaitable<void> Core::sweep() {
    while (true) {
        sweeper_.expires_after(kSweep);
        co_await sweeper_.async_wait(kTuple);
        const Clock::time_point now = Clock::now();
        for (Line* line : lines_) sweep_line(*line, now);
    }
}

void Core::sweep_line(Line& line, Clock::time_point now) {
    if (now >= line.deadline) {
        if (line.phase != Phase::idle && line.phase != Phase::receiving) return line.cut();
        line.late = true;  // a goodbye can still be said
        error_code ec;
        line.transport->socket().cancel(ec);
    } else if (line.phase == Phase::streaming && line.pending.empty() && line.in_flight == 0 &&
               now - line.spoke >= seconds(options_.heartbeat_seconds)) {
        line.pending = ":\n\n";
        line.wake.cancel();
    }
}

// --- the loop

awaitable<void> Core::hear_stop() {
    co_await hearing_.async_wait(asio::posix::stream_descriptor::wait_read, kTuple);
    begin_drain();
}

void Core::begin_drain() {
    if (draining_) return;
    draining_ = true;
    drain_until_ = Clock::now() + seconds(options_.drain_seconds);
    error_code ec;
    acceptor_.close(ec);
    for (Line* line : lines_) {
        if (line->phase == Phase::idle) line->transport->socket().cancel(ec);
        if (line->phase == Phase::arriving) line->cut();
        if (line->phase == Phase::streaming) line->wake.cancel();
    }
}

bool Core::drained(Clock::time_point now) const {
    return draining_ && ((lines_.empty() && jobs_ == 0) || now >= drain_until_);
}

void Core::take_turn(const std::function<Turn()>& turn) {
    Turn took{.again_in_ms = 3'600'000};
    if (!failed_) took = turn();
    next_turn_ = Clock::now() + milliseconds(std::clamp<int64_t>(took.again_in_ms, 0, 3'600'000));
    if (!took.healthy) {
        failed_ = true;
        begin_drain();
    }
    dirty_ = false;
    release();
}

void Core::release() {
    for (const auto& line : std::exchange(held_, {})) {
        if (failed_ && line->phase == Phase::streaming) {
            line->cut();
            continue;
        }
        if (failed_) {
            line->streaming = false;
            *line->open = false;
            line->response = problem(503);
        }
        line->released = true;
        line->pending += line->held;
        line->held.clear();
        line->wake.cancel();
    }
}

void Core::run(std::function<Turn()> turn) {
    mailbox_->settle();
    next_turn_ = Clock::now();
    asio::co_spawn(context_, accept(), asio::detached);
    asio::co_spawn(context_, hear_stop(), asio::detached);
    asio::co_spawn(context_, sweep(), asio::detached);
    while (true) {
        if (dirty_ || Clock::now() >= next_turn_) take_turn(turn);
        if (drained(Clock::now())) break;
        context_.run_one_until(std::min(next_turn_, Clock::now() + kSweep));
        for (int i = 0; i < kBatch && context_.poll_one(); ++i) {
        }
    }
    for (Line* line : lines_) line->cut();
    for (int i = 0; i < kBatch * 16 && !lines_.empty() && context_.poll_one(); ++i) {
    }
}

void Core::stop() {
    const uint64_t one = 1;
    (void)!::write(bell_, &one, sizeof one);
}

void Core::background(std::function<void()> work, std::function<void()> then) {
    ++jobs_;
    asio::post(pool_,
               [this, mailbox = mailbox_, w = std::move(work), t = std::move(then)]() mutable {
                   w();
                   w = nullptr;
                   mailbox->post([this, t = std::move(t)] {
                       --jobs_;
                       dirty_ = true;
                       t();
                   });
               });
}

Server::Counts Core::counts() const {
    Counts now = counts_;
    now.open = lines_.size();
    now.streams = static_cast<uint64_t>(std::count_if(
        lines_.begin(), lines_.end(), [](const Line* l) { return l->phase == Phase::streaming; }));
    return now;
}

std::string_view Core::date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_of_ || date_.empty()) {
        date_of_ = now;
        date_ = http_date(now);
    }
    return date_;
}

Core::~Core() {
    pool_.stop();
    pool_.join();
    mailbox_->shut();
    held_.clear();
}

// --- opening

Error malformed(const std::string& what, const error_code& ec) {
    return Error{ErrorCode::malformed, what + ": " + ec.message()};
}

Status Core::load_certificate() {
    using Context = asio::ssl::context;
    error_code ec;
    ssl_.set_options(Context::default_workarounds | Context::no_sslv2 | Context::no_sslv3 |
                         Context::no_tlsv1 | Context::no_tlsv1_1 | Context::no_compression,
                     ec);
    SSL_CTX_set_options(ssl_.native_handle(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(ssl_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    ssl_.use_certificate_chain_file(options_.certificate, ec);
    if (ec) return malformed("certificate " + options_.certificate, ec);
    ssl_.use_private_key_file(options_.key, Context::pem, ec);
    if (ec) return malformed("key " + options_.key, ec);
    return ok();
}

void allow_files(size_t wanted) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted) return;
    files.rlim_cur = std::min<rlim_t>(wanted, files.rlim_max);
    setrlimit(RLIMIT_NOFILE, &files);
}

Status Core::bind() {
    error_code ec;
    const auto address = asio::ip::make_address(options_.address, ec);
    if (ec) return malformed("address " + options_.address, ec);
    if (tls_) SS_TRY(load_certificate());
    const auto fail = [&](const char* what) {
        return Error{ErrorCode::io, std::string(what) + " " + options_.address + ":" +
                                        std::to_string(options_.port) + ": " + ec.message()};
    };
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), ec);
    if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor_.bind(endpoint, ec);
    if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) return fail("cannot listen on");
    port_ = acceptor_.local_endpoint(ec).port();
    bell_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell_ < 0) return Error{ErrorCode::io, "no eventfd"};
    hearing_.assign(bell_, ec);
    if (ec) return fail("cannot watch");
    allow_files(options_.connections + 256);
    return ok();
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, Handler handler) {
    auto core = std::make_unique<Core>(options, std::move(handler));
    SS_TRY(core->bind());
    return std::unique_ptr<Server>(std::move(core));
}

}  // namespace ss::serve
