#include "store_fixture.h"

namespace app::store {
namespace {

std::unique_ptr<Database> small_database()
{
    std::unique_ptr<Database> database = must(Database::open(":memory:", ""));
    must(database->run_script(R"sql(
        CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER, bytes BLOB) STRICT;
    )sql"));
    return database;
}

TEST(Database, BindsAndReadsEveryType)
{
    const auto database = small_database();
    const Blob bytes{std::byte{0}, std::byte{255}};
    const std::string hostile = std::string("a\0b'; DROP TABLE thing; --", 25) + " 請注意 😀";

    const auto row = must(database->first<std::string, std::int64_t, Blob, bool, Timestamp, Date, Decimal,
                                          ObjectType, std::optional<int>, ConnectionId>(
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10", hostile, std::int64_t{-9'000'000'000}, bytes, true,
        Timestamp{1'795'000'000'123}, Date::from_civil(2026, 2, 28), Decimal(4660, 2), ObjectType::line_items,
        std::optional<int>{}, ConnectionId("hubspot-1a2b3c4d")));

    ASSERT_TRUE(row);
    EXPECT_EQ(*row,
              std::tuple(hostile, std::int64_t{-9'000'000'000}, bytes, true, Timestamp{1'795'000'000'123},
                         Date::from_civil(2026, 2, 28), Decimal(4660, 2), ObjectType::line_items,
                         std::optional<int>{}, ConnectionId("hubspot-1a2b3c4d")));
}

TEST(Database, EmptyTextIsNotNull)
{
    const auto database = small_database();

    EXPECT_EQ(must(database->number("SELECT ?1 IS NULL", std::string_view{})), 0);
    EXPECT_EQ(must(database->number("SELECT ?1 IS NULL", Blob{})), 0);
    EXPECT_EQ(must(database->number("SELECT ?1 IS NULL", std::optional<std::string>{})), 1);
}

TEST(Database, RefusesValuesThatCannotBeRead)
{
    const auto database = small_database();

    EXPECT_FALSE((database->first<ObjectType>("SELECT 'planets'")));
    EXPECT_FALSE((database->first<std::int64_t>("SELECT NULL")));
    EXPECT_FALSE((database->first<Date>("SELECT '2026-02-31'")));
    EXPECT_FALSE((database->first<int>("SELECT 3000000000")));
    const auto missing = database->first<int, int>("SELECT 1");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::storage);
    EXPECT_NE(missing.error().detail.find("column 2 of: SELECT 1"), std::string::npos);
}

TEST(Database, NamesTheStatementThatFailed)
{
    const auto database = small_database();

    const Result<void> result = database->execute("SELECT   missing\n FROM nowhere");

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::storage);
    EXPECT_EQ(result.error().message, "The database failed: no such table: nowhere");
    EXPECT_EQ(result.error().detail, "SELECT missing FROM nowhere");
}

TEST(Database, ReportsAViolatedConstraintAsConflict)
{
    const auto database = small_database();
    must(database->execute("INSERT INTO thing (name) VALUES (?1)", "one"));

    const Result<void> result = database->execute("INSERT INTO thing (name) VALUES (?1)", "one");

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::conflict);
}

TEST(Database, RunsAStatementAgainWhileItsRowsAreRead)
{
    const auto database = small_database();
    for (int i = 0; i < 3; ++i) must(database->execute("INSERT INTO thing (size) VALUES (?1)", i));
    const auto all = [&] { return must(database->query("SELECT size FROM thing ORDER BY size")); };

    Rows outer = all();
    int seen = 0;
    while (must(outer.next())) {
        Rows inner = all();
        while (must(inner.next())) ++seen;
        EXPECT_FALSE(must(inner.next()));  // and stays at the end
    }

    EXPECT_EQ(seen, 9);
}

TEST(Transaction, RollsBackUnlessCommitted)
{
    const auto database = small_database();
    {
        const Transaction transaction = must(Transaction::begin(*database));
        must(database->execute("INSERT INTO thing (name) VALUES ('lost')"));
        EXPECT_TRUE(database->in_write_transaction());
    }
    {
        Transaction transaction = must(Transaction::begin(*database));
        must(database->execute("INSERT INTO thing (name) VALUES ('kept')"));
        must(transaction.commit());
    }

    EXPECT_FALSE(database->in_transaction());
    EXPECT_EQ(must(database->number("SELECT count(*) FROM thing WHERE name = 'kept'")), 1);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM thing")), 1);
}

TEST(Database, KnowsThatAHalfReadInsertIsStillWriting)
{
    const auto database = small_database();
    must(database->execute("INSERT INTO thing (name) VALUES ('a'), ('b')"));
    Rows rows = must(database->query("UPDATE thing SET size = 1 RETURNING id"));

    EXPECT_TRUE(must(rows.next()));

    EXPECT_FALSE(database->in_transaction());
    EXPECT_TRUE(database->in_write_transaction());
}

TEST(Database, RefusesChangesWithTheSentenceItWasGiven)
{
    const auto database = small_database();
    must(database->refuse_changes("Another tab writes."));

    const Result<void> result = database->execute("INSERT INTO thing (name) VALUES ('x')");

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::storage);
    EXPECT_EQ(result.error().message, "Another tab writes.");
    EXPECT_EQ(must(database->number("SELECT count(*) FROM thing")), 0);
}

TEST(Database, EnforcesForeignKeysAndStrictTypes)
{
    const auto database = small_database();
    must(database->run_script("CREATE TABLE part (thing INTEGER REFERENCES thing (id)) STRICT;"));

    EXPECT_FALSE(database->execute("INSERT INTO part VALUES (99)"));
    EXPECT_FALSE(database->execute("INSERT INTO thing (size) VALUES ('many')"));
}

}  // namespace
}  // namespace app::store
