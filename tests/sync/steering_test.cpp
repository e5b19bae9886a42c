#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

std::string state_of_latest_run(World& world)
{
    const auto run = world.page().ledger->runs.latest();
    return run && *run ? std::string(store::word_of((*run)->state)) : std::string();
}

// Calls `act` once, when the n-th exchange has begun.
void at_exchange(World& world, std::size_t exchange, std::function<void(Page&)> act)
{
    world.during_run = [&world, exchange, act = std::move(act), done = false](Page& page) mutable {
        if (done || world.proxy.log.size() < exchange) return;
        done = true;
        act(page);
    };
}

TEST(Stop, EndsTheRunAndTheNextOneGoesOn)
{
    for (std::size_t exchange = 3; exchange < 50; exchange += 4) {
        World world;
        fill_small_company(world);
        at_exchange(world, exchange, [](Page& page) { page.control.stop(); });

        const Result<void> stopped = world.sync();
        world.during_run = {};
        SCOPED_TRACE(exchange);
        if (!stopped) {
            EXPECT_EQ(stopped.error().kind, ErrorKind::cancelled);
            EXPECT_EQ(state_of_latest_run(world), "stopped");
        }
        world.page().control.reset();

        EXPECT_TRUE(world.run_until_quiet().has_value());
        expect_everything_once(world);
    }
}

TEST(Pause, HoldsTheRunUntilItIsResumed)
{
    World world;
    fill_small_company(world);
    std::size_t exchanges_at_pause = 0;
    int steps_paused = 0;
    at_exchange(world, 10, [](Page& page) { page.control.pause(); });
    const auto pause = world.during_run;
    world.during_run = [&](Page& page) {
        pause(page);
        if (!page.control.paused()) return;
        if (steps_paused == 0) exchanges_at_pause = world.proxy.log.size();
        // What was under way comes to its end; nothing more is begun.
        if (++steps_paused < 40 && (page.loop.has_ready() || page.loop.next_due())) return;
        EXPECT_LE(world.proxy.log.size(), exchanges_at_pause + 1);
        page.control.resume();
    };

    EXPECT_EQ(told(world.sync()), "done");

    EXPECT_GT(steps_paused, 0);
    expect_everything_once(world);
}

TEST(Offline, InTheMiddleEndsTheRunAndTheNextOneGoesOn)
{
    World world;
    fill_small_company(world);
    world.proxy.fail(45, Fault::offline, 200);

    const Result<void> run = world.sync();
    EXPECT_EQ(told(run).substr(0, 7), "offline");
    EXPECT_EQ(state_of_latest_run(world), "failed");
    EXPECT_LE(world.proxy.log.size(), 60U);  // bounded: no hot loop while there is no network
    world.proxy.heal();

    EXPECT_TRUE(world.run_until_quiet().has_value());
    expect_everything_once(world);
}

TEST(SwitchedOffObjects, AreNotWritten)
{
    World world;
    fill_small_company(world);

    EXPECT_EQ(told(world.sync(Writing::yes, {Object::contacts})), "done");

    EXPECT_EQ(world.hubspot.live("contacts").size(), 3U);
    EXPECT_TRUE(world.hubspot.live("products").empty());
    EXPECT_TRUE(world.hubspot.live("invoices").empty());
    EXPECT_TRUE(world.run_until_quiet().has_value());
    expect_everything_once(world);
}

TEST(Report, CountsWhatWasDone)
{
    World world;
    fill_small_company(world);

    ASSERT_EQ(told(world.sync()), "done");

    const auto run = world.page().ledger->runs.latest();
    ASSERT_TRUE(run && *run);
    EXPECT_EQ((*run)->state, store::RunState::completed);
    EXPECT_TRUE((*run)->counts.contains(
        R"("contacts":{"total":3,"seen":3,"created":3,"updated":0,"skipped":0,"failed":0})"))
        << (*run)->counts;
    EXPECT_TRUE((*run)->counts.contains(
        R"("invoices":{"total":2,"seen":2,"created":2,"updated":0,"skipped":0,"failed":0})"))
        << (*run)->counts;
}

}  // namespace
}  // namespace app::sync::testing
