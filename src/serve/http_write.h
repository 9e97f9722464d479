// Answers as bytes. No socket and no clock in here.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "serve/http.h"

namespace ss::serve {

using Headers = std::map<std::string, std::string>;

struct AnswerTo {  // what of the request shapes its answer
    bool head_only = false;
    bool keep_alive = true;
    bool takes_gzip = false;
};

struct Written {
    int status = 0;  // 500 where a header of the answer could not be written
    std::string head;
    std::string body;
};

// As small as it goes, for what is sent again and again. Empty: not worth it.
std::string zipped_once(std::string_view type, std::string_view body);
// `date` as http_date() gives it; `common` stands under the answer's own headers.
Written written(Response, const AnswerTo&, std::string_view date, const Headers& common);
std::string stream_head(std::string_view date, const Headers& common);
// One event; every line of `data` becomes a data line. Line breaks in `event` are left out.
std::string event_text(std::string_view event, std::string_view data, uint64_t id);

// What the server says by itself (RFC 9457).
Response problem(int status);
std::string_view reason(int status);          // "Not Found"
std::string http_date(int64_t unix_seconds);  // "Mon, 23 Nov 2026 22:00:00 GMT"
bool header_fits(std::string_view name, std::string_view value);

}  // namespace ss::serve
