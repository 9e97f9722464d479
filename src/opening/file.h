// Files that are handed in, and files that only their owner may read.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/result.h"

namespace ss::opening {

// A file as it lies there; complains where it cannot be read.
std::string read_file(const std::string& path, Diagnostics& complaints);
// A new file of mode 0600, durable on return. io: it is there already, or cannot be written.
Status write_private(const std::string& path, std::string_view bytes);

}  // namespace ss::opening
