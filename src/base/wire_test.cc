#include "base/wire.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace ss::wire_test {

enum class Stage : uint8_t { received, returned };
constexpr auto names(Stage) {
    return std::to_array<std::string_view>({"received", "returned"});
}

struct Inner {
    std::string b;
    std::optional<int64_t> c;
    bool operator==(const Inner&) const = default;
};
template <class V>
void fields(V& v, Inner& t) {
    v("b", t.b)("c", t.c);
}

struct Everything {
    Instant at;
    bool flag = false;
    LocalDate date;
    Data data;
    Hash hash;
    DossierId id;
    std::vector<Inner> inner;
    std::map<int32_t, std::string> numbered;
    std::optional<Inner> maybe;
    std::pair<int32_t, std::string> pair;
    Sealed sealed;
    std::set<std::string> set;
    Stage stage = Stage::received;
    uint8_t tiny = 0;
    std::deque<uint32_t> queue;
    bool operator==(const Everything&) const = default;
};
template <class V>
void fields(V& v, Everything& t) {
    v("at", t.at)("data", t.data)("date", t.date)("flag", t.flag)("hash", t.hash)("id", t.id)(
        "inner", t.inner)("maybe", t.maybe)("numbered", t.numbered)("pair", t.pair)(
        "queue", t.queue)("sealed", t.sealed)("set", t.set)("stage", t.stage)("tiny", t.tiny);
}

struct Nothing {
    static constexpr std::string_view kWire = "test.nothing";
    bool operator==(const Nothing&) const = default;
};
template <class V>
void fields(V&, Nothing&) {}
struct Named {
    static constexpr std::string_view kWire = "test.named";
    std::string name;
    bool operator==(const Named&) const = default;
};
template <class V>
void fields(V& v, Named& t) {
    v("name", t.name);
}
using Room = std::variant<Nothing, Named>;
struct Other {
    static constexpr std::string_view kWire = "test.other";
    int64_t n = 0;
    bool operator==(const Other&) const = default;
};
template <class V>
void fields(V& v, Other& t) {
    v("n", t.n);
}
using Any = std::variant<Other, Room>;

// A list in a list in a list.
struct Nest {
    std::vector<Nest> in;
};
template <class V>
void fields(V& v, Nest& t) {
    v("in", t.in);
}

struct Unsorted {
    int64_t b = 0, a = 0;
};
template <class V>
void fields(V& v, Unsorted& t) {
    v("b", t.b)("a", t.a);
}

