#include "views/views.h"

#include "base/schema.h"
#include "office/office.h"

namespace ss::views {

const std::map<std::string_view, Kind>& all() {
    static const std::map<std::string_view, Kind> table;
    return table;
}

bool may_look(const office::State& state, const plan::Plan& plan, const Code& officer,
              std::string_view view, Instant at) {
    return org::may_ask(state.org, plan.organization, officer, "view." + std::string(view), at);
}

std::set<std::string_view> stale(const std::vector<office::Fact>& facts) {
    std::set<std::string_view> found;
    for (const auto& fact : facts) {
        const std::string_view name = office::name_of(fact);
        for (const auto& [view, kind] : all())
            for (const std::string_view prefix : kind.stale_by)
                if (name.starts_with(prefix)) found.insert(view);
    }
    return found;
}

}  // namespace ss::views
