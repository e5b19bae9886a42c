#include <gtest/gtest.h>

#include "sync/delete_sync.h"
#include "two_way.h"

namespace app::sync::testing {
namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 60 * 60'000;

TEST(History, FromNowTakesNewAndChangedRecordsOnly)
{
    World world;
    world.add_customer("Ada Lovelace", "ada@example.com");
    world.add_customer("Bob Ray", "bob@example.com");
    world.advance_minutes(60);
    world.set(Object::contacts, {.history = History::from_now, .history_since = world.clock.now()});
    world.advance_minutes(1);
    world.add_customer("Cleo Pat", "cleo@example.com");
    world.quickbooks.change("Customer", "2", customer_members("Bob Ray", "bob@example.com", "5"));

    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("contacts").size(), 2U);
    EXPECT_EQ(
        world.count("SELECT count(*) FROM exclusion WHERE reason = 'older than the history that is synced'"),
        1);
    world.advance_minutes(30);
    world.quickbooks.change("Customer", "1", customer_members("Ada Lovelace", "ada@example.com", "7"));
    ASSERT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.hubspot.live("contacts").size(), 3U);
    EXPECT_EQ(world.count("SELECT count(*) FROM exclusion"), 0);
}

TEST(History, FromADateGoesByTheDateOfAnInvoice)
{
    World world;
    world.add_customer("Ada Lovelace", "ada@example.com");
    world.add_invoice({.customer = "1", .number = "1001"});  // of 2026-10-01
    const auto set_first_day = [&](Date day) {
        world.set(Object::invoices, {.history = History::from_date,
                                     .history_since = Timestamp{std::int64_t{day.days} * day_ms}});
    };
    set_first_day(Date::from_civil(2026, 10, 2));
    ASSERT_EQ(told(world.sync()), "done");
    EXPECT_TRUE(world.hubspot.live("invoices").empty());

    set_first_day(Date::from_civil(2026, 10, 1));
    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("invoices").size(), 1U);
}

TEST(History, DoesNotUndoWhatIsInStep)
{
    World world;
    world.add_customer("Ada Lovelace", "ada@example.com");
    world.set(Object::contacts, both_ways());
    ASSERT_EQ(told(world.sync()), "done");
    world.advance_minutes(60);
    ObjectSettings settings = both_ways();
    settings.history = History::from_now;
    settings.history_since = Timestamp{world.clock.now().ms + day_ms};
    world.set(Object::contacts, settings);
    world.hubspot.change("contacts", contact_id(world, "ada@example.com"), "phone", "555");
    world.hubspot.add("contacts", {{"email", "bob@example.com"}, {"lastname", "Ray"}});

    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(customer_member(world, "1", "PrimaryPhone"), R"({"FreeFormNumber":"555"})");
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 1U) << "a contact from before is not made";
}

DeletedSync sync_of(Object object)
{
    return {.object = object,
            .quickbooks = ConnectionId("quickbooks-9f8e7d6c"),
            .hubspot = ConnectionId("hubspot-1a2b3c4d")};
}

TEST(DeletingASync, ForgetsItsPairsAndFindsThemAgain)
{
    World world;
    fill_small_company(world);
    ASSERT_EQ(told(world.sync()), "done");
    const auto contacts = world.hubspot.live("contacts").size();
    const int writes = world.hubspot.writes;
    ASSERT_EQ(told(delete_sync(*world.page().ledger, sync_of(Object::contacts), world.clock.now())), "done");
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE object = 'contacts'"), 0);
    EXPECT_GT(world.count("SELECT count(*) FROM link WHERE object = 'invoices'"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM object_setting WHERE object = 'contacts' AND enabled = 0 AND "
                          "writing_armed = 0"),
              1);
    EXPECT_EQ(world.hubspot.live("contacts").size(), contacts) << "no record is deleted";
    world.advance_minutes(30);

    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("contacts").size(), contacts) << "nor made twice";
    EXPECT_EQ(world.hubspot.writes, writes);
    expect_everything_once(world);
}

TEST(DeletingASync, WaitsForAWriteWhoseOutcomeIsOpen)
{
    World world;
    world.add_customer("Ada Lovelace", "ada@example.com");
    world.hubspot.unique_types = {};
    world.proxy.on_write = [&](const net::Request& request) {
        if (request.body.contains("ada@example.com")) world.proxy.page_died = true;
    };
    ASSERT_FALSE(world.sync().has_value());
    world.proxy.on_write = {};

    const auto deleted = delete_sync(*world.page().ledger, sync_of(Object::contacts), world.clock.now());

    ASSERT_FALSE(deleted.has_value());
    EXPECT_EQ(deleted.error().message, "A write is not finished yet. Sync once more, then delete the sync.");
    EXPECT_TRUE(delete_sync(*world.page().ledger, sync_of(Object::products), world.clock.now()));
}

}  // namespace
}  // namespace app::sync::testing
