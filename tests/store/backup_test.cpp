#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "backup_fixture.h"

namespace app::store {
namespace {

constexpr std::string_view altered = "cut off or altered";
constexpr std::string_view no_backup = "no backup of this program";

// Within the loop from the first step on.
Task<> soon(Loop& loop, Task<> task)
{
    co_await loop.sleep(0);
    co_await std::move(task);
}

bool holds(const Bytes& bytes, std::string_view text)
{
    return std::ranges::contains_subrange(bytes, std::as_bytes(std::span(text)));
}

TEST_F(BackupTest, InClearComesBackWithWhatItIsOf)
{
    const auto database = migrated_database();
    fill(*database, 5000);
    testing::MemoryFile file = backup_of(*database);

    const OpenBackup opened = must(open(file));

    EXPECT_EQ(opened.info, info);
    EXPECT_EQ(customers_in(opened.copy->database()), 5000);
    EXPECT_EQ(must(run(backup_form(file))), BackupForm::clear);
    EXPECT_EQ(must(database->number("SELECT count(*) FROM sqlite_schema WHERE name = 'backup_info'")), 0)
        << "the database itself is left alone";
}

TEST_F(BackupTest, InClearIsAnOrdinaryDatabase)
{
    const auto database = migrated_database();
    fill(*database, 3);
    const testing::MemoryFile file = backup_of(*database);

    const auto vfs = must(PageVfs::create("ordinary"));
    ASSERT_TRUE(vfs->image().write(0, file.bytes));
    const auto opened = must(Database::open("main", vfs->name()));

    EXPECT_EQ(std::get<0>(*must(opened->first<std::string>("PRAGMA integrity_check"))), "ok");
    EXPECT_EQ(must(opened->number("SELECT sequence FROM backup_info")), info.sequence);
    EXPECT_EQ(file.bytes.size() % 4096, 0U) << "nothing but pages";
}

TEST_F(BackupTest, EncryptedComesBackAndShowsNothing)
{
    const auto database = migrated_database();
    fill(*database, 30'000);
    testing::MemoryFile file = backup_of(*database, make_key());
    ASSERT_GT(file.bytes.size(), 2'000'000U) << "several pieces";

    const OpenBackup opened = must(open(file));

    EXPECT_EQ(opened.info, info);
    EXPECT_EQ(customers_in(opened.copy->database()), 30'000);
    EXPECT_EQ(must(run(backup_form(file))), BackupForm::encrypted);
    EXPECT_FALSE(holds(file.bytes, "Customer 17") || holds(file.bytes, "SQLite") ||
                 holds(file.bytes, "4711"));
    EXPECT_LE(file.piece_size_max, 1024 * 1024 + Cipher::seal_size) << "memory stays bounded";
}

TEST_F(BackupTest, IsOfOneMomentWhileTheDatabaseGoesOn)
{
    const auto database = migrated_database();
    fill(*database, 20'000);
    testing::MemoryFile file(loop);
    Task<> writing = soon(
        loop,
        write_backup({.loop = loop, .random = random, .database = *database, .info = info, .key = {}}, file));
    writing.start();
    constexpr double no_time = 0;  // the loop comes back after every step
    int meanwhile = 0;
    for (int turn = 0; !writing.done(); ++turn) {
        loop.run_ready(no_time);
        clock.advance(1);
        if (file.bytes.empty() && turn % 3 == 2 && meanwhile < 3) {
            must(database->execute("DELETE FROM customer WHERE row_id % 2 = 0"));
            must(database->execute("UPDATE customer SET display_name = display_name || ' & Co'"));
            ++meanwhile;
        }
    }
    ASSERT_EQ(meanwhile, 3);
    must(database->execute("DELETE FROM customer"));

    const OpenBackup opened = must(open(file));

    EXPECT_EQ(std::get<0>(*must(opened.copy->database().first<std::string>("PRAGMA integrity_check"))), "ok");
    const std::int64_t whole = customers_in(opened.copy->database());
    const std::int64_t renamed = must(
        opened.copy->database().number("SELECT count(*) FROM customer WHERE display_name LIKE '% & Co'"));
    EXPECT_TRUE(renamed == whole || renamed == 0) << renamed << " of " << whole;
}

TEST_F(BackupTest, RefusesAFileThatIsNone)
{
    testing::MemoryFile file(loop);
    expect_refused(open(file), no_backup);
    for (const char letter : std::string_view("%PDF-1.7 an invoice of Meyer")) {
        file.bytes.push_back(static_cast<std::byte>(letter));
    }
    expect_refused(open(file), no_backup);
}

TEST_F(BackupTest, RefusesTheDatabaseOfAnotherProgram)
{
    const auto vfs = must(PageVfs::create("other"));
    {
        const auto other = must(Database::open("main", vfs->name()));
        must(other->run_script("CREATE TABLE recipes (a);"));
    }
    testing::MemoryFile file(loop);
    file.bytes.resize(static_cast<std::size_t>(vfs->image().size()));
    const bool is_read = vfs->image().read(0, file.bytes) == file.bytes.size();
    ASSERT_TRUE(is_read);

    expect_refused(open(file), no_backup);
}

TEST_F(BackupTest, InClearIsRefusedWhenCutOff)
{
    const auto database = migrated_database();
    fill(*database, 2000);
    const testing::MemoryFile whole = backup_of(*database);
    for (std::size_t size = 16; size < whole.bytes.size(); size += 4096 * 3 + 17) {
        testing::MemoryFile file = whole;
        file.bytes.resize(size);
        const auto opened = open(file);
        ASSERT_FALSE(opened) << size << " of " << whole.bytes.size();
        EXPECT_EQ(opened.error().kind, ErrorKind::rejected);
    }
    testing::MemoryFile longer = whole;
    longer.bytes.resize(whole.bytes.size() + 4096);
    expect_refused(open(longer), altered);
}

TEST_F(BackupTest, InClearIsRefusedWithOneFlippedBit)
{
    const auto database = migrated_database();
    fill(*database, 500);
    testing::MemoryFile file = backup_of(*database);
    for (std::size_t at = 16; at < file.bytes.size(); at += 997) {
        file.bytes[at] ^= std::byte{0x04};
        const auto opened = open(file);
        ASSERT_FALSE(opened) << "byte " << at;
        EXPECT_EQ(opened.error().kind, ErrorKind::rejected) << opened.error().message;
        file.bytes[at] ^= std::byte{0x04};
    }
    EXPECT_TRUE(open(file));
}

class EncryptedBackupTest : public BackupTest {
protected:
    void SetUp() override
    {
        const auto database = migrated_database();
        fill(*database, 25'000);
        whole = backup_of(*database, make_key()).bytes;
        ASSERT_GT(whole.size(), 2'000'000U);
    }
    Result<OpenBackup> open_bytes(Bytes bytes, std::string with = passphrase)
    {
        testing::MemoryFile file(loop);
        file.bytes = std::move(bytes);
        return open(file, std::move(with));
    }

    static constexpr std::size_t head_size = 8 + 4 + 8 + EncryptionHeader::size;
    static constexpr std::size_t sealed_piece_size = 1024 * 1024 + Cipher::seal_size;
    Bytes whole;
};

TEST_F(EncryptedBackupTest, AsksForTheRightPassphrase)
{
    expect_refused(open_bytes(whole, "open barley"), "not the passphrase");
}

TEST_F(EncryptedBackupTest, IsRefusedWhenCutOff)
{
    for (const std::size_t size : {8UZ, 11UZ, head_size - 1, head_size, head_size + sealed_piece_size,
                                   whole.size() - 1, whole.size() + 1}) {
        Bytes bytes = whole;
        bytes.resize(size);
        expect_refused(open_bytes(bytes), size < 12 ? "" : altered);
    }
}

TEST_F(EncryptedBackupTest, IsRefusedWithOneFlippedBit)
{
    for (const std::size_t at :
         {12UZ, 40UZ, head_size - 1, head_size, head_size + sealed_piece_size + 5, whole.size() - 1}) {
        Bytes bytes = whole;
        bytes[at] ^= std::byte{0x40};
        const auto opened = open_bytes(bytes);
        ASSERT_FALSE(opened) << "byte " << at;
        EXPECT_EQ(opened.error().kind, ErrorKind::rejected) << opened.error().message;
    }
}

TEST_F(EncryptedBackupTest, IsRefusedWithItsPiecesMixed)
{
    Bytes swapped = whole;
    const auto first = swapped.begin() + head_size;
    std::swap_ranges(first, first + sealed_piece_size, first + sealed_piece_size);
    expect_refused(open_bytes(swapped), altered);

    Bytes repeated = whole;
    std::copy_n(repeated.begin() + head_size, sealed_piece_size,
                repeated.begin() + head_size + sealed_piece_size);
    expect_refused(open_bytes(repeated), altered);
}

TEST_F(EncryptedBackupTest, TellsThatItIsNewer)
{
    Bytes newer = whole;
    newer[8] = std::byte{2};

    expect_refused(open_bytes(newer), "newer version");
}

}  // namespace
}  // namespace app::store
