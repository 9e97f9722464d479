#include "serve/http_parse.h"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"

namespace ss::serve {
namespace {

namespace http = boost::beast::http;
using BeastParser = http::request_parser<http::string_body>;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The text before `mark`, and `rest` goes on after it.
std::string_view cut(std::string_view& rest, char mark) {
    const size_t at = std::min(rest.find(mark), rest.size());
    const std::string_view head = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return head;
}

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// "gzip;q=0.5, br": is gzip there, and not with weight 0?
bool takes_gzip(std::string_view accepted) {
    while (!accepted.empty()) {
        std::string_view item = cut(accepted, ',');
        const std::string coding = lower(trimmed(cut(item, ';')));
        if (coding != "gzip" && coding != "*") continue;
        const std::string weight = lower(trimmed(item));
        if (!weight.starts_with("q=")) return true;
        return weight.find_first_of("123456789") != std::string::npos;
    }
    return false;
}

bool bare_line_feed(std::string_view text) {
    for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        if (at == 0 || text[at - 1] != '\r') return true;
    return false;
}

bool plain_path(std::string_view path) {
    if (std::any_of(path.begin(), path.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
        }))
        return false;
    while (!path.empty()) {
        const std::string_view segment = cut(path, '/');
        if (segment == "." || segment == "..") return false;
    }
    return true;
}

bool read_query(std::string_view text, std::map<std::string, std::string>& query) {
    while (!text.empty()) {
        std::string_view value = cut(text, '&');
        if (value.empty()) continue;
        auto name = percent_decoded(cut(value, '='), true);
        auto decoded = percent_decoded(value, true);
        if (!name || !decoded) return false;
        if (!query.emplace(std::move(*name), std::move(*decoded)).second) return false;
    }
    return true;
}

// "/a/b?c=d", or the same with "http://host" before it, as a proxy is asked.
bool read_target(std::string_view target, Request& request) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!lower(target.substr(0, scheme.size())).starts_with(scheme)) continue;
        const size_t slash = target.find('/', scheme.size());
        if (slash == std::string_view::npos) return false;
        target.remove_prefix(slash);
        break;
    }
    if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return false;
    const std::string_view path = cut(target, '?');
    // Decoded, "%2F" would be another route than the one a proxy before us has seen.
    if (lower(path).find("%2f") != std::string::npos) return false;
    auto decoded = percent_decoded(path, false);
    if (!decoded || !plain_path(*decoded)) return false;
    request.path = std::move(*decoded);
    return read_query(target, request.query);
}

}  // namespace

struct RequestParser::Inside {
    explicit Inside(LimitOf limit) : limit_of(std::move(limit)) { renew(); }

    void renew() {
        beast.emplace();
        beast->header_limit(kHeadLimit);
        beast->body_limit(boost::none);  // set when the head is known
        parsed = {};
        state = State::more;
        head_done = waits = forgiven = false;
        received = 0;
        most = UINT64_MAX;
    }
    State refuse(int why) {
        status = why;
        state = State::refused;
        input.clear();
        return state;
    }

    State feed(std::string_view bytes);
    // Parses from the front of `text`; what it took is gone from it. False: refused.
    bool put(std::string_view& text);
    int read_head();  // 0, or the status of a refusal
    int check_fields(const std::map<std::string, int>& times) const;

    LimitOf limit_of;
    std::optional<BeastParser> beast;
    std::string input;  // not parsed yet
    Parsed parsed;
    State state = State::more;
    bool head_done = false;
    bool waits = false;
    bool forgiven = false;  // an empty line
    uint64_t received = 0;
    uint64_t most = UINT64_MAX;  // bytes the whole request may have on the line
    int status = 0;
};

RequestParser::State RequestParser::Inside::feed(std::string_view bytes) {
    if (state == State::refused) return state;
    if (state == State::done) {
        input.append(bytes);
        return state;
    }
    const bool fresh = input.empty();
    if (!fresh) input.append(bytes);
    std::string_view text = fresh ? bytes : std::string_view(input);
    // An empty line before a request is forgiven (RFC 9112, 2.2).
    const bool half = received == 0 && !forgiven && text == "\r";  // of an empty line
    if (received == 0 && !forgiven && text.starts_with("\r\n")) {
        text.remove_prefix(2);
        forgiven = true;
    }
    if (!half && !put(text)) return state;
    if (state == State::more && text.size() > kHeadLimit) return refuse(head_done ? 400 : 431);
    if (fresh) input.assign(text);
    else input.erase(0, input.size() - text.size());
    return state;
}

