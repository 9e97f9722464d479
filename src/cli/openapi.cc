#include "views/openapi.h"

#include <cstdio>

#include "cli/verbs.h"

namespace ss::cli {

int openapi() {
    const std::string text = views::openapi();
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? kFine : kWrong;
}

}  // namespace ss::cli
