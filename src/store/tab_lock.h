#pragma once

#include "base/task.h"

namespace app::store {

enum class TabLockState { held, held_by_another_tab };

// Who may write: at most one tab of an origin holds the lock. The browser frees it when a tab ends,
// however it ends; destroying the object frees it too.
class TabLock {
public:
    virtual ~TabLock() = default;

    // Tries once, without waiting. Fails with ErrorKind::storage when the browser has no Web Locks.
    virtual Task<TabLockState> try_acquire() = 0;

    // Returns once this tab holds the lock: when the other tab has gone. The image in memory is then
    // older than what is stored: the page must be loaded again before it writes.
    virtual Task<> wait_until_held() = 0;
};

}  // namespace app::store
