#include <gtest/gtest.h>

#include "once.h"
#include "sync/observe_hubspot.h"

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
        SCOPED_TRACE(::testing::Message()
                     << "exchange " << at << " " << failed_one.method << " " << failed_one.path);
        ASSERT_TRUE(runs.has_value());
        EXPECT_LE(*runs, 5);
        expect_everything_once(world);
        EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"),
                  0);
        EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
        if (::testing::Test::HasFailure()) return;
    }
}

// A world in step in which every kind of change has just happened: fields, lines that changed, came and went, a
// deletion, a new customer with an invoice.
void fill_and_change(World& world)
{
    fill_small_company(world);
    EXPECT_TRUE(world.sync().has_value());
    world.advance_minutes(60);
    world.proxy.log.clear();
    world.quickbooks.change("Customer", "1", customer_members("Ada King", "king@example.com", "555"));
    world.quickbooks.change("Item", "1", item_members("Rope", "R-1", "12.5"));
    world.quickbooks.change(
        "Invoice", "1",
        invoice_members(
            {.customer = "1",
             .lines = {{.id = "1", .item = "1", .quantity = "5", .amount = "50"}, {.id = "4", .item = "2"}},
             .total = "60",
             .balance = "60"}));
    const std::string customer = world.add_customer("Late", "late@example.com");
    world.add_invoice({.customer = customer, .lines = {{.id = "1", .item = "2"}}});
    world.advance_minutes(1);
}

int exchanges_of_a_clean_change()
{
    World world;
    fill_and_change(world);
    EXPECT_TRUE(world.sync().has_value());
    return static_cast<int>(world.proxy.log.size());
}

void expect_changes_arrive_in_spite_of(Fault fault)
{
    const int exchanges = exchanges_of_a_clean_change();
    ASSERT_GT(exchanges, 8);
    for (int at = 1; at <= exchanges; ++at) {
        for (const bool unique_lines : {true, false}) {
            World world;
            if (!unique_lines) world.hubspot.unique_types = {"contacts", "invoices"};
            fill_and_change(world);
            world.proxy.fail(at, fault);

            SCOPED_TRACE(::testing::Message() << "exchange " << at);
            ASSERT_TRUE(world.run_until_quiet().has_value());
            expect_everything_once(world);
            EXPECT_EQ(world.hubspot.with("contacts", "phone", "555").size(), 1U);
            EXPECT_EQ(world.hubspot.with("products", "price", "12.5").size(), 1U);
            EXPECT_EQ(world.hubspot.with("line_items", "quantity", "5").size(), 1U);
            EXPECT_TRUE(world.hubspot.with("line_items", "qbo_line_id", key_of("1:2")).empty());
            if (::testing::Test::HasFailure()) return;
        }
    }
}

TEST(IncrementalRun, SurvivesAKilledPageAtEveryExchange)
{
    expect_changes_arrive_in_spite_of(Fault::page_dies_before);
    expect_changes_arrive_in_spite_of(Fault::page_dies_after_effect);
    expect_changes_arrive_in_spite_of(Fault::page_dies_after_answer);
}

// Not only at exchanges: also between any two steps of the loop, of which some are flushes.
TEST(IncrementalRun, SurvivesAKilledPageAtAnyStep)
{
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        const int at = kills + 1;
        World world;
        fill_and_change(world);
        int step = 0;
        world.during_run = [&](Page&) { world.proxy.page_died = ++step == at; };

        killed = !world.sync().has_value();
        world.during_run = {};
        // Long enough that no overlap of change sets covers up for a record that was passed over.
        world.advance_minutes(30);

        SCOPED_TRACE(::testing::Message() << "step " << at);
        ASSERT_TRUE(world.run_until_quiet().has_value());
        expect_everything_once(world);
        EXPECT_EQ(world.hubspot.with("contacts", "phone", "555").size(), 1U);
        EXPECT_EQ(world.hubspot.with("line_items", "quantity", "5").size(), 1U);
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(kills, 60);
}

TEST(IncrementalRun, SurvivesAnyOtherFaultAtEveryExchange)
{
    for (const Fault fault : {Fault::answer_lost, Fault::proxy_dies_before, Fault::proxy_dies_after,
                              Fault::unavailable_after, Fault::unreadable}) {
        SCOPED_TRACE(static_cast<int>(fault));
        expect_changes_arrive_in_spite_of(fault);
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

// The browser comes back with a state from before a part of the sync: what was written since is known only to HubSpot.
TEST(OlderState, IsCaughtUpWithoutMakingAnythingTwice)
{
    World world;
    world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    ASSERT_EQ(told(world.sync()), "done");
    const store::MemoryDisk before = *world.disk;
    world.add_customer("Later", "later@example.com");
    world.add_invoice({.customer = "1",
                       .number = "2001",
                       .lines = {{.id = "1", .item = "1"}, {.id = "2", .item = "1"}},
                       .total = "20",
                       .balance = "20"});
    world.advance_minutes(15);
    ASSERT_EQ(told(world.sync()), "done");
    world.kill_page();
    *world.disk = before;

    ASSERT_TRUE(list_hubspot_again(*world.page().ledger, ConnectionId("hubspot-1a2b3c4d")));
    ASSERT_TRUE(world.run_until_quiet().has_value());

    expect_everything_once(world);
}

}  // namespace
}  // namespace app::sync::testing
