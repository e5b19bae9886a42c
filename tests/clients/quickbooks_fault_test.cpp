#include "clients/quickbooks/fault.h"

#include <gtest/gtest.h>

namespace app::clients::quickbooks {
namespace {

Fault found(int status, std::string body)
{
    const auto fault = find_fault({.status = status, .body = std::move(body)});
    EXPECT_TRUE(fault);
    return fault.value_or(Fault{});
}

TEST(QuickBooksFault, ReadsEveryShape)
{
    const std::string service =
        R"({"Fault":{"Error":[{"Message":"Stale Object Error","Detail":"You and Jo","code":"5010","element":""}],"type":"ValidationFault"},"time":"2026-01-01T00:00:00-08:00"})";
    const std::string gateway =
        R"({"warnings":null,"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","detail":"Token expired","code":"3200","element":null}],"type":"AUTHENTICATION"},"time":1730024394085})";
    const std::string markup =
        R"(<?xml version="1.0"?><IntuitResponse time="t" xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="003001"><Message>message=ThrottleExceeded</Message><Detail>Limit &lt;reached&gt;</Detail></Error></Fault></IntuitResponse>)";

    EXPECT_EQ(found(400, service).code, "5010");
    EXPECT_EQ(found(400, service).message, "You and Jo");
    EXPECT_EQ(found(401, gateway).code, "3200");
    EXPECT_EQ(found(429, markup).code, "3001");
    EXPECT_EQ(found(429, markup).message, "Limit <reached>");
    EXPECT_EQ(found(502, "<html>Bad gateway</html>").code, "");
    EXPECT_EQ(found(500, "").code, "");
    EXPECT_EQ(found(500, "{broken").code, "");
    EXPECT_EQ(found(200, R"({"Fault":{"Error":[],"type":"SystemFault"}})").code, "");
}

TEST(QuickBooksFault, IsNotSeenInOrdinaryAnswers)
{
    EXPECT_FALSE(find_fault(
        {.status = 200, .body = R"({"QueryResponse":{"Customer":[{"DisplayName":"My Fault"}]}})"}));
    EXPECT_FALSE(find_fault({.status = 200, .body = R"({"Customer":{"Notes":"\"Fault\"","Id":"1"}})"}));
    EXPECT_FALSE(
        find_fault({.status = 200,
                    .body = R"({"BatchItemResponse":[{"bId":"0","Fault":{"Error":[{"code":"610"}]}}]})"}));
}

TEST(QuickBooksFault, CodesDecideBeforeStatuses)
{
    const auto kind = [](int status, std::string code) {
        return kind_of({.status = status, .code = std::move(code)});
    };

    EXPECT_EQ(kind(400, "610"), ErrorKind::not_found);
    EXPECT_EQ(kind(400, "5010"), ErrorKind::conflict);
    EXPECT_EQ(kind(400, "6240"), ErrorKind::conflict);
    EXPECT_EQ(kind(400, "6140"), ErrorKind::conflict);
    EXPECT_EQ(kind(400, "6070"), ErrorKind::rejected);
    EXPECT_EQ(kind(200, "3200"), ErrorKind::unauthorized);
    EXPECT_EQ(kind(403, "3100"), ErrorKind::unauthorized);
    EXPECT_EQ(kind(403, "3001"), ErrorKind::throttled);
    EXPECT_EQ(kind(400, "10000"), ErrorKind::timed_out);
    EXPECT_EQ(kind(403, ""), ErrorKind::unauthorized);
    EXPECT_EQ(kind(503, ""), ErrorKind::timed_out);
    EXPECT_EQ(kind(404, ""), ErrorKind::rejected);
}

}  // namespace
}  // namespace app::clients::quickbooks
