#include "store/encrypted_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "contract/cipher_contract.h"
#include "store/copy_pages.h"
#include "store/lockable_pages.h"
#include "store/memory_pages.h"
#include "support/fake_clock.h"
#include "support/openssl_cipher.h"
#include "support/run_task.h"
#include "support/seeded_random.h"

namespace app::store {
namespace {

using testing::bytes_of_text;

std::shared_ptr<const LogAppend> record(std::int64_t number, std::string_view text)
{
    return std::make_shared<LogAppend>(number, bytes_of_text(text));
}

std::shared_ptr<const BaseWrite> base(std::string_view expected, std::string_view next,
                                      std::vector<BaseBlock> blocks = {})
{
    return std::make_shared<BaseWrite>(bytes_of_text(expected), bytes_of_text(next), std::move(blocks), 10U);
}

bool holds(const Bytes& bytes, std::string_view text)
{
    return std::ranges::contains_subrange(bytes, bytes_of_text(text));
}

class EncryptedPagesTest : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        testing::FakeClock clock;
        Loop loop(clock);
        testing::SeededRandom random(1);
        testing::OpensslCiphers ciphers;
        key = *testing::run_task(loop, clock, new_encryption_key(ciphers, random, Secret("open sesame")));
    }
    static void TearDownTestSuite() { key.reset(); }

    // A page that knows the passphrase opens the same file.
    std::unique_ptr<LockablePages> open() const
    {
        auto pages = std::make_unique<LockablePages>(loop, plain());
        pages->use(key);
        return pages;
    }
    std::unique_ptr<PageFile> plain() const
    {
        auto file = std::make_unique<MemoryPages>(loop, disk, 1);
        opened_last = file.get();
        return file;
    }
    // The next write to the file that was opened last happens, and is then reported as failed.
    void lose_answer() { opened_last->set_faults(MemoryFaults{.kind = MemoryFaults::Kind::answer_lost}); }
    template <class T>
    Result<T> run(Task<T> task) const
    {
        return testing::run_task(loop, clock, std::move(task));
    }
    void expect_conflict(const Result<void>& result) const
    {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::conflict) << result.error().message;
    }

    static std::optional<EncryptionKey> key;
    mutable testing::FakeClock clock;
    mutable Loop loop{clock};
    std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
    mutable MemoryPages* opened_last = nullptr;
};

std::optional<EncryptionKey> EncryptedPagesTest::key;

TEST_F(EncryptedPagesTest, KeepsEverythingUnreadable)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->append({record(1, "Meyer & Söhne")})));
    ASSERT_TRUE(
        run(pages->write_base(base("", "manifest of Meyer", {{3, bytes_of_text("block of Meyer")}}))));

    const auto log = run(open()->load());
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->manifest, bytes_of_text("manifest of Meyer"));
    EXPECT_EQ(log->records, std::vector{*record(1, "Meyer & Söhne")});
    EXPECT_EQ(*run(open()->read_blocks({3, 4})), (std::vector{bytes_of_text("block of Meyer"), Bytes{}}));
    EXPECT_FALSE(holds(disk->manifest, "Meyer") || holds(disk->records[1], "Meyer") ||
                 holds(disk->blocks[3], "Meyer"));
}

TEST_F(EncryptedPagesTest, SaysThatItIsEncryptedBeforeTheFirstManifest)
{
    ASSERT_TRUE(run(open()->append({record(1, "first")})));

    EXPECT_EQ(encryption_header(disk->manifest), key->header);
    const auto log = run(open()->load());
    ASSERT_TRUE(log);
    EXPECT_TRUE(log->manifest.empty());
    EXPECT_EQ(log->records.size(), 1U);
}

TEST_F(EncryptedPagesTest, BeginsOnceWhenRecordAndBaseComeTogether)
{
    const auto pages = open();
    Task<> appending = pages->append({record(1, "a")});
    appending.start();

    const Result<void> written = run(pages->write_base(base("", "m")));

    EXPECT_TRUE(written) << written.error().message;
    const auto log = run(open()->load());
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_EQ(log->manifest, bytes_of_text("m"));
}

TEST_F(EncryptedPagesTest, RepeatsARecordWithTheSameBytes)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->append({record(1, "a")})));
    lose_answer();
    ASSERT_FALSE(run(pages->append({record(2, "b")})));
    const Bytes stored = disk->records[2];

    EXPECT_TRUE(run(pages->append({record(2, "b")})));
    EXPECT_EQ(disk->records[2], stored);
    expect_conflict(run(pages->append({record(2, "c")})));
}

TEST_F(EncryptedPagesTest, KnowsARecordThatAnEarlierPageStored)
{
    ASSERT_TRUE(run(open()->append({record(1, "a")})));

    EXPECT_TRUE(run(open()->append({record(1, "a")})));
    expect_conflict(run(open()->append({record(1, "b")})));
}

