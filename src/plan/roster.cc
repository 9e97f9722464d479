#include "plan/roster.h"

#include <algorithm>
#include <set>

namespace ss::plan {

bool has_post(const Plan& plan, const Code& unit, const org::Post& post) {
    const auto body = plan.organization.bodies.find(post.body);
    const Unit* u = plan.unit(unit);
    if (body == plan.organization.bodies.end() || u == nullptr) return true;
    const auto& kinds = body->second.unit_kinds;
    return kinds.empty() || std::find(kinds.begin(), kinds.end(), u->kind) != kinds.end();
}

void check_roster(const org::Organization& organization, const Roster& r,
                  const RosterComplaint& say) {
    std::map<Code, int> seats;
    for (const auto& [code, officer] : r.officers) {
        std::set<Code> posts(officer.posts.begin(), officer.posts.end());
        posts.insert(officer.appointed_by_announcement.begin(),
                     officer.appointed_by_announcement.end());
        const std::string path = "officers/" + code + "/posts";
        for (const Code& post : posts) {
            const auto i = organization.posts.find(post);
            if (i == organization.posts.end()) continue;
            if (++seats[post] == i->second.count + 1)
                say(path, "seats", "more officers hold \"" + post + "\" than it has seats",
                    "Change the roster, or `count` of the post.");
            for (const Code& other : i->second.incompatible)
                if (posts.contains(other))
                    say(path, "incompatible",
                        "one person may not be \"" + post + "\" and \"" + other + "\"",
                        "Give one of the posts to somebody else.");
            if (i->second.administrator && posts.size() > 1)
                say(path, "administrator", "an administrator holds no other post",
                    "Give the other posts to somebody else.");
        }
    }
}

}  // namespace ss::plan
