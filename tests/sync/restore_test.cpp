#include "store/restore.h"

#include <gtest/gtest.h>

#include "once.h"
#include "support/run_task.h"

// A backup that was made in the middle of a run is restored after life went on: what it holds open was sent
// since, and what HubSpot holds is newer.
namespace app::sync::testing {
namespace {

enum class LineKeys { unique, plain };

int exchanges_of_a_first_run(LineKeys lines)
{
    World world;
    if (lines == LineKeys::plain) world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    EXPECT_TRUE(world.sync().has_value());
    return static_cast<int>(world.proxy.log.size());
}

// A copy of what is committed now.
store::OpenBackup backup_of(World& world)
{
    FakeClock clock;
    Loop loop(clock);
    const store::BackupInfo info{.database_id = "0d9c5a1e", .sequence = 1, .made_at = world.clock.now()};
    auto copy =
        run_task(loop, clock, store::take_snapshot(loop, world.random, world.page().store->database()));
    EXPECT_TRUE(copy.has_value());
    EXPECT_TRUE(run_task(loop, clock, store::add_backup_info(loop, **copy, info)).has_value());
    return {.copy = *std::move(copy), .info = info};
}

void restore(World& world, store::OpenBackup backup)
{
    Page& page = world.page();
    const auto report =
        store::restore_backup(page.store->database(), std::move(backup), world.random, world.clock.now());
    ASSERT_TRUE(report.has_value()) << report.error().message << " " << report.error().detail;
    Task<> persisting = page.store->persisted(store::Durability::any_copy);
    persisting.start();
    while (!persisting.done()) ASSERT_TRUE(world.step());
    world.kill_page();
}

// The backup of a first run after `at` exchanges, put in place when that run and another were done.
void expect_safe_after(int at, LineKeys lines)
{
    SCOPED_TRACE(::testing::Message() << "after exchange " << at);
    World world;
    if (lines == LineKeys::plain) world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    std::optional<store::OpenBackup> backup;
    world.during_run = [&](Page&) {
        if (!backup && static_cast<int>(world.proxy.log.size()) >= at) backup = backup_of(world);
    };
    ASSERT_TRUE(world.sync().has_value());
    world.during_run = {};
    ASSERT_TRUE(backup.has_value());
    world.advance_minutes(60);
    world.quickbooks.change("Customer", "1", customer_members("Ada King", "king@example.com", "555"));
    world.quickbooks.change("Item", "1", item_members("Rope", "R-1", "12.5"));
    world.advance_minutes(1);
    ASSERT_TRUE(world.sync().has_value());
    ASSERT_EQ(world.hubspot.with("contacts", "phone", "555").size(), 1U);
    world.advance_minutes(60);

    restore(world, *std::move(backup));

    const auto runs = world.run_until_quiet();
    ASSERT_TRUE(runs.has_value());
    EXPECT_LE(*runs, 5);
    expect_everything_once(world);
    EXPECT_EQ(world.hubspot.with("contacts", "phone", "555").size(), 1U)
        << "an old write did not go out again";
    EXPECT_EQ(world.hubspot.with("products", "price", "12.5").size(), 1U);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
    EXPECT_EQ(world.count("SELECT count(*) FROM failure WHERE resolved_at IS NULL"), 0);
}

void expect_safe_after_every_exchange(LineKeys lines)
{
    const int exchanges = exchanges_of_a_first_run(lines);
    ASSERT_GT(exchanges, 30);
    for (int at = 1; at <= exchanges && !::testing::Test::HasFailure(); ++at) expect_safe_after(at, lines);
}

TEST(Restore, OfAnyMomentOfARunEndsWithEverythingOnce)
{
    expect_safe_after_every_exchange(LineKeys::unique);
}

TEST(Restore, OfAnyMomentOfARunWithoutUniqueKeysEndsWithEverythingOnce)
{
    expect_safe_after_every_exchange(LineKeys::plain);
}

TEST(Restore, NeverSendsTheBytesOfABackupAgain)
{
    World world;
    fill_small_company(world);
    std::optional<store::OpenBackup> backup;
    world.during_run = [&](Page& page) {
        const auto open = page.ledger->intents.count_open();
        if (!backup && open && *open > 0) backup = backup_of(world);
    };
    ASSERT_TRUE(world.sync().has_value());
    world.during_run = {};
    ASSERT_TRUE(backup.has_value());
    restore(world, *std::move(backup));
    ASSERT_EQ(world.count("SELECT count(*) FROM intent WHERE state = 'unknown'"), 1);

    ASSERT_TRUE(world.run_until_quiet().has_value());

    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state = 'abandoned' AND attempts = 1"), 1);
    expect_everything_once(world);
}

}  // namespace
}  // namespace app::sync::testing
