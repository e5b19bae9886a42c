#include <gtest/gtest.h>

#include <algorithm>

#include "once.h"
#include "sync/journal_recovery.h"

// A browser that lost everything knows from the proxy's journal what it may have made.
namespace app::sync::testing {
namespace {

using clients::OpenOperation;

int exchanges_of_a_first_run()
{
    World world;
    world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    EXPECT_TRUE(world.sync().has_value());
    return static_cast<int>(world.proxy.log.size());
}

// The n-th exchange of a first run goes wrong, and right after that the browser loses its data.
void expect_safe_after_loss(Fault fault, int at)
{
    SCOPED_TRACE(::testing::Message() << "exchange " << at);
    World world;
    world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    world.proxy.fail(at, fault);
    const bool completed = world.sync().has_value();
    EXPECT_TRUE(!completed || static_cast<int>(world.proxy.log.size()) >= at);
    world.lose_data();

    const auto runs = world.run_until_quiet();

    ASSERT_TRUE(runs.has_value());
    expect_everything_once(world);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state IN ('ready', 'sending', 'unknown')"), 0);
}

TEST(LostData, AreComeBackFromWithEverythingOnce)
{
    const int exchanges = exchanges_of_a_first_run();
    ASSERT_GT(exchanges, 30);
    for (const Fault fault :
         {Fault::effect_comes_late, Fault::proxy_dies_after, Fault::page_dies_after_effect}) {
        for (int at = 1; at <= exchanges && !::testing::Test::HasFailure(); ++at) {
            expect_safe_after_loss(fault, at);
        }
    }
}

// Which exchange of a first run makes the products; 0 for none.
int exchange_that_makes_products()
{
    World world;
    world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    EXPECT_TRUE(world.sync().has_value());
    const auto found = std::ranges::find_if(world.proxy.log, [](const FakeProxy::Exchange& exchange) {
        return exchange.path.ends_with("/products/batch/create");
    });
    return found == world.proxy.log.end() ? 0 : static_cast<int>(found - world.proxy.log.begin()) + 1;
}

TEST(LostData, ACreationOnItsWayHoldsBackEveryWriteUntilItMustHaveSurfaced)
{
    const int at = exchange_that_makes_products();
    ASSERT_GT(at, 0);
    World world;
    world.hubspot.unique_types = {"contacts", "invoices"};
    fill_small_company(world);
    world.proxy.fail(at, Fault::effect_comes_late);
    EXPECT_FALSE(world.sync().has_value());
    world.lose_data();
    const auto writes = [&] {
        return std::ranges::count(world.proxy.log, true, &FakeProxy::Exchange::has_operation);
    };
    const auto before = writes();

    const Result<void> held_back = world.sync();

    ASSERT_FALSE(held_back.has_value());
    EXPECT_EQ(held_back.error().kind, ErrorKind::timed_out) << held_back.error().message;
    EXPECT_EQ(writes(), before);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state = 'unknown'"), 1);
    EXPECT_EQ(told(world.sync(Writing::no)), "done") << "reading is not held back";

    world.advance_minutes(11);
    EXPECT_EQ(told(world.sync()), "done");
    expect_everything_once(world);
    EXPECT_EQ(world.count("SELECT count(*) FROM intent WHERE state = 'abandoned' AND attempts = 1"), 1);
}

TEST(LostData, NothingIsWrittenWhileTheJournalCannotBeRead)
{
    World world;
    fill_small_company(world);
    EXPECT_EQ(told(world.sync(Writing::no)), "done");
    const auto read = std::ranges::find(world.proxy.log, "journal", &FakeProxy::Exchange::path);
    EXPECT_EQ(read, world.proxy.log.end()) << "a plan needs none";

    world.proxy.fail(1, Fault::offline, 1000);
    EXPECT_FALSE(world.sync().has_value());
    EXPECT_TRUE(world.hubspot.live("contacts").empty());
    world.proxy.heal();
    world.proxy.log.clear();
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(std::ranges::count(world.proxy.log, "journal", &FakeProxy::Exchange::path), 1);
    world.advance_minutes(10);
    EXPECT_EQ(told(world.sync()), "done");
    EXPECT_EQ(std::ranges::count(world.proxy.log, "journal", &FakeProxy::Exchange::path), 1)
        << "once for a database";
}

TEST(OpenOperation, IsAPlainCreationWhenRepeatingItWouldDoItTwice)
{
    const auto kind = [](const char* method, const char* path) {
        return plainly_created(
            {.id = {}, .connection = {}, .method = method, .path = path, .started_at = {}});
    };
    EXPECT_EQ(kind("POST", "crm/objects/2026-03/contacts/batch/create"), store::ObjectType::contacts);
    EXPECT_EQ(kind("POST", "crm/objects/2026-03/line_items"), store::ObjectType::line_items);
    EXPECT_EQ(kind("POST", "crm/objects/2026-03/contacts/batch/upsert"), std::nullopt);
    EXPECT_EQ(kind("PATCH", "crm/objects/2026-03/contacts"), std::nullopt);
    EXPECT_EQ(kind("POST", "crm/associations/2026-03/invoices/contacts/batch/create"), std::nullopt);
}

}  // namespace
}  // namespace app::sync::testing
