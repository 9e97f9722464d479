// Text to tokens. Which words make one name is the parser's: "date and time" depends on the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ss::feel {

enum class TokenKind : uint8_t { word, number, string, at_string, sign, end, wrong };

struct Token {
    TokenKind kind = TokenKind::end;
    uint32_t at = 0;        // byte in the text
    uint32_t size = 0;      // bytes
    bool spaced = false;    // white space stands before it
    std::string_view text;  // as written, quotes included
};

// The last one is `end`; a `wrong` one may stand before it and then says where reading stopped.
std::vector<Token> tokenize(std::string_view text);
// What stands between the quotes, escapes resolved. False: an escape that is none.
bool unquote(std::string_view quoted, std::string& out);
void append_utf8(std::string& out, uint32_t code_point);

}  // namespace ss::feel
