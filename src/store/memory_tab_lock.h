#pragma once

#include <memory>

#include "base/loop.h"
#include "store/tab_lock.h"

namespace app::store {

// What the tabs of one imagined browser share.
struct SharedTabLock {
    const void* holder = nullptr;
};

// The tab lock without a browser: for tests and the headless program.
class MemoryTabLock final : public TabLock {
public:
    static constexpr double look_again_ms = 10;

    MemoryTabLock(Loop& loop, std::shared_ptr<SharedTabLock> shared)
        : m_loop(loop), m_shared(std::move(shared))
    {
    }
    MemoryTabLock(const MemoryTabLock&) = delete;
    MemoryTabLock& operator=(const MemoryTabLock&) = delete;
    ~MemoryTabLock() override;

    Task<TabLockState> try_acquire() override;
    Task<> wait_until_held() override;

private:
    bool take_if_free();

    Loop& m_loop;
    std::shared_ptr<SharedTabLock> m_shared;
};

}  // namespace app::store
