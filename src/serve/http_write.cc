#include "serve/http_write.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

namespace ss::serve {
namespace {

constexpr size_t kWorthZipping = 1024;
// Speed before size: the one thread that serves everybody pays for it.
constexpr int kZipLevel = 3;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

template <class Map>
auto find_name(Map& headers, std::string_view name) {
    return std::find_if(headers.begin(), headers.end(),
                        [&](const auto& h) { return same_name(h.first, name); });
}

bool is_ours(std::string_view name) {
    for (const char* ours :
         {"Content-Length", "Connection", "Date", "Transfer-Encoding", "Content-Type"})
        if (same_name(name, ours)) return true;
    return false;
}

bool zips_well(std::string_view type) {
    type = type.substr(0, type.find(';'));
    if (type == "text/event-stream") return false;
    return type.starts_with("text/") || type == "application/json" ||
           type == "application/javascript" || type == "application/xml" ||
           type == "image/svg+xml" || type.ends_with("+json") || type.ends_with("+xml");
}

std::optional<std::string> zipped_at(int level, std::string_view body) {
    z_stream z{};
    if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string out(deflateBound(&z, static_cast<uLong>(body.size())), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    z.avail_in = static_cast<uInt>(body.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out.resize(z.total_out);
    deflateEnd(&z);
    if (!whole || out.size() >= body.size()) return std::nullopt;
    return out;
}

bool worth_zipping(std::string_view type, std::string_view body) {
    return body.size() >= kWorthZipping && body.size() <= UINT32_MAX && zips_well(type);
}

void zip(Response& response, bool taken) {
    if (!worth_zipping(response.type, response.body) ||
        find_name(response.headers, "Content-Encoding") != response.headers.end())
        return;
    const auto vary = find_name(response.headers, "Vary");
    if (vary == response.headers.end()) response.headers["Vary"] = "Accept-Encoding";
    else vary->second += ", Accept-Encoding";
    if (!taken) return;
    if (response.zipped.empty()) {
        auto smaller = zipped_at(kZipLevel, response.body);
        if (!smaller) return;
        response.zipped = std::move(*smaller);
    }
    response.body = std::move(response.zipped);
    response.headers["Content-Encoding"] = "gzip";
    const auto etag = find_name(response.headers, "ETag");
    if (etag != response.headers.end() && etag->second.starts_with('"'))
        etag->second.insert(0, "W/");
}

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

void add_common(std::string& head, const Headers& common, const Headers& own) {
    for (const auto& [name, value] : common)
        if (find_name(own, name) == own.end() && !is_ours(name) && header_fits(name, value))
            add(head, name, value);
}

bool fits(const Response& response) {
    if (response.status < 200 || response.status > 599) return false;
    if (!header_fits("Content-Type", response.type)) return false;
    for (const auto& [name, value] : response.headers)
        if (!header_fits(name, value)) return false;
    return std::all_of(response.cookies.begin(), response.cookies.end(),
                       [](const std::string& c) { return header_fits("Set-Cookie", c); });
}

std::string status_line(int status) {
    std::string line = "HTTP/1.1 ";
    line.append(std::to_string(status)).append(" ").append(reason(status)).append("\r\n");
    return line;
}

}  // namespace

std::string zipped_once(std::string_view type, std::string_view body) {
    if (!worth_zipping(type, body)) return {};
    return zipped_at(Z_BEST_COMPRESSION, body).value_or("");
}

Written written(Response response, const AnswerTo& to, std::string_view date,
                const Headers& common) {
    if (!fits(response)) response = problem(500);
    zip(response, to.takes_gzip);
    const bool bodiless = response.status == 204 || response.status == 304;

    Written out;
    out.status = response.status;
    out.head = status_line(response.status);
    out.head.reserve(512);
    add(out.head, "Date", date);
    if (!response.type.empty() && !bodiless) add(out.head, "Content-Type", response.type);
    if (!bodiless) add(out.head, "Content-Length", std::to_string(response.body.size()));
    if (!to.keep_alive) add(out.head, "Connection", "close");
    for (const auto& [name, value] : response.headers)
        if (!is_ours(name)) add(out.head, name, value);
    for (const std::string& cookie : response.cookies) add(out.head, "Set-Cookie", cookie);
    add_common(out.head, common, response.headers);
    out.head += "\r\n";
    if (!bodiless && !to.head_only) out.body = std::move(response.body);
    return out;
}

std::string stream_head(std::string_view date, const Headers& common) {
    // Ends with the line: no length and no chunks, and a proxy must not gather it (X-Accel).
    const Headers own = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
    std::string head = status_line(200);
    add(head, "Date", date);
    add(head, "Content-Type", "text/event-stream");
    add(head, "Connection", "close");
    for (const auto& [name, value] : own) add(head, name, value);
    add_common(head, common, own);
    head += "\r\n";
    return head;
}

std::string event_text(std::string_view event, std::string_view data, uint64_t id) {
    std::string out;
    if (id) out.append("id: ").append(std::to_string(id)).append("\n");
    if (!event.empty()) {
        out += "event: ";
        std::copy_if(event.begin(), event.end(), std::back_inserter(out),
                     [](char c) { return c != '\r' && c != '\n'; });
        out += '\n';
    }
    while (true) {
        const size_t end = std::min(data.find_first_of("\r\n"), data.size());
        out.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == data.size()) break;
        data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    out += '\n';
    return out;
}

Response problem(int status) {
    Response response;
    response.status = status;
    response.type = "application/problem+json";
    response.headers["Cache-Control"] = "no-store";
    response.body = R"({"status":)" + std::to_string(status) + R"(,"title":")" +
                    std::string(reason(status)) + R"(","type":"about:blank"})";
    return response;
}

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 507: return "Insufficient Storage";
        default: return "Other";
    }
}

std::string http_date(int64_t unix_seconds) {
    static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t t = unix_seconds;
    std::tm utc{};
    gmtime_r(&t, &utc);
    std::array<char, 64> text{};  // strftime would speak the locale's language
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  kDays.at(static_cast<size_t>(utc.tm_wday)), utc.tm_mday,
                  kMonths.at(static_cast<size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
                  utc.tm_min, utc.tm_sec);
    return text.data();
}

bool header_fits(std::string_view name, std::string_view value) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    const auto token = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               kMarks.find(c) != std::string_view::npos;
    };
    const auto text = [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t';
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), token) &&
           std::all_of(value.begin(), value.end(), text);
}

}  // namespace ss::serve
