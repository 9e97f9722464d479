#include "export/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace ss::exports {

std::string part_of(const std::string& path) {
    return path + ".part";
}

Error no_writing(const std::string& path) {
    return Error{ErrorCode::io, path + ": cannot be written: " + std::strerror(errno)};
}

Status take_place(const std::string& path) {
    if (std::rename(part_of(path).c_str(), path.c_str()) != 0) return no_writing(path);
    return ok();
}

Result<OutFile> OutFile::create(const std::string& path) {
    std::error_code none;
    const auto there = std::filesystem::status(path, none).type();
    using Type = std::filesystem::file_type;
    const bool beside = there != Type::character && there != Type::fifo && there != Type::socket;
    std::FILE* file = std::fopen((beside ? part_of(path) : path).c_str(), "wb");
    if (!file) return no_writing(path);
    return OutFile(path, beside, file);
}

OutFile::~OutFile() {
    if (file_ && beside_) std::remove(part_of(path_).c_str());
}

Status OutFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        return no_writing(path_);
    return ok();
}

Status OutFile::finish() {
    if (std::fflush(file_.get()) != 0) return no_writing(path_);
    if (beside_) SS_TRY(take_place(path_));
    file_.reset();
    return ok();
}

}  // namespace ss::exports
