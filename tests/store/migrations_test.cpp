#include "store/migrations.h"

#include <array>
#include <fstream>
#include <iterator>

#include "store/page_vfs.h"
#include "store_fixture.h"

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

// The file was made by make_schema_fixture.py when schema 1 was released and is never made again.
TEST(Migrations, OpenADatabaseOfSchemaOne)
{
    std::ifstream file(TEST_DATA_FOLDER "/schema_v1.sqlite", std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(file), {});
    ASSERT_FALSE(content.empty());
    const auto vfs = must(PageVfs::create("schema-v1"));
    ASSERT_TRUE(vfs->image().write(0, std::as_bytes(std::span(content))));
    const auto database = must(Database::open("main", vfs->name()));
    ASSERT_EQ(must(database->number("PRAGMA user_version")), 1);

    must(migrate(*database));

    EXPECT_EQ(must(database->number("PRAGMA user_version")), schema_version());
    EXPECT_EQ(must(database->number("SELECT count(*) FROM customer")), 2);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM invoice_staged")), 1);
    EXPECT_EQ(
        must(database->number("SELECT count(*) FROM invoice_search WHERE invoice_search MATCH '\"Meyer\"'")),
        1);
    EXPECT_EQ(std::get<0>(*must(database->first<std::string>("PRAGMA integrity_check"))), "ok");
}

}  // namespace
}  // namespace app::store
