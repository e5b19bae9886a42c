#include "../two_way.h"

#include <gtest/gtest.h>

#include "sync/fields/mapping_store.h"

namespace app::sync::testing {
namespace {

// A pair in step both ways, whose mappings a person changes.
struct MappedContacts : ::testing::Test {
    MappedContacts()
    {
        world.hubspot.define("contacts", "jobtitle");
        world.hubspot.define("contacts", "delivery");
        customer = world.add_customer("Ada Lovelace", "ada@example.com");
        world.set(Object::contacts, both_ways());
        EXPECT_EQ(told(world.sync()), "done");
        contact = contact_id(world, "ada@example.com");
        pass_time();
    }
    void pass_time() { world.advance_minutes(30); }
    void sync()
    {
        EXPECT_EQ(told(world.sync()), "done");
        pass_time();
    }
    void add(FieldMapping mapping)
    {
        Ledger& ledger = *world.page().ledger;
        FieldMappings mappings = stored_mappings(ledger, Object::contacts).value();
        mappings.push_back(std::move(mapping));
        save(mappings);
    }
    void save(const FieldMappings& mappings)
    {
        Ledger& ledger = *world.page().ledger;
        ASSERT_TRUE(save_mappings(ledger, accounts_of_pair(), Object::contacts, mappings, world.clock.now()));
        pass_time();
    }
    MappedAccounts accounts_of_pair()
    {
        std::optional<store::LinkRow> link;
        EXPECT_TRUE(world.page().ledger->links.each(store::ObjectType::contacts,
                                                    [&](const store::LinkRow& row) -> Result<void> {
                                                        link = row;
                                                        return {};
                                                    }));
        return {link->quickbooks.connection, link->hubspot_connection};
    }
    int writes() const { return world.hubspot.writes + world.quickbooks.writes; }
    void expect_quiet()
    {
        const int before = writes();
        sync();
        EXPECT_EQ(writes(), before);
    }
    std::string in_hubspot(const std::string& property)
    {
        return contact_value(world, "ada@example.com", property);
    }

    World world;
    std::string customer;
    std::string contact;
};

TEST_F(MappedContacts, CarryACustomPropertyToQuickBooksAndBack)
{
    world.hubspot.change("contacts", contact, "jobtitle", "Countess");
    sync();
    EXPECT_EQ(customer_member(world, customer, "Title"), "") << "nobody mapped it";

    add({.property = "jobtitle", .field = "Title"});
    sync();

    EXPECT_EQ(customer_member(world, customer, "Title"), "Countess");
    expect_quiet();
    world.quickbooks.change("Customer", customer,
                            customer_members("Ada Lovelace", "ada@example.com") + R"(,"Title":"Lady")");
    sync();
    EXPECT_EQ(in_hubspot("jobtitle"), "Lady");
    expect_quiet();
}

TEST_F(MappedContacts, AreNotWrittenWhenOnlyAPlanIsMade)
{
    world.hubspot.change("contacts", contact, "jobtitle", "Countess");
    add({.property = "jobtitle", .field = "Title"});
    const int before = writes();

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(writes(), before);
    ASSERT_TRUE(world.page().plan);
    EXPECT_EQ(world.page().plan->of(Object::contacts).quickbooks_updates, 1);
}

TEST_F(MappedContacts, NeverBringBackWhatOnlyTravelsToQuickBooks)
{
    add({.property = "jobtitle", .field = "Title", .direction = FieldDirection::to_quickbooks});
    world.hubspot.change("contacts", contact, "jobtitle", "Countess");
    sync();
    EXPECT_EQ(customer_member(world, customer, "Title"), "Countess");

    world.quickbooks.change("Customer", customer,
                            customer_members("Ada Lovelace", "ada@example.com") + R"(,"Title":"Lady")");
    sync();

    EXPECT_EQ(in_hubspot("jobtitle"), "Countess");
    expect_quiet();
    world.hubspot.change("contacts", contact, "jobtitle", "Baroness");
    sync();
    EXPECT_EQ(customer_member(world, customer, "Title"), "Baroness");
    expect_quiet();
}

TEST_F(MappedContacts, OverwriteWithABlankOnlyWhereItIsSet)
{
    add({.property = "jobtitle", .field = "Title"});
    world.hubspot.change("contacts", contact, "jobtitle", "Countess");
    sync();
    world.hubspot.change("contacts", contact, "jobtitle", "");
    sync();
    EXPECT_EQ(customer_member(world, customer, "Title"), "Countess");

    FieldMappings mappings = stored_mappings(*world.page().ledger, Object::contacts).value();
    mappings.back().blank_overwrites = true;
    save(mappings);
    sync();

    EXPECT_EQ(customer_member(world, customer, "Title"), "");
    expect_quiet();
}

TEST_F(MappedContacts, FailWithASentenceWhereAValueCannotBeTurned)
{
    add({.property = "delivery",
         .field = "PreferredDeliveryMethod",
         .transform = Transform::choices,
         .choices = {{"Print", "paper"}}});
    world.hubspot.change("contacts", contact, "delivery", "pigeon");

    sync();

    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer),
              "The value 'pigeon' of delivery is in none of its mapping's pairs of values.");
    EXPECT_EQ(customer_member(world, customer, "PreferredDeliveryMethod"), "");
    world.hubspot.change("contacts", contact, "delivery", "paper");
    sync();
    EXPECT_EQ(customer_member(world, customer, "PreferredDeliveryMethod"), "Print");
    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer), "");
    expect_quiet();
}

TEST_F(MappedContacts, ComparePhoneNumbersAndNotTheirSpelling)
{
    FieldMappings mappings = stored_mappings(*world.page().ledger, Object::contacts).value();
    for (FieldMapping& mapping : mappings) {
        if (mapping.property != "phone") continue;
        mapping.transform = Transform::phone;
        mapping.option = "US";
    }
    world.quickbooks.change("Customer", customer,
                            customer_members("Ada Lovelace", "ada@example.com", "(555) 123-4567"));
    world.hubspot.change("contacts", contact, "phone", "555 123 4567");
    save(mappings);

    sync();

    EXPECT_EQ(world.page().ledger->conflicts.count_open().value(), 0);
    expect_quiet();
}

TEST_F(MappedContacts, LeaveOutAPropertyThatHubSpotNoLongerHas)
{
    add({.property = "jobtitle", .field = "Title"});
    sync();
    world.hubspot.undefine("contacts", "jobtitle");
    world.advance_minutes(25 * 60);
    world.quickbooks.change("Customer", customer,
                            customer_members("Ada Lovelace", "ada@example.com", "777") +
                                R"(,"Title":"Lady")");

    sync();

    EXPECT_EQ(in_hubspot("phone"), "777");
    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer), "");
}

}  // namespace
}  // namespace app::sync::testing
