#include <gtest/gtest.h>

#include "two_way.h"

namespace app::sync::testing {
namespace {

// Two pairs in step; then a change on each side, one of the same field on both, and two new contacts of one name.
void fill_and_change(World& world)
{
    world.add_customer("Ada Lovelace", "ada@example.com");
    world.add_customer("Bob Ray", "bob@example.com");
    world.set(Object::contacts, both_ways());
    EXPECT_EQ(told(world.sync()), "done");
    world.advance_minutes(60);
    world.proxy.log.clear();
    world.hubspot.change("contacts", contact_id(world, "ada@example.com"), "city", "London");
    world.hubspot.change("contacts", contact_id(world, "ada@example.com"), "phone", "111");
    world.quickbooks.change("Customer", "1", customer_members("Ada Lovelace", "ada@example.com", "222"));
    world.quickbooks.change("Customer", "2", customer_members("Bob Ray", "bob@example.com", "333"));
    for (const char* email : {"c1@example.com", "c2@example.com"})
        world.hubspot.add("contacts", {{"email", email}, {"firstname", "Cleo"}, {"lastname", "Pat"}});
    world.advance_minutes(1);
}

void expect_all_settled(World& world)
{
    expect_pairs(world, 4);
    EXPECT_EQ(customer_member(world, "1", "BillAddr"), R"({"City":"London"})");
    EXPECT_EQ(customer_member(world, "1", "PrimaryPhone"), R"({"FreeFormNumber":"222"})");
    EXPECT_EQ(contact_value(world, "ada@example.com", "phone"), "111");
    EXPECT_EQ(contact_value(world, "bob@example.com", "phone"), "333");
    EXPECT_EQ(world.count("SELECT count(*) FROM conflict WHERE choice = 'open' AND resolved_at IS NULL"), 1);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM link WHERE changed_at IS NOT NULL"), 0);
}

int exchanges_of_a_clean_change()
{
    World world;
    fill_and_change(world);
    EXPECT_EQ(told(world.sync()), "done");
    return static_cast<int>(world.proxy.log.size());
}

void expect_safe_at_every_exchange(Fault fault, bool knows_request_ids, int count = 1)
{
    const int exchanges = exchanges_of_a_clean_change();
    ASSERT_GE(exchanges, 5);
    for (int at = 1; at <= exchanges; ++at) {
        World world;
        world.quickbooks.knows_request_ids = knows_request_ids;
        fill_and_change(world);
        // No write may leave whose intent would be lost with the page.
        world.proxy.on_write = [&](const net::Request& request) {
            for (const auto& [name, value] : request.headers) {
                if (name == "X-Op-Id") EXPECT_EQ(world.durable_body_of(value), request.body);
            }
        };
        world.proxy.fail(at, fault, count);

        const std::optional<int> runs = world.run_until_quiet();

        SCOPED_TRACE(::testing::Message() << "exchange " << at << " fault " << static_cast<int>(fault)
                                          << (knows_request_ids ? "" : ", request ids forgotten"));
        ASSERT_TRUE(runs.has_value());
        EXPECT_LE(*runs, 5);
        expect_all_settled(world);
        if (::testing::Test::HasFailure()) return;
    }
}

TEST(TwoWayRun, SurvivesAKilledPageAtEveryExchange)
{
    for (const bool knows : {true, false}) {
        expect_safe_at_every_exchange(Fault::page_dies_before, knows);
        expect_safe_at_every_exchange(Fault::page_dies_after_effect, knows);
        expect_safe_at_every_exchange(Fault::page_dies_after_answer, knows);
    }
}

TEST(TwoWayRun, SurvivesAnyOtherFaultAtEveryExchange)
{
    for (const Fault fault :
         {Fault::answer_lost, Fault::proxy_dies_before, Fault::proxy_dies_after, Fault::unavailable_before,
          Fault::unavailable_after, Fault::unreadable, Fault::offline, Fault::throttled}) {
        for (const bool knows : {true, false}) expect_safe_at_every_exchange(fault, knows);
    }
}

TEST(TwoWayRun, SurvivesAnOutageThatLastsLongerThanACallIsRepeated)
{
    for (const bool knows : {true, false}) {
        expect_safe_at_every_exchange(Fault::answer_lost, knows, 8);
        expect_safe_at_every_exchange(Fault::unavailable_after, knows, 8);
    }
}

TEST(TwoWayRun, SurvivesAKilledPageAtAnyStep)
{
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        const int at = kills + 1;
        World world;
        world.quickbooks.knows_request_ids = kills % 2 == 0;
        fill_and_change(world);
        int step = 0;
        world.during_run = [&](Page&) { world.proxy.page_died = ++step == at; };

        killed = !world.sync().has_value();
        world.during_run = {};
        world.advance_minutes(30);

        SCOPED_TRACE(::testing::Message() << "step " << at);
        ASSERT_TRUE(world.run_until_quiet().has_value());
        expect_all_settled(world);
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(kills, 30);
}

// A day later QuickBooks may have forgotten the request id, and the proxy its answer: what was made is recognised
// by the mark it carries.
TEST(TwoWayRun, MakesNoCustomerTwiceWhenTheAnswerIsLostForADay)
{
    const int last = exchanges_of_a_clean_change();  // the one that makes customers
    World world;
    world.quickbooks.knows_request_ids = false;
    fill_and_change(world);
    world.proxy.fail(last, Fault::page_dies_after_effect);
    ASSERT_FALSE(world.sync().has_value());
    world.advance_minutes(26 * 60);

    ASSERT_TRUE(world.run_until_quiet().has_value());

    expect_all_settled(world);
}

}  // namespace
}  // namespace app::sync::testing
