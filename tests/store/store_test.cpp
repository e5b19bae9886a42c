#include "store/store.h"

#include <algorithm>

#include "base/task_group.h"
#include "store_fixture.h"
#include "support/open_store.h"

namespace app::store {
namespace {

using Kind = MemoryFaults::Kind;

Result<void> remember(Store& store, std::string_view name)
{
    return store.database().execute("INSERT OR REPLACE INTO setting VALUES (?1, 'x')", name);
}

std::int64_t remembered(Store& store)
{
    return must(store.database().number("SELECT count(*) FROM setting"));
}

class Watcher final : public SaveObserver {
public:
    void save_status_changed(const SaveStatus& status) override { seen.push_back(status.state); }
    std::vector<SaveState> seen;
};

TEST(Store, KeepsWhatWasPersistedOverARestart)
{
    Browser browser;
    std::unique_ptr<Store> store = browser.open();
    must(remember(*store, "a"));
    must(browser.persist(*store));
    store.reset();

    store = browser.open();

    EXPECT_EQ(remembered(*store), 1);
    EXPECT_EQ(store->access(), StoreAccess::writer);
}

TEST(Store, SavesByItselfWithinTwoHundredMilliseconds)
{
    Browser browser;
    std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    must(remember(*store, "a"));
    EXPECT_EQ(store->save_status().state, SaveState::saving);

    browser.idle(200);
    EXPECT_EQ(store->save_status().state, SaveState::saved);
    store.reset();

    EXPECT_EQ(remembered(*browser.open()), 1);
}

TEST(Store, FlushesNothingWhenNothingChanged)
{
    Browser browser;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    const std::int64_t flushes = store->counters().flushes;

    must(store->database().number("SELECT count(*) FROM setting"));
    must(browser.persist(*store));
    browser.idle(60'000);

    EXPECT_EQ(store->counters().flushes, flushes);
    EXPECT_EQ(flushes, 2);  // the opening, and the new schema
}

TEST(Store, LaterCommitsShareTheNextFlush)
{
    Browser browser;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    const std::int64_t before = store->counters().flushes;
    TaskGroup waiting([](const std::string&, const Error& error) { ADD_FAILURE() << error.message; });

    for (int i = 0; i < 50; ++i) {
        must(remember(*store, "name " + std::to_string(i)));
        waiting.start("persisted", store->persisted(Durability::every_copy));
        browser.loop.run_ready(1000);
    }
    browser.idle(50);

    EXPECT_FALSE(waiting.running("persisted"));
    EXPECT_EQ(store->counters().flushes - before, 2);  // the first, and all others together
}

TEST(Store, PersistedWaitsForItsOwnFlushNotAnEarlierOne)
{
    Browser browser;
    std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    must(remember(*store, "first"));
    Task<> first = store->persisted(Durability::every_copy);
    first.start();
    browser.loop.run_ready(1000);  // the first flush is under way
    must(remember(*store, "second"));
    must(browser.persist(*store));
    EXPECT_TRUE(first.done());
    first = {};
    store.reset();

    EXPECT_EQ(remembered(*browser.open()), 2);
}

TEST(Store, AWaitThatIsGivenUpDisturbsNobody)
{
    Browser browser;
    const std::unique_ptr<Store> store = browser.open();
    must(remember(*store, "a"));
    {
        Task<> given_up = store->persisted(Durability::every_copy);
        given_up.start();
        EXPECT_FALSE(given_up.done());
    }

    must(browser.persist(*store));

    EXPECT_EQ(store->save_status().state, SaveState::saved);
}

TEST(Store, AFailedFlushIsToldAndTriedAgain)
{
    Browser browser;
    Watcher watcher;
    browser.observer = &watcher;
    std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    watcher.seen.clear();
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    must(remember(*store, "a"));

    const Result<void> failed = browser.persist(*store);

    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::storage);
    EXPECT_EQ(store->save_status().state, SaveState::not_saved);
    EXPECT_FALSE(store->save_status().reason.empty());
    browser.pages->set_faults(std::nullopt);
    browser.idle(2000);
    EXPECT_EQ(watcher.seen, (std::vector{SaveState::saving, SaveState::not_saved, SaveState::saved}));
    store.reset();
    EXPECT_EQ(remembered(*browser.open()), 1);
}

TEST(Store, NeverSaysSavedWhileEveryFlushFails)
{
    Browser browser;
    Watcher watcher;
    browser.observer = &watcher;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    watcher.seen.clear();
    must(remember(*store, "a"));

    browser.idle(600'000);

    EXPECT_EQ(store->save_status().state, SaveState::not_saved);
    EXPECT_EQ(std::ranges::count(watcher.seen, SaveState::saved), 0);
    EXPECT_GT(store->counters().failed_flushes, 10);
    EXPECT_LT(store->counters().failed_flushes, 40);  // the back-off grows
    EXPECT_EQ(remembered(*store), 1);                 // reading goes on
}

TEST(Store, AFlushThatFailsOnceIsDoneAgainAndNobodyHearsOfIt)
{
    Browser browser;
    Watcher watcher;
    browser.observer = &watcher;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    watcher.seen.clear();
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_once, .write = 1});
    must(remember(*store, "a"));