TEST_F(EncryptedPagesTest, RepeatsABaseWhoseAnswerWasLost)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->write_base(base("", "m1"))));
    lose_answer();
    ASSERT_FALSE(run(pages->write_base(base("m1", "m2", {{0, bytes_of_text("block")}}))));

    EXPECT_TRUE(run(pages->write_base(base("m1", "m2", {{0, bytes_of_text("block")}}))));
    EXPECT_TRUE(run(pages->write_base(base("m2", "m3"))));
    EXPECT_EQ(run(open()->load())->manifest, bytes_of_text("m3"));
}

TEST_F(EncryptedPagesTest, GoesOnFromABaseWhoseAnswerWasLost)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->write_base(base("", "m1"))));
    lose_answer();
    ASSERT_FALSE(run(pages->write_base(base("m1", "m2"))));

    EXPECT_TRUE(run(pages->write_base(base("m2", "m3"))));
}

TEST_F(EncryptedPagesTest, KnowsABaseThatAnEarlierPageWrote)
{
    ASSERT_TRUE(run(open()->write_base(base("", "m1"))));
    ASSERT_TRUE(run(open()->write_base(base("m1", "m2"))));

    EXPECT_TRUE(run(open()->write_base(base("m1", "m2"))));
    EXPECT_TRUE(run(open()->write_base(base("m2", "m3"))));
}

TEST_F(EncryptedPagesTest, RefusesAWriterThatIsBehind)
{
    const auto old_tab = open();
    ASSERT_TRUE(run(old_tab->write_base(base("", "m1"))));
    ASSERT_TRUE(run(open()->write_base(base("m1", "m2"))));
    const Bytes stored = disk->manifest;

    expect_conflict(run(old_tab->write_base(base("m1", "late", {{0, bytes_of_text("late")}}))));
    expect_conflict(run(open()->write_base(base("", "late"))));

    EXPECT_EQ(disk->manifest, stored);
    EXPECT_TRUE(disk->blocks.empty());
}

TEST_F(EncryptedPagesTest, NoticesWhatIsInAnothersPlace)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->append({record(1, "a")})));
    ASSERT_TRUE(run(pages->append({record(2, "b")})));
    ASSERT_TRUE(
        run(pages->write_base(base("", "m1", {{0, bytes_of_text("zero")}, {1, bytes_of_text("one")}}))));

    std::swap(disk->blocks[0], disk->blocks[1]);
    EXPECT_EQ(*run(open()->read_blocks({0, 1})), (std::vector<Bytes>(2)));
    std::swap(disk->blocks[0], disk->blocks[1]);
    EXPECT_EQ(run(open()->read_blocks({0}))->front(), bytes_of_text("zero"));

    std::swap(disk->records[1], disk->records[2]);
    EXPECT_EQ(run(open()->load())->records, (std::vector<LogAppend>{{1, {}}, {2, {}}}));
    std::swap(disk->records[1], disk->records[2]);
    disk->records[1] = disk->blocks[0];
    EXPECT_EQ(run(open()->load())->records, (std::vector<LogAppend>{{1, {}}, *record(2, "b")}));
}

TEST_F(EncryptedPagesTest, ADamagedManifestIsNeitherEmptyNorTheOldOne)
{
    ASSERT_TRUE(run(open()->write_base(base("", "m1"))));
    disk->manifest.back() ^= std::byte{1};
    const auto pages = open();

    const auto log = run(pages->load());

    ASSERT_TRUE(log);
    EXPECT_FALSE(log->manifest.empty());
    EXPECT_NE(log->manifest, bytes_of_text("m1"));
    const auto anew =
        std::make_shared<BaseWrite>(log->manifest, bytes_of_text("m2"), std::vector<BaseBlock>(), 0U);
    EXPECT_TRUE(run(pages->write_base(anew))) << "it can be replaced on purpose";
    EXPECT_EQ(run(open()->load())->manifest, bytes_of_text("m2"));
}

TEST_F(EncryptedPagesTest, NeverWritesOverAPlainFile)
{
    ASSERT_TRUE(run(plain()->append({record(1, "plain")})));
    const Result<void> beside_a_record = run(open()->append({record(2, "sealed")}));
    ASSERT_TRUE(run(plain()->write_base(base("", "plain manifest"))));
    const Result<void> over_a_manifest = run(open()->write_base(base("", "sealed")));

    for (const Result<void>& result : {beside_a_record, over_a_manifest}) {
        ASSERT_FALSE(result);
        EXPECT_TRUE(result.error().message.contains("not encrypted")) << result.error().message;
    }
    EXPECT_EQ(disk->manifest, bytes_of_text("plain manifest"));
    EXPECT_EQ(disk->records.size(), 1U);
}