namespace {

template <class T>
std::string complaint(std::string_view text) {
    const auto read = wire::decode<T>(text);
    return read.ok() ? "taken" : read.error().message;
}

Everything sample() {
    Everything e;
    e.at = {1750638600'000};
    e.flag = true;
    e.date = {20262};
    e.data = {{"a", true}, {"b", int64_t{-5}}, {"c", std::string("Huế")}, {"d", std::monostate{}}};
    e.hash = sha256("x");
    e.id = {17};
    e.inner = {{"x", std::nullopt}, {"y", 3}};
    e.numbered = {{-1, "m"}, {2, "p"}};
    e.maybe = Inner{"z", 1};
    e.pair = {4, "four"};
    e.sealed = {sha256("s")};
    e.set = {"p", "q"};
    e.stage = Stage::returned;
    e.tiny = 255;
    e.queue = {1, 2, 3};
    return e;
}

TEST(Wire, CanonicalForm) {
    EXPECT_EQ(wire::encode(sample()),
              "{\"at\":1750638600000,\"data\":{\"a\":true,\"b\":-5,\"c\":\"Huế\",\"d\":null},"
              "\"date\":20262,\"flag\":true,\"hash\":\"" +
                  hex(sha256("x")) +
                  "\",\"id\":17,\"inner\":[{\"b\":\"x\"},{\"b\":\"y\",\"c\":3}],"
                  "\"maybe\":{\"b\":\"z\",\"c\":1},\"numbered\":[[-1,\"m\"],[2,\"p\"]],"
                  "\"pair\":[4,\"four\"],\"queue\":[1,2,3],\"sealed\":\"" +
                  hex(sha256("s")) +
                  "\",\"set\":[\"p\",\"q\"],\"stage\":\"returned\",\"tiny\":255}");
    EXPECT_EQ(wire::encode(Everything{}),
              "{\"at\":0,\"data\":{},\"date\":0,\"flag\":false,\"hash\":\"" + std::string(64, '0') +
                  "\",\"id\":0,\"inner\":[],\"numbered\":[],\"pair\":[0,\"\"],\"queue\":[],"
                  "\"sealed\":\"\",\"set\":[],\"stage\":\"received\",\"tiny\":0}");
}

TEST(Wire, GoesThereAndBack) {
    for (const Everything& e : {Everything{}, sample()}) {
        const auto back = wire::decode<Everything>(wire::encode(e));
        ASSERT_TRUE(back.ok()) << back.error().message;
        EXPECT_EQ(back.value(), e);
    }
    for (const Any& a : {Any{Other{7}}, Any{Room{Nothing{}}}, Any{Room{Named{"n"}}}}) {
        const auto back = wire::decode<Any>(wire::encode(a));
        ASSERT_TRUE(back.ok()) << back.error().message;
        EXPECT_EQ(back.value(), a);
    }
    EXPECT_EQ(wire::encode(Any{Room{Named{"n"}}}), R"({"test.named":{"name":"n"}})");
    EXPECT_EQ(wire::encode(Any{Room{Nothing{}}}), R"({"test.nothing":{}})");
}

TEST(Wire, RefusalsTravelToo) {
    const Refusal refusal{RefusalCode::no_quorum, "meeting.quorum", {"7", "12"}};
    const std::string text = wire::encode(refusal);
    EXPECT_EQ(text, R"({"args":["7","12"],"code":"no_quorum","rule":"meeting.quorum"})");
    EXPECT_EQ(wire::decode<Refusal>(text).value(), refusal);
}

TEST(Wire, IntegersAtTheirEnds) {
    struct Case {
        std::string text;
        bool good;
    };
    for (const Case& c : {Case{"9223372036854775807", true}, Case{"-9223372036854775808", true},
                          Case{"9223372036854775808", false}, Case{"-9223372036854775809", false},
                          Case{"0", true}, Case{"-0", false}, Case{"00", false}, Case{"01", false},
                          Case{"-01", false}, Case{"+1", false}, Case{"1.0", false},
                          Case{"1e3", false}, Case{"", false}, Case{"-", false}, Case{" 1", false},
                          Case{"1 ", false}, Case{"0x1", false}, Case{"\"1\"", false}})
        EXPECT_EQ(wire::decode<int64_t>(c.text).ok(), c.good) << c.text;
    EXPECT_TRUE(wire::decode<uint8_t>("255").ok());
    EXPECT_FALSE(wire::decode<uint8_t>("256").ok());
    EXPECT_FALSE(wire::decode<uint8_t>("-1").ok());
    EXPECT_FALSE(wire::decode<uint32_t>("4294967296").ok());
    EXPECT_FALSE(wire::decode<LocalDate>("2147483648").ok());
    EXPECT_TRUE(wire::decode<LocalDate>("-2147483648").ok());
}

TEST(Wire, EveryCharacterInATextGoesThereAndBack) {
    for (int c = 0; c < 0x80; ++c) {
        const std::string plain(1, static_cast<char>(c));
        const std::string text = wire::encode(plain);
        const auto back = wire::decode<std::string>(text);
        ASSERT_TRUE(back.ok()) << c << ": " << back.error().message;
        EXPECT_EQ(back.value(), plain) << c;
        EXPECT_EQ(text.size(), c == '"' || c == '\\' || (c >= 8 && c <= 13 && c != 11) ? 4u
                               : c < 0x20                                              ? 8u
                                                                                       : 3u)
            << c;
    }
    EXPECT_EQ(wire::encode(std::string("\n\x1f")), R"("\n\u001f")");
}

TEST(Wire, TextsThatAreNotCanonical) {
    for (const char* text : {"\"\n\"",     "\"\\u000a\"",        "\"\\u001F\"",  "\"\\u0041\"",
                             "\"\\/\"",    "\"\\x41\"",          "\"\\\"",       "\"",
                             "\"a",        "\"\\u00\"",          "\"\\u00",      "\"\\",
                             "\"\\u 1f\"", "\"\\u+01f\"",        "\"\xC0\xAF\"", "\"\xED\xA0\x80\"",
                             "\"\xC3\"",   "\"\\ud83d\\ude00\"", "'a'",          "a",
                             "\"a\"b"})
        EXPECT_FALSE(wire::decode<std::string>(text).ok()) << text;
    EXPECT_TRUE(wire::decode<std::string>("\"\\\\\\\"\\b\\f\\n\\r\\t\\u0000\"").ok());
}

TEST(Wire, ObjectsThatAreNotCanonical) {
    EXPECT_EQ(complaint<Inner>(R"({"b":"x"})"), "taken");
    EXPECT_EQ(complaint<Inner>(R"({"b":"x","c":1})"), "taken");
    struct Case {
        const char* text;
        const char* complaint;
    };
    const Case cases[] = {
        {R"({"c":1,"b":"x"})", "\"b\" is missing before \"c\""},
        {R"({"b":"x","b":"x"})", "out of order or doubled"},
        {R"({"b":"x","c":1,"b":"x"})", "out of order or doubled"},
        {R"({"b":"x","c":1,"d":2})", "unknown key \"d\""},
        {R"({"a":0,"b":"x"})", "\"b\" is missing before \"a\""},
        {R"({"c":1})", "\"b\" is missing"},
        {R"({})", "\"b\" is missing"},
        {R"({"b":"x","c":null})", "an integer is expected"},
        {R"({"b":"x",})", "'\"' is expected"},
        {R"({"b":"x")", "',' is expected"},
        {R"({ "b":"x"})", "'\"' is expected"},
        {R"({"b": "x"})", "'\"' is expected"},
        {R"({"b":"x"} )", "something follows the end"},
        {R"({"b":1})", "'\"' is expected"},
        {R"([])", "'{' is expected"},
        {"", "'{' is expected"},
    };
    for (const Case& c : cases)
        EXPECT_NE(complaint<Inner>(c.text).find(c.complaint), std::string::npos)
            << c.text << ": " << complaint<Inner>(c.text);
    EXPECT_EQ(complaint<Inner>(R"({"b":"x","d":2})").find("at byte "), 0u);
}

TEST(Wire, OtherShapesThatAreNotCanonical) {
    EXPECT_FALSE(wire::decode<bool>("True").ok());
    EXPECT_FALSE(wire::decode<bool>("1").ok());
    EXPECT_FALSE(wire::decode<bool>("tru").ok());
    EXPECT_FALSE(wire::decode<std::vector<int64_t>>("[1,]").ok());
    EXPECT_FALSE(wire::decode<std::vector<int64_t>>("[1 ,2]").ok());
    EXPECT_FALSE(wire::decode<std::vector<int64_t>>("[,1]").ok());
    EXPECT_FALSE(wire::decode<std::vector<int64_t>>("[1").ok());
    EXPECT_FALSE(wire::decode<std::set<int64_t>>("[2,1]").ok());
    EXPECT_FALSE(wire::decode<std::set<int64_t>>("[1,1]").ok());
    using TextMap = std::map<std::string, int64_t>;
    EXPECT_TRUE(wire::decode<TextMap>(R"({"":1,"a":2})").ok());
    EXPECT_FALSE(wire::decode<TextMap>(R"({"b":1,"a":2})").ok());
    EXPECT_FALSE(wire::decode<TextMap>(R"({"a":1,"a":2})").ok());
    using NumberMap = std::map<int64_t, int64_t>;
    EXPECT_TRUE(wire::decode<NumberMap>("[[1,1],[2,2]]").ok());
    EXPECT_FALSE(wire::decode<NumberMap>("[[2,1],[1,2]]").ok());
    EXPECT_FALSE(wire::decode<NumberMap>("[[1,1,1]]").ok());
    EXPECT_FALSE(wire::decode<Stage>("\"lost\"").ok());
    EXPECT_FALSE(wire::decode<Stage>("1").ok());
    EXPECT_FALSE(wire::decode<Hash>("\"" + std::string(64, 'A') + "\"").ok());
    EXPECT_FALSE(wire::decode<Hash>("\"\"").ok());
    EXPECT_TRUE(wire::decode<Sealed>("\"\"").ok());
    EXPECT_FALSE(wire::decode<Value>("1.5").ok());
    EXPECT_FALSE(wire::decode<Value>("[1]").ok());
    EXPECT_NE(complaint<Any>(R"({"test.lost":{}})").find("unknown kind \"test.lost\""),
              std::string::npos);
    EXPECT_FALSE(wire::decode<Any>(R"({})").ok());
    EXPECT_FALSE(wire::decode<Any>(R"({"test.other":{"n":1},"test.named":{"name":""}})").ok());
}

// A value of all zeroes means "no value" and is written as ""; written out it is another text for
// the same thing.
TEST(Wire, ASealedZeroHasOneForm) {
    EXPECT_EQ(wire::decode<Sealed>("\"\"").value(), Sealed{});
    EXPECT_FALSE(wire::decode<Sealed>("\"" + std::string(64, '0') + "\"").ok());
}

TEST(Wire, KeysOutOfOrderAreABug) {
    EXPECT_DEATH((void)wire::encode(Unsorted{}), "last < name");
}

std::string nested(size_t depth) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += "{\"in\":[";
    for (size_t i = 0; i < depth; ++i) text += "]}";
    return text;
}

TEST(Wire, NestingHasALimit) {
    // One struct and one list each.
    EXPECT_EQ(complaint<Nest>(nested(limits::kNesting / 2)), "taken");
    EXPECT_NE(complaint<Nest>(nested(limits::kNesting / 2 + 1)).find("nested deeper"),
              std::string::npos);
    EXPECT_NE(complaint<Nest>(nested(100'000)).find("nested deeper"), std::string::npos);
}

TEST(Wire, LengthHasALimit) {
    const std::string at_limit = "\"" + std::string(limits::kBody - 2, 'x') + "\"";
    EXPECT_TRUE(wire::decode<std::string>(at_limit).ok());
    const auto past = wire::decode<std::string>(at_limit + " ");
    ASSERT_FALSE(past.ok());
    EXPECT_EQ(past.error().code, ErrorCode::limit);
}

TEST(Wire, EveryPrefixAndEveryChangeOfATextIsTakenWholeOrRefused) {
    const std::string text = wire::encode(sample());
    for (size_t i = 0; i < text.size(); ++i) {
        EXPECT_FALSE(wire::decode<Everything>(text.substr(0, i)).ok()) << i;
        for (const char c :
             {'"', '{', '}', '[', ']', ',', ':', '0', ' ', '\\', 'a', '\x80', '\0'}) {
            std::string changed = text;
            changed[i] = c;
            const auto read = wire::decode<Everything>(changed);
            if (read.ok()) {
                EXPECT_EQ(wire::encode(read.value()), changed);
            }
        }
    }
}

TEST(Wire, SkipsOneValue) {
    struct Case {
        const char* text;
        size_t end;  // 0: refused
    };
    const Case cases[] = {
        {"1,2", 1},         {"\"a,]}\",", 6}, {"\"a\\\",b\",", 7}, {"[1,[2],{\"]\":3}],x", 15},
        {"{\"a\":{}},", 8}, {"true}", 4},     {"null]", 4},        {"[1,2", 0},
        {"\"abc", 0},       {"\"abc\\", 0},   {"{\"a\":[}", 0},
    };
    for (const Case& c : cases) {
        wire::Reader r(c.text);
        EXPECT_EQ(r.skip(), c.end != 0) << c.text;
        if (c.end != 0) {
            EXPECT_EQ(r.at(), c.end) << c.text;
        }
    }
}

}  // namespace
}  // namespace ss::wire_test