    must(browser.persist(*store));

    EXPECT_EQ(store->counters().failed_flushes, 1);
    EXPECT_EQ(watcher.seen, (std::vector{SaveState::saving, SaveState::saved}));
}

TEST(Store, ALostAnswerIsRepairedByTheRepetition)
{
    Browser browser;
    std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::answer_lost, .write = 1});
    must(remember(*store, "a"));
    Task<> waiting = store->persisted(Durability::every_copy);
    must(remember(*store, "b"));

    must(testing::run_task(browser.loop, browser.clock, std::move(waiting)));

    EXPECT_EQ(store->counters().failed_flushes, 1);
    must(browser.persist(*store));
    EXPECT_EQ(store->save_status().state, SaveState::saved);
    store.reset();
    EXPECT_EQ(remembered(*browser.open()), 2);
}

TEST(Store, EveryWaitIsToldOfEveryFailedAttempt)
{
    Browser browser;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::fails_from_then, .write = 1});
    for (const char* const name : {"a", "b", "c"}) {
        must(remember(*store, name));
        const Result<void> failed = browser.persist(*store);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().kind, ErrorKind::storage);
    }
}

TEST(Store, AnUnansweredFlushKeepsPersistedWaiting)
{
    Browser browser;
    const std::unique_ptr<Store> store = browser.open();
    browser.idle(1000);
    browser.pages->set_faults(MemoryFaults{.kind = Kind::never_answers, .write = 1});
    must(remember(*store, "a"));

    const Result<void> result = browser.persist(*store);

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::cancelled);  // the test's own end of patience
    EXPECT_EQ(store->save_status().state, SaveState::saving);
}

TEST(Store, ASecondTabReadsWhatIsStoredAndCannotWrite)
{
    Browser browser;
    const std::unique_ptr<Store> first = browser.open();
    must(remember(*first, "a"));
    must(browser.persist(*first));

    const std::unique_ptr<Store> second = browser.open();

    EXPECT_EQ(second->access(), StoreAccess::other_tab);
    EXPECT_EQ(remembered(*second), 1);
    const Result<void> refused = remember(*second, "b");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, second->access_explanation());
    must(browser.persist(*second));  // nothing to wait for
}

TEST(Store, ASecondTabHearsThatTheFirstHasGone)
{
    Browser browser;
    std::unique_ptr<Store> first = browser.open();
    const std::unique_ptr<Store> second = browser.open();
    Task<> closed = second->other_tab_closed();
    closed.start();
    browser.idle(100);
    EXPECT_FALSE(closed.done());

    first.reset();
    browser.idle(100);

    EXPECT_TRUE(closed.done());
}

TEST(Store, ASecondTabFollowsWhatTheFirstStores)
{
    Browser browser;
    const std::unique_ptr<Store> first = browser.open();
    must(browser.persist(*first));
    const std::unique_ptr<Store> second = browser.open();
    ASSERT_EQ(remembered(*second), 0);

    for (int i = 0; i < 3; ++i) {
        must(remember(*first, std::to_string(i)));
        must(browser.persist(*first));
    }
    EXPECT_TRUE(must(testing::run_task(browser.loop, browser.clock, second->followed())));

    EXPECT_EQ(remembered(*second), 3);
    EXPECT_EQ(second->access(), StoreAccess::other_tab);
    EXPECT_FALSE(remember(*second, "b"));
}

