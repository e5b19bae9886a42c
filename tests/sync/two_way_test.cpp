#include "two_way.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sync/conflicts.h"

namespace app::sync::testing {
namespace {

// A pair in step, both ways switched on.
struct TwoWayContacts : ::testing::Test {
    TwoWayContacts()
    {
        customer = world.add_customer("Ada Lovelace", "ada@example.com");
        world.set(Object::contacts, both_ways());
        EXPECT_EQ(told(world.sync()), "done");
        contact = contact_id(world, "ada@example.com");
        pass_time();
    }
    void pass_time()
    {
        world.advance_minutes(30);
        world.proxy.log.clear();
    }
    void sync()
    {
        EXPECT_EQ(told(world.sync()), "done");
        pass_time();
    }
    void change_in_hubspot(const std::string& property, const std::string& value)
    {
        world.hubspot.change("contacts", contact, property, value);
    }
    void change_in_quickbooks(const std::string& phone)
    {
        world.quickbooks.change("Customer", customer,
                                customer_members("Ada Lovelace", "ada@example.com", phone));
    }
    void expect_quiet()
    {
        const int writes = world.hubspot.writes + world.quickbooks.writes;
        sync();
        EXPECT_EQ(world.hubspot.writes + world.quickbooks.writes, writes);
    }
    std::vector<store::ConflictRow> conflicts() { return world.page().ledger->conflicts.open(10).value(); }

    World world;
    std::string customer;
    std::string contact;
};

TEST_F(TwoWayContacts, TakeAChangeInHubSpotToQuickBooksAndNoFurther)
{
    change_in_hubspot("phone", "555");

    sync();

    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"555"})");
    EXPECT_EQ(customer_member(world, customer, "DisplayName"), "Ada Lovelace");
    EXPECT_EQ(world.quickbooks.writes, 1);
    expect_quiet();
    expect_quiet();
}

TEST_F(TwoWayContacts, MergeDifferentFields)
{
    change_in_hubspot("city", "London");
    change_in_quickbooks("777");

    sync();

    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "777");
    EXPECT_EQ(customer_member(world, customer, "BillAddr"), R"({"City":"London"})");
    expect_quiet();
}

TEST_F(TwoWayContacts, ParkAFieldThatBothChangedAndWriteWhatAPersonChooses)
{
    change_in_hubspot("phone", "555");
    change_in_hubspot("city", "London");
    change_in_quickbooks("777");

    sync();

    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "555");
    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"777"})");
    EXPECT_EQ(customer_member(world, customer, "BillAddr"), R"({"City":"London"})");
    ASSERT_EQ(conflicts().size(), 1U);
    EXPECT_EQ(conflicts()[0].hubspot, "555");
    EXPECT_EQ(conflicts()[0].quickbooks_value, "777");
    expect_quiet();
    ASSERT_EQ(conflicts().size(), 1U);

    const auto chosen =
        choose_in_conflicts(*world.page().ledger, {conflicts()[0].row_id}, Side::hubspot, world.clock.now());
    ASSERT_EQ(chosen.value_or(0), 1);
    sync();

    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"555"})");
    EXPECT_TRUE(conflicts().empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM conflict WHERE resolved_at IS NULL"), 0);
    expect_quiet();
}

TEST_F(TwoWayContacts, AskAgainWhenAValueChangedAfterTheChoice)
{
    change_in_hubspot("phone", "555");
    change_in_quickbooks("777");
    sync();
    ASSERT_EQ(conflicts().size(), 1U);
    EXPECT_TRUE(
        choose_in_conflicts(*world.page().ledger, {conflicts()[0].row_id}, Side::hubspot, world.clock.now()));
    change_in_quickbooks("778");

    sync();

    ASSERT_EQ(conflicts().size(), 1U);
    EXPECT_EQ(conflicts()[0].quickbooks_value, "778");
    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"778"})");
}

TEST_F(TwoWayContacts, CloseAConflictThatPeopleSettledThemselves)
{
    change_in_hubspot("phone", "555");
    change_in_quickbooks("777");
    sync();
    ASSERT_EQ(conflicts().size(), 1U);
    change_in_hubspot("phone", "777");

    sync();

    EXPECT_TRUE(conflicts().empty());
    change_in_quickbooks("778");
    sync();
    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "778");
}

TEST_F(TwoWayContacts, FollowTheRuleWhenTheNewerCounts)
{
    ObjectSettings settings = both_ways();
    settings.conflicts = ConflictRule::newest;
    world.set(Object::contacts, settings);
    change_in_quickbooks("777");
    world.advance_minutes(1);
    change_in_hubspot("phone", "555");

    sync();

    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"555"})");
    expect_quiet();
}

TEST_F(TwoWayContacts, ReadAgainWhatChangedInQuickBooksMeanwhile)
{
    change_in_hubspot("city", "London");
    world.proxy.on_write = [&](const net::Request& request) {
        if (!request.body.contains("\"operation\":\"update\"")) return;
        world.proxy.on_write = {};
        change_in_quickbooks("777");
    };

    sync();

    EXPECT_EQ(customer_member(world, customer, "BillAddr"), R"({"City":"London"})");
    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"777"})");
    sync();
    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "777");
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
}