bool RequestParser::Inside::put(std::string_view& text) {
    while (!text.empty() && state == State::more) {
        // Beast stops after the head unless it is eager, so that we can look at it first.
        beast->eager(head_done);
        boost::beast::error_code ec;
        const size_t taken = beast->put(boost::asio::const_buffer(text.data(), text.size()), ec);
        text.remove_prefix(taken);
        received += taken;
        const bool starving = ec == http::error::need_more;
        if (ec && !starving) {
            refuse(ec == http::error::body_limit     ? 413
                   : ec == http::error::header_limit ? 431
                                                     : 400);
            return false;
        }
        // Beast's own limit is for what one call sees: a head that trickles in passes under it.
        if (!head_done && received + (beast->is_header_done() ? 0 : text.size()) > kHeadLimit) {
            refuse(431);
            return false;
        }
        if (!head_done && beast->is_header_done()) {
            if (const int why = read_head()) {
                refuse(why);
                return false;
            }
            head_done = true;
        }
        if (head_done && received > most) {
            refuse(413);
            return false;
        }
        if (beast->is_done()) {
            parsed.request.body = std::move(beast->get().body());
            state = State::done;
        } else if (starving) {
            // What waits is a head or a chunk's line; Beast would wait on for a bare LF's CR.
            if (bare_line_feed(text)) {
                refuse(400);
                return false;
            }
            break;
        }
    }
    return true;
}

int RequestParser::Inside::check_fields(const std::map<std::string, int>& times) const {
    const auto count = [&](const char* name) {
        const auto found = times.find(name);
        return found == times.end() ? 0 : found->second;
    };
    const bool http11 = beast->get().version() == 11;
    if (count("host") > 1 || (http11 && count("host") == 0)) return 400;
    if (count("content-length") > 1) return 400;
    if (const int codings = count("transfer-encoding")) {
        // Beast takes "gzip" for no body at all, and "gzip, chunked" for chunks.
        if (codings > 1 || count("content-length") || !http11) return 400;
        if (lower(parsed.request.header("transfer-encoding")) != "chunked") return 501;
        if (!beast->chunked()) return 400;
    }
    if (count("content-length")) {
        const std::string_view text = parsed.request.header("content-length");
        if (text.empty() || text.size() > 19) return 400;
        if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return 400;
    }
    return 0;
}

int RequestParser::Inside::read_head() {
    const auto& message = beast->get();
    Request& request = parsed.request;
    request.method = std::string(message.method_string());
    std::map<std::string, int> times;
    size_t fields = 0;
    // Copied now: fields of a trailer, which come after the body, would join them later.
    for (const auto& field : message) {
        if (++fields > kFieldLimit) return 431;
        const auto name = field.name_string();
        const auto value = field.value();
        std::string key = lower(std::string_view(name.data(), name.size()));
        ++times[key];
        const bool cookie = key == "cookie";
        auto [it, fresh] = request.headers.try_emplace(std::move(key), value.data(), value.size());
        if (!fresh) it->second.append(cookie ? "; " : ", ").append(value.data(), value.size());
    }
    if (const int why = check_fields(times)) return why;
    const auto target = message.target();
    if (!read_target(std::string_view(target.data(), target.size()), request)) return 400;
    parsed.keep_alive = message.version() == 11 && message.keep_alive();
    parsed.takes_gzip = takes_gzip(request.header("accept-encoding"));

    const std::string expect = lower(request.header("expect"));
    if (!expect.empty() && expect != "100-continue") return 417;
    if (beast->is_done()) return 0;
    const size_t limit = limit_of ? limit_of(request.method, request.path) : size_t{1} << 20;
    const auto length = beast->content_length();
    if (length && *length > limit) return 413;
    beast->body_limit(limit);
    // Chunks of one byte cost six on the line; more overhead than that is none of a friend's.
    most = uint64_t{limit} * 8 + 4 * kHeadLimit;
    waits = !expect.empty() && message.version() == 11;
    return 0;
}

RequestParser::RequestParser(LimitOf limit) : inside_(std::make_unique<Inside>(std::move(limit))) {}
RequestParser::~RequestParser() = default;

RequestParser::State RequestParser::feed(std::string_view bytes) {
    return inside_->feed(bytes);
}

bool RequestParser::wants_continue() {
    const bool wants = inside_->waits && inside_->state == State::more && inside_->input.empty() &&
                       inside_->beast->get().body().empty();
    inside_->waits = false;
    return wants;
}

bool RequestParser::begun() const {
    return inside_->received > 0 || !inside_->input.empty();
}

uint64_t RequestParser::received() const {
    return inside_->received + inside_->input.size();
}

Parsed& RequestParser::parsed() {
    SS_ASSERT(inside_->state == State::done);
    return inside_->parsed;
}

int RequestParser::status() const {
    return inside_->status;
}

void RequestParser::next() {
    SS_ASSERT(inside_->state == State::done);
    inside_->renew();
}

std::string_view Request::header(std::string_view name) const {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        std::string_view value = trimmed(cut(rest, ';'));
        if (cut(value, '=') != name) continue;
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
            return value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex(text[i + 1]);
            const int low = hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    if (!utf8_valid(out)) return std::nullopt;
    return out;
}

}  // namespace ss::serve
