#include "serve/http_write.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace ss::serve {
namespace {

const std::string kDate = "Thu, 01 Jan 1970 00:00:00 GMT";

std::string unzipped(const std::string& body) {
    z_stream z{};
    EXPECT_EQ(inflateInit2(&z, 15 + 16), Z_OK);
    std::string out(1u << 20, '\0');
    std::string in = body;
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&z, Z_FINISH), Z_STREAM_END);
    out.resize(z.total_out);
    inflateEnd(&z);
    return out;
}

bool has(const Written& w, const std::string& text) {
    return w.head.find(text) != std::string::npos;
}

TEST(HttpWrite, WholeHead) {
    Response r{.status = 201, .body = "{}"};
    r.headers["Location"] = "/a";
    r.cookies = {"a=1; HttpOnly", "b=2"};
    const Written w = written(r, {.keep_alive = false}, kDate, {{"X-Common", "c"}});
    EXPECT_EQ(w.head,
              "HTTP/1.1 201 Created\r\nDate: " + kDate +
                  "\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "
                  "close\r\nLocation: /a\r\nSet-Cookie: a=1; HttpOnly\r\nSet-Cookie: b=2\r\n"
                  "X-Common: c\r\n\r\n");
    EXPECT_EQ(w.body, "{}");
    EXPECT_EQ(w.status, 201);
}

TEST(HttpWrite, OwnHeaderBeforeTheCommonOneAndOursBeforeBoth) {
    Response r;
    r.headers = {{"content-length", "99"}, {"connection", "upgrade"}, {"X-Frame", "own"}};
    const Written w = written(r, {}, kDate, {{"x-frame", "common"}, {"date", "never"}});
    EXPECT_TRUE(has(w, "X-Frame: own"));
    EXPECT_FALSE(has(w, "common"));
    EXPECT_FALSE(has(w, "99"));
    EXPECT_FALSE(has(w, "upgrade"));
    EXPECT_FALSE(has(w, "never"));
    EXPECT_TRUE(has(w, "Content-Length: 0\r\n"));
}

TEST(HttpWrite, NothingEndsItsLine) {
    const std::vector<std::string> bad = {"a\r\nSet-Cookie: x=1", "a\nb", "a\rb",
                                          std::string("a\0b", 3), "a\x7f"};
    for (const std::string& value : bad) {
        Response header, type, cookie, name;
        header.headers["Location"] = value;
        type.type = value;
        cookie.cookies = {value};
        name.headers[value] = "x";
        for (const Response& r : {header, type, cookie, name}) {
            const Written w = written(r, {}, kDate, {});
            EXPECT_EQ(w.status, 500) << value;
            EXPECT_FALSE(has(w, "x=1"));
        }
    }
    EXPECT_EQ(written(Response{.status = 99}, {}, kDate, {}).status, 500);
    EXPECT_EQ(written(Response{.status = 600}, {}, kDate, {}).status, 500);
}

TEST(HttpWrite, HeadAndBodilessAnswers) {
    const Written head = written(Response{.body = "abc"}, {.head_only = true}, kDate, {});
    EXPECT_TRUE(has(head, "Content-Length: 3\r\n"));
    EXPECT_EQ(head.body, "");
    for (int status : {204, 304}) {
        const Written w = written(Response{.status = status, .body = "abc"}, {}, kDate, {});
        EXPECT_FALSE(has(w, "Content-Length"));
        EXPECT_FALSE(has(w, "Content-Type"));
        EXPECT_EQ(w.body, "");
    }
}

TEST(HttpWrite, ZipsTextFromAKilobyte) {
    for (size_t size : {1023u, 1024u}) {
        Response r{.body = std::string(size, 'x')};
        r.headers["ETag"] = "\"1\"";
        const Written plain = written(r, {}, kDate, {});
        EXPECT_EQ(plain.body, r.body);
        EXPECT_EQ(has(plain, "Vary: Accept-Encoding\r\n"), size == 1024);
        EXPECT_TRUE(has(plain, "ETag: \"1\"\r\n"));
        const Written zipped = written(r, {.takes_gzip = true}, kDate, {});
        EXPECT_EQ(has(zipped, "Content-Encoding: gzip\r\n"), size == 1024);
        EXPECT_TRUE(has(zipped, size == 1024 ? "ETag: W/\"1\"\r\n" : "ETag: \"1\"\r\n"));
        EXPECT_EQ(size == 1024 ? unzipped(zipped.body) : zipped.body, r.body);
        EXPECT_TRUE(has(zipped, "Content-Length: " + std::to_string(zipped.body.size()) + "\r\n"));
    }
}

TEST(HttpWrite, LeavesAloneWhatIsPackedAlready) {
    Response brotli{.type = "text/css", .body = std::string(5000, 'x')};
    brotli.headers["content-encoding"] = "br";
    EXPECT_EQ(written(brotli, {.takes_gzip = true}, kDate, {}).body, brotli.body);
    const Response image{.type = "image/png", .body = std::string(5000, 'x')};
    EXPECT_EQ(written(image, {.takes_gzip = true}, kDate, {}).body, image.body);
    Response vary{.type = "text/html; charset=utf-8", .body = std::string(5000, 'x')};
    vary.headers["Vary"] = "Cookie";
    const Written w = written(vary, {.takes_gzip = true}, kDate, {});
    EXPECT_TRUE(has(w, "Vary: Cookie, Accept-Encoding\r\n"));
    EXPECT_EQ(unzipped(w.body), vary.body);
}

TEST(HttpWrite, SendsWhatWasZippedBeforeAsItIs) {
    Response r{.type = "text/css", .body = std::string(5000, 'x')};
    r.zipped = zipped_once(r.type, r.body);
    EXPECT_EQ(unzipped(r.zipped), r.body);
    const Written w = written(r, {.takes_gzip = true}, kDate, {});
    EXPECT_EQ(w.body, r.zipped);
    EXPECT_TRUE(has(w, "Content-Encoding: gzip\r\n"));
    const Written plain = written(r, {}, kDate, {});
    EXPECT_EQ(plain.body, r.body);
    EXPECT_FALSE(has(plain, "Content-Encoding"));
    EXPECT_EQ(zipped_once("image/png", r.body), "");
    EXPECT_EQ(zipped_once("text/css", "short"), "");
}

TEST(HttpWrite, Events) {
    EXPECT_EQ(event_text("stale", "a", 7), "id: 7\nevent: stale\ndata: a\n\n");
    EXPECT_EQ(event_text("", "", 0), "data: \n\n");
    EXPECT_EQ(event_text("x\nid: 9", "a\r\nb\rc\nd", 0),
              "event: xid: 9\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
}

TEST(HttpWrite, Dates) {
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date(1'750'640'400), "Mon, 23 Jun 2025 01:00:00 GMT");
}

TEST(HttpWrite, Problems) {
    const Response r = problem(413);
    EXPECT_EQ(r.body, R"({"status":413,"title":"Content Too Large","type":"about:blank"})");
    EXPECT_EQ(r.type, "application/problem+json");
}

}  // namespace
}  // namespace ss::serve
