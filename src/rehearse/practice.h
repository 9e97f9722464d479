// The houses in which officials practise: a practice scenario, at the unit of whoever asks.
#pragma once

#include "rehearse/scenario.h"
#include "serve/practice.h"

namespace ss::rehearse {

// Errors: unavailable (the plan has no people for the unit), malformed (the scenario does not fit
// the plan), io.
Result<serve::PracticeHouse> open_practice(Scenario, const serve::Learner&, const Code& code,
                                           const std::string& folder);

}  // namespace ss::rehearse
