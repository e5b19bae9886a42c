#include "features/storage_fixture.h"

namespace app::features {
namespace {

constexpr double minute_ms = 60'000;

class ServerCopiesTest : public StorageTest {
protected:
    // A completed run, as the lists of runs show it.
    void sync_once()
    {
        store::RunRow row;
        row.id = RunId(make_uuid(random));
        row.started_at = clock.now();
        ASSERT_TRUE(ledger->runs.start(row).has_value());
        ASSERT_TRUE(ledger->runs.finish(row.id, store::RunState::completed, clock.now(), "").has_value());
    }
    void write_once()
    {
        store::ActivityRow row;
        row.at = clock.now();
        row.cause = "sync";
        row.kind = store::ActivityKind::write;
        row.summary = "Created in HubSpot";
        row.correlation = "operation";
        ASSERT_TRUE(ledger->activity.append(row).has_value());
    }
    std::size_t copies()
    {
        const auto found = server.storage.kept.find(store->database_id());
        return found == server.storage.kept.end() ? 0 : found->second.size();
    }
};

TEST_F(ServerCopiesTest, SavesAfterASyncAndNotAgainWithoutChange)
{
    pass(2 * minute_ms);
    EXPECT_EQ(copies(), 0U) << "there is nothing yet";

    sync_once();
    pass(2 * minute_ms);
    ASSERT_EQ(copies(), 1U) << view().server.problem;
    EXPECT_TRUE(view().server.last_at.has_value());
    ASSERT_EQ(view().server.copies.size(), 1U);
    EXPECT_TRUE(view().server.copies.front().is_of_this_database);

    sync_once();
    pass(120 * minute_ms);
    EXPECT_EQ(copies(), 1U) << "nothing was written";
    write_once();
    pass(2 * minute_ms);
    EXPECT_EQ(copies(), 2U);
    write_once();
    pass(30 * minute_ms);
    EXPECT_EQ(copies(), 2U) << "once an hour";
    pass(60 * minute_ms);
    EXPECT_EQ(copies(), 3U);
}

TEST_F(ServerCopiesTest, WhatWasSavedIsKnownToTheNextPage)
{
    sync_once();
    pass(2 * minute_ms);
    close();
    open();
    EXPECT_TRUE(view().server.last_at.has_value());
    write_once();
    pass(30 * minute_ms);
    EXPECT_EQ(copies(), 1U);
}

TEST_F(ServerCopiesTest, NotWhileASyncRunsNorWithoutANetworkNorWhenSwitchedOff)
{
    sync_once();
    syncing = true;
    pass(5 * minute_ms);
    syncing = false;
    platform.has_network = false;
    pass(5 * minute_ms);
    platform.has_network = true;
    panel->set_server_copies(false);
    pass(5 * minute_ms);
    EXPECT_EQ(server.storage.uploads, 0);
    EXPECT_FALSE(view().server.automatic);

    close();
    open();
    EXPECT_FALSE(view().server.automatic) << "it is kept";
    panel->set_server_copies(true);
    pass(2 * minute_ms);
    EXPECT_EQ(copies(), 1U);
}

TEST_F(ServerCopiesTest, AFailureIsToldAndTriedAgainLater)
{
    sync_once();
    server.storage.refusal =
        json_answer(507, R"({"error":{"code":"storage_full","message":"The disk of the server is full."}})");
    pass(2 * minute_ms);
    EXPECT_EQ(view().server.problem, "The disk of the server is full.");
    EXPECT_FALSE(view().server.saving);
    pass(5 * minute_ms);
    EXPECT_EQ(server.storage.uploads, 1);

    server.storage.refusal.reset();
    pass(15 * minute_ms);
    EXPECT_EQ(copies(), 1U);
    EXPECT_EQ(view().server.problem, "");
}

TEST_F(ServerCopiesTest, AnUnreachedServerIsToldForTheList)
{
    server.reachable = false;
    panel->refresh();
    settle();
    EXPECT_TRUE(view().server.list_problem.contains("not reached"));
    panel->save_server_copy();
    settle();
    EXPECT_TRUE(view().server.problem.contains("not reached"));

    server.reachable = true;
    panel->save_server_copy();
    settle();
    EXPECT_EQ(view().server.problem + view().server.list_problem, "");
}

TEST_F(ServerCopiesTest, ACopyThatIsThereAlreadyCountsAsSaved)
{
    panel->save_server_copy();
    settle();
    ASSERT_EQ(copies(), 1U);
    // The answer was lost: the same state goes again with other bytes, as it says when it was made.
    auto& kept = server.storage.kept.begin()->second;
    const FakeServerStorage::Backup backup = kept.begin()->second;
    pass(2000);
    const FakeServerStorage::State now{store->epoch(), store->counters().sequence};
    kept = {{now, backup}};
    panel->save_server_copy();
    settle();
    EXPECT_EQ(view().server.problem, "");
    EXPECT_EQ(copies(), 1U);
}

TEST_F(ServerCopiesTest, ACopyIsOpenedAndRestoredLikeAFile)
{
    add_customer("1");
    panel->save_server_copy();
    settle();
    add_customer("2");
    ASSERT_EQ(view().server.copies.size(), 1U);
    const ServerCopyView copy = view().server.copies.front();

    panel->open_server_copy(copy.database, copy.name);
    settle();
    ASSERT_TRUE(view().chosen.has_value()) << view().problem;
    EXPECT_TRUE(view().chosen->is_from_server);
    EXPECT_TRUE(view().chosen->made_at.has_value());
    panel->restore();
    settle();
    EXPECT_EQ(customers(), 1);
    EXPECT_EQ(platform.reloads, 1);
}

TEST_F(ServerCopiesTest, ACopyThatArrivesAlteredIsRefused)
{
    panel->save_server_copy();
    settle();
    const ServerCopyView copy = view().server.copies.front();
    server.storage.kept.begin()->second.begin()->second.bytes.back() ^= 1;

    panel->open_server_copy(copy.database, copy.name);
    settle();
    EXPECT_TRUE(view().problem.contains("did not arrive as it was saved")) << view().problem;
    EXPECT_EQ(view().chosen, std::nullopt);

    server.storage.kept.clear();
    panel->open_server_copy(copy.database, copy.name);
    settle();
    EXPECT_EQ(view().problem, "Said by the server.");
}

}  // namespace
}  // namespace app::features
