#include "features/connections/proxy_api.h"

#include <gtest/gtest.h>

namespace app::features {
namespace {

constexpr std::string_view providers =
    R"("providers":{"hubspot":{"configured":true},"quickbooks":{"configured":false}})";

std::string status(std::string_view connections)
{
    return R"({"mode":"sandbox",)" + std::string(providers) + R"(,"connections":[)" +
           std::string(connections) + "]}";
}

TEST(ProxyStatus, TellsConfigurationAndGrants)
{
    const Result<ProxyStatus> decoded = decode_proxy_status(status(
        R"({"id":"hubspot-1","provider":"hubspot","account_id":"4711","scopes":["oauth"],"missing_scopes":["crm.lists.read"],)"
        R"("connected_at":"2026-11-01T09:00:00Z","health":"reconnect","health_detail":"Revoked."})"));

    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_TRUE(decoded->demo);
    EXPECT_TRUE(decoded->hubspot_configured);
    EXPECT_FALSE(decoded->quickbooks_configured);
    ASSERT_EQ(decoded->connections.size(), 1U);
    EXPECT_TRUE(decoded->connections[0].reconnect_needed);
    EXPECT_EQ(decoded->connections[0].missing_scopes, std::vector<std::string>{"crm.lists.read"});
}

TEST(ProxyStatus, TellsWhatAMembersRoleAllows)
{
    const auto may_connect = [](const std::string& member) {
        std::string body = status("");
        body.insert(1, member);
        return decode_proxy_status(body)->may_connect;
    };
    EXPECT_TRUE(may_connect(""));
    EXPECT_TRUE(may_connect(R"("member":{"name":"a","organisation":"b","role":"admin"},)"));
    EXPECT_FALSE(may_connect(R"("member":{"name":"a","organisation":"b","role":"member"},)"));
}

TEST(ProxyRefusal, KnowsThatNobodyIsSignedIn)
{
    const auto refusal = [](int status, const std::string& code) {
        return refusal_of(
            {.status = status, .body = R"({"error":{"code":")" + code + R"(","message":"Open /launch/."}})"});
    };
    EXPECT_EQ(refusal(401, "sign_in_needed").kind, ErrorKind::unauthorized);
    EXPECT_EQ(refusal(401, "sign_in_needed").message, "Open /launch/.");
    EXPECT_EQ(refusal(401, "reconnect_needed").kind, ErrorKind::rejected);
}

TEST(ProxyStatus, RefusesWhatItDoesNotUnderstand)
{
    for (const std::string_view text : {"", "<html>", "{}", R"({"mode":"sandbox"})"}) {
        EXPECT_FALSE(decode_proxy_status(text)) << text;
    }
    EXPECT_FALSE(decode_proxy_status(status(R"({"id":"x","provider":"hubspot"})")));
    EXPECT_FALSE(decode_proxy_status(status(
        R"({"id":"x","provider":"hubspot","account_id":"1","health":"connected","connected_at":"yesterday"})")));
}

}  // namespace
}  // namespace app::features
