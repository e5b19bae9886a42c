#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "store/page_file.h"

namespace app::store {

// The page file in IndexedDB, in the browser only: one object store for the log, one for the blocks, one for the
// manifest. Every write is one transaction with durability "strict". What a page reads first is remembered, so that
// the next start can read it before the program has been loaded (web/early_storage.js).
[[nodiscard]] std::unique_ptr<PageFile> open_idb_pages(Loop& loop, std::string database_name);

}  // namespace app::store
