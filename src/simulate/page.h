// The results shown: on a terminal, as JSON, as one offline page.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.h"
#include "simulate/result.h"

namespace ss::simulate {

// What one call of `sansang simulate` found; what is empty was not asked for.
struct Findings {
    Comparison comparison;  // at least one variant, unless `forecast`
    std::optional<Search> search;
    std::optional<Forecast> forecast;
};

std::string text(const Findings&, const plan::Plan&, const std::string& language);
std::string json(const Findings&);  // docs/formats/forecast.md
std::string html(const Findings&, const plan::Plan&);

}  // namespace ss::simulate
