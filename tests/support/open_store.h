#pragma once

#include <memory>
#include <utility>

#include "store/store.h"

namespace app::testing {

// A store with everything in memory, ready for changes.
inline Task<std::unique_ptr<store::Store>> open_store(store::StoreOptions options)
{
    std::unique_ptr<store::Store> store = co_await store::Store::open(std::move(options));
    co_await store->loaded();
    co_return store;
}

}  // namespace app::testing