TEST_F(EncryptedPagesTest, RefusesAFileOfAnotherKeyWithoutWriting)
{
    EncryptionHeader other = key->header;
    other.derivation.salt[0] ^= std::byte{1};
    disk->manifest = bytes_of(other);

    const Result<void> appended = run(open()->append({record(1, "a")}));

    ASSERT_FALSE(appended);
    EXPECT_TRUE(appended.error().message.contains("another passphrase")) << appended.error().message;
    EXPECT_TRUE(disk->records.empty());
    EXPECT_EQ(disk->manifest, bytes_of(other));
}

TEST_F(EncryptedPagesTest, AFileInAnotherFormIsDamageUntilItIsErased)
{
    ASSERT_TRUE(run(plain()->write_base(base("", "plain manifest"))));
    ASSERT_TRUE(run(plain()->append({record(1, "plain")})));
    const auto pages = open();

    const Result<StoredLog> log = run(pages->load());
    ASSERT_TRUE(log);
    EXPECT_FALSE(log->manifest.empty());
    EXPECT_NE(log->manifest, bytes_of_text("plain manifest"));
    EXPECT_TRUE(log->records.empty());

    ASSERT_TRUE(run(pages->erase()));
    EXPECT_TRUE(run(pages->append({record(1, "sealed")})));
    EXPECT_TRUE(is_encrypted(disk->manifest));
}

TEST_F(EncryptedPagesTest, BeginsAgainAfterErasing)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->append({record(1, "a")})));
    ASSERT_TRUE(run(pages->erase()));
    EXPECT_TRUE(disk->manifest.empty() && disk->records.empty());

    ASSERT_TRUE(run(pages->append({record(1, "b")})));
    EXPECT_EQ(encryption_header(disk->manifest), key->header);
    EXPECT_EQ(run(open()->load())->records, std::vector{*record(1, "b")});
}

TEST_F(EncryptedPagesTest, TrimsInTheFileBelow)
{
    const auto pages = open();
    for (int number = 1; number <= 3; ++number) ASSERT_TRUE(run(pages->append({record(number, "a")})));

    ASSERT_TRUE(run(pages->trim(1, 2)));

    EXPECT_EQ(run(pages->load())->records, std::vector{*record(3, "a")});
}

TEST_F(EncryptedPagesTest, CutsTheBaseInTheFileBelow)
{
    const auto pages = open();
    ASSERT_TRUE(run(pages->write_base(base("", "m1", {{0, bytes_of_text("a")}, {1, bytes_of_text("b")}}))));
    auto shorter = std::make_shared<BaseWrite>(*base("m1", "m2"));
    shorter->block_count = 1;

    ASSERT_TRUE(run(pages->write_base(shorter)));

    EXPECT_TRUE(disk->blocks.contains(0) && !disk->blocks.contains(1));
}

TEST_F(EncryptedPagesTest, APlainStoreIsEncryptedByCopyingAndBack)
{
    const auto before = plain();
    std::vector<BaseBlock> blocks;
    for (const std::uint32_t number : {0U, 1U, 2U, 4U, 5U, 9U}) {
        blocks.push_back({number, bytes_of_text("block " + std::to_string(number))});
    }
    ASSERT_TRUE(run(before->write_base(base("", "manifest", blocks))));
    ASSERT_TRUE(run(before->append({record(7, "a")})));
    ASSERT_TRUE(run(before->append({record(8, "b")})));
    const MemoryDisk original = *disk;

    disk = std::make_shared<MemoryDisk>();
    const auto encrypted = open();
    ASSERT_TRUE(run(copy_pages(*before, *encrypted, 10)));
    EXPECT_TRUE(is_encrypted(disk->manifest));
    EXPECT_FALSE(holds(disk->blocks[9], "block"));

    disk = std::make_shared<MemoryDisk>();
    ASSERT_TRUE(run(copy_pages(*encrypted, *plain(), 10)));
    EXPECT_EQ(disk->manifest, original.manifest);
    EXPECT_EQ(disk->records, original.records);
    EXPECT_EQ(disk->blocks, original.blocks);
    expect_conflict(run(copy_pages(*encrypted, *plain(), 10)));
}

TEST_F(EncryptedPagesTest, ACopyThatWasBrokenOffHasNoManifestOfItsOwn)
{
    const auto before = plain();
    ASSERT_TRUE(run(before->write_base(base("", "manifest"))));
    ASSERT_TRUE(run(before->append({record(7, "a")})));
    disk = std::make_shared<MemoryDisk>();
    const auto after = plain();
    lose_answer();

    EXPECT_FALSE(run(copy_pages(*before, *after, 0)));

    EXPECT_FALSE(disk->manifest.empty());
    EXPECT_NE(disk->manifest, bytes_of_text("manifest"));
}

}  // namespace
}  // namespace app::store
