#include "journal/in_hand.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/hash.h"
#include "base/limits.h"

namespace ss::journal {

namespace {

constexpr size_t kLengthBytes = 4, kHead = kLengthBytes + sizeof(Hash::bytes);

Error trouble(const std::string& what) {
    return Error{ErrorCode::io,
                 "the note of the request in hand " + what + ": " + std::strerror(errno)};
}

// Length of the body (little-endian), its SHA-256, the body. Length 0: nothing is in hand.
class File final : public InHand {
  public:
    explicit File(int file) : file_(file) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() override { close(file_); }

    Status note(std::string_view body) override {
        if (body.size() > limits::kBody)
            return Error{ErrorCode::limit, "a command larger than the limit"};
        std::string all;
        all.reserve(kHead + body.size());
        for (size_t i = 0; i < kLengthBytes; ++i)
            all += static_cast<char>(static_cast<unsigned char>(body.size() >> (8 * i)));
        const Hash hash = sha256(body);
        all.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
        all += body;
        return put(all);
    }
    Status clear() override { return put(std::string(kLengthBytes, '\0')); }

    Result<std::string> left() override {
        const std::string head = SS_TRY(get(0, kHead));
        if (head.size() < kHead) return std::string();
        size_t length = 0;
        for (size_t i = 0; i < kLengthBytes; ++i)
            length |= static_cast<size_t>(static_cast<unsigned char>(head[i])) << (8 * i);
        if (length == 0 || length > limits::kBody) return std::string();
        std::string body = SS_TRY(get(kHead, length));
        const Hash hash = sha256(body);
        const bool whole =
            body.size() == length &&
            std::memcmp(hash.bytes.data(), head.data() + kLengthBytes, hash.bytes.size()) == 0;
        return whole ? std::move(body) : std::string();
    }

  private:
    Status put(std::string_view bytes) {
        for (size_t done = 0; done < bytes.size();) {
            const ssize_t n =
                pwrite(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return trouble("cannot be written");
            done += static_cast<size_t>(n);
        }
        return ok();
    }
    // Shorter where the file ends.
    Result<std::string> get(size_t from, size_t length) {
        std::string bytes(length, '\0');
        size_t done = 0;
        while (done < length) {
            const ssize_t n =
                pread(file_, bytes.data() + done, length - done, static_cast<off_t>(from + done));
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return trouble("cannot be read");
            if (n == 0) break;
            done += static_cast<size_t>(n);
        }
        bytes.resize(done);
        return bytes;
    }

    int file_;
};

}  // namespace

Result<std::unique_ptr<InHand>> in_hand_file(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return trouble("cannot be opened");
    return std::unique_ptr<InHand>(std::make_unique<File>(file));
}

}  // namespace ss::journal
