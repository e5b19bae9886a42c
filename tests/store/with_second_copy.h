#pragma once

#include "live_store.h"

namespace app::store {

// A browser that holds a database in two copies, both with something in base and log.
class WithSecondCopy : public ::testing::Test {
protected:
    void SetUp() override
    {
        browser.second_disk = std::make_shared<MemoryDisk>();
        live(browser);
        ASSERT_FALSE(browser.disk->blocks.empty());
        ASSERT_FALSE(browser.second_disk->blocks.empty());
    }
    Browser browser;
};

}  // namespace app::store
