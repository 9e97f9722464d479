// The open (not personal) data of a dossier: what conditions in a procedure look at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace ss {

using Value = std::variant<std::monostate, bool, int64_t, std::string>;  // monostate: null
using Data = std::map<std::string, Value>;

}  // namespace ss
