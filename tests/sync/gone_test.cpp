#include "sync/gone.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json.h"
#include "sync/mass_removal.h"
#include "two_way.h"

namespace app::sync::testing {
namespace {

Gone gone_from(Side side)
{
    return {.side = side, .why = {}};
}

TEST(EndOfAPair, FollowsThePolicy)
{
    const GonePair pair{.gone = gone_from(Side::quickbooks)};
    GonePair unlinked = pair;
    unlinked.policy = DeletionPolicy::unlink;
    GonePair removed = pair;
    removed.policy = DeletionPolicy::remove;

    EXPECT_EQ(decide_end(pair).end, PairEnd::keep);
    EXPECT_EQ(decide_end(unlinked).end, PairEnd::unlink);
    EXPECT_EQ(decide_end(removed).end, PairEnd::remove);
}

TEST(EndOfAPair, RemovesNothingThatMustStay)
{
    GonePair changed{.gone = {.side = Side::hubspot, .why = "archived in HubSpot"},
                     .policy = DeletionPolicy::remove,
                     .counterpart_has_changed = true};
    EXPECT_EQ(decide_end(changed).end, PairEnd::hold);
    EXPECT_EQ(decide_end(changed).why_held,
              "archived in HubSpot, but changed in QuickBooks since: it is not removed there");
    GonePair unwritable{.gone = gone_from(Side::hubspot),
                        .policy = DeletionPolicy::remove,
                        .may_write_counterpart = false};
    EXPECT_EQ(decide_end(unwritable).end, PairEnd::hold);
    GonePair both{.gone = {.side = Side::quickbooks, .why = {}, .on_both_sides = true},
                  .policy = DeletionPolicy::remove};
    EXPECT_EQ(decide_end(both).end, PairEnd::unlink);
}

TEST(MassRemoval, IsMoreThanTwentyAndMoreThanFivePercent)
{
    EXPECT_FALSE(is_mass_removal({.hubspot_removals = 20, .linked = 20}));
    EXPECT_TRUE(is_mass_removal({.hubspot_removals = 21, .linked = 100}));
    EXPECT_TRUE(
        is_mass_removal({.hubspot_removals = 7, .quickbooks_removals = 7, .unlinks = 7, .linked = 100}));
    EXPECT_FALSE(is_mass_removal({.hubspot_removals = 50, .linked = 1000}));
    EXPECT_TRUE(is_mass_removal({.hubspot_removals = 51, .linked = 1000}));
}

std::string inactive(const std::string& name, const std::string& email = {})
{
    JsonObject json;
    json.text("DisplayName", name + " (deleted)").boolean("Active", false).raw("Balance", "0");
    if (!email.empty()) json.raw("PrimaryEmailAddr", JsonObject().text("Address", email).str());
    const std::string text = json.str();
    return text.substr(1, text.size() - 2);
}

// Two pairs in step.
struct GoneContacts : ::testing::Test {
    void begin(DeletionPolicy policy, Direction direction = Direction::both)
    {
        ada = world.add_customer("Ada Lovelace", "ada@example.com");
        world.add_customer("Bob Ray", "bob@example.com");
        set(policy, direction);
        sync();
        contact = contact_id(world, "ada@example.com");
    }
    void set(DeletionPolicy policy, Direction direction = Direction::both)
    {
        ObjectSettings settings = both_ways();
        settings.direction = direction;
        settings.deletions = policy;
        world.set(Object::contacts, settings);
    }
    void sync()
    {
        EXPECT_EQ(told(world.sync()), "done");
        world.advance_minutes(61);
    }
    void expect_quiet()
    {
        const int writes = world.hubspot.writes + world.quickbooks.writes;
        sync();
        EXPECT_EQ(world.hubspot.writes + world.quickbooks.writes, writes);
    }
    std::int64_t linked()
    {
        return world.count("SELECT count(*) FROM link WHERE object = 'contacts' AND state = 'linked'");
    }
    std::int64_t excluded()
    {
        return world.count("SELECT count(*) FROM exclusion WHERE object = 'contacts'");
    }

