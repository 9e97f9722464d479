#include "base/hash.h"

#include <gtest/gtest.h>

#include "base/sealed.h"

namespace ss {
namespace {

// FIPS 180-2, appendix B, and the empty text.
TEST(HashTest, KnownDigests) {
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(hex(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(HashTest, OfTwoJoined) {
    EXPECT_EQ(sha256("ab", "c"), sha256("abc"));
    EXPECT_EQ(sha256("", "abc"), sha256("a", "bc"));
    EXPECT_EQ(sha256("", ""), sha256(""));
}

TEST(HashTest, HexGoesThereAndBack) {
    const Hash hash = sha256("x");
    EXPECT_EQ(parse_hex(hex(hash)), hash);
    EXPECT_TRUE(Hash{}.zero());
    EXPECT_FALSE(hash.zero());
    EXPECT_EQ(parse_hex(std::string(64, '0')), Hash{});
    for (const std::string& text :
         {std::string(), std::string(63, '0'), std::string(65, '0'), std::string(64, 'g'),
          std::string(64, 'A'), std::string(63, '0') + " ", "0x" + std::string(62, '0')})
        EXPECT_FALSE(parse_hex(text)) << text;
}

TEST(HashTest, ASealedValueIsSalted) {
    const SealedValue one{std::string(32, 's'), "Nguyễn Văn Mẫu"};
    const SealedValue two{std::string(32, 't'), "Nguyễn Văn Mẫu"};
    EXPECT_NE(one.sealed(), two.sealed());
    EXPECT_NE(one.sealed().hash, sha256(one.value));
    EXPECT_EQ(one.sealed().hash, sha256(one.salt + one.value));
}

}  // namespace
}  // namespace ss
