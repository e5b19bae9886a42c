#include <algorithm>
#include <utility>

#include "live_store.h"
#include "store/block_seal.h"

// What the store does with a page file that has lost, exchanged or damaged something.
namespace app::store {
namespace {

TEST(Damage, OfABlockMakesTheStoreReadOnlyAndChangesNothing)
{
    Browser browser;
    live(browser);
    (--browser.disk->blocks.end())->second[100] ^= std::byte{1};
    const MemoryDisk before = *browser.disk;

    const auto store = browser.open();
    browser.idle(60'000);

    EXPECT_EQ(store->access(), StoreAccess::damaged);
    EXPECT_FALSE(store->access_explanation().empty());
    EXPECT_FALSE(remember(*store, "b"));
    EXPECT_EQ(must(store->database().number("SELECT count(*) FROM sqlite_schema")) > 10, true);
    EXPECT_EQ(browser.disk->blocks, before.blocks);
    EXPECT_EQ(browser.disk->records, before.records);
    EXPECT_EQ(browser.disk->manifest, before.manifest);
}

TEST(Damage, CanBeWrittenOverByThePerson)
{
    Browser browser;
    {
        const auto store = browser.open();
        must(remember(*store, "before"));
        must(browser.persist(*store));
        must(remember(*store, "after"));
        must(browser.persist(*store));
    }
    browser.disk->records.rbegin()->second.back() ^= std::byte{1};
    {
        const auto store = browser.open();
        must(testing::run_task(browser.loop, browser.clock, store->write_over_damage()));
        must(remember(*store, "more"));
        must(browser.persist(*store));
        browser.idle(60'000);
    }
    const auto store = browser.open();

    EXPECT_EQ(store->access(), StoreAccess::writer);
    EXPECT_EQ(remembered(*store), 2);
}

TEST(Damage, AMissingOrOlderBlockIsNoticed)
{
    Browser browser;
    live(browser);
    const MemoryDisk whole = *browser.disk;
    browser.disk->blocks.erase(3);
    EXPECT_EQ(browser.open()->access(), StoreAccess::damaged);

    *browser.disk = whole;
    Bytes& block = browser.disk->blocks.at(3);
    block[1] ^= std::byte{1};
    seal_block(3, 1, std::span<std::byte, sealed_block_size>(block));
    EXPECT_EQ(browser.open()->access(), StoreAccess::damaged);
}

TEST(Damage, OfALaterRecordShowsTheStateBeforeIt)
{
    Browser browser;
    {
        const auto store = browser.open();
        must(remember(*store, "before"));
        must(browser.persist(*store));
        must(remember(*store, "after"));
        must(browser.persist(*store));
    }
    browser.disk->records.rbegin()->second.back() ^= std::byte{1};

    const auto store = browser.open();

    EXPECT_EQ(store->access(), StoreAccess::damaged);
    EXPECT_EQ(remembered(*store), 1);
    EXPECT_FALSE(remember(*store, "more"));
}

TEST(Damage, AMissingRecordInTheMiddleIsNoticed)
{
    Browser browser;
    {
        const auto store = browser.open();
        for (int i = 0; i < 4; ++i) {
            must(remember(*store, std::to_string(i)));
            must(browser.persist(*store));
        }
    }
    browser.disk->records.erase(3);

    EXPECT_EQ(browser.open()->access(), StoreAccess::damaged);
}

TEST(Damage, ARecordOfAnotherHistoryIsNoticed)
{
    Browser browser;
    Browser other;
    for (Browser* const each : {&browser, &other}) {
        const auto store = each->open();
        must(remember(*store, each == &browser ? "a" : "b"));
        must(each->persist(*store));
        must(remember(*store, "c"));
        must(each->persist(*store));
    }
    browser.disk->records.at(3) = other.disk->records.at(3);

    EXPECT_EQ(browser.open()->access(), StoreAccess::damaged);
}

TEST(Checkpoint, ShortensTheLogAtRestAndLosesNothing)
{
    Browser browser;
    live(browser);
    std::size_t log_bytes = 0;
    for (const auto& [number, bytes] : browser.disk->records) log_bytes += bytes.size();

    EXPECT_LT(log_bytes, Checkpointer::log_bytes_at_rest);
    EXPECT_GT(browser.disk->blocks.size() * block_size, Checkpointer::log_bytes_at_rest);
    expect_all(browser, StoreHistory::continued);
}

TEST(Checkpoint, GoesOnAfterARestart)
{
    Browser browser;
    {
        const auto store = browser.open();
        write_bulk(browser, *store);  // and the browser ends before there was a rest
    }
    ASSERT_TRUE(browser.disk->blocks.empty());

    const auto store = browser.open();
    browser.idle(1500);

    EXPECT_GT(browser.disk->blocks.size(), 20U);
}

TEST(Checkpoint, LeavesNoLargeRecordBehind)
{
    Browser browser;
    const auto store = browser.open();
    must(store->database().execute(R"sql(
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO setting SELECT i, hex(randomblob(12000)) FROM n
    )sql"));
    must(browser.persist(*store));
    browser.idle(60'000);

    std::size_t log_bytes = 0;
    for (const auto& [number, bytes] : browser.disk->records) log_bytes += bytes.size();
    EXPECT_LT(log_bytes, 10'000U);
}

TEST(Checkpoint, KeepsTheLastOpeningsAsFences)
{
    Browser browser;
    constexpr int openings = static_cast<int>(ImageCopy::openings_kept_max) + 20;
    for (int i = 0; i < openings; ++i) must(browser.persist(*browser.open()));
    {
        const auto store = browser.open();
        write_bulk(browser, *store);
        browser.idle(60'000);
    }

    EXPECT_LE(browser.disk->records.size(), ImageCopy::openings_kept_max + 10);
    EXPECT_GE(browser.disk->records.size(), ImageCopy::openings_kept_max);
    EXPECT_EQ(remembered(*browser.open()), rows_in_bulk);
}

TEST(Checkpoint, KeepsUpWithCommitsWithoutRest)
{
    Browser browser;
    browser.delay_ms = 1;
    const auto store = browser.open();
    std::size_t longest = 0;
    for (int round = 0; round < 40; ++round) {
        must(store->database().execute(R"sql(
            INSERT OR REPLACE INTO setting
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
            SELECT 'bulk ' || i, hex(randomblob(10000)) || ?1 FROM n
        )sql",
                                       std::int64_t{round}));
        must(browser.persist(*store));
        std::size_t log_bytes = 0;
        for (const auto& [number, bytes] : browser.disk->records) log_bytes += bytes.size();
        longest = std::max(longest, log_bytes);
    }

    EXPECT_LT(longest, Checkpointer::log_bytes_max * 3 / 2);
    EXPECT_GT(longest, Checkpointer::log_bytes_max / 2);
}

TEST(Loading, AnswersBeforeEverythingIsThereAndRefusesChanges)
{
    Browser browser;
    live(browser);

    const auto store = must(browser.begin_to_open());

    EXPECT_LT(store->loaded_part(), 1);
    EXPECT_FALSE(remember(*store, "too early"));
    const auto ask = [&]() -> Result<std::int64_t> {
        return store->database().number("SELECT count(*) FROM setting WHERE name = 'bulk 77'");
    };
    EXPECT_EQ(must(testing::run_task(browser.loop, browser.clock, store->read<std::int64_t>(ask))), 1);
    must(testing::run_task(browser.loop, browser.clock, store->loaded()));
    EXPECT_EQ(store->loaded_part(), 1);
    must(remember(*store, "now"));
}

}  // namespace
}  // namespace app::store
