#include "plan/yaml.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/limits.h"
#include "plan/values.h"

namespace ss::plan::yaml {
namespace {

struct Inner {
    std::string name;
    int count = 1;
};
template <class V>
void keys(V& v, Inner& t) {
    v("name", t.name, need)("count", t.count, Range{0, 9});
}

struct Outer {
    Code code;
    bool yes = false;
    int64_t money = 0;
    double share = 0;
    LocalDate date;
    int64_t wait = 0, pause = 0, clock = 0, offset = 0;
    Value any;
    std::vector<Inner> list;
    std::map<Code, Inner> map;
    std::set<Code> set;
    std::optional<int64_t> maybe;
    std::pair<double, double> pair;
    std::array<double, 3> three{};
    Code post;
    std::string word;
    org::LimitUnit unit = org::LimitUnit::days;
    org::Limit limit;
    org::Hours hours;
    org::Text text;
    std::string basis;
    bool verified = false;
};
template <class V>
void keys(V& v, Outer& t) {
    v("code", t.code, is_code)("yes", t.yes)("money", t.money)("share", t.share, Range{0, 1});
    v("date", t.date)("wait", Duration{t.wait})("pause", Span{t.pause})("clock", Clock{t.clock});
    v("offset", Offset{t.offset})("any", t.any)("list", t.list)("map", t.map)("set", t.set);
    v("maybe", t.maybe)("pair", t.pair)("three", t.three)("post", t.post, Ref{"post"});
    v("word", t.word, OneOf{"red", "green"})("unit", t.unit)("limit", t.limit)("hours", t.hours);
    v("text", t.text);
    basis_keys(v, t.basis, t.verified);
}

// "code@line:column" of every complaint.
std::string complaints(std::string_view text, Outer* out = nullptr) {
    Diagnostics d;
    Source s("x.yaml", d);
    Outer own;
    read(text, s, out ? *out : own);
    std::string all;
    for (const auto& x : d.all()) {
        EXPECT_FALSE(x.advice.empty()) << x.code;
        all += (all.empty() ? "" : " ") + x.code.substr(5) + "@" + std::to_string(x.line) + ":" +
               std::to_string(x.column);
    }
    return all;
}

TEST(Yaml, ReadsEveryType) {
    Outer o;
    ASSERT_EQ(complaints(R"(code: 1.001193
yes: true
money: 12000
share: 0.25
date: 2025-07-01
wait: PT1H30M
pause: P2D
clock: "07:30"
offset: "+07:00"
any: 5
list: [{name: a}, {name: "b", count: 2}]
map: {k: {name: v}}
set: [b, a]
maybe: -3
pair: [1, 2.5]
three: [1, 2, 3]
post: chair
word: red
unit: hours
limit: 3 working_days
hours: "07:30-11:30"
text: {en: hello, vi: chào}
basis: law
verified: source
)",
                         &o),
              "");
    EXPECT_EQ(o.code, "1.001193");
    EXPECT_TRUE(o.yes && o.verified);
    EXPECT_EQ(o.money, 12000);
    EXPECT_EQ(o.share, 0.25);
    EXPECT_EQ(to_text(o.date), "2025-07-01");
    EXPECT_EQ(o.wait, 90 * kMinute);
    EXPECT_EQ(o.pause, 2 * kDay);
    EXPECT_EQ(o.clock, 7 * kHour + 30 * kMinute);
    EXPECT_EQ(o.offset, 7 * kHour);
    EXPECT_EQ(o.any, Value{int64_t{5}});
    EXPECT_EQ(o.list.at(1).count, 2);
    EXPECT_EQ(o.map.at("k").name, "v");
    EXPECT_EQ(o.set, (std::set<Code>{"a", "b"}));
    EXPECT_EQ(o.maybe, -3);
    EXPECT_EQ(o.pair.second, 2.5);
    EXPECT_EQ(o.three[2], 3);
    EXPECT_EQ(o.unit, org::LimitUnit::hours);
    EXPECT_EQ(o.limit.quantity, 3);
    EXPECT_EQ(o.hours.to, 11 * kHour + 30 * kMinute);
    EXPECT_EQ(o.text.get("vi"), "chào");
    EXPECT_EQ(o.basis, "law");
}

TEST(Yaml, OtherSpellingsOfTheSame) {
    Outer o;
    EXPECT_EQ(
        complaints("limit: {quantity: 2, unit: days}\nhours: {from: \"08:00\", to: \"24:00\"}\n"
                   "basis: {text: law, verified: source}\ntext: plain\nany: \"5\"\n",
                   &o),
        "");
    EXPECT_EQ(o.limit.quantity, 2);
    EXPECT_EQ(o.hours.to, kDay);
    EXPECT_TRUE(o.verified);
    EXPECT_EQ(o.text.get("en"), "plain");
    EXPECT_EQ(o.any, Value{std::string("5")});
}

TEST(Yaml, ComplainsWithPlaces) {
    const std::pair<const char*, const char*> table[] = {
        {"", "empty@1:1"},
        {"# nothing\n", "empty@1:1"},
        {"[a, b]", "type@1:1"},
        {"code: a\ncode: b", "duplicate_key@2:1"},
        {"yess: true", "unknown_key@1:1"},
        {"list:\n  - {name: a, cuont: 2}", "unknown_key@2:15"},
        {"list:\n  - {count: 2}", "missing_key@2:5"},
        {"code: &a x\npost: *a", "anchor@1:7 anchor@2:7 type@2:7"},
        {"map: {<<: {k: 1}}", "anchor@1:7"},
        {"yes: !!bool true", "tag@1:6"},
        {"yes: true\n---\nyes: false", "documents@2:1"},
        {"map:\n\tk: {}", "tab@2:1"},
        {"map: [unclosed", "yaml@1:1"},
        {"map: [a\nyes: true\n", "yaml@2:4"},
        {"code: \"unclosed\nyes: true\n", "yaml@1:7"},
        {"post: ế\nbasis: 'it''s\n", "yaml@2:8"},
        {"basis: 'it''s'", ""},
        {"basis: \"a\\\"b\"", ""},
        {"? [a]\n: b", "key@1:3"},
        {"~: b", "key@1:1"},
        {"yes: yes", "type@1:6"},
        {"yes: \"true\"", "type@1:6"},
        {"money: 010", "type@1:8"},
        {"money: 1_000", "type@1:8"},
        {"money: 1e3", "type@1:8"},
        {"money: +5", "type@1:8"},
        {"money: 99999999999999999999", "type@1:8"},
        {"money: \"5\"", "type@1:8"},
        {"money:", "type@1:1"},
        {"share: .inf", "type@1:8"},
        {"share: 1e2", "type@1:8"},
        {"share: 1.5", "value@1:8"},
        {"date: 2025-02-30", "type@1:7"},
        {"wait: P1D", "type@1:7"},
        {"wait: 30", "type@1:7"},
        {"clock: 25:00", "type@1:8"},
        {"offset: 7", "type@1:9"},
        {"offset: \"+15:00\"", "type@1:9"},
        {"code: true", "type@1:7"},
        {"code: two words", "code@1:7"},
        {"code: [a]", "type@1:7"},
        {"set: [a, b, a]", "duplicate_value@1:13"},
        {"pair: [1]", "type@1:7"},
        {"three: [1, 2]", "type@1:8"},
        {"word: gren", "value@1:7"},
        {"unit: weeks", "value@1:7"},
        {"limit: 3", "type@1:8"},
        {"limit: 3 weeks", "value@1:8"},
        {"limit: -1 days", "value@1:8"},
        {"hours: \"11:30-07:30\"", "hours@1:8"},
        {"hours: 7-11", "type@1:8"},
        {"text: [a]", "type@1:7"},
        {"text: {vi: a}", "missing_language@1:7"},
        {"basis: {verified: source}", "missing_key@1:8"},
        {"verified: yes", "value@1:11"},
        {"map: {\"\": {name: a}}", "key@1:7"},
        {"\xff: a", "utf8@1:1"},
        {"a: 1\nb: \xff\n", "utf8@2:1"},
    };
    for (const auto& [text, expected] : table) EXPECT_EQ(complaints(text), expected) << text;
}

TEST(Yaml, NeverStopsAtTheFirst) {
    EXPECT_EQ(complaints("yes: no\nmoney: x\nlist:\n  - {name: [], count: 12}\nwrod: red\n"),
              "type@1:6 type@2:8 type@4:12 value@4:23 unknown_key@5:1");
}

TEST(Yaml, DidYouMean) {
    const std::vector<std::string_view> known{"member_posts", "guest_posts", "chair_post"};
    EXPECT_EQ(nearest("member_post", known), "member_posts");
    EXPECT_EQ(nearest("chairpost", known), "chair_post");
    EXPECT_EQ(nearest("x", known), "");
    EXPECT_EQ(nearest("", known), "");
    Diagnostics d;
    Source s("x.yaml", d);
    Outer o;
    read("mony: 5", s, o);
    EXPECT_NE(d.all().at(0).advice.find("Did you mean \"money\"?"), std::string::npos);
}

TEST(Yaml, LimitsAtAndPast) {
    const auto nested = [](size_t depth) {
        return "any: " + std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(complaints(nested(limits::kNesting - 1)), "type@1:6");  // the mapping is one level
    EXPECT_EQ(complaints(nested(limits::kNesting)), "nesting@1:69");
    EXPECT_EQ(complaints(nested(20'000)), "nesting@1:69");
    const std::string longest(limits::kText, 'x');
    EXPECT_EQ(complaints("basis: " + longest), "");
    EXPECT_EQ(complaints("basis: x" + longest), "limit@1:8");
    EXPECT_EQ(complaints("code: " + std::string(limits::kCode, 'x')), "");
    EXPECT_EQ(complaints("code: x" + std::string(limits::kCode, 'x')), "code@1:7");
    std::string file = "yes: true\n#";
    file.append(limits::kFile - file.size(), 'x');
    EXPECT_EQ(complaints(file), "");
    EXPECT_EQ(complaints(file + "x"), "limit@1:1");
}

TEST(Yaml, ComposedLetters) {
    Outer o;
    EXPECT_EQ(complaints("code: Hue\xcc\x82\xcc\x81", &o), "");  // as macOS sends it
    EXPECT_EQ(o.code, "Huế");
}

TEST(Yaml, Words) {
    Diagnostics d;
    Source s("words/en.yaml", d);
    const auto words = read_words("a.b: \"One {0}.\"\nc.d: Two\n", s);
    EXPECT_EQ(words.at("a.b"), "One {0}.");
    EXPECT_EQ(words.size(), 2u);
    EXPECT_TRUE(d.all().empty());
    read_words("a.b: {c: d}", s);
    EXPECT_EQ(d.count(Severity::error), 1u);
}

TEST(Yaml, MentionsAndPlaces) {
    Diagnostics d;
    Source s("x.yaml", d);
    Outer o;
    read("post: chair\nlist:\n  - name: a\n    count: 2\n", s, o);
    ASSERT_EQ(s.mentions().size(), 1u);
    EXPECT_EQ(s.mentions()[0].kind, "post");
    EXPECT_EQ(s.mentions()[0].text, "chair");
    EXPECT_EQ(s.place("list/0/count").line, 4);
    EXPECT_EQ(s.place("list/0/absent").line, 3);
    EXPECT_EQ(s.place("list/7/count").line, 3);
    EXPECT_TRUE(s.has("list/0/name"));
    EXPECT_FALSE(s.has("list/1"));
}

}  // namespace
}  // namespace ss::plan::yaml
