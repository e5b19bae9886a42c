#include <gtest/gtest.h>

#include "once.h"
#include "support/answer.h"

namespace app::sync::testing {
namespace {

TEST(FirstRun, BringsEverythingExactlyOnce)
{
    World world;
    fill_small_company(world);

    const Result<void> run = world.sync();

    EXPECT_EQ(told(run), "done");
    expect_everything_once(world);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
}

TEST(FirstRun, IsFollowedByARunOfOneCallThatWritesNothing)
{
    World world;
    fill_small_company(world);
    ASSERT_EQ(told(world.sync()), "done");
    const int writes = world.hubspot.writes;
    world.proxy.log.clear();

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_EQ(world.hubspot.writes, writes);
    EXPECT_EQ(world.proxy.log.size(), 1U);
}

TEST(FirstRun, SendsNothingBeforeItsIntentIsDurable)
{
    World world;
    fill_small_company(world);
    int looked_up = 0;
    world.proxy.on_write = [&](const net::Request& request) {
        // Preparing the account is no intent: it is begun anew after an interruption.
        const bool prepares = request.path.contains("/crm/properties/") ||
                              request.path.ends_with("/crm/objects/2026-03/invoices") ||
                              request.method == net::Method::delete_ || request.body.contains("\"check\"");
        if (prepares) return;
        const std::string operation = header_value(request, "X-Op-Id");
        if (world.durable_body_of(operation) == request.body) ++looked_up;
        else ADD_FAILURE() << "not durable: " << request.path;
    };

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_GE(looked_up, 7);
}

TEST(Preview, WritesNothing)
{
    World world;
    fill_small_company(world);
    world.hubspot.add("contacts", {{"email", "ada@example.com"}});

    EXPECT_EQ(told(world.sync(Writing::no)), "done");

    EXPECT_EQ(world.hubspot.writes, 0);
    ASSERT_TRUE(world.page().plan.has_value());
    const RunPlan& plan = *world.page().plan;
    EXPECT_EQ(plan.of(Object::contacts).links, 1);
    EXPECT_EQ(plan.of(Object::contacts).creates, 2);
    EXPECT_EQ(plan.of(Object::products).creates, 2);
    EXPECT_EQ(plan.of(Object::invoices).creates, 2);
    EXPECT_EQ(plan.of(Object::invoices).lines, 4);
    EXPECT_EQ(plan.new_invoice_e4.at("USD"), 500'000);
}

TEST(Preview, IsFollowedByARunThatReadsOnlyWhatChanged)
{
    World world;
    fill_small_company(world);
    ASSERT_EQ(told(world.sync(Writing::no)), "done");
    const int before = world.proxy.calls_to("quickbooks");

    EXPECT_EQ(told(world.sync()), "done");

    expect_everything_once(world);
    EXPECT_EQ(world.proxy.calls_to("quickbooks") - before, 1);
}

}  // namespace
}  // namespace app::sync::testing
