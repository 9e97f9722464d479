// The real forms of Huế, as they lie in its plan.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace ss::papers::testing {

// `root` is the project's folder.
inline std::map<std::string, std::string> plan_forms(const std::string& root) {
    std::map<std::string, std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(root + "/plans/hue-2025/forms")) {
        std::ifstream in(file.path(), std::ios::binary);
        files["forms/" + file.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    return files;
}

}  // namespace ss::papers::testing
