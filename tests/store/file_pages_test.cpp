#include "store/file_pages.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "file_fixture.h"
#include "store/native_directory.h"

namespace app::store {
namespace {

using testing::base_write;
using testing::made_block;
using testing::shared_record;

std::string name_of_check(const ::testing::TestParamInfo<testing::PageFileCheck>& check)
{
    return check.param.name;
}

class MemoryFilesContract : public ::testing::TestWithParam<testing::PageFileCheck> {};

TEST_P(MemoryFilesContract, Holds)
{
    FileWorld world;

    const Result<void> result = world.run(GetParam().run([&] { return world.open(0.1); }));

    EXPECT_TRUE(result) << reason(result);
}

INSTANTIATE_TEST_SUITE_P(PageFile, MemoryFilesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);

// A contract that is rewritten at every opportunity.
class CompactedFilesContract : public ::testing::TestWithParam<testing::PageFileCheck> {};

TEST_P(CompactedFilesContract, Holds)
{
    FileWorld world;
    world.limits = {.slack_bytes = 1, .slice_bytes = 100'000};

    const Result<void> result = world.run(GetParam().run([&] { return world.open(0.1); }));

    EXPECT_TRUE(result) << reason(result);
}

INSTANTIATE_TEST_SUITE_P(PageFile, CompactedFilesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);

// A folder that lasts as long as this.
class Folder {
public:
    Folder()
    {
        std::string path = (std::filesystem::temp_directory_path() / "file-pages-XXXXXX").string();
        m_path = ::mkdtemp(path.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(m_path); }
    std::string inner() const { return m_path + "/pages"; }

private:
    std::string m_path;
};

class NativeFilesContract : public ::testing::TestWithParam<testing::PageFileCheck> {};

TEST_P(NativeFilesContract, Holds)
{
    FileWorld world;
    const Folder folder;

    const Result<void> result = world.run(GetParam().run(
        [&] { return std::make_unique<FilePages>(world.loop, open_native_directory(folder.inner())); }));

    EXPECT_TRUE(result) << reason(result);
}

INSTANTIATE_TEST_SUITE_P(PageFile, NativeFilesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);

TEST(NativeDirectory, IsHeldByOneAtATime)
{
    FileWorld world;
    const Folder folder;
    auto first = open_native_directory(folder.inner());
    ASSERT_TRUE(world.run(first->open("pages.a")));

    const auto second = open_native_directory(folder.inner());
    const auto refused = world.run(second->open("pages.a"));
    first.reset();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::storage);
    EXPECT_NE(refused.error().message.find("Another program"), std::string::npos);
    EXPECT_TRUE(world.run(second->open("pages.a")));
}

TEST(NativeDirectory, CutsBeforeItAppendsAndRefusesAHole)
{
    FileWorld world;
    const Folder folder;
    const auto directory = open_native_directory(folder.inner());
    ASSERT_TRUE(world.run(directory->open("f")));
    ASSERT_TRUE(world.run(directory->append("f", 0, testing::manifest("abcdefgh"))));

    ASSERT_TRUE(world.run(directory->append("f", 3, testing::manifest("xy"))));

    EXPECT_EQ(*world.run(directory->read("f", 0, 100)), testing::manifest("abcxy"));
    EXPECT_EQ(*world.run(directory->open("f")), 5U);
    EXPECT_FALSE(world.run(directory->append("f", 6, testing::manifest("z"))));
    EXPECT_FALSE(world.run(directory->read("unopened", 0, 1)));
}

TEST(FilePages, OpensWithoutReadingTheBlocks)
{
    FileWorld world;
    {
        const auto pages = world.open();
        for (int round = 0; round < 20; ++round) {
            const std::string stored = round == 0 ? "" : std::to_string(round - 1);
            ASSERT_TRUE(
                world.run(pages->write_base(base_write(stored, std::to_string(round), {0, 1, 2, 3}, 1))));
            ASSERT_TRUE(world.run(pages->append({shared_record(round)})));
        }
    }

    const auto pages = world.open();
    ASSERT_TRUE(world.run(pages->load()));

    EXPECT_GT(world.file("pages.a").size(), 20U * 4 * block_size);
    EXPECT_LT(world.directory->bytes_read(), 600'000U);
}

TEST(FilePages, IsHeldByOneAtATime)
{
    FileWorld world;
    auto first = world.open();
    ASSERT_TRUE(world.run(first->append({shared_record(1)})));

    const auto second = world.open();
    const Result<StoredLog> refused = world.run(second->load());
    first.reset();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::storage);
    EXPECT_TRUE(world.run(testing::require_records(*second, {1}, "it is free now")));
}

TEST(FilePages, GoesOnAfterAnyFailedRequest)
{
    for (const auto kind : {DirectoryFault::Kind::fails_once, DirectoryFault::Kind::answer_lost}) {
        for (int request = 1; request <= 8; ++request) {
            SCOPED_TRACE(request);
            FileWorld world;
            const auto pages = world.open();
            world.directory->set_fault(DirectoryFault{.kind = kind, .request = request});
            int failures = 0;
            for (std::int64_t number = 1; number <= 6; ++number) {
                while (!world.run(pages->append({shared_record(number)}))) ++failures;
            }
            EXPECT_LE(failures, 1);
            EXPECT_TRUE(world.run(testing::require_records(*pages, {1, 2, 3, 4, 5, 6}, "all there")));
        }
    }
}

// Every block is rewritten many times: the file stays small, and appends are not held up.
TEST(FileCompaction, KeepsTheFileSmallAndAppendsQuick)
{
    FileWorld world;
    world.limits = {.slack_bytes = 3'000'000, .slice_bytes = 600'000};
    constexpr double delay_ms = 1;
    std::string stored;
    std::int64_t record = 0;
    double slowest_ms = 0;
    std::uint64_t largest = 0;
    int shrunk = 0;
    std::uint64_t before = 0;
    {
        const auto pages = world.open(delay_ms);
        for (int round = 1; round <= 60; ++round) {
            const std::string next = std::to_string(round);
            const std::vector<std::uint32_t> blocks = {0, 1, 2, static_cast<std::uint32_t>(3 + round % 5)};
            ASSERT_TRUE(world.run(pages->write_base(base_write(stored, next, blocks, round))));
            stored = next;
            for (int i = 0; i < 3; ++i) {
                const double start = world.clock.elapsed_ms();
                ASSERT_TRUE(world.run(pages->append({shared_record(++record)})));
                slowest_ms = std::max(slowest_ms, world.clock.elapsed_ms() - start);
            }
            ASSERT_TRUE(world.run(pages->trim(0, record - 5)));
            largest = std::max(largest, pages->file_bytes());
            shrunk += pages->file_bytes() < before ? 1 : 0;
            before = pages->file_bytes();
        }
        ASSERT_TRUE(world.run(pages->append({shared_record(++record)})));
        world.idle();
        EXPECT_TRUE(world.file("pages.a").empty() != world.file("pages.b").empty());
    }
    EXPECT_GE(shrunk, 5);
    EXPECT_LT(largest, 2 * (2 * 8 * block_size + 3'000'000));
    EXPECT_LE(slowest_ms, 6 * delay_ms);

    const auto pages = world.open();
    const std::vector<std::int64_t> newest = {record - 5, record - 4, record - 3,
                                              record - 2, record - 1, record};
    EXPECT_EQ(reason(world.run(testing::require_records(*pages, newest, "newest"))), "");
    EXPECT_EQ(reason(world.run(testing::require_blocks(*pages, {0, 1, 2, 3}, 60, "newest"))), "");
    for (std::uint32_t offset = 1; offset < 5; ++offset) {
        const int round = 55 + static_cast<int>(offset);
        EXPECT_EQ(reason(world.run(testing::require_blocks(*pages, {3 + offset}, round, "older"))), "");
    }
}

TEST(FileCompaction, ThatFailsLeavesAllAsItIs)
{
    FileWorld world;
    world.limits = {.slack_bytes = 1'000'000, .slice_bytes = 300'000};
    const auto pages = world.open();
    std::string stored;
    for (int round = 1; round <= 8; ++round) {
        const std::string next = std::to_string(round);
        ASSERT_TRUE(world.run(pages->write_base(base_write(stored, next, {0, 1}, round))));
        stored = next;
        world.directory->set_fault(
            DirectoryFault{.kind = DirectoryFault::Kind::fails_once, .request = 2 + round % 6});
        world.idle();
        world.directory->set_fault(std::nullopt);
        EXPECT_EQ(reason(world.run(testing::require_blocks(*pages, {0, 1}, round, "newest"))), "");
    }
    world.idle();
    EXPECT_LT(pages->file_bytes(), 4'000'000U);
}

}  // namespace
}  // namespace app::store
