// The whole report as canonical JSON: docs/formats/report.md says what each key is.
#pragma once

#include <string>

#include "readiness/report.h"

namespace ss::readiness {

std::string json(const Report& report);  // ends with a newline

}  // namespace ss::readiness
