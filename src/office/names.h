// Whether a name is one of ours, without having the thing.
#pragma once

#include <string_view>

namespace ss::office {

bool is_fact(std::string_view name);  // "dossier.received"

}  // namespace ss::office
