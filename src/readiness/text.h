// The report on a terminal: the verdict first, then what it rests on. At most 100 columns.
#pragma once

#include <string>

#include "plan/plan.h"
#include "readiness/report.h"

namespace ss::readiness {

// `language`: one of words::languages(). Pure.
std::string text(const Report& report, const plan::Plan& plan, const std::string& language);

}  // namespace ss::readiness
