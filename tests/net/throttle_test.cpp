#include "net/throttle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/fake_clock.h"
#include "support/run_task.h"

namespace app::net {
namespace {

using testing::FakeClock;

class ThrottleTest : public ::testing::Test {
protected:
    // Runs everything until nothing is left but what waits for ever.
    void run()
    {
        while (true) {
            if (loop.run_ready(8)) continue;
            const auto due = loop.next_due();
            if (!due) return;
            clock.advance_to(*due);
        }
    }

    FakeClock clock;
    Loop loop{clock};
    std::vector<double> begins_ms;
};

// One call that takes `work_ms`; notes when it began.
Task<> call(Loop& loop, Throttle& throttle, Budget budget, double work_ms, std::vector<double>& begins_ms)
{
    const Throttle::Permit permit = co_await throttle.acquire(budget);
    begins_ms.push_back(loop.clock().monotonic().ms);
    co_await loop.sleep(work_ms);
}

void start_calls(std::vector<Task<>>& tasks, int count, Loop& loop, Throttle& throttle, Budget budget,
                 double work_ms, std::vector<double>& begins_ms)
{
    for (int number = 0; number < count; ++number) {
        tasks.push_back(call(loop, throttle, budget, work_ms, begins_ms));
        tasks.back().start();
    }
}

// The most calls that began within any window of that length.
std::size_t most_within(const std::vector<double>& begins_ms, double window_ms)
{
    std::size_t most = 0;
    for (std::size_t first = 0; first < begins_ms.size(); ++first) {
        std::size_t last = first;
        while (last < begins_ms.size() && begins_ms[last] < begins_ms[first] + window_ms) ++last;
        most = std::max(most, last - first);
    }
    return most;
}

TEST_F(ThrottleTest, KeepsHubSpotsTenSecondLimitInEveryWindow)
{
    Throttle throttle(loop, throttle_limits(Service::hubspot));
    std::vector<Task<>> tasks;

    start_calls(tasks, 350, loop, throttle, Budget::general, 5, begins_ms);
    run();

    ASSERT_EQ(begins_ms.size(), 350U);
    EXPECT_LE(most_within(begins_ms, 10'000), 100U);
    EXPECT_LT(begins_ms.back(), 31'000);
}

TEST_F(ThrottleTest, KeepsBothQuickBooksLimits)
{
    Throttle throttle(loop, throttle_limits(Service::quickbooks));
    std::vector<Task<>> tasks;

    start_calls(tasks, 1'000, loop, throttle, Budget::general, 1, begins_ms);
    run();

    ASSERT_EQ(begins_ms.size(), 1'000U);
    EXPECT_LE(most_within(begins_ms, 1'000), 8U);
    EXPECT_LE(most_within(begins_ms, 60'000), 450U);
}

TEST_F(ThrottleTest, CountsBatchesOnTheirOwnAndWithTheRest)
{
    Throttle throttle(loop, throttle_limits(Service::quickbooks));
    std::vector<Task<>> tasks;

    start_calls(tasks, 70, loop, throttle, Budget::batch, 1, begins_ms);
    run();

    EXPECT_LE(most_within(begins_ms, 60'000), 30U);
    EXPECT_LE(most_within(begins_ms, 1'000), 8U);
}

TEST_F(ThrottleTest, LimitsCallsInFlightAndServesInOrder)
{
    Throttle throttle(loop, {.rates = {}, .in_flight_max = 2});
    std::vector<Task<>> tasks;

    start_calls(tasks, 5, loop, throttle, Budget::general, 100, begins_ms);
    loop.run_ready(8);
    EXPECT_EQ(throttle.in_flight(), 2);
    run();

    EXPECT_EQ(begins_ms, (std::vector<double>{0, 0, 100, 100, 200}));
    EXPECT_EQ(throttle.in_flight(), 0);
}

TEST_F(ThrottleTest, CancelledWaitersAndCallsGiveUpTheirPlace)
{
    Throttle throttle(loop, {.rates = {}, .in_flight_max = 1});
    std::vector<Task<>> tasks;
    start_calls(tasks, 4, loop, throttle, Budget::general, 100, begins_ms);

    tasks[1] = Task<>();  // waits in the queue
    tasks[0] = Task<>();  // is in flight: its place passes to the third
    tasks[2] = Task<>();  // has the place but not had its turn yet
    run();

    EXPECT_EQ(begins_ms, (std::vector<double>{0, 0}));
    EXPECT_EQ(throttle.in_flight(), 0);
}

TEST_F(ThrottleTest, CancelledReservationsAreGivenBack)
{
    const std::vector<Budget> budgets = {Budget::general};
    Throttle throttle(
        loop, {.rates = {{.calls_max = 1, .window_ms = 1'000, .budgets = budgets}}, .in_flight_max = 10});
    std::vector<Task<>> tasks;
    start_calls(tasks, 3, loop, throttle, Budget::general, 1, begins_ms);

    tasks.pop_back();
    start_calls(tasks, 1, loop, throttle, Budget::general, 1, begins_ms);
    run();

    EXPECT_EQ(begins_ms, (std::vector<double>{0, 1'000, 2'000}));
}

TEST_F(ThrottleTest, NoCallBeginsDuringAPause)
{
    Throttle throttle(loop, throttle_limits(Service::quickbooks));
    std::vector<Task<>> tasks;

    throttle.pause(60'000);
    throttle.pause(10);
    start_calls(tasks, 3, loop, throttle, Budget::general, 1, begins_ms);
    run();

    ASSERT_EQ(begins_ms.size(), 3U);
    EXPECT_GE(begins_ms.front(), 60'000);
}

}  // namespace
}  // namespace app::net
