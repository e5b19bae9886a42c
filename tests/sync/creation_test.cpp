#include <gtest/gtest.h>

#include "once.h"

// Where HubSpot takes no unique property, a record is made by a plain creation: the one call that would do its work
// twice when it is repeated.
namespace app::sync::testing {
namespace {

struct PlainCreation : ::testing::Test {
    PlainCreation()
    {
        world.hubspot.unique_types = {"contacts", "invoices"};
        EXPECT_EQ(told(world.sync()), "done");
        fill_small_company(world);
        EXPECT_EQ(told(world.sync(Writing::yes, {Object::contacts})), "done");
    }
    // The exchange that creates products is the one after the change set, in a prepared account.
    void fail_creation(Fault fault, int count = 1) { world.proxy.fail(2, fault, count); }
    int creations() const
    {
        int calls = 0;
        for (const auto& exchange : world.proxy.log)
            calls += exchange.path.ends_with("/products/batch/create");
        return calls;
    }
    int listings() const
    {
        int calls = 0;
        for (const auto& exchange : world.proxy.log) {
            calls += exchange.method == "GET" && exchange.path.ends_with("/objects/2026-03/products");
        }
        return calls;
    }

    World world;
};

TEST_F(PlainCreation, LostAnswerIsReplayedFromTheJournal)
{
    const int listed = listings();
    fail_creation(Fault::answer_lost);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(creations(), 2);
    EXPECT_EQ(listings(), listed);
    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, DeadProxyAfterTheEffectIsLookedUpByListing)
{
    const int listed = listings();
    fail_creation(Fault::proxy_dies_after);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(listings(), listed + 1);
    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, UnavailabilityAfterTheEffectIsLookedUpByListing)
{
    fail_creation(Fault::unavailable_after);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, WhatIsAbsentIsMadeAgainAfterTenMinutes)
{
    fail_creation(Fault::proxy_dies_before);

    EXPECT_EQ(told(world.sync()).substr(0, 9), "timed out");
    EXPECT_TRUE(world.hubspot.live("products").empty());
    for (int minutes = 0; minutes < 9; minutes += 3) {
        world.advance_minutes(3);
        EXPECT_EQ(told(world.sync()).substr(0, 9), "timed out") << minutes;
    }
    EXPECT_TRUE(world.hubspot.live("products").empty());
    world.advance_minutes(2);
    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, LateEffectWithinTenMinutesIsFound)
{
    fail_creation(Fault::proxy_dies_before);
    ASSERT_FALSE(world.sync().has_value());
    world.hubspot.add("products", {{"name", "Rope"}, {"qbo_item_id", key_of("1")}});
    world.hubspot.add("products", {{"name", "Paint"}, {"qbo_item_id", key_of("2")}});
    world.advance_minutes(5);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, IsNotRepeatedWhenThePageDiesAfterAnUnavailability)
{
    fail_creation(Fault::unavailable_after);
    world.proxy.fail(3, Fault::page_dies_before);  // the listing that would have told

    EXPECT_TRUE(world.run_until_quiet().has_value());

    EXPECT_EQ(world.hubspot.live("products").size(), 2U);
    expect_everything_once(world);
}

TEST_F(PlainCreation, LeavesNoOpenIntent)
{
    fail_creation(Fault::proxy_dies_before);

    EXPECT_TRUE(world.run_until_quiet().has_value());

    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state = 'abandoned'"), 1);
}

}  // namespace
}  // namespace app::sync::testing
