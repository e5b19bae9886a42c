#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "store/tab_lock.h"

namespace app::store {

// The lock of the browser's Web Locks API, in the browser only.
[[nodiscard]] std::unique_ptr<TabLock> make_web_tab_lock(Loop& loop, std::string name);

}  // namespace app::store
