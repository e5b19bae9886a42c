#include "contract/page_file_contract.h"
#include "store_fixture.h"

namespace app::store {
namespace {

class MemoryPagesContract : public ::testing::TestWithParam<testing::PageFileCheck> {};

TEST_P(MemoryPagesContract, Holds)
{
    Browser browser;

    const Result<void> result = testing::run_task(browser.loop, browser.clock, GetParam().run([&] {
        return std::make_unique<MemoryPages>(browser.loop, browser.disk, 1);
    }));

    EXPECT_TRUE(result) << result.error().message;
}

INSTANTIATE_TEST_SUITE_P(PageFile, MemoryPagesContract, ::testing::ValuesIn(testing::page_file_contract),
                         [](const ::testing::TestParamInfo<testing::PageFileCheck>& check) {
                             return check.param.name;
                         });

TEST(BlockSeal, FindsEveryFlippedBit)
{
    std::vector<std::byte> block = testing::sealed_block(7, 'x');
    for (std::size_t at = 0; at < block.size(); at += 97) {
        block[at] ^= std::byte{0x10};
        EXPECT_FALSE(seal_is_intact(7, block)) << "byte " << at;
        block[at] ^= std::byte{0x10};
    }
    EXPECT_TRUE(seal_is_intact(7, block));
}

TEST(BlockSeal, RefusesABlockInAnothersPlaceOrOfAnotherSize)
{
    std::vector<std::byte> block = testing::sealed_block(7, 'x');

    EXPECT_FALSE(seal_is_intact(8, block));
    block.pop_back();
    EXPECT_FALSE(seal_is_intact(7, block));
    EXPECT_FALSE(seal_is_intact(7, {}));
}

TEST(MayFlush, TakesTheExpectedStateOrItsOwnRepetition)
{
    BlockBatch batch;
    batch.expected = {.commit = 4, .epoch = 2, .writer = "old", .file_size = 1, .schema = 1};
    batch.next = {.commit = 5, .epoch = 3, .writer = "new", .file_size = 2, .schema = 1};
    Manifest same_number_of_another = batch.next;
    same_number_of_another.writer = "other";

    EXPECT_TRUE(may_flush(batch.expected, batch));
    EXPECT_TRUE(may_flush(batch.next, batch));
    EXPECT_FALSE(may_flush(same_number_of_another, batch));
    EXPECT_FALSE(may_flush({}, batch));
}

}  // namespace
}  // namespace app::store