TEST_F(TwoWayContacts, DoNotTakeAModificationForAChange)
{
    world.hubspot.touch("contacts", contact);
    world.quickbooks.touch("Customer", customer);

    expect_quiet();
}

TEST_F(TwoWayContacts, IgnoreASearchThatShowsWhatWasBeforeOurWrite)
{
    world.hubspot.search_lag_ms = 20 * 60'000;
    change_in_quickbooks("777");
    sync();

    expect_quiet();

    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "777");
}

// The search index does not show yet what somebody typed a moment ago: reading by id does.
TEST_F(TwoWayContacts, DoNotOverwriteWhatTheSearchDoesNotShowYet)
{
    change_in_quickbooks("777");
    world.hubspot.search_lag_ms = 60'000;
    change_in_hubspot("phone", "555");

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "555");
    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"777"})");
    pass_time();
    world.hubspot.search_lag_ms = 0;
    sync();
    ASSERT_EQ(conflicts().size(), 1U);
    EXPECT_EQ(conflicts()[0].hubspot, "555");
}

TEST_F(TwoWayContacts, DoNotBringBackWhatWasArchivedAMomentAgo)
{
    change_in_quickbooks("777");
    world.hubspot.archive("contacts", contact);

    sync();

    EXPECT_TRUE(world.hubspot.live("contacts").empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    expect_quiet();
}

TEST_F(TwoWayContacts, ReadEachBatchOnceBeforeWritingIt)
{
    for (int i = 0; i < 149; ++i) {
        const std::string number = std::to_string(i);
        world.add_customer("Customer " + number, "c" + number + "@example.com");
    }
    sync();
    for (int i = 0; i < 149; ++i) {
        const std::string number = std::to_string(i);
        world.quickbooks.change(
            "Customer", std::to_string(i + 2),
            customer_members("Customer " + number, "c" + number + "@example.com", number));
    }

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(std::ranges::count_if(world.proxy.log,
                                    [](const auto& call) { return call.path.ends_with("/batch/read"); }),
              2);
    EXPECT_EQ(world.proxy.log.size(), 7U) << "changes, search, recycle bin, two reads, two batches";
}

TEST_F(TwoWayContacts, RefuseWhatQuickBooksHasNoRoomFor)
{
    change_in_hubspot("phone", std::string(31, '5'));

    sync();

    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer),
              "The phone number has 31 characters; QuickBooks takes 30.");
    EXPECT_EQ(world.quickbooks.writes, 0);
    change_in_hubspot("phone", "5");
    sync();
    EXPECT_EQ(world.failure_of(store::ObjectType::contacts, customer), "");
}

TEST_F(TwoWayContacts, MakeACustomerOfANewContactOnce)
{
    world.hubspot.add("contacts", {{"email", "bob@example.com"}, {"firstname", "Bob"}, {"lastname", "Ray"}});

    sync();

    expect_pairs(world, 2);
    const std::string made = world.quickbooks.ids("Customer").back();
    EXPECT_EQ(customer_member(world, made, "DisplayName"), "Bob Ray");
    EXPECT_EQ(customer_member(world, made, "GivenName"), "Bob");
    expect_quiet();
    expect_pairs(world, 2);
}

TEST_F(TwoWayContacts, GiveTheSecondOfANameAnotherName)
{
    world.quickbooks.names_of_others = {"Bob Ray"};
    for (const char* email : {"b1@example.com", "b2@example.com", "b3@example.com"})
        world.hubspot.add("contacts", {{"email", email}, {"firstname", "Bob"}, {"lastname", "Ray"}});

    sync();
    sync();

    expect_pairs(world, 4);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    expect_quiet();
}

TEST_F(TwoWayContacts, MakeNoCustomerThatMayBeThereAlready)
{
    world.add_customer("Somebody", "twice@example.com");
    world.add_customer("Somebody else", "twice@example.com");
    world.hubspot.add("contacts", {{"email", "twice@example.com"}, {"lastname", "Twice"}});

    sync();
    sync();

    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 3U);
}

TEST_F(TwoWayContacts, LetOneBadCustomerOfABatchHoldUpNoOther)
{
    world.quickbooks.refused_family_name = "Bad";
    for (int i = 0; i < 30; ++i) {
        world.hubspot.add("contacts", {{"email", "c" + std::to_string(i) + "@example.com"},
                                       {"firstname", "C" + std::to_string(i)},
                                       {"lastname", i == 7 ? "Bad" : "Good"}});
    }

    sync();

    EXPECT_EQ(world.quickbooks.ids("Customer").size(), 30U);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 1);
}

TEST_F(TwoWayContacts, FindCustomersThatAnAnswerDoesNotMention)
{
    world.quickbooks.answers_left_out = 2;
    for (int i = 0; i < 4; ++i) {
        world.hubspot.add("contacts", {{"email", "c" + std::to_string(i) + "@example.com"},
                                       {"lastname", "Client " + std::to_string(i)}});
    }

    sync();

    expect_pairs(world, 5);
    world.quickbooks.answers_left_out = 0;
    expect_quiet();
}

