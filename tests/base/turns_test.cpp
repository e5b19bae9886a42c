#include "base/turns.h"

#include <gtest/gtest.h>

#include <string>

#include "base/task_group.h"
#include "support/fake_clock.h"

namespace app {
namespace {

class TurnsTest : public ::testing::Test {
protected:
    Task<> work(std::string name, double duration_ms)
    {
        Turns::Turn turn = co_await turns.take();
        seen += "<" + name;
        if (duration_ms > 0) co_await loop.sleep(duration_ms);
        seen += name + ">";
    }
    Task<> release_early()
    {
        Turns::Turn turn = co_await turns.take();
        turn.release();
        co_await loop.sleep(100);
        seen += "end";
    }
    void start(const std::string& name, double duration_ms) { tasks.start(name, work(name, duration_ms)); }
    void run()
    {
        while (true) {
            while (loop.run_ready(1000)) {}
            const auto due = loop.next_due();
            if (!due) return;
            clock.advance_to(*due);
        }
    }

    testing::FakeClock clock;
    Loop loop{clock};
    Turns turns{loop};
    std::string seen;
    TaskGroup tasks{[](const std::string&, const Error&) {}};
};

TEST_F(TurnsTest, LetsOneAfterTheOtherThroughInTheOrderOfAsking)
{
    for (const char* name : {"a", "b", "c"}) start(name, 5);
    run();
    start("d", 0);

    EXPECT_EQ(seen, "<aa><bb><cc><dd>");
}

TEST_F(TurnsTest, GoesOnWhenTheOneWhoseTurnItIsIsCancelled)
{
    for (const char* name : {"a", "b", "c"}) start(name, 5);
    tasks.cancel("a");
    run();

    EXPECT_EQ(seen, "<a<bb><cc>");
}

TEST_F(TurnsTest, PassesOverWhoNoLongerWaits)
{
    for (const char* name : {"a", "b", "c"}) start(name, 5);
    tasks.cancel("b");
    run();

    EXPECT_EQ(seen, "<aa><cc>");
}

TEST_F(TurnsTest, PassesOnATurnThatWasGivenButNotTaken)
{
    for (const char* name : {"a", "b", "c"}) start(name, 5);
    tasks.cancel("a");  // the turn is b's from now on, but b has not run yet
    tasks.cancel("b");
    run();

    EXPECT_EQ(seen, "<a<cc>");
}

TEST_F(TurnsTest, ReleasedTurnsArePassedOnBeforeTheirOwnerEnds)
{
    tasks.start("releases", release_early());
    start("a", 0);
    run();

    EXPECT_EQ(seen, "<aa>end");
}

}  // namespace
}  // namespace app