TEST(Store, ASecondTabFollowsOverARenewedBase)
{
    Browser browser;
    const std::unique_ptr<Store> first = browser.open();
    must(browser.persist(*first));
    const std::unique_ptr<Store> second = browser.open();
    for (int i = 0; i < 300; ++i) {
        must(first->database().execute("INSERT INTO setting VALUES (?1, hex(randomblob(12000)))",
                                       std::to_string(i)));
    }
    must(browser.persist(*first));
    browser.idle(30'000);
    must(remember(*first, "after the base was renewed"));
    must(browser.persist(*first));
    ASSERT_GT(browser.disk->blocks.size(), 10U);

    EXPECT_TRUE(must(testing::run_task(browser.loop, browser.clock, second->followed())));

    EXPECT_EQ(remembered(*second), 301);
    EXPECT_EQ(std::get<0>(*must(second->database().first<std::string>("PRAGMA integrity_check"))), "ok");
}

TEST(Store, ASecondTabThatCameBeforeAnythingWasStoredMustBeLoadedAnew)
{
    Browser browser;
    const std::unique_ptr<Store> first = browser.open();
    const std::unique_ptr<Store> second = browser.open();
    must(remember(*first, "a"));
    must(browser.persist(*first));

    EXPECT_FALSE(must(testing::run_task(browser.loop, browser.clock, second->followed())));
}

// Neither loads nor answers.
class SilentPages final : public PageFile {
public:
    Task<StoredLog> load() override
    {
        co_await std::suspend_always{};
        co_return StoredLog{};
    }
    Task<std::vector<Bytes>> read_blocks(std::vector<std::uint32_t>) override { std::abort(); }
    Task<> append(Records) override { std::abort(); }
    Task<> write_base(std::shared_ptr<const BaseWrite>) override { std::abort(); }
    Task<> trim(std::int64_t, std::int64_t) override { std::abort(); }
    Task<> erase() override { std::abort(); }
};

TEST(Store, ASecondCopyThatDoesNotAnswerKeepsNobodyFromTheFirst)
{
    Browser browser;
    const std::unique_ptr<Store> store = must(testing::run_task(
        browser.loop, browser.clock,
        testing::open_store({.loop = browser.loop,
                             .random = browser.random,
                             .pages = std::make_unique<MemoryPages>(browser.loop, browser.disk, 1),
                             .second_pages = std::make_unique<SilentPages>(),
                             .lock = nullptr})));

    must(remember(*store, "a"));
    must(browser.persist(*store));

    EXPECT_EQ(store->second_copy_state(), SecondCopyState::failing);
}

TEST(Store, ErasingLeavesAFirstVisit)
{
    Browser browser;
    browser.second_disk = std::make_shared<MemoryDisk>();
    std::unique_ptr<Store> store = browser.open();
    must(remember(*store, "a"));
    must(browser.persist(*store));

    must(testing::run_task(browser.loop, browser.clock, store->erase()));
    EXPECT_FALSE(browser.persist(*store));
    store.reset();

    store = browser.open();
    EXPECT_EQ(store->history(), StoreHistory::continued);
    EXPECT_EQ(remembered(*store), 0);
}

// Two writers can only meet when the lock is not honoured, as by a tab that was frozen and thawed.
TEST(Store, AThawedTabCannotOverwriteNewerData)
{
    Browser browser;
    const std::unique_ptr<Store> frozen = browser.open();
    must(remember(*frozen, "old"));
    must(browser.persist(*frozen));
    browser.lock = std::make_shared<SharedTabLock>();
    const std::unique_ptr<Store> fresh = browser.open();
    browser.idle(1000);
    must(remember(*frozen, "stale"));

    const Result<void> refused = browser.persist(*frozen);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_EQ(frozen->save_status().state, SaveState::not_saved);
    EXPECT_FALSE(remember(*frozen, "more"));
    EXPECT_FALSE(browser.persist(*frozen));
    must(remember(*fresh, "new"));
    must(browser.persist(*fresh));
}

TEST(Store, ANewerSchemaIsReadOnly)
{
    Browser browser;
    std::unique_ptr<Store> store = browser.open();
    must(remember(*store, "a"));
    must(store->database().execute("PRAGMA user_version = 999"));
    must(browser.persist(*store));
    store.reset();

    store = browser.open();

    EXPECT_EQ(store->access(), StoreAccess::newer_schema);
    EXPECT_EQ(remembered(*store), 1);
    EXPECT_FALSE(remember(*store, "b"));
    browser.idle(1000);
    EXPECT_EQ(store->counters().flushes, 0);
}

TEST(Store, TellsAFirstVisitFromDataThatVanished)
{
    Browser browser;
    auto store = browser.open();
    EXPECT_EQ(store->history(), StoreHistory::continued);
    must(browser.persist(*store));
    store.reset();
    store = browser.open();
    EXPECT_EQ(store->history(), StoreHistory::continued);
    must(browser.persist(*store));
    store.reset();

    *browser.disk = {};
    store = browser.open();

    EXPECT_EQ(store->history(), StoreHistory::vanished);
    must(browser.persist(*store));
    store.reset();
    EXPECT_EQ(browser.open()->history(), StoreHistory::continued) << "from now on it is the known state";
}

TEST(Store, TellsAnOlderStateFromTheLastOne)
{
    Browser browser;
    auto store = browser.open();
    must(browser.persist(*store));
    const MemoryDisk before = *browser.disk;
    ASSERT_TRUE(remember(*store, "later"));
    must(browser.persist(*store));
    store.reset();

    *browser.disk = before;

    EXPECT_EQ(browser.open()->history(), StoreHistory::older);
}

}  // namespace
}  // namespace app::store
