#include <utility>

#include "with_second_copy.h"

// What counts as durable in two copies of which one is ahead.
namespace app::store {
namespace {

using Kind = MemoryFaults::Kind;

TEST_F(WithSecondCopy, WhatIsDurableInTheSecondFollowsToTheFirstTogether)
{
    const auto store = browser.open();
    browser.idle(1000);
    const std::int64_t before = browser.disk->writes;
    for (int i = 0; i < 5; ++i) {
        must(remember(*store, "soon"));
        must(browser.persist(*store, Durability::any_copy));
    }
    EXPECT_EQ(browser.disk->writes, before);

    browser.idle(Store::flush_delay_ms + 10);

    EXPECT_EQ(browser.disk->writes, before + 1);
    *browser.second_disk = {};
    browser.lock = std::make_shared<SharedTabLock>();
    EXPECT_EQ(remembered(*browser.open()), remembered(*store));
}

TEST_F(WithSecondCopy, WhatTheFirstDidNotGetInTimeIsInTheSecond)
{
    {
        const auto store = browser.open();
        browser.idle(1000);
        must(remember(*store, "a"));
        must(browser.persist(*store, Durability::any_copy));
    }
    ASSERT_LT(browser.known->first, browser.known->sequence);

    const auto store = browser.open();

    EXPECT_EQ(store->history(), StoreHistory::continued);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 2);
}

TEST_F(WithSecondCopy, WhatOnlyTheLostSecondHadIsMissed)
{
    {
        const auto store = browser.open();
        browser.idle(1000);
        must(remember(*store, "a"));
        must(browser.persist(*store, Durability::any_copy));
    }
    *browser.second_disk = {};

    const auto store = browser.open();

    EXPECT_EQ(store->history(), StoreHistory::older);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
}

TEST_F(WithSecondCopy, WhoAsksForEveryCopyWaitsForBoth)
{
    const auto store = browser.open();
    browser.idle(1000);
    must(remember(*store, "a"));
    must(browser.persist(*store, Durability::any_copy));
    const double before = browser.clock.elapsed_ms();

    must(browser.persist(*store, Durability::every_copy));

    EXPECT_LT(browser.clock.elapsed_ms() - before, Store::flush_delay_ms);
    browser.lock = std::make_shared<SharedTabLock>();
    std::shared_ptr<MemoryDisk> second = std::exchange(browser.second_disk, nullptr);
    EXPECT_EQ(remembered(*browser.open()), rows_in_bulk + 2);
    *browser.disk = {};
    browser.second_disk = std::move(second);
    browser.lock = std::make_shared<SharedTabLock>();
    EXPECT_EQ(remembered(*browser.open()), rows_in_bulk + 2);
}

// Both copies at once can be on their way to being whole: one that is not yet counts for nothing beside one that is.
TEST_F(WithSecondCopy, WhatOnlyAnUnfinishedFirstCopyHasIsNotDurable)
{
    *browser.disk = {};
    const auto store = browser.open();
    browser.second_pages->set_faults(MemoryFaults{.kind = Kind::never_answers, .write = 1});
    must(remember(*store, "a"));
    const double before = browser.clock.elapsed_ms();

    must(browser.persist(*store,
                         Durability::any_copy));  // the second is given up, and the first is all there is

    EXPECT_GE(browser.clock.elapsed_ms() - before, SecondCopy::answer_limit_ms);
}

// More than is joined in one append: nothing between the portions is left out.
TEST_F(WithSecondCopy, ManyMissingRecordsAreJoined)
{
    const MemoryDisk before = *browser.disk;
    {
        const auto store = browser.open();
        for (int row = 0; row < 100; ++row) {
            must(store->database().execute(
                "INSERT OR REPLACE INTO setting VALUES ('bulk ' || ?1, hex(randomblob(12000)) || 'new')",
                std::int64_t{row}));
            if (row % 10 == 9) must(browser.persist(*store));
        }
    }
    *browser.disk = before;
    expect_all(browser, StoreHistory::restored);

    *browser.second_disk = {};
    const auto store = browser.open();
    EXPECT_EQ(must(store->database().number("SELECT count(*) FROM setting WHERE value LIKE '%new'")), 100);
    EXPECT_EQ(std::get<0>(*must(store->database().first<std::string>("PRAGMA integrity_check"))), "ok");
}

// A first copy that takes nothing holds up the second one when it is too far behind.
TEST_F(WithSecondCopy, TheSecondRunsAheadOnlySoFar)
{
    const auto store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::never_answers, .write = 1});
    const auto write = [&](int commits) {
        for (int commit = 0; commit < commits; ++commit) {
            must(remember(*store, "row " + std::to_string(commit)));
            if (!browser.persist(*store, Durability::any_copy)) return commit;
        }
        return commits;
    };
    EXPECT_GT(write(100), 99);
    EXPECT_LT(write(1000), 450) << "it went on without the first";
}

// Else what only the second has would be gone when the page ends before the new one is whole.
TEST_F(WithSecondCopy, TheSecondIsNotBegunAnewBeforeTheFirstHasItAll)
{
    const auto store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    must(remember(*store, "a"));
    must(browser.persist(*store, Durability::any_copy));
    browser.second_pages->set_faults(MemoryFaults{.kind = Kind::fails_once, .write = 1});
    must(remember(*store, "b"));
    EXPECT_FALSE(browser.persist(*store, Durability::any_copy));
    browser.idle(10 * SecondCopy::retry_delay_ms);
    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
    {
        browser.lock = std::make_shared<SharedTabLock>();
        EXPECT_EQ(remembered(*browser.open()), rows_in_bulk + 2);
    }
}

// A page that was fenced off from the first copy may still have written to the second.
TEST_F(WithSecondCopy, OfAnEarlierWriterCountsLessThanWhatALaterOneStored)
{
    const MemoryDisk common = *browser.disk;
    {
        const auto fenced = browser.open();
        browser.idle(1000);
        for (int i = 0; i < 9; ++i) {
            must(remember(*fenced, "of the earlier writer " + std::to_string(i)));
            must(browser.persist(*fenced));
        }
    }
    *browser.disk = common;
    const std::shared_ptr<MemoryDisk> second = std::exchange(browser.second_disk, nullptr);
    for (int i = 0; i < 2; ++i) {
        const auto later = browser.open();
        must(remember(*later, "of the later writer"));
        must(browser.persist(*later));
    }
    browser.second_disk = second;
    *browser.known = {};

    const auto store = browser.open();

    EXPECT_EQ(remembered(*store), rows_in_bulk + 2);
    must(remember(*store, "more"));
    must(browser.persist(*store));
    *browser.disk = {};
    browser.lock = std::make_shared<SharedTabLock>();
    EXPECT_EQ(remembered(*browser.open()), rows_in_bulk + 3);
}

TEST_F(WithSecondCopy, AFirstCopyInTroubleIsTold)
{
    const auto store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    must(remember(*store, "a"));
    must(browser.persist(*store, Durability::any_copy));
    browser.idle(1000);
    EXPECT_EQ(store->save_status().state, SaveState::not_saved);
    must(remember(*store, "b"));

    EXPECT_FALSE(browser.persist(*store, Durability::any_copy));

    browser.pages->set_faults(std::nullopt);
    browser.idle(Store::retry_delay_max_ms);
    EXPECT_EQ(store->save_status().state, SaveState::saved);
    must(browser.persist(*store, Durability::every_copy));
}

}  // namespace
}  // namespace app::store
