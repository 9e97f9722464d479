#include "opening/opening.h"

#include <filesystem>

#include "opening/file.h"
#include "serve/live_house.h"

namespace ss::opening {

namespace {

namespace fs = std::filesystem;

// DATA/in-flight/<unit>-<n>.csv, readable by its owner only: names stand in it.
Result<std::string> keep_left(const std::string& data, const Code& unit,
                              const TakeOverReport& report) {
    if (report.left.empty()) return std::string();
    const fs::path folder = fs::path(data) / "in-flight";
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return Error{ErrorCode::io, folder.string() + ": " + failed.message()};
    std::vector<Row> rows;
    for (const Left& left : report.left) rows.push_back(left.row);
    std::string path;
    for (int n = 1; path.empty() || fs::exists(path); ++n)
        path = (folder / (unit + "-" + std::to_string(n) + ".csv")).string();
    SS_TRY(write_private(path, write_csv(rows)));
    return path;
}

// A file that must not stay if what it belongs to does not come about.
void withdraw(const std::string& file) {
    std::error_code ignored;
    if (!file.empty()) fs::remove(file, ignored);
}

}  // namespace

InFlight read_in_flight(const std::vector<std::string>& files, const std::string& map,
                        const plan::Plan& plan, const Code& unit, Diagnostics& complaints) {
    InFlight read;
    const auto readable = [&](const std::string& path, auto take) {
        const size_t before = complaints.count(Severity::error);
        const std::string bytes = read_file(path, complaints);
        if (complaints.count(Severity::error) == before) take(bytes);
    };
    if (!map.empty())
        readable(map, [&](const std::string& bytes) {
            read_map(read.map, map, bytes, plan, unit, complaints);
        });
    for (const std::string& file : files)
        readable(file, [&](const std::string& bytes) {
            for (Row& row : read_rows(file, bytes, complaints))
                read.rows.push_back(std::move(row));
        });
    return read;
}

std::vector<std::string> changed_files(const plan::Plan& rehearsed, const plan::Plan& opened) {
    std::vector<std::string> changed;
    for (const auto& [path, bytes] : opened.files) {
        const auto i = rehearsed.files.find(path);
        if (i == rehearsed.files.end() || i->second != bytes) changed.push_back(path);
    }
    for (const auto& [path, bytes] : rehearsed.files)
        if (!opened.files.contains(path)) changed.push_back(path);
    return changed;
}

Result<Opened> open_unit(const Opening& o, Diagnostics& complaints) {
    if (!o.plan->rosters.contains(o.unit))
        return Error{ErrorCode::malformed, "the plan has no roster of " + o.unit};
    const size_t errors = complaints.count(Severity::error);
    const auto takings = prepare(o.in_flight.rows, o.in_flight.map, *o.plan, o.unit, o.now,
                                 serve::random_salt, complaints);
    if (complaints.count(Severity::error) > errors)
        return Error{ErrorCode::malformed, "dossiers that cannot be taken over"};
    Opened opened;
    serve::Founding founding{o.established, o.gate};
    founding.more = [&](office::Recorder& recorder) -> Status {
        opened.dossiers = SS_TRY(take_over(recorder, {}, takings, o.now, complaints));
        opened.entries = recorder.last_seq();
        opened.head = recorder.head();
        if (!o.look) opened.left_file = SS_TRY(keep_left(o.data, o.unit, opened.dossiers));
        return ok();
    };
    const auto mode = office::Mode::live;
    const std::string file = (fs::path(o.data) / "live" / (o.unit + ".db")).string();
    if (fs::exists(file)) return Error{ErrorCode::conflict, file + " is there already"};
    if (o.look) {
        const auto storage = journal::memory_storage();
        SS_TRY(serve::LiveHouse::lay_foundation(*storage, mode, o.plan, o.unit, o.now, founding));
        return opened;
    }
    if (auto done = serve::LiveHouse::found(o.data, mode, o.plan, o.unit, o.now, founding);
        !done.ok()) {
        withdraw(opened.left_file);
        return done.error();
    }
    opened.journal = file;
    return opened;
}

Result<Opened> take_over_more(const Further& f, std::shared_ptr<const plan::Plan>& pinned,
                              Diagnostics& complaints) {
    Opened opened;
    const auto work = [&](office::Recorder& recorder, journal::Storage& storage) -> Status {
        pinned = recorder.office().shared_plan();
        const plan::Plan& plan = *pinned;
        const size_t errors = complaints.count(Severity::error);
        const InFlight read = read_in_flight(f.files, f.map, plan, f.unit, complaints);
        const auto takings =
            prepare(read.rows, read.map, plan, f.unit, f.now, serve::random_salt, complaints);
        if (complaints.count(Severity::error) > errors)
            return Error{ErrorCode::malformed, "dossiers that cannot be taken over"};
        const auto before = SS_TRY(taken_before(storage));
        opened.dossiers = SS_TRY(take_over(recorder, before, takings, f.now, complaints));
        opened.left_file = SS_TRY(keep_left(f.data, f.unit, opened.dossiers));
        opened.entries = recorder.last_seq();
        opened.head = recorder.head();
        return ok();
    };
    if (auto done = serve::LiveHouse::alone(f.data, f.mode, f.unit, [&] { return f.now; }, work);
        !done.ok()) {
        withdraw(opened.left_file);
        return done.error();
    }
    opened.journal =
        (fs::path(f.data) / names(f.mode)[static_cast<size_t>(f.mode)] / (f.unit + ".db")).string();
    return opened;
}

}  // namespace ss::opening
