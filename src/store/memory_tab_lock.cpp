#include "store/memory_tab_lock.h"

namespace app::store {

MemoryTabLock::~MemoryTabLock()
{
    if (m_shared->holder == this) m_shared->holder = nullptr;
}

Task<TabLockState> MemoryTabLock::try_acquire()
{
    co_return take_if_free() ? TabLockState::held : TabLockState::held_by_another_tab;
}

Task<> MemoryTabLock::wait_until_held()
{
    while (!take_if_free()) co_await m_loop.sleep(look_again_ms);
}

bool MemoryTabLock::take_if_free()
{
    if (!m_shared->holder) m_shared->holder = this;
    return m_shared->holder == this;
}

}  // namespace app::store
