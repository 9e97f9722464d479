// Bytes of a connection, cut as the first byte says: read whole or in pieces the requests are the
// same, limits hold, and what is decoded is text.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"
#include "serve/http_parse.h"
#include "serve/http_write.h"

namespace ss::serve {
namespace {

constexpr size_t kLimit = 300;

std::string read(std::string_view bytes, size_t step) {
    using State = RequestParser::State;
    RequestParser parser([](const std::string&, const std::string&) { return kLimit; });
    std::string seen;  // of all requests
    State state = State::more;
    while (state != State::refused) {
        state = parser.feed(bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
        while (state == State::done) {
            const Request& r = parser.parsed().request;
            SS_ASSERT(r.body.size() <= kLimit);
            SS_ASSERT(r.path.starts_with('/') && utf8_valid(r.path));
            SS_ASSERT(r.path.find('\0') == std::string::npos);
            seen += r.method + " " + r.path + " " + r.body + "\n";
            for (const auto& [name, value] : r.query) seen += name + "=" + value + "\n";
            for (const auto& [name, value] : r.headers) {
                SS_ASSERT(header_fits(name, value));
                seen += name + ":" + value + "\n";
            }
            (void)r.cookie("a");
            parser.next();
            state = parser.feed({});
        }
        (void)parser.wants_continue();
        if (bytes.empty()) break;
    }
    SS_ASSERT((state == State::refused) == (parser.status() >= 400));
    return seen;
}

}  // namespace
}  // namespace ss::serve

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss::serve;
    if (size == 0) return 0;
    const size_t step = data[0] % 40 + 1u;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string whole = read(bytes, bytes.size() + 1);
    const std::string cut = read(bytes, step);
    // An unfinished head may be seen to be bad sooner or later, a finished request not.
    SS_ASSERT(whole == cut);

    for (const bool plus : {false, true})
        if (const auto text = percent_decoded(bytes, plus)) SS_ASSERT(ss::utf8_valid(*text));
    Response response;
    response.headers["X"] = std::string(bytes);
    const Written w = written(response, {}, "", {});
    SS_ASSERT(w.status == 500 || w.head.find(std::string(bytes)) != std::string::npos);
    const std::string event = event_text(bytes, bytes, 1);
    SS_ASSERT(event.find("\n\n") == event.size() - 2);
    return 0;
}