    World world;
    std::string ada;
    std::string contact;
};

TEST_F(GoneContacts, OfAnInactiveCustomerAreArchived)
{
    begin(DeletionPolicy::remove);
    world.quickbooks.change("Customer", ada, inactive("Ada Lovelace", "ada@example.com"));

    sync();

    EXPECT_EQ(contact_id(world, "ada@example.com"), "there are 0");
    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U);
    EXPECT_EQ(linked(), 1);
    EXPECT_EQ(excluded(), 1);
    expect_quiet();
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 2U);
}

TEST_F(GoneContacts, OfAnInactiveCustomerAreArchivedOneWayToo)
{
    begin(DeletionPolicy::remove, Direction::to_hubspot);
    world.quickbooks.change("Customer", ada, inactive("Ada Lovelace", "ada@example.com"));

    sync();

    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U);
    expect_quiet();
}

TEST_F(GoneContacts, StayWhenTheyAreOnlyUnlinked)
{
    begin(DeletionPolicy::unlink);
    world.quickbooks.change("Customer", ada, inactive("Ada Lovelace", "ada@example.com"));
    const int writes = world.hubspot.writes;

    sync();

    EXPECT_EQ(world.hubspot.writes, writes);
    EXPECT_EQ(world.hubspot.live("contacts").size(), 2U);
    EXPECT_EQ(linked(), 1);
    world.hubspot.change("contacts", contact, "phone", "555");
    expect_quiet();
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 2U) << "it is not made a second time";
}

TEST_F(GoneContacts, MakeTheirCustomerInactive)
{
    begin(DeletionPolicy::remove);
    world.hubspot.archive("contacts", contact);

    sync();

    EXPECT_EQ(customer_member(world, ada, "Active"), "false");
    EXPECT_EQ(linked(), 1);
    expect_quiet();
    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U) << "it is not made again";
}

TEST_F(GoneContacts, LeaveTheirCustomerAsItIsWhenTheyAreUnlinked)
{
    begin(DeletionPolicy::unlink);
    world.hubspot.archive("contacts", contact);

    sync();

    EXPECT_EQ(customer_member(world, ada, "Active"), "true");
    EXPECT_EQ(world.quickbooks.writes, 0);
    EXPECT_EQ(linked(), 1);
    expect_quiet();
}

TEST_F(GoneContacts, TakeNoEditWithThem)
{
    begin(DeletionPolicy::remove);
    world.hubspot.archive("contacts", contact);
    world.quickbooks.change("Customer", ada, customer_members("Ada Lovelace", "ada@example.com", "777"));

    sync();

    EXPECT_EQ(customer_member(world, ada, "Active"), "true");
    EXPECT_EQ(
        world.count("SELECT count(*) FROM exclusion WHERE reason LIKE 'archived in HubSpot, but changed%'"),
        1);
    expect_quiet();
}

TEST_F(GoneContacts, AreLinkedOnWhenTheyWereMerged)
{
    begin(DeletionPolicy::remove);
    const std::string other = world.hubspot.add(
        "contacts", {{"email", "ada@work.example"}, {"lastname", "Lovelace"}, {"city", "Rome"}});
    set(DeletionPolicy::remove);
    const std::string survivor = world.hubspot.merge("contacts", contact, other);

    sync();

    EXPECT_EQ(linked(), 2);
    EXPECT_EQ(survivor,
              world.hubspot.with("contacts", "hs_merged_object_ids", contact + ";" + other).front().id);
    EXPECT_EQ(world.count("SELECT count(*) FROM link JOIN contact ON hubspot_id = contact.record_id "
                          "WHERE email = 'ada@example.com' AND archived = 0 AND state = 'linked'"),
              1);
    EXPECT_EQ(customer_member(world, ada, "Active"), "true");
    EXPECT_EQ(customer_member(world, ada, "BillAddr"), R"({"City":"Rome"})");
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 2U) << "no second customer is made of the survivor";
    expect_quiet();
}

