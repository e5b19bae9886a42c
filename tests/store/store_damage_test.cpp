#include <algorithm>
#include <utility>

#include "store/block_seal.h"
#include "store_fixture.h"
#include "support/open_store.h"

// What the store does with a page file that has lost, exchanged or damaged something, with and without a second copy.
namespace app::store {
namespace {

using Kind = MemoryFaults::Kind;

constexpr int rows_in_bulk = 400;

Result<void> remember(Store& store, std::string_view name)
{
    return store.database().execute("INSERT OR REPLACE INTO setting VALUES (?1, 'x')", name);
}

std::int64_t remembered(Store& store)
{
    return must(store.database().number("SELECT count(*) FROM setting"));
}

// More than the log may hold at rest, in a few commits.
void write_bulk(Browser& browser, Store& store)
{
    for (int row = 0; row < rows_in_bulk; ++row) {
        must(store.database().execute(
            "INSERT OR REPLACE INTO setting VALUES ('bulk ' || ?1, hex(randomblob(12000)) || ?1)",
            std::int64_t{row}));
        if (row % 50 == 49) must(browser.persist(store));
    }
}

// A database whose base and log both hold something.
void live(Browser& browser)
{
    const std::unique_ptr<Store> store = browser.open();
    write_bulk(browser, *store);
    browser.idle(60'000);
    must(remember(*store, "in the log"));
    must(browser.persist(*store));
}

void expect_all(Browser& browser, StoreHistory history)
{
    const std::unique_ptr<Store> store = browser.open();
    EXPECT_EQ(store->access(), StoreAccess::writer);
    EXPECT_EQ(store->history(), history);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
    EXPECT_EQ(std::get<0>(*must(store->database().first<std::string>("PRAGMA integrity_check"))), "ok");
    must(remember(*store, "still writing"));
    must(browser.persist(*store));
    browser.idle(60'000);
}

class WithSecondCopy : public ::testing::Test {
protected:
    void SetUp() override
    {
        browser.second_disk = std::make_shared<MemoryDisk>();
        live(browser);
        ASSERT_FALSE(browser.disk->blocks.empty());
        ASSERT_FALSE(browser.second_disk->blocks.empty());
    }
    Browser browser;
};

TEST_F(WithSecondCopy, AVanishedFirstCopyIsRestored)
{
    *browser.disk = {};

    expect_all(browser, StoreHistory::restored);

    *browser.second_disk = {};
    const auto store = browser.open();  // from the first copy, which was written anew
    EXPECT_EQ(store->history(), StoreHistory::continued);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 2);
}

TEST_F(WithSecondCopy, AVanishedFirstCopyIsRestoredThoughTheTripwireKnowsNothing)
{
    *browser.disk = {};
    *browser.known = {};

    expect_all(browser, StoreHistory::restored);
}

TEST_F(WithSecondCopy, AnOlderFirstCopyIsBroughtUp)
{
    const MemoryDisk before = *browser.disk;
    {
        const auto store = browser.open();
        for (int i = 0; i < 5; ++i) {
            must(remember(*store, "later " + std::to_string(i)));
            must(browser.persist(*store));
        }
    }
    *browser.disk = before;

    const auto store = browser.open();

    EXPECT_EQ(store->history(), StoreHistory::restored);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 6);
}

TEST_F(WithSecondCopy, AnOlderFirstCopyIsBroughtUpThoughTheTripwireKnowsNothing)
{
    const MemoryDisk before = *browser.disk;
    {
        const auto store = browser.open();
        must(remember(*store, "later"));
        must(browser.persist(*store));
    }
    *browser.disk = before;
    *browser.known = {};

    const auto store = browser.open();

    EXPECT_EQ(remembered(*store), rows_in_bulk + 2);
    must(remember(*store, "more"));
    must(browser.persist(*store));
    EXPECT_EQ(std::get<0>(*must(store->database().first<std::string>("PRAGMA integrity_check"))), "ok");
}

TEST_F(WithSecondCopy, ADamagedBlockIsReplacedAndWrittenAnew)
{
    browser.disk->blocks.begin()->second[5000] ^= std::byte{1};

    expect_all(browser, StoreHistory::continued);
}

TEST_F(WithSecondCopy, ADamagedLogIsReplaced)
{
    browser.disk->records.rbegin()->second.back() ^= std::byte{1};

    expect_all(browser, StoreHistory::restored);
}

TEST_F(WithSecondCopy, ADamagedManifestIsReplaced)
{
    browser.disk->manifest.back() ^= std::byte{1};

    expect_all(browser, StoreHistory::restored);
}

TEST_F(WithSecondCopy, TheSecondIsBegunAnewWhenItIsDamaged)
{
    browser.second_disk->manifest.back() ^= std::byte{1};

    expect_all(browser, StoreHistory::continued);
    const auto store = browser.open();
    browser.idle(60'000);

    EXPECT_EQ(store->second_copy_state(), SecondCopyState::current);
}

TEST_F(WithSecondCopy, TheSecondIsBegunAnewWhenItVanished)
{
    *browser.second_disk = {};
    {
        const auto store = browser.open();
        browser.idle(60'000);
        EXPECT_EQ(store->second_copy_state(), SecondCopyState::current);
    }
    *browser.disk = {};

    expect_all(browser, StoreHistory::restored);
}

TEST_F(WithSecondCopy, AnUnfinishedSecondCopyIsNeverTaken)
{
    *browser.second_disk = {};
    {
        const auto store = browser.open();
        browser.idle(browser.delay_ms * 4);  // a few writes of many
        EXPECT_EQ(store->second_copy_state(), SecondCopyState::building);
    }
    *browser.disk = {};

    const auto store = browser.open();

    EXPECT_EQ(store->history(), StoreHistory::vanished);
    EXPECT_EQ(remembered(*store), 0);
}

TEST_F(WithSecondCopy, ACopyOfAnotherDatabaseIsNeverTaken)
{
    *browser.disk = {};
    const MemoryDisk another = std::exchange(*browser.second_disk, {});
    *browser.known = {};
    {
        const auto store = browser.open();  // a new life of few records
        must(remember(*store, "new"));
        must(browser.persist(*store));
    }
    *browser.second_disk = another;
    {
        const auto store = browser.open();
        EXPECT_EQ(store->history(), StoreHistory::continued);
        EXPECT_EQ(remembered(*store), 1);
        browser.idle(60'000);
        EXPECT_EQ(store->second_copy_state(), SecondCopyState::current);
    }
    *browser.disk = {};

    EXPECT_EQ(remembered(*browser.open()), 1);
}

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

TEST_F(WithSecondCopy, AFailingSecondCopyHoldsUpNobody)
{
    const auto store = browser.open();
    browser.second_pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    must(remember(*store, "a"));

    must(browser.persist(*store));

    EXPECT_EQ(store->save_status().state, SaveState::saved);
    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
    browser.second_pages->set_faults(std::nullopt);
    browser.idle(120'000);
    EXPECT_EQ(store->second_copy_state(), SecondCopyState::current);
}

TEST_F(WithSecondCopy, ASecondCopyThatDoesNotAnswerIsLeftBehind)
{
    const auto store = browser.open();
    browser.idle(1000);
    browser.second_pages->set_faults(MemoryFaults{.kind = Kind::never_answers, .write = 1});
    must(remember(*store, "a"));

    must(browser.persist(*store));

    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
    must(remember(*store, "b"));
    must(browser.persist(*store));
}

TEST_F(WithSecondCopy, VerifyingFindsDamageInEitherCopy)
{
    const auto store = browser.open();
    browser.idle(1000);
    const auto verify = [&] { return testing::run_task(browser.loop, browser.clock, store->verify()); };
    must(verify());
    for (MemoryDisk* const disk : {browser.disk.get(), browser.second_disk.get()}) {
        std::byte& byte = disk->blocks.begin()->second[77];
        byte ^= std::byte{1};
        const Result<void> found = verify();
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().kind, ErrorKind::storage);
        byte ^= std::byte{1};
        must(verify());
    }
}

// A file that somebody else still holds.
class HeldPages final : public PageFile {
public:
    HeldPages(Loop& loop, std::shared_ptr<MemoryDisk> disk, int failures)
        : m_pages(loop, std::move(disk)), m_failures(failures)
    {
    }
    Task<StoredLog> load() override
    {
        if (m_failures-- > 0) co_await Result<void>(failed(ErrorKind::storage, "The file is held."));
        co_return co_await m_pages.load();
    }
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t> numbers) override
    {
        return m_pages.read_blocks(std::move(numbers));
    }
    Task<> append(Records records) override { return m_pages.append(std::move(records)); }
    Task<> write_base(std::shared_ptr<const BaseWrite> write) override
    {
        return m_pages.write_base(std::move(write));
    }
    Task<> trim(std::int64_t first, std::int64_t last) override { return m_pages.trim(first, last); }
    Task<> erase() override { return m_pages.erase(); }

private:
    MemoryPages m_pages;
    int m_failures;
};

std::unique_ptr<Store> open_with_held_second(Browser& browser, int failures)
{
    return must(testing::run_task(
        browser.loop, browser.clock,
        testing::open_store(
            {.loop = browser.loop,
             .random = browser.random,
             .pages = std::make_unique<MemoryPages>(browser.loop, browser.disk, 1),
             .second_pages = std::make_unique<HeldPages>(browser.loop, browser.second_disk, failures),
             .lock = nullptr,
             .tripwire = std::make_unique<MemoryTripwire>(browser.known)})));
}

TEST_F(WithSecondCopy, IsReadAgainWhenItIsTheOnlyOneLeftAndHeldForAMoment)
{
    *browser.disk = {};

    const auto store = open_with_held_second(browser, 2);

    EXPECT_EQ(store->history(), StoreHistory::restored);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
}

TEST_F(WithSecondCopy, ThatCannotBeReadIsNotWrittenOverWhenTheFirstVanished)
{
    *browser.disk = {};
    const MemoryDisk before = *browser.second_disk;
    {
        const auto store = open_with_held_second(browser, 1'000);
        EXPECT_EQ(store->access(), StoreAccess::damaged);
        EXPECT_EQ(store->history(), StoreHistory::vanished);
        browser.idle(120'000);
        EXPECT_TRUE(browser.disk->records.empty());
        EXPECT_EQ(browser.second_disk->records, before.records);
    }
    const auto store = browser.open();
    EXPECT_EQ(store->history(), StoreHistory::restored);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
}

TEST_F(WithSecondCopy, ThatCannotBeReadKeepsNobodyFromAWholeFirst)
{
    const auto store = open_with_held_second(browser, 1'000);

    EXPECT_EQ(store->access(), StoreAccess::writer);
    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
}

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
