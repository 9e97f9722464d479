// What the tests of this room share.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "office/recorder.h"
#include "plan/plan.h"
#include "transcript/transcript.h"

namespace ss::transcript::testing {

inline const std::string kRoot = std::string(SS_SOURCE_DIR) + "/";
inline const std::string kFolder = kRoot + "tests/transcripts/";

inline bool updating() {
    return std::getenv("SS_UPDATE") != nullptr;
}

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}
inline void write(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder))
        if (entry.path().extension() == ".txt") names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

inline std::optional<Script> script_of(const std::string& path) {
    Diagnostics diagnostics;
    auto script = read_script(path, bytes_of(path), diagnostics);
    for (const auto& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
    return script;
}

// Each plan is loaded once.
inline std::shared_ptr<const plan::Plan> plan_of(const std::string& folder) {
    static std::map<std::string, std::shared_ptr<const plan::Plan>> loaded;
    auto& plan = loaded[folder];
    if (!plan) {
        Diagnostics diagnostics;
        plan = plan::load(kRoot + folder, diagnostics);
        if (!plan)
            for (const auto& d : diagnostics.all()) ADD_FAILURE() << to_text(d);
    }
    return plan;
}

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "transcript-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return path_ + "/" + name; }
    std::string all_bytes() const {
        std::string all;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            all += bytes_of(entry.path().string());
        return all;
    }

  private:
    std::string path_;
};

inline Result<Played> play_memory(const Script& script, std::shared_ptr<const plan::Plan> plan,
                                  bool restart) {
    const auto storage = journal::memory_storage();
    return play(
        script, plan, [&]() -> Result<journal::Storage*> { return storage.get(); }, restart);
}

inline Result<Played> play_file(const Script& script, std::shared_ptr<const plan::Plan> plan,
                                const std::string& path, bool restart) {
    std::unique_ptr<journal::Storage> storage;
    const auto reopen = [&]() -> Result<journal::Storage*> {
        const auto how = storage ? journal::Open::write : journal::Open::create;
        storage = nullptr;  // closed before it is opened again
        storage = SS_TRY(journal::sqlite_storage(path, how));
        return storage.get();
    };
    return play(script, plan, reopen, restart);
}

inline Result<Played> play_sqlite(const Script& script, std::shared_ptr<const plan::Plan> plan,
                                  bool restart) {
    const Folder folder;
    return play_file(script, std::move(plan), folder.file("journal.db"), restart);
}

}  // namespace ss::transcript::testing