TEST_F(GoneContacts, OfTwoCustomersMergedIntoOneLeaveOneOut)
{
    begin(DeletionPolicy::remove);
    world.hubspot.merge("contacts", contact, contact_id(world, "bob@example.com"));

    sync();

    EXPECT_EQ(linked(), 1);
    EXPECT_EQ(
        world.count("SELECT count(*) FROM exclusion WHERE reason LIKE 'its HubSpot record was merged%'"), 1);
    EXPECT_EQ(customer_member(world, ada, "Active"), "true");
    EXPECT_EQ(customer_member(world, "2", "Active"), "true");
    expect_quiet();
    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 2U);
    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U);
}

// Not in the recycle bin, in no search: only comparing all ids finds it.
TEST_F(GoneContacts, ThatWereDeletedForGoodAreFoundAfterALongGap)
{
    begin(DeletionPolicy::unlink);
    world.hubspot.purge("contacts", contact);
    sync();
    EXPECT_EQ(linked(), 2) << "nothing says so yet";
    world.advance_minutes(29 * 24 * 60);

    sync();

    EXPECT_EQ(linked(), 1);
    EXPECT_EQ(world.hubspot.live("contacts").size(), 1U);
    expect_quiet();
}

TEST_F(GoneContacts, StopTheRunWhenTheyAreTooMany)
{
    for (int i = 0; i < 25; ++i) {
        const std::string number = std::to_string(i);
        world.add_customer("Customer " + number, "c" + number + "@example.com");
    }
    begin(DeletionPolicy::remove);
    for (int i = 0; i < 21; ++i)
        world.quickbooks.change("Customer", std::to_string(i + 1), inactive("Customer " + std::to_string(i)));
    world.hubspot.change("contacts", contact, "phone", "555");
    const int writes = world.hubspot.writes;

    const std::string stopped = told(world.sync());

    EXPECT_TRUE(stopped.contains("21 of 27 linked contacts would be removed")) << stopped;
    EXPECT_EQ(world.hubspot.writes, writes);
    EXPECT_EQ(world.quickbooks.writes, 0);
    world.agreed_removals[0] = 20;
    EXPECT_NE(told(world.sync()), "done") << "the person agreed to fewer";
    world.agreed_removals[0] = 21;
    sync();
    EXPECT_EQ(world.hubspot.live("contacts").size(), 6U);
    EXPECT_EQ(linked(), 6);
}

struct GoneInvoices : ::testing::Test {
    void begin(DeletionPolicy policy)
    {
        fill_small_company(world);
        world.set(Object::invoices, {.deletions = policy});
        EXPECT_EQ(told(world.sync()), "done");
        world.advance_minutes(60);
    }
    void void_first()
    {
        InvoiceSpec spec{.customer = "1", .number = "1001"};
        spec.total = spec.balance = "0";
        spec.lines = {};
        world.quickbooks.change("Invoice", "1", invoice_members(spec) + R"(,"PrivateNote":"Voided")");
    }

    World world;
};

TEST_F(GoneInvoices, AreMarkedAsLongAsNothingElseIsSet)
{
    begin(DeletionPolicy::nothing);
    world.quickbooks.remove("Invoice", "1");

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("invoices").size(), 2U);
    EXPECT_EQ(world.hubspot.with("invoices", "qbo_stage", "Deleted").size(), 1U);
}

