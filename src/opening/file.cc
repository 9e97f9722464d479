#include "opening/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/limits.h"

namespace ss::opening {

namespace fs = std::filesystem;

Status write_private(const std::string& path, std::string_view bytes) {
    const auto trouble = [&] {
        return Error{ErrorCode::io, path + ": " + std::strerror(errno)};
    };
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return trouble();
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return ::close(fd), trouble();
        bytes.remove_prefix(static_cast<size_t>(n));
    }
    const bool safe = ::fsync(fd) == 0;
    return ::close(fd) == 0 && safe ? ok() : Status(trouble());
}

std::string read_file(const std::string& path, Diagnostics& complaints) {
    std::error_code failed;
    const auto size = fs::is_regular_file(path, failed) ? fs::file_size(path, failed) : 0;
    std::ifstream in(path, std::ios::binary);
    if (failed || !in || !fs::is_regular_file(path, failed)) {
        complaints.error("opening.unreadable", path, 0,
                         "there is no such file, or it cannot be read",
                         "Name a file that is there.");
        return {};
    }
    if (size > limits::kFile) {
        complaints.error("opening.too_large", path, 0, "it is larger than 16 MiB",
                         "Cut it in two.");
        return {};
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace ss::opening
