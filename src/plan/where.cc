#include "plan/where.h"

#include <algorithm>

#include "plan/yaml.h"

namespace ss::plan {

int line_of(const Plan& plan, const std::string& file, std::string_view path) {
    const auto bytes = plan.files.find(file);
    if (bytes == plan.files.end()) return 0;
    Diagnostics unheard;
    yaml::Source source(file, unheard);
    const auto root = yaml::parse(bytes->second, source);
    if (!root) return 0;
    int line = std::max(1, root->place.line);
    const yaml::Node* at = &*root;
    while (!path.empty()) {
        // A key may hold slashes itself: "steps", "1.001193/verify".
        size_t end = path.size();
        while (at->find(path.substr(0, end)) == nullptr) {
            end = path.rfind('/', end - 1);
            if (end == path.npos || end == 0) return line;
        }
        const auto name = std::find(at->names.begin(), at->names.end(), path.substr(0, end));
        const auto i = static_cast<size_t>(name - at->names.begin());
        line = at->name_places[i].line;
        at = &at->items[i];
        path = path.substr(std::min(path.size(), end + 1));
    }
    return line;
}

}  // namespace ss::plan
