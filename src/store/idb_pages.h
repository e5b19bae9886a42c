#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "store/page_file.h"

namespace app::store {

// The page file in IndexedDB, in the browser only. One object store of sealed blocks by number, one
// with the manifest; a flush is one readwrite transaction with durability "strict".
[[nodiscard]] std::unique_ptr<PageFile> open_idb_pages(Loop& loop, std::string database_name);

}  // namespace app::store
