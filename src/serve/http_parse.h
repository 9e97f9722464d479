// The bytes of one connection, cut into requests. No socket and no clock in here: the fuzzer feeds
// the same code that the network feeds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "serve/http.h"

namespace ss::serve {

inline constexpr size_t kHeadLimit = 16u << 10;  // bytes of request line and fields
inline constexpr size_t kFieldLimit = 100;

struct Parsed {
    Request request;  // without peer and secure
    bool keep_alive = true;
    bool takes_gzip = false;
};

class RequestParser {
  public:
    enum class State : unsigned char { more, done, refused };
    // Bytes a body may have; asked once the head is whole.
    using LimitOf = std::function<size_t(const std::string& method, const std::string& path)>;

    explicit RequestParser(LimitOf);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Takes these bytes, and what was left over. A refusal is for ever: where the next request
    // would begin is unknown.
    State feed(std::string_view bytes);
    // True once, when the client waits for "100 Continue" before it sends its body.
    bool wants_continue();
    bool begun() const;         // something of a request has come
    uint64_t received() const;  // bytes of it
    Parsed& parsed();           // state done
    int status() const;         // state refused: 400, 413, 417, 431, 501
    void next();                // forgets the request that is done; feed({}) goes on with the rest

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ss::serve
