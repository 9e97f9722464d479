// backup and restore of a data folder.
#include "serve/backup.h"

#include <cstdio>

#include "cli/verbs.h"

namespace ss::cli {

namespace {

int told(const Result<std::vector<serve::Copied>>& done, const char* what,
         const std::string& where) {
    if (!done.ok()) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
        return done.error().code == ErrorCode::corrupt ? kBlocked : kWrong;
    }
    for (const serve::Copied& copied : done.value())
        std::printf("%-28s %8llu entries  head %s\n", copied.name.c_str(),
                    static_cast<unsigned long long>(copied.entries), hex(copied.head).c_str());
    std::printf("%zu journals %s %s, every chain proven\n", done.value().size(), what,
                where.c_str());
    return kFine;
}

}  // namespace

int backup(const BackupOptions& o) {
    return told(serve::backup(o.data, o.out), "copied to", o.out);
}

int restore(const BackupOptions& o) {
    return told(serve::restore(o.out, o.data), "restored into", o.data);
}

}  // namespace ss::cli
