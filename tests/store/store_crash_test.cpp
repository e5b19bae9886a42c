#include <cstdlib>

#include "store_fixture.h"

// Crashes at every flush of a busy life: whatever was acknowledged must be there afterwards, nothing
// half of a transaction may be, and the database must be whole.
namespace app::store {
namespace {

constexpr int steps_of_a_life = 25;

// What a life left behind, as far as its owner was told.
struct Life {
    std::int64_t acknowledged = 0;  // number of the last step that persisted() confirmed
    bool ended_early = false;
};

// Step n writes row n and adds n to a running sum in one transaction, with some bulk around it.
Result<void> write_step(Database& database, std::int64_t step)
{
    Transaction transaction = TRY(Transaction::begin(database));
    TRY(database.execute("INSERT OR REPLACE INTO setting VALUES ('step ' || ?1, ?1)", step));
    TRY(database.execute(R"sql(
        INSERT INTO setting VALUES ('sum', ?1)
        ON CONFLICT (name) DO UPDATE SET value = value + ?1
    )sql",
                         step));
    TRY(database.execute(
        "INSERT OR REPLACE INTO setting VALUES ('bulk ' || (?1 % 5), hex(zeroblob(?1 * 997)))", step));
    return transaction.commit();
}

Life live(Browser& browser, std::optional<MemoryFaults> faults,
          std::optional<MemoryFaults> second_faults = {}, Durability durability = Durability::every_copy)
{
    Life life;
    const std::unique_ptr<Store> store = browser.open();
    browser.pages->set_faults(faults);
    if (browser.second_pages) browser.second_pages->set_faults(second_faults);
    for (std::int64_t step = 1; step <= steps_of_a_life; ++step) {
        must(write_step(store->database(), step));
        if (step % 3 == 0) continue;  // shares the flush of the next
        if (!browser.persist(*store, durability)) {
            life.ended_early = true;
            return life;  // the tab dies here
        }
        life.acknowledged = step;
    }
    return life;
}

void expect_whole(Browser& browser, const Life& life)
{
    browser.lock = std::make_shared<SharedTabLock>();
    const std::unique_ptr<Store> store = browser.open();
    Database& database = store->database();
    const std::int64_t last = must(database.number(
        "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM setting WHERE name LIKE 'step %'"));
    EXPECT_GE(last, life.acknowledged);
    EXPECT_EQ(must(database.number("SELECT count(*) FROM setting WHERE name LIKE 'step %'")), last);
    EXPECT_EQ(must(database.number("SELECT coalesce(sum(value), 0) FROM setting WHERE name = 'sum'")),
              last * (last + 1) / 2);
    EXPECT_EQ(std::get<0>(*must(database.first<std::string>("PRAGMA integrity_check"))), "ok");
    must(write_step(database, last + 1));
    must(browser.persist(*store));
}

class CrashAtEveryWrite : public ::testing::TestWithParam<MemoryFaults::Kind> {};

TEST_P(CrashAtEveryWrite, LosesNothingThatWasAcknowledged)
{
    Browser clean;
    const Life whole = live(clean, std::nullopt);
    ASSERT_EQ(whole.acknowledged, steps_of_a_life);
    const int writes = clean.pages ? static_cast<int>(clean.disk->writes) : 0;
    ASSERT_GT(writes, 10);

    int died = 0;
    for (int write = 1; write <= writes; ++write) {
        SCOPED_TRACE(::testing::Message() << "fault at write " << write);
        Browser browser;
        const Life life = live(browser, MemoryFaults{.kind = GetParam(), .write = write});
        died += life.ended_early ? 1 : 0;
        expect_whole(browser, life);
    }
    // What passes by itself ends no life.
    const bool passes =
        GetParam() == MemoryFaults::Kind::fails_once || GetParam() == MemoryFaults::Kind::answer_lost;
    if (passes) EXPECT_EQ(died, 0);
    else EXPECT_GT(died, writes / 2);
}

// With a second copy the browser may throw the first one away after any crash.
TEST_P(CrashAtEveryWrite, LosesNothingWhenTheFirstCopyVanishesToo)
{
    Browser clean;
    clean.second_disk = std::make_shared<MemoryDisk>();
    live(clean, std::nullopt);
    const int writes = static_cast<int>(clean.disk->writes);
    for (int write = 2; write <= writes; ++write) {
        SCOPED_TRACE(::testing::Message() << "fault at write " << write);
        Browser browser;
        browser.second_disk = std::make_shared<MemoryDisk>();
        const Life life = live(browser, MemoryFaults{.kind = GetParam(), .write = write});
        *browser.disk = {};
        expect_whole(browser, life);
    }
}

// What goes wrong with the second copy costs nothing, whatever it is.
TEST_P(CrashAtEveryWrite, LosesNothingWhenTheSecondCopyFails)
{
    for (int write = 1; write <= 20; ++write) {
        SCOPED_TRACE(::testing::Message() << "fault of the second copy at write " << write);
        Browser browser;
        browser.second_disk = std::make_shared<MemoryDisk>();
        const Life life = live(browser, std::nullopt, MemoryFaults{.kind = GetParam(), .write = write});
        EXPECT_EQ(life.acknowledged, steps_of_a_life);
        expect_whole(browser, life);
    }
}

// Whichever copy was the quicker, and whichever of them goes wrong.
TEST_P(CrashAtEveryWrite, LosesNothingThatOneCopyHas)
{
    for (const bool hits_second : {false, true}) {
        for (int write = 1; write <= 20; ++write) {
            SCOPED_TRACE(::testing::Message()
                         << "fault at write " << write << (hits_second ? " of the second" : ""));
            Browser browser;
            browser.second_disk = std::make_shared<MemoryDisk>();
            const MemoryFaults fault{.kind = GetParam(), .write = write};
            const Life life = live(browser, hits_second ? std::optional<MemoryFaults>() : fault,
                                   hits_second ? fault : std::optional<MemoryFaults>(), Durability::any_copy);
            expect_whole(browser, life);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Store, CrashAtEveryWrite,
                         ::testing::Values(MemoryFaults::Kind::fails_once,
                                           MemoryFaults::Kind::fails_from_then,
                                           MemoryFaults::Kind::answer_lost,
                                           MemoryFaults::Kind::never_answers));

}  // namespace
}  // namespace app::store
