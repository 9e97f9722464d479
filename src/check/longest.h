// How long a procedure takes when every step uses its whole limit: the longest way through its
// process, in working time by the calendar. Waits for the citizen do not count, and what he
// supplements starts the clock again; waits for other offices do count.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/value.h"
#include "bpmn/program.h"
#include "org/calendar.h"

namespace ss::check {

struct LongestWay {
    Instant ends;
    std::vector<std::string> steps;      // that take time: "Verify 4:00"; only where asked for
    std::vector<bpmn::NodeIx> no_limit;  // work without a limit
    std::vector<bpmn::NodeIx> endless;   // waits for another office without a timer
};

// What is known of the dossier: names in `data` are settled, conditions over others may go any way.
LongestWay longest_way(const bpmn::Program& program, const org::Calendar& calendar, int64_t day_ms,
                       const Data& data, Instant starts, bool with_steps = true);

std::string hours_text(int64_t ms);  // 20:30: hours and minutes, hours past 24

}  // namespace ss::check
