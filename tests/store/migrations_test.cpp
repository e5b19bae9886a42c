#include "store/migrations.h"

#include <array>
#include <format>
#include <fstream>
#include <iterator>

#include "sample_rows.h"
#include "store/page_vfs.h"

namespace app::store {
namespace {

TEST(Migrations, AreNumberedWithoutGaps)
{
    std::int64_t expected = 1;
    for (const Migration& step : migrations()) EXPECT_EQ(step.version, expected++);
    EXPECT_EQ(schema_version(), expected - 1);
}

TEST(Migrations, BringAnEmptyDatabaseUpToDateOnce)
{
    const auto database = must(Database::open(":memory:", ""));

    EXPECT_EQ(must(migrate(*database)), MigrationOutcome::migrated);

    EXPECT_EQ(must(database->number("PRAGMA user_version")), schema_version());
    EXPECT_EQ(must(database->number(
                  "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                  "AND strict = 0 AND name NOT LIKE 'sqlite_%'")),
              0);
}

TEST(Migrations, AFailedStepLeavesTheVersionBefore)
{
    const auto database = must(Database::open(":memory:", ""));
    const std::array steps{
        Migration{1, "CREATE TABLE one (a) ; PRAGMA user_version = 1;"},
        Migration{2, "CREATE TABLE two (a); CREATE TABLE one (a); PRAGMA user_version = 2;"}};

    EXPECT_FALSE(migrate(*database, steps));

    EXPECT_EQ(must(database->number("PRAGMA user_version")), 1);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM sqlite_schema WHERE name = 'two'")), 0);
}

TEST(Migrations, LeaveANewerDatabaseAlone)
{
    const auto database = must(Database::open(":memory:", ""));
    must(database->run_script("CREATE TABLE future (a); PRAGMA user_version = 999;"));

    EXPECT_EQ(must(migrate(*database)), MigrationOutcome::newer);

    EXPECT_EQ(must(database->number("SELECT count(*) FROM sqlite_schema")), 1);
}

TEST(Migrations, RefuseAForeignDatabase)
{
    const auto database = must(Database::open(":memory:", ""));
    must(database->run_script("CREATE TABLE recipes (a);"));

    EXPECT_FALSE(migrate(*database));

    EXPECT_EQ(must(database->number("SELECT count(*) FROM sqlite_schema")), 1);
}

// The files were made by make_schema_fixture.py when their schema was released and are never made again.
class ReleasedSchema : public ::testing::TestWithParam<int> {};

TEST_P(ReleasedSchema, OpensWithEverythingInIt)
{
    const std::string name = std::format("{}/schema_v{}.sqlite", TEST_DATA_FOLDER, GetParam());
    std::ifstream file(name, std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(content.empty()) << name;
    const auto vfs = must(PageVfs::create("released"));
    ASSERT_TRUE(vfs->image().write(0, std::as_bytes(std::span(content))));
    const auto database = must(Database::open("main", vfs->name()));
    ASSERT_EQ(must(database->number("PRAGMA user_version")), GetParam());

    must(migrate(*database));

    EXPECT_EQ(must(database->number("PRAGMA user_version")), schema_version());
    EXPECT_EQ(must(database->number("SELECT count(*) FROM customer")), 2);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM invoice_staged")), 1);
    EXPECT_EQ(
        must(database->number("SELECT count(*) FROM invoice_search WHERE invoice_search MATCH '\"Meyer\"'")),
        1);
    EXPECT_EQ(must(IntentRepository(*database).count_open()), GetParam() >= 2 ? 1 : 0);
    EXPECT_EQ(std::get<0>(*must(database->first<std::string>("PRAGMA integrity_check"))), "ok");
}

INSTANTIATE_TEST_SUITE_P(Migrations, ReleasedSchema,
                         ::testing::Range(1, static_cast<int>(schema_version()) + 1));

TEST(Migrations, KeepOpenIntentsOfSchemaOne)
{
    const auto database = must(Database::open(":memory:", ""));
    must(database->run_script(migrations().front().script));
    IntentRepository intents(*database);
    must(intents.add(intent("op"), {intent_item(ObjectType::contacts, "17")}));

    must(migrate(*database));

    ASSERT_EQ(must(intents.open()).size(), 1U);
    EXPECT_EQ(must(intents.find(OperationId("op")))->columns(), intent("op").columns());
    EXPECT_EQ(must(intents.items(OperationId("op"))).at(0).key.id.value, "17");
    IntentRow removal = intent("removal");
    removal.action = IntentAction::dissociate;
    EXPECT_TRUE(intents.add(removal, {intent_item(ObjectType::invoices, "130")}));
    must(database->execute("DELETE FROM intent"));
    EXPECT_EQ(must(database->number("SELECT count(*) FROM intent_item")), 0) << "items go with their intent";
}

}  // namespace
}  // namespace app::store
