// A file that is there whole or not at all: written beside its place, then renamed into it. A pipe
// or a device stays what it is and is written to.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ss::exports {

class OutFile {
  public:
    static Result<OutFile> create(const std::string& path);
    OutFile(OutFile&&) = default;
    ~OutFile();  // unfinished: nothing stays

    Status write(std::string_view bytes);
    Status finish();

  private:
    struct Close {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    OutFile(std::string path, bool beside, std::FILE* file)
        : path_(std::move(path)), beside_(beside), file_(file) {}
    std::string path_;
    bool beside_;
    std::unique_ptr<std::FILE, Close> file_;
};

std::string part_of(const std::string& path);  // where it is written first
Status take_place(const std::string& path);    // the part becomes the file
Error no_writing(const std::string& path);     // with errno's words

}  // namespace ss::exports
