#include "journal/snapshot_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace ss::journal {

namespace {

Error trouble(const std::string& path, const char* what) {
    return Error{ErrorCode::io, path + " cannot be " + what + ": " + std::strerror(errno)};
}

struct File {
    int number;
    explicit File(int n) : number(n) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (number >= 0) close(number);
    }
};

}  // namespace

std::string snapshot_path(const std::string& journal) {
    return journal + ".snapshot";
}

Result<std::string> read_snapshot(const std::string& journal) {
    const std::string path = snapshot_path(journal);
    const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number < 0)
        return errno == ENOENT ? Result<std::string>(std::string()) : trouble(path, "opened");
    std::string text;
    for (size_t done = 0;;) {
        text.resize(done + (1u << 20));
        const ssize_t n = read(file.number, text.data() + done, text.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return trouble(path, "read");
        done += static_cast<size_t>(n);
        text.resize(done);
        if (n == 0) return text;
    }
}

Status write_snapshot(const std::string& journal, std::string_view text) {
    const std::string path = snapshot_path(journal), fresh = path + ".new";
    {
        const File file(open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.number < 0) return trouble(fresh, "opened");
        for (size_t done = 0; done < text.size();) {
            const ssize_t n = write(file.number, text.data() + done, text.size() - done);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) {
                const Error error = trouble(fresh, "written");
                unlink(fresh.c_str());
                return error;
            }
            done += static_cast<size_t>(n);
        }
    }
    if (std::rename(fresh.c_str(), path.c_str()) != 0) return trouble(path, "replaced");
    return ok();
}

}  // namespace ss::journal
