// Bodies from outside: whatever comes, an answer and no crash; what is taken can be written into a
// journal and read back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "office/codec.h"
#include "serve/ask.h"

namespace {

void whole(const ss::serve::Asked& asked) {
    const std::string text = ss::office::encode(asked.command);
    const auto again = ss::office::decode_command(text);
    if (again.ok() ? ss::office::encode(again.value()) != text
                   : again.error().code != ss::ErrorCode::limit)
        std::abort();
    for (const ss::SealedValue& value : asked.sealed)
        if (value.value.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss::serve;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Salt salt = [] { return std::string(32, 's'); };
    if (const auto one = read_ask(text, salt); const auto* asked = std::get_if<Asked>(&one))
        whole(*asked);
    if (const auto many = read_asks(text, salt);
        const auto* all = std::get_if<std::vector<Asked>>(&many))
        for (const Asked& asked : *all) whole(asked);
    if (const auto filed = read_filing(text, salt); const auto* asked = std::get_if<Asked>(&filed))
        whole(*asked);
    for (const char* verb :
         {"attach", "complain", "confirm", "pay", "rate", "supplement", "withdraw"})
        if (const auto up = read_follow_up(verb, text, salt);
            const auto* followed = std::get_if<Followed>(&up))
            whole(followed->asked);
    return 0;
}
