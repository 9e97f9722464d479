// A QR code as dots, for whoever draws it elsewhere.
#pragma once

#include <string>
#include <vector>

namespace ss::papers {

// Rows of '1' (dark) and '0'. Empty: the text is too long for a code.
std::vector<std::string> qr_rows(const std::string& text);

}  // namespace ss::papers
