#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

TEST(Matching, LinksAndUpdatesTheContactWithTheSameAddress)
{
    World world;
    const std::string contact = world.hubspot.add(
        "contacts", {{"email", "ada@example.com"}, {"lastname", "Byron"}, {"city", "London"}});
    const std::string customer = world.add_customer("Ada Lovelace", "Ada@Example.com");

    EXPECT_EQ(told(world.sync()), "done");

    const auto found = world.hubspot.with("contacts", "qbo_customer_id", key_of(customer));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().id, contact);
    EXPECT_EQ(found.front().properties.at("lastname"), "Ada Lovelace");
    EXPECT_EQ(found.front().properties.at("city"), "London");
    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE linked_how = 'email'"), 1);
}

TEST(Matching, GivesTheAddressOfTwoCustomersToTheFirst)
{
    World world;
    const std::string first = world.add_customer("Ada", "office@example.com");
    const std::string second = world.add_customer("Bob", "office@example.com");

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    const auto ada = world.hubspot.with("contacts", "qbo_customer_id", key_of(first)).front();
    const auto bob = world.hubspot.with("contacts", "qbo_customer_id", key_of(second)).front();
    EXPECT_EQ(ada.properties.at("email"), "office@example.com");
    EXPECT_FALSE(bob.properties.contains("email"));
    EXPECT_EQ(bob.properties.at("qbo_email"), "office@example.com");
}

TEST(Matching, LinksAContactThatWasMadeAfterTheReadingOnTheNextRun)
{
    World world;
    world.add_customer("First", "first@example.com");
    ASSERT_EQ(told(world.sync()), "done");
    const std::string contact = world.hubspot.add("contacts", {{"email", "new@example.com"}});
    const std::string customer = world.add_customer("New", "new@example.com");
    const std::string other = world.add_customer("Other", "other@example.com");

    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_FALSE(world.failure_of(store::ObjectType::contacts, customer).empty());
    EXPECT_EQ(world.hubspot.with("contacts", "qbo_customer_id", key_of(other)).size(), 1U);
    EXPECT_EQ(told(world.sync()), "done");

    const auto found = world.hubspot.with("contacts", "qbo_customer_id", key_of(customer));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().id, contact);
    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer), "");
}

TEST(Matching, DoesTheSameWhenTheWholeBatchIsRefused)
{
    World world;
    world.hubspot.strictness = FakeHubSpot::Strictness::whole_batch;
    world.add_customer("First", "first@example.com");
    ASSERT_EQ(told(world.sync()), "done");
    const std::string contact = world.hubspot.add("contacts", {{"email", "new@example.com"}});
    for (const char* name : {"a", "b", "new", "c", "d"})
        world.add_customer(name, std::string(name) + "@example.com");

    EXPECT_TRUE(world.run_until_quiet().has_value());

    expect_everything_once(world);
    EXPECT_EQ(world.hubspot.with("contacts", "email", "new@example.com").front().id, contact);
}

TEST(Matching, LinksProductsBySkuThenByName)
{
    World world;
    const std::string by_sku =
        world.hubspot.add("products", {{"name", "Old name"}, {"hs_sku", "R-1"}, {"price", "10.00"}});
    const std::string by_name = world.hubspot.add("products", {{"name", "Paint"}});
    const std::string other_sku = world.hubspot.add("products", {{"name", "Sail"}, {"hs_sku", "S-9"}});
    const std::string rope = world.add_item("Rope", "r-1");
    const std::string paint = world.add_item("Paint");
    const std::string sail = world.add_item("Sail", "S-1");

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(world.hubspot.with("products", "qbo_item_id", key_of(rope)).front().id, by_sku);
    EXPECT_EQ(world.hubspot.with("products", "qbo_item_id", key_of(paint)).front().id, by_name);
    EXPECT_NE(world.hubspot.with("products", "qbo_item_id", key_of(sail)).front().id, other_sku);
}

TEST(Matching, LeavesOutCategories)
{
    World world;
    world.quickbooks.add("Item", item_members("All ropes", "", "0", "Category"));

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(world.hubspot.live("products").empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM exclusion"), 1);
}

TEST(Matching, RecognisesWhatAnEarlierInstallationWrote)
{
    World world;
    fill_small_company(world);
    ASSERT_EQ(told(world.sync()), "done");
    world.kill_page();
    world.disk = std::make_shared<store::MemoryDisk>();

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(world.hubspot.live("contacts").size(), 3U);
    EXPECT_EQ(world.hubspot.live("line_items").size(), 4U);
    EXPECT_TRUE(world.run_until_quiet().has_value());
}

}  // namespace
}  // namespace app::sync::testing