TEST_F(TwoWayContacts, NeitherBringBackNorMakeAgainWhatWasArchivedInHubSpot)
{
    world.hubspot.archive("contacts", contact);
    change_in_quickbooks("777");
    world.advance_minutes(60);

    sync();

    EXPECT_TRUE(world.hubspot.live("contacts").empty());
    EXPECT_EQ(world.count("SELECT count(*) FROM exclusion WHERE reason = 'archived in HubSpot'"), 1);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    expect_quiet();
}

TEST_F(TwoWayContacts, LeaveAnInactiveCustomerAsItIs)
{
    world.quickbooks.change("Customer", customer,
                            R"json("DisplayName":"Ada Lovelace (deleted)","Active":false,"Balance":0)json");
    change_in_hubspot("phone", "555");

    sync();

    EXPECT_EQ(world.quickbooks.writes, 0);
    EXPECT_EQ(contact_value(world, "ada@example.com", "qbo_active"), "false");
    expect_quiet();
}

TEST_F(TwoWayContacts, NeedFewCalls)
{
    for (int i = 0; i < 1000; ++i) {
        world.hubspot.add("contacts", {{"email", "c" + std::to_string(i) + "@example.com"},
                                       {"lastname", "Client " + std::to_string(i)}});
    }

    EXPECT_EQ(told(world.sync()), "done");
    const auto calls = world.proxy.log.size();
    const auto quickbooks_calls = static_cast<unsigned>(world.proxy.calls_to("quickbooks"));
    pass_time();
    const auto made = world.quickbooks.ids("Customer").size();
    change_in_hubspot("city", "Rome");
    sync();
    for (int i = 0; i < 50; ++i) {
        world.hubspot.change("contacts", contact_id(world, "c" + std::to_string(i) + "@example.com"), "phone",
                             std::to_string(i));
    }
    EXPECT_EQ(told(world.sync()), "done");
    const auto first = world.proxy.log.size();
    pass_time();
    for (int i = 0; i < 50; ++i) {
        world.hubspot.change("contacts", contact_id(world, "c" + std::to_string(i) + "@example.com"), "phone",
                             std::to_string(100 + i));
    }
    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(made, 1001U);
    // 34 batches; 1,000 changes are five pages and the question when the newest was.
    EXPECT_LE(calls, 34U + 1 + 6 + 1);
    EXPECT_LE(quickbooks_calls, 35U) << "changes and 34 batches";
    EXPECT_LE(first, 7U) << "changes, search, recycle bin, the contacts again and their keys, two batches";
    EXPECT_LE(world.proxy.log.size(), 5U) << "changes, search, recycle bin, two batches";
}

TEST(TwelveThousandContactsOfOneMoment, AreAllRead)
{
    World world;
    world.add_customer("Ada Lovelace", "ada@example.com");
    ObjectSettings settings = both_ways();
    settings.in_quickbooks = WritePolicy::update_only;
    world.set(Object::contacts, settings);
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    world.slice_ms = 1000;
    for (int i = 0; i < 12'000; ++i) world.hubspot.add("contacts", {{"lastname", std::to_string(i)}});
    world.advance_minutes(1);

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.count("SELECT count(*) FROM contact"), 12'001);
}

TEST(OneWayContacts, AreNotReadOrWrittenTheOtherWay)
{
    World world;
    const std::string customer = world.add_customer("Ada Lovelace", "ada@example.com");
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    world.hubspot.change("contacts", contact_id(world, "ada@example.com"), "phone", "555");
    world.hubspot.add("contacts", {{"email", "bob@example.com"}});
    world.proxy.log.clear();

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.proxy.log.size(), 1U);
    EXPECT_EQ(world.quickbooks.writes, 0);
    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), "");
}

TEST(SwitchingToBothWays, TakesOverWhatWasEditedInHubSpotBefore)
{
    World world;
    const std::string customer = world.add_customer("Ada Lovelace", "ada@example.com");
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(30);
    world.hubspot.change("contacts", contact_id(world, "ada@example.com"), "phone", "555");
    world.advance_minutes(30);
    ASSERT_EQ(told(world.sync()), "done");

    world.set(Object::contacts, both_ways());
    ASSERT_EQ(told(world.sync()), "done");

    EXPECT_EQ(customer_member(world, customer, "PrimaryPhone"), R"({"FreeFormNumber":"555"})");
}

TEST_F(TwoWayContacts, LeaveTheValueBeforeEachWriteInTheLog)
{
    change_in_quickbooks("555");
    sync();
    change_in_quickbooks("777");

    sync();

    const auto rows = world.page().ledger->activity.list({.kind = store::ActivityKind::write,
                                                          .run = {},
                                                          .record = {},
                                                          .object = store::ObjectType::contacts,
                                                          .text = {}},
                                                         std::nullopt, 1);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_TRUE(rows->front().detail.contains(R"("before":{"phone":"555"},"after":{"phone":"777"})"))
        << rows->front().detail;
}

}  // namespace
}  // namespace app::sync::testing
