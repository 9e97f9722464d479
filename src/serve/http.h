// HTTP/1.1 as handlers see it; no header of a library in here. http.cc is the one file that knows
// Asio and Beast. Everything but Background work runs on the one thread of Server::run().
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ss::serve {

struct Request {
    std::string method;  // "GET"
    std::string path;    // decoded once, no query: "/v1/h/live/u/my-thuong/ask"
    std::map<std::string, std::string> query;    // decoded; a name given twice is refused with 400
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;                            // at most the route's limit
    std::string peer;     // address; of X-Forwarded-For behind a trusted proxy
    bool secure = false;  // TLS here, or at the trusted proxy

    std::string_view header(std::string_view name) const;  // "" where absent
    std::string_view cookie(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string type = "application/json";  // Content-Type
    std::map<std::string, std::string> headers;
    std::string body;
};

// Answers once; later, and from any thread, if it likes. Destroyed unanswered: 500.
class Reply {
  public:
    virtual ~Reply() = default;
    virtual void send(Response) = 0;
    // Turns the answer into a stream of server-sent events. nullptr: the line is gone.
    virtual std::shared_ptr<class Stream> stream() = 0;
};

// A page that listens. Events beyond `kStreamBacklog` unsent bytes close the line: the page comes
// back and fetches afresh.
class Stream {
  public:
    virtual ~Stream() = default;
    virtual void send(std::string_view event, std::string_view data, uint64_t id = 0) = 0;
    virtual bool open() const = 0;
    virtual void close() = 0;
};

using Handler = std::function<void(const Request&, std::shared_ptr<Reply>)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    uint16_t port = 0;             // 0: any free one
    std::string certificate, key;  // PEM files; empty: plain
    bool trusted_proxy = false;    // believe X-Forwarded-For and X-Forwarded-Proto
    size_t body_limit = 1u << 20;
    // A larger limit for paths that take uploads; asked before a byte of the body is read.
    std::function<size_t(const std::string& method, const std::string& path)> limit_of;
    size_t connections = 4096;
    int idle_seconds = 75;
    int request_seconds = 30;  // for head and body to arrive
    int drain_seconds = 10;    // for answers under way, once stop() was asked
    unsigned workers = 2;      // threads of background()
};

class Server {
  public:
    virtual ~Server() = default;
    // Binds at once. Errors: io (address in use), malformed (certificate).
    static Result<std::unique_ptr<Server>> open(const ServerOptions&, Handler);
    virtual uint16_t port() const = 0;
    // Until stop(). `turn` runs after every batch of requests that were ready together, before any
    // of their answers is sent: the one place to commit. It says in how many ms it wants to run
    // again though nobody asks (at most an hour). A false `healthy` stops the server.
    struct Turn {
        int64_t again_in_ms = 1000;
        bool healthy = true;
    };
    virtual void run(std::function<Turn()> turn) = 0;
    // From a signal handler or any thread: takes no new connection, lets answers under way finish.
    virtual void stop() = 0;
    // Runs `work` on a worker thread, then `then` on the server's thread.
    virtual void background(std::function<void()> work, std::function<void()> then) = 0;

    struct Counts {  // for the metrics
        uint64_t connections = 0, open = 0, streams = 0, requests = 0, refused = 0, bytes_in = 0,
                 bytes_out = 0;
        std::map<int, uint64_t> by_status;
    };
    virtual Counts counts() const = 0;
};

// "a%20b" -> "a b"; nothing for a bad escape, a NUL or bytes that are not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace ss::serve
