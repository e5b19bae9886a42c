#pragma once

#include "store/database.h"

namespace app::store {

// The first released schema. Never edited after its release.
[[nodiscard]] Sql schema_v1();

}  // namespace app::store
