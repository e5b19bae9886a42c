#include "features/storage/copy_schedule.h"

#include <gtest/gtest.h>

namespace app::features {
namespace {

constexpr std::int64_t hour = copy_interval_ms;
constexpr CopyMark saved{.at = {1'000 * hour}, .activity = 7, .sequence = 100};
constexpr CopyFailures no_failures;

CopyMark later(std::int64_t by_ms, std::int64_t activities, std::int64_t commits)
{
    return {.at = {saved.at.ms + by_ms},
            .activity = saved.activity + activities,
            .sequence = saved.sequence + commits};
}

TEST(CopySchedule, TheFirstCopyFollowsTheFirstSync)
{
    EXPECT_FALSE(is_copy_due({}, saved, false, no_failures));
    EXPECT_TRUE(is_copy_due({}, saved, true, no_failures));
}

TEST(CopySchedule, AtMostOnceAnHourAfterSomethingHappened)
{
    EXPECT_FALSE(is_copy_due(saved, later(hour - 1, 3, 9), true, no_failures));
    EXPECT_TRUE(is_copy_due(saved, later(hour, 3, 9), true, no_failures));
}

TEST(CopySchedule, WhatIsOnlyReadWaitsForADay)
{
    EXPECT_FALSE(is_copy_due(saved, later(24 * hour - 1, 0, 9), true, no_failures));
    EXPECT_TRUE(is_copy_due(saved, later(24 * hour, 0, 9), true, no_failures));
    EXPECT_FALSE(is_copy_due(saved, later(240 * hour, 0, 0), true, no_failures));
}

TEST(CopySchedule, FailuresAreTriedAgainEachTimeLater)
{
    const CopyMark now = later(100 * hour, 3, 9);
    const auto waited = [&](int count, std::int64_t ms) {
        return is_copy_due(saved, now, true, {.count = count, .last_at = {now.at.ms - ms}});
    };
    EXPECT_FALSE(waited(1, hour / 4 - 1));
    EXPECT_TRUE(waited(1, hour / 4));
    EXPECT_FALSE(waited(3, hour - 1));
    EXPECT_TRUE(waited(3, hour));
    EXPECT_FALSE(waited(50, 4 * hour - 1));
    EXPECT_TRUE(waited(50, 4 * hour));
}

}  // namespace
}  // namespace app::features
