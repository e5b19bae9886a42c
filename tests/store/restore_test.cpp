#include "store/restore.h"

#include <gtest/gtest.h>

#include <format>
#include <fstream>
#include <functional>
#include <iterator>

#include "backup_fixture.h"
#include "store/cursor_repository.h"
#include "store/run_repository.h"

namespace app::store {
namespace {

const Timestamp later{noon.ms + 86'400'000};

class RestoreTest : public BackupTest {
protected:
    // The database in use, over an image of its own as in the browser.
    void SetUp() override
    {
        live = must(MemoryDatabase::create(random));
        must(live->open());
        must(migrate(live->database()));
    }
    Database& database() { return live->database(); }

    Result<RestoreReport> restore(testing::MemoryFile& file)
    {
        OpenBackup backup = must(open(file));
        return restore_backup(database(), std::move(backup), random, later);
    }
    // Any database as a backup, also one that this program would not make.
    Result<RestoreReport> restore_copy(std::unique_ptr<MemoryDatabase> copy)
    {
        must(run(add_backup_info(loop, *copy, info)));
        return restore_backup(database(), {.copy = opened_again(*copy), .info = info}, random, later);
    }
    // As it would come out of a file.
    std::unique_ptr<MemoryDatabase> opened_again(MemoryDatabase& copy)
    {
        Bytes bytes(static_cast<std::size_t>(copy.image().size()));
        EXPECT_TRUE(copy.image().read(0, bytes) == bytes.size());
        if (spoil) spoil(bytes);
        auto again = must(MemoryDatabase::create(random));
        EXPECT_TRUE(again->image().write(0, bytes));
        must(again->open());
        return again;
    }
    std::unique_ptr<MemoryDatabase> fresh()
    {
        auto copy = must(MemoryDatabase::create(random));
        must(copy->open());
        must(migrate(copy->database()));
        return copy;
    }
    std::unique_ptr<MemoryDatabase> released(int version)
    {
        std::ifstream file(std::format("{}/schema_v{}.sqlite", TEST_DATA_FOLDER, version), std::ios::binary);
        const std::string content(std::istreambuf_iterator<char>(file), {});
        EXPECT_FALSE(content.empty());
        auto copy = must(MemoryDatabase::create(random));
        const bool written = copy->image().write(0, std::as_bytes(std::span(content)));
        EXPECT_TRUE(written);
        must(copy->open());
        return copy;
    }
    void expect_unchanged_after(const Result<RestoreReport>& result, std::string_view words)
    {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::rejected);
        EXPECT_TRUE(result.error().message.contains(words)) << result.error().message;
        EXPECT_EQ(live->image().generation(), generation) << "nothing was written";
    }
    void remember() { generation = live->image().generation(); }

