#include <gtest/gtest.h>

#include <optional>

#include "contract/page_file_contract.h"
#include "store/lockable_pages.h"
#include "store/memory_pages.h"
#include "support/fake_clock.h"
#include "support/openssl_cipher.h"
#include "support/run_task.h"
#include "support/seeded_random.h"

namespace app::store {
namespace {

class EncryptedPagesContract : public ::testing::TestWithParam<testing::PageFileCheck> {
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

    static std::optional<EncryptionKey> key;
};

std::optional<EncryptionKey> EncryptedPagesContract::key;

TEST_P(EncryptedPagesContract, Holds)
{
    testing::FakeClock clock;
    Loop loop(clock);
    const auto disk = std::make_shared<MemoryDisk>();

    const Result<void> result = testing::run_task(loop, clock, GetParam().run([&] {
        auto pages = std::make_unique<LockablePages>(loop, std::make_unique<MemoryPages>(loop, disk, 1));
        pages->use(key);
        return pages;
    }));

    EXPECT_TRUE(result) << result.error().message;
}

std::string name_of_check(const ::testing::TestParamInfo<testing::PageFileCheck>& check)
{
    return check.param.name;
}

INSTANTIATE_TEST_SUITE_P(OneTab, EncryptedPagesContract, ::testing::ValuesIn(testing::page_file_contract),
                         name_of_check);
INSTANTIATE_TEST_SUITE_P(TwoTabs, EncryptedPagesContract,
                         ::testing::ValuesIn(testing::shared_page_file_contract), name_of_check);

}  // namespace
}  // namespace app::store
