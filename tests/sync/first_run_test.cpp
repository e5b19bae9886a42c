#include <gtest/gtest.h>

#include "once.h"

namespace app::sync::testing {
namespace {

std::string told(const Result<void>& result)
{
    return result ? "done" : std::string(name_of(result.error().kind)) + ": " + result.error().message + " " + result.error().detail;
}

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

}  // namespace
}  // namespace app::sync::testing
