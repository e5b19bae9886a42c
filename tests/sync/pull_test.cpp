#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

constexpr int day_minutes = 24 * 60;

void add_customers(World& world, int count)
{
    for (int at = 0; at < count; ++at) {
        const std::string name = "Customer " + std::to_string(at);
        world.add_customer(name, "c" + std::to_string(at) + "@example.com");
    }
}

int pages_read(const World& world)
{
    int pages = 0;
    for (const FakeProxy::Exchange& exchange : world.proxy.log) pages += exchange.path.ends_with("/query");
    return pages;
}

TEST(ChangeSet, OfFiftyCustomersCostsOneWriteMore)
{
    World world;
    add_customers(world, 120);
    ASSERT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    for (int at = 1; at <= 50; ++at) {
        world.quickbooks.change("Customer", std::to_string(at),
                                customer_members("Renamed " + std::to_string(at)));
    }
    world.proxy.log.clear();

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.proxy.log.size(), 2U);
    EXPECT_EQ(world.page().progress.of(Object::contacts).updated, 50);
}

TEST(ChangeSet, ThatIsFullIsCompletedByQuery)
{
    World world;
    add_customers(world, 60);
    ASSERT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    world.quickbooks.change_set_max = 1000;
    for (int at = 1; at <= 60; ++at) {
        world.quickbooks.change("Customer", std::to_string(at),
                                customer_members("Renamed " + std::to_string(at)));
    }
    for (int at = 0; at < 990; ++at) world.add_customer("More " + std::to_string(at));
    world.proxy.log.clear();

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(pages_read(world), 2);
}

TEST(ChangeSet, ThatReachesTooFarBackIsReplacedByReadingAll)
{
    World world;
    fill_small_company(world);
    ASSERT_EQ(told(world.sync()), "done");
    world.advance_minutes(31 * day_minutes);
    world.quickbooks.remove("Invoice", "2");
    world.add_customer("Late", "late@example.com");
    world.advance_minutes(31 * day_minutes);
    const int writes = world.hubspot.writes;

    EXPECT_EQ(told(world.sync()), "done");

    const auto deleted = world.hubspot.with("invoices", "qbo_invoice_id", key_of("2"));
    ASSERT_EQ(deleted.size(), 1U);
    EXPECT_EQ(deleted.front().properties.at("qbo_stage"), "Deleted");
    EXPECT_EQ(world.hubspot.with("contacts", "qbo_customer_id", key_of("4")).size(), 1U);
    EXPECT_GT(world.hubspot.writes, writes);
    world.advance_minutes(11);
    EXPECT_TRUE(world.run_until_quiet().has_value());
}

TEST(ChangeSet, IsReadAgainWithAnOverlapSoThatNothingFallsBetween)
{
    World world;
    add_customers(world, 2);
    ASSERT_EQ(told(world.sync()), "done");
    // Changed within the last run's second, as seen by a service whose clock runs behind.
    world.quickbooks.change("Customer", "1", customer_members("In the gap"));
    world.advance_minutes(9);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.with("contacts", "qbo_display_name", "In the gap").size(), 1U);
}

TEST(Load, ReadsEveryPage)
{
    World world;
    add_customers(world, 2100);
    world.slice_ms = 8;

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(world.count("SELECT count(*) FROM customer"), 2100);
    EXPECT_EQ(pages_read(world), 3);
}

TEST(Load, MissesNothingWhenRowsMoveUpInTheMiddle)
{
    World world;
    add_customers(world, 2100);
    bool removed = false;
    world.during_run = [&](Page&) {
        if (removed || pages_read(world) == 0) return;
        removed = true;
        for (const char* id : {"5", "6", "7"}) world.quickbooks.remove("Customer", id);
    };

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(world.count("SELECT count(*) FROM customer"), 2100);
    EXPECT_EQ(world.count("SELECT count(*) FROM customer WHERE record_id IN ('1001', '1002', '1003')"), 3);
}

TEST(Load, GoesOnWhereItWasInterrupted)
{
    World world;
    add_customers(world, 2100);
    world.proxy.fail(
        6, Fault::page_dies_before);  // the third page, after company, preferences, account and count
    ASSERT_FALSE(world.sync(Writing::no).has_value());

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(world.count("SELECT count(*) FROM customer"), 2100);
    EXPECT_LE(pages_read(world), 5);
}

TEST(MalformedRecord, BlocksNoOther)
{
    World world;
    fill_small_company(world);
    const std::string broken = world.quickbooks.add("Customer", R"("DisplayName":{"not":"text"})");
    const std::string odd =
        world.quickbooks.add("Invoice", R"("TxnDate":"no date","CustomerRef":{"value":"1"})");
    world.quickbooks.add("Payment", R"("TxnDate":"never")");

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("contacts").size(), 3U);
    EXPECT_EQ(world.hubspot.live("invoices").size(), 2U);
    EXPECT_TRUE(world.failure_of(store::ObjectType::contacts, broken).contains("cannot be read"));
    EXPECT_TRUE(world.failure_of(store::ObjectType::invoices, odd).contains("cannot be read"));
    world.advance_minutes(5);
    world.quickbooks.change("Customer", broken, customer_members("Mended"));
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, broken), "");
    EXPECT_EQ(world.hubspot.with("contacts", "qbo_customer_id", key_of(broken)).size(), 1U);
}

TEST(MalformedRecord, WithoutIdOrTimeBlocksNoOther)
{
    World world;
    fill_small_company(world);
    world.add_customer("Nameless");
    const std::string timeless = world.add_customer("Timeless");
    world.quickbooks.without_id = {"Nameless"};
    world.quickbooks.without_meta_data = {"Timeless"};

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("contacts").size(), 3U);
    EXPECT_TRUE(world.failure_of(store::ObjectType::contacts, timeless).contains("cannot be read"));
    EXPECT_TRUE(world.count("SELECT count(*) FROM run WHERE coverage LIKE '%left out of the customers%'") >
                0);
    world.quickbooks.without_id.clear();
    world.quickbooks.without_meta_data.clear();
    for (const std::string& id : world.quickbooks.ids("Customer")) world.quickbooks.touch("Customer", id);
    EXPECT_EQ(told(world.sync()), "done");
    expect_everything_once(world);
}

TEST(MalformedRecord, OfAFullPageLosesNoneOfTheNext)
{
    World world;
    add_customers(world, 1500);
    world.quickbooks.without_meta_data = {"Customer 2", "Customer 1000"};

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(world.count("SELECT count(*) FROM customer"), 1498);
}

TEST(EmptyCompany, IsReadWithoutTrouble)
{
    World world;

    EXPECT_EQ(told(world.sync()), "done");
    world.add_customer("First");
    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
}

}  // namespace
}  // namespace app::sync::testing
