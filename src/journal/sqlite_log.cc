#include "journal/sqlite_log.h"

#include <istream>
#include <vector>

namespace ss::journal {

namespace {

// https://www.sqlite.org/fileformat2.html#walformat
constexpr size_t kHeader = 32, kFrameHeader = 24;
constexpr uint32_t kMagic = 0x377F0682;  // the lowest bit: checksums over big-endian words

uint32_t big(const unsigned char* p) {
    return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3];
}
uint32_t little(const unsigned char* p) {
    return uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 | p[0];
}

struct Sum {
    uint32_t a = 0, b = 0;
    bool operator==(const Sum&) const = default;
    void add(const unsigned char* data, size_t size, bool big_endian) {
        for (size_t i = 0; i + 8 <= size; i += 8) {
            a += (big_endian ? big(data + i) : little(data + i)) + b;
            b += (big_endian ? big(data + i + 4) : little(data + i + 4)) + a;
        }
    }
};

}  // namespace

LogEnd look_at_log(std::istream& in) {
    LogEnd end;
    std::vector<unsigned char> header(kHeader);
    const auto fill = [&](std::vector<unsigned char>& into) {
        in.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
        return static_cast<size_t>(in.gcount());
    };
    if (fill(header) < kHeader) return end;
    const uint32_t page = big(&header[8]);
    if ((big(&header[0]) & ~1u) != kMagic || page < 512 || page > 65536) {
        end.header = false;
        return end;
    }
    const bool big_endian = (big(&header[0]) & 1) != 0;
    Sum sum;
    sum.add(header.data(), 24, big_endian);
    end.header = sum == Sum{big(&header[24]), big(&header[28])};
    bool whole = end.header;

    std::vector<unsigned char> frame(kFrameHeader + page);
    uint64_t since_commit = 0;
    for (size_t got = fill(frame); got >= kFrameHeader; got = fill(frame)) {
        // Pages with another salt are left from before the log was begun anew; between pages of
        // this log there are none.
        if (big(&frame[8]) != big(&header[16]) || big(&frame[12]) != big(&header[20])) {
            whole = false;
            continue;
        }
        sum.add(frame.data(), 8, big_endian);
        sum.add(frame.data() + kFrameHeader, page, big_endian);
        whole &= got == frame.size() && sum == Sum{big(&frame[16]), big(&frame[20])};
        const bool commit = big(&frame[4]) != 0;
        ++since_commit;
        if (whole && commit) {
            ++end.commits;
            since_commit = 0;
        } else if (commit) {
            ++end.lost;
        }
    }
    end.unfinished = since_commit;
    return end;
}

}  // namespace ss::journal
