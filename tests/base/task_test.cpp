#include "base/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/task_group.h"
#include "support/run_task.h"

namespace app {
namespace {

using testing::FakeClock;
using testing::run_task;

class TaskTest : public ::testing::Test {
protected:
    FakeClock clock;
    Loop loop{clock};
};

Task<int> plain(int value)
{
    co_return value;
}

Task<int> failing(std::string message)
{
    co_return failed(ErrorKind::rejected, std::move(message));
}

Task<int> late(Loop& loop, int value, double delay_ms)
{
    co_await loop.sleep(delay_ms);
    co_return value;
}

Task<int> late_failure(Loop& loop)
{
    co_await loop.sleep(10);
    co_return failed(ErrorKind::conflict, "changed");
}

Task<int> sum(Loop& loop)
{
    const int first = co_await plain(1);
    const int second = co_await late(loop, 2, 5);
    co_return first + second;
}

TEST_F(TaskTest, GivesTheValueOfItsChildren)
{
    const Result<int> result = run_task(loop, clock, sum(loop));

    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 3);
}

TEST_F(TaskTest, DoesNothingBeforeItIsStarted)
{
    bool ran = false;
    const auto body = [](bool& mark) -> Task<> {
        mark = true;
        co_return;
    };

    const Task<> task = body(ran);

    EXPECT_FALSE(ran);
}

Task<int> behind(Loop& loop, bool& reached, Task<int> child)
{
    co_await loop.sleep(1);
    const int value = co_await std::move(child);
    reached = true;
    co_return value;
}

TEST_F(TaskTest, PassesAFailureOfAnImmediateChildOn)
{
    bool reached = false;

    const Result<int> result = run_task(loop, clock, behind(loop, reached, failing("no")));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::rejected);
    EXPECT_FALSE(reached);
}

TEST_F(TaskTest, PassesAFailureOfALateChildThroughTwoLevels)
{
    bool reached = false;
    bool reached_above = false;

    const Result<int> result =
        run_task(loop, clock, behind(loop, reached_above, behind(loop, reached, late_failure(loop))));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "changed");
    EXPECT_FALSE(reached);
    EXPECT_FALSE(reached_above);
}

Task<std::string> inspecting(Loop& loop)
{
    const Result<int> result = co_await outcome(late_failure(loop));
    co_return result ? "value" : result.error().message;
}

TEST_F(TaskTest, OutcomeGivesTheErrorInsteadOfPassingItOn)
{
    EXPECT_EQ(run_task(loop, clock, inspecting(loop)).value_or(""), "changed");
}

Task<int> plain_result(Result<int> input)
{
    const int value = co_await std::move(input);
    co_return value * 2;
}

TEST_F(TaskTest, AwaitsAPlainResult)
{
    EXPECT_EQ(run_task(loop, clock, plain_result(21)).value_or(0), 42);
    EXPECT_FALSE(run_task(loop, clock, plain_result(failed(ErrorKind::malformed, "no"))));
}

struct Marker {
    explicit Marker(std::vector<std::string>& lines, std::string name)
        : m_lines(lines), m_name(std::move(name))
    {
    }
    ~Marker() { m_lines.push_back("end of " + m_name); }
    std::vector<std::string>& m_lines;
    std::string m_name;
};

Task<> marked_child(Loop& loop, std::vector<std::string>& lines)
{
    const Marker marker(lines, "child");
    co_await loop.sleep(100);
    lines.push_back("child went on");
}

Task<> marked_parent(Loop& loop, std::vector<std::string>& lines)
{
    const Marker marker(lines, "parent");
    co_await marked_child(loop, lines);
    lines.push_back("parent went on");
}

TEST_F(TaskTest, DestroyingItCancelsChildrenAndTimers)
{
    std::vector<std::string> lines;
    {
        Task<> task = marked_parent(loop, lines);
        task.start();
    }
    clock.advance(1000);
    loop.run_ready(8);

    EXPECT_EQ(lines, (std::vector<std::string>{"end of child", "end of parent"}));
    EXPECT_FALSE(loop.next_due());
}

TEST_F(TaskTest, DestroyingItWhileItsTurnIsQueuedForgetsTheTurn)
{
    std::vector<std::string> lines;
    {
        Task<> task = marked_parent(loop, lines);
        task.start();
        clock.advance(100);
        const auto nothing = []() -> Task<> { co_return; };
        Task<> other = nothing();
        loop.run_ready(0);
    }
    loop.run_ready(8);

    EXPECT_FALSE(loop.has_ready());
}

Task<int> many_awaits(int count)
{
    int total = 0;
    for (int round = 0; round < count; ++round) total += co_await plain(1);
    co_return total;
}

TEST_F(TaskTest, AwaitsAMillionFinishedChildrenWithoutStack)
{
    EXPECT_EQ(run_task(loop, clock, many_awaits(1'000'000)).value_or(0), 1'000'000);
}

Task<std::unique_ptr<int>> boxed()
{
    co_return std::make_unique<int>(7);
}

TEST_F(TaskTest, MovesValuesThatCannotBeCopied)
{
    const auto unboxed = [](Loop& own_loop) -> Task<int> {
        co_await own_loop.sleep(1);
        const std::unique_ptr<int> box = co_await boxed();
        co_return *box;
    };

    EXPECT_EQ(run_task(loop, clock, unboxed(loop)).value_or(0), 7);
}

Task<> quiet(Loop& loop, double delay_ms)
{
    co_await loop.sleep(delay_ms);
}

Task<> loud(Loop& loop)
{
    co_await late_failure(loop);
}

TEST_F(TaskTest, GroupReportsAFailureOnceWithTheTasksName)
{
    std::vector<std::string> failures;
    TaskGroup group([&](const std::string& name, const Error& error) {
        failures.push_back(name + ": " + error.message);
    });

    group.start("quiet", quiet(loop, 5));
    group.start("loud", loud(loop));
    EXPECT_TRUE(group.running("loud"));
    clock.advance(50);
    loop.run_ready(8);
    group.reap();

    EXPECT_EQ(failures, std::vector<std::string>{"loud: changed"});
    EXPECT_FALSE(group.running("loud"));
    EXPECT_FALSE(group.running("quiet"));
}

TEST_F(TaskTest, GroupCancelsByNameAndAtItsEnd)
{
    std::vector<std::string> lines;
    {
        TaskGroup group([](const std::string&, const Error&) {});
        group.start("first", marked_child(loop, lines));
        group.start("second", marked_child(loop, lines));
        group.cancel("first");
        EXPECT_EQ(lines.size(), 1U);
        EXPECT_TRUE(group.running("second"));
    }

    EXPECT_EQ(lines.size(), 2U);
    EXPECT_FALSE(loop.next_due());
}

}  // namespace
}  // namespace app
