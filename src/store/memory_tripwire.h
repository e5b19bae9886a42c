#pragma once

#include <memory>
#include <utility>

#include "store/tripwire.h"

namespace app::store {

// A tripwire in memory; tabs of one imagined browser share its mark.
class MemoryTripwire final : public Tripwire {
public:
    explicit MemoryTripwire(std::shared_ptr<DatabaseMark> mark) : m_mark(std::move(mark)) {}

    DatabaseMark last() const override { return *m_mark; }
    void remember(const DatabaseMark& mark) override { *m_mark = mark; }

private:
    std::shared_ptr<DatabaseMark> m_mark;
};

}  // namespace app::store
