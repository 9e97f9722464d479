// Posts and who holds them: for whoever moves people about in a loaded plan.
#pragma once

#include <functional>
#include <string>

#include "plan/plan.h"

namespace ss::plan {

// A plan names the bodies of wards and of the city: whether the post's is one of this unit's kind.
bool has_post(const Plan& plan, const Code& unit, const org::Post& post);

// What the loader says of a roster: more who hold a post than it has seats, posts that exclude each
// other. `path` within the roster: "officers/an/posts".
using RosterComplaint = std::function<void(const std::string& path, const char* what,
                                           std::string message, const char* advice)>;
void check_roster(const org::Organization& organization, const Roster& roster,
                  const RosterComplaint& say);

}  // namespace ss::plan
