// The administrator's desk: the units of the machine, their journals and problems, and the backup.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "plan/plan.h"
#include "serve/inside.h"

namespace ss::serve {

namespace {

namespace fs = std::filesystem;

// "20250701T010203Z": backups in the order of their names are in the order of time.
std::string stamp(Instant at) {
    const Ymd d = ymd_of(local_date(at, 0));
    const int64_t s = time_of_day(at, 0) / kSecond;
    char text[80];
    std::snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", d.year, d.month, d.day,
                  static_cast<int>(s / 3600), static_cast<int>(s / 60 % 60),
                  static_cast<int>(s % 60));
    return text;
}

// The newest whole backup of a folder, whoever made it.
void look_for_last(const std::string& folder, LastBackup& last) {
    std::error_code failed;
    int64_t newest = 0;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        struct stat s {};
        const std::string manifest = (entry.path() / "manifest.txt").string();
        if (::stat(manifest.c_str(), &s) != 0 || s.st_mtime <= newest) continue;
        auto journals = manifest_of(entry.path().string());
        if (!journals.ok()) continue;
        newest = s.st_mtime;
        last.folder = entry.path().filename().string();
        last.journals = std::move(journals).value();
        last.made = Instant{newest * kSecond};
    }
}

}  // namespace

views::BackupView App::Inside::backup_told() {
    views::BackupView out;
    out.configured = !options.backup.empty();
    if (!out.configured) return out;
    if (!last_backup.looked) {
        last_backup.looked = true;
        look_for_last(options.backup, last_backup);
    }
    out.failed = last_backup.failed;
    out.folder = last_backup.folder;
    out.made = last_backup.made;
    out.running = last_backup.running;
    for (const Copied& c : last_backup.journals)
        out.journals.push_back({c.entries, hex(c.head), c.name});
    return out;
}

void App::Inside::backup_now(Call& call) {
    if (options.backup.empty()) return refuse(call, 404, "no_backup");
    if (last_backup.running) return refuse(call, 503, "busy");
    (void)backup_told();  // what lies there stays shown while this one runs
    struct Work {
        std::string from, folder, to;
        std::optional<Result<std::vector<Copied>>> done;
    };
    const auto work = std::make_shared<Work>();
    work->from = options.data;
    work->folder = stamp(wall());
    work->to = (fs::path(options.backup) / work->folder).string();
    const Hand hand{call.caller->account.login, wall()};
    if (!accounts.note("backup", work->folder, hand).ok()) return refuse(call, 503, "unavailable");
    last_backup.running = true;
    last_backup.failed.clear();
    background([work] { work->done = backup(work->from, work->to); },
               [this, work, hand] {
                   last_backup.running = false;
                   if (!work->done->ok()) {
                       last_backup.failed = work->done->error().message;
                       std::fprintf(stderr, "backup: %s\n", last_backup.failed.c_str());
                       (void)accounts.note("backup_failed", work->folder, {hand.by, wall()});
                       return;
                   }
                   last_backup.folder = work->folder;
                   last_backup.journals = std::move(*work->done).value();
                   last_backup.made = wall();
                   (void)accounts.note("backup_done", work->folder, {hand.by, wall()});
               });
    send(call, json_response(wire::encode(backup_told())));
}

void App::Inside::overview(Call& call) {
    views::Overview out;
    out.backup = backup_told();
    out.program = std::string(office::kProgramVersion);
    for (House* house : houses)
        for (const Code& code : house->units()) {
            views::OverviewUnit unit;
            unit.house = house->code();
            unit.mode = house->mode();
            unit.unit = {code, code};
            const office::Recorder* recorder = house->find(code);
            unit.writable = recorder != nullptr && !recorder->failed();
            if (unit.writable) {
                const auto& state = recorder->state();
                const Instant now = std::max(house->clock().now, state.now);
                auto made = views::admin({state,
                                          recorder->office().plan(),
                                          nullptr,
                                          {},
                                          call.language,
                                          now,
                                          {{"head", hex(recorder->head())}}});
                if (made.ok()) {
                    views::AdminView view = std::move(made).value();
                    unit.head = std::move(view.head);
                    unit.plan = std::move(view.plan);
                    unit.problems = std::move(view.problems);
                    unit.seq = view.seq;
                    unit.unit = std::move(view.unit);
                }
            }
            out.units.push_back(std::move(unit));
        }
    send(call, json_response(wire::encode(out)));
}

}  // namespace ss::serve
