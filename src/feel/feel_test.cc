#include "feel/feel.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace ss::feel {
namespace {

// As FEEL writes it, texts in quotes.
std::string shown(const Value& v) {
    const std::string list = to_text(make_list({v}));
    return list.substr(1, list.size() - 2);
}

std::string complaint_text(const Diagnostics& complaints) {
    std::string text;
    for (const Diagnostic& d : complaints.all()) text += to_text(d) + "\n";
    return text;
}

const Data& sample() {
    static const Data kData{{"outcome", std::string("supplement")},
                            {"with_verification", true},
                            {"copies", int64_t{3}},
                            {"Monthly Salary", int64_t{10000}},
                            {"nothing", std::monostate{}},
                            {"h\u1ecd t\u00ean", std::string("An")},
                            {"a-b", int64_t{7}}};
    return kData;
}

std::string result(const std::string& text) {
    Diagnostics complaints;
    const std::vector<std::string> known{"a-b"};
    const auto e = compile(text, "test", 1, complaints, known);
    if (!e) return "complaint: " + complaint_text(complaints);
    return shown(evaluate(*e, sample()));
}

struct Row {
    const char* text;
    const char* expected;
};

void check(std::span<const Row> rows) {
    for (const Row& row : rows) EXPECT_EQ(result(row.text), row.expected) << row.text;
}

TEST(Feel, Arithmetic) {
    static constexpr Row kRows[] = {
        {"10+5", "15"},
        {"10 + 20 / -5 - 3", "3"},
        {"10 + 20 / (-5 - 3)", "7.5"},
        {"(10+20)/(-5*3)", "-2"},
        {"(10+20)/0", "null"},
        {"10**5", "100000"},
        {"10**-5", "0.00001"},
        {"5+2**5+3", "40"},
        {"5+2**(5+3)", "261"},
        {"2**3**2", "64"},
        {"-2**2", "4"},
        {"-10--5", "-5"},
        {"-(10)", "-10"},
        {"1.2*10**3", "1200"},
        {".872", "0.872"},
        {"-.872", "-0.872"},
        {"125.4321987654", "125.4321987654"},
        {"0.1 + 0.2 = 0.3", "true"},
        {"1/3", "0.3333333333333333333333333333333333"},
        {"1/3*3", "0.9999999999999999999999999999999999"},
        {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},
        {"1e3", "1000"},
        {"10 + null", "null"},
        {"null / 10", "null"},
        {"1 + \"a\"", "null"},
        {"\"a\" + \"b\"", "\"ab\""},
        {"2**0.5", "1.414213562373095048801688724209698"},
        {"10**7000", "null"},
    };
    check(kRows);
}

TEST(Feel, ThreeValuedLogic) {
    static constexpr const char* kValues[] = {"true", "false", "null"};
    static constexpr const char* kAnd[3][3] = {
        {"true", "false", "null"}, {"false", "false", "false"}, {"null", "false", "null"}};
    static constexpr const char* kOr[3][3] = {
        {"true", "true", "true"}, {"true", "false", "null"}, {"true", "null", "null"}};
    for (size_t i = 0; i < 3; ++i)
        for (size_t k = 0; k < 3; ++k) {
            const std::string a = kValues[i], b = kValues[k];
            EXPECT_EQ(result(a + " and " + b), kAnd[i][k]);
            EXPECT_EQ(result(a + " or " + b), kOr[i][k]);
        }
    static constexpr Row kRows[] = {
        {"not(true)", "false"},
        {"not(null)", "null"},
        {"not(1)", "null"},
        {"1 and true", "null"},
        {"1 or true", "true"},
        {"null = null", "true"},
        {"null = 1", "false"},
        {"1 != null", "true"},
        {"1 = \"1\"", "null"},
        {"1 < null", "null"},
        {"\"a\" < \"b\"", "true"},
        {"true < false", "null"},
        {"[1,2] = [1,2]", "true"},
        {"[1,2] = [2,1]", "false"},
        {"{a:1,b:2} = {b:2,a:1}", "true"},
        {"true or false and false", "true"},
    };
    check(kRows);
}

TEST(Feel, Names) {
    static constexpr Row kRows[] = {
        {"=outcome = \"supplement\"", "true"},
        {" = with_verification", "true"},
        {"12 * Monthly Salary", "120000"},
        {"12 * Monthly   Salary", "120000"},
        {"h\u1ecd t\u00ean + \"!\"", "\"An!\""},
        {"a-b", "7"},
        {"a-b - 1", "6"},
        {"unknown", "null"},
        {"nothing = null", "true"},
        {"copies in [1..5]", "true"},
        {"copies in (1..3)", "false"},
        {"copies in (1..3]", "true"},
        {"copies in ]1..4[", "true"},
        {"copies in (1, 2, 3)", "true"},
        {"copies in (<2, >=3)", "true"},
        {"copies in >3", "false"},
        {"copies in [1, 2]", "false"},
        {"copies between 3 and 4 and true", "true"},
        {"nothing in [1..5]", "null"},
        {"/* a */ copies // b", "3"},
    };
    check(kRows);
}

TEST(Feel, ControlAndBinding) {
    static constexpr Row kRows[] = {
        {"if copies > 2 then \"many\" else \"few\"", "\"many\""},
        {"if null then 1 else 2", "2"},
        {"for i in 1..3 return i * i", "[1, 4, 9]"},
        {"for i in 3..1 return i", "[3, 2, 1]"},
        {"for x in [1,2], y in [10,20] return x + y", "[11, 21, 12, 22]"},
        {"for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]"},
        {"for d in @\"2025-06-30\"..@\"2025-07-01\" return d.day", "[30, 1]"},
        {"some x in [1,2,3] satisfies x > 2", "true"},
        {"every x in [1,2,3] satisfies x > 2", "false"},
        {"every x in [] satisfies x", "true"},
        {"some x in [1, null] satisfies x > 2", "null"},
        {"{a: 1, b: a + 1}.b", "2"},
        {"{\"a b\": 1}", "{a b: 1}"},
        {"{add: function(x: number, y: number) x + y, r: add(2, 3)}.r", "5"},
        {"{f: function(x, y) x - y, r: f(y: 1, x: 3)}.r", "2"},
        {"(function(x) x + copies)(1)", "4"},
        {"[{a:1},{a:2}].a", "[1, 2]"},
        {"[1,2,3][2]", "2"},
        {"[1,2,3][-1]", "3"},
        {"[1,2,3][4]", "null"},
        {"[][1]", "null"},
        {"[1,2,3,4][item > 2]", "[3, 4]"},
        {"[{a:1},{a:2}][a > 1]", "[{a: 2}]"},
        {"[{a:1},{a:2}][a > 1].a", "[2]"},
        {"\"x\"[1]", "\"x\""},
        {"[1..5].end", "5"},
        {"1 instance of number", "true"},
        {"[1,2] instance of list<number>", "true"},
        {"[1,\"a\"] instance of list<number>", "false"},
        {"null instance of Any", "false"},
        {"@\"P1D\" instance of days and time duration", "true"},
        {"{a: 1} instance of context<a: number>", "true"},
    };
    check(kRows);
}

TEST(Feel, NumberFunctions) {
    static constexpr Row kRows[] = {
        {"decimal(1/3, 2)", "0.33"},
        {"decimal(1.5, 0)", "2"},
        {"decimal(2.5, 0)", "2"},
        {"decimal(1234, -2)", "1200"},
        {"decimal(1, 40)", "1"},
        {"floor(-1.5)", "-2"},
        {"ceiling(-1.5)", "-1"},
        {"floor(1.56, 1)", "1.5"},
        {"round up(-5.5, 0)", "-6"},
        {"round down(-5.5, 0)", "-5"},
        {"round half up(-5.5, 0)", "-6"},
        {"round half down(-5.5, 0)", "-5"},
        {"round half down(5.51, 0)", "6"},
        {"abs(-10)", "10"},
        {"abs(@\"-P1D\")", "P1D"},
        {"modulo(-12, 5)", "3"},
        {"modulo(12, -5)", "-3"},
        {"modulo(10.1, 4.5)", "1.1"},
        {"modulo(1, 0)", "null"},
        {"sqrt(16)", "4"},
        {"sqrt(-1)", "null"},
        {"decimal(log(10), 8)", "2.30258509"},
        {"log(0)", "null"},
        {"decimal(exp(5), 8)", "148.4131591"},
        {"odd(5)", "true"},
        {"even(5.5)", "null"},
        {"number(\"1 000,5\", \" \", \",\")", "1000.5"},
        {"number(\"1,000.5\", \",\", \".\")", "1000.5"},
        {"number(\"x\", null, null)", "null"},
        {"number(from: \"1.5\", grouping separator: null, decimal separator: \".\")", "1.5"},
        {"string(1.10)", "\"1.1\""},
        {"string([1, \"a\"])", "\"[1, \\\"a\\\"]\""},
        {"get or else(nothing, 5)", "5"},
    };
    check(kRows);
}

TEST(Feel, TextFunctions) {
    static constexpr Row kRows[] = {
        {"substring(\"foobar\", 3)", "\"obar\""},
        {"substring(\"foobar\", 3, 3)", "\"oba\""},
        {"substring(\"foobar\", -2, 1)", "\"a\""},
        {"substring(\"\\U01F40Eab\", 2)", "\"ab\""},
        {"substring(\"foobar\", 0)", "null"},
        {"string length(\"th\u1ee7 t\u1ee5c\")", "7"},
        {"string length(\"\\uD83D\\uDC0E\")", "1"},
        {"upper case(\"\u0111\u01b0\u1eddng\")", "\"\u0110\u01af\u1edcNG\""},
        {"lower case(\"\u0110\u01af\u1edcNG\")", "\"\u0111\u01b0\u1eddng\""},
        {"substring before(\"foobar\", \"bar\")", "\"foo\""},
        {"substring after(\"foobar\", \"o\")", "\"obar\""},
        {"contains(\"foobar\", \"ob\")", "true"},
        {"starts with(\"foobar\", \"of\")", "false"},
        {"ends with(\"foobar\", \"r\")", "true"},
        {"string join([\"a\",null,\"b\"], \", \")", "\"a, b\""},
        {"string join([\"a\",\"b\"], \"-\", \"<\", \">\")", "\"<a-b>\""},
        {"matches(\"foobar\", \"^fo*b\")", "true"},
        {"matches(\"FOO\", \"foo\", \"i\")", "true"},
        {"matches(\"a\", \"(\")", "null"},
        {"replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""},
        {"replace(\"a.b.c\", \"\\.\", \"-\")", "\"a-b-c\""},
        {"split(\"John Doe\", \"\\s\")", "[\"John\", \"Doe\"]"},
        {"split(\"a;b;c;;\", \";\")", "[\"a\", \"b\", \"c\", \"\", \"\"]"},
        {"get value({a: 1}, \"a\")", "1"},
        {"get entries({a: 1})", "[{key: \"a\", value: 1}]"},
        {"context([{key: \"a\", value: 1}])", "{a: 1}"},
        {"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"},
        {"context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"},
        {"context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"},
    };
    check(kRows);
}

TEST(Feel, ListFunctions) {
    static constexpr Row kRows[] = {
        {"list contains([1,2,null], null)", "true"},
        {"count([1,2,3])", "3"},
        {"count([])", "0"},
        {"count(null)", "null"},
        {"min([1,2,3])", "1"},
        {"max(1,2,3)", "3"},
        {"min([])", "null"},
        {"max([1,\"a\"])", "null"},
        {"sum([1,2,3])", "6"},
        {"sum([])", "null"},
        {"product(2,3,4)", "24"},
        {"mean([1,2,3,4])", "2.5"},
        {"median(8,2,5,3,4)", "4"},
        {"median([6,1,2,3])", "2.5"},
        {"decimal(stddev(2,4,7,5), 6)", "2.081666"},
        {"mode(6,3,9,6,6)", "[6]"},
        {"mode([6,1,9,6,1])", "[1, 6]"},
        {"all([true, null])", "null"},
        {"all([true, null, false])", "false"},
        {"any([false, true, null])", "true"},
        {"all([])", "true"},
        {"sublist([4,5,6], 1, 2)", "[4, 5]"},
        {"sublist([4,5,6], -2)", "[5, 6]"},
        {"append([1], 2, 3)", "[1, 2, 3]"},
        {"concatenate([1,2], [3])", "[1, 2, 3]"},
        {"insert before([1,3], 1, 2)", "[2, 1, 3]"},
        {"remove([1,2,3], 2)", "[1, 3]"},
        {"list replace([1,2,3], 2, 9)", "[1, 9, 3]"},
        {"list replace([1,2,3], function(i, n) i > 1, 9)", "[1, 9, 9]"},
        {"reverse([1,2,3])", "[3, 2, 1]"},
        {"index of([1,2,3,2], 2)", "[2, 4]"},
        {"union([1,2], [2,3])", "[1, 2, 3]"},
        {"distinct values([1,2,3,2,1])", "[1, 2, 3]"},
        {"flatten([[1,2],[[3]], 4])", "[1, 2, 3, 4]"},
        {"sort([3,1,4,5,2], function(x,y) x < y)", "[1, 2, 3, 4, 5]"},
        {"sort(list: [3,1,2], precedes: function(x,y) x > y)", "[3, 2, 1]"},
        {"sort([1,2,3], function(x,y) true)", "[3, 2, 1]"},
        {"sort([1,\"a\"], function(x,y) x < y)", "null"},
    };
    check(kRows);
}

TEST(Feel, DaysAndTimes) {
    static constexpr Row kRows[] = {
        {"date(\"2025-06-23\")", "2025-06-23"},
        {"date(2025, 2, 29)", "null"},
        {"date(\"2024-02-29\").day", "29"},
        {"date(\"999999999-12-31\").year", "999999999"},
        {"date(\"-0001-01-01\") < date(\"0001-01-01\")", "true"},
        {"@\"2025-06-23\".weekday", "1"},
        {"time(\"08:30:00+07:00\")", "08:30:00+07:00"},
        {"time(\"08:30:00@Asia/Ho_Chi_Minh\") = time(\"01:30:00Z\")", "true"},
        {"time(8, 30, 0.5)", "08:30:00.5"},
        {"time(\"24:00:00\")", "null"},
        {"time(\"08:30:00@Mars/Base\")", "null"},
        {"date and time(\"2025-06-23T15:00:00\")", "2025-06-23T15:00:00"},
        {"date and time(@\"2025-06-23\", @\"15:00:00\").hour", "15"},
        {"@\"2025-06-23T15:00:00+07:00\".time offset", "PT7H"},
        {"duration(\"P1DT2H3M4.5S\")", "P1DT2H3M4.5S"},
        {"duration(\"PT36H\")", "P1DT12H"},
        {"duration(\"P14M\")", "P1Y2M"},
        {"duration(\"P1Y1D\")", "null"},
        {"duration(\"P\")", "null"},
        {"@\"2025-01-31\" + @\"P1M\"", "2025-02-28"},
        {"@\"2025-06-23\" + @\"P1D\"", "2025-06-24"},
        {"@\"2025-06-23T23:00:00\" + @\"PT2H\"", "2025-06-24T01:00:00"},
        {"@\"23:00:00\" + @\"PT2H\"", "01:00:00"},
        {"@\"2025-07-01\" - @\"2025-06-23\"", "P8D"},
        {"@\"P1D\" * 1.5", "P1DT12H"},
        {"@\"P1D\" / @\"PT6H\"", "4"},
        {"@\"P1Y\" / 2", "P6M"},
        {"-@\"P1D\"", "-P1D"},
        {"@\"P1D\".hours", "0"},
        {"@\"PT30H\".days", "1"},
        {"@\"P14M\".months", "2"},
        {"years and months duration(@\"2024-12-24\", @\"2025-08-20\")", "P7M"},
        {"years and months duration(@\"2025-08-20\", @\"2024-12-24\")", "-P7M"},
        {"day of week(@\"2025-06-23\")", "\"Monday\""},
        {"day of year(@\"2025-12-31\")", "365"},
        {"month of year(@\"2025-06-23\")", "\"June\""},
        {"week of year(@\"2021-01-01\")", "53"},
        {"is(@\"12:00:00Z\", @\"13:00:00+01:00\")", "false"},
        {"@\"12:00:00Z\" = @\"13:00:00+01:00\"", "true"},
    };
    check(kRows);
}

TEST(Feel, Ranges) {
    static constexpr Row kRows[] = {
        {"before(1, 10)", "true"},
        {"before([1..5), [5..10])", "true"},
        {"before([1..5], [5..10])", "false"},
        {"after([5..10], [1..5))", "true"},
        {"meets([1..5], [5..10])", "true"},
        {"met by([5..10], [1..5])", "true"},
        {"overlaps([1..5], [3..8])", "true"},
        {"overlaps([1..5), [5..8])", "false"},
        {"overlaps before([1..5], [3..8])", "true"},
        {"overlaps after([3..8], [1..5])", "true"},
        {"finishes(10, [1..10])", "true"},
        {"finishes([5..10], [1..10])", "true"},
        {"finished by([1..10], [5..10])", "true"},
        {"includes([1..10], 5)", "true"},
        {"includes([1..10], (1..10))", "true"},
        {"during(5, (5..10))", "false"},
        {"starts(1, [1..10])", "true"},
        {"starts(1, (1..10])", "false"},
        {"started by([1..10], [1..5])", "true"},
        {"coincides([1..5], [1..5])", "true"},
        {"coincides(3, 3)", "true"},
        {"before(1, \"a\")", "null"},
    };
    check(kRows);
}

TEST(Feel, UnaryTests) {
    struct TestRow {
        const char* tests;
        const char* input;
        const char* expected;
    };
    static constexpr TestRow kRows[] = {
        {"-", "5", "true"},
        {"<18", "17", "true"},
        {">=18", "17", "false"},
        {"[18..25)", "25", "false"},
        {"\"Medium\",\"Low\"", "\"Low\"", "true"},
        {"not(\"Medium\",\"Low\")", "\"Low\"", "false"},
        {"true", "true", "true"},
        {"true", "false", "false"},
        {"null", "null", "true"},
        {"? > copies", "4", "true"},
        {"contains(?, \"a\")", "\"cat\"", "true"},
        {"[1,2,3]", "2", "true"},
        {"<18", "null", "null"},
        {"copies", "3", "true"},
        {"<1, >5, 3", "3", "true"},
    };
    for (const TestRow& row : kRows) {
        Diagnostics complaints;
        const auto tests = compile_unary_tests(row.tests, "test", 1, complaints);
        const auto input = compile(row.input, "test", 1, complaints);
        ASSERT_TRUE(tests && input) << row.tests << complaint_text(complaints);
        const Value v = evaluate_test(*tests, evaluate(*input, Data{}), DataScope(sample()));
        EXPECT_EQ(shown(v), row.expected) << row.tests << " for " << row.input;
    }
}

TEST(Feel, LoanPayment) {
    EXPECT_EQ(result("{PMT: function(p, r, n) (p*r/12)/(1-(1+r/12)**-n), "
                     "r: decimal(PMT(600000, 0.0375, 360), 8)}.r"),
              "2778.69354943");
}

TEST(Feel, NamesUsed) {
    Diagnostics complaints;
    const auto e =
        compile("for x in xs return x + y + count(zs) + f(1) + [1][item > q] + {k: 1, m: k}.m", "t",
                1, complaints);
    ASSERT_TRUE(e) << complaint_text(complaints);
    EXPECT_EQ(names_used(*e), (std::vector<std::string>{"f", "xs", "y", "zs"}));
}

TEST(Feel, Complaints) {
    struct Bad {
        const char* text;
        const char* code;
        int line, column;
    };
    static constexpr Bad kRows[] = {
        {"", "feel.syntax", 7, 1},
        {"1 +", "feel.syntax", 7, 4},
        {"=1 +", "feel.syntax", 7, 5},
        {"1 2", "feel.syntax", 7, 3},
        {"(1", "feel.syntax", 7, 3},
        {"if true then 1", "feel.syntax", 7, 15},
        {"\"abc", "feel.syntax", 7, 1},
        {"a\n+ #", "feel.syntax", 8, 3},
        {"th\u1ee7 + )", "feel.syntax", 7, 7},
        {"today()", "feel.no_clock", 7, 1},
        {"1 + now()", "feel.no_clock", 7, 5},
        {"count(1, 2)", "feel.arguments", 7, 1},
        {"count(lists: [])", "feel.arguments", 7, 1},
        {"1 instance of banana", "feel.unknown_type", 7, 15},
        {"@\"tomorrow\"", "feel.literal", 7, 1},
        {"{a: 1, a: 2}", "feel.duplicate_key", 7, 8},
        {"\xff", "feel.not_utf8", 7, 1},
        {"\"\\uD800\"", "feel.escape", 7, 1},
    };
    for (const Bad& row : kRows) {
        Diagnostics complaints;
        EXPECT_FALSE(compile(row.text, "p.bpmn", 7, complaints)) << row.text;
        ASSERT_EQ(complaints.all().size(), 1u) << row.text;
        const Diagnostic& d = complaints.all()[0];
        EXPECT_EQ(d.code, row.code) << row.text;
        EXPECT_EQ(d.line, row.line) << row.text;
        EXPECT_EQ(d.column, row.column) << row.text;
        EXPECT_FALSE(d.message.empty() || d.advice.empty());
    }
}

TEST(Feel, EveryComplaintAtOnce) {
    Diagnostics complaints;
    EXPECT_FALSE(compile("today() < @\"x\" and count(1,2)", "t", 1, complaints));
    EXPECT_EQ(complaints.all().size(), 3u);
}

std::string repeated(const std::string& s, size_t n) {
    std::string all;
    for (size_t i = 0; i < n; ++i) all += s;
    return all;
}

TEST(Feel, Limits) {
    const size_t deep = limits::kNesting - 1;
    EXPECT_EQ(result(repeated("(", deep) + "1" + repeated(")", deep)), "1");
    EXPECT_NE(result(repeated("(", deep + 1) + "1" + repeated(")", deep + 1)).find("too_deep"),
              std::string::npos);
    EXPECT_EQ(result("1" + repeated("+1", limits::kFeelHeight - 1)),
              std::to_string(limits::kFeelHeight));
    EXPECT_NE(result("1" + repeated("+1", limits::kFeelHeight)).find("too_deep"),
              std::string::npos);
    EXPECT_EQ(result(std::string(limits::kFeelText - 1, ' ') + "1"), "1");
    EXPECT_NE(result(std::string(limits::kFeelText, ' ') + "1").find("too_long"),
              std::string::npos);
}

TEST(Feel, WorkIsBounded) {
    static constexpr const char* kRunaways[] = {
        "for i in 1..1000000000 return i",
        "for i in 1..10000, k in 1..10000 return i",
        "count(for i in 1..60 return concatenate(partial, partial, [i]))",
        "(function(f) f(f))(function(f) f(f))",
        "for i in 1..100000 return [partial]",
        "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(\\\\w+\\\\s?)*$\")",
    };
    for (const char* text : kRunaways) EXPECT_EQ(result(text), "null") << text;
    std::string doubling = "{a: [1, 1]";
    for (char c = 'b'; c <= 'z'; ++c)
        doubling += std::string(", ") + c + ": [" + char(c - 1) + ", " + char(c - 1) + "]";
    EXPECT_EQ(result("string(" + doubling + "})"), "null");
}

TEST(Feel, DataThereAndBack) {
    for (const ss::Value& v : {ss::Value{}, ss::Value{true}, ss::Value{int64_t{-5}},
                               ss::Value{INT64_MAX}, ss::Value{std::string("x")}})
        EXPECT_EQ(to_data(from_data(v)), v);
    Diagnostics complaints;
    const auto half = compile("1/2", "t", 1, complaints);
    EXPECT_FALSE(to_data(evaluate(*half, Data{})));
}

}  // namespace
}  // namespace ss::feel
