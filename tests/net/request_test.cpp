#include "net/request.h"

#include <gtest/gtest.h>

#include "net/response.h"

namespace app::net {
namespace {

TEST(Request, EncodesItsQuery)
{
    const Request request{
        .path = "/api/quickbooks/q-1/query",
        .query = {{"query", "select * from Item where Name = 'a+b'"}, {"minorversion", "75"}}};

    EXPECT_EQ(target_of(request),
              "/api/quickbooks/q-1/query?query=select%20%2A%20from%20Item%20where%20Name%20%3D%20%27a%2Bb%27"
              "&minorversion=75");
    EXPECT_EQ(target_of({.path = "/api/status"}), "/api/status");
    EXPECT_EQ(name_of(Method::delete_), "DELETE");
}

TEST(Response, ReadsHeaderLines)
{
    const Response response{.status = 200,
                            .headers = parse_header_lines("Content-Type: text/plain\r\nRetry-After:  7 \r\n"
                                                          "bad line\r\nX-A: b:c\r\n")};

    EXPECT_EQ(response.header("content-type"), "text/plain");
    EXPECT_EQ(response.header("retry-after"), "7");
    EXPECT_EQ(response.header("x-a"), "b:c");
    EXPECT_FALSE(response.header("absent"));
    EXPECT_EQ(response.headers.size(), 3U);
}

}  // namespace
}  // namespace app::net
