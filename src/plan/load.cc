#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

#include "base/limits.h"
#include "plan/draft.h"

namespace ss::plan {

namespace {

bool inside(std::string_view path, std::string_view folder, std::string_view end) {
    return path.starts_with(folder) && path.ends_with(end) &&
           path.size() > folder.size() + end.size() &&
           path.substr(folder.size(), path.size() - folder.size() - end.size()).find('/') ==
               std::string_view::npos;
}

}  // namespace

FileKind kind_of(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, FileKind>, 10> kFiles{{
        {"plan.yaml", FileKind::plan},
        {"city.yaml", FileKind::city},
        {"organization.yaml", FileKind::organization},
        {"calendar.yaml", FileKind::calendar},
        {"documents.yaml", FileKind::documents},
        {"results.yaml", FileKind::documents},
        {"precedence.yaml", FileKind::precedence},
        {"rules.yaml", FileKind::rules},
        {"demand.yaml", FileKind::demand},
        {"readiness.yaml", FileKind::readiness},
    }};
    for (const auto& [name, kind] : kFiles)
        if (path == name) return kind;
    if (path.ends_with(".md") || path.starts_with("scenarios/") || path.starts_with("examples/") ||
        path.find("/examples/") != std::string_view::npos)
        return FileKind::aside;
    if (inside(path, "meetings/", ".yaml")) return FileKind::meeting;
    if (inside(path, "units/", ".yaml")) return FileKind::roster;
    if (inside(path, "processes/", ".bpmn")) return FileKind::process;
    if (inside(path, "forms/", ".yaml")) return FileKind::form;
    if (!path.starts_with("procedures/")) return FileKind::unknown;
    if (inside(path, "procedures/", "/procedure.yaml")) return FileKind::procedure;
    if (inside(path, "procedures/", "/process.bpmn")) return FileKind::process;
    if (inside(path, "procedures/", "/form.json") || inside(path, "procedures/", "/decision.dmn"))
        return FileKind::kept;
    return FileKind::unknown;
}

Hash hash_of(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [path, bytes] : files) {
        all += path + "\n" + std::to_string(bytes.size()) + "\n";
        all += bytes;
    }
    return sha256(all);
}

yaml::Source& Draft::source(const std::string& file) {
    return sources.try_emplace(file, file, diagnostics).first->second;
}

void Draft::error(const std::string& file, const std::string& path, std::string_view what,
                  std::string message, std::string advice) {
    yaml::Source& s = source(file);
    s.error(s.place(path), what, std::move(message), std::move(advice));
}

void Draft::warning(const std::string& file, const std::string& path, std::string_view what,
                    std::string message, std::string advice) {
    yaml::Source& s = source(file);
    s.warning(s.place(path), what, std::move(message), std::move(advice));
}

namespace {

// A shared process is looked at once for each procedure: say the same thing once.
void hand_over(const Diagnostics& found, Diagnostics& to) {
    std::set<std::tuple<std::string, int, int, std::string, std::string>> said;
    for (const Diagnostic& d : found.all())
        if (said.emplace(d.file, d.line, d.column, d.code, d.message).second) to.add(d);
    to.sort();
}

}  // namespace

std::shared_ptr<const Plan> load_files(const std::map<std::string, std::string>& files,
                                       Diagnostics& diagnostics) {
    Diagnostics found;
    Draft draft(found);
    draft.plan.files = files;
    draft.plan.hash = hash_of(files);
    read_files(draft);
    compile_programs(draft);
    check_references(draft);
    check_sense(draft);
    check_meetings(draft);
    check_demand(draft);
    check_programs(draft);
    hand_over(found, diagnostics);
    if (found.has_errors()) return nullptr;
    draft.plan.calendar.freeze();
    return std::make_shared<const Plan>(std::move(draft.plan));
}

std::shared_ptr<const Plan> load(const std::string& folder, Diagnostics& diagnostics) {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> files;
    Diagnostics found;
    std::error_code problem;
    fs::recursive_directory_iterator walk(folder, problem);
    if (problem) {
        diagnostics.error("plan.folder", folder, 0,
                          "the folder cannot be read: " + problem.message(),
                          "Name the folder that holds plan.yaml.");
        return nullptr;
    }
    for (; walk != fs::recursive_directory_iterator(); walk.increment(problem)) {
        if (problem) break;
        const std::string path = fs::path(walk->path()).lexically_relative(folder).generic_string();
        if (walk->path().filename().string().starts_with(".")) {
            if (walk->is_directory(problem)) walk.disable_recursion_pending();
            continue;
        }
        const FileKind kind = kind_of(path);
        if (!walk->is_regular_file(problem)) {
            const bool folder_of_files = walk->is_directory(problem) && kind == FileKind::unknown;
            if (!folder_of_files && kind != FileKind::aside)
                found.error("plan.unreadable", path, 0, "this is no file that can be read",
                            "Put the file itself here; a link must lead to one.");
            continue;
        }
        if (kind == FileKind::unknown)
            found.error("plan.unknown_file", path, 0, "nothing reads this file",
                        "Move it where docs/formats/plan.md says, or out of the plan.");
        if (kind == FileKind::unknown || kind == FileKind::aside) continue;
        std::ifstream in(walk->path(), std::ios::binary);
        std::string bytes(std::istreambuf_iterator<char>(in), {});
        if (!in) {
            found.error("plan.unreadable", path, 0, "the file cannot be read",
                        "See to its permissions.");
            continue;
        }
        files.emplace(path, std::move(bytes));
    }
    auto plan = load_files(files, found);
    hand_over(found, diagnostics);
    return found.has_errors() ? nullptr : plan;
}

}  // namespace ss::plan
