#pragma once

#include "store/database.h"

namespace app::store {

// Syncing both ways: what HubSpot held at the agreement, conflicts, names that QuickBooks refused.
[[nodiscard]] Sql schema_v4();

}  // namespace app::store
