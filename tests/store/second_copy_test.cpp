#include <utility>

#include "support/open_store.h"
#include "with_second_copy.h"

// What the second copy is for, and what it costs when it fails.
namespace app::store {
namespace {

using Kind = MemoryFaults::Kind;

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

TEST_F(WithSecondCopy, IsBegunAnewWhileEverythingKeepsChanging)
{
    *browser.second_disk = {};
    const auto store = browser.open();
    const std::int64_t blocks = static_cast<std::int64_t>(browser.disk->blocks.size());
    for (int commit = 0; store->second_copy_state() != SecondCopyState::current; ++commit) {
        ASSERT_LT(commit, 4 * blocks);
        must(store->database().execute("UPDATE setting SET value = replace(value, 'A', 'B') || 'A'"));
        must(browser.persist(*store));
    }
    must(browser.persist(*store));
    *browser.disk = {};
    browser.lock = std::make_shared<SharedTabLock>();
    const auto again = browser.open();
    EXPECT_EQ(remembered(*again), rows_in_bulk + 1);
    EXPECT_EQ(must(again->database().number("SELECT sum(length(value)) FROM setting")),
              must(store->database().number("SELECT sum(length(value)) FROM setting")));
    EXPECT_EQ(std::get<0>(*must(again->database().first<std::string>("PRAGMA integrity_check"))), "ok");
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

TEST_F(WithSecondCopy, ThatIsSlowIsWaitedForWhenItIsTheOnlyOneLeft)
{
    *browser.disk = {};
    browser.delay_ms = 2 * SecondCopy::answer_limit_ms;
    const auto store = browser.open();
    EXPECT_EQ(store->history(), StoreHistory::restored);
    EXPECT_EQ(remembered(*store), rows_in_bulk + 1);
}

// The first is whole, but the second may be ahead, and nobody may know of it.
TEST_F(WithSecondCopy, ThatIsSlowIsWaitedForBeforeAnythingIsWritten)
{
    {
        const auto store = browser.open();
        browser.idle(1000);
        must(remember(*store, "a"));
        must(browser.persist(*store, Durability::any_copy));
    }
    *browser.known = {};
    browser.delay_ms = 1.5 * SecondCopy::answer_limit_ms;
    EXPECT_EQ(remembered(*browser.open()), rows_in_bulk + 2);
}

TEST_F(WithSecondCopy, ThatCannotBeReadKeepsNobodyFromAWholeFirst)
{
    const auto store = open_with_held_second(browser, 1'000);

    EXPECT_EQ(store->access(), StoreAccess::writer);
    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
}

}  // namespace
}  // namespace app::store
