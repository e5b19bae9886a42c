#include "contract/page_file_contract.h"

#include <gtest/gtest.h>

#include "store/memory_pages.h"
#include "support/fake_clock.h"
#include "support/run_task.h"

namespace app::store {
namespace {

class MemoryPagesContract : public ::testing::TestWithParam<testing::PageFileCheck> {};

TEST_P(MemoryPagesContract, Holds)
{
    testing::FakeClock clock;
    Loop loop(clock);
    const auto disk = std::make_shared<MemoryDisk>();

    const Result<void> result = testing::run_task(
        loop, clock, GetParam().run([&] { return std::make_unique<MemoryPages>(loop, disk, 1); }));

    EXPECT_TRUE(result) << result.error().message;
}

std::string name_of_check(const ::testing::TestParamInfo<testing::PageFileCheck>& check)
{
    return check.param.name;
}

INSTANTIATE_TEST_SUITE_P(PageFile, MemoryPagesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);
INSTANTIATE_TEST_SUITE_P(SharedPageFile, MemoryPagesContract,
                         ::testing::ValuesIn(testing::shared_page_file_contract), name_of_check);

}  // namespace
}  // namespace app::store
