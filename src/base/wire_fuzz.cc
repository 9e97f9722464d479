// Whatever the reader takes, the writer writes again, byte for byte; and nothing it is given makes
// it read past the end.
#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "base/wire.h"

namespace ss::wire_fuzz {

enum class Colour : uint8_t { red, green };
constexpr auto names(Colour) {
    return std::to_array<std::string_view>({"red", "green"});
}

struct Leaf {
    static constexpr std::string_view kWire = "fuzz.leaf";
    std::optional<std::string> a;
    Value b;
    Colour c = Colour::red;
};
template <class V>
void fields(V& v, Leaf& t) {
    v("a", t.a)("b", t.b)("c", t.c);
}

struct Tree {
    static constexpr std::string_view kWire = "fuzz.tree";
    std::vector<Tree> branches;
    std::map<std::string, Leaf> leaves;
};
template <class V>
void fields(V& v, Tree& t) {
    v("branches", t.branches)("leaves", t.leaves);
}

struct Numbers {
    static constexpr std::string_view kWire = "fuzz.numbers";
    Instant at;
    LocalDate date;
    Hash hash;
    std::map<int32_t, std::pair<uint8_t, bool>> map;
    Sealed sealed;
    std::set<int64_t> set;
};
template <class V>
void fields(V& v, Numbers& t) {
    v("at", t.at)("date", t.date)("hash", t.hash)("map", t.map)("sealed", t.sealed)("set", t.set);
}

using Any = std::variant<Numbers, std::variant<Leaf, Tree>>;

template <class T>
void there_and_back(std::string_view text) {
    const auto read = wire::decode<T>(text);
    if (read.ok()) SS_ASSERT(wire::encode(read.value()) == text);
}

}  // namespace ss::wire_fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace ss;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    wire_fuzz::there_and_back<wire_fuzz::Any>(text);
    wire_fuzz::there_and_back<wire_fuzz::Tree>(text);
    wire_fuzz::there_and_back<Data>(text);
    wire_fuzz::there_and_back<Refusal>(text);
    wire_fuzz::there_and_back<std::string>(text);
    wire::Reader skipped(text);
    if (skipped.skip()) SS_ASSERT(skipped.at() <= size);
    const std::string composed = nfc(text);
    SS_ASSERT(utf8_valid(composed) && nfc(composed) == composed);
    SS_ASSERT(fold(fold(text)) == fold(text));
    (void)collation_key(text);
    (void)parse_date(text);
    (void)parse_duration(text);
    return 0;
}
