#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

int exchanges_of_a_clean_run()
{
    World world;
    fill_small_company(world);
    EXPECT_TRUE(world.sync().has_value());
    return static_cast<int>(world.proxy.log.size());
}

// Makes the n-th exchange of a first run go wrong, for every n that a clean run has. Whatever n is, the runs after
// it end with every record once.
void expect_safe_at_every_exchange(Fault fault, bool unique_lines, int count = 1)
{
    const int exchanges = exchanges_of_a_clean_run();
    ASSERT_GT(exchanges, 30);
    for (int at = 1; at <= exchanges; ++at) {
        World world;
        if (!unique_lines) world.hubspot.unique_types = {"contacts", "invoices"};
        fill_small_company(world);
        world.proxy.fail(at, fault, count);

        const auto runs = world.run_until_quiet();

        const FakeProxy::Exchange& failed_one = world.proxy.log.at(static_cast<std::size_t>(at - 1));
        SCOPED_TRACE(::testing::Message() << "exchange " << at << " " << failed_one.method << " " << failed_one.path);
        ASSERT_TRUE(runs.has_value());
        EXPECT_LE(*runs, 5);
        expect_everything_once(world);
        EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
        EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
        if (::testing::Test::HasFailure()) return;
    }
}

TEST(PageKilledBeforeAnyRequest, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::page_dies_before, true);
}

TEST(PageKilledAfterAnyEffect, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::page_dies_after_effect, true);
}

TEST(PageKilledAfterAnyAnswer, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::page_dies_after_answer, true);
}

TEST(PageKilledBeforeAnyRequest, LeavesEveryRecordOnceWithoutUniqueLines)
{
    expect_safe_at_every_exchange(Fault::page_dies_before, false);
}

TEST(PageKilledAfterAnyEffect, LeavesEveryRecordOnceWithoutUniqueLines)
{
    expect_safe_at_every_exchange(Fault::page_dies_after_effect, false);
}

TEST(PageKilledAfterAnyAnswer, LeavesEveryRecordOnceWithoutUniqueLines)
{
    expect_safe_at_every_exchange(Fault::page_dies_after_answer, false);
}

TEST(AnyLostAnswer, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::answer_lost, true);
    expect_safe_at_every_exchange(Fault::answer_lost, false);
}

// Longer than a call is repeated.
TEST(AnyOutageOfThePagesConnection, LeavesEveryRecordOnce)
{
    constexpr int calls = 8;
    expect_safe_at_every_exchange(Fault::answer_lost, false, calls);
    expect_safe_at_every_exchange(Fault::offline, false, calls);
}

TEST(AnyDeathOfTheProxyBeforeSending, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::proxy_dies_before, true);
    expect_safe_at_every_exchange(Fault::proxy_dies_before, false);
}

TEST(AnyDeathOfTheProxyAfterSending, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::proxy_dies_after, true);
    expect_safe_at_every_exchange(Fault::proxy_dies_after, false);
}

TEST(AnyUnavailability, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::unavailable_before, false);
    expect_safe_at_every_exchange(Fault::unavailable_after, false);
    expect_safe_at_every_exchange(Fault::unavailable_after, true, 8);
}

TEST(AnyUnreadableAnswer, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::unreadable, true);
    expect_safe_at_every_exchange(Fault::unreadable, false);
}

TEST(AnyThrottling, LeavesEveryRecordOnce)
{
    expect_safe_at_every_exchange(Fault::throttled, false);
}

}  // namespace
}  // namespace app::sync::testing
