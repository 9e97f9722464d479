// HTTP/1.1 as handlers see it; no header of a library in here. Asio and OpenSSL are known to
// http.cc alone, Beast to http_parse.cc, zlib to http_write.cc. Everything but background work runs
// on the one thread of Server::run().
//
// What never reaches a handler (answered here, as application/problem+json): a head over 16 kB or
// over 100 fields (431), a body over its limit (413), a line too slow (408), an expectation other
// than 100-continue (417), a transfer coding other than chunked (501), and with 400 whatever two
// servers could read differently: two lengths, a length beside chunks, a bare LF, "Host :", no Host
// or two, an encoded "/" or a dot segment in the path.
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
    std::map<std::string, std::string> query;  // decoded; a name given twice is refused with 400
    std::map<std::string, std::string>
        headers;          // names in lower case, repeated ones joined by ", "
    std::string body;     // at most the route's limit
    std::string peer;     // address; the last of X-Forwarded-For behind a trusted proxy
    bool secure = false;  // TLS here, or at the trusted proxy

    std::string_view header(std::string_view name) const;  // "" where absent
    std::string_view cookie(std::string_view name) const;
};

// Content-Length, Connection, Date and Transfer-Encoding are the server's; it drops a handler's
// own. A name or value that would end its line makes the answer a 500. To HEAD the body is not
// sent. Text from 1 kB is sent as gzip where the client takes that and no Content-Encoding is set;
// its ETag then becomes a weak one (W/"...").
struct Response {
    int status = 200;
    std::string type = "application/json";  // Content-Type; empty: none
    std::map<std::string, std::string> headers = {};
    std::vector<std::string> cookies = {};  // one Set-Cookie each
    std::string body = {};
    std::string zipped =
        {};  // the body as gzip, where it was made before; else made when it leaves
};

// Answers once; later, and from any thread, if it likes. Destroyed unanswered: 500.
class Reply {
  public:
    virtual ~Reply() = default;
    virtual void send(Response) = 0;
    // Turns the answer into a stream of server-sent events; on the server's thread only. nullptr:
    // the line is gone, or the answer was given already.
    virtual std::shared_ptr<class Stream> stream() = 0;
};

inline constexpr size_t kStreamBacklog = 256u << 10;

// A page that listens; usable from any thread. What is sent before a turn leaves after it, as an
// answer does. Events beyond `kStreamBacklog` unsent bytes close the line: the page comes back and
// fetches afresh. The line closes with the last pointer to the Stream.
class Stream {
  public:
    virtual ~Stream() = default;
    virtual void send(std::string_view event, std::string_view data, uint64_t id = 0) = 0;
    virtual bool open() const = 0;
    virtual void close() = 0;
};

// The request lives for the length of the call.
using Handler = std::function<void(const Request&, std::shared_ptr<Reply>)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    uint16_t port = 0;             // 0: any free one
    std::string certificate, key;  // PEM files; empty: plain
    bool trusted_proxy = false;    // believe X-Forwarded-For and X-Forwarded-Proto
    size_t body_limit = 1u << 20;
    // A larger limit for paths that take uploads; asked before a byte of the body is read.
    std::function<size_t(const std::string& method, const std::string& path)> limit_of;
    // Every answer has these, error pages and streams too, unless it sets its own.
    std::map<std::string, std::string> headers;
    size_t connections = 4096;           // past it the longest idle one gives way, or the new one
    size_t connections_per_peer = 1024;  // not counted behind a trusted proxy
    int idle_seconds = 75;
    // For a request to arrive, or an answer to be taken; each 4 kB that pass win a second more.
    int request_seconds = 30;
    int heartbeat_seconds = 20;  // a comment on a silent stream, so that no proxy closes it
    int drain_seconds = 10;      // for answers under way, once stop() was asked
    unsigned workers = 2;        // threads of background()
};

class Server {
  public:
    virtual ~Server() = default;
    // Binds at once, and raises the limit of open files as far as `connections` need and it may.
    // Errors: io (address in use), malformed (address, certificate, key).
    static Result<std::unique_ptr<Server>> open(const ServerOptions&, Handler);
    virtual uint16_t port() const = 0;
    // Until stop(). `turn` runs after every batch of requests that were ready together, before any
    // of their answers is sent: the one place to commit. It says in how many ms it wants to run
    // again though nobody asks (at most an hour). A false `healthy` stops the server: the answers
    // held for this turn and all later ones become 503, as nothing they say was kept.
    struct Turn {
        int64_t again_in_ms = 1000;
        bool healthy = true;
    };
    virtual void run(std::function<Turn()> turn) = 0;
    // From a signal handler or any thread: takes no new connection, lets answers under way finish.
    virtual void stop() = 0;
    // Runs `work` on a worker thread, then `then` on the server's thread; neither may throw. What
    // has not begun when the server ends is dropped. Call it on the server's thread.
    virtual void background(std::function<void()> work, std::function<void()> then) = 0;

    struct Counts {  // for the metrics
        uint64_t connections = 0, open = 0, streams = 0, requests = 0, refused = 0, bytes_in = 0,
                 bytes_out = 0;
        std::map<int, uint64_t> by_status;
    };
    virtual Counts counts() const = 0;  // on the server's thread
};

// "a%20b" -> "a b"; nothing for a bad escape, a NUL or bytes that are not UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace ss::serve
