// Facts as they are compared between two runs, and as they are told.
#pragma once

#include <string>
#include <vector>

#include "office/office.h"
#include "readiness/report.h"

namespace ss::simulate {

// The texts two runs are compared by: without what moves on its own (tokens, serial numbers).
// nullopt: moves tokens only, and tells an official nothing.
std::optional<std::string> plain(office::Fact fact);
bool same_refusal(const Refusal&, const Refusal&);

// A sentence of words/*.yaml, block "redecide".
readiness::Sentence told(const office::Fact& fact, int64_t offset);

}  // namespace ss::simulate
