#pragma once

#include <string>
#include <string_view>

namespace ss {

bool utf8_valid(std::string_view text);
// NFC for what Vietnamese keyboards and file systems send: base letter + combining marks.
std::string nfc(std::string_view text);
// For search without diacritics: lower case, marks removed, đ -> d. "Mỹ Thượng" -> "my thuong".
std::string fold(std::string_view text);
// Sorts as a Vietnamese dictionary does: by letter (a ă â b ... d đ e ê ...), then tone, then case.
std::string collation_key(std::string_view text);

}  // namespace ss
