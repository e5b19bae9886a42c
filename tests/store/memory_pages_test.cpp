#include "store/memory_pages.h"

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

const auto name_of_check = [](const ::testing::TestParamInfo<testing::PageFileCheck>& check) {
    return check.param.name;
};

INSTANTIATE_TEST_SUITE_P(PageFile, MemoryPagesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);
INSTANTIATE_TEST_SUITE_P(SharedPageFile, MemoryPagesContract,
                         ::testing::ValuesIn(testing::shared_page_file_contract), name_of_check);

}  // namespace
}  // namespace app::store
