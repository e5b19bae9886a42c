#include "base/loop.h"

#include <gtest/gtest.h>

#include <string>

#include "base/task.h"
#include "support/fake_clock.h"

namespace app {
namespace {

using testing::FakeClock;

class LoopTest : public ::testing::Test {
protected:
    FakeClock clock;
    Loop loop{clock};
    std::string order;
};

Task<> append_after(Loop& loop, std::string& order, char letter, double delay_ms)
{
    co_await loop.sleep(delay_ms);
    order += letter;
}

TEST_F(LoopTest, RunsTimersInTheOrderInWhichTheyAreDue)
{
    Task<> slow = append_after(loop, order, 's', 20);
    Task<> fast = append_after(loop, order, 'f', 10);
    Task<> next = append_after(loop, order, 'n', 10);
    slow.start();
    fast.start();
    next.start();

    clock.advance(9);
    loop.run_ready(8);
    EXPECT_EQ(order, "");
    EXPECT_EQ(loop.next_due(), MonotonicTime{10});
    clock.advance(1);
    loop.run_ready(8);
    EXPECT_EQ(order, "fn");
    clock.advance(10);
    loop.run_ready(8);

    EXPECT_EQ(order, "fns");
    EXPECT_FALSE(loop.next_due());
}

TEST_F(LoopTest, SleepOfNothingLetsOthersGoFirst)
{
    const auto twice = [](Loop& own_loop, std::string& letters, char letter) -> Task<> {
        letters += letter;
        co_await own_loop.sleep(0);
        letters += letter;
    };
    Task<> first = twice(loop, order, 'a');
    Task<> second = twice(loop, order, 'b');
    first.start();
    second.start();

    loop.run_ready(8);

    EXPECT_EQ(order, "abab");
}

TEST_F(LoopTest, ForgetsWhatWasDestroyed)
{
    Task<> kept = append_after(loop, order, 'k', 5);
    kept.start();
    {
        Task<> gone = append_after(loop, order, 'g', 5);
        gone.start();
    }

    clock.advance(5);
    loop.run_ready(8);

    EXPECT_EQ(order, "k");
}

Task<> work_in_pieces(Loop& loop, int& pieces)
{
    for (int piece = 0; piece < 100; ++piece) {
        ++pieces;
        co_await loop.pause_if_due();
    }
}

TEST_F(LoopTest, PausesOnlyWhenTheSliceIsUsedUp)
{
    int pieces = 0;
    const auto begin = [](Loop& own_loop, int& counted) -> Task<> {
        co_await own_loop.sleep(0);
        co_await work_in_pieces(own_loop, counted);
    };
    Task<> task = begin(loop, pieces);
    task.start();
    clock.ms_per_look = 1;

    const bool more = loop.run_ready(10);

    EXPECT_TRUE(more);
    EXPECT_GT(pieces, 3);
    EXPECT_LT(pieces, 20);
    while (loop.run_ready(10)) {}
    EXPECT_EQ(pieces, 100);
}

TEST_F(LoopTest, WakesItsOwnerOncePerRun)
{
    int wakes = 0;
    loop.set_wake([](void* context) { ++*static_cast<int*>(context); }, &wakes);
    Task<> first = append_after(loop, order, 'a', 5);
    Task<> second = append_after(loop, order, 'b', 5);

    first.start();
    second.start();
    EXPECT_EQ(wakes, 1);
    clock.advance(5);
    loop.run_ready(8);
    EXPECT_EQ(wakes, 1);
    Task<> third = append_after(loop, order, 'c', 5);
    third.start();

    EXPECT_EQ(wakes, 2);
}

}  // namespace
}  // namespace app
