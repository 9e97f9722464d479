#include "serve/http_parse.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ss::serve {
namespace {

using State = RequestParser::State;

size_t ten(const std::string&, const std::string&) {
    return 10;
}

struct Outcome {
    std::vector<Parsed> requests;
    int status = 0;  // of a refusal
    bool begun = false;
};

// Fed in pieces of `step` bytes.
Outcome parse(std::string_view text, size_t step, const RequestParser::LimitOf& limit = ten) {
    RequestParser parser(limit);
    Outcome out;
    while (true) {
        State state = parser.feed(text.substr(0, step));
        text.remove_prefix(std::min(step, text.size()));
        while (state == State::done) {
            out.requests.push_back(parser.parsed());
            parser.next();
            state = parser.feed({});
        }
        if (state == State::refused) {
            out.status = parser.status();
            return out;
        }
        if (text.empty()) break;
    }
    out.begun = parser.begun();
    return out;
}

const std::string kGet = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

std::string post(const std::string& fields, const std::string& body) {
    return "POST /a HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + body;
}

TEST(HttpParse, ReadsARequest) {
    const auto out = parse(
        "POST /v1/h%C6%A1/b%20c?q=m%E1%BB%B9+th&empty=&bare HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n"
        "x-a: 2\r\nCookie: a=1\r\ncookie: b=\"2\"\r\nAccept-Encoding: br, GZip;q=0.5\r\n"
        "Content-Length: 4\r\n\r\nbody",
        1000);
    ASSERT_EQ(out.requests.size(), 1u);
    const Parsed& parsed = out.requests[0];
    const Request& r = parsed.request;
    EXPECT_EQ(r.method, "POST");
    EXPECT_EQ(r.path, "/v1/h\xC6\xA1/b c");
    EXPECT_EQ(r.query, (std::map<std::string, std::string>{
                           {"q", "m\xE1\xBB\xB9 th"}, {"empty", ""}, {"bare", ""}}));
    EXPECT_EQ(r.body, "body");
    EXPECT_EQ(r.header("x-a"), "1, 2");
    EXPECT_EQ(r.header("none"), "");
    EXPECT_EQ(r.cookie("a"), "1");
    EXPECT_EQ(r.cookie("b"), "2");
    EXPECT_EQ(r.cookie("c"), "");
    EXPECT_TRUE(parsed.takes_gzip);
    EXPECT_TRUE(parsed.keep_alive);
}

TEST(HttpParse, ReadsTheSameHoweverItIsCut) {
    const std::vector<std::string> texts = {
        kGet + kGet + kGet,
        post("Content-Length: 10\r\n", "0123456789") + kGet,
        post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n") +
            kGet,
        "\r\n" + kGet,
        "GET http://h:80/x?y=z HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
    };
    for (const std::string& text : texts) {
        const auto whole = parse(text, text.size());
        EXPECT_EQ(whole.status, 0) << text;
        EXPECT_FALSE(whole.begun) << text;
        for (size_t step : {1u, 2u, 3u, 7u, 29u}) {
            const auto cut = parse(text, step);
            EXPECT_EQ(cut.status, 0) << step << text;
            ASSERT_EQ(cut.requests.size(), whole.requests.size()) << step << text;
            for (size_t i = 0; i < cut.requests.size(); ++i) {
                EXPECT_EQ(cut.requests[i].request.path, whole.requests[i].request.path);
                EXPECT_EQ(cut.requests[i].request.body, whole.requests[i].request.body);
                EXPECT_EQ(cut.requests[i].request.headers, whole.requests[i].request.headers);
            }
        }
    }
}

TEST(HttpParse, RefusesWhatTwoServersCouldReadDifferently) {
    struct Case {
        std::string text;
        int status;
    };
    const std::vector<Case> cases = {
        {post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400},
        {post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
        {post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
        {post("Content-Length: 3, 3\r\n", "abc"), 400},
        {post("Content-Length: +3\r\n", "abc"), 400},
        {post("Content-Length: -3\r\n", "abc"), 400},
        {post("Content-Length: 0x3\r\n", "abc"), 400},
        {post("Content-Length: 3 3\r\n", "abc"), 400},
        {post("Content-Length:\r\n", "abc"), 400},
        {post("Content-Length: 99999999999999999999\r\n", "abc"), 400},
        {post("Transfer-Encoding: gzip\r\n", "abc"), 501},
        {post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
        {post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 501},
        {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
        {"POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {post("Transfer-Encoding: chunked\r\n", "g\r\nabc\r\n0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked\r\n", "3\nabc\n0\n\n"), 400},
        {post("Transfer-Encoding: chunked\r\n", "3\r\nabcd\r\n0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"), 400},
        {"GET / HTTP/1.1\nHost: h\n\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\n\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400},
        {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 400},
        {"GET /\r\n\r\n", 400},
        {"GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a\x01 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a HTTP/1.1\r\nHost: h\r\nX: a\x01"
         "b\r\n\r\n",
         400},
        {"GET /a%2Fb HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%5cb HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a/%2e%2E HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /./b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%0d%0ab HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a%4 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a?x=1&x=2 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"GET /a?x=%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400},
        {"\r\n\r\n" + kGet, 400},
        {post("Expect: 200-ok\r\nContent-Length: 3\r\n", "abc"), 417},
        {std::string("\x16\x03\x01\x02\x00\x01", 6), 400},
    };
    for (const Case& c : cases) {
        for (size_t step : {c.text.size(), size_t{3}}) {
            const auto out = parse(c.text, step);
            EXPECT_TRUE(out.requests.empty()) << c.text;
            EXPECT_EQ(out.status, c.status) << c.text;
        }
    }
}

TEST(HttpParse, HeadAtItsLimitAndPast) {
    const std::string front = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    for (size_t over : {0u, 1u}) {
        std::string text = front;
        text.append(kHeadLimit + over - front.size() - 4, 'x').append("\r\n\r\n");
        for (size_t step : {text.size(), size_t{1000}}) {
            const auto out = parse(text, step);
            EXPECT_EQ(out.requests.size(), over ? 0u : 1u) << step;
            EXPECT_EQ(out.status, over ? 431 : 0) << step;
        }
    }
    // Many small fields pass under a limit that looks at one call only.
    std::string text = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (int i = 0; i < 90; ++i) text.append("X: ").append(300, 'x').append("\r\n");
    EXPECT_EQ(parse(text, 305).status, 431);
}

TEST(HttpParse, FieldsAtTheirLimitAndPast) {
    for (size_t over : {0u, 1u}) {
        std::string text = "GET / HTTP/1.1\r\nHost: h\r\n";
        for (size_t i = 1; i < kFieldLimit + over; ++i) text += "X: 1\r\n";
        const auto out = parse(text + "\r\n", 64);
        EXPECT_EQ(out.status, over ? 431 : 0);
        EXPECT_EQ(out.requests.size(), over ? 0u : 1u);
    }
}

TEST(HttpParse, BodyAtItsLimitAndPast) {
    EXPECT_EQ(parse(post("Content-Length: 10\r\n", "0123456789"), 5).requests.size(), 1u);
    // Refused by its length alone, before a byte of it.
    EXPECT_EQ(parse(post("Content-Length: 11\r\n", ""), 1000).status, 413);
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    EXPECT_EQ(parse(post(chunked, "a\r\n0123456789\r\n0\r\n\r\n"), 5).requests.size(), 1u);
    EXPECT_EQ(parse(post(chunked, "b\r\n"), 5).status, 413);
    EXPECT_EQ(parse(post(chunked, "6\r\n012345\r\n5\r\n01234\r\n0\r\n\r\n"), 5).status, 413);
    // What is not body is limited, too: a chunk's extension, a trailer, endless small chunks.
    EXPECT_EQ(parse(post(chunked, "1;" + std::string(kHeadLimit + 10, 'x')), 1000).status, 400);
    EXPECT_EQ(parse(post(chunked, "0\r\nX: " + std::string(kHeadLimit + 10, 'x')), 1000).status,
              400);
    std::string small;
    for (int i = 0; i < 9; ++i) small += "1;" + std::string(10'000, 'x') + "\r\na\r\n";
    EXPECT_EQ(parse(post(chunked, small), 1000).status, 413);
}

TEST(HttpParse, AsksForTheLimitOfThePath) {
    const auto limit = [](const std::string& method, const std::string& path) {
        EXPECT_EQ(method, "POST");
        return path == "/a" ? size_t{2} : size_t{0};
    };
    EXPECT_EQ(parse(post("Content-Length: 2\r\n", "ab"), 10, limit).requests.size(), 1u);
    EXPECT_EQ(parse(post("Content-Length: 3\r\n", "abc"), 10, limit).status, 413);
}

TEST(HttpParse, TrailersAreNoHeaders) {
    const auto out = parse(post("Transfer-Encoding: chunked\r\n",
                                "1\r\na\r\n0\r\nCookie: admin=1\r\nX-New: 1\r\n\r\n"),
                           1000);
    ASSERT_EQ(out.requests.size(), 1u);
    EXPECT_EQ(out.requests[0].request.cookie("admin"), "");
    EXPECT_EQ(out.requests[0].request.header("x-new"), "");
    EXPECT_EQ(out.requests[0].request.body, "a");
}

TEST(HttpParse, SaysOnceThatTheClientWaits) {
    const std::string head = post("Expect: 100-Continue\r\nContent-Length: 3\r\n", "");
    RequestParser parser(ten);
    EXPECT_EQ(parser.feed(head), State::more);
    EXPECT_TRUE(parser.wants_continue());
    EXPECT_FALSE(parser.wants_continue());
    EXPECT_EQ(parser.feed("abc"), State::done);
    RequestParser impatient(ten);
    EXPECT_EQ(impatient.feed(head + "a"), State::more);
    EXPECT_FALSE(impatient.wants_continue());
}

TEST(HttpParse, KeepsAliveAsTheVersionSays) {
    const std::string host = "Host: h\r\n";
    EXPECT_TRUE(parse(kGet, 99).requests.at(0).keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n", 99)
                     .requests.at(0)
                     .keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n", 99).requests.at(0).keep_alive);
}

TEST(HttpParse, GzipOnlyWhereItIsWanted) {
    const auto takes = [](const std::string& value) {
        return parse("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + value + "\r\n\r\n", 999)
            .requests.at(0)
            .takes_gzip;
    };
    EXPECT_TRUE(takes("gzip"));
    EXPECT_TRUE(takes("deflate, gzip;q=0.001"));
    EXPECT_TRUE(takes("*"));
    EXPECT_FALSE(takes("gzip;q=0"));
    EXPECT_FALSE(takes("gzip;q=0.000, br"));
    EXPECT_FALSE(takes("br, xgzip"));
    EXPECT_FALSE(parse(kGet, 999).requests.at(0).takes_gzip);
}

TEST(PercentDecoded, Table) {
    EXPECT_EQ(percent_decoded("a%20b+c", true), "a b c");
    EXPECT_EQ(percent_decoded("a%20b+c", false), "a b+c");
    EXPECT_EQ(percent_decoded("", true), "");
    EXPECT_EQ(percent_decoded("%e1%bb%b9", false), "\xE1\xBB\xB9");
    EXPECT_EQ(percent_decoded("%2520", false), "%20");  // once
    for (const char* bad : {"%", "%4", "a%4", "%g0", "%0g", "%00", "%ff", "%C3", "%ED%A0%80"})
        EXPECT_EQ(percent_decoded(bad, true), std::nullopt) << bad;
    EXPECT_EQ(percent_decoded(std::string_view("a\0b", 3), true), std::nullopt);
}

}  // namespace
}  // namespace ss::serve
