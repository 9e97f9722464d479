#include "serve/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hash.h"
#include "serve/http_write.h"

namespace ss::serve {

namespace {

constexpr size_t kMostBytes = 64u << 20;

std::string type_of(const std::string& extension) {
    static const std::map<std::string, std::string> types{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".bpmn", "application/xml"},
    };
    const auto i = types.find(extension);
    return i == types.end() ? "application/octet-stream" : i->second;
}

// Vite writes name-HASH.ext, eight characters of base64url, into assets/.
bool is_hashed(const std::string& name) {
    const size_t dot = name.rfind('.'), dash = dot == name.npos ? name.npos : dot - 9;
    return name.starts_with("/assets/") && dot != name.npos && dot > 9 && name[dash] == '-';
}

bool matches(std::string_view asked, std::string_view etag) {
    const size_t at = asked.find(etag);  // also weak, also among several
    return at != asked.npos || asked == "*";
}

}  // namespace

Result<Files> Files::load(const std::string& folder) {
    Files files;
    if (folder.empty()) return files;
    std::error_code failed;
    size_t total = 0;
    using Walk = std::filesystem::recursive_directory_iterator;
    for (auto i = Walk(folder, failed); !failed && i != Walk(); i.increment(failed)) {
        if (!i->is_regular_file() || i->path().extension() == ".map") continue;
        std::ifstream in(i->path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        if (!in) return Error{ErrorCode::io, i->path().string() + " cannot be read"};
        File file;
        file.bytes = bytes.str();
        if ((total += file.bytes.size()) > kMostBytes)
            return Error{ErrorCode::limit, folder + " holds more than 64 MB"};
        file.type = type_of(i->path().extension().string());
        file.zipped = zipped_once(file.type, file.bytes);
        file.etag = '"' + hex(sha256(file.bytes)).substr(0, 32) + '"';
        const std::string name = "/" + i->path().lexically_relative(folder).generic_string();
        file.hashed = is_hashed(name);
        files.files_[name] = std::move(file);
    }
    if (failed) return Error{ErrorCode::io, folder + ": " + failed.message()};
    if (!files.files_.contains("/index.html"))
        return Error{ErrorCode::io, folder + " holds no index.html: has the client been built?"};
    return files;
}

Response Files::get(const Request& request) const {
    Response r;
    auto i = files_.find(request.path);
    const bool page = request.path.find('.', request.path.rfind('/') + 1) == std::string::npos;
    if (i == files_.end() && page) i = files_.find("/index.html");
    if (i == files_.end()) {
        r.status = 404;
        r.type = "text/plain; charset=utf-8";
        r.body = "Not found\n";
        return r;
    }
    const File& file = i->second;
    r.headers["Cache-Control"] = file.hashed ? "public, max-age=31536000, immutable" : "no-cache";
    r.headers["ETag"] = file.etag;
    r.type = file.type;
    if (matches(request.header("if-none-match"), file.etag)) r.status = 304;
    else r.body = file.bytes, r.zipped = file.zipped;
    return r;
}

}  // namespace ss::serve