TEST_F(GoneInvoices, AreArchivedWhenTheyAreDeletedOrVoided)
{
    begin(DeletionPolicy::remove);
    void_first();
    world.quickbooks.remove("Invoice", "2");

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(world.hubspot.live("invoices").empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE object = 'invoices' AND state = 'linked'"), 0);
    const int writes = world.hubspot.writes;
    world.advance_minutes(60);
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(world.hubspot.writes, writes);
}

TEST_F(GoneInvoices, StayAsTheyWereWhenTheyAreUnlinked)
{
    begin(DeletionPolicy::unlink);
    void_first();
    const int writes = world.hubspot.writes;

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.writes, writes);
    EXPECT_EQ(world.count("SELECT count(*) FROM exclusion WHERE reason = 'unlinked: voided in QuickBooks'"),
              1);
}

// QuickBooks tells of deletions for 30 days: what was deleted 45 days ago is found by comparing, and confirmed.
TEST_F(GoneInvoices, OfALongGapAreFound)
{
    begin(DeletionPolicy::remove);
    world.quickbooks.remove("Invoice", "1");
    world.advance_minutes(45 * 24 * 60);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.live("invoices").size(), 1U);
}

TEST_F(GoneInvoices, AreComparedBeforeQuickBooksForgetsThem)
{
    begin(DeletionPolicy::remove);
    world.proxy.log.clear();
    world.advance_minutes(29 * 24 * 60);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_TRUE(
        std::ranges::none_of(world.proxy.log, [](const auto& call) { return call.path.ends_with("/cdc"); }));
}

// One pair loses its customer, one its contact, and an invoice is deleted.
void fill_and_remove(World& world)
{
    fill_small_company(world);
    world.add_customer("Zoe Last", "zoe@example.com");
    ObjectSettings contacts = both_ways();
    contacts.deletions = DeletionPolicy::remove;
    world.set(Object::contacts, contacts);
    world.set(Object::invoices, {.deletions = DeletionPolicy::remove});
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(90);
    world.proxy.log.clear();
    world.hubspot.archive("contacts", contact_id(world, "zoe@example.com"));
    world.quickbooks.change("Customer", "3", inactive("Customer"));
    world.quickbooks.remove("Invoice", "2");
    world.advance_minutes(1);
}

void expect_removed(World& world, std::size_t contacts)
{
    EXPECT_EQ(world.hubspot.live("contacts").size(), contacts);
    EXPECT_EQ(customer_member(world, "4", "Active"), "false");
    EXPECT_EQ(world.hubspot.live("invoices").size(), 1U);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE object = 'contacts' AND state = 'linked'"), 2);
}

struct CleanRemoval {
    std::size_t contacts = 0;
    int exchanges = 0;
};
CleanRemoval remove_without_faults()
{
    World world;
    fill_and_remove(world);
    EXPECT_EQ(told(world.sync()), "done");
    const CleanRemoval clean{.contacts = world.hubspot.live("contacts").size(),
                             .exchanges = static_cast<int>(world.proxy.log.size())};
    expect_removed(world, clean.contacts);
    return clean;
}

TEST(RemovingRun, SurvivesEveryFaultAtEveryExchange)
{
    const auto [contacts, exchanges] = remove_without_faults();
    ASSERT_GE(exchanges, 6);
    for (const Fault fault :
         {Fault::page_dies_before, Fault::page_dies_after_effect, Fault::page_dies_after_answer,
          Fault::answer_lost, Fault::proxy_dies_before, Fault::proxy_dies_after, Fault::unavailable_before,
          Fault::unavailable_after, Fault::unreadable, Fault::offline}) {
        for (int at = 1; at <= exchanges; ++at) {
            World world;
            world.quickbooks.knows_request_ids = at % 2 == 0;
            fill_and_remove(world);
            world.proxy.fail(at, fault);

            const std::optional<int> runs = world.run_until_quiet();

            SCOPED_TRACE(::testing::Message() << "exchange " << at << " fault " << static_cast<int>(fault));
            ASSERT_TRUE(runs.has_value());
            EXPECT_LE(*runs, 5);
            expect_removed(world, contacts);
            if (::testing::Test::HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace app::sync::testing
