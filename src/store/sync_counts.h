#pragma once

#include "store/database.h"

namespace app::store {

// How all QuickBooks records of one kind stand; the four states add up to the total.
struct SyncCounts {
    std::int64_t total = 0;
    std::int64_t in_sync = 0;
    std::int64_t waiting = 0;
    std::int64_t failing = 0;
    std::int64_t excluded = 0;

    bool operator==(const SyncCounts&) const = default;
    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.total, self.in_sync, self.waiting, self.failing, self.excluded);
    }
};

// contacts counts customers, products items, invoices invoices; line_items lines of kind item.
[[nodiscard]] Result<SyncCounts> sync_counts(Database& database, ObjectType object);

}  // namespace app::store
