#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "sync/object.h"

namespace app::sync {

struct ObjectCounts {
    std::int64_t total = 0;    // rows QuickBooks says it has
    std::int64_t seen = 0;     // rows read
    std::int64_t planned = 0;  // changes to write
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;  // already as they should be
    std::int64_t failed = 0;
};

// What a run has done so far. The engine writes, the screens copy.
struct Progress {
    std::string phase;
    std::array<ObjectCounts, objects.size()> counts = {};

    ObjectCounts& of(Object object) { return counts[static_cast<std::size_t>(object)]; }
    const ObjectCounts& of(Object object) const { return counts[static_cast<std::size_t>(object)]; }
};

}  // namespace app::sync
