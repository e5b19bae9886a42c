#pragma once

#include <memory>

#include "store/tripwire.h"

namespace app::store {

// A tripwire in memory; tabs of one imagined browser share its number.
class MemoryTripwire final : public Tripwire {
public:
    explicit MemoryTripwire(std::shared_ptr<std::int64_t> commit) : m_commit(std::move(commit)) {}

    std::int64_t last_commit() const override { return *m_commit; }
    void remember(std::int64_t commit) override { *m_commit = commit; }

private:
    std::shared_ptr<std::int64_t> m_commit;
};

}  // namespace app::store
