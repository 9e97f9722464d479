// What a card's command is made of, as a scenario writes it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/time.h"

namespace ss::rehearse {

// A field as JSON. "$dossier" and its like are the latest, "$dossier:I07" is of that card; "$now",
// "+PT2H"; numbers, lists and maps as they stand; everything else is a text.
std::string field_text(const std::string& text, Instant now,
                       const std::function<int64_t(const std::string& of)>& latest);

}  // namespace ss::rehearse
