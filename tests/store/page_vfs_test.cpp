#include <cstdlib>

#include "store/page_vfs.h"
#include "store_fixture.h"

namespace app::store {
namespace {

std::uint64_t seed_of_this_run()
{
    const char* const given = std::getenv("TEST_SEED");
    return given ? std::strtoull(given, nullptr, 10) : 20261122;
}

std::vector<std::byte> bytes_of(const PageImage& image)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(image.size()));
    image.copy(0, bytes);
    return bytes;
}

std::vector<std::byte> some_bytes(testing::SeededRandom& random, std::size_t size)
{
    std::vector<std::byte> bytes(size);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random.next());
    return bytes;
}

TEST(PageImage, EqualsAPlainArrayUnderRandomWritesAndCuts)
{
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE(::testing::Message() << "TEST_SEED=" << seed);
    testing::SeededRandom random(seed);
    PageImage image;
    std::vector<std::byte> model;
    std::vector<std::byte> copy;  // what somebody has who only ever takes changed lines

    for (int step = 0; step < 300; ++step) {
        const std::size_t at = random_below(random, 3 * PageImage::chunk_size);
        if (random_below(random, 10) == 0) {
            image.truncate(static_cast<std::int64_t>(at));
            model.resize(std::min(model.size(), at));
        } else {
            const auto bytes = some_bytes(random, 1 + random_below(random, 40'000));
            ASSERT_TRUE(image.write(static_cast<std::int64_t>(at), bytes));
            model.resize(std::max(model.size(), at + bytes.size()));
            std::ranges::copy(bytes, model.begin() + static_cast<std::ptrdiff_t>(at));
        }
        if (random_below(random, 5) != 0) continue;
        copy.resize(model.size());
        for (const LineRange& range : image.take_changes()) {
            const std::size_t begin = range.first * line_size;
            const std::size_t size = std::min(range.count * line_size, copy.size() - begin);
            image.copy(static_cast<std::int64_t>(begin), std::span(copy).subspan(begin, size));
        }
        ASSERT_EQ(copy, model) << "step " << step;
    }
    EXPECT_EQ(bytes_of(image), model);
}

TEST(PageImage, RefusesToGrowBeyondItsLimit)
{
    PageImage image;
    const std::array<std::byte, 16> bytes{};

    EXPECT_FALSE(image.write(PageImage::size_max - 8, bytes));
    EXPECT_EQ(image.size(), 0);
    EXPECT_FALSE(image.has_changes());
}

// The same random SQL on the mirror and on SQLite's own memory database must give the same answers, and
// the image must be a whole database after every step.
TEST(PageVfs, AnswersLikeAPlainDatabaseUnderRandomSql)
{
    const std::uint64_t seed = seed_of_this_run();
    SCOPED_TRACE(::testing::Message() << "TEST_SEED=" << seed);
    testing::SeededRandom random(seed);
    const auto vfs = must(PageVfs::create("random-sql"));
    const auto mirror = must(Database::open("main", vfs->name()));
    const auto plain = must(Database::open(":memory:", ""));
    const auto both = [&](auto work) {
        const bool first = work(*mirror);
        const bool second = work(*plain);
        ASSERT_EQ(first, second);
    };
    both([](Database& database) {
        return database
            .run_script(R"sql(
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT;
            CREATE INDEX t_b ON t (b);
            CREATE VIRTUAL TABLE f USING fts5 (a, content = '', contentless_delete = 1, tokenize = 'trigram');
        )sql")
            .has_value();
    });
    for (int step = 0; step < 400; ++step) {
        const std::uint64_t choice = random_below(random, 100);
        const auto id = static_cast<std::int64_t>(random_below(random, 300));
        const std::string text(random_below(random, 3000), static_cast<char>('a' + id % 26));
        both([&](Database& database) {
            if (choice < 55) {
                return database.execute("INSERT OR REPLACE INTO t VALUES (?1, ?2, ?1 % 7)", id, text) &&
                       database.execute("INSERT OR REPLACE INTO f (rowid, a) VALUES (?1, ?2)", id, text);
            }
            if (choice < 75) return database.execute("DELETE FROM t WHERE b = ?1", id % 7).has_value();
            if (choice < 95) {
                auto transaction = Transaction::begin(database);
                const bool done =
                    database.execute("UPDATE t SET a = substr(a || a, 1, 4000), b = b + 1").has_value();
                return done && (choice % 2 == 0 || transaction->commit());
            }
            return database.execute("VACUUM").has_value();
        });
        const auto sum = [](Database& database) {
            return must(database.first<std::int64_t, std::int64_t, std::int64_t>(
                "SELECT count(*), coalesce(sum(length(a)), 0), coalesce(sum(b), 0) FROM t"));
        };
        ASSERT_EQ(sum(*mirror), sum(*plain)) << "step " << step;
    }
    EXPECT_EQ(std::get<0>(*must(mirror->first<std::string>("PRAGMA integrity_check"))), "ok");
}

TEST(PageVfs, ARolledBackSpillLeavesNoTrace)
{
    const auto vfs = must(PageVfs::create("spill"));
    const auto database = must(Database::open("main", vfs->name()));
    must(database->run_script("CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('kept');"));
    must(database->execute("PRAGMA cache_size = 10"));
    const std::vector<std::byte> before = bytes_of(vfs->image());
    const std::uint64_t generation = vfs->image().generation();
    {
        const Transaction transaction = must(Transaction::begin(*database));
        must(database->execute(R"sql(
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO t SELECT hex(zeroblob(200)) FROM n
        )sql"));
        ASSERT_GT(vfs->image().generation(), generation) << "the cache did not spill";
    }

    EXPECT_EQ(bytes_of(vfs->image()), before);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM t")), 1);
}

}  // namespace
}  // namespace app::store
