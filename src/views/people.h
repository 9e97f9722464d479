// People and posts as lines, and the office's hours. For the .cc files of this room only.
#pragma once

#include "views/eyes.h"
#include "views/unit.h"

namespace ss::views {

PersonLine person_line(const Eyes&, const org::Officer&);
PostLine post_line(const Eyes&, const org::Post&);
std::optional<Instant> next_change(const Eyes&);  // when the office opens or closes next

}  // namespace ss::views
