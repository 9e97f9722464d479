#include "views/assignments.h"

#include <algorithm>

#include "views/eyes.h"

namespace ss::views {

Result<AssignmentsView> assignments_of(const Looking& looking) {
    Eyes eyes(looking);
    AssignmentsView out;
    for (const auto& [id, a] : eyes.state.assignments.assignments) {
        if (!assignments::may_see(eyes.state.assignments, eyes.plan, eyes.state.org,
                                  looking.officer, id, eyes.now))
            continue;
        const AssignmentLine line = eyes.line(id, a);
        const bool mine =
            assignments::owns(a, eyes.plan, eyes.state.org, looking.officer, eyes.now);
        const bool given =
            a.giver == looking.officer || (!a.giver_post.empty() && eyes.fills(a.giver_post));
        const bool supports =
            std::ranges::any_of(a.support, [&](const Code& post) { return eyes.fills(post); });
        if (mine) out.mine.push_back(line);
        if (given) out.given.push_back(line);
        if (supports) out.supporting.push_back(line);
        if (!mine && !given && !supports) out.others.push_back(line);
        if (line.late && a.stage < assignments::Stage::done) out.late.push_back(line);
    }
    for (auto* lines : {&out.given, &out.late, &out.mine, &out.others, &out.supporting})
        std::ranges::stable_sort(*lines, [](const AssignmentLine& a, const AssignmentLine& b) {
            const bool over_a = a.stage >= assignments::Stage::done;
            const bool over_b = b.stage >= assignments::Stage::done;
            return std::pair(over_a, a.due) < std::pair(over_b, b.due);
        });
    return out;
}

}  // namespace ss::views
