#pragma once

#include "store/database.h"

namespace app::store {

// Intents that take associations away, and an index for the newest events. Never edited after its release.
[[nodiscard]] Sql schema_v2();

}  // namespace app::store
