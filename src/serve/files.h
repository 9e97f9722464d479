// The client's files, read once at the start: no path of a request ever reaches the disk.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "serve/http.h"

namespace ss::serve {

class Files {
  public:
    // `folder` empty: no files. Errors: io, limit (more than 64 MB).
    static Result<Files> load(const std::string& folder);
    // 404 where there is none. A path without a dot in its last part is a page of the client's own.
    Response get(const Request& request) const;
    size_t size() const { return files_.size(); }

  private:
    struct File {
        std::string type, bytes, zipped, etag;
        bool hashed = false;  // its name changes with its bytes: kept for ever
    };
    std::map<std::string, File> files_;  // "/assets/index-4f2a9c1b.js"
};

}  // namespace ss::serve