    std::unique_ptr<MemoryDatabase> live;
    std::function<void(Bytes&)> spoil;  // the next copy, after its checksum was computed
    std::uint64_t generation = 0;
};

TEST_F(RestoreTest, PutsEverythingInPlace)
{
    fill(database(), 5000);
    testing::MemoryFile file = backup_of(database());
    must(database().execute("DELETE FROM customer"));
    must(ItemRepository(database()).put(item("3", "Bolt")));

    const RestoreReport report = must(restore(file));

    EXPECT_EQ(report.info, info);
    EXPECT_EQ(customers_in(database()), 5000);
    EXPECT_EQ(must(database().number("SELECT count(*) FROM item")), 0);
    EXPECT_EQ(std::get<0>(*must(database().first<std::string>("PRAGMA integrity_check"))), "ok");
    EXPECT_EQ(must(database().number("SELECT count(*) FROM sqlite_schema WHERE name = 'backup_info'")), 0);
    EXPECT_EQ(must(database().number("SELECT count(*) FROM customer_status")), 5000) << "the views answer";
}

TEST_F(RestoreTest, AlsoIntoALargerDatabaseAndAfterAPassphrase)
{
    fill(database(), 10);
    testing::MemoryFile file = backup_of(database(), make_key());
    fill(database(), 20'000);
    const std::int64_t before = live->image().size();

    must(restore(file));

    EXPECT_EQ(customers_in(database()), 10);
    EXPECT_LT(live->image().size(), before);
    EXPECT_EQ(std::get<0>(*must(database().first<std::string>("PRAGMA integrity_check"))), "ok");
}

TEST_F(RestoreTest, IsOneCommit)
{
    fill(database(), 100);
    testing::MemoryFile file = backup_of(database());
    must(restore(file));
    EXPECT_FALSE(database().in_transaction());
    EXPECT_FALSE(database().in_write_transaction());

    must(database().execute("DELETE FROM customer"));
    EXPECT_EQ(customers_in(database()), 0) << "work goes on";
}

TEST_F(RestoreTest, MakesOpenIntentsUnknown)
{
    IntentRepository intents(database());
    for (const char* name : {"ready", "sending", "unknown", "acknowledged", "rejected", "abandoned"}) {
        must(intents.add(intent(name), {intent_item(ObjectType::contacts, name)}));
    }
    for (const char* name : {"sending", "unknown", "acknowledged", "rejected"}) {
        must(intents.set_sending(OperationId(name), noon));
    }
    must(intents.set_unknown(OperationId("unknown"), "lost"));
    must(intents.set_acknowledged(OperationId("acknowledged"), "{}"));
    must(intents.set_rejected(OperationId("rejected"), "{}", "no"));
    must(intents.set_abandoned(OperationId("abandoned"), "no"));
    testing::MemoryFile file = backup_of(database());

    const RestoreReport report = must(restore(file));

    EXPECT_EQ(report.unknown_intents, 3);
    const std::vector<IntentRow> open = must(intents.open());
    ASSERT_EQ(open.size(), 3U);
    for (const IntentRow& row : open) {
        EXPECT_EQ(row.state, IntentState::unknown) << row.operation.value;
        EXPECT_EQ(row.last_sent_at, later) << "as late as it may have been sent";
        EXPECT_EQ(row.body, intent("ready").body) << "the same bytes as ever";
    }
    EXPECT_EQ(open.at(0).first_sent_at, later);
    EXPECT_EQ(open.at(1).first_sent_at, noon);
    EXPECT_EQ(must(intents.find(OperationId("acknowledged")))->state, IntentState::acknowledged);
    EXPECT_EQ(must(intents.find(OperationId("rejected")))->state, IntentState::rejected);
    EXPECT_EQ(must(intents.find(OperationId("abandoned")))->state, IntentState::abandoned);
}

TEST_F(RestoreTest, ReadsEverythingAgainAndSaysWhatHappened)
{
    must(CursorRepository(database()).set(quickbooks, "cdc", "2026-11-01", noon));
    must(CursorRepository(database()).set(hubspot, "contacts", "12", noon));
    RunRow under_way;
    under_way.id = RunId("run-1");
    must(RunRepository(database()).start(under_way));
    EXPECT_EQ(must(restored_at(database())), std::nullopt);
    testing::MemoryFile file = backup_of(database());

    must(restore(file));

    EXPECT_EQ(must(database().number("SELECT count(*) FROM cursor")), 0);
    EXPECT_EQ(must(RunRepository(database()).latest())->state, RunState::interrupted);
    const auto events = must(ActivityRepository(database()).recent_events(1));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events.at(0).summary, "Restored from the backup of 2026-11-18T11:06:40Z");
    EXPECT_EQ(events.at(0).at, later);
    EXPECT_EQ(must(restored_at(database())), later);
}

class ReleasedBackup : public RestoreTest, public ::testing::WithParamInterface<int> {};

TEST_P(ReleasedBackup, IsBroughtUpToDate)
{
    fill(database(), 7);

    const RestoreReport report = must(restore_copy(released(GetParam())));

    EXPECT_EQ(must(database().number("PRAGMA user_version")), schema_version());
    EXPECT_EQ(customers_in(database()), 2);
    EXPECT_EQ(
        must(database().number("SELECT count(*) FROM invoice_search WHERE invoice_search MATCH '\"Meyer\"'")),
        1);
    EXPECT_EQ(report.unknown_intents, GetParam() >= 2 ? 1 : 0);
    EXPECT_EQ(std::get<0>(*must(database().first<std::string>("PRAGMA integrity_check"))), "ok");
}

INSTANTIATE_TEST_SUITE_P(Restore, ReleasedBackup,
                         ::testing::Range(1, static_cast<int>(schema_version()) + 1));

TEST_F(RestoreTest, RefusesANewerSchema)
{
    auto newer = fresh();
    must(newer->database().run_script("PRAGMA user_version = 999;"));
    remember();

    expect_unchanged_after(restore_copy(std::move(newer)), "newer version");
}

TEST_F(RestoreTest, RefusesWhatIsAddedToTheSchema)
{
    for (const int addition : {0, 1, 2}) {
        auto foreign = fresh();
        Database& into = foreign->database();
        if (addition == 0) must(into.run_script("CREATE TABLE recipes (a);"));
        if (addition == 1)
            must(into.run_script("CREATE VIEW customer_names AS SELECT display_name FROM customer;"));
        if (addition == 2) {
            must(into.run_script(
                "CREATE TRIGGER quietly AFTER INSERT ON intent BEGIN DELETE FROM link; END;"));
        }
        remember();
        expect_unchanged_after(restore_copy(std::move(foreign)), "not those of this program");
    }
    auto poorer = fresh();
    must(poorer->database().run_script("DROP TRIGGER activity_is_never_removed;"));
    remember();
    expect_unchanged_after(restore_copy(std::move(poorer)), "not those of this program");
}

TEST_F(RestoreTest, RefusesADamagedDatabase)
{
    auto damaged = fresh();
    fill(damaged->database(), 500);
    const std::int64_t page =
        must(damaged->database().number("SELECT rootpage FROM sqlite_schema WHERE name = 'customer'"));
    spoil = [page](Bytes& bytes) { std::fill_n(bytes.begin() + (page - 1) * 4096, 100, std::byte{0x77}); };
    remember();

    expect_unchanged_after(restore_copy(std::move(damaged)), "damaged");
}

TEST_F(RestoreTest, RefusesOrphans)
{
    auto broken = fresh();
    must(broken->database().execute("PRAGMA foreign_keys = OFF"));
    must(broken->database().execute(
        "INSERT INTO intent_item VALUES ('nobody', 0, 'i0', 'contacts', 'q', '17', '{}', 'open', NULL, '')"));
    remember();

    expect_unchanged_after(restore_copy(std::move(broken)), "damaged");
}

TEST_F(RestoreTest, LeavesADatabaseAloneThatRefusesChanges)
{
    testing::MemoryFile file = backup_of(database());
    fill(database(), 5);
    must(database().refuse_changes("Another tab took over these data."));

    const auto result = restore(file);

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "Another tab took over these data.");
    EXPECT_EQ(customers_in(database()), 5);
}

}  // namespace
}  // namespace app::store
