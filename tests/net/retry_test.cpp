#include "net/retry.h"

#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace app::net {
namespace {

using testing::SeededRandom;
using Kind = AttemptFailure::Kind;

constexpr auto hubspot = Service::hubspot;
constexpr auto quickbooks = Service::quickbooks;

AttemptFailure answered(int status, std::optional<double> retry_after_s = {}, std::string policy = {})
{
    return {.kind = Kind::answered,
            .status = status,
            .retry_after_s = retry_after_s,
            .policy = std::move(policy)};
}

std::optional<double> delay(Service service, RetryClass retry_class, int attempt,
                            const AttemptFailure& failure)
{
    SeededRandom random(static_cast<std::uint64_t>(attempt));
    return retry_delay_ms(service, retry_class, attempt, failure, random);
}

TEST(Retry, RepeatsReadsAfterOverloadWithGrowingWaits)
{
    double last_ms = 0;
    for (int attempt = 1; attempt < attempts_max; ++attempt) {
        const auto wait_ms = delay(hubspot, RetryClass::read, attempt, answered(503));
        ASSERT_TRUE(wait_ms);
        EXPECT_GT(*wait_ms, last_ms);
        last_ms = *wait_ms;
    }
    EXPECT_FALSE(delay(hubspot, RetryClass::read, attempts_max, answered(503)));
}

TEST(Retry, NeverRepeatsAKeyedWriteThatMayHaveHappened)
{
    for (const int status : {408, 500, 502, 503, 504, 524}) {
        EXPECT_FALSE(delay(hubspot, RetryClass::keyed_write, 1, answered(status))) << status;
        EXPECT_TRUE(delay(hubspot, RetryClass::repeatable_write, 1, answered(status))) << status;
    }
    EXPECT_FALSE(delay(hubspot, RetryClass::keyed_write, 1, {.kind = Kind::uncertain}));
    EXPECT_FALSE(delay(hubspot, RetryClass::repeatable_write, 1, {.kind = Kind::uncertain}));
    EXPECT_TRUE(delay(hubspot, RetryClass::read, 1, {.kind = Kind::uncertain}));
}

TEST(Retry, AsksTheProxysJournalAgainAfterABrokenExchange)
{
    EXPECT_TRUE(delay(hubspot, RetryClass::keyed_write, 1, {.kind = Kind::broken}));
}

TEST(Retry, RepeatsAnyClassWhenNothingHappened)
{
    for (const RetryClass retry_class :
         {RetryClass::read, RetryClass::repeatable_write, RetryClass::keyed_write}) {
        EXPECT_TRUE(delay(hubspot, retry_class, 1, {.kind = Kind::unreached}));
        EXPECT_TRUE(delay(hubspot, retry_class, 1, answered(429, {}, "TEN_SECONDLY_ROLLING")));
        EXPECT_TRUE(delay(hubspot, retry_class, 1, answered(423)));
    }
}

TEST(Retry, GivesUpSoonWhenNothingIsReached)
{
    EXPECT_TRUE(delay(hubspot, RetryClass::read, 2, {.kind = Kind::offline}));
    EXPECT_FALSE(delay(hubspot, RetryClass::read, 3, {.kind = Kind::offline}));
}

TEST(Retry, WaitsAMinuteForQuickBooks)
{
    const auto wait_ms = delay(quickbooks, RetryClass::read, 1, answered(429));

    ASSERT_TRUE(wait_ms);
    EXPECT_GE(*wait_ms, 60'000);
    EXPECT_LE(*wait_ms, 75'000);
    EXPECT_EQ(service_pause_ms(quickbooks, answered(429)), 60'000);
}

TEST(Retry, FollowsHubSpotsPolicies)
{
    EXPECT_GE(delay(hubspot, RetryClass::read, 1, answered(429, {}, "SECONDLY")).value_or(0), 1'000);
    EXPECT_GE(delay(hubspot, RetryClass::read, 1, answered(429, {}, "TEN_SECONDLY_ROLLING")).value_or(0),
              10'000);
    EXPECT_FALSE(delay(hubspot, RetryClass::read, 1, answered(429, {}, "DAILY")));
    EXPECT_GE(delay(hubspot, RetryClass::read, 1, answered(423)).value_or(0), 2'000);
}

TEST(Retry, HonoursRetryAfterAsAMinimum)
{
    EXPECT_GE(delay(hubspot, RetryClass::read, 1, answered(503, 30.0)).value_or(0), 30'000);
    EXPECT_GE(delay(quickbooks, RetryClass::read, 1, answered(429, 1.0)).value_or(0), 60'000);
    EXPECT_FALSE(delay(hubspot, RetryClass::read, 1, answered(477, 86'400.0)));
    EXPECT_FALSE(delay(hubspot, RetryClass::read, 1, answered(477)));
    EXPECT_TRUE(delay(hubspot, RetryClass::read, 1, answered(477, 20.0)));
}

TEST(Retry, NeverRepeatsRefusals)
{
    for (const int status : {400, 401, 403, 404, 409, 414, 422}) {
        EXPECT_FALSE(delay(hubspot, RetryClass::read, 1, answered(status))) << status;
    }
}

TEST(Retry, WaitsForAnEarlierAttemptAsLongAsItCanTake)
{
    double total_ms = 0;
    int attempt = 1;
    while (const auto wait_ms = delay(hubspot, RetryClass::keyed_write, attempt,
                                      {.kind = Kind::in_progress, .retry_after_s = 1})) {
        total_ms += *wait_ms;
        ++attempt;
    }

    EXPECT_GT(total_ms, 120'000);
    EXPECT_LT(total_ms, 600'000);
}

TEST(Retry, ReadsRetryAfter)
{
    EXPECT_EQ(parse_retry_after(" 120 "), 120.0);
    EXPECT_FALSE(parse_retry_after("Wed, 21 Oct 2026 07:28:00 GMT"));
    EXPECT_FALSE(parse_retry_after(""));
    EXPECT_FALSE(parse_retry_after("-1"));
    EXPECT_FALSE(parse_retry_after("99999999999999999999"));
}

}  // namespace
}  // namespace app::net
