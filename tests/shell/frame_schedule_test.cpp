#include "shell/frame_schedule.h"

#include <gtest/gtest.h>

namespace app::shell {
namespace {

using Next = FrameSchedule::Next;
using Work = FrameSchedule::Work;

// A schedule whose first picture is drawn.
FrameSchedule idle_schedule()
{
    FrameSchedule schedule;
    schedule.frame_started({0});
    return schedule;
}

TEST(FrameSchedule, DrawsTheFirstPicture)
{
    FrameSchedule schedule;

    EXPECT_TRUE(schedule.next({0}, {}).frame);
}

TEST(FrameSchedule, AnIdlePageAsksForNothing)
{
    FrameSchedule schedule = idle_schedule();

    EXPECT_EQ(schedule.next({1}, {}), Next{});
}

TEST(FrameSchedule, DrawsAsManyFramesAsRequested)
{
    FrameSchedule schedule = idle_schedule();
    schedule.request_frames(2);
    schedule.request_frames(1);

    schedule.frame_started({1});
    EXPECT_TRUE(schedule.next({1}, {}).frame);
    schedule.frame_started({2});
    EXPECT_EQ(schedule.next({2}, {}), Next{});
}

TEST(FrameSchedule, WaitsForTheEarliestDeadlineWithATimer)
{
    FrameSchedule schedule = idle_schedule();
    schedule.request_frame_at({300});
    schedule.request_frame_at({200});

    EXPECT_EQ(schedule.next({150}, {}), (Next{.timer_ms = 50}));
    EXPECT_EQ(schedule.next({200}, {}), (Next{.frame = true}));
    schedule.frame_started({200});
    EXPECT_EQ(schedule.next({201}, {}), Next{});
}

TEST(FrameSchedule, ReadyTasksRunInAFrameWhenThereIsOneAndElseWithoutOne)
{
    FrameSchedule schedule = idle_schedule();

    EXPECT_EQ(schedule.next({1}, {.ready = true}), (Next{.slice = true}));

    schedule.request_frames(1);
    const Next next = schedule.next({1}, {.ready = true});
    EXPECT_TRUE(next.frame);
    EXPECT_FALSE(next.slice);
}

TEST(FrameSchedule, TasksDoNotWaitForAFrameThatDoesNotCome)
{
    FrameSchedule schedule = idle_schedule();
    schedule.request_frames(2);
    EXPECT_EQ(schedule.next({100}, {.ready = true}), (Next{.frame = true, .timer_ms = 50}));
    EXPECT_EQ(schedule.next({120}, {.ready = true}), (Next{.frame = true, .timer_ms = 30}));
    EXPECT_EQ(schedule.next({150}, {.ready = true}), (Next{.frame = true, .slice = true}));
    EXPECT_EQ(schedule.next({160}, {}), (Next{.frame = true})) << "nothing to do";

    schedule.frame_started({170});
    EXPECT_EQ(schedule.next({170}, {.ready = true}), (Next{.frame = true, .timer_ms = 50})) << "it came";
}

TEST(FrameSchedule, ATaskTimerIsWaitedFor)
{
    FrameSchedule schedule = idle_schedule();

    EXPECT_EQ(schedule.next({10}, Work{.due = MonotonicTime{25}}), (Next{.timer_ms = 15}));
    EXPECT_EQ(schedule.next({25}, Work{.due = MonotonicTime{25}}), (Next{.slice = true}));
}

TEST(FrameSchedule, AHiddenPageWorksAndDrawsNothingUntilItIsSeen)
{
    FrameSchedule schedule = idle_schedule();
    schedule.set_hidden(true);
    schedule.request_frames(1);
    schedule.request_frame_at({5});

    EXPECT_EQ(schedule.next({10}, {.ready = true}), (Next{.slice = true}));
    EXPECT_EQ(schedule.next({10}, {}), Next{});

    schedule.set_hidden(false);
    EXPECT_TRUE(schedule.next({11}, {}).frame);
}

TEST(FrameSchedule, TasksGetLittleTimeWhileThePersonIsBusy)
{
    FrameSchedule schedule = idle_schedule();
    const double at_rest = schedule.task_budget_ms({1000});
    schedule.input_arrived({1000});

    EXPECT_LT(schedule.task_budget_ms({1100}), at_rest);
    EXPECT_EQ(schedule.task_budget_ms({1300}), at_rest);
}

}  // namespace
}  // namespace app::shell
