// Thousands of lines to a server on one thread, as cheap as they come: the driver of serve_load.cc
// shares its machine with what it measures. Nothing here is part of the server.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ss::serve::load {

using TimePoint = std::chrono::steady_clock::time_point;
inline TimePoint Now() {
    return std::chrono::steady_clock::now();
}

// Milliseconds since a moment, to be told as percentiles.
class Samples {
  public:
    void add(TimePoint since) {
        ms_.push_back(std::chrono::duration<double, std::milli>(Now() - since).count());
    }
    size_t size() const { return ms_.size(); }
    void tell(const char* name, int seconds) {
        if (ms_.empty()) return;
        std::sort(ms_.begin(), ms_.end());
        const auto at = [&](double part) {
            return ms_[static_cast<size_t>(std::min(part * static_cast<double>(ms_.size()),
                                                    static_cast<double>(ms_.size() - 1)))];
        };
        std::printf("%-12s %8.1f a second   p50 %7.2f  p95 %7.2f  p99 %7.2f  max %7.2f ms\n", name,
                    static_cast<double>(ms_.size()) / seconds, at(0.50), at(0.95), at(0.99),
                    ms_.back());
    }

  private:
    std::vector<double> ms_;
};

class Line;

class Loop {
  public:
    Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop() { ::close(epoll_); }

    void after(double seconds, std::function<void()> what) {
        timers_.emplace(Now() + std::chrono::duration_cast<std::chrono::nanoseconds>(
                                    std::chrono::duration<double>(seconds)),
                        std::move(what));
    }
    template <class Until>
    void run(Until until) {
        while (!until()) step();
    }

  private:
    friend class Line;
    void step();
    int epoll_;
    std::multimap<TimePoint, std::function<void()>> timers_;
};

struct Answer {
    int status = 0;
    std::string etag, body;
};

// One connection: one request at a time, or a stream of events.
class Line {
  public:
    Line(Loop& loop, uint16_t port) : loop_(loop), port_(port) { connect(); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() {
        if (fd_ >= 0) ::close(fd_);
    }

    using Answered = std::function<void(const Answer&)>;
    void ask(const std::string& text, Answered then) {
        then_ = std::move(then);
        put(text);
    }
    void listen(const std::string& text, std::function<void(std::string_view)> event) {
        event_ = std::move(event);
        put(text);
    }

    void readable() {
        static char bytes[256u << 10];
        const auto n = ::recv(fd_, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) return closed();
        in_.append(bytes, static_cast<size_t>(n));
        if (event_) return events();
        take_answer();
    }

  private:
    [[noreturn]] static void die(const char* what) {
        std::fprintf(stderr, "serve_load: %s\n", what);
        std::exit(2);
    }
    void connect() {
        fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port_);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) die("connect");
        const int on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = this;
        ::epoll_ctl(loop_.epoll_, EPOLL_CTL_ADD, fd_, &event);
    }
    void closed() {  // for having been idle: opened anew when there is something to ask
        if (then_ || event_) die("the server closed a line that waited for it");
        ::close(fd_);
        fd_ = -1;
    }
    void put(std::string_view text) {  // requests are small: they fit the socket's buffer
        if (fd_ < 0) connect();
        if (::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(text.size()))
            die("a request did not leave");
    }
    static std::string_view field(std::string_view head, std::string_view name) {
        const size_t at = head.find(name);
        if (at == head.npos) return {};
        head.remove_prefix(at + name.size());
        return head.substr(0, head.find('\r'));
    }
    void take_answer() {
        const size_t end = in_.find("\r\n\r\n");
        if (end == in_.npos) return;
        const std::string_view head(in_.data(), end + 2);
        const std::string_view length = field(head, "\r\nContent-Length: ");
        const size_t body = length.empty() ? 0 : std::strtoul(length.data(), nullptr, 10);
        if (in_.size() < end + 4 + body) return;
        Answer a;
        a.status = std::atoi(head.data() + 9);
        a.etag = field(head, "\r\nETag: ");
        a.body = in_.substr(end + 4, body);
        in_.erase(0, end + 4 + body);
        const auto then = std::move(then_);
        then_ = nullptr;
        if (then) then(a);
    }
    void events() {
        size_t end = 0;
        while ((end = in_.find("\n\n")) != in_.npos) {
            event_(std::string_view(in_).substr(0, end));
            in_.erase(0, end + 2);
        }
    }

    Loop& loop_;
    uint16_t port_;
    int fd_ = -1;
    std::string in_;
    Answered then_;
    std::function<void(std::string_view)> event_;
};

inline void Loop::step() {
    int wait = 1000;
    if (!timers_.empty()) {
        const auto in = timers_.begin()->first - Now();
        wait = static_cast<int>(
            std::clamp<int64_t>(std::chrono::ceil<std::chrono::milliseconds>(in).count(), 0, 1000));
    }
    epoll_event ready[512];
    const int n = ::epoll_wait(epoll_, ready, 512, wait);
    for (int i = 0; i < n; ++i) static_cast<Line*>(ready[i].data.ptr)->readable();
    while (!timers_.empty() && timers_.begin()->first <= Now()) {
        const auto what = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        what();
    }
}

inline void allow_files() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

inline double own_cpu() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto s = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return s(used.ru_utime) + s(used.ru_stime);
}

}  // namespace ss::serve::load
